"""The layouts of pages that list fields under headings: tables of headings, signs and marks."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from generator.docs.pages.field_heads import NAME, TYPE, Head, parse_head, read_head, split_item
from generator.docs.pages.lines import Cursor, Form, Line
from generator.facts import Field


class Section(StrEnum):
    """What stands under a heading."""

    PATH = "path"
    QUERY = "query"
    HEADER = "header"
    REQUEST = "request"
    RESPONSE = "response"
    RESPONSES = "responses"
    CONTAINER = "container"
    PERMISSIONS = "permissions"
    SAMPLE = "sample"
    CODE = "code"
    AUTHENTICATION = "authentication"
    ERRORS = "errors"


FIELDS = frozenset({Section.PATH, Section.QUERY, Section.HEADER, Section.REQUEST, Section.RESPONSE})
"""The sections that list fields."""


@dataclass(frozen=True)
class Layout:
    """One layout.

    Attributes:
        name: Its name.
        has_signs: Tells whether lines show that their page is in this layout.
        sections: Its headings in small letters, and what stands under each.
        chrome: Lines that are the page's furniture.
        read_head: Reads the head of a field where one stands, and goes on behind it.
        implied_facts: What the absence of marks states.
        has_methods: Whether an operation begins with a title, a method and a URL.
        shows_samples: Whether a sample stands under the heading of one.
        has_introductions: Whether a sentence about a body may stand above its first field.
        closing_sections: The sections one of which every operation has, last of all.
    """

    name: str
    has_signs: Callable[[Sequence[Line]], bool]
    sections: Mapping[str, Section]
    chrome: re.Pattern[str]
    read_head: Callable[[Cursor], Head | None]
    closing_sections: frozenset[Section]
    implied_facts: Field = field(default_factory=dict[str, Any])
    has_methods: bool = False
    shows_samples: bool = False
    has_introductions: bool = False


def _signs(is_sign: Callable[[Line], bool]) -> Callable[[Sequence[Line]], bool]:
    return lambda lines: any(map(is_sign, lines))


METHOD = re.compile(r"(?P<method>GET|PUT|POST|PATCH|DELETE|HEAD|OPTIONS)(?:\s?(?P<url>(?:https?://|/)\S*))?")
"""A line that gives the method of an operation, and perhaps its URL."""
URL = re.compile(r"(?:https?://|/)\S+")
"""A line that is a URL, or a path."""


# What the two layouts of a client's reference share: its headings and its furniture.

CLIENT_SECTIONS: Mapping[str, Section] = {
    "path parameters": Section.PATH,
    "query parameters": Section.QUERY,
    "headers": Section.HEADER,
    "header parameters": Section.HEADER,
    "parameters": Section.REQUEST,
    "request": Section.REQUEST,
    "response": Section.RESPONSE,
    "request example": Section.CODE,
    "response example": Section.SAMPLE,
    "example": Section.CODE,
    "examples": Section.CODE,
}
_FIELD_HEADINGS = frozenset(heading for heading, section in CLIENT_SECTIONS.items() if section in FIELDS)
CLIENT_CLOSING = frozenset({Section.SAMPLE, Section.CODE})
CLIENT_CHROME = re.compile(
    r"(?:View as Markdown|Open in (?:Claude|ChatGPT|Cursor)|Copy(?: [Pp]age| [Cc]ode)?)+|Was this page helpful\?"
    r"|Edit this page|Skip to (?:main )?content|On this page|(?:Show|Hide) (?:\d+ )?(?:propert(?:y|ies)|fields)"
    r"|Last updated(?: on)? .{4,30}"
)


# The layout `glued`: a reference of a client, whose text has no blanks between a field's name, type and marks.

_GLUED_MAX_HEAD = 300
# Of types that are not known, such as `uint` and `bigint`, the end alone is never taken for the type.
_TYPE_BEGINS = r"(?!(?<=u)int(?!eger)|(?<=small)int(?!eger)|(?<=tiny)int(?!eger)|(?<=big)int)"
# The name ends where the rest reads as a type and marks, and a mark always stands there.
_GLUED_HEAD = re.compile(
    rf"(?P<name>[A-Za-z_$@][\w$@.\[\]-]*?)(?<!_) ?"
    rf"(?P<rest>{_TYPE_BEGINS}{TYPE} ?(?:Required|Optional)(?:$|(?= |[A-Z]|format:|[<>]|\d).*))"
)
_GLUED_NAME = re.compile(NAME)


def _read_glued_head(cursor: Cursor) -> Head | None:
    head = _glued_head(cursor.line)
    if head:
        cursor.skip(1)
    return head


def _glued_head(line: Line) -> Head | None:
    match = _GLUED_HEAD.fullmatch(line.text) if len(line.text) <= _GLUED_MAX_HEAD else None
    if match and _GLUED_NAME.fullmatch(match["name"]):
        return parse_head(match["name"], match["rest"])
    # Forms that keep words apart may write the marks in other ways.
    head = read_head(line.text) if line.depth is not None else None
    return head if head and head.is_typed else None


def _is_glued_sign(line: Line) -> bool:
    if line.form is Form.ROW:
        return "type" in line.cells
    texts = [line.text, *(text for text, _ in split_item(line))]
    heads = (_glued_head(replace(line, text=text)) for text in texts)
    return any(head is not None and "required" in head.facts for head in heads)


GLUED = Layout(
    name="glued",
    has_signs=_signs(_is_glued_sign),
    sections=CLIENT_SECTIONS,
    chrome=CLIENT_CHROME,
    read_head=_read_glued_head,
    closing_sections=CLIENT_CLOSING,
    implied_facts={"nullable": False, "deprecated": False},
    shows_samples=True,
)


# The layout `reference`: a REST reference by the same makers, with permissions, authentication and errors.

_AUTHENTICATION = re.compile(r"Authorization ?(?:Basic|Bearer)")
_UNMARKED = re.compile(
    rf"(?P<name>[A-Za-z_$@][\w$@.\[\]-]*?)(?<![_-]){_TYPE_BEGINS}"
    r"(?P<rest>(?:string|integer|boolean|double|datetime|enum|object|uuid|list of [a-z]+|map from [a-z]+ to [a-z]+)"
    r"(?: or null)?)"
)


def _read_reference_head(cursor: Cursor) -> Head | None:
    if head := _read_glued_head(cursor):
        return head
    match = _UNMARKED.fullmatch(cursor.line.text) if cursor.line.depth is None else None
    head = parse_head(match["name"], match["rest"]) if match else None
    if head:
        cursor.skip(1)
    return head


def _has_reference_signs(lines: Sequence[Line]) -> bool:
    headings = {line.text.lower() for line in lines}
    is_introduced = any(_AUTHENTICATION.fullmatch(line.text) for line in lines)
    return is_introduced and "authentication" in headings and not headings.isdisjoint(_FIELD_HEADINGS)


REFERENCE = Layout(
    name="reference",
    has_signs=_has_reference_signs,
    sections={
        **CLIENT_SECTIONS,
        "permissions": Section.PERMISSIONS,
        "authentication": Section.AUTHENTICATION,
        "errors": Section.ERRORS,
    },
    chrome=re.compile(rf"{CLIENT_CHROME.pattern}|This endpoint expects an object\."),
    read_head=_read_reference_head,
    closing_sections=CLIENT_CLOSING | {Section.ERRORS},
    implied_facts={"nullable": False, "deprecated": False},
    has_introductions=True,
)


# The layout `outline`: the same reference as plain text, which keeps the names and descriptions alone.

_MAX_HEAD = 300
_NAME = re.compile(NAME)
_OUTLINE_MARK = re.compile(r" ?Deprecated$")


def _read_outline_head(cursor: Cursor) -> Head | None:
    name = _OUTLINE_MARK.sub("", cursor.line.text)
    if len(name) > _MAX_HEAD or not _NAME.fullmatch(name):
        return None
    is_marked = name != cursor.take().text
    return Head(name.replace("[]", ""), {"deprecated": True} if is_marked else {})


def _is_outline_sign(line: Line) -> bool:
    return CLIENT_SECTIONS.get(line.text.lower()) in FIELDS


OUTLINE = Layout(
    name="outline",
    has_signs=_signs(_is_outline_sign),
    sections=CLIENT_SECTIONS,
    chrome=CLIENT_CHROME,
    read_head=_read_outline_head,
    closing_sections=frozenset({Section.SAMPLE}),
    implied_facts={"deprecated": False},
)


# What the two layouts of a REST reference share: its headings and its furniture.

SECTIONS: Mapping[str, Section] = {
    "permissions": Section.PERMISSIONS,
    "request": Section.CONTAINER,
    "path parameters": Section.PATH,
    "query parameters": Section.QUERY,
    "header parameters": Section.HEADER,
    "body": Section.REQUEST,
    "request body": Section.REQUEST,
    "responses": Section.RESPONSES,
    "schema": Section.RESPONSE,
}
"""The headings without the mark that may follow them, such as `Bodyrequired` and `Schema OPTIONAL`."""

CLOSING = frozenset({Section.RESPONSES})
CHROME = re.compile(
    r"Skip to main content|application/[\w.+-]+|Example(?: \((?:auto|from schema)\))?|On this page|Edit this page"
    r"|Last updated(?: on)? .{4,30}|Copy"
)


# The layout `inline`: a REST reference whose fields have their name, type and a mark in capitals on one line.

_INLINE_SIGN = re.compile(r".{1,200} (?:REQUIRED|OPTIONAL)")


def _read_inline_head(cursor: Cursor) -> Head | None:
    head = read_head(cursor.line.text)
    if head is None or not head.is_typed:
        return None
    cursor.skip(1)
    return head


INLINE = Layout(
    name="inline",
    has_signs=_signs(lambda line: _INLINE_SIGN.fullmatch(line.text) is not None),
    sections=SECTIONS,
    chrome=CHROME,
    read_head=_read_inline_head,
    closing_sections=CLOSING,
    implied_facts={"deprecated": False},
)


# The layout `stacked`: a REST reference whose fields have their name, type and marks on lines of their own.

_MAX_LINES = 4
_MARK = re.compile(r"required|deprecated|nullable", re.IGNORECASE)


# Where a page's text lost what keeps its words apart.
_LOST_BLANKS = re.compile(
    rf"(?P<name>[A-Za-z_$@][\w$@.-]*?)(?<![_-]){_TYPE_BEGINS}"
    r"(?P<rest>(?:string|integer|boolean|number|object|array|uuid|date-time|uri)(?:\[\])?(?:required|deprecated|nullable)*)"
)


def _read_stacked_head(cursor: Cursor) -> Head | None:
    return _read_stack(cursor) or _read_joined_head(cursor)


def _read_joined_head(cursor: Cursor) -> Head | None:
    line = cursor.line
    match = _LOST_BLANKS.fullmatch(line.text) if line.depth is None and line.form is Form.TEXT else None
    head = parse_head(match["name"], match["rest"]) if match else None
    if head is None:
        return None
    cursor.skip(1)
    return replace(head, is_joined=True)


def _read_stack(cursor: Cursor) -> Head | None:
    head = read_head(cursor.line.text)
    steps, words = 1, ""
    has_type = head is not None and head.is_typed
    while head and (line_below := cursor.peek(steps)) and steps <= _MAX_LINES:
        if _is_type(line_below) and not has_type:
            has_type = True
        elif not _MARK.fullmatch(line_below.text) or (has_type and _is_type(cursor.peek(steps + 1))):
            break
        steps, words = steps + 1, f"{words} {line_below.text}"
    if head is None or not has_type:
        return None
    cursor.skip(steps)
    more = parse_head(head.name, words)
    return (
        Head(head.name, {**head.facts, **more.facts}, True, head.has_fields or more.has_fields)
        if more
        else head
    )


def _is_type(line: Line | None) -> bool:
    head = parse_head("", line.text) if line else None
    return head is not None and head.is_typed


def _has_stacked_signs(lines: Sequence[Line]) -> bool:
    """Tell whether a method stands on a line with a URL behind or below it: alone it may be a value of a field."""
    below = [*(line.text for line in lines[1:]), ""]
    methods = ((METHOD.fullmatch(line.text), text) for line, text in zip(lines, below, strict=True))
    return any(match and (match["url"] or URL.fullmatch(text)) for match, text in methods)


STACKED = Layout(
    name="stacked",
    has_signs=_has_stacked_signs,
    sections=SECTIONS,
    chrome=CHROME,
    read_head=_read_stacked_head,
    closing_sections=CLOSING,
    implied_facts={"required": False, "deprecated": False},
    has_methods=True,
)
