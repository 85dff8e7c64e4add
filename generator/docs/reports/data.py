"""The report for a program: plain JSON types under stable keys.

`drift` (bool), and three lists:

- `checked`: `source`, `api`, `page` (the id it is recorded under, or null), `title`, `url`, `layout`,
  `held_against` (the id of the recorded page it was compared with, or null) and `differences`, by what
  matters to users. Each has `kind`, `operation`, `part`, `field`, `fact`, `was`, `now` (see
  `generator.docs.drift.changes`), `against` (`recorded`, `spec` or both), `breaking` (why, or null),
  `mechanical` (bool), `spec` (`path`, `line`, `pointer`), `says` (list of `page`, `operation`, `part`,
  `value`), `checks` (list of `check`, `operation`, `path`, `line`) and `sentence`.
- `unreadable`: `source` and `message`.
- `unchecked`: `api`, `page` and `reason`.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from generator.docs.drift.drift import Difference
from generator.docs.drift.review import Checked, Review


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
