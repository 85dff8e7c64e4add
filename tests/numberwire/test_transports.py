"""Transports of a caller's own, forks, and event loops: where a connection could serve the wrong call."""

import asyncio
import socket
import threading

import httpcore2
import httpx2
import pytest

from numberwire._response import Response
from numberwire.errors import (
    APIConnectionError,
    APIResponseValidationError,
    APITimeoutError,
    InvalidRequestError,
    NumberwireError,
    PurchaseOutcomeUnknownError,
)
from numberwire.sandbox import PROJECT, TOKEN, Sandbox
from numberwire.signalwire import AsyncRestClient, RestClient
from tests.numberwire.faults.answers import said
from tests.numberwire.faults.apis import ID, number
from tests.numberwire.faults.peer import Peer
from tests.numberwire.faults.server import FaultServer
from tests.numberwire.faults.turns import says

NUMBER = "+15035551763"


@pytest.mark.parametrize(
    "client",
    [
        RestClient(PROJECT, TOKEN, "127.0.0.1:9", transport=httpx2.HTTPTransport(verify=False, http2=True)),
        AsyncRestClient(
            PROJECT, TOKEN, "127.0.0.1:9", transport=httpx2.AsyncHTTPTransport(verify=False, http2=True)
        ),
    ],
    ids=["sync", "async"],
)
def test_http2_is_refused(client):
    """A transport that speaks HTTP/2 is refused: its pool sends a request again by itself."""

    async def got():
        return await client.phone_numbers.get("one")

    with pytest.raises(InvalidRequestError, match=r"^transport uses HTTP/2"):
        asyncio.run(got())


def test_tunnel_that_is_not_made():
    """A proxy that hangs up on CONNECT got nothing of the purchase: it is tried again, and is no doubtful one."""
    asked = []
    with socket.create_server(("127.0.0.1", 0)) as proxy:

        def hang_up():
            for _ in range(3):
                connection, _ = proxy.accept()
                with connection:
                    asked.append(connection.recv(65536).split(b" ")[0])

        thread = threading.Thread(target=hang_up)
        thread.start()
        transport = httpx2.HTTPTransport(proxy=f"http://127.0.0.1:{proxy.getsockname()[1]}")
        client = RestClient(PROJECT, TOKEN, "example.signalwire.com", transport=transport)
        with client, pytest.raises(APIConnectionError) as caught:
            client.phone_numbers.purchase(NUMBER)
        thread.join()
    assert (type(caught.value), caught.value.attempts, asked) == (APIConnectionError, 3, [b"CONNECT"] * 3)


@pytest.mark.parametrize("host", ["a..signalwire.com", f"{'a' * 70}.signalwire.com"])
def test_host_that_is_no_name(host):
    """A host that no name server could know is an error of ours."""
    with RestClient(PROJECT, TOKEN, host, max_retries=0) as client, pytest.raises(APIConnectionError):
        client.phone_numbers.get("one")


def test_late_answer():
    """An answer that a function gives after the deadline is none."""
    clock = threading.Event()

    def late(_request):
        clock.wait(0.05)
        return Sandbox()(_request)

    client = RestClient(PROJECT, TOKEN, "example.signalwire.com", transport=late, timeout=0.01, max_retries=0)
    with pytest.raises(APITimeoutError):
        client.phone_numbers.search(areacode="503")


def test_closed_in_another_loop():
    """A client that was used in one event loop can be closed in another."""
    with Sandbox().serve() as url:
        client = AsyncRestClient(PROJECT, TOKEN, url.removeprefix("http://"))

        async def used():
            found = await client.phone_numbers.search(areacode="503", max_results=1)
            await client.close()
            return len(found)

        assert [asyncio.run(used()), asyncio.run(used())] == [1, 1]
        asyncio.run(client.close())


def test_two_loops_in_turn():
    """An async client that two event loops use in turn keeps the connections of each."""
    server = FaultServer([says(said(number()))])
    client = AsyncRestClient(PROJECT, TOKEN, server.host)
    loops = asyncio.new_event_loop(), asyncio.new_event_loop()
    for _ in range(3):
        for loop in loops:
            loop.run_until_complete(client.phone_numbers.get(ID))
    for loop in loops:
        loop.run_until_complete(client.close())
        loop.close()
    server.close()
    assert [seen.connection for seen in server.seen] == [0, 1] * 3


def call_in_a_loop(call, client, *, close=False):
    """What a call comes to in an event loop of its own, its error as a value."""

    async def called():
        try:
            return await call(client)
        except NumberwireError as error:
            return error
        finally:
            if close:
                await client.close()

    return asyncio.run(called())


