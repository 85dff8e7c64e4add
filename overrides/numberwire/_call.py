"""What a method of a client sends, and how it reads the answer; both pure."""

from collections.abc import Awaitable, Callable
from typing import Any, Generic, ParamSpec, Protocol, TypeVar, cast

import msgspec

from numberwire._response import Response
from numberwire._steps import Answered
from numberwire_api import Operation

__all__ = [
    "AsyncPerforms",
    "AsyncRawPerformer",
    "Call",
    "Performs",
    "RawPerformer",
    "RawResponse",
    "async_raw_method",
    "raw_method",
]

P = ParamSpec("P")
T = TypeVar("T")


class Call(msgspec.Struct, Generic[T], frozen=True):
    """An operation, and how to make of its decoded answer what a caller gets."""

    operation: Operation[Any]
    read: Callable[[Any], T]


class Performs(Protocol):
    """What the methods of a resource are bound to."""

    def perform(self, call: Call[T]) -> T:
        """Send a call and read its answer."""
        ...


class RawResponse(msgspec.Struct, Generic[T], frozen=True):
    """An answer, and what was read from it.

    Attributes:
        status: The HTTP status.
        headers: Name and value pairs, in the order they came.
        content: The body as it came, its content coding undone.
        value: What the same call returns without ``with_raw_response``.
        envelope: The whole decoded answer: where an API wraps the value, what it says beside it.
    """

    status: int
    headers: tuple[tuple[str, str], ...]
    content: bytes
    value: T
    envelope: Any = None


def _raw(call: Call[T], answered: Answered) -> RawResponse[T]:
    response: Response = answered.response
    return RawResponse(
        response.status, response.headers, response.content, call.read(answered.value), answered.envelope
    )


class _Exchanges(Protocol):
    def exchange(self, operation: Operation[Any]) -> Answered: ...


class RawPerformer(msgspec.Struct, frozen=True):
    """Performs calls, and returns raw responses where a resource takes them for values; see `raw_method`."""

    client: _Exchanges

    def perform(self, call: Call[T]) -> T:
        """Send a call; returns what was read from its answer, and the answer."""
        return cast("T", _raw(call, self.client.exchange(call.operation)))


def raw_method(method: Callable[P, T]) -> Callable[P, RawResponse[T]]:
    """The type of a method that is bound to a `RawPerformer`."""
    return cast("Callable[P, RawResponse[T]]", method)


class AsyncPerforms(Protocol):
    """What the methods of an async resource are bound to."""

    async def perform(self, call: Call[T]) -> T:
        """Send a call and read its answer."""
        ...


class _AsyncExchanges(Protocol):
    async def exchange(self, operation: Operation[Any]) -> Answered: ...


class AsyncRawPerformer(msgspec.Struct, frozen=True):
    """The same for async calls."""

    client: _AsyncExchanges

    async def perform(self, call: Call[T]) -> T:
        """Send a call; returns what was read from its answer, and the answer."""
        return cast("T", _raw(call, await self.client.exchange(call.operation)))


def async_raw_method(method: Callable[P, Awaitable[T]]) -> Callable[P, Awaitable[RawResponse[T]]]:
    """The type of an async method that is bound to an `AsyncRawPerformer`."""
    return cast("Callable[P, Awaitable[RawResponse[T]]]", method)
