"""A state of the project: specs, packages, typing tests and version, from a folder, a revision or a wheel."""

from __future__ import annotations

import stat
import subprocess
import tarfile
import tomllib
import zipfile
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from email.parser import Parser
from pathlib import Path, PurePosixPath
from typing import IO
from zlib import error as ZlibError  # noqa: N812 - a class that zlib writes in lower case

from generator.codegen.omissions import require_openapi
from generator.diff.kinds import parse_release
from generator.files import workshop
from generator.findings import GenerateError
from generator.openapi.document import Document, DocumentError, read_document
from generator.openapi.pointers import mapping, text

PACKAGES = {"numberwire": "overrides", "numberwire_api": "generated"}
"""The packages that people import, and the folder of the project that each stands in."""
SPEC, TYPING, PROJECT = "spec", "tests/typing", "pyproject.toml"


class StateError(Exception):
    """A state that can't be read; the message says what is wrong and what to do."""


@dataclass(frozen=True)
class State:
    """One state.

    Attributes:
        name: What it is called, as its reader knows it.
        version: The version it states, empty where it states none.
        specs: The documents by API, or None where it carries none, as a wheel does.
        packages: For each package it has, the folder that holds it.
        typing_tests: The files of its typing tests.
    """

    name: str
    version: str
    specs: Mapping[str, Document] | None
    packages: Mapping[str, Path]
    typing_tests: tuple[Path, ...] = ()


def folder_state(folder: Path, name: str) -> State:
    """Read the state that a folder holds: a checkout, or packages as a wheel has them.

    Args:
        folder: The folder.
        name: What to call it.

    Raises:
        StateError: There is nothing in it to compare, or a file of it can't be read.
    """
    state = State(
        name=name,
        version=_read_version(folder, name),
        specs=_read_specs(folder, name),
        packages=_find_packages(folder),
        typing_tests=tuple(sorted(path for path in (folder / TYPING).glob("*.py") if path.is_file())),
    )
    if not state.specs and not state.packages:
        wanted = ", ".join((SPEC, *PACKAGES))
        raise StateError(
            f"{name} holds none of {wanted}: name a revision, a folder or a wheel of numberwire."
        )
    return state


def _find_packages(folder: Path) -> dict[str, Path]:
    places = ((package, holder) for package, room in PACKAGES.items() for holder in (folder / room, folder))
    packages: dict[str, Path] = {}
    for package, holder in places:
        if (holder / package / "__init__.py").is_file():
            packages.setdefault(package, holder)
    return packages


def _read_specs(folder: Path, name: str) -> dict[str, Document] | None:
    files = sorted((folder / SPEC).glob("*.yaml"))
    return {path.stem: _read_spec(path, folder, name) for path in files} or None


def _read_spec(path: Path, folder: Path, name: str) -> Document:
    shown = path.relative_to(folder).as_posix()
    try:
        document = read_document(path)
        require_openapi(document, shown)
    except DocumentError as error:
        line = f", line {error.line}" if error.line else ""
        raise StateError(f"{shown} of {name}{line}: {error.message}") from None
    except GenerateError as error:
        raise StateError(f"{shown} of {name}: {error.findings[0].message}") from None
    return document


def _read_version(folder: Path, name: str) -> str:
    """Return the version that the project file or the metadata of a wheel states."""
    try:
        if (folder / PROJECT).is_file():
            stated = tomllib.loads((folder / PROJECT).read_text(encoding="utf-8"))
            return text(mapping(stated.get("project")).get("version"))
        for path in filter(Path.is_file, sorted(folder.glob("numberwire-*.dist-info/METADATA"))):
            return text(Parser().parsestr(path.read_text(encoding="utf-8"), headersonly=True).get("Version"))
    except (OSError, ValueError, RecursionError) as error:
        raise StateError(f"The version of {name} can't be read: {error}.") from None
    return ""


# Reading a state by the name somebody gives it: the working tree, a folder, a wheel, or a revision of git.

WORKTREE = "worktree"
"""What the working tree is called where a state is named."""


