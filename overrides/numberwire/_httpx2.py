"""Sends through a transport of httpx2's: one of the caller's own, or the library's where a tracer has put itself there.

What is handed to a transport counts as sent, whatever it raises, except where `numberwire._connection`, which watches
its sockets, saw that it was not.
"""

import ssl
import sys
import threading
import time
from collections.abc import AsyncIterable, AsyncIterator, Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar, cast

import httpcore2
import httpx2

from numberwire._body import Body, BodyError
from numberwire._concurrency import loading
from numberwire._connection import ATTEMPT, is_unsent, watch_transport
from numberwire._network import Route
from numberwire._response import Response
from numberwire._sending import LATE, RequestHeaders, busy_outcome, error_outcome, length_headers
from numberwire._steps import Attempt, NoResponse, Outcome
from numberwire.errors import InvalidRequestError

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop

__all__ = ["NETWORK_ERRORS", "AsyncTransport", "Transport"]

T = TypeVar("T", httpx2.HTTPTransport, httpx2.AsyncHTTPTransport)

_LIMITS = httpx2.Limits(max_connections=100, max_keepalive_connections=20, keepalive_expiry=30)
NETWORK_ERRORS: tuple[type[Exception], ...] = (
    OSError,
    httpx2.HTTPError,
    httpcore2.ConnectionNotAvailable,
    httpcore2.NetworkError,
    httpcore2.ProtocolError,
    httpcore2.ProxyError,
    httpcore2.TimeoutException,
    httpcore2.UnsupportedProtocol,
)
"""What the library raises where no answer came."""

_OTHER_FAILURES = (httpx2.InvalidURL, httpx2.StreamError, EOFError, UnicodeError)


def _failures() -> tuple[type[Exception], ...]:
    """What a transport raises where no answer came, and what its parts raise for what can't be sent or read.

    The standard library's client has errors of its own; where nobody loaded it, nobody sends by it.
    """
    client: Any = sys.modules.get("http.client")
    others = _OTHER_FAILURES if client is None else (*_OTHER_FAILURES, client.HTTPException)
    return (*NETWORK_ERRORS, *others)


_MOST_LOOPS = 64
_OTHER_LOOP = (
    "transport belongs to another event loop, the one of its first call: make a client with a transport of its own in "
    "each loop, close the client before its loop ends, or leave transport out."
)


class Settings:
    """What a transport needs to know of its client."""

    def __init__(
        self,
        base_url: str,
        headers: RequestHeaders,
        redact: Callable[[str], str],
        route: Callable[[], Route],
        make_context: Callable[[], ssl.SSLContext],
    ) -> None:
        """Keep it.

        Args:
            base_url: Where the API is.
            headers: What is sent with each request.
            redact: Masks secrets.
            route: Where connections go, for a transport that is made here.
            make_context: Whom that trusts.
        """
        self.base_url = base_url
        self.headers = headers
        self.redact = redact
        self.route = route
        self.make_context = make_context

    def make_transport(self, kind: type[T]) -> T:
        """A transport of the library's own."""
        # A transport of ours verifies whomever it speaks TLS with, also where it is made for http.
        context = self.make_context() if self.route().is_tls else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        with loading():  # the library imports modules here
            return kind(verify=context, limits=_LIMITS, proxy=self._proxy())

    def _proxy(self) -> httpx2.Proxy | None:
        proxy = self.route().proxy
        if proxy is None:
            return None
        return httpx2.Proxy(f"http://{proxy.place}", headers=list(proxy.headers("")[1:]))

    def wire_request(self, attempt: Attempt) -> httpx2.Request:
        """An attempt as a request of the library's."""
        request = attempt.request
        url = httpx2.URL(self.base_url + self.headers.add_to_target(request.target))
        seconds = max(attempt.expires - time.monotonic(), 0.001)
        return httpx2.Request(
            request.method,
            url,
            headers=[*self.headers.of(request.headers), *length_headers(request)],
            # As a stream, for which the library does not work out once more what stands here.
            stream=_OneTimeStream(request.content)
            if attempt.fresh and request.content
            else httpx2.ByteStream(request.content),
            extensions={"timeout": dict.fromkeys(("connect", "read", "write", "pool"), seconds)},
        )

    def error_outcome(self, error: Exception, attempt: Attempt, outer: BaseException | None) -> NoResponse:
        """What an error of a transport means; see `numberwire._sending.error_outcome`."""
        if isinstance(error, httpx2.PoolTimeout) and not attempt.sent:
            return busy_outcome(attempt)
        timeouts = httpx2.TimeoutException | httpcore2.TimeoutException | TimeoutError
        return error_outcome(error, attempt, self.redact, outer, timed_out=isinstance(error, timeouts))


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


