"""The parts of a schema: its properties across allOf and alternatives, and the values of its enums."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, cast

from generator.codegen.contract import Member
from generator.codegen.places import At, last_word
from generator.codegen.shapes import ANY, NONE, TEXT, Listed, Mapped, Plain, Shape, either
from generator.names import MEMBERS, Names, class_name, member_name
from generator.openapi.pointers import (
    mapping,
    reference_pointer,
    sequence,
    step,
    steps,
    target,
    text,
    texts,
)

_STRUCTURE = frozenset(
    {
        *("type", "$ref", "allOf", "oneOf", "anyOf", "enum", "const", "properties", "additionalProperties"),
        *("patternProperties", "items", "prefixItems", "required", "then", "else", "dependentSchemas"),
    }
)
"""The keywords that say what a value is; the others narrow, describe or decorate it."""
_NARROWING = _STRUCTURE - {"$ref", "type"}
"""The keywords that narrow a reference they stand beside."""
_CONDITIONS = ("then", "else")
_OBJECT = frozenset({"properties", "additionalProperties", "patternProperties", "required"})
_VARIANTS = frozenset({"oneOf", "anyOf", *_CONDITIONS, "dependentSchemas"})
"""The keywords whose schemas hold for a value in some cases."""

# msgspec refuses to rename a field to a text with these: https://jcristharif.com/msgspec/structs.html#renaming-fields
_UNNAMEABLE = re.compile(r'[\\"\x00-\x1f]')


def is_nameable(wire: str) -> bool:
    """Tell whether a field can have a property's name.

    Args:
        wire: The property.
    """
    return _UNNAMEABLE.search(wire) is None


@dataclass(frozen=True)
class Part:
    """One schema of several that describe the same value; a variant's properties may be absent."""

    schema: dict[str, Any]
    at: At
    variant: bool = False


Described = tuple[object, str]
"""A schema and its pointer."""
DescribedBy = Callable[[object, At], list[Part]]
"""Gives all that a schema at a place is made of."""


@dataclass
class Property:
    """One property.

    Attributes:
        schemas: The schemas that hold for it together.
        variants: Those that hold for it in one alternative each.
        required: Whether it is always there.
    """

    schemas: list[Described] = field(default_factory=list[Described])
    variants: list[Described] = field(default_factory=list[Described])
    required: bool = False


@dataclass
class Properties:
    """What an object's parts say together.

    Attributes:
        named: Each property by its name.
        extra: The pointers of what allows further members in so many words.
        typed_extra: Those of them that describe these members.
        unnameable: The pointers of properties whose names no field can carry.
    """

    named: dict[str, Property] = field(default_factory=dict[str, Property])
    extra: list[str] = field(default_factory=list[str])
    typed_extra: list[str] = field(default_factory=list[str])
    unnameable: list[str] = field(default_factory=list[str])


def is_structural(schema: object) -> bool:
    """Tell whether a schema says what a value is."""
    node = mapping(schema)
    return bool(_STRUCTURE & node.keys()) or _allows_unevaluated(node)


def _allows_unevaluated(schema: dict[str, Any]) -> bool:
    return schema.get("unevaluatedProperties", False) is not False


def own_part(schema: dict[str, Any]) -> dict[str, Any]:
    """Return a schema without its allOf and its reference."""
    return {key: value for key, value in schema.items() if key not in ("allOf", "$ref")}


def has_siblings(data: dict[str, Any], schema: dict[str, Any]) -> bool:
    """Tell whether a reference has other schemas beside it that count: in OpenAPI 3.0 none does.

    Args:
        data: The document.
        schema: The schema with the reference.
    """
    is_narrowed = bool(_NARROWING & schema.keys()) or _allows_unevaluated(schema)
    return is_narrowed and not str(data.get("openapi")).startswith("3.0")


def members(schema: dict[str, Any], at: At) -> list[Part]:
    """Return the schemas an allOf or a reference puts side by side, its own words first.

    Those that say nothing are left out.
    """
    beside = [Part(own_part(schema), at)]
    if "$ref" in schema:
        beside.append(Part({"$ref": schema["$ref"]}, at))
    beside += [
        Part(mapping(item), at.step("allOf", place))
        for place, item in enumerate(sequence(schema.get("allOf")))
    ]
    return [part for part in beside if is_structural(part.schema)]


def stated_types(schema: dict[str, Any]) -> list[str]:
    """Return the types that a schema names."""
    kind = schema.get("type")
    return [kind] if isinstance(kind, str) else texts(kind)


