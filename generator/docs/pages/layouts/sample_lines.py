"""The samples of JSON among the lines of a page: where each begins and ends."""

from __future__ import annotations

from typing import Any

from generator.docs.pages.errors import PageError
from generator.docs.pages.layouts.cursor import Cursor
from generator.docs.pages.lines import Form
from generator.docs.pages.samples import balance, is_numbered, read_value, unnumbered


def take_sample(cursor: Cursor) -> Any:
    """Return the value of the sample that begins here, and go on behind its last line.

    Args:
        cursor: Where it begins.

    Raises:
        PageError: No JSON begins here, or it doesn't end.
    """
    number = cursor.number
    if cursor.line.form is Form.CODE:
        lines = unnumbered(cursor.take().text.splitlines())
    else:
        lines = _lines(cursor, number)
        cursor.skip(len(lines))
    if lines[0].lstrip()[:1] not in ("{", "["):
        raise PageError("a sample of JSON must begin here.", number)
    return read_value("\n".join(lines), number)


def _lines(cursor: Cursor, number: int) -> list[str]:
    """Return the lines of a plain text up to the end of the value that begins there, without their numbers."""
    counts = is_numbered(cursor.line.text, 1)
    lines: list[str] = []
    depth = 0
    while line := cursor.after(len(lines)):
        at = len(lines) + 1
        text = line.text.removeprefix(str(at)) if counts and is_numbered(line.text, at) else line.text
        lines.append(text)
        depth += balance(text)
        if depth <= 0:
            return lines
    raise PageError("the sample that begins here doesn't end; save the whole page.", number)
