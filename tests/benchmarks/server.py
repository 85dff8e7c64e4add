"""A loopback server that is no bottleneck: it answers prepared bytes, in a process of its own, and decides nothing.

    python -m tests.benchmarks.server --numbers 100000 --delay 0.05 --certificate server.pem

It prints its port, and ends with its standard input, so that it never outlives who started it. `capacity` measures
what it can do.
"""

import argparse
import asyncio
import gzip
import re
import ssl
import sys
from functools import cache, partial
from typing import cast

from tests.benchmarks.data import PAGE, encoded, record, records
from tests.benchmarks.vendors import ANSWERS

__all__ = ["LISTING", "NUMBER", "main"]

LISTING = "/api/relay/rest/phone_numbers"
NUMBER = f"{LISTING}/{record(0)['id']}"
"""The one number that the server knows by its id."""

_HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n"
_MISSING = b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n"
_ONE = {NUMBER: encoded(record(0)), **{path: encoded(answer) for path, answer in ANSWERS.items()}}
_ANSWERS = {path.encode(): _HEAD % len(body) + body for path, body in _ONE.items()}
_SIZES = (50, 1000)
_MARK = 8
"""The characters of an id that tell pages apart."""
"""The page sizes that are asked for; what they need is prepared."""

_PACKED_HEAD = b"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ntransfer-encoding: chunked\r\n\r\n"
_PIECE = 512
"""Bytes of a chunk: an answer takes a few, as where a proxy packs it while it comes."""

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_PAGE_SIZE = re.compile(rb"[?&]page_size=(\d+)")
_PAGE_NUMBER = re.compile(rb"[?&]page_number=(\d+)")


def _first(pattern: re.Pattern[bytes], target: bytes, default: int) -> int:
    found = pattern.search(target)
    return int(found[1]) if found else default


class _Pages:
    """The pages of a listing: two lists of numbers in turn, each page with links and a first id of its own."""

    def __init__(self, numbers: int) -> None:
        self._numbers = numbers
        for size in _SIZES:
            self.answer(f"{LISTING}?page_size={size}".encode())
            self.answer(f"{LISTING}?page_size={size}&page_number=1".encode())

    def answer(self, target: bytes) -> list[bytes]:
        """The page that a target asks for, as the buffers to send."""
        size = _first(_PAGE_SIZE, target, PAGE)
        position = _first(_PAGE_NUMBER, target, 0)
        last = (position + 1) * size >= self._numbers
        links = {name: self._link(size, to) for name, to in (("self", position), ("first", 0))}
        if not last:
            links["next"] = self._link(size, position + 1)
        start = b'{"links":' + encoded(links) + b',"data":'
        # No page may come again: clients that look for circles would end the listing.
        before, after = _around_first_id(size, (position % 2) * size)
        body = [before, b"%08x" % position, after]
        return [_HEAD % (len(start) + sum(map(len, body)) + 1) + start, *body, b"}"]

    @staticmethod
    def _link(size: int, position: int) -> str:
        token = f"&page_token=PA{position:08}" if position else ""
        return f"{LISTING}?page_number={position}&page_size={size}{token}"


@cache
def _around_first_id(size: int, start: int) -> tuple[bytes, bytes]:
    """A list of numbers, before and after the first eight characters of its first id."""
    body = records(size, start=start)
    first = body.index(b'"id":') + len(b'"id":"')
    return body[:first], body[first + _MARK :]


def _packed(body: bytes) -> bytes:
    """An answer that is packed, and comes in chunks."""
    content = gzip.compress(body, mtime=0)
    pieces = [content[place : place + _PIECE] for place in range(0, len(content), _PIECE)]
    return _PACKED_HEAD + b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in [*pieces, b""])


_PACKED = {path.encode(): _packed(body) for path, body in _ONE.items()}


class _Connection(asyncio.Protocol):
    """One connection; the bodies of requests are passed over."""

    def __init__(self, pages: _Pages, delay: float, answers: dict[bytes, bytes]) -> None:
        self._pages = pages
        self._answers = answers
        self._delay = delay
        self._unread = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.WriteTransport", transport)

    def data_received(self, data: bytes) -> None:
        self._unread += data
        while (end := self._unread.find(b"\r\n\r\n")) >= 0:
            length = _LENGTH.search(self._unread, 0, end)
            whole = end + 4 + (int(length[1]) if length else 0)
            if len(self._unread) < whole:
                return
            target = self._unread[: self._unread.index(b"\r\n")].split(b" ")[1]
            self._unread = self._unread[whole:]
            self._answer(target)

    def _answer(self, target: bytes) -> None:
        if target.startswith(LISTING.encode() + b"?"):
            answer = self._pages.answer(target)
        else:
            answer = [self._answers.get(target, _MISSING)]
        if self._delay:
            asyncio.get_running_loop().call_later(self._delay, self._transport.writelines, answer)
        else:
            self._transport.writelines(answer)


async def _serve(numbers: int, delay: float, certificate: str | None, *, packed: bool) -> None:
    context = None
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
    loop = asyncio.get_running_loop()
    ended = asyncio.Event()
    loop.add_reader(sys.stdin, lambda: ended.set() if not sys.stdin.read(1) else None)
    connection = partial(_Connection, _Pages(numbers), delay, _PACKED if packed else _ANSWERS)
    async with await loop.create_server(connection, "127.0.0.1", 0, ssl=context) as server:
        sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
        sys.stdout.flush()
        await ended.wait()


def main() -> None:
    """Serve until standard input ends."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--numbers", type=int, default=100_000, help="how many numbers the listing has")
    parser.add_argument("--delay", type=float, default=0.0, help="seconds each answer waits")
    parser.add_argument("--certificate", help="serve HTTPS with this certificate and key")
    parser.add_argument(
        "--packed", action="store_true", help="pack the answers about one number, and send them in chunks"
    )
    given = parser.parse_args()
    asyncio.run(_serve(given.numbers, given.delay, given.certificate, packed=given.packed))


if __name__ == "__main__":
    main()
