"""Connections of an event loop to one server, kept for the next request; see `numberwire._pool`.

They are watched by a protocol of asyncio that reads into one buffer, which all of them share: asyncio's own streams
take a new one of 256 KiB for each read.
"""

import asyncio
import math
import socket
import ssl
import time
from collections.abc import Callable
from typing import Any

from numberwire._http1 import EARLY_DATA, ProtocolError, ResponseReader, TunnelReader
from numberwire._network import Route
from numberwire._pool import MOST_CONNECTIONS, IdleConnections, make_probe, require_http1, tunnel_request
from numberwire._sending import LATE, seconds_left
from numberwire._sockets import connect_first, resolve_async
from numberwire._steps import Attempt
from numberwire_api import Request

__all__ = ["AsyncPool"]

_BUFFER = 64 * 1024
_TURNS = 4
"""Turns of the event loop in which what TLS itself sends is read."""

Reader = ResponseReader | TunnelReader


class _Connection(asyncio.BufferedProtocol):
    """One connection, and the response that it is waiting for."""

    def __init__(self, buffer: memoryview, alarm: "_Alarm") -> None:
        self.since = 0.0
        self.transport: Any = None
        self._buffer = buffer
        self._alarm = alarm
        self._is_over = False
        self._reader: Reader | None = None
        self._answered: asyncio.Future[None] | None = None
        self._has_unread: Callable[[float], object] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take a transport; once more where it becomes one of TLS."""
        self.transport = transport
        self._has_unread = make_probe(transport.get_extra_info("socket"))

    def get_buffer(self, sizehint: int) -> memoryview:  # noqa: ARG002 the interface of asyncio
        """Where to read to."""
        return self._buffer

    def buffer_updated(self, nbytes: int) -> None:
        """Take what was read."""
        self._feed_reader(bytes(self._buffer[:nbytes]))

    def eof_received(self) -> None:
        """The server has ended the connection."""
        self._is_over = True
        self._feed_reader(b"")

    def connection_lost(self, exc: Exception | None) -> None:
        """The connection is gone."""
        self._is_over = True
        if exc is not None:
            self._end(exc)
        else:
            self._feed_reader(b"")

    def _feed_reader(self, data: bytes) -> None:
        if self._reader is None:
            self._is_over = True  # nobody asked for it
            return
        try:
            is_complete = self._reader.feed_data(data)
        except ProtocolError as error:
            self._end(error)
        else:
            if is_complete:
                self._end(None)

    def _end(self, error: Exception | None) -> None:
        answered, self._reader = self._answered, None
        if answered is None or answered.done():
            return
        if error is None:
            answered.set_result(None)
        else:
            self._is_over = True
            answered.set_exception(error)

    def is_quiet(self) -> bool:
        """Whether the connection is open, and nothing has arrived that was not read."""
        return not self._is_over and not self._is_readable()

    async def is_stale(self) -> bool:
        """Whether bytes have arrived that nobody asked for, or the connection has ended."""
        for _ in range(_TURNS):
            if self._is_over or not self._is_readable():
                return self._is_over
            # What has arrived may be TLS's own, such as session tickets: let the event loop read it.
            if self.transport.get_extra_info("ssl_object") is None:
                break
            await asyncio.sleep(0)
        return True

    def _is_readable(self) -> bool:
        return self._has_unread is None or bool(self._has_unread(0))

    async def ask(self, reader: Reader, encode: Callable[[], bytes], attempt: Attempt | None = None) -> None:
        """Send bytes, and read what they are answered with.

        Args:
            reader: What reads it.
            encode: Makes the bytes.
            attempt: The attempt that is sent with them, and ends in time; None for what comes before one.

        Raises:
            TimeoutError: The attempt's time is up.
            OSError: The connection has ended.
        """
        if self._is_over:
            raise ConnectionError("the connection has ended")
        self._reader = reader
        self._answered = asyncio.get_running_loop().create_future()
        try:
            data = encode()
            if attempt is not None:
                seconds_left(attempt)  # what comes too late to be answered is not sent
                self._alarm.set(self, attempt.expires)
                attempt.sent = True
            self.transport.write(data)
            del data
            await self._answered
        finally:
            self._alarm.unset(self)
            self._reader = self._answered = None

    def expire(self) -> None:
        """End the attempt that waits for its response: its time is up."""
        self._end(TimeoutError(LATE.reason))

    @property
    def is_over(self) -> bool:
        """Whether it can carry nothing more."""
        return self._is_over

    def close(self) -> None:
        """Close it at once."""
        self._is_over = True
        if self.transport is not None:
            self.transport.abort()


class _Alarm:
    """One timer of the event loop for all attempts that wait for their responses; one for each costs much more."""

    def __init__(self) -> None:
        self._expires: dict[_Connection, float] = {}
        self._timer: asyncio.TimerHandle | None = None
        self._due = math.inf

    def set(self, connection: _Connection, expires: float) -> None:
        """End what a connection waits for at a time of the monotonic clock."""
        self._expires[connection] = expires
        if expires < self._due:
            self._start(expires)

    def unset(self, connection: _Connection) -> None:
        """A connection waits no longer."""
        self._expires.pop(connection, None)

    def _start(self, due: float) -> None:
        self._cancel()
        seconds = max(due - time.monotonic(), 0)
        self._timer = asyncio.get_running_loop().call_later(seconds, self._ring)
        # Only now: a signal's handler may have raised before, and then the next attempt starts the timer.
        self._due = due

    def _ring(self) -> None:
        now = time.monotonic()
        self._due = math.inf
        for connection in [waiting for waiting, expires in self._expires.items() if expires <= now]:
            self.unset(connection)
            connection.expire()
        if self._expires:
            self._start(min(self._expires.values()))

    def stop(self) -> None:
        """Stop the timer, unless somebody waits: who closes a client leaves none behind in the event loop."""
        if not self._expires:
            self._cancel()

    def _cancel(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer, self._due = None, math.inf


class AsyncPool:
    """The connections of one event loop to one server."""

    def __init__(self, route: Route, make_context: Callable[[], ssl.SSLContext]) -> None:
        """Connect to nobody yet; see `numberwire._pool.Pool`."""
        self._route = route
        self._make_context = make_context
        self._idle: IdleConnections[_Connection] = IdleConnections()
        self._places = asyncio.Semaphore(MOST_CONNECTIONS)
        self._waiting = 0
        self._buffer = memoryview(bytearray(_BUFFER))
        self._alarm = _Alarm()

    async def ask(self, attempt: Attempt, encode: Callable[[Request], bytes]) -> ResponseReader:
        """Send an attempt, and read its response.

        Args:
            attempt: The attempt; it counts as sent once its first byte may have left.
            encode: Makes the bytes of its request.

        Raises:
            ProtocolError: What came is no response.
            TimeoutError: The time is up.
            OSError: The network failed.
        """
        if self._places.locked():
            await self._wait_for_place(attempt)
        else:
            await self._places.acquire()  # at once
        try:
            attempt.admitted = time.monotonic()
            connection = await self._connection(attempt)
            reader = ResponseReader(attempt.request.method)
            try:
                await connection.ask(reader, lambda: encode(attempt.request), attempt)
            except BaseException:
                connection.close()
                raise
            if reader.is_reusable and not connection.is_over:
                self._idle.keep(connection, self._waiting)
            else:
                connection.close()
            return reader
        finally:
            self._places.release()

    async def _wait_for_place(self, attempt: Attempt) -> None:
        self._waiting += 1
        try:
            async with asyncio.timeout(seconds_left(attempt)):
                await self._places.acquire()
        finally:
            self._waiting -= 1

    async def _connection(self, attempt: Attempt) -> _Connection:
        while not attempt.fresh and (connection := self._idle.take(attempt.admitted)) is not None:
            if connection.is_quiet() or not await self._is_stale(connection):
                return connection
            connection.close()
        async with asyncio.timeout(seconds_left(attempt)):
            connection = await self._connect()
            if await self._is_stale(connection):
                connection.close()
                raise ConnectionError(EARLY_DATA)
        return connection

    async def _is_stale(self, connection: _Connection) -> bool:
        try:
            return await connection.is_stale()
        except BaseException:
            connection.close()
            raise

    async def _connect(self) -> _Connection:
        route = self._route
        context = self._make_context() if route.is_tls else None
        nearest = route.proxy or route
        sock = await _open_socket(nearest.host, nearest.port)
        connection = _Connection(self._buffer, self._alarm)
        try:
            if context is not None and route.proxy is not None:
                await self._wrap(connection, sock)
                await connection.ask(TunnelReader(), lambda: tunnel_request(route))
                await self._start_tls(connection, context)
            elif context is not None:
                await self._wrap(connection, sock, ssl=context, server_hostname=route.host)
            else:
                await self._wrap(connection, sock)
            require_http1(_alpn_protocol(connection))
        except BaseException:
            connection.close()  # the socket is the event loop's by now, which closes it
            raise
        return connection

    async def _wrap(self, connection: _Connection, sock: socket.socket, **options: Any) -> None:
        loop = asyncio.get_running_loop()
        await loop.create_connection(lambda: connection, sock=sock, **options)

    async def _start_tls(self, connection: _Connection, context: ssl.SSLContext) -> None:
        loop = asyncio.get_running_loop()
        transport = await loop.start_tls(
            connection.transport, connection, context, server_hostname=self._route.host
        )
        if transport is None:
            raise ConnectionError("the connection ended during the TLS handshake")
        connection.connection_made(transport)

    async def close(self) -> None:
        """Close every connection that carries no request."""
        self._idle.close()
        self._alarm.stop()
        await asyncio.sleep(0)  # in which the event loop lets go of them


def _alpn_protocol(connection: _Connection) -> str | None:
    tls = connection.transport.get_extra_info("ssl_object")
    return None if tls is None else tls.selected_alpn_protocol()


async def _open_socket(host: str, port: int) -> socket.socket:
    """A connected socket to the first address of a name that answers."""
    loop = asyncio.get_running_loop()

    async def connect(address: str) -> socket.socket:
        sock = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_STREAM)
        try:
            sock.setblocking(False)
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            await loop.sock_connect(sock, (address, port))
        except BaseException:
            sock.close()
            raise
        return sock

    async def close(sock: socket.socket) -> None:
        sock.close()

    return await connect_first(await resolve_async(host, port), connect, close)
