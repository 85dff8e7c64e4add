"""HTTP on the wire: which requests are read, and which are refused before anybody answers them."""

import json
import re
import socket
from urllib.parse import urlsplit

import pytest

from numberwire._response import Response
from numberwire.sandbox import Outcome
from numberwire.sandbox._http_messages import MAX_BODY, MAX_HEAD
from numberwire.sandbox._server import serve_in_thread

BODY = b"POST /p HTTP/1.1\r\nHost: x\r\n"
CHUNKED = BODY + b"Transfer-Encoding: chunked\r\n\r\n"


@pytest.fixture(scope="module")
def url():
    """A server that answers with the request: method, target, host and body."""

    def echo(request):
        host = next((value for name, value in request.headers if name.lower() == "host"), None)
        content = [request.method, request.target, host, request.content.decode("latin-1")[:40]]
        return Outcome(Response(200, (), json.dumps(content).encode()))

    with serve_in_thread(echo) as url:
        yield url


def exchange(url, content):
    """Everything a server sends for some bytes, after which the client sends no more."""
    parts = urlsplit(url)
    with socket.create_connection((parts.hostname, parts.port), timeout=10) as sock:
        sock.sendall(content)
        sock.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: sock.recv(65_536), b""))


def answers(url, content):
    """The bodies of the answers to some bytes."""
    return [json.loads(body) for body in re.findall(rb"\r\n\r\n(\[[^\]]*\])", exchange(url, content))]


