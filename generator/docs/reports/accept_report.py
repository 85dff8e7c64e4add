"""The report of accepted pages, for a terminal and for a program.

The data has `written` (bool), `files` (the paths that change), `diff` (of a dry run, or null), `findings` (what
`python -m generator check` then says, and doesn't say now), `unreadable` (list of `source`, `message`), `error` (why
nothing could be accepted, or null) and `pages`. Each page has `source`, `api`, `page` (its id), `new` (bool), `gaps`
and `other_operations` (as of a check), `done` (list of `path`, `line`, `words`) and `left`: the differences that are
left to a person, as `docs check --json` tells them, each with an `advice`, and `open`: what was left before, and is
not settled yet.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from generator.docs.accept.accept_pages import AcceptedPages, AcceptedSource
from generator.docs.accept.judgement import RemainingWork
from generator.docs.compare.page_checks import UnreadablePage
from generator.docs.compare.remaining import UNDESCRIBED
from generator.docs.reports.drift_report import difference_as_data
from generator.docs.reports.tasks import task_as_data, task_words
from generator.docs.reports.words import page_values, reading_notes, sentence_notes, what, where, wrap_words
from generator.findings import count_words, visible

_NOTHING: dict[str, Any] = {
    "written": False,
    "files": [],
    "diff": None,
    "pages": [],
    "findings": [],
    "unreadable": [],
    "error": None,
}


def as_lines(accepted: AcceptedPages, width: int, *, is_dry: bool) -> list[str]:
    """Return what came of pages as lines.

    Args:
        accepted: What came of them.
        width: How many columns the terminal has.
        is_dry: Whether it was only tried.
    """
    lines = [*accepted.diff(), ""] if is_dry and accepted.after else []
    for source in accepted.taken:
        for line in _page_lines(source, is_dry=is_dry):
            lines += wrap_words(line, width, "    ")
        lines.append("")
    if accepted.findings:
        lines += [f"`nox -s spec` {'would then say' if is_dry else 'now says'}:"]
        lines += [*map(str, accepted.findings), ""]
    return [*lines, *wrap_words(_summary_words(accepted, is_dry=is_dry), width)]


def _page_lines(source: AcceptedSource, *, is_dry: bool) -> Iterator[str]:
    made = source.accepted
    yield f"{source.source}: {made.title} ({made.api}/{made.page}{', new' if made.is_new else ''})"
    if made.done:
        yield f"  {'would be ' if is_dry else ''}written:"
    for done in made.done:
        yield f"    {done.path}:{done.line}: {done.words}"
    if made.left:
        yield "  left to you:"
    for left in made.left:
        yield from _todo_lines(left)
    if made.open:
        yield "  still open:"
    for task in made.open:
        yield f"    {task.path}:{task.line}: {task_words(task)}"
    for note in reading_notes(_untold_gaps(source), source.reading.passed_operations):
        yield f"  {note}"


def _untold_gaps(source: AcceptedSource) -> tuple[str, ...]:
    """Return what was not read of a page, without what is left to a person."""
    return source.reading.gaps_beside([left.difference.sentence for left in source.accepted.left])


def _todo_lines(left: RemainingWork) -> Iterator[str]:
    difference = left.difference
    change = difference.change
    yield f"    {where(change)}{f' {change.field}' if change.field else ''}: {what(change)}"
    if difference.breaking:
        yield f"      breaks callers: {difference.breaking}"
    yield from (f"      {note}" for note in sentence_notes(difference))
    if others := page_values(difference):
        yield f"      {others}"
    for check in difference.checks:
        yield f"      check {check.name}: {check.path}:{check.line}"
    yield f"      {difference.path}:{difference.line}: {left.advice}"


def _summary_words(accepted: AcceptedPages, *, is_dry: bool) -> str:
    left = sum(len(source.accepted.left) + len(source.accepted.open) for source in accepted.taken)
    if not accepted.after:
        words = "Nothing changed."
    elif is_dry:
        words = f"Nothing was written: {', '.join(path.as_posix() for path in accepted.after)} would change."
    else:
        words = f"Written: {', '.join(path.as_posix() for path in accepted.after)}."
    if left:
        words += f" {count_words(left, 'difference')} left to you, open until settled: see `nox -s spec`."
    undescribed = sum(text.count(UNDESCRIBED) for text in accepted.after.values())
    if undescribed:
        words += f' Search the spec for "{UNDESCRIBED}": {count_words(undescribed, "place")}.'
    return words + (f" {_next_step(accepted)}" if accepted.after and not is_dry else "")


def _next_step(accepted: AcceptedPages) -> str:
    """Return the command that comes next: nothing is generated from a spec that breaks its rules."""
    if accepted.findings:
        return (
            f"Next: fix {'this' if len(accepted.findings) == 1 else 'these'}, until `nox -s spec` names none."
        )
    if accepted.old_findings:
        return "Next: fix what `nox -s spec` finds, as it did before: nothing is generated until then."
    specs = {source.accepted.spec.document.path for source in accepted.taken}
    if not specs & accepted.after.keys() and accepted.has_remaining_work:
        return "The spec is as it was. Next: decide what is left, then `nox -s generate tests`."
    return "Next: `nox -s generate tests`."


def as_data(accepted: AcceptedPages, *, is_dry: bool) -> dict[str, Any]:
    """Return what came of pages as plain data.

    Args:
        accepted: What came of them.
        is_dry: Whether it was only tried.
    """
    return {
        **_NOTHING,
        "written": bool(accepted.after) and not is_dry,
        "files": [path.as_posix() for path in accepted.after],
        "diff": "\n".join(accepted.diff()) if is_dry else None,
        "pages": [_page_as_data(source) for source in accepted.taken],
        "findings": [finding.as_json() for finding in accepted.findings],
    }


def _page_as_data(source: AcceptedSource) -> dict[str, Any]:
    made = source.accepted
    return {
        "source": source.source,
        "api": made.api,
        "page": made.page,
        "new": made.is_new,
        "gaps": list(_untold_gaps(source)),
        "other_operations": source.reading.passed_operations,
        "done": [asdict(done) for done in made.done],
        "left": [{**difference_as_data(left.difference), "advice": left.advice} for left in made.left],
        "open": [task_as_data(task) for task in made.open],
    }


def unread_lines(unreadable: Sequence[UnreadablePage], width: int) -> list[str]:
    """Return why pages can't be accepted as lines.

    Args:
        unreadable: The pages.
        width: How many columns the terminal has.
    """
    lines = [
        line for page in unreadable for line in wrap_words(f"{page.source}: not read: {page.message}", width)
    ]
    return [*lines, "Nothing was written."]


def unread_as_data(unreadable: Sequence[UnreadablePage]) -> dict[str, Any]:
    """Return why pages can't be accepted as plain data.

    Args:
        unreadable: The pages.
    """
    return {**_NOTHING, "unreadable": [asdict(page) for page in unreadable]}


def refused_lines(error: Exception) -> list[str]:
    """Return why nothing could be accepted as lines.

    Args:
        error: What stood in the way.
    """
    return [visible(f"{error}."), "Nothing was written."]


def refused_as_data(error: Exception) -> dict[str, Any]:
    """Return why nothing could be accepted as plain data.

    Args:
        error: What stood in the way.
    """
    return {**_NOTHING, "error": str(error)}
