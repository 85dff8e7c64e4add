"""Reads a field's name, type and marks from a line, a label or a table row."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from generator.docs.pages.capture import PageError, excerpt
from generator.docs.pages.lines import Form, Line
from generator.facts import ITEM_TYPES, Field
from generator.openapi import json_text
from generator.openapi.pointers import FaultError

# The words by which pages name types, and the facts they mean.

_TYPES: Mapping[str, Field] = {
    "any": {},
    "array": {"type": "array"},
    "binary": {"type": "string", "format": "binary"},
    "bool": {"type": "boolean"},
    "boolean": {"type": "boolean"},
    "date": {"type": "string", "format": "date"},
    "date-time": {"type": "string", "format": "date-time"},
    "datetime": {"type": "string", "format": "date-time"},
    "double": {"type": "number", "format": "double"},
    "email": {"type": "string", "format": "email"},
    "enum": {"type": "enum"},
    "file": {"type": "string", "format": "binary"},
    "float": {"type": "number", "format": "float"},
    "int": {"type": "integer"},
    "int32": {"type": "integer", "format": "int32"},
    "int64": {"type": "integer", "format": "int64"},
    "integer": {"type": "integer"},
    "list": {"type": "array"},
    "long": {"type": "integer", "format": "int64"},
    "map": {"type": "object"},
    "null": {"nullable": True},
    "number": {"type": "number"},
    "object": {"type": "object"},
    "str": {"type": "string"},
    "string": {"type": "string"},
    "timestamp": {"type": "string", "format": "date-time"},
    "uri": {"type": "string", "format": "uri"},
    "url": {"type": "string", "format": "uri"},
    "uuid": {"type": "string", "format": "uuid"},
}
# Longer words first, because one word may begin with another.
_WORD = "|".join(sorted(_TYPES, key=len, reverse=True))
_FORMAT = r"[a-z][a-z0-9-]*"
TYPE = (
    rf"(?:(?P<list>(?:list|array) of (?:{_WORD})s?)|(?P<map>map from (?:{_WORD})s? to (?:{_WORD})s?)"
    rf"|(?P<word>{_WORD})(?P<items>(?:\[\])+)?(?:\s?<(?P<format>{_FORMAT})>|\s?\((?P<named>{_FORMAT})\))?)"
    r"(?P<null>\s?(?:\bor\b|\|)\s?null)?"
)
"""A pattern of a type's words; each of its groups may stand in a larger pattern once."""


def type_facts(match: re.Match[str]) -> Field:
    """Return what a match of `TYPE` states.

    Args:
        match: The match.
    """
    facts = _base_type_facts(match)
    return {**facts, "nullable": True} if match["null"] else facts


def _base_type_facts(match: re.Match[str]) -> Field:
    if match["list"] or match["items"]:
        word = match["word"] or match["list"].lower().partition(" of ")[2]
        known = _TYPES.get(word.lower()) or _TYPES.get(word.lower().removesuffix("s"), {})
        is_nested = bool(match["items"]) and match["items"] != "[]"
        items = {} if is_nested or known.get("type") not in ITEM_TYPES else {"items": known["type"]}
        return {"type": "array", **items}
    if match["map"]:
        return {"type": "object"}
    facts = _TYPES[match["word"].lower()]
    if format_ := match["format"] or match["named"]:
        return {**facts, "format": format_}
    return facts


NAME = r"[A-Za-z_$@][\w$@-]*(?:\[\])?(?:\.[A-Za-z_$@][\w$@-]*(?:\[\])?)*"
"""A pattern of a field's name; dots lead into objects, and brackets mark a list."""

