"""The report of a check, as lines for a terminal and as data for a program."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from itertools import groupby, zip_longest
from typing import Any

from generator.docs.compare.compare import Difference
from generator.docs.compare.review import Checked, Review
from generator.docs.reports.words import GROUPS, heading, notes, summary, tally, what, where, wrapped

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


# The report for a program: plain JSON types under stable keys.
#
# `drift` (bool), and three lists:
#
# - `checked`: `source`, `api`, `page` (the id it is recorded under, or null), `title`, `url`, `layout`,
#   `held_against` (the id of the recorded page it was compared with, or null) and `differences`, by what
#   matters to users. Each has `kind`, `operation`, `part`, `field`, `fact`, `was`, `now` (see
#   `generator.docs.compare.changes`), `against` (`recorded`, `spec` or both), `breaking` (why, or null),
#   `mechanical` (bool), `spec` (`path`, `line`, `pointer`), `says` (list of `page`, `operation`, `part`,
#   `value`), `checks` (list of `check`, `operation`, `path`, `line`) and `sentence`.
# - `unreadable`: `source` and `message`.
# - `unchecked`: `api`, `page` and `reason`.


def as_data(review: Review) -> dict[str, Any]:
    """Return a report as plain data.

    Args:
        review: What was found.
    """
    return {
        "drift": review.has_drift,
        "checked": [_checked(one) for one in review.checked],
        "unreadable": [asdict(one) for one in review.unreadable],
        "unchecked": [asdict(one) for one in review.passed],
    }


def _checked(checked: Checked) -> dict[str, Any]:
    drift = checked.drift
    return {
        "source": checked.source,
        "api": drift.api,
        "page": drift.id,
        "title": drift.page.title,
        "url": drift.page.url,
        "layout": drift.page.layout,
        "held_against": drift.recorded_id,
        "differences": [difference_as_data(one) for one in drift.differences],
    }


def difference_as_data(one: Difference) -> dict[str, Any]:
    """Return a difference as plain data.

    Args:
        one: The difference.
    """
    return {
        **asdict(one.change),
        "against": list(one.against),
        "breaking": one.breaking,
        "mechanical": one.is_mechanical,
        "spec": {"path": one.path, "line": one.line, "pointer": one.pointer},
        "says": [asdict(saying) for saying in one.sayings],
        "checks": [
            {"check": check.name, "operation": check.operation, "path": check.path, "line": check.line}
            for check in one.checks
        ],
        "sentence": one.sentence,
    }
