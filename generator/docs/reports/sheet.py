"""Sheets: a matrix of fields and pages as values, which a template lays out."""

from __future__ import annotations

from dataclasses import dataclass

from generator.docs.drift.drift import Difference
from generator.docs.facts import Fields, Page
from generator.docs.reports.cells import Words
from generator.verbs.verb import counted


@dataclass(frozen=True)
class Column:
    """One page, or what the spec holds.

    Attributes:
        kind: `checked`, `recorded` or `spec`.
        name: What it is called.
        title: The page's title.
        page: What it says.
    """

    kind: str
    name: str
    title: str
    page: Page

    def fields(self, operation: str, part: str) -> Fields | None:
        """Return the fields of a part, or None where the page has no such part."""
        if not operation:
            return self.page.errors.get(part)
        known = self.page.operations.get(operation)
        return known.parts.get(part) if known else None

    @property
    def label(self) -> str:
        """What the column is, for people."""
        if self.kind == "spec":
            return "with its x-checks"
        return self.title if self.page.layout else f"noted by hand: {self.title}"

    @property
    def is_whole(self) -> bool:
        """Whether a field that it lacks is absent; what was noted by hand is whole about nothing."""
        return self.kind == "spec" or self.page.layout is not None


@dataclass(frozen=True)
class Cell:
    """What a column says of a field.

    Attributes:
        column: The column.
        state: `said`, `absent`, or `silent` where the page doesn't tell of such things.
        words: The facts.
        differences: What changed here.
        is_disputed: Whether the field itself, or a fact of it, is disputed.
    """

    column: Column
    state: str
    words: tuple[Words, ...] = ()
    differences: tuple[Difference, ...] = ()
    is_disputed: bool = False

    @property
    def is_breaking(self) -> bool:
        """Whether something that changed here breaks callers."""
        return any(one.breaking for one in self.differences)


@dataclass(frozen=True)
class Row:
    """One field over all columns."""

    field: str
    cells: tuple[Cell, ...]

    @property
    def is_disputed(self) -> bool:
        """Whether the columns say different things."""
        return any(cell.is_disputed for cell in self.cells)

    @property
    def is_compared(self) -> bool:
        """Whether a page tells of it; what the spec alone has can't be compared."""
        return any(cell.state != "silent" for cell in self.cells if cell.column.kind != "spec")

    @property
    def differences(self) -> tuple[Difference, ...]:
        """What changed in it."""
        return tuple(one for cell in self.cells for one in cell.differences)


@dataclass(frozen=True)
class Group:
    """The rows of one part of an operation."""

    operation: str
    part: str
    rows: tuple[Row, ...]

    @property
    def title(self) -> str:
        """The operation and the part."""
        return f"{self.operation} {self.part}" if self.operation else f"error {self.part}"

    @property
    def size(self) -> str:
        """How many fields it has, in words."""
        return counted(len(self.rows), "field")

    @property
    def disputed(self) -> int:
        """How many of its fields are disputed."""
        return sum(row.is_disputed for row in self.rows)

    @property
    def changed(self) -> int:
        """How many of its fields changed."""
        return sum(bool(row.differences) for row in self.rows)


@dataclass(frozen=True)
class Matrix:
    """The fields of one API over the pages that tell of them."""

    api: str
    columns: tuple[Column, ...]
    groups: tuple[Group, ...]

    @property
    def fields(self) -> int:
        """How many rows it has."""
        return sum(len(group.rows) for group in self.groups)

    @property
    def disputed(self) -> int:
        """How many of them are disputed."""
        return sum(group.disputed for group in self.groups)

    @property
    def changed(self) -> int:
        """In how many of them something changed."""
        return sum(group.changed for group in self.groups)
