"""The HTTP layer: sends an attempt, once, and returns what came of it; nothing here decides anything.

A transport is a function from request to response (an in-process server such as the sandbox), or one of
httpx2's. Theirs are watched by `numberwire._connection`. What is handed to a transport counts as sent, whatever the
transport raises, except where the watch saw that it was not.
"""

import ssl
import sys
import threading
import time
from collections.abc import AsyncIterable, AsyncIterator, Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from inspect import isawaitable
from typing import TYPE_CHECKING, Any, TypeVar, cast

import httpcore2
import httpx2

from numberwire._base_url import is_plain_http
from numberwire._body import Body, BodyError
from numberwire._connection import ATTEMPT, is_unsent, watch_transport
from numberwire._interruption import clear_locals, handler_error
from numberwire._response import Response
from numberwire._steps import Attempt, Lost, Outcome
from numberwire._tls import make_transport
from numberwire.credential import Credential
from numberwire.errors import InvalidRequestError
from numberwire_api import Request

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop

__all__ = ["AsyncSender", "Sender", "Server"]

T = TypeVar("T", httpx2.HTTPTransport, httpx2.AsyncHTTPTransport)
Server = Callable[[Request], Response]

_LIMITS = httpx2.Limits(max_connections=100, max_keepalive_connections=20, keepalive_expiry=30)
_NETWORK_ERRORS: tuple[type[Exception], ...] = (
    OSError,
    httpx2.HTTPError,
    httpcore2.ConnectionNotAvailable,
    httpcore2.NetworkError,
    httpcore2.ProtocolError,
    httpcore2.ProxyError,
    httpcore2.TimeoutException,
    httpcore2.UnsupportedProtocol,
)
_OTHER_FAILURES = (httpx2.InvalidURL, httpx2.StreamError, EOFError, UnicodeError)
_WITH_CONTENT = {"PATCH", "POST", "PUT"}
_SENT_HEADERS = (("accept-encoding", "gzip"),)


def _network_errors() -> tuple[type[Exception], ...]:
    """What a client of HTTP raises where no answer came.

    The standard library's has errors of its own; where nobody loaded it, nobody sends by it.
    """
    client: Any = sys.modules.get("http.client")
    return _NETWORK_ERRORS if client is None else (*_NETWORK_ERRORS, client.HTTPException)


def _failures() -> tuple[type[Exception], ...]:
    """The same of a transport, and what its parts raise for what can't be sent or read."""
    return (*_network_errors(), *_OTHER_FAILURES)


def _is_server(transport: object) -> bool:
    return callable(transport) and not isinstance(transport, httpx2.BaseTransport | httpx2.AsyncBaseTransport)


_LATE = Lost("the attempt's timeout was reached", timed_out=True)
_MOST_LOOPS = 64
_OTHER_LOOP = (
    "transport belongs to another event loop, the one of its first call: make a client with a transport of its own in "
    "each loop, close the client before its loop ends, or leave transport out."
)


_BUSY = "All that this client may have were in use: make fewer calls at a time, or give each more time"


def _pool_timeout_outcome(attempt: Attempt) -> Lost:
    seconds = attempt.expires - attempt.begun
    reason = (
        f"no connection was free within {seconds:.3g} s, and nothing was sent. {_BUSY} to get a connection."
    )
    return Lost(reason, timed_out=True, waiting=True)


def _timeout_outcome(reason: str, attempt: Attempt) -> Lost:
    """A lost answer; where most of its time went into waiting for a connection, it says so."""
    waited = attempt.admitted - attempt.begun
    if waited > (attempt.expires - attempt.begun) / 2:
        reason = f"{reason}, after {waited:.3g} s without a free connection. {_BUSY} to get a connection."
    return Lost(reason, timed_out=True)


