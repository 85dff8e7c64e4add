"""Facts: what a documentation page states of an API, as values, and which pages the spec names for it.

A fact is stated, denied or not stated. A fact that is not stated is absent, and absence is never a change.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from dataclasses import field as dataclass_field
from enum import StrEnum
from functools import lru_cache
from typing import Any

from generator.openapi.pointers import mapping, sequence, step, text, texts
from generator.openapi.view import Operation as SpecOperation
from generator.openapi.view import Spot, Subject

PARTS = ("path", "query", "header", "request", "response")
"""The parts of an operation that have fields, in the order a call meets them."""

Field = Mapping[str, Any]
"""What is stated of one field: the name of a fact and its value, as plain JSON types."""

Fields = Mapping[str, Field]
"""Fields by name in the page's order; a dot leads into an object or into the items of a list."""


class Kind(StrEnum):
    """What a fact is about."""

    SHAPE = "shape"
    RULE = "rule"
    SAMPLE = "sample"


FACTS: Mapping[str, Kind] = {
    "type": Kind.SHAPE,  # string, integer, number, boolean, array, object; enum where no values are shown
    "format": Kind.SHAPE,  # uuid, date-time, uri ...
    "required": Kind.SHAPE,  # True stated, False denied
    "nullable": Kind.SHAPE,  # the same
    "deprecated": Kind.SHAPE,  # the same
    "enum": Kind.SHAPE,  # the values in the page's order; of a list, those of its items
    "default": Kind.SHAPE,  # what the server takes where nothing is sent
    "minimum": Kind.SHAPE,
    "maximum": Kind.SHAPE,
    "minLength": Kind.SHAPE,
    "maxLength": Kind.SHAPE,
    "pattern": Kind.SHAPE,
    "usedWith": Kind.RULE,  # {field: [values]}: it has a meaning only with one of these values
    "requiredWith": Kind.RULE,  # {field: [values]}: it must be there with them
    "needs": Kind.RULE,  # [fields]: it can be sent only together with these
    "excludes": Kind.RULE,  # [fields]: it can't be sent together with these
    "aliasOf": Kind.RULE,  # [fields]
    "yieldsTo": Kind.RULE,  # [fields]: they take precedence where both are sent
    "replacedBy": Kind.RULE,  # [fields]: what to use instead of it
    "prefix": Kind.RULE,  # what its value must start with
    "clearable": Kind.RULE,  # whether the empty string clears it
    "unread": Kind.RULE,  # digests of sentences that sound like a rule and fit none of the above
    "example": Kind.SAMPLE,
}
"""Every fact that a field may have, in the order in which it is written."""
UNREAD_PART = "part-"
"""What the digest of a part that can't be read begins with under `unread` of an operation."""
BODY_REQUIRED = "bodyRequired"
"""The key under which the sources keep whether a call must have a body."""
ABOUT = ("presence", "method", "path", "body", *FACTS)
"""What a disagreement may be about: whether there is such a thing, the call itself, and what is stated of a field."""


@dataclass(frozen=True)
class Operation:
    """What a page states of one operation.

    Attributes:
        name: Its operationId; on a page that was just read, the page's own heading.
        method: The HTTP method in capitals, or None where the page doesn't say.
        path: The path with its parameters in braces and no host, or None.
        parts: Per part that the page has, its fields. A part that is absent is not on the page; one without
            fields is there and empty.
        statuses: The statuses the page names.
        unread: Digests of sentences above its fields that sound like a rule, and of its parts that can't be read.
        body_required: Whether a call must have a body; None where the page doesn't say or there is none.
    """

    name: str
    method: str | None = None
    path: str | None = None
    parts: Mapping[str, Fields] = dataclass_field(default_factory=dict[str, Fields])
    statuses: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    body_required: bool | None = None

    def fields(self, part: str) -> Fields:
        """Return the fields of a part."""
        return self.parts.get(part, {})


