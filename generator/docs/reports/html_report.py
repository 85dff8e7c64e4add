"""The report for a browser: one page that holds all it needs, asks nobody, and runs no script."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import jinja2

from generator.docs.compare.changes import fact_changes, names_less
from generator.docs.compare.compare import Difference, Side
from generator.docs.compare.page_checks import CheckedPage, CheckResult
from generator.docs.reports import words
from generator.docs.reports.tasks import task_words
from generator.docs.reports.words import fact_in_words
from generator.facts import FACTS, PARTS, Field, Fields, Page
from generator.findings import count_words, visible
from generator.openapi.pointers import texts

_HERE = Path(__file__).parent


def as_html(review: CheckResult) -> str:
    """Return a report as one HTML page; every word in it is text, whatever it says.

    Args:
        review: What was found.
    """
    style = (_HERE / "page.css").read_text(encoding="utf-8")
    environment = jinja2.Environment(
        autoescape=True,
        finalize=_visible_value,
        loader=jinja2.FileSystemLoader(_HERE),
        lstrip_blocks=True,
        trim_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    return environment.get_template("page.html.jinja").render(
        review=review,
        words=words,
        task_words=task_words,
        matrices=matrices(review.checked),
        style=style,
        style_digest=base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
    )


def _visible_value(value: object) -> object:
    """Return a value as it may stand on the page: characters that steer or hide are spelled out."""
    return visible(value) if type(value) is str else value


# The matrix: fields by pages, each cell what one of them says, with what they dispute and what changed.


def matrices(checked: Sequence[CheckedPage]) -> list[Matrix]:
    """Return the matrix of each API that pages were checked against.

    Args:
        checked: The pages.
    """
    apis = dict.fromkeys(page.drift.api for page in checked)
    return [_matrix(api, [page for page in checked if page.drift.api == api]) for api in apis]


def _matrix(api: str, checked: Sequence[CheckedPage]) -> Matrix:
    new = [Column("checked", _name(one), one.drift.page.title, one.drift.page) for one in checked]
    spec = Column("spec", "spec", "The spec", checked[0].drift.held)
    # A page that says what was recorded of it is told once.
    unchanged = {one.drift.id for one in checked if not _has_changed_facts(one)}
    recorded = [
        Column("recorded", name, page.title, page)
        for name, page in checked[0].known.items()
        if name not in unchanged
    ]
    others: list[tuple[Column, Sequence[Difference]]] = [(column, ()) for column in (spec, *recorded)]
    columns = [*zip(new, [one.drift.differences for one in checked], strict=True), *others]
    groups = (_group(columns, *place) for place in _places(new))
    return Matrix(api, (*new, spec, *recorded), tuple(group for group in groups if group.rows))


def _has_changed_facts(checked: CheckedPage) -> bool:
    return any(Side.RECORDED in difference.against for difference in checked.drift.differences)


def _name(checked: CheckedPage) -> str:
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
class _ColumnFacts:
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
        is_closed = parent in self.fields and not any(field.startswith(f"{parent}.") for field in self.fields)
        return "silent" if is_closed or not self.column.is_whole else "absent"

    def facts(self, name: str) -> Field:
        """Return what is said of a field."""
        return (self.fields or {}).get(name, {})


def _group(columns: Sequence[tuple[Column, Sequence[Difference]]], operation: str, part: str) -> Group:
    entries = [
        _ColumnFacts(
            column,
            column.fields(operation, part),
            _by_field(differences, operation, part),
        )
        for column, differences in columns
    ]
    names = dict.fromkeys(name for entry in entries for name in entry.fields or {})
    rows = (_row(entries, name) for name in names)
    return Group(operation, part, tuple(row for row in rows if row.has_comparison))


def _by_field(
    differences: Sequence[Difference], operation: str, part: str
) -> dict[str, tuple[Difference, ...]]:
    found: dict[str, tuple[Difference, ...]] = {}
    for difference in differences:
        if (difference.change.operation, difference.change.part) == (operation, part):
            found[difference.change.field] = (*found.get(difference.change.field, ()), difference)
    return found


def _row(entries: Sequence[_ColumnFacts], name: str) -> Row:
    # The spec comes first: a page that says less than it contradicts nothing.
    with_data = sorted(
        (entry for entry in entries if entry.state(name) == "said"),
        key=lambda entry: entry.column.kind != "spec",
    )
    disputed = {
        change.fact
        for entry, other in combinations(with_data, 2)
        for change in fact_changes(entry.facts(name), other.facts(name), same_page=False)
        if not names_less(change)
    }
    listed = list(dict.fromkeys(value for entry in entries for value in texts(entry.facts(name).get("enum"))))
    is_named = any(entry.column.kind != "spec" and entry.column.is_whole for entry in with_data)
    cells: list[Cell] = []
    for entry in entries:
        words = tuple(cell_words(entry.facts(name), disputed, listed))
        has_disagreement = any(word.has_disagreement for word in words) or (
            entry.state(name) == "absent" and is_named
        )
        here = entry.differences.get(name, ())
        cells.append(Cell(entry.column, entry.state(name), words, here, has_disagreement))
    return Row(name, tuple(cells))


# Sheets: a matrix of fields and pages as values, which a template lays out.


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
        has_disagreement: Whether the field itself, or a fact of it, is disputed.
    """

    column: Column
    state: str
    words: tuple[Words, ...] = ()
    differences: tuple[Difference, ...] = ()
    has_disagreement: bool = False

    @property
    def is_breaking(self) -> bool:
        """Whether something that changed here breaks callers."""
        return any(difference.breaking for difference in self.differences)


