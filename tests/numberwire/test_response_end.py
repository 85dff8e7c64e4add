"""Where an answer ends: as the connection's own parser sees it, however the bytes come."""

from itertools import pairwise

import h11
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from numberwire._response_end import ResponseEnd

HEADS = [
    b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n",
    b"HTTP/1.1 200 \r\ncontent-type: application/json\r\nCONTENT-LENGTH:5 \r\nx: \xe9\r\n\r\n",
    b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n",
    b"HTTP/1.1 503 Later\r\nConnection: close\r\nContent-Length: 3\r\n\r\n",
]
UNUSUAL = [
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nContent-Length: 5, 5\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nContent-Length: +5\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999999999\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nContent-Length : 5\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nx: y\r\n Content-Length: 5\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nx-content-length: 9\r\nContent-Length: 5\r\n\r\n",
    b"HTTP/1.1 200 OK\nContent-Length: 5\n\n",
    b"HTTP/1.1 200 OK\r\nContent-Length: 5\n\r\n",
    b"HTTP/1.1 200 OK\r\n\r\n",
    b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n",
    b"HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n",
    b"HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n",
    b"HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\n",
    b"no HTTP at all\r\n\r\n",
]


class Parser:
    """What the connection's own parser says."""

    def __init__(self, method):
        self.parser = h11.Connection(h11.CLIENT)
        self.parser.send(h11.Request(method=method, target="/", headers=[("host", "h")]))
        self.parser.send(h11.EndOfMessage())
        self.passed = False

    def has_surplus(self, data):
        """Whether something stands behind the answer's end, or it is none."""
        try:
            self.parser.receive_data(data)
            while self.parser.next_event() not in (h11.NEED_DATA, h11.PAUSED):
                pass
        except h11.RemoteProtocolError:
            self.passed = True
        self.passed = self.passed or (
            self.parser.their_state in (h11.DONE, h11.MUST_CLOSE) and bool(self.parser.trailing_data[0])
        )
        return self.passed


def pieces(data, cuts):
    """The bytes, cut at these places."""
    places = sorted({cut % (len(data) + 1) for cut in cuts} | {0, len(data)})
    return [data[start:end] for start, end in pairwise(places)]


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
@pytest.mark.parametrize("head", [*HEADS, *UNUSUAL])
@settings(max_examples=30)
@given(more=st.binary(max_size=12), cuts=st.lists(st.integers(0, 200), max_size=4))
def test_as_the_parser_says(method, head, more, cuts):
    """However an answer is written and however its bytes come, it ends where the parser says."""
    ending, parser = ResponseEnd(method), Parser(method)
    for piece in pieces(head + more, cuts):
        assert ending.has_surplus(piece) is parser.has_surplus(piece)
        if parser.passed:
            break


@pytest.mark.parametrize("head", HEADS)
def test_counted(head, monkeypatch):
    """An answer that gives its length needs no parser."""
    monkeypatch.setattr("numberwire._response_end._parser", None)
    assert not ResponseEnd("GET").has_surplus(head)
    assert ResponseEnd("GET").has_surplus(head + b"123456")


def test_end_of_the_connection():
    """A connection that ends in the middle leaves nothing over."""
    ending = ResponseEnd("GET")
    assert [ending.has_surplus(piece) for piece in (HEADS[0], b"12", b"")] == [False] * 3


def test_long_head():
    """A head that comes byte by byte is searched once."""
    ending = ResponseEnd("GET")
    head = b"HTTP/1.1 200 OK\r\nx: %b\r\ncontent-length: 1\r\n\r\n" % (b"y" * 20_000)
    assert not any(ending.has_surplus(head[place : place + 1]) for place in range(len(head)))
    assert [ending.has_surplus(b"1"), ending.has_surplus(b"2")] == [False, True]
