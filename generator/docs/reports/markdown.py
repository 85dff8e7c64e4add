"""The report as Markdown, ready as the text of a pull request."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.docs.drift.drift import Difference
from generator.docs.drift.review import Checked, Review
from generator.docs.reports.words import (
    ACCEPT,
    CHECK,
    heading,
    sayings,
    summary,
    taking_over,
    tally,
    what,
    where,
)
from generator.finding import visible

_TICKS = re.compile("`+")


def as_markdown(review: Review) -> list[str]:
    """Return a report as lines of Markdown; what comes from a page stands in code spans.

    Args:
        review: What was found.
    """
    lines = ["# Documentation check", "", _told(summary(review))]
    for one in review.checked:
        lines += ["", f"## {_code(heading(one))}", "", _told(tally(one.drift)), *_page(one)]
    if review.unreadable:
        lines += ["", "## Not read", ""]
        lines += [f"- {_code(one.source)}: {_code(one.message)}" for one in review.unreadable]
    if review.passed:
        lines += ["", "## Not checked", ""]
        lines += [f"- `{one.api}/{one.page}`: {one.reason}" for one in review.passed]
    return [*lines, *_next(review)]


def _page(checked: Checked) -> Iterator[str]:
    differences = checked.drift.differences
    breaking = [one for one in differences if one.breaking]
    if breaking:
        yield from ("", "### Breaking", "")
        yield from (
            f"- {_place(one)}: {_code(what(one.change))}: {_code(one.breaking or '')}" for one in breaking
        )
    if differences:
        yield from (
            "",
            "### Differences",
            "",
            "| where | what | others say | spec | taken over |",
            "|---|---|---|---|---|",
        )
        yield from map(_row, differences)
    guarded = [one for one in differences if one.checks]
    if guarded:
        yield from ("", "### Checks at stake", "")
        for one in guarded:
            rows = ", ".join(f"`{check.name}` ({check.path}:{check.line})" for check in one.checks)
            yield f"- {_place(one)}: {rows}"


def _place(one: Difference) -> str:
    field = f" {_code(one.change.field)}" if one.change.field else ""
    return f"{_code(where(one.change))}{field}"


def _row(one: Difference) -> str:
    mark = "**breaking** " if one.breaking else ""
    sentence = f": {_code(one.sentence)}" if one.sentence else ""
    others = sayings(one)
    cells = (
        _place(one),
        f"{mark}{_code(what(one.change))}{sentence}",
        _code(others) if others else "",
        f"{one.path}:{one.line}",
        taking_over(one),
    )
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _next(review: Review) -> Iterator[str]:
    if not review.has_drift:
        return
    yield from ("", "## Next", "")
    steps = [f"{_code(ACCEPT)} takes over what needs no judgement, and lists the rest."]
    if any(not one.is_mechanical for checked in review.checked for one in checked.drift.differences):
        steps.append(
            "Judge the rest by hand in `spec/`; where pages disagree, say so under `x-disagreement`."
        )
    if any(one.checks for checked in review.checked for one in checked.drift.differences):
        steps.append(
            "Look through the checks at stake: their rows in `x-checks`, their functions in `overrides/`."
        )
    steps.append("`nox -s spec generate tests`")
    yield from (f"{number}. {step}" for number, step in enumerate(steps, start=1))


def _told(words: str) -> str:
    return words.replace(ACCEPT, _code(ACCEPT)).replace(CHECK, _code(CHECK))


def _code(words: str) -> str:
    """Return words as a code span, in which nothing is markup."""
    shown = visible(words)
    fence = "`" * (max((len(ticks) for ticks in _TICKS.findall(shown)), default=0) + 1)
    pad = " " if shown.startswith("`") or shown.endswith("`") else ""
    return f"{fence}{pad}{shown}{pad}{fence}"
