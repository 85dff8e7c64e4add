"""What a layout is: the words that a documentation system puts around an API, and what its silence means."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from generator.docs.facts import Field
from generator.docs.pages.heads import Head
from generator.docs.pages.layouts.cursor import Cursor
from generator.docs.pages.lines import Line


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


FIELDS = frozenset({Section.PATH, Section.QUERY, Section.HEADER, Section.REQUEST, Section.RESPONSE})
"""The sections that list fields."""


@dataclass(frozen=True)
class Layout:
    """One layout.

    Attributes:
        name: Its name.
        is_sign: Tells a line by which its pages are known.
        sections: Its headings in small letters, and what stands under each.
        chrome: Lines that are the page's furniture.
        read_head: Reads the head of a field where one stands, and goes on behind it.
        denied: What the absence of marks states.
        has_methods: Whether an operation begins with a title, a method and a URL.
        shows_samples: Whether a sample stands under the heading of one.
        is_closed_by: The sections one of which every operation has, last of all.
    """

    name: str
    is_sign: Callable[[Line], bool]
    sections: Mapping[str, Section]
    chrome: re.Pattern[str]
    read_head: Callable[[Cursor], Head | None]
    is_closed_by: frozenset[Section]
    denied: Field = field(default_factory=dict[str, Any])
    has_methods: bool = False
    shows_samples: bool = False


METHOD = re.compile(r"(?P<method>GET|PUT|POST|PATCH|DELETE|HEAD|OPTIONS)(?:\s?(?P<url>(?:https?://|/)\S*))?")
"""A line that gives the method of an operation, and perhaps its URL."""
