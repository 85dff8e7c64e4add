"""What kind of page a capture is: by what its server says, else by its name, else by how its text begins."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from pathlib import PurePosixPath

from generator.docs.pages.capture import Capture
from generator.docs.pages.errors import PageError, quoted
from generator.docs.pages.forms.markdown_lines import looks_like_markdown
from generator.docs.pages.url_path import path_part


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
_UNTOLD = frozenset({"", "text/plain", "application/octet-stream", "binary/octet-stream"})
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
_DOCUMENT = re.compile(r"^(?:---\n)?(?:#[^\n]*\n)*[\"']?(?:openapi|swagger|paths)[\"']?\s*:")


def kind_of(capture: Capture, text: str) -> Kind:
    """Return what kind of page a capture is.

    Args:
        capture: The capture.
        text: Its text.

    Raises:
        PageError: Its server says that it is something else than a page.
    """
    told = (capture.media_type or "").partition(";")[0].strip().lower()
    if told in _TYPES:
        return _TYPES[told]
    if told.endswith(("+json", "+yaml")):
        return Kind(told.rpartition("+")[2])
    if told not in _UNTOLD:
        raise PageError(f"the server calls this {quoted(told)}, which is no page of documentation.")
    name = path_part(capture.url) if capture.url else capture.name
    return _SUFFIXES.get(PurePosixPath(name).suffix.lower()) or _sniffed(text)


def _sniffed(text: str) -> Kind:
    beginning = text[:_BEGINNING].lstrip()
    if beginning.startswith(("{", "[")):
        return Kind.JSON
    if _DOCUMENT.match(beginning):
        return Kind.YAML
    if beginning.startswith("<") and _HTML.search(beginning):
        return Kind.HTML
    return Kind.MARKDOWN if looks_like_markdown(text) else Kind.TEXT
