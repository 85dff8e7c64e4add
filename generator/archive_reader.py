"""Reads wheels, sdists and tar streams: bounded, and nothing is ever written outside the folder that is named."""

from __future__ import annotations

import stat
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from typing import IO
from zlib import error as ZlibError  # noqa: N812 - a class that zlib writes in lower case

from generator.findings import CommandError

Members = dict[str, bytes]
"""The files of an archive by name."""

MOST_FILES, MOST_BYTES = 10_000, 64 * 1024 * 1024
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""What builders of wheels use; Python unpacks the others without a bound."""
# NotImplementedError is a compression that Python lacks, RuntimeError a password.
_UNREADABLE = (
    zipfile.BadZipFile,
    tarfile.TarError,
    ZlibError,
    OSError,
    EOFError,
    RuntimeError,
    ValueError,
)


class _Budget:
    """How much may still come out of one archive."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._files, self._bytes = MOST_FILES, MOST_BYTES

    def spend(self, size: int) -> None:
        """Count one file.

        Raises:
            CommandError: It is one too many, or too large.
        """
        self._files -= 1
        self._bytes -= size
        if self._files < 0 or self._bytes < 0:
            most = f"{MOST_FILES} files or {MOST_BYTES // 1024 // 1024} MiB"
            raise CommandError(
                f"{self._name} holds more than {most}, which is more than is read of an archive."
            )


def read_archive(path: Path) -> Members:
    """Return the files of a wheel or an sdist by name; those of an sdist without its top folder.

    Args:
        path: The archive.

    Raises:
        CommandError: It is no archive, or too large.
    """
    if path.suffix == ".whl":
        return {name.as_posix(): content for name, content in _wheel_files(path)}
    budget, members = _Budget(path.name), Members()
    try:
        with tarfile.open(path) as archive:
            for member in filter(tarfile.TarInfo.isfile, archive):
                budget.spend(member.size)
                file = archive.extractfile(member)
                members[member.name.partition("/")[2]] = file.read() if file else b""
    except _UNREADABLE as error:
        raise _unreadable_archive(path, error) from None
    return members


def unpack_wheel(path: Path, folder: Path) -> None:
    """Unpack a wheel.

    Args:
        path: The wheel.
        folder: An empty folder.

    Raises:
        CommandError: It is no wheel, is too large, or would write outside the folder.
    """
    for name, content in _wheel_files(path):
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


def unpack_tar(stream: IO[bytes], folder: Path, name: str, is_wanted: Callable[[str], bool]) -> None:
    """Unpack some members of a tar stream.

    Args:
        stream: The tar archive, read once from its start.
        folder: An empty folder.
        name: What to call the archive in an error.
        is_wanted: Tells from a member's name whether to unpack it.

    Raises:
        CommandError: It is no archive, is too large, or would write outside the folder.
    """
    budget = _Budget(name)
    try:
        with tarfile.open(fileobj=stream, mode="r|") as archive:
            for member in archive:
                if is_wanted(member.name):
                    budget.spend(member.size)
                    archive.extract(member, folder, filter="data")
    except tarfile.FilterError as error:
        raise CommandError(f"{name} holds a file that may not be unpacked: {error}.") from None
    except _UNREADABLE as error:
        raise CommandError(f"{name} can't be unpacked: {error}.") from None


def _wheel_files(path: Path) -> Iterator[tuple[PurePosixPath, bytes]]:
    """Yield the files of a wheel, each with its path below the folder it is unpacked into."""
    budget, names = _Budget(path.name), set[str]()
    try:
        with zipfile.ZipFile(path) as archive:
            for member in archive.infolist():
                name = _member_path(member, path.name)
                if member.filename in names or member.compress_type not in _METHODS:
                    raise CommandError(
                        f"{path.name} holds a file twice or packed in an unusual way: {member.filename!r}."
                    )
                names.add(member.filename)
                if not member.is_dir():
                    budget.spend(member.file_size)
                    yield name, archive.read(member)
    except _UNREADABLE as error:
        raise _unreadable_archive(path, error) from None


def _unreadable_archive(path: Path, error: Exception) -> CommandError:
    reason = str(error).partition(":\n")[0]  # tarfile lists what each compression says, a line each
    return CommandError(f"{path.name} can't be unpacked: {reason}. Build or download it again.")


def _member_path(member: zipfile.ZipInfo, name: str) -> PurePosixPath:
    """Return where a member goes below the folder."""
    path = PurePosixPath(member.filename)
    if not path.parts:
        raise CommandError(f"{name} holds a file without a name.")
    is_link = stat.S_ISLNK(member.external_attr >> 16)
    if is_link or path.is_absolute() or ".." in path.parts or {"\\", ":", "\0"} & set(member.filename):
        raise CommandError(f"{name} holds a file that may not be unpacked: {member.filename!r}.")
    return path
