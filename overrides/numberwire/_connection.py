"""Watches connections: which may be used again, and for how long, with one watch for sync and async sockets.

HTTP libraries bound each read, not the reading, so a server that drips a byte now and then holds a call
forever; and they keep a connection on which bytes are left over, so that an answer nobody asked for answers
the next call. A watched backend between the library's pool and its sockets prevents both.

httpx2's transports take no network backend as an argument (https://github.com/encode/httpx/pull/3749 proposes one), so
that it is set by private names: ``transport._pool._network_backend``, and ``_http2`` beside it says whether the pool
speaks HTTP/2. They are used in this module alone; the fault battery and `test_transports` fail if they disappear. The
watch is also the only evidence that an attempt was not sent: see `is_unsent`.
"""

import socket
import ssl
import sys
import time
from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import httpcore2
import httpx2

from numberwire._http1 import EARLY_DATA, ProtocolError, ResponseReader
from numberwire._interruption import handler_error
from numberwire._sockets import connect_first, open_socket, resolve_async
from numberwire._steps import Attempt
from numberwire._tracing import LIBRARIES, has_own_methods
from numberwire.errors import InvalidRequestError

__all__ = ["ATTEMPT", "AsyncWatchedBackend", "WatchedBackend", "is_unsent", "watch_transport"]

ATTEMPT: ContextVar[Attempt | None] = ContextVar("numberwire_attempt", default=None)
"""The attempt that this thread or task is sending."""

_SocketOption = tuple[int, int, int] | tuple[int, int, bytes | bytearray] | tuple[int, int, None, int]

_PIECE = 65_536

# What the library makes of a connected socket, under a name of its own. Without it the library connects by itself,
# which `test_connection` would tell: then neither resolver nor addresses keep within the limit.
_SOCKET_STREAM: Callable[[socket.socket], httpcore2.NetworkStream] | None = getattr(
    sys.modules.get("httpcore2._backends.sync"), "SyncStream", None
)
_LIBRARYS_OWN = ("AutoBackend", "AnyIOBackend")
"""The async backends that take a name to connect to, and resolve it as the event loop does."""


class _ConnectionWatch:
    """Follows one connection: whether a request begins, and whether an answer left bytes over.

    It knows by itself where a request begins, so that it also watches for a transport that sends in a thread or task
    in which there is no attempt.
    """

    def __init__(self) -> None:
        self._is_asking = False
        self._reader: ResponseReader | None = None
        self._left_over = False

    def begin_write(
        self, stream: httpcore2.NetworkStream | httpcore2.AsyncNetworkStream, buffer: bytes
    ) -> None:
        """Something is about to be written; if it is the first of a request, see whether it may be.

        What asks a proxy for a tunnel is nothing of the attempt yet.

        Raises:
            httpcore2.ConnectionNotAvailable: This connection must not carry it; the pool takes another.
            httpcore2.ReadError: The server sent data before any request.
        """
        if not buffer:
            return
        if buffer.startswith(b"CONNECT "):
            return
        attempt = ATTEMPT.get()
        if not self._is_asking:
            self._refuse_connection(stream, fresh=attempt is not None and attempt.fresh)
            self._is_asking = True
            self._reader = ResponseReader(buffer.partition(b" ")[0].decode("latin-1"), counts_only=True)
        if attempt is not None:
            _admit(attempt)
            attempt.written = True

    def _refuse_connection(
        self, stream: httpcore2.NetworkStream | httpcore2.AsyncNetworkStream, *, fresh: bool
    ) -> None:
        used = self._reader is not None
        waiting = _has_unread_bytes(stream, used=used)
        if waiting and not used:
            raise httpcore2.ReadError(EARLY_DATA)
        if used and (waiting or self._left_over or fresh):
            raise httpcore2.ConnectionNotAvailable

    def take_bytes(self, data: bytes) -> bytes:
        """Bytes were read; returns them."""
        self._is_asking = False
        if self._reader is not None and not self._left_over:
            self._left_over = _leaves_over(self._reader, data)
        return data


def _leaves_over(reader: ResponseReader, data: bytes) -> bool:
    """Whether bytes that were read lie beyond the end of the response, or are none."""
    try:
        reader.feed_data(data)
    except ProtocolError:
        return True
    return reader.has_surplus


def seconds_left(timeout: float | None, error: type[Exception]) -> float | None:
    """Seconds that one read or write may take: the library's own limit, or what is left of the attempt."""
    attempt = ATTEMPT.get()
    if attempt is None:
        return timeout
    seconds = attempt.expires - time.monotonic()
    if seconds <= 0:
        raise error("the timeout or the deadline was reached")
    return seconds if timeout is None else min(timeout, seconds)


