"""Schemas: each schema of a document becomes a shape; objects and enums become classes with a name of their own."""

from __future__ import annotations

from collections import deque
from itertools import islice
from typing import Any

from generator import values
from generator.contract import Enumeration, Field, Struct
from generator.names import FIELDS, MODEL_CLASSES, Names, class_name, snake_name
from generator.omissions import Omissions
from generator.parts import Part, Property, flat, is_object, is_structural, members, properties
from generator.plain import mapping, sequence, text, texts
from generator.pointers import At, inside, is_foreign, last_word, target
from generator.shapes import ANY, NONE, TEXT, Listed, Mapped, Named, Plain, Shape, either, optional
from generator.shapes import parts as shape_parts

FORMATS = {"date-time": "datetime", "date": "date", "uuid": "uuid", "binary": "bytes"}
"""The formats of a text that have a Python type."""
_TYPES = {"boolean": "bool", "integer": "int", "number": "float", "null": "none", "file": "bytes"}
_MOST_PARTS = 1000
"""How much one schema may unfold to: references to references can make it grow without end."""
_COMPONENTS = "/components/schemas/"


class Schemas:
    """The classes of one document, found by following every schema that is asked for.

    Args:
        data: The document.
        omissions: Where to note what can't be expressed.
    """

    def __init__(self, data: dict[str, Any], omissions: Omissions) -> None:
        self._data = data
        self._omissions = omissions
        self._names = Names(MODEL_CLASSES)
        self._known: dict[str, Shape] = {}
        self._open: set[str] = set()
        self._waiting: deque[tuple[str, At, str, list[Part]]] = deque()
        self.structs: dict[str, Struct] = {}
        self.enums: dict[str, Enumeration] = {}
        components = mapping(mapping(data.get("components")).get("schemas"))
        self._given = {At(_COMPONENTS[:-1], "").step(key).pointer: class_name(key) for key in components}
        self._given = {pointer: self._names.take(name) for pointer, name in self._given.items()}

    def read_components(self) -> None:
        """Read every component, so that each has its class whether or not an operation uses it."""
        for pointer in list(self._given):
            self._at_pointer(pointer, At(pointer, ""))
        self.finish()

    def finish(self) -> None:
        """Read the fields of all classes met so far; one at a time, so that depth of references costs no stack."""
        while self._waiting:
            name, at, doc, parts = self._waiting.popleft()
            self.structs[name] = Struct(name, doc, at.pointer, self._fields(at, parts))

    def shape(self, schema: object, at: At) -> Shape:
        """Return the shape of a schema.

        Args:
            schema: The schema.
            at: Where it stands.
        """
        if schema is True or schema == {}:
            return ANY
        if not isinstance(schema, dict):
            return self._any("schema", at, "This is no schema; it is typed Any.")
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
                return self._text(schema)
            case "array":
                return self._array(schema, at)
            case "object":
                return self._record(schema, at)
            case "":
                return self._untyped(schema, at)
            case _ if kind in _TYPES:
                return Plain(_TYPES[kind])
            case _:
                return self._any("schema", at, f"{kind!r} is no type of JSON Schema; it is typed Any.")

    def _untyped(self, schema: dict[str, Any], at: At) -> Shape:
        """Return the shape of a schema that names no type but gives it away, or else may be anything."""
        if is_object(schema):
            return self._record(schema, at)
        if "items" in schema or "prefixItems" in schema:
            return self._array(schema, at)
        if "$dynamicRef" in schema or "$recursiveRef" in schema:
            return self._any("cycle", at, "A dynamic reference can't be followed; it is typed Any.")
        return self._text(schema) if schema.get("format") in FORMATS else ANY

    def _text(self, schema: dict[str, Any]) -> Shape:
        if schema.get("contentMediaType") == "application/octet-stream" and "contentEncoding" not in schema:
            return Plain("bytes")
        return Plain(FORMATS.get(text(schema.get("format")), "str"))

    def _array(self, schema: dict[str, Any], at: At) -> Shape:
        fixed = sequence(schema.get("prefixItems"))
        items = [
            self.shape(item, at.step("prefixItems", place, context=f"Item{place + 1}")) for place, item in enumerate(fixed)
        ]
        if "items" in schema and schema["items"] is not False:
            items.append(self.shape(schema["items"], at.step("items", context="Item")))
        return Listed(either(*items) if items else ANY)

    def _record(self, schema: dict[str, Any], at: At) -> Shape:
        return self._object(schema, at, self._parts(schema, at)) if "properties" in schema else self._mapping(schema, at)

    def _parts(self, schema: dict[str, Any], at: At) -> list[Part]:
        return list(islice(flat(self._data, Part(schema, at)), _MOST_PARTS))

    def _mapping(self, schema: dict[str, Any], at: At) -> Shape:
        """Return the shape of an object without named properties."""
        held = [
            self.shape(one, at.step("patternProperties", pattern, context="Value"))
            for pattern, one in mapping(schema.get("patternProperties")).items()
        ]
        extra = schema.get("additionalProperties")
        if isinstance(extra, dict):
            held.append(self.shape(mapping(extra), at.step("additionalProperties", context="Value")))
        return Mapped(either(*held) if held else ANY)

    def _object(self, schema: dict[str, Any], at: At, parts: list[Part]) -> Shape:
        """Return the class of an object, to be filled in later."""
        if at.pointer in self._known:
            return self._known[at.pointer]
        if not properties(parts).named:
            with_extra = [part for part in parts if "additionalProperties" in part.schema] or [Part(schema, at)]
            return self._mapping(with_extra[-1].schema, with_extra[-1].at)
        name = self._class(at)
        self._known[at.pointer] = Named(name)
        self._waiting.append((name, At(at.pointer, name), values.doc(schema), parts))
        return self._known[at.pointer]

    def _class(self, at: At) -> str:
        return self._given.get(at.pointer) or self._names.take(class_name(at.context))

    def _fields(self, at: At, parts: list[Part]) -> tuple[Field, ...]:
        found, names = properties(parts), Names(FIELDS)
        if found.extra:
            message = "Members beyond the named properties are not kept."
            self._omissions.add("extra", found.extra[1].pointer, message)
        return tuple(self._field(names, wire, one, at) for wire, one in found.named.items())

    def _field(self, names: Names, wire: str, found: Property, at: At) -> Field:
        contexts = [(schema, At(place.pointer, at.context + class_name(wire, "Field"))) for schema, place in found.schemas]
        shape = either(*(self.shape(schema, place) for schema, place in contexts))
        said = mapping(found.schemas[0][0])
        return Field(
            name=names.take(snake_name(wire)),
            wire=wire,
            shape=shape,
            required=found.required,
            doc=values.doc(said),
            pointer=found.schemas[0][1].pointer,
            sent=said.get("readOnly") is not True,
            received=said.get("writeOnly") is not True,
        )

    def _all_of(self, schema: dict[str, Any], at: At) -> Shape:
        """Return the shape of an allOf: its only member's, one object's, or the shape all members agree on."""
        beside = members(schema, at)
        if len(beside) < 2:  # noqa: PLR2004 - a member alone is what it is
            return self._only(beside[0], at) if beside else ANY
        parts = self._parts(schema, at)
        if parts and all(is_object(part.schema) or "oneOf" in part.schema or "anyOf" in part.schema for part in parts):
            return self._object(schema, at, parts)
        shapes = dict.fromkeys(self.shape(part.schema, part.at) for part in beside)
        told = [shape for shape in shapes if shape not in (ANY, TEXT)] or list(shapes)
        if len(told) == 1:
            return told[0]
        return self._any("mixture", at, "The members of allOf describe different types; it is typed Any.")

    def _only(self, part: Part, at: At) -> Shape:
        """Return the shape of the only schema that says anything; it has the name of the one around it."""
        if at.pointer in self._given:
            self._given.setdefault(part.at.pointer, self._given[at.pointer])
        return self.shape(part.schema, part.at)

    def _one_of(self, schema: dict[str, Any], at: At) -> Shape:
        """Return the shape of alternatives; what is said beside them holds for each."""
        keyword = "oneOf" if "oneOf" in schema else "anyOf"
        alternatives = sequence(schema[keyword])
        constants = values.constants(alternatives)
        if constants:
            return self._enum(schema, at, constants)
        shared = {key: schema[key] for key in ("type", "format") if key in schema}
        shapes = [
            self.shape(
                {**shared, **mapping(one)} if isinstance(one, dict) and not is_structural(one) else one,
                at.step(keyword, place, context=class_name(text(mapping(one).get("title")), "") or f"Option{place + 1}"),
            )
            for place, one in enumerate(alternatives)
        ]
        return either(*shapes) if shapes else ANY

    def _values(self, schema: dict[str, Any], at: At) -> Shape:
        """Return the shape of a schema that lists its values."""
        shape = values.shape(schema)
        if shape is None:
            shape = self._enum(schema, at, values.members(schema))
        return optional(shape) if None in sequence(schema.get("enum")) else shape

    def _enum(self, schema: dict[str, Any], at: At, found: list[tuple[str, str, bool]]) -> Shape:
        if at.pointer not in self._known:
            name = self._class(at)
            self._known[at.pointer] = Named(name, enum=True)
            self.enums[name] = Enumeration(name, values.doc(schema), at.pointer, values.named(found))
        return self._known[at.pointer]

    def _reference(self, reference: object, at: At) -> Shape:
        if is_foreign(reference):
            return self._any("foreign-ref", at, "It refers to another document, which is never opened; it is typed Any.")
        pointer = inside(self._data, reference, at)
        if pointer is None:
            return self._any("lost-ref", at, "It refers to nothing in this document; it is typed Any.")
        return self._at_pointer(pointer, at)

    def _at_pointer(self, pointer: str, at: At) -> Shape:
        if pointer in self._open:
            return self._any("cycle", at, "It refers to itself without an object in between; it is typed Any.")
        if pointer not in self._known:
            self._open.add(pointer)
            place = At(pointer, self._given.get(pointer) or self._context(pointer))
            shape = self.shape(target(self._data, pointer), place)
            self._open.discard(pointer)
            if len(list(islice(shape_parts(shape), _MOST_PARTS))) == _MOST_PARTS:
                shape = self._any("mixture", place, "It has too many alternatives; it is typed Any.")
            self._known[pointer] = shape
        return self._known[pointer]

    def _context(self, pointer: str) -> str:
        owner = next((name for start, name in self._given.items() if pointer.startswith(start + "/")), "")
        return owner + last_word(pointer)

    def _any(self, reason: str, at: At, message: str) -> Shape:
        self._omissions.add(reason, at.pointer, message)
        return ANY
