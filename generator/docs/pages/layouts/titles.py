"""The title of a page: what its first lines call it, before any sentence stands there."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from generator.docs.pages.lines import Form, Line

_MAX_WORDS = 9
_ENDS_SENTENCE = re.compile(r"[.!?:;]$")
# `REST ClientPhone Numbers` are two steps of a trail whose blanks were lost.
_STEP = re.compile(r"(?<=[a-z])(?=[A-Z])| ?[/>\u203a\u00bb] ?")


@dataclass
class Titles:
    """The lines that may be titles, in the page's order."""

    _lines: list[Line] = field(default_factory=list[Line])

    def add(self, line: Line) -> bool:
        """Take a line, and tell whether it may be a title.

        Args:
            line: The line.
        """
        words = line.text.split()
        if line.form is not Form.HEADING and (len(words) > _MAX_WORDS or _ENDS_SENTENCE.search(line.text)):
            return False
        self._lines.append(line)
        return True

    def name(self) -> str:
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
