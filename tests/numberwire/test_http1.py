"""HTTP/1.1 as bytes: h11 is the judge of what is a response, however it is damaged and however its bytes come."""

import gzip
from itertools import pairwise, product

import h11
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from numberwire import _http1 as http1
from numberwire._http1 import (
    ProtocolError,
    ResponseReader,
    TunnelReader,
    UnsendableError,
    encode_headers,
    encode_request,
)
from numberwire._response import Response, response_of

WAITS, REFUSES = "waits for more", "refuses it"
OK = b"HTTP/1.1 200 OK\r\n"
PLAIN_HEADS = [
    OK + b"Content-Length: 5\r\n\r\n",
    b"HTTP/1.1 200 \r\ncontent-type: application/json\r\nCONTENT-LENGTH:5 \r\nx: \xe9\r\n\r\n",
    b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n",
    b"HTTP/1.1 503 Later\r\nConnection: close\r\nContent-Length: 3\r\n\r\n",
    OK + b"Transfer-Encoding: chunked\r\n\r\n",
    OK + b"connection:keep-alive\r\ncontent-type: x\r\ncontent-length: 5\r\n\r\n",
]
UNUSUAL = [
    OK + b"Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n",
    OK + b"Transfer-Encoding: gzip, chunked\r\n\r\n",
    OK + b"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n",
    OK + b"Content-Length: 5\r\nContent-Length: 5\r\n\r\n",
    OK + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\n",
    OK + b"Content-Length: 5, 5\r\n\r\n",
    OK + b"Content-Length: +5\r\n\r\n",
    OK + "Content-Length: \xb2\r\n\r\n".encode("latin-1"),
    OK + b"Content-Length: 99999999999999999999999999\r\n\r\n",
    OK + b"Content-Length : 5\r\n\r\n",
    OK + b"x: y\r\n Content-Length: 5\r\n\r\n",
    OK + b"x-content-length: 9\r\nContent-Length: 5\r\n\r\n",
    b"HTTP/1.1 200 OK\nContent-Length: 5\n\n",
    OK + b"Content-Length: 5\n\r\n",
    OK + b"\r\n",
    OK + b"x: y\r\n\r\n",
    b"HTTP/1.1 500 Broken\r\nConnection: close\r\n\r\n",
    b"\r\n" + OK + b"Content-Length: 5\r\n\r\n",
    b"HTTP/1.1 100 Continue\r\n\r\n" + OK + b"Content-Length: 5\r\n\r\n",
    b"HTTP/1.1 101 Up\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n",
    b"HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n",
    b"HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n",
    b"HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\n",
    b"no HTTP at all\r\n\r\n",
    b"\x15\x03\x01\x00\x02\x02\x50",
    OK + b"Content-Length: 5\r\nConnection: x, close\r\n\r\n",
    OK + b"Connection: close\r\nContent-Length: 5\r\nConnection: close\r\n\r\n",
    OK + b"Connection: keep-alive\r\nContent-Length: 5\r\nConnection: close\r\n\r\n",
]


def judge(method, pieces):
    """What h11 makes of a response: its status, headers, content and whether its connection may be used again."""
    parser = h11.Connection(h11.CLIENT, max_incomplete_event_size=http1._LONGEST_HEAD)
    parser.send(h11.Request(method=method, target="/", headers=[("host", "h")]))
    parser.send(h11.EndOfMessage())
    status, headers, content = None, (), b""
    try:
        for place, piece in enumerate(pieces):
            parser.receive_data(piece)
            while (event := parser.next_event()) is not h11.NEED_DATA:
                if isinstance(event, h11.Response):
                    status = event.status_code
                    headers = tuple(
                        (name.decode(), value.decode("latin-1").lower())
                        for name, value in event.headers.raw_items()
                    )
                elif isinstance(event, h11.Data):
                    content += event.data
                elif isinstance(event, h11.EndOfMessage):
                    ended = place == len(pieces) - 1 and not parser.trailing_data[0]
                    return status, headers, content, parser.their_state is h11.DONE and ended
                elif event is h11.PAUSED or isinstance(event, h11.ConnectionClosed):
                    return REFUSES
    except h11.RemoteProtocolError:
        return REFUSES
    return WAITS


