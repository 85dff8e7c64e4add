"""A row of a table of fields: the head and the description that its cells hold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.docs.pages.errors import PageError, quoted
from generator.docs.pages.heads import Head, head_of, read_head
from generator.docs.pages.labels import read_label
from generator.docs.pages.lines import Line

_YES = frozenset({"yes", "true", "required", "x", "*", "\u2713", "\u2714", "\u2705"})
_NO = frozenset({"no", "false", "optional", "", "-", "\u2013", "\u2014", "\u2717", "\u2718", "\u274c"})
_NOTHING = frozenset({"", "-", "\u2013", "\u2014", "n/a", "none"})
_LABELS: Mapping[str, str] = {
    "format": "Format",
    "default": "Default",
    "example": "Example",
    "pattern": "Pattern",
    "values": "Allowed values",
}


def read_row(line: Line) -> Head:
    """Return the head that a row of a table is.

    Args:
        line: The row; its description, if it has one, is its cell `description`.

    Raises:
        PageError: A cell holds something else than its column says.
    """
    cells = line.cells
    named = read_head(cells.get("name", ""))
    typed = head_of("type", cells.get("type", "")) if named else None
    if named is None or typed is None:
        cell = cells.get("name" if named is None else "type", "")
        raise PageError(f"{quoted(cell)} is no field's {'name' if named is None else 'type'}.", line.number)
    facts: dict[str, Any] = {**named.facts, **typed.facts}
    for mark in ("required", "nullable", "deprecated"):
        if mark in cells:
            facts[mark] = _is_marked(cells[mark], mark, line)
    for column, label in _LABELS.items():
        if cells.get(column, "").lower() not in _NOTHING:
            facts |= read_label(f"{label}: {cells[column]}", facts.get("type")) or {}
    return Head(named.name, facts, typed.holds)


def _is_marked(cell: str, column: str, line: Line) -> bool:
    word = cell.lower()
    if word in _YES or word == column:
        return True
    if word in _NO:
        return False
    raise PageError(f"{quoted(cell)} in the column {column} is neither yes nor no.", line.number)
