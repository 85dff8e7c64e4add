"""Compares a page with its record and the spec: each difference, what it means and who else says so."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

from generator.docs.compare.breaking import breaking_reason
from generator.docs.compare.changes import Change, ChangeKind, changes, names_less, promises_more
from generator.docs.compare.loss import NO_LOSS, Loss, find_loss
from generator.docs.compare.match import is_successor, match_operations, predecessor_id
from generator.docs.compare.spec_facts import Check, checks, has_disagreement, pointer_of, spec_page, spots_of
from generator.docs.pages.page_reader import Reading
from generator.facts import PARTS, Field, Fields, Page, PageFact, as_page, page_facts
from generator.openapi.pointers import mapping, texts
from generator.openapi.view import Subject

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
        is_mechanical: Whether it can be accepted without judgement.
        path: The document's file.
        line: The line of the place in it.
        pointer: The place: the field, or the nearest thing above it that the document has.
        page_values: What the other pages and the spec say of it.
        checks: The checks that rest on it.
        sentence: The page's own words, where a sentence fits no rule; ours, where a part can't be read.
        advice: What there is to do where it can't be accepted, in a sentence or two.
        is_recorded_only: Whether accepting it changes the page's record, and nothing that the client has.
    """

    change: Change
    against: tuple[Side, ...]
    breaking: str | None
    is_mechanical: bool
    path: str
    line: int
    pointer: str
    page_values: tuple[PageValue, ...] = ()
    checks: tuple[Check, ...] = ()
    sentence: str = ""
    advice: str = ""
    is_recorded_only: bool = False

    @property
    def weight(self) -> int:
        """How far down it belongs: breaking changes, checks or calls at stake, additions, the rest."""
        if self.breaking:
            return 0
        # Released clients call the old path until they are updated, although an update breaks nobody's code.
        if self.checks or self.change.kind in (ChangeKind.METHOD, ChangeKind.PATH):
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
        loss: What the page no longer states of its own record.
    """

    api: str
    id: str | None
    page: Page
    recorded_id: str | None
    recorded: Page | None
    held: Page
    differences: tuple[Difference, ...]
    loss: Loss = NO_LOSS

    @property
    def is_drift(self) -> bool:
        """Whether there is anything that a person or `docs accept` has to look at."""
        return bool(self.differences or self.loss)


def recorded_pages(subject: Subject) -> dict[str, Page]:
    """Return the pages that the sources of a document keep, by id."""
    return {name: as_page(mapping(record)) for name, record in (subject.pages or {}).items()}


def find_drift(
    reading: Reading, subject: Subject, named: str | None = None, operations: Collection[str] = ()
) -> Drift:
    """Return how a page differs from what is recorded of it and from what the document holds.

    Args:
        reading: The page as read.
        subject: The document of the API that it describes.
        named: The id of the recorded page that it is, where the caller knows.
        operations: The ids of operations that it has, where the caller knows.

    Raises:
        MatchError: It can't be told which of its operations one of these is.
    """
    page = match_operations(reading.page, subject, operations)
    known = recorded_pages(subject)
    name = predecessor_id(page, known, named)
    comparison = DriftFinder(subject, page, known, name, is_named=name is not None and name == named)
    others = {other: record for other, record in known.items() if not (comparison.is_same and other == name)}
    page_values = PageValues(subject, comparison.held, others)
    table = checks(subject)
    differences = [
        _weigh_change(subject, one, page_values, table, reading) for one in comparison.drift_changes()
    ]
    return Drift(
        api=subject.document.path.stem,
        id=name if comparison.is_same else None,
        page=page,
        recorded_id=name,
        recorded=comparison.old,
        held=comparison.held,
        differences=tuple(
            sorted(differences, key=lambda one: (one.weight, _page_position(page, one.change)))
        ),
        loss=find_loss(comparison.old, page) if comparison.old and comparison.is_same else NO_LOSS,
    )


def _weigh_change(
    subject: Subject, drift: DriftChange, page_values: PageValues, table: list[Check], reading: Reading
) -> Difference:
    change, document = drift.change, subject.document
    pointer = pointer_of(subject, change)
    at_stake = tuple(check for check in table if check.rests_on(change))
    reason = breaking_reason(drift.news) if drift.news else None
    return Difference(
        change=change,
        against=drift.against,
        breaking=reason,
        is_mechanical=not at_stake and not reason and _is_mechanical(drift),
        path=document.path.as_posix(),
        line=document.line(pointer),
        pointer=pointer,
        page_values=page_values.of(change),
        checks=at_stake,
        sentence=_unread_words(reading, change),
    )


def _unread_words(reading: Reading, change: Change) -> str:
    """Return what stands behind a digest of `unread`; empty for any other change."""
    known = {**reading.sentences, **reading.unread_parts}
    return known.get(str(change.now), "") if change.fact == "unread" else ""


def _is_mechanical(drift: DriftChange) -> bool:
    """Tell whether a change asks for no judgement: we hold it already, or its kind can be followed."""
    if drift.change.fact == "unread":
        return False
    return drift.news is None or (drift.change.kind in _MECHANICAL and drift.change.now not in (None, False))


def _page_position(page: Page, change: Change) -> tuple[int, int, int]:
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


# Comparison: which changes of a page are drift, against what is recorded of it and against what we hold.


class Side(StrEnum):
    """What a page is held against."""

    RECORDED = "recorded"
    SPEC = "spec"


@dataclass(frozen=True)
class DriftChange:
    """One change that is drift.

    Attributes:
        change: The change.
        against: What the page was held against when it showed.
        news: The same change against what we hold; None where we hold already what the page says now.
    """

    change: Change
    against: tuple[Side, ...]
    news: Change | None


class DriftFinder:
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
        held: What the document holds, where the caller has it.
    """

    def __init__(
        self,
        subject: Subject,
        page: Page,
        known: Mapping[str, Page],
        name: str | None,
        *,
        is_named: bool,
        held: Page | None = None,
    ) -> None:
        self._subject = subject
        self.page = page
        self.known = known
        self.old = known[name] if name else None
        self.is_same = self.old is not None and (is_named or is_successor(page, self.old))
        self.held = held or spec_page(subject)

    def drift_changes(self) -> list[DriftChange]:
        """Return the changes that are drift; those since the recorded page come first."""
        news = {one.outcome: one for one in changes(self.held, self.page, same_page=True)}
        missed = [one for one in changes(self.held, self.page, same_page=False) if self._is_new_drift(one)]
        since = {one.outcome: one for one in self._changes_since_record()}
        outcomes = {one.outcome for one in missed}
        found = [
            DriftChange(
                one, (Side.RECORDED, Side.SPEC) if name in outcomes else (Side.RECORDED,), news.get(name)
            )
            for name, one in since.items()
        ]
        return found + [DriftChange(one, (Side.SPEC,), one) for one in missed if one.outcome not in since]

    def _changes_since_record(self) -> Iterator[Change]:
        """Yield what changed since the recorded page; a text that is the same has not changed."""
        if not (self.old and self.page.digest and self.page.digest == self.old.digest):
            found = changes(self.old, self.page, same_page=self.is_same) if self.old else []
            yield from (change for change in found if self.is_same or self._is_news_beside(change))
            yield from self._new_sentences()

    def _is_news_beside(self, change: Change) -> bool:
        """Tell whether a difference from another page is news: what that page says more need not be on this one."""
        if change.kind is ChangeKind.STATUS_REMOVED:
            return False
        is_settled = change.kind.endswith("-removed") and has_disagreement(self._subject, change)
        return not (is_settled or promises_more(change) or self._is_on_another_page(change))

    def _is_on_another_page(self, change: Change) -> bool:
        """Tell whether an operation that the older page hasn't is on another one."""
        pages = [page for page in self.known.values() if page.layout is not None]
        return change.kind is ChangeKind.OPERATION_ADDED and any(
            change.operation in page.operations for page in pages
        )

    def _new_sentences(self) -> Iterator[Change]:
        """Yield the sentences that no recorded page has, and no pattern reads.

        What is said of one operation says nothing of another, even in the same words.
        """
        pages = self.known.values()
        of_fields = {
            digest for page in pages for *_, facts in _all_fields(page) for digest in _sentence_digests(facts)
        }
        of_operations = {
            (operation.name, digest)
            for page in pages
            for operation in page.operations.values()
            for digest in operation.unread
        }
        known = of_fields | {digest for _, digest in of_operations}
        for name, part, field, facts in _all_fields(self.page):
            for digest in _sentence_digests(facts):
                if digest not in known:
                    yield Change(ChangeKind.RULE_ADDED, name, part, field, "unread", now=digest)
        for operation in self.page.operations.values():
            for digest in operation.unread:
                if digest not in of_fields and (operation.name, digest) not in of_operations:
                    yield Change(ChangeKind.RULE_ADDED, operation.name, fact="unread", now=digest)

    def _is_new_drift(self, change: Change) -> bool:
        """Tell whether a difference from what we hold is one that we should know of."""
        if change.kind in (ChangeKind.STATUS_REMOVED, ChangeKind.RULE_REMOVED) or names_less(change):
            return False  # a page need not say all
        if promises_more(change):
            return False
        if change.kind is ChangeKind.FIELD_REMOVED and not self._should_have_field(change):
            return False
        return not has_disagreement(self._subject, change)

    def _should_have_field(self, change: Change) -> bool:
        """Tell whether a page should have a field: a page that was read has it, and this is no error's body."""
        sources = [
            source
            for spot in spots_of(self._subject, change)
            for source in texts(spot.value.get("x-sources"))
        ]
        read = {name for name, page in self.known.items() if page.layout is not None}
        return bool(change.operation) and not read.isdisjoint(sources)


