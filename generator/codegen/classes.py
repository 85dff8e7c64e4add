"""Classes: each object and each enum of a document has one name, and its fields are read once all are known."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

from generator.codegen.contract import Enumeration, Field, Struct
from generator.codegen.limits import limits_doc
from generator.codegen.parts import (
    DescribedBy,
    Part,
    Property,
    Value,
    is_nameable,
    named_values,
    properties,
    property_constants,
    value_doc,
)
from generator.codegen.places import At, last_word
from generator.codegen.shapes import TEXT, Named, Shape
from generator.names import FIELDS, MODEL_CLASSES, Names, class_name, snake_name
from generator.openapi.pointers import mapping, step

_COMPONENTS = "/components/schemas"
LEFT_OUT = {
    "extra": ("extra", "Members beyond the named properties are not kept."),
    "plain": (
        "extra",
        "Members beyond the named properties are kept as plain data, whatever is described here.",
    ),
    "name": ("name", "No field can have a name with quotation marks, backslashes or control characters."),
}
"""What no class can keep as it is described: the reason, a key of `omissions.RULES`, and the message."""
PropertyShape = Callable[[Property, At], Shape]


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
        keeps_extra: Whether an open class keeps the members it doesn't name.
        shows_limits: Whether the docstring of a field says the limits of its values.
    """

    def __init__(self, data: dict[str, Any], *, keeps_extra: bool, shows_limits: bool) -> None:
        self._keeps_extra = keeps_extra
        self._shows_limits = shows_limits
        self._names = Names(MODEL_CLASSES, suffix="Model")
        self._waiting: deque[_Waiting] = deque()
        components = mapping(mapping(data.get("components")).get("schemas"))
        self._given = {step(_COMPONENTS, key): self._names.take(class_name(key)) for key in components}
        self.components = tuple(self._given)
        self.by_pointer: dict[str, Named] = {}
        self.structs: dict[str, Struct] = {}
        self.enums: dict[str, Enumeration] = {}
        self.tags: dict[str, dict[str, tuple[str, ...]]] = {}

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
            at: Where it is.
            parts: What it is made of.
        """
        if at.pointer not in self.by_pointer:
            self.by_pointer[at.pointer] = Named(self._name(at))
            name = self.by_pointer[at.pointer].name
            self._waiting.append(_Waiting(name, value_doc(schema), at.pointer, parts))
        return self.by_pointer[at.pointer]

    def enum(self, schema: dict[str, Any], at: At, values: list[Value]) -> Named:
        """Return the class of an enum.

        Args:
            schema: The enum's schema.
            at: Where it is.
            values: Its values.
        """
        if at.pointer not in self.by_pointer:
            name = self._name(at)
            self.by_pointer[at.pointer] = Named(name, enum=True)
            self.enums[name] = Enumeration(name, value_doc(schema), at.pointer, named_values(values))
        return self.by_pointer[at.pointer]

    def _name(self, at: At) -> str:
        return self._given.get(at.pointer) or self._names.take(class_name(at.context))

    def add_tags(self, name: str, member: str, values: tuple[str, ...]) -> None:
        """Note the values that a discriminator has in a class.

        Args:
            name: The class.
            member: The property that discriminates.
            values: Its values.
        """
        known = self.tags.setdefault(name, {}).get(member, ())
        self.tags[name][member] = tuple(dict.fromkeys((*known, *values)))

    def tagged_structs(self) -> dict[str, Struct]:
        """Return the classes, each with the values that discriminators have in it."""
        return {name: self._tag_struct(struct) for name, struct in self.structs.items()}

    def _tag_struct(self, struct: Struct) -> Struct:
        tags = self.tags.get(struct.name, {})
        fields = [
            replace(field, constants=_narrow_constants(field.constants, tags[field.wire]))
            if field.wire in tags
            else field
            for field in struct.fields
        ]
        names = Names({*FIELDS, *(field.name for field in fields)})
        for wire, values in tags.items():
            if is_nameable(wire) and all(field.wire != wire for field in fields):
                name = names.take(snake_name(wire))
                fields.append(
                    Field(name, wire, TEXT, False, "", struct.pointer, constants=values, is_implied=True)
                )
        return replace(struct, fields=tuple(fields))

    def finish(self, shape_of: PropertyShape, described_by: DescribedBy) -> Iterator[tuple[str, str]]:
        """Read the fields of all classes; one after the other, so that a chain of references costs no stack.

        Args:
            shape_of: Gives the shape of a property at a place.
            described_by: Gives all that a schema is made of.

        Yields:
            What no class can keep as it is described: a key of `LEFT_OUT`, and the pointer.
        """
        while self._waiting:
            waiting = self._waiting.popleft()
            own, names = properties(waiting.parts), Names(FIELDS)
            yield from (("name", pointer) for pointer in own.unnameable)
            if not self._keeps_extra:
                yield from (("extra", pointer) for pointer in own.extra[:1])
            else:
                yield from (("plain", pointer) for pointer in own.typed_extra)
            fields = [
                replace(
                    self._field(wire, field, waiting, shape_of, described_by),
                    name=names.take(snake_name(wire)),
                )
                for wire, field in own.named.items()
            ]
            self.structs[waiting.name] = Struct(
                waiting.name,
                waiting.doc,
                waiting.pointer,
                tuple(fields),
                is_open=self._keeps_extra and bool(own.extra or own.unnameable),
            )

    def _field(
        self,
        wire: str,
        source: Property,
        owner: _Waiting,
        shape_of: PropertyShape,
        described_by: DescribedBy,
    ) -> Field:
        """Return a field that has no name yet."""
        context = owner.name + class_name(wire, "Field")
        described = [*source.schemas, *source.variants]
        places = [(schema, At(pointer, context)) for schema, pointer in described]
        nodes = [mapping(schema) for schema, _ in described]
        together = [described_by(*place) for place in places[: len(source.schemas)]]
        alternatives = [described_by(*place) for place in places[len(source.schemas) :]]
        parts = list(chain(*together, *alternatives))
        at = At(step(owner.pointer, "properties", wire), context) if len(source.schemas) > 1 else places[0][1]
        doc = next((doc for node in nodes if (doc := value_doc(node))), "")
        limits = limits_doc(chain(*together), described_by) if self._shows_limits else ""
        return Field(
            name="",
            wire=wire,
            shape=shape_of(source, at),
            required=source.required,
            doc="\n\n".join(filter(None, (doc, limits))),
            pointer=described[0][1],
            sent=not any(part.schema.get("readOnly") is True for part in parts),
            received=not any(part.schema.get("writeOnly") is True for part in parts),
            constants=property_constants(together, alternatives),
        )


def _narrow_constants(constants: tuple[str | int, ...], tags: tuple[str, ...]) -> tuple[str | int, ...]:
    """Return the values that stand for a class: the discriminator's among those that its property lists, if it does."""
    return tuple(value for value in constants if value in tags) or constants or tags
