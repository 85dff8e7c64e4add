"""The items of a list, which may hold both the head of a field and the words about it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.docs.pages.heads import NAME
from generator.docs.pages.lines import Form, Line

_PARTING = re.compile(r" [-\u2013\u2014] |: ")
_BRACKETS = re.compile(
    rf"(?P<name>{NAME}) \((?P<marks>[^()]{{1,200}})\)(?::| [-\u2013\u2014]|\.)? ?(?P<words>.*)"
)
_MAX_HEAD = 200


def halves(line: Line) -> Iterator[tuple[str, str]]:
    """Yield the ways in which an item may be a head and words.

    Args:
        line: The item; of any other line nothing is yielded.
    """
    if not line.depth or line.form is not Form.TEXT or line.text[0].isupper():
        return
    if match := _BRACKETS.fullmatch(line.text):
        yield f"{match['name']} {match['marks']}", match["words"]
    for parting in _PARTING.finditer(line.text, 0, _MAX_HEAD):
        yield line.text[: parting.start()], line.text[parting.end() :]
