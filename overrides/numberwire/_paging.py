"""Paging through a listing: which page comes next, and when to stop; pure, in bounded memory."""

from collections.abc import Callable, Sequence
from typing import Any, Generic, Literal, TypeVar
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

import msgspec
from msgspec.structs import replace

from numberwire._answer import PartialPage
from numberwire._messages import logger
from numberwire._report import Report
from numberwire._response import Response
from numberwire._steps import CallResult
from numberwire.definition import Query
from numberwire.errors import (
    APIResponseValidationError,
    InvalidRequestError,
    ListingError,
    NumberwireError,
)
from numberwire_api import Model, Operation, html_table

__all__ = ["OnBadRecord", "Page", "Pager", "cursor_error", "cursor_query"]

T = TypeVar("T")
OnBadRecord = Literal["raise", "skip"]

_MOST_EMPTY_PAGES = 20
_MOST_SEEN = 10_000
_MOST_PARAMETERS = 100


class Page(msgspec.Struct, Generic[T], frozen=True):
    """One page of a listing.

    Attributes:
        data: Its records.
        links: Its links; ``links.next`` is where the next page is, or None. None where the API gave no links.
        cursor: Where to continue after this page: keep it and pass it to ``list(cursor=...)``; None on the last.
        skipped: Of a listing with ``errors="skip"``, the records that can't be read.
        response: The answer as it came.
    """

    data: Sequence[T]
    links: Any
    cursor: str | None
    skipped: tuple[APIResponseValidationError, ...] = ()
    response: Response = Response(0)

    def _repr_html_(self) -> str:
        """Return the records as a table for notebooks."""
        return html_table([record for record in self.data if isinstance(record, Model)])


