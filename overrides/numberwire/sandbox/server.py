"""The sandbox over HTTP: a small ASGI application and the server around it; the only module with sockets."""

from __future__ import annotations

import asyncio
import socket
import struct
import threading
from collections.abc import Awaitable, Callable, Generator
from contextlib import contextmanager
from typing import Any, cast

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from numberwire.sandbox.faults import Outcome
from numberwire.sandbox.standin import Sandbox
from numberwire.wire import Response
from numberwire_api import Request

_TRANSPORT = "numberwire.transport"
_MAX_BODY = 8 * 1024 * 1024
_RESET_ON_CLOSE = struct.pack("ii", 1, 0)
_STARTED_WITHIN = 10.0
_Scope = dict[str, Any]
_Receive = Callable[[], Awaitable[dict[str, Any]]]
_Send = Callable[[dict[str, Any]], Awaitable[None]]
_Application = Callable[[_Scope, _Receive, _Send], Awaitable[None]]


def application(sandbox: Sandbox) -> _Application:
    """The ASGI application that a sandbox is.

    Cutting a connection needs ``serve`` or ``serving``: ASGI itself has no word for it.
    """

    async def answer(scope: _Scope, receive: _Receive, send: _Send) -> None:
        if scope["type"] != "http":
            raise RuntimeError("The sandbox speaks HTTP alone.")
        content = await _body(receive)
        if content is None:
            await _send_response(send, Response(413), 0)
            return
        outcome = sandbox.handle(_request(scope, content))
        await asyncio.sleep(outcome.seconds)
        await _render(outcome, scope, receive, send)

    return answer


def _request(scope: _Scope, content: bytes) -> Request:
    """A request as the sandbox takes it."""
    query = scope["query_string"].decode("latin-1")
    target = scope["raw_path"].decode("latin-1") + (f"?{query}" if query else "")
    headers = tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in scope["headers"])
    return Request(scope["method"], target, headers, content)


async def _body(receive: _Receive) -> bytes | None:
    """The whole body, or None if it is larger than any the APIs know, or its sender is gone."""
    content, more = bytearray(), True
    while more and len(content) <= _MAX_BODY:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        content += message["body"]
        more = message["more_body"]
    return bytes(content) if len(content) <= _MAX_BODY else None


async def _render(outcome: Outcome, scope: _Scope, receive: _Receive, send: _Send) -> None:
    """Send an answer, or as much of it as there is to be."""
    if outcome.response is None:
        await _cut(scope, receive, reset=True)
    elif outcome.sent is None:
        await _send_response(send, outcome.response, len(outcome.response.content))
    else:
        await _send_response(send, outcome.response, outcome.sent, more=True)
        await _cut(scope, receive, reset=False)


async def _send_response(send: _Send, response: Response, sent: int, *, more: bool = False) -> None:
    """Send a response whose content length is true, and the first bytes of its content."""
    headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in response.headers]
    if response.status != 204:  # noqa: PLR2004 - No Content, which has no length either
        headers.append((b"content-length", str(len(response.content)).encode()))
    await send({"type": "http.response.start", "status": response.status, "headers": headers})
    await send({"type": "http.response.body", "body": response.content[:sent], "more_body": more})


async def _cut(scope: _Scope, receive: _Receive, *, reset: bool) -> None:
    """Close the connection under the client, after what was sent so far, or at once by a reset."""
    transport: asyncio.Transport = scope[_TRANSPORT]
    if reset:
        transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_ON_CLOSE)
        transport.abort()
    else:
        transport.close()
    await receive()  # returns when the connection is gone


class _Protocol(H11Protocol):
    """uvicorn's HTTP, with the connection at hand for the application to cut."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        inner = cast("_Application", self.app)

        async def outer(scope: _Scope, receive: _Receive, send: _Send) -> None:
            await inner({**scope, _TRANSPORT: transport}, receive, send)

        self.app = cast("Any", outer)


class _Server(uvicorn.Server):
    """uvicorn, saying when it is ready."""

    def __init__(self, sandbox: Sandbox, ready: Callable[[], None]) -> None:
        super().__init__(
            uvicorn.Config(
                cast("Any", application(sandbox)),
                http=_Protocol,
                ws="none",
                lifespan="off",
                log_config=None,
                log_level="critical",
                access_log=False,
                server_header=False,
                timeout_keep_alive=60,
                timeout_graceful_shutdown=2,
            )
        )
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start to listen, and say so."""
        await super().startup(sockets)
        self._ready()


def listen(host: str, port: int) -> socket.socket:
    """A socket that takes connections; port 0 is any free one.

    Raises:
        OSError: If the address is taken, or none of this machine's.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return socket.create_server((host, port), family=family, backlog=512)


def url_of(listening: socket.socket) -> str:
    """The URL of a socket."""
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def serve(sandbox: Sandbox, listening: socket.socket, ready: Callable[[], None]) -> None:
    """Serve a sandbox until the process is told to stop.

    Args:
        sandbox: The sandbox.
        listening: The socket to serve on.
        ready: Called once requests are answered.
    """
    _Server(sandbox, ready).run([listening])


@contextmanager
def serving(sandbox: Sandbox, host: str = "127.0.0.1", port: int = 0) -> Generator[str]:
    """Serve a sandbox from a thread of its own.

    Args:
        sandbox: The sandbox.
        host: The address to listen on.
        port: The port; 0 is any free one.

    Yields:
        The URL it is served at.
    """
    started = threading.Event()
    with listen(host, port) as listening:
        server = _Server(sandbox, started.set)
        thread = threading.Thread(
            target=server.run, args=([listening],), name="numberwire.sandbox", daemon=True
        )
        thread.start()
        try:
            if not started.wait(_STARTED_WITHIN):
                raise RuntimeError("The sandbox's server did not start.")
            yield url_of(listening)
        finally:
            server.should_exit = True
            thread.join()
