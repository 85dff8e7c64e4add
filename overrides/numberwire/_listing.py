"""Listings: all records, page after page, the next page asked for while the caller works on this one."""

from __future__ import annotations

import os
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator
from contextlib import aclosing
from functools import partial
from threading import Thread
from typing import TYPE_CHECKING, Any, ClassVar, Generic, NoReturn, Protocol, TypeVar

import msgspec

from numberwire._concurrency import Job
from numberwire._paging import OnBadRecord, Page, Pager
from numberwire._steps import CallResult
from numberwire.definition import Definition
from numberwire.errors import NumberwireError
from numberwire_api import Operation

if TYPE_CHECKING:
    from asyncio import Task

__all__ = ["AsyncListing", "Listing"]

T = TypeVar("T")


def _raise_end(pager: Pager[Any]) -> None:
    """End a listing whose pages have all been handed out.

    Raises:
        ListingError: Its next page is unknown or already read.
    """
    if pager.end is not None:
        raise pager.end


def _refuse_list_use(_listing: object, *_arguments: object) -> NoReturn:
    """Refuse what would need all pages, or would be true of a listing without a record.

    A TypeError, which `list` and `tuple` pass over when they ask for the length in advance.
    """
    raise TypeError(
        "a listing is not a list: its pages are requested while it is iterated. Use listing.first() for one record, "
        "and list(listing) for all of them."
    )


def _refuse_async_list_use(_listing: object, *_arguments: object) -> NoReturn:
    raise TypeError(
        "an async listing is not a list: its pages are requested while it is iterated. Await listing.first() for one "
        "record, and [record async for record in listing] for all of them."
    )


def _refuse_iteration(_listing: object) -> NoReturn:
    raise TypeError("an async listing is iterated with `async for`.")


def _refuse_await(_listing: object) -> NoReturn:
    raise TypeError("a listing is not awaited: iterate it with `async for`.")


def _listing_repr(listing: object, operation: Operation[Any]) -> str:
    try:
        target = operation.request().target
    except ValueError:
        target = operation.path
    return f"<{type(listing).__name__} {operation.method} {target}>"


def _cut_page(page: Page[T], left: int | None) -> Page[T]:
    """A page with so many records at most; None for all of them."""
    if left is None or len(page.data) <= left:
        return page
    return msgspec.structs.replace(page, data=page.data[:left], cursor=None)


class _Exchanges(Protocol):
    definition: ClassVar[Definition]

    @property
    def base_url(self) -> str: ...
    def exchange(self, operation: Operation[Any], *, keep_partial: bool) -> CallResult: ...


class Listing(msgspec.Struct, Generic[T], frozen=True):
    """All records of a listing; iterating asks for its pages, each time from its start."""

    client: _Exchanges
    operation: Operation[Any]
    prefetch: bool
    errors: OnBadRecord
    limit: int | None = None

    if not TYPE_CHECKING:  # a checker refuses these by itself
        __bool__ = __len__ = __getitem__ = __reversed__ = _refuse_list_use

    def __repr__(self) -> str:
        return _listing_repr(self, self.operation)

    def first(self) -> T | None:
        """The first record, or None if there are no records; requests no more pages than it needs.

        Raises:
            NumberwireError: As for any call.
        """
        return next(iter(msgspec.structs.replace(self, prefetch=False)), None)

    def __iter__(self) -> Iterator[T]:
        """The records.

        Raises:
            NumberwireError: As for any call; each page has a deadline of its own.
        """
        for page in self.pages():
            records = iter(page.data)
            del page  # as in `pages`
            yield from records

    def pages(self) -> Iterator[Page[T]]:
        """The pages, each with its records, its links and the cursor to continue from.

        A page that ``limit`` cuts is the last one, and has no cursor.
        """
        left = self.limit
        for page in self._all_pages():
            handed_out = [_cut_page(page, left)]
            del page  # whoever takes the records alone lets go of the answer, while the next one is read
            left = None if left is None else left - len(handed_out[0].data)
            yield handed_out.pop()
            if left is not None and left <= 0:
                return

    def _all_pages(self) -> Iterator[Page[T]]:
        pager: Pager[T] = Pager(
            self.operation, self.client.base_url, self.errors, self.client.definition.leads_on
        )
        if not self.prefetch:
            while pager.operation is not None:
                yield self._read_page(pager)
            _raise_end(pager)
            return
        ahead: Job[CallResult] | None = None
        process = os.getpid()
        while pager.operation is not None:
            # In a forked child the thread that asks is missing: there the page is asked for when it is due.
            ask = ahead.result if ahead is not None and process == os.getpid() else None
            handed_out = [self._read_page(pager, ask)]
            ahead, process = self._prefetch_page(pager.operation), os.getpid()
            yield handed_out.pop()
        _raise_end(pager)

    def _prefetch_page(self, operation: Operation[Any] | None) -> Job[CallResult] | None:
        """Ask for a page in a thread. Neither a caller who stops early nor the end of the program waits for it."""
        if operation is None:
            return None
        job = Job(partial(self.client.exchange, keep_partial=True), operation)
        try:
            Thread(target=job.run, name="numberwire-prefetch", daemon=True).start()
        except RuntimeError:  # there can be no thread, as when the interpreter shuts down
            return None
        return job

    def _read_page(self, pager: Pager[T], ask: Callable[[], CallResult] | None = None) -> Page[T]:
        assert pager.operation is not None  # noqa: S101 the callers looked
        ask = ask or partial(self.client.exchange, pager.operation, keep_partial=True)
        page = pager.take_page(ask())
        if isinstance(page, NumberwireError):
            raise page
        return page


