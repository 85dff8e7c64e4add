"""A finished folder or file takes an older one's place as a whole, or not at all."""

import os
from pathlib import Path

import pytest

from generator.files import (
    OutputError,
    differences,
    restore_folder,
    swap_in,
    workshop,
    write_file,
    write_files,
)


def made(folder, text="new"):
    """Make a folder that looks generated."""
    write_files(folder, {"_operation.py": "", "a.py": text})
    return folder


def test_a_folder_is_put_where_none_was(tmp_path):
    """The folders above are made as needed, and nothing is left beside the result."""
    swap_in(made(tmp_path / "made"), tmp_path / "x" / "y")
    assert [path.name for path in (tmp_path / "x").iterdir()] == ["y"]
    assert differences(tmp_path / "made", tmp_path / "x" / "y") == []


def test_an_older_folder_is_replaced(tmp_path):
    """Files of the older folder that the new one lacks are gone."""
    older = made(tmp_path / "out" / "api", "old")
    (older / "gone.py").write_text("")
    swap_in(made(tmp_path / "made"), older)
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["api"]
    assert differences(tmp_path / "made", older) == []


@pytest.mark.parametrize("failing", [1, 2], ids=["moving-the-old", "moving-the-new"])
@pytest.mark.parametrize(
    "error", [OSError(28, "No space left"), KeyboardInterrupt()], ids=["error", "ctrl-c"]
)
def test_a_swap_that_fails_halfway_is_undone(failing, error, tmp_path, monkeypatch):
    """Whichever of the two renames fails, the older folder stands there as before."""
    older = made(tmp_path / "out" / "api", "old")
    rename, calls = Path.rename, []

    def renamed(path, target):
        calls.append(path)
        if len(calls) == failing:
            raise error
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", renamed)
    with pytest.raises((OutputError, KeyboardInterrupt)):
        swap_in(made(tmp_path / "made"), older)
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["api"]
    assert (older / "a.py").read_text() == "old"


def test_a_run_that_was_killed_is_made_good(tmp_path):
    """An older folder that a killed run had moved aside is put back before anything else."""
    made(tmp_path / ".api.old", "old")
    (tmp_path / "made").mkdir()
    swap_in(made(tmp_path / "made"), tmp_path / "api")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["api", "made"]


@pytest.mark.parametrize("name", ["api", "api/deeper"])
def test_a_file_in_the_way(name, tmp_path):
    """A file where the folder shall stand is an error that says so, and stays."""
    (tmp_path / "api").write_text("mine")
    with pytest.raises(OutputError):
        swap_in(made(tmp_path / "made"), tmp_path / name)
    assert (tmp_path / "api").read_text() == "mine"


def test_a_workshop_is_cleared_whatever_happens():
    """The temporary folder is gone after an error too."""
    folders = []

    def interrupted():
        with workshop() as folder:
            folders.append(made(folder))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert [folder.exists() for folder in folders] == [False]


def test_a_file_is_written_as_a_whole(tmp_path):
    """A file is new or replaced, keeps its mode, and is followed where it is a link."""
    path, link = tmp_path / "report.html", tmp_path / "link.html"
    write_file(path, "one\n")
    path.chmod(0o600)
    link.symlink_to(path)
    write_file(link, "two\n")
    assert (path.read_bytes(), path.stat().st_mode & 0o777, link.is_symlink()) == (b"two\n", 0o600, True)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link.html", "report.html"]


@pytest.mark.parametrize("name", ["folder", "missing/report.html", "/dev/null"])
def test_a_place_that_is_no_file(name, tmp_path):
    """A folder, a device or a place in no folder is an error that says so, and nothing is left there."""
    (tmp_path / "folder").mkdir()
    with pytest.raises(OutputError, match="can't be written: "):
        write_file(tmp_path / name, "one\n")
    assert [path.name for path in tmp_path.iterdir()] == ["folder"]
    assert Path("/dev/null").is_char_device()


def test_a_text_that_cannot_be_encoded(tmp_path):
    """Whatever goes wrong while a file is written, what stood there stands there still, and nothing else."""
    path = tmp_path / "report.html"
    path.write_text("mine")
    with pytest.raises(UnicodeEncodeError):
        write_file(path, "\ud800")
    assert ([path.name for path in tmp_path.iterdir()], path.read_text()) == (["report.html"], "mine")


def test_differences_are_named(tmp_path):
    """A file that differs, is missing or is new is named by its path; what Python caches is not."""
    one = made(tmp_path / "one", "a")
    other = made(tmp_path / "other", "b")
    write_files(one / "deep", {"only.py": ""})
    write_files(other / "__pycache__", {"a.pyc": ""})
    assert differences(one, other) == ["a.py", "deep/only.py"]


def test_a_new_file_has_the_mode_that_was_asked_for(tmp_path):
    """A report is as private as the umask says."""
    umask = os.umask(0o077)
    try:
        write_file(tmp_path / "report.html", "one\n")
    finally:
        os.umask(umask)
    assert (tmp_path / "report.html").stat().st_mode & 0o777 == 0o600


def test_what_a_killed_run_left_beside_a_file_is_removed(tmp_path):
    """An old file aside goes when the file is written again; one of a run that may be at work stays."""
    old, young = tmp_path / ".report.html.1.new", tmp_path / ".report.html.2.new"
    old.touch()
    young.touch()
    os.utime(old, (0, 0))
    write_file(tmp_path / "report.html", "one\n")
    assert sorted(path.name for path in tmp_path.iterdir()) == [young.name, "report.html"]


def test_a_linked_folder_stays_linked(tmp_path):
    """A folder that is a link is replaced where it leads."""
    made(tmp_path / "elsewhere", "old")
    (tmp_path / "api").symlink_to("elsewhere")
    swap_in(made(tmp_path / "made"), tmp_path / "api")
    assert (tmp_path / "api").is_symlink()
    assert (tmp_path / "elsewhere" / "a.py").read_text() == "new"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["api", "elsewhere", "made"]


def test_the_next_run_puts_a_killed_runs_folder_back(tmp_path):
    """A folder that was moved aside comes back, once, and what was half copied is gone."""
    made(tmp_path / ".api.old", "old")
    made(tmp_path / ".api.new", "new")
    assert restore_folder(tmp_path / "api")
    assert not restore_folder(tmp_path / "api")
    assert [path.name for path in tmp_path.iterdir()] == ["api"]
    assert (tmp_path / "api" / "a.py").read_text() == "old"
