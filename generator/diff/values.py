"""Values: how one value differs that a call sends or receives: its type, its limits, its words."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from generator.codegen.shapes import ANY, Shape, annotation, parts
from generator.diff.constraints import plain_schema, schema_of, value_facts
from generator.diff.kinds import KINDS
from generator.diff.limits import LIMITS, RULED, UNLIMITED, limit_kind
from generator.diff.surface import REQUEST, Difference, Fit, Surface, fit, may_be_none, without_none

_TYPES = frozenset({"prefixItems"})
"""Rules that say what a value is made of."""
_UNIONS = frozenset({"anyOf", "oneOf"})


@dataclass(frozen=True)
class Value:
    """A parameter, a field or a body.

    Attributes:
        surface: Where it belongs.
        shape: What it holds, its classes under their later names.
        pointer: Where the document says it.
        doc: What the document says of it.
    """

    surface: Surface
    shape: Shape
    pointer: str
    doc: str


def most_serious_change(candidates: Iterable[Difference]) -> Iterator[Difference]:
    """Yield the most serious of what one change means for each way a value travels, the first of equals."""
    difference = max(candidates, key=lambda candidate: KINDS[candidate.kind].level, default=None)
    if difference:
        yield difference


def value_changes(old: Value, new: Value, place: str, ways: Sequence[str]) -> Iterator[Difference]:
    """Yield how a value differs.

    Args:
        old: The earlier value.
        new: The later one.
        place: What it is called.
        ways: Which ways it travels.
    """
    before, after = _facts_of(old), _facts_of(new)
    differences = [*type_changes(old.shape, new.shape, place, ways)]
    if _closed_parts(before) != _closed_parts(after):
        # A mapping or a list that takes nothing has no type for what it takes, which is no wider one.
        differences = [difference for difference in differences if difference.kind.endswith("-changed")]
    if REQUEST in ways and may_be_none(old.shape) != may_be_none(new.shape):
        differences.append(
            Difference(f"request-null-{'allowed' if may_be_none(new.shape) else 'refused'}", place)
        )
    same_type = fit(without_none(old.shape), without_none(new.shape))
    differences += [
        difference
        for difference in compare_facts(before, after, place, ways)
        # A format that makes another type of it is reported as a change of type.
        if same_type is Fit.SAME or not difference.kind.endswith("-format-changed")
    ]
    yield from differences or untyped_changes(old, new, place, ways)
    if old.doc != new.doc:
        yield Difference("description-changed", place)


def untyped_changes(old: Value, new: Value, place: str, ways: Sequence[str]) -> Iterator[Difference]:
    """Yield whether a value differs that has no type in Python: it is compared as a whole.

    Args:
        old: The earlier value.
        new: The later one.
        place: What it is called.
        ways: Which ways it travels.
    """
    if _has_any(old) and _has_any(new) and _plain(old) != _plain(new):
        yield from most_serious_change(Difference(f"{way}-type-changed", place) for way in ways)


def _facts_of(value: Value) -> dict[str, Any]:
    return value_facts(value.surface, value.surface.subject.spot(value.pointer))


def _closed_parts(facts: dict[str, Any]) -> set[str]:
    return {
        key
        for key, value in facts.items()
        if value is False and key.endswith(("additionalProperties", "items"))
    }


def _has_any(value: Value) -> bool:
    return ANY in parts(value.shape)


def _plain(value: Value) -> Any:
    return plain_schema(value.surface, schema_of(value.surface.subject.spot(value.pointer)))


def type_changes(old: Shape, new: Shape, place: str, ways: Sequence[str]) -> Iterator[Difference]:
    """Yield how the type of a value differs, None aside.

    Args:
        old: The earlier shape.
        new: The later one.
        place: What the value is called.
        ways: Which ways it travels.
    """
    was, now = without_none(old), without_none(new)
    how = fit(was, now)
    if how is not Fit.SAME:
        details = f"it was {_annotation_of(was)} and is {_annotation_of(now)}"
        yield from most_serious_change(Difference(f"{way}-{how.value}", place, details) for way in ways)


def _annotation_of(shape: Shape) -> str:
    return annotation(shape, lambda shape_name: shape_name.name)


def compare_facts(
    before: dict[str, Any], after: dict[str, Any], place: str, ways: Sequence[str]
) -> Iterator[Difference]:
    """Yield how facts differ.

    Args:
        before: The earlier facts by keyword; the part of the value that it is about may stand before it.
        after: The later ones.
        place: What the value is called.
        ways: Which ways it travels.
    """
    for key in before | after:
        was, now = before.get(key, UNLIMITED), after.get(key, UNLIMITED)
        if is_same(was, now):
            continue
        details = f"{key} is {_value_in_words(now)}, and was {_value_in_words(was)}"
        keyword = key.rpartition(" ")[2]
        if keyword == "deprecated":
            yield Difference("deprecated" if now is True else "undeprecated", place)
        elif keyword in _TYPES:
            yield from most_serious_change(Difference(f"{way}-type-changed", place, keyword) for way in ways)
        elif keyword in RULED or keyword in _UNIONS:
            words = f"{key} {'is gone' if now is UNLIMITED else 'is new' if was is UNLIMITED else 'differs'}"
            yield Difference(limit_kind(keyword, was, now, ways), place, words)
        elif keyword in LIMITS:
            yield Difference(limit_kind(keyword, was, now, ways), place, details)
        else:
            yield Difference(f"{ways[0]}-{keyword}-changed", place, details)


def is_same(was: object, now: object) -> bool:
    """Tell whether two facts are the same; true is no number here, as it is none in a document.

    Args:
        was: The earlier one.
        now: The later one.
    """
    if was != now or isinstance(was, (str, int, float)):
        return was == now and isinstance(was, bool) == isinstance(now, bool)
    texts = [json.dumps(value, default=str) for value in (was, now)]
    return all(texts[0].count(word) == texts[1].count(word) for word in ("true", "false"))


def _value_in_words(value: object) -> str:
    return "none" if value is UNLIMITED else repr(value)
