"""Checks pages one after another against the record and the spec; a page that fails does not stop the others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from generator.docs.compare.changes import Change, ChangeKind
from generator.docs.compare.compare import Drift, find_drift, recorded_pages
from generator.docs.compare.match import MatchError, described_subject, document_scope
from generator.docs.compare.remaining import Task, open_tasks
from generator.docs.pages.capture import Capture, PageError
from generator.docs.pages.page_reader import Reading, read_page
from generator.facts import Page
from generator.openapi.view import Subject

_MOST_FIELDS = 5000
NOT_MODIFIED = "not modified"
"""Why a page was not checked whose server says that it is still the recorded one."""
Fetch = Callable[[str, str | None], Capture | None]
"""Gets the page of a file or URL; None where it is still the version of this ETag."""
Judge = Callable[[Reading, Subject, str | None], Drift]
"""Compares a page with a document, given the id of the recorded page that it is, where that is known."""


@dataclass(frozen=True)
class CheckedPage:
    """A page that could be held against what is known of it.

    Attributes:
        source: The file or URL it came from.
        drift: How it and what we hold differ.
        known: The recorded pages of its API by id.
        gaps: What the page leaves out or could not be read, in words.
        passed_operations: How many further operations it describes, far from those of the API.
        sentences: Its sentences that sound like a rule and fit none, by their digests.
    """

    source: str
    drift: Drift
    known: Mapping[str, Page]
    gaps: tuple[str, ...] = ()
    passed_operations: int = 0
    sentences: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True)
class UnreadablePage:
    """A page that could not be fetched, read or matched, and why."""

    source: str
    message: str


@dataclass(frozen=True)
class UncheckedPage:
    """A recorded page that was not looked at, and why."""

    api: str
    page: str
    reason: str


@dataclass(frozen=True)
class CheckResult:
    """What a check of pages found.

    Attributes:
        checked: The pages that could be checked.
        unreadable: Those that could not.
        passed: The recorded pages that nothing was done about.
        open: What earlier pages left open and nothing settled yet, save what these pages tell themselves.
    """

    checked: tuple[CheckedPage, ...] = ()
    unreadable: tuple[UnreadablePage, ...] = ()
    passed: tuple[UncheckedPage, ...] = ()
    open: tuple[Task, ...] = ()

    @property
    def has_drift(self) -> bool:
        """Whether any page differs from what we hold."""
        return any(page.drift.is_drift for page in self.checked)

    @property
    def has_checked_pages(self) -> bool:
        """Whether any page was looked at, be it to hear that it is still the recorded one."""
        return bool(self.checked or self.unreadable) or any(
            page.reason == NOT_MODIFIED for page in self.passed
        )


def check_pages(
    sources: Iterable[str],
    subjects: Sequence[Subject],
    fetch: Fetch,
    named: str | None = None,
    judge: Judge = find_drift,
) -> CheckResult:
    """Check pages that the caller has.

    Args:
        sources: Files and URLs.
        subjects: The documents that they may describe.
        fetch: Gets a page.
        named: The id of the recorded page that each of them is.
        judge: Compares a page.
    """
    found = [
        _check_source(source, subjects, partial(fetch, source, None), named, judge) for source in sources
    ]
    return _collect_results(found, subjects)


def check_recorded_pages(
    subjects: Sequence[Subject], fetch: Fetch, named: str | None = None, judge: Judge = find_drift
) -> CheckResult:
    """Check the recorded pages where they stand now.

    Args:
        subjects: The documents.
        fetch: Gets a page.
        named: The id of the one to check; all by default.
        judge: Compares a page.
    """
    found: list[CheckedPage | UnreadablePage | UncheckedPage] = []
    for subject in subjects:
        for name, page in recorded_pages(subject).items():
            if named in (None, name):
                found.append(_check_recorded_page(name, page, subject, fetch, judge))
    return _collect_results(found, subjects)


def _check_recorded_page(
    name: str, page: Page, subject: Subject, fetch: Fetch, judge: Judge
) -> CheckedPage | UnreadablePage | UncheckedPage:
    api, url = subject.document.path.stem, page.url
    if url is None:
        reason = "no URL recorded" if page.layout else "noted by hand, no page of its own"
        return UncheckedPage(api, name, reason)
    found = _check_source(url, [subject], partial(fetch, url, page.etag), name, judge)
    return found or UncheckedPage(api, name, NOT_MODIFIED)


def _check_source(
    source: str,
    subjects: Sequence[Subject],
    fetch: Callable[[], Capture | None],
    named: str | None,
    judge: Judge,
) -> CheckedPage | UnreadablePage | None:
    try:
        capture = fetch()
        if capture is None:
            return None
        reading = read_page(capture, document_scope(subjects))
    except PageError as error:
        return UnreadablePage(source, str(error))
    if (size := _field_count(reading.page)) > _MOST_FIELDS:
        return UnreadablePage(
            source, f"{size} fields are more than any documentation page has; name another page."
        )
    subject = subjects[0] if len(subjects) == 1 else described_subject(reading.page, subjects)
    if subject is None:
        apis = " or ".join(subject.document.path.stem for subject in subjects)
        return UnreadablePage(source, f"can't tell which API this page describes: give --api {apis}.")
    try:
        drift = judge(reading, subject, named)
    except MatchError as error:
        return UnreadablePage(source, f"{error}.")
    gaps = reading.gaps_beside([difference.sentence for difference in drift.differences])
    return CheckedPage(
        source,
        drift,
        recorded_pages(subject),
        gaps,
        reading.passed_operations,
        reading.sentences,
    )


def _field_count(page: Page) -> int:
    parts = [fields for operation in page.operations.values() for fields in operation.parts.values()]
    return sum(map(len, [*parts, *page.errors.values()]))


def _collect_results(
    found: Sequence[CheckedPage | UnreadablePage | UncheckedPage | None], subjects: Sequence[Subject]
) -> CheckResult:
    checked = [one for one in found if isinstance(one, CheckedPage)]
    return CheckResult(
        tuple(checked),
        tuple(one for one in found if isinstance(one, UnreadablePage)),
        tuple(one for one in found if isinstance(one, UncheckedPage)),
        untold_tasks(
            [page.drift for page in checked],
            subjects,
            {digest: words for page in checked for digest, words in page.sentences.items()},
        ),
    )


def untold_tasks(
    drifts: Iterable[Drift], subjects: Iterable[Subject], sentences: Mapping[str, str]
) -> tuple[Task, ...]:
    """Return what is open and that no checked page tells itself.

    Args:
        drifts: How the pages that were checked differ.
        subjects: The documents.
        sentences: The sentences that these pages have, by their digests: one that is open is quoted.
    """
    told = {(drift.api, *_told_once(one.change)) for drift in drifts for one in drift.differences}
    return tuple(
        _quote(task, sentences)
        for subject in subjects
        for task in open_tasks(subject)
        if task.change and (task.api, *_told_once(task.change)) not in told
    )


def _quote(task: Task, sentences: Mapping[str, str]) -> Task:
    change = task.change
    sentence = sentences.get(str(change.now)) if change and change.fact == "unread" else None
    return replace(task, words=f'It says: "{sentence}". {task.words}') if sentence else task


def _told_once(change: Change) -> tuple[str, ...]:
    """Return what makes a difference and an open entry one: an entry keeps an operation's name, and not its fields."""
    is_whole = change.kind in (ChangeKind.OPERATION_ADDED, ChangeKind.OPERATION_REMOVED)
    return change.outcome[:-1] if is_whole else change.outcome
