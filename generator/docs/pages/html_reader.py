"""Turns HTML into lines: visible text only; nothing in a page is run or fetched."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, cast

from lxml import etree  # type: ignore[import-untyped]  # it ships no types

from generator.docs.pages.capture import PageError, excerpt
from generator.docs.pages.lines import Form, Line, tidy_code, tidy_line

_MAX_DEPTH = 100
MAX_ELEMENTS = 200_000
"""The most elements that a page may have."""
_CLOSING_MARKS = frozenset(".,;:!?)]}%*'\u2019\u201d\"")
_OPENING_MARKS = frozenset("([{\u201c")
_PLACES = ("main", "article", "")
_DATE_NAMES = frozenset({"article:modified_time", "og:updated_time", "last-modified", "dateModified"})
_LINE = "data-line"
"""The attribute in which a page that was made from Markdown keeps the lines of its source."""


@dataclass(frozen=True)
class HtmlPage:
    """What an HTML page holds.

    Attributes:
        lines: Its lines.
        url: Where it says it stands, or None.
        changed: When it says it was last changed, or None.
        is_scripted: Whether it says that scripts must run before it shows its text.
    """

    lines: list[Line]
    url: str | None = None
    changed: str | None = None
    is_scripted: bool = False


def read_html(html: str) -> HtmlPage:
    """Return what an HTML page holds.

    Args:
        html: The page.

    Raises:
        PageError: It holds what no page holds.
    """
    reader = _Reader()
    feed_parser(html, reader)
    return reader.finish_page()


@dataclass(frozen=True, slots=True)
class _Element:
    tag: str
    is_unseen: bool
    is_breadcrumb: bool
    depth: int


class _Reader:
    """Takes the tags and the text of a page as they come; what it keeps grows with the text alone."""

    def __init__(self) -> None:
        self.number = 1
        self._open: list[_Element] = []
        self._counts: dict[str, int] = {}
        self._count = self._unseen = self._depth = 0
        self._pieces: list[str | None] = []
        self._tag_line = self._text_line = 1
        self._has_text = self._is_numbered = False
        self._tables: list[Table] = []
        self._breadcrumb: list[str] | None = None
        self._breadcrumbs: list[Line] = []
        self._lines: dict[str, list[Line]] = {place: [] for place in _PLACES}
        self._url: str | None = None
        self._changed: str | None = None
        self._is_scripted = False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Take an opening tag."""
        self._count += 1
        self._set_tag_line(attributes.get(_LINE))
        if self._count > MAX_ELEMENTS:
            raise PageError(
                f"a page of more than {MAX_ELEMENTS} elements is too large; pass only the part you need.",
                self._tag_line,
            )
        self._read_metadata(tag, attributes)
        breadcrumb = not self._unseen and is_breadcrumb(tag, attributes)
        unseen = not breadcrumb and self._is_unseen(tag, attributes)
        self._break_text(tag)
        self._open.append(_Element(tag, unseen, breadcrumb, NESTING.get(tag, 0)))
        self._counts[tag] = self._counts.get(tag, 0) + 1
        self._unseen += unseen
        self._depth += NESTING.get(tag, 0)
        if self._depth > _MAX_DEPTH:
            raise PageError(f"lists and tables nest more than {_MAX_DEPTH} levels deep.", self._tag_line)
        if breadcrumb:
            self._breadcrumb = []
        if self._unseen:
            return
        if words := field_words(tag, attributes):
            self._add_line(Line(tidy_line(words, self._tag_line), self._tag_line, depth=self._depth))
        self._open_table(tag)

    def end(self, tag: str) -> None:
        """Take a closing tag."""
        self._set_tag_line(None)
        self._break_text(tag)
        element = self._open.pop()
        self._counts[tag] -= 1
        self._unseen -= element.is_unseen
        self._depth -= element.depth
        if element.is_breadcrumb and self._breadcrumb:
            self._breadcrumbs.append(Line(" > ".join(self._breadcrumb), self._tag_line, depth=0))
        if element.is_breadcrumb:
            self._breadcrumb = None
        if tag == "table" and not self._unseen and self._tables:
            for line in self._tables.pop().field_lines():
                self._add_line(line)

    def data(self, text: str) -> None:
        """Take text."""
        if self._unseen:
            return
        if not self._has_text:
            self._has_text, self._text_line = True, self._tag_line
            if not self._is_numbered:
                self._text_line += text[: len(text) - len(text.lstrip())].count("\n")
        self._pieces.append(text)

    def finish_page(self) -> HtmlPage:
        """Return what was taken; where the page says what its main part is, that alone."""
        self._flush_line()
        lines = next((self._lines[place] for place in _PLACES if self._lines[place]), list[Line]())
        return HtmlPage([*self._breadcrumbs, *lines], self._url, self._changed, self._is_scripted)

    def _set_tag_line(self, number: str | None) -> None:
        """Note where the tag stands; the text after it comes only once the next tag is seen."""
        if number and number.isdecimal():
            self._is_numbered, self._tag_line = True, int(number)
        elif not self._is_numbered:
            self._tag_line = self.number

    def _read_metadata(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Note what the page says of itself."""
        if tag == "link" and attributes.get("rel") == "canonical":
            self._url = attributes.get("href") or None
        elif tag == "meta" and (attributes.get("property") or attributes.get("name")) in _DATE_NAMES:
            self._changed = attributes.get("content")
        elif tag == "noscript":
            self._is_scripted = True

    def _is_unseen(self, tag: str, attributes: Mapping[str, str]) -> bool:
        if tag == "header":
            # That of the site, not of the text.
            return not (self._is_within("main") or self._is_within("article") or self._is_within("section"))
        if tag == "button":
            return not any(map(self._is_within, (*HEADINGS, "summary")))
        return tag == "head" or is_unseen(tag, attributes)

    def _is_within(self, tag: str) -> bool:
        return self._counts.get(tag, 0) > 0

    def _break_text(self, tag: str) -> None:
        """End the word before a tag, and the line before a block."""
        if tag in INLINE and self._breadcrumb is None:
            self._pieces.append(None)
        elif self._is_within("pre") and tag != "pre":
            if tag not in ("td", "th"):
                self._pieces.append("\n")
        elif tag == "br" and self._is_within("td"):
            self._pieces.append(" ")
        else:
            self._flush_line()

    def _flush_line(self) -> None:
        """End the line, if there is one."""
        if not self._has_text:
            return
        pieces, self._pieces, self._has_text = self._pieces, [], False
        if self._is_within("pre"):
            block = tidy_code("".join(piece or "" for piece in pieces), self._text_line)
            if block:
                self._add_line(Line(block, self._text_line, Form.CODE, self._depth))
            return
        text = tidy_line(_join_pieces(pieces), self._text_line)
        if text and self._breadcrumb is not None:
            self._breadcrumb += [text] if any(map(str.isalnum, text)) else []
        elif text:
            form = Form.HEADING if any(map(self._is_within, HEADINGS)) else Form.TEXT
            self._add_line(Line(text, self._text_line, form, self._depth))

    def _add_line(self, line: Line) -> None:
        if self._tables and self._tables[-1].rows and self._tables[-1].rows[-1].cells:
            self._tables[-1].rows[-1].cells[-1].append(line)
        else:
            self._lines[self._current_place()].append(line)

    def _current_place(self) -> str:
        return next((place for place in _PLACES[:2] if self._is_within(place)), "")

    def _open_table(self, tag: str) -> None:
        if tag == "table" and not self._is_within("pre"):
            self._tables.append(Table())
        elif tag == "tr" and self._tables:
            self._tables[-1].rows.append(Row(self._tag_line, self._depth))
        elif tag in ("td", "th") and self._tables and self._tables[-1].rows:
            self._tables[-1].rows[-1].cells.append([])


def _join_pieces(pieces: list[str | None]) -> str:
    """Return pieces as one text: a tag between two words parts them, unless the second is a mark."""
    parts: list[str] = []
    last, has_tag_between = " ", False
    for piece in pieces:
        if not piece:
            has_tag_between = True
            continue
        if has_tag_between and not (
            last.isspace() or piece[0].isspace() or last in _OPENING_MARKS or piece[0] in _CLOSING_MARKS
        ):
            parts.append(" ")
        parts.append(piece)
        last, has_tag_between = piece[-1], False
    return "".join(parts)


# What the elements of HTML mean for the text of a page: which are seen, which are blocks, which nest.

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark output q rp rt ruby s samp"  # noqa: SIM905 - not a line for each
    " small span strike strong sub sup time tt u var wbr".split()
)
NESTING: Mapping[str, int] = {"ul": 1, "ol": 1, "dl": 1, "table": 1, "details": 1, "summary": -1}
"""How much deeper what stands in an element is; a summary stands outside of its details."""

_SKIPPED = frozenset(
    "applet area aside audio canvas dialog embed footer frame frameset iframe map math nav noframes noscript object"  # noqa: SIM905 - the same
    " option param script select source style svg template textarea title track video".split()
)
_SKIPPED_ROLES = frozenset(
    {"banner", "complementary", "contentinfo", "dialog", "navigation", "search", "tab", "tablist", "tooltip"}
)
_HIDDEN_CLASSES = frozenset({"hidden", "sr-only", "visually-hidden", "hash-link"})
_HIDDEN_STYLE = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
# `hidden md:block` hides on a small screen alone.
_SHOWN_CLASS = re.compile(r"(?:sm|md|lg|xl|2xl):(?:block|flex|grid|inline|inline-block|inline-flex|table)")


def is_unseen(tag: str, attributes: Mapping[str, str]) -> bool:
    """Tell whether an element is no text of the page: run, hidden, or furniture around it.

    Args:
        tag: Its tag.
        attributes: Its attributes.
    """
    if tag in _SKIPPED or attributes.get("role") in _SKIPPED_ROLES:
        return True
    if "hidden" in attributes or attributes.get("aria-hidden") == "true":
        return True
    classes = attributes.get("class", "").split()
    is_hidden = not _HIDDEN_CLASSES.isdisjoint(classes) and not any(map(_SHOWN_CLASS.fullmatch, classes))
    return is_hidden or bool(_HIDDEN_STYLE.search(attributes.get("style", "")))


def is_breadcrumb(tag: str, attributes: Mapping[str, str]) -> bool:
    """Tell whether an element is the trail of pages that leads to this one.

    Args:
        tag: Its tag.
        attributes: Its attributes.
    """
    names = f"{attributes.get('aria-label', '')} {attributes.get('class', '')}".lower()
    return tag == "nav" and "breadcrumb" in names


def field_words(tag: str, attributes: Mapping[str, str]) -> str | None:
    """Return the head of the field that an element of the vendors' own Markdown describes, or None.

    Args:
        tag: Its tag, such as `paramfield`.
        attributes: Its attributes.
    """
    if tag not in ("paramfield", "responsefield"):
        return None
    keys = ("path", "query", "header", "body", "name")
    name = next((attributes[key] for key in keys if attributes.get(key)), "")
    marks = ["Required" if _is_true(attributes.get("required")) else "Optional"]
    if _is_true(attributes.get("deprecated")):
        marks.append("Deprecated")
    if "default" in attributes:
        marks.append(f"Defaults to {_strip_quotes(attributes['default'])}")
    return " ".join([name, _strip_quotes(attributes.get("type", "")), *marks])


def _is_true(value: str | None) -> bool:
    return value is not None and _strip_quotes(value) != "false"


def _strip_quotes(value: str) -> str:
    return value.strip("{}\"'")


# The only code that uses lxml: its parser hands over tags and text as they come; no tree is built.

_LXML = cast("Any", etree)
_CUT_TAG = re.compile(r"<(?:[a-zA-Z][^<>]*|/[a-zA-Z]?[^<>]*|!(?:-[^>]*)?)?\Z")
"""The beginning of a tag or a comment that nothing ends."""


class Handler(Protocol):
    """What takes the tags and the text of a page.

    Attributes:
        number: The line of the source that is being read.
    """

    number: int

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Take an opening tag; one that closes it follows, whatever the page says."""

    def end(self, tag: str) -> None:
        """Take a closing tag."""

    def data(self, text: str) -> None:
        """Take text, its entities resolved."""


class _Target:
    """What lxml calls; comments and instructions it doesn't hand over where nothing takes them."""

    def __init__(self, handler: Handler) -> None:
        self.start = handler.start
        self.end = handler.end
        self.data = handler.data

    def close(self) -> None:
        """End; lxml asks for it."""


def feed_parser(html: str, handler: Handler) -> None:
    """Hand the tags and the text of a page to a handler.

    Args:
        html: The page.
        handler: What takes them.

    Raises:
        PageError: There is not one tag and no text, or the page ends within a tag.
    """
    if _CUT_TAG.search(html, max(html.rfind("<"), 0)):
        raise PageError(
            "the page ends within a tag: it was cut off; save the whole page.", html.count("\n") + 1
        )
    # The text is decoded already: what a meta element says of its encoding is not heard.
    parser = _LXML.HTMLParser(target=_Target(handler), encoding="utf-8", no_network=True)
    try:
        for number, line in enumerate(html.splitlines(keepends=True), 1):
            handler.number = number
            parser.feed(line.encode("utf-8", "surrogatepass"))
        parser.close()
    except _LXML.ParseError as error:
        raise PageError(f"this isn't HTML: {error.msg}.") from None


# The tables of a page: if the first row names columns of fields, each row after it is a field.

COLUMNS: Mapping[str, str] = {
    "name": "name",
    "field": "name",
    "parameter": "name",
    "property": "name",
    "attribute": "name",
    "type": "type",
    "required": "required",
    "required?": "required",
    "mandatory": "required",
    "in": "in",
    "located in": "in",
    "nullable": "nullable",
    "deprecated": "deprecated",
    "description": "description",
    "notes": "description",
    "format": "format",
    "default": "default",
    "default value": "default",
    "example": "example",
    "pattern": "pattern",
    "values": "values",
    "allowed values": "values",
    "possible values": "values",
    "enum": "values",
}
"""What the columns of a table of fields are called, in small letters, and what they hold."""

_CODE_COLUMNS = 2


@dataclass
class Row:
    """A row: where it begins, and the lines of each of its cells."""

    number: int
    depth: int
    cells: list[list[Line]] = field(default_factory=list[list[Line]])


@dataclass
class Table:
    """A table that is being read."""

    rows: list[Row] = field(default_factory=list[Row])

    def field_lines(self) -> Iterator[Line]:
        """Yield a line for each field where the first row names columns, else the lines of its cells.

        Code that has its lines numbered in a column of their own is one block again.
        """
        if self._is_code():
            block = "\n".join(_cell_text(row.cells[1]) for row in self.rows)
            yield Line(block, self.rows[0].number, Form.CODE, self.rows[0].depth)
            return
        headings = [_cell_text(cell) for cell in self.rows[0].cells] if self.rows else []
        names = [COLUMNS.get(heading.lower(), "") for heading in headings]
        if "name" not in names:
            yield from (line for row in self.rows for cell in row.cells for line in cell)
            return
        for row in self.rows[1:]:
            self._check_columns(headings, row)
            cells = {name: _cell_text(cell) for name, cell in zip(names, row.cells, strict=False) if name}
            text = " | ".join(_cell_text(cell) for cell in row.cells)
            if text:
                yield Line(text, row.number, Form.ROW, row.depth, cells)

    @staticmethod
    def _check_columns(headings: list[str], row: Row) -> None:
        """Refuse a row that holds something in a column that isn't known."""
        for at, cell in enumerate(row.cells):
            heading = headings[at] if at < len(headings) else ""
            if cell and heading.lower() not in COLUMNS:
                raise PageError(
                    f"the column {excerpt(heading)} of a table of fields is not known; pass the OpenAPI document,"
                    " or add the column to `COLUMNS`.",
                    row.number,
                )

    def _is_code(self) -> bool:
        numbers = [_cell_text(row.cells[0]) for row in self.rows if len(row.cells) == _CODE_COLUMNS]
        return len(numbers) == len(self.rows) > 0 and numbers == [
            str(at) for at in range(1, len(numbers) + 1)
        ]


def _cell_text(cell: list[Line]) -> str:
    return " ".join(line.text for line in cell)
