"""The server, from a thread of this process: connections, faults on the wire, limits."""

import base64
import http.client
import socket
import threading
from contextlib import ExitStack, contextmanager, suppress
from urllib.parse import urlsplit

import pytest

from numberwire._response import Response
from numberwire.sandbox import PROJECT, TOKEN, Fault, Outcome, Sandbox, StateError
from numberwire.sandbox._server import Limits, serve_in_thread

PATH = "/api/relay/rest/phone_numbers"
BASIC = "Basic " + base64.b64encode(f"{PROJECT}:{TOKEN}".encode()).decode()


@pytest.fixture
def served(connect):
    """A sandbox and a connection to it."""
    with Sandbox() as sandbox, serve_in_thread(sandbox.handle, limits=Limits(stop_seconds=0.1)) as url:
        yield sandbox, connect(url)


def test_connection_is_kept(served):
    """Requests follow each other on one connection, a 204 without a body included."""
    sandbox, web = served
    (identifier,) = sandbox.add_numbers(1)
    sandbox.clock.advance(14 * 86400)
    web.ask("GET", PATH)
    port = web.connection.sock.getsockname()[1]
    web.connection.request("DELETE", f"{PATH}/{identifier}", headers={"Authorization": BASIC})
    response = web.connection.getresponse()
    headers = {name.lower() for name, _ in response.getheaders()}
    assert (response.status, response.read(), headers) == (204, b"", {"date", "x-request-id"})
    assert web.ask("GET", PATH)[1]["data"] == []
    assert web.connection.sock.getsockname()[1] == port


def test_path_and_query_arrive_as_they_were_sent(served):
    """Nothing is decoded on the way: an encoded slash stays part of the id."""
    _, web = served
    assert web.ask("GET", f"{PATH}/a%2Fb")[0] == 422
    status, page = web.ask("GET", f"{PATH}?filter_name=%C3%A9%20%26")
    assert (status, page["links"]["self"]) == (
        200,
        f"{PATH}?filter_name=%C3%A9+%26&page_number=0&page_size=50",
    )


@pytest.mark.parametrize(("kind", "bought"), [("disconnect", 0), ("lose_answer", 1)])
def test_connection_is_reset(served, kind, bought):
    """A cut connection is a reset one; the purchase happened or did not, as the fault says."""
    sandbox, web = served
    sandbox.faults.add(Fault(kind=kind, method="POST"))
    with pytest.raises(ConnectionResetError):
        web.ask("POST", PATH, {"number": "+15035551763"})
    web.connection.close()
    assert len(web.ask("GET", PATH)[1]["data"]) == bought


def test_body_is_truncated(served):
    """A truncated body ends before the length that was announced."""
    sandbox, web = served
    sandbox.faults.add(Fault(kind="truncate"))
    with pytest.raises(http.client.IncompleteRead) as caught:
        web.ask("GET", PATH)
    assert 0 < len(caught.value.partial) <= caught.value.expected + len(caught.value.partial) // 2
    web.connection.close()
    assert web.ask("GET", PATH)[0] == 200


def test_body_is_garbage(served):
    """A garbage body arrives whole, and can't be read."""
    sandbox, web = served
    sandbox.faults.add(Fault(kind="garbage"))
    with pytest.raises(UnicodeDecodeError):
        web.ask("GET", PATH)
    assert web.ask("GET", PATH)[0] == 200


def test_headers_of_a_fault(served):
    """A fault's headers arrive once each, whatever they are, and the connection ends if they say so."""
    sandbox, web = served
    headers = (("Date", "today"), ("X-Request-Id", "\xe9"), ("connection", "close"))
    sandbox.faults.add(Fault(kind="status", status=299, headers=headers))
    web.connection.request("GET", PATH)
    response = web.connection.getresponse()
    arrived = [
        pair for pair in response.getheaders() if pair[0].lower() not in ("content-type", "content-length")
    ]
    assert (response.status, response.reason, arrived) == (299, "Unknown", list(headers))
    response.read()
    assert web.ask("GET", PATH)[0] == 200


def test_delay_holds_up_nobody_else(served, connect):
    """While one answer waits, others are given."""
    sandbox, web = served
    sandbox.faults.add(Fault(kind="delay", seconds=3600))
    web.connection.request("GET", PATH, headers={"Authorization": BASIC})
    other = connect(f"http://127.0.0.1:{web.connection.port}")
    while sandbox.faults.waiting():
        other.ask("GET", "/_sandbox/state")  # the first request has not been read yet
    assert other.ask("GET", PATH)[0] == 200
    web.connection.sock.setblocking(False)
    with pytest.raises(BlockingIOError):
        web.connection.sock.recv(1)


def test_delay_that_ends(served):
    """A delayed answer comes in the end."""
    sandbox, web = served
    sandbox.faults.add(Fault(kind="delay", seconds=0.05))
    assert web.ask("GET", PATH)[0] == 200


def test_ipv6(connect):
    """The sandbox listens on IPv6 too, and its URL says so."""
    if not socket.has_ipv6:
        pytest.skip("this machine has no IPv6")
    try:
        with Sandbox() as sandbox, sandbox.serve("::1") as url:
            assert (connect(url).ask("GET", PATH)[0], url.startswith("http://[::1]:")) == (200, True)
    except OSError as error:
        pytest.skip(f"this machine has no IPv6 loopback: {error}")


