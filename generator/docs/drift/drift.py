"""Drift: what a page says that is not what we hold, each difference with what it means and where it leads."""

from __future__ import annotations

from dataclasses import dataclass

from generator.docs.drift.breaking import breaking
from generator.docs.drift.changes import Change, ChangeKind
from generator.docs.drift.checks import Check, checks
from generator.docs.drift.comparison import Comparison, Found, Side
from generator.docs.drift.matching import match_operations, predecessor
from generator.docs.drift.sayings import Saying, Sayings
from generator.docs.drift.spots import pointer_of
from generator.docs.facts import PARTS, Page, as_page
from generator.docs.pages.reading import Reading
from generator.plain import mapping
from generator.rules.subject import Subject

__all__ = ["Check", "Difference", "Drift", "Saying", "Side", "drift_of", "recorded_pages"]

_MECHANICAL = frozenset(
    {ChangeKind.FIELD_ADDED, ChangeKind.VALUE_ADDED, ChangeKind.DEPRECATED, ChangeKind.NULLABLE}
)
"""Kinds of change that the spec can follow without judgement, where they break nobody and no check rests on them."""


@dataclass(frozen=True)
class Difference:
    """One change, and what it means.

    Attributes:
        change: The change.
        against: What the page was held against when it showed.
        breaking: Why it breaks callers, in a few words, or None where it doesn't.
        is_mechanical: Whether it can be taken over without judgement.
        path: The document's file.
        line: The line of the place in it.
        pointer: The place: the field, or the nearest thing above it that the document has.
        sayings: What the other pages and the spec say of it.
        checks: The checks that rest on it.
        sentence: The page's own words, where a sentence fits no rule.
    """

    change: Change
    against: tuple[Side, ...]
    breaking: str | None
    is_mechanical: bool
    path: str
    line: int
    pointer: str
    sayings: tuple[Saying, ...] = ()
    checks: tuple[Check, ...] = ()
    sentence: str = ""

    @property
    def weight(self) -> int:
        """How far down it belongs: breaking changes, checks at stake, additions, the rest."""
        if self.breaking:
            return 0
        if self.checks:
            return 1
        return 2 if self.change.kind.endswith("-added") else 3


@dataclass(frozen=True)
class Drift:
    """How a page and what we hold differ.

    Attributes:
        api: The API's name.
        id: The id under which the page is recorded; None for a new page.
        page: The page, its operations called as the document calls them.
        recorded_id: The id of the recorded page that it was held against, or None where none describes the same.
        recorded: That page.
        held: What the spec holds, as a page.
        differences: What differs, by what matters to users.
    """

    api: str
    id: str | None
    page: Page
    recorded_id: str | None
    recorded: Page | None
    held: Page
    differences: tuple[Difference, ...]


def recorded_pages(subject: Subject) -> dict[str, Page]:
    """Return the pages that the sources of a document keep, by id."""
    return {name: as_page(mapping(said)) for name, said in (subject.pages or {}).items()}


def drift_of(reading: Reading, subject: Subject, named: str | None = None) -> Drift:
    """Return how a page differs from what is recorded of it and from what the document holds.

    Args:
        reading: The page as read.
        subject: The document of the API that it describes.
        named: The id of the recorded page that it is, where the caller knows.
    """
    page = match_operations(reading.page, subject)
    known = recorded_pages(subject)
    name = predecessor(page, known, named)
    comparison = Comparison(subject, page, known, name, is_named=name is not None and name == named)
    others = {other: said for other, said in known.items() if not (comparison.is_same and other == name)}
    sayings = Sayings(subject, comparison.held, others)
    table = checks(subject)
    differences = [_difference(subject, one, sayings, table, reading) for one in comparison.found()]
    return Drift(
        api=subject.document.path.stem,
        id=name if comparison.is_same else None,
        page=page,
        recorded_id=name,
        recorded=comparison.old,
        held=comparison.held,
        differences=tuple(sorted(differences, key=lambda one: (one.weight, _position(page, one.change)))),
    )


def _difference(
    subject: Subject, found: Found, sayings: Sayings, table: list[Check], reading: Reading
) -> Difference:
    change, document = found.change, subject.document
    pointer = pointer_of(subject, change)
    at_stake = tuple(check for check in table if check.rests_on(change))
    reason = breaking(found.news) if found.news else None
    return Difference(
        change=change,
        against=found.against,
        breaking=reason,
        is_mechanical=not at_stake and not reason and _is_mechanical(found),
        path=document.path.as_posix(),
        line=document.line(pointer),
        pointer=pointer,
        sayings=sayings.of(change),
        checks=at_stake,
        sentence=reading.sentences.get(str(change.now), "") if change.fact == "unread" else "",
    )


def _is_mechanical(found: Found) -> bool:
    """Tell whether a change asks for no judgement: we hold it already, or its kind can be followed."""
    if found.change.fact == "unread":
        return False
    return found.news is None or (found.change.kind in _MECHANICAL and found.change.now not in (None, False))


def _position(page: Page, change: Change) -> tuple[int, int, int]:
    """Return where a change stands on the page; what the page hasn't comes last."""
    operations = list(page.operations)
    if change.operation not in operations:
        return len(operations), 0, 0
    parts = [part for part in PARTS if part in page.operations[change.operation].parts]
    if change.part not in parts:
        return operations.index(change.operation), -1, 0
    fields = list(page.operations[change.operation].fields(change.part))
    place = fields.index(change.field) if change.field in fields else len(fields)
    return operations.index(change.operation), parts.index(change.part), place
