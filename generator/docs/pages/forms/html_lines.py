"""HTML to lines: a block is a line, what people don't see is passed over, and nothing in a page is ever run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from generator.docs.pages.errors import PageError
from generator.docs.pages.forms.html_elements import (
    HEADINGS,
    INLINE,
    NESTING,
    field_words,
    is_trail,
    is_unseen,
)
from generator.docs.pages.forms.html_parser import feed
from generator.docs.pages.forms.tables import Row, Table
from generator.docs.pages.lines import Form, Line, code, tidy

_MAX_DEPTH = 100
_MAX_ELEMENTS = 200_000
_CLOSING = frozenset(".,;:!?)]}%*'\u2019\u201d\"")
_OPENING = frozenset("([{\u201c")
_PLACES = ("main", "article", "")
_CHANGED = frozenset({"article:modified_time", "og:updated_time", "last-modified", "dateModified"})
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
    feed(html, reader)
    return reader.page()


@dataclass(frozen=True, slots=True)
class _Element:
    tag: str
    is_unseen: bool
    is_trail: bool
    depth: int


class _Reader:
    """Takes the tags and the text of a page as they come; what it keeps grows with the text alone."""

    def __init__(self) -> None:
        self.number = 1
        self._open: list[_Element] = []
        self._counts: dict[str, int] = {}
        self._count = self._unseen = self._depth = 0
        self._pieces: list[str | None] = []
        self._tag = self._begun = 1
        self._is_begun = self._is_numbered = False
        self._tables: list[Table] = []
        self._trail: list[str] | None = None
        self._trails: list[Line] = []
        self._lines: dict[str, list[Line]] = {place: [] for place in _PLACES}
        self._url: str | None = None
        self._changed: str | None = None
        self._is_scripted = False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Take an opening tag."""
        self._count += 1
        self._stand(attributes.get(_LINE))
        if self._count > _MAX_ELEMENTS:
            raise PageError(
                f"a page of more than {_MAX_ELEMENTS} elements is no documentation page.", self._tag
            )
        self._hear(tag, attributes)
        trail = not self._unseen and is_trail(tag, attributes)
        unseen = not trail and self._is_unseen(tag, attributes)
        self._break(tag)
        self._open.append(_Element(tag, unseen, trail, NESTING.get(tag, 0)))
        self._counts[tag] = self._counts.get(tag, 0) + 1
        self._unseen += unseen
        self._depth += NESTING.get(tag, 0)
        if self._depth > _MAX_DEPTH:
            raise PageError(f"lists and tables nest more than {_MAX_DEPTH} levels deep.", self._tag)
        if trail:
            self._trail = []
        if self._unseen:
            return
        if words := field_words(tag, attributes):
            self._add(Line(tidy(words, self._tag), self._tag, depth=self._depth))
        self._open_table(tag)

    def end(self, tag: str) -> None:
        """Take a closing tag."""
        self._stand(None)
        self._break(tag)
        element = self._open.pop()
        self._counts[tag] -= 1
        self._unseen -= element.is_unseen
        self._depth -= element.depth
        if element.is_trail and self._trail:
            self._trails.append(Line(" > ".join(self._trail), self._tag, depth=0))
        if element.is_trail:
            self._trail = None
        if tag == "table" and not self._unseen and self._tables:
            for line in self._tables.pop().lines():
                self._add(line)

    def data(self, text: str) -> None:
        """Take text."""
        if self._unseen:
            return
        if not self._is_begun:
            self._is_begun, self._begun = True, self._tag
            if not self._is_numbered:
                self._begun += text[: len(text) - len(text.lstrip())].count("\n")
        self._pieces.append(text)

    def page(self) -> HtmlPage:
        """Return what was taken; where the page says what its main part is, that alone."""
        self._flush()
        found = next((self._lines[place] for place in _PLACES if self._lines[place]), list[Line]())
        return HtmlPage([*self._trails, *found], self._url, self._changed, self._is_scripted)

    def _stand(self, said: str | None) -> None:
        """Note where the tag stands; the text after it comes only once the next tag is seen."""
        if said and said.isdecimal():
            self._is_numbered, self._tag = True, int(said)
        elif not self._is_numbered:
            self._tag = self.number

    def _hear(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Note what the page says of itself."""
        if tag == "link" and attributes.get("rel") == "canonical":
            self._url = attributes.get("href") or None
        elif tag == "meta" and (attributes.get("property") or attributes.get("name")) in _CHANGED:
            self._changed = attributes.get("content")
        elif tag == "noscript":
            self._is_scripted = True

    def _is_unseen(self, tag: str, attributes: Mapping[str, str]) -> bool:
        if tag == "header":
            # That of the site, not of the text.
            return not (self._within("main") or self._within("article") or self._within("section"))
        if tag == "button":
            return not any(map(self._within, (*HEADINGS, "summary")))
        return tag == "head" or is_unseen(tag, attributes)

    def _within(self, tag: str) -> bool:
        return self._counts.get(tag, 0) > 0

    def _break(self, tag: str) -> None:
        """End the word before a tag, and the line before a block."""
        if tag in INLINE and self._trail is None:
            self._pieces.append(None)
        elif self._within("pre") and tag != "pre":
            if tag not in ("td", "th"):
                self._pieces.append("\n")
        elif tag == "br" and self._within("td"):
            self._pieces.append(" ")
        else:
            self._flush()

    def _flush(self) -> None:
        """End the line, if there is one."""
        if not self._is_begun:
            return
        pieces, self._pieces, self._is_begun = self._pieces, [], False
        if self._within("pre"):
            block = code("".join(piece or "" for piece in pieces), self._begun)
            if block:
                self._add(Line(block, self._begun, Form.CODE, self._depth))
            return
        text = tidy(_joined(pieces), self._begun)
        if text and self._trail is not None:
            self._trail += [text] if any(map(str.isalnum, text)) else []
        elif text:
            form = Form.HEADING if any(map(self._within, HEADINGS)) else Form.TEXT
            self._add(Line(text, self._begun, form, self._depth))

    def _add(self, line: Line) -> None:
        if self._tables and self._tables[-1].rows and self._tables[-1].rows[-1].cells:
            self._tables[-1].rows[-1].cells[-1].append(line)
        else:
            self._lines[self._place()].append(line)

    def _place(self) -> str:
        return next((place for place in _PLACES[:2] if self._within(place)), "")

    def _open_table(self, tag: str) -> None:
        if tag == "table" and not self._within("pre"):
            self._tables.append(Table())
        elif tag == "tr" and self._tables:
            self._tables[-1].rows.append(Row(self._tag, self._depth))
        elif tag in ("td", "th") and self._tables and self._tables[-1].rows:
            self._tables[-1].rows[-1].cells.append([])


def _joined(pieces: list[str | None]) -> str:
    """Return pieces as one text: a tag between two words parts them, unless the second is a mark."""
    parts: list[str] = []
    last, is_parted = " ", False
    for piece in pieces:
        if not piece:
            is_parted = True
            continue
        if is_parted and not (
            last.isspace() or piece[0].isspace() or last in _OPENING or piece[0] in _CLOSING
        ):
            parts.append(" ")
        parts.append(piece)
        last, is_parted = piece[-1], False
    return "".join(parts)
