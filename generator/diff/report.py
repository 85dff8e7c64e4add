"""The report of a comparison: lines for a terminal, Markdown for a changelog, data for programs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from generator.codegen.source_text import sentence
from generator.diff.comparison import Comparison
from generator.diff.kinds import Change, Level, next_version
from generator.versions import parse_release

_NOTHING = "Nothing changed that a caller sees."
_MARKUP = re.compile(r"[\\`*{}\[\]<>#|~]|(?<!\w)_+|_+(?!\w)")
"""What Markdown may take for more than text; an underscore within a word it doesn't."""
_MOVED = {Level.MINOR: "patch", Level.BREAKING: "minor"}
"""The number that moves before 1.0.0, where it isn't the one that moves later."""


def as_lines(comparison: Comparison) -> list[str]:
    """Return a comparison as a table for each level, the most serious first; the last line names the next version.

    Args:
        comparison: The comparison.
    """
    width = max((len(change.id) for change in comparison.changes), default=0)
    lines: list[str] = []
    for level, changes in _group_by_level(comparison):
        lines.append(f"{level.name.lower()}:")
        lines += [f"  {change.id:{width}}  {_change_line(change)}" for change in changes]
    return [*lines, *map(sentence, comparison.left_out), sentence(_conclusion_line(comparison))]


def as_markdown(comparison: Comparison, heading: str = "###") -> str:
    """Return a comparison as a list for each level under a heading of its own, the most serious first.

    Args:
        comparison: The comparison.
        heading: What a heading begins with.
    """
    parts: list[str] = []
    for level, changes in _group_by_level(comparison):
        parts += [f"{heading} {level.name.capitalize()}\n"]
        parts += ["\n".join(f"- {_markdown_item(change)}" for change in changes) + "\n"]
    return "\n".join(parts) or f"{_NOTHING}\n"


def as_data(comparison: Comparison) -> dict[str, Any]:
    """Return a comparison as plain data.

    Args:
        comparison: The comparison.
    """
    return {
        "old": {"name": comparison.old.name, "version": comparison.old.version},
        "new": {"name": comparison.new.name, "version": comparison.new.version},
        "level": comparison.level.name.lower(),
        "next_version": following_version(comparison),
        "changes": [asdict(change) | {"level": change.level.name.lower()} for change in comparison.changes],
        "left_out": list(comparison.left_out),
    }


def following_version(comparison: Comparison) -> str | None:
    """Return the version that the changes ask for, or None where the earlier state's version is no release's."""
    current = comparison.old.version
    return next_version(current, comparison.level) if parse_release(current) else None


def _group_by_level(comparison: Comparison) -> Iterator[tuple[Level, list[Change]]]:
    for level in sorted(Level, reverse=True):
        changes = [change for change in comparison.changes if change.level == level]
        if changes:
            yield level, changes


def _change_line(change: Change) -> str:
    return sentence(f"{change.place}: {change.message}")


def _markdown_item(change: Change) -> str:
    """Return a change as Markdown, in which names of a document can't be markup."""
    place, message = sentence(change.place).replace("`", "'"), sentence(change.message)
    return f"`{place}`: {_MARKUP.sub(_escape_markup, message)} ({change.id})"


def _escape_markup(match: re.Match[str]) -> str:
    return "".join(f"\\{mark}" for mark in match[0])


def _conclusion_line(comparison: Comparison) -> str:
    current, level = comparison.old.version, comparison.level
    version = following_version(comparison)
    if version is None:
        stated = f"states {current!r}, which is not a release" if current else "states no version"
        return f"{level.name.lower()}; no next version can be named: {comparison.old.name} {stated}"
    if version == current:
        return f"{current} stays: {_NOTHING[0].lower()}{_NOTHING[1:-1]}"
    moved = _MOVED.get(level) if current.startswith("0.") else None
    why = f", before 1.0.0 it moves the {moved} number" if moved else ""
    return f"{current} -> {version}: {level.name.lower()}{why}"