def read(method, pieces):
    """What the reader makes of it."""
    reader = ResponseReader(method)
    try:
        for place, piece in enumerate(pieces):
            if reader.feed_data(piece):
                is_last = place == len(pieces) - 1
                headers = tuple((name, value.lower()) for name, value in reader.headers)  # as h11 tells some
                return reader.status, headers, reader.content, reader.is_reusable and is_last
    except ProtocolError:
        return REFUSES
    return WAITS


def feed_all(reader, pieces):
    """Feed a reader piece by piece."""
    for piece in pieces:
        reader.feed_data(piece)


def cut(data, places, *, ended):
    """The bytes, cut at these places, and the connection's end where it ends."""
    ends = sorted({place % (len(data) + 1) for place in places} | {0, len(data)})
    return [data[start:end] for start, end in pairwise(ends)] + ([b""] if ended else [])


def chunks(draw):
    """Contents in chunks, some of them written in an unusual way."""
    sizes = st.sampled_from([b"%x", b"%X", b"0%x", b"%x ", b"%x;a=b", b"%x \t", b"0x%x", b"+%x", b" %x"])
    parts = draw(st.lists(st.binary(min_size=1, max_size=40), max_size=4))
    lines = [
        (draw(sizes) if draw(st.integers(0, 4)) == 0 else b"%x") % len(part) + b"\r\n" + part + b"\r\n"
        for part in parts
    ]
    ends = [b"0\r\n\r\n"] * 4 + [
        b"0\r\nx: y\r\n\r\n",
        b"0\r\nx: y\n\r\n",
        b"00\r\n\r\n",
        b"0;a\r\n\r\n",
        b"0\r\n \r\n",
        b"",
    ]
    return b"".join(lines) + draw(st.sampled_from(ends))


