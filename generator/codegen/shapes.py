"""Shapes: what a value looks like, apart from any document, and the two ways a shape is written down.

A shape is written as a small JSON Schema for the tool that makes the models, and as a Python annotation for the
functions of an operation. Both come from the same value, so they can't disagree.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, TypeAlias

UUID_CLASS = "UUID"
"""The component that stands for `uuid.UUID` in a document for the model tool."""


@dataclass(frozen=True)
class Plain:
    """A value without parts.

    Attributes:
        kind: A key of `PLAIN`.
    """

    kind: str


@dataclass(frozen=True)
class Named:
    """A class of the package's models.

    Attributes:
        name: The class.
        enum: Whether it is an enum, which reads as a text.
    """

    name: str
    enum: bool = False


@dataclass(frozen=True)
class Listed:
    """A list."""

    item: Shape


@dataclass(frozen=True)
class Mapped:
    """A mapping with any text as key."""

    value: Shape


@dataclass(frozen=True)
class Either:
    """One of several shapes, none of them an Either, no two the same."""

    members: tuple[Shape, ...]


@dataclass(frozen=True)
class Choice:
    """One of several shapes, told apart by their members; no two are the same."""

    members: tuple[Shape, ...]


Shape: TypeAlias = Plain | Named | Listed | Mapped | Either | Choice

ANY, NONE, TEXT, UUID = Plain("any"), Plain("none"), Plain("str"), Plain("uuid")

PLAIN: dict[str, tuple[str, dict[str, Any]]] = {
    "any": ("Any", {}),
    "none": ("None", {"type": "null"}),
    "str": ("str", {"type": "string"}),
    "int": ("int", {"type": "integer"}),
    "float": ("int | float", {"type": "number"}),
    "bool": ("bool", {"type": "boolean"}),
    "bytes": ("bytes", {"type": "string", "format": "binary"}),
    "file": ("bytes | tuple[str, bytes] | tuple[str, bytes, str]", {}),
    "datetime": ("datetime", {"type": "string", "format": "date-time"}),
    "date": ("date", {"type": "string", "format": "date"}),
    "uuid": ("UUID", {"$ref": f"#/components/schemas/{UUID_CLASS}"}),
}
"""Each kind's annotation and JSON Schema."""
TEXTUAL = frozenset({"str", "bytes", "datetime", "date", "uuid"})
"""The kinds JSON writes as a text."""


def is_record(shape: Shape) -> bool:
    """Tell whether a shape is an object, with named members or without."""
    return isinstance(shape, Mapped) or (isinstance(shape, Named) and not shape.enum)


def alternatives(shape: Shape) -> tuple[Shape, ...]:
    """Return the shapes of which a shape is one; of any but an Either or a Choice, itself."""
    return shape.members if isinstance(shape, (Either, Choice)) else (shape,)


def either(*shapes: Shape) -> Shape:
    """Return one of several shapes, flat and without repetition; None last. One more makes a choice no other thing."""
    flat: dict[Shape, None] = {}
    for shape in shapes:
        flat.update(dict.fromkeys(alternatives(shape)))
    if ANY in flat:
        return ANY
    members = tuple([shape for shape in flat if shape != NONE] + [NONE] * (NONE in flat))
    if len(members) == 1:
        return members[0]
    return Choice(members) if any(isinstance(shape, Choice) for shape in shapes) else Either(members)


def optional(shape: Shape) -> Shape:
    """Return a shape that may also be None."""
    return either(shape, NONE)


def parts(shape: Shape) -> Iterator[Shape]:
    """Yield a shape and all that it is made of."""
    yield shape
    match shape:
        case Listed(item) | Mapped(item):
            yield from parts(item)
        case Either(members) | Choice(members):
            for member in members:
                yield from parts(member)
        case _:
            return


def rebuild_shape(shape: Shape, change: Callable[[Shape], Shape]) -> Shape:
    """Return a shape with a change made to each part, the innermost first."""
    match shape:
        case Listed(item):
            return change(Listed(rebuild_shape(item, change)))
        case Mapped(value):
            return change(Mapped(rebuild_shape(value, change)))
        case Either(members):
            return change(either(*(rebuild_shape(member, change) for member in members)))
        case Choice(members):
            rebuilt = either(*(rebuild_shape(member, change) for member in members))
            if rebuilt == ANY:
                return change(ANY)
            return change(Choice(rebuilt.members if isinstance(rebuilt, (Choice, Either)) else (rebuilt,)))
        case _:
            return change(shape)


LIST, TUPLE = "list[{}]", "tuple[{}, ...]"
"""The two ways a list is annotated: one that its owner may change, and one that nobody may."""


MARKED = {"int": "Integer", "datetime": "Time"}
"""The kinds that a package's own types read as the specification says, where it has such types."""


def annotation(
    shape: Shape,
    named: Callable[[Named], str],
    listed: str = LIST,
    *,
    plain: Mapping[str, str] = MappingProxyType({}),
    choice: str = "{}",
) -> str:
    """Return the Python annotation of a shape.

    Args:
        shape: The shape.
        named: Gives the text of a class.
        listed: How a list is annotated, `LIST` or `TUPLE`.
        plain: The annotations of kinds that are not annotated as always.
        choice: How one of several shapes is annotated that are told apart by their members.
    """

    def annotate(part: Shape) -> str:
        match part:
            case Plain(kind):
                return plain.get(kind, PLAIN[kind][0])
            case Named():
                return named(part)
            case Listed(item):
                return listed.format(annotate(item))
            case Mapped(value):
                return f"dict[str, {annotate(value)}]"
            case Either(members):
                return " | ".join(map(annotate, members))
            case Choice(members):
                return choice.format(" | ".join(map(annotate, members)))

    return annotate(shape)


def schema(shape: Shape) -> dict[str, Any]:
    """Return the JSON Schema of a shape."""
    match shape:
        case Plain(kind):
            return dict(PLAIN[kind][1])
        case Named(name):
            return {"$ref": f"#/components/schemas/{name}"}
        case Listed(item):
            return {"type": "array", "items": schema(item)}
        case Mapped(value):
            return {"type": "object", "additionalProperties": schema(value)}
        case Either(members):
            return {"anyOf": [schema(member) for member in members]}
        case Choice():
            return {}


def references(shape: Shape) -> dict[str, Any]:
    """Return a JSON Schema that says of a shape only which classes it refers to; an empty one where it does to none.

    A class within a list or a mapping stays there: beside another class it would make a union msgspec can't decode.
    """
    match shape:
        case Named():
            return schema(shape)
        case Listed(item):
            return {"type": "array", "items": held} if (held := references(item)) else {}
        case Mapped(item):
            return {"type": "object", "additionalProperties": held} if (held := references(item)) else {}
        case Either(members):
            named = [reference for member in members if (reference := references(member))]
            return {"anyOf": named} if len(named) > 1 else named[0] if named else {}
        case _:
            return {}
