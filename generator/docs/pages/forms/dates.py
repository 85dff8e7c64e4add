"""The day on which a page says it was last changed, in the ways that pages write it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from generator.docs.pages.lines import Line

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)(?!\d)")
_WORDS = re.compile(
    r"(?:(?P<first>\d{1,2})(?:st|nd|rd|th)? )?(?P<name>[A-Z][a-z]{2})[a-z]*\.?"
    r" (?:(?P<day>\d{1,2})(?:st|nd|rd|th)?, )?(?P<year>\d{4})"
)
_SAID = re.compile(r"Last (?:updated|modified|changed)(?: on)?:? (?P<when>.{4,40})")


def day_of(words: str) -> str | None:
    """Return a day as YYYY-MM-DD, or None where the words name none.

    Args:
        words: What a page says, such as `Jan 5, 2025` or `2025-01-05T10:00:00Z`.
    """
    if iso := _ISO.match(words):
        return _day(iso["year"], int(iso["month"]), iso["day"])
    said = _WORDS.search(words)
    if said and said["name"].lower() in _MONTHS and (day := said["day"] or said["first"]):
        return _day(said["year"], _MONTHS.index(said["name"].lower()) + 1, day)
    return None


def last_changed(lines: Iterable[Line]) -> str | None:
    """Return the day on which lines of a page say it was last changed, or None.

    Args:
        lines: The lines.
    """
    said = (_SAID.search(line.text[:200]) for line in lines)
    return next((day for match in said if match and (day := day_of(match["when"]))), None)


def _day(year: str, month: int, day: str) -> str | None:
    try:
        return date(int(year), month, int(day)).isoformat()
    except ValueError:
        return None
