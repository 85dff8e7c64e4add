"""Enumerations: how the values of an enum differ; it is open, so what counts is their names and who may send them."""

from __future__ import annotations

from collections.abc import Iterator

from generator.contract import Enumeration, Member
from generator.diff.surface import ANSWER, REQUEST, Found, Surface
from generator.plain import mapping


def enum_changes(old: tuple[Surface, Enumeration], new: tuple[Surface, Enumeration]) -> Iterator[Found]:
    """Yield how the values of an enum differ.

    Args:
        old: The earlier surface, and the enum in it.
        new: The later ones.
    """
    (surface, one), (_, other) = old, new
    before, after = ({member.value: member for member in enum.members} for enum in (one, other))
    for value in before | after:
        known, member = before.get(value), after.get(value)
        if known and member:
            place = f"{other.name}.{member.name}"
            yield from _member_changes(known, member, place, surface.carriers(one.name))
            was, now = _is_deprecated(*old, value), _is_deprecated(*new, value)
            if was != now:
                yield Found("deprecated" if now else "undeprecated", place)
        elif member:
            yield _found(surface, one.name, member, f"{other.name}.{member.name}", "added")
        else:
            yield _found(surface, one.name, before[value], f"{other.name}.{before[value].name}", "removed")


def _found(surface: Surface, enum: str, member: Member, place: str, what: str) -> Found:
    is_sent = member.settable and REQUEST in surface.ways(enum)
    ways = (REQUEST, ANSWER) if is_sent else (ANSWER,)
    return Found(f"{ways[0]}-enum-value-{what}", place, carriers=surface.carriers(enum, ways))


def _member_changes(known: Member, member: Member, place: str, carriers: str) -> Iterator[Found]:
    if known.settable != member.settable:
        what = "settable" if member.settable else "unsettable"
        yield Found(f"request-enum-value-{what}", place, carriers=carriers)
    if known.doc != member.doc:
        yield Found("description-changed", place)


def _is_deprecated(surface: Surface, enum: Enumeration, value: str) -> bool:
    told = mapping(surface.spot(enum.pointer).value.get("x-values"))
    return mapping(told.get(value)).get("deprecated") is True
