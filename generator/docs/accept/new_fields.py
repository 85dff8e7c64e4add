"""New fields: what a page states of a field the spec lacks, written as a property or a parameter of the spec."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from generator.docs.compare.remaining import UNDESCRIBED
from generator.facts import Field, enums
from generator.names import MODEL_CLASSES, class_name
from generator.openapi.extension_rows import ANSWERS_ONLY
from generator.openapi.pointers import mapping, sequence, text, texts
from generator.openapi.view import Spot, Subject

SENT = ("path", "query", "header", "request")
"""The parts of an operation whose fields callers send."""

_DESCRIPTION = f"New in the documentation; what it means is {UNDESCRIBED}."

_LIMITS = ("minimum", "maximum", "minLength", "maxLength", "pattern", "default")
_TYPES: Mapping[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
}
_UNFIT: Mapping[str, str] = {
    "": "no page says its type: say which one it has",
    "enum": "no page shows its values: say which ones it has",
    "object": "it needs a schema of its own: describe its fields under a name",
}
"""Why a field of this type, without more being said, takes judgement."""
_EXAMPLES: Mapping[str, Any] = {
    "uuid": "6f1c2a54-8d3b-4e0f-9a77-0b5a1c9e4d21",
    "date-time": "2025-01-15T09:30:00Z",
    "date": "2025-01-15",
    "uri": "https://example.com/path",
    "email": "someone@example.com",
    "phone": "+15035550123",
    "string": "example",
    "integer": 1,
    "number": 1,
    "boolean": True,
}
"""A likely value by format, or else by type."""
_URL = re.compile(r"(.*_)?ur[il]")
_SOMEBODYS: Mapping[str, re.Pattern[str]] = {
    "phone": re.compile(r"\+\d[-. ()\d]{8,}"),
    "uri": re.compile(r"\w://(?![\w.-]*\bexample\b)"),
}
"""What a page shows that may be somebody's number or address: a made-up one takes its place."""
_MOST_WORDS = 5
_LONGEST = 60
_FORMAT = re.compile(r"[a-z][a-z0-9-]*")
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")


class UnfitError(Exception):
    """A field that can't be added without judgement; the message says what there is to judge."""


def new_property(name: str, facts: Field, *, enum: str | None, is_answer: bool) -> dict[str, Any]:
    """Return the property of a new field, its sources still to be filled in.

    Args:
        name: The field's own name.
        facts: What a page states of it.
        enum: The component of its values, where it has some.
        is_answer: Whether the server sends it; then it may always be null.

    Raises:
        UnfitError: It takes judgement.
    """
    is_nullable = is_answer or facts.get("nullable") is True
    schema = _field_schema(name, facts, enum, is_nullable=is_nullable, is_sent=not is_answer)
    examples = schema.pop("examples")
    data = {"description": field_description(facts), **schema, **_deprecation_mark(facts)}
    return {**data, "examples": examples, "x-sources": []}


def new_parameter(name: str, where: str, facts: Field, *, enum: str | None) -> dict[str, Any]:
    """Return the parameter of a new field, its sources still to be filled in.

    Args:
        name: The field's name.
        where: `path`, `query` or `header`.
        facts: What a page states of it.
        enum: The component of its values, where it has some.

    Raises:
        UnfitError: It takes judgement.
    """
    schema = _field_schema(name, facts, enum, is_nullable=False, is_sent=True)
    is_required = where == "path" or facts.get("required") is True
    head = {"name": name, "in": where, "required": is_required, **_deprecation_mark(facts)}
    return {**head, "description": field_description(facts), "schema": schema, "x-sources": []}


def new_enum(name: str, values: list[str]) -> dict[str, Any]:
    """Return the component of a new field's values, their sources still to be filled in.

    Args:
        name: The field's name.
        values: The values.
    """
    return {
        "type": "string",
        "description": f"Values of {name}; new in the documentation, and {UNDESCRIBED}.",
        "enum": values,
        "examples": values[:1],
        "x-values": {value: new_value() for value in values},
    }


def new_value() -> dict[str, Any]:
    """Return what is told of a new enum value, its sources still to be filled in."""
    return {"description": _DESCRIPTION, "sources": []}


def deprecation_words(replaced_by: object) -> str:
    """Return the beginning of the description of something deprecated.

    Args:
        replaced_by: What to use instead, as a page states it.
    """
    names = [name for name in texts(replaced_by) if _NAME.fullmatch(name)]
    return f"Deprecated: use {' or '.join(names)}. " if names else "Deprecated. "


def _deprecation_mark(facts: Field) -> dict[str, Any]:
    return {"deprecated": True} if facts.get("deprecated") is True else {}


def field_description(facts: Field) -> str:
    """Return the description of a new field."""
    is_deprecated = facts.get("deprecated") is True
    return (deprecation_words(facts.get("replacedBy")) if is_deprecated else "") + _DESCRIPTION


