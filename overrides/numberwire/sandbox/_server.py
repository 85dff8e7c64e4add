"""Serves a function from request to outcome over HTTP, in one thread; the only module with sockets."""

from __future__ import annotations

import asyncio
import signal
import socket
import struct
import threading
from collections.abc import Callable, Generator
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

from numberwire.errors import NumberwireError
from numberwire.sandbox._faults import Outcome
from numberwire.sandbox._http_messages import MAX_HEAD, BadRequest, RequestReader, has_token, render_response
from numberwire.sandbox._replies import reply
from numberwire_api import Request

Handler = Callable[[Request], Outcome]
_BACKLOG = 1024
_RESET_ON_CLOSE = struct.pack("ii", 1, 0)
_RETRY_ACCEPT = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much of a server clients may use, and for how long.

    Attributes:
        read_seconds: How long a client may take to send a request, or to read an answer.
        idle_seconds: How long a connection is kept without a request.
        linger_seconds: How long a client that is refused may go on sending before it is cut off.
        stop_seconds: How long a server that stops waits for answers on their way.
        connections: How many connections are open at once; further ones wait to be accepted.
    """

    read_seconds: float = 30.0
    idle_seconds: float = 60.0
    linger_seconds: float = 2.0
    stop_seconds: float = 2.0
    connections: int = 2000


def listen(host: str, port: int) -> socket.socket:
    """A socket that takes connections; port 0 is any free one.

    Raises:
        OSError: If the address is taken, or none of this machine's.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.create_server((host, port), family=family, backlog=_BACKLOG)
    # Connections inherit it. Without it the second half of an answer waits for the client to acknowledge the first.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


