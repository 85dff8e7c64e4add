"""Counts and bars on stderr while something takes long; nothing where stderr is no terminal."""

import os
import sys
import time
from types import TracebackType
from typing import Any, Self

from numberwire.cli._masking import mask_url, spell_out
from numberwire.cli._streams import count_of, say

__all__ = ["Bars", "Progress"]

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


class Bars:
    """A bar for each phase of a longer work, on a terminal; words go above them.

    Args:
        totals: How much each phase has to do, by its name; a phase of nothing has no bar.
    """

    def __init__(self, totals: dict[str, int]) -> None:
        self._totals = {name: total for name, total in totals.items() if total}
        self._progress: Any = None
        self._tasks: dict[str, Any] = {}

    def __enter__(self) -> Self:
        if sys.stderr.isatty() and os.environ.get("TERM") != "dumb":
            # A terminal alone needs it, and importing it takes as long as a short run.
            from rich.console import Console  # noqa: PLC0415 see above
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415

            columns = (
                TextColumn("{task.description:<9}"),
                BarColumn(),
                MofNCompleteColumn(),
                TimeRemainingColumn(),
            )
            self._progress = Progress(*columns, console=Console(stderr=True))
            self._tasks = {
                name: self._progress.add_task(name, total=total) for name, total in self._totals.items()
            }
            self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._progress is not None:
            self._progress.stop()

    def advance(self, name: str) -> None:
        """One more of a phase is done."""
        if self._progress is not None:
            self._progress.advance(self._tasks[name])

    def say(self, text: str) -> None:
        """Write a line."""
        if self._progress is not None:
            self._progress.console.print(spell_out(mask_url(text)), markup=False, highlight=False)
        else:
            say(text)