def is_object(schema: dict[str, Any]) -> bool:
    """Tell whether a schema, taken alone, describes an object."""
    kinds = stated_types(schema)
    return "object" in kinds if kinds else bool(_OBJECT & schema.keys()) or _allows_unevaluated(schema)


def is_open_ended(schema: dict[str, Any]) -> bool:
    """Tell whether a list may have any items after those that it describes one by one."""
    described = len(sequence(schema.get("prefixItems")))
    longest = schema.get("maxItems")
    is_bounded = isinstance(longest, int) and longest <= described
    return bool(described) and not is_bounded and not schema.keys() & {"items", "unevaluatedItems"}


def may_be_object(schema: dict[str, Any]) -> bool:
    """Tell whether a schema describes an object, or what else holds for a value in some cases."""
    return is_object(schema) or bool(_VARIANTS & schema.keys())


def flat(data: dict[str, Any], part: Part, seen: frozenset[str] = frozenset()) -> Iterator[Part]:
    """Yield the parts a schema is made of, through its references and allOf; a circle ends where it began.

    Args:
        data: The document.
        part: Where to begin.
        seen: The pointers that led here.
    """
    schema, at = part.schema, part.at
    if "$ref" in schema and not has_siblings(data, schema):
        pointer = reference_pointer(data, schema["$ref"], at.pointer)
        if pointer is None or pointer in seen:
            return
        target_part = Part(mapping(target(data, pointer)), At(pointer, last_word(pointer)), part.variant)
        yield from flat(data, target_part, seen | {pointer})
    elif "allOf" in schema or "$ref" in schema:
        for member in members(schema, at):
            yield from flat(data, Part(member.schema, member.at, part.variant), seen)
    else:
        yield part
        for keyword in ("oneOf", "anyOf"):
            for place, item in enumerate(sequence(schema.get(keyword))):
                variant = at.step(keyword, place, context=class_name(str(mapping(item).get("title", "")), ""))
                yield from flat(data, Part(mapping(item), variant, variant=True), seen)
        conditional = [(schema[keyword], at.step(keyword)) for keyword in _CONDITIONS if keyword in schema]
        conditional += [
            (item, at.step("dependentSchemas", name))
            for name, item in mapping(schema.get("dependentSchemas")).items()
        ]
        for item, condition in conditional:
            yield from flat(data, Part(mapping(item), condition, variant=True), seen)


def _extra_members(part: Part) -> Iterator[Described]:
    """Yield each schema of the members that a schema allows beyond its properties."""
    for keyword in ("additionalProperties", "unevaluatedProperties"):
        extra = part.schema.get(keyword, False)
        if extra is True or isinstance(extra, dict):
            yield cast("object", extra), part.at.step(keyword).pointer
    for pattern, extra in mapping(part.schema.get("patternProperties")).items():
        yield extra, part.at.step("patternProperties", pattern).pointer


def properties(parts: list[Part]) -> Properties:
    """Return the properties of all parts; a name that is required and nowhere described may hold anything."""
    result = Properties()
    for part in parts:
        for wire, schema in mapping(part.schema.get("properties")).items():
            pointer = part.at.step("properties", wire).pointer
            if not is_nameable(wire):
                result.unnameable.append(pointer)
                continue
            entry = result.named.setdefault(wire, Property())
            (entry.variants if part.variant else entry.schemas).append((schema, pointer))
        for schema, pointer in _extra_members(part):
            result.extra.append(pointer)
            if is_structural(schema):
                result.typed_extra.append(pointer)
    for part in parts:
        for wire in texts(part.schema.get("required")):
            if part.variant or not is_nameable(wire):
                continue
            entry = result.named.setdefault(wire, Property())
            entry.required = True
            if not entry.schemas and not entry.variants:
                entry.schemas.append(({}, part.at.step("required").pointer))
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


def is_binary(schema: dict[str, Any]) -> bool:
    """Tell whether a text holds bytes: a media type in OpenAPI 3.1 that is no text, and isn't encoded as one."""
    media_type = text(schema.get("contentMediaType")).partition(";")[0].strip().lower()
    is_text = media_type.startswith("text/") or media_type.endswith(("json", "xml"))
    return bool(media_type) and not is_text and "contentEncoding" not in schema


def value_doc(schema: dict[str, Any]) -> str:
    """Return what a schema says of itself, with the value that is always the same."""
    words = text(schema.get("description")) or text(schema.get("title"))
    always = schema.get("const")
    return f"{words}\n\nAlways {always!r}.".strip() if isinstance(always, str) else words


