"""A state of the project, as far as a comparison looks at it: specs, packages, typing tests, version; all as files."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from email.parser import Parser
from pathlib import Path

from generator.document import Document, DocumentError, read_document
from generator.edition import require_openapi
from generator.failure import BuildError
from generator.plain import mapping, text

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


def state_of(folder: Path, name: str) -> State:
    """Read the state that a folder holds: a checkout, or packages as a wheel has them.

    Args:
        folder: The folder.
        name: What to call it.

    Raises:
        StateError: There is nothing in it to compare, or a file of it can't be read.
    """
    state = State(
        name=name,
        version=_version(folder, name),
        specs=_specs(folder, name),
        packages=_packages(folder),
        typing_tests=tuple(sorted(path for path in (folder / TYPING).glob("*.py") if path.is_file())),
    )
    if not state.specs and not state.packages:
        wanted = ", ".join((SPEC, *PACKAGES))
        raise StateError(
            f"{name} holds none of {wanted}: name a revision, a folder or a wheel of numberwire."
        )
    return state


def _packages(folder: Path) -> dict[str, Path]:
    places = ((package, holder) for package, room in PACKAGES.items() for holder in (folder / room, folder))
    found: dict[str, Path] = {}
    for package, holder in places:
        if (holder / package / "__init__.py").is_file():
            found.setdefault(package, holder)
    return found


def _specs(folder: Path, name: str) -> dict[str, Document] | None:
    files = sorted((folder / SPEC).glob("*.yaml"))
    return {path.stem: _document(path, folder, name) for path in files} or None


def _document(path: Path, folder: Path, name: str) -> Document:
    shown = path.relative_to(folder).as_posix()
    try:
        document = read_document(path)
        require_openapi(document, shown)
    except DocumentError as error:
        line = f", line {error.line}" if error.line else ""
        raise StateError(f"{shown} of {name}{line}: {error.message}") from None
    except BuildError as error:
        raise StateError(f"{shown} of {name}: {error.findings[0].message}") from None
    return document


def _version(folder: Path, name: str) -> str:
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
