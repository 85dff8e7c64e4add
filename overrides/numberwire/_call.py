"""What a method of a client sends, and how it reads the answer; both pure."""

from collections.abc import Callable
from typing import Any, Generic, TypeVar

import msgspec

from numberwire._steps import Answered
from numberwire_api import Operation, RawResponse

__all__ = ["Call", "RawResponse", "raw_response"]

T = TypeVar("T")


class Call(msgspec.Struct, Generic[T], frozen=True):
    """An operation, and how to make of its decoded answer what a caller gets."""

    operation: Operation[Any]
    read: Callable[[Any], T]


def raw_response(answered: Answered, value: T) -> RawResponse[T]:
    """An answer with what was read from it.

    Args:
        answered: The answer.
        value: What was read from it.
    """
    response = answered.response
    return RawResponse(response.status, response.headers, response.content, value, answered.envelope)
