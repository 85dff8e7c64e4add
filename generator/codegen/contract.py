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
        constants: The values it is bound to, where they tell its class from others.
        is_implied: Whether a discriminator names it and no schema describes it: its class may stand without it.
    """

    name: str
    wire: str
    shape: Shape
    required: bool
    doc: str
    pointer: str
    sent: bool = True
    received: bool = True
    constants: tuple[str | int, ...] = ()
    is_implied: bool = False


@dataclass(frozen=True)
class Struct:
    """A class with fields; an open one keeps the members it doesn't name."""

    name: str
    doc: str
    pointer: str
    fields: tuple[Field, ...]
    use: Use = Use.ANSWER
    is_open: bool = False


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
        location: path, query, header or cookie; or part, for a header of one part of a multipart body.
        shape: What it holds.
        required: Whether a call must give it.
        doc: What the document says of it.
        pointer: Where the document says it.
        style: The style it is written in; empty for the one it has anyway: a list item by item, a mapping as
            `name[key]`, and an id in a path as it is.
        explode: Whether each item or member stands for itself.
        allow_reserved: Whether marks with a meaning in addresses are kept.
        media_type: What it is written as, where its style is "content".
        part: The field of the body whose parts have it as a header; empty for any other parameter.
    """

    name: str
    wire: str
    location: str
    shape: Shape
    required: bool
    doc: str
    pointer: str
    style: str = ""
    explode: bool = False
    allow_reserved: bool = False
    media_type: str = ""
    part: str = ""


@dataclass(frozen=True)
class FieldEncoding:
    """How one field of a form is written, where it isn't written as all others are; see `Encoding` of the runtime.

    `pointer` is where the document says it.
    """

    name: str
    pointer: str = ""
    content_type: str = ""
    style: str = ""
    explode: bool = False
    allow_reserved: bool = False


@dataclass(frozen=True)
class Body:
    """What a request carries.

    Attributes:
        media_type: How it is written.
        shape: What it holds.
        required: Whether a call must give it.
        doc: What the document says of it.
        pointer: Where the document says it.
        encoding: The fields of a form that are written in another way.
        others: What may be sent instead, in other media types.
    """

    media_type: str
    shape: Shape
    required: bool
    doc: str
    pointer: str
    encoding: tuple[FieldEncoding, ...] = ()
    others: tuple[Body, ...] = ()


@dataclass(frozen=True)
class Answer:
    """One documented answer.

    Attributes:
        status: A code, a range such as 2XX, or default.
        shape: What it holds.
        doc: What the document says of it.
        pointer: Where the document says it.
        media_types: The media types it may have, the one that is read first.
        text: Whether it is text, as its shape is then bytes.
    """

    status: str
    shape: Shape
    doc: str
    pointer: str
    media_types: tuple[str, ...] = ()
    text: bool = False


@dataclass(frozen=True)
class PagingHint:
    """Where a page names the next one, and where its records are, by the names that the document has for members.

    Attributes:
        place: The members that lead to the link or the cursor.
        parameter: The parameter of the query that takes the cursor.
        more: The member that says whether there is a next page.
        records: The member that has the records.
    """

    place: tuple[str, ...] = ()
    parameter: str = ""
    more: str = ""
    records: str = ""


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
        text: Whether it is text, as `success` is then bytes.
        accept: The media types that are asked for; empty for JSON alone, or nothing.
        statuses: The codes that mean success; none where the document names none, and then all of 2XX do.
        security: The names of the credentials it takes together, for each way to call it.
        servers: The addresses it has of its own.
        method_name: The method of the resource classes: `x-method`, or the function's name.
        pages: The titles of the documentation pages that name it.
        paging: What the document says of its pages in so many words.
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
    text: bool = False
    accept: str = ""
    statuses: tuple[int, ...] = ()
    method_name: str = ""
    security: tuple[tuple[str, ...], ...] = ()
    servers: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    paging: PagingHint | None = None


@dataclass(frozen=True)
class ServerVariable:
    """A part of an address that can be chosen; see `ServerVariable` of the runtime."""

    name: str
    default: str | None = None
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class ServerAddress:
    """An address of the API; see `Server` of the runtime."""

    url: str
    description: str = ""
    variables: tuple[ServerVariable, ...] = ()

    @property
    def address(self) -> str:
        """The address with the usual values of its variables; a variable without one stays as it is written."""
        address = self.url
        for variable in self.variables:
            if variable.default is not None:
                address = address.replace("{" + variable.name + "}", variable.default)
        return address


@dataclass(frozen=True)
class Scheme:
    """A kind of credential; see `SecurityScheme` of the runtime. `pointer` is where the document describes it."""

    key: str
    kind: str
    name: str = ""
    location: str = ""
    description: str = ""
    pointer: str = ""


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
    """All of it.

    `envelope` is the field of every answer that holds the resource, empty where there is none; `typed` says whether the
    package has the types that say more than msgspec can decode.
    """

    title: str
    doc: str
    structs: dict[str, Struct] = field(default_factory=dict[str, Struct])
    enums: dict[str, Enumeration] = field(default_factory=dict[str, Enumeration])
    modules: dict[str, Module] = field(default_factory=dict[str, Module])
    operations: list[Operation] = field(default_factory=list[Operation])
    checks: list[CheckRow] = field(default_factory=list[CheckRow])
    handlers: list[HandlerModule] = field(default_factory=list[HandlerModule])
    envelope: str = ""
    typed: bool = False
    servers: tuple[ServerAddress, ...] = ()
    schemes: tuple[Scheme, ...] = ()
