"""HTTP/1.1 on a stream: reads requests strictly and renders responses; what they are about is not known here."""

from __future__ import annotations

import asyncio
import re
from datetime import UTC, datetime
from email.utils import format_datetime
from http import HTTPStatus

from numberwire._response import Response
from numberwire.sandbox._replies import status_phrase
from numberwire_api import Request

MAX_HEAD = 64 * 1024
MAX_BODY = 1024 * 1024
_REQUEST_LINE = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]+) ([!-~]+) HTTP/([0-9]\.[0-9])")
_HEADER = re.compile(
    rb"([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*((?:[!-~\x80-\xff](?:[\t -~\x80-\xff]*[!-~\x80-\xff])?)?)[ \t]*"
)
_ORIGIN = re.compile(r"https?://[^/?#]*", re.IGNORECASE)
_LENGTH = re.compile(r"[0-9]{1,18}")
_CHUNK = re.compile(rb"([0-9A-Fa-f]{1,15})[ \t]*(?:;[^\r\n]*)?\r\n")
_NO_CONTENT = (HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED)

Headers = tuple[tuple[str, str], ...]


class BadRequest(Exception):  # noqa: N818 - it becomes an answer
    """A request that breaks a rule of HTTP or a limit, with its status; the connection ends after the answer."""

    def __init__(self, status: int, problem: str) -> None:
        super().__init__(problem)
        self.status = status


class RequestReader:
    """Reads the requests of one connection, one after the other."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer
        self.keeps_alive = True

    async def wait_for_request(self) -> bytes:
        """The first byte of the next request; empty if the client has ended the connection."""
        return await self._reader.read(1)

    async def read_request(self, start: bytes) -> Request:
        """The request that begins with a byte.

        Raises:
            BadRequest: If it breaks a rule of HTTP/1.1 or a limit.
            asyncio.IncompleteReadError: If the client stops in its middle.
        """
        try:
            head = start + await self._reader.readuntil(b"\r\n\r\n")
        except asyncio.LimitOverrunError:
            raise BadRequest(431, f"The head of the request is longer than {MAX_HEAD} bytes.") from None
        line, *lines = head.removeprefix(b"\r\n").removesuffix(b"\r\n\r\n").split(b"\r\n")
        method, target, version = _parse_request_line(line)
        headers = tuple(map(_parse_header, lines))
        self.keeps_alive = version == "1.1" and not has_token(headers, "connection", "close")
        _require_host(headers, version)
        length = _content_length(headers, version)
        await self._answer_expectation(headers, version)
        content = await self._read_chunks() if length is None else await self._reader.readexactly(length)
        return Request(method, target, headers, content)

    async def _answer_expectation(self, headers: Headers, version: str) -> None:
        """Answer `Expect: 100-continue`: the client sends its body only after that."""
        expectations = header_values(headers, "expect")
        if version == "1.0" or not expectations:
            return
        if [expectation.lower() for expectation in expectations] != ["100-continue"]:
            raise BadRequest(417, "The only supported expectation is 100-continue.")
        self._writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        await self._writer.drain()

    async def _read_chunks(self) -> bytes:
        """A body that comes in chunks."""
        content = bytearray()
        while size := await self._read_chunk_size():
            if len(content) + size > MAX_BODY:
                raise _too_large()
            content += await self._reader.readexactly(size)
            if await self._reader.readexactly(2) != b"\r\n":
                raise BadRequest(400, "A chunk of the body does not end where it should.")
        trailer_size = 0
        while (line := await self._read_line()) != b"\r\n":
            trailer_size += len(line)
            if trailer_size > MAX_HEAD:
                raise BadRequest(431, f"The trailers of the request are longer than {MAX_HEAD} bytes.")
        return bytes(content)

    async def _read_chunk_size(self) -> int:
        """The size of the next chunk; 0 is the last one's."""
        match = _CHUNK.fullmatch(await self._read_line())
        if match is None:
            raise BadRequest(400, "The body is not in chunks, although the request says so.")
        return int(match[1], 16)

    async def _read_line(self) -> bytes:
        """A line with its end."""
        try:
            return await self._reader.readuntil(b"\r\n")
        except asyncio.LimitOverrunError:
            raise BadRequest(400, "A line of the body's framing is too long.") from None


