"""What an outcome means where it is no value: the error it is raised as, and what may be done about it; pure."""

from collections.abc import Callable

import msgspec

from numberwire.errors import (
    APIConnectionError,
    APIResponseValidationError,
    APIStatusError,
    APITimeoutError,
    FieldError,
    NumberwireError,
    refusal_words,
)
from numberwire.retry import retry_after
from numberwire.steps import Attempt, Lost, Outcome
from numberwire.visible import LONGEST_ENTRY, visible
from numberwire.wire import Response
from numberwire_api import Request

__all__ = ["Failure", "Masked", "connection_error", "told"]

_REQUEST_TIMEOUT = 408
_TOO_MANY_REQUESTS = 429
_SERVER_ERRORS = 500
_LONGEST_EXCERPT = 200
_LONGEST_TEXT = 12_000

Masked = Callable[[bytes], bytes]
"""Masks the client's secrets in a content."""


class Failure(msgspec.Struct, frozen=True):
    """A failed attempt. It holds no part of the answer that was not freed of secrets.

    Attributes:
        error: What it is raised as.
        uncertain: Whether the server may have done what was asked, although no answer says so.
        limited: Whether the server refused because of too many requests.
        repeatable: Whether another attempt could come to something else.
        disconnected: Whether the connection was lost.
    """

    error: NumberwireError
    uncertain: bool
    limited: bool
    repeatable: bool
    disconnected: bool


def connection_error(lost: Lost) -> APIConnectionError:
    """The error of an attempt that no answer came to."""
    kind = APITimeoutError if lost.timed_out else APIConnectionError
    return kind(f"no answer came: {lost.reason}")


def told(error: NumberwireError, attempt: Attempt, outcome: Outcome, masked: Masked, now: float) -> Failure:
    """A failed attempt: its error, completed by what is known, and what it means.

    Args:
        error: What was raised while the outcome was read.
        attempt: The attempt.
        outcome: What came.
        masked: Masks secrets.
        now: The time, as seconds since the epoch.
    """
    _complete(error, attempt.request, attempt.number, masked)
    if isinstance(outcome, Lost):
        return Failure(error.with_traceback(None), attempt.sent, False, True, not outcome.timed_out)
    error.retry_after = retry_after(outcome.header("retry-after"), now)
    return Failure(
        error.with_traceback(None),
        uncertain=isinstance(error, APIResponseValidationError) or _may_have_happened(outcome),
        limited=outcome.status == _TOO_MANY_REQUESTS,
        repeatable=outcome.status == _TOO_MANY_REQUESTS or _may_have_happened(outcome),
        disconnected=False,
    )


def _may_have_happened(response: Response) -> bool:
    return response.status == _REQUEST_TIMEOUT or response.status >= _SERVER_ERRORS


def _complete(error: NumberwireError, request: Request, attempts: int, masked: Masked) -> None:
    def mask(text: str) -> str:
        return masked(text.encode("utf-8", "surrogatepass")).decode("utf-8", "surrogatepass")

    error.method = request.method
    error.path = request.target.partition("?")[0]
    error.attempts = attempts
    error.request_id = error.request_id and visible(mask(error.request_id), LONGEST_ENTRY)
    errors = tuple(
        FieldError(one.code and mask(one.code), mask(one.message), one.field and mask(one.field))
        for one in error.errors
    )
    # Cut after masking: a secret cut in two would not be found.
    text = error.args[0]
    if text == refusal_words(error.status_code or 0, error.errors):
        text = refusal_words(error.status_code or 0, errors)
    error.errors = errors
    tries = f" ({attempts} attempts)" if attempts > 1 else ""
    excerpt = ""
    if isinstance(error, APIStatusError | APIResponseValidationError):
        error.body = masked(error.body)
    if isinstance(error, APIResponseValidationError) and error.apart is not None:
        error.apart = error.apart.masked(masked)
    if isinstance(error, APIResponseValidationError) and error.body:
        shown = error.body[:_LONGEST_EXCERPT].decode("utf-8", "backslashreplace")
        excerpt = f" It begins {shown!r}."
    words = visible(mask(f"{error.method} {error.path}: {text}{tries}"), _LONGEST_TEXT)
    error.args = (words + excerpt,)
