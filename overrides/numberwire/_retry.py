"""When a call may be sent, when it is tried again, and after how long; pure but for two locks."""

import re
import threading
from collections.abc import Callable, Generator
from datetime import UTC
from typing import Any

import msgspec

from numberwire._concurrency import renew_in_children
from numberwire.errors import NumberwireError
from numberwire_api import Operation

__all__ = [
    "ONCE",
    "REPEAT",
    "REPEATABLE",
    "Budget",
    "KnownOutcome",
    "Policy",
    "Settle",
    "SettleSteps",
    "Turns",
    "UnknownOutcome",
    "backoff",
    "is_usable_wait",
    "retry_after",
]

_FIRST_WAIT = 0.2
_LONGEST_WAIT = 4.0
_SHORTEST_ASKED = 0.2
"""Seconds: a shorter Retry-After is no word on when to come back, and heeding it alone would ask in a loop."""
_SPREAD = 0.0002
"""Seconds between the calls that go on after a pause: in the order in which they came to wait, so that none starves."""
_LATENESS = 0.05
"""Seconds by which writes may leave late and still catch up: a timer is never exact, and less would cost pace."""
# Compiled by the first call that needs it, as few do.
_SECONDS = r"[0-9]{1,300}(\.[0-9]{1,9})?"


class KnownOutcome(msgspec.Struct, frozen=True):
    """What became of a call whose outcome was unknown."""

    value: Any


SettleSteps = Generator[Operation[Any] | float, Any, KnownOutcome | None]
Settle = Callable[[Operation[Any], "UnknownOutcome"], SettleSteps]
"""Finds out what became of a call: yields operations and is sent what each was answered with, a `CallResult` (or
thrown its error), or yields seconds to wait; returns what it found, or None where the call may be sent again."""


class UnknownOutcome(msgspec.Struct, frozen=True):
    """A call that was sent and whose outcome is unknown.

    Attributes:
        since: When the call was first sent, as seconds since the epoch.
        error: What happened to its answer.
        base_url: Where the API is.
        settle: Seconds for which it may be asked about.
    """

    since: float
    error: NumberwireError
    base_url: str
    settle: float = 0.5


class Policy(msgspec.Struct, frozen=True):
    """What may be done when an attempt fails.

    Attributes:
        limited: Try again after 429: the server refused and did nothing. (After no connection, any call is
            tried again: it was not sent.)
        uncertain: Try again after 408, 5xx or a lost answer: the server may have done it.
        settle: Asks what became of such a call, before anything else is done.
        fresh: Send on a connection that carried nothing before.
        gone_is_done: Once an attempt may have happened, 404 to the next says that it did.
        costly: Warn when the caller gives up on it after it was sent.
    """

    limited: bool = True
    uncertain: bool = True
    settle: Settle | None = None
    fresh: bool = False
    gone_is_done: bool = False
    costly: bool = False


REPEAT = Policy()
ONCE = Policy(limited=False, uncertain=False)

REPEATABLE = frozenset({"GET", "HEAD", "OPTIONS", "PUT", "DELETE"})
"""Idempotent by RFC 9110, section 9.2.2: sending one twice asks for the same state as sending it once."""


def backoff(retry: int) -> float:
    """Seconds to wait before a retry (the first is 0): full jitter below a doubling ceiling.

    Full jitter spreads the clients of an outage over the whole interval, so that they don't come back at once.
    """
    from random import uniform  # noqa: PLC0415 most processes never wait

    return uniform(0, min(_LONGEST_WAIT, _FIRST_WAIT * 2.0**retry))  # noqa: S311 spread, not secrecy


def retry_after(value: str | None, now: float) -> float | None:
    """The seconds a Retry-After header asks to wait.

    Args:
        value: The header: seconds, or a date of RFC 9110.
        now: The time, as seconds since the epoch.

    Returns:
        The seconds, or None where the header says nothing usable.
    """
    if value is None:
        return None
    text = value.strip()
    if re.fullmatch(_SECONDS, text):
        return float(text)
    from email.utils import parsedate_to_datetime  # noqa: PLC0415 most processes are never told to wait

    try:
        date = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    seconds = (date if date.tzinfo else date.replace(tzinfo=UTC)).timestamp() - now
    return seconds if seconds >= 0 else None


def is_usable_wait(seconds: float | None) -> bool:
    """Whether a Retry-After header says when to come back."""
    return seconds is not None and seconds >= _SHORTEST_ASKED


class Turns:
    """When the calls of a client may be sent: after the pause that the API asked for, and so many writes a second.

    All clients made by ``with_options`` share it. Times are those of a monotonic clock, which the caller reads.

    Attributes:
        resume: When the pause ends, or ended.
    """

    def __init__(self) -> None:
        self.resume = self._next = self._due = float("-inf")
        self._waiting = 0
        self.renew()
        renew_in_children(self)

    def renew(self) -> None:
        """Take a new lock: after a fork, the old one may be held by a thread of the parent."""
        self._lock = threading.Lock()

    def hold_until(self, resume: float) -> None:
        """Hold every call until a time; an earlier one changes nothing."""
        with self._lock:
            if resume > self.resume:
                self.resume, self._waiting = resume, 0
            self._next = max(self._next, self.resume)

    def pause_left(self, now: float) -> float:
        """Seconds that a call has to wait for the end of the pause; 0 where there is none."""
        with self._lock:
            if self.resume <= now:
                return 0.0
            self._waiting += 1
            return self.resume - now + (self._waiting - 1) * _SPREAD

    def take_turn(self, now: float, interval: float) -> float:
        """Take the next turn of a write.

        Args:
            now: The earliest time at which it can be sent.
            interval: Seconds between two writes; 0 where they have no pace.

        Returns:
            Seconds from ``now`` until its turn comes.
        """
        if not interval:
            return 0.0
        with self._lock:
            turn = max(now, self._next)
            self._next = turn + interval
            return turn - now

    def leave(self, now: float, interval: float) -> bool:
        """Whether a write whose turn came may leave now; one that may not takes another turn.

        A process that stood still finds many turns past at once. What holds its writes apart is when others left.

        Args:
            now: The time.
            interval: Seconds between two writes; 0 where they have no pace.
        """
        if not interval:
            return True
        with self._lock:
            if now < self._due - max(interval, _LATENESS):
                self._next = max(self._next, self._due)
                return False
            self._due = max(now, self._due) + interval
            return True


class Budget:
    """Retries that all calls of a client share, so that an outage is not answered with a storm of them.

    500 tokens; a retry takes 14, a success gives back what its retries took, and 1 at least. Once it is
    empty a call fails at its first failure: a server that answers nobody sees one request a call.
    """

    FULL = 500
    COST = 14

    def __init__(self) -> None:
        self._tokens = self.FULL
        self.renew()
        renew_in_children(self)

    def renew(self) -> None:
        """Take a new lock: after a fork, the old one may be held by a thread of the parent."""
        self._lock = threading.Lock()

    def take(self) -> bool:
        """Take a retry's tokens; False where there are too few."""
        with self._lock:
            if self._tokens < self.COST:
                return False
            self._tokens -= self.COST
            return True

    def give_back(self, retries: int) -> None:
        """Give back what a successful call took."""
        if self._tokens == self.FULL:
            return
        with self._lock:
            self._tokens = min(self.FULL, self._tokens + max(1, retries * self.COST))
