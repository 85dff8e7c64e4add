"""The one door to the network: sends an attempt, once, and tells what came; nothing here decides anything.

A transport is a function from request to response (an in-process server such as the sandbox), or one of
httpx2's. Theirs are watched by `numberwire.connection`.
"""

import sys
import threading
import time
from collections.abc import AsyncIterable, Callable, Iterable
from typing import TYPE_CHECKING, TypeVar, cast

import httpcore2
import httpx2

from numberwire.body import Body, BodyError
from numberwire.connection import ATTEMPT, is_tapped, tap
from numberwire.credential import Credential
from numberwire.interruption import clear_locals, handler_error
from numberwire.steps import Attempt, Lost, Outcome
from numberwire.trust import make_transport
from numberwire.wire import Response
from numberwire_api import Request

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop

__all__ = ["AsyncDoor", "Door", "Server"]

T = TypeVar("T", httpx2.HTTPTransport, httpx2.AsyncHTTPTransport)
Server = Callable[[Request], Response]

_LIMITS = httpx2.Limits(max_connections=100, max_keepalive_connections=20, keepalive_expiry=30)
_NOT_SENT = (
    httpx2.ConnectError,
    httpx2.ConnectTimeout,
    httpx2.LocalProtocolError,
    httpx2.PoolTimeout,
    httpx2.ProxyError,
    httpx2.UnsupportedProtocol,
    UnicodeError,
)
_FAILURES = (
    httpx2.HTTPError,
    httpx2.InvalidURL,
    httpx2.StreamError,
    httpcore2.ConnectionNotAvailable,
    OSError,
    EOFError,
    UnicodeError,
)
_WITH_CONTENT = {"PATCH", "POST", "PUT"}
_SENT_HEADERS = (("accept-encoding", "gzip"),)


def _is_server(transport: object) -> bool:
    return callable(transport) and not isinstance(transport, httpx2.BaseTransport | httpx2.AsyncBaseTransport)


_LATE = Lost("the attempt's time is up", timed_out=True)


_BUSY = "All that this client may have were in use: make fewer calls at a time, or give each more time"


def _no_connection_was_free(attempt: Attempt) -> Lost:
    seconds = attempt.expires - attempt.begun
    reason = (
        f"no connection was free within {seconds:.3g} s, and nothing was sent. {_BUSY} to get a connection."
    )
    return Lost(reason, timed_out=True, waiting=True)


def _timed_out(reason: str, attempt: Attempt) -> Lost:
    """A lost answer; where most of its time went into waiting for a connection, it says so."""
    waited = attempt.admitted - attempt.begun
    if waited > (attempt.expires - attempt.begun) / 2:
        reason = f"{reason}, after {waited:.3g} s without a free connection. {_BUSY} to get a connection."
    return Lost(reason, timed_out=True)


class _Sending:
    """What sync and async sending share."""

    def __init__(self, base_url: str, credential: Credential, user_agent: str) -> None:
        self._base_url = base_url
        self._credential = credential
        self._headers = (*_SENT_HEADERS, ("user-agent", user_agent))
        # Reading the trusted certificates takes tens of milliseconds, and http has no use for them.
        self._verify = base_url.startswith("https:")
        self._host = base_url.partition("://")[2].partition("/")[0]

    def _ask(self, server: Server, attempt: Attempt) -> Outcome:
        """Ask an in-process server."""
        attempt.sent = True
        outer = sys.exception()
        try:
            answer = server(self._addressed(attempt.request))
        except OSError as error:
            return _lost(error, attempt, self._credential, outer)
        except BaseException as error:
            clear_locals(error, outer)
            raise
        return answer if time.monotonic() <= attempt.expires else _LATE

    def _addressed(self, request: Request) -> Request:
        # Not inlined: the credential must stand in no local of a frame that an error can pass through.
        headers = (("host", self._host), *self._headers, *request.headers, self._credential.header())
        return Request(request.method, request.target, headers, request.content)

    def _make_transport(self, kind: type[T]) -> T:
        return make_transport(lambda: kind(verify=self._verify, limits=_LIMITS), tls=self._verify)

    def _wire(self, attempt: Attempt) -> httpx2.Request:
        request = attempt.request
        url = httpx2.URL(self._base_url + request.target)
        framing = (("host", url.netloc.decode("ascii")), *_length(request))
        seconds = max(attempt.expires - time.monotonic(), 0.001)
        return httpx2.Request(
            request.method,
            url,
            headers=[*framing, *self._headers, *request.headers, self._credential.header()],
            # As a stream, for which the library does not work out once more what stands here.
            stream=httpx2.ByteStream(request.content),
            extensions={"timeout": dict.fromkeys(("connect", "read", "write", "pool"), seconds)},
        )


def _length(request: Request) -> tuple[tuple[str, str], ...]:
    if request.content or request.method in _WITH_CONTENT:
        return (("content-length", str(len(request.content))),)
    return ()


