"""Versions: which number a change asks for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.diff import Level, next_version

NUMBERS = st.tuples(*[st.integers(0, 999)] * 3)


@pytest.mark.parametrize(
    ("current", "level", "expected"),
    [
        ("1.2.3", Level.BREAKING, "2.0.0"),
        ("1.2.3", Level.MINOR, "1.3.0"),
        ("1.2.3", Level.PATCH, "1.2.4"),
        ("1.2.3", Level.NONE, "1.2.3"),
        ("0.2.3", Level.BREAKING, "0.3.0"),
        ("0.2.3", Level.MINOR, "0.2.4"),
        ("0.2.3", Level.PATCH, "0.2.4"),
        ("0.2.3", Level.NONE, "0.2.3"),
    ],
)
def test_a_change_moves_the_number_of_its_level(current, level, expected):
    """From 1.0.0 on as semver says, and before it one place further down."""
    assert next_version(current, level) == expected


@pytest.mark.parametrize(
    "current", ["", "1.2", "v1.2.3", "1.2.3rc1", "1.2.3.dev0", "01.2.3", "1.2.٣", "1.2.3\n"]
)
def test_what_is_no_release_has_no_next_version(current):
    """A pre-release, or no version at all, is refused, and never taken for another one."""
    with pytest.raises(ValueError, match=r"is not a released version: write three numbers, such as 0\.1\.0"):
        next_version(current, Level.PATCH)


@given(NUMBERS, st.sampled_from([Level.PATCH, Level.MINOR, Level.BREAKING]))
def test_the_next_version_is_greater_and_a_greater_change_never_gives_a_smaller_one(numbers, level):
    """Each change moves the version forth, a more serious one at least as far."""
    current = ".".join(map(str, numbers))
    after = [tuple(map(int, next_version(current, step).split("."))) for step in (Level.PATCH, level)]
    assert numbers < after[0] <= after[1]
