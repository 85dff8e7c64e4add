"""Schemas: each schema of a document becomes a shape, and a class where it has a name."""

from __future__ import annotations

from itertools import islice
from typing import Any

from generator.codegen.classes import LEFT_OUT, Classes
from generator.codegen.keywords import NOT_A_SCHEMA
from generator.codegen.limits import limits_doc
from generator.codegen.omissions import Omissions
from generator.codegen.parts import (
    Part,
    Property,
    families,
    flat,
    has_siblings,
    has_values,
    is_binary,
    is_object,
    is_open_ended,
    is_structural,
    mapped_pointers,
    may_be_object,
    members,
    properties,
    stated_types,
    tag_values,
    value_constants,
    value_members,
    value_shape,
)
from generator.codegen.places import At
from generator.codegen.shapes import (
    ANY,
    NONE,
    TEXT,
    TEXTUAL,
    Choice,
    Either,
    Listed,
    Mapped,
    Named,
    Plain,
    Shape,
    either,
    optional,
)
from generator.codegen.shapes import parts as shape_parts
from generator.names import class_name
from generator.openapi.pointers import (
    is_foreign,
    is_mapping,
    mapping,
    reference_pointer,
    sequence,
    target,
    text,
    texts,
)

FORMATS = {"date-time": "datetime", "date": "date", "uuid": "uuid", "binary": "bytes"}
"""The formats of a text that have a Python type."""
_TYPES = {"boolean": "bool", "integer": "int", "number": "float", "null": "none", "file": "bytes"}
_UNIONS = (Either, Choice)
_MOST_PARTS = 1000
"""How much one schema may unfold to: references to references can make it grow without end."""


