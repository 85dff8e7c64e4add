"""The limit of requests: so many within a sliding window of the sandbox's clock."""

from __future__ import annotations

import math
import threading
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Rate:
    """How many requests are taken.

    Attributes:
        requests: So many at most.
        seconds: Within so many seconds.
    """

    requests: int
    seconds: float = 1.0

    def __post_init__(self) -> None:
        if self.requests < 1 or not 0 < self.seconds < float("inf"):
            raise ValueError("a rate needs 1 request or more, and more than 0 seconds")

    @classmethod
    def parse(cls, text: str) -> Rate:
        """Read ``5`` (a second) or ``5/10`` (in ten seconds).

        Raises:
            ValueError: If it is neither.
        """
        requests, _, seconds = text.partition("/")
        return cls(int(requests), float(seconds or 1))


@dataclass(slots=True)
class Limiter:
    """Counts requests against a rate, each API on its own; safe between threads.

    Attributes:
        rate: The rate, or None for no limit; settable at any time.
    """

    rate: Rate | None = None
    _taken: dict[str, deque[float]] = field(default_factory=dict[str, deque[float]])
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def wait(self, api: str, now: datetime) -> int:
        """How many seconds to wait before another request is taken; 0 if this one was, and is counted."""
        with self._lock:
            if self.rate is None:
                return 0
            taken, moment = self._taken.setdefault(api, deque()), now.timestamp()
            while taken and taken[0] <= moment - self.rate.seconds:
                taken.popleft()
            if len(taken) < self.rate.requests:
                taken.append(moment)
                return 0
            return max(1, math.ceil(taken[-self.rate.requests] + self.rate.seconds - moment))

    def clear(self) -> None:
        """Forget every request counted so far."""
        with self._lock:
            self._taken.clear()
