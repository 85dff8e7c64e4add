"""Changes of schemas: which classes there are, their fields and their values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from generator.codegen.contract import Enumeration, Field, Member, Struct, Use
from generator.diff.constraints import class_facts
from generator.diff.surface import ANSWER, REQUEST, Difference, Surface, may_be_none, rename_classes
from generator.diff.values import Value, compare_facts, most_serious_change, value_changes
from generator.openapi.pointers import mapping

Class = Struct | Enumeration


def class_renames(old: Surface, new: Surface) -> dict[str, str]:
    """Return the classes that have another name: those gone whose fields or values one new class has, and no other.

    Args:
        old: The earlier surface.
        new: The later one.
    """
    before, after = _classes_by_name(old), _classes_by_name(new)
    removed = [candidate for name, candidate in before.items() if name not in after]
    added = [candidate for name, candidate in after.items() if name not in before]
    renamed: dict[str, str] = {}
    for candidate in removed:
        twins = [other.name for other in added if _class_content(candidate) == _class_content(other)]
        if (
            len(twins) == 1
            and sum(_class_content(candidate) == _class_content(other) for other in removed) == 1
        ):
            renamed[candidate.name] = twins[0]
    return renamed


def _classes_by_name(surface: Surface) -> dict[str, Class]:
    return {**surface.contract.structs, **surface.contract.enums}


def _class_content(schema_class: Class) -> tuple[type[Class], frozenset[str]]:
    if isinstance(schema_class, Enumeration):
        return Enumeration, frozenset(member.value for member in schema_class.members)
    return Struct, frozenset(field.wire for field in schema_class.fields)


def schema_changes(old: Surface, new: Surface, names: Mapping[str, str]) -> Iterator[Difference]:
    """Yield how the classes differ.

    Args:
        old: The earlier surface.
        new: The later one.
        names: The classes that have another name.
    """
    before, after = _classes_by_name(old), _classes_by_name(new)
    for name, earlier in before.items():
        later = names.get(name, name)
        if name in names:
            yield Difference("schema-renamed", f"{name} -> {later}")
        if later not in after:
            yield Difference("schema-removed", name, carriers=old.carriers(name))
        else:
            yield from _class_changes(old, new, earlier, after[later], names)
    names_before = {*before, *names.values()}
    yield from (
        Difference("schema-added", name, carriers=new.carriers(name))
        for name in after
        if name not in names_before
    )


def _class_changes(
    old: Surface, new: Surface, earlier: Class, later: Class, names: Mapping[str, str]
) -> Iterator[Difference]:
    if earlier.doc != later.doc:
        yield Difference("description-changed", later.name)
    rules = class_facts(old, earlier.pointer), class_facts(new, later.pointer)
    carriers = old.carriers(earlier.name)
    for difference in compare_facts(*rules, later.name, old.ways(earlier.name)):
        yield replace(difference, carriers=carriers)
    if isinstance(earlier, Struct) and isinstance(later, Struct):
        yield from _struct_changes(old, new, earlier, later, names)
    elif isinstance(earlier, Enumeration) and isinstance(later, Enumeration):
        yield from enum_changes((old, earlier), (new, later))
    else:
        yield Difference("schema-kind-changed", later.name, carriers=old.carriers(earlier.name))


def _struct_changes(
    old: Surface, new: Surface, earlier: Struct, later: Struct, names: Mapping[str, str]
) -> Iterator[Difference]:
    was_answer, is_answer = earlier.use is Use.ANSWER, later.use is Use.ANSWER
    if was_answer != is_answer and any(not field.required for field in earlier.fields):
        yield Difference("schema-use-changed", later.name, f"it is in {new.carriers(later.name)}")
    renamed = replace(
        earlier,
        fields=tuple(replace(field, shape=rename_classes(field.shape, names)) for field in earlier.fields),
    )
    carriers = old.carriers(earlier.name)
    yield from (
        replace(difference, carriers=carriers) for difference in field_changes((old, renamed), (new, later))
    )


# Fields: how the fields of one class differ: which there are, which may be missing, and what they hold.


def field_changes(old: tuple[Surface, Struct], new: tuple[Surface, Struct]) -> Iterator[Difference]:
    """Yield how the fields of a class differ.

    Args:
        old: The earlier surface, and the class in it, the classes of its fields under their later names.
        new: The later ones.
    """
    (surface, earlier), (later_surface, later) = old, new
    before, after = ({field.wire: field for field in struct.fields} for struct in (earlier, later))
    ways = surface.ways(earlier.name)
    for wire in before | after:
        before_field, field = before.get(wire), after.get(wire)
        place = f"{later.name}.{(field or before[wire]).name}"
        was = [way for way in ways if before_field and _travels(before_field, way)]
        now = [way for way in ways if field and _travels(field, way)]
        yield from most_serious_change(
            Difference(f"{way}-field-removed", place) for way in was if way not in now
        )
        if field:
            yield from most_serious_change(_added_field(field, place, way) for way in now if way not in was)
        kept = [way for way in was if way in now]
        if before_field and field and kept:
            yield from most_serious_change(_presence_changes(before_field, field, place, earlier.use, kept))
            yield from value_changes(
                _field_value(surface, before_field), _field_value(later_surface, field), place, kept
            )


def _travels(field: Field, way: str) -> bool:
    return field.sent if way == REQUEST else field.received


def _field_value(surface: Surface, field: Field) -> Value:
    return Value(surface, field.shape, field.pointer, field.doc)


def _added_field(field: Field, place: str, way: str) -> Difference:
    if way != REQUEST:
        return Difference("answer-field-added", place)
    return Difference(f"request-field-added-{'required' if field.required else 'optional'}", place)


def _presence_changes(
    earlier: Field, field: Field, place: str, use: Use, ways: Sequence[str]
) -> Iterator[Difference]:
    """Yield what it means that a field may be missing, or null, where it may not have been, or the reverse."""
    for way in ways:
        if way == REQUEST:
            if earlier.required != field.required:
                yield Difference(f"request-field-now-{'required' if field.required else 'optional'}", place)
            continue
        was, now = _possible_absences(earlier, use), _possible_absences(field, use)
        if now - was:
            yield Difference("answer-field-may-be-missing", place)
        elif was and not now:
            yield Difference("answer-field-always-there", place)
        elif was != now or _stated_absence(earlier) != _stated_absence(field):
            yield Difference("answer-absence-changed", place)


def _possible_absences(field: Field, use: Use) -> set[str]:
    """Return what callers may find in place of a value."""
    missing = set[str]() if field.required else {"None" if use is Use.ANSWER else "UNSET"}
    return missing | ({"None"} if may_be_none(field.shape) else set[str]())


def _stated_absence(field: Field) -> tuple[bool, bool]:
    return field.required, may_be_none(field.shape)


# Enumerations: how the values of an enum differ; it is open, so what counts is their names and who may send them.


def enum_changes(old: tuple[Surface, Enumeration], new: tuple[Surface, Enumeration]) -> Iterator[Difference]:
    """Yield how the values of an enum differ.

    Args:
        old: The earlier surface, and the enum in it.
        new: The later ones.
    """
    (surface, earlier), (_, later) = old, new
    before, after = ({member.value: member for member in enum.members} for enum in (earlier, later))
    for value in before | after:
        before_member, member = before.get(value), after.get(value)
        if before_member and member:
            place = f"{later.name}.{member.name}"
            yield from _member_changes(before_member, member, place, surface.carriers(earlier.name))
            was, now = _has_deprecation(*old, value), _has_deprecation(*new, value)
            if was != now:
                yield Difference("deprecated" if now else "undeprecated", place)
        elif member:
            yield _value_change(surface, earlier.name, member, f"{later.name}.{member.name}", "added")
        else:
            yield _value_change(
                surface, earlier.name, before[value], f"{later.name}.{before[value].name}", "removed"
            )


def _value_change(surface: Surface, enum: str, member: Member, place: str, what: str) -> Difference:
    is_sent = member.settable and REQUEST in surface.ways(enum)
    ways = (REQUEST, ANSWER) if is_sent else (ANSWER,)
    return Difference(f"{ways[0]}-enum-value-{what}", place, carriers=surface.carriers(enum, ways))


def _member_changes(earlier: Member, member: Member, place: str, carriers: str) -> Iterator[Difference]:
    if earlier.settable != member.settable:
        what = "settable" if member.settable else "unsettable"
        yield Difference(f"request-enum-value-{what}", place, carriers=carriers)
    if earlier.doc != member.doc:
        yield Difference("description-changed", place)


def _has_deprecation(surface: Surface, enum: Enumeration, value: str) -> bool:
    values = mapping(surface.subject.spot(enum.pointer).value.get("x-values"))
    return mapping(values.get(value)).get("deprecated") is True
