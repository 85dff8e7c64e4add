"""The plan of a release: its version, its notes, its files."""

from __future__ import annotations

from datetime import date

import pytest

from generator.diff import Level
from generator.findings import CommandError
from generator.release.plan import choose_version, plan_release

DAY = date(2026, 4, 1)
CHANGED = {
    "overrides/numberwire/__init__.py": 'def buy(number: str) -> str:\n    """Buy it."""\n    return "" + number\n'
}
FIXED = {".changes/+it.fixed.md": "It is fixed,\nand all is well.\n"}
ADDED = {".changes/+more.added.md": "There is more.\n"}
BROKEN = {
    "overrides/numberwire/__init__.py": 'def sell(number: str) -> str:\n    """Sell it."""\n    return number\n'
}
NOTES = "## 0.1.1 - 2026-04-01\n\n### Fixed\n\n- It is fixed,\n  and all is well."


def refusal(project, asked=None) -> str:
    """Return why no release can be planned; nothing is changed by trying."""
    with pytest.raises(CommandError) as refused, project.unchanged():
        plan_release(project, asked, DAY, print)
    return str(refused.value)


@pytest.mark.parametrize(
    ("level", "version"),
    [(Level.NONE, "1.2.4"), (Level.PATCH, "1.2.4"), (Level.MINOR, "1.3.0"), (Level.BREAKING, "2.0.0")],
)
def test_the_largest_demand_decides(level, version):
    """The version moves as far as the largest demand asks, and at least by a patch."""
    chosen_version, reasons = choose_version("1.2.3", "1.2.3", [(level, "this"), (Level.NONE, "that")], None)
    name = max(level, Level.PATCH).name.lower()
    assert (chosen_version, reasons) == (version, [f"{version}, {name}: this"])


def test_more_may_be_asked():
    """A larger version than needed can be asked for; the reason tells both."""
    assert choose_version("1.2.3", "1.2.3", [(Level.PATCH, "this")], "2.0.0") == (
        "2.0.0",
        ["2.0.0 was asked for; the changes ask for 1.2.4 (patch: this)"],
    )


def test_less_is_refused():
    """A smaller version than the changes ask for is refused, with what asks for it."""
    with pytest.raises(CommandError) as refused:
        choose_version("1.2.3", "1.2.3", [(Level.BREAKING, "buy: gone"), (Level.PATCH, "it")], "1.3.0")
    assert str(refused.value) == "1.3.0 is too small: the changes ask for 2.0.0 (breaking: buy: gone)."


def test_the_first_release_is_the_version_of_the_tree(project):
    """Without an earlier release, pyproject.toml says the version, and the fragments are its notes."""
    project.commit(FIXED)
    plan = plan_release(project, None, DAY, print)
    notes = NOTES.replace("0.1.1", "0.1.0")
    assert (plan.version, plan.last, plan.notes) == ("0.1.0", None, notes)
    assert plan.reasons == ["0.1.0, the first release, as pyproject.toml says"]


def test_a_release_changes_three_kinds_of_files(released):
    """The changelog and the version are written, the fragments are gone, and nothing else is touched."""
    released.commit(CHANGED | FIXED)
    pyproject = (released.root / "pyproject.toml").read_text(encoding="utf-8")
    changelog = (released.root / "CHANGELOG.md").read_text(encoding="utf-8")
    with released.unchanged():
        plan = plan_release(released, None, DAY, print)
    assert (plan.version, plan.last, plan.notes) == ("0.1.1", "0.1.0", NOTES)
    assert plan.reasons == ["0.1.1, patch: .changes/+it.fixed.md"]
    assert plan.files == {
        released.root / ".changes/+it.fixed.md": None,
        released.root / "CHANGELOG.md": changelog.replace("## 0.1.0", f"{NOTES}\n\n## 0.1.0").encode(),
        released.root / "pyproject.toml": pyproject.replace('"0.1.0"', '"0.1.1"').encode(),
    }


