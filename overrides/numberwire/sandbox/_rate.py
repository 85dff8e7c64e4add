"""The limit of requests: so many within a sliding window of the sandbox's clock."""

from __future__ import annotations

import math
import threading
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime

from numberwire.errors import InvalidRequestError
from numberwire.sandbox._settings import CENTURY, check_count, check_seconds


@dataclass(frozen=True, slots=True)
class Rate:
    """How many requests are accepted.

    Attributes:
        requests: So many at most.
        seconds: Within so many seconds.
    """

    requests: int
    seconds: float = 1.0

    def __post_init__(self) -> None:
        check_count("requests", self.requests, least=1)
        if not check_seconds("seconds", self.seconds, CENTURY):
            raise InvalidRequestError("seconds must be more than 0")

    @classmethod
    def parse(cls, text: str) -> Rate:
        """Read ``5`` (a second) or ``5/10`` (in ten seconds).

        Raises:
            ValueError: If it is neither.
        """
        requests, _, seconds = text.partition("/")
        return cls(int(requests), float(seconds or 1))


def checked_rate(rate: object) -> Rate | None:
    """A rate, or None for no limit.

    Raises:
        InvalidRequestError: If it is neither.
    """
    if not isinstance(rate, Rate | None):
        raise InvalidRequestError(f"rate must be a Rate, such as Rate(5), or None, not {type(rate).__name__}")
    return rate


@dataclass(slots=True)
class Limiter:
    """Counts requests against a rate, each API on its own; safe between threads.

    Attributes:
        rate: The rate, or None for no limit; settable at any time.
    """

    rate: Rate | None = None
    _times: dict[str, deque[float]] = field(default_factory=dict[str, deque[float]])
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def renew(self) -> None:
        """Take a new lock, in a forked child: a thread of its parent may have held the old one."""
        self._lock = threading.Lock()

    def count_request(self, api: str, now: datetime) -> int:
        """How many seconds to wait before another request is accepted; 0 if this one was, and is counted."""
        with self._lock:
            if self.rate is None:
                return 0
            times, moment = self._times.setdefault(api, deque()), now.timestamp()
            while times and times[-1] > moment:  # the clock was put back
                times.pop()
            while times and times[0] <= moment - self.rate.seconds:
                times.popleft()
            if len(times) < self.rate.requests:
                times.append(moment)
                return 0
            return max(1, math.ceil(times[-self.rate.requests] + self.rate.seconds - moment))

    def clear(self) -> None:
        """Forget every request counted so far."""
        with self._lock:
            self._times.clear()
