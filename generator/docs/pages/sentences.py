"""Sentences: the rules that descriptions state; what sounds like a rule and fits no pattern is kept apart."""

from __future__ import annotations

import copy
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from generator.docs.pages.field_heads import number, read_marks, value
from generator.docs.pages.lines import Form, Line
from generator.facts import Field
from generator.openapi.pointers import is_mapping, mapping, sequence

_MAX_SENTENCE = 2_000
# A full stop ends a sentence before a capital, unless an abbreviation has it; a new line does, before anything else.
_END = re.compile(r"(?<=[.!?])(?<!i\.e\.)(?<!e\.g\.)(?<!etc\.)(?<!cf\.)(?<!vs\.) (?=[\"'(\[]?[A-Z0-9])|\n")
_QUOTES = str.maketrans("", "", '`\u201c\u201d"')
_RULE_WORDS = re.compile(
    r"\b(?:must|cannot|can't|can not|may not|should not|shall|not allowed|not supported|only|requires?|required"
    r"|unless|limit(?:ed)?|at most|at least|up to|no more than|no less than|no fewer than|no sooner|no later"
    r"|instead|precedence|combination|combined|exclusive|deprecated|obsolete|defaults?|alias(?:es)?|set to"
    r"|when using|empty string|possible values|valid values|allowed values|one of|ignored|maximum of|minimum of"
    r"|exactly)\b",
    re.IGNORECASE,
)


@dataclass
class Said:
    """What a description states.

    Attributes:
        facts: Its facts; those that no pattern reads are digests under `unread`.
        sentences: The sentences of those digests.
    """

    facts: dict[str, Any] = field(default_factory=dict[str, Any])
    sentences: dict[str, str] = field(default_factory=dict[str, str])

    def leave(self, sentence: str) -> None:
        """Keep a rule that no pattern reads."""
        mark = sentence_digest(sentence)
        add_facts(self.facts, {"unread": [mark]})
        self.sentences[mark] = sentence


def add_facts(facts: dict[str, Any], more: Field) -> None:
    """Add facts to others; lists and tables of values grow, all else is what was said last.

    Args:
        facts: Those that grow.
        more: Those to add.
    """
    for fact, said in more.items():
        held = facts.get(fact)
        if is_mapping(held) and is_mapping(said):
            add_facts(mapping(held), mapping(said))
        elif listed := sequence(held):
            facts[fact] = [*listed, *(item for item in sequence(said) if item not in listed)]
        else:
            facts[fact] = copy.deepcopy(said)


def sentences(text: str) -> list[str]:
    """Return the sentences of a description, as `plain` leaves them.

    Args:
        text: The description; a line of it is a paragraph.
    """
    return [bare for part in _END.split(text) if (bare := plain(part))]


def plain(sentence: str) -> str:
    """Return a sentence without what forms of a page may add: quotes, and its full stop.

    Args:
        sentence: The sentence.
    """
    return " ".join(sentence.translate(_QUOTES).split()).rstrip(".")


def is_rule(sentence: str) -> bool:
    """Tell whether a sentence sounds like a rule.

    Args:
        sentence: The sentence.
    """
    return bool(_RULE_WORDS.search(sentence))


def read_prose(text: str, name: str, kind: object) -> Said:
    """Return what the description of a field states.

    Args:
        text: The description; a line of it is a paragraph.
        name: The field's name.
        kind: The field's type, where it is known.
    """
    said = Said()
    for sentence in sentences(text):
        found = stated(sentence) if len(sentence) <= _MAX_SENTENCE else []
        for facts in found:
            add_facts(said.facts, _of_field(facts, name, kind))
        if not found and is_rule(sentence):
            said.leave(sentence)
    return said


