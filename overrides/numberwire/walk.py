"""A listing's way from page to page: what to ask next, and when to stop; pure, in constant memory."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Generic, Literal, TypeVar
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

import msgspec

from numberwire.apart import Apart, BadRecord
from numberwire.errors import APIResponseValidationError, InvalidRequestError, ListingError
from numberwire.log import logger
from numberwire.steps import Answered
from numberwire.wire import Response
from numberwire_api import Operation

__all__ = ["OnBadRecord", "Page", "Walk", "no_cursor", "query_of"]

T = TypeVar("T")
OnBadRecord = Literal["raise", "skip"]

_MOST_EMPTY_PAGES = 20


class Page(msgspec.Struct, Generic[T], frozen=True):
    """One page of a listing.

    Attributes:
        data: Its records.
        links: Its links; ``links.next`` is where the next page is, or None. None where the API gave no links.
        cursor: Where to go on after this page, to be kept and given to ``list(cursor=...)``; None on the last.
        skipped: Of a listing with ``errors="skip"``, the records that can't be read.
        response: The answer as it came; of a page with records that can't be read, its status and content alone.
    """

    data: Sequence[T]
    links: Any
    cursor: str | None
    skipped: tuple[APIResponseValidationError, ...] = ()
    response: Response = Response(0)


class Walk(msgspec.Struct, Generic[T]):
    """A listing under way.

    Attributes:
        operation: What to ask next; None at the end.
        base_url: Where the API is; a page elsewhere is refused.
        errors: What to do with a record that can't be read.
    """

    operation: Operation[Any] | None
    base_url: str
    errors: OnBadRecord = "raise"
    _before: Sequence[T] = ()
    _empty: int = 0
    _steps: int = 0
    _mark: str | None = None

    def took(self, answered: Answered) -> Page[T]:
        """Take a page, and set ``operation`` to what comes after it.

        Raises:
            ListingError: The listing makes no progress, or leads elsewhere.
        """
        return self._turn(answered.value.data, answered.value.links, answered.response)

    def mended(self, error: APIResponseValidationError) -> Page[T]:
        """Take a page of which some records can't be read.

        Raises:
            APIResponseValidationError: ``errors`` is "raise", or it is no page at all.
        """
        apart: Apart | None = error.apart
        if apart is None:
            raise error
        bad = tuple(_bad_record(error, one) for one in apart.bad)
        page = self._turn(apart.good, apart.links, Response(error.status_code or 0, (), error.body), bad)
        for one in bad:
            one.readable, one.cursor = tuple(apart.good), page.cursor
            if self.errors == "raise":
                raise one
            logger().warning("skipped: %s", one)
        return page

    def _turn(
        self,
        data: Sequence[T],
        links: Any,
        response: Response,
        bad: tuple[APIResponseValidationError, ...] = (),
    ) -> Page[T]:
        assert self.operation is not None  # noqa: S101 a page was asked for
        here = _cursor(self.operation)
        query = self._next_query(getattr(links, "next", None))
        self._refuse_standstill(data, None if query is None else urlencode(query), here)
        self.operation = None if query is None else replace(self.operation, query=query)
        self._before = data
        return Page(data, links, None if query is None else urlencode(query), bad, response)

    def _next_query(self, link: str | None) -> tuple[tuple[str, str], ...] | None:
        if not link:
            return None
        assert self.operation is not None  # noqa: S101 a page was asked for
        here = urlsplit(self.base_url + self.operation.path)
        try:
            there = urlsplit(urljoin(here.geturl(), link))
            elsewhere = _place(there) != _place(here)
        except ValueError:
            there, elsewhere = here, True
        if elsewhere:
            why = f"its next page is at another scheme, host, port or path than {here.geturl()}; it was not followed"
            raise self._ended(why)
        return tuple(parse_qsl(there.query, keep_blank_values=True))

    def _refuse_standstill(self, data: Sequence[T], cursor: str | None, here: str) -> None:
        """Refuse a listing that goes round in circles.

        Brent's way of finding a cycle: one cursor is remembered, and replaced at each power of two of steps,
        so that a circle of any length is found without remembering every page.
        """
        self._empty = 0 if data else self._empty + 1
        self._steps += 1
        why = None
        if cursor is not None and cursor in (self._mark, here):
            why = "its next page is one that was already listed"
        elif data and data == self._before:
            why = "two pages in a row hold the same records"
        elif cursor is not None and self._empty >= _MOST_EMPTY_PAGES:
            why = f"{_MOST_EMPTY_PAGES} pages in a row were empty"
        if why is not None:
            raise self._ended(f"it makes no progress: {why}")
        if self._mark is None or self._steps & (self._steps - 1) == 0:
            self._mark = cursor

    def _ended(self, why: str) -> ListingError:
        assert self.operation is not None  # noqa: S101 a page was asked for
        path, cursor = self.operation.path, _cursor(self.operation)
        return ListingError(
            f"GET {path}: the listing was ended: {why}", method="GET", path=path, cursor=cursor
        )


def _cursor(operation: Operation[Any]) -> str:
    return urlencode([(name, value) for name, value in operation.query if value is not None])


def _place(url: Any) -> tuple[str, str, int | None, str]:
    default = {"http": 80, "https": 443}.get(url.scheme)
    return url.scheme, url.hostname or "", url.port or default, url.path.rstrip("/")


def query_of(cursor: str) -> tuple[tuple[str, str], ...]:
    """The query a cursor stands for.

    Raises:
        InvalidRequestError: It is no cursor that a page gave.
    """
    if not isinstance(cursor, str):  # pyright: ignore[reportUnnecessaryIsInstance]: callers may be untyped
        raise no_cursor()
    try:
        query = tuple(parse_qsl(cursor, keep_blank_values=True, strict_parsing=True))
    except ValueError:
        query = ()
    if not query:
        raise no_cursor()
    return query


def no_cursor() -> InvalidRequestError:
    """The error of a cursor that no page gave."""
    return InvalidRequestError("cursor is none that a page of a listing gave: keep `page.cursor` as it is.")


def _bad_record(error: APIResponseValidationError, bad: BadRecord) -> APIResponseValidationError:
    one = APIResponseValidationError(
        f"{error.method} {error.path}: record {bad.position} of the page can't be read: {bad.why}"
    )
    one.__dict__.update({**error.__dict__, "body": bad.content, "position": bad.position, "apart": None})
    return one
