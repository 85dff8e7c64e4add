"""Checks: which facts each row of the overlay's table states, and which it rests on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from generator.docs.drift.changes import Change, ChangeKind
from generator.docs.facts import FACTS, Field, Kind
from generator.plain import is_mapping, mapping, sequence, text
from generator.rules.overlay import named, rows, values_of
from generator.rules.subject import Subject

_RESTS_ON: Mapping[str, frozenset[str]] = {
    "aliases": frozenset({"aliasOf", "yieldsTo"}),
    "campaign-cleared": frozenset({"clearable"}),
    "deprecated": frozenset({"deprecated", "replacedBy"}),
    "e164": frozenset({"format", "pattern"}),
    "handlers": frozenset({"usedWith", "requiredWith", "enum"}),
    "http-method": frozenset({"enum"}),
    "https": frozenset({"prefix"}),
    "max-results": frozenset({"minimum", "maximum"}),
    "search-city": frozenset({"needs"}),
    "search-number-type": frozenset({"enum"}),
    "search-pattern": frozenset({"excludes", "minLength", "maxLength", "pattern"}),
    "search-toll-free": frozenset({"usedWith"}),
    "settable-handler": frozenset({"enum"}),
    "url": frozenset({"prefix"}),
}
"""The facts that each check rests on; a check that isn't here rests on the fields that it names alone."""


@dataclass(frozen=True)
class Check:
    """A row of the overlay's table of checks.

    Attributes:
        name: The check.
        operation: The operation it guards.
        path: The file of the table.
        line: Its line there.
        row: The row itself.
    """

    name: str
    operation: str
    path: str
    line: int
    row: Mapping[str, Any] = field(compare=False, repr=False)

    def rests_on(self, change: Change) -> bool:
        """Tell whether what changed is what the check rests on."""
        if change.operation != self.operation:
            return False
        if change.kind in (ChangeKind.OPERATION_REMOVED, ChangeKind.METHOD, ChangeKind.PATH):
            return True
        is_rule = change.fact in FACTS and FACTS[change.fact] is Kind.RULE
        if change.part == "response" and not is_rule:
            return False
        row = dict(self.row)
        if change.kind is ChangeKind.FIELD_REMOVED:
            return change.field in named(row)
        if change.kind is ChangeKind.VALUE_REMOVED and (change.field, change.was) in values_of(row):
            return True
        return change.fact in _RESTS_ON.get(self.name, ()) and change.field in self._guarded(change.fact)

    def _guarded(self, fact: str) -> list[str]:
        """Return the fields of which the check needs a fact."""
        handlers, values = mapping(self.row.get("parameters")), mapping(self.row.get("values"))
        fields = list(self.row.get("fields", ()))
        if fact == "enum":
            return [*handlers, *values] or fields
        return fields + [name for told in handlers.values() for names in told.values() for name in names]


def checks(subject: Subject) -> list[Check]:
    """Return the checks of the document's API, in the order of their table."""
    return [
        Check(
            text(row.get("check")),
            text(row.get("operation")),
            table.path.as_posix(),
            table.line(place),
            row,
        )
        for table, place, row, _ in rows(subject)
    ]


Stated = Iterator[tuple[str, str, Any]]


def _handlers(row: Mapping[str, Any]) -> Stated:
    for handler, told in mapping(row.get("parameters")).items():
        for value, names in mapping(told).items():
            for name in names:
                yield name, "usedWith", {handler: [value]}
            yield names[0], "requiredWith", {handler: [value]}


def _aliases(row: Mapping[str, Any]) -> Stated:
    first, *others = row["fields"]
    for name in row["fields"]:
        yield name, "aliasOf", [other for other in row["fields"] if other != name]
    for name in others:
        yield name, "yieldsTo", [first]


def _deprecated(row: Mapping[str, Any]) -> Stated:
    for name in row.get("fields", ()):
        yield name, "replacedBy", list(row["instead"])


def _one_of(row: Mapping[str, Any]) -> Stated:
    for name in row["fields"]:
        yield name, "excludes", [other for other in row["fields"] if other != name]


def _first_needs(row: Mapping[str, Any]) -> Stated:
    first, *others = row["fields"]
    yield first, "needs", others


def _always(fact: str, value: Any) -> Callable[[Mapping[str, Any]], Stated]:
    return lambda row: ((name, fact, value) for name in row["fields"])


_STATES: Mapping[str, Callable[[Mapping[str, Any]], Stated]] = {
    "aliases": _aliases,
    "campaign-cleared": _always("clearable", False),
    "deprecated": _deprecated,
    "handlers": _handlers,
    "https": _always("prefix", "https://"),
    "search-city": _first_needs,
    "search-pattern": _one_of,
}
"""How each kind of row reads as facts of fields; the others state nothing that a fact could."""


def held_rules(subject: Subject) -> Mapping[tuple[str, str], Field]:
    """Return the rules that the checks state, by operation and field."""
    found: dict[tuple[str, str], dict[str, Any]] = defaultdict(dict)
    for check in checks(subject):
        reading = _STATES.get(check.name)
        for name, fact, value in reading(check.row) if reading else ():
            facts = found[check.operation, name]
            facts[fact] = _joined(facts.get(fact), value)
    return found


def _joined(one: object, other: object) -> object:
    """Return two statements of the same fact as one."""
    if is_mapping(one) and is_mapping(other):
        old, new = mapping(one), mapping(other)
        return {key: _joined(old.get(key), new.get(key)) for key in {**old, **new}}
    both = dict.fromkeys([*sequence(one), *sequence(other)])
    return list(both) if both else other