@dataclass(frozen=True)
class Row:
    """One field over all columns."""

    field: str
    cells: tuple[Cell, ...]

    @property
    def has_disagreement(self) -> bool:
        """Whether the columns say different things."""
        return any(cell.has_disagreement for cell in self.cells)

    @property
    def has_comparison(self) -> bool:
        """Whether a page tells of it; what the spec alone has can't be compared."""
        return any(cell.state != "silent" for cell in self.cells if cell.column.kind != "spec")

    @property
    def differences(self) -> tuple[Difference, ...]:
        """What changed in it."""
        return tuple(difference for cell in self.cells for difference in cell.differences)


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
        return count_words(len(self.rows), "field")

    @property
    def disputed_count(self) -> int:
        """How many of its fields are disputed."""
        return sum(row.has_disagreement for row in self.rows)

    @property
    def changed_count(self) -> int:
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
    def disputed_count(self) -> int:
        """How many of them are disputed."""
        return sum(group.disputed_count for group in self.groups)

    @property
    def changed_count(self) -> int:
        """In how many of them something changed."""
        return sum(group.changed_count for group in self.groups)


# Cells: what one page says of one field, fact by fact, as short as a table needs it.

_SHOWN = tuple(fact for fact in FACTS if fact not in ("format", "example"))
"""The facts of a cell; a format stands with its type."""


@dataclass(frozen=True)
class Words:
    """One fact of a cell: its words, the values it lists, and whether others say otherwise."""

    text: str
    values: tuple[str, ...] = ()
    has_disagreement: bool = False


def cell_words(facts: Field, disputed: Collection[str], listed: Sequence[str]) -> Iterator[Words]:
    """Yield what one page says of a field, in the order of `FACTS`; what it denies, where others dispute it.

    Args:
        facts: What it says.
        disputed: The facts that others state otherwise.
        listed: The enum values that any page lists.
    """
    for fact in _SHOWN:
        has_disagreement = fact in disputed or (fact == "type" and "format" in disputed)
        value = facts.get(fact)
        if fact not in facts or (
            value in (None, False, [], {}) and not has_disagreement and fact != "clearable"
        ):
            continue
        if fact == "type":
            yield Words(
                f"{value}, {facts['format']}" if facts.get("format") else str(value), (), has_disagreement
            )
        elif fact == "enum" and value:
            yield _values(texts(value), listed, has_disagreement=has_disagreement)
        elif value is not None or has_disagreement:
            yield Words(
                fact_in_words(fact, value) if value is not None else f"no {_NOUNS.get(fact, fact)}",
                (),
                has_disagreement,
            )


_NOUNS: Mapping[str, str] = {
    "enum": "list of values",
    "minimum": "least value",
    "maximum": "greatest value",
    "minLength": "least length",
    "maxLength": "greatest length",
    "usedWith": "limit of its use",
    "requiredWith": "value that requires it",
    "needs": "field that it needs",
    "excludes": "field that it excludes",
    "aliasOf": "alias",
    "yieldsTo": "field that it yields to",
    "replacedBy": "replacement",
    "clearable": "statement on clearing it",
}
"""What a column that denies a fact has none of."""


def _values(values: Sequence[str], listed: Sequence[str], *, has_disagreement: bool) -> Words:
    lacking = [value for value in listed if value not in values]
    if not (has_disagreement and lacking):
        return Words(count_words(len(values), "value"), tuple(values), has_disagreement)
    return Words(
        f"{len(values)} of {len(listed)} values, without {', '.join(lacking)}",
        tuple(values),
        has_disagreement,
    )
