"""A place in the lines of a page, and the error that names it."""

from __future__ import annotations

from collections.abc import Sequence

from generator.docs.pages.errors import PageError, quoted
from generator.docs.pages.lines import Line


class Cursor:
    """The lines of a page, read one after the other.

    Args:
        lines: The lines.
    """

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = lines
        self._at = 0

    def __bool__(self) -> bool:
        return self._at < len(self._lines)

    @property
    def line(self) -> Line:
        """The line that comes next."""
        return self._lines[self._at]

    @property
    def number(self) -> int:
        """The number of the line that comes next, or of the last one."""
        return self._lines[min(self._at, len(self._lines) - 1)].number

    def after(self, steps: int = 1) -> Line | None:
        """Return a line further down, or None past the last.

        Args:
            steps: How far.
        """
        at = self._at + steps
        return self._lines[at] if at < len(self._lines) else None

    def take(self) -> Line:
        """Return the line that comes next, and go on."""
        self._at += 1
        return self._lines[self._at - 1]

    def rest(self) -> Sequence[Line]:
        """Return the lines from here to the last."""
        return self._lines[self._at :]

    def skip(self, steps: int) -> None:
        """Go on by some lines.

        Args:
            steps: How many.
        """
        self._at += steps

    def misfit(self, wanted: str) -> PageError:
        """Return the error that the next line fits nothing.

        Args:
            wanted: What may stand here.
        """
        told = f"{quoted(self.line.text)} fits nothing: {wanted} may stand here"
        return PageError(f"{told}; save the page anew, or teach its layout the line.", self.number)
