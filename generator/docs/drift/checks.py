"""Checks: which facts each row of `x-checks` rests on, and which facts of fields it states."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from generator.docs.drift.changes import Change, ChangeKind
from generator.docs.facts import FACTS, Field, Kind
from generator.extension_rows import CheckRow
from generator.plain import is_mapping, mapping, sequence
from generator.rules.overlay import Guard, guards
from generator.rules.subject import Subject


@dataclass(frozen=True)
class Check:
    """A row of `x-checks`.

    Attributes:
        name: The check.
        operation: The operation it guards.
        path: The document.
        line: Its line there.
        guard: The row itself.
    """

    name: str
    operation: str
    path: str
    line: int
    guard: Guard = field(compare=False, repr=False)

    def rests_on(self, change: Change) -> bool:
        """Tell whether what changed is what the check rests on."""
        if change.operation != self.operation:
            return False
        if change.kind in (ChangeKind.OPERATION_REMOVED, ChangeKind.METHOD, ChangeKind.PATH):
            return True
        is_rule = change.fact in FACTS and FACTS[change.fact] is Kind.RULE
        if change.part == "response" and not is_rule:
            return False
        if change.kind is ChangeKind.FIELD_REMOVED:
            return change.field in self.guard.named
        if change.kind is ChangeKind.VALUE_REMOVED and (change.field, change.was) in self.guard.values:
            return True
        return change.fact in self.guard.row.facts and change.field in self._guarded(change.fact)

    def _guarded(self, fact: str) -> list[str]:
        """Return the fields of which the check needs a fact."""
        row = self.guard.row
        if fact == "enum":
            return [*row.handlers, *row.values] or list(row.fields)
        return [*row.fields, *self.guard.parameters]


def checks(subject: Subject) -> list[Check]:
    """Return the checks of a document, in the order of their rows."""
    document = subject.document
    return [
        Check(
            guard.row.check, operation.id, document.path.as_posix(), document.line(guard.row.pointer), guard
        )
        for operation, guard in guards(subject)
    ]


Stated = Iterator[tuple[str, Any]]


def _used_with(guard: Guard) -> Stated:
    for chooser in guard.handlers:
        for row in chooser.rows:
            yield from ((name, {chooser.name: [row.value]}) for name in row.parameters)


def _required_with(guard: Guard) -> Stated:
    for chooser in guard.handlers:
        for row in chooser.rows:
            yield from ((name, {chooser.name: [row.value]}) for name in row.required)


def _others(guard: Guard) -> Stated:
    fields = guard.row.fields
    yield from ((name, [other for other in fields if other != name]) for name in fields)


def _first(guard: Guard) -> Stated:
    yield from ((name, [guard.row.fields[0]]) for name in guard.row.fields[1:])


def _first_alone(guard: Guard) -> Stated:
    yield from ((name, list(guard.row.fields[1:])) for name in guard.row.fields[:1])


def _instead(guard: Guard) -> Stated:
    yield from ((name, list(guard.row.instead)) for name in guard.row.fields)


_STATES: Mapping[str, Callable[[Guard], Stated]] = {
    "usedWith": _used_with,
    "requiredWith": _required_with,
    "needs": _first_alone,
    "excludes": _others,
    "aliasOf": _others,
    "yieldsTo": _first,
    "replacedBy": _instead,
}
"""How a row that rests on a fact reads as that fact of its fields; of any other fact it says so in `states`."""


def _stated(guard: Guard) -> Iterator[tuple[str, str, Any]]:
    """Yield the facts of fields that a row states: the field, the fact and its value."""
    row: CheckRow = guard.row
    for fact in row.facts:
        if fact in row.states:
            yield from ((name, fact, row.states[fact]) for name in row.fields)
        elif fact in _STATES:
            yield from ((name, fact, value) for name, value in _STATES[fact](guard))


def held_rules(subject: Subject) -> Mapping[tuple[str, str], Field]:
    """Return the rules that the checks state, by operation and field."""
    found: dict[tuple[str, str], dict[str, Any]] = defaultdict(dict)
    for operation, guard in guards(subject):
        for name, fact, value in _stated(guard):
            facts = found[operation.id, name]
            facts[fact] = _joined(facts.get(fact), value)
    return found


def _joined(one: object, other: object) -> object:
    """Return two statements of the same fact as one."""
    if is_mapping(one) and is_mapping(other):
        old, new = mapping(one), mapping(other)
        return {key: _joined(old.get(key), new.get(key)) for key in {**old, **new}}
    both = dict.fromkeys([*sequence(one), *sequence(other)])
    return list(both) if both else other
