"""Blocking connections to one server, kept for the next request; and what both kinds of pools share.

Each wait for the socket is bounded by what is left of the attempt. An attempt counts as sent from just before its
first byte is written. A connection is used again only where its response was read to its end, nothing followed it,
and nothing has arrived since.
"""

import select
import socket
import ssl
import time
from collections.abc import Callable
from queue import Empty, SimpleQueue
from typing import Any, Generic, Protocol, TypeVar

from numberwire._http1 import EARLY_DATA, ResponseReader, TunnelReader, encode_headers, encode_request
from numberwire._interruption import handler_error
from numberwire._network import Route
from numberwire._sending import LATE, seconds_left
from numberwire._sockets import open_socket
from numberwire._steps import Attempt
from numberwire_api import Request

__all__ = ["MOST_CONNECTIONS", "IdleConnections", "Pool", "PoolBusyError", "make_probe", "require_http1"]

MOST_CONNECTIONS = 100
"""The most requests of a client at a time."""
_MOST_IDLE = 20
_LONGEST_IDLE = 30.0
"""Seconds after which a kept connection is not used again: servers close theirs after a minute or so."""
_PIECE = 64 * 1024
"""Bytes to write or to read at a time: of larger pieces, the system takes the memory back and gives it again."""


class PoolBusyError(Exception):
    """No connection came free in time."""


class _Closable(Protocol):
    since: float

    def close(self) -> None: ...


C = TypeVar("C", bound=_Closable)


class IdleConnections(Generic[C]):
    """Connections that may carry another request, the last one used first.

    Threads share it without a lock: appending to a list and taking from it are each one step.
    """

    def __init__(self) -> None:
        self._connections: list[C] = []
        self._is_closed = False

    def take(self, now: float) -> C | None:
        """A connection that is young enough; None where there is none.

        Args:
            now: The time, by the monotonic clock.
        """
        while self._connections:
            try:
                connection = self._connections.pop()
            except IndexError:  # another thread was faster
                break
            if now - connection.since < _LONGEST_IDLE:
                return connection
            connection.close()
        return None

    def keep(self, connection: C, waiting: int = 0) -> None:
        """Keep a connection, or close it where there are enough.

        Args:
            connection: The connection.
            waiting: How many will want one at once.
        """
        connection.since = time.monotonic()
        if len(self._connections) >= _MOST_IDLE + waiting:
            connection.close()
            return
        self._connections.append(connection)
        if self._is_closed:  # it was in use when all others were closed
            self.close()
            return
        try:
            if connection.since - self._connections[0].since >= _LONGEST_IDLE:
                self._connections.pop(0).close()
        except IndexError:  # another thread was faster
            pass

    def close(self) -> None:
        """Close all of them, and from then on each one that is to be kept."""
        self._is_closed = True
        while (connection := self.take(time.monotonic())) is not None:
            connection.close()


def make_probe(sock: Any, *, for_writing: bool = False) -> Callable[[float], object]:
    """A function that waits so many milliseconds until a socket can be read or written, its end included.

    What it returns is true where the socket can be, and false where the time ran out.

    Args:
        sock: The socket.
        for_writing: Whether it is to be written.
    """
    if not hasattr(select, "poll"):  # Windows
        reads, writes = ([], [sock]) if for_writing else ([sock], [])
        return lambda milliseconds: any(select.select(reads, writes, writes, milliseconds / 1000))
    poll = select.poll()
    poll.register(sock, select.POLLOUT if for_writing else select.POLLIN)
    return poll.poll


def require_http1(protocol: str | None) -> None:
    """Refuse a connection whose TLS handshake chose another protocol; a caller's context may offer one.

    Raises:
        ConnectionError: It chose one.
    """
    if protocol not in (None, "http/1.1"):
        raise ConnectionError(
            f"the server chose {protocol}, which the given context offers: offer only http/1.1"
        )