@pytest.mark.parametrize("call", ["get", "purchase"])
def test_own_transport_in_another_loop(call, caplog):
    """A transport of a caller's own is refused in a second event loop, and nothing is sent or said to be."""
    server = FaultServer([says(said(number(), 200, "Connection: close"), then=Peer.hang_up)])
    client = AsyncRestClient(PROJECT, TOKEN, server.host, transport=httpx2.AsyncHTTPTransport())
    wanted = {
        "get": lambda client: client.phone_numbers.get(ID),
        "purchase": lambda client: client.phone_numbers.purchase("+12065550123"),
    }[call]
    assert call_in_a_loop(wanted, client, close=True).id == ID
    assert call_in_a_loop(wanted, client).id == ID
    asked = server.asked
    refused = call_in_a_loop(wanted, client)
    server.close()
    assert type(refused) is InvalidRequestError
    assert "transport belongs to another event loop" in str(refused)
    assert (server.asked, caplog.messages) == (asked, [])


def test_wrapped_transport_in_another_loop():
    """One that is wrapped, so that nobody sees whose it is, ends in an error of ours."""

    class Bound(httpx2.AsyncBaseTransport):
        """Fails in any event loop but its first as asyncio does."""

        loop = None

        async def handle_async_request(self, _request):
            """Answer."""
            running = asyncio.get_running_loop()
            self.loop = self.loop or running
            if self.loop is not running:
                raise RuntimeError("Event loop is closed")
            return httpx2.Response(200, json=number())

    client = AsyncRestClient(PROJECT, TOKEN, "example.signalwire.com", transport=Bound(), max_retries=0)
    get = lambda client: client.phone_numbers.get(ID)  # noqa: E731 it is called twice
    assert call_in_a_loop(get, client).id == ID
    ended = call_in_a_loop(get, client)
    assert type(ended) is APIConnectionError
    assert "transport belongs to another event loop" in str(ended)


def test_own_error_of_a_transport():
    """A RuntimeError of a transport in its own event loop is its own."""

    async def fail(_request):
        raise RuntimeError("mine")

    client = AsyncRestClient(
        PROJECT, TOKEN, "example.signalwire.com", transport=httpx2.MockTransport(fail), max_retries=0
    )
    with pytest.raises(RuntimeError, match="mine"):
        asyncio.run(client.phone_numbers.get(ID))


def test_release_answered_by_another():
    """A 200 full of HTML releases nothing: the number is asked for, and is there."""
    sandbox = Sandbox()
    client = RestClient(PROJECT, TOKEN, "example.signalwire.com", transport=sandbox)
    number = client.phone_numbers.purchase(NUMBER)
    asked = []

    def portal(request):
        asked.append(request.method)
        return Response(200, (), b"<html>") if request.method == "DELETE" else sandbox(request)

    with pytest.raises(APIResponseValidationError, match="it should be empty"):
        RestClient(PROJECT, TOKEN, "example.signalwire.com", transport=portal).phone_numbers.release(
            number.id
        )
    assert asked == ["DELETE", "GET"]


@pytest.mark.parametrize(
    ("owner", "method"),
    [(httpx2.HTTPTransport, "handle_request"), (httpcore2.ConnectionPool, "handle_request")],
    ids=["transport", "pool"],
)
def test_patched_class(monkeypatch, owner, method):
    """Where the class of a transport or pool was patched, a refused connection is no proof that nothing was sent."""
    own, asked = getattr(owner, method), []

    def mirror(self, request):
        asked.append(request.method)
        return own(self, request)

    monkeypatch.setattr(owner, method, mirror)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    client = RestClient(PROJECT, TOKEN, f"127.0.0.1:{port}", deadline=2)
    with pytest.raises(PurchaseOutcomeUnknownError):
        client.phone_numbers.purchase(NUMBER)
    assert [method in ("POST", b"POST") for method in asked].count(True) == 1


def test_network_of_a_callers_own():
    """Where a caller's own network failed, nothing shows that it sent nothing."""

    class Network(httpcore2.SyncBackend):
        def connect_tcp(self, *_arguments, **_options):
            raise httpcore2.ConnectError("refused")

    transport = httpx2.HTTPTransport()
    transport._pool._network_backend = Network()
    client = RestClient(PROJECT, TOKEN, "127.0.0.1:9", transport=transport, deadline=2)
    with pytest.raises(PurchaseOutcomeUnknownError):
        client.phone_numbers.purchase(NUMBER)