class _CommonSender:
    """What sync and async sending share."""

    def __init__(self, base_url: str, credential: Credential, user_agent: str) -> None:
        self._base_url = base_url
        self._credential = credential
        self._headers = (*_SENT_HEADERS, ("user-agent", user_agent))
        self._host = base_url.partition("://")[2].partition("/")[0]

    def _ask(self, server: Server, attempt: Attempt, outer: BaseException | None) -> Outcome:
        """Ask an in-process server."""
        try:
            answer = server(self._addressed_request(attempt.request))
        except _network_errors() as error:
            return _error_outcome(error, attempt, self._credential, outer)
        if why := _flaw_of_answer(answer):
            return Lost(why)
        return answer if time.monotonic() <= attempt.expires else _LATE

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

    def _certificates(self) -> ssl.SSLContext | bool:
        """Whom a transport of ours trusts: the system's authorities; nobody where only http is spoken.

        Loading authorities takes tens of milliseconds, and http has no use for them. No transport of ours speaks TLS
        without verifying the server.
        """
        return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT) if is_plain_http(self._base_url) else True

    def _addressed_request(self, request: Request) -> Request:
        # Not inlined: the credential must stand in no local of a frame that an error can pass through.
        headers = (("host", self._host), *self._headers, *request.headers, self._credential.header())
        return Request(request.method, request.target, headers, request.content)

    def _make_transport(self, kind: type[T]) -> T:
        return make_transport(
            lambda: kind(verify=self._certificates(), limits=_LIMITS), tls=not is_plain_http(self._base_url)
        )

    def _wire_request(self, attempt: Attempt) -> httpx2.Request:
        request = attempt.request
        url = httpx2.URL(self._base_url + request.target)
        framing = (("host", url.netloc.decode("ascii")), *_length(request))
        seconds = max(attempt.expires - time.monotonic(), 0.001)
        return httpx2.Request(
            request.method,
            url,
            headers=[*framing, *self._headers, *request.headers, self._credential.header()],
            # As a stream, for which the library does not work out once more what stands here.
            stream=_OneTimeStream(request.content)
            if attempt.fresh and request.content
            else httpx2.ByteStream(request.content),
            extensions={"timeout": dict.fromkeys(("connect", "read", "write", "pool"), seconds)},
        )


def _length(request: Request) -> tuple[tuple[str, str], ...]:
    if request.content or request.method in _WITH_CONTENT:
        return (("content-length", str(len(request.content))),)
    return ()


class _OneTimeStream(httpx2.SyncByteStream, httpx2.AsyncByteStream):
    """A content that is sent once, so that a transport which tries again by itself sends no second purchase."""

    def __init__(self, content: bytes) -> None:
        self._content: bytes | None = content

    def _take(self) -> bytes:
        content, self._content = self._content, None
        if content is None:
            raise httpx2.StreamConsumed
        return content

    def __iter__(self) -> Iterator[bytes]:
        yield self._take()

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield self._take()


@contextmanager
def _mark_sent(attempt: Attempt, transport: object) -> Generator[None]:
    """While a transport has an attempt: it counts as sent, except where it is seen not to be."""
    attempt.sent = True
    try:
        yield
    except BaseException as error:
        attempt.sent = not is_unsent(attempt, transport, error)
        raise


def _error_outcome(
    error: Exception, attempt: Attempt, credential: Credential, outer: BaseException | None
) -> Lost:
    """What an error of a transport means.

    Raises:
        BaseException: It is none of the transport's: the caller's own signal handler raised it.
    """
    interruption = handler_error(error, outer)
    if interruption is not None:
        raise interruption
    if isinstance(error, httpx2.PoolTimeout) and not attempt.sent:
        return _pool_timeout_outcome(attempt)
    reason = credential.redact(str(error) or type(error).__name__)
    if isinstance(error, httpx2.TimeoutException | httpcore2.TimeoutException | TimeoutError):
        return _timeout_outcome(reason, attempt)
    return Lost(reason)


def _pairs(answer: httpx2.Response) -> tuple[tuple[str, str], ...]:
    return tuple(
        (name.decode("ascii", "replace"), value.decode("latin-1")) for name, value in answer.headers.raw
    )


def _chunks(answer: httpx2.Response) -> Iterable[bytes]:
    """The content as it comes over the wire, not decoded."""
    return cast("Iterable[bytes]", answer.stream)


def _async_chunks(answer: httpx2.Response) -> AsyncIterable[bytes]:
    """The content as it comes over the wire, not decoded."""
    return cast("AsyncIterable[bytes]", answer.stream)


