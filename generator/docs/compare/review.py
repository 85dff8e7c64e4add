"""Review: pages one after another, each read, matched and held against the spec; one that fails stops no other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from generator.docs.compare.compare import Drift, drift_of, recorded_pages
from generator.docs.compare.match import described
from generator.docs.pages.capture import Capture, PageError
from generator.docs.pages.read import read_page
from generator.facts import Page
from generator.openapi.view import Subject

_MOST_FIELDS = 5000
Fetch = Callable[[str, str | None], Capture | None]
"""Gets the page of a file or URL; None where it is still the version of this ETag."""


@dataclass(frozen=True)
class Checked:
    """A page that could be held against what is known of it.

    Attributes:
        source: The file or URL it came from.
        drift: How it and what we hold differ.
        known: The recorded pages of its API by id.
    """

    source: str
    drift: Drift
    known: Mapping[str, Page]


@dataclass(frozen=True)
class Unreadable:
    """A page that could not be fetched, read or matched, and why."""

    source: str
    message: str


@dataclass(frozen=True)
class Passed:
    """A recorded page that was not looked at, and why."""

    api: str
    page: str
    reason: str


@dataclass(frozen=True)
class Review:
    """What a check of pages found.

    Attributes:
        checked: The pages that could be checked.
        unreadable: Those that could not.
        passed: The recorded pages that nothing was done about.
    """

    checked: tuple[Checked, ...] = ()
    unreadable: tuple[Unreadable, ...] = ()
    passed: tuple[Passed, ...] = ()

    @property
    def has_drift(self) -> bool:
        """Whether any page differs from what we hold."""
        return any(one.drift.differences for one in self.checked)


def review_pages(
    sources: Iterable[str], subjects: Sequence[Subject], fetch: Fetch, named: str | None = None
) -> Review:
    """Check pages that the caller has.

    Args:
        sources: Files and URLs.
        subjects: The documents that they may describe.
        fetch: Gets a page.
        named: The id of the recorded page that each of them is.
    """
    found = [_checked(source, subjects, partial(fetch, source, None), named) for source in sources]
    return _review(found)


def review_recorded(subjects: Sequence[Subject], fetch: Fetch, named: str | None = None) -> Review:
    """Check the recorded pages where they stand now.

    Args:
        subjects: The documents.
        fetch: Gets a page.
        named: The id of the one to check; all by default.
    """
    found: list[Checked | Unreadable | Passed] = []
    for subject in subjects:
        for name, page in recorded_pages(subject).items():
            if named in (None, name):
                found.append(_fetched(name, page, subject, fetch))
    return _review(found)


def _fetched(name: str, page: Page, subject: Subject, fetch: Fetch) -> Checked | Unreadable | Passed:
    api, url = subject.document.path.stem, page.url
    if url is None:
        reason = "no URL recorded" if page.layout else "noted by hand, no page of its own"
        return Passed(api, name, reason)
    found = _checked(url, [subject], partial(fetch, url, page.etag), name)
    return found or Passed(api, name, "not modified")


def _checked(
    source: str, subjects: Sequence[Subject], fetch: Callable[[], Capture | None], named: str | None
) -> Checked | Unreadable | None:
    try:
        capture = fetch()
        if capture is None:
            return None
        paths = {operation.path for subject in subjects for operation in subject.operations}
        reading = read_page(capture, paths)
    except PageError as error:
        return Unreadable(source, str(error))
    if (size := _size(reading.page)) > _MOST_FIELDS:
        return Unreadable(
            source, f"{size} fields are more than any documentation page has; name another page."
        )
    subject = subjects[0] if len(subjects) == 1 else described(reading.page, subjects)
    if subject is None:
        apis = " or ".join(subject.document.path.stem for subject in subjects)
        return Unreadable(source, f"it can't be told which API this page describes: say --api {apis}.")
    return Checked(source, drift_of(reading, subject, named), recorded_pages(subject))


def _size(page: Page) -> int:
    parts = [fields for operation in page.operations.values() for fields in operation.parts.values()]
    return sum(map(len, [*parts, *page.errors.values()]))


def _review(found: Sequence[Checked | Unreadable | Passed | None]) -> Review:
    return Review(
        tuple(one for one in found if isinstance(one, Checked)),
        tuple(one for one in found if isinstance(one, Unreadable)),
        tuple(one for one in found if isinstance(one, Passed)),
    )
