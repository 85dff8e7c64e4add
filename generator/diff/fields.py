"""Fields: how the fields of one class differ: which there are, which may be missing, and what they hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.contract import Field, Struct, Use
from generator.diff.fitting import may_be_none
from generator.diff.surface import REQUEST, Found, Surface
from generator.diff.values import Value, gravest, value_changes


def field_changes(old: tuple[Surface, Struct], new: tuple[Surface, Struct]) -> Iterator[Found]:
    """Yield how the fields of a class differ.

    Args:
        old: The earlier surface, and the class in it, the classes of its fields under their later names.
        new: The later ones.
    """
    (surface, one), (later, other) = old, new
    before, after = ({field.wire: field for field in struct.fields} for struct in (one, other))
    ways = surface.ways(one.name)
    for wire in before | after:
        known, field = before.get(wire), after.get(wire)
        if known and field:
            place = f"{other.name}.{field.name}"
            yield from gravest(_presence_changes(known, field, place, one.use, ways))
            yield from value_changes(_value(surface, known), _value(later, field), place, ways)
        elif field:
            yield from gravest(_added(field, f"{other.name}.{field.name}", way) for way in ways)
        else:
            yield from gravest(
                Found(f"{way}-field-removed", f"{other.name}.{before[wire].name}") for way in ways
            )


def _value(surface: Surface, field: Field) -> Value:
    return Value(surface, field.shape, field.pointer, field.doc)


def _added(field: Field, place: str, way: str) -> Found:
    if way != REQUEST:
        return Found("answer-field-added", place)
    return Found(f"request-field-added-{'required' if field.required else 'optional'}", place)


def _presence_changes(
    known: Field, field: Field, place: str, use: Use, ways: Sequence[str]
) -> Iterator[Found]:
    """Yield what it means that a field may be missing, or null, where it may not have been, or the reverse."""
    for way in ways:
        if way == REQUEST:
            if known.required != field.required:
                yield Found(f"request-field-now-{'required' if field.required else 'optional'}", place)
            continue
        was, now = _absences(known, use), _absences(field, use)
        if now - was:
            yield Found("answer-field-may-be-missing", place)
        elif was and not now:
            yield Found("answer-field-always-there", place)
        elif was != now or _stated(known) != _stated(field):
            yield Found("answer-absence-changed", place)


def _absences(field: Field, use: Use) -> set[str]:
    """Return what callers may find in place of a value."""
    missing = set[str]() if field.required else {"None" if use is Use.ANSWER else "UNSET"}
    return missing | ({"None"} if may_be_none(field.shape) else set[str]())


def _stated(field: Field) -> tuple[bool, bool]:
    return field.required, may_be_none(field.shape)
