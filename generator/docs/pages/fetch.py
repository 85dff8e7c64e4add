"""Fetches one page from the web: over https, from a public address, within limits of size and time."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
import threading
import zlib
from collections.abc import Callable, Sequence
from typing import Any

import httpcore2
import httpx2

from generator.addresses import is_loopback, is_public
from generator.docs.pages.capture import MAX_BYTES, Capture, PageError

SECONDS = 30.0
"""How long a page may take, redirects included."""

Resolve = Callable[[str, int], Sequence[str]]
"""Returns the addresses of a host and port, in numbers."""

_CONNECT_SECONDS = 5.0
"""After this time the next address of a host is tried."""
_MAX_REDIRECTS = 5
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_NOT_MODIFIED = 304
_OK = 200
_PORTS = {"https": 443, "http": 80}
_MAX_PORT = 65_535
# What zlib calls the formats in which a body may be compressed; None is a body as it is.
_WINDOWS = {
    "": None,
    "identity": None,
    "gzip": zlib.MAX_WBITS | 16,
    "x-gzip": zlib.MAX_WBITS | 16,
    "deflate": zlib.MAX_WBITS,
}
_HEADERS = {
    "Accept": "text/html, text/markdown, application/yaml, application/json, text/plain;q=0.9, */*;q=0.1",
    "Accept-Encoding": "gzip, deflate",
    "User-Agent": "numberwire-docs",
}
_SAVE = "open it in a browser, save it (its .md version, if there is one) and pass the file"
_REFUSALS = {
    401: f"the page requires signing in; {_SAVE}.",
    403: f"the server refuses access to the page; {_SAVE}.",
    404: "this URL has no page (any more); look for its new address.",
    410: "the page was removed; look for its new address.",
    429: "the server limits requests; try again later.",
}


def capture_url(
    url: str,
    *,
    etag: str | None = None,
    allow_private: bool = False,
    seconds: float = SECONDS,
    resolver: Resolve | None = None,
) -> Capture | None:
    """Return the page at a URL, or None if it is still the version that an ETag names.

    Args:
        url: The URL, https.
        etag: What its server named the version that is known.
        allow_private: Whether it may be at a private address; from this machine itself http is then allowed, too.
        seconds: How long it may take, redirects included.
        resolver: What resolves names; the system by default.

    Raises:
        PageError: It can't be fetched under these limits.
    """
    headers = _HEADERS | ({"If-None-Match": etag} if etag else {})
    return asyncio.run(_fetch(url, headers, resolver or resolve_host, seconds, allow_private=allow_private))


def resolve_host(host: str, port: int) -> list[str]:
    """Return the addresses of a host.

    Args:
        host: Its name.
        port: The port to connect to.

    Raises:
        OSError: It has none.
    """
    entries = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in entries))


def safe_url(url: httpx2.URL | str) -> str:
    """Return a URL without the parts that may be secret: credentials, query and fragment.

    Args:
        url: The URL.
    """
    try:
        parts = httpx2.URL(url)
    except httpx2.InvalidURL:
        return "the URL"
    return str(parts.copy_with(username=None, password=None, query=None, fragment=None))


def source_name(source: str) -> str:
    """Return what reports call a page: a file as it was given, a URL without the parts that may be secret.

    Args:
        source: The file or URL.
    """
    return safe_url(source) if source.startswith(("https://", "http://")) else source


async def _fetch(
    source: str, headers: dict[str, str], resolver: Resolve, seconds: float, *, allow_private: bool
) -> Capture | None:
    try:
        url = httpx2.URL(source)
    except httpx2.InvalidURL as error:
        raise PageError(f"this is not a valid URL: {error}") from None
    tls = httpx2.create_ssl_context()
    try:
        # One limit over everything: a server that sends a byte now and then never reaches a limit per read.
        async with asyncio.timeout(seconds):
            for _ in range(_MAX_REDIRECTS + 1):
                _check_url(url, allow_private=allow_private)
                page = await _request_page(
                    url, headers, await _addresses(url, resolver, allow_private=allow_private), tls
                )
                if not isinstance(page, httpx2.URL):
                    return page
                url = page
    except TimeoutError:
        raise PageError(
            f"{safe_url(url)}: it takes longer than {seconds:g} seconds; try again later."
        ) from None
    except (httpx2.HTTPError, httpx2.InvalidURL, OSError) as error:
        reason = " ".join(str(error).split()).rstrip(".") or "the connection failed"
        raise PageError(f"{safe_url(url)}: it can't be fetched: {reason}.") from None
    raise PageError(f"{safe_url(url)}: more than {_MAX_REDIRECTS} redirects.")


def _check_url(url: httpx2.URL, *, allow_private: bool) -> None:
    if url.userinfo:
        raise PageError(f"{safe_url(url)}: a URL with a user name or password is not fetched; {_SAVE}.")
    if not url.host or url.scheme not in _PORTS:
        raise PageError(f"{safe_url(url)}: only https URLs are fetched.")
    if url.port is not None and not 0 < url.port <= _MAX_PORT:
        raise PageError(f"{safe_url(url)}: port {url.port} does not exist; correct the URL.")
    if url.scheme == "http" and not allow_private:
        raise PageError(
            f"{safe_url(url)}: only https URLs are fetched; over http anyone could change the page."
        )


async def _addresses(url: httpx2.URL, resolver: Resolve, *, allow_private: bool) -> Sequence[str]:
    """Return the addresses of a URL's host, each of which may be connected to."""
    host = url.raw_host.decode("ascii")
    addresses = await _resolve(host, url.port or _PORTS[url.scheme], resolver)
    if not addresses:
        raise PageError(f"{safe_url(url)}: {host} has no address.")
    for address in addresses:
        if url.scheme == "http" and not is_loopback(address):
            refusal = "http is allowed from this machine itself only"
        elif not allow_private and not is_public(address):
            refusal = "only public addresses are allowed (with --allow-private, any)"
        else:
            continue
        raise PageError(f"{safe_url(url)}: {host} is at {address}: {refusal}.")
    return addresses


