"""The report of where fields come from, for a terminal and for a program.

The data has `asked` (what was asked for), `close` (what it could have been, where nothing is known by it) and `found`.
Each of these has `api`, `name` (component and property), `place` (`path`, `line`, or null), `description`, `uses`
(list of `operation`, `part`, `field`), `pages` (list of `page`, `title`, `url`, `date`, `place`, `use`, `facts`),
`silent` (list of `page`, `use`), `disagreements` (list of `of`, `place`, `about`, `pages`, `resolution`, `why`),
`checks` (list of `check`, `operation`, `rule`, `page`, `path`, `line`), `values` and `value` (or null: `name`, `enum`,
`place`, `description`, `flags`, `replacement`, `sources`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from itertools import groupby
from typing import Any

from generator.docs.explainer import Disagreement, Explanation, StatedFact, Use, Value
from generator.docs.reports.words import facts_in_words, wrap_words
from generator.findings import count_words, visible


def as_lines(asked: str, found: Sequence[Explanation], width: int) -> list[str]:
    """Return where a field comes from as lines.

    Args:
        asked: What was asked for.
        found: Where it comes from.
        width: How many columns the terminal has.
    """
    value = asked.partition("=")[2]
    lines = [line for one in found for line in (*_explanation_lines(one, value), "")]
    lines.append(
        f"{asked}: {count_words(len(found), 'place')} in {' and '.join(dict.fromkeys(one.api for one in found))}."
    )
    return [part for line in lines for part in wrap_words(line, width, "  ")]


def _explanation_lines(explanation: Explanation, value: str) -> Iterator[str]:
    yield (
        f"{explanation.name} ({explanation.place})"
        if explanation.place
        else f"In no place of the spec of {explanation.api}:"
    )
    if explanation.description:
        yield f"  {explanation.description}"
    yield f"  met in: {'; '.join(map(_use_words, explanation.uses))}"
    if explanation.value:
        yield from _value_lines(explanation.value)
    yield from _page_lines(explanation, value)
    for disagreement in explanation.disagreements:
        yield from _disagreement_lines(disagreement)
    if explanation.checks:
        yield "  checks that name it:"
    for check in explanation.checks:
        yield f"    {check.name}: {check.guard.row.rule} ({check.path}:{check.line})"


def _use_words(use: Use) -> str:
    where = f"{use.operation} {use.part}" if use.operation else f"the error {use.part}"
    return f"{where} ({use.field})" if "." in use.field else where


def _value_lines(value: Value) -> Iterator[str]:
    marks = [*value.flags, *([f"replaced by {' or '.join(value.replacement)}"] if value.replacement else [])]
    words = ", ".join(marks)
    yield f"  {value.name} of {value.enum} ({value.place}){f': {words}' if words else ''}"
    yield f"    {value.description}"
    yield f"    named by: {', '.join(value.sources) or 'no page'}"


def _page_lines(explanation: Explanation, value: str) -> Iterator[str]:
    yield "  pages that state it:" if explanation.pages else "  no page states it"
    for page, group in groupby(explanation.pages, key=lambda fact: fact.page):
        facts = list(group)
        yield f"    {page}: {facts[0].title}, {facts[0].date or 'no date'}, {facts[0].url or 'no URL'}"
        yield from (
            f"      {_use_words(each.use)}: {_fact_words(each, value)} ({each.place})" for each in facts
        )
    if explanation.silent:
        yield "  pages about the same operation that don't name it:"
    for page, uses in groupby(explanation.silent, key=lambda silent: silent[0]):
        yield f"    {page}: {'; '.join(_use_words(use) for _, use in uses)}"


def _fact_words(fact: StatedFact, value: str) -> str:
    if not value:
        return facts_in_words(fact.facts)
    if not fact.values:
        return "shows no values"
    return f"{'lists' if value in fact.values else 'does not list'} {value}"


def _disagreement_lines(disagreement: Disagreement) -> Iterator[str]:
    about = f", about {', '.join(disagreement.about)}" if disagreement.about else ""
    of = f" of {disagreement.of} as a whole" if disagreement.of else ""
    yield f"  pages disagree{of}{about} ({disagreement.place}):"
    yield from (f"    {page}: {words}" for page, words in disagreement.pages.items())
    yield f"    what holds: {disagreement.resolution}"
    yield f"    why: {disagreement.why}"


def as_data(asked: str, found: Sequence[Explanation]) -> dict[str, Any]:
    """Return where a field comes from as plain data.

    Args:
        asked: What was asked for.
        found: Where it comes from.
    """
    return {"asked": asked, "close": [], "found": [_as_data(one) for one in found]}


def _as_data(explanation: Explanation) -> dict[str, Any]:
    checks = [
        {
            "check": check.name,
            "operation": check.operation,
            "rule": check.guard.row.rule,
            "page": check.guard.row.page,
            "path": check.path,
            "line": check.line,
        }
        for check in explanation.checks
    ]
    silent = [{"page": page, "use": asdict(use)} for page, use in explanation.silent]
    return {**asdict(replace(explanation, checks=())), "silent": silent, "checks": checks}


def unknown_lines(asked: str, close: Sequence[str]) -> list[str]:
    """Return that nothing is known by a name, and what could have been meant.

    Args:
        asked: What was asked for.
        close: What could have been meant.
    """
    meant = f" Did you mean {' or '.join(close)}?" if close else ""
    return [visible(f"Neither the spec nor a page has {asked!r}.{meant}")]


def unknown_as_data(asked: str, close: Sequence[str]) -> dict[str, Any]:
    """Return that nothing is known by a name as plain data.

    Args:
        asked: What was asked for.
        close: What could have been meant.
    """
    return {"asked": asked, "close": list(close), "found": []}