def _field_schema(
    name: str, facts: Field, enum: str | None, *, is_nullable: bool, is_sent: bool
) -> dict[str, Any]:
    """Return the schema of a field; its limits and its default bind what is sent alone."""
    if not _NAME.fullmatch(name):
        raise UnfitError("its name can't be one in Python: choose what it is called there")
    kind = text(facts.get("type"))
    null = [{"type": "null"}] if is_nullable else []
    if kind == "array":
        typed = {**_type_schema("array", null), "items": _items_schema(facts, enum)}
    elif enum:
        reference = {"$ref": f"#/components/schemas/{enum}"}
        typed = {"anyOf": [reference, *null]} if null else reference
    elif kind in _TYPES:
        typed = _type_schema(kind, null) | _format_schema(facts)
    else:
        raise UnfitError(_UNFIT.get(kind, f"its type {kind!r} is not a JSON type: say which one it has"))
    limits = {limit: facts[limit] for limit in _LIMITS if is_sent and facts.get(limit) is not None}
    if "default" in limits and not _is_value(limits["default"], kind):
        del limits["default"]
    return {**typed, **limits, "examples": [_field_example(name, facts)]}


def _type_schema(kind: str, null: list[dict[str, str]]) -> dict[str, Any]:
    return {"type": [kind, "null"] if null else kind}


def _format_schema(facts: Field) -> dict[str, str]:
    form = text(facts.get("format"))
    return {"format": form} if _FORMAT.fullmatch(form) else {}


def _items_schema(facts: Field, enum: str | None) -> dict[str, Any]:
    if enum:
        return {"$ref": f"#/components/schemas/{enum}"}
    if kind := text(facts.get("items")):
        return {"type": kind}
    shown = {_type_of(value) for value in sequence(facts.get("example"))}
    if len(shown) != 1 or None in shown:
        raise UnfitError("no page says what its items are: say what they are")
    return {"type": shown.pop()}


def _type_of(value: object) -> str | None:
    return next((kind for kind, types in _TYPES.items() if type(value) in types), None)


def _field_example(name: str, facts: Field) -> Any:
    """Return the value that a page shows, where it is a value and no prose, or a likely one; ids are made up."""
    shown = None if facts.get("format") == "uuid" else facts.get("example")
    kind = text(facts.get("type"))
    if _is_value(shown, kind):
        return next((_EXAMPLES[name] for name, form in _SOMEBODYS.items() if form.search(text(shown))), shown)
    values = texts(facts.get("enum"))
    if kind == "array":
        return values[:1] or [_EXAMPLES[kind] for kind in [text(facts.get("items"))] if kind]
    if values:
        return values[0]
    if kind in ("integer", "number"):
        return next((facts[limit] for limit in ("minimum", "maximum") if facts.get(limit) is not None), 1)
    if kind == "string" and _URL.fullmatch(name):
        return _EXAMPLES["uri"]
    return _EXAMPLES.get(text(facts.get("format")), _EXAMPLES[kind])


def _is_value(shown: object, kind: str) -> bool:
    if kind == "array":
        return bool(sequence(shown)) and all(_is_value(one, _type_of(one) or "") for one in sequence(shown))
    if kind == "string":
        words = text(shown)
        return 0 < len(words) <= _LONGEST and words.isprintable() and len(words.split()) <= _MOST_WORDS
    return type(shown) in _TYPES.get(kind, ())


def enum_component(
    subject: Subject, field: str, facts: Field, part: str = "response"
) -> tuple[str | None, list[str]]:
    """Return the component of a field's values, and the values where it is new; None where it has no values.

    Args:
        subject: The document.
        field: The field.
        facts: What a page states of it.
        part: The part of the operation that it is in.

    Raises:
        UnfitError: The name that it would have is taken.
    """
    values = texts(facts.get("enum"))
    if not values or facts.get("type") not in ("string", "array", "enum"):
        return None, []
    spots = [*subject.parameters, *subject.properties]
    alike = [spot for spot in spots if field in (spot.name, spot.value.get("name"))]
    for enum in (enum for spot in alike for enum in enums(subject, spot)):
        if set(values) <= usable_values(enum, part):
            return enum.name, []
    for spot in subject.components:
        if set(values) == usable_values(spot, part):
            return spot.name, []
    name = class_name(field.rpartition(".")[2])
    taken = {spot.name.lower() for spot in subject.components if spot.kind == "schemas"}
    if name in MODEL_CLASSES or name.lower() in taken:
        raise UnfitError(f"the name {name} of its values is taken: choose another")
    return name, values


def usable_values(enum: Spot, part: str) -> set[str]:
    """Return the values that a field of this part may have."""
    entries = mapping(enum.value.get("x-values"))
    values = texts(enum.value.get("enum"))
    return {
        value for value in values if part not in SENT or not mapping(entries.get(value)).get(ANSWERS_ONLY)
    }
