# Written by `python -m generator generate`; edit generator/templates/runtime, not this.
"""Writes values as text: in a path, a query, a header and a cookie. Pure; nothing here is specific to one API.

The styles are those of https://spec.openapis.org/oas/v3.1.1.html#style-values: separators are sent literally, and the
value's own characters are encoded wherever they could be read as separators.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, TypeGuard
from uuid import UUID

import msgspec

from ._decoding import loading

_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.~-")
"""What is sent as it is (RFC 3986, section 2.3)."""
# Patterns of few calls are compiled by the first that needs one: these sets take longer than all else here.
_REFUSED = r"[/\\\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]"
_UNSENDABLE = r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]"
_UNFIT_FOR_HEADERS = r"[^\x20-\x7e\x80-\xff]"
"""What stands for no byte of a header: https://www.rfc-editor.org/rfc/rfc9110#section-5.5"""
_PATH_PARTS = r"[/\\]"
_TRIPLE = r"(%[0-9A-Fa-f]{2})"
_RESERVED = ":/?[]@!$'()*,;="
"""What `allowReserved` keeps; the marks that end a value in a query or begin another are encoded all the same."""
_COOKIE = "!#$%&'()*+-./:<=>?@[]^_`{|}~"
"""What a cookie's value may hold: https://www.rfc-editor.org/rfc/rfc6265#section-4.1.1."""
_SEPARATORS = {"spaceDelimited": " ", "pipeDelimited": "|"}

Encode = Callable[[str], str]


class Styled:
    """A parameter's value together with the style it is written in.

    Args:
        value: The value; None is not sent.
        style: A style of OpenAPI, or "content" for a value that is written as a media type says.
        explode: Whether each item or member of the value stands for itself.
        allow_reserved: Whether marks with a meaning in addresses are kept as they are.
        media_type: What a value with the style "content" is written as.
    """

    def __init__(
        self,
        value: object,
        style: str,
        *,
        explode: bool = False,
        allow_reserved: bool = False,
        media_type: str = "application/json",
    ) -> None:
        self.value = value
        self.style = style
        self.explode = explode
        self.encode: Encode = _encode_reserved if allow_reserved else _encode_all
        self.media_type = media_type


def quote(plain: str, safe: str = "") -> str:
    """Return a text percent-encoded.

    Args:
        plain: The text.
        safe: What is kept beside what is never encoded.
    """
    if _UNRESERVED.issuperset(plain) or (safe and _UNRESERVED.union(safe).issuperset(plain)):
        return plain
    with loading:
        from urllib.parse import quote as percent_encode  # noqa: PLC0415 - few values need it, and it loads much
    return percent_encode(plain, safe=safe)


def _encode_all(plain: str) -> str:
    return quote(plain)


def _encode_reserved(plain: str) -> str:
    parts = re.split(_TRIPLE, plain)
    return "".join(part if place % 2 else quote(part, safe=_RESERVED) for place, part in enumerate(parts))


def has_value(value: object) -> bool:
    """Tell whether a parameter is sent.

    Args:
        value: Its value.
    """
    return (value.value if isinstance(value, Styled) else value) is not None


def write_content(name: str, value: object, media_type: str) -> str:
    """Return a value as a media type says.

    Args:
        name: The parameter or the field, for the error.
        value: The value.
        media_type: JSON, a form, or anything else for the value's text.

    Raises:
        ValueError: The value has parts, which nothing here writes as this media type; the message doesn't show it.
    """
    plain, parts = media_type.partition(";")[0].strip().lower(), _plain(value)
    if plain == "application/x-www-form-urlencoded" and is_mapping(parts):
        return "&".join(
            pair for name, member in parts.items() for pair in _bracket_pairs(name, member, _encode_all)
        )
    if _is_json(media_type):
        return msgspec.json.encode(value).decode()
    if is_mapping(parts) or is_list(parts):
        raise ValueError(f"{name!r} is an object or a list, which can't be written as {plain}: pass its text")
    return _scalar(parts)


def _is_json(media_type: str) -> bool:
    return media_type.partition(";")[0].strip().lower().endswith(("json", "*/*"))


def _plain(value: object) -> Any:
    """Return a value as what JSON can hold, times apart."""
    return msgspec.to_builtins(value, builtin_types=(datetime,), str_keys=True)


