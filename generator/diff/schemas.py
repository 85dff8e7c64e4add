"""Schemas: how the classes of two surfaces differ: which there are, their fields and their values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from generator.contract import Enumeration, Struct, Use
from generator.diff.enumerations import enum_changes
from generator.diff.fields import field_changes
from generator.diff.surface import Found, Surface, renamed

Class = Struct | Enumeration


def renames(old: Surface, new: Surface) -> dict[str, str]:
    """Return the classes that have another name: those gone whose fields or values one new class has, and no other.

    Args:
        old: The earlier surface.
        new: The later one.
    """
    before, after = _classes(old), _classes(new)
    gone = [one for name, one in before.items() if name not in after]
    come = [one for name, one in after.items() if name not in before]
    found: dict[str, str] = {}
    for one in gone:
        twins = [other.name for other in come if _content(one) == _content(other)]
        if len(twins) == 1 and sum(_content(one) == _content(other) for other in gone) == 1:
            found[one.name] = twins[0]
    return found


def _classes(surface: Surface) -> dict[str, Class]:
    return {**surface.contract.structs, **surface.contract.enums}


def _content(one: Class) -> tuple[type[Class], frozenset[str]]:
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
    before, after = _classes(old), _classes(new)
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
        one, fields=tuple(replace(field, shape=renamed(field.shape, names)) for field in one.fields)
    )
    carriers = old.carriers(one.name)
    yield from (replace(found, carriers=carriers) for found in field_changes((old, known), (new, other)))
