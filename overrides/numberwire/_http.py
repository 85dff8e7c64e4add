"""The HTTP layer: sends an attempt, once, and returns what came of it; nothing here decides anything.

There are three ways: a function from request to response (an in-process server such as the sandbox), a transport of
httpx2's, and, without a transport, connections of our own. What is handed to one of the first two counts as sent,
whatever it raises; of our own connections it is known when the first byte leaves.
"""

import sys
import threading
import time
from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast

from numberwire._concurrency import loading
from numberwire._http1 import ProtocolError, UnsendableError, encode_headers, encode_request
from numberwire._interruption import clear_locals
from numberwire._network import Network, Route, find_route
from numberwire._pool import Pool, PoolBusyError
from numberwire._response import Response
from numberwire._sending import (
    LATE,
    RequestHeaders,
    busy_outcome,
    error_outcome,
    length_headers,
)
from numberwire._steps import Attempt, NoResponse, Outcome
from numberwire._tracing import is_library_patched
from numberwire.credential import Credential
from numberwire_api import Request

if TYPE_CHECKING:
    import ssl

    import httpx2

    from numberwire._httpx2 import Settings, Transport

__all__ = ["FAILURES", "CommonSender", "Sender", "Server"]

Server = Callable[[Request], Response]

_MOST_HEADS = 32
"""Sets of headers that are kept as bytes; the operations of an API have few."""
FAILURES = (OSError, ProtocolError, UnicodeError, UnsendableError)
"""What connections of our own raise where no answer came."""


def _network_errors() -> tuple[type[Exception], ...]:
    """What a client of HTTP raises where no answer came; where nobody loaded one, nobody sends by it."""
    errors: tuple[type[Exception], ...] = (OSError,)
    client: Any = sys.modules.get("http.client")
    if client is not None:
        errors = (*errors, client.HTTPException)
    if "httpcore2" in sys.modules:
        with loading():
            from numberwire._httpx2 import NETWORK_ERRORS  # noqa: PLC0415 only where somebody has loaded the library

        errors = (*errors, *NETWORK_ERRORS)
    return errors


def _is_timeout(error: Exception) -> bool:
    """Whether an error of a client of HTTP says that time ran out."""
    return isinstance(error, TimeoutError) or any(
        kind.__name__ == "TimeoutException" for kind in type(error).__mro__
    )


def _is_server(transport: object) -> bool:
    if not callable(transport):
        return False
    library: Any = sys.modules.get("httpx2")  # where nobody loaded it, nobody made a transport of it
    return library is None or not isinstance(transport, library.BaseTransport | library.AsyncBaseTransport)


class CommonSender:
    """What sync and async sending share."""

    def __init__(
        self, base_url: str, credential: Credential, user_agent: str, transport: object, network: Network
    ) -> None:
        self._base_url = base_url
        host, slash, path = base_url.partition("://")[2].partition("/")
        self._path = slash + path
        self._credential = credential
        self._headers = RequestHeaders(host, user_agent, credential)
        self._encoded_headers = _keep_encoded(self._headers)
        self._network = network
        self._given = transport
        self._server = cast("Server", transport) if _is_server(transport) else None
        self._context: ssl.SSLContext | None = None
        self._known_route: Route | None = None
        self._lock = threading.Lock()

    def _ask(self, server: Server, attempt: Attempt, outer: BaseException | None) -> Outcome:
        """Ask an in-process server."""
        try:
            answer = server(self._addressed_request(attempt.request))
        except _network_errors() as error:
            return self._error_outcome(error, attempt, outer, timed_out=_is_timeout(error))
        if why := _flaw_of_answer(answer):
            return NoResponse(why)
        return answer if time.monotonic() <= attempt.expires else LATE

    def _begin_asking(self, server: Server, attempt: Attempt) -> tuple[float, Server]:
        """How long to wait for a server's answer, and a server that has it at hand.

        A server with a method ``answer_later``, as the sandbox has, leaves the waiting to its caller: an event loop
        must not be held up, and nobody waits longer than the attempt may take.
        """
        answer_later = getattr(server, "answer_later", None)
        if answer_later is None:
            return 0.0, server
        seconds, deliver = answer_later(self._addressed_request(attempt.request))
        return max(min(seconds, attempt.expires - time.monotonic()), 0.0), lambda _: deliver()

    def _addressed_request(self, request: Request) -> Request:
        # Not inlined: the credential must stand in no local of a frame that an error can pass through.
        headers = self._headers.of(request.headers)
        return Request(request.method, self._headers.add_to_target(request.target), headers, request.content)

    def _encode(self, request: Request) -> bytes:
        target = self._path + self._headers.add_to_target(request.target)
        length = length_headers(request)
        headers = self._encoded_headers(request.headers) + (encode_headers(length) if length else b"")
        return encode_request(request.method, target, headers, request.content)

    def _redact(self, text: str) -> str:
        proxy = self._known_route and self._known_route.proxy
        if proxy and proxy.credential is not None:
            text = proxy.credential.redact(text)
        return self._credential.redact(text)

    def _error_outcome(
        self, error: Exception, attempt: Attempt, outer: BaseException | None, *, timed_out: bool
    ) -> NoResponse:
        route = self._known_route.reason if self._known_route else ""
        return error_outcome(error, attempt, self._redact, outer, timed_out=timed_out, route=route)

    def _route(self) -> Route:
        """Where connections go, found out at the first one."""
        if self._known_route is None:
            with loading():
                self._known_route = find_route(self._base_url, self._network)
        return self._known_route

    def _make_context(self) -> "ssl.SSLContext":
        """Whom connections trust, made for the first one: it takes time, and http has no use for it."""
        if self._context is None:
            with loading():
                from numberwire._tls import make_context  # noqa: PLC0415 http does without it

                self._context = make_context(self._network)
        return self._context

    def _settings(self) -> "Settings":
        """What a transport of httpx2's needs to know."""
        with loading():
            from numberwire._httpx2 import Settings  # noqa: PLC0415 most clients send without the library

        return Settings(self._base_url, self._headers, self._redact, self._route, self._make_context)