@dataclass(frozen=True)
class Page:
    """What a page states.

    Attributes:
        title: Its title.
        operations: Its operations by name.
        layout: The form it was read in, such as `stacked`; None for facts that were noted by hand.
        url: Where it says it stands, or None.
        date: The day it says it was last changed, as YYYY-MM-DD, or None.
        digest: The SHA-256 of its text, blanks aside; None for facts that were noted by hand.
        etag: What its server named this version of it, or None.
        security: The scheme and the scope it names.
        errors: Per status, the fields of the body that goes with it, for every operation.
    """

    title: str
    operations: Mapping[str, Operation]
    layout: str | None = None
    url: str | None = None
    date: str | None = None
    digest: str | None = None
    etag: str | None = None
    security: Mapping[str, str] = dataclass_field(default_factory=dict[str, str])
    errors: Mapping[str, Fields] = dataclass_field(default_factory=dict[str, Fields])

    def with_operation_names(self, names: Mapping[str, str]) -> Page:
        """Return the page with its operations called by other names; those not named keep theirs."""
        new = {
            names.get(name, name): replace(operation, name=names.get(name, name))
            for name, operation in self.operations.items()
        }
        return replace(self, operations=new)


def as_data(page: Page) -> dict[str, Any]:
    """Return a page as `spec/sources` keeps it: plain data, without what the page doesn't state.

    Args:
        page: The page.
    """
    given = {"title": page.title, "url": page.url, "date": page.date}
    known = {"layout": page.layout, "digest": page.digest, "etag": page.etag}
    data: dict[str, Any] = given | {key: value for key, value in known.items() if value is not None}
    if page.security:
        data["security"] = dict(page.security)
    if page.errors:
        data["errors"] = {status: _fields_as_data(fields) for status, fields in page.errors.items()}
    data["operations"] = {name: _operation_as_data(operation) for name, operation in page.operations.items()}
    return data


def _operation_as_data(operation: Operation) -> dict[str, Any]:
    # The path is the route here: `path` is the part with its parameters.
    known = {"method": operation.method, "route": operation.path}
    data: dict[str, Any] = {key: value for key, value in known.items() if value is not None}
    if operation.body_required is not None:
        data[BODY_REQUIRED] = operation.body_required
    data |= {part: _fields_as_data(operation.parts[part]) for part in PARTS if part in operation.parts}
    lists = {"statuses": operation.statuses, "unread": operation.unread}
    return data | {key: list(items) for key, items in lists.items() if items}


def _fields_as_data(fields: Fields) -> dict[str, Any]:
    return {name: {fact: facts[fact] for fact in FACTS if fact in facts} for name, facts in fields.items()}


def as_page(data: Mapping[str, Any]) -> Page:
    """Return the page that `spec/sources` keeps as this data.

    Args:
        data: The data, as `as_data` makes it.
    """
    return Page(
        title=text(data.get("title")),
        operations={
            name: _as_operation(name, mapping(stated))
            for name, stated in mapping(data.get("operations")).items()
        },
        layout=_text_or_none(data, "layout"),
        url=_text_or_none(data, "url"),
        date=_text_or_none(data, "date"),
        digest=_text_or_none(data, "digest"),
        etag=_text_or_none(data, "etag"),
        security={key: text(value) for key, value in mapping(data.get("security")).items()},
        errors={status: _as_fields(fields) for status, fields in mapping(data.get("errors")).items()},
    )


def _as_operation(name: str, stated: Mapping[str, Any]) -> Operation:
    parts = {part: _as_fields(stated[part]) for part in PARTS if part in stated}
    return Operation(
        name,
        _text_or_none(stated, "method"),
        _text_or_none(stated, "route"),
        parts,
        tuple(texts(stated.get("statuses"))),
        tuple(texts(stated.get("unread"))),
        stated[BODY_REQUIRED] if isinstance(stated.get(BODY_REQUIRED), bool) else None,
    )


def _as_fields(fields: object) -> Fields:
    return {name: mapping(facts) for name, facts in mapping(fields).items()}


def _text_or_none(data: Mapping[str, Any], key: str) -> str | None:
    return text(data.get(key)) or None


# What the pages state, field by field, and where the document says the same.

_PARAMETERS = ("path", "query", "header")
_SUCCESS = re.compile(r"2\d\d|2XX")