def _admit(attempt: Attempt) -> None:
    attempt.admitted = attempt.admitted or time.monotonic()


def _begin_connecting(timeout: float | None) -> float | None:
    """Note that the pool has room for the attempt; returns the seconds that connecting may take."""
    attempt = ATTEMPT.get()
    if attempt is not None:
        _admit(attempt)
    return seconds_left(timeout, httpcore2.ConnectTimeout)


def _has_unread_bytes(stream: httpcore2.NetworkStream | httpcore2.AsyncNetworkStream, *, used: bool) -> bool:
    """Whether bytes have arrived that nobody read, or the connection has ended.

    A new TLS connection is asked by reading: session tickets make its socket readable and are no answer.
    """
    tls = stream.get_extra_info("ssl_object")
    if (used or tls is None) and stream.get_extra_info("is_readable"):
        return True
    if tls is None:
        return False
    sock = stream.get_extra_info("socket")
    try:
        if isinstance(tls, ssl.SSLObject):
            tls.read(1)
        else:
            sock.settimeout(0)
            sock.recv(1)
    except ssl.SSLWantReadError:
        return False
    except OSError as error:
        if handler_error(error, error.__context__) is not None:
            raise
        return True
    return True


class _Stream(httpcore2.NetworkStream):
    def __init__(self, stream: httpcore2.NetworkStream) -> None:
        self._stream = stream
        self._watch = _ConnectionWatch()

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._watch.take_bytes(
            self._stream.read(max_bytes, seconds_left(timeout, httpcore2.ReadTimeout))
        )

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._watch.begin_write(self._stream, buffer)
        # In pieces, because the library renews the time of a write with each part that the server takes.
        for start in range(0, len(buffer), _PIECE):
            self._stream.write(buffer[start : start + _PIECE], seconds_left(timeout, httpcore2.WriteTimeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        try:
            limit = seconds_left(timeout, httpcore2.ConnectTimeout)
            return _Stream(self._stream.start_tls(ssl_context, server_hostname, limit))
        except BaseException:  # the library closes the socket on its own errors alone
            self._stream.close()
            raise

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class WatchedBackend(httpcore2.NetworkBackend):
    """A pool's network, watched."""

    def __init__(self, network: httpcore2.NetworkBackend) -> None:
        self._network = network

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[_SocketOption] | None = None,
    ) -> httpcore2.NetworkStream:
        limit = _begin_connecting(timeout)
        if _SOCKET_STREAM is None or type(self._network) is not httpcore2.SyncBackend:
            return _Stream(self._network.connect_tcp(host, port, limit, local_address, socket_options))
        try:
            connected = open_socket(
                host, port, limit, local_address=local_address, options=socket_options or ()
            )
        except TimeoutError as error:
            raise httpcore2.ConnectTimeout(error) from error
        except OSError as error:
            raise httpcore2.ConnectError(error) from error
        return _Stream(_SOCKET_STREAM(connected))

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[_SocketOption] | None = None
    ) -> httpcore2.NetworkStream:
        limit = _begin_connecting(timeout)
        return _Stream(self._network.connect_unix_socket(path, limit, socket_options))

    def sleep(self, seconds: float) -> None:
        self._network.sleep(seconds)


class _AsyncStream(httpcore2.AsyncNetworkStream):
    def __init__(self, stream: httpcore2.AsyncNetworkStream) -> None:
        self._stream = stream
        self._watch = _ConnectionWatch()

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._watch.take_bytes(
            await self._stream.read(max_bytes, seconds_left(timeout, httpcore2.ReadTimeout))
        )

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._watch.begin_write(self._stream, buffer)
        await self._stream.write(buffer, seconds_left(timeout, httpcore2.WriteTimeout))

    async def aclose(self) -> None:
        await self._stream.aclose()

    async def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.AsyncNetworkStream:
        try:
            limit = seconds_left(timeout, httpcore2.ConnectTimeout)
            return _AsyncStream(await self._stream.start_tls(ssl_context, server_hostname, limit))
        except BaseException:  # the library closes the socket on its own errors alone
            await self._stream.aclose()
            raise

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


async def _close(stream: httpcore2.AsyncNetworkStream) -> None:
    await stream.aclose()


