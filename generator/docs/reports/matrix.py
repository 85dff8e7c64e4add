"""The matrix: fields by pages, each cell what one of them says, with what they dispute and what changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from generator.docs.drift.changes import fact_changes, says_less
from generator.docs.drift.drift import Difference, Side
from generator.docs.drift.review import Checked
from generator.docs.facts import PARTS, Field, Fields
from generator.docs.reports.cells import cell_words
from generator.docs.reports.sheet import Cell, Column, Group, Matrix, Row
from generator.plain import texts


def matrices(checked: Sequence[Checked]) -> list[Matrix]:
    """Return the matrix of each API that pages were checked against.

    Args:
        checked: The pages.
    """
    apis = dict.fromkeys(one.drift.api for one in checked)
    return [_matrix(api, [one for one in checked if one.drift.api == api]) for api in apis]


def _matrix(api: str, checked: Sequence[Checked]) -> Matrix:
    new = [Column("checked", _name(one), one.drift.page.title, one.drift.page) for one in checked]
    spec = Column("spec", "spec", "The spec", checked[0].drift.held)
    # A page that says what was recorded of it is told once.
    unchanged = {one.drift.id for one in checked if not _has_changed(one)}
    recorded = [
        Column("recorded", name, page.title, page)
        for name, page in checked[0].known.items()
        if name not in unchanged
    ]
    others: list[tuple[Column, Sequence[Difference]]] = [(column, ()) for column in (spec, *recorded)]
    columns = [*zip(new, [one.drift.differences for one in checked], strict=True), *others]
    groups = (_group(columns, *place) for place in _places(new))
    return Matrix(api, (*new, spec, *recorded), tuple(group for group in groups if group.rows))


def _has_changed(checked: Checked) -> bool:
    return any(Side.RECORDED in one.against for one in checked.drift.differences)


def _name(checked: Checked) -> str:
    if checked.drift.id:
        return f"{checked.drift.id} now"
    return checked.source.rstrip("/").rpartition("/")[2]


def _places(columns: Sequence[Column]) -> Iterator[tuple[str, str]]:
    """Yield the parts of the operations that pages describe, and the bodies of errors that they show."""
    for operation in dict.fromkeys(name for column in columns for name in column.page.operations):
        yield from ((operation, part) for part in PARTS)
    yield from (
        ("", status) for status in dict.fromkeys(name for column in columns for name in column.page.errors)
    )


@dataclass(frozen=True)
class _Told:
    """What one column says of one part, and what changed there."""

    column: Column
    fields: Fields | None
    differences: Mapping[str, tuple[Difference, ...]]

    def state(self, name: str) -> str:
        """Return whether a field is said, absent, or nothing that this column would tell of."""
        if not self.fields:
            return "silent"
        if name in self.fields:
            return "said"
        parent = name.rpartition(".")[0]
        is_closed = parent in self.fields and not any(one.startswith(f"{parent}.") for one in self.fields)
        return "silent" if is_closed or not self.column.is_whole else "absent"

    def facts(self, name: str) -> Field:
        """Return what is said of a field."""
        return (self.fields or {}).get(name, {})


def _group(columns: Sequence[tuple[Column, Sequence[Difference]]], operation: str, part: str) -> Group:
    told = [
        _Told(
            column,
            column.fields(operation, part),
            _by_field(differences, operation, part),
        )
        for column, differences in columns
    ]
    names = dict.fromkeys(name for one in told for name in one.fields or {})
    rows = (_row(told, name) for name in names)
    return Group(operation, part, tuple(row for row in rows if row.is_compared))


def _by_field(
    differences: Sequence[Difference], operation: str, part: str
) -> dict[str, tuple[Difference, ...]]:
    found: dict[str, tuple[Difference, ...]] = {}
    for one in differences:
        if (one.change.operation, one.change.part) == (operation, part):
            found[one.change.field] = (*found.get(one.change.field, ()), one)
    return found


def _row(told: Sequence[_Told], name: str) -> Row:
    # The spec comes first: a page that says less than it contradicts nothing.
    saying = sorted(
        (one for one in told if one.state(name) == "said"), key=lambda one: one.column.kind != "spec"
    )
    disputed = {
        change.fact
        for one, other in combinations(saying, 2)
        for change in fact_changes(one.facts(name), other.facts(name), same_page=False)
        if not says_less(change)
    }
    listed = list(dict.fromkeys(value for one in told for value in texts(one.facts(name).get("enum"))))
    is_named = any(one.column.kind != "spec" and one.column.is_whole for one in saying)
    cells: list[Cell] = []
    for one in told:
        words = tuple(cell_words(one.facts(name), disputed, listed))
        is_disputed = any(word.is_disputed for word in words) or (one.state(name) == "absent" and is_named)
        here = one.differences.get(name, ())
        cells.append(Cell(one.column, one.state(name), words, here, is_disputed))
    return Row(name, tuple(cells))
