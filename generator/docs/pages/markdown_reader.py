"""Turns Markdown into lines, by way of HTML."""

from __future__ import annotations

import re
from html import escape

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore

from generator.docs.pages.capture import PageError, excerpt
from generator.docs.pages.html_reader import HtmlPage, read_html

_MAX_CHARACTERS = 400_000
# The time a paragraph takes grows faster than its length.
_MAX_PARAGRAPH = 16_000
# The parser silently leaves out what nests deeper.
_MAX_NESTING = 24
_FRONT_MATTER = re.compile(r"\A---\n(?P<front>(?:[^\n]*\n){0,200}?)---\n")
_TITLE = re.compile(r"^title: *[\"']?(?P<title>[^\n\"']+?)[\"']? *$", re.MULTILINE)
_ATTRIBUTE = "data-line"
# Components in whose place a documentation system puts an operation's fields, or another file, when it builds the site.
_PLACEHOLDER = re.compile(
    r"^[ \t]*(?P<name><(?:Endpoint\w*Snippet|Snippet|Markdown(?= +src=)))\b", re.MULTILINE
)
_MARKS = re.compile(r"^(?:#{1,6} +\S|\|? ?:?-{3,}:? ?\||```|~~~|[-*+] +`|\*\*)", re.MULTILINE)


def looks_like_markdown(text: str) -> bool:
    """Tell whether a text that nothing else tells of is Markdown.

    Args:
        text: The text.
    """
    return bool(_FRONT_MATTER.match(text) or _MARKS.search(text))


def read_markdown(text: str) -> HtmlPage:
    """Return what a Markdown page holds.

    Args:
        text: The page, its lines ended by a newline alone.

    Raises:
        PageError: It is too large or nests too deep for one, or holds what no page holds.
    """
    if len(text) > _MAX_CHARACTERS:
        raise PageError(
            f"a Markdown page of more than {_MAX_CHARACTERS} characters is too large; pass only the part you need."
        )
    if placeholder := _PLACEHOLDER.search(text):
        message = (
            f"this is the source of a page, and what {excerpt(placeholder['name'] + '>')} stands for is only on the"
            " published one: save that page's Markdown (its address with .md added), or the API's OpenAPI document."
        )
        raise PageError(message, text.count("\n", 0, placeholder.start("name")) + 1)
    front = _FRONT_MATTER.match(text)
    title = _TITLE.search(front["front"]) if front else None
    body = text[front.end() :] if front else text
    before = text.count("\n", 0, len(text) - len(body))
    parser = MarkdownIt("commonmark", {"maxNesting": _MAX_NESTING, "html": True}).enable("table")
    parser.core.ruler.before("inline", "bounds", lambda state: _check_blocks(state, before))
    tokens = parser.parse(body)
    html = parser.renderer.render(tokens, parser.options, {})
    has_heading = any(token.tag == "h1" for token in tokens)
    return read_html(html if has_heading or title is None else f"<h1>{escape(title['title'])}</h1>{html}")


def _check_blocks(state: StateCore, before: int) -> None:
    """Check the blocks before what stands in them is parsed, and note on each the line where it begins."""
    for token in state.tokens:
        number = before + token.map[0] + 1 if token.map else None
        if token.level >= _MAX_NESTING - 1:
            raise PageError(f"this nests more than {_MAX_NESTING - 1} levels deep.", number)
        if len(token.content) > _MAX_PARAGRAPH and token.type == "inline":
            raise PageError(
                f"a paragraph of {len(token.content)} characters is too long; pass only the part you need.",
                number,
            )
        if number and token.type != "inline":
            token.attrSet(_ATTRIBUTE, str(number))
