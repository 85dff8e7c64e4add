"""Values: how one value differs that a call sends or receives: its type, its limits, its words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from generator.codegen.shapes import Shape, annotation
from generator.diff.kinds import KINDS
from generator.diff.limits import LIMITS, UNLIMITED, limit_kind
from generator.diff.surface import REQUEST, Difference, Fit, Surface, fit, may_be_none, without_none
from generator.openapi.pointers import sequence
from generator.openapi.view import Spot


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
    same_type = fit(without_none(old.shape), without_none(new.shape))
    yield from type_changes(old.shape, new.shape, place, ways)
    if REQUEST in ways and may_be_none(old.shape) != may_be_none(new.shape):
        yield Difference(f"request-null-{'allowed' if may_be_none(new.shape) else 'refused'}", place)
    if old.doc != new.doc:
        yield Difference("description-changed", place)
    for difference in fact_differences(
        (old.surface, old.surface.subject.spot(old.pointer)),
        (new.surface, new.surface.subject.spot(new.pointer)),
        place,
        ways,
    ):
        # A format that makes another type of it is reported as a change of type.
        if same_type is Fit.SAME or not difference.kind.endswith("-format-changed"):
            yield difference


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


# Facts: what a document says of one value beside its type, such as limits and defaults, and how that differs.

_KEPT = LIMITS | {"default", "deprecated", "format"}


def fact_differences(
    old: tuple[Surface, Spot], new: tuple[Surface, Spot], place: str, ways: Sequence[str]
) -> Iterator[Difference]:
    """Yield how what is said of one value differs.

    Args:
        old: The earlier surface, and the schema or parameter in it.
        new: The later ones.
        place: What the value is called.
        ways: Which ways it travels.
    """
    before, after = _facts_by_keyword(*old), _facts_by_keyword(*new)
    for key in before | after:
        was, now = before.get(key, UNLIMITED), after.get(key, UNLIMITED)
        if was == now:
            continue
        details = f"{key} is {_value_in_words(now)}, and was {_value_in_words(was)}"
        keyword = key.rpartition(" ")[2]
        if keyword == "deprecated":
            yield Difference("deprecated" if now is True else "undeprecated", place)
        elif keyword in LIMITS:
            yield Difference(limit_kind(keyword, was, now, ways), place, details)
        else:
            yield Difference(f"{ways[0]}-{keyword}-changed", place, details)


def _value_in_words(value: object) -> str:
    return "none" if value is UNLIMITED else repr(value)


def _facts_by_keyword(surface: Surface, spot: Spot) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    if spot.value.get("deprecated") is True:
        facts["deprecated"] = True
    for key, value in _schema_facts(surface, _schema_of(spot), "", set()):
        facts.setdefault(key, value)
    return facts


def _schema_of(spot: Spot) -> Spot:
    """Return the schema of a parameter or a body, or the spot itself, which is one."""
    media = next(iter(spot.named_children("content")), spot)
    return media.step("schema") if "schema" in media.value else media


def _schema_facts(
    surface: Surface, schema: Spot, before: str, pointers: set[str]
) -> Iterator[tuple[str, Any]]:
    """Yield what a schema and its parts say, each once; a class is compared by itself."""
    if schema.pointer in pointers or (pointers and _is_class(schema)):
        return
    pointers.add(schema.pointer)
    # An enum of texts is a class, and its values are compared as such.
    keywords = _KEPT - {"enum"} if _is_class(schema) else _KEPT
    for key, value in schema.value.items():
        if key in keywords and (key != "deprecated" or value is True):
            yield before + key, value
    if "$ref" in schema.value:
        yield from _schema_facts(surface, surface.subject.resolve(schema), before, pointers)
    if "items" in schema.value:
        yield from _schema_facts(surface, schema.step("items"), f"{before}items ", pointers)
    for keyword in ("allOf", "anyOf", "oneOf"):
        parts = [part for part in schema.listed_children(keyword) if part.value.get("type") != "null"]
        for number, part in enumerate(parts, 1):
            place = f"{before}{keyword} {number} " if len(parts) > 1 else before
            yield from _schema_facts(surface, part, place, pointers)


def _is_class(schema: Spot) -> bool:
    return "properties" in schema.value or any(
        isinstance(value, str) for value in sequence(schema.value.get("enum"))
    )
