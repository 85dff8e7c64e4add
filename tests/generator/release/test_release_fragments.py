"""Changelog fragments: their names, and the check that none is missing."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from generator.diff import Level
from generator.findings import CommandError
from generator.release.plan import (
    LEVELS,
    Fragment,
    parse_fragment,
    read_fragments,
    require_fragment,
    user_files,
)

ROOT = Path(__file__).parents[3]
KINDS = "breaking, added, changed, deprecated, fixed, security, internal"
CHANGED = {"overrides/numberwire/__init__.py": "changed = True\n"}
FRAGMENT = {".changes/+it.fixed.md": "It is fixed.\n"}


def test_towncrier_knows_the_same_kinds():
    """Each kind of fragment that moves the version has its heading in the changelog, and no other kind is known."""
    towncrier = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["towncrier"]
    assert {kind["directory"]: kind["name"] for kind in towncrier["type"]} == {
        kind: kind.capitalize() for kind in LEVELS
    }


def test_the_guide_knows_the_same_kinds():
    """The guide beside the fragments says of each kind what it does to the version."""
    guide = (ROOT / ".changes" / "README.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `(\w+)` \|.*\| (\w+) \|$", guide, re.MULTILINE))
    assert rows == {kind: level.name.lower() for kind, level in LEVELS.items()}


def test_the_projects_own_fragments_are_some():
    """Every file that stands beside our own guide is a fragment."""
    names = [f".changes/{path.name}" for path in (ROOT / ".changes").iterdir() if path.name != "README.md"]
    assert [name for name in names if parse_fragment(name) is None] == []


@pytest.mark.parametrize(
    ("path", "level"),
    [
        (".changes/+lost-answers.fixed.md", Level.PATCH),
        (".changes/12.added.md", Level.MINOR),
        (".changes/+twice.breaking.2.md", Level.BREAKING),
    ],
)
def test_a_fragments_name_says_its_level(path, level):
    """The kind in the name decides how far the version moves."""
    assert parse_fragment(path) == Fragment(path, level)


@pytest.mark.parametrize("path", ["CHANGELOG.md", ".changes/README.md", "docs/.changes/+x.fixed.md"])
def test_other_files_are_none(path):
    """The guide, and what stands elsewhere, is no fragment."""
    assert parse_fragment(path) is None


@pytest.mark.parametrize(
    "name", ["+x.repaired.md", "+x.fixed.txt", "notes.md", "+x y.fixed.md", "deep/+x.fixed.md"]
)
def test_a_wrong_name_is_refused(name):
    """A file that would be overlooked is named, with how to name it."""
    with pytest.raises(CommandError) as refused:
        parse_fragment(f".changes/{name}")
    assert str(refused.value) == (
        f".changes/{name} is not a fragment: name it .changes/+WORDS.TYPE.md, where TYPE is one of {KINDS}."
    )


def test_an_empty_fragment_is_refused(project):
    """A fragment has to say something."""
    project.write({".changes/+it.fixed.md": " \n"})
    with pytest.raises(CommandError) as refused:
        read_fragments(project)
    assert str(refused.value) == ".changes/+it.fixed.md is empty: say what the change means for users."


def test_what_users_get_is_watched():
    """Specs and both packages are watched; tests, tools and similar names are not."""
    paths = ["spec/a.yaml", "overrides/numberwire/a.py", "generated/numberwire_api/a.py"]
    assert (
        user_files([*paths, "tests/spec/a.py", "generator/a.py", "overrides/numberwire.md", "README.md"])
        == paths
    )


@pytest.mark.parametrize(
    "path", ["spec/pets.yaml", "overrides/numberwire/__init__.py", "generated/numberwire_api/new.py"]
)
def test_a_change_without_a_fragment_is_refused(path, released):
    """A change of what users get, committed or not, has one clear error, and nothing is changed by asking."""
    released.write({path: "# changed\n"})
    message = (
        f"{path} changed since v0.1.0, and no fragment says what that means for users. Write"
        f" .changes/+WORDS.TYPE.md, where TYPE is one of {KINDS}; see .changes/README.md."
    )
    for _ in range(2):
        with pytest.raises(CommandError) as refused, released.unchanged():
            require_fragment(released, "v0.1.0")
        assert str(refused.value) == message
        released.commit()


def test_a_removed_file_is_a_change(released):
    """What is no longer there changed, too."""
    released.commit({"spec/pets.yaml": None})
    with pytest.raises(CommandError, match=r"^spec/pets\.yaml changed since v0\.1\.0, "):
        require_fragment(released, "v0.1.0")


def test_a_change_with_its_fragment_is_fine(released):
    """A fragment that came with the change is enough."""
    released.commit(CHANGED | FRAGMENT)
    assert require_fragment(released, "v0.1.0") == (
        ["overrides/numberwire/__init__.py"],
        [Fragment(".changes/+it.fixed.md", Level.PATCH)],
    )


def test_an_older_fragment_notes_no_newer_change(released):
    """The fragment of an earlier change says nothing of a later one."""
    base = released.commit(FRAGMENT)
    released.commit(CHANGED)
    with pytest.raises(CommandError, match=f"changed since {base[:12]}, and no fragment"):
        require_fragment(released, base)


def test_what_users_do_not_get_needs_none(released):
    """Tests and tools change without a fragment."""
    released.commit({"tests/test_it.py": "# changed\n"})
    assert require_fragment(released, "v0.1.0") == ([], [])


def test_a_release_has_taken_its_fragments(released):
    """Between the commit of a release and its tag no fragment is there, and none is missing."""
    released.commit(CHANGED | FRAGMENT)
    released.release("0.1.1")
    assert require_fragment(released, "v0.1.0") == (["overrides/numberwire/__init__.py"], [])


def test_all_is_new_before_the_first_release(project):
    """Without a release everything is a change that needs a fragment."""
    with pytest.raises(CommandError, match=r"and 4 more changed since the beginning, and no fragment"):
        require_fragment(project, None)