def url_of(listener: socket.socket) -> str:
    """The URL of a socket."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def serve_until_signal(handler: Handler, listener: socket.socket, announce: Callable[[], None]) -> None:
    """Serve until the process gets SIGINT or SIGTERM.

    Args:
        handler: What answers requests.
        listener: The socket to serve on.
        announce: Called once requests are answered.
    """
    server = _Server(handler, listener, Limits())

    async def run() -> None:
        loop = asyncio.get_running_loop()
        with suppress(NotImplementedError):  # Windows: Ctrl-C is a KeyboardInterrupt there
            for number in (signal.SIGINT, signal.SIGTERM):
                loop.add_signal_handler(number, server.stop)
        announce()
        await server.run()

    asyncio.run(run())


@contextmanager
def serve_in_thread(
    handler: Handler, host: str = "127.0.0.1", port: int = 0, limits: Limits | None = None
) -> Generator[str]:
    """Serve from a thread of its own; gives the URL.

    Args:
        handler: What answers requests.
        host: The address to listen on.
        port: The port; 0 is any free one.
        limits: How much clients may use.
    """
    start: Future[asyncio.AbstractEventLoop] = Future()
    with listen(host, port) as listener:
        server = _Server(handler, listener, limits or Limits())

        async def run() -> None:
            start.set_result(asyncio.get_running_loop())
            await server.run()

        def run_loop() -> None:
            try:
                asyncio.run(run())
            except BaseException as error:
                if start.done():
                    raise
                start.set_exception(error)

        thread = threading.Thread(target=run_loop, name="numberwire.sandbox", daemon=True)
        thread.start()
        loop = start.result()
        try:
            yield url_of(listener)
        finally:
            loop.call_soon_threadsafe(server.stop)
            thread.join()


class _Server:
    """Accepts connections, each of them a task of one event loop."""

    def __init__(self, handler: Handler, listener: socket.socket, limits: Limits) -> None:
        self._handler = handler
        self._listener = listener
        self._limits = limits
        self._stop_request = asyncio.Event()
        self._slots = asyncio.Semaphore(limits.connections)
        self._connections: dict[asyncio.Task[None], _Connection] = {}

    def stop(self) -> None:
        """Make the server stop; called in its own thread."""
        self._stop_request.set()

    async def run(self) -> None:
        """Serve until ``stop`` is called."""
        asyncio.get_running_loop().set_exception_handler(_ignore_message)
        self._listener.setblocking(False)
        accept_task = asyncio.create_task(self._accept_connections())
        await self._stop_request.wait()
        accept_task.cancel()
        for task, connection in self._connections.items():
            if connection.is_idle:
                task.cancel()
        if self._connections:
            _, late = await asyncio.wait(self._connections, timeout=self._limits.stop_seconds)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def _accept_connections(self) -> None:
        """Accept connections until cancelled, as many at once as the limits allow."""
        loop = asyncio.get_running_loop()
        while True:
            await self._slots.acquire()
            try:
                sock, _ = await loop.sock_accept(self._listener)
            except OSError:  # most likely out of file descriptors: some are free again later
                self._slots.release()
                await asyncio.sleep(_RETRY_ACCEPT)
                continue
            connection = _Connection(self._handler, self._limits, self._stop_request)
            task = loop.create_task(connection.serve(sock))
            self._connections[task] = connection
            task.add_done_callback(self._forget_connection)

    def _forget_connection(self, task: asyncio.Task[None]) -> None:
        del self._connections[task]
        self._slots.release()


def _ignore_message(_loop: asyncio.AbstractEventLoop, _context: dict[str, Any]) -> None:
    """Log nothing of what asyncio reports: a full pipe that no one reads would block the whole server."""


class _Protocol(asyncio.StreamReaderProtocol):
    """A stream that notes when the client leaves, even if nothing is being read."""

    def __init__(self, reader: asyncio.StreamReader, departure: asyncio.Event) -> None:
        super().__init__(reader)
        self._departure = departure

    def eof_received(self) -> bool:
        """Note that the client has closed its side."""
        self._departure.set()
        return bool(super().eof_received())

    def connection_lost(self, exc: Exception | None) -> None:
        """Note that the connection is lost."""
        self._departure.set()
        super().connection_lost(exc)


class _Connection:
    """One client's requests, answered in their order."""

    def __init__(self, handler: Handler, limits: Limits, stop_request: asyncio.Event) -> None:
        self._handler = handler
        self._limits = limits
        self._stop_request = stop_request
        self._departure = asyncio.Event()
        self.is_idle = False

    async def serve(self, sock: socket.socket) -> None:
        """Answer requests until the client, the server or a fault ends the connection."""
        reader, loop = asyncio.StreamReader(limit=MAX_HEAD), asyncio.get_running_loop()
        protocol = _Protocol(reader, self._departure)
        try:
            transport, _ = await loop.connect_accepted_socket(lambda: protocol, sock)
        except BaseException:
            sock.close()
            raise
        writer = asyncio.StreamWriter(transport, protocol, reader, loop)
        try:
            with suppress(OSError, EOFError):
                await self._answer_requests(reader, writer)
                writer.close()
                async with asyncio.timeout(self._limits.read_seconds):
                    await writer.wait_closed()
        finally:
            transport.abort()

    async def _answer_requests(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one request after the other.

        Raises:
            OSError: If the connection is lost, or the client is too slow.
            EOFError: If the client stops in the middle of a request.
        """
        requests = RequestReader(reader, writer)
        goes_on = True
        while goes_on and not self._stop_request.is_set():
            self.is_idle = True
            async with asyncio.timeout(self._limits.idle_seconds):
                start = await requests.wait_for_request()
            self.is_idle = False
            if not start:
                return
            try:
                request = await self._read_request(requests, start)
            except BadRequest as error:
                await self._refuse_request(reader, writer, error)
                return
            goes_on = await self._answer_request(request, writer, keeps_alive=requests.keeps_alive)

    async def _read_request(self, requests: RequestReader, start: bytes) -> Request:
        """The request that begins with a byte, if it arrives in time."""
        try:
            async with asyncio.timeout(self._limits.read_seconds):
                return await requests.read_request(start)
        except TimeoutError:
            raise BadRequest(408, "The request did not arrive in time.") from None

    async def _answer_request(
        self, request: Request, writer: asyncio.StreamWriter, *, keeps_alive: bool
    ) -> bool:
        """Answer a request; returns whether the connection goes on."""
        outcome = self._call_handler(request)
        if outcome.seconds and await self._is_left_within(outcome.seconds):
            return False
        response = outcome.response
        if response is None:
            sock = writer.get_extra_info("socket")
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_ON_CLOSE)
            raise ConnectionResetError
        keeps_alive = (
            keeps_alive
            and not self._stop_request.is_set()
            and not has_token(response.headers, "connection", "close")
        )
        content = render_response(response, method=request.method, keeps_alive=keeps_alive, size=outcome.sent)
        await self._send(writer, content)
        return keeps_alive and outcome.sent is None

    def _call_handler(self, request: Request) -> Outcome:
        """The outcome of a request; an error becomes an answer, since stderr may not be read by anyone."""
        try:
            return self._handler(request)
        except NumberwireError as error:
            problem = str(error)
        except Exception as error:  # noqa: BLE001 - whatever it is, the other clients are served on
            problem = f"The sandbox failed: {type(error).__name__}: {error}"
        return Outcome(reply({"error": problem}, 500))

    async def _is_left_within(self, seconds: float) -> bool:
        """Let seconds pass, and return whether the client left meanwhile."""
        try:
            async with asyncio.timeout(seconds):
                return await self._departure.wait()
        except TimeoutError:
            return False

    async def _refuse_request(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, error: BadRequest
    ) -> None:
        """Answer what is no request, and let the client end its sending: a reset could overtake the answer."""
        response = reply({"error": str(error)}, error.status)
        await self._send(writer, render_response(response, method="", keeps_alive=False))
        writer.write_eof()
        async with asyncio.timeout(self._limits.linger_seconds):
            while await reader.read(MAX_HEAD):
                pass

    async def _send(self, writer: asyncio.StreamWriter, content: bytes) -> None:
        """Send bytes.

        Raises:
            OSError: If the connection is lost, or the client does not read in time.
        """
        writer.write(content)
        async with asyncio.timeout(self._limits.read_seconds):
            await writer.drain()
