"""Encodes the body of a request, by its media type. Pure; nothing here is specific to one API."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, cast

import msgspec
from msgspec import UNSET

from ._text import (
    Styled,
    as_text,
    has_value,
    header,
    is_list,
    is_mapping,
    query,
    require_times,
    write_content,
)

_BYTES = (bytes, bytearray)


class Encoding(msgspec.Struct, frozen=True):
    """How one field of a form is encoded, where that is not the default.

    Attributes:
        content_type: The media type of the field.
        style: A style of OpenAPI.
        explode: Whether each item or member of the value is sent separately.
        allow_reserved: Whether reserved characters of URLs are sent unencoded.
        headers: Name and value of each header of the field's parts in a multipart body; None is not sent.
    """

    content_type: str = ""
    style: str = ""
    explode: bool = False
    allow_reserved: bool = False
    headers: tuple[tuple[str, Any], ...] = ()


_DEFAULT = Encoding()


def encode_body(
    body: Any, media_type: str, encoding: Mapping[str, Encoding] = cast("Mapping[str, Encoding]", {})
) -> tuple[str, bytes]:
    """Return a body's content type and its bytes.

    Args:
        body: The body as the caller passed it.
        media_type: The media type that the operation sends.
        encoding: How single fields of a form are encoded.

    Raises:
        ValueError: The body can't be written as this media type.
    """
    plain = media_type.partition(";")[0].strip().lower()
    if plain == "application/x-www-form-urlencoded":
        pairs = [pair for name, value in _fields(body) for pair in _form_pairs(name, value, encoding)]
        return media_type, "&".join(pairs).encode()
    if plain == "multipart/form-data":
        return _multipart(list(_parts(body, encoding)))
    if isinstance(body, _BYTES):
        return media_type, bytes(body)
    if isinstance(body, str) and not _is_json(plain):
        return media_type, body.encode()
    return media_type, msgspec.json.encode(body)


def _fields(body: Any) -> Iterator[tuple[str, Any]]:
    """Yield the fields that a form sends."""
    if isinstance(body, msgspec.Struct):
        values = [getattr(body, name) for name in body.__struct_fields__]
        fields: Mapping[str, Any] = dict(zip(body.__struct_encode_fields__, values, strict=True))
    elif isinstance(body, Mapping):
        fields = cast("Mapping[str, Any]", body)
    else:
        raise ValueError("a form's body must be a model or a mapping")  # noqa: TRY004 - one kind of refusal
    yield from ((name, value) for name, value in fields.items() if value is not UNSET and value is not None)


def _form_pairs(name: str, value: object, encoding: Mapping[str, Encoding]) -> Iterator[str]:
    chosen = encoding.get(name, _DEFAULT)
    if chosen.content_type and not chosen.style and (_is_json(chosen.content_type) or not is_list(value)):
        value = Styled(value, "content", media_type=chosen.content_type)
    elif chosen.style:
        value = Styled(value, chosen.style, explode=chosen.explode, allow_reserved=chosen.allow_reserved)
    yield from query(name, value)


def _is_json(media_type: str) -> bool:
    return media_type.partition(";")[0].strip().lower().endswith("json")


def _parts(body: Any, encoding: Mapping[str, Encoding]) -> Iterator[tuple[str, str, bytes]]:
    """Yield each part's name, the rest of its headers and its content."""
    for name, value in _fields(body):
        chosen = encoding.get(name, _DEFAULT)
        more = "".join(f"\r\n{key}: {header(key, held)}" for key, held in chosen.headers if has_value(held))
        if chosen.style and not chosen.explode:
            yield name, _content_type(chosen.content_type) + more, ",".join(_texts(value)).encode()
            continue
        for item in _items(value):
            for part, own, content in _part(name, item, chosen.content_type):
                yield part, own + more, content


def _texts(value: object) -> list[str]:
    plain = msgspec.to_builtins(value, str_keys=True)
    return [as_text(item) for item in plain] if is_list(plain) else [as_text(plain)]


def _items(value: object) -> list[object]:
    """Return the parts of one field: each item of a list is a part."""
    items = cast("list[object]", value)
    return list(items) if isinstance(value, (list, tuple)) and not _is_file(items) else [value]


def _is_file(value: object) -> bool:
    """Tell whether a value is a file's name and content, and maybe its media type."""
    if not isinstance(value, tuple):
        return False
    parts = cast("tuple[object, ...]", value)
    return len(parts) in (2, 3) and isinstance(parts[0], str) and isinstance(parts[1], _BYTES)


def _part(name: str, item: object, content_type: str) -> Iterator[tuple[str, str, bytes]]:
    """Yield a part: bytes are a file, what has parts of its own is JSON, and all else is text."""
    if item is None:
        return
    if _is_file(item):
        file_name, content, *kind = cast("tuple[str, bytes, *tuple[str, ...]]", item)
        yield name, _file_headers(file_name, kind[0] if kind else content_type), bytes(content)
    elif isinstance(item, _BYTES):
        yield name, _file_headers("file", content_type), bytes(item)
    elif content_type:
        text = item if isinstance(item, str) else write_content(name, item, content_type)
        yield name, _content_type(content_type), text.encode()
    else:
        require_times(item)
        plain = msgspec.to_builtins(item, str_keys=True)
        kind_of_part = "application/json" if is_mapping(plain) or is_list(plain) else ""
        yield name, _content_type(kind_of_part), as_text(plain).encode()


def _content_type(media_type: str) -> str:
    if not media_type:
        return ""
    if any(mark in media_type for mark in "\r\n"):
        raise ValueError("a media type has a line break")
    # Where a document names several, the first one is as good as any.
    return f"\r\nContent-Type: {media_type.partition(',')[0].strip()}"


def _file_headers(file_name: str, media_type: str) -> str:
    known = "" if "*" in media_type else media_type
    return f'; filename="{_quote_name(file_name)}"' + _content_type(known or "application/octet-stream")


def _multipart(parts: list[tuple[str, str, bytes]]) -> tuple[str, bytes]:
    # The boundary is a digest of what it parts: the same body is the same bytes, and no body can hold its own.
    import hashlib  # noqa: PLC0415 bodies of several parts are rare

    digest = hashlib.sha256(repr(parts).encode()).hexdigest()
    lines = [
        f'--{digest}\r\nContent-Disposition: form-data; name="{_quote_name(name)}"{more}\r\n\r\n'.encode()
        + content
        + b"\r\n"
        for name, more, content in parts
    ]
    return f"multipart/form-data; boundary={digest}", b"".join(lines) + f"--{digest}--\r\n".encode()


def _quote_name(name: str) -> str:
    # https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#multipart-form-data
    return name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
