"""The one door to the network: what an attempt becomes, and what came of it, through every kind of transport."""

import asyncio
import gzip
import http.client
import inspect
import subprocess
import sys
import time

import httpcore2
import httpx2
import pytest

from numberwire._async_http import AsyncSender
from numberwire._http import Sender
from numberwire._response import Response
from numberwire._steps import Attempt, NoResponse
from numberwire.credential import bearer_auth
from numberwire_api import Request
from tests.numberwire.servers import Script

KEY = "am_live_0123456789"
BASE = "https://api.example.com:8443/v2"
REQUEST = Request("POST", "/doors?x=a%20b", (("content-type", "application/json"),), b'{"id": 7}')
KINDS = pytest.mark.parametrize("door_class", [Sender, AsyncSender], ids=["sync", "async"])


def attempt_of(request=REQUEST, seconds=10.0):
    """An attempt that begins now."""
    return Attempt(request, time.monotonic() + seconds, fresh=False, number=1)


def sent(door_class, transport, attempt=None):
    """What comes of an attempt that is sent through a new door."""
    door = door_class(BASE, bearer_auth(KEY), "numberwire/0", transport)

    async def send():
        value = door.send(attempt or attempt_of())
        return await value if inspect.isawaitable(value) else value

    return asyncio.run(send())


@KINDS
def test_server(door_class):
    """A server in this process gets the request with its host, its credential and the client's headers."""
    server = Script(Response(201, (("x", "1"),), b"{}"))
    assert sent(door_class, server) == Response(201, (("x", "1"),), b"{}")
    [request] = server.asked
    assert (request.method, request.target, request.content) == ("POST", "/doors?x=a%20b", b'{"id": 7}')
    assert request.headers == (
        ("host", "api.example.com:8443"),
        ("accept-encoding", "gzip"),
        ("user-agent", "numberwire/0"),
        ("content-type", "application/json"),
        ("authorization", f"Bearer {KEY}"),
    )


@KINDS
def test_transport(door_class):
    """A transport of httpx2's gets the same, as one of its requests."""
    seen = []

    def answer(request):
        seen.append(request)
        return httpx2.Response(201, headers=[(b"X", b"1"), (b"X", b"\xe9")], content=b"{}")

    outcome = sent(door_class, httpx2.MockTransport(answer))
    assert (outcome.status, outcome.content) == (201, b"{}")
    assert outcome.headers[:2] == (("X", "1"), ("X", "\xe9"))
    [request] = seen
    assert (request.method, str(request.url), request.read()) == (
        "POST",
        f"{BASE}/doors?x=a%20b",
        b'{"id": 7}',
    )
    assert {
        name: request.headers[name] for name in ("host", "authorization", "user-agent", "content-type")
    } == {
        "host": "api.example.com:8443",
        "authorization": f"Bearer {KEY}",
        "user-agent": "numberwire/0",
        "content-type": "application/json",
    }
    assert set(request.extensions["timeout"]) == {"connect", "read", "write", "pool"}
    assert all(0 < seconds <= 10 for seconds in request.extensions["timeout"].values())


@KINDS
@pytest.mark.parametrize(
    ("error", "lost"),
    [
        (ConnectionResetError("reset by peer"), NoResponse("reset by peer")),
        (BrokenPipeError(), NoResponse("BrokenPipeError")),
        (TimeoutError("too slow"), NoResponse("too slow", timed_out=True)),
        (OSError(f"no way for {KEY}"), NoResponse("no way for ***")),
    ],
)
def test_server_lost(door_class, error, lost):
    """An OSError of a server in this process is a lost answer, of a request that was sent."""
    attempt = attempt_of()
    assert sent(door_class, Script(error), attempt) == lost
    assert attempt.sent