class AsyncWatchedBackend(httpcore2.AsyncNetworkBackend):
    """The same for a pool of an event loop."""

    def __init__(self, network: httpcore2.AsyncNetworkBackend) -> None:
        self._network = network

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[_SocketOption] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        limit = _begin_connecting(timeout)

        async def connect(address: str) -> httpcore2.AsyncNetworkStream:
            return await self._network.connect_tcp(address, port, limit, local_address, socket_options)

        if type(self._network).__name__ not in _LIBRARYS_OWN:
            return _AsyncStream(await connect(host))
        from asyncio import timeout as until  # noqa: PLC0415 sync clients need no event loop

        try:
            async with until(limit):
                addresses = await resolve_async(host, port)
                return _AsyncStream(await connect_first(addresses, connect, _close, limit))
        except TimeoutError as error:
            raise httpcore2.ConnectTimeout(error) from error
        except OSError as error:
            raise httpcore2.ConnectError(error) from error

    async def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[_SocketOption] | None = None
    ) -> httpcore2.AsyncNetworkStream:
        limit = _begin_connecting(timeout)
        return _AsyncStream(await self._network.connect_unix_socket(path, limit, socket_options))

    async def sleep(self, seconds: float) -> None:
        await self._network.sleep(seconds)


@contextmanager
def _record_failure() -> Generator[None]:
    """Notes what a pool raises before the first byte of an attempt is written."""
    attempt = ATTEMPT.get()
    if attempt is None:
        yield
        return
    attempt.failure = None
    try:
        yield
    except BaseException as error:
        attempt.failure = error
        raise


class _WatchedPool:
    """A pool whose failures are noted: the only evidence there is that an attempt was not sent."""

    def __init__(self, pool: Any) -> None:
        self._pool = pool

    def handle_request(self, request: httpcore2.Request) -> httpcore2.Response:
        with _record_failure():
            return self._pool.handle_request(request)  # type: ignore[no-any-return]

    async def handle_async_request(self, request: httpcore2.Request) -> httpcore2.Response:
        with _record_failure():
            return await self._pool.handle_async_request(request)  # type: ignore[no-any-return]

    @property
    def kind(self) -> type:
        """The class of the pool."""
        pool: object = self._pool
        return type(pool)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._pool, name)

    # Special methods are looked up on the class, where __getattr__ is not asked.
    def __enter__(self) -> Any:
        return self._pool.__enter__()

    def __exit__(self, *error: object) -> None:
        self._pool.__exit__(*error)

    async def __aenter__(self) -> Any:
        return await self._pool.__aenter__()

    async def __aexit__(self, *error: object) -> None:
        await self._pool.__aexit__(*error)


_NETWORK = "_network_backend"
_POOLS = (
    httpcore2.ConnectionPool,
    httpcore2.HTTPProxy,
    httpcore2.AsyncConnectionPool,
    httpcore2.AsyncHTTPProxy,
)
_TRANSPORTS = (httpx2.HTTPTransport, httpx2.AsyncHTTPTransport)
_SENDING = frozenset({"handle_request", "handle_async_request"})


def watch_transport(transport: object) -> None:
    """Watch the sockets of a transport that has a pool of them; the module says why private names are needed."""
    pool: Any = getattr(transport, "_pool", None)
    if isinstance(pool, _WatchedPool):
        return
    if getattr(pool, "_http2", False):
        # Over HTTP/2 the pool sends a request again where it takes a connection to be lost: a second purchase.
        raise InvalidRequestError(
            "transport uses HTTP/2, which this client does not support: leave out http2=True."
        )
    network = getattr(pool, _NETWORK, None)
    is_libraries_own = type(network).__module__.partition(".")[0] in LIBRARIES
    if isinstance(network, httpcore2.NetworkBackend) and not isinstance(network, WatchedBackend):
        setattr(pool, _NETWORK, WatchedBackend(network))
    elif isinstance(network, httpcore2.AsyncNetworkBackend) and not isinstance(network, AsyncWatchedBackend):
        setattr(pool, _NETWORK, AsyncWatchedBackend(network))
    # Connections made before now are not watched: what such a pool sends may have been sent unseen.
    if is_libraries_own and type(transport) in _TRANSPORTS and type(pool) in _POOLS and not pool.connections:
        transport._pool = _WatchedPool(pool)  # type: ignore[attr-defined] # noqa: SLF001 see above


def is_unsent(attempt: Attempt, transport: object, error: BaseException) -> bool:
    """Whether a transport that raised an error was seen not to have sent the attempt.

    It was, where the watched pool of one of httpx2's own transports failed before the first byte, and the error is that
    failure. A transport of a caller's making, or one whose class was patched, may have sent it elsewhere, before or
    since; where nothing was seen, the attempt counts as sent.
    """
    if type(transport) not in _TRANSPORTS or not _SENDING.isdisjoint(vars(transport)):
        return False
    pool = getattr(transport, "_pool", None)
    if not isinstance(pool, _WatchedPool) or not all(map(has_own_methods, (type(transport), pool.kind))):
        return False
    failure = attempt.failure
    if failure is None or attempt.written:
        return False
    return error is failure or error.__cause__ is failure
