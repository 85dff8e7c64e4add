"""Faults over TLS: the same watch over the connection as without it."""

import ssl
from typing import Any

import httpx2
import pytest
import trustme

from numberwire import errors
from numberwire.client import AsyncClient, Client
from numberwire.credential import basic_auth, require_value
from numberwire.routing import AsyncRoutingClient, RoutingClient
from numberwire.signalwire.definition import SIGNALWIRE
from numberwire_api.signalwire.phone_numbers import retrieve_phone_number
from tests.numberwire.faults.answers import answer, said
from tests.numberwire.faults.apis import ID, KEY, KINDS, PROJECT, ROUTING, TOKEN, number, phone_number
from tests.numberwire.faults.case import QUICK
from tests.numberwire.faults.exposure import exposures
from tests.numberwire.faults.peer import Peer, Turn
from tests.numberwire.faults.server import FaultServer
from tests.numberwire.faults.trial import Ended, run
from tests.numberwire.faults.turns import drips, hangs_up, resets, says, stalls

GOOD = says(said(number()))
pytestmark = pytest.mark.usefixtures("tidy")
VERSIONS = {"1.2": ssl.TLSVersion.TLSv1_2, "1.3": ssl.TLSVersion.TLSv1_3}


class SyncTlsClient(Client):
    """The first API over TLS, on this machine."""

    definition = SIGNALWIRE


class AsyncTlsClient(AsyncClient):
    """The same, async."""

    definition = SIGNALWIRE


CLIENTS: dict[str, Any] = {"sync": SyncTlsClient, "async": AsyncTlsClient}


def get(client: Any) -> Any:
    """Ask for a number."""
    return client.send(retrieve_phone_number(ID))


@pytest.fixture(scope="module")
def authority():
    """An authority that nobody but these tests trusts."""
    return trustme.CA()


@pytest.fixture(params=VERSIONS)
def version(request):
    """Each version of TLS in turn."""
    return VERSIONS[request.param]


@pytest.fixture(params=["own connections", "httpx2"])
def transports(request):
    """Each way to speak TLS: what a client is given to trust somebody."""
    if request.param == "httpx2":
        kinds = {"sync": httpx2.HTTPTransport, "async": httpx2.AsyncHTTPTransport}
        return lambda kind, trusts: {"transport": kinds[kind](verify=trusts)}
    return lambda _kind, trusts: {"verify": trusts}


@pytest.fixture
def over_tls(authority, version, transports, swift):
    """Makes calls at a server that speaks TLS and follows a script."""
    servers = []

    def make(
        kind: str, *script: Turn, calls: int = 1, trusted: bool = True, **options: Any
    ) -> tuple[FaultServer, list[Ended]]:
        speaks = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        speaks.maximum_version = version
        authority.issue_cert("localhost").configure_cert(speaks)
        trusts = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        if trusted:
            authority.configure_trust(trusts)
        server = FaultServer(script, tls=speaks)
        servers.append(server)
        url, credential = require_value(
            (f"https://localhost:{server.address[1]}", basic_auth(PROJECT, TOKEN, names=("a", "b")))
        )
        client = CLIENTS[kind](url, credential, **transports(kind, trusts), **options)
        return server, run(kind, client, *[get] * calls, between=server.settle)

    yield make
    for server in servers:
        server.close()


@pytest.mark.parametrize("kind", KINDS)
def test_connection_is_kept(kind, over_tls):
    """Calls follow each other on one connection; what TLS itself sends is no answer."""
    server, ended = over_tls(kind, GOOD, calls=5)
    assert [one.value for one in ended] == [phone_number(number())] * 5
    assert server.asked == "GET GET GET GET GET"
    assert len(server.peers) <= 2


@pytest.mark.parametrize("kind", KINDS)
def test_fresh_connections(kind, over_tls):
    """A new connection is used whenever it is ready, whatever TLS sends after its handshake."""
    server, ended = over_tls(kind, says(said(number()), then=Peer.hang_up), calls=10)
    assert [one.value for one in ended] == [phone_number(number())] * 10
    assert [one.error for one in ended] == [None] * 10
    assert server.asked.count("GET") == 10


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "turn",
    [
        says(said(number()) + said(number(name="Intruder"))),
        says(said(number()), said(number(name="Intruder")), apart=0.05),
        says(said(number()) + b"x"),
    ],
    ids=["a second answer", "a second answer a moment later", "a byte"],
)
def test_left_over(turn, kind, over_tls):
    """What an answer leaves behind answers no other call."""
    server, ended = over_tls(kind, turn, says(said(number(name="Second"))), calls=2)
    assert ended[1].value == phone_number(number(name="Second"))
    assert len(server.peers) == 2


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "turn",
    [
        stalls(),
        drips(b"HTTP/1.1 200 " + b"x" * 4000),
        drips(b" " * 4000, after=answer(200, b"", length=4000)),
    ],
    ids=["stall", "drip of a status line", "drip of a body"],
)
def test_endless(turn, kind, over_tls):
    """What never ends is ended by the deadline."""
    _, [ended] = over_tls(kind, turn, **QUICK)
    assert type(ended.error) is errors.APITimeoutError
    assert ended.seconds < 2


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "turn", [resets(), hangs_up(), hangs_up(after=said(number())[:-4])], ids=["reset", "closed", "cut"]
)
def test_lost(turn, kind, over_tls):
    """A connection that is lost is made anew."""
    server, [ended] = over_tls(kind, turn, GOOD)
    assert ended.value == phone_number(number())
    assert server.asked == "GET GET"


@pytest.mark.parametrize("kind", KINDS)
def test_untrusted(kind, over_tls):
    """A server that nobody vouches for is told nothing."""
    server, [ended] = over_tls(kind, GOOD, trusted=False, max_retries=0)
    assert type(ended.error) is errors.APIConnectionError
    assert exposures(ended.error, (TOKEN,)) == []
    assert server.seen == []


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("scheme", ["https", "HTTPS", "Https", "httpS"])
def test_untrusted_by_default(scheme, kind, authority, swift):
    """However https is written, a server that nobody vouches for is told nothing."""
    speaks = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("another.example").configure_cert(speaks)
    server = FaultServer([GOOD], tls=speaks)
    url = f"{scheme}://127.0.0.1:{server.address[1]}"
    client = {"sync": RoutingClient, "async": AsyncRoutingClient}[kind](KEY, url, max_retries=0)
    [ended] = run(kind, client, ROUTING.call)
    server.close()
    assert (type(ended.error), server.seen) == (errors.APIConnectionError, [])
    assert exposures(ended.error, (KEY,)) == []


@pytest.mark.parametrize("kind", KINDS)
def test_handshake_that_stalls(kind, authority, transports, swift):
    """A handshake that is never answered ends in time."""
    server = FaultServer([Turn(Peer.outlast, "first byte")])
    url, credential = require_value(
        (f"https://localhost:{server.address[1]}", basic_auth(PROJECT, TOKEN, names=("a", "b")))
    )
    client = CLIENTS[kind](url, credential, **transports(kind, ssl.create_default_context()), **QUICK)
    [ended] = run(kind, client, get)
    server.close()
    assert type(ended.error) is errors.APITimeoutError
    assert ended.seconds < 2
