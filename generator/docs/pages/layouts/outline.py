"""The layout `outline`: the same reference as plain text, which keeps the names and descriptions alone."""

from __future__ import annotations

import re

from generator.docs.pages.heads import NAME, Head
from generator.docs.pages.layouts.client import CHROME, SECTIONS
from generator.docs.pages.layouts.cursor import Cursor
from generator.docs.pages.layouts.layout import FIELDS, Layout, Section
from generator.docs.pages.lines import Line

_MAX_HEAD = 300
_NAME = re.compile(NAME)
_MARK = re.compile(r" ?Deprecated$")


def _read_head(cursor: Cursor) -> Head | None:
    name = _MARK.sub("", cursor.line.text)
    if len(name) > _MAX_HEAD or not _NAME.fullmatch(name):
        return None
    is_marked = name != cursor.take().text
    return Head(name.replace("[]", ""), {"deprecated": True} if is_marked else {})


def _is_sign(line: Line) -> bool:
    return SECTIONS.get(line.text.lower()) in FIELDS


LAYOUT = Layout(
    name="outline",
    is_sign=_is_sign,
    sections=SECTIONS,
    chrome=CHROME,
    read_head=_read_head,
    is_closed_by=frozenset({Section.SAMPLE}),
    denied={"deprecated": False},
)
