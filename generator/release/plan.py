"""Plan: which version comes next and why, what its notes say and which files it changes; writes nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from generator.diff import Comparison, Level, compare, next_version, read_state
from generator.release.changelog import released_on, with_release
from generator.release.failure import ReleaseError
from generator.release.fragments import Fragment, fragments, require_fragment
from generator.release.notes import notes
from generator.release.repository import Repository
from generator.release.version import numbers, version_in, with_version

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
        return compare(old, new, report=report)


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