def header_values(headers: Headers, name: str) -> list[str]:
    """Every value of a header."""
    return [value for key, value in headers if key.lower() == name]


def has_token(headers: Headers, name: str, token: str) -> bool:
    """Whether a header that lists tokens has this one."""
    tokens = ",".join(header_values(headers, name)).lower().split(",")
    return token in (item.strip() for item in tokens)


def _parse_request_line(line: bytes) -> tuple[str, str, str]:
    """Method, target without its origin, and version.

    Raises:
        BadRequest: If it is not a request line.
    """
    match = _REQUEST_LINE.fullmatch(line)
    if match is None:
        raise BadRequest(400, "The first line is not METHOD TARGET HTTP/1.1.")
    method, target, version = (part.decode("ascii") for part in match.groups())
    if version not in ("1.0", "1.1"):
        raise BadRequest(505, "The sandbox supports only HTTP/1.1.")
    target = _ORIGIN.sub("", target, count=1) if _ORIGIN.match(target) else target
    if not target or target[0] == "?":
        target = f"/{target}"
    if target[0] != "/" and target != "*":
        raise BadRequest(400, "The target of the request is not a path.")
    return method, target, version


def _parse_header(line: bytes) -> tuple[str, str]:
    """A header's name and value.

    Raises:
        BadRequest: If the line is not a header.
    """
    match = _HEADER.fullmatch(line)
    if match is None:
        raise BadRequest(400, "A header is malformed.")
    return match[1].decode("ascii"), match[2].decode("latin-1")


def _require_host(headers: Headers, version: str) -> None:
    """Refuse a request that names no host, or several."""
    count = len(header_values(headers, "host"))
    if count > 1 or (version == "1.1" and not count):
        raise BadRequest(400, "The request needs one Host header.")


def _content_length(headers: Headers, version: str) -> int | None:
    """How long the body is; None if it comes in chunks.

    Raises:
        BadRequest: If the headers contradict each other: two readers could then see different requests.
    """
    codings, lengths = header_values(headers, "transfer-encoding"), header_values(headers, "content-length")
    if codings:
        if lengths or version == "1.0":
            raise BadRequest(400, "Transfer-Encoding can't be combined with Content-Length or HTTP/1.0.")
        if [coding.lower() for coding in codings] != ["chunked"]:
            raise BadRequest(501, "The only supported transfer coding is chunked.")
        return None
    if not lengths:
        return 0
    if len(lengths) > 1 or not _LENGTH.fullmatch(lengths[0]):
        raise BadRequest(400, "Content-Length must be one number.")
    if int(lengths[0]) > MAX_BODY:
        raise _too_large()
    return int(lengths[0])


def _too_large() -> BadRequest:
    return BadRequest(413, f"The body is longer than {MAX_BODY} bytes.")


def render_response(response: Response, *, method: str, keeps_alive: bool, size: int | None = None) -> bytes:
    """A response as it goes over the wire.

    Args:
        response: The response; a content length is added.
        method: The method that it answers: the answer to HEAD has no body.
        keeps_alive: Whether the connection goes on.
        size: How many bytes of the content are sent, although all are announced; None for all.
    """
    status, headers = response.status, [*response.headers]
    content = b"" if status in _NO_CONTENT else response.content
    if not header_values(response.headers, "date"):
        headers.append(("date", format_datetime(datetime.now(UTC), usegmt=True)))
    if status not in _NO_CONTENT:
        headers.append(("content-length", str(len(content))))
    if not keeps_alive and not has_token(response.headers, "connection", "close"):
        headers.append(("connection", "close"))
    lines = [f"HTTP/1.1 {status} {status_phrase(status)}", *(f"{name}: {value}" for name, value in headers)]
    head = "".join(f"{line}\r\n" for line in lines).encode("latin-1") + b"\r\n"
    return head if method == "HEAD" else head + content[:size]
