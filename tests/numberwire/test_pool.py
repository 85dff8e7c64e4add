"""Connections that are kept: which may carry another request, how many there are, and how long each step may take."""

import asyncio
import contextlib
import inspect
import select
import socket
import ssl
import threading
import time

import pytest
import trustme

from numberwire import _pool as pools
from numberwire._async_http import AsyncSender
from numberwire._http import Sender
from numberwire._http1 import EARLY_DATA
from numberwire._network import Network
from numberwire._pool import IdleConnections, _Connection, make_probe, require_http1
from numberwire._sending import LATE
from numberwire._steps import Attempt, NoResponse
from numberwire.credential import bearer_auth
from numberwire_api import Request
from tests.numberwire.faults.answers import said
from tests.numberwire.faults.peer import Peer, Turn
from tests.numberwire.faults.server import FaultServer
from tests.numberwire.faults.turns import says, stalls

KEY = "am_live_0123456789"
GOOD = said({"id": 7})


class Idle:
    """A connection that only knows its age."""

    def __init__(self):
        self.since, self.is_closed = 0.0, False

    def close(self):
        """Note it."""
        self.is_closed = True


def kept(count):
    """Connections that are kept, and those who keep them."""
    idle, connections = IdleConnections(), [Idle() for _ in range(count)]
    for connection in connections:
        idle.keep(connection)
    return idle, connections


def test_last_first():
    """The connection that was used last is used first."""
    idle, connections = kept(3)
    assert [idle.take(time.monotonic()) for _ in range(4)] == [*reversed(connections), None]


def test_most():
    """So many are kept, and more where somebody waits for one; what is too much is closed."""
    idle, connections = kept(21)
    assert [connection.is_closed for connection in connections] == [False] * 20 + [True]
    more = Idle()
    idle.keep(more, waiting=1)
    assert not more.is_closed
    idle.close()
    assert all(connection.is_closed for connection in [*connections, more])


def test_in_use_when_all_were_closed():
    """A connection that was in use when the others were closed is closed when it is to be kept: nobody takes it."""
    idle, _ = kept(1)
    in_use = idle.take(time.monotonic())
    idle.close()
    idle.keep(in_use)
    assert (in_use.is_closed, idle.take(time.monotonic())) == (True, None)


def test_old(monkeypatch):
    """An old connection is closed, not used; keeping a new one closes the oldest."""
    idle, connections = kept(2)
    connections[0].since -= 60
    fresh = Idle()
    idle.keep(fresh)
    assert connections[0].is_closed
    connections[1].since -= 60
    fresh.since -= 60
    assert idle.take(time.monotonic()) is None
    assert connections[1].is_closed
    assert fresh.is_closed


def test_alpn():
    """A connection whose handshake chose HTTP/2 is refused, in words; none or HTTP/1.1 is right."""
    require_http1(None)
    require_http1("http/1.1")
    with pytest.raises(ConnectionError, match="chose h2"):
        require_http1("h2")


@pytest.mark.parametrize("has_poll", [True, False])
def test_probe(monkeypatch, has_poll):
    """A socket can be read once bytes have come, or its end; on systems without poll, too."""
    if not has_poll:
        monkeypatch.delattr(select, "poll", raising=False)
    here, there = socket.socketpair()
    with here:
        is_readable, is_writable = make_probe(here), make_probe(here, for_writing=True)
        assert tuple(map(bool, (is_readable(0), is_readable(10), is_writable(0)))) == (False, False, True)
        there.send(b"x")
        assert is_readable(5000)
        here.recv(1)
        assert not is_readable(0)
        there.close()
        assert is_readable(5000)


@pytest.mark.parametrize(("held", "is_stale"), [(0, False), (3, True)])
def test_held_by_tls(held, is_stale):
    """What TLS has read and nobody asked for spoils a connection, though its socket is quiet."""
    here, there = socket.socketpair()
    secured = type("Secured", (socket.socket,), {"pending": lambda _: held})(fileno=here.detach())
    with secured, there:
        assert _Connection(secured, is_tls=True).is_stale() is is_stale


KINDS = pytest.mark.parametrize("sender_class", [Sender, AsyncSender], ids=["sync", "async"])


def attempt_of(*, seconds=10.0, fresh=False, content=b""):
    """An attempt that begins now."""
    request = Request("PUT" if content else "GET", "/doors", (), content)
    return Attempt(request, time.monotonic() + seconds, fresh=fresh, number=1)


