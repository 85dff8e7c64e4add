"""Explanation: where a field or a value comes from, as values: the spec, the pages, their disagreements, the checks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from generator.docs.drift.checks import Check
from generator.plain import texts


@dataclass(frozen=True)
class Use:
    """Where a call meets a field: an operation, a part of it, and the field's name there."""

    operation: str
    part: str
    field: str


@dataclass(frozen=True)
class Place:
    """A line of a file."""

    path: str
    line: int

    def __str__(self) -> str:
        return f"{self.path}:{self.line}"


@dataclass(frozen=True)
class Said:
    """What a page states of a field.

    Attributes:
        page: The page's id.
        title: Its title.
        url: Where it stands, or None.
        date: When it was last changed, or None.
        place: Where the sources keep the statement.
        use: Where the page states it.
        facts: What it states.
    """

    page: str
    title: str
    url: str | None
    date: str | None
    place: Place
    use: Use
    facts: Mapping[str, Any]

    @property
    def values(self) -> list[str]:
        """The enum values that it lists."""
        return texts(self.facts.get("enum"))


@dataclass(frozen=True)
class Disagreement:
    """What the spec says of pages that disagree.

    Attributes:
        of: The schema it is of as a whole; empty where it is of the field itself.
        place: Where.
        about: The facts it is about, where it says so.
        pages: What each page says, by id.
        resolution: What holds.
        why: Why.
    """

    of: str
    place: Place
    about: tuple[str, ...]
    pages: Mapping[str, str]
    resolution: str
    why: str


@dataclass(frozen=True)
class Value:
    """An enum value.

    Attributes:
        name: The value.
        enum: The component it belongs to.
        place: Where the spec tells of it.
        description: What it means.
        flags: What is marked of it, such as `deprecated`.
        replacement: What to use instead.
        sources: The pages that name it.
    """

    name: str
    enum: str
    place: Place
    description: str
    flags: tuple[str, ...]
    replacement: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Explanation:
    """Where one parameter or property comes from.

    Attributes:
        api: The API.
        uses: Where calls meet it.
        said: What pages state of it.
        name: The parameter's component, or the property's and its name; empty for what the spec lacks.
        place: Where the spec describes it, or None.
        description: What the spec says it is.
        silent: The pages that tell of what it belongs to and don't name it, and where.
        disagreements: Where the spec says that pages disagree, and what holds.
        checks: The checks that name it, or the value that was asked for.
        values: The values that it may have, where they are listed.
        value: The value that was asked for.
    """

    api: str
    uses: tuple[Use, ...]
    said: tuple[Said, ...]
    name: str = ""
    place: Place | None = None
    description: str = ""
    silent: tuple[tuple[str, Use], ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
    checks: tuple[Check, ...] = ()
    values: tuple[str, ...] = ()
    value: Value | None = None
