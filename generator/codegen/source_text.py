"""Source text: the only way a document's text gets into a Python file, as a constant or a docstring."""

from __future__ import annotations

import re
import textwrap

_WIDTH = 96


def literal(value: object) -> str:
    """Return the Python literal of plain data; what can't be printed is escaped."""
    return repr(value)


def words(text: str) -> str:
    """Return a text fit to be shown: no control characters, no bidirectional overrides, no lone surrogates."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").expandtabs(4)
    if not lines.replace("\n", "").isprintable():
        lines = "".join(mark if mark == "\n" or mark.isprintable() else "\ufffd" for mark in lines)
    return re.sub(r"\n{3,}", "\n\n", lines).strip()


def sentence(text: str) -> str:
    """Return a text on one line."""
    return " ".join(words(text).split())


def wrap_text(text: str, width: int = 96) -> str:
    """Return a text whose long lines are folded; a line's own indent is kept.

    Args:
        text: The text.
        width: The longest line.
    """
    folded: list[str] = []
    for line in words(text).split("\n"):
        start = line[: len(line) - len(line.lstrip())]
        room = max(width, len(start) + 20)
        folded += textwrap.wrap(
            line, room, subsequent_indent=start, break_long_words=False, break_on_hyphens=False
        ) or [""]
    return "\n".join(folded)


def indent_lines(text: str, indent: str = "    ") -> str:
    """Return a text with all lines but the first indented."""
    return text.replace("\n", "\n" + indent).replace("\n" + indent + "\n", "\n\n")


def docstring(text: str, indent: str = "") -> str:
    """Return the literal of a docstring that holds a text and nothing else.

    Args:
        text: The text.
        indent: What its lines stand behind in the file, where no formatter sees to that.
    """
    held = words(text).replace("\\", "\\\\")
    held = re.sub(r'"{3,}|"+\Z', lambda quotes: '\\"' * len(quotes[0]), held)
    return f'"""{indent_lines(held, indent)}\n{indent}"""' if "\n" in held else f'"""{held}"""'
