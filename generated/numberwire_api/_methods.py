# Written by `python -m generator generate`; edit generator/templates/runtime, not this.
"""What the methods of resource classes use; nothing here is specific to one API."""

from __future__ import annotations

from collections.abc import Awaitable, Mapping
from enum import StrEnum
from typing import Any, Final, Generic, Protocol, TypeVar

import msgspec
from msgspec import UNSET, UnsetType

from ._model import make_model
from ._operation import Operation

__all__ = [
    "CLEAR",
    "AsyncRawSend",
    "Clear",
    "RawResponse",
    "RawSend",
    "fill_body",
    "fill_optional_body",
    "require_value",
]

_REQUEST_ID_HEADERS = ("x-request-id", "request-id", "x-amzn-requestid")
T = TypeVar("T")
V = TypeVar("V")


class Clear(StrEnum):
    """Sent as an empty string: clears the field."""

    CLEAR = ""


CLEAR: Final = Clear.CLEAR
"""Sends an empty string, which clears a field if the API allows that.

A field that is left out, or given as None, is not sent and keeps its value.
"""


class RawResponse(msgspec.Struct, Generic[T], frozen=True):
    """An answer, and what was read from it.

    Attributes:
        status: The HTTP status.
        headers: Name and value pairs, in the order they came.
        content: The body, decompressed.
        value: What the same call returns without ``with_raw_response``.
        envelope: The complete decoded answer, in which some APIs wrap the value.
    """

    status: int
    headers: tuple[tuple[str, str], ...]
    content: bytes
    value: T
    envelope: Any = None

    @property
    def status_code(self) -> int:
        """The HTTP status, under the name that errors use."""
        return self.status

    @property
    def request_id(self) -> str | None:
        """The id that the API gave the request."""
        return next((value for name in _REQUEST_ID_HEADERS if (value := self.header(name))), None)

    def header(self, name: str) -> str | None:
        """Return the first value of a header, or None.

        Args:
            name: The header's name, in any case.
        """
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), None)

    def with_value(self, value: V) -> RawResponse[V]:
        """Return the same answer with another value.

        Args:
            value: What was read from it.
        """
        return RawResponse(self.status, self.headers, self.content, value, self.envelope)


class RawSend(Protocol):
    """Sends an operation and returns the raw response."""

    def __call__(
        self,
        operation: Operation[T],
        /,
        *,
        timeout: float | None = None,
        deadline: float | None = None,
        max_retries: int | None = None,
        checks: Mapping[str, bool] | None = None,
        extra_query: Mapping[str, str | int | bool] | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> RawResponse[T]:
        """Send an operation, with the options of `CallOptions`."""
        ...


class AsyncRawSend(Protocol):
    """Sends an operation; the raw response is awaited."""

    def __call__(
        self,
        operation: Operation[T],
        /,
        *,
        timeout: float | None = None,
        deadline: float | None = None,
        max_retries: int | None = None,
        checks: Mapping[str, bool] | None = None,
        extra_query: Mapping[str, str | int | bool] | None = None,
        extra_headers: Mapping[str, str] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> Awaitable[RawResponse[T]]:
        """Send an operation, with the options of `CallOptions`."""
        ...


def fill_body(kind: type[T], /, **fields: object) -> T:
    """Return a body with the given fields; a field that is None is left out.

    Args:
        kind: The body's class.
        fields: Its fields, all of which it has.
    """
    body: T = make_model(kind, **{name: value for name, value in fields.items() if value is not None})
    return body


def fill_optional_body(kind: type[T], /, **fields: object) -> T | UnsetType:
    """Return a body that may be left out: UNSET if none of its fields is given.

    Args:
        kind: The body's class.
        fields: Its fields.
    """
    return UNSET if all(value is None for value in fields.values()) else fill_body(kind, **fields)


def require_value(value: T | None) -> T:
    """Return the value of an envelope.

    Args:
        value: The value; a success has one.

    Raises:
        ValueError: There is no value.
    """
    if value is None:
        raise ValueError("The answer is a success, and holds nothing.")
    return value
