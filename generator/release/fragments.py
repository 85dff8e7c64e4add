"""Fragments: one small file says what a change means for users; its name says how far the change reaches."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from generator.diff import Level
from generator.release.failure import ReleaseError
from generator.release.repository import Repository
from generator.release.version import version_in
from generator.release.words import several, short

FOLDER = ".changes"
LEVELS = {
    "breaking": Level.BREAKING,
    "added": Level.MINOR,
    "changed": Level.MINOR,
    "deprecated": Level.MINOR,
    "fixed": Level.PATCH,
    "security": Level.PATCH,
    "internal": Level.PATCH,
}
"""What each kind of fragment asks of the version; pyproject.toml gives towncrier the same kinds."""

_WATCHED = ("spec/", "overrides/numberwire/", "generated/")
"""What users get, or what it is made of."""
_NAME = re.compile(rf"{re.escape(FOLDER)}/[\w+-]+\.(?P<kind>[a-z]+)(\.\d+)?\.md", re.ASCII)
_GUIDE = f"{FOLDER}/README.md"


@dataclass(frozen=True)
class Fragment:
    """A fragment.

    Attributes:
        path: Its file, below the project's top folder.
        level: What it asks of the version.
    """

    path: str
    level: Level


def fragment(path: str) -> Fragment | None:
    """Return the fragment that a file is, or None for any other file.

    Args:
        path: The file, below the project's top folder.

    Raises:
        ReleaseError: It stands among the fragments and has another name.
    """
    if not path.startswith(f"{FOLDER}/") or path == _GUIDE:
        return None
    found = _NAME.fullmatch(path)
    if not found or found["kind"] not in LEVELS:
        raise ReleaseError(f"{path} is no fragment: name it {_pattern()}.")
    return Fragment(path, LEVELS[found["kind"]])


def fragments(repository: Repository) -> list[Fragment]:
    """Return the fragments of a tree.

    Args:
        repository: The tree.

    Raises:
        ReleaseError: One has a wrong name, or says nothing.
    """
    found = fragments_among(repository.files())
    for one in found:
        if not (repository.root / one.path).read_text(encoding="utf-8").strip():
            raise ReleaseError(f"{one.path} is empty: say what the change means for users.")
    return found


def fragments_among(paths: Iterable[str]) -> list[Fragment]:
    """Return the fragments among some files."""
    return [one for one in map(fragment, paths) if one]


def watched(paths: Iterable[str]) -> list[str]:
    """Return the files, of several, whose change users have to hear of."""
    return [path for path in paths if path.startswith(_WATCHED)]


def require_fragment(repository: Repository, base: str | None) -> tuple[list[str], list[Fragment]]:
    """Refuse changes that no fragment notes.

    Args:
        repository: The tree.
        base: The revision that it is compared with; None for the empty tree.

    Returns:
        The changed files that users have to hear of, and the fragments that came with them.

    Raises:
        ReleaseError: There are such changes, and no fragment came with them.
    """
    changed = repository.changed(base)
    seen = watched(changed)
    here = {one.path: one for one in fragments(repository)}
    noted = [here[path] for path in changed if path in here]
    if seen and not noted and not _was_released(repository, base):
        raise ReleaseError(
            f"{several(seen)} changed since {short(base)}, and no fragment says what that means"
            f" for users. Write {_pattern()}; {_GUIDE} tells more."
        )
    return seen, noted


def _was_released(repository: Repository, base: str | None) -> bool:
    """Tell whether a release has taken the fragments since."""
    before = base and repository.text(base, "pyproject.toml")
    if not before:
        return False
    now = (repository.root / "pyproject.toml").read_text(encoding="utf-8")
    return version_in(before) != version_in(now)


def _pattern() -> str:
    return f"{FOLDER}/+WORDS.TYPE.md, where TYPE is one of {', '.join(LEVELS)}"
