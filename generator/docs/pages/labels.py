"""Lines of a description that are a label and what it holds: `Example: Jenny`, `Possible values: [a, b]`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from generator.docs.facts import Field
from generator.docs.pages.heads import read_marks, value

_LABEL = re.compile(
    r"(?P<label>examples?|default(?: value)?|format|pattern|match(?:es)?|(?:possible|allowed|valid) values?|enum"
    r"|value in|range|length|value must match regular expression)"
    r"(?::|(?<=expression)) ?(?P<held>.*)",
    re.IGNORECASE,
)
_FACTS: Mapping[str, str] = {
    "example": "example",
    "examples": "example",
    "default": "default",
    "default value": "default",
    "format": "format",
    "pattern": "pattern",
    "match": "pattern",
    "matches": "pattern",
    "value must match regular expression": "pattern",
}
_RANGE = re.compile(
    r"(?:(?P<low>-?[\d.]+) ?<= ?)?(?:value|length)(?: ?<= ?(?P<high>-?[\d.]+))?", re.IGNORECASE
)


def read_label(line: str, kind: object) -> Field | None:
    """Return what a label's line states, or None where the line is none.

    Args:
        line: The line.
        kind: The field's type, where it is known.
    """
    match = _LABEL.fullmatch(line)
    if match is None:
        return None
    label, held = match["label"].lower(), match["held"].strip()
    if not held:
        return {}
    fact = _FACTS.get(label)
    if fact is None:
        return _values(held, kind)
    return {fact: held.strip("`") if fact in ("format", "pattern") else value(held, kind)}


def _values(held: str, kind: object) -> Field:
    if range_ := _RANGE.fullmatch(held):
        return _limits(range_)
    limits = _marks(held)
    if limits is not None:
        return limits
    bare = held[1:-1] if held[0] == "[" and held[-1] == "]" else held
    between = r", ?" if "," in bare else r" ?\| ?" if "|" in bare else " "
    return {"enum": [value(item, _item(kind)) for item in re.split(between, bare) if item]}


def _item(kind: object) -> object:
    return None if kind == "array" else kind


def _marks(held: str) -> dict[str, Any] | None:
    if held[0] not in "<>n":
        return None
    return read_marks(held.replace(" and ", ", ").replace("non-empty", ">= 1 characters"))


def _limits(match: re.Match[str]) -> Field:
    is_length = "length" in match.group().lower()
    low, high = ("minLength", "maxLength") if is_length else ("minimum", "maximum")
    found = {low: match["low"], high: match["high"]}
    return {fact: value(said, "number") for fact, said in found.items() if said is not None}
