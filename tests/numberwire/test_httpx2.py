"""Transports of httpx2's: which one is made where a tracer has put itself there, and what of them is told."""

import asyncio
import functools
import inspect
import ssl

import httpx2
import pytest

from numberwire import _httpx2 as own
from numberwire._httpx2 import AsyncTransport, Settings, Transport
from numberwire._network import Network, find_route, hide_proxy
from numberwire._sending import RequestHeaders
from numberwire.credential import bearer_auth
from tests.numberwire.faults.answers import said
from tests.numberwire.faults.apis import ID, KINDS, number
from tests.numberwire.faults.server import FaultServer
from tests.numberwire.faults.trial import client_of, run
from tests.numberwire.faults.turns import says

CREDENTIAL = bearer_auth("am_live_0123456789")
TRANSPORTS = {"sync": (Transport, httpx2.HTTPTransport), "async": (AsyncTransport, httpx2.AsyncHTTPTransport)}


def settings(base_url, **said):
    """What a transport is told of its client."""
    return Settings(
        base_url,
        RequestHeaders("h", "numberwire/0", CREDENTIAL),
        CREDENTIAL.redact,
        lambda: find_route(base_url, Network(hide_proxy(said.get("proxy"))), {}),
        ssl.create_default_context,
    )


def opened(kind, base_url, **said):
    """The pool of the transport that is made for a URL."""
    transport = TRANSPORTS[kind][0](settings(base_url, **said), None)

    async def open_transport():
        return transport._open_transport()._pool

    return asyncio.run(open_transport())


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("base_url", ["https://localhost", "http://localhost"])
def test_own_transport_verifies(kind, base_url):
    """A transport of ours verifies every server it speaks TLS with, even one that is made for http."""
    context = opened(kind, base_url)._ssl_context
    assert (context.verify_mode, context.check_hostname) == (ssl.CERT_REQUIRED, True)


@pytest.mark.parametrize("kind", KINDS)
def test_own_transport_has_the_proxy(kind):
    """It goes through the client's proxy, with its password."""
    pool = opened(kind, "https://localhost", proxy="http://user:secret@127.0.0.1:3128")
    assert (pool._proxy_url.host, pool._proxy_url.port) == (b"127.0.0.1", 3128)
    assert dict(pool._proxy_headers)[b"proxy-authorization"] == b"Basic dXNlcjpzZWNyZXQ="


@pytest.mark.parametrize("kind", KINDS)
def test_tracer_that_comes_and_goes(kind, monkeypatch):
    """A tracer sees what is sent while it is there, also by a client that has sent before."""
    transport_class = TRANSPORTS[kind][1]
    name = "handle_request" if kind == "sync" else "handle_async_request"
    send, traced = getattr(transport_class, name), []
    server = FaultServer([says(said(number()))])

    @functools.wraps(send)
    def trace(self, request):
        traced.append(request.url.path.rpartition("/")[2])
        return send(self, request)

    def switch(done):
        server.settle(done)
        if done == 1:
            monkeypatch.setattr(transport_class, name, trace)
        elif done == 2:
            monkeypatch.undo()

    ended = run(
        kind, client_of(kind, server.host), *[lambda client: client.phone_numbers.get(ID)] * 3, between=switch
    )
    server.close()
    assert [one.error for one in ended] == [None] * 3
    assert (traced, len(server.seen)) == ([ID], 3)


@pytest.mark.parametrize("kind", KINDS)
def test_pools_of_loops_are_bounded(kind, monkeypatch):
    """An async client keeps the transports of so many event loops; a sync one has one."""
    monkeypatch.setattr(own, "_MOST_LOOPS", 2)
    transport = TRANSPORTS[kind][0](settings("http://127.0.0.1:9"), None)
    loops = [asyncio.new_event_loop() for _ in range(3)]

    async def open_transport():
        return transport._open_transport()

    async def close():
        value = transport.close()
        if inspect.isawaitable(value):
            await value

    made = [loop.run_until_complete(open_transport()) for loop in loops]
    assert len(set(made)) == (1 if kind == "sync" else 3)
    if kind == "async":
        assert list(transport._transports) == loops[1:]
    for loop in loops:
        loop.run_until_complete(close())
        loop.close()
