"""Edit: several files are changed as one; whatever goes wrong before the end, they are as they were."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def edited(files: Mapping[Path, bytes | None]) -> Generator[None]:
    """Change files, and put back what stood there if this or the block below it fails or is interrupted.

    Args:
        files: What each file shall hold; None removes it.
    """
    stood = {path: path.read_bytes() if path.exists() else None for path in files}
    made = _missing_folders(files)
    try:
        for path, content in files.items():
            _write(path, content)
        yield
    except BaseException:
        with _undisturbed():
            for path, content in stood.items():
                _write(path, content)
            for folder in filter(Path.exists, made):
                folder.rmdir()
        raise


@contextmanager
def _undisturbed() -> Generator[None]:
    """Be deaf to Ctrl-C: who presses it twice gets everything back, too."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    heard = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, heard)


def _write(path: Path, content: bytes | None) -> None:
    """Put a file in its place as a whole."""
    if content is None:
        path.unlink(missing_ok=True)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.new")
    try:
        with beside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())  # the name must never lead to less than the whole
        if path.exists():
            beside.chmod(path.stat().st_mode)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def _missing_folders(files: Mapping[Path, bytes | None]) -> list[Path]:
    """Return the folders that writing makes, the deepest first."""
    folders = {folder for path, content in files.items() if content is not None for folder in path.parents}
    return sorted((folder for folder in folders if not folder.exists()), reverse=True)
