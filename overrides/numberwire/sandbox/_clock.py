"""The sandbox's time, real time plus a forward offset; the only module that asks the real clock."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from numberwire.errors import InvalidRequestError
from numberwire.sandbox._settings import CENTURY, check_seconds
from numberwire.sandbox._store import Store

_SETTING = "clock_offset"


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
            return self._store.read_setting(_SETTING, _parse_offset, 0.0)

    @offset.setter
    def offset(self, seconds: float) -> None:
        """Put the sandbox this many seconds ahead of the real time."""
        offset = check_seconds("offset", seconds, CENTURY)
        with self._store.transaction():
            self._store.write_setting(_SETTING, repr(offset))

    def advance(self, by: float | timedelta) -> None:
        """Move the sandbox's time forward.

        Args:
            by: Seconds, or a timedelta.

        Raises:
            InvalidRequestError: If that is before the real time, or more than a hundred years after it.
        """
        seconds = by.total_seconds() if isinstance(by, timedelta) else by
        seconds = check_seconds("the time to advance", seconds, CENTURY)
        with self._store.transaction():
            self.offset += seconds

    def now(self) -> datetime:
        """The sandbox's time, in UTC."""
        seconds = self._real() + self.offset
        try:
            return datetime.fromtimestamp(seconds, UTC)
        except (ValueError, OverflowError, OSError) as error:
            raise InvalidRequestError(
                "time must return the seconds since 1970, before the year 9900"
            ) from error


def _parse_offset(text: str) -> float:
    """Read an offset from the state.

    Raises:
        ValueError: If it is not a possible offset.
    """
    return check_seconds("offset", float(text), CENTURY)
