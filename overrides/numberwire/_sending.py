"""What every way to send an attempt shares: the request's headers, and what an error means for the attempt."""

import time
from typing import Any

from numberwire._interruption import handler_error
from numberwire._steps import Attempt, NoResponse
from numberwire.credential import Credential
from numberwire_api import Request

__all__ = [
    "LATE",
    "RequestHeaders",
    "busy_outcome",
    "error_outcome",
    "length_headers",
    "seconds_left",
    "timeout_outcome",
]

LATE = NoResponse("the timeout or the deadline was reached", timed_out=True)
"""The outcome of an attempt whose answer came too late."""

_BUSY = "All connections of this client were in use: make fewer calls at a time, or allow each more time"
_WITH_CONTENT = {"PATCH", "POST", "PUT"}
_SENT_HEADERS = (("accept-encoding", "gzip"),)


class RequestHeaders:
    """The headers that a client sends, those of a request among them.

    Attributes:
        add_to_target: Makes the target of a request with the credential in it, where that stands in the query.
    """

    def __init__(self, host: str, user_agent: str, credential: Credential) -> None:
        self._host = host
        self._common = (*_SENT_HEADERS, ("user-agent", user_agent))
        self._credential = credential
        self.add_to_target = credential.add_to_target

    def of(self, headers: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
        """The headers of a request, but for the length of its content.

        Args:
            headers: Those that it has of its own.
        """
        # The result must stand in no local of a frame that an error can pass through: it has the credential.
        return (("host", self._host), *self._common, *self._credential.add_to_headers(headers))


def length_headers(request: Request) -> tuple[tuple[str, str], ...]:
    """The header that says how long the content of a request is, where it may have any.

    Args:
        request: The request.
    """
    if request.content or request.method in _WITH_CONTENT:
        return (("content-length", str(len(request.content))),)
    return ()


def seconds_left(attempt: Attempt) -> float:
    """The seconds that an attempt has still.

    Raises:
        TimeoutError: It has none.
    """
    seconds = attempt.expires - time.monotonic()
    if seconds <= 0:
        raise TimeoutError(LATE.reason)
    return seconds


def error_outcome(
    error: Exception,
    attempt: Attempt,
    redact: Any,
    outer: BaseException | None,
    *,
    timed_out: bool,
    route: str = "",
) -> NoResponse:
    """What an error of the network means.

    Args:
        error: The error.
        attempt: The attempt that it ended.
        redact: Masks secrets in its words.
        outer: What the caller was handling when the call began.
        timed_out: Whether it says that time ran out.
        route: How the API is reached, which is told where the request never left.

    Raises:
        BaseException: It is none of the network: the caller's own signal handler raised it.
    """
    interruption = handler_error(error, outer)
    if interruption is not None:
        raise interruption
    reason = redact(str(error) or type(error).__name__)
    if route and not attempt.sent:
        reason = f"{reason} ({route})"
    return timeout_outcome(reason, attempt) if timed_out else NoResponse(reason)


def busy_outcome(attempt: Attempt) -> NoResponse:
    """An attempt that no connection was free for."""
    seconds = attempt.expires - attempt.begun
    reason = (
        f"no connection was free within {seconds:.3g} s, and nothing was sent. {_BUSY} to get a connection."
    )
    return NoResponse(reason, timed_out=True, waiting=True)


def timeout_outcome(reason: str, attempt: Attempt) -> NoResponse:
    """A lost answer; where most of its time went into waiting for a connection, it says so."""
    waited = attempt.admitted - attempt.begun
    if waited > max(attempt.expires - attempt.begun, 0) / 2 > 0:
        reason = f"{reason}, after {waited:.3g} s without a free connection. {_BUSY} to get a connection."
    return NoResponse(reason, timed_out=True)