def sentence_digest(sentence: str) -> str:
    """Return the first eight hexadecimal digits of a sentence's SHA-256.

    Args:
        sentence: A sentence as `sentences` gives it.
    """
    return hashlib.sha256(sentence.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def _of_field(facts: Field, name: str, kind: object) -> Field:
    if "default" in facts:
        return {**facts, "default": value(facts["default"], kind)}
    if "enum" in facts:
        return {**facts, "enum": [value(item, kind) for item in facts["enum"]]}
    # That the field itself wins is said on the fields that yield to it.
    return {} if facts.get("yieldsTo") == [name] else facts


# The table of the sentences that state rules: a pattern each, and the facts it stands for.

_NAME = r"[a-z][a-z0-9]*(?:[_.][a-z0-9]+)*"
_SNAKE = r"[a-z][a-z0-9]*(?:_[a-z0-9]+)+"
_VALUE = r"[\w+-][\w.:/+-]*(?<![.:-])"
_BETWEEN = r"(?:,? and |,? or |, )"
_NAMES = rf"(?P<names>{_NAME}(?:{_BETWEEN}{_NAME})*)"
_VALUES = rf"(?P<names>{_VALUE}(?:{_BETWEEN}{_VALUE})*)"
_STOP = r"(?=$|[,;()])"
_NUMBER = r"(?P<number>-?\d{1,15}(?:\.\d{1,15})?)(?![\w.%-])(?! (?:characters|chars|digits|letters|times|days|hours))"
_LENGTH = r"(?P<number>\d{1,9}) (?:characters|chars|digits|letters)\b"
_TWO = r"(?<!\d)(?P<low>\d{1,9}) (?:to|and|-) (?P<high>\d{1,9})(?!\d)"
_NOT = r"(?:cannot|can't|can not|must not|may not|is not to)"
_TOGETHER = r"(?:used|combined|sent|set|given|provided) (?:in combination |together )?with"
_SET = rf"(?:(?P<field>{_NAME}) (?:is set to|equals|is one of)|(?P<snake>{_SNAKE}) (?:is|=))"
_WHEN = rf"(?:when|if) (?:the )?{_SET}:? {_VALUES}{_STOP}"
_NO = re.compile(r"\b(?:not|cannot|can't|never|ignored|unless|except)\b", re.IGNORECASE)
_REQUIRED = re.compile(r"\brequired\b", re.IGNORECASE)
_USED = re.compile(r"\bused\b", re.IGNORECASE)
_PARTING = re.compile(_BETWEEN)

_Read = Callable[[re.Match[str]], Field | None]


def listed(words: str) -> list[str]:
    """Return the members of a list in words, such as `a, b, or c`.

    Args:
        words: The list.
    """
    return _PARTING.split(words)


def stated(sentence: str) -> list[Field]:
    """Return what the patterns read in a sentence, one item a pattern.

    Args:
        sentence: The sentence, without quotes and full stop.
    """
    found = ((read, pattern.search(sentence)) for pattern, read in _PATTERNS)
    said = [read(match) for read, match in found if match]
    return [facts for facts in said if facts is not None]


def _names(fact: str) -> _Read:
    return lambda match: {fact: listed(match["names"])}


def _one(fact: str) -> _Read:
    return lambda match: {fact: number(match["number"])}


def _two(low: str, high: str) -> _Read:
    return lambda match: {low: number(match["low"]), high: number(match["high"])}


def _said(fact: str, value: Any) -> _Read:
    return lambda _: {fact: value}


def _words(fact: str) -> _Read:
    return lambda match: {fact: match["words"]}


def _condition(match: re.Match[str]) -> Field | None:
    before = match.string[: match.start()]
    if _NO.search(before):
        return None
    rule = {match["field"] or match["snake"]: listed(match["names"])}
    if not _REQUIRED.search(before):
        return {"usedWith": rule}
    return {"usedWith": rule, "requiredWith": rule} if _USED.search(before) else {"requiredWith": rule}


def _handler(match: re.Match[str]) -> Field | None:
    if _NO.search(match.string[: match.start()]):
        return None
    return {"usedWith": {f"{match['kind'].lower()}_handler": listed(match["names"])}}


def _unless(match: re.Match[str]) -> Field:
    return {"usedWith": {match["field"]: listed(match["names"])}}


_PATTERNS: tuple[tuple[re.Pattern[str], _Read], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), read)
    for pattern, read in (
        (_WHEN, _condition),
        (rf"(?:when|if) using the {_VALUES} (?P<kind>[a-z]+) handlers?\b", _handler),
        (
            rf"(?:ignored|not used|no effect) unless (?P<field>{_NAME}) (?:is set to|is|equals) {_VALUES}$",
            _unless,
        ),
        (rf"\b{_NOT} be {_TOGETHER} {_NAMES}$", _names("excludes")),
        (rf"\bmutually exclusive with {_NAMES}$", _names("excludes")),
        (rf"\bmust (?:always )?be {_TOGETHER} {_NAMES}$", _names("needs")),
        (rf"\brequires {_NAMES} to be (?:set|sent|given|present)$", _names("needs")),
        (rf"\balias(?:es)? (?:of|for) {_NAMES}$", _names("aliasOf")),
        (rf"(?:^|\b(?:sent|set|given|present), ){_NAMES} takes? precedence$", _names("yieldsTo")),
        (rf"\buse {_NAMES} instead\b", _names("replacedBy")),
        (rf"\b(?:replaced by|in favou?r of) {_NAMES}$", _names("replacedBy")),
        (r"\b(?:this|the) (?:[a-z]+ ){1,3}is deprecated\b|^(?:is )?deprecated\b", _said("deprecated", True)),
        (rf"(?:\bupper limit|\bmaximum(?: value)?|(?<!lower )\blimit) (?:of|is) {_NUMBER}", _one("maximum")),
        (rf"\b(?:at most|no more than|up to) {_NUMBER}", _one("maximum")),
        (rf"(?:\blower limit|\bminimum(?: value)?) (?:of|is) {_NUMBER}", _one("minimum")),
        (rf"\b(?:at least|no less than|no fewer than) {_NUMBER}", _one("minimum")),
        (rf"\b(?:at most|no more than|up to|maximum of) {_LENGTH}", _one("maxLength")),
        (rf"\b(?:at least|no less than|no fewer than|minimum of) {_LENGTH}", _one("minLength")),
        (rf"\b{_TWO} (?:characters|chars|digits|letters)\b", _two("minLength", "maxLength")),
        (
            rf"\b(?:must be |value )?between {_TWO}(?! (?:characters|chars|digits|letters))\b",
            _two("minimum", "maximum"),
        ),
        (rf"\bdefault(?:s to| is| value is|s?:) (?P<words>{_VALUE}){_STOP}", _words("default")),
        (
            rf"\b(?:possible|valid|allowed|accepted|supported) values(?: are|:)+ \[?{_VALUES}\]?$",
            _names("enum"),
        ),
        (rf"\b(?:must be|can be|is|accepts) (?:either |one of:? ){_VALUES}$", _names("enum")),
        (rf"\bfor either (?P<names>{_VALUE}(?:, {_VALUE})*,? or {_VALUE})\b", _names("enum")),
        (r"\bmust (?:use|start with|begin with) (?P<words>[a-z]+://|\+)(?!\S)", _words("prefix")),
        (r"\bempty string (?:to clear|clears)\b", _said("clearable", True)),
        (r"\b(?:cannot|can't) be cleared\b", _said("clearable", False)),
    )
)


