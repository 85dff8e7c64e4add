"""Changes of schemas: which classes there are, their fields and their values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from generator.codegen.contract import Enumeration, Field, Member, Struct, Use
from generator.diff.surface import ANSWER, REQUEST, Found, Surface, may_be_none, rename_classes
from generator.diff.values import Value, gravest_change, value_changes
from generator.openapi.pointers import mapping

Class = Struct | Enumeration


def class_renames(old: Surface, new: Surface) -> dict[str, str]:
    """Return the classes that have another name: those gone whose fields or values one new class has, and no other.

    Args:
        old: The earlier surface.
        new: The later one.
    """
    before, after = _classes_by_name(old), _classes_by_name(new)
    gone = [one for name, one in before.items() if name not in after]
    come = [one for name, one in after.items() if name not in before]
    found: dict[str, str] = {}
    for one in gone:
        twins = [other.name for other in come if _class_content(one) == _class_content(other)]
        if len(twins) == 1 and sum(_class_content(one) == _class_content(other) for other in gone) == 1:
            found[one.name] = twins[0]
    return found


def _classes_by_name(surface: Surface) -> dict[str, Class]:
    return {**surface.contract.structs, **surface.contract.enums}


def _class_content(one: Class) -> tuple[type[Class], frozenset[str]]:
    if isinstance(one, Enumeration):
        return Enumeration, frozenset(member.value for member in one.members)
    return Struct, frozenset(field.wire for field in one.fields)


def schema_changes(old: Surface, new: Surface, names: Mapping[str, str]) -> Iterator[Found]:
    """Yield how the classes differ.

    Args:
        old: The earlier surface.
        new: The later one.
        names: The classes that have another name.
    """
    before, after = _classes_by_name(old), _classes_by_name(new)
    for name, one in before.items():
        later = names.get(name, name)
        if name in names:
            yield Found("schema-renamed", f"{name} -> {later}")
        if later not in after:
            yield Found("schema-removed", name, carriers=old.carriers(name))
        else:
            yield from _class_changes(old, new, one, after[later], names)
    known = {*before, *names.values()}
    yield from (
        Found("schema-added", name, carriers=new.carriers(name)) for name in after if name not in known
    )


def _class_changes(
    old: Surface, new: Surface, one: Class, other: Class, names: Mapping[str, str]
) -> Iterator[Found]:
    if one.doc != other.doc:
        yield Found("description-changed", other.name)
    if isinstance(one, Struct) and isinstance(other, Struct):
        yield from _struct_changes(old, new, one, other, names)
    elif isinstance(one, Enumeration) and isinstance(other, Enumeration):
        yield from enum_changes((old, one), (new, other))
    else:
        yield Found("schema-kind-changed", other.name, carriers=old.carriers(one.name))


def _struct_changes(
    old: Surface, new: Surface, one: Struct, other: Struct, names: Mapping[str, str]
) -> Iterator[Found]:
    was_answer, is_answer = one.use is Use.ANSWER, other.use is Use.ANSWER
    if was_answer != is_answer and any(not field.required for field in one.fields):
        yield Found("schema-use-changed", other.name, f"it is in {new.carriers(other.name)}")
    known = replace(
        one, fields=tuple(replace(field, shape=rename_classes(field.shape, names)) for field in one.fields)
    )
    carriers = old.carriers(one.name)
    yield from (replace(found, carriers=carriers) for found in field_changes((old, known), (new, other)))


# Fields: how the fields of one class differ: which there are, which may be missing, and what they hold.


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
            yield from gravest_change(_presence_changes(known, field, place, one.use, ways))
            yield from value_changes(_field_value(surface, known), _field_value(later, field), place, ways)
        elif field:
            yield from gravest_change(_added_field(field, f"{other.name}.{field.name}", way) for way in ways)
        else:
            yield from gravest_change(
                Found(f"{way}-field-removed", f"{other.name}.{before[wire].name}") for way in ways
            )


def _field_value(surface: Surface, field: Field) -> Value:
    return Value(surface, field.shape, field.pointer, field.doc)


def _added_field(field: Field, place: str, way: str) -> Found:
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
        was, now = _possible_absences(known, use), _possible_absences(field, use)
        if now - was:
            yield Found("answer-field-may-be-missing", place)
        elif was and not now:
            yield Found("answer-field-always-there", place)
        elif was != now or _stated_absence(known) != _stated_absence(field):
            yield Found("answer-absence-changed", place)


def _possible_absences(field: Field, use: Use) -> set[str]:
    """Return what callers may find in place of a value."""
    missing = set[str]() if field.required else {"None" if use is Use.ANSWER else "UNSET"}
    return missing | ({"None"} if may_be_none(field.shape) else set[str]())


def _stated_absence(field: Field) -> tuple[bool, bool]:
    return field.required, may_be_none(field.shape)


# Enumerations: how the values of an enum differ; it is open, so what counts is their names and who may send them.


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
            was, now = _has_deprecation(*old, value), _has_deprecation(*new, value)
            if was != now:
                yield Found("deprecated" if now else "undeprecated", place)
        elif member:
            yield _value_change(surface, one.name, member, f"{other.name}.{member.name}", "added")
        else:
            yield _value_change(
                surface, one.name, before[value], f"{other.name}.{before[value].name}", "removed"
            )


def _value_change(surface: Surface, enum: str, member: Member, place: str, what: str) -> Found:
    is_sent = member.settable and REQUEST in surface.ways(enum)
    ways = (REQUEST, ANSWER) if is_sent else (ANSWER,)
    return Found(f"{ways[0]}-enum-value-{what}", place, carriers=surface.carriers(enum, ways))


def _member_changes(known: Member, member: Member, place: str, carriers: str) -> Iterator[Found]:
    if known.settable != member.settable:
        what = "settable" if member.settable else "unsettable"
        yield Found(f"request-enum-value-{what}", place, carriers=carriers)
    if known.doc != member.doc:
        yield Found("description-changed", place)


def _has_deprecation(surface: Surface, enum: Enumeration, value: str) -> bool:
    told = mapping(surface.spot(enum.pointer).value.get("x-values"))
    return mapping(told.get(value)).get("deprecated") is True
