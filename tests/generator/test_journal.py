"""Editing several files as one."""

from __future__ import annotations

import contextlib
import errno
import os
import signal
from pathlib import Path

import pytest

from generator.files import OutputError
from generator.journal import HOME, STOPPING, edit_files, recover_files, write_set


@pytest.fixture
def folder(tmp_path) -> Path:
    """Return the folder of a project with a file to change, and one to remove."""
    (tmp_path / "pyproject.toml").touch()
    (tmp_path / "a").write_bytes(b"old\r\n")
    (tmp_path / "a").chmod(0o750)
    (tmp_path / "b").write_bytes(b"\xff")
    return tmp_path


def files(folder: Path) -> dict[Path, bytes | None]:
    """Return a change of every kind: a changed, a removed and a new file."""
    return {folder / "a": b"new", folder / "b": None, folder / "deep" / "er" / "c": b"more"}


def state(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Return what a folder holds, with modes."""
    return {
        path.relative_to(folder).as_posix(): (
            path.stat().st_mode,
            path.read_bytes() if path.is_file() else b"",
        )
        for path in folder.rglob("*")
    }


def test_all_is_changed(folder):
    """Without a failure each file is as it shall be, a mode is kept, and nothing else is left."""
    mode = (folder / "a").stat().st_mode
    with edit_files(files(folder)):
        pass
    assert sorted(path.name for path in folder.rglob("*")) == ["a", "c", "deep", "er", "pyproject.toml"]
    assert ((folder / "a").read_bytes(), (folder / "a").stat().st_mode) == (b"new", mode)


@pytest.mark.parametrize(
    "error", [KeyboardInterrupt(), OSError(28, "No space left")], ids=["ctrl-c", "error"]
)
def test_a_block_that_fails_takes_all_back(error, folder):
    """A failure after the last file puts back every byte, mode and folder, and is reported."""
    before = state(folder)
    with pytest.raises(type(error)), edit_files(files(folder)):
        raise error
    assert state(folder) == before


@pytest.mark.parametrize("at", [1, 2, 3], ids=["journal", "first", "last"])
def test_a_file_that_cannot_be_written_takes_all_back(at, folder, monkeypatch):
    """Whichever file fails, those before it are put back."""
    before, replace, calls = state(folder), os.replace, []

    def failing(path, target):
        calls.append(path)
        if len(calls) == at:
            raise KeyboardInterrupt
        return replace(path, target)

    monkeypatch.setattr(os, "replace", failing)
    with pytest.raises(KeyboardInterrupt), edit_files(files(folder)):
        pytest.fail("it was written")
    assert state(folder) == before


def test_a_second_ctrl_c_waits(folder, monkeypatch):
    """Ctrl-C while things are put back changes nothing, and afterwards it works as before."""
    before, replace, heard = state(folder), os.replace, signal.getsignal(signal.SIGINT)

    def pressing(path, target):
        if Path(path).read_bytes() == b"old\r\n":
            os.kill(os.getpid(), signal.SIGINT)
        return replace(path, target)

    monkeypatch.setattr(os, "replace", pressing)
    with pytest.raises(KeyboardInterrupt), edit_files(files(folder)):
        raise KeyboardInterrupt
    assert state(folder) == before
    assert signal.getsignal(signal.SIGINT) is heard


def killed(folder: Path, at: int) -> None:
    """Change files in a process that is killed at one of its renames, and wait for its end."""
    child = os.fork()
    if child == 0:
        replace, calls = os.replace, []

        def dying(path, target):
            calls.append(path)
            if len(calls) == at:
                os.kill(os.getpid(), signal.SIGKILL)
            return replace(path, target)

        os.replace = dying
        with contextlib.suppress(BaseException):
            write_set(files(folder))
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL


@pytest.mark.parametrize("at", [1, 2, 3], ids=["journal", "first-file", "last-file"])
@pytest.mark.skipif(not hasattr(os, "fork"), reason="a process is killed by a signal")
def test_a_run_that_was_killed_is_taken_back_by_the_next(at, folder):
    """Whenever a run is killed, the next puts every byte, mode and folder back, says so once, and leaves nothing."""
    before, lines = state(folder), []
    killed(folder, at)
    recover_files(folder, report=lines.append)
    assert state(folder) == before
    recover_files(folder, report=lines.append)
    line = "an earlier run was killed while writing a, b, deep/er/c: its changes have been undone."
    assert lines == ([line] if at > 1 else [])


@pytest.mark.skipif(not hasattr(os, "fork"), reason="a process is killed by a signal")
def test_what_somebody_changed_since_is_kept(folder):
    """A file that was changed after the killed run is nobody's to put back, and is named."""
    killed(folder, 3)
    (folder / "a").write_bytes(b"by hand")
    lines = []
    recover_files(folder, report=lines.append)
    assert ((folder / "a").read_bytes(), (folder / "b").read_bytes()) == (b"by hand", b"\xff")
    assert lines[0].endswith(f"have been undone, except {folder / 'a'}, changed since then.")


def test_a_run_at_work_is_left_alone(folder):
    """Another run that starts meanwhile takes nothing back."""
    lines = []
    with edit_files(files(folder)):
        recover_files(folder, report=lines.append)
        assert (folder / "a").read_bytes() == b"new"
    assert lines == []
    assert (folder / "a").read_bytes() == b"new"


def test_a_damaged_journal_is_named(folder):
    """A journal that nobody can read is said in one line, and what stands there is left to a person."""
    (folder / HOME).mkdir()
    (folder / HOME / "journal.json").write_text("{}")
    lines = []
    recover_files(folder, report=lines.append)
    assert [line.partition(":")[0] for line in lines] == [
        "an earlier run was killed, and its changes can't be undone"
    ]
    assert (folder / HOME).is_dir()


def test_more_files_belong_to_the_same_change(folder):
    """What the block writes is taken back with the rest."""
    before = state(folder)

    def change():
        with edit_files({folder / "a": b"new"}) as edit:
            edit.write({folder / "b": b"more", folder / "new" / "c": b""})
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        change()
    assert state(folder) == before


@pytest.mark.parametrize("number", STOPPING)
def test_a_signal_waits_until_all_files_are_written(number, folder, monkeypatch):
    """A run that is asked to end between two files writes both, and ends then."""
    replace, heard = os.replace, []

    def asked(path, target):
        signal.raise_signal(number)
        return replace(path, target)

    monkeypatch.setattr(os, "replace", asked)
    handler = signal.signal(number, lambda number, _: heard.append(number))
    try:
        write_set({folder / "a": b"new", folder / "b": b"new"})
    finally:
        signal.signal(number, handler)
    assert (heard, (folder / "a").read_bytes(), (folder / "b").read_bytes()) == ([number], b"new", b"new")


def test_a_link_stays_one(folder):
    """What a link leads to is changed; a link that is removed is the link, and comes back as one."""
    (folder / "to-a").symlink_to("a")
    write_set({folder / "to-a": b"new"})
    assert ((folder / "to-a").is_symlink(), (folder / "a").read_bytes()) == (True, b"new")
    with pytest.raises(KeyboardInterrupt), edit_files({folder / "to-a": None}):
        raise KeyboardInterrupt
    assert ((folder / "to-a").readlink(), (folder / "a").read_bytes()) == (Path("a"), b"new")


def test_a_new_file_has_the_mode_that_was_asked_for(folder):
    """A new file is as private as the umask says."""
    umask = os.umask(0o077)
    try:
        write_set({folder / "c": b"new"})
    finally:
        os.umask(umask)
    assert (folder / "c").stat().st_mode & 0o777 == 0o600


def test_a_place_that_cannot_be_written_is_named(folder, monkeypatch):
    """A tree that may only be read is an error of one line, and stays as it is."""

    def failing(path, *_):
        raise OSError(errno.EROFS, "Read-only file system", str(path))

    before = state(folder)
    monkeypatch.setattr(os, "replace", failing)
    with pytest.raises(OutputError, match=r"can't be written: Read-only file system\.$"):
        write_set(files(folder))
    assert state(folder) == before
