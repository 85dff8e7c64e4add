"""What the pages state, field by field, and where the document says the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from generator.plain import mapping, step, texts
from generator.rules.subject import Operation, Spot, Subject

PARTS = ("path", "query", "header", "request", "response")
_PARAMETERS = ("path", "query", "header")
_SUCCESS = re.compile(r"2\d\d|2XX")


@dataclass(frozen=True)
class Statement:
    """What one page states of one field.

    Attributes:
        page: The page.
        pointer: Where the sources say so.
        what: The field in words.
        values: The enum values it names.
        found: The parameters or properties of the document that are meant.
    """

    page: str
    pointer: str
    what: str
    values: list[str]
    found: list[Spot]


@dataclass(frozen=True)
class _Part:
    """A part of a page: the fields it tells of, and what holds them in the document."""

    page: str
    pointer: str
    name: str
    owner: str
    fields: object
    holders: list[Spot]

    def statements(self, subject: Subject) -> Iterator[Statement]:
        """Yield what the part states, field by field."""
        for field, facts in mapping(self.fields).items():
            # The same property may be met by several ways.
            found = {spot.pointer: spot for spot in _find(subject, self.holders, field)}
            what = f"the {self.name} field {field} of {self.owner}"
            values = texts(mapping(facts).get("enum"))
            yield Statement(self.page, step(self.pointer, field), what, values, list(found.values()))


def statements(subject: Subject) -> Iterator[Statement]:
    """Yield what all pages state of operations that the document has, and of its errors."""
    for page, said in (subject.pages or {}).items():
        for part in (*_operations(subject, page, mapping(said)), *_errors(subject, page, mapping(said))):
            yield from part.statements(subject)


def _operations(subject: Subject, page: str, said: dict[str, object]) -> Iterator[_Part]:
    stated = mapping(said.get("operations"))
    for operation in subject.operations:
        for name in PARTS:
            place = step("/pages", page, "operations", operation.id, name)
            fields = mapping(stated.get(operation.id)).get(name)
            yield _Part(page, place, name, operation.id, fields, _holders(subject, operation, name))


def _errors(subject: Subject, page: str, said: dict[str, object]) -> Iterator[_Part]:
    for status, fields in mapping(said.get("errors")).items():
        place = step("/pages", page, "errors", status)
        holders = [
            answer for operation in subject.operations for answer in _answers(subject, operation, status)
        ]
        yield _Part(page, place, "error", f"status {status}", fields, holders)


def _holders(subject: Subject, operation: Operation, part: str) -> list[Spot]:
    """Return the parameters, or the schemas of bodies, that a part of a page tells of."""
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


def _find(subject: Subject, holders: list[Spot], field: str) -> list[Spot]:
    """Return the parameters or properties that a page's field means; a dot leads into objects and lists."""
    parameters = [spot for spot in holders if spot.kind == "parameters"]
    if parameters:
        return [spot for spot in parameters if spot.value.get("name") == field]
    spots = holders
    for name in field.split("."):
        parts = (part for spot in spots for part in _alternatives(subject, spot, set()))
        spots = [spot for part in parts for spot in part.named("properties") if spot.name == name]
    return spots


def _alternatives(subject: Subject, schema: Spot, seen: set[str]) -> Iterator[Spot]:
    """Yield a schema, what it refers to, its alternatives and its items, each once."""
    schema = subject.resolve(schema)
    if schema.pointer in seen:
        return
    seen.add(schema.pointer)
    yield schema
    items = [schema.step("items")] if "items" in schema.value else []
    for spot in (*schema.listed("allOf"), *schema.listed("anyOf"), *schema.listed("oneOf"), *items):
        yield from _alternatives(subject, spot, seen)


def enums(subject: Subject, spot: Spot) -> list[Spot]:
    """Return the enums that a parameter or property may hold."""
    schema = spot.step("schema") if spot.kind == "parameters" else spot
    return [part for part in _alternatives(subject, schema, set()) if "enum" in part.value]
