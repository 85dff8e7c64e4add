"""The lines of a page's text, and a cursor that goes through them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from generator.docs.pages.capture import PageError, excerpt

MAX_WIDTH = 100_000
"""The most characters that a line of a page may have."""

ADVICE = "; save the page's .md version or its OpenAPI document instead, or add the line to its layout."
"""What to do about a line that nothing expects, where it isn't known what made the page."""
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]")
# With one of these, what people see of a line is not what it says.
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
    numbered = ((number, line) for number, line in enumerate(text.splitlines(), 1))
    return [Line(tidy, number) for number, line in numbered if (tidy := tidy_line(line, number))]


def tidy_line(text: str, number: int | None) -> str:
    """Return a line with its blanks made one and its invisible marks gone.

    Args:
        text: The line.
        number: Its number, for the error.

    Raises:
        PageError: It is too long, or holds a control character or one that reorders what is shown.
    """
    check_line(text, number)
    return " ".join(_INVISIBLE.sub("", text).split())


def tidy_code(text: str, number: int) -> str:
    """Return a block of code without its invisible marks and the blanks that end its lines.

    Args:
        text: The block.
        number: Its number, for the error.

    Raises:
        PageError: It holds a control character or one that reorders what is shown.
    """
    for line in text.splitlines():
        check_line(line[:MAX_WIDTH], number)
    return "\n".join(line.rstrip() for line in _INVISIBLE.sub("", text).splitlines() if line.strip())


def check_line(text: str, number: int | None) -> None:
    """Refuse what no line of a page holds.

    Args:
        text: The line.
        number: Its number, for the error.

    Raises:
        PageError: It is too long, or holds a control character or one that reorders what is shown.
    """
    if len(text) > MAX_WIDTH:
        raise PageError(f"a line of {len(text)} characters is too long for a documentation page.", number)
    if mark := _CONTROL.search(text) or _REORDERING.search(text):
        character = f"U+{ord(mark.group()):04X}"
        raise PageError(f"the character {character} is not allowed in a page; save the page again.", number)


def text_digest(lines: Iterable[Line]) -> str:
    """Return the SHA-256 of a page's lines, blanks aside."""
    words = " ".join(" ".join(line.text.split()) for line in lines)
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()


# A position in the lines of a page, and the error that names it.


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

    def peek(self, steps: int = 1) -> Line | None:
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

    def misfit_error(self, expected: str) -> PageError:
        """Return the error that the next line is not expected here.

        Args:
            expected: What is expected.
        """
        problem = f"unexpected {excerpt(self.line.text)}: expected {expected}"
        return PageError(f"{problem}{ADVICE}", self.number)


# The title of a page: from its first lines, up to its first sentence.

_MAX_WORDS = 9
_ENDS_SENTENCE = re.compile(r"[.!?:;]$")
# `REST ClientPhone Numbers` are two steps of a trail whose blanks were lost.
_STEP = re.compile(r"(?<=[a-z])(?=[A-Z])| ?[/>\u203a\u00bb] ?")


@dataclass
class Titles:
    """The lines that may be titles, in the page's order."""

    _lines: list[Line] = field(default_factory=list[Line])

    def add_line(self, line: Line) -> bool:
        """Take a line, and tell whether it may be a title.

        Args:
            line: The line.
        """
        words = line.text.split()
        if line.form is not Form.HEADING and (len(words) > _MAX_WORDS or _ENDS_SENTENCE.search(line.text)):
            return False
        self._lines.append(line)
        return True

    def other_lines(self) -> list[str]:
        """Return the lines that are neither the operation's title nor the step before it."""
        texts = list(dict.fromkeys(line.text for line in self._lines))
        return [text for text in texts if text not in self.operation_name()]

    def operation_name(self) -> str:
        """Return what the operation under these titles is called; empty where there is none."""
        texts = list(dict.fromkeys(line.text for line in self._lines))
        headings = list(dict.fromkeys(line.text for line in self._lines if line.form is Form.HEADING))
        if not texts:
            return ""
        title = (headings or texts)[-1]
        before = texts[: texts.index(title)]
        # A trail may end in the page itself.
        steps = [step for step in _STEP.split(before[-1]) if step != title] if before else []
        return f"{steps[-1]}: {title}" if steps else title
