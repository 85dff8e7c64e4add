"""The lines of a page's text, whatever form the page came in: what layouts read, with blanks made one."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from generator.docs.pages.errors import PageError

MAX_WIDTH = 100_000
"""The most characters that a line of a page may have."""

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]")
# What people see of a line with one of these isn't what stands there.
_REORDERING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\ufffd]")


class Form(StrEnum):
    """What kind of line it is, as far as the form of the page says so."""

    TEXT = "text"
    HEADING = "heading"
    CODE = "code"
    ROW = "row"


@dataclass(frozen=True, slots=True)
class Line:
    """One line.

    Attributes:
        text: Its characters; runs of blanks are one, but for code.
        number: Its place in the page's text, counted from 1.
        form: What kind it is.
        depth: How many lists, tables and the like it stands in; None where the form can't say.
        cells: The cells of a table's row by the names of their columns.
    """

    text: str
    number: int
    form: Form = Form.TEXT
    depth: int | None = None
    cells: Mapping[str, str] = field(default_factory=dict[str, str])


def text_lines(text: str) -> list[Line]:
    """Return the lines of a plain text that aren't blank.

    Args:
        text: The text.

    Raises:
        PageError: It holds what no text of a page holds.
    """
    found = ((number, line) for number, line in enumerate(text.splitlines(), 1))
    return [Line(tidied, number) for number, line in found if (tidied := tidy(line, number))]


def tidy(text: str, number: int | None) -> str:
    """Return a line with its blanks made one and its invisible marks gone.

    Args:
        text: The line.
        number: Its number, for the error.

    Raises:
        PageError: It is too long, or holds a control character or one that reorders what is shown.
    """
    check(text, number)
    return " ".join(_INVISIBLE.sub("", text).split())


def code(text: str, number: int) -> str:
    """Return a block of code without its invisible marks and the blanks that end its lines.

    Args:
        text: The block.
        number: Its number, for the error.

    Raises:
        PageError: It holds a control character or one that reorders what is shown.
    """
    for line in text.splitlines():
        check(line[:MAX_WIDTH], number)
    return "\n".join(line.rstrip() for line in _INVISIBLE.sub("", text).splitlines() if line.strip())


def check(text: str, number: int | None) -> None:
    """Refuse what no line of a page holds.

    Args:
        text: The line.
        number: Its number, for the error.

    Raises:
        PageError: It is too long, or holds a control character or one that reorders what is shown.
    """
    if len(text) > MAX_WIDTH:
        raise PageError(f"a line of {len(text)} characters is none of a documentation page.", number)
    if mark := _CONTROL.search(text) or _REORDERING.search(text):
        character = f"U+{ord(mark.group()):04X}"
        raise PageError(f"the character {character} has no place in a page; save the page anew.", number)


def digest(lines: Iterable[Line]) -> str:
    """Return the SHA-256 of a page's lines, blanks aside."""
    words = " ".join(" ".join(line.text.split()) for line in lines)
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()
