"""Finds the JSON samples of a page and reads what they show of each field."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from generator.docs.pages.capture import PageError
from generator.docs.pages.lines import Cursor, Form
from generator.docs.pages.page_draft import DraftField, Part
from generator.facts import Field
from generator.openapi import json_text
from generator.openapi.pointers import FaultError, is_mapping, mapping, sequence

# A string without an end goes on to the end.
_LEXEME = re.compile(r'"(?:[^"\\]|\\.)*(?:"|\Z)|[\[\]{}]', re.DOTALL)
_STEPS = {"{": 1, "[": 1, "}": -1, "]": -1}
_FORMATS: Sequence[tuple[re.Pattern[str], str]] = (
    (re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"), "uuid"),
    (re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)"), "date-time"),
    (re.compile(r"\d{4}-\d\d-\d\d"), "date"),
    (re.compile(r"https?://\S+"), "uri"),
)
_TYPES: Mapping[type, str] = {
    str: "string",
    bool: "boolean",
    int: "integer",
    float: "number",
    list: "array",
    dict: "object",
}
# What a generated sample shows of any text.
_FILLER = "string"
# What it shows of an object with names of the caller's choice.
_ANY_NAME = re.compile(r"(?:additional)?[pP]rop(?:erty)?\d+")


def value_end(text: str, start: int = 0) -> int | None:
    """Return where a JSON object or list ends, or None where it doesn't.

    Args:
        text: The text that holds it.
        start: Where it begins.
    """
    depth = 0
    for match in _LEXEME.finditer(text, start):
        depth += _STEPS.get(match.group(), 0)
        if depth == 0:
            return match.end()
    return None


def bracket_balance(line: str) -> int:
    """Return how many objects and lists more begin in a line than end there.

    Args:
        line: A line of JSON.
    """
    return sum(_STEPS.get(match.group(), 0) for match in _LEXEME.finditer(line))


def read_value(text: str, line: int) -> Any:
    """Return the value of a sample.

    Args:
        text: The sample.
        line: Where it begins, for the error.

    Raises:
        PageError: It is no JSON.
    """
    try:
        return json_text.read_json(text)
    except FaultError as fault:
        raise PageError(f"invalid JSON in the sample that begins here: {fault.message}", line) from None


def strip_line_numbers(lines: Sequence[str]) -> list[str]:
    """Return lines of code without the numbers that stand before them, if they have some.

    Args:
        lines: The lines, from the first on.
    """
    if not lines or not starts_with_number(lines[0], 1):
        return list(lines)
    return [
        line.removeprefix(str(number)) if starts_with_number(line, number) else line
        for number, line in enumerate(lines, 1)
    ]


def starts_with_number(line: str, number: int) -> bool:
    """Tell whether a line of code stands behind its number.

    Args:
        line: The line.
        number: Its number.
    """
    digits = str(number)
    return line.startswith(digits) and not line[len(digits) :][:1].isdigit()


def free_form_fields(value: object, name: str = "") -> Iterator[str]:
    """Yield the fields of a sample that are objects with names of the caller's choice.

    Args:
        value: The sample.
        name: The field that it is the value of.
    """
    for key, item in _members(value):
        if _ANY_NAME.fullmatch(key):
            yield name
        yield from free_form_fields(item, f"{name}.{key}".lstrip("."))


def add_examples(
    fields: Part, value: object, free_form: frozenset[str] = frozenset(), *, only_known: bool = False
) -> None:
    """Add to the fields of a part what a sample shows of them; a field that only it shows is new.

    Args:
        fields: The fields, which grow.
        value: The sample.
        free_form: The fields that are objects with names of the caller's choice.
        only_known: Whether to pass over what only the sample shows.
    """
    for name, item in sample_fields(value, free_form):
        if only_known and name not in fields:
            continue
        field = fields.setdefault(name, DraftField({}))
        if "type" not in field.facts:
            field.facts |= sample_facts(item)
        if item != _FILLER and not any(_members(item)) and not is_mapping(item):
            field.facts.setdefault("example", item)


def sample_fields(value: object, free_form: frozenset[str], name: str = "") -> Iterator[tuple[str, object]]:
    """Yield the fields of a sample, each before its own.

    Args:
        value: The sample.
        free_form: The fields into which nothing leads.
        name: The field that it is the value of.
    """
    if name in free_form:
        return
    for key, item in _members(value):
        full_name = f"{name}.{key}".lstrip(".")
        yield full_name, item
        yield from sample_fields(item, free_form, full_name)


def sample_facts(value: object) -> Field:
    """Return the type and format that a value shows.

    Args:
        value: The value.
    """
    if value is None:
        return {}
    facts: dict[str, Any] = {"type": _TYPES[type(value)]}
    for pattern, name in _FORMATS:
        if isinstance(value, str) and pattern.fullmatch(value):
            facts["format"] = name
    return facts


def _members(value: object) -> Iterator[tuple[str, object]]:
    items = [item for item in sequence(value) if is_mapping(item)]
    yield from mapping(items[0] if items else value).items()


# The samples of JSON among the lines of a page: where each begins and ends.


def take_sample(cursor: Cursor) -> Any:
    """Return the value of the sample that begins here, and go on behind its last line.

    Args:
        cursor: Where it begins.

    Raises:
        PageError: No JSON begins here, or it doesn't end.
    """
    number = cursor.number
    if cursor.line.form is Form.CODE:
        lines = strip_line_numbers(cursor.take().text.splitlines())
    else:
        lines = _sample_lines(cursor, number)
        cursor.skip(len(lines))
    if lines[0].lstrip()[:1] not in ("{", "["):
        raise PageError("expected a JSON sample here.", number)
    return read_value("\n".join(lines), number)


def _sample_lines(cursor: Cursor, number: int) -> list[str]:
    """Return the lines of a plain text up to the end of the value that begins there, without their numbers."""
    has_numbers = starts_with_number(cursor.line.text, 1)
    lines: list[str] = []
    depth = 0
    while line := cursor.peek(len(lines)):
        at = len(lines) + 1
        text = (
            line.text.removeprefix(str(at))
            if has_numbers and starts_with_number(line.text, at)
            else line.text
        )
        lines.append(text)
        depth += bracket_balance(text)
        if depth <= 0:
            return lines
    raise PageError("the sample that begins here is not closed; save the whole page.", number)