async def _resolve(host: str, port: int, resolver: Resolve) -> Sequence[str]:
    # The system's resolver can't be interrupted: its thread is left behind when the time is up.
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[Sequence[str]] = loop.create_future()

    def set_answer(addresses: Sequence[str]) -> None:
        if not answer.done():
            answer.set_result(addresses)

    def ask() -> None:
        addresses: Sequence[str] = ()
        with contextlib.suppress(OSError, UnicodeError):
            addresses = list(resolver(host, port))
        with contextlib.suppress(RuntimeError):  # the loop is closed by now
            loop.call_soon_threadsafe(set_answer, addresses)

    threading.Thread(target=ask, daemon=True).start()
    return await answer


async def _request_page(
    url: httpx2.URL, headers: dict[str, str], addresses: Sequence[str], tls: ssl.SSLContext
) -> Capture | httpx2.URL | None:
    """Return the page, None if it did not change, or the URL to which it redirects."""
    for address in addresses[:-1]:
        try:
            return await _request_from(address, url, headers, tls)
        except (httpx2.ConnectError, httpx2.ConnectTimeout):
            continue
    return await _request_from(addresses[-1], url, headers, tls)


async def _request_from(
    address: str, url: httpx2.URL, headers: dict[str, str], tls: ssl.SSLContext
) -> Capture | httpx2.URL | None:
    """Do the same at one address: it was checked, and no second look-up can lead elsewhere."""
    streams: list[httpcore2.AsyncNetworkStream] = []

    async def keep_stream(event: str, details: dict[str, Any]) -> None:
        if event == "connection.connect_tcp.complete":
            streams.append(details["return_value"])

    # The certificate must be that of the URL's host, not of the address.
    extensions = {"sni_hostname": url.raw_host.decode("ascii"), "trace": keep_stream}
    headers = {**headers, "Host": url.netloc.decode("ascii")}
    timeout = httpx2.Timeout(None, connect=_CONNECT_SECONDS)
    try:
        async with (
            httpx2.AsyncClient(verify=tls, trust_env=False, timeout=timeout) as client,
            client.stream(
                "GET", url.copy_with(host=address), headers=headers, extensions=extensions
            ) as answer,
        ):
            if answer.status_code in _REDIRECTS:
                return _redirect_target(url, answer.headers.get("location", ""))
            return await _read_answer(answer, url, is_conditional="If-None-Match" in headers)
    finally:
        # A handshake that is ended by the limit of time leaves its connection open.
        for stream in streams:
            await stream.aclose()


def _redirect_target(url: httpx2.URL, location: str) -> httpx2.URL:
    try:
        target = url.join(location) if location else None
    except httpx2.InvalidURL:
        target = None
    if target is None:
        raise PageError(f"{safe_url(url)}: it redirects to no valid URL.")
    if url.scheme == "https" and target.scheme != "https":
        raise PageError(f"{safe_url(url)}: it redirects to {safe_url(target)}; only https URLs are fetched.")
    return target


async def _read_answer(answer: httpx2.Response, url: httpx2.URL, *, is_conditional: bool) -> Capture | None:
    if answer.status_code == _NOT_MODIFIED and is_conditional:
        return None
    name = safe_url(url)
    if answer.status_code != _OK:
        refusal = f"the server answers {answer.status_code}; try again later."
        raise PageError(f"{name}: {_REFUSALS.get(answer.status_code, refusal)}")
    encoding = answer.headers.get("content-encoding", "").strip().lower()
    if encoding not in _WINDOWS:
        raise PageError(f"{name}: it is compressed in a way that was not asked for; {_SAVE}.")
    content = bytearray()
    async for piece in answer.aiter_raw():
        content += piece
        if len(content) > MAX_BYTES:
            break
    window = _WINDOWS[encoding]
    page = (
        bytes(content) if window is None or len(content) > MAX_BYTES else _decompress(content, window, name)
    )
    if len(page) > MAX_BYTES:
        raise PageError(f"{name}: it has more than {MAX_BYTES} bytes, too many for a documentation page.")
    return Capture(
        page,
        name,
        url=str(url.copy_with(fragment=None)),
        media_type=answer.headers.get("content-type"),
        etag=answer.headers.get("etag"),
    )


def _decompress(content: bytearray, window: int, name: str) -> bytes:
    """Return what a compressed body holds, up to one byte more than a page may have."""
    stream = zlib.decompressobj(window)
    try:
        page = stream.decompress(content, MAX_BYTES + 1)
    except zlib.error:
        if window == zlib.MAX_WBITS:
            # By deflate some servers mean the stream without zlib's frame around it.
            return _decompress(content, -zlib.MAX_WBITS, name)
        raise PageError(f"{name}: what the server sends can't be decompressed.") from None
    if stream.unused_data:
        raise PageError(f"{name}: what the server sends can't be decompressed: there is data after its end.")
    if not stream.eof and len(page) <= MAX_BYTES:
        raise PageError(f"{name}: the answer was cut off; try again later.")
    return page
