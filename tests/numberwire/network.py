"""A made-up network: no socket is opened, and what is asked of one is noted."""

from dataclasses import dataclass, field
from typing import Any

import httpcore2


@dataclass
class Wire:
    """What a made-up socket is asked, and what it says.

    Attributes:
        says: What each read gives.
        known: What is known of the socket.
        asked: What was asked of it.
    """

    says: list[bytes] = field(default_factory=list[bytes])
    known: dict[str, Any] = field(default_factory=dict[str, Any])
    asked: list[tuple[Any, ...]] = field(default_factory=list[tuple[Any, ...]])


class Socket(httpcore2.NetworkStream):
    """A made-up socket."""

    def __init__(self, wire):
        self.wire = wire

    def read(self, max_bytes, *_limits):
        """Note it."""
        self.wire.asked.append(("read", max_bytes))
        return self.wire.says.pop(0)

    def write(self, buffer, *_limits):
        """Note it."""
        self.wire.asked.append(("write", len(buffer)))

    def close(self):
        """Note it."""
        self.wire.asked.append(("close",))

    def start_tls(self, _context, server_hostname, *_limits):
        """Note it."""
        self.wire.asked.append(("tls", server_hostname))
        return Socket(self.wire)

    def get_extra_info(self, info):
        """What is known."""
        return self.wire.known.get(info)


class AsyncSocket(httpcore2.AsyncNetworkStream):
    """The same for an event loop."""

    def __init__(self, wire):
        self.twin = Socket(wire)

    async def read(self, max_bytes, *_limits):
        """Note it."""
        return self.twin.read(max_bytes)

    async def write(self, buffer, *_limits):
        """Note it."""
        self.twin.write(buffer)

    async def aclose(self):
        """Note it."""
        self.twin.close()

    async def start_tls(self, _context, server_hostname, *_limits):
        """Note it."""
        self.twin.start_tls(_context, server_hostname)
        return AsyncSocket(self.twin.wire)

    def get_extra_info(self, info):
        """What is known."""
        return self.twin.get_extra_info(info)


class Network(httpcore2.NetworkBackend):
    """A made-up network."""

    def __init__(self, wire):
        self.wire = wire

    def connect_tcp(self, host, port, *_limits):
        """Note it."""
        self.wire.asked.append(("tcp", host, port))
        return Socket(self.wire)

    def connect_unix_socket(self, path, *_limits):
        """Note it."""
        self.wire.asked.append(("unix", path))
        return Socket(self.wire)

    def sleep(self, seconds):
        """Note it."""
        self.wire.asked.append(("sleep", seconds))


class AsyncNetwork(httpcore2.AsyncNetworkBackend):
    """The same for an event loop."""

    def __init__(self, wire):
        self.twin = Network(wire)

    async def connect_tcp(self, host, port, *_limits):
        """Note it."""
        self.twin.connect_tcp(host, port)
        return AsyncSocket(self.twin.wire)

    async def connect_unix_socket(self, path, *_limits):
        """Note it."""
        self.twin.connect_unix_socket(path)
        return AsyncSocket(self.twin.wire)

    async def sleep(self, seconds):
        """Note it."""
        self.twin.sleep(seconds)


class Blocking:
    """A blocking TLS socket, of which only what it says to a read at once matters."""

    def __init__(self, says):
        self._says = says

    def settimeout(self, seconds):
        """It must not block."""
        assert seconds == 0

    def recv(self, size):
        """What it says."""
        assert size == 1
        if isinstance(self._says, Exception):
            raise self._says
        return self._says
