"""Classes: each object and each enum of a document gets one name, and its fields are read once all are known."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from generator import values
from generator.contract import Enumeration, Field, Struct
from generator.names import FIELDS, MODEL_CLASSES, Names, class_name, snake_name
from generator.parts import Part, Property, properties
from generator.plain import mapping, step
from generator.pointers import At, last_word
from generator.shapes import Named, Shape, either

_COMPONENTS = "/components/schemas"
ShapeOf = Callable[[object, At], Shape]


@dataclass(frozen=True)
class _Waiting:
    """A class that has its name and not yet its fields."""

    name: str
    doc: str
    pointer: str
    parts: list[Part]


class Classes:
    """The classes of one document.

    Args:
        data: The document; its components have their names from the start.
    """

    def __init__(self, data: dict[str, Any]) -> None:
        self._names = Names(MODEL_CLASSES, suffix="Model")
        self._waiting: deque[_Waiting] = deque()
        components = mapping(mapping(data.get("components")).get("schemas"))
        self._given = {step(_COMPONENTS, key): self._names.take(class_name(key)) for key in components}
        self.components = tuple(self._given)
        self.by_pointer: dict[str, Named] = {}
        self.structs: dict[str, Struct] = {}
        self.enums: dict[str, Enumeration] = {}

    def context(self, pointer: str) -> str:
        """Return the name a class found at a pointer would get."""
        if pointer in self._given:
            return self._given[pointer]
        start = step(_COMPONENTS, *pointer.split("/")[3:4])
        return self._given.get(start, "") + last_word(pointer)

    def adopt(self, inner: At, outer: At) -> None:
        """Give a schema the name of the component that consists of it alone."""
        if outer.pointer in self._given:
            self._given.setdefault(inner.pointer, self._given[outer.pointer])

    def struct(self, schema: dict[str, Any], at: At, parts: list[Part]) -> Named:
        """Return the class of an object, whose fields are read later.

        Args:
            schema: The object's schema.
            at: Where it stands.
            parts: What it is made of.
        """
        if at.pointer not in self.by_pointer:
            self.by_pointer[at.pointer] = Named(self._name(at))
            name = self.by_pointer[at.pointer].name
            self._waiting.append(_Waiting(name, values.doc(schema), at.pointer, parts))
        return self.by_pointer[at.pointer]

    def enum(self, schema: dict[str, Any], at: At, found: list[values.Value]) -> Named:
        """Return the class of an enum.

        Args:
            schema: The enum's schema.
            at: Where it stands.
            found: Its values.
        """
        if at.pointer not in self.by_pointer:
            name = self._name(at)
            self.by_pointer[at.pointer] = Named(name, enum=True)
            self.enums[name] = Enumeration(name, values.doc(schema), at.pointer, values.named(found))
        return self.by_pointer[at.pointer]

    def _name(self, at: At) -> str:
        return self._given.get(at.pointer) or self._names.take(class_name(at.context))

    def finish(self, shape_of: ShapeOf) -> Iterator[tuple[str, str]]:
        """Read the fields of all classes; one after the other, so that a chain of references costs no stack.

        Args:
            shape_of: Gives the shape of a schema at a place.

        Yields:
            What no class can keep: the reason, a key of `omissions.RULES`, and the pointer.
        """
        while self._waiting:
            one = self._waiting.popleft()
            found, names = properties(one.parts), Names(FIELDS)
            yield from (("name", pointer) for pointer in found.unnameable)
            if found.extra:
                yield "extra", found.extra
            fields = (_field(names, wire, said, one.name, shape_of) for wire, said in found.named.items())
            self.structs[one.name] = Struct(one.name, one.doc, one.pointer, tuple(fields))


def _field(names: Names, wire: str, found: Property, owner: str, shape_of: ShapeOf) -> Field:
    context = owner + class_name(wire, "Field")
    shape = either(*(shape_of(schema, At(pointer, context)) for schema, pointer in found.schemas))
    said, pointer = mapping(found.schemas[0][0]), found.schemas[0][1]
    return Field(
        name=names.take(snake_name(wire)),
        wire=wire,
        shape=shape,
        required=found.required,
        doc=values.doc(said),
        pointer=pointer,
        sent=said.get("readOnly") is not True,
        received=said.get("writeOnly") is not True,
    )