class _AsyncExchanges(Protocol):
    definition: ClassVar[Definition]

    @property
    def base_url(self) -> str: ...
    async def exchange(self, operation: Operation[Any], *, keep_partial: bool) -> CallResult: ...


class AsyncListing(msgspec.Struct, Generic[T], frozen=True):
    """All records of a listing; iterating asks for its pages, each time from its start."""

    client: _AsyncExchanges
    operation: Operation[Any]
    prefetch: bool
    errors: OnBadRecord
    limit: int | None = None

    if not TYPE_CHECKING:  # a checker refuses these by itself
        __bool__ = __len__ = __getitem__ = __reversed__ = __contains__ = _refuse_async_list_use
        __iter__, __await__ = _refuse_iteration, _refuse_await

    def __repr__(self) -> str:
        return _listing_repr(self, self.operation)

    async def first(self) -> T | None:
        """The first record, or None if there are no records; requests no more pages than it needs.

        Raises:
            NumberwireError: As for any call.
        """
        async for record in msgspec.structs.replace(self, prefetch=False):
            return record
        return None

    async def __aiter__(self) -> AsyncIterator[T]:
        """The records.

        Raises:
            NumberwireError: As for any call; each page has a deadline of its own.
        """
        async for page in self.pages():
            records = iter(page.data)
            del page  # as in `pages`
            for record in records:
                yield record

    async def pages(self) -> AsyncIterator[Page[T]]:
        """The pages, each with its records, its links and the cursor to continue from.

        A page that ``limit`` cuts is the last one, and has no cursor.
        """
        left = self.limit
        async with aclosing(self._all_pages()) as pages:
            async for page in pages:
                handed_out = [_cut_page(page, left)]
                del page  # whoever takes the records alone lets go of the answer, while the next one is read
                left = None if left is None else left - len(handed_out[0].data)
                yield handed_out.pop()
                if left is not None and left <= 0:
                    return

    async def _all_pages(self) -> AsyncGenerator[Page[T], None]:
        from asyncio import create_task  # noqa: PLC0415 sync clients need no event loop

        pager: Pager[T] = Pager(
            self.operation, self.client.base_url, self.errors, self.client.definition.leads_on
        )
        ahead: Task[Page[T]] | None = None
        try:
            while ahead is not None or pager.operation is not None:
                handed_out = [await (ahead or self._read_page(pager))]
                ahead = None
                if self.prefetch and pager.operation is not None:
                    ahead = create_task(self._read_page(pager))
                yield handed_out.pop()
            _raise_end(pager)
        finally:
            if ahead is not None:
                ahead.cancel()

    async def _read_page(self, pager: Pager[T]) -> Page[T]:
        assert pager.operation is not None  # noqa: S101 the callers looked
        page = pager.take_page(await self.client.exchange(pager.operation, keep_partial=True))
        if isinstance(page, NumberwireError):
            raise page
        return page
