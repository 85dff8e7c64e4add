"""The sandbox's time, real time plus a forward offset; only here is the real clock asked."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from numberwire.sandbox.store import Store

_SETTING = "clock_offset"
_FURTHEST = 100 * 365.25 * 86400


class Clock:
    """Real time plus an offset, which is kept with the sandbox's state.

    Args:
        store: Where the offset is kept.
        real: The real time in seconds since 1970; another one makes runs reproducible.
        wait: What lets a number of seconds pass.
    """

    def __init__(
        self,
        store: Store,
        real: Callable[[], float] = time.time,
        wait: Callable[[float], None] = time.sleep,
    ) -> None:
        self._store = store
        self._real = real
        self.wait = wait

    @property
    def offset(self) -> float:
        """How many seconds the sandbox is ahead of the real time; settable, from 0 to a hundred years."""
        with self._store.transaction():
            return float(self._store.setting(_SETTING) or 0)

    @offset.setter
    def offset(self, seconds: float) -> None:
        """Put the sandbox this many seconds ahead of the real time."""
        if not 0 <= seconds <= _FURTHEST:
            raise ValueError(f"offset must be from 0 to {_FURTHEST:.0f} seconds (a hundred years)")
        with self._store.transaction():
            self._store.keep_setting(_SETTING, repr(float(seconds)))

    def advance(self, by: float | timedelta) -> None:
        """Put the sandbox further ahead.

        Args:
            by: Seconds, or a timedelta.
        """
        seconds = by.total_seconds() if isinstance(by, timedelta) else by
        if seconds < 0:
            raise ValueError("the clock goes forward: give 0 seconds or more")
        with self._store.transaction():
            self.offset += seconds

    def now(self) -> datetime:
        """The sandbox's time, in UTC."""
        return datetime.fromtimestamp(self._real() + self.offset, UTC)
