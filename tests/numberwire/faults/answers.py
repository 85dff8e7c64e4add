"""Answers as bytes, as they go over the wire, right ones and wrong ones."""

import gzip
import json
from typing import Any

BREAK = b"\r\n"
END = b"\r\n\r\n"


def answer(
    status: int = 200,
    content: bytes = b"",
    *headers: str,
    coding: str | None = None,
    version: str = "1.1",
    length: int | None = None,
) -> bytes:
    """An answer with a Content-Length, true unless another is given.

    Args:
        status: The status.
        content: The content as it is sent.
        headers: Further header lines.
        coding: What to say of the content's coding.
        version: The version of HTTP.
        length: A Content-Length that need not be true.
    """
    said = [f"HTTP/{version} {status} Said", f"Content-Length: {len(content) if length is None else length}"]
    said += ["Content-Type: application/json", *headers]
    said += [f"Content-Encoding: {coding}"] if coding else []
    return "\r\n".join(said).encode("latin-1") + END + content


def no_length(content: bytes, *headers: str) -> bytes:
    """An answer that ends where the connection does."""
    return "\r\n".join(["HTTP/1.1 200 Said", "Connection: close", *headers]).encode() + END + content


def chunked(content: bytes, size: int = 7, *headers: str, cut: int = 0) -> bytes:
    """An answer in chunks, without its last bytes where it is cut."""
    chunks = [content[start : start + size] for start in range(0, len(content), size)]
    body = b"".join(b"%x\r\n%b\r\n" % (len(chunk), chunk) for chunk in chunks) + b"0\r\n\r\n"
    head = "\r\n".join(["HTTP/1.1 200 Said", "Transfer-Encoding: chunked", *headers]).encode()
    return head + END + body[: len(body) - cut]


def text(value: Any) -> bytes:
    """A value as JSON."""
    return json.dumps(value).encode()


def said(value: Any, status: int = 200, *headers: str) -> bytes:
    """A value as a JSON answer."""
    return answer(status, text(value), *headers)


def packed(content: bytes) -> bytes:
    """An answer in gzip."""
    return answer(200, gzip.compress(content, mtime=0), coding="gzip")


def deep(levels: int, bracket: bytes = b"[]") -> bytes:
    """JSON of many levels."""
    opening = bracket[:1] if bracket == b"[]" else b'{"a":'
    return opening * levels + (b"1" if bracket != b"[]" else b"") + bracket[1:] * levels


BOMB = gzip.compress(bytes(64 << 20), compresslevel=1, mtime=0)
"""Sixty-four mebibytes, in 64 kilobytes."""