class _Connection:
    """One connection."""

    def __init__(self, sock: socket.socket, *, is_tls: bool) -> None:
        sock.setblocking(False)
        self.since = 0.0
        self._socket = sock
        self._is_tls = is_tls
        self._is_readable = make_probe(sock)
        # What TLS has read of the socket, and nobody of TLS.
        self._count_pending: Callable[[], int] = getattr(sock, "pending", int)

    def is_stale(self) -> bool:
        """Whether bytes have arrived that nobody asked for, or the connection has ended.

        Over TLS it is asked by reading: session tickets make its socket readable, and are no answer.
        """
        if not self._is_readable(0):
            return self._count_pending() > 0
        if not self._is_tls:
            return True
        try:
            self._socket.recv(1)
        except (ssl.SSLWantReadError, ssl.SSLWantWriteError):
            return False
        except OSError as error:
            if handler_error(error, error.__context__) is not None:
                raise
        return True

    def ask(self, attempt: Attempt, encode: Callable[[Request], bytes]) -> ResponseReader:
        """Send a request, and read its response."""
        reader = ResponseReader(attempt.request.method)
        data = encode(attempt.request)
        seconds_left(attempt)  # what comes too late to be answered is not sent
        attempt.sent = True
        self._write(data, attempt)
        del data
        while not reader.feed_data(self._receive(attempt)):
            pass
        return reader

    def _write(self, data: bytes, attempt: Attempt) -> None:
        left: bytes | memoryview = data if len(data) <= _PIECE else memoryview(data)
        try:
            while left:
                try:
                    left = left[self._socket.send(left[:_PIECE]) :]
                except (BlockingIOError, ssl.SSLWantWriteError):
                    self._wait(attempt, for_writing=True)
                except ssl.SSLWantReadError:
                    self._wait(attempt)
        except TimeoutError:
            raise
        except OSError as error:
            if handler_error(error, error.__context__) is not None:
                raise
            # The server may have answered before it had read all of it; whether it has, reading tells.

    def _receive(self, attempt: Attempt) -> bytes:
        # Not by `_wait`: each call comes through here.
        if not self._count_pending() and not self._is_readable(seconds_left(attempt) * 1000):
            raise TimeoutError(LATE.reason)
        while True:
            try:
                data = self._socket.recv(_PIECE)
            except (BlockingIOError, ssl.SSLWantReadError):
                self._wait(attempt)
            except ssl.SSLWantWriteError:
                self._wait(attempt, for_writing=True)
            else:
                if self._is_tls:  # what TLS has read may be there without a wait, again and again
                    seconds_left(attempt)
                return data

    def _wait(self, attempt: Attempt, *, for_writing: bool = False) -> None:
        is_ready = make_probe(self._socket, for_writing=True) if for_writing else self._is_readable
        if not is_ready(seconds_left(attempt) * 1000):
            raise TimeoutError(LATE.reason)

    def close(self) -> None:
        """Close it."""
        self._socket.close()


class Pool:
    """The connections to one server; safe to share between threads."""

    def __init__(self, route: Route, make_context: Callable[[], ssl.SSLContext]) -> None:
        """Connect to nobody yet.

        Args:
            route: Where connections go.
            make_context: Makes the context of TLS connections.
        """
        self._route = route
        self._make_context = make_context
        self._idle: IdleConnections[_Connection] = IdleConnections()
        # Not a semaphore, whose locks are written in Python: Ctrl-C at the wrong moment leaves one held.
        self._places: SimpleQueue[None] = SimpleQueue()
        for _ in range(MOST_CONNECTIONS):
            self._places.put(None)

    def ask(self, attempt: Attempt, encode: Callable[[Request], bytes]) -> ResponseReader:
        """Send an attempt, and read its response.

        Args:
            attempt: The attempt; it counts as sent once its first byte may have left.
            encode: Makes the bytes of its request.

        Raises:
            PoolBusyError: No connection came free in time.
            ProtocolError: What came is no response.
            OSError: The network failed, or the time is up.
        """
        now = attempt.begun
        try:
            self._places.get_nowait()
        except Empty:
            self._wait_for_place(attempt)
            now = time.monotonic()
        try:
            attempt.admitted = now
            connection = None if attempt.fresh else self._idle.take(now)
            if connection is None or connection.is_stale():
                connection = self._replace(connection, attempt)
            try:
                reader = connection.ask(attempt, encode)
            except BaseException:
                connection.close()
                raise
            if reader.is_reusable:
                self._idle.keep(connection)
            else:
                connection.close()
            return reader
        finally:
            self._places.put(None)

    def _wait_for_place(self, attempt: Attempt) -> None:
        try:
            self._places.get(timeout=seconds_left(attempt))
        except (Empty, TimeoutError):
            raise PoolBusyError from None

    def _replace(self, stale: _Connection | None, attempt: Attempt) -> _Connection:
        """Another connection for one that can't be used: one that was kept, or a new one."""
        while stale is not None:
            stale.close()
            kept = self._idle.take(attempt.admitted)
            if kept is not None and not kept.is_stale():
                return kept
            stale = kept
        connection = _Connection(self._connect(attempt), is_tls=self._route.is_tls)
        if connection.is_stale():
            connection.close()
            raise ConnectionError(EARLY_DATA)
        return connection

    def _connect(self, attempt: Attempt) -> socket.socket:
        route = self._route
        if not route.is_tls:
            return open_socket(route.host, route.port, seconds_left(attempt))
        context = self._make_context()
        nearest = route.proxy or route
        sock = open_socket(nearest.host, nearest.port, seconds_left(attempt))
        try:
            if route.proxy is not None:
                _open_tunnel(sock, route, attempt)
            sock.settimeout(seconds_left(attempt))
            secured = context.wrap_socket(sock, server_hostname=route.host)
        except BaseException:
            sock.close()
            raise
        try:
            require_http1(secured.selected_alpn_protocol())
        except BaseException:
            secured.close()
            raise
        return secured

    def close(self) -> None:
        """Close every connection that carries no request."""
        self._idle.close()


def tunnel_request(route: Route) -> bytes:
    """What asks a proxy for a tunnel."""
    assert route.proxy is not None  # noqa: S101 only then is one asked
    return encode_request("CONNECT", route.place, encode_headers(route.proxy.headers(route.place)))


def _open_tunnel(sock: socket.socket, route: Route, attempt: Attempt) -> None:
    reader = TunnelReader()
    sock.settimeout(seconds_left(attempt))
    sock.sendall(tunnel_request(route))
    while True:
        sock.settimeout(seconds_left(attempt))
        if reader.feed_data(sock.recv(_PIECE)):
            return