def outcomes_of(sender_class, server, *attempts, between=lambda _: None, url=None, verify=None):
    """What comes of attempts, made one after the other by one sender."""
    url = url or f"http://{server.host}"
    sender = sender_class(
        url, bearer_auth(KEY), "numberwire/0", None, Network(verify=verify, trust_env=False)
    )

    async def send():
        outcomes = []
        for place, attempt in enumerate(attempts):
            between(place)
            value = sender.send(attempt())
            outcomes.append(await value if inspect.isawaitable(value) else value)
        value = sender.close()
        if inspect.isawaitable(value):
            await value
        return outcomes

    return asyncio.run(send())


@pytest.fixture
def server():
    """A server that is given its script later."""
    with contextlib.closing(FaultServer()) as made:
        yield made


@KINDS
def test_kept(sender_class, server):
    """Attempts follow each other on one connection."""
    server.play([says(GOOD)])
    outcomes = outcomes_of(sender_class, server, *[attempt_of] * 3, between=server.settle)
    assert [outcome.content for outcome in outcomes] == [b'{"id": 7}'] * 3
    assert [seen.connection for seen in server.seen] == [0, 0, 0]
    assert dict(server.seen[0].headers)["authorization"] == f"Bearer {KEY}"


@KINDS
def test_fresh(sender_class, server):
    """An attempt that asks for it goes out on a connection that carried nothing before."""
    server.play([says(GOOD)])
    outcomes_of(
        sender_class, server, attempt_of, lambda: attempt_of(fresh=True), attempt_of, between=server.settle
    )
    assert [seen.connection for seen in server.seen] == [0, 1, 1]


@KINDS
@pytest.mark.parametrize(
    "turn",
    [
        says(GOOD + b"x"),
        says(GOOD, b"x", apart=0.02),
        says(GOOD, then=Peer.hang_up),
        says(GOOD, then=Peer.reset),
    ],
    ids=["a byte", "a byte later", "its end", "its reset"],
)
def test_spoiled(sender_class, server, turn):
    """A connection on which anything came since is not used again."""
    server.play([turn, says(GOOD)])
    outcomes = outcomes_of(sender_class, server, attempt_of, attempt_of, between=server.settle)
    assert [outcome.content for outcome in outcomes] == [b'{"id": 7}'] * 2
    assert [seen.connection for seen in server.seen] == [0, 1]


@KINDS
def test_spoken_to_before_asking(sender_class, server):
    """A server that speaks before it was asked is told nothing."""
    server.play([says(GOOD, at="accept")])
    attempt = attempt_of()
    attempts = [lambda: attempt]
    # The bytes may arrive after the request has left, which no client of HTTP/1.1 can tell.
    [outcome] = outcomes_of(sender_class, server, *attempts)
    assert attempt.sent is (outcome != NoResponse(EARLY_DATA))


@KINDS
def test_sent_before_the_first_byte(sender_class, server):
    """An attempt counts as sent once its first byte may have left, and not before."""
    server.play([stalls()])
    attempt = attempt_of(seconds=0.2)
    [outcome] = outcomes_of(sender_class, server, lambda: attempt)
    assert (outcome.timed_out, attempt.sent) == (True, True)
    attempt = attempt_of(seconds=0.2)
    [outcome] = outcomes_of(sender_class, None, lambda: attempt, url="http://127.0.0.1:9")
    assert (type(outcome), attempt.sent) == (NoResponse, False)


@KINDS
def test_too_late_to_be_sent(sender_class, server):
    """An attempt whose time is up before it is written is not sent, though a connection is there for it."""
    server.play([says(GOOD)])
    attempt = attempt_of(seconds=-1)
    attempts = [attempt_of, lambda: attempt]
    first, outcome = outcomes_of(sender_class, server, *attempts, between=server.settle)
    assert (first.status, outcome) == (200, LATE)
    assert (attempt.sent, len(server.seen)) == (False, 1)


@KINDS
def test_unsendable(sender_class, server):
    """What can't be written is not sent."""
    attempt = Attempt(Request("GET", "/a b"), time.monotonic() + 5, fresh=False, number=1)
    server.play([stalls()])
    [outcome] = outcomes_of(sender_class, server, lambda: attempt)
    assert outcome == NoResponse("the target or a header has a character that can't be sent")
    assert (attempt.sent, server.received) == (False, b"")


