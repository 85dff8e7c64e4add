"""Parts: an object schema, its allOf and its alternatives laid side by side as one list of properties."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from generator.names import class_name
from generator.plain import mapping, sequence, texts
from generator.pointers import At, inside, last_word, target

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
        Part(mapping(one), at.step("allOf", place)) for place, one in enumerate(sequence(schema.get("allOf")))
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
        pointer = inside(data, schema["$ref"], at)
        if pointer is None or pointer in seen:
            return
        found = Part(mapping(target(data, pointer)), At(pointer, last_word(pointer)), part.variant)
        yield from flat(data, found, seen | {pointer})
    elif "allOf" in schema:
        for member in members(schema, at):
            yield from flat(data, Part(member.schema, member.at, part.variant), seen)
    else:
        yield part
        for keyword in ("oneOf", "anyOf"):
            for place, one in enumerate(sequence(schema.get(keyword))):
                variant = at.step(keyword, place, context=class_name(str(mapping(one).get("title", "")), ""))
                yield from flat(data, Part(mapping(one), variant, variant=True), seen)


def properties(parts: list[Part]) -> Properties:
    """Return the properties of all parts: a later part's word replaces an earlier one's, a variant's joins it."""
    found = Properties()
    for part in parts:
        for wire, schema in mapping(part.schema.get("properties")).items():
            pointer = part.at.step("properties", wire).pointer
            if _UNNAMEABLE.search(wire):
                found.unnameable.append(pointer)
                continue
            known = found.named.setdefault(wire, Property([]))
            if not part.variant and is_structural(schema):
                known.schemas.clear()
            if not known.schemas or part.variant:
                known.schemas.append((schema, pointer))
        extra = part.schema.get("additionalProperties")
        if isinstance(extra, dict) and extra:
            found.extra = part.at.step("additionalProperties").pointer
    for part in parts:
        for wire in texts(part.schema.get("required")):
            if wire in found.named and not part.variant:
                found.named[wire].required = True
    return found