def _flaw_of_answer(answer: object) -> str | None:
    """Why what a server in this process returned is no answer."""
    if isawaitable(answer):
        getattr(answer, "close", lambda: None)()  # or Python complains that it was never awaited
        return "transport is an async function: give one that returns its response, or an httpx2 transport"
    fields = (
        getattr(answer, "status", None),
        getattr(answer, "headers", None),
        getattr(answer, "content", None),
    )
    if isinstance(answer, Response) and tuple(map(type, fields)) == (int, tuple, bytes):
        return None
    return f"transport returned {_class_name(answer)} that is no answer: return a numberwire.client.Response"


def _flaw_of_response(answer: object, stream: type) -> str | None:
    """Why what a transport of httpx2's kind returned is no answer."""
    if not isinstance(answer, httpx2.Response):
        return f"transport returned {_class_name(answer)}: it has to return an httpx2.Response"
    if not isinstance(answer.stream, stream):
        return f"transport returned a response whose stream is no {stream.__name__}"
    return None


def _class_name(value: object) -> str:
    return f"a {type(value).__module__}.{type(value).__qualname__}"


def _flawed_response(answer: httpx2.Response, why: str) -> Response:
    return Response(answer.status_code, _pairs(answer), b"", why)


class Sender(_CommonSender):
    """Sends for a sync client."""

    def __init__(
        self,
        base_url: str,
        credential: Credential,
        user_agent: str,
        transport: "httpx2.BaseTransport | Server | None",
    ) -> None:
        super().__init__(base_url, credential, user_agent)
        self._given = transport
        self._transport: httpx2.BaseTransport | None = None
        self._lock = threading.Lock()

    def send(self, attempt: Attempt) -> Outcome:
        """Send an attempt; what fails comes back as a value."""
        if _is_server(self._given):
            return self._ask_server(self._given, attempt)  # type: ignore[arg-type]
        attempt.begun, outer = time.monotonic(), sys.exception()
        token = ATTEMPT.set(attempt)
        try:
            return self._send(attempt)
        except BaseException as error:
            clear_locals(error, outer)
            raise
        finally:
            ATTEMPT.reset(token)
            attempt.failure = None  # with its traceback it would keep everything here alive

    def _ask_server(self, server: Server, attempt: Attempt) -> Outcome:
        outer = sys.exception()
        try:
            seconds, server = self._begin_asking(server, attempt)
            if seconds:
                time.sleep(seconds)
            return self._ask(server, attempt, outer)
        except BaseException as error:
            clear_locals(error, outer)
            raise

    def _send(self, attempt: Attempt) -> Outcome:
        attempt.sent = False  # it is still here
        outer, transport = sys.exception(), self._open_transport()
        try:
            request = self._wire_request(attempt)
            with _mark_sent(attempt, transport):
                answer = transport.handle_request(request)
            if why := _flaw_of_response(answer, httpx2.SyncByteStream):
                return Lost(why)
            try:
                body = Body(answer.headers.get("content-encoding"))
                for chunk in _chunks(answer):
                    body.add(chunk)
                    if time.monotonic() > attempt.expires:
                        return _LATE
                return Response(answer.status_code, _pairs(answer), body.content())
            except BodyError as error:
                return _flawed_response(answer, str(error))
            finally:
                answer.close()
        except _failures() as error:
            return _error_outcome(error, attempt, self._credential, outer)

    def _open_transport(self) -> httpx2.BaseTransport:
        with self._lock:
            if self._transport is None:
                self._transport = self._given or self._make_transport(httpx2.HTTPTransport)  # type: ignore[assignment]
                watch_transport(self._transport)
            return self._transport  # type: ignore[return-value]

    def close(self) -> None:
        """Close every connection; the next call opens new ones."""
        with self._lock:
            transport, self._transport = self._transport, None
        if transport is not None:
            transport.close()