@KINDS
def test_large_content(sender_class, server):
    """A content larger than a socket takes at once is written as the server reads it."""
    server.play([says(GOOD)])
    content = b"x" * 3_000_000
    [outcome] = outcomes_of(sender_class, server, lambda: attempt_of(content=content))
    assert (outcome.status, outcome.content, outcome.flaw) == (200, b'{"id": 7}', None)
    assert server.seen[0].content == content


@KINDS
def test_server_that_does_not_read(sender_class, server):
    """A content that the server does not read is given up when the time is up."""
    server.play([Turn(lambda peer: peer.pause(1.0), "accept")])
    began = time.monotonic()
    [outcome] = outcomes_of(sender_class, server, lambda: attempt_of(content=b"x" * 30_000_000, seconds=0.3))
    assert outcome.timed_out
    assert time.monotonic() - began < 0.9


@KINDS
def test_answered_before_it_was_read(sender_class, server):
    """An answer to a request that the server did not read to its end counts, where it arrives."""
    server.play([says(said({"error": "too large"}, 413), at="head", then=Peer.outlast)])
    [outcome] = outcomes_of(sender_class, server, lambda: attempt_of(content=b"x" * 200_000))
    assert outcome.status == 413


@pytest.fixture(params=[ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3], ids=["1.2", "1.3"])
def tls_server(request):
    """A server that speaks TLS, and a context that trusts it."""
    authority = trustme.CA()
    speaks, trusts = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    speaks.maximum_version = request.param
    speaks.set_alpn_protocols(["h2", "http/1.1"])
    authority.issue_cert("localhost").configure_cert(speaks)
    authority.configure_trust(trusts)
    with contextlib.closing(FaultServer(tls=speaks)) as made:
        yield made, trusts


@KINDS
def test_large_content_over_tls(sender_class, tls_server):
    """The same over TLS, both ways."""
    server, trusts = tls_server
    server.play([says(said({"x": "y" * 2_000_000}))])
    content, url = b"x" * 2_000_000, f"https://localhost:{server.address[1]}"
    outcomes = outcomes_of(
        sender_class,
        server,
        *[lambda: attempt_of(content=content)] * 2,
        url=url,
        verify=trusts,
        between=server.settle,
    )
    assert [len(outcome.content) for outcome in outcomes] == [2_000_009] * 2
    assert [(seen.content == content, seen.connection) for seen in server.seen] == [(True, 0)] * 2


@KINDS
def test_http2_over_tls(sender_class, tls_server):
    """A context that offers HTTP/2 gets no answer of it: the connection is refused, and nothing is sent."""
    server, trusts = tls_server
    server.play([says(GOOD)])
    trusts.set_alpn_protocols(["h2"])
    attempt = attempt_of()
    url = f"https://localhost:{server.address[1]}"
    [outcome] = outcomes_of(sender_class, server, lambda: attempt, url=url, verify=trusts)
    assert outcome == NoResponse("the server chose h2, which the given context offers: offer only http/1.1")
    assert (attempt.sent, server.seen) == (False, [])


def test_busy(monkeypatch, server):
    """Where every connection is in use, an attempt waits for one, and was not sent if none comes free."""
    monkeypatch.setattr(pools, "MOST_CONNECTIONS", 1)
    server.play([stalls()])
    sender = Sender(f"http://{server.host}", bearer_auth(KEY), "numberwire/0", None)
    first = threading.Thread(target=sender.send, args=(attempt_of(seconds=1.0),))
    first.start()
    server.hear(1)
    attempt = attempt_of(seconds=0.1)
    outcome = sender.send(attempt)
    assert (outcome.waiting, outcome.timed_out, attempt.sent) == (True, True, False)
    assert outcome.reason.startswith("no connection was free within 0.1 s, and nothing was sent.")
    first.join()
    sender.close()


def test_threads(server):
    """Threads share the connections: each gets its own answer, and there are no more connections than threads."""
    server.play(lambda seen: says(said({"target": seen.target})))
    sender = Sender(f"http://{server.host}", bearer_auth(KEY), "numberwire/0", None)
    wrong = []

    def ask(number):
        for turn in range(20):
            target = f"/doors/{number}/{turn}"
            outcome = sender.send(
                Attempt(Request("GET", target), time.monotonic() + 10, fresh=False, number=1)
            )
            if target.encode() not in outcome.content:
                wrong.append(outcome)

    server.listen()
    threads = [threading.Thread(target=ask, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    sender.close()
    assert (wrong, len(server.seen)) == ([], 160)
    assert len(server.peers) <= 8
