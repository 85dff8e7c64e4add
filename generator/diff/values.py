"""Values: how one value differs that a call sends or receives: its type, its limits, its words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from generator.diff import facts
from generator.diff.fitting import Fit, fit, may_be_none, without_none
from generator.diff.kinds import KINDS
from generator.diff.surface import REQUEST, Found, Surface
from generator.shapes import Shape, annotation


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


def gravest(candidates: Iterable[Found]) -> Iterator[Found]:
    """Yield the gravest of what one change means for each way a value travels, the first of equals."""
    found = max(candidates, key=lambda one: KINDS[one.kind].level, default=None)
    if found:
        yield found


def value_changes(old: Value, new: Value, place: str, ways: Sequence[str]) -> Iterator[Found]:
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
        yield Found(f"request-null-{'allowed' if may_be_none(new.shape) else 'refused'}", place)
    if old.doc != new.doc:
        yield Found("description-changed", place)
    for found in facts.differences(
        (old.surface, old.surface.spot(old.pointer)),
        (new.surface, new.surface.spot(new.pointer)),
        place,
        ways,
    ):
        # A format that makes another type of it is told as one.
        if same_type is Fit.SAME or not found.kind.endswith("-format-changed"):
            yield found


def type_changes(old: Shape, new: Shape, place: str, ways: Sequence[str]) -> Iterator[Found]:
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
        details = f"it was {_annotated(was)} and is {_annotated(now)}"
        yield from gravest(Found(f"{way}-{how.value}", place, details) for way in ways)


def _annotated(shape: Shape) -> str:
    return annotation(shape, lambda one: one.name)