@dataclass(frozen=True)
class PageFact:
    """What one page states of one field.

    Attributes:
        page: The page.
        pointer: Where the sources say so.
        operation: The operation, empty for the body of an error, which goes with every operation.
        part: The part of it, or the status of the error.
        field: The field.
        facts: What is stated of it.
        found: The parameters or properties of the document that are meant.
    """

    page: str
    pointer: str
    operation: str
    part: str
    field: str
    facts: dict[str, Any]
    found: list[Spot]

    @property
    def what(self) -> str:
        """The field in words."""
        if self.operation:
            return f"the {self.part} field {self.field} of {self.operation}"
        return f"the error field {self.field} of status {self.part}"

    @property
    def values(self) -> list[str]:
        """The enum values that it names."""
        return texts(self.facts.get("enum"))

    @property
    def samples(self) -> list[str]:
        """The values that it shows as an example."""
        example = self.facts.get("example")
        return [text(value) for value in (example, *sequence(example)) if text(value)]


@lru_cache(maxsize=1)  # many rules ask, each for all
def page_facts(subject: Subject) -> tuple[PageFact, ...]:
    """Return what all pages state of operations that the document has, and of its errors."""
    return tuple(_page_facts(subject))


def _page_facts(subject: Subject) -> Iterator[PageFact]:
    for page, record in (subject.pages or {}).items():
        operations = mapping(mapping(record).get("operations"))
        for operation in subject.operations:
            stated = mapping(operations.get(operation.id))
            for part in (part for part in PARTS if part in stated):
                place = step("/pages", page, "operations", operation.id, part)
                owners = holders(subject, operation.id, part)
                for field, facts, found in _page_fields(subject, owners, stated[part]):
                    yield PageFact(page, step(place, field), operation.id, part, field, facts, found)
        for status, fields in mapping(mapping(record).get("errors")).items():
            place = step("/pages", page, "errors", status)
            for field, facts, found in _page_fields(subject, holders(subject, "", status), fields):
                yield PageFact(page, step(place, field), "", status, field, facts, found)


def _page_fields(
    subject: Subject, owners: list[Spot], fields: object
) -> Iterator[tuple[str, dict[str, Any], list[Spot]]]:
    for field, facts in mapping(fields).items():
        yield field, mapping(facts), find(subject, owners, field)


def holders(subject: Subject, operation: str, part: str) -> list[Spot]:
    """Return the parameters, or the schemas of bodies, that a part of a page tells of.

    Args:
        subject: The document.
        operation: The operation's id; empty for the body of an error.
        part: The part, or the status of the error.
    """
    if not operation:
        media = [entry for known in subject.operations for entry in subject.answer_media(known, part)]
        return [entry.step("schema") for entry in media]
    return [
        spot
        for known in subject.operations
        if known.id == operation
        for spot in _part_spots(subject, known, part)
    ]


def _part_spots(subject: Subject, operation: SpecOperation, part: str) -> list[Spot]:
    if part in _PARAMETERS:
        return [spot for spot in subject.parameters_of(operation) if spot.value.get("in") == part]
    if part == "request":
        media = subject.body_media(operation)
    else:
        statuses = [answer.name for answer in operation.answers if _SUCCESS.fullmatch(answer.name)]
        media = [entry for status in statuses for entry in subject.answer_media(operation, status)]
    return [entry.step("schema") for entry in media]


def find(subject: Subject, owners: list[Spot], field: str) -> list[Spot]:
    """Return the parameters or properties that a page's field means, each once.

    Args:
        subject: The document.
        owners: What holds them, see `holders`.
        field: The field; a dot leads into objects and lists.
    """
    parameters = [spot for spot in owners if spot.kind == "parameters"]
    if parameters:
        return [spot for spot in parameters if spot.value.get("name") == field]
    spots = owners
    for name in field.split("."):
        parts = [part for spot in spots for part in alternatives(subject, spot)]
        spots = [spot for part in parts if (spot := part.named_child("properties", name))]
    # The same property may be met by several ways.
    return list({spot.pointer: spot for spot in spots}.values())


def alternatives(subject: Subject, schema: Spot, *, items: bool = True) -> list[Spot]:
    """Return a schema, what it refers to, its alternatives and perhaps its items, each once.

    Args:
        subject: The document.
        schema: The schema.
        items: Whether the items of a list count.
    """
    found: dict[str, Spot] = {}
    _collect_alternatives(subject, schema, found, items=items)
    return list(found.values())