@KINDS
@pytest.mark.parametrize(
    ("error", "lost"),
    [
        (httpx2.ConnectError("refused"), NoResponse("refused")),
        (httpx2.ConnectTimeout("slow"), NoResponse("slow", timed_out=True)),
        (httpx2.PoolTimeout("busy"), NoResponse("busy", timed_out=True)),
        (httpx2.ProxyError("proxy"), NoResponse("proxy")),
        (httpx2.UnsupportedProtocol("ftp"), NoResponse("ftp")),
        (httpx2.LocalProtocolError("header"), NoResponse("header")),
        (httpx2.ReadError("cut"), NoResponse("cut")),
        (httpx2.WriteError(""), NoResponse("WriteError")),
        (httpx2.ReadTimeout("slow"), NoResponse("slow", timed_out=True)),
        (httpx2.RemoteProtocolError("garbage"), NoResponse("garbage")),
        (httpx2.InvalidURL("url"), NoResponse("url")),
        (httpcore2.ConnectionNotAvailable("busy"), NoResponse("busy")),
        (ConnectionResetError("reset"), NoResponse("reset")),
        (EOFError("end"), NoResponse("end")),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else None,
)
def test_transport_lost(door_class, error, lost):
    """Whatever a transport raises is a lost answer, and the request counts as sent, whatever its error's name says."""

    def answer(_request):
        raise error

    attempt = attempt_of()
    assert sent(door_class, httpx2.MockTransport(answer), attempt) == lost
    assert attempt.sent


@KINDS
@pytest.mark.parametrize(
    ("coding", "content", "outcome"),
    [
        ("gzip", gzip.compress(b'{"id": 7}', mtime=0), (b'{"id": 7}', None)),
        ("gzip", b"no gzip", (b"", "its gzip content is damaged")),
        ("br", b"x", (b"", "it has the content coding 'br', which was not asked for")),
    ],
)
def test_coding(door_class, coding, content, outcome):
    """A content is decoded from gzip; what can't be decoded is an answer with a flaw."""

    def answer(_request):
        stream = httpx2.ByteStream(content)
        return httpx2.Response(200, headers={"content-encoding": coding}, stream=stream)

    response = sent(door_class, httpx2.MockTransport(answer))
    assert (response.content, response.flaw) == outcome


@KINDS
def test_transport_times_out(door_class):
    """A transport's own timeout is one of the attempt."""

    def answer(_request):
        raise TimeoutError("too slow")

    outcome = sent(door_class, httpx2.MockTransport(answer))
    assert isinstance(outcome, NoResponse)
    assert outcome.timed_out


@KINDS
def test_closed_without_a_transport(door_class):
    """A door that never opened a connection has none to close."""
    door = door_class(BASE, bearer_auth(KEY), "numberwire/0", Script(Response(200)))

    async def close():
        value = door.close()
        return await value if inspect.isawaitable(value) else value

    assert asyncio.run(close()) is None


class SlowBody(httpx2.SyncByteStream, httpx2.AsyncByteStream):
    """A body whose first chunk comes when the timeout was reached."""

    def __init__(self, attempt):
        self._attempt = attempt
        self.closed = False

    def __iter__(self):
        self._attempt.expires = time.monotonic() - 1
        yield b"{"

    async def __aiter__(self):
        await asyncio.Event().wait()
        yield b"{"

    def close(self):
        """Note it."""
        self.closed = True

    async def aclose(self):
        """Note it."""
        self.closed = True


@KINDS
def test_slow_body(door_class):
    """An attempt ends when its time is up, whatever its body does, and the answer is closed."""
    attempt = attempt_of(seconds=0.05 if door_class is AsyncSender else 10)
    body = SlowBody(attempt)
    transport = httpx2.MockTransport(lambda _request: httpx2.Response(200, stream=body))
    assert sent(door_class, transport, attempt) == NoResponse(
        "the timeout or the deadline was reached", timed_out=True
    )
    assert body.closed


@KINDS
def test_library_transport(door_class):
    """Without a transport the library's own is made, at the first request: here, to a port that nobody listens on."""
    door = door_class("http://127.0.0.1:9", bearer_auth(KEY), "numberwire/0", None)

    async def send_and_close():
        for step in (lambda: door.send(attempt), door.close):
            value = step()
            outcome = await value if inspect.isawaitable(value) else value
            outcomes.append(outcome)

    attempt, outcomes = attempt_of(Request("GET", "/doors")), []
    asyncio.run(send_and_close())
    assert isinstance(outcomes[0], NoResponse)
    assert (attempt.sent, outcomes[0].timed_out) == (False, False)


@KINDS
def test_unsendable_url(door_class):
    """An attempt that can't be put into a request never left."""
    attempt = attempt_of(Request("GET", "/\x00"))
    outcome = sent(door_class, httpx2.MockTransport(lambda _: httpx2.Response(200)), attempt)
    assert isinstance(outcome, NoResponse)
    assert not attempt.sent


async def unawaited(_request):
    """An async function in the place of one that answers."""
    return Response(200)


@KINDS
@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (
            httpx2.Response(200),
            "transport returned a httpx2.Response; it must return a numberwire.client.Response",
        ),
        (None, "transport returned a builtins.NoneType; it must return a numberwire.client.Response"),
        (
            Response("200"),
            "transport returned a numberwire._response.Response; it must return",
        ),
        (
            Response(200, {}),
            "transport returned a numberwire._response.Response; it must return",
        ),
        (
            Response(200, (), "{}"),
            "transport returned a numberwire._response.Response; it must return",
        ),
        (unawaited, "transport is an async function"),
    ],
    ids=["httpx2", "None", "status", "headers", "content", "coroutine"],
)
def test_answer_of_another_kind(door_class, answer, why):
    """What a function returns; it must return a numberwire.client.Response is a lost one, in words."""
    attempt = attempt_of()
    outcome = sent(door_class, lambda request: answer(request) if callable(answer) else answer, attempt)
    assert isinstance(outcome, NoResponse)
    assert outcome.reason.startswith(why)
    assert attempt.sent


