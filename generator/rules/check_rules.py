"""Rules on `x-checks` and `x-handlers`: each row is written as asked and names things that the document has."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from generator.facts import FACTS, alternatives
from generator.openapi.extension_rows import (
    ANSWERS_ONLY,
    CHECKS,
    HANDLERS,
    SETTABLE,
    CheckRow,
    HandlerField,
    check_rows,
    handler_fields,
)
from generator.openapi.pointers import is_mapping, mapping, sequence, step, text, texts
from generator.openapi.view import Operation, Spot, Subject, as_text
from generator.rules.rule import Breach, Rule

_CHECK = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_ENUM, _UUID = "enum", "uuid"
_LISTS = ("fields", "instead", "handlers", "facts")
_ROW_MEND = "Write check, rule and page, and of fields, values, instead, handlers, facts and states those that it has."
_HANDLER_MEND = "Write field -> value -> required, optional and sources, each a list of names."


@dataclass(frozen=True)
class Guard:
    """A row of `x-checks`, and the handlers that it is about.

    Attributes:
        row: The row.
        handlers: What the operation says of the handler fields that the row names.
    """

    row: CheckRow
    handlers: tuple[HandlerField, ...]

    @property
    def parameters(self) -> list[str]:
        """The parameters of the handlers that the row is about."""
        return [name for field in self.handlers for row in field.rows for name in row.parameters]

    @property
    def named_fields(self) -> list[str]:
        """Every field that the row names; what replaces a value is a value."""
        row = self.row
        instead = () if row.values and not row.fields else row.instead
        return list(dict.fromkeys([*row.fields, *instead, *row.values, *row.handlers, *self.parameters]))

    @property
    def values(self) -> list[tuple[str, str]]:
        """Every value that the row names, with its field."""
        row = self.row
        instead = () if row.fields else row.instead
        pairs = [(field, value) for field, values in row.values.items() for value in (*values, *instead)]
        return pairs + [
            (field.name, row_of_field.value) for field in self.handlers for row_of_field in field.rows
        ]


def guards(subject: Subject) -> Iterator[tuple[Operation, Guard]]:
    """Yield each row of `x-checks` with its operation."""
    for operation in subject.operations:
        spot = operation.spot
        handlers = {field.name: field for field in handler_fields(spot.value, spot.pointer)}
        values_of = partial(_marked_values, subject, _fields_of(subject, operation))
        for row in check_rows(operation.id, spot.value, spot.pointer, values_of):
            yield operation, Guard(row, tuple(handlers[name] for name in row.handlers if name in handlers))


def _marked_values(subject: Subject, fields: dict[str, Spot], name: str, word: str) -> list[str]:
    """Return the values of a field that no request may carry, or those that one may."""
    enums = _value_lists(subject, fields[name]) if name in fields else ()
    return [
        value
        for enum in enums
        for value in texts(enum.value["enum"])
        if (mapping(mapping(enum.value.get("x-values")).get(value)).get(ANSWERS_ONLY) is True)
        == (word == ANSWERS_ONLY)
    ]


def _check_forms(subject: Subject) -> Iterator[Breach]:
    names = {operation.spot.pointer for operation in subject.operations}
    for spot in subject.objects:
        for key in (CHECKS, HANDLERS):
            if key in spot.value and spot.pointer not in names:
                yield Breach(
                    step(spot.pointer, key),
                    f"{key} is not on an operation.",
                    "Move it to an operation.",
                )
    for operation in subject.operations:
        yield from _row_forms(operation.spot)
        yield from _handler_forms(operation.spot)


def _row_forms(spot: Spot) -> Iterator[Breach]:
    place = step(spot.pointer, CHECKS)
    rows = sequence(spot.value.get(CHECKS))
    if CHECKS in spot.value and not rows:
        yield Breach(place, "These checks are not a list of rows.", _ROW_MEND)
    for index, row in enumerate(rows):
        for fault in _row_faults(mapping(row)):
            yield Breach(step(place, index), f"The row {fault}.", _ROW_MEND)


def _row_faults(row: dict[str, Any]) -> Iterator[str]:
    if not _CHECK.fullmatch(text(row.get("check"))):
        yield "has no check, or one that isn't in kebab-case"
    yield from (f"has no {key}" for key in ("rule", "page") if not as_text(row.get(key)))
    for key in sorted(row.keys() - {"check", "rule", "page", "values", "states", *_LISTS}):
        yield f"has the unknown key {key!r}"
    yield from (
        f"has {key} that are not a list of names" for key in _LISTS if key in row and not _is_list(row[key])
    )
    for field, values in mapping(row.get("values")).items():
        if values not in (ANSWERS_ONLY, SETTABLE) and not _is_list(values):
            yield f"has values of {field!r} that are neither a list nor the word {ANSWERS_ONLY} or {SETTABLE}"
    yield from (
        f"has {key} that are not a mapping"
        for key in ("values", "states")
        if key in row and not is_mapping(row[key])
    )
    facts = texts(row.get("facts"))
    yield from (f"rests on the unknown fact {fact!r}" for fact in facts if fact not in FACTS)
    yield from (
        f"states {fact!r} without resting on it" for fact in mapping(row.get("states")) if fact not in facts
    )


def _is_list(value: object) -> bool:
    """Tell whether a value is a list of different texts, and not empty."""
    return bool(texts(value)) and value == list(dict.fromkeys(texts(value)))


def _handler_forms(spot: Spot) -> Iterator[Breach]:
    place = step(spot.pointer, HANDLERS)
    fields = spot.value.get(HANDLERS)
    if HANDLERS in spot.value and not mapping(fields):
        yield Breach(place, "These handlers are not a mapping of fields.", _HANDLER_MEND)
    for field, handlers in mapping(fields).items():
        if not mapping(handlers):
            yield Breach(
                step(place, field), f"The handlers of {field!r} are not a mapping of values.", _HANDLER_MEND
            )
        for value, row in mapping(handlers).items():
            for fault in _handler_faults(mapping(row)):
                yield Breach(step(place, field, value), f"The handler {value!r} {fault}.", _HANDLER_MEND)


def _handler_faults(row: dict[str, Any]) -> Iterator[str]:
    for key in sorted(row.keys() - {"required", "optional", "sources"}):
        yield f"has the unknown key {key!r}"
    for key in ("required", "optional", "sources"):
        if key in row and not _is_list(row[key]):
            yield f"has {key} that is not a list of names"
    if not row.get("sources"):
        yield "has no sources"
    for name in texts(row.get("required")):
        if name in texts(row.get("optional")):
            yield f"has {name} twice"


def _check_pages(subject: Subject) -> Iterator[Breach]:
    names = list(subject.pages or {})
    for _, guard in guards(subject):
        row = guard.row
        if row.page and row.page not in names:
            yield Breach(
                row.pointer,
                f"The check {row.check!r} is taken from the page {row.page!r}, which "
                f"{subject.sources_path.as_posix()} hasn't.",
                _mend_words(row.page, names),
            )
    for _, field in _handler_fields(subject):
        for handler in field.rows:
            for page in handler.sources:
                if page not in names:
                    message = (
                        f"The handler {handler.value!r} has the source {page!r}, which "
                        f"{subject.sources_path.as_posix()} hasn't."
                    )
                    yield Breach(handler.pointer, message, _mend_words(page, names))


def _handler_fields(subject: Subject) -> Iterator[tuple[Operation, HandlerField]]:
    for operation in subject.operations:
        for field in handler_fields(operation.spot.value, operation.spot.pointer):
            yield operation, field


def _check_fields(subject: Subject) -> Iterator[Breach]:
    for operation, guard in guards(subject):
        row = guard.row
        chosen = [field.name for _, field in _handler_fields(subject) if _ is operation]
        names = list(_fields_of(subject, operation))
        for name in (name for name in guard.named_fields if name not in guard.parameters):
            if name not in names:
                yield _absence_breach(row, "field", name, f"{operation.id} hasn't", names)
            elif name in row.handlers and name not in chosen:
                yield _absence_breach(row, "handler field", name, "x-handlers hasn't", chosen)
    for operation, field in _handler_fields(subject):
        names = list(_fields_of(subject, operation))
        if field.name not in names:
            message = f"x-handlers names the field {field.name!r}, which {operation.id} hasn't."
            yield Breach(field.pointer, message, _mend_words(field.name, names))
        yield from _check_handler_parameters(operation, field, names)


def _check_handler_parameters(
    operation: Operation, field: HandlerField, names: list[str]
) -> Iterator[Breach]:
    owners: dict[str, str] = {}
    for row in field.rows:
        for name in row.parameters:
            if name not in names:
                message = f"The handler {row.value!r} names the field {name!r}, which {operation.id} hasn't."
                yield Breach(row.pointer, message, _mend_words(name, names))
            elif owners.setdefault(name, row.value) != row.value:
                message = f"The field {name!r} belongs to the handlers {owners[name]!r} and {row.value!r}."
                yield Breach(row.pointer, message, "Give it to one of them.")


def _check_values(subject: Subject) -> Iterator[Breach]:
    for operation, guard in guards(subject):
        names = _fields_of(subject, operation)
        for name, value in guard.values:
            values = (
                _values_of(subject, names[name]) if name in names and name not in guard.row.handlers else []
            )
            if values and value not in values:
                yield _absence_breach(guard.row, "value", value, f"{name} hasn't", values)
    for operation, field in _handler_fields(subject):
        spot = _fields_of(subject, operation).get(field.name)
        values = _marked_values(subject, {field.name: spot}, field.name, SETTABLE) if spot else []
        for row in field.rows:
            if spot and row.value not in values:
                message = (
                    f"The handler {row.value!r} is not a value of {field.name} that a request may carry."
                )
                yield Breach(row.pointer, message, _mend_words(row.value, values))


def _check_coverage(subject: Subject) -> Iterator[Breach]:
    """Yield each enum that is sent and that no row checks, where a row of the document checks one; so for UUIDs."""
    rows: dict[str, list[Guard]] = {operation.id: [] for operation in subject.operations}
    for operation, guard in guards(subject):
        rows[operation.id].append(guard)
    kinds = {
        fact for guarded in rows.values() for guard in guarded for fact in (guard.row.check, *guard.row.facts)
    }
    for operation in subject.operations:
        guarded = rows[operation.id]
        for name, spot in _fields_of(subject, operation).items():
            if spot.pointer in _path_schemas(subject, operation):
                continue
            values = set(_marked_values(subject, {name: spot}, name, SETTABLE))
            if _ENUM in kinds and values and not any(_takes_only(guard, name, values) for guard in guarded):
                yield _gap(spot, operation, f"values: {{{name}: {SETTABLE}}}", f"{name!r} is an enum", _ENUM)
            elif (
                _UUID in kinds
                and _is_uuid(subject, spot)
                and not any(guard.row.check == _UUID and name in guard.row.fields for guard in guarded)
            ):
                yield _gap(spot, operation, f"fields: [{name}]", f"{name!r} is a UUID", _UUID)


def _takes_only(guard: Guard, name: str, values: set[str]) -> bool:
    """Tell whether a row names all the values of an enum, or its handlers, which are its values."""
    return name in guard.row.handlers or values <= {*guard.row.values.get(name, ())}


def _gap(spot: Spot, operation: Operation, columns: str, what: str, check: str) -> Breach:
    return Breach(
        spot.pointer,
        f"The field {what} that {operation.id} sends, and no check refuses another text for it.",
        f"Add a row to its x-checks: {{check: {check}, {columns}}}, with rule and page.",
    )


def _path_schemas(subject: Subject, operation: Operation) -> set[str]:
    """Return the places of the schemas of what stands in the path; a wrong one is a 404."""
    spots = subject.parameters_of(operation)
    return {spot.step("schema").pointer for spot in spots if spot.value.get("in") == "path"}


def _is_uuid(subject: Subject, spot: Spot) -> bool:
    return any(part.value.get("format") == _UUID for part in alternatives(subject, spot, items=False))


def _absence_breach(row: CheckRow, kind: str, name: str, which: str, names: Iterable[str]) -> Breach:
    return Breach(
        row.pointer,
        f"The check {row.check!r} names the {kind} {name!r}, which {which}.",
        _mend_words(name, names),
    )


def _mend_words(name: str, names: Iterable[str]) -> str:
    near = difflib.get_close_matches(name, list(names), 1)
    return f"Rename it to {near[0]!r}, or delete it." if near else "Delete it."


def _fields_of(subject: Subject, operation: Operation) -> dict[str, Spot]:
    """Return the parameters and the body's properties of an operation by name."""
    fields = {text(spot.value.get("name")): spot.step("schema") for spot in subject.parameters_of(operation)}
    for media in subject.body_media(operation):
        schema = subject.resolve(media.step("schema"))
        fields |= {spot.pointer.rpartition("/")[2]: spot for spot in schema.named_children("properties")}
    return fields


def _value_lists(subject: Subject, spot: Spot) -> list[Spot]:
    """Return the schemas that list the values of a field; none where it is no enum."""
    parts = alternatives(subject, spot, items=False)
    return [part for part in parts if sequence(part.value.get("enum"))]


def _values_of(subject: Subject, spot: Spot) -> list[str]:
    return [value for enum in _value_lists(subject, spot) for value in texts(enum.value["enum"])]


RULES = (
    Rule("NW601", "Every row of x-checks and every handler of x-handlers is written as asked.", _check_forms),
    Rule("NW602", "The pages that x-checks and x-handlers name are the API's sources.", _check_pages),
    Rule(
        "NW603",
        "x-checks and x-handlers name fields of their operation, a parameter for one handler.",
        _check_fields,
    ),
    Rule("NW604", "x-checks and x-handlers name values that their fields may have.", _check_values),
    Rule(
        "NW605",
        "Where x-checks has a check of an enum or a UUID, each enum or UUID that is sent has one.",
        _check_coverage,
    ),
)
