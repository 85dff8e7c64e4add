"""The parts of a schema: its properties across allOf and alternatives, and the values of its enums."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from generator.codegen.contract import Member
from generator.codegen.places import At, last_word
from generator.codegen.shapes import ANY, NONE, TEXT, Plain, Shape, either
from generator.names import MEMBERS, Names, class_name, member_name
from generator.openapi.pointers import mapping, reference_pointer, sequence, target, text, texts

_STRUCTURE = frozenset(
    {
        *("type", "$ref", "allOf", "oneOf", "anyOf", "enum", "const", "properties", "additionalProperties"),
        *("patternProperties", "items", "prefixItems", "required"),
    }
)
"""The keywords that say what a value is; the others narrow, describe or decorate it."""
_OBJECT = frozenset({"properties", "additionalProperties", "patternProperties", "required"})

# msgspec refuses to rename a field to a text with these: https://jcristharif.com/msgspec/structs.html#renaming-fields
_UNNAMEABLE = re.compile(r'[\\"\x00-\x1f]')


@dataclass(frozen=True)
class Part:
    """One schema of several that describe the same value; a variant's properties may be absent."""

    schema: dict[str, Any]
    at: At
    variant: bool = False


@dataclass
class Property:
    """One property, and every schema given for it with its pointer."""

    schemas: list[tuple[object, str]]
    required: bool = False


@dataclass
class Properties:
    """What an object's parts say together.

    Attributes:
        named: Each property by its name.
        extra: The pointer of what further members hold.
        unnameable: The pointers of properties whose names no field can carry.
    """

    named: dict[str, Property] = field(default_factory=dict[str, Property])
    extra: str = ""
    unnameable: list[str] = field(default_factory=list[str])


def is_structural(schema: object) -> bool:
    """Tell whether a schema says what a value is."""
    return bool(_STRUCTURE & mapping(schema).keys())


def own_part(schema: dict[str, Any]) -> dict[str, Any]:
    """Return a schema without its allOf."""
    return {key: value for key, value in schema.items() if key != "allOf"}


def members(schema: dict[str, Any], at: At) -> list[Part]:
    """Return the schemas an allOf puts side by side, its own words first; those that say nothing are left out."""
    beside = [Part(own_part(schema), at)]
    beside += [
        Part(mapping(item), at.step("allOf", place))
        for place, item in enumerate(sequence(schema.get("allOf")))
    ]
    return [part for part in beside if is_structural(part.schema)]


def is_object(schema: dict[str, Any]) -> bool:
    """Tell whether a schema, taken alone, describes an object."""
    kind = schema.get("type")
    return kind == "object" or "object" in texts(kind) or (kind is None and bool(_OBJECT & schema.keys()))


def flat(data: dict[str, Any], part: Part, seen: frozenset[str] = frozenset()) -> Iterator[Part]:
    """Yield the parts a schema is made of, through its references and allOf; a circle ends where it began.

    Args:
        data: The document.
        part: Where to begin.
        seen: The pointers that led here.
    """
    schema, at = part.schema, part.at
    if "$ref" in schema:
        pointer = reference_pointer(data, schema["$ref"], at.pointer)
        if pointer is None or pointer in seen:
            return
        target_part = Part(mapping(target(data, pointer)), At(pointer, last_word(pointer)), part.variant)
        yield from flat(data, target_part, seen | {pointer})
    elif "allOf" in schema:
        for member in members(schema, at):
            yield from flat(data, Part(member.schema, member.at, part.variant), seen)
    else:
        yield part
        for keyword in ("oneOf", "anyOf"):
            for place, item in enumerate(sequence(schema.get(keyword))):
                variant = at.step(keyword, place, context=class_name(str(mapping(item).get("title", "")), ""))
                yield from flat(data, Part(mapping(item), variant, variant=True), seen)


def properties(parts: list[Part]) -> Properties:
    """Return the properties of all parts: a later part's word replaces an earlier one's, a variant's joins it."""
    result = Properties()
    for part in parts:
        for wire, schema in mapping(part.schema.get("properties")).items():
            pointer = part.at.step("properties", wire).pointer
            if _UNNAMEABLE.search(wire):
                result.unnameable.append(pointer)
                continue
            entry = result.named.setdefault(wire, Property([]))
            if not part.variant and is_structural(schema):
                entry.schemas.clear()
            if not entry.schemas or part.variant:
                entry.schemas.append((schema, pointer))
        extra = part.schema.get("additionalProperties")
        if isinstance(extra, dict) and extra:
            result.extra = part.at.step("additionalProperties").pointer
    for part in parts:
        for wire in texts(part.schema.get("required")):
            if wire in result.named and not part.variant:
                result.named[wire].required = True
    return result


# Values: schemas that list what a value may be. Texts become an open enum; what is listed otherwise, its type.

Value = tuple[str, str, bool]
"""A text an enum lists, what is said of it, and whether a request may carry it."""
_KINDS: dict[type, str] = {bool: "bool", int: "int", float: "float", str: "str", type(None): "none"}
_TYPES = {"boolean": "bool", "integer": "int", "number": "float"}


def has_values(schema: dict[str, Any]) -> bool:
    """Tell whether a schema lists its values."""
    return "const" in schema or (
        bool(sequence(schema.get("enum"))) and schema.get("type") not in ("array", "object")
    )


def value_doc(schema: dict[str, Any]) -> str:
    """Return what a schema says of itself, with the value that is always the same."""
    words = text(schema.get("description")) or text(schema.get("title"))
    always = schema.get("const")
    return f"{words}\n\nAlways {always!r}.".strip() if isinstance(always, str) else words


def value_shape(schema: dict[str, Any]) -> Shape | None:
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


def value_members(schema: dict[str, Any]) -> list[Value]:
    """Return each text an enum lists, with what is said of it and whether a request may carry it."""
    notes = mapping(schema.get("x-values"))
    listed = dict.fromkeys(value for value in sequence(schema["enum"]) if isinstance(value, str))
    return [
        (
            value,
            text(mapping(notes.get(value)).get("description")),
            mapping(notes.get(value)).get("answers-only") is not True,
        )
        for value in listed
    ]


def value_constants(alternatives: list[Any]) -> list[Value]:
    """Return the texts of alternatives that are each one constant text, or nothing."""
    constants = {
        alternative["const"]: text(alternative.get("description")) or text(alternative.get("title"))
        for alternative in map(mapping, alternatives)
        if isinstance(alternative.get("const"), str)
    }
    return (
        [(value, doc, True) for value, doc in constants.items()]
        if len(constants) == len(alternatives)
        else []
    )


def named_values(values: list[Value]) -> tuple[Member, ...]:
    """Return the members of an enum, each with a name of its own."""
    names = Names(MEMBERS)
    return tuple(
        Member(names.take(member_name(value)), value, doc, settable) for value, doc, settable in values
    )
