"""Record: a page's facts as the sources keep them, under its id and in the house's style."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from generator.docs.drift.changes import Change, ChangeKind
from generator.docs.facts import PARTS, Operation, Page, as_data
from generator.docs.rewriting.spelling import Line
from generator.plain import is_mapping, mapping

_WORD = re.compile(r"[a-z0-9]+")
_MOST_WORDS = 8


def page_id(title: str) -> str:
    """Return an id in kebab-case for a page of this title.

    Args:
        title: The title.
    """
    return "-".join(_WORD.findall(title.lower())[:_MOST_WORDS]) or "page"


def record(page: Page, old: Page | None, undecided: Iterable[Change]) -> dict[str, Any]:
    """Return what the sources shall keep of a page.

    What is gone from the page and still to be judged stays recorded, and with it the old digest: so the page goes
    on to differ from its record until that is decided.

    Args:
        page: The page.
        old: What is recorded of it, or None for a new page.
        undecided: What is gone from it and still to be judged.
    """
    if old:
        for change in undecided:
            page = replace(_kept(page, old, change), digest=old.digest, etag=old.etag)
        # A file doesn't say where its page stands, and its title is what people know it by here.
        page = replace(page, title=old.title or page.title, url=page.url or old.url)
    data = as_data(page)
    for told in mapping(data["operations"]).values():
        told |= {part: _lines(told[part]) for part in PARTS if part in told}
    if "errors" in data:
        data["errors"] = {status: _lines(fields) for status, fields in mapping(data["errors"]).items()}
    return data


def _lines(fields: object) -> dict[str, Any]:
    return {name: _line(facts) for name, facts in mapping(fields).items()}


def _line(facts: object) -> Line:
    return Line({name: _line(said) if is_mapping(said) else said for name, said in mapping(facts).items()})


def _kept(page: Page, old: Page, change: Change) -> Page:
    """Return a page with what is gone from it as it stood on the old one."""
    before = old.operations[change.operation]
    now = page.operations.get(change.operation)
    if now is None:
        now = before
    elif change.kind is ChangeKind.STATUS_REMOVED:
        now = replace(now, statuses=(*now.statuses, change.was))
    else:
        now = _with_fact(now, change)
    return replace(page, operations={**page.operations, now.name: now})


def _with_fact(operation: Operation, change: Change) -> Operation:
    fields = operation.fields(change.part)
    facts = {**fields[change.field], change.fact: change.was}
    return replace(operation, parts={**operation.parts, change.part: {**fields, change.field: facts}})
