"""What the two layouts of a client's reference share: its headings and its furniture."""

from __future__ import annotations

import re
from collections.abc import Mapping

from generator.docs.pages.layouts.layout import Section

SECTIONS: Mapping[str, Section] = {
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
CLOSED_BY = frozenset({Section.SAMPLE, Section.CODE})
CHROME = re.compile(
    r"(?:View as Markdown|Open in (?:Claude|ChatGPT|Cursor)|Copy(?: [Pp]age| [Cc]ode)?)+|Was this page helpful\?"
    r"|Edit this page|Skip to (?:main )?content|On this page|(?:Show|Hide) (?:\d+ )?(?:propert(?:y|ies)|fields)"
    r"|Last updated(?: on)? .{4,30}"
)