@contextmanager
def limited(handler=None, **limits):
    """A server with limits of its own; gives a function that opens a socket to it."""
    sockets = []
    handler = handler or Sandbox().handle
    with serve_in_thread(
        handler, limits=Limits(**{"linger_seconds": 0.5, "stop_seconds": 0.2} | limits)
    ) as url:

        def connect():
            parts = urlsplit(url)
            sockets.append(socket.create_connection((parts.hostname, parts.port), timeout=10))
            return sockets[-1]

        yield connect
        for sock in sockets:
            sock.close()


def read_all(sock):
    """What the server sends until it ends the connection."""
    return b"".join(iter(lambda: sock.recv(65_536), b""))


REQUEST = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"
HEAD = b"POST / HTTP/1.1\r\nHost: x\r\n"


@pytest.mark.parametrize(
    "start",
    [
        b"G",
        HEAD,
        HEAD + b"Content-Length: 5\r\n\r\nab",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\nab",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n0\r\n",
    ],
)
def test_half_a_request_is_ended(start):
    """A client that stops in the middle of a request is told so after a while, and cut off."""
    with limited(read_seconds=0.05) as connect:
        sock = connect()
        sock.sendall(start)
        assert read_all(sock).startswith(b"HTTP/1.1 408 Request Timeout\r\n")


def test_idle_connection_is_ended():
    """A connection without a request is ended after a while, and in silence."""
    with limited(idle_seconds=0.05) as connect:
        sock = connect()
        assert read_all(sock) == b""


def test_answer_that_nobody_reads_is_ended():
    """A client that reads no answers is cut off, so that another one has its place."""
    content = {"/large": b"x" * 10_000_000, "/": b""}
    with limited(
        lambda request: Outcome(Response(200, (), content[request.target])), read_seconds=0.1, connections=1
    ) as connect:
        first, second = connect(), connect()
        first.sendall(REQUEST.replace(b"/", b"/large", 1) * 3)
        second.sendall(REQUEST)
        assert second.recv(65_536).startswith(b"HTTP/1.1 200")
        with suppress(ConnectionResetError):
            assert len(read_all(first)) < 20_000_000


def test_connections_are_bounded():
    """Beyond the limit a connection waits until another one ends, and is served then."""
    with limited(connections=2) as connect:
        first, second, third = connect(), connect(), connect()
        for sock in (first, second):
            sock.sendall(REQUEST)
            assert sock.recv(65_536).startswith(b"HTTP/1.1 404")
        third.sendall(REQUEST)
        third.settimeout(0.05)
        with pytest.raises(TimeoutError):
            third.recv(1)
        first.close()
        third.settimeout(10)
        assert third.recv(65_536).startswith(b"HTTP/1.1 404")


def test_client_that_leaves_is_not_waited_for():
    """A delayed answer to a client that has left holds its place among the connections no longer."""
    outcomes = [Outcome(Response(200)), Outcome(Response(200), seconds=3600)]
    with limited(lambda _: outcomes.pop(), connections=1) as connect:
        first, second = connect(), connect()
        first.sendall(REQUEST)
        second.sendall(REQUEST)
        first.close()
        assert second.recv(65_536).startswith(b"HTTP/1.1 200")


def test_many_connections():
    """Hundreds of clients are served at once, by one thread."""
    before = threading.active_count()
    with limited() as connect:
        sockets = [connect() for _ in range(400)]
        for sock in sockets:
            sock.sendall(REQUEST)
        assert {sock.recv(12) for sock in sockets} == {b"HTTP/1.1 404"}
        assert threading.active_count() == before + 1


def test_error_of_the_sandbox_is_an_answer():
    """What fails inside is a 500 that says so, and the connection goes on."""
    for error, words in (
        (KeyError("x"), b'{"error":"The sandbox failed: KeyError: \'x\'"}'),
        (StateError("It is locked."), b'{"error":"It is locked."}'),
    ):

        def fail(_, error=error):
            raise error

        with limited(fail) as connect:
            sock = connect()
            for _ in range(2):
                sock.sendall(REQUEST)
                head, _, body = sock.recv(65_536).partition(b"\r\n\r\n")
                assert (head.split(b"\r\n")[0], body) == (b"HTTP/1.1 500 Internal Server Error", words)


def test_answer_on_its_way_is_finished_at_the_end():
    """A server that stops finishes the answers on their way, and ends the connections without a request."""
    arrival = threading.Event()

    def answer(_):
        arrival.set()
        return Outcome(Response(200), seconds=0.1)

    with ExitStack() as sockets:
        with serve_in_thread(answer) as url:
            host, port = urlsplit(url).netloc.split(":")
            idle, busy = (sockets.enter_context(socket.create_connection((host, port))) for _ in range(2))
            busy.sendall(REQUEST)
            assert arrival.wait(10)
        assert read_all(idle) == b""
        head = read_all(busy)
        assert head.startswith(b"HTTP/1.1 200 OK\r\n")
        assert b"\r\nconnection: close\r\n" in head
