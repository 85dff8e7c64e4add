"""Changelog: which releases CHANGELOG.md tells of, and its text with one more; pure."""

from __future__ import annotations

import re
from datetime import date

_HEADING = re.compile(r"^## ", re.MULTILINE)
_RELEASE = re.compile(r"^## (?P<version>\S+) - (?P<day>\d{4}-\d\d-\d\d)$", re.MULTILINE)


def released_on(changelog: str, version: str) -> date | None:
    """Return the day of a release, or None where the changelog has none of that version.

    Args:
        changelog: Its text.
        version: The version.
    """
    for found in _RELEASE.finditer(changelog):
        if found["version"] == version:
            return date.fromisoformat(found["day"])
    return None


def with_release(changelog: str, notes: str) -> str:
    """Return a changelog with the notes of a release above those of the earlier ones.

    Args:
        changelog: Its text.
        notes: The notes, with their heading.
    """
    first = _HEADING.search(changelog)
    at = first.start() if first else len(changelog)
    parts = (changelog[:at], notes, changelog[at:])
    return "\n\n".join(part.strip() for part in parts if part.strip()) + "\n"
