"""The head of a field: its name, its type and its marks, as they stand in a line or in the cells of a table."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from generator import json_text
from generator.docs.facts import Field
from generator.docs.pages.type_words import TYPE, type_facts
from generator.places import FaultError

NAME = r"[A-Za-z_$@][\w$@-]*(?:\[\])?(?:\.[A-Za-z_$@][\w$@-]*(?:\[\])?)*"
"""A pattern of a field's name; dots lead into objects, and brackets mark a list."""

_MAX_WORDS = 300
_NUMBER = r"-?\d{1,15}(?:\.\d{1,15})?(?!\d)"
_TYPE = re.compile(TYPE, re.IGNORECASE)
_NAMED = re.compile(NAME)


@dataclass(frozen=True)
class Head:
    """What the head of a field states.

    Attributes:
        name: The field's name as the page writes it, without brackets.
        facts: What is said of it.
        is_typed: Whether it says a type, be it `any`.
        holds: Whether its type says that it has fields of its own.
    """

    name: str
    facts: Field = field(default_factory=dict[str, Any])
    is_typed: bool = False
    holds: bool = False


def number(digits: str) -> int | float:
    """Return the number that digits write."""
    return float(digits) if "." in digits else int(digits)


def value(written: str, kind: object) -> Any:
    """Return the value that a page shows of a field, of the field's type where it can be read so.

    Args:
        written: What the page shows.
        kind: The field's type, if it is known.
    """
    bare = written.strip("`")
    if bare == "null":
        return None
    if kind in ("string", "enum", None):
        is_quoted = len(bare) > 1 and bare[0] == bare[-1] and bare[0] in "\"'"
        return bare[1:-1] if is_quoted else bare
    try:
        return json_text.read(bare)
    except FaultError:
        return bare


def _constant(facts: Field) -> Callable[[re.Match[str]], Field]:
    return lambda _: facts


def _word(fact: str) -> Callable[[re.Match[str]], Field]:
    return lambda match: {fact: match["word"]}


def _limit(fact: str) -> Callable[[re.Match[str]], Field]:
    return lambda match: {fact: number(match["number"])}


def _lengths(match: re.Match[str]) -> Field:
    return {"minLength": int(match["low"]), "maxLength": int(match["high"])}


def _range(match: re.Match[str]) -> Field:
    return {"minimum": number(match["low"]), "maximum": number(match["high"])}


_Read = Callable[[re.Match[str]], Field]
_PATTERNS: tuple[tuple[str, _Read], ...] = (
    (r"required|\*", _constant({"required": True})),
    (r"optional|\?", _constant({"required": False})),
    (r"deprecated", _constant({"deprecated": True})),
    (r"nullable|(?:or|\|) null", _constant({"nullable": True})),
    (r"read-?only|write-?only", _constant({})),
    (r'format: ?"?(?P<word>[\w-]+)"?', _word("format")),
    (r"(?P<low>\d{1,9})-(?P<high>\d{1,9}) characters", _lengths),
    (r">= ?(?P<number>\d{1,9}) characters", _limit("minLength")),
    (r"<= ?(?P<number>\d{1,9}) characters", _limit("maxLength")),
    (rf"(?P<low>{_NUMBER})-(?P<high>{_NUMBER})(?![\w.-])", _range),
    (rf">= ?(?P<number>{_NUMBER})", _limit("minimum")),
    (rf"<= ?(?P<number>{_NUMBER})", _limit("maximum")),
    (r"defaults? (?:to|is|value:)?:? ?(?P<word>\S+)", _word("default")),
)
_MARKS = tuple((re.compile(pattern, re.IGNORECASE), read) for pattern, read in _PATTERNS)


def read_marks(words: str) -> dict[str, Any] | None:
    """Return what the words after a field's name state, or None where they aren't all types and marks.

    Args:
        words: The words, glued or apart.
    """
    head = head_of("", words)
    return None if head is None else dict(head.facts)


def read_head(text: str) -> Head | None:
    """Return the head that a line is: a name, then types and marks, apart from the name or after a `*`.

    Args:
        text: The line.
    """
    match = _NAMED.match(text)
    if match is None:
        return None
    rest = text[match.end() :]
    return head_of(match.group(), rest) if rest[:1] in ("", " ", "*", "?") else None


def head_of(name: str, words: str) -> Head | None:
    """Return the head that a name and words after it are, or None where they aren't all types and marks.

    Args:
        name: The name, as the page writes it.
        words: The words, glued or apart.
    """
    if len(words) > _MAX_WORDS:
        return None
    facts: dict[str, Any] = {}
    is_typed = False
    rest = words.strip()
    while rest:
        kind = None if is_typed else _TYPE.match(rest)
        found = (kind, type_facts(kind)) if kind else _mark(rest)
        if found is None:
            return None
        is_typed = is_typed or kind is not None
        facts |= found[1]
        rest = rest[found[0].end() :].lstrip(" ,")
    if "default" in facts:
        facts["default"] = value(facts["default"], facts.get("type"))
    return Head(name.replace("[]", ""), facts, is_typed, "object" in words.lower())


def _mark(words: str) -> tuple[re.Match[str], Field] | None:
    found = ((pattern.match(words), read) for pattern, read in _MARKS)
    return next(((match, read(match)) for match, read in found if match), None)