_MAX_WORDS = 300
# `1.000` may be one or a thousand, and is read as neither.
NUMBER = r"(?!-?[1-9]\d{0,2}\.\d{3}(?!\d))-?(?:\d{1,3}(?:,\d{3})+|\d{1,15})(?:\.\d{1,15})?(?!\d|[.,]\d)"
"""A pattern of a number; commas may part its thousands."""
_GROUPED = re.compile(r"-?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_TYPE = re.compile(TYPE, re.IGNORECASE)
_NAME = re.compile(NAME)


@dataclass(frozen=True)
class Head:
    """What the head of a field states.

    Attributes:
        name: The field's name as the page writes it, without brackets.
        facts: What is said of it.
        is_typed: Whether it says a type, be it `any`.
        has_fields: Whether its type says that it has fields of its own.
        is_joined: Whether name and type stand without anything between them on a page that has them on two lines.
        words: The cells of its row that hold more than a label can state, each with its label, one a line.
    """

    name: str
    facts: Field = field(default_factory=dict[str, Any])
    is_typed: bool = False
    has_fields: bool = False
    is_joined: bool = False
    words: str = ""


def parse_number(digits: str) -> int | float:
    """Return the number that digits write."""
    digits = digits.replace(",", "")
    return float(digits) if "." in digits else int(digits)


_OPEN_ENDS = frozenset({"etc", "etc.", "others", "other", "more", "so on", "..."})
_MEDIA_TYPE = re.compile(r"(?:application|audio|font|image|message|model|multipart|text|video|\w*:|)/\S*")


def are_values(items: Sequence[str]) -> bool:
    """Tell whether items of a list are all its values, and a slash parts none of them.

    Args:
        items: The items.
    """
    return not any(
        item.lower() in _OPEN_ENDS or ("/" in item and not _MEDIA_TYPE.fullmatch(item)) for item in items
    )


def parse_value(text: str, kind: object) -> Any:
    """Return the value that a page shows of a field, of the field's type where it can be read so.

    Args:
        text: What the page shows.
        kind: The field's type, if it is known.
    """
    bare = text.strip("`")
    if bare == "null":
        return None
    if kind in ("string", "enum", None):
        is_quoted = len(bare) > 1 and bare[0] == bare[-1] and bare[0] in "\"'"
        return bare[1:-1] if is_quoted else bare
    if kind in ("integer", "number") and _GROUPED.fullmatch(bare):
        return parse_number(bare)
    try:
        return json_text.read_json(bare)
    except FaultError:
        return bare


def _constant_reader(facts: Field) -> Callable[[re.Match[str]], Field]:
    return lambda _: facts


def _word_reader(fact: str) -> Callable[[re.Match[str]], Field]:
    return lambda match: {fact: match["word"]}


def _limit_reader(fact: str) -> Callable[[re.Match[str]], Field]:
    return lambda match: {fact: parse_number(match["number"])}


def _length_facts(match: re.Match[str]) -> Field:
    return {"minLength": parse_number(match["low"]), "maxLength": parse_number(match["high"])}


def _range_facts(match: re.Match[str]) -> Field:
    return {"minimum": parse_number(match["low"]), "maximum": parse_number(match["high"])}


_Read = Callable[[re.Match[str]], Field]
_PATTERNS: tuple[tuple[str, _Read], ...] = (
    (r"required|\*", _constant_reader({"required": True})),
    (r"optional|\?", _constant_reader({"required": False})),
    (r"deprecated", _constant_reader({"deprecated": True})),
    (r"nullable|(?:or|\|) null", _constant_reader({"nullable": True})),
    (r"read-?only|write-?only", _constant_reader({})),
    (r'format: ?"?(?P<word>[\w-]+)"?', _word_reader("format")),
    (r'format: ?"(?P<word>\^[^"]+)"', _word_reader("pattern")),
    (rf"(?P<low>{NUMBER})-(?P<high>{NUMBER}) characters", _length_facts),
    (rf">= ?(?P<number>{NUMBER}) characters", _limit_reader("minLength")),
    (rf"<= ?(?P<number>{NUMBER}) characters", _limit_reader("maxLength")),
    (rf"(?P<low>{NUMBER})-(?P<high>{NUMBER})(?![\w.-])", _range_facts),
    (rf">= ?(?P<number>{NUMBER})", _limit_reader("minimum")),
    (rf"<= ?(?P<number>{NUMBER})", _limit_reader("maximum")),
    (r"defaults? (?:to|is|value:)?:? ?(?P<word>\S+)", _word_reader("default")),
)
_MARKS = tuple((re.compile(pattern, re.IGNORECASE), read) for pattern, read in _PATTERNS)


def read_marks(words: str) -> dict[str, Any] | None:
    """Return what the words after a field's name state, or None where they aren't all types and marks.

    Args:
        words: The words, glued or apart.
    """
    head = parse_head("", words)
    return None if head is None else dict(head.facts)


def read_head(text: str) -> Head | None:
    """Return the head that a line is: a name, then types and marks, apart from the name or after a `*`.

    Args:
        text: The line.
    """
    match = _NAME.match(text)
    if match is None:
        return None
    rest = text[match.end() :]
    return parse_head(match.group(), rest) if rest[:1] in ("", " ", "*", "?") else None


def parse_head(name: str, words: str) -> Head | None:
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
        type_ = None if is_typed else _TYPE.match(rest)
        mark = (type_, type_facts(type_)) if type_ else _match_mark(rest)
        if mark is None:
            return None
        is_typed = is_typed or type_ is not None
        facts |= mark[1]
        rest = rest[mark[0].end() :].lstrip(" ,")
    if "default" in facts:
        facts["default"] = parse_value(facts["default"], facts.get("type"))
    return Head(name.replace("[]", ""), facts, is_typed, "object" in words.lower())


def _match_mark(words: str) -> tuple[re.Match[str], Field] | None:
    matches = ((pattern.match(words), read) for pattern, read in _MARKS)
    return next(((match, read(match)) for match, read in matches if match), None)


# Lines of a description that are a label and what it holds: `Example: Jenny`, `Possible values: [a, b]`.

_LABEL = re.compile(
    r"(?P<label>examples?|default(?: value)?|format|pattern|match(?:es)?|(?:possible|allowed|valid) values?|enum"
    r"|value in|range|length|value must match regular expression|(?:min|max)(?:imum)?(?: (?:length|value))?)"
    r"(?::|(?<=expression)) ?(?P<held>.*)",
    re.IGNORECASE,
)
_LABEL_FACTS: Mapping[str, str] = {
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
    rf"(?:(?P<low>{NUMBER}) ?<= ?)?(?:value|length)(?: ?<= ?(?P<high>{NUMBER}))?", re.IGNORECASE
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
    label, content = match["label"].lower(), match["held"].strip()
    if not content:
        return {}
    if label.startswith(("min", "max")):
        return _limit_fact(label, content)
    fact = _LABEL_FACTS.get(label)
    if fact is None:
        return _value_facts(label, content, kind)
    return {fact: content.strip("`") if fact in ("format", "pattern") else parse_value(content, kind)}


_SECOND_SENTENCE = re.compile(r"\. [A-Z]")


def _value_facts(label: str, content: str, kind: object) -> Field | None:
    """Return the limits or the values that a label states, or None where what it holds is no list of values."""
    if range_ := _RANGE.fullmatch(content):
        return _limit_facts(range_)
    if content[0] in "<>" or content.startswith("non-empty"):
        return _read_limits(content)
    if label in ("range", "length") or _SECOND_SENTENCE.search(content):
        return None
    bare = content[1:-1] if content[0] == "[" and content[-1] == "]" else content
    separator = r", ?" if "," in bare else r" ?\| ?" if "|" in bare else " "
    items = [item for item in re.split(separator, bare) if item]
    if not are_values([item.strip("`\"'") for item in items]):
        return None
    return {"enum": [parse_value(item, _item_type(kind)) for item in items]}


def _limit_fact(label: str, content: str) -> Field | None:
    """Return the limit that a label states, or None where what it holds is no number."""
    bare = content.strip("`")
    if not re.fullmatch(NUMBER, bare):
        return None
    return {f"{label[:3]}{'Length' if label.endswith('length') else 'imum'}": parse_number(bare)}


def _item_type(kind: object) -> object:
    return None if kind == "array" else kind


def _read_limits(content: str) -> dict[str, Any] | None:
    return read_marks(content.replace(" and ", ", ").replace("non-empty", ">= 1 characters"))


def _limit_facts(match: re.Match[str]) -> Field:
    is_length = "length" in match.group().lower()
    low, high = ("minLength", "maxLength") if is_length else ("minimum", "maximum")
    limits = {low: match["low"], high: match["high"]}
    return {fact: parse_number(limit) for fact, limit in limits.items() if limit is not None}


# A row of a table of fields: the head and the description that its cells hold.

_YES = frozenset({"yes", "true", "required", "x", "*", "\u2713", "\u2714", "\u2705"})
_NO = frozenset({"no", "false", "optional", "", "-", "\u2013", "\u2014", "\u2717", "\u2718", "\u274c"})
_NOTHING = frozenset({"", "-", "\u2013", "\u2014", "n/a", "none"})
_LABELS: Mapping[str, str] = {
    "format": "Format",
    "default": "Default",
    "example": "Example",
    "pattern": "Pattern",
    "values": "Allowed values",
}


def read_row(line: Line) -> Head:
    """Return the head that a row of a table is.

    Args:
        line: The row; its description, if it has one, is its cell `description`.

    Raises:
        PageError: A cell holds something else than its column says.
    """
    cells = line.cells
    name = read_head(cells.get("name", ""))
    type_ = parse_head("type", cells.get("type", "")) if name else None
    if name is None or type_ is None:
        cell = cells.get("name" if name is None else "type", "")
        raise PageError(
            f"{excerpt(cell)} is not a field's {'name' if name is None else 'type'}.", line.number
        )
    facts: dict[str, Any] = {**name.facts, **type_.facts}
    for mark in ("required", "nullable", "deprecated"):
        if mark in cells:
            facts[mark] = _is_marked_name(cells[mark], mark, line)
    unread: list[str] = []
    for column, label in _LABELS.items():
        if cells.get(column, "").lower() not in _NOTHING:
            words = f"{label}: {cells[column]}"
            label_facts = read_label(words, facts.get("type"))
            facts |= label_facts or {}
            unread += [words] if label_facts is None else []
    return Head(name.name, facts, type_.has_fields, words="\n".join(unread))


def _is_marked_name(cell: str, column: str, line: Line) -> bool:
    word = cell.lower()
    if word in _YES or word == column:
        return True
    if word in _NO:
        return False
    raise PageError(f"{excerpt(cell)} in the column {column} must be yes or no.", line.number)


# The items of a list, which may hold both the head of a field and the words about it.

_PARTING = re.compile(r" [-\u2013\u2014] |: ")
_BRACKETS = re.compile(
    rf"(?P<name>{NAME}) \((?P<marks>[^()]{{1,200}})\)(?::| [-\u2013\u2014]|\.)? ?(?P<words>.*)"
)
_MAX_HEAD = 200


def split_item(line: Line) -> Iterator[tuple[str, str]]:
    """Yield the ways in which an item may be a head and words.

    Args:
        line: The item; of any other line nothing is yielded.
    """
    if not line.depth or line.form is not Form.TEXT or line.text[0].isupper():
        return
    if match := _BRACKETS.fullmatch(line.text):
        yield f"{match['name']} {match['marks']}", match["words"]
    for parting in _PARTING.finditer(line.text, 0, _MAX_HEAD):
        yield line.text[: parting.start()], line.text[parting.end() :]
