# Written by `python -m generator generate`; edit generator/templates/runtime, not this.
"""How a request's body is written, by its media type. Pure; nothing here knows an API."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, cast

import msgspec

from ._text import form, pairs

_BYTES = (bytes, bytearray)


def encode_body(body: Any, media_type: str) -> tuple[str, bytes]:
    """Return a body's content type and its bytes.

    Args:
        body: The body as a caller gave it.
        media_type: The media type the operation sends.

    Raises:
        ValueError: The body can't be written as this media type.
    """
    plain = media_type.partition(";")[0].strip().lower()
    if plain == "application/x-www-form-urlencoded":
        fields = [pair for name, value in _members(body) for pair in pairs(name, value)]
        return media_type, form(fields).encode()
    if plain == "multipart/form-data":
        return _multipart(list(_parts(body)))
    if isinstance(body, _BYTES) and not plain.endswith("json"):
        return media_type, bytes(body)
    if isinstance(body, str) and not plain.endswith("json"):
        return media_type, body.encode()
    return media_type, msgspec.json.encode(body)


def _members(body: Any) -> Iterator[tuple[str, object]]:
    plain = msgspec.to_builtins(body, builtin_types=_BYTES, str_keys=True)
    if not isinstance(plain, Mapping):
        raise ValueError("a form's body must be a model or a mapping")  # noqa: TRY004 - one kind of refusal
    yield from cast("Mapping[str, object]", plain).items()


def _parts(body: Any) -> Iterator[tuple[str, str, bytes]]:
    """Yield each part's headers and content; bytes are files, what has parts of its own is JSON."""
    for name, value in _members(body):
        for one in cast("list[object]", value) if isinstance(value, list) else [value]:
            if isinstance(one, _BYTES):
                yield name, '; filename="file"\r\nContent-Type: application/octet-stream', bytes(one)
            elif isinstance(one, (dict, list)):
                yield name, "\r\nContent-Type: application/json", msgspec.json.encode(one)
            else:
                yield from ((name, "", said.encode()) for _, said in pairs(name, one))


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