def _keep_encoded(headers: RequestHeaders) -> Callable[[tuple[tuple[str, str], ...]], bytes]:
    """A function that gives the headers of a request as bytes, and keeps them: few calls have others.

    They are kept where no `repr` and no traceback shows them, as the credential is one of them.
    """

    @lru_cache(_MOST_HEADS)
    def encode(own: tuple[tuple[str, str], ...]) -> bytes:
        return encode_headers(headers.of(own))

    return encode


def _flaw_of_answer(answer: object) -> str | None:
    """Why what a server in this process returned is no answer."""
    if hasattr(answer, "__await__"):
        getattr(answer, "close", lambda: None)()  # or Python complains that it was never awaited
        return "transport is an async function: give one that returns its response, or an httpx2 transport"
    fields = (
        getattr(answer, "status", None),
        getattr(answer, "headers", None),
        getattr(answer, "content", None),
    )
    if isinstance(answer, Response) and tuple(map(type, fields)) == (int, tuple, bytes):
        return None
    return f"transport returned {_class_name(answer)}; it must return a numberwire.client.Response"


def _class_name(value: object) -> str:
    return f"a {type(value).__module__}.{type(value).__qualname__}"


class Sender(CommonSender):
    """Sends for a sync client."""

    def __init__(
        self,
        base_url: str,
        credential: Credential,
        user_agent: str,
        transport: "httpx2.BaseTransport | Server | None",
        network: Network | None = None,
    ) -> None:
        super().__init__(base_url, credential, user_agent, transport, network or Network())
        self._pool: Pool | None = None
        self._transport: Transport | None = None

    def send(self, attempt: Attempt) -> Outcome:
        """Send an attempt; what fails comes back as a value."""
        outer = sys.exception()
        attempt.begun = time.monotonic()
        try:
            if self._server is not None:
                return self._ask_server(self._server, attempt, outer)
            attempt.sent = False  # it is still here
            if self._given is not None or is_library_patched():
                return self._open_transport().send(attempt)
            return self._send(attempt, outer)
        except BaseException as error:
            clear_locals(error, outer)
            raise

    def _ask_server(self, server: Server, attempt: Attempt, outer: BaseException | None) -> Outcome:
        seconds, server = self._begin_asking(server, attempt)
        if seconds:
            time.sleep(seconds)
        return self._ask(server, attempt, outer)

    def _send(self, attempt: Attempt, outer: BaseException | None) -> Outcome:
        pool = self._pool or self._open_pool()
        try:
            return pool.ask(attempt, self._encode)
        except PoolBusyError:
            return busy_outcome(attempt)
        except FAILURES as error:
            return self._error_outcome(error, attempt, outer, timed_out=isinstance(error, TimeoutError))

    def _open_pool(self) -> Pool:
        with self._lock:
            pool = self._pool = self._pool or Pool(self._route(), self._make_context)
            return pool

    def _open_transport(self) -> "Transport":
        with self._lock:
            if self._transport is None:
                settings = self._settings()
                from numberwire._httpx2 import Transport  # noqa: PLC0415 the settings have loaded it

                self._transport = Transport(settings, cast("httpx2.BaseTransport | None", self._given))
            return self._transport

    def close(self) -> None:
        """Close every connection; the next call opens new ones."""
        with self._lock:
            pool, self._pool, transport = self._pool, None, self._transport
        if pool is not None:
            pool.close()
        if transport is not None:
            transport.close()
