"""One connection at a server of faults: what was read of it, and the ways to say something or to end it."""

import contextlib
import socket
import struct
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

LONGEST = 5.0
"""Seconds after which the server gives up a stall or a drip, so that a client that hangs fails and goes on."""


@dataclass(frozen=True)
class Seen:
    """A request, or as much of it as the server read."""

    connection: int
    method: str
    target: str
    headers: tuple[tuple[str, str], ...]
    content: bytes


@dataclass(frozen=True)
class Turn:
    """What the server does, and when: as soon as it accepts, or once it has read so much of a request."""

    act: Callable[["Peer"], None]
    at: Literal["accept", "first byte", "head", "request"] = "request"


@dataclass
class Peer:
    """One accepted connection, as a turn sees it."""

    stopped: threading.Event
    socket: socket.socket
    index: int
    received: bytearray = field(default_factory=bytearray)
    pending: bytearray = field(default_factory=bytearray)
    request: Seen | None = None
    is_open: bool = True

    def say(self, data: bytes) -> bool:
        """Send bytes; False where the client has gone."""
        try:
            self.socket.sendall(data)
        except OSError:
            self.is_open = False
        return self.is_open

    def pause(self, seconds: float) -> bool:
        """Wait; False where the server stops meanwhile."""
        return not self.stopped.wait(seconds)

    def read(self) -> bool:
        """Read once more into what is pending; False where the client has gone."""
        try:
            data = self.socket.recv(65536)
        except OSError:
            data = b""
        self.received += data
        self.pending += data
        return bool(data)

    def outlast(self) -> None:
        """Say nothing until the client goes."""
        with contextlib.suppress(OSError):
            self.socket.settimeout(LONGEST)
        while self.read():
            pass
        self.hang_up()

    def hang_up(self) -> None:
        """Close as TCP closes."""
        self.is_open = False
        with contextlib.suppress(OSError):
            self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()

    def reset(self) -> None:
        """Close with a reset: what was not read yet is lost."""
        self.is_open = False
        with contextlib.suppress(OSError):
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.socket.close()

    def arrived(self, at: str) -> bool:
        """Read so much of a request; False where the client goes before its first byte."""
        if not self.pending and not self.read():
            return False
        while at != "first byte" and b"\r\n\r\n" not in self.pending:
            if not self.read():
                break
        head, _, rest = bytes(self.pending).partition(b"\r\n\r\n")
        line, *lines = head.decode("latin-1").split("\r\n")
        headers = tuple(
            (name.lower(), value.strip()) for name, _, value in (one.partition(":") for one in lines)
        )
        length = int(dict(headers).get("content-length", "0")) if at == "request" else 0
        while len(rest) < length and self.read():
            rest = bytes(self.pending).partition(b"\r\n\r\n")[2]
        del self.pending[: len(head) + 4 + length]
        method, _, target = line.rpartition(" ")[0].partition(" ")
        self.request = Seen(self.index, method, target, headers, rest[:length])
        return True