def _lost(error: Exception, attempt: Attempt, credential: Credential, outer: BaseException | None) -> Lost:
    """What an error of a transport means.

    Raises:
        BaseException: It is none of the transport's: the caller's own signal handler raised it.
    """
    interruption = handler_error(error, outer)
    if interruption is not None:
        raise interruption
    if isinstance(error, _NOT_SENT):
        attempt.sent = False
    if isinstance(error, httpx2.PoolTimeout):
        return _no_connection_was_free(attempt)
    reason = credential.redact(str(error) or type(error).__name__)
    if isinstance(error, httpx2.TimeoutException | TimeoutError):
        return _timed_out(reason, attempt)
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


def _flawed(answer: httpx2.Response, why: str) -> Response:
    return Response(answer.status_code, _pairs(answer), b"", why)


class Door(_Sending):
    """The door of a sync client."""

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
            return self._ask(self._given, attempt)  # type: ignore[arg-type]
        attempt.begun, outer = time.monotonic(), sys.exception()
        token = ATTEMPT.set(attempt)
        try:
            return self._send(attempt)
        except BaseException as error:
            clear_locals(error, outer)
            raise
        finally:
            ATTEMPT.reset(token)

    def _send(self, attempt: Attempt) -> Outcome:
        outer, transport = sys.exception(), self._opened()
        attempt.sent = not is_tapped(transport)
        try:
            answer = transport.handle_request(self._wire(attempt))
            try:
                body = Body(answer.headers.get("content-encoding"))
                for chunk in _chunks(answer):
                    body.add(chunk)
                    if time.monotonic() > attempt.expires:
                        return _LATE
                return Response(answer.status_code, _pairs(answer), body.content())
            except BodyError as error:
                return _flawed(answer, str(error))
            finally:
                answer.close()
        except _FAILURES as error:
            return _lost(error, attempt, self._credential, outer)

    def _opened(self) -> httpx2.BaseTransport:
        with self._lock:
            if self._transport is None:
                self._transport = self._given or self._make_transport(httpx2.HTTPTransport)  # type: ignore[assignment]
                tap(self._transport)
            return self._transport  # type: ignore[return-value]

    def close(self) -> None:
        """Close every connection; the next call opens new ones."""
        with self._lock:
            transport, self._transport = self._transport, None
        if transport is not None:
            transport.close()


class AsyncDoor(_Sending):
    """The door of an async client."""

    def __init__(
        self,
        base_url: str,
        credential: Credential,
        user_agent: str,
        transport: "httpx2.AsyncBaseTransport | Server | None",
    ) -> None:
        super().__init__(base_url, credential, user_agent)
        self._given = transport
        self._transport: httpx2.AsyncBaseTransport | None = None
        self._loop: AbstractEventLoop | None = None

    async def send(self, attempt: Attempt) -> Outcome:
        """Send an attempt; what fails comes back as a value."""
        if _is_server(self._given):
            return self._ask(self._given, attempt)  # type: ignore[arg-type]
        from asyncio import timeout  # noqa: PLC0415 sync clients need no event loop

        attempt.begun, outer = time.monotonic(), sys.exception()
        token = ATTEMPT.set(attempt)
        try:
            async with timeout(max(attempt.expires - attempt.begun, 0)):
                return await self._send(attempt)
        except TimeoutError as error:
            clear_locals(error, outer)
            return self._late(error, attempt, outer)
        except BaseException as error:
            clear_locals(error, outer)
            raise
        finally:
            ATTEMPT.reset(token)

    async def _send(self, attempt: Attempt) -> Outcome:
        outer, transport = sys.exception(), self._opened()
        attempt.sent = not is_tapped(transport)
        try:
            answer = await transport.handle_async_request(self._wire(attempt))
            try:
                body = Body(answer.headers.get("content-encoding"))
                async for chunk in _async_chunks(answer):
                    body.add(chunk)
                return Response(answer.status_code, _pairs(answer), body.content())
            except BodyError as error:
                return _flawed(answer, str(error))
            finally:
                await answer.aclose()
        except TimeoutError:
            raise
        except _FAILURES as error:
            return _lost(error, attempt, self._credential, outer)

    def _late(self, error: TimeoutError, attempt: Attempt, outer: BaseException | None) -> Lost:
        interruption = handler_error(error, outer)
        if interruption is not None:
            raise interruption
        if is_tapped(self._transport) and not attempt.admitted:
            return _no_connection_was_free(attempt)
        return _timed_out(_LATE.reason, attempt)

    def _opened(self) -> httpx2.AsyncBaseTransport:
        from asyncio import get_running_loop  # noqa: PLC0415 sync clients need no event loop

        loop = get_running_loop()
        if self._transport is None or (self._loop is not loop and self._given is None):
            # Connections belong to the event loop that made them, and those of an ended one can't be closed.
            self._transport = self._given or self._make_transport(httpx2.AsyncHTTPTransport)  # type: ignore[assignment]
            self._loop = loop
            tap(self._transport)
        return self._transport  # type: ignore[return-value]

    async def close(self) -> None:
        """Close every connection; the next call opens new ones."""
        from asyncio import get_running_loop  # noqa: PLC0415 sync clients need no event loop

        transport, self._transport = self._transport, None
        if transport is not None and self._loop is get_running_loop():
            await transport.aclose()
