"""What a method of a client sends, and how it reads the answer; both pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Generic, Protocol, TypeVar, cast

import msgspec

from numberwire._call_options import is_json
from numberwire._steps import CallResult
from numberwire.errors import InvalidRequestError
from numberwire_api import Operation, RawResponse

__all__ = ["AnyOperation", "Call", "NumberOperation", "RawResponse", "any_operation", "raw_response"]

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
# Compiled by the first call that needs them, as few do.
_METHOD = r"[A-Z]{3,10}"
_PATH = r"/(?!/)[A-Za-z0-9._~!$&'()*+,;=:@%/-]*"


class AnyOperation(Protocol[T_co]):
    """An operation of any generated package: each has classes of its own, which are the same but for their module."""

    @property
    def id(self) -> str:
        """The operation's name in the API's description."""
        ...

    def decode(self, content: bytes, status: int | None = None) -> T_co:
        """What a successful answer says."""
        ...


class Call(msgspec.Struct, Generic[T], frozen=True):
    """An operation, and how to make of its decoded answer what a caller gets."""

    operation: Operation[Any]
    read: Callable[[Any], T]


class NumberOperation(Operation[T], frozen=True, kw_only=True):
    """An operation whose answer is empty, on a number of which more than the id is known.

    Attributes:
        number: The number itself, for the line that is logged.
    """

    number: str


def raw_response(result: CallResult, value: T) -> RawResponse[T]:
    """An answer with what was read from it.

    Args:
        result: The answer.
        value: What was read from it.
    """
    response = result.response
    return RawResponse(response.status, response.headers, response.content, value, result.envelope)


def any_operation(method: object, path: object, query: object, body: object) -> Operation[Any]:
    """An operation that no document describes; its answer is whatever JSON comes.

    Raises:
        InvalidRequestError: It can't be one.
    """
    verb = method.upper() if isinstance(method, str) else ""
    if not re.fullmatch(_METHOD, verb):
        raise InvalidRequestError("method must be an HTTP method, such as 'GET'.")
    if not isinstance(path, str) or not re.fullmatch(_PATH, path) or {".", ".."} & set(path.split("/")):
        raise InvalidRequestError(
            "path must be a path below the base URL, such as '/api/relay/rest/addresses', percent-encoded and without "
            "a query: pass that as query=."
        )
    if not isinstance(query, Mapping | None):
        raise InvalidRequestError(f"query must be a mapping, not {type(query).__name__}.")
    if body is not None and not is_json(body):
        raise InvalidRequestError("body can't be written as JSON.")
    return Operation(
        id=f"{verb} {path}",
        method=verb,
        path=path,
        answer=Any,
        query=tuple(cast("Mapping[str, Any]", query or {}).items()),
        body=msgspec.UNSET if body is None else body,
    )