def test_the_fragments_may_ask_for_more_than_the_comparison(released):
    """From 1.0.0 on an added thing that no comparison sees moves the second number."""
    released.release("1.0.0")
    released.commit(CHANGED | FIXED | ADDED)
    assert plan_release(released, None, DAY, print).reasons == ["1.1.0, minor: .changes/+more.added.md"]


def test_the_comparison_may_ask_for_more_than_the_fragments(released):
    """A function that is gone is breaking, whatever the fragment is called; the notes tell of it."""
    released.commit(BROKEN | FIXED)
    plan = plan_release(released, None, DAY, print)
    assert plan.version == "0.2.0"
    assert plan.reasons[0].startswith("0.2.0, breaking: ")
    assert plan.notes.startswith(
        f"{NOTES.replace('0.1.1', '0.2.0')}\n\n### Specs and interface, compared\n\n"
    )
    assert "buy" in plan.notes


def test_a_smaller_version_than_the_comparison_asks_for_is_refused(released):
    """What is breaking can't be released as a patch."""
    released.commit(BROKEN | FIXED)
    assert refusal(released, "0.1.1").startswith("0.1.1 is too small: the changes ask for 0.2.0 (breaking: ")


@pytest.mark.parametrize("asked", ["0.1.1rc1", "2", "v0.2.0"])
def test_another_form_of_version_is_refused(asked, released):
    """What is asked for has to be a version."""
    released.commit(CHANGED | FIXED)
    assert (
        refusal(released, asked)
        == f"{asked!r} is not a version of this project: write three numbers, such as 0.2.0."
    )


def test_there_is_nothing_to_release_after_a_release(released):
    """At a release there is no next one."""
    assert plan_release(released, None, DAY, print) is None


def test_there_is_nothing_to_release_where_users_get_the_same(released):
    """Commits that change nothing for users are no release."""
    released.commit({"README.md": "changed\n", "tests/test_it.py": "# changed\n"})
    assert plan_release(released, None, DAY, print) is None


def test_a_missing_fragment_is_refused(released):
    """What users get is not released without a word."""
    released.commit(CHANGED)
    assert refusal(released).startswith(
        "overrides/numberwire/__init__.py changed since v0.1.0, and no fragment says what that means for users."
    )


def test_a_release_that_is_not_tagged_comes_first(released):
    """A second release is refused while the first waits for its tag."""
    released.commit(CHANGED | FIXED)
    released.release("0.1.1")
    released.git("tag", "--delete", "v0.1.1")
    assert refusal(released) == (
        "pyproject.toml says 0.1.1, and the last tag is v0.1.0. If 0.1.1 is released, tag its commit"
        " (git tag v0.1.1); if not, put pyproject.toml and CHANGELOG.md back."
    )


def test_a_first_release_that_is_not_tagged_comes_first(released):
    """That holds for the first release as well."""
    released.git("tag", "--delete", "v0.1.0")
    assert refusal(released) == (
        "pyproject.toml says 0.1.0, and no tag names it. If 0.1.0 is released, tag its commit"
        " (git tag v0.1.0); if not, put pyproject.toml and CHANGELOG.md back."
    )


def test_a_tag_that_exists_is_refused(released):
    """A version that another branch has taken is not given twice."""
    released.git("switch", "--quiet", "--create", "side")
    other_commit = released.commit({"side.txt": ""})
    released.git("tag", "v0.1.1")
    released.git("switch", "--quiet", "main")
    released.commit(CHANGED | FIXED)
    assert refusal(released) == (
        f"The tag v0.1.1 exists already, on {other_commit[:12]}, which this history doesn't hold."
        " Merge that release first, or ask for another version with --version."
    )
    assert plan_release(released, "0.1.2", DAY, print).version == "0.1.2"


def test_a_project_without_a_changelog_is_refused(project):
    """A file that a release writes has to be there."""
    project.commit({"CHANGELOG.md": None})
    assert refusal(project) == f"{project.root} has no CHANGELOG.md."
