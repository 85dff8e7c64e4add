"""The layout `glued`: a reference of a client, whose text has no blanks between a field's name, type and marks."""

from __future__ import annotations

import re
from dataclasses import replace

from generator.docs.pages.heads import NAME, Head, head_of, read_head
from generator.docs.pages.layouts.client import CHROME, CLOSED_BY, SECTIONS
from generator.docs.pages.layouts.cursor import Cursor
from generator.docs.pages.layouts.items import halves
from generator.docs.pages.layouts.layout import Layout
from generator.docs.pages.lines import Form, Line
from generator.docs.pages.type_words import TYPE

_MAX_HEAD = 300
# The name ends where the rest reads as a type and marks, and a mark always stands there.
_HEAD = re.compile(
    rf"(?P<name>[A-Za-z_$@][\w$@.\[\]-]*?)(?<!_) ?"
    rf"(?P<rest>{TYPE} ?(?:Required|Optional)(?:$|(?= |[A-Z]|format:|[<>]|\d).*))"
)
_NAME = re.compile(NAME)


def _read_head(cursor: Cursor) -> Head | None:
    head = _head(cursor.line)
    if head:
        cursor.skip(1)
    return head


def _head(line: Line) -> Head | None:
    match = _HEAD.fullmatch(line.text) if len(line.text) <= _MAX_HEAD else None
    if match and _NAME.fullmatch(match["name"]):
        return head_of(match["name"], match["rest"])
    # Forms that keep words apart may write the marks in other ways.
    head = read_head(line.text) if line.depth is not None else None
    return head if head and head.is_typed else None


def _is_sign(line: Line) -> bool:
    if line.form is Form.ROW:
        return "type" in line.cells
    texts = [line.text, *(text for text, _ in halves(line))]
    heads = (_head(replace(line, text=text)) for text in texts)
    return any(head is not None and "required" in head.facts for head in heads)


LAYOUT = Layout(
    name="glued",
    is_sign=_is_sign,
    sections=SECTIONS,
    chrome=CHROME,
    read_head=_read_head,
    is_closed_by=CLOSED_BY,
    denied={"nullable": False, "deprecated": False},
    shows_samples=True,
)