class Schemas:
    """Gives the shape of every schema of one document.

    Args:
        data: The document.
        omissions: Where to note what can't be expressed.
        typed: Whether the package has the types that say more than msgspec can decode.
        keeps_extra: Whether its open classes keep the members that they don't name.
    """

    def __init__(
        self, data: dict[str, Any], omissions: Omissions, *, typed: bool = False, keeps_extra: bool = True
    ) -> None:
        self._data = data
        self._typed = typed
        self._families = families(data) if typed else {}
        self._omissions = omissions
        self._known: dict[str, Shape] = {}
        self._open: set[str] = set()
        self.classes = Classes(data, keeps_extra=typed and keeps_extra, shows_limits=typed)

    def read_components(self) -> None:
        """Read every component, so that each has its class whether or not an operation uses it."""
        components = self._data.get("components")
        for pointer, value in (
            ("/components", components),
            ("/components/schemas", mapping(components).get("schemas")),
        ):
            if value is not None and not is_mapping(value):
                self._omissions.add("kind", pointer, "This is not a mapping of names; it is left out.")
        for pointer in self.classes.components:
            self._at_pointer(pointer, At(pointer, ""))
        self.finish()

    def finish(self) -> None:
        """Read the fields of all classes met so far."""
        for loss, pointer in self.classes.finish(self._property_shape, self._described_by):
            if loss == "extra" and self._typed:
                continue  # it is not kept because that was asked for
            reason, message = LEFT_OUT[loss]
            self._omissions.add(reason, pointer, message)

    def shape(self, schema: object, at: At) -> Shape:
        """Return the shape of a schema.

        Args:
            schema: The schema.
            at: Where it is.
        """
        if schema is True or schema == {}:
            return ANY
        if schema is False:
            return self._any("schema", at, "No value could fit this schema; it is typed Any.")
        if not is_mapping(schema):
            return self._any("schema", at, NOT_A_SCHEMA)
        node = mapping(schema)
        shape = self._non_null_shape(node, at)
        allows_none = node.get("nullable") is True or "null" in texts(node.get("type"))
        # By the letter null has to be allowed by each member of an allOf; who writes it alone means the whole.
        allows_none |= any(
            {"nullable": True}.items() <= mapping(part).items() and not is_structural(part)
            for part in sequence(node.get("allOf"))
        )
        return optional(shape) if allows_none and shape != ANY else shape

    def _non_null_shape(self, schema: dict[str, Any], at: At) -> Shape:
        """Return the shape of a schema, its own nullability aside."""
        if "$ref" in schema and not has_siblings(self._data, schema):
            return self._reference(schema["$ref"], at)
        if "allOf" in schema or "$ref" in schema:
            return self._all_of(schema, at)
        if has_values(schema):
            return self._values(schema, at)
        if "oneOf" in schema and "anyOf" in schema and "properties" not in schema:
            rest = {key: value for key, value in schema.items() if key != "anyOf"}
            return self._joint_shape([Part(rest, at), Part({"anyOf": schema["anyOf"]}, at)], at)
        if ("oneOf" in schema or "anyOf" in schema) and "properties" not in schema:
            return self._one_of(schema, at)
        kinds = stated_types(schema) or [""]
        shapes = [self._shape_of_type(kind, schema, at) for kind in kinds if kind != "null"]
        return either(*shapes) if shapes else NONE

    def _shape_of_type(self, kind: str, schema: dict[str, Any], at: At) -> Shape:
        """Return the shape of one type."""
        match kind:
            case "string":
                return _text(schema)
            case "array":
                return self._array(schema, at)
            case "object":
                return self._object(schema, at)
            case "":
                return self._shape_without_type(schema, at)
            case _ if kind in _TYPES:
                return Plain(_TYPES[kind])
            case _:
                return self._any("schema", at, f"{kind!r} is not a type of JSON Schema; it is typed Any.")

    def _shape_without_type(self, schema: dict[str, Any], at: At) -> Shape:
        """Return the shape of a schema that names no type but gives it away, or else may be anything."""
        if is_object(schema):
            return self._object(schema, at)
        if "items" in schema or "prefixItems" in schema:
            return self._array(schema, at)
        if "$dynamicRef" in schema or "$recursiveRef" in schema:
            return self._any("cycle", at, "A dynamic reference can't be followed; it is typed Any.")
        return _text(schema) if text(schema.get("format")) in FORMATS else ANY

    def _array(self, schema: dict[str, Any], at: At) -> Listed:
        items = [
            self.shape(item, at.step("prefixItems", place, context=f"Item{place + 1}"))
            for place, item in enumerate(sequence(schema.get("prefixItems")))
        ]
        if schema.get("items", False) is not False:
            items.append(self.shape(schema["items"], at.step("items", context="Item")))
        if is_open_ended(schema):
            items.append(ANY)
        return self._listed(items, [Part(schema, at)])

    def _listed(self, items: list[Shape], parts: list[Part]) -> Listed:
        """Return a list of items, and note where the parts that describe it give each item a place of its own."""
        item = either(*items) if items else ANY
        for part in parts:
            if "prefixItems" in part.schema and any(one != item for one in items):
                message = "Which item is in which place is not checked; each may be any of them."
                self._omissions.add("unchecked", part.at.step("prefixItems").pointer, message)
        return Listed(item)

    def _object(self, schema: dict[str, Any], at: At) -> Shape:
        return (
            self._class(schema, at, self._parts(schema, at))
            if schema.keys() & {"properties", "then", "else", "dependentSchemas"}
            else self._mapping(schema, at)
        )

    def _mapping(self, schema: dict[str, Any], at: At) -> Mapped:
        """Return the shape of an object without named properties."""
        held = [
            self.shape(value, at.step("patternProperties", pattern, context="Value"))
            for pattern, value in mapping(schema.get("patternProperties")).items()
        ]
        extra = schema.get("additionalProperties")
        if is_mapping(extra):
            held.append(self.shape(extra, at.step("additionalProperties", context="Value")))
        return Mapped(either(*held) if held else ANY)

    def _class(self, schema: dict[str, Any], at: At, parts: list[Part]) -> Shape:
        """Return the class of an object, or a mapping where its parts name no property."""
        if properties(parts).named:
            return self.classes.struct(schema, at, parts)
        maps = [part for part in parts if part.schema.keys() & {"additionalProperties", "patternProperties"}]
        typed = [part for part in maps if is_structural(part.schema.get("additionalProperties"))]
        if typed and not any(part.variant or "patternProperties" in part.schema for part in maps):
            values = [
                Part(
                    mapping(part.schema["additionalProperties"]),
                    part.at.step("additionalProperties", context="Value"),
                )
                for part in typed
            ]
            return Mapped(self._joint_shape(values, at.step("additionalProperties", context="Value")))
        held = [self._mapping(part.schema, part.at).value for part in maps or [Part(schema, at)]]
        return Mapped(either(*held))

    def _parts(self, schema: dict[str, Any], at: At) -> list[Part]:
        return list(islice(flat(self._data, Part(schema, at)), _MOST_PARTS))

    def _all_of(self, schema: dict[str, Any], at: At) -> Shape:
        """Return the shape of an allOf: its only member's, one object's, or the shape all members agree on."""
        beside = members(schema, at)
        if not beside:
            return ANY
        if len(beside) == 1:
            self.classes.adopt(beside[0].at, at)
            return self.shape(beside[0].schema, beside[0].at)
        parts = [part for part in self._parts(schema, at) if is_structural(part.schema)]
        if parts and all(may_be_object(part.schema) for part in parts):
            return self._class(schema, at, parts)
        return self._joint_shape(beside, at)

    def _property_shape(self, source: Property, at: At) -> Shape:
        """Return the shape of a property: what holds for it together, or in one of its alternatives."""
        together = [Part(mapping(schema), At(pointer, at.context)) for schema, pointer in source.schemas]
        structural = [part for part in together if is_structural(part.schema)]
        if len(structural) > 1:
            shapes = [self._joint_shape(structural, at)]
        else:
            kept = [pair for pair in source.schemas if is_structural(pair[0])] or source.schemas[:1]
            shapes = [self.shape(schema, At(pointer, at.context)) for schema, pointer in kept]
        shapes += [self.shape(schema, At(pointer, at.context)) for schema, pointer in source.variants]
        return either(*shapes)

    def _joint_shape(self, described: list[Part], at: At) -> Shape:
        """Return the shape of a value that several schemas describe at once."""
        parts = [
            part
            for one in described
            for part in islice(flat(self._data, one), _MOST_PARTS)
            if is_structural(part.schema)
        ]
        if parts and all(may_be_object(part.schema) for part in parts):
            return self._class({}, at, parts)
        if parts and all(
            part.schema.get("type") == "array" or part.schema.keys() & {"items", "prefixItems"}
            for part in parts
        ):
            if any("prefixItems" in part.schema for part in parts):
                bounded = [part.schema | {"items": part.schema.get("items", False)} for part in parts]
                shapes = [self._array(schema, part.at) for schema, part in zip(bounded, parts, strict=True)]
                return self._listed([shape.item for shape in shapes], parts)
            items = [
                Part(mapping(part.schema["items"]), part.at.step("items", context="Item"))
                for part in parts
                if is_structural(part.schema.get("items"))
            ]
            return Listed(self._joint_shape(items, at.step("items", context="Item")) if items else ANY)
        shape = self._narrowest([self.shape(part.schema, part.at) for part in described])
        if shape is None:
            return self._any(
                "mixture", at, "Several schemas describe different types for it; it is typed Any."
            )
        return shape

    def _narrowest(self, shapes: list[Shape]) -> Shape | None:
        """Return the shape of a value that has several at once, or None where no shape fits in all others."""
        narrowest = shapes[0]
        for shape in shapes[1:]:
            if self._is_within(shape, narrowest):
                narrowest = shape
            elif not self._is_within(narrowest, shape):
                return None
        return narrowest

    def _is_within(self, shape: Shape, wider: Shape) -> bool:
        """Tell whether all values of a shape have another one, too."""
        if isinstance(shape, Either):
            return all(self._is_within(member, wider) for member in shape.members)
        if isinstance(wider, Either):
            return any(self._is_within(shape, member) for member in wider.members)
        if wider in (shape, ANY):
            return True
        if isinstance(shape, Named) and isinstance(wider, Named) and shape.enum and wider.enum:
            texts, wider_texts = (
                {member.value for member in self.classes.enums[one.name].members} for one in (shape, wider)
            )
            return texts <= wider_texts
        if wider == TEXT:
            return (isinstance(shape, Plain) and shape.kind in TEXTUAL) or (
                isinstance(shape, Named) and shape.enum
            )
        return (shape, wider) == (Plain("int"), Plain("float"))

    def limits(self, schema: object, at: At) -> str:
        """Return the limits of a value in words; empty where it has none, or no docstring says them.

        Args:
            schema: The schema.
            at: Where it is.
        """
        return limits_doc(self._described_by(schema, at), self._described_by) if self._typed else ""

    def _described_by(self, schema: object, at: At) -> list[Part]:
        """Return a schema and all that it is made of, by what it refers to as well."""
        whole = Part(mapping(schema), at)
        return [whole, *islice(flat(self._data, whole), _MOST_PARTS)]

    def _one_of(self, schema: dict[str, Any], at: At) -> Shape:
        """Return the shape of alternatives; what is said beside them holds for each."""
        keyword = "oneOf" if "oneOf" in schema else "anyOf"
        alternatives = sequence(schema[keyword])
        constants = value_constants(alternatives)
        if constants:
            return self.classes.enum(schema, at, constants)
        shared = {key: schema[key] for key in ("type", "format") if key in schema}
        shapes: list[Shape] = []
        for place, alternative in enumerate(alternatives):
            whole = (
                alternative
                if is_structural(alternative) or not is_mapping(alternative)
                else shared | mapping(alternative)
            )
            context = class_name(text(mapping(alternative).get("title")), "") or f"Option{place + 1}"
            shapes.append(self.shape(whole, at.step(keyword, place, context=context)))
        self._add_tags(schema, alternatives, shapes, at)
        return either(*shapes) if shapes else ANY

    def _add_tags(self, schema: dict[str, Any], alternatives: list[Any], shapes: list[Shape], at: At) -> None:
        """Note the values that a discriminator gives each of its alternatives, or an alternative of one of them."""
        discriminator = mapping(schema.get("discriminator"))
        member = text(discriminator.get("propertyName"))
        if not self._typed or not member:
            return
        described = {
            pointer: shape
            for alternative, shape in zip(alternatives, shapes, strict=True)
            if (pointer := reference_pointer(self._data, mapping(alternative).get("$ref"), at.pointer))
        }
        within = {
            part for shape in shapes for part in (shape.members if isinstance(shape, _UNIONS) else (shape,))
        }
        for pointer in mapped_pointers(self._data, discriminator).values():
            named = self.classes.by_pointer.get(pointer)
            if named in within:
                described.setdefault(pointer, named)
        for pointer, shape in described.items():
            if isinstance(shape, Named) and not shape.enum:
                self.classes.add_tags(shape.name, member, tag_values(self._data, discriminator, pointer))

    def _values(self, schema: dict[str, Any], at: At) -> Shape:
        """Return the shape of a schema that lists its values."""
        shape = value_shape(schema)
        if shape is None:
            shape = self.classes.enum(schema, at, value_members(schema))
        return optional(shape) if None in sequence(schema.get("enum")) else shape

    def _reference(self, reference: object, at: At) -> Shape:
        if is_foreign(reference):
            return self._any(
                "foreign-ref", at, "It refers to another document, which is not read; it is typed Any."
            )
        pointer = reference_pointer(self._data, reference, at.pointer)
        if pointer is None:
            return self._any("lost-ref", at, "It refers to nothing in this document; it is typed Any.")
        return self._at_pointer(pointer, at)

    def _at_pointer(self, pointer: str, at: At) -> Shape:
        """Return the shape of what a pointer leads to, each read once; `at` is where the reference is."""
        if pointer in self._open:
            return self._any(
                "cycle", at, "It refers to itself without an object in between; it is typed Any."
            )
        if pointer not in self._known:
            self._open.add(pointer)
            place = At(pointer, self.classes.context(pointer))
            shape = self.shape(target(self._data, pointer), place)
            self._open.discard(pointer)
            if len(list(islice(shape_parts(shape), _MOST_PARTS))) == _MOST_PARTS:
                shape = self._any("mixture", place, "It has too many alternatives; it is typed Any.")
            self._known[pointer] = shape
            if pointer in self._families:
                self._known[pointer] = self._family_shape(pointer, shape)
        return self._known[pointer]

    def _family_shape(self, pointer: str, base: Shape) -> Shape:
        """Return the shape of a schema with a discriminator: one of the schemas derived from it, or itself."""
        family = self._families[pointer]
        shapes: list[Shape] = []
        for child, tags in family.children.items():
            shape = self._at_pointer(child, At(child, ""))
            shape = self.classes.by_pointer.get(
                child, shape
            )  # what others are derived from is a union otherwise
            if isinstance(shape, Named) and not shape.enum:
                shapes.append(shape)
                self.classes.add_tags(shape.name, family.member, tags)
        return either(*shapes, base)

    def _any(self, reason: str, at: At, message: str) -> Shape:
        self._omissions.add(reason, at.pointer, message)
        return ANY


def _text(schema: dict[str, Any]) -> Shape:
    if is_binary(schema):
        return Plain("bytes")
    return Plain(FORMATS.get(text(schema.get("format")), "str"))
