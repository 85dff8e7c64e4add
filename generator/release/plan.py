"""The plan of a release: the next version and why, its fragments and notes; writes nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from generator.diff import Comparison, Level, as_markdown, compare_states, next_version, read_state
from generator.findings import CommandError, several
from generator.git import Repository, short_revision
from generator.programs import module_command, run
from generator.release.version_lines import (
    insert_release,
    project_version,
    release_day,
    release_version,
    set_version,
)

CHANGELOG, PYPROJECT = "CHANGELOG.md", "pyproject.toml"


@dataclass(frozen=True)
class Plan:
    """A release that can be made.

    Attributes:
        version: Its version.
        last: The release before it; None for the first.
        reasons: Why it is this version.
        notes: What the changelog says of it.
        files: What each file is to hold; None removes it.
    """

    version: str
    last: str | None
    reasons: Sequence[str]
    notes: str
    files: dict[Path, bytes | None]


def plan_release(
    repository: Repository, wanted: str | None, day: date, report: Callable[[str], None]
) -> Plan | None:
    """Plan the next release.

    Args:
        repository: The tree.
        wanted: The version wanted; the smallest possible by default.
        day: The day of the release.
        report: Receives a line for each slow step.

    Returns:
        The plan, or None where there is nothing to release.

    Raises:
        CommandError: The tags and the version disagree, a fragment is missing, or the version wanted is too small.
    """
    pyproject, changelog = (_read_file(repository, name) for name in (PYPROJECT, CHANGELOG))
    current, last = project_version(pyproject), repository.last_release()
    _require_agreement(current, last, changelog)
    changed, _ = require_fragment(repository, last and f"v{last}")
    pending = read_fragments(repository)
    if last and not changed and not pending:
        return None
    comparison = _compare_with_release(repository, last, report) if last else None
    version, reasons = choose_version(current, last, version_demands(pending, comparison), wanted)
    _require_new_tag(repository, version)
    text = render_notes(repository, version, day, comparison)
    files: dict[str, str | None] = {fragment.path: None for fragment in pending}
    files |= {CHANGELOG: insert_release(changelog, text), PYPROJECT: set_version(pyproject, version)}
    contents = {
        repository.root / name: None if text is None else text.encode() for name, text in files.items()
    }
    return Plan(version, last, reasons, text, contents)


def version_demands(pending: Sequence[Fragment], comparison: Comparison | None) -> list[tuple[Level, str]]:
    """Return what the changes ask of the version, each with its reason, the largest first.

    Args:
        pending: The fragments.
        comparison: How the specs and the interface differ.
    """
    demands = [(fragment.level, fragment.path) for fragment in pending]
    demands += (
        [(change.level, f"{change.place}: {change.message.rstrip('.')}") for change in comparison.changes]
        if comparison
        else []
    )
    return sorted(demands, key=lambda demand: -demand[0])


def choose_version(
    current: str, last: str | None, demands: Sequence[tuple[Level, str]], wanted: str | None
) -> tuple[str, list[str]]:
    """Return the next version, and why it is this one.

    Args:
        current: The version of the tree.
        last: The release before; None for the first, which is the current version.
        demands: What the changes ask, the largest first.
        wanted: The version wanted; the smallest possible by default.

    Raises:
        CommandError: The version wanted is smaller than what the changes ask for.
    """
    level, why = demands[0] if demands else (Level.PATCH, "the packages changed")
    # A change that neither the fragments nor the comparison rate is a release all the same.
    level = max(level, Level.PATCH)
    smallest = next_version(current, level) if last else current
    reason = f"{level.name.lower()}: {why}" if last else "the first release, as pyproject.toml says"
    if wanted is None:
        return smallest, [f"{smallest}, {reason}"]
    if release_version(wanted) < release_version(smallest):
        raise CommandError(f"{wanted} is too small: the changes ask for {smallest} ({reason}).")
    return wanted, [f"{wanted} was asked for; the changes ask for {smallest} ({reason})"]


def _compare_with_release(repository: Repository, last: str, report: Callable[[str], None]) -> Comparison:
    with read_state(f"v{last}", repository.root) as old, read_state(None, repository.root) as new:
        return compare_states(old, new, report=report)


def _require_agreement(current: str, last: str | None, changelog: str) -> None:
    """Refuse a version that is written and not tagged, or that no release has set."""
    if last is None and not release_day(changelog, current):
        return
    if current != last:
        tags = f"the last tag is v{last}" if last else "no tag names it"
        raise CommandError(
            f"pyproject.toml says {current}, and {tags}. If {current} is released, tag its commit"
            f" (git tag v{current}); if not, put pyproject.toml and CHANGELOG.md back."
        )


def _require_new_tag(repository: Repository, version: str) -> None:
    if version in repository.released_versions():
        commit = (repository.find_commit(f"v{version}") or "")[:12]
        raise CommandError(
            f"The tag v{version} exists already, on {commit}, which this history doesn't hold."
            " Merge that release first, or ask for another version with --version."
        )


def _read_file(repository: Repository, name: str) -> str:
    try:
        return (repository.root / name).read_text(encoding="utf-8")
    except FileNotFoundError:
        raise CommandError(f"{repository.root} has no {name}.") from None


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


def parse_fragment(path: str) -> Fragment | None:
    """Return the fragment that a file is, or None for any other file.

    Args:
        path: The file, below the project's top folder.

    Raises:
        CommandError: It is among the fragments and has another name.
    """
    if not path.startswith(f"{FOLDER}/") or path == _GUIDE:
        return None
    match = _NAME.fullmatch(path)
    if not match or match["kind"] not in LEVELS:
        raise CommandError(f"{path} is not a fragment: name it {_fragment_pattern()}.")
    return Fragment(path, LEVELS[match["kind"]])


def read_fragments(repository: Repository) -> list[Fragment]:
    """Return the fragments of a tree.

    Args:
        repository: The tree.

    Raises:
        CommandError: One has a wrong name, or says nothing.
    """
    fragments = fragments_in(repository.files())
    for fragment in fragments:
        if not (repository.root / fragment.path).read_text(encoding="utf-8").strip():
            raise CommandError(f"{fragment.path} is empty: say what the change means for users.")
    return fragments


def fragments_in(paths: Iterable[str]) -> list[Fragment]:
    """Return the fragments among some files."""
    return [fragment for fragment in map(parse_fragment, paths) if fragment]


def user_files(paths: Iterable[str]) -> list[str]:
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
        CommandError: There are such changes, and no fragment came with them.
    """
    changed = repository.changed_files(base)
    watched = user_files(changed)
    here = {fragment.path: fragment for fragment in read_fragments(repository)}
    fragments = [here[path] for path in changed if path in here]
    if watched and not fragments and not _has_new_version(repository, base):
        raise CommandError(
            f"{several(watched)} changed since {short_revision(base)}, and no fragment says what that means"
            f" for users. Write {_fragment_pattern()}; see {_GUIDE}."
        )
    return watched, fragments


def _has_new_version(repository: Repository, base: str | None) -> bool:
    """Tell whether a release has taken the fragments since."""
    before = base and repository.file_text(base, "pyproject.toml")
    if not before:
        return False
    now = (repository.root / "pyproject.toml").read_text(encoding="utf-8")
    return project_version(before) != project_version(now)


def _fragment_pattern() -> str:
    return f"{FOLDER}/+WORDS.TYPE.md, where TYPE is one of {', '.join(LEVELS)}"


# Notes: what one release says of itself, from the fragments and from what the comparison found.

_HEADING = "### Specs and interface, compared"


def render_notes(repository: Repository, version: str, day: date, comparison: Comparison | None) -> str:
    """Return the changelog's part for a release.

    Args:
        repository: The tree with the fragments.
        version: The release's version.
        day: Its day.
        comparison: What changed since the last release; None for the first.
    """
    words = ["build", "--draft", "--version", version, "--date", day.isoformat()]
    text = run([*module_command("towncrier"), *words], repository.root).strip()
    if comparison is None or not comparison.changes:
        return text
    return f"{text}\n\n{_HEADING}\n\n{as_markdown(comparison, heading='####').strip()}"
