"""The text of a page, whatever form it came in: its lines, and what it says of itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from generator import json_text, yaml_text
from generator.docs.pages.capture import Capture
from generator.docs.pages.errors import PageError
from generator.docs.pages.forms.dates import day_of, last_changed
from generator.docs.pages.forms.html_lines import HtmlPage, read_html
from generator.docs.pages.forms.kinds import Kind, kind_of
from generator.docs.pages.forms.markdown_lines import read_markdown
from generator.docs.pages.lines import Form, Line, text_lines
from generator.places import FaultError
from generator.plain import is_mapping, mapping

_DOCUMENT = re.compile(r"""\s*(?P<brace>\{\s*)?["']?openapi["']?\s*:""")


@dataclass(frozen=True)
class PageText:
    """The text of a page.

    Attributes:
        lines: Its lines.
        url: Where it says it stands, or None.
        date: The day it says it was last changed, as YYYY-MM-DD, or None.
        document: The OpenAPI document that it is or holds, or None.
    """

    lines: list[Line]
    url: str | None = None
    date: str | None = None
    document: Mapping[str, Any] | None = None


def page_text(capture: Capture, text: str) -> PageText:
    """Return the text of a page.

    Args:
        capture: The page as it came.
        text: Its characters.

    Raises:
        PageError: It is empty, isn't what it is said to be, or holds what no page holds.
    """
    if not text.strip():
        raise PageError("the page is empty.")
    kind = kind_of(capture, text)
    if kind in (Kind.JSON, Kind.YAML):
        lines = [Line(line, number, Form.CODE) for number, line in enumerate(text.splitlines(), 1)]
        return PageText(lines, document=_document(text, kind))
    if kind is Kind.TEXT:
        lines = text_lines(text)
        return PageText(lines, date=last_changed(lines))
    page = read_html(text) if kind is Kind.HTML else read_markdown(text)
    return _of_html(page)


def _of_html(page: HtmlPage) -> PageText:
    if not page.lines:
        how = (
            "; it shows its text by script: save it from the browser once it is shown"
            if page.is_scripted
            else ""
        )
        raise PageError(f"the page shows no text{how}.")
    date = (day_of(page.changed) if page.changed else None) or last_changed(page.lines)
    return PageText(page.lines, page.url, date, _shown_document(page.lines))


def _shown_document(lines: list[Line]) -> Mapping[str, Any] | None:
    """Return the OpenAPI document that a page shows as code, as some do in place of an operation's fields."""
    for line in lines:
        if line.form is Form.CODE and (begun := _DOCUMENT.match(line.text)):
            return _document(line.text, Kind.JSON if begun["brace"] else Kind.YAML, line.number - 1)
    return None


def _document(text: str, kind: Kind, before: int = 0) -> Mapping[str, Any]:
    try:
        data = json_text.read(text) if kind is Kind.JSON else yaml_text.read(text)[0]
    except FaultError as fault:
        raise PageError(fault.message, fault.line and fault.line + before) from None
    if not is_mapping(data):
        raise PageError("this is no OpenAPI document: a document is a mapping.", before + 1)
    return mapping(data)