def _collect_alternatives(subject: Subject, schema: Spot, found: dict[str, Spot], *, items: bool) -> None:
    schema = subject.resolve(schema)
    if schema.pointer in found:
        return
    found[schema.pointer] = schema
    inner = [schema.step("items")] if items and "items" in schema.value else []
    for spot in (
        *schema.listed_children("allOf"),
        *schema.listed_children("anyOf"),
        *schema.listed_children("oneOf"),
        *inner,
    ):
        _collect_alternatives(subject, spot, found, items=items)


def answer_schemas(subject: Subject) -> list[Spot]:
    """Return the schemas that answers are made of, where they are defined, each once.

    Args:
        subject: The document.
    """
    spots = [
        media.step("schema")
        for operation in subject.operations
        for answer in operation.answers
        for media in subject.answer_media(operation, answer.name)
    ]
    return schemas_within(subject, spots)


def schemas_within(subject: Subject, spots: list[Spot]) -> list[Spot]:
    """Return schemas and those of all that they hold, where they are defined, each once.

    Args:
        subject: The document.
        spots: The schemas.
    """
    found: dict[str, Spot] = {}
    while spots:
        parts = {part.pointer: part for spot in spots for part in alternatives(subject, spot)}
        new = [part for pointer, part in parts.items() if pointer not in found]
        found |= {part.pointer: part for part in new}
        spots = [field for part in new for field in part.named_children("properties")]
    return list(found.values())


def schema_of(spot: Spot) -> Spot:
    """Return the schema of a parameter or property."""
    return spot.step("schema") if spot.kind == "parameters" else spot


def enums(subject: Subject, spot: Spot) -> list[Spot]:
    """Return the enums that a parameter or property may hold."""
    return [part for part in alternatives(subject, schema_of(spot)) if "enum" in part.value]


def described_spots(subject: Subject, page: Mapping[str, Any]) -> Iterator[Spot]:
    """Yield the operations, answers and security schemes that a page states something of.

    Args:
        subject: The document.
        page: The page, as its sources keep it.
    """
    operations = mapping(page.get("operations"))
    for operation in subject.operations:
        if operation.id in operations:
            yield operation.spot
            statuses = texts(mapping(operations[operation.id]).get("statuses"))
            answers = [answer for answer in operation.answers if answer.name in statuses]
            yield from map(subject.resolve, answers)
    if page.get("security"):
        yield from (spot for spot in subject.components if spot.kind == "securitySchemes")


# What the document leaves out on purpose: `omits` of an x-disagreement names it.

_DISAGREEMENT = "x-disagreement"


def is_omitted_operation(subject: Subject, operation: str) -> bool:
    """Tell whether the document's own x-disagreement says that it leaves an operation out."""
    return _omits(subject.root, operation)


def is_omitted_status(subject: Subject, operation: str, status: str) -> bool:
    """Tell whether the x-disagreement of an operation says that it leaves a status out."""
    return any(known.id == operation and _omits(known.spot, status) for known in subject.operations)


def is_omitted_field(subject: Subject, operation: str, part: str, field: str) -> bool:
    """Tell whether a schema that would have a field, or the operation, says that it leaves the field out."""
    above, _, name = field.rpartition(".")
    owners = holders(subject, operation, part)
    owners = find(subject, owners, above) if above else owners
    schemas = [
        schema for spot in owners if spot.kind != "parameters" for schema in alternatives(subject, spot)
    ]
    operations = [known.spot for known in subject.operations if known.id == operation]
    return any(_omits(spot, name) for spot in (*schemas, *operations))


def is_omitted_value(subject: Subject, spots: list[Spot], value: str) -> bool:
    """Tell whether a field, or the enum of its values, says that it leaves a value out.

    Args:
        subject: The document.
        spots: The parameters or properties that are meant.
        value: The value.
    """
    return any(
        _omits(spot, value) for spot in (*spots, *(enum for one in spots for enum in enums(subject, one)))
    )


def has_dispute(spot: Spot, fact: str) -> bool:
    """Tell whether the x-disagreement of a field is about one of its facts; one that names none is about all."""
    if _DISAGREEMENT not in spot.value:
        return False
    about = mapping(spot.value[_DISAGREEMENT]).get("about")
    return about is None or fact in texts(about)


def _omits(spot: Spot, name: str) -> bool:
    return name in texts(mapping(spot.value.get(_DISAGREEMENT)).get("omits"))
