"""Turns a page of any kind into lines; finds its URL, its date and the OpenAPI document it may hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import PurePosixPath
from typing import Any

from generator.docs.pages.capture import Capture, PageError, excerpt, url_path
from generator.docs.pages.html_reader import HtmlPage, read_html
from generator.docs.pages.lines import Form, Line, text_lines
from generator.docs.pages.markdown_reader import looks_like_markdown, read_markdown
from generator.openapi import json_text, yaml_text
from generator.openapi.pointers import FaultError, is_mapping, mapping

_DOCUMENT = re.compile(r"""\s*(?P<brace>\{\s*)?["']?openapi["']?\s*:""")


@dataclass(frozen=True)
class PageText:
    """The text of a page.

    Attributes:
        lines: Its lines.
        url: Where it says it stands, or None.
        date: The day it says it was last changed, as YYYY-MM-DD, or None.
        document: The OpenAPI document that it is or holds, or None.
        is_document: Whether it is that document itself, and no page about an operation or two.
    """

    lines: list[Line]
    url: str | None = None
    date: str | None = None
    document: Mapping[str, Any] | None = None
    is_document: bool = False


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
    kind = page_kind(capture, text)
    if kind in (Kind.JSON, Kind.YAML):
        lines = [Line(line, number, Form.CODE) for number, line in enumerate(text.splitlines(), 1)]
        return PageText(lines, document=_parse_document(text, kind), is_document=True)
    if kind is Kind.TEXT:
        lines = text_lines(text)
        return PageText(lines, date=last_changed_day(lines))
    page = read_html(text) if kind is Kind.HTML else read_markdown(text)
    return _html_text(page)


def _html_text(page: HtmlPage) -> PageText:
    if not page.lines:
        hint = (
            "; it shows its text by script: save it from the browser once it is shown"
            if page.is_scripted
            else ""
        )
        raise PageError(f"the page shows no text{hint}.")
    date = (parse_day(page.changed) if page.changed else None) or last_changed_day(page.lines)
    return PageText(page.lines, page.url, date, _embedded_document(page.lines))


def _embedded_document(lines: list[Line]) -> Mapping[str, Any] | None:
    """Return the OpenAPI document that a page shows as code, as some do in place of an operation's fields."""
    for line in lines:
        if line.form is Form.CODE and (start := _DOCUMENT.match(line.text)):
            return _parse_document(line.text, Kind.JSON if start["brace"] else Kind.YAML, line.number - 1)
    return None


def _parse_document(text: str, kind: Kind, before: int = 0) -> Mapping[str, Any]:
    try:
        data = json_text.read_json(text) if kind is Kind.JSON else yaml_text.read_yaml(text)[0]
    except FaultError as fault:
        raise PageError(fault.message, fault.line and fault.line + before) from None
    if not is_mapping(data):
        raise PageError("this is not an OpenAPI document: it must be a mapping.", before + 1)
    return mapping(data)


# The day on which a page says it was last changed, in the ways that pages write it.

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)(?!\d)")
_WORDS = re.compile(
    r"(?:(?P<first>\d{1,2})(?:st|nd|rd|th)? )?(?P<name>[A-Z][a-z]{2})[a-z]*\.?"
    r" (?:(?P<day>\d{1,2})(?:st|nd|rd|th)?, )?(?P<year>\d{4})"
)
_LAST_CHANGED = re.compile(r"Last (?:updated|modified|changed)(?: on)?:? (?P<when>.{4,40})")


def parse_day(words: str) -> str | None:
    """Return a day as YYYY-MM-DD, or None where the words name none.

    Args:
        words: What a page says, such as `Jan 5, 2025` or `2025-01-05T10:00:00Z`.
    """
    if iso := _ISO.match(words):
        return _iso_day(iso["year"], int(iso["month"]), iso["day"])
    match = _WORDS.search(words)
    if match and match["name"].lower() in _MONTHS and (day := match["day"] or match["first"]):
        return _iso_day(match["year"], _MONTHS.index(match["name"].lower()) + 1, day)
    return None


def last_changed_day(lines: Iterable[Line]) -> str | None:
    """Return the day on which lines of a page say it was last changed, or None.

    Args:
        lines: The lines.
    """
    matches = (_LAST_CHANGED.search(line.text[:200]) for line in lines)
    return next((day for match in matches if match and (day := parse_day(match["when"]))), None)


def _iso_day(year: str, month: int, day: str) -> str | None:
    try:
        return date(int(year), month, int(day)).isoformat()
    except ValueError:
        return None


# What kind of page a capture is: by what its server says, else by its name, else by how its text begins.


class Kind(StrEnum):
    """The kinds of page."""

    HTML = "html"
    MARKDOWN = "markdown"
    TEXT = "text"
    JSON = "json"
    YAML = "yaml"


_TYPES: Mapping[str, Kind] = {
    "text/html": Kind.HTML,
    "application/xhtml+xml": Kind.HTML,
    "text/markdown": Kind.MARKDOWN,
    "text/x-markdown": Kind.MARKDOWN,
    "application/json": Kind.JSON,
    "application/yaml": Kind.YAML,
    "application/x-yaml": Kind.YAML,
    "text/yaml": Kind.YAML,
    "text/x-yaml": Kind.YAML,
}
# What servers say of any file.
_UNSPECIFIC_TYPES = frozenset({"", "text/plain", "application/octet-stream", "binary/octet-stream"})
_SUFFIXES: Mapping[str, Kind] = {
    ".html": Kind.HTML,
    ".htm": Kind.HTML,
    ".xhtml": Kind.HTML,
    ".md": Kind.MARKDOWN,
    ".mdx": Kind.MARKDOWN,
    ".markdown": Kind.MARKDOWN,
    ".json": Kind.JSON,
    ".yaml": Kind.YAML,
    ".yml": Kind.YAML,
}
_BEGINNING = 2_000
_HTML = re.compile(
    r"<(?:!doctype\s+html|html|head|meta|body|main|article|div|section|h1|p|ul|dl|table)\b", re.IGNORECASE
)
_DOCUMENT_BEGINNING = re.compile(r"^(?:---\n)?(?:#[^\n]*\n)*[\"']?(?:openapi|swagger|paths)[\"']?\s*:")


def page_kind(capture: Capture, text: str) -> Kind:
    """Return what kind of page a capture is.

    Args:
        capture: The capture.
        text: Its text.

    Raises:
        PageError: Its server says that it is something else than a page.
    """
    media_type = (capture.media_type or "").partition(";")[0].strip().lower()
    if media_type in _TYPES:
        return _TYPES[media_type]
    if media_type.endswith(("+json", "+yaml")):
        return Kind(media_type.rpartition("+")[2])
    if media_type not in _UNSPECIFIC_TYPES:
        raise PageError(f"the server sends this as {excerpt(media_type)}, which is not a documentation page.")
    name = url_path(capture.url) if capture.url else capture.name
    return _SUFFIXES.get(PurePosixPath(name).suffix.lower()) or _sniff_kind(text)


def _sniff_kind(text: str) -> Kind:
    beginning = text[:_BEGINNING].lstrip()
    if beginning.startswith(("{", "[")):
        return Kind.JSON
    if _DOCUMENT_BEGINNING.match(beginning):
        return Kind.YAML
    if beginning.startswith("<") and _HTML.search(beginning):
        return Kind.HTML
    return Kind.MARKDOWN if looks_like_markdown(text) else Kind.TEXT
