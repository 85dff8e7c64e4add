"""A server of pages on the loopback range: a function from a request to the bytes of its answer, sent as they come."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

Answer = Callable[[str], Iterable[bytes]]


def answer_bytes(body: bytes = b"", status: str = "200 OK", **headers: str) -> list[bytes]:
    """An answer as it goes over the wire; a header's name is written with underscores."""
    named = {"Content-Length": str(len(body))} | {
        name.replace("_", "-"): text for name, text in headers.items()
    }
    head = "".join(f"{name}: {text}\r\n" for name, text in named.items())
    return [f"HTTP/1.1 {status}\r\n{head}\r\n".encode() + body]


class PageServer:
    """Answers one connection after the other, each by a function.

    Attributes:
        port: Where it listens.
        requests: The requests, as they came.
    """

    def __init__(self, answer: Answer, context: ssl.SSLContext | None = None) -> None:
        """Listen."""
        self._answer = answer
        self._context = context
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        self.requests: list[str] = []
        self._connections: list[socket.socket] = []
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """End all that is still going on."""
        for connection in (self._socket, *self._connections):
            # A thread that waits on it is woken only so.
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
            connection.close()
        self._thread.join(5)

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            self._connections.append(connection)
            with contextlib.suppress(OSError):
                self._talk(connection)
            connection.close()

    def _talk(self, connection: socket.socket) -> None:
        if self._context:
            connection = self._context.wrap_socket(connection, server_side=True)
            self._connections.append(connection)
        request = b""
        while not request.endswith(b"\r\n\r\n"):
            piece = connection.recv(65_536)
            if not piece:
                return
            request += piece
        self.requests.append(request.decode())
        for piece in self._answer(self.requests[-1]):
            connection.sendall(piece)


@contextmanager
def serve_pages(answer: Answer, context: ssl.SSLContext | None = None) -> Iterator[PageServer]:
    """Serve pages for a while."""
    server = PageServer(answer, context)
    try:
        yield server
    finally:
        server.close()
