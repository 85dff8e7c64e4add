"""Editing several files as one."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from generator.edit import edited


@pytest.fixture
def folder(tmp_path) -> Path:
    """Return a folder with a file to change, and one to remove."""
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
    with edited(files(folder)):
        pass
    assert sorted(path.name for path in folder.rglob("*")) == ["a", "c", "deep", "er"]
    assert ((folder / "a").read_bytes(), (folder / "a").stat().st_mode) == (b"new", mode)


@pytest.mark.parametrize(
    "error", [KeyboardInterrupt(), OSError(28, "No space left")], ids=["ctrl-c", "error"]
)
def test_a_block_that_fails_takes_all_back(error, folder):
    """A failure after the last file puts back every byte, mode and folder, and is told."""
    before = state(folder)
    with pytest.raises(type(error)), edited(files(folder)):
        raise error
    assert state(folder) == before


@pytest.mark.parametrize("at", [1, 2], ids=["first", "last"])
def test_a_file_that_cannot_be_written_takes_all_back(at, folder, monkeypatch):
    """Whichever file fails, those before it are put back."""
    before, replace, calls = state(folder), Path.replace, []

    def failing(path, target):
        calls.append(path)
        if len(calls) == at:
            raise KeyboardInterrupt
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", failing)
    with pytest.raises(KeyboardInterrupt), edited(files(folder)):
        pytest.fail("it was written")
    assert state(folder) == before


def test_a_second_ctrl_c_waits(folder, monkeypatch):
    """Ctrl-C while things are put back changes nothing, and afterwards it works as before."""
    before, replace, heard = state(folder), Path.replace, signal.getsignal(signal.SIGINT)

    def pressing(path, target):
        if path.read_bytes() == b"old\r\n":
            os.kill(os.getpid(), signal.SIGINT)
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", pressing)
    with pytest.raises(KeyboardInterrupt), edited(files(folder)):
        raise KeyboardInterrupt
    assert state(folder) == before
    assert signal.getsignal(signal.SIGINT) is heard
