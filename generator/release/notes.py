"""Notes: what one release says of itself, from the fragments and from what the comparison found."""

from __future__ import annotations

from datetime import date

from generator.diff import Comparison, as_markdown
from generator.release.program import module, run
from generator.release.repository import Repository

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
