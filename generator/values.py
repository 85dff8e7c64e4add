"""Values: schemas that list what a value may be. Texts become an open enum; what is listed otherwise, its type."""

from __future__ import annotations

from typing import Any

from generator.contract import Member
from generator.names import MEMBERS, Names, member_name
from generator.plain import mapping, sequence, text
from generator.shapes import ANY, NONE, TEXT, Plain, Shape, either

Value = tuple[str, str, bool]
"""A text an enum lists, what is said of it, and whether a request may carry it."""
_KINDS: dict[type, str] = {bool: "bool", int: "int", float: "float", str: "str", type(None): "none"}
_TYPES = {"boolean": "bool", "integer": "int", "number": "float"}


def has_values(schema: dict[str, Any]) -> bool:
    """Tell whether a schema lists its values."""
    return "const" in schema or (
        bool(sequence(schema.get("enum"))) and schema.get("type") not in ("array", "object")
    )


def doc(schema: dict[str, Any]) -> str:
    """Return what a schema says of itself, with the value that is always the same."""
    said = text(schema.get("description")) or text(schema.get("title"))
    always = schema.get("const")
    return f"{said}\n\nAlways {always!r}.".strip() if isinstance(always, str) else said


def shape(schema: dict[str, Any]) -> Shape | None:
    """Return the shape of listed values, or None where they make an enum."""
    if "const" in schema:
        return Plain(_KINDS[type(schema["const"])]) if type(schema["const"]) in _KINDS else ANY
    listed = [value for value in sequence(schema["enum"]) if value is not None]
    if not listed:
        return NONE
    stated = schema.get("type")
    kinds = [stated] if isinstance(stated, str) else [kind for kind in sequence(stated) if kind != "null"]
    if len(kinds) == 1 and kinds[0] in _TYPES:
        return Plain(_TYPES[kinds[0]])
    if all(isinstance(value, str) for value in listed):
        return None
    if kinds == ["string"]:
        return TEXT
    return either(*(Plain(_KINDS[type(value)]) if type(value) in _KINDS else ANY for value in listed))


def members(schema: dict[str, Any]) -> list[Value]:
    """Return each text an enum lists, with what is said of it and whether a request may carry it."""
    said = mapping(schema.get("x-values"))
    listed = dict.fromkeys(value for value in sequence(schema["enum"]) if isinstance(value, str))
    return [
        (
            value,
            text(mapping(said.get(value)).get("description")),
            mapping(said.get(value)).get("answers-only") is not True,
        )
        for value in listed
    ]


def constants(alternatives: list[Any]) -> list[Value]:
    """Return the texts of alternatives that are each one constant text, or nothing."""
    found = {
        one["const"]: text(one.get("description")) or text(one.get("title"))
        for one in map(mapping, alternatives)
        if isinstance(one.get("const"), str)
    }
    return [(value, said, True) for value, said in found.items()] if len(found) == len(alternatives) else []


def named(found: list[Value]) -> tuple[Member, ...]:
    """Return the members of an enum, each with a name of its own."""
    names = Names(MEMBERS)
    return tuple(
        Member(names.take(member_name(value)), value, said, settable) for value, said, settable in found
    )