class OddTransport(httpx2.BaseTransport, httpx2.AsyncBaseTransport):
    """A transport that returns whatever it was given."""

    def __init__(self, answer):
        self._answer = answer

    def handle_request(self, _request):
        """Return it."""
        return self._answer

    async def handle_async_request(self, _request):
        """Return it."""
        return self._answer


class OneWay(httpx2.SyncByteStream):
    """A stream for sync clients alone."""


class OtherWay(httpx2.AsyncByteStream):
    """A stream for async clients alone."""


@KINDS
def test_response_of_another_kind(door_class):
    """What a transport returns that is no response, or one of the other kind, is a lost answer, in words."""
    outcome = sent(door_class, OddTransport(Response(200)))
    assert outcome == NoResponse(
        "transport returned a numberwire._response.Response: it has to return an httpx2.Response"
    )
    stream = OtherWay() if door_class is Sender else OneWay()
    outcome = sent(door_class, OddTransport(httpx2.Response(200, stream=stream)))
    assert outcome.reason.startswith("transport returned a response whose stream is not ")


@KINDS
def test_nothing_of_httpx2_is_loaded(door_class):
    """A client's own connections need neither httpx2 nor, for plain responses, h11."""
    code = (
        "import asyncio, inspect, sys, time\n"
        "from numberwire._async_http import AsyncSender\nfrom numberwire._http import Sender\n"
        "from numberwire._steps import Attempt\n"
        "from numberwire.credential import bearer_auth\n"
        "from numberwire.sandbox import Sandbox\n"
        "from numberwire_api import Request\n"
        "async def main(url):\n"
        f"    sender = {door_class.__name__}(url, bearer_auth('am_live_0123'), 'x', None)\n"
        "    attempt = Attempt(Request('GET', '/'), time.monotonic() + 10, fresh=False, number=1)\n"
        "    value = sender.send(attempt)\n"
        "    print((await value if inspect.isawaitable(value) else value).status)\n"
        "    value = sender.close()\n"
        "    _ = await value if inspect.isawaitable(value) else value\n"
        "with Sandbox().serve() as url:\n"
        "    asyncio.run(main(url))\n"
        "print([name for name in ('anyio', 'h11', 'httpcore2', 'httpx2') if name in sys.modules])\n"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert ran.stdout == "404\n[]\n"


@KINDS
@pytest.mark.parametrize(
    "error",
    [
        httpx2.ReadError("x"),
        httpcore2.ReadTimeout("x"),
        httpcore2.ProtocolError("x"),
        http.client.IncompleteRead(b""),
    ],
    ids=lambda error: type(error).__name__,
)
def test_server_that_asks_another(door_class, error):
    """A server in this process may ask another one, by any client: what that raises is a lost answer."""
    attempt = attempt_of()

    def forward(_request):
        raise error

    assert isinstance(sent(door_class, forward, attempt), NoResponse)
    assert attempt.sent
