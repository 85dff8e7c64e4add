"""Members: what is new in an interface, and how annotations differ, found by walking two trees of names together."""

from __future__ import annotations

from collections.abc import Iterator

import griffe

from generator.diff.annotations import alternatives
from generator.diff.change import Change
from generator.diff.kinds import change

Members = dict[str, "griffe.Object | griffe.Alias"]


def member_changes(old: griffe.Object, new: griffe.Object) -> Iterator[Change]:
    """Yield what a module or a class has that it had not, and how its annotations differ.

    Args:
        old: The earlier module or class.
        new: The later one.
    """
    known, still = old.all_members, new.all_members
    for name, member in _public(new).items():
        if not name.startswith("_") and (name not in known or not known[name].is_public):
            yield change("interface-added", member.path)
    for name, member in _public(old).items():
        if name in still and not still[name].is_public:
            yield change("interface-hidden", member.path)
        other = new.members.get(name)
        # What is imported is compared where it is defined.
        if isinstance(member, griffe.Object) and isinstance(other, griffe.Object):
            yield from _changes(member, other)


def _public(holder: griffe.Object) -> Members:
    return {name: member for name, member in holder.members.items() if member.is_public}


def _changes(old: griffe.Object, new: griffe.Object) -> Iterator[Change]:
    match old, new:
        case (griffe.Module(), griffe.Module()) | (griffe.Class(), griffe.Class()):
            yield from member_changes(old, new)
        case griffe.Function(), griffe.Function():
            yield from _function_changes(old, new)
        case griffe.Attribute(), griffe.Attribute():
            yield from _type_changes(old, new, new.path, is_given=_is_key(old))
        case _:  # another kind of thing, which griffe tells
            return


def _is_key(attribute: griffe.Attribute) -> bool:
    """Tell whether an attribute is a key of a typed dictionary, which callers give."""
    owner = attribute.parent
    return isinstance(owner, griffe.Class) and any(str(base).endswith("TypedDict") for base in owner.bases)


def _function_changes(old: griffe.Function, new: griffe.Function) -> Iterator[Change]:
    for parameter in new.parameters:
        place = argument(new, parameter)
        if parameter.name not in old.parameters:
            if not parameter.required:
                yield change("interface-parameter-added", place)
            continue
        known = old.parameters[parameter.name]
        if known.required and not parameter.required:
            yield change("interface-parameter-now-optional", place)
        was, now = _allowed(known.annotation, old), _allowed(parameter.annotation, new)
        yield from _differences(was, now, place, is_given=True)
    yield from _type_changes(old, new, new.path, is_given=False)


def argument(function: griffe.Function, parameter: griffe.Parameter) -> str:
    """Return what a parameter is called; one of a constructor is its class's."""
    return f"{function.path.removesuffix('.__init__')}({parameter.name})"


def _type_changes(
    old: griffe.Function | griffe.Attribute,
    new: griffe.Function | griffe.Attribute,
    place: str,
    *,
    is_given: bool,
) -> Iterator[Change]:
    yield from _differences(
        _allowed(old.annotation, old), _allowed(new.annotation, new), place, is_given=is_given
    )


def _allowed(annotation: str | griffe.Expr | None, scope: griffe.Object) -> frozenset[str] | None:
    return None if annotation is None else alternatives(annotation, scope)


def _differences(
    was: frozenset[str] | None, now: frozenset[str] | None, place: str, *, is_given: bool
) -> Iterator[Change]:
    """Yield how what callers give, or get, differs; what has no annotation says nothing."""
    if was is None or now is None or was == now:
        return
    details = f"it was {_told(was)} and is {_told(now)}"
    if is_given:
        is_fine = was < now
        yield change(f"interface-argument-type-{'widened' if is_fine else 'changed'}", place, details)
    else:
        is_fine = now < was
        yield change(f"interface-result-type-{'narrowed' if is_fine else 'changed'}", place, details)


def _told(allowed: frozenset[str]) -> str:
    return " | ".join(sorted(allowed, key=lambda one: (one == "None", one)))
