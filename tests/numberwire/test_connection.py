"""The backend between a pool and its sockets: what a connection may still be used for, and how long."""

import asyncio
import contextlib
import inspect
import ssl
import time

import httpcore2
import pytest
import trustme

from numberwire._connection import ATTEMPT, AsyncWatchedBackend, WatchedBackend, seconds_left
from numberwire._steps import Attempt
from numberwire_api import Request
from tests.numberwire.network import AsyncNetwork, Blocking, Network, Wire

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"


async def _awaited(value):
    return await value


def done(value):
    """A value, awaited if need be."""
    return asyncio.run(_awaited(value)) if inspect.isawaitable(value) else value


@pytest.fixture
def wire():
    """A made-up socket's talk."""
    return Wire()


@pytest.fixture(
    params=[(WatchedBackend, Network), (AsyncWatchedBackend, AsyncNetwork)], ids=["sync", "async"]
)
def backend(request, wire):
    """Each backend on the made-up network."""
    tap_class, network_class = request.param
    return tap_class(network_class(wire))


@pytest.fixture
def stream(backend):
    """A connection through it."""
    return done(backend.connect_tcp("example.com", 80))


@pytest.fixture(autouse=True)
def no_attempt():
    """After a test there is no attempt under way."""
    token = ATTEMPT.set(None)
    yield
    ATTEMPT.reset(token)


def begin(*, fresh=False, seconds=10.0):
    """Begin an attempt."""
    attempt = Attempt(Request("GET", "/doors"), time.monotonic() + seconds, fresh=fresh, number=1)
    ATTEMPT.set(attempt)
    return attempt


def answered(stream, wire, *pieces):
    """Send an attempt, and read what comes."""
    attempt = begin()
    done(stream.write(b"GET"))
    wire.says.extend(pieces)
    for _ in pieces:
        done(stream.read(100))
    return attempt


def test_passed_on(backend, wire):
    """A backend passes on what it is asked, with an attempt under way and without one."""
    for attempt in (None, begin()):
        ATTEMPT.set(attempt)
        wire.asked.clear()
        stream = done(backend.connect_tcp("example.com", 80, None, None, None))
        done(backend.connect_unix_socket("/socket", None, None))
        done(backend.sleep(0))
        wrapped = done(stream.start_tls(ssl.create_default_context(), "example.com"))
        wire.says.append(b"x")
        assert done(wrapped.read(5)) == b"x"
        done(wrapped.close() if hasattr(wrapped, "close") else wrapped.aclose())
        assert wire.asked == [
            ("tcp", "example.com", 80),
            ("unix", "/socket"),
            ("sleep", 0),
            ("tls", "example.com"),
            ("read", 5),
            ("close",),
        ]


def test_sent(stream, wire):
    """An attempt is written once its first byte leaves, and its later ones ask nothing."""
    attempt = begin()
    assert not attempt.written
    done(stream.write(b"head"))
    assert attempt.written
    wire.known["is_readable"] = True
    done(stream.write(b"body"))
    assert wire.asked[1:] == [("write", 4), ("write", 4)]


def test_written_in_pieces(wire):
    """A blocking socket is written to in pieces, each within what is left of the attempt's time."""
    stream = WatchedBackend(Network(wire)).connect_tcp("example.com", 80)
    begin()
    stream.write(b"x" * 150_000)
    assert wire.asked[1:] == [("write", 65_536), ("write", 65_536), ("write", 18_928)]


def test_spoken_to_before_asking(stream, wire):
    """A server that speaks before it was asked is not listened to, and nothing was sent."""
    wire.known["is_readable"] = True
    attempt = begin()
    with pytest.raises(httpcore2.ReadError, match="sent data before any request"):
        done(stream.write(b"GET"))
    assert not attempt.written


def test_used_again(stream, wire):
    """A connection whose answer was read to its end carries the next attempt."""
    answered(stream, wire, ANSWER[:20], ANSWER[20:])
    attempt = begin()
    done(stream.write(b"GET"))
    assert attempt.written


@pytest.mark.parametrize(
    "pieces",
    [(ANSWER + b"x",), (ANSWER, b"HTTP/1.1 200 OK\r\n"), (b"no HTTP at all\r\n\r\n",), (ANSWER[:-1], b"}}")],
    ids=["more at its end", "more after its end", "garbage", "more in its last piece"],
)
def test_left_over(stream, wire, pieces):
    """A connection with bytes left over carries nothing more: they would answer the next attempt."""
    answered(stream, wire, *pieces)
    attempt = begin()
    with pytest.raises(httpcore2.ConnectionNotAvailable):
        done(stream.write(b"GET"))
    assert not attempt.written


