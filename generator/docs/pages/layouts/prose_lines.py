"""Which lines are prose: those that aren't may be a head that was cut or mistyped, and are never taken for words."""

from __future__ import annotations

import re

from generator.docs.pages.heads import read_marks
from generator.docs.pages.lines import Form, Line

_GLUED = re.compile(r"[a-z](?:Required|Optional|Deprecated)|[a-z]format: \"")
# A heading that no layout knows: what stands under it would be taken for more of what stands above.
_TITLE = re.compile(r"[A-Z][\w-]*(?: [A-Z][\w-]*){0,3}")
_NAME = re.compile(r"[a-z_$][\w$.\[\]-]*[*?]?")
_SNAKE = re.compile(r"[a-z][a-z0-9]*_\w+\W?")
_CLOSED = re.compile(r"[.!?:;,)\]\"']$")
_ENDED = re.compile(r"[.!?:;,]$")
_MARKED = re.compile(r"\b(?:REQUIRED|OPTIONAL|required|optional|deprecated)$")
_SHORT = 5


def is_prose(line: Line) -> bool:
    """Tell whether a line is words for people, and nothing that only looks like them.

    Args:
        line: The line.
    """
    words = line.text.split()
    if line.form in (Form.HEADING, Form.ROW) or _GLUED.search(line.text) or _TITLE.fullmatch(line.text):
        return False
    if len(words) == 1:
        return bool(_CLOSED.search(line.text)) and not _NAME.fullmatch(line.text)
    if _NAME.fullmatch(words[0]):
        is_head = "_" in words[0] and read_marks(words[1].strip("():,-")) is not None
        is_long = len(words) > _SHORT and not _MARKED.search(line.text)
        return not is_head and (is_long or bool(_CLOSED.search(line.text)))
    return not _SNAKE.fullmatch(words[0]) or len(words) > _SHORT or bool(_ENDED.search(line.text))
