"""A state of the project: specs, packages, typing tests and version, from a folder, a revision or a wheel."""

from __future__ import annotations

import tomllib
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from email.parser import Parser
from pathlib import Path

from generator.archive_reader import unpack_tar, unpack_wheel
from generator.codegen.omissions import require_openapi
from generator.files import workshop
from generator.findings import CommandError, GenerateError
from generator.git import Repository
from generator.openapi.document import Document, DocumentError, read_document
from generator.openapi.pointers import mapping, text
from generator.programs import ProgramError

PACKAGES = {"numberwire": "overrides", "numberwire_api": "generated"}
"""The packages that people import, and the folder of the project that holds each."""
SPEC, TYPING, PROJECT = "spec", "tests/typing", "pyproject.toml"
_ROOMS = (SPEC, *(f"{room}/{package}" for package, room in PACKAGES.items()), TYPING, PROJECT)
"""What a comparison looks at in a revision; the rest stays in the archive."""


class StateError(CommandError):
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
        CommandError: There is no such state, or it can't be read.
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
                raise StateError(f"{name} is neither a folder nor a wheel (.whl).")
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
        raise StateError(f"The wheel {path} does not exist.")
    unpack_wheel(path, folder)


# Revisions: what git knows by a name is copied out of the repository; nothing is ever checked out or changed.


def last_release(root: Path) -> str | None:
    """Return the tag of the last release (`v1.2.3`) that the present revision holds, or None where there is none.

    Args:
        root: A folder of the repository.

    Raises:
        StateError: It is no repository, or one without a commit.
    """
    try:
        release = Repository(root).last_release()
    except ProgramError as error:
        raise StateError(f"The releases can't be listed: {error.reason}.") from None
    return f"v{release}" if release else None


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
        raise StateError(f"{name!r} is not the name of a state: name a revision, a folder or a wheel.")
    repository = Repository(root)
    try:
        commit = repository.read_commit(name)
    except ProgramError as error:
        reason = f": {error.reason}" if error.reason else ""
        raise StateError(
            f"{name} is neither a folder, nor a wheel (.whl), nor a revision of {root}{reason}."
        ) from None
    with repository.open_archive(commit) as stream:
        unpack_tar(stream, folder, name, _is_state_member)


def _is_state_member(member: str) -> bool:
    return any(member == room or member.startswith(f"{room}/") for room in _ROOMS)
