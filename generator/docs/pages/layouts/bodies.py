"""The rules that the words above an operation state of the fields of its body, which they name."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from generator.docs.facts import Field
from generator.docs.pages.draft import DraftField, Part
from generator.docs.pages.errors import PageError
from generator.docs.pages.heads import NAME
from generator.docs.pages.prose import add_facts, is_rule, sentences

_FIELDS = re.compile(
    rf"\b(?:updatable|settable|writable|accepted) fields are (?P<names>{NAME}(?:(?:,? and |, ){NAME})*)$",
    re.IGNORECASE,
)
_MAX_SENTENCE = 2_000
_MAX_NAMED = 500
_WORD = re.compile(NAME)
_PARTING = re.compile(r",? (?:and|or) |, ")
_BETWEEN = re.compile(r",? and |, ")
_STATUS = re.compile(r"(?<!\d)(?P<status>[45]\d\d) (?P<code>[A-Z][A-Z_]+[A-Z])")
_BULLET = re.compile(r"(?:^|(?<= ))[-*\u2022] ")
_FILLING = re.compile(r"(?:and|or|,|the|a|\s)*")
# The blanks around names and values may have been lost: `orlabelto clear it`.
_OF_ALL: Sequence[tuple[re.Pattern[str], Field]] = (
    (
        re.compile(r"\bomit (?:a|the) field\b.* ?to leave (?:it|them) unchanged", re.IGNORECASE),
        {"required": False},
    ),
    (re.compile(r"\bsend ?null ?to leave (?:it|them) unchanged", re.IGNORECASE), {"nullable": True}),
)
_OF_SOME: Sequence[tuple[re.Pattern[str], str, Any]] = (
    (
        re.compile(r"\bempty string for (?P<names>.{1,500}?) ?to clear (?:it|them)\b", re.IGNORECASE),
        "clearable",
        True,
    ),
    (
        re.compile(r"\bempty string for (?P<names>.{1,500}?) ?to get ?[45]\d\d", re.IGNORECASE),
        "clearable",
        False,
    ),
    (
        re.compile(
            r"\bthe (?P<names>.{1,500}?) ?must (?:use|start with) ?(?P<words>[a-z]+://)", re.IGNORECASE
        ),
        "prefix",
        None,
    ),
)


@dataclass
class Words:
    """What the words above an operation state.

    Attributes:
        lines: The words.
    """

    lines: list[str] = field(default_factory=list[str])

    @property
    def text(self) -> str:
        """The words as one text; a line of a page may end inside a sentence."""
        return _BULLET.sub("", " ".join(self.lines))

    def statuses(self) -> Mapping[str, str]:
        """Return the statuses by the codes that stand beside them."""
        return {match["code"]: match["status"] for match in _STATUS.finditer(self.text)}

    def fields(self) -> Part:
        """Return the fields of the body that are named, with what is stated of them."""
        said = sentences(self.text)
        found: Part = {}
        naming = {sentence: match for sentence in said if (match := _named_fields(sentence))}
        for match in naming.values():
            found |= {name: DraftField({}) for name in _BETWEEN.split(match["names"])}
        if len(found) > _MAX_NAMED:
            raise PageError(f"more than {_MAX_NAMED} fields are named above the operation.")
        for sentence in said:
            if sentence not in naming:
                _state(found, sentence)
        return found


def _named_fields(sentence: str) -> re.Match[str] | None:
    return _FIELDS.search(sentence) if len(sentence) <= _MAX_SENTENCE else None


def status_of(code: object, known: Mapping[str, str]) -> str | None:
    """Return the status that goes with an error's code.

    Args:
        code: The code.
        known: The statuses that the page names beside codes; a code may also be a status's own name.
    """
    if not isinstance(code, str):
        return None
    return known.get(code) or (str(HTTPStatus[code].value) if code in HTTPStatus.__members__ else None)


def _state(fields: Part, sentence: str) -> None:
    if len(sentence) > _MAX_SENTENCE:
        return
    read = False
    for pattern, facts in _OF_ALL:
        if pattern.search(sentence):
            read = True
            for one in fields.values():
                add_facts(one.facts, facts)
    for pattern, fact, value in _OF_SOME:
        for match in pattern.finditer(sentence):
            named = _named(match["names"], fields)
            read = read or bool(named)
            for name in named:
                add_facts(fields[name].facts, {fact: match["words"] if value is None else value})
    if not read and is_rule(sentence):
        for name in _mentioned(sentence, fields):
            fields[name].description.append(sentence)


def _named(words: str, fields: Part) -> list[str]:
    """Return the fields that a list names, none if it names anything else."""
    apart = _PARTING.split(words)
    if all(name in fields for name in apart):
        return apart
    found: list[str] = []
    rest = words
    for name in sorted(fields, key=len, reverse=True):
        if name in rest:
            found.append(name)
            rest = rest.replace(name, " ")
    return found if _FILLING.fullmatch(rest) else []


def _mentioned(sentence: str, fields: Part) -> list[str]:
    return [name for name in dict.fromkeys(_WORD.findall(sentence)) if name in fields]
