"""A count on stderr while something takes longer than a second; nothing where stderr is no terminal."""

import os
import sys
import time
from types import TracebackType
from typing import Self

from numberwire.cli._streams import count_of

__all__ = ["Progress"]

_PATIENCE = 1.0
_CLEAR_LINE = "\r\x1b[K"


class Progress:
    """Shows how far a longer work is.

    Args:
        noun: What is read, such as "number".
    """

    def __init__(self, noun: str) -> None:
        self._noun = noun
        self._start = time.monotonic()
        self._is_able = sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
        self._is_shown = False

    def show(self, count: int) -> None:
        """Show a count, once a second has passed."""
        if self._is_able and time.monotonic() - self._start > _PATIENCE:
            self._is_shown = True
            sys.stderr.write(f"{_CLEAR_LINE}{count_of(count, self._noun)} read")
            sys.stderr.flush()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._is_shown:
            sys.stderr.write(_CLEAR_LINE)
            sys.stderr.flush()
