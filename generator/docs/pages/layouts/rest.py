"""What the two layouts of a REST reference share: its headings and its furniture."""

from __future__ import annotations

import re
from collections.abc import Mapping

from generator.docs.pages.layouts.layout import Section

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

CLOSED_BY = frozenset({Section.RESPONSES})
CHROME = re.compile(
    r"Skip to main content|application/[\w.+-]+|Example(?: \((?:auto|from schema)\))?|On this page|Edit this page"
    r"|Last updated(?: on)? .{4,30}|Copy"
)