# Which lines are prose: those that aren't may be a head that was cut or mistyped, and are never taken for words.

_GLUED = re.compile(r"[a-z](?:Required|Optional|Deprecated)|[a-z]format: \"")
# A heading that no layout knows: what stands under it would be taken for more of what stands above.
_TITLE = re.compile(r"[A-Z][\w-]*(?: [A-Z][\w-]*){0,3}")
_PROSE_NAME = re.compile(r"[a-z_$][\w$.\[\]-]*[*?]?")
_PROSE_SNAKE = re.compile(r"[a-z][a-z0-9]*_\w+\W?")
_CLOSED = re.compile(r"[.!?:;,)\]\"']$")
_ENDED = re.compile(r"[.!?:;,]$")
_MARKED = re.compile(r"\b(?:REQUIRED|OPTIONAL|required|optional|deprecated)$")
_SHORT = 5


def is_prose(line: Line) -> bool:
    """Tell whether a line is words for people, and nothing that only looks like them.

    Args:
        line: The line.
    """
    words = line.text.split()
    if line.form in (Form.HEADING, Form.ROW) or _GLUED.search(line.text) or _TITLE.fullmatch(line.text):
        return False
    if len(words) == 1:
        return bool(_CLOSED.search(line.text)) and not _PROSE_NAME.fullmatch(line.text)
    if _PROSE_NAME.fullmatch(words[0]):
        is_head = "_" in words[0] and read_marks(words[1].strip("():,-")) is not None
        is_long = len(words) > _SHORT and not _MARKED.search(line.text)
        return not is_head and (is_long or bool(_CLOSED.search(line.text)))
    return not _PROSE_SNAKE.fullmatch(words[0]) or len(words) > _SHORT or bool(_ENDED.search(line.text))
