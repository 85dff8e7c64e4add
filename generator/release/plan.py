"""The plan of a release: the next version and why, its fragments and notes; writes nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from generator.diff import Comparison, Level, as_markdown, compare_states, next_version, read_state
from generator.findings import several
from generator.release.git import Repository, short
from generator.release.programs import ReleaseError, module, run
from generator.release.version import numbers, released_on, version_in, with_release, with_version

CHANGELOG, PYPROJECT = "CHANGELOG.md", "pyproject.toml"


@dataclass(frozen=True)
class Plan:
    """A release that can be made.

    Attributes:
        version: Its version.
        last: The release before it; None for the first.
        reasons: Why it is this version.
        notes: What the changelog says of it.
        files: What each file shall hold; None removes it.
    """

    version: str
    last: str | None
    reasons: Sequence[str]
    notes: str
    files: dict[Path, bytes | None]


def plan(repository: Repository, asked: str | None, day: date, report: Callable[[str], None]) -> Plan | None:
    """Plan the next release.

    Args:
        repository: The tree.
        asked: The version wanted; the smallest possible by default.
        day: The day of the release.
        report: Where to tell of slow steps.

    Returns:
        The plan, or None where there is nothing to release.

    Raises:
        ReleaseError: The tags and the version disagree, a fragment is missing, or the version asked is too small.
    """
    pyproject, changelog = (_read(repository, name) for name in (PYPROJECT, CHANGELOG))
    current, last = version_in(pyproject), repository.last_release()
    _require_agreement(current, last, changelog)
    seen, _ = require_fragment(repository, last and f"v{last}")
    noted = fragments(repository)
    if last and not seen and not noted:
        return None
    comparison = _comparison(repository, last, report) if last else None
    version, reasons = choose(current, last, demands(noted, comparison), asked)
    _require_new_tag(repository, version)
    told = notes(repository, version, day, comparison)
    files: dict[str, str | None] = {one.path: None for one in noted}
    files |= {CHANGELOG: with_release(changelog, told), PYPROJECT: with_version(pyproject, version)}
    contents = {
        repository.root / name: None if text is None else text.encode() for name, text in files.items()
    }
    return Plan(version, last, reasons, told, contents)


def demands(noted: Sequence[Fragment], comparison: Comparison | None) -> list[tuple[Level, str]]:
    """Return what the changes ask of the version, each with its reason, the largest first.

    Args:
        noted: The fragments.
        comparison: What the specs and the interface say.
    """
    found = [(one.level, one.path) for one in noted]
    found += (
        [(one.level, f"{one.place}: {one.message.rstrip('.')}") for one in comparison.changes]
        if comparison
        else []
    )
    return sorted(found, key=lambda one: -one[0])


def choose(
    current: str, last: str | None, asking: Sequence[tuple[Level, str]], asked: str | None
) -> tuple[str, list[str]]:
    """Return the next version, and why it is this one.

    Args:
        current: The version of the tree.
        last: The release before; None for the first, which is the current version.
        asking: What the changes ask, the largest first.
        asked: The version wanted; the smallest possible by default.

    Raises:
        ReleaseError: The version wanted is smaller than what the changes ask for.
    """
    level, why = asking[0] if asking else (Level.PATCH, "the packages changed")
    # A change that neither the fragments nor the comparison rate is a release all the same.
    level = max(level, Level.PATCH)
    smallest = next_version(current, level) if last else current
    reason = f"{level.name.lower()}: {why}" if last else "the first release, as pyproject.toml says"
    if asked is None:
        return smallest, [f"{smallest}, {reason}"]
    if numbers(asked) < numbers(smallest):
        raise ReleaseError(f"{asked} is too small: the changes ask for {smallest} ({reason}).")
    return asked, [f"{asked} was asked for; the changes ask for {smallest} ({reason})"]


def _comparison(repository: Repository, last: str, report: Callable[[str], None]) -> Comparison:
    with read_state(f"v{last}", repository.root) as old, read_state(None, repository.root) as new:
        return compare_states(old, new, report=report)


def _require_agreement(current: str, last: str | None, changelog: str) -> None:
    """Refuse a version that is written and not tagged, or that no release has set."""
    if last is None and not released_on(changelog, current):
        return
    if current != last:
        tags = f"the last tag is v{last}" if last else "no tag names it"
        raise ReleaseError(
            f"pyproject.toml says {current}, and {tags}. If {current} is released, tag its commit"
            f" (git tag v{current}); if not, put pyproject.toml and CHANGELOG.md back."
        )


def _require_new_tag(repository: Repository, version: str) -> None:
    if version in repository.released():
        commit = (repository.revision(f"v{version}") or "")[:12]
        raise ReleaseError(
            f"The tag v{version} exists already, on {commit}, which this history doesn't hold."
            " Merge that release first, or ask for another version with --version."
        )


def _read(repository: Repository, name: str) -> str:
    try:
        return (repository.root / name).read_text(encoding="utf-8")
    except FileNotFoundError:
        raise ReleaseError(f"There is no {name} in {repository.root}.") from None


# Fragments: one small file says what a change means for users; its name says how far the change reaches.

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


# Notes: what one release says of itself, from the fragments and from what the comparison found.

_HEADING = "### Specs and interface, compared"


def notes(repository: Repository, version: str, day: date, comparison: Comparison | None) -> str:
    """Return the changelog's part for a release.

    Args:
        repository: The tree with the fragments.
        version: The release's version.
        day: Its day.
        comparison: What changed since the last release; None for the first.
    """
    words = ["build", "--draft", "--version", version, "--date", day.isoformat()]
    told = run([*module("towncrier"), *words], repository.root).strip()
    if comparison is None or not comparison.changes:
        return told
    return f"{told}\n\n{_HEADING}\n\n{as_markdown(comparison, heading='####').strip()}"
