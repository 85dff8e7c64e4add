"""The tables of a page: one whose first row names columns of fields has a field in each row after it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from generator.docs.pages.lines import Form, Line

COLUMNS: Mapping[str, str] = {
    "name": "name",
    "field": "name",
    "parameter": "name",
    "property": "name",
    "attribute": "name",
    "type": "type",
    "required": "required",
    "required?": "required",
    "nullable": "nullable",
    "deprecated": "deprecated",
    "description": "description",
    "notes": "description",
    "format": "format",
    "default": "default",
    "default value": "default",
    "example": "example",
    "pattern": "pattern",
    "values": "values",
    "allowed values": "values",
    "possible values": "values",
    "enum": "values",
}
"""What the columns of a table of fields are called, in small letters, and what they hold."""

_CODE_COLUMNS = 2


@dataclass
class Row:
    """A row: where it begins, and the lines of each of its cells."""

    number: int
    depth: int
    cells: list[list[Line]] = field(default_factory=list[list[Line]])


@dataclass
class Table:
    """A table that is being read."""

    rows: list[Row] = field(default_factory=list[Row])

    def lines(self) -> Iterator[Line]:
        """Yield a line for each field where the first row names columns, else the lines of its cells.

        Code that has its lines numbered in a column of their own is one block again.
        """
        if self._is_code():
            block = "\n".join(_text(row.cells[1]) for row in self.rows)
            yield Line(block, self.rows[0].number, Form.CODE, self.rows[0].depth)
            return
        names = [COLUMNS.get(_text(cell).lower(), "") for cell in self.rows[0].cells] if self.rows else []
        if "name" not in names:
            yield from (line for row in self.rows for cell in row.cells for line in cell)
            return
        for row in self.rows[1:]:
            cells = {name: _text(cell) for name, cell in zip(names, row.cells, strict=False) if name}
            text = " | ".join(_text(cell) for cell in row.cells)
            if text:
                yield Line(text, row.number, Form.ROW, row.depth, cells)

    def _is_code(self) -> bool:
        numbers = [_text(row.cells[0]) for row in self.rows if len(row.cells) == _CODE_COLUMNS]
        return len(numbers) == len(self.rows) > 0 and numbers == [
            str(at) for at in range(1, len(numbers) + 1)
        ]


def _text(cell: list[Line]) -> str:
    return " ".join(line.text for line in cell)
