"""What the pages state, field by field, and where the document says the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from generator.docs.facts import PARTS
from generator.plain import mapping, sequence, step, text, texts
from generator.rules.subject import Operation, Spot, Subject

_PARAMETERS = ("path", "query", "header")
_SUCCESS = re.compile(r"2\d\d|2XX")


@dataclass(frozen=True)
class Statement:
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


def statements(subject: Subject) -> Iterator[Statement]:
    """Yield what all pages state of operations that the document has, and of its errors."""
    for page, said in (subject.pages or {}).items():
        operations = mapping(mapping(said).get("operations"))
        for operation in subject.operations:
            told = mapping(operations.get(operation.id))
            for part in (part for part in PARTS if part in told):
                place = step("/pages", page, "operations", operation.id, part)
                owners = holders(subject, operation.id, part)
                for field, facts, found in _told(subject, owners, told[part]):
                    yield Statement(page, step(place, field), operation.id, part, field, facts, found)
        for status, fields in mapping(mapping(said).get("errors")).items():
            place = step("/pages", page, "errors", status)
            for field, facts, found in _told(subject, holders(subject, "", status), fields):
                yield Statement(page, step(place, field), "", status, field, facts, found)


def _told(
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
        return [answer for known in subject.operations for answer in _answers(subject, known, part)]
    return [
        spot for known in subject.operations if known.id == operation for spot in _held(subject, known, part)
    ]


def _held(subject: Subject, operation: Operation, part: str) -> list[Spot]:
    if part in _PARAMETERS:
        return [spot for spot in subject.parameters_of(operation) if spot.value.get("in") == part]
    if part == "request":
        return _bodies(subject.resolve(operation.spot.step("requestBody")))
    statuses = [spot.name for spot in operation.spot.named("responses") if _SUCCESS.fullmatch(spot.name)]
    return [body for status in statuses for body in _answers(subject, operation, status)]


def _answers(subject: Subject, operation: Operation, status: str) -> list[Spot]:
    answers = [spot for spot in operation.spot.named("responses") if spot.name == status]
    return [body for spot in answers for body in _bodies(subject.resolve(spot))]


def _bodies(holder: Spot) -> list[Spot]:
    return [media.step("schema") for media in holder.named("content")]


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
        spots = [spot for part in parts for spot in part.named("properties") if spot.name == name]
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
    _gather(subject, schema, found, items=items)
    return list(found.values())


def _gather(subject: Subject, schema: Spot, found: dict[str, Spot], *, items: bool) -> None:
    schema = subject.resolve(schema)
    if schema.pointer in found:
        return
    found[schema.pointer] = schema
    inner = [schema.step("items")] if items and "items" in schema.value else []
    for spot in (*schema.listed("allOf"), *schema.listed("anyOf"), *schema.listed("oneOf"), *inner):
        _gather(subject, spot, found, items=items)


def schema_of(spot: Spot) -> Spot:
    """Return the schema of a parameter or property."""
    return spot.step("schema") if spot.kind == "parameters" else spot


def enums(subject: Subject, spot: Spot) -> list[Spot]:
    """Return the enums that a parameter or property may hold."""
    return [part for part in alternatives(subject, schema_of(spot)) if "enum" in part.value]
