"""Fetching: one page from the web as a capture, bounded in size and time, or an error that says why not."""

from __future__ import annotations

import ssl
import zlib
from collections.abc import Generator
from contextlib import contextmanager

import httpcore2
import httpx2

from generator.docs.pages.capture import MAX_BYTES, Capture, PageError
from generator.docs.pages.transport import (
    ANY,
    LOOPBACK,
    PUBLIC,
    AddressError,
    Deadline,
    Door,
    Resolve,
    Rule,
    Transport,
    resolve,
)

SECONDS = 30.0
"""How long a page may take, redirects included."""

_MAX_REDIRECTS = 5
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_NOT_MODIFIED = 304
_OK = 200
_ENCODINGS = frozenset({"", "identity", "gzip", "x-gzip", "deflate"})
_HEADERS = {
    "Accept": "text/html, text/markdown, application/yaml, application/json, text/plain;q=0.9, */*;q=0.1",
    "Accept-Encoding": "gzip, deflate",
    "User-Agent": "numberwire-docs",
}
_REFUSALS = {
    401: "the page asks to sign in; save it from a browser and give the file.",
    403: "the server refuses the page; save it from a browser and give the file.",
    404: "there is no such page (any more); look where it went.",
    410: "the page is gone; look where it went.",
    429: "the server asks to wait; try later.",
}


def capture_url(
    url: str,
    *,
    etag: str | None = None,
    allow_private: bool = False,
    seconds: float = SECONDS,
    resolver: Resolve = resolve,
) -> Capture | None:
    """Return the page that stands at a URL, or None where it is still the one of an ETag.

    Args:
        url: The URL, https.
        etag: What its server named the version that is known.
        allow_private: Whether it may be at an address that isn't public; on this machine itself http will do.
        seconds: How long it may take, redirects included.
        resolver: What resolves names.

    Raises:
        PageError: It can't be had so, or takes too long, or is too large.
    """
    deadline = Deadline(seconds)
    at = _checked(_parsed(url), allow_private=allow_private)
    for _ in range(_MAX_REDIRECTS + 1):
        with _told(at, seconds), _client(at, deadline, resolver, allow_private=allow_private) as client:
            headers = _HEADERS | ({"If-None-Match": etag} if etag else {})
            with client.stream("GET", at, headers=headers) as answer:
                if answer.status_code not in _REDIRECTS:
                    return _capture(answer, at, etag)
                at = _checked(_next(at, answer), allow_private=allow_private)
    raise PageError(f"{shown(at)}: more than {_MAX_REDIRECTS} redirects lead on from there.")


def shown(url: httpx2.URL | str) -> str:
    """Return a URL as a message may show it: without what may be secret.

    Args:
        url: The URL.
    """
    try:
        parsed = httpx2.URL(url)
    except httpx2.InvalidURL:
        return "the URL"
    return str(parsed.copy_with(username=None, password=None, query=None, fragment=None))


def named(source: str) -> str:
    """Return what a page is called in a report: a file as it was given, a URL without what may be secret.

    Args:
        source: The file or URL.
    """
    return shown(source) if source.startswith(("https://", "http://")) else source


def _parsed(url: str) -> httpx2.URL:
    try:
        return httpx2.URL(url)
    except httpx2.InvalidURL as error:
        raise PageError(f"this is no URL: {error}") from None


def _checked(url: httpx2.URL, *, allow_private: bool) -> httpx2.URL:
    if url.userinfo:
        raise PageError(f"{shown(url)}: a URL with a user's name or password is not fetched; save the page.")
    if not url.host or url.scheme not in ("https", "http"):
        raise PageError(f"{shown(url)}: only https is fetched.")
    if url.scheme == "http" and not allow_private:
        raise PageError(f"{shown(url)}: only https is fetched; plain http leaves the page open to forgery.")
    return url.copy_with(fragment=None)


def _next(at: httpx2.URL, answer: httpx2.Response) -> httpx2.URL:
    location = answer.headers.get("location", "")
    try:
        found = at.join(location)
    except httpx2.InvalidURL:
        found = None
    if not location or found is None:
        raise PageError(f"{shown(at)}: it redirects to nowhere.")
    if at.scheme == "https" and found.scheme != "https":
        raise PageError(f"{shown(at)}: it redirects to {shown(found)}, and only https is fetched.")
    return found


