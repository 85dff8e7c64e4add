"""The report of a drafted API, for a terminal and for a program.

The data has `api`, `files`, `operations` (their ids), `left` (what is kept open: `operation`, `part`, `field` and
`advice`), `findings` (what `python -m generator check` says of the spec) and `gaps` (what the pages don't show).
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from generator.docs.accept.new_api import NewApi
from generator.docs.reports.words import what, where, wrap_words
from generator.findings import count_words, visible

_GAP = "  "


def as_lines(draft: NewApi, width: int, *, is_dry: bool) -> list[str]:
    """Return what was drafted as lines.

    Args:
        draft: The API.
        width: How many columns the terminal has.
        is_dry: Whether nothing was written.
    """
    paths = " and ".join(path.as_posix() for path in draft.texts)
    lines = [
        f"{paths}{' would be' if is_dry else ''} written: {count_words(len(draft.operations), 'operation')}."
    ]
    lines += [f"{_GAP}{operation}" for operation in draft.operations]
    for work in draft.left:
        change = work.difference.change
        field = f" {change.field}" if change.field else ""
        lines += [
            f"left to you: {where(change)}{field}: {what(change)}",
            *([work.advice] if work.advice else []),
        ]
    lines += [f"not read: {gap}" for gap in draft.gaps]
    lines += [str(finding) for finding in draft.findings]
    lines.append(_next_words(draft))
    return [line for text in lines for line in wrap_words(visible(text), width, _GAP)]


def _next_words(draft: NewApi) -> str:
    rules = Counter(finding.rule for finding in draft.findings)
    if rules:
        return "Next: fix what the rules report, then `nox -s generate`."
    return "Next: describe what is still to be described (`nox -s spec` lists it), then `nox -s generate`."


def as_data(draft: NewApi) -> dict[str, Any]:
    """Return what was drafted as plain data.

    Args:
        draft: The API.
    """
    return {
        "api": draft.name,
        "files": [path.as_posix() for path in draft.texts],
        "operations": list(draft.operations),
        "left": [
            {
                "operation": work.difference.change.operation,
                "part": work.difference.change.part,
                "field": work.difference.change.field,
                "advice": work.advice,
            }
            for work in draft.left
        ],
        "findings": [str(finding) for finding in draft.findings],
        "gaps": list(draft.gaps),
    }
