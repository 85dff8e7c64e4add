"""Connects to checked addresses alone, within a deadline."""

from __future__ import annotations

import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import httpcore2
import httpx2

# Which addresses may be connected to; a name is resolved once, and what was checked is what is used.

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolve = Callable[[str, int], Sequence[str]]
"""Returns the addresses of a name, as they are written in numbers."""

# Networks that stand for others: what is behind such an address is the IPv4 address in its last bits.
_TRANSLATED = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("::/96"))
_LAST_BITS = 0xFFFF_FFFF
_SPECIAL = tuple(
    ipaddress.ip_network(network)
    for network in (
        "192.0.0.0/24",  # protocol assignments, of which Python calls some global
        "192.88.99.0/24",  # relays of 6to4, no longer in use
        "64:ff9b:1::/48",  # translation within one network
        "100:0:0:1::/64",  # a prefix for tests
        "2001::/23",  # protocol assignments; Teredo is one of them
        "3fff::/20",  # documentation
        "5f00::/16",  # segment routing
        "fec0::/10",  # site-local, as it was once
    )
)
"""Networks that the registries of special addresses list, and not every supported Python knows."""
_GLOBAL_UNICAST = ipaddress.ip_network("2000::/3")
"""What is given to networks at all in IPv6."""


class AddressError(Exception):
    """An address that may not be connected to, or a name that has none; the message says which."""


def resolve(host: str, port: int) -> list[str]:
    """Return the addresses of a name.

    Args:
        host: The name.
        port: The port that is meant.

    Raises:
        OSError: It has none.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def checked(host: str, port: int, seconds: float, resolver: Resolve, rule: Rule) -> list[str]:
    """Return the addresses of a name, each of which may be connected to.

    Args:
        host: The name, or an address.
        port: The port that is meant.
        seconds: How long it may take.
        resolver: What resolves names.
        rule: Which addresses may be connected to.

    Raises:
        AddressError: It has none, finding it takes too long, or one of them may not be connected to.
    """
    found = _resolved(host, port, seconds, resolver)
    if not found:
        raise AddressError(f"{host} has no address.")
    for address in found:
        if not rule.admits(address):
            raise AddressError(f"{host} is at {address}, and only {rule.words} may be asked.")
    return found


def is_public(written: str) -> bool:
    """Tell whether an address is one of the public internet.

    Args:
        written: The address.
    """
    try:
        address = ipaddress.ip_address(written.partition("%")[0])
    except ValueError:
        return False
    return all(map(_is_ordinary, _behind(address)))


def _is_ordinary(address: Address) -> bool:
    if isinstance(address, ipaddress.IPv6Address) and address not in _GLOBAL_UNICAST:
        return False
    is_special = any(address in network for network in _SPECIAL)
    return address.is_global and not (is_special or address.is_multicast or address.is_reserved)


def is_loopback(written: str) -> bool:
    """Tell whether an address is the machine itself.

    Args:
        written: The address.
    """
    try:
        address = ipaddress.ip_address(written.partition("%")[0])
    except ValueError:
        return False
    return all(one.is_loopback for one in _behind(address)[-1:])


@dataclass(frozen=True)
class Rule:
    """Which addresses may be connected to.

    Attributes:
        admits: Tells whether an address may.
        words: What it admits, in words.
    """

    admits: Callable[[str], bool]
    words: str


PUBLIC = Rule(is_public, "public addresses (or any, with --allow-private)")
LOOPBACK = Rule(is_loopback, "this machine itself, without TLS,")
ANY = Rule(lambda _: True, "any address")


def _behind(address: Address) -> list[Address]:
    """Return an address, or the IPv4 addresses that it stands for."""
    if isinstance(address, ipaddress.IPv4Address):
        return [address]
    if address.ipv4_mapped:
        return [address.ipv4_mapped]
    if address.sixtofour:
        return [address.sixtofour]
    if address.teredo:
        return list(address.teredo)
    if address in _TRANSLATED[0] or (address in _TRANSLATED[1] and int(address) > 1):
        return [ipaddress.IPv4Address(int(address) & _LAST_BITS)]
    return [address]


def _resolved(host: str, port: int, seconds: float, resolver: Resolve) -> list[str]:
    # The system's resolver has no limit of its own that would hold here; a thread can be left behind.
    found: list[list[str]] = []

    def ask() -> None:
        try:
            found.append(list(resolver(host, port)))
        except (OSError, UnicodeError):
            found.append([])

    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    thread.join(seconds)
    if not found:
        raise AddressError(f"finding {host} takes too long.")
    return found[0]


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
