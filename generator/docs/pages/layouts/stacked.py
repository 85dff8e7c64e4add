"""The layout `stacked`: a REST reference whose fields have their name, type and marks on lines of their own."""

from __future__ import annotations

import re

from generator.docs.pages.heads import Head, head_of, read_head
from generator.docs.pages.layouts.cursor import Cursor
from generator.docs.pages.layouts.layout import METHOD, Layout
from generator.docs.pages.layouts.rest import CHROME, CLOSED_BY, SECTIONS
from generator.docs.pages.lines import Line

_MAX_LINES = 4
_MARK = re.compile(r"required|deprecated|nullable", re.IGNORECASE)


def _read_head(cursor: Cursor) -> Head | None:
    head = read_head(cursor.line.text)
    steps, words = 1, ""
    has_type = head is not None and head.is_typed
    while head and (below := cursor.after(steps)) and steps <= _MAX_LINES:
        if _is_type(below) and not has_type:
            has_type = True
        elif not _MARK.fullmatch(below.text) or (has_type and _is_type(cursor.after(steps + 1))):
            break
        steps, words = steps + 1, f"{words} {below.text}"
    if head is None or not has_type:
        return None
    cursor.skip(steps)
    more = head_of(head.name, words)
    return Head(head.name, {**head.facts, **more.facts}, True, head.holds or more.holds) if more else head


def _is_type(line: Line | None) -> bool:
    head = head_of("", line.text) if line else None
    return head is not None and head.is_typed


def _is_sign(line: Line) -> bool:
    return METHOD.fullmatch(line.text) is not None


LAYOUT = Layout(
    name="stacked",
    is_sign=_is_sign,
    sections=SECTIONS,
    chrome=CHROME,
    read_head=_read_head,
    is_closed_by=CLOSED_BY,
    denied={"required": False, "deprecated": False},
    has_methods=True,
)
