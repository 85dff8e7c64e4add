"""Paging through a listing: which page comes next, and when to stop; pure, in bounded memory."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Generic, Literal, TypeVar

import msgspec
from msgspec.structs import replace

from numberwire._answer import PartialPage
from numberwire._base_url import is_here
from numberwire._cycle import CycleDetector, records_key
from numberwire._messages import logger
from numberwire._report import Report
from numberwire._response import Response, response_of
from numberwire._steps import CallResult
from numberwire._urls import join_url, read_query, split_url, write_query
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
    _empty: int = 0
    _cursors: CycleDetector | None = None
    _contents: CycleDetector = msgspec.field(default_factory=CycleDetector)

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
        if data and self._contents.is_repeat(records_key(data)):
            return _listing_error(report, "the records of an earlier page came again", operation)
        query, why = self._next_query(operation, links)
        why = why or self._cycle_reason(operation, data, query)
        if why is not None:
            query, self.end = None, _listing_error(report, why, operation)
        elif partial and partial.links_flaw:
            message = f"the next page is unknown: {partial.links_flaw}."
            body = result.response.content
            self.end = report.error(APIResponseValidationError, message, body=body, excerpt=True)
        self.operation = None if query is None else replace(operation, query=query)
        cursor = None if query is None else write_query(query)
        skipped = self._bad_records(partial, cursor, report) if partial else ()
        if skipped and self.errors == "raise":
            skipped[0].__cause__ = self.end
            return skipped[0]
        for error in skipped:
            logger().warning("skipped: %s", error)
        return Page(data, links, cursor, skipped, response_of(result.response))

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
        here = self.base_url + operation.path
        try:
            there = split_url(join_url(here, link))
            elsewhere = not is_here(there, self.base_url, operation.path, operation.path)
            query = read_query(there.query, max_num_fields=_MOST_PARAMETERS)
        except ValueError:
            query, elsewhere = (), True
        if elsewhere:
            return (
                None,
                f"the next link points to another scheme, host, port or path than {here}; it was not followed",
            )
        if not self.leads_on(query):
            return None, "the next link points to the first page"
        return query, None

    def _cycle_reason(self, operation: Operation[Any], data: Sequence[T], query: Query | None) -> str | None:
        """Why a listing would not end; None where it goes on well, or ends."""
        self._empty = 0 if data else self._empty + 1
        if self._cursors is None:
            self._cursors = CycleDetector()
            self._cursors.is_repeat(_cursor(operation))
        if query is None:
            return None
        if self._cursors.is_repeat(write_query(query)):
            return "the next link points to a page already read"
        if self._empty >= _MOST_EMPTY_PAGES:
            return f"{_MOST_EMPTY_PAGES} pages in a row were empty"
        return None


def _listing_error(report: Report, why: str, operation: Operation[Any]) -> ListingError:
    return report.error(ListingError, f"listing stopped: {why}", cursor=_cursor(operation))


def _cursor(operation: Operation[Any]) -> str:
    return write_query((name, value) for name, value in operation.query if value is not None)


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
        query = read_query(cursor, strict_parsing=True)
    except ValueError:
        query = ()
    # Whatever a page gives is written as it is read here; a whole link, or a query out of one, may not be.
    if not query or write_query(query) != cursor or not leads_on(query):
        raise cursor_error()
    return query


def cursor_error() -> InvalidRequestError:
    """The error of a cursor that no page gave."""
    return InvalidRequestError("invalid cursor: pass page.cursor of an earlier page, unchanged.")