def _flaw_of_response(answer: object, stream: type) -> str | None:
    """Why what a transport of httpx2's kind returned is no answer."""
    if not isinstance(answer, httpx2.Response):
        kind = type(answer)
        name = f"a {kind.__module__}.{kind.__qualname__}"
        return f"transport returned {name}: it has to return an httpx2.Response"
    if not isinstance(answer.stream, stream):
        return f"transport returned a response whose stream is not {stream.__name__}"
    return None


def _flawed_response(answer: httpx2.Response, why: str) -> Response:
    return Response(answer.status_code, _pairs(answer), b"", why)


class Transport:
    """Sends for a sync client."""

    def __init__(self, settings: Settings, transport: httpx2.BaseTransport | None) -> None:
        """Begin.

        Args:
            settings: What it needs to know.
            transport: The caller's; None for one of the library's own.
        """
        self._settings = settings
        self._given = transport
        self._transport: httpx2.BaseTransport | None = None
        self._lock = threading.Lock()

    def send(self, attempt: Attempt) -> Outcome:
        """Send an attempt; what fails comes back as a value."""
        token = ATTEMPT.set(attempt)
        try:
            return self._send(attempt)
        finally:
            ATTEMPT.reset(token)
            attempt.failure = None  # with its traceback it would keep everything here alive

    def _send(self, attempt: Attempt) -> Outcome:
        attempt.sent = False  # it is still here
        outer, transport = sys.exception(), self._open_transport()
        try:
            request = self._settings.wire_request(attempt)
            with _mark_sent(attempt, transport):
                answer = transport.handle_request(request)
            if why := _flaw_of_response(answer, httpx2.SyncByteStream):
                return NoResponse(why)
            try:
                body = Body(answer.headers.get("content-encoding"))
                for chunk in _chunks(answer):
                    body.add(chunk)
                    if time.monotonic() > attempt.expires:
                        return LATE
                return Response(answer.status_code, _pairs(answer), body.content())
            except BodyError as error:
                return _flawed_response(answer, str(error))
            finally:
                answer.close()
        except _failures() as error:
            return self._settings.error_outcome(error, attempt, outer)

    def _open_transport(self) -> httpx2.BaseTransport:
        with self._lock:
            if self._transport is None:
                self._transport = self._given or self._settings.make_transport(httpx2.HTTPTransport)
                watch_transport(self._transport)
            return self._transport

    def close(self) -> None:
        """Close every connection; the next call opens new ones."""
        with self._lock:
            transport, self._transport = self._transport, None
        if transport is not None:
            transport.close()


class AsyncTransport:
    """Sends for an async client."""

    def __init__(self, settings: Settings, transport: httpx2.AsyncBaseTransport | None) -> None:
        """Begin; see `Transport`."""
        self._settings = settings
        self._given = transport
        self._loop: AbstractEventLoop | None = None
        # Connections belong to the event loop that made them. Not by weak keys: a transport holds its loop.
        self._transports: dict[AbstractEventLoop, httpx2.AsyncBaseTransport] = {}
        self._lock = threading.Lock()

    async def send(self, attempt: Attempt) -> Outcome:
        """Send an attempt; what fails comes back as a value, but for a timeout."""
        token = ATTEMPT.set(attempt)
        try:
            return await self._send(attempt)
        finally:
            ATTEMPT.reset(token)

    async def _send(self, attempt: Attempt) -> Outcome:
        attempt.sent = False  # it is still here
        outer, transport = sys.exception(), self._open_transport()
        try:
            request = self._settings.wire_request(attempt)
            with _mark_sent(attempt, transport):
                answer = await transport.handle_async_request(request)
            if why := _flaw_of_response(answer, httpx2.AsyncByteStream):
                return NoResponse(why)
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
            return self._settings.error_outcome(error, attempt, outer)
        except RuntimeError:
            # What asyncio raises for what belongs to another loop is a RuntimeError, with words that vary.
            if self._given is None or self._loop is _running_loop():
                raise
            return NoResponse(_OTHER_LOOP)

    def _open_transport(self) -> httpx2.AsyncBaseTransport:
        loop = _running_loop()
        with self._lock:
            if self._given is not None:
                return self._open_given_transport(loop)
            transport = self._transports.pop(loop, None)
            if transport is None:
                self._forget_loops()
                transport = self._settings.make_transport(httpx2.AsyncHTTPTransport)
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
