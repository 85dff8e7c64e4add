"""Purchases through transports of a caller's own: what nobody saw not to be sent counts as sent, and is sent once."""

import asyncio
import socket
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from typing import Any

import httpx2
import pytest

from numberwire import errors
from numberwire.client import Hooks
from tests.numberwire.faults.answers import said
from tests.numberwire.faults.apis import KINDS, number, phone_number
from tests.numberwire.faults.peer import Seen, Turn
from tests.numberwire.faults.server import FaultServer
from tests.numberwire.faults.table_purchase import bought, owned
from tests.numberwire.faults.trial import client_of, run
from tests.numberwire.faults.turns import hangs_up, says

pytestmark = pytest.mark.usefixtures("swift")


@pytest.fixture(scope="module")
def worker():
    """A thread that sends for others."""
    with ThreadPoolExecutor(1) as executor:
        yield executor


@pytest.fixture(scope="module")
def refusing():
    """A port of this machine on which nobody listens."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        yield bound.getsockname()[1]


def applies(seen: Seen) -> Turn:
    """Carries a purchase out and loses its answer; lists no number."""
    return hangs_up() if seen.method == "POST" else says(owned())


@pytest.fixture
def server():
    """A server on which each purchase is carried out and looks as if it were not."""
    server = FaultServer(applies)
    yield server
    server.close()


class Threaded(httpx2.HTTPTransport):
    """Sends in another thread, as a limiter does."""

    def __init__(self, worker: Any, _port: int) -> None:
        super().__init__()
        self._worker = worker

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send it there."""
        return self._worker.submit(super().handle_request, request).result()


class Queued(httpx2.AsyncHTTPTransport):
    """Sends in one task, which another call began."""

    def __init__(self, _worker: Any, _port: int) -> None:
        super().__init__()
        self._queue: asyncio.Queue[Any] | None = None
        self._task: Any = None

    async def _serve(self, queue: Any) -> None:
        while True:
            request, future = await queue.get()
            try:
                future.set_result(await super().handle_async_request(request))
            except httpx2.HTTPError as error:
                future.set_exception(error)

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Queue it."""
        if self._queue is None:
            self._queue = asyncio.Queue()
            self._task = asyncio.create_task(self._serve(self._queue))
        future = asyncio.get_running_loop().create_future()
        await self._queue.put((request, future))
        return await future

    async def aclose(self) -> None:
        """End the task, too."""
        if self._task is not None:
            self._task.cancel()
        await super().aclose()


class FailsOver(httpx2.HTTPTransport):
    """Tries a backup after its own failure; the backup is down."""

    def __init__(self, _worker: Any, port: int) -> None:
        super().__init__()
        self._backup = httpx2.HTTPTransport()
        self._port = port

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send it here, and then there."""
        try:
            return super().handle_request(request)
        except httpx2.TransportError:
            request.url = request.url.copy_with(port=self._port)
            return self._backup.handle_request(request)


