"""The one place that touches lxml: its parser's tags and text, handed over as they come; no tree is built."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Protocol, cast

from lxml import etree  # type: ignore[import-untyped]  # it ships no types

from generator.docs.pages.errors import PageError

_LXML = cast("Any", etree)
_CUT = re.compile(r"<(?:[a-zA-Z][^<>]*|/[a-zA-Z]?[^<>]*|!(?:-[^>]*)?)?\Z")
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


def feed(html: str, handler: Handler) -> None:
    """Hand the tags and the text of a page to a handler.

    Args:
        html: The page.
        handler: What takes them.

    Raises:
        PageError: There is not one tag and no text, or the page ends within a tag.
    """
    if _CUT.search(html, max(html.rfind("<"), 0)):
        raise PageError("the page ends within a tag: it was cut; save it as a whole.", html.count("\n") + 1)
    # The text is decoded already: what a meta element says of its encoding is not heard.
    parser = _LXML.HTMLParser(target=_Target(handler), encoding="utf-8", no_network=True)
    try:
        for number, line in enumerate(html.splitlines(keepends=True), 1):
            handler.number = number
            parser.feed(line.encode("utf-8", "surrogatepass"))
        parser.close()
    except _LXML.ParseError as error:
        raise PageError(f"this isn't HTML: {error.msg}.") from None