def value_shape(schema: dict[str, Any]) -> Shape | None:
    """Return the shape of listed values, or None where they make an enum."""
    if "const" in schema:
        return _shape_of_value(schema["const"])
    listed = [value for value in sequence(schema["enum"]) if value is not None]
    if not listed:
        return NONE
    kinds = [kind for kind in stated_types(schema) if kind != "null"]
    if len(kinds) == 1 and kinds[0] in _TYPES:
        return Plain(_TYPES[kinds[0]])
    if all(isinstance(value, str) for value in listed):
        return None
    if kinds == ["string"]:
        return TEXT
    return either(*map(_shape_of_value, listed))


def _shape_of_value(value: object) -> Shape:
    if isinstance(value, (dict, list)):
        return Mapped(ANY) if isinstance(value, dict) else Listed(ANY)
    return Plain(_KINDS[type(value)]) if type(value) in _KINDS else ANY


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


def _constants(schemas: list[dict[str, Any]]) -> tuple[str | int, ...]:
    """Return the texts, whole numbers and truth values that a value is bound to by any of its schemas, or nothing."""
    for schema in schemas:
        listed = [schema["const"]] if "const" in schema else sequence(schema.get("enum"))
        if listed and all(isinstance(value, (str, int)) for value in listed):
            return tuple(listed)
    return ()


def property_constants(together: list[list[Part]], alternatives: list[list[Part]]) -> tuple[str | int, ...]:
    """Return the texts, whole numbers and truth values that a property is bound to, or nothing.

    Args:
        together: What the schemas that hold for it together are made of.
        alternatives: What the schemas are made of that hold for it in one alternative each.
    """
    bound, variants = (
        [_constants([part.schema for part in parts if not part.variant]) for parts in group]
        for group in (together, alternatives)
    )
    if any(bound):
        return next(filter(None, bound))
    values = tuple(dict.fromkeys(value for listed in variants for value in listed))
    # Nobody knows whether a single value holds in those alternatives that don't describe the property, too.
    return values if all(variants) and len(values) > 1 else ()


# Discriminators: the property whose value says which of several schemas describes an object.


@dataclass
class Family:
    """A schema with a discriminator, and those that are derived from it by allOf.

    Attributes:
        member: The property that discriminates.
        children: The values that stand for each derived schema, by its pointer.
    """

    member: str
    children: dict[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])


def families(data: dict[str, Any]) -> dict[str, Family]:
    """Return the schemas of a document's components that others are derived from, by their pointers.

    Args:
        data: The document.
    """
    components = mapping(mapping(data.get("components")).get("schemas"))
    parents = {
        step("/components/schemas", key): {
            pointer
            for item in sequence(mapping(schema).get("allOf"))
            if (pointer := reference_pointer(data, mapping(item).get("$ref"), "")) is not None
        }
        for key, schema in components.items()
    }
    result: dict[str, Family] = {}
    for key, schema in components.items():
        discriminator = mapping(mapping(schema).get("discriminator"))
        member = text(discriminator.get("propertyName"))
        if not member or mapping(schema).keys() & {"oneOf", "anyOf"}:
            continue
        base = step("/components/schemas", key)
        children = {child: tag_values(data, discriminator, child) for child in _descendants(base, parents)}
        if children:
            result[base] = Family(member, children)
    return result


def _descendants(base: str, parents: dict[str, set[str]]) -> list[str]:
    """Return all that are derived from a schema, the nearest first."""
    found: dict[str, None] = {}
    waiting = [base]
    while waiting:
        parent = waiting.pop(0)
        for child, own in parents.items():
            if parent in own and child not in found and child != base:
                found[child] = None
                waiting.append(child)
    return list(found)


def tag_values(data: dict[str, Any], discriminator: dict[str, Any], pointer: str) -> tuple[str, ...]:
    """Return the values of a discriminator that stand for a schema: those of its mapping, and else its name.

    Args:
        data: The document.
        discriminator: The Discriminator Object.
        pointer: The schema.
    """
    name = next(reversed(list(steps(pointer))), "")
    mapped = mapped_pointers(data, discriminator)
    return tuple(value for value, meant in mapped.items() if meant == pointer) or (name,)


def mapped_pointers(data: dict[str, Any], discriminator: dict[str, Any]) -> dict[str, str]:
    """Return the schema that each value of a discriminator's mapping stands for, as a pointer.

    Args:
        data: The document.
        discriminator: The Discriminator Object.
    """
    return {
        value: reference_pointer(data, meant, "") or step("/components/schemas", meant)
        for value, meant in mapping(discriminator.get("mapping")).items()
        if isinstance(meant, str)
    }
