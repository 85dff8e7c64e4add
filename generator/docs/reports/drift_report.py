"""The report of a check, as lines for a terminal and as data for a program."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from itertools import groupby, zip_longest
from typing import Any

from generator.docs.compare.compare import Difference
from generator.docs.compare.page_checks import CheckedPage, CheckResult
from generator.docs.reports.tasks import task_as_data, task_words
from generator.docs.reports.words import (
    GROUPS,
    heading,
    loss_notes,
    notes,
    reading_notes,
    summary,
    tally,
    what,
    where,
    wrap_words,
)

_NARROWEST = 40
_GAP = "  "


def as_lines(review: CheckResult, width: int) -> list[str]:
    """Return a report as lines.

    Args:
        review: What was found.
        width: How many columns the terminal has.
    """
    width = max(width, _NARROWEST)
    found = [line for page in review.checked for line in _page_lines(page, width)]
    for page in review.unreadable:
        found += wrap_words(f"{page.source}: not read: {page.message}", width)
    for other in review.passed:
        found += wrap_words(f"{other.api}/{other.page}: not checked: {other.reason}", width)
    if review.open:
        found += ["STILL OPEN"]
        for task in review.open:
            found += wrap_words(f"{task.path}:{task.line}: {task_words(task)}", width, _GAP)
        found.append("")
    return [*found, *wrap_words(summary(review), width)]


def _page_lines(checked: CheckedPage, width: int) -> Iterator[str]:
    if not checked.drift.is_drift:
        yield from wrap_words(f"{heading(checked)}: {tally(checked.drift)}", width)
        yield from _reading_lines(checked, width)
        return
    yield from wrap_words(f"{heading(checked)}:", width)
    for words in loss_notes(checked.drift):
        yield from wrap_words(words, width)
    yield from wrap_words(tally(checked.drift), width)
    differences = checked.drift.differences
    left = min(
        max((len(name) for one in differences for name in _place_lines(one)), default=0), 2 * width // 5
    )
    for weight, group in groupby(differences, key=lambda one: one.weight):
        yield ""
        yield from wrap_words(GROUPS[weight].upper(), width)
        for one in group:
            yield from _difference_lines(one, left, width - left - len(_GAP))
    yield ""
    yield from _reading_lines(checked, width)


def _reading_lines(checked: CheckedPage, width: int) -> Iterator[str]:
    for note in reading_notes(checked.gaps, checked.passed_operations):
        yield from wrap_words(note, width, _GAP)


def _place_lines(difference: Difference) -> list[str]:
    return [where(difference.change), *([f"  {difference.change.field}"] if difference.change.field else [])]


def _difference_lines(difference: Difference, left: int, right: int) -> Iterator[str]:
    names = [line for name in _place_lines(difference) for line in wrap_words(name, left, "  ")]
    sentences = [
        line
        for words in (what(difference.change), *notes(difference))
        for line in wrap_words(words, right, "  ")
    ]
    for name, words in zip_longest(names, sentences, fillvalue=""):
        yield f"{name:{left}}{_GAP}{words}".rstrip()


# The report for a program: plain JSON types under stable keys.
#
# `drift`, `looked` (whether any page was looked at), and four lists:
#
# - `checked`: `source`, `api`, `page` (the id it is recorded under, or null), `title`, `url`, `layout`,
#   `held_against` (the id of the recorded page it was compared with, or null), `gaps` (what is not read, in
#   words), `other_operations` (how many were not looked at), `loss` (null, or what is no longer stated of its
#   record: `gone` in words, how many `fields` of `recorded_fields`, and whether it is `large`: docs accept refuses
#   that) and `differences`, by what matters to users. Each has `kind`, `operation`, `part`, `field`, `fact`, `was`,
#   `now` (see `generator.docs.compare.changes`), `against` (`recorded`, `spec` or both), `breaking` (why, or null),
#   `mechanical` (bool), `recorded_only` (whether docs accept changes the record alone), `spec` (`path`, `line`,
#   `pointer`), `says` (list of `page`, `operation`, `part`, `value`), `checks` (list of `check`, `operation`,
#   `path`, `line`), `sentence` and `advice`.
# - `unreadable`: `source` and `message`.
# - `unchecked`: `api`, `page` and `reason`.
# - `open`: what earlier pages left open: `api`, `path`, `line`, `page`, `change` and `words`.


def as_data(review: CheckResult) -> dict[str, Any]:
    """Return a report as plain data.

    Args:
        review: What was found.
    """
    return {
        "drift": review.has_drift,
        "looked": review.has_checked_pages,
        "checked": [_page_as_data(page) for page in review.checked],
        "unreadable": [asdict(page) for page in review.unreadable],
        "unchecked": [asdict(page) for page in review.passed],
        "open": [task_as_data(task) for task in review.open],
    }


def _page_as_data(checked: CheckedPage) -> dict[str, Any]:
    drift = checked.drift
    return {
        "source": checked.source,
        "api": drift.api,
        "page": drift.id,
        "title": drift.page.title,
        "url": drift.page.url,
        "layout": drift.page.layout,
        "held_against": drift.recorded_id,
        "gaps": list(checked.gaps),
        "other_operations": checked.passed_operations,
        "loss": {
            "gone": list(drift.loss.lost_parts),
            "fields": drift.loss.fields,
            "recorded_fields": drift.loss.recorded_fields,
            "large": drift.loss.is_large,
        }
        if drift.loss
        else None,
        "differences": [difference_as_data(difference) for difference in drift.differences],
    }


def difference_as_data(difference: Difference) -> dict[str, Any]:
    """Return a difference as plain data.

    Args:
        difference: The difference.
    """
    return {
        **asdict(difference.change),
        "against": list(difference.against),
        "breaking": difference.breaking,
        "mechanical": difference.is_mechanical,
        "recorded_only": difference.is_recorded_only,
        "spec": {"path": difference.path, "line": difference.line, "pointer": difference.pointer},
        "says": [asdict(with_data) for with_data in difference.page_values],
        "checks": [
            {"check": check.name, "operation": check.operation, "path": check.path, "line": check.line}
            for check in difference.checks
        ],
        "sentence": difference.sentence,
        "advice": difference.advice,
    }
