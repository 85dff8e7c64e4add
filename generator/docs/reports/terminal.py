"""The report for a terminal: a table of two columns, as wide as there is room."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from itertools import groupby, zip_longest

from generator.docs.drift.drift import Difference
from generator.docs.drift.review import Checked, Review
from generator.docs.reports.words import GROUPS, heading, notes, summary, tally, what, where
from generator.finding import visible

_NARROWEST = 40
_GAP = "  "


def as_lines(review: Review, width: int) -> list[str]:
    """Return a report as lines.

    Args:
        review: What was found.
        width: How many columns the terminal has.
    """
    width = max(width, _NARROWEST)
    found = [line for one in review.checked for line in _page(one, width)]
    for one in review.unreadable:
        found += wrapped(f"{one.source}: not read: {one.message}", width)
    for other in review.passed:
        found += wrapped(f"{other.api}/{other.page}: not checked: {other.reason}", width)
    return [*found, *wrapped(summary(review), width)]


def _page(checked: Checked, width: int) -> Iterator[str]:
    if not checked.drift.differences:
        yield from wrapped(f"{heading(checked)}: {tally(checked.drift)}", width)
        return
    yield from wrapped(f"{heading(checked)}:", width)
    yield from wrapped(tally(checked.drift), width)
    differences = checked.drift.differences
    left = min(max((len(name) for one in differences for name in _left(one)), default=0), 2 * width // 5)
    for weight, group in groupby(differences, key=lambda one: one.weight):
        yield ""
        yield from wrapped(GROUPS[weight].upper(), width)
        for one in group:
            yield from _row(one, left, width - left - len(_GAP))
    yield ""


def _left(one: Difference) -> list[str]:
    return [where(one.change), *([f"  {one.change.field}"] if one.change.field else [])]


def _row(one: Difference, left: int, right: int) -> Iterator[str]:
    names = [line for name in _left(one) for line in wrapped(name, left, "  ")]
    told = [line for words in (what(one.change), *notes(one)) for line in wrapped(words, right, "  ")]
    for name, words in zip_longest(names, told, fillvalue=""):
        yield f"{name:{left}}{_GAP}{words}".rstrip()


def wrapped(words: str, width: int, indent: str = "") -> Sequence[str]:
    """Return words in lines; what comes from a page can steer no terminal.

    Args:
        words: The words; blanks in front of them indent every line.
        width: How many columns there are.
        indent: What further lines are indented by beside.
    """
    shown = visible(words)
    start = " " * (len(shown) - len(shown.lstrip()))
    lines = textwrap.wrap(
        shown.strip(), width, initial_indent=start, subsequent_indent=start + indent, break_on_hyphens=False
    )
    return lines or [""]
