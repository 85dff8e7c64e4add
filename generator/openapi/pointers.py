"""Plain data and pointers: typed access to JSON values, their places, and the targets of references."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, cast
from urllib.parse import unquote

_DIGITS = 9
"""No list is as long as a number of so many digits, which Python may refuse to read."""
MISSING = object()
"""What a pointer leads to that leads nowhere."""


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


def reference_pointer(data: dict[str, Any], reference: object, base: str) -> str | None:
    """Return the pointer a reference means, or None where it leads out of the document or nowhere.

    A reference is looked up from the root and then, for the sake of nested `$defs`, from each enclosing schema.

    Args:
        data: The document.
        reference: The value of `$ref`.
        base: The pointer of the object that refers.
    """
    if not isinstance(reference, str) or not reference.startswith("#/"):
        return None
    pointer = unquote(reference[1:])
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


# Plain data of a document, read without trust: a value of another type than expected reads as an empty one.


def mapping(value: object) -> dict[str, Any]:
    """Return a mapping, or an empty one."""
    return cast("dict[str, Any]", value) if isinstance(value, dict) else {}


def is_mapping(value: object) -> bool:
    """Tell whether a value is a mapping."""
    return isinstance(value, dict)


def sequence(value: object) -> list[Any]:
    """Return a list, or an empty one."""
    return cast("list[object]", value) if isinstance(value, list) else []


def text(value: object) -> str:
    """Return a text, or an empty one."""
    return value if isinstance(value, str) else ""


def texts(value: object) -> list[str]:
    """Return the texts of a list."""
    return [item for item in sequence(value) if isinstance(item, str)]


def step(pointer: str, *keys: object) -> str:
    """Return a JSON pointer with further keys."""
    for key in keys:
        name = str(key)
        if "~" in name or "/" in name:
            name = name.replace("~", "~0").replace("/", "~1")
        pointer = f"{pointer}/{name}"
    return pointer


def steps(pointer: str) -> Iterator[str]:
    """Yield the keys of a JSON pointer."""
    return (key.replace("~1", "/").replace("~0", "~") for key in pointer.split("/")[1:])


# Where each value of a document is: a tree of line numbers beside the tree of data.

# Both readers stop here: no document people write nests deeper, and what comes after them recurses.
MAX_DEPTH = 100
# int() itself refuses longer ones, unless an environment variable says otherwise.
MAX_DIGITS = 4300


@dataclass(frozen=True, slots=True)
class Place:
    """A value's line, and the places of what it holds by key (or by index, written as text)."""

    line: int
    children: dict[str, Place] = field(default_factory=dict[str, "Place"])

    def find(self, pointer: str) -> Place:
        """Return the place of a JSON pointer, or of its nearest ancestor that exists."""
        place = self
        for key in steps(pointer):
            child = place.children.get(key)
            if child is None:
                break
            place = child
        return place


class FaultError(Exception):
    """A text that can't be read as plain data, and the line where that shows."""

    def __init__(self, message: str, line: int | None) -> None:
        super().__init__(message)
        self.message = message
        self.line = line
