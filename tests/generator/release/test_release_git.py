"""What is asked of git."""

from __future__ import annotations

import pytest

from generator.findings import CommandError
from generator.git import Repository


def test_a_folder_without_git_is_refused(tmp_path):
    """Where there is no history, the error says so in git's words."""
    with pytest.raises(CommandError) as refused:
        Repository(tmp_path).require_whole()
    first, last = str(refused.value).splitlines()
    assert first == "The history is needed, and git can't read it. git rev-parse ended with 128:"
    assert last.startswith("    fatal: not a git repository")


def test_a_clone_without_its_history_is_refused(released, tmp_path):
    """A shallow clone knows no releases, and is not taken for a project without any."""
    released.commit()
    released.git("clone", "--quiet", "--depth=1", f"file://{released.root}", str(tmp_path / "clone"))
    with pytest.raises(CommandError) as refused:
        Repository(tmp_path / "clone").require_whole()
    assert str(refused.value) == (
        "This clone lacks its history: `git fetch --unshallow --tags` (fetch-depth: 0)."
    )


@pytest.mark.parametrize(
    ("files", "named"),
    [
        ({"README.md": "changed"}, "README.md"),
        ({"new.txt": ""}, "new.txt"),
        ({"README.md": None, "spec/new.yaml": ""}, "README.md and 1 more"),
    ],
)
def test_a_dirty_tree_is_refused(files, named, project):
    """Whatever is changed, new or gone is named; the sentence says what needs it clean."""
    project.write(files)
    with pytest.raises(CommandError) as refused, project.unchanged():
        project.require_clean("A release")
    assert str(refused.value) == f"A release needs a clean tree. Commit or put away {named}."


def test_what_is_staged_is_dirty(project):
    """What is added and not committed doesn't count as clean."""
    project.write({"README.md": "changed"})
    project.git("add", "--all")
    assert project.dirty_files() == ["README.md"]


def test_ignored_files_are_not_dirt(project):
    """What git ignores neither dirties the tree nor belongs to it."""
    project.write({"dist/a.whl": ""})
    project.require_clean("A release")
    assert "dist/a.whl" not in project.files()


def test_the_last_release_is_the_highest(project):
    """Releases are ordered as versions, and other tags are none."""
    for tag in ("v0.9.0", "v0.10.0", "v0.11.0rc1", "0.12.0", "v1", "nightly"):
        project.git("tag", tag)
    assert (project.last_release(), project.released_versions()) == ("0.10.0", ["0.10.0", "0.9.0"])


def test_a_release_of_another_branch_is_not_the_last(released):
    """Only what this history holds was released by it."""
    released.git("switch", "--quiet", "--create", "side")
    released.commit()
    released.git("tag", "v0.2.0")
    released.git("switch", "--quiet", "main")
    assert (released.last_release(), released.released_versions()) == ("0.1.0", ["0.2.0", "0.1.0"])


def test_work_begins_where_it_left_the_main_branch(released):
    """On a branch, the base is its fork, whatever the main branch did since."""
    fork = released.commit()
    released.git("switch", "--quiet", "--create", "work")
    released.commit({"work.txt": ""})
    released.git("switch", "--quiet", "main")
    released.commit({"main.txt": ""})
    released.git("switch", "--quiet", "work")
    assert released.work_base() == fork


def test_work_on_the_main_branch_begins_at_the_last_release(released):
    """On the main branch, the base is the last release."""
    released.commit()
    assert released.work_base() == "v0.1.0"


def test_work_begins_at_the_beginning_without_a_release(project):
    """On the main branch of a project without a release, there is no base."""
    assert project.work_base() is None


def test_an_unpushed_main_branch_is_compared_with_the_pushed_one(released, tmp_path):
    """What the main branch has and its remote has not is work, too."""
    pushed = released.commit()
    released.git("clone", "--quiet", str(released.root), str(tmp_path / "clone"))
    clone = type(released)(tmp_path / "clone")
    clone.commit({"work.txt": ""})
    assert clone.work_base() == pushed


def test_names_of_any_letters_are_told(released):
    """A file's name is reported as it is."""
    released.write({"spec/é ü.yaml": ""})
    assert released.changed_files("v0.1.0") == ["spec/é ü.yaml"]