class Pager(msgspec.Struct, Generic[T]):
    """A listing under way.

    Attributes:
        operation: What to ask next; None at the end.
        base_url: Where the API is; a page elsewhere is refused.
        errors: What to do with a record that can't be read.
        leads_on: Whether a next link's query leads to a page after the first.
        end: The error that the listing ends with once its last page has been handed out; None where it ends well.
    """

    operation: Operation[Any] | None
    base_url: str
    errors: OnBadRecord = "raise"
    leads_on: Callable[[Query], bool] = bool
    end: APIResponseValidationError | None = None
    _before: Sequence[T] = ()
    _empty: int = 0
    _steps: int = 0
    _mark: str | None = None
    _seen: set[int] = msgspec.field(default_factory=set[int])

    def take_page(self, result: CallResult) -> Page[T] | NumberwireError:
        """Take a page, and set ``operation`` to what comes after it.

        An error is returned and not raised, because a traceback would show the answer, which may echo a secret.

        Args:
            result: The page, or the part of it that can be read.

        Returns:
            The page; or the error that the listing ends with at once.
        """
        operation, report = self.operation, result.report
        assert operation is not None and report is not None  # noqa: PT018, S101 a page was asked for and answered
        data, links = result.value.data, result.value.links
        partial = result.value if isinstance(result.value, PartialPage) else None
        self.operation = None
        if data and data == self._before:
            return _listing_error(report, "two pages in a row hold the same records", operation)
        query, why = self._next_query(operation, links)
        why = why or self._cycle_reason(operation, data, query)
        self._before = data
        if why is not None:
            query, self.end = None, _listing_error(report, why, operation)
        elif partial and partial.links_flaw:
            message = f"the next page is unknown: {partial.links_flaw}."
            body = result.response.content
            self.end = report.error(APIResponseValidationError, message, body=body, excerpt=True)
        self.operation = None if query is None else replace(operation, query=query)
        cursor = None if query is None else urlencode(query)
        skipped = self._bad_records(partial, cursor, report) if partial else ()
        if skipped and self.errors == "raise":
            skipped[0].__cause__ = self.end
            return skipped[0]
        for error in skipped:
            logger().warning("skipped: %s", error)
        return Page(data, links, cursor, skipped, result.response)

    def _bad_records(
        self, partial: PartialPage, cursor: str | None, report: Report
    ) -> tuple[APIResponseValidationError, ...]:
        """The errors of the records that can't be read; the first alone where it ends the listing."""
        readable = tuple(partial.data)
        bad = partial.bad[:1] if self.errors == "raise" else partial.bad
        return tuple(
            report.error(
                APIResponseValidationError,
                f"record {record.position} of the page can't be read: {record.why}",
                body=record.content,
                position=record.position,
                readable=readable,
                cursor=cursor,
            )
            for record in bad
        )

    def _next_query(self, operation: Operation[Any], links: Any) -> tuple[Query | None, str | None]:
        """The query of the next page, and what is wrong with it; both None on the last page."""
        link = getattr(links, "next", None)
        if not link:
            return None, None
        here = urlsplit(self.base_url + operation.path)
        try:
            there = urlsplit(urljoin(here.geturl(), link))
            elsewhere = _place(there) != _place(here)
            query = tuple(parse_qsl(there.query, keep_blank_values=True, max_num_fields=_MOST_PARAMETERS))
        except ValueError:
            query, elsewhere = (), True
        if elsewhere:
            place = here.geturl()
            return (
                None,
                f"the next link points to another scheme, host, port or path than {place}; it was not followed",
            )
        if not self.leads_on(query):
            return None, "the next link points to the first page"
        return query, None

    def _cycle_reason(self, operation: Operation[Any], data: Sequence[T], query: Query | None) -> str | None:
        """Why a listing goes round in circles; None where it doesn't.

        The first cursors are remembered, as hashes. Beyond them it is Brent's way of finding a cycle: one cursor
        is remembered, and replaced at each power of two of steps, so that a circle of any length is found in
        bounded memory.
        """
        self._empty = 0 if data else self._empty + 1
        self._steps += 1
        here = _cursor(operation)
        if len(self._seen) < _MOST_SEEN:
            self._seen.add(hash(here))
        if query is None:
            return None
        cursor = urlencode(query)
        if cursor in (self._mark, here) or hash(cursor) in self._seen:
            return "the next link points to a page already read"
        if self._empty >= _MOST_EMPTY_PAGES:
            return f"{_MOST_EMPTY_PAGES} pages in a row were empty"
        if self._mark is None or self._steps & (self._steps - 1) == 0:
            self._mark = cursor
        return None


def _listing_error(report: Report, why: str, operation: Operation[Any]) -> ListingError:
    return report.error(ListingError, f"listing stopped: {why}", cursor=_cursor(operation))


def _cursor(operation: Operation[Any]) -> str:
    return urlencode([(name, value) for name, value in operation.query if value is not None])


def _place(url: Any) -> tuple[str, str, int | None, str]:
    default = {"http": 80, "https": 443}.get(url.scheme)
    return url.scheme, url.hostname or "", url.port or default, url.path.rstrip("/")


def cursor_query(cursor: str, leads_on: Callable[[Query], bool] = bool) -> Query:
    """The query of a cursor.

    Args:
        cursor: The cursor.
        leads_on: Whether a query leads to a page after the first.

    Raises:
        InvalidRequestError: It is no cursor that a page gave.
    """
    if not isinstance(cursor, str):  # pyright: ignore[reportUnnecessaryIsInstance]: callers may be untyped
        raise cursor_error()
    try:
        query = tuple(parse_qsl(cursor, keep_blank_values=True, strict_parsing=True))
    except ValueError:
        query = ()
    # Whatever a page gives is written as it is read here; a whole link, or a query out of one, may not be.
    if not query or urlencode(query) != cursor or not leads_on(query):
        raise cursor_error()
    return query


def cursor_error() -> InvalidRequestError:
    """The error of a cursor that no page gave."""
    return InvalidRequestError("invalid cursor: pass page.cursor of an earlier page, unchanged.")