def _scalar(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise ValueError("a time needs its time zone, such as datetime.now(UTC)")
        return str(msgspec.to_builtins(value))
    return "" if value is None else str(value)


def require_times(value: object) -> None:
    """Refuse a time without a time zone, at any depth.

    Args:
        value: A value of a request.

    Raises:
        ValueError: It has one.
    """
    plain = _plain(value)
    waiting = [plain]
    while waiting:
        part = waiting.pop()
        if is_mapping(part):
            waiting.extend(part.values())
        elif is_list(part):
            waiting.extend(part)
        elif isinstance(part, datetime):
            _scalar(part)


def is_mapping(plain: object) -> TypeGuard[dict[str, object]]:
    """Tell whether a value of plain data is a mapping.

    Args:
        plain: The value.
    """
    return isinstance(plain, dict)


def is_list(plain: object) -> TypeGuard[list[object]]:
    """Tell whether a value of plain data is a list.

    Args:
        plain: The value.
    """
    return isinstance(plain, list)


def as_text(plain: object) -> str:
    """Return a part of a value as text, or as JSON where it has parts of its own.

    Args:
        plain: What JSON can hold, or a time.
    """
    return msgspec.json.encode(plain).decode() if (is_mapping(plain) or is_list(plain)) else _scalar(plain)


def _texts(plain: object) -> list[str]:
    """Return the items of a list, or a value alone."""
    return [as_text(item) for item in plain] if is_list(plain) else [_scalar(plain)]


def _members(plain: dict[str, object]) -> list[tuple[str, object]]:
    return [(key, value) for key, value in plain.items() if value is not None]


def _write_simple(plain: object, encode: Encode, *, explode: bool) -> str:
    if is_mapping(plain):
        mark = "=" if explode else ","
        return ",".join(f"{encode(key)}{mark}{encode(as_text(value))}" for key, value in _members(plain))
    return ",".join(map(encode, _texts(plain)))


# Paths.


def path_segment(name: str, value: object) -> str:
    """Return a path parameter, percent-encoded.

    Args:
        name: The parameter, for the error.
        value: A text or a UUID, which is one id; or a value with its style.

    Raises:
        ValueError: The value would change the path, or is neither; the message doesn't show it.
    """
    if isinstance(value, Styled):
        return _styled_segment(name, value)
    if not isinstance(value, (str, UUID)):
        raise ValueError(f"the path parameter {name!r} must be a str or a UUID")  # noqa: TRY004 - one kind of refusal
    plain = str(value)
    is_unreserved = _UNRESERVED.issuperset(plain)
    if plain in ("", ".", "..") or not (is_unreserved or re.search(_REFUSED, plain) is None):
        raise ValueError(
            f"the path parameter {name!r} is empty or dots, or has a character that is not allowed in a path"
        )
    return plain if is_unreserved else quote(plain)


def _styled_segment(name: str, styled: Styled) -> str:
    if styled.value is None:
        raise ValueError(f"the path parameter {name!r} is needed")

    def encode(plain: str) -> str:
        # A server that undoes the encoding first may take dots between slashes for a way up.
        if re.search(_UNSENDABLE, plain) or {".", ".."} & set(re.split(_PATH_PARTS, plain)):
            raise ValueError(f"the path parameter {name!r} has dots alone, or a character no path may have")
        return styled.encode(plain).replace("/", "%2F").replace("?", "%3F")

    segment = _segment(name, styled, encode)
    if segment in ("", ".", ".."):
        raise ValueError(f"the path parameter {name!r} is empty, or has dots alone")
    return segment


def _segment(name: str, styled: Styled, encode: Encode) -> str:
    if styled.style == "content":
        return encode(write_content(name, styled.value, styled.media_type))
    plain = _plain(styled.value)
    if styled.style == "label":
        mark = "." if styled.explode else ","
        return "." + _join(plain, encode, mark, explode=styled.explode)
    if styled.style == "matrix":
        return _matrix(encode(name), plain, encode, explode=styled.explode)
    return _write_simple(plain, encode, explode=styled.explode)


def _join(plain: object, encode: Encode, mark: str, *, explode: bool) -> str:
    if mark == "." and (is_mapping(plain) or is_list(plain)):
        encode = _encode_dots(encode)
    if is_mapping(plain):
        between = "=" if explode else ","
        return mark.join(f"{encode(key)}{between}{encode(as_text(value))}" for key, value in _members(plain))
    return mark.join(map(encode, _texts(plain)))


def _encode_dots(encode: Encode) -> Encode:
    """Return what encodes the dots of an item, too: between two items they are literal."""
    return lambda plain: encode(plain).replace(".", "%2E")


def _matrix(name: str, plain: object, encode: Encode, *, explode: bool) -> str:
    if explode and is_mapping(plain):
        return "".join(f";{encode(key)}={encode(as_text(value))}" for key, value in _members(plain))
    if explode and is_list(plain):
        return "".join(f";{name}={encode(text)}" for text in _texts(plain))
    return f";{name}={_join(plain, encode, ',', explode=False)}"


# Headers and cookies.


def header(name: str, value: object) -> str:
    """Return a header's value.

    Args:
        name: The header, for the error.
        value: A value, or one with its style.

    Raises:
        ValueError: The value has a control character, or a space at an end; the message doesn't show it.
    """
    if isinstance(value, Styled) and value.style == "content":
        plain = write_content(name, value.value, value.media_type)
        plain = _ascii_json(plain) if _is_json(value.media_type) else plain
    elif isinstance(value, Styled):
        plain = _header_text(_plain(value.value), explode=value.explode)
    else:
        plain = _header_text(_plain(value), explode=False)
    if plain != plain.strip(" "):
        raise ValueError(f"the header {name!r} begins or ends with a space, which no header keeps")
    return _sendable(name, plain)


def _ascii_json(text: str) -> str:
    """Return JSON in ASCII alone, as a header has to be."""

    def escape(match: re.Match[str]) -> str:
        units = match[0].encode("utf-16-be").hex()
        return "".join(f"\\u{units[place : place + 4]}" for place in range(0, len(units), 4))

    return re.sub(r"[^\x00-\x7f]+", escape, text)


def _header_text(plain: object, *, explode: bool) -> str:
    # A header's text is sent as it is; only a comma within an item would make two items of it.
    if is_mapping(plain) or is_list(plain):
        return _write_simple(plain, lambda text: text.replace(",", "%2C"), explode=explode)
    return _scalar(plain)


def _sendable(name: str, plain: str) -> str:
    if re.search(_UNFIT_FOR_HEADERS, plain):
        raise ValueError(f"the header {name!r} has a character no header may have")
    return plain


def cookies(name: str, value: object) -> Iterator[str]:
    """Yield the cookies of a parameter, each with its name.

    Args:
        name: The cookie.
        value: A value, or one with its style.

    Raises:
        ValueError: The value has a control character; the message doesn't show it.
    """
    explode = isinstance(value, Styled) and value.explode
    if isinstance(value, Styled) and value.style == "content":
        plain: object = write_content(name, value.value, value.media_type)
    else:
        plain = _plain(value.value if isinstance(value, Styled) else value)

    def encode(text: str) -> str:
        return quote(_sendable(name, text), safe=_COOKIE)

    if explode and is_mapping(plain):
        yield from (f"{encode(key)}={encode(as_text(member))}" for key, member in _members(plain))
    elif explode and is_list(plain):
        yield from (f"{name}={encode(text)}" for text in _texts(plain))
    else:
        yield f"{name}={_write_simple(plain, encode, explode=False)}"


# Queries and forms.


def query(name: str, value: object) -> Iterator[str]:
    """Yield a value as the parameters of a query or the fields of a form, each encoded.

    Args:
        name: The parameter.
        value: Its value, or one with its style; None yields nothing. Without a style each item of a list stands for
            itself, and each member of a mapping is `name[key]`.

    Raises:
        ValueError: An item holds what stands between the items.
    """
    if not has_value(value):
        return
    if not isinstance(value, Styled):
        yield from _bracket_pairs(name, _plain(value), _encode_all)
    elif value.style == "content":
        yield f"{_encode_all(name)}={value.encode(write_content(name, value.value, value.media_type))}"
    else:
        yield from _styled_query(name, value, _plain(value.value))


def _styled_query(name: str, styled: Styled, plain: object) -> Iterator[str]:
    encode = styled.encode
    if styled.style == "deepObject":
        yield from _bracket_pairs(name, plain, encode)
    elif styled.explode and is_mapping(plain):
        for key, value in _members(plain):
            yield from _bracket_pairs(key, value, encode)
    elif styled.explode and is_list(plain):
        yield from (f"{_encode_all(name)}={encode(text)}" for text in _texts(plain))
    elif plain != []:
        yield f"{_encode_all(name)}={_join_items(name, styled, plain)}"


def _join_items(name: str, styled: Styled, plain: object) -> str:
    """Return a list or a mapping as one text; an item must not hold a mark that has no other form."""
    separator = _SEPARATORS.get(styled.style)
    if separator is None or not (is_mapping(plain) or is_list(plain)):
        return _write_simple(plain, styled.encode, explode=False)
    pairs = (
        [text for key, value in _members(plain) for text in (key, as_text(value))]
        if is_mapping(plain)
        else _texts(plain)
    )
    if any(separator in text for text in pairs):
        raise ValueError(f"an item of the parameter {name!r} has the mark that separates the items")
    return _encode_all(separator).join(map(styled.encode, pairs))


def _bracket_pairs(name: str, plain: object, encode: Encode) -> Iterator[str]:
    if is_mapping(plain):
        for key, value in plain.items():
            yield from _bracket_pairs(f"{name}[{key}]", value, encode)
    elif is_list(plain):
        for place, item in enumerate(plain):
            # Without its place, the members of one object in a list would melt with those of the next.
            yield from _bracket_pairs(
                f"{name}[{place}]" if (is_mapping(item) or is_list(item)) else name, item, encode
            )
    elif plain is not None:
        yield f"{_encode_all(name)}={encode(_scalar(plain))}"
