"""Limits: what a schema says of a value beyond its type, in words for a docstring; no class has a type for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from generator.codegen.parts import DescribedBy, Part
from generator.openapi.pointers import is_mapping, sequence

_WORDS = {
    "minimum": "at least {}",
    "exclusiveMinimum": "more than {}",
    "maximum": "at most {}",
    "exclusiveMaximum": "less than {}",
    "multipleOf": "a multiple of {}",
    "minLength": "length at least {}",
    "maxLength": "length at most {}",
    "pattern": "matches {}",
    "minItems": "length at least {}",
    "maxItems": "length at most {}",
    "minProperties": "length at least {}",
    "maxProperties": "length at most {}",
}
_EXCLUSIVE = {"minimum": "exclusiveMinimum", "maximum": "exclusiveMaximum"}
_HELD = {"items": "each item", "additionalProperties": "each member"}


def limits_doc(parts: Iterable[Part], described_by: DescribedBy) -> str:
    """Return the limits of a value as a sentence; empty where it has none.

    Args:
        parts: The schemas that hold for it together; those that hold in some cases are passed over.
        described_by: Gives all that the schema of an item or a member is made of.
    """
    limits = ", ".join(dict.fromkeys(_limits(parts, described_by)))
    return f"Limits: {limits}." if limits else ""


def _limits(parts: Iterable[Part], described_by: DescribedBy) -> Iterator[str]:
    for part in parts:
        if part.variant:
            continue
        yield from _own_limits(part.schema)
        for keyword, words in _HELD.items():
            held = part.schema.get(keyword)
            if is_mapping(held):
                # An item's own items are its business: this ends even where a schema refers to itself.
                inner = described_by(held, part.at.step(keyword))
                yield from (
                    f"{words} {limit}"
                    for one in inner
                    if not one.variant
                    for limit in _own_limits(one.schema)
                )


def _own_limits(schema: dict[str, Any]) -> Iterator[str]:
    for keyword, words in _WORDS.items():
        value = schema.get(keyword)
        # In OpenAPI 3.0 an exclusive bound is a mark beside the bound.
        if keyword in _EXCLUSIVE and schema.get(_EXCLUSIVE[keyword]) is True:
            words = _WORDS[_EXCLUSIVE[keyword]]  # noqa: PLW2901 - the words of this bound
        if isinstance(value, (int, float, str)) and not isinstance(value, bool):
            yield words.format(repr(value))
    if schema.get("uniqueItems") is True:
        yield "no item twice"
    listed = [schema["const"]] if "const" in schema else sequence(schema.get("enum"))
    if not all(value is None or isinstance(value, str) for value in listed):
        yield f"one of {', '.join(map(repr, listed))}" if len(listed) > 1 else f"always {listed[0]!r}"
