"""The contract: what a document says of an API, as values of our own; tools and templates are fed from these alone.

Names in it are safe identifiers already. Texts (wire names, values, descriptions) are still the document's.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from generator.codegen.shapes import ANY, Shape
from generator.openapi.extension_rows import CheckRow, HandlerRow


class Use(StrEnum):
    """Which way a class travels, which decides what its fields may be."""

    ANSWER = "answer"
    REQUEST = "request"
    BOTH = "both"


@dataclass(frozen=True)
class Field:
    """One property of a class.

    Attributes:
        name: The field.
        wire: The property.
        shape: What it holds.
        required: Whether it is always there.
        doc: What the document says of it.
        pointer: Where the document says it.
        sent: False for a property only the server sets.
        received: False for a property the server never sends.
    """

    name: str
    wire: str
    shape: Shape
    required: bool
    doc: str
    pointer: str
    sent: bool = True
    received: bool = True


@dataclass(frozen=True)
class Struct:
    """A class with fields."""

    name: str
    doc: str
    pointer: str
    fields: tuple[Field, ...]
    use: Use = Use.ANSWER


@dataclass(frozen=True)
class Member:
    """One value of an enum; `settable` is False for a value only answers carry."""

    name: str
    value: str
    doc: str = ""
    settable: bool = True


@dataclass(frozen=True)
class Enumeration:
    """An enum of texts; it stays open to values it doesn't name."""

    name: str
    doc: str
    pointer: str
    members: tuple[Member, ...]


@dataclass(frozen=True)
class Parameter:
    """One parameter of an operation.

    Attributes:
        name: The function's parameter.
        wire: The name that is sent.
        location: path, query, header or cookie.
        shape: What it holds.
        required: Whether a call must give it.
        doc: What the document says of it.
        pointer: Where the document says it.
        style: How it is written: "json" as JSON text, "flat" each member as a parameter, "," or another separator as
            one text, and else as it is: a list item by item, a mapping as `name[key]`.
    """

    name: str
    wire: str
    location: str
    shape: Shape
    required: bool
    doc: str
    pointer: str
    style: str = ""


@dataclass(frozen=True)
class Body:
    """What a request carries."""

    media_type: str
    shape: Shape
    required: bool
    doc: str
    pointer: str


@dataclass(frozen=True)
class Answer:
    """One documented answer; `status` is a code, a range such as 2XX, or default."""

    status: str
    shape: Shape
    doc: str
    pointer: str


@dataclass(frozen=True)
class Operation:
    """One operation.

    Attributes:
        id: The document's name for it.
        name: The function.
        module: The module of the function.
        method: The HTTP method, in capitals.
        path: The path, with {wire} for each path parameter.
        doc: What the document says of it.
        pointer: Where the document says it.
        parameters: In the document's order, the path's own first.
        body: What is sent, if anything.
        answers: In the document's order.
        success: What an answer that means success holds.
        statuses: The codes that mean success; none where the document names none, and then all of 2XX do.
        method_name: The method of the resource classes: `x-method`, or the function's name.
        pages: The titles of the documentation pages that name it.
    """

    id: str
    name: str
    module: str
    method: str
    path: str
    doc: str
    pointer: str
    parameters: tuple[Parameter, ...] = ()
    body: Body | None = None
    answers: tuple[Answer, ...] = ()
    success: Shape = ANY
    statuses: tuple[int, ...] = ()
    method_name: str = ""
    pages: tuple[str, ...] = ()


@dataclass(frozen=True)
class Module:
    """A module of operations: one tag."""

    name: str
    tag: str
    doc: str


@dataclass(frozen=True)
class HandlerClass:
    """A class of one handler; its fields are the handler's parameters under short names, the required ones first."""

    name: str
    doc: str
    row: HandlerRow
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class HandlerModule:
    """The handlers that one field chooses from.

    Attributes:
        name: The module of their classes.
        base: The class that all of them are derived from.
        field: The field that chooses.
        doc: What the document says of that field.
        classes: One for each value that a request may carry.
        operation: The id of the operation whose body has the field.
    """

    name: str
    base: str
    field: str
    doc: str
    classes: tuple[HandlerClass, ...]
    operation: str = ""


@dataclass
class Contract:
    """All of it; `envelope` is the field of every answer that holds the resource, empty where there is none."""

    title: str
    doc: str
    structs: dict[str, Struct] = field(default_factory=dict[str, Struct])
    enums: dict[str, Enumeration] = field(default_factory=dict[str, Enumeration])
    modules: dict[str, Module] = field(default_factory=dict[str, Module])
    operations: list[Operation] = field(default_factory=list[Operation])
    checks: list[CheckRow] = field(default_factory=list[CheckRow])
    handlers: list[HandlerModule] = field(default_factory=list[HandlerModule])
    envelope: str = ""
