"""How values are written as text: in a path, a query, a header and a form. Pure; nothing here knows an API."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, cast
from urllib.parse import quote
from uuid import UUID

import msgspec

_UNRESERVED = re.compile(r"[A-Za-z0-9_.~-]+")
"""What is sent as it is (RFC 3986, section 2.3)."""
_REFUSED = re.compile(r"[/\\\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")


class Wrapped:
    """A parameter's value together with the way it is written.

    Attributes:
        value: The value, or None where it is not sent.
    """

    def __init__(self, value: object) -> None:
        self.value = value


class Joined(Wrapped):
    """A list that is written as one text.

    Args:
        value: The list.
        separator: What stands between its items.
    """

    def __init__(self, value: object, separator: str) -> None:
        super().__init__(value)
        self.separator = separator


class Flat(Wrapped):
    """A mapping of which each member is a parameter."""


class Json(Wrapped):
    """A value that is written as JSON."""


def text(value: object) -> str:
    """Return a value as one text: a list joined by commas, a mapping as its keys and values in turn.

    Args:
        value: A number, a truth value, a time, an id, a text, or a list or a mapping of these.
    """
    if isinstance(value, Json):
        return msgspec.json.encode(value.value).decode()
    if isinstance(value, Joined):
        return value.separator.join(_items(value.value))
    return ",".join(_items(value.value if isinstance(value, Wrapped) else value))


def _items(value: object) -> Iterator[str]:
    plain = _plain(value)
    if isinstance(plain, dict):
        for key, one in cast("dict[str, object]", plain).items():
            yield key
            yield text(one)
    elif isinstance(plain, list):
        yield from map(text, cast("list[object]", plain))
    else:
        yield _scalar(plain)


def _plain(value: object) -> Any:
    return msgspec.to_builtins(value, str_keys=True)


def _scalar(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def path_segment(name: str, value: object) -> str:
    """Return a path parameter, percent-encoded.

    Args:
        name: The parameter, for the error.
        value: A text or a UUID.

    Raises:
        ValueError: The value would change the path, or is neither; the message doesn't show it.
    """
    if not isinstance(value, (str, UUID)):
        raise ValueError(f"the path parameter {name!r} must be a str or a UUID")  # noqa: TRY004 - one kind of refusal
    plain = str(value)
    if plain in ("", ".", "..") or _REFUSED.search(plain):
        raise ValueError(
            f"the path parameter {name!r} is empty or dots, or has a character that is not allowed in a path"
        )
    return plain if _UNRESERVED.fullmatch(plain) else quote(plain, safe="")


def header(name: str, value: object) -> str:
    """Return a header's value.

    Args:
        name: The header, for the error.
        value: What `text` takes.

    Raises:
        ValueError: The value has a control character; the message doesn't show it.
    """
    plain = text(value)
    if _CONTROL.search(plain):
        raise ValueError(f"the header {name!r} has a character no header may have")
    return plain


def pairs(name: str, value: object) -> Iterator[tuple[str, str]]:
    """Yield a value as the name and value pairs of a query or a form.

    Args:
        name: The parameter.
        value: Its value; None yields nothing, a list each item, a mapping `name[key]`.
    """
    if isinstance(value, Flat):
        for key, one in _mapping(value.value):
            yield from pairs(key, one)
    elif isinstance(value, Wrapped):
        if value.value is not None:
            yield name, text(value)
    elif value is not None:
        yield from _nested_pairs(name, _plain(value))


def _mapping(value: object) -> list[tuple[str, object]]:
    plain = _plain(value)
    return list(cast("Mapping[str, object]", plain).items()) if isinstance(plain, dict) else []


def _nested_pairs(name: str, plain: object) -> Iterator[tuple[str, str]]:
    if isinstance(plain, dict):
        for key, one in cast("dict[str, object]", plain).items():
            yield from _nested_pairs(f"{name}[{key}]", one)
    elif isinstance(plain, list):
        for one in cast("list[object]", plain):
            yield from _nested_pairs(name, one)
    elif plain is not None:
        yield name, _scalar(plain)


def form(fields: list[tuple[str, str]]) -> str:
    """Return name and value pairs, percent-encoded.

    Args:
        fields: The pairs.
    """
    return "&".join(f"{quote(name, safe='')}={quote(value, safe='')}" for name, value in fields)
