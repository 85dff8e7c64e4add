"""The report as Markdown, ready as the text of a pull request."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.docs.compare.compare import Difference
from generator.docs.compare.page_checks import CheckedPage, CheckResult
from generator.docs.reports.tasks import task_words
from generator.docs.reports.words import (
    ACCEPT,
    CHECK,
    DRAFT,
    SPEC,
    accepting_words,
    group_alike,
    heading,
    loss_notes,
    next_step,
    page_values,
    reading_notes,
    summary,
    tally,
    what,
    where,
)
from generator.findings import visible

_TICKS = re.compile("`+")
_COLUMNS = "| where | what | others say | spec | who applies it |"
_HINT = 300
"""So many characters are kept free to say that something is left out."""


MOST_CHARACTERS = 65_000
"""How long a report may be: the text of a pull request may hold 65,536 characters."""


def as_markdown(review: CheckResult) -> list[str]:
    """Return a report as lines of Markdown, no more than a pull request may hold.

    What comes from a page stands in code spans.

    Args:
        review: What was found.
    """
    lines = ["# Documentation check", "", _difference_words(summary(review))]
    for page in review.checked:
        lines += ["", f"## {_code(heading(page))}"]
        lines += [line for words in loss_notes(page.drift) for line in ("", f"**{_code(words)}**")]
        lines += ["", _difference_words(tally(page.drift)), *_page(page)]
        lines += [
            line
            for note in reading_notes(page.gaps, page.passed_operations)
            for line in ("", f"- {_code(note)}")
        ]
    if review.unreadable:
        lines += ["", "## Not read", ""]
        lines += [f"- {_code(page.source)}: {_code(page.message)}" for page in review.unreadable]
    if review.passed:
        lines += ["", "## Not checked", ""]
        lines += [f"- `{page.api}/{page.page}`: {page.reason}" for page in review.passed]
    if review.open:
        lines += ["", "## Still open", ""]
        lines += [f"- {task.path}:{task.line}: {_code(task_words(task))}" for task in review.open]
    ending = list(_next(review))
    return [*_cut_words(lines, MOST_CHARACTERS - _length(ending)), *ending]


def _cut_words(lines: list[str], most: int) -> list[str]:
    """Return as many lines as there is room for, and how many entries the others are."""
    if _length(lines) <= most:
        return lines
    room, kept = most - _HINT, list[str]()
    for line in lines:
        room -= len(line) + 1
        if room < 0:
            break
        kept.append(line)
    entries = sum(line.startswith(("- ", "| ")) and line != _COLUMNS for line in lines[len(kept) :])
    while kept and (not kept[-1] or kept[-1].startswith("#")):
        kept.pop()
    number = f"{entries:,} {'entry is' if entries == 1 else 'entries are'} left out"
    return [*kept, "", f"**{number}**, as there is room for no more: {_code(CHECK)} prints all of them."]


def _length(lines: list[str]) -> int:
    return sum(len(line) + 1 for line in lines)


def _page(checked: CheckedPage) -> Iterator[str]:
    differences = checked.drift.differences
    if differences:
        yield from (
            "",
            "### Differences",
            "",
            _COLUMNS,
            "|---|---|---|---|---|",
        )
        yield from (_row(difference, others) for difference, others in group_alike(differences))
    guarded = [one for one in differences if one.checks]
    if guarded:
        yield from ("", "### Checks at stake", "")
        for one in guarded:
            rows = ", ".join(f"`{check.name}` ({check.path}:{check.line})" for check in one.checks)
            yield f"- {_place(one)}: {rows}"


def _place(difference: Difference) -> str:
    field = f" {_code(difference.change.field)}" if difference.change.field else ""
    return f"{_code(where(difference.change))}{field}"


def _row(difference: Difference, alike: list[str]) -> str:
    mark = f"**breaking**, {_code(difference.breaking)}: " if difference.breaking else ""
    sentence = f": {_code(difference.sentence)}" if difference.sentence else ""
    others = page_values(difference)
    cells = (
        ", ".join([_place(difference), *map(_code, alike)]),
        f"{mark}{_code(what(difference.change))}{sentence}",
        _code(others) if others else "",
        f"{difference.path}:{difference.line}",
        accepting_words(difference),
    )
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _next(review: CheckResult) -> Iterator[str]:
    if not review.has_drift:
        return
    yield from ("", "## Next", "")
    if any(page.drift.loss.is_large for page in review.checked):
        yield _difference_words(next_step(review))
        return
    steps = [_difference_words(next_step(review))]
    if any(
        not difference.is_mechanical for checked in review.checked for difference in checked.drift.differences
    ):
        steps.append(
            "Judge the rest by hand in `spec/`; where pages disagree, say so under `x-disagreement`."
        )
    if any(difference.checks for checked in review.checked for difference in checked.drift.differences):
        steps.append(
            "Look through the checks at stake: their rows in `x-checks`, their functions in `overrides/`."
        )
    steps.append("`nox -s spec generate tests`")
    yield from (f"{number}. {step}" for number, step in enumerate(steps, start=1))


def _difference_words(words: str) -> str:
    for command in (DRAFT, ACCEPT, CHECK, SPEC):
        if command in words:
            return words.replace(command, _code(command))
    return words


def _code(words: str) -> str:
    """Return words as a code span, in which nothing is markup."""
    shown = visible(words)
    fence = "`" * (max((len(ticks) for ticks in _TICKS.findall(shown)), default=0) + 1)
    pad = " " if shown.startswith("`") or shown.endswith("`") else ""
    return f"{fence}{pad}{shown}{pad}{fence}"
