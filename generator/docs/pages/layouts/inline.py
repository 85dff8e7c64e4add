"""The layout `inline`: a REST reference whose fields have their name, type and a mark in capitals on one line."""

from __future__ import annotations

import re

from generator.docs.pages.heads import Head, read_head
from generator.docs.pages.layouts.cursor import Cursor
from generator.docs.pages.layouts.layout import Layout
from generator.docs.pages.layouts.rest import CHROME, CLOSED_BY, SECTIONS

_SIGN = re.compile(r".{1,200} (?:REQUIRED|OPTIONAL)")


def _read_head(cursor: Cursor) -> Head | None:
    head = read_head(cursor.line.text)
    if head is None or not head.is_typed:
        return None
    cursor.skip(1)
    return head


LAYOUT = Layout(
    name="inline",
    is_sign=lambda line: _SIGN.fullmatch(line.text) is not None,
    sections=SECTIONS,
    chrome=CHROME,
    read_head=_read_head,
    is_closed_by=CLOSED_BY,
    denied={"deprecated": False},
)
