"""Writes files and folders as a whole: aside first, then swapped in; whatever goes wrong, the old ones stay."""

from __future__ import annotations

import glob
import os
import shutil
import sys
import time
from collections.abc import Generator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

if sys.platform != "win32":
    import fcntl

_MARK = "_operation.py"
"""The file by which a folder is known to be the generator's own."""
_LEFT_OVER = 60.0
"""Seconds after which a file aside belongs to no run that still works: it takes a moment to write one."""


class OutputError(Exception):
    """The place to write to can't be written to; the message says why."""


class OccupiedError(OutputError):
    """Something that was not generated is in the package's place."""


@contextmanager
def workshop() -> Generator[Path]:
    """Give an empty folder that is gone afterwards, whatever happens."""
    with TemporaryDirectory(prefix="numberwire-") as name:
        yield Path(name)


def write_files(folder: Path, files: Mapping[str, str]) -> None:
    """Write files into a folder, which is made if need be.

    Args:
        folder: The folder.
        files: Each file's text by its name.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


def write_file(path: Path, text: str) -> None:
    """Write one file, aside first, so that it is there as a whole or as it was.

    Args:
        path: The file.
        text: What it shall say.

    Raises:
        OutputError: The place can't be written to.
    """
    target = path.resolve()  # a link stays one
    if target.exists() and not target.is_file():
        raise OutputError(f"{path} can't be written: it is a folder or a device.")
    aside = target.with_name(f".{target.name}.{os.getpid()}.new")
    try:
        _remove_left_over(target)
        write_synced(aside, text.encode(), target.stat().st_mode if target.exists() else None)
        aside.replace(target)
    except OSError as error:
        raise OutputError(f"{path} can't be written: {error.strerror}.") from None
    finally:
        with suppress(OSError):
            aside.unlink(missing_ok=True)


def write_synced(path: Path, content: bytes, mode: int | None = None) -> None:
    """Write a new file that is whole on the disk once this returns, to be renamed to where it belongs.

    Args:
        path: The file; what is there already is removed, and a link is never followed.
        content: What it holds.
        mode: Its permissions; those of any new file by default.
    """
    path.unlink(missing_ok=True)
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())  # the name must never lead to less than the whole
    if mode is not None:
        path.chmod(mode)


def _remove_left_over(target: Path) -> None:
    """Remove what killed runs left beside a file."""
    for path in target.parent.glob(f".{glob.escape(target.name)}.*.new"):
        if time.time() - path.stat().st_mtime > _LEFT_OVER or path.suffixes[-2:-1] == [f".{os.getpid()}"]:
            path.unlink()


def require_free(target: Path) -> None:
    """Refuse a place with something that may not be replaced.

    Args:
        target: Where to put a finished folder.

    Raises:
        OccupiedError: What is there was not generated.
    """
    if target.exists() and not _is_ours(target):
        raise OccupiedError(f"{target} exists and was not generated.")


def swap_in(finished: Path, target: Path) -> None:
    """Put a finished folder in the place of an older one.

    Args:
        finished: The finished folder, which is copied.
        target: Where to put it.

    Raises:
        OutputError: Something else is there, or the place can't be written to.
    """
    target = target.resolve()  # a link stays one
    new, old = _neighbours(target)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with lock_folder(target.parent):
            restore_folder(target)
            require_free(target)
            try:
                shutil.copytree(finished, new)
                _exchange_folders(new, target, old)
            finally:
                _remove_folders(new)
                if target.exists():
                    _remove_folders(old)
    except OSError as error:
        raise OutputError(f"{target} can't be written: {error.strerror}.") from None


def restore_folder(target: Path) -> bool:
    """Put an older folder back that a killed run had moved aside, and remove what that run left beside it.

    Args:
        target: Where it stood.

    Returns:
        Whether there was one to put back.
    """
    target = target.resolve()
    new, old = _neighbours(target)
    is_aside = old.is_dir() and not target.exists()
    if is_aside:
        old.rename(target)
    _remove_folders(new, old)
    return is_aside


@contextmanager
def lock_folder(folder: Path, *, waits: bool = True) -> Generator[bool]:
    """Let one run alone write into a folder; the lock of a run that is killed ends with it.

    Args:
        folder: The folder.
        waits: Whether to wait until another run has ended.

    Yields:
        Whether this run has the lock.
    """
    if sys.platform == "win32" or not folder.is_dir():
        yield True
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        yield _takes_lock(descriptor, waits=waits)
    finally:
        os.close(descriptor)


def _takes_lock(descriptor: int, *, waits: bool) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX if waits else fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _neighbours(target: Path) -> tuple[Path, Path]:
    """Return where the new and the old folder are while they are exchanged."""
    return target.with_name(f".{target.name}.new"), target.with_name(f".{target.name}.old")


def _exchange_folders(new: Path, target: Path, old: Path) -> None:
    stood = target.exists()
    try:
        if stood:
            target.rename(old)
        new.rename(target)
    except BaseException:
        if stood and not target.exists():
            old.rename(target)
        raise


def _remove_folders(*folders: Path) -> None:
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)


def _is_ours(folder: Path) -> bool:
    return folder.is_dir() and ((folder / _MARK).is_file() or not any(folder.iterdir()))


def differences(first: Path, second: Path) -> list[str]:
    """Return the files that differ between two folders, or that only one has.

    Args:
        first: A folder.
        second: Another.

    Returns:
        Their paths below the folders, in order; what Python leaves beside its files is passed over.
    """
    first_files, second_files = _folder_contents(first), _folder_contents(second)
    return sorted(
        name
        for name in first_files.keys() | second_files.keys()
        if first_files.get(name) != second_files.get(name)
    )


def _folder_contents(folder: Path) -> dict[str, bytes]:
    paths = (path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}
