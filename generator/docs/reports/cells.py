"""Cells: what one page says of one field, fact by fact, as short as a table needs it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.docs.facts import FACTS, Field
from generator.docs.reports.words import said
from generator.plain import texts
from generator.verbs.verb import counted

_SHOWN = tuple(fact for fact in FACTS if fact not in ("format", "example"))
"""The facts of a cell; a format stands with its type."""


@dataclass(frozen=True)
class Words:
    """One fact of a cell: its words, the values it lists, and whether others say otherwise."""

    text: str
    values: tuple[str, ...] = ()
    is_disputed: bool = False


def cell_words(facts: Field, disputed: Collection[str], listed: Sequence[str]) -> Iterator[Words]:
    """Yield what one page says of a field, in the order of `FACTS`; what it denies, where others dispute it.

    Args:
        facts: What it says.
        disputed: The facts that others state otherwise.
        listed: The enum values that any page lists.
    """
    for fact in _SHOWN:
        is_disputed = fact in disputed or (fact == "type" and "format" in disputed)
        value = facts.get(fact)
        if fact not in facts or (value in (None, False, [], {}) and not is_disputed and fact != "clearable"):
            continue
        if fact == "type":
            yield Words(f"{value}, {facts['format']}" if facts.get("format") else str(value), (), is_disputed)
        elif fact == "enum" and value:
            yield _values(texts(value), listed, is_disputed=is_disputed)
        elif value is not None or is_disputed:
            yield Words(
                said(fact, value) if value is not None else f"no {_NOUNS.get(fact, fact)}", (), is_disputed
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
    "clearable": "word on clearing it",
}
"""What a column that denies a fact has none of."""


def _values(values: Sequence[str], listed: Sequence[str], *, is_disputed: bool) -> Words:
    lacking = [value for value in listed if value not in values]
    if not (is_disputed and lacking):
        return Words(counted(len(values), "value"), tuple(values), is_disputed)
    return Words(
        f"{len(values)} of {len(listed)} values, without {', '.join(lacking)}", tuple(values), is_disputed
    )
