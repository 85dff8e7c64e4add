"""Decides which kind of change it is when a limit or a rule of one value changes.

Documents state limits (`generator.diff.values`), and documentation pages state limits and rules
(`generator.docs.compare.breaking`); both are judged here.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeGuard

from generator.diff.surface import ANSWER, REQUEST
from generator.openapi.pointers import is_mapping, mapping, sequence

_UPPER = frozenset({"exclusiveMaximum", "maxItems", "maxLength", "maxProperties", "maximum"})
_LOWER = frozenset({"exclusiveMinimum", "minItems", "minLength", "minProperties", "minimum"})
LIMITS = _UPPER | _LOWER | {"const", "enum", "multipleOf", "pattern", "uniqueItems"}
"""The keywords that limit which values are taken."""
RULED = frozenset(
    {
        *("additionalProperties", "contains", "contentEncoding", "contentMediaType", "contentSchema"),
        *("dependentRequired", "dependentSchemas", "else", "if", "maxContains", "minContains"),
        *("items", "not", "patternProperties", "prefixItems", "propertyNames", "then"),
        *("unevaluatedItems", "unevaluatedProperties"),
    }
)
"""The keywords that limit values by rules that don't compare."""
_CLOSING = frozenset({"additionalProperties", "items", "unevaluatedItems", "unevaluatedProperties"})
UNLIMITED = object()
"""In place of a limit that isn't stated; null may be a limit."""
RULES = frozenset({"clearable", "excludes", "needs", "prefix", "requiredWith", "usedWith"})
"""The facts of `generator.facts` that make a check, or the server, refuse a value."""

TIGHTER, LOOSER = f"{REQUEST}-limit-tightened", f"{REQUEST}-limit-loosened"


def limit_kind(keyword: str, was: object, now: object, ways: Sequence[str]) -> str:
    """Return the id of the kind of change when a limit changes.

    Args:
        keyword: The limit, one of `LIMITS`.
        was: The earlier limit, or `UNLIMITED`.
        now: The later one.
        ways: Which ways the value travels.
    """
    if REQUEST not in ways:
        return f"{ANSWER}-limit-changed"
    return LOOSER if _is_looser(keyword, was, now) else TIGHTER


def _is_looser(keyword: str, was: object, now: object) -> bool:
    """Tell whether a limit lets through all it did; a pattern that changed is taken for one that doesn't."""
    if was is UNLIMITED or now is UNLIMITED:
        return now is UNLIMITED
    if was is False and keyword in _CLOSING:  # other members, or items, were refused
        return True
    if keyword == "enum":
        return all(value in sequence(now) for value in sequence(was))
    if not _is_number(was) or not _is_number(now):
        return False
    if keyword == "multipleOf":
        return bool(now) and was % now == 0
    return (keyword in _UPPER and now > was) or (keyword in _LOWER and now < was)


def _is_number(value: object) -> TypeGuard[int | float]:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def rule_kind(fact: str, was: object, now: object) -> str:
    """Return the id of the kind of change when a rule of a value that is sent changes.

    Args:
        fact: The rule, one of `RULES`.
        was: The earlier rule, or None.
        now: The later one, or None.
    """
    return TIGHTER if _is_stricter(fact, was, now) else LOOSER


def _is_stricter(fact: str, was: object, now: object) -> bool:
    """Tell whether a rule refuses more than it did: it names more, or leaves less to be used with."""
    if isinstance(now, bool):  # whether the empty string clears it
        return not now
    if isinstance(now, str):
        return was != now
    if is_mapping(now):
        old, new = mapping(was), mapping(now)
        some, others = (old, new) if fact == "usedWith" and old else (new, old)
        return any(set(values) - set(sequence(others.get(key))) for key, values in some.items())
    return bool(set(sequence(now)) - set(sequence(was)))
