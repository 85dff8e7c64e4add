"""The words by which pages name types, and the facts they mean."""

from __future__ import annotations

import re
from collections.abc import Mapping

from generator.docs.facts import Field

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
# Longer words first: one word may begin another.
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
    facts = _named(match)
    return {**facts, "nullable": True} if match["null"] else facts


def _named(match: re.Match[str]) -> Field:
    if match["list"] or match["items"]:
        return {"type": "array"}
    if match["map"]:
        return {"type": "object"}
    facts = _TYPES[match["word"].lower()]
    if named := match["format"] or match["named"]:
        return {**facts, "format": named}
    return facts
