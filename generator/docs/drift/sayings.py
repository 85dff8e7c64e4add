"""Sayings: what the other recorded pages, and the spec, say of a thing that changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from generator.docs.drift.changes import Change, ChangeKind
from generator.docs.drift.spots import spots_of
from generator.docs.facts import Field, Fields, Page
from generator.rules.statements import Statement, statements
from generator.rules.subject import Subject

SPEC = "spec"
_FIELDS = (ChangeKind.FIELD_ADDED, ChangeKind.FIELD_REMOVED)
_VALUES = (ChangeKind.VALUE_ADDED, ChangeKind.VALUE_REMOVED)
_SILENT = object()


@dataclass(frozen=True)
class Saying:
    """What another page, or the spec, says of a thing that changed.

    Attributes:
        page: The page's id; `spec` for what the spec and its checks hold.
        operation: Where it says so.
        part: The part of the operation, or the status of an error.
        value: The value of the fact; of a field or an enum value whether it is there.
    """

    page: str
    operation: str
    part: str
    value: Any


class Sayings:
    """Finds what is said of a change.

    Args:
        subject: The document.
        held: What it holds.
        known: The recorded pages by id, without the one that changed.
    """

    def __init__(self, subject: Subject, held: Page, known: Mapping[str, Page]) -> None:
        self._subject = subject
        self._held = held
        self._known = known

    @cached_property
    def _statements(self) -> Mapping[str, list[Statement]]:
        """What the pages state, by the place of the document that is meant."""
        found: dict[str, list[Statement]] = {}
        for stated in statements(self._subject):
            for spot in stated.found if stated.page in self._known else ():
                found.setdefault(spot.pointer, []).append(stated)
        return found

    def of(self, change: Change) -> tuple[Saying, ...]:
        """Return what is said of a change, each page's different words once; the spec last."""
        if not change.field or not change.part:
            return ()
        said = [*self._of_pages(change), *self._of_spec(change)]
        return tuple({(one.page, repr(one.value)): one for one in reversed(said)}.values())[::-1]

    def _of_pages(self, change: Change) -> Iterator[Saying]:
        for spot in spots_of(self._subject, change):
            for stated in self._statements.get(spot.pointer, ()):
                value = _value(change, stated.facts)
                if value is not _SILENT and (
                    value is not False or change.kind not in _VALUES or self._is_whole(stated.page)
                ):
                    yield Saying(stated.page, stated.operation, stated.part, value)
        for name, page in self._known.items():
            fields = _fields(page, change)
            if change.kind in _FIELDS and fields and self._is_whole(name) and change.field not in fields:
                yield Saying(name, change.operation, change.part, False)

    def _is_whole(self, page: str) -> bool:
        """Tell whether what a page leaves out is denied; what was noted by hand is whole about nothing."""
        return self._known[page].layout is not None

    def _of_spec(self, change: Change) -> Iterator[Saying]:
        fields = _fields(self._held, change)
        if change.field in fields:
            value = _value(change, fields[change.field])
            if value is not _SILENT:
                yield Saying(SPEC, change.operation, change.part, value)
        elif change.kind in _FIELDS:
            yield Saying(SPEC, change.operation, change.part, False)


def _fields(page: Page, change: Change) -> Fields:
    if not change.operation:
        return page.errors.get(change.part, {})
    operation = page.operations.get(change.operation)
    return operation.fields(change.part) if operation else {}


def _value(change: Change, facts: Field) -> object:
    """Return what facts say of a change."""
    if change.kind in _FIELDS:
        return True
    if change.kind in _VALUES:
        value = change.now if change.kind is ChangeKind.VALUE_ADDED else change.was
        return value in facts["enum"] if facts.get("enum") else _SILENT
    return facts.get(change.fact, _SILENT)
