"""Schemas: each schema of a document becomes a shape, by its own words, its references and its alternatives."""

from __future__ import annotations

from itertools import islice
from typing import Any

from generator import values
from generator.classes import Classes
from generator.names import class_name
from generator.omissions import Omissions
from generator.parts import Part, flat, is_object, is_structural, members, properties
from generator.plain import is_mapping, mapping, sequence, text, texts
from generator.pointers import At, inside, is_foreign, target
from generator.shapes import ANY, NONE, TEXT, Listed, Mapped, Plain, Shape, either, optional
from generator.shapes import parts as shape_parts

FORMATS = {"date-time": "datetime", "date": "date", "uuid": "uuid", "binary": "bytes"}
"""The formats of a text that have a Python type."""
_TYPES = {"boolean": "bool", "integer": "int", "number": "float", "null": "none", "file": "bytes"}
_MOST_PARTS = 1000
"""How much one schema may unfold to: references to references can make it grow without end."""

_LEFT_OUT = {
    "extra": "Members beyond the named properties are not kept.",
    "name": "No field can have a name with quotation marks, backslashes or control characters; it is left out.",
}


class Schemas:
    """Gives the shape of every schema of one document.

    Args:
        data: The document.
        omissions: Where to note what can't be expressed.
    """

    def __init__(self, data: dict[str, Any], omissions: Omissions) -> None:
        self._data = data
        self._omissions = omissions
        self._known: dict[str, Shape] = {}
        self._open: set[str] = set()
        self.classes = Classes(data)

    def read_components(self) -> None:
        """Read every component, so that each has its class whether or not an operation uses it."""
        components = self._data.get("components")
        for pointer, value in (
            ("/components", components),
            ("/components/schemas", mapping(components).get("schemas")),
        ):
            if value is not None and not is_mapping(value):
                self._omissions.add("kind", pointer, "This is no mapping of names; it is left out.")
        for pointer in self.classes.components:
            self._at_pointer(pointer, At(pointer, ""))
        self.finish()

    def finish(self) -> None:
        """Read the fields of all classes met so far."""
        for reason, pointer in self.classes.finish(self.shape):
            self._omissions.add(reason, pointer, _LEFT_OUT[reason])

    def shape(self, schema: object, at: At) -> Shape:
        """Return the shape of a schema.

        Args:
            schema: The schema.
            at: Where it stands.
        """
        if schema is True or schema == {}:
            return ANY
        if not is_mapping(schema):
            return self._any("schema", at, "This is no schema that a value could fit; it is typed Any.")
        found = mapping(schema)
        shape = self._bare(found, at)
        allows_none = found.get("nullable") is True or "null" in texts(found.get("type"))
        return optional(shape) if allows_none and shape != ANY else shape

    def _bare(self, schema: dict[str, Any], at: At) -> Shape:
        """Return the shape of a schema, its own nullability aside."""
        if "$ref" in schema:
            return self._reference(schema["$ref"], at)
        if "allOf" in schema:
            return self._all_of(schema, at)
        if values.has_values(schema):
            return self._values(schema, at)
        if ("oneOf" in schema or "anyOf" in schema) and "properties" not in schema:
            return self._one_of(schema, at)
        kinds = texts(schema.get("type")) or [text(schema.get("type"))]
        shapes = [self._typed(kind, schema, at) for kind in kinds if kind != "null"]
        return either(*shapes) if shapes else NONE

    def _typed(self, kind: str, schema: dict[str, Any], at: At) -> Shape:
        """Return the shape of one type."""
        match kind:
            case "string":
                return _text(schema)
            case "array":
                return self._array(schema, at)
            case "object":
                return self._object(schema, at)
            case "":
                return self._untyped(schema, at)
            case _ if kind in _TYPES:
                return Plain(_TYPES[kind])
            case _:
                return self._any("schema", at, f"{kind!r} is no type of JSON Schema; it is typed Any.")

    def _untyped(self, schema: dict[str, Any], at: At) -> Shape:
        """Return the shape of a schema that names no type but gives it away, or else may be anything."""
        if is_object(schema):
            return self._object(schema, at)
        if "items" in schema or "prefixItems" in schema:
            return self._array(schema, at)
        if "$dynamicRef" in schema or "$recursiveRef" in schema:
            return self._any("cycle", at, "A dynamic reference can't be followed; it is typed Any.")
        return _text(schema) if schema.get("format") in FORMATS else ANY

    def _array(self, schema: dict[str, Any], at: At) -> Shape:
        items = [
            self.shape(item, at.step("prefixItems", place, context=f"Item{place + 1}"))
            for place, item in enumerate(sequence(schema.get("prefixItems")))
        ]
        if schema.get("items", False) is not False:
            items.append(self.shape(schema["items"], at.step("items", context="Item")))
        return Listed(either(*items) if items else ANY)

    def _object(self, schema: dict[str, Any], at: At) -> Shape:
        return (
            self._class(schema, at, self._parts(schema, at))
            if "properties" in schema
            else self._mapping(schema, at)
        )

    def _mapping(self, schema: dict[str, Any], at: At) -> Shape:
        """Return the shape of an object without named properties."""
        held = [
            self.shape(one, at.step("patternProperties", pattern, context="Value"))
            for pattern, one in mapping(schema.get("patternProperties")).items()
        ]
        extra = schema.get("additionalProperties")
        if is_mapping(extra):
            held.append(self.shape(extra, at.step("additionalProperties", context="Value")))
        return Mapped(either(*held) if held else ANY)

    def _class(self, schema: dict[str, Any], at: At, parts: list[Part]) -> Shape:
        """Return the class of an object, or a mapping where its parts name no property."""
        if properties(parts).named:
            return self.classes.struct(schema, at, parts)
        part = next((part for part in parts if "additionalProperties" in part.schema), Part(schema, at))
        return self._mapping(part.schema, part.at)

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
        parts = self._parts(schema, at)
        if parts and all(is_object(part.schema) or part.schema.keys() & {"oneOf", "anyOf"} for part in parts):
            return self._class(schema, at, parts)
        shapes = dict.fromkeys(self.shape(part.schema, part.at) for part in beside)
        told = [shape for shape in shapes if shape not in (ANY, TEXT)] or list(shapes)
        if len(told) == 1:
            return told[0]
        return self._any("mixture", at, "The members of allOf describe different types; it is typed Any.")

    def _one_of(self, schema: dict[str, Any], at: At) -> Shape:
        """Return the shape of alternatives; what is said beside them holds for each."""
        keyword = "oneOf" if "oneOf" in schema else "anyOf"
        alternatives = sequence(schema[keyword])
        constants = values.constants(alternatives)
        if constants:
            return self.classes.enum(schema, at, constants)
        shared = {key: schema[key] for key in ("type", "format") if key in schema}
        shapes: list[Shape] = []
        for place, one in enumerate(alternatives):
            said = one if is_structural(one) or not is_mapping(one) else shared | mapping(one)
            context = class_name(text(mapping(one).get("title")), "") or f"Option{place + 1}"
            shapes.append(self.shape(said, at.step(keyword, place, context=context)))
        return either(*shapes) if shapes else ANY

    def _values(self, schema: dict[str, Any], at: At) -> Shape:
        """Return the shape of a schema that lists its values."""
        shape = values.shape(schema)
        if shape is None:
            shape = self.classes.enum(schema, at, values.members(schema))
        return optional(shape) if None in sequence(schema.get("enum")) else shape

    def _reference(self, reference: object, at: At) -> Shape:
        if is_foreign(reference):
            return self._any(
                "foreign-ref", at, "It refers to another document, which is not read; it is typed Any."
            )
        pointer = inside(self._data, reference, at)
        if pointer is None:
            return self._any("lost-ref", at, "It refers to nothing in this document; it is typed Any.")
        return self._at_pointer(pointer, at)

    def _at_pointer(self, pointer: str, at: At) -> Shape:
        """Return the shape of what a pointer leads to, each read once; `at` is where the reference stands."""
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
        return self._known[pointer]

    def _any(self, reason: str, at: At, message: str) -> Shape:
        self._omissions.add(reason, at.pointer, message)
        return ANY


def _text(schema: dict[str, Any]) -> Shape:
    if schema.get("contentMediaType") == "application/octet-stream" and "contentEncoding" not in schema:
        return Plain("bytes")
    return Plain(FORMATS.get(text(schema.get("format")), "str"))
