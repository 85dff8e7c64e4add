"""Fitting: whether every value of one shape is a value of another too; pure."""

from __future__ import annotations

import enum

from generator.shapes import ANY, NONE, TEXT, Either, Listed, Mapped, Named, Plain, Shape, either

_WIDER = {("int", "float")}
"""Plain kinds of which each value is one of the other kind as well."""


class Fit(enum.Enum):
    """How a shape stands to an earlier one; the value is the end of a kind's id."""

    SAME = ""
    WIDENED = "type-widened"
    NARROWED = "type-narrowed"
    CHANGED = "type-changed"


def fit(old: Shape, new: Shape) -> Fit:
    """Return how a shape stands to an earlier one.

    Args:
        old: The earlier shape.
        new: The later shape.
    """
    if old == new:
        return Fit.SAME
    takes_all, gives_only = fits(old, new), fits(new, old)
    if takes_all and gives_only:
        return Fit.SAME
    return Fit.WIDENED if takes_all else Fit.NARROWED if gives_only else Fit.CHANGED


def fits(inner: Shape, outer: Shape) -> bool:
    """Tell whether each value of a shape is a value of another."""
    match inner, outer:
        case _ if outer in (ANY, inner):
            found = True
        case Either(), _:
            found = all(fits(member, outer) for member in inner.members)
        case _, Either():
            found = any(fits(inner, member) for member in outer.members)
        case (Listed(one), Listed(other)) | (Mapped(one), Mapped(other)):
            found = fits(one, other)
        case Plain(one), Plain(other):
            found = (one, other) in _WIDER
        case Named(), Plain():
            # The members of an enum are texts.
            found = inner.enum and outer == TEXT
        case _:
            found = False
    return found


def without_none(shape: Shape) -> Shape:
    """Return a shape without None; what may be None alone stays so."""
    if not isinstance(shape, Either):
        return shape
    return either(*(member for member in shape.members if member != NONE))


def may_be_none(shape: Shape) -> bool:
    """Tell whether a shape names None."""
    return shape == NONE or (isinstance(shape, Either) and NONE in shape.members)
