"""The table of the sentences that state rules: a pattern each, and the facts it stands for."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from generator.docs.facts import Field
from generator.docs.pages.heads import number

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
