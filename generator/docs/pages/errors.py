"""The one error of reading a page: what stood in the way, where, and how far the reading came."""

from __future__ import annotations

from generator.finding import visible

_SHOWN = 80


class PageError(Exception):
    """A page that can't be read.

    Attributes:
        message: What is wrong and what to do, in characters that can be shown.
        line: The line of the page's text, counted from 1, or None where no line is to blame.
        read: What was read before it, such as "12 fields of the request of 'update'"; empty for nothing.
    """

    def __init__(self, message: str, line: int | None = None, read: str = "") -> None:
        super().__init__(message, line, read)
        self.message = visible(message)
        self.line = line
        self.read = visible(read)

    def __str__(self) -> str:
        where = f"line {self.line}: " if self.line else ""
        so_far = f" Read before it: {self.read}." if self.read else ""
        return f"{where}{self.message}{so_far}"


def quoted(text: str) -> str:
    """Return the beginning of a page's text between quotes, for a message."""
    return repr(text if len(text) <= _SHOWN else f"{text[:_SHOWN]}...")