def _all_fields(page: Page) -> Iterator[tuple[str, str, str, Mapping[str, Any]]]:
    for operation in page.operations.values():
        for part, fields in operation.parts.items():
            for field, facts in fields.items():
                yield operation.name, part, field, facts


def _sentence_digests(facts: Mapping[str, Any]) -> list[str]:
    return texts(facts.get("unread"))


# Other pages: what the other recorded pages, and the spec, say of a thing that changed.

SPEC = "spec"
_FIELDS = (ChangeKind.FIELD_ADDED, ChangeKind.FIELD_REMOVED)
_VALUES = (ChangeKind.VALUE_ADDED, ChangeKind.VALUE_REMOVED)
_SILENT = object()


@dataclass(frozen=True)
class PageValue:
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


class PageValues:
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
    def _facts_by_place(self) -> Mapping[str, list[PageFact]]:
        """What the pages state, by the place of the document that is meant."""
        found: dict[str, list[PageFact]] = {}
        for fact in page_facts(self._subject):
            for spot in fact.found if fact.page in self._known else ():
                found.setdefault(spot.pointer, []).append(fact)
        return found

    def of(self, change: Change) -> tuple[PageValue, ...]:
        """Return what is said of a change, each page's different words once; the spec last."""
        if not change.field or not change.part:
            return ()
        values = [*self._values_of_pages(change), *self._values_of_spec(change)]
        return tuple({(one.page, repr(one.value)): one for one in reversed(values)}.values())[::-1]

    def _values_of_pages(self, change: Change) -> Iterator[PageValue]:
        for spot in spots_of(self._subject, change):
            for stated in self._facts_by_place.get(spot.pointer, ()):
                value = _fact_value(change, stated.facts)
                if value is not _SILENT and (
                    value is not False or change.kind not in _VALUES or self._states_all_fields(stated.page)
                ):
                    yield PageValue(stated.page, stated.operation, stated.part, value)
        for name, page in self._known.items():
            fields = _fields_of_part(page, change)
            if (
                change.kind in _FIELDS
                and fields
                and self._states_all_fields(name)
                and change.field not in fields
            ):
                yield PageValue(name, change.operation, change.part, False)

    def _states_all_fields(self, page: str) -> bool:
        """Tell whether what a page leaves out is denied; what was noted by hand is whole about nothing."""
        return self._known[page].layout is not None

    def _values_of_spec(self, change: Change) -> Iterator[PageValue]:
        fields = _fields_of_part(self._held, change)
        if change.field in fields:
            value = _fact_value(change, fields[change.field])
            if value is not _SILENT:
                yield PageValue(SPEC, change.operation, change.part, value)
        elif change.kind in _FIELDS:
            yield PageValue(SPEC, change.operation, change.part, False)


def _fields_of_part(page: Page, change: Change) -> Fields:
    if not change.operation:
        return page.errors.get(change.part, {})
    operation = page.operations.get(change.operation)
    return operation.fields(change.part) if operation else {}


def _fact_value(change: Change, facts: Field) -> object:
    """Return what facts say of a change."""
    if change.kind in _FIELDS:
        return True
    if change.kind in _VALUES:
        value = change.now if change.kind is ChangeKind.VALUE_ADDED else change.was
        return value in facts["enum"] if facts.get("enum") else _SILENT
    return facts.get(change.fact, _SILENT)