@contextmanager
def _client(
    at: httpx2.URL, deadline: Deadline, resolver: Resolve, *, allow_private: bool
) -> Generator[httpx2.Client]:
    rule: Rule = LOOPBACK if at.scheme == "http" else ANY if allow_private else PUBLIC
    transport = Transport(Door(deadline, rule, resolver))
    with httpx2.Client(transport=transport, trust_env=False, follow_redirects=False) as client:
        yield client


def _capture(answer: httpx2.Response, at: httpx2.URL, etag: str | None) -> Capture | None:
    if answer.status_code == _NOT_MODIFIED and etag:
        return None
    if answer.status_code != _OK:
        told = _REFUSALS.get(answer.status_code, f"the server answers {answer.status_code}; try later.")
        raise PageError(f"{shown(at)}: {told}")
    if answer.headers.get("content-encoding", "").strip().lower() not in _ENCODINGS:
        raise PageError(f"{shown(at)}: it comes packed in a way that nobody asked for.")
    return Capture(
        _content(answer, at),
        shown(at),
        url=str(at),
        media_type=answer.headers.get("content-type"),
        etag=answer.headers.get("etag"),
    )


def _content(answer: httpx2.Response, at: httpx2.URL) -> bytes:
    packing = answer.headers.get("content-encoding", "").strip().lower()
    unpack = _unpacker(packing)
    content = bytearray()
    for piece in answer.iter_raw():
        content += unpack.add(piece) if unpack else piece
        if len(content) > MAX_BYTES:
            raise PageError(f"{shown(at)}: a page of more than {MAX_BYTES} bytes is no documentation page.")
    if unpack and not unpack.is_whole:
        raise PageError(f"{shown(at)}: what the server sends ends before it is whole; try later.")
    return bytes(content)


class _Unpacker:
    """Unpacks one compressed body, no further than a page may go.

    Args:
        window: What zlib calls the format.
    """

    def __init__(self, window: int) -> None:
        self._window = window
        self._stream = zlib.decompressobj(window)
        self._is_begun = False

    def add(self, piece: bytes) -> bytes:
        """Return what a piece of the body holds.

        Raises:
            DecodingError: It isn't packed so, or something stands behind its end.
        """
        try:
            content = self._stream.decompress(piece, MAX_BYTES + 1)
        except zlib.error:
            if self._is_begun or self._window != zlib.MAX_WBITS:
                raise httpx2.DecodingError("it isn't packed as it says") from None
            # Some servers mean by deflate the stream without zlib's frame around it.
            self._window, self._stream = -zlib.MAX_WBITS, zlib.decompressobj(-zlib.MAX_WBITS)
            return self.add(piece)
        self._is_begun = self._is_begun or bool(piece)
        if self._stream.unused_data:
            raise httpx2.DecodingError("something stands behind its end")
        return content

    @property
    def is_whole(self) -> bool:
        """Whether its end was seen."""
        return self._stream.eof


def _unpacker(packing: str) -> _Unpacker | None:
    if packing in ("gzip", "x-gzip"):
        return _Unpacker(zlib.MAX_WBITS | 16)
    return _Unpacker(zlib.MAX_WBITS) if packing == "deflate" else None


@contextmanager
def _told(at: httpx2.URL, seconds: float) -> Generator[None]:
    """Turn what goes wrong on the way into an error that names the page."""
    try:
        yield
    except AddressError as error:
        raise PageError(f"{shown(at)}: {error}") from None
    except (httpcore2.TimeoutException, httpx2.TimeoutException):
        raise PageError(f"{shown(at)}: it takes longer than {seconds:g} seconds; try later.") from None
    except httpx2.DecodingError:
        raise PageError(f"{shown(at)}: what the server sends can't be unpacked.") from None
    except (httpcore2.NetworkError, httpcore2.ProtocolError, httpx2.TransportError, ssl.SSLError) as error:
        raise PageError(f"{shown(at)}: it can't be fetched: {_reason(error)}.") from None


def _reason(error: Exception) -> str:
    return " ".join(str(error).split()).rstrip(".") or "the connection failed"