@st.composite
def responses(draw):
    """Responses, as servers write them and as none should, damaged here and there."""
    head = draw(st.sampled_from(PLAIN_HEADS * 3 + UNUSUAL))
    content = chunks(draw) if b"chunked" in head else draw(st.binary(max_size=12))
    data = bytearray(head + content)
    for _ in range(draw(st.sampled_from([0, 0, 1, 2]))):
        place = draw(st.integers(0, len(data) - 1)) if data else 0
        sign = draw(st.sampled_from(b"\r\n\0 :;0fx\xff"))
        data[place : place + draw(st.integers(0, 1))] = bytes([sign] * draw(st.integers(0, 1)))
    more = draw(st.sampled_from([b""] * 6 + [b"x", b"\r\n", OK]))
    return bytes(data + more)[: draw(st.sampled_from([None, None, None, len(data) // 2, len(data) - 1]))]


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
@settings(max_examples=400)
@given(data=responses(), places=st.lists(st.integers(0, 300), max_size=6), ended=st.booleans())
@example(data=OK + b"transfer-encoding: chunked\r\n\r\n1 \r\nx\r\n0\r\n\r\n", places=[50], ended=False)
def test_as_the_judge_says(method, data, places, ended):
    """Whatever comes, and in whatever pieces, is read as h11 reads it, or refused where h11 refuses it."""
    pieces = cut(data, places, ended=ended)
    if pieces:
        assert read(method, pieces) == judge(method, pieces)


@pytest.mark.parametrize(("method", "status"), [("HEAD", 200), ("GET", 204), ("GET", 304)])
def test_coding_of_no_content(method, status):
    """A response without a content may say how one would be written, whether or not that was asked for."""
    head = b"HTTP/1.1 %d X\r\ncontent-encoding: br\r\n\r\n" % status
    reader = ResponseReader(method)
    assert reader.feed_data(head)
    assert (reader.status, reader.content, reader.flaw, reader.is_reusable) == (status, b"", None, True)


@pytest.mark.parametrize("head", [*PLAIN_HEADS, *UNUSUAL])
def test_each_way_in_pieces(head):
    """Each way to write a response is read alike in pieces of any size."""
    contents = (b"", b"hello", b"hello!", b"5\r\nhello\r\n0\r\n\r\n", b"hello" + OK)
    for content, size, ended in product(contents, (1, 2, 7, 1000), (False, True)):
        pieces = cut(head + content, range(0, len(head + content), size), ended=ended)
        assert read("GET", pieces) == judge("GET", pieces)


@pytest.mark.parametrize("head", PLAIN_HEADS)
def test_plain_needs_no_parser(head, monkeypatch):
    """A plain response is counted here."""
    monkeypatch.setattr(http1, "make_parser", None)
    content = b"3\r\nabc\r\n0\r\n\r\n" if b"chunked" in head else b"x" * 5
    assert ResponseReader("GET").feed_data(head + content)


def test_coding():
    """A content that is packed is unpacked, chunk by chunk, and the headers stay as they came."""
    packed = gzip.compress(b'{"id": 7}', mtime=0)
    reader = ResponseReader("GET")
    reader.feed_data(OK + b"Content-Encoding: gzip\r\nTransfer-Encoding: Chunked\r\nX: 1\r\nx: \xe9\r\n\r\n")
    for part in (packed[:5], packed[5:]):
        assert not reader.feed_data(b"%x\r\n%b\r\n" % (len(part), part))
    assert reader.feed_data(b"0\r\n\r\n")
    headers = (("Content-Encoding", "gzip"), ("Transfer-Encoding", "Chunked"), ("X", "1"), ("x", "\xe9"))
    assert response_of(reader) == Response(200, headers, b'{"id": 7}')
    assert reader.is_reusable


@pytest.mark.parametrize(
    "unusual", [b"", b"Connection: keep-alive\r\nContent-Length: 9\r\n"], ids=["plain", "unusual"]
)
@pytest.mark.parametrize(
    ("coding", "flaw"),
    [
        (b"br", "it has the content coding 'br', which was not asked for"),
        (b"gzip", "its gzip content is damaged"),
        (
            b"gzip\r\nContent-Encoding: gzip",
            "it has the content coding 'gzip, gzip', which was not asked for",
        ),
    ],
)
def test_flaw(unusual, coding, flaw):
    """A content that can't be unpacked is given up at once, with its connection."""
    reader = ResponseReader("GET")
    head = OK + unusual + b"Content-Length: 9\r\nContent-Encoding: %b\r\n\r\n" % coding
    assert reader.feed_data(head + b"nonsense")
    assert (reader.flaw, reader.content, reader.is_reusable) == (flaw, b"", False)


def test_packed_end_is_missing():
    """A content that ends before its packing does is a flaw, of a connection that may be used again."""
    packed = gzip.compress(b"x" * 100)[:-4]
    reader = ResponseReader("GET")
    assert reader.feed_data(
        OK + b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(packed) + packed
    )
    assert (reader.flaw, reader.is_reusable) == ("its gzip content is cut off", True)


@pytest.mark.parametrize(
    "head", [OK + b"Content-Length: 3\r\n\r\nabc", OK + b"Connection: close\r\nContent-Length: 0\r\n\r\n"]
)
def test_after_the_end(head):
    """Bytes that follow a response in a later piece spoil its connection, as does the connection's end."""
    for more, has_surplus in ((b"x", True), (b"", False)):
        reader = ResponseReader("GET")
        reader.feed_data(head)
        assert reader.is_reusable is (b"close" not in head)
        assert reader.feed_data(more)
        assert (reader.is_reusable, reader.has_surplus) == (False, has_surplus)


def test_counted_only():
    """Where only the end matters, the content is not kept, and may be packed in any way."""
    reader = ResponseReader("GET", counts_only=True)
    assert reader.feed_data(OK + b"Content-Encoding: br\r\nContent-Length: 3\r\n\r\nabcX")
    assert (reader.content, reader.flaw, reader.has_surplus) == (b"", None, True)


def test_long_head():
    """A head that comes byte by byte is searched once, and one without end is refused."""
    reader = ResponseReader("GET")
    head = OK + b"x: %b\r\ncontent-length: 1\r\n\r\n" % (b"y" * 20_000)
    assert not any(reader.feed_data(head[place : place + 1]) for place in range(len(head)))
    assert reader.feed_data(b"1")
    with pytest.raises(ProtocolError, match="too long"):
        feed_all(ResponseReader("GET"), [b"x" * 1024] * 200)


@pytest.mark.parametrize(
    ("pieces", "why"),
    [
        ([b""], "the server closed the connection without a response"),
        ([b"HTTP/1.1 2", b""], "the server closed the connection without a response"),
        ([OK + b"Content-Length: 3\r\n\r\nab", b""], "the connection ended before the response did"),
        (
            [OK + b"Transfer-Encoding: chunked\r\n\r\n3\r\n", b""],
            "the connection ended before the response did",
        ),
        ([OK + b"Transfer-Encoding: chunked\r\n\r\n1\r\nab\r\n"], "a chunk does not end where its size says"),
        ([UNUSUAL[19]], "Received server _SWITCH_UPGRADE event without a pending proposal"),
    ],
)
def test_refused(pieces, why):
    """What is no response, or not all of one, is refused in words."""
    with pytest.raises(ProtocolError) as caught:
        feed_all(ResponseReader("GET"), pieces)
    assert str(caught.value) == why


def test_request():
    """A request is its line, its headers and its content."""
    data = encode_request(
        "POST", "/doors?x=a%20b", encode_headers((("host", "h"), ("content-length", "2"))), b"{}"
    )
    assert data == b"POST /doors?x=a%20b HTTP/1.1\r\nhost: h\r\ncontent-length: 2\r\n\r\n{}"


TEXTS = st.text(st.characters(max_codepoint=0x180) | st.sampled_from("\r\n: /"), max_size=12)


@settings(max_examples=300)
@given(target=TEXTS.map("/".__add__), name=TEXTS, value=TEXTS)
def test_any_request(target, name, value):
    """Whatever is sent is read by a server as it was meant; what can't be is refused, and not repeated."""
    try:
        data = encode_request("GET", target, encode_headers((("host", "h"), (name, value))))
    except UnsendableError:
        return
    server = h11.Connection(h11.SERVER)
    server.receive_data(data)
    request = server.next_event()
    assert request.target.decode() == target
    assert request.headers.raw_items()[1] == (name.encode(), value.encode("latin-1"))
    assert server.next_event() == h11.EndOfMessage()


@pytest.mark.parametrize(
    ("method", "target", "header"),
    [
        ("GET", "/a b", "x"),
        ("GET", "/a\r\nx: y", "x"),
        ("GET ", "/", "x"),
        ("GET", "/", "a\r\nx: y"),
        ("GET", "/", "\u20ac"),
        ("GET", "", "x"),
        ("GET", "/", " x"),
        ("GET", "/ HTTP/1.1\r\nx: y", "x"),
    ],
)
def test_unsendable(method, target, header):
    """What a server could read as something else is refused."""
    with pytest.raises(UnsendableError):
        encode_request(method, target, encode_headers((("host", header),)))


@pytest.mark.parametrize("name", ["a: b", "a\r\nb", "", "a b", "a\n"])
def test_unsendable_name(name):
    """So is a header whose name is none."""
    with pytest.raises(UnsendableError):
        encode_request("GET", "/", encode_headers((("host", "h"), (name, "x"))))


@pytest.mark.parametrize("size", [1, 1000])
@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (b"HTTP/1.1 200 Connection established\r\n\r\n", None),
        (b"HTTP/1.0 200 OK\r\nProxy-Agent: x\r\nContent-Length: 0\r\n\r\n", None),
        (
            b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n",
            "the proxy answered 407 Proxy",
        ),
        (b"HTTP/1.1 502\r\n\r\n", "the proxy answered 502"),
        (b"HTTP/1.1 302 Found\r\nLocation: https://portal\r\n\r\n", "the proxy answered 302 Found"),
        (b"SSH-2.0-OpenSSH_9.9\r\n\r\n", "the proxy's answer can't be read"),
        (b"HTTP/1.1 200 OK\r\n", "the proxy"),
    ],
)
def test_tunnel(answer, why, size):
    """A tunnel is open once a proxy has said so with a status of success, and nothing else."""
    reader = TunnelReader()
    pieces = cut(answer, range(0, len(answer), size), ended=False)
    if why is None:
        assert [reader.feed_data(piece) for piece in pieces] == [False] * (len(pieces) - 1) + [True]
        return
    with pytest.raises(ProtocolError) as caught:
        feed_all(reader, [*pieces, b""])
    assert str(caught.value).startswith(why)


def test_tunnel_that_speaks():
    """Bytes behind a proxy's answer are not TLS's, which the client begins: they are refused."""
    with pytest.raises(ProtocolError, match="data of its own into the tunnel"):
        TunnelReader().feed_data(b"HTTP/1.1 200 OK\r\n\r\n\x16\x03")
