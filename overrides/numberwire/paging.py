"""Listings: all records, page after page, the next page asked for while the caller works on this one."""

from collections.abc import AsyncIterator, Iterator
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Protocol, TypeVar

import msgspec

from numberwire.definition import Definition
from numberwire.errors import NumberwireError
from numberwire.steps import Answered
from numberwire.walk import OnBadRecord, Page, Walk
from numberwire_api import Operation

if TYPE_CHECKING:
    from asyncio import Task
    from concurrent.futures import Future

__all__ = ["AsyncListing", "Listing"]

T = TypeVar("T")


def _finish(walk: Walk[Any]) -> None:
    """End a listing whose pages have all been handed out.

    Raises:
        ListingError: Where it goes on can't be told.
    """
    if walk.end is not None:
        raise walk.end


class _Exchanges(Protocol):
    definition: ClassVar[Definition]

    @property
    def base_url(self) -> str: ...
    def exchange(self, operation: Operation[Any], *, keep_partial: bool) -> Answered: ...


class Listing(msgspec.Struct, Generic[T], frozen=True):
    """All records of a listing; iterating asks for its pages, each time from its start."""

    client: _Exchanges
    operation: Operation[Any]
    prefetch: bool
    errors: OnBadRecord

    def __iter__(self) -> Iterator[T]:
        """The records.

        Raises:
            NumberwireError: As for any call; each page has a deadline of its own.
        """
        for page in self.pages():
            yield from page.data

    def pages(self) -> Iterator[Page[T]]:
        """The pages, each with its records, its links and the cursor from which to go on after it."""
        walk: Walk[T] = Walk(
            self.operation, self.client.base_url, self.errors, self.client.definition.leads_on
        )
        if not self.prefetch:
            while walk.operation is not None:
                yield self._page(walk)
            _finish(walk)
            return
        from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 only this listing needs threads

        thread = ThreadPoolExecutor(1, "numberwire-prefetch")
        try:
            ahead: Future[Page[T]] | None = thread.submit(self._page, walk)
            while ahead is not None:
                page = ahead.result()
                ahead = thread.submit(self._page, walk) if walk.operation is not None else None
                yield page
            _finish(walk)
        finally:
            # A caller who stops early does not wait for the page asked for in advance.
            thread.shutdown(wait=False, cancel_futures=True)

    def _page(self, walk: Walk[T]) -> Page[T]:
        assert walk.operation is not None  # noqa: S101 the callers looked
        page = walk.take_page(self.client.exchange(walk.operation, keep_partial=True))
        if isinstance(page, NumberwireError):
            raise page
        return page


class _AsyncExchanges(Protocol):
    definition: ClassVar[Definition]

    @property
    def base_url(self) -> str: ...
    async def exchange(self, operation: Operation[Any], *, keep_partial: bool) -> Answered: ...


class AsyncListing(msgspec.Struct, Generic[T], frozen=True):
    """All records of a listing; iterating asks for its pages, each time from its start."""

    client: _AsyncExchanges
    operation: Operation[Any]
    prefetch: bool
    errors: OnBadRecord

    async def __aiter__(self) -> AsyncIterator[T]:
        """The records.

        Raises:
            NumberwireError: As for any call; each page has a deadline of its own.
        """
        async for page in self.pages():
            for record in page.data:
                yield record

    async def pages(self) -> AsyncIterator[Page[T]]:
        """The pages, each with its records, its links and the cursor from which to go on after it."""
        from asyncio import create_task  # noqa: PLC0415 sync clients need no event loop

        walk: Walk[T] = Walk(
            self.operation, self.client.base_url, self.errors, self.client.definition.leads_on
        )
        ahead: Task[Page[T]] | None = None
        try:
            while ahead is not None or walk.operation is not None:
                page = await (ahead or self._page(walk))
                ahead = None
                if self.prefetch and walk.operation is not None:
                    ahead = create_task(self._page(walk))
                yield page
            _finish(walk)
        finally:
            if ahead is not None:
                ahead.cancel()

    async def _page(self, walk: Walk[T]) -> Page[T]:
        assert walk.operation is not None  # noqa: S101 the callers looked
        page = walk.take_page(await self.client.exchange(walk.operation, keep_partial=True))
        if isinstance(page, NumberwireError):
            raise page
        return page
