"""The changelog, as text."""

from __future__ import annotations

from datetime import date

from generator.release.version_lines import insert_release, release_day

EMPTY = "# Changelog\n\nWhat changed.\n"
ONE = "## 0.1.0 - 2026-03-01\n\n### Added\n\n- All.\n"
TWO = "## 0.1.1 - 2026-04-01\n\n### Fixed\n\n- Much.\n"


def test_the_first_release_stands_below_the_introduction():
    """Notes are added below what introduces the changelog."""
    assert insert_release(EMPTY, ONE) == f"{EMPTY}\n{ONE}"


def test_a_later_release_stands_above_the_earlier():
    """The newest release is the first that is read."""
    assert insert_release(f"{EMPTY}\n{ONE}", f"\n{TWO}\n\n") == f"{EMPTY}\n{TWO}\n{ONE}"


def test_the_day_of_a_release_is_read():
    """A release has the day of its heading, and a version without one has none."""
    text = f"{EMPTY}\n{TWO}\n{ONE}\n## 0.0.9 - unreleased\n"
    days = [release_day(text, version) for version in ("0.1.1", "0.1.0", "0.0.9", "0.1")]
    assert days == [date(2026, 4, 1), date(2026, 3, 1), None, None]