@pytest.mark.parametrize(
    ("content", "request_parts"),
    [
        (b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", ["GET", "/", "x", ""]),
        (b"\r\nGET / HTTP/1.1\r\nhOsT:\tx \r\n\r\n", ["GET", "/", "x", ""]),
        (b"GET /a%2Fb?c=%20 HTTP/1.0\r\n\r\n", ["GET", "/a%2Fb?c=%20", None, ""]),
        (b"GET http://y:1/a?b HTTP/1.1\r\nHost: x\r\n\r\n", ["GET", "/a?b", "x", ""]),
        (b"GET HTTP://y?b HTTP/1.1\r\nHost: x\r\n\r\n", ["GET", "/?b", "x", ""]),
        (b"OPTIONS * HTTP/1.1\r\nHost:\r\n\r\n", ["OPTIONS", "*", "", ""]),
        (BODY + b"Content-Length: 3\r\n\r\nabc", ["POST", "/p", "x", "abc"]),
        (BODY + b"Content-Length: 0\r\n\r\n", ["POST", "/p", "x", ""]),
        (CHUNKED + b"3\r\nabc\r\n002;x=y\r\nde\r\n0\r\n\r\n", ["POST", "/p", "x", "abcde"]),
        (CHUNKED + b"A\r\n0123456789\r\n0\r\nTrailer: x\r\n\r\n", ["POST", "/p", "x", "0123456789"]),
    ],
)
def test_request_is_read(url, content, request_parts):
    """What HTTP allows is read as it was sent, and so is the request after it."""
    assert answers(url, content) == [request_parts]
    if b"HTTP/1.0" not in content:
        assert answers(url, content + b"GET /next HTTP/1.1\r\nHost: y\r\n\r\n") == [
            request_parts,
            ["GET", "/next", "y", ""],
        ]


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (b"\r\n\r\n", 400),
        (b"GET\r\n\r\n", 400),
        (b"GET  / HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        (b"GET / HTTP/1.1 \r\nHost: x\r\n\r\n", 400),
        (b"G(T / HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        (b"GET /\xff HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        (b"GET x HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        (b"\x16\x03\x01\x02\x00\r\n\r\n", 400),
        (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505),
        (b"GET / HTTP/1.1\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: x\r\n\tfolded\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost : x\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: x\r\nX: a\nb\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: x\r\nX: \0\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: x\r\nX\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: x\r\nExpect: more\r\n\r\n", 417),
        (BODY + b"Content-Length: -1\r\n\r\n", 400),
        (BODY + b"Content-Length: +1\r\n\r\nx", 400),
        (BODY + b"Content-Length: 1, 1\r\n\r\nx", 400),
        (BODY + b"Content-Length: 1\r\nContent-Length: 1\r\n\r\nx", 400),
        (BODY + b"Content-Length: %d\r\n\r\n" % (MAX_BODY + 1) + b"x" * 5_000_000, 413),
        (BODY + b"Content-Length: 1" + b"0" * 5000 + b"\r\n\r\n", 400),
        (BODY + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
        (BODY + b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 501),
        (BODY + b"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 501),
        (CHUNKED.replace(b"1.1", b"1.0"), 400),
        (CHUNKED + b"x\r\n", 400),
        (CHUNKED + b"-1\r\n", 400),
        (CHUNKED + b"3\r\nabcd\r\n0\r\n\r\n", 400),
        (CHUNKED + b"3\nabc\r\n0\r\n\r\n", 400),
        (CHUNKED + b"%x\r\n" % (MAX_BODY + 1), 413),
        (CHUNKED + b"f" * 15 + b"\r\n", 413),
        (CHUNKED + b"1;" + b"x" * MAX_HEAD + b"\r\na\r\n0\r\n\r\n", 400),
        (CHUNKED + b"0\r\n" + (b"X: " + b"x" * 1000 + b"\r\n") * 70 + b"\r\n", 431),
        (b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"x" * MAX_HEAD + b"\r\n\r\n", 431),
        (b"x" * (2 * MAX_HEAD + 10), 431),
    ],
)
def test_request_is_refused(url, content, status):
    """What HTTP does not allow, or is too long, is refused once, and nothing after it is taken for a request."""
    answer = exchange(url, content + b"GET /next HTTP/1.1\r\nHost: y\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 %d " % status)
    assert (answer.count(b"\r\ndate:"), answer.count(b"\r\nconnection: close\r\n")) == (1, 1)
    assert list(json.loads(answer.partition(b"\r\n\r\n")[2])) == ["error"]


@pytest.mark.parametrize(
    "content", [b"", b"GET / HTTP/1.1\r\nHost: x\r\n", BODY + b"Content-Length: 2\r\n\r\nx"]
)
def test_client_that_stops(url, content):
    """Nothing is answered to a client that stops before its request is whole."""
    assert exchange(url, content) == b""


def test_requests_sent_together_are_answered_in_order(url):
    """Requests that come without waiting for answers are answered one after the other."""
    requests = b"".join(b"GET /%d HTTP/1.1\r\nHost: x\r\n\r\n" % number for number in range(2000))
    answer = exchange(url, requests)
    assert [part.split(b'"')[3] for part in answer.split(b"\r\n\r\n")[1:]] == [
        b"/%d" % number for number in range(2000)
    ]


@pytest.mark.parametrize("end", [b"Connection: close\r\n\r\n", b"Connection: x, Close\r\n\r\n"])
def test_connection_ends_where_the_client_says_so(url, end):
    """After `Connection: close` nothing more is read, and the answer says so too."""
    request = b"GET / HTTP/1.1\r\nHost: x\r\n"
    answer = exchange(url, request + end + request + b"\r\n")
    assert (answer.count(b"HTTP/1.1 200"), answer.count(b"\r\nconnection: close\r\n")) == (1, 1)


def test_body_that_waits_to_be_asked_for(url):
    """A client that expects 100 gets it before it sends the body, and one that is refused gets none."""
    parts = urlsplit(url)
    with socket.create_connection((parts.hostname, parts.port), timeout=10) as sock:
        sock.sendall(BODY + b"Expect: 100-continue\r\nContent-Length: 3\r\n\r\n")
        assert sock.recv(100) == b"HTTP/1.1 100 Continue\r\n\r\n"
        sock.sendall(b"abc")
        assert b'"abc"' in sock.recv(1000)
        sock.sendall(BODY + b"Expect: 100-continue\r\nContent-Length: %d\r\n\r\n" % (MAX_BODY + 1))
        assert sock.recv(1000).startswith(b"HTTP/1.1 413 ")


def test_head_has_no_body(url):
    """The answer to HEAD says how long a body would be, and has none."""
    answer = exchange(url, b"HEAD / HTTP/1.1\r\nHost: x\r\n\r\n")
    assert b"\r\ncontent-length: 22\r\n" in answer
    assert answer.endswith(b"\r\n\r\n")