class FailsBack(httpx2.HTTPTransport):
    """Asks a server that is down, then sends elsewhere, and tells of the first failure alone."""

    def __init__(self, _worker: Any, port: int) -> None:
        super().__init__()
        self._other = httpx2.HTTPTransport()
        self._port = port

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send it there, and then here."""
        here, request.url = request.url, request.url.copy_with(port=self._port)
        try:
            return super().handle_request(request)
        except httpx2.TransportError:
            request.url = here
            with suppress(httpx2.TransportError):
                return self._other.handle_request(request)
            raise

    def close(self) -> None:
        """Close both."""
        super().close()
        self._other.close()


class SendsAgain(httpx2.BaseTransport, httpx2.AsyncBaseTransport):
    """Sends again by itself what was lost."""

    def __init__(self, _worker: Any, _port: int) -> None:
        self._sync, self._async = httpx2.HTTPTransport(), httpx2.AsyncHTTPTransport()

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send it twice."""
        try:
            return self._sync.handle_request(request)
        except httpx2.TransportError:
            return self._sync.handle_request(request)

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send it twice."""
        try:
            return await self._async.handle_async_request(request)
        except httpx2.TransportError:
            return await self._async.handle_async_request(request)

    def close(self) -> None:
        """Close it."""
        self._sync.close()

    async def aclose(self) -> None:
        """Close it."""
        await self._async.aclose()


class Says(SendsAgain):
    """Turns what it met after it had sent into an error of another name."""

    def __init__(self, error: type[Exception], worker: Any, port: int) -> None:
        super().__init__(worker, port)
        self._error = error

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send it."""
        try:
            return self._sync.handle_request(request)
        except httpx2.TransportError as error:
            raise self._error(str(error)) from error

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send it."""
        try:
            return await self._async.handle_async_request(request)
        except httpx2.TransportError as error:
            raise self._error(str(error)) from error


def used_before(_worker: Any, _port: int, host: str) -> httpx2.HTTPTransport:
    """A plain transport with a connection that was made before any tap was there."""
    transport = httpx2.HTTPTransport()
    request = httpx2.Request("GET", f"http://{host}/")
    transport.handle_request(request).read()
    return transport


def shadowed(worker: Any, _port: int) -> httpx2.HTTPTransport:
    """A plain transport, one method of which was replaced."""
    transport = httpx2.HTTPTransport()
    send = transport.handle_request
    transport.handle_request = lambda request: worker.submit(send, request).result()  # type: ignore[method-assign]
    return transport


NAMES = (
    "ConnectError",
    "ConnectTimeout",
    "PoolTimeout",
    "ProxyError",
    "UnsupportedProtocol",
    "LocalProtocolError",
)
BOTH = {
    "sends again": SendsAgain,
    **{f"says {name}": partial(Says, getattr(httpx2, name)) for name in NAMES},
    "says UnicodeError": partial(Says, UnicodeError),
}
SYNC = {"in a thread": Threaded, "fails over": FailsOver, "fails back": FailsBack, "replaced": shadowed}
TRANSPORTS = [
    pytest.param(kind, transport, id=f"{kind}-{name}".replace(" ", "-"))
    for kind, transports in (("sync", BOTH | SYNC), ("async", BOTH | {"in a task": Queued}))
    for name, transport in transports.items()
]


def listed(client: Any) -> Any:
    """List the numbers."""
    return client.phone_numbers.list()


@pytest.mark.parametrize(("kind", "transport"), TRANSPORTS)
def test_sent_once(kind, transport, server, worker, refusing):
    """A purchase is carried out once at most, and is reported as one that may have happened."""
    client = client_of(kind, server.host, transport=transport(worker, refusing))
    _, ended = run(kind, client, listed, bought)
    assert type(ended.error) is errors.PurchaseOutcomeUnknownError
    assert [seen.method for seen in server.seen if seen.content].count("POST") == 1


def test_connection_of_before(server, worker, refusing):
    """A connection that was made before the tap carries a purchase unseen: it counts as sent."""
    transport = used_before(worker, refusing, server.host)
    [ended] = run("sync", client_of("sync", server.host, transport=transport), bought)
    assert type(ended.error) is errors.PurchaseOutcomeUnknownError
    assert server.asked.count("POST") == 1


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("own", [False, True], ids=["default", "plain"])
def test_seen_unsent(own, kind):
    """A connection that is refused to a transport of httpx2's own was seen: the purchase is sent when one is made."""
    server = FaultServer([says(said(number()))], listening=False)
    plain = {"sync": httpx2.HTTPTransport, "async": httpx2.AsyncHTTPTransport}[kind]
    hooks = Hooks(on_retry=lambda _error, _seconds: server.listen())
    client = client_of(kind, server.host, transport=plain() if own else None, hooks=hooks)
    [ended] = run(kind, client, bought)
    server.close()
    assert (ended.value, server.asked) == (phone_number(number()), "POST")


@pytest.mark.parametrize("kind", KINDS)
def test_busy_pool(kind, server):
    """A purchase that no connection was free for was not sent: it ends in a timeout, and is not looked up."""
    plain = {"sync": httpx2.HTTPTransport, "async": httpx2.AsyncHTTPTransport}[kind]
    transport = plain(limits=httpx2.Limits(max_connections=0))
    client = client_of(kind, server.host, transport=transport, timeout=0.05, max_retries=0)
    [ended] = run(kind, client, bought)
    assert (type(ended.error), server.asked) == (errors.APITimeoutError, "")


def test_patched_class(server, worker, monkeypatch):
    """A tracer that makes every transport send in another thread takes the evidence away: a purchase is sent once."""
    send = httpx2.HTTPTransport.handle_request
    patched = lambda self, request: worker.submit(send, self, request).result()  # noqa: E731 it takes a method's place
    monkeypatch.setattr(httpx2.HTTPTransport, "handle_request", patched)
    [ended] = run("sync", client_of("sync", server.host), bought)
    assert type(ended.error) is errors.PurchaseOutcomeUnknownError
    assert server.asked.count("POST") == 1


def test_failure_made_up_for(server, refusing, monkeypatch):
    """A failure that was seen says nothing where what comes out is another: it was sent elsewhere meanwhile."""
    send = httpx2.HTTPTransport.handle_request

    def fail_over(self, request):
        here, request.url = request.url, request.url.copy_with(port=refusing)
        try:
            return send(self, request)
        except httpx2.TransportError:
            request.url = here
            with httpx2.HTTPTransport() as other:
                return send(other, request)

    monkeypatch.setattr(httpx2.HTTPTransport, "handle_request", fail_over)
    [ended] = run("sync", client_of("sync", server.host), bought)
    assert type(ended.error) is errors.PurchaseOutcomeUnknownError
    assert server.asked.count("POST") == 1


def test_traced_class(monkeypatch):
    """A tracer around the class takes the evidence away, too: it may send by itself, so a purchase is looked up."""
    server = FaultServer([says(said(number()))], listening=False)
    send, spans = httpx2.HTTPTransport.handle_request, []
    patched = lambda self, request: spans.append(request.method) or send(self, request)  # noqa: E731 see above
    monkeypatch.setattr(httpx2.HTTPTransport, "handle_request", patched)
    [ended] = run("sync", client_of("sync", server.host, max_retries=0), bought)
    server.close()
    assert type(ended.error) is errors.PurchaseOutcomeUnknownError
    assert spans.count("POST") == 1
