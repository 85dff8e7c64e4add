"""The one door to the network: it connects to checked addresses alone, and is shut once the time is up."""

from __future__ import annotations

import ssl
import time
from collections.abc import Iterable, Iterator
from typing import Any

import httpcore2
import httpx2

from generator.docs.pages.web.addresses import Resolve, Rule, checked, resolve

_SocketOption = tuple[int, int, int] | tuple[int, int, bytes | bytearray] | tuple[int, int, None, int]
_CONNECT = 5.0
"""Seconds after which the next address of a name is tried."""


class Deadline:
    """The moment by which everything must be done.

    Args:
        seconds: How far off it is.
    """

    def __init__(self, seconds: float) -> None:
        self._expires = time.monotonic() + seconds

    def left(self) -> float:
        """Return the seconds that are left.

        Raises:
            httpcore2.ReadTimeout: None are.
        """
        seconds = self._expires - time.monotonic()
        if seconds <= 0:
            raise httpcore2.ReadTimeout("the time is up")
        return seconds


class Door(httpcore2.NetworkBackend):
    """Opens connections to the addresses that it checked itself: no second look-up can lead elsewhere.

    Args:
        deadline: When it shuts.
        rule: Which addresses it opens to.
        resolver: What resolves names.
    """

    def __init__(self, deadline: Deadline, rule: Rule, resolver: Resolve = resolve) -> None:
        self._deadline = deadline
        self._rule = rule
        self._resolver = resolver
        self._backend = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ARG002 - the deadline is the only limit
        local_address: str | None = None,
        socket_options: Iterable[_SocketOption] | None = None,
    ) -> httpcore2.NetworkStream:
        """Connect to the first address of a name that answers, if all of them may be connected to.

        Raises:
            AddressError: One of them may not, or it has none.
            httpcore2.ConnectError: None answers.
        """
        found = checked(host, port, self._deadline.left(), self._resolver, self._rule)
        for address in found[:-1]:
            try:
                return self._connect(address, port, local_address, socket_options)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout):
                continue
        return self._connect(found[-1], port, local_address, socket_options)

    def _connect(
        self, address: str, port: int, local_address: str | None, options: Iterable[_SocketOption] | None
    ) -> httpcore2.NetworkStream:
        limit = min(_CONNECT, self._deadline.left())
        return _Stream(
            self._backend.connect_tcp(address, port, limit, local_address, options), self._deadline
        )


class _Stream(httpcore2.NetworkStream):
    """A connection on which every step ends by the deadline, however small its bytes drip."""

    def __init__(self, stream: httpcore2.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002 - the same
        return self._stream.read(max_bytes, self._deadline.left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002 - the same
        self._stream.write(buffer, self._deadline.left())

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002 - the same
    ) -> httpcore2.NetworkStream:
        # The name is the URL's, so the certificate is held against it and not against the address.
        return _Stream(
            self._stream.start_tls(ssl_context, server_hostname, self._deadline.left()), self._deadline
        )

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class Transport(httpx2.BaseTransport):
    """Sends requests through a door, one connection each; no proxy of the environment is asked.

    Args:
        door: The door.
    """

    def __init__(self, door: Door) -> None:
        self._pool = httpcore2.ConnectionPool(
            ssl_context=httpx2.create_ssl_context(), network_backend=door, max_keepalive_connections=0
        )

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send a request and return its answer, whose body is yet to be read."""
        url = request.url
        answer = self._pool.handle_request(
            httpcore2.Request(
                request.method,
                httpcore2.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
                headers=request.headers.raw,
            )
        )
        return httpx2.Response(answer.status, headers=answer.headers, stream=_Body(answer))

    def close(self) -> None:
        """Close what is open."""
        self._pool.close()


class _Body(httpx2.SyncByteStream):
    def __init__(self, answer: httpcore2.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        yield from self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()