@contextmanager
def read_state(name: str | Path | None, root: Path) -> Generator[State]:
    """Give a state, whose files are there until the block ends.

    Args:
        name: A wheel (a path that ends in .whl), a folder, or else a revision of git; None or `worktree` for the
            project's working tree.
        root: The project's folder, in which revisions are looked up.

    Raises:
        StateError: There is no such state, or it can't be read.
    """
    path = Path(name or WORKTREE)
    if name is None or str(name) == WORKTREE:
        yield folder_state(root, "the working tree")
    elif _is_folder(path):
        yield folder_state(path, str(name))
    else:
        with workshop() as folder:
            if path.suffix == ".whl":
                _unpack_wheel(path, folder)
            elif isinstance(name, Path):
                raise StateError(f"{name} is no folder and no wheel (.whl).")
            else:
                unpack_revision(root, name, folder)
            yield folder_state(folder, str(name))


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # no file system takes a name of any length
        return False


def _unpack_wheel(path: Path, folder: Path) -> None:
    if not path.is_file():
        raise StateError(f"There is no wheel {path}.")
    unpack_wheel(path, folder)


# Archives: the files of a tar stream or a wheel come out into a folder, bounded, and none outside of it.

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
                if _is_compared(member.name):
                    budget.spend(member.size)
                    archive.extract(member, folder, filter="data")
    except tarfile.FilterError as error:
        raise StateError(f"{name} holds a file that may not be unpacked: {error}.") from None
    except (tarfile.TarError, OSError, EOFError, ValueError) as error:
        raise StateError(f"{name} can't be unpacked: {error}.") from None


def _is_compared(member: str) -> bool:
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
                target = folder / _member_path(member, path.name)
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


def _member_path(member: zipfile.ZipInfo, name: str) -> PurePosixPath:
    """Return where a member goes below the folder."""
    path = PurePosixPath(member.filename)
    if not path.parts:
        raise StateError(f"{name} holds a file without a name.")
    is_link = stat.S_ISLNK(member.external_attr >> 16)
    if is_link or path.is_absolute() or ".." in path.parts or {"\\", ":", "\0"} & set(member.filename):
        raise StateError(f"{name} holds a file that may not be unpacked: {member.filename!r}.")
    return path


# Revisions: what git knows by a name is copied out of the repository; nothing is ever checked out or changed.


def last_release(root: Path) -> str | None:
    """Return the tag of the last release (`v1.2.3`) that the present revision holds, or None where there is none.

    Args:
        root: A folder of the repository.

    Raises:
        StateError: It is no repository, or one without a commit.
    """
    tags = _run_git(root, "tag", "--list", "v*", "--merged", "HEAD", failing="The releases can't be listed")
    versions = [version for tag in tags.split() if (version := parse_release(tag[1:]))]
    return f"v{max(versions)}" if versions else None


def unpack_revision(root: Path, name: str, folder: Path) -> None:
    """Copy what a comparison needs of a revision into a folder.

    Args:
        root: A folder of the repository.
        name: A commit, a tag or a branch.
        folder: An empty folder.

    Raises:
        StateError: There is no such revision, or it can't be read.
    """
    if name.startswith("-") or ".." in name or not name.isprintable():
        raise StateError(f"{name!r} is no name of a state: name a revision, a folder or a wheel.")
    commit = _run_git(
        root,
        *("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}"),
        failing=f"{name} is no folder, no wheel (.whl) and no revision of {root}",
    )
    command = _git_command(root, "archive", "--format=tar", commit)
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:  # noqa: S603 - git, with the hash that it gave
        if process.stdout is None:  # never, where a pipe is asked for
            raise AssertionError
        unpack_tar(process.stdout, folder, name)
        process.stdout.read()  # the padding at the end: without a reader git would end in an error
    if process.returncode:
        raise StateError(f"git can't read {name}; see what it says above.")


def _run_git(root: Path, *words: str, failing: str) -> str:
    """Return what a git command prints, without the line's end.

    Raises:
        StateError: It fails.
    """
    try:
        done = subprocess.run(_git_command(root, *words), capture_output=True, encoding="utf-8", check=False)  # noqa: S603 - git, which takes what follows --end-of-options as a name
    except OSError as error:
        raise StateError(f"{failing}: git can't be run ({error.strerror}). Install it.") from None
    if done.returncode:
        lines = done.stderr.strip().splitlines()
        raise StateError(f"{failing}: {lines[-1].removeprefix('fatal: ')}." if lines else f"{failing}.")
    return done.stdout.strip()


def _git_command(root: Path, *words: str) -> list[str]:
    return ["git", "-C", str(root), *words]
