"""Archives: the files of a tar stream or a wheel come out into a folder, bounded, and none outside of it."""

from __future__ import annotations

import stat
import tarfile
import zipfile
from pathlib import Path, PurePosixPath
from typing import IO
from zlib import error as ZlibError  # noqa: N812 - a class that zlib writes in lower case

from generator.diff.state import PACKAGES, PROJECT, SPEC, TYPING, StateError

MOST_FILES, MOST_BYTES = 10_000, 64 * 1024 * 1024
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""What builders of wheels use; Python unpacks the others without a bound."""
_ROOMS = (SPEC, *(f"{room}/{package}" for package, room in PACKAGES.items()), TYPING, PROJECT)
"""What a comparison looks at in a revision; the rest stays in the archive."""


class _Budget:
    """How much may still come out of one archive."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._files, self._bytes = MOST_FILES, MOST_BYTES

    def spend(self, size: int) -> None:
        """Count one file.

        Raises:
            StateError: It is one too many, or too large.
        """
        self._files -= 1
        self._bytes -= size
        if self._files < 0 or self._bytes < 0:
            most = f"{MOST_FILES} files or {MOST_BYTES // 1024 // 1024} MiB"
            raise StateError(f"{self._name} holds more than {most}: it is no state of numberwire.")


def unpack_tar(stream: IO[bytes], folder: Path, name: str) -> None:
    """Unpack what a comparison needs of a revision.

    Args:
        stream: The tar archive, read once from its start.
        folder: An empty folder.
        name: What to call the archive in an error.

    Raises:
        StateError: It is no archive, is too large, or would write outside the folder.
    """
    budget = _Budget(name)
    try:
        with tarfile.open(fileobj=stream, mode="r|") as archive:
            for member in archive:
                if _is_wanted(member.name):
                    budget.spend(member.size)
                    archive.extract(member, folder, filter="data")
    except tarfile.FilterError as error:
        raise StateError(f"{name} holds a file that may not be unpacked: {error}.") from None
    except (tarfile.TarError, OSError, EOFError, ValueError) as error:
        raise StateError(f"{name} can't be unpacked: {error}.") from None


def _is_wanted(member: str) -> bool:
    return any(member == room or member.startswith(f"{room}/") for room in _ROOMS)


def unpack_wheel(path: Path, folder: Path) -> None:
    """Unpack the packages and the metadata of a wheel.

    Args:
        path: The wheel.
        folder: An empty folder.

    Raises:
        StateError: It is no wheel, is too large, or would write outside the folder.
    """
    budget = _Budget(path.name)
    try:
        with zipfile.ZipFile(path) as archive:
            seen: set[str] = set()
            for member in archive.infolist():
                target = folder / _inside(member, path.name)
                if member.filename in seen or member.compress_type not in _METHODS:
                    raise StateError(
                        f"{path.name} holds a file twice or packed in an unusual way: {member.filename!r}."
                    )
                seen.add(member.filename)
                if not member.is_dir():
                    budget.spend(member.file_size)
                    target.parent.mkdir(parents=True, exist_ok=True)
                    target.write_bytes(archive.read(member))
    # NotImplementedError is a compression that Python lacks, RuntimeError a password.
    except (zipfile.BadZipFile, ZlibError, OSError, EOFError, RuntimeError, ValueError) as error:
        raise StateError(f"{path.name} can't be unpacked: {error}. Build or download it anew.") from None


def _inside(member: zipfile.ZipInfo, name: str) -> PurePosixPath:
    """Return where a member goes below the folder."""
    path = PurePosixPath(member.filename)
    if not path.parts:
        raise StateError(f"{name} holds a file without a name.")
    is_link = stat.S_ISLNK(member.external_attr >> 16)
    if is_link or path.is_absolute() or ".." in path.parts or {"\\", ":", "\0"} & set(member.filename):
        raise StateError(f"{name} holds a file that may not be unpacked: {member.filename!r}.")
    return path
