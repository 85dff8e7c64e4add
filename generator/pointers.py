"""Pointers: how a reference finds its target inside one document; nothing outside it is ever opened."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, cast
from urllib.parse import unquote

from generator.names import class_name
from generator.plain import is_mapping, mapping, step, steps, text

_DIGITS = 9
"""No list is as long as a number of so many digits, which Python may refuse to read."""
MISSING = object()
"""What a pointer leads to that leads nowhere."""


@dataclass(frozen=True)
class At:
    """A place in the document, and the name a class found there would get."""

    pointer: str
    context: str

    def step(self, *keys: object, context: str = "") -> At:
        """Return a place further down.

        Args:
            *keys: The keys that lead there.
            context: What its name adds.
        """
        return replace(self, pointer=step(self.pointer, *keys), context=self.context + context)


def target(data: dict[str, Any], pointer: str) -> object:
    """Return what a JSON pointer leads to, or MISSING."""
    value: object = data
    for key in steps(pointer):
        if isinstance(value, dict) and key in value:
            value = cast("dict[str, object]", value)[key]
        elif (
            isinstance(value, list)
            and key.isdecimal()
            and len(key) < _DIGITS
            and int(key) < len(cast("list[object]", value))
        ):
            value = cast("list[object]", value)[int(key)]
        else:
            return MISSING
    return value


def inside(data: dict[str, Any], reference: object, at: At) -> str | None:
    """Return the pointer a reference means, or None where it leads out of the document or nowhere.

    A reference is looked up from the root and then, for the sake of nested `$defs`, from each enclosing schema.
    """
    if not isinstance(reference, str) or not reference.startswith("#/"):
        return None
    pointer = unquote(reference[1:])
    base = at.pointer
    if target(data, pointer) is not MISSING:
        return pointer
    while base:
        if target(data, base + pointer) is not MISSING:
            return base + pointer
        base = base.rpartition("/")[0]
    return None


def is_foreign(reference: object) -> bool:
    """Tell whether a reference leads out of the document."""
    return isinstance(reference, str) and not reference.startswith("#")


def resolved(data: dict[str, Any], value: object, at: At) -> tuple[dict[str, Any], At] | None:
    """Follow the references of a parameter, a body, an answer or a path.

    Args:
        data: The document.
        value: The thing itself or a reference to it.
        at: Where it stands.

    Returns:
        The thing and its place, or None where the references lead nowhere or in a circle.
    """
    seen: set[str] = set()
    while "$ref" in mapping(value):
        pointer = inside(data, mapping(value)["$ref"], at)
        if pointer is None or pointer in seen:
            return None
        seen.add(pointer)
        value, at = target(data, pointer), At(pointer, class_name(list(steps(pointer))[-1]))
    return (mapping(value), at) if is_mapping(value) else None


def last_word(pointer: str) -> str:
    """Return the last key of a pointer that says something, as part of a class name."""
    said = [key for key in steps(pointer) if not key.isdecimal()]
    return class_name(text(said[-1]) if said else "")
