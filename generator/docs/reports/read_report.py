"""The report of what was read of a page: a table of the fields of each part, and the same as plain data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from generator.docs.pages.page_reader import Reading
from generator.docs.reports.words import fact_in_words
from generator.facts import FACTS, PARTS, Field, Fields, Operation, as_data
from generator.findings import visible

_NOT_STATED = "not stated"
_MARKS = ("required", "nullable", "deprecated")
_TYPE = ("type", "format")
_GAP = "  "


def as_lines(source: str, reading: Reading) -> list[str]:
    """Return what was read of a page as lines.

    Args:
        source: Where the page came from.
        reading: What was read.
    """
    return [visible(line).rstrip() for line in _page(source, reading)]


def as_json(source: str, reading: Reading) -> dict[str, Any]:
    """Return what was read of a page as plain data, null for what it doesn't give.

    Args:
        source: Where the page came from.
        reading: What was read.
    """
    page = reading.page
    data = as_data(page)
    known = {
        "source": source,
        "etag": None,
        "security": {},
        "errors": {},
        "sentences": dict(reading.sentences),
        "gaps": list(reading.gaps_beside(())),
    }
    security = {"scheme": None, "scope": None, **page.security}
    operations = {
        name: {"method": None, "route": None, **operation} for name, operation in data["operations"].items()
    }
    return {**known, **data, "security": security, "operations": operations}


def _page(source: str, reading: Reading) -> Iterator[str]:
    page = reading.page
    yield f"{source}: {page.title}"
    properties = {
        "URL": page.url,
        "changed": page.date,
        "scheme": None,
        "scope": None,
        **page.security,
    }
    words = "; ".join(f"{name} {value or _NOT_STATED}" for name, value in properties.items())
    yield f"layout {page.layout}; {words}"
    for operation in page.operations.values():
        yield ""
        yield from _operation(operation)
    for status, fields in page.errors.items():
        yield ""
        yield f"the body of {status}"
        yield from _fields(fields)
    if reading.sentences:
        yield ""
        yield "sentences that sound like a rule and fit none that is known"
        yield from (f"  {mark}{_GAP}{sentence}" for mark, sentence in reading.sentences.items())
    if gaps := reading.gaps_beside(()):
        yield ""
        yield "not shown by the page, or not read"
        yield from (f"  {gap}" for gap in gaps)
    yield ""


def _operation(operation: Operation) -> Iterator[str]:
    call = " ".join(part for part in (operation.method, operation.path) if part)
    if not operation.method or not operation.path:
        call = f"method {operation.method or _NOT_STATED}, path {operation.path or _NOT_STATED}"
    yield f"{operation.name}: {call}; statuses {', '.join(operation.statuses) or _NOT_STATED}"
    if operation.unread:
        yield f"  rules in words {', '.join(operation.unread)}"
    for part in PARTS:
        if part in operation.parts:
            yield f"  {part}{_body_words(operation) if part == 'request' else ''}"
            yield from _fields(operation.parts[part])


def _body_words(operation: Operation) -> str:
    if operation.body_required is None:
        return ""
    return f", {fact_in_words('required', operation.body_required)}"


def _fields(fields: Fields) -> Iterator[str]:
    rows = [(name, _type(facts), _marks(facts), _rest(facts)) for name, facts in fields.items()]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)] if rows else []
    for row in rows:
        yield "    " + _GAP.join(f"{cell:{width}}" for cell, width in zip(row, widths, strict=True))


def _type(facts: Field) -> str:
    return " ".join(str(facts[fact]) for fact in _TYPE if fact in facts) or _NOT_STATED


def _marks(facts: Field) -> str:
    return ", ".join(fact_in_words(fact, facts[fact]) for fact in _MARKS if fact in facts)


def _rest(facts: Field) -> str:
    rest = [fact for fact in FACTS if fact in facts and fact not in (*_TYPE, *_MARKS)]
    return "; ".join(fact_in_words(fact, facts[fact]) for fact in rest)
