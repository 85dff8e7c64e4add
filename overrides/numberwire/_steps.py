"""What an exchange and its drivers say to each other: values, and nothing that acts."""

from collections.abc import Generator
from typing import Any

import msgspec

from numberwire._report import Report, request_id
from numberwire._response import Answer
from numberwire._visible import LONGEST_ENTRY, escape_unprintable
from numberwire.errors import NumberwireError
from numberwire_api import Request

__all__ = ["Attempt", "CallResult", "NoResponse", "Outcome", "Pause", "Steps", "describe_outcome"]


class Attempt(msgspec.Struct):
    """Send this request, once.

    Attributes:
        request: What to send.
        expires: When to give up, by the monotonic clock.
        fresh: Whether it must go out on a connection that carried nothing before.
        number: Its place among the attempts of its call, from 1.
        sent: Whether it may have left. It counts as sent, except where it was seen that it was not.
        written: Set by the watch of the connection before the first byte leaves.
        failure: What a watched pool raised, until it is asked again or the attempt is over.
        begun: Set by who sends it: when it began, by the monotonic clock.
        admitted: Set by who sends it: when its pool had a connection for it, or room for a new one; 0 before.
    """

    request: Request
    expires: float
    fresh: bool
    number: int
    sent: bool = True
    written: bool = False
    failure: BaseException | None = None
    begun: float = 0.0
    admitted: float = 0.0


class Pause(msgspec.Struct, frozen=True):
    """Wait so many seconds.

    Attributes:
        seconds: How long.
        error: What failed; None before the first attempt of a call, which waits for its turn.
        retries: Whether the attempt that failed will be repeated.
        may_end: Whether the call may be given up here: nothing that it sent is waiting to be asked about.
        doubt: The error of an earlier attempt that may have happened: the call ends with it if it is given up here.
    """

    seconds: float
    error: NumberwireError | None = None
    retries: bool = False
    may_end: bool = True
    doubt: NumberwireError | None = None


class NoResponse(msgspec.Struct, frozen=True):
    """No answer came.

    Attributes:
        reason: Why, in a few words.
        timed_out: Whether time ran out.
        waiting: Whether it was waiting still for a connection in the client's own pool.
    """

    reason: str
    timed_out: bool = False
    waiting: bool = False


class CallResult(msgspec.Struct, frozen=True):
    """What a call came to.

    Attributes:
        value: The decoded answer.
        response: The answer as it came; of a call whose outcome was unknown, the answer that settled it.
        envelope: The whole decoded answer, of which the value is a part in APIs that wrap it.
        report: What an error about the answer is built of; None of an answer that settled another call.
    """

    value: Any
    response: Answer
    envelope: Any = None
    report: Report | None = None


Outcome = Answer | NoResponse
Steps = Generator[Attempt | Pause, Outcome | None, CallResult]


def describe_outcome(outcome: Outcome) -> str:
    """An outcome in a few words, for a log line."""
    if isinstance(outcome, NoResponse):
        return f"lost ({escape_unprintable(outcome.reason, LONGEST_ENTRY)})"
    return f"{outcome.status} (request id {escape_unprintable(request_id(outcome) or 'none', LONGEST_ENTRY)})"
