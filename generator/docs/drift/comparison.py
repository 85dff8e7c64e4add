"""Comparison: which changes of a page are drift, against what is recorded of it and against what we hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from generator.docs.drift.changes import Change, ChangeKind, changes, says_less
from generator.docs.drift.held import held_page
from generator.docs.drift.matching import is_successor
from generator.docs.drift.spots import is_covered, spots_of
from generator.docs.facts import Page
from generator.plain import texts
from generator.rules.subject import Subject


class Side(StrEnum):
    """What a page is held against."""

    RECORDED = "recorded"
    SPEC = "spec"


@dataclass(frozen=True)
class Found:
    """One change that is drift.

    Attributes:
        change: The change.
        against: What the page was held against when it showed.
        news: The same change against what we hold; None where we hold already what the page says now.
    """

    change: Change
    against: tuple[Side, ...]
    news: Change | None


class Comparison:
    """One page beside what is known of it.

    Attributes:
        page: The page, its operations matched.
        known: The recorded pages by id.
        old: The recorded page that it is held against, or None.
        is_same: Whether it is that page, later.
        held: What the document holds.

    Args:
        subject: The document.
        page: The page.
        known: The recorded pages by id.
        name: The id of the one it is held against.
        is_named: Whether the caller says that it is that page.
    """

    def __init__(
        self, subject: Subject, page: Page, known: Mapping[str, Page], name: str | None, *, is_named: bool
    ) -> None:
        self._subject = subject
        self.page = page
        self.known = known
        self.old = known[name] if name else None
        self.is_same = self.old is not None and (is_named or is_successor(page, self.old))
        self.held = held_page(subject)

    def found(self) -> list[Found]:
        """Return the changes that are drift; those since the recorded page come first."""
        news = {one.outcome: one for one in changes(self.held, self.page, same_page=True)}
        missed = [one for one in changes(self.held, self.page, same_page=False) if self._is_missed(one)]
        since = {one.outcome: one for one in self._since()}
        outcomes = {one.outcome for one in missed}
        found = [
            Found(one, (Side.RECORDED, Side.SPEC) if name in outcomes else (Side.RECORDED,), news.get(name))
            for name, one in since.items()
        ]
        return found + [Found(one, (Side.SPEC,), one) for one in missed if one.outcome not in since]

    def _since(self) -> Iterator[Change]:
        """Yield what changed since the recorded page; a text that is the same has not changed."""
        if self.old and not (self.page.digest and self.page.digest == self.old.digest):
            found = changes(self.old, self.page, same_page=self.is_same)
            yield from (change for change in found if self.is_same or not self._is_told(change))
        if not self.is_same:
            yield from self._unread()

    def _is_told(self, change: Change) -> bool:
        """Tell whether an operation that the older page hasn't is on another one."""
        pages = [page for page in self.known.values() if page.layout is not None]
        return change.kind is ChangeKind.OPERATION_ADDED and any(
            change.operation in page.operations for page in pages
        )

    def _unread(self) -> Iterator[Change]:
        """Yield the sentences of a new page that no recorded page has, and no pattern reads."""
        known = {
            digest
            for page in self.known.values()
            for *_, facts in _fields(page)
            for digest in _digests(facts)
        }
        for operation, part, field, facts in _fields(self.page):
            for digest in _digests(facts):
                if digest not in known:
                    yield Change(ChangeKind.RULE_ADDED, operation, part, field, "unread", now=digest)

    def _is_missed(self, change: Change) -> bool:
        """Tell whether a difference from what we hold is one that we should know of."""
        if change.kind in (ChangeKind.STATUS_REMOVED, ChangeKind.RULE_REMOVED) or says_less(change):
            return False  # a page need not say all
        if change.kind is ChangeKind.FIELD_REMOVED and not self._is_expected(change):
            return False
        return not is_covered(self._subject, change)

    def _is_expected(self, change: Change) -> bool:
        """Tell whether a page should have a field: a page that was read has it, and this is no error's body."""
        sources = [
            source
            for spot in spots_of(self._subject, change)
            for source in texts(spot.value.get("x-sources"))
        ]
        read = {name for name, page in self.known.items() if page.layout is not None}
        return bool(change.operation) and not read.isdisjoint(sources)


def _fields(page: Page) -> Iterator[tuple[str, str, str, Mapping[str, Any]]]:
    for operation in page.operations.values():
        for part, fields in operation.parts.items():
            for field, facts in fields.items():
                yield operation.name, part, field, facts


def _digests(facts: Mapping[str, Any]) -> list[str]:
    return texts(facts.get("unread"))