class AsyncSender(_CommonSender):
    """Sends for an async client."""

    def __init__(
        self,
        base_url: str,
        credential: Credential,
        user_agent: str,
        transport: "httpx2.AsyncBaseTransport | Server | None",
    ) -> None:
        super().__init__(base_url, credential, user_agent)
        self._given = transport
        self._loop: AbstractEventLoop | None = None
        # Connections belong to the event loop that made them. Not by weak keys: a transport holds its loop.
        self._transports: dict[AbstractEventLoop, httpx2.AsyncBaseTransport] = {}
        self._lock = threading.Lock()

    async def send(self, attempt: Attempt) -> Outcome:
        """Send an attempt; what fails comes back as a value."""
        from asyncio import timeout  # noqa: PLC0415 sync clients need no event loop

        if _is_server(self._given):
            return await self._ask_server(self._given, attempt)  # type: ignore[arg-type]
        attempt.begun, outer = time.monotonic(), sys.exception()
        token = ATTEMPT.set(attempt)
        try:
            async with timeout(max(attempt.expires - attempt.begun, 0)):
                return await self._send(attempt)
        except TimeoutError as error:
            clear_locals(error, outer)
            return self._late_outcome(error, attempt, outer)
        except BaseException as error:
            clear_locals(error, outer)
            raise
        finally:
            ATTEMPT.reset(token)
            attempt.failure = None  # with its traceback it would keep everything here alive

    async def _ask_server(self, server: Server, attempt: Attempt) -> Outcome:
        from asyncio import sleep  # noqa: PLC0415 sync clients need no event loop

        outer = sys.exception()
        try:
            seconds, server = self._begin_asking(server, attempt)
            if seconds:
                await sleep(seconds)
            return self._ask(server, attempt, outer)
        except BaseException as error:
            clear_locals(error, outer)
            raise

    async def _send(self, attempt: Attempt) -> Outcome:
        attempt.sent = False  # it is still here
        outer, transport = sys.exception(), self._open_transport()
        try:
            request = self._wire_request(attempt)
            with _mark_sent(attempt, transport):
                answer = await transport.handle_async_request(request)
            if why := _flaw_of_response(answer, httpx2.AsyncByteStream):
                return Lost(why)
            try:
                body = Body(answer.headers.get("content-encoding"))
                async for chunk in _async_chunks(answer):
                    body.add(chunk)
                return Response(answer.status_code, _pairs(answer), body.content())
            except BodyError as error:
                return _flawed_response(answer, str(error))
            finally:
                await answer.aclose()
        except TimeoutError:
            raise
        except _failures() as error:
            return _error_outcome(error, attempt, self._credential, outer)
        except RuntimeError:
            # What asyncio raises for what belongs to another loop is a RuntimeError, with words that vary.
            if self._given is None or self._loop is _running_loop():
                raise
            return Lost(_OTHER_LOOP)

    def _late_outcome(self, error: TimeoutError, attempt: Attempt, outer: BaseException | None) -> Lost:
        interruption = handler_error(error, outer)
        if interruption is not None:
            raise interruption
        if attempt.failure is not None and not attempt.sent and not attempt.admitted:
            return _pool_timeout_outcome(attempt)
        return _timeout_outcome(_LATE.reason, attempt)

    def _open_transport(self) -> httpx2.AsyncBaseTransport:
        loop = _running_loop()
        with self._lock:
            if self._given is not None:
                return self._open_given_transport(loop)
            transport = self._transports.pop(loop, None)
            if transport is None:
                self._forget_loops()
                transport = self._make_transport(httpx2.AsyncHTTPTransport)
                watch_transport(transport)
            self._transports[loop] = transport
            return transport

    def _open_given_transport(self, loop: "AbstractEventLoop") -> httpx2.AsyncBaseTransport:
        """The caller's transport, in the event loop in which it was first used.

        Raises:
            InvalidRequestError: It has connections, and this is another loop.
        """
        transport = cast("httpx2.AsyncBaseTransport", self._given)
        if self._loop is None:
            self._loop = loop
            watch_transport(transport)
        elif self._loop is not loop and hasattr(transport, "_pool"):
            raise InvalidRequestError(f"{_OTHER_LOOP} Nothing was sent.")
        return transport

    def _forget_loops(self) -> None:
        """Let go of the connections of ended event loops, and of the one unused for longest if they are many."""
        for loop in [loop for loop in self._transports if loop.is_closed()]:
            del self._transports[loop]
        if len(self._transports) >= _MOST_LOOPS:
            del self._transports[next(iter(self._transports))]

    async def close(self) -> None:
        """Close every connection of this event loop; the next call opens new ones."""
        loop = _running_loop()
        with self._lock:
            transport = self._transports.pop(loop, None)
            if self._loop is loop:
                transport, self._loop = cast("httpx2.AsyncBaseTransport", self._given), None
            self._forget_loops()
        if transport is not None:
            await transport.aclose()


def _running_loop() -> "AbstractEventLoop":
    from asyncio import get_running_loop  # noqa: PLC0415 sync clients need no event loop

    return get_running_loop()
