"""Plain data of a document, read without trust: a value of another type than expected reads as an empty one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast


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
    return pointer + "".join("/" + str(key).replace("~", "~0").replace("/", "~1") for key in keys)


def steps(pointer: str) -> Iterator[str]:
    """Yield the keys of a JSON pointer."""
    return (key.replace("~1", "/").replace("~0", "~") for key in pointer.split("/")[1:])