def test_waiting(stream, wire):
    """Nor does one on which bytes wait unread."""
    answered(stream, wire, ANSWER)
    wire.known["is_readable"] = True
    begin()
    with pytest.raises(httpcore2.ConnectionNotAvailable):
        done(stream.write(b"GET"))


def test_fresh(stream, wire):
    """An attempt that asks for a fresh connection is not carried by a used one, but by one that it makes."""
    begin(fresh=True)
    done(stream.write(b"GET"))
    wire.says.append(ANSWER)
    done(stream.read(100))
    begin(fresh=True)
    with pytest.raises(httpcore2.ConnectionNotAvailable):
        done(stream.write(b"GET"))


def test_without_an_attempt(stream, wire):
    """A request that is sent where no attempt is known is watched all the same, and taken for none of them."""
    done(stream.write(b"GET / HTTP/1.1\r\n\r\n"))
    wire.says.append(ANSWER + b"x")
    done(stream.read(100))
    with pytest.raises(httpcore2.ConnectionNotAvailable):
        done(stream.write(b"GET / HTTP/1.1\r\n\r\n"))
    attempt = begin()
    done(stream.write(b"CONNECT example.com:443 HTTP/1.1\r\n\r\n"))
    assert not attempt.written


def handshaken():
    """A TLS client in memory after its handshake, session tickets included, and what its server can send it."""
    authority = trustme.CA()
    server_context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("example.com").configure_cert(server_context)
    client_context = ssl.create_default_context()
    authority.configure_trust(client_context)
    to_client, to_server = ssl.MemoryBIO(), ssl.MemoryBIO()
    client = client_context.wrap_bio(to_client, to_server, server_hostname="example.com")
    server = server_context.wrap_bio(to_server, to_client, server_side=True)
    for one in (client, server, client, server):
        with contextlib.suppress(ssl.SSLWantReadError):
            one.do_handshake()
    return client, server


@pytest.mark.parametrize("speaks", [True, False])
@pytest.mark.parametrize("blocking", [True, False], ids=["blocking", "in memory"])
def test_tls(stream, wire, blocking, speaks):
    """Over TLS it is what the server said that counts: session tickets are nothing, an early answer is."""
    if blocking:
        says = b"H" if speaks else ssl.SSLWantReadError()
        wire.known |= {"ssl_object": object(), "socket": Blocking(says), "is_readable": True}
    else:
        client, server = handshaken()
        wire.known |= {"ssl_object": client, "is_readable": True}
        if speaks:
            server.write(b"H")
    attempt = begin()
    if speaks:
        with pytest.raises(httpcore2.ReadError, match="sent data before any request"):
            done(stream.write(b"GET"))
    else:
        done(stream.write(b"GET"))
    assert attempt.written is not speaks


def test_ended_tls(stream, wire):
    """A TLS connection that the server has ended carries nothing."""
    wire.known |= {"ssl_object": object(), "socket": Blocking(ConnectionResetError())}
    begin()
    with pytest.raises(httpcore2.ReadError):
        done(stream.write(b"GET"))


def test_time_is_up(backend, stream):
    """Once an attempt's time is up, whatever it does next fails as timed out."""
    done(stream.write(b"GET"))
    begin(seconds=-1)
    with pytest.raises(httpcore2.ConnectTimeout):
        done(backend.connect_tcp("example.com", 80))
    with pytest.raises(httpcore2.ReadTimeout):
        done(stream.read(1))
    with pytest.raises(httpcore2.WriteTimeout):
        done(stream.write(b"x"))
    with pytest.raises(httpcore2.ConnectTimeout):
        done(stream.start_tls(ssl.create_default_context(), "example.com"))


@pytest.mark.parametrize(
    ("seconds", "timeout", "least", "most"),
    [(10, None, 9, 10), (10, 3, 3, 3), (3, 10, 2, 3), (None, 5, 5, 5), (None, None, None, None)],
)
def test_left(seconds, timeout, least, most):
    """A read may take what is left of its attempt, or the library's own limit, whichever is less."""
    if seconds is not None:
        begin(seconds=seconds)
    found = seconds_left(timeout, httpcore2.ReadTimeout)
    assert found is most is None or least <= found <= most
