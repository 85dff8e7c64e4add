"""The version: where it stands, and how it is changed."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.findings import CommandError
from generator.release.version_lines import project_version, release_version, set_version

ROOT = Path(__file__).parents[3]
PARTS = st.integers(min_value=0, max_value=999)


@given(st.tuples(PARTS, PARTS, PARTS))
def test_three_numbers_are_a_version(three):
    """A version is its three numbers with dots between them."""
    assert release_version(".".join(map(str, three))).release == three


@pytest.mark.parametrize(
    "text", ["", "1", "1.2", "1.2.3.4", "1.2.3rc1", "v1.2.3", "01.2.3", "1.2.3\n", "\u0661.2.3"]
)
def test_anything_else_is_none(text):
    """A text of another form is refused, with the form in the message."""
    with pytest.raises(CommandError) as refused:
        release_version(text)
    assert (
        str(refused.value)
        == f"{text!r} is not a version of this project: write three numbers, such as 0.2.0."
    )


def test_only_the_version_changes():
    """Of our own pyproject.toml, nothing changes with the version but the version."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    changed_text = set_version(text, "9.8.7")
    assert project_version(changed_text) == "9.8.7"
    assert changed_text.replace('version = "9.8.7"', f'version = "{project_version(text)}"') == text


def test_the_right_version_is_found():
    """A version of another table stays, though it stands first and is the same."""
    text = '[tool.x]\nversion = "0.1.0"\n[project]\nversion   = "0.1.0" # here\n'
    assert set_version(text, "0.2.0") == text.replace('version   = "0.1.0"', 'version   = "0.2.0"')


def test_a_version_that_stands_otherwise_is_refused():
    """A version that is no line of its own is not guessed at."""
    text = 'project = { name = "x", version = "0.1.0" }\n'
    assert tomllib.loads(text)["project"]["version"] == "0.1.0"
    with pytest.raises(CommandError, match=r"needs a line `version"):
        set_version(text, "0.2.0")
