"""Words: how several names, and a revision, are said in a sentence."""

from __future__ import annotations

from collections.abc import Sequence


def several(names: Sequence[str]) -> str:
    """Return the first of several names, and how many there are beside it."""
    return names[0] if len(names) == 1 else f"{names[0]} and {len(names) - 1} more"


def short(revision: str | None) -> str:
    """Return a revision as people read it; None is the empty tree."""
    return "the beginning" if revision is None else revision[:12]
