"""Fetching: https alone, public addresses alone unless told, bounded in size and time, and no secrets shown."""

from __future__ import annotations

import gzip
import itertools
import ssl
import threading
import time
import zlib

import pytest
import trustme

from generator.docs.pages.capture import MAX_BYTES, Capture, PageError
from generator.docs.pages.fetch import capture_url
from tests.generator.docs.pages.page_server import answer_bytes, serve_pages

PAGE = b"<h1>Things</h1>"
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"


def refusal(url: str, **options) -> str:
    """What is told of a URL that can't be had."""
    with pytest.raises(PageError) as caught:
        capture_url(url, **options)
    return str(caught.value)


@pytest.fixture
def start_server():
    """Serves an answer over http on this machine, and gives the server and its URL."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
        patch.setenv("ALL_PROXY", "http://127.0.0.1:9")
        servers = []

        def serve(answer):
            context = serve_pages(answer if callable(answer) else lambda _: answer)
            server = context.__enter__()
            servers.append(context)
            return server, f"http://127.0.0.1:{server.port}/docs?key=secret"

        yield serve
        for context in servers:
            context.__exit__(None, None, None)


@pytest.fixture
def authority(tmp_path, monkeypatch):
    """A certificate authority that this process trusts."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    return authority


def tls(authority: trustme.CA, name: str) -> ssl.SSLContext:
    """The side of a server that is called so."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name).configure_cert(context)
    return context


def test_a_page_comes_with_what_its_server_says(start_server):
    """Bytes, URL, media type and ETag are kept; the name for messages has no query."""
    server, url = start_server(answer_bytes(PAGE, Content_Type="text/html; charset=utf-8", ETag='"v1"'))
    capture = capture_url(f"{url}#part", allow_private=True)
    assert capture == Capture(
        PAGE, f"http://127.0.0.1:{server.port}/docs", url, "text/html; charset=utf-8", '"v1"'
    )
    assert server.requests[0].startswith("GET /docs?key=secret HTTP/1.1\r\n")
    assert "if-none-match" not in server.requests[0].lower()


def test_a_page_that_did_not_change_is_none(start_server):
    """The ETag that is known is sent; not modified is no page."""
    server, url = start_server(answer_bytes(status="304 Not Modified"))
    assert capture_url(url, etag='"v1"', allow_private=True) is None
    assert 'If-None-Match: "v1"\r\n' in server.requests[0]


def test_not_modified_without_a_question_is_refused(start_server):
    """A server that calls unchanged what nobody knows gave no page."""
    _, url = start_server(answer_bytes(status="304 Not Modified"))
    assert refusal(url, allow_private=True).endswith("the server answers 304; try again later.")


@pytest.mark.parametrize(
    ("url", "options", "message"),
    [
        (
            "http://acme.example/a?b",
            {},
            "http://acme.example/a: only https URLs are fetched; over http anyone could change the page.",
        ),
        ("ftp://acme.example/a", {}, "ftp://acme.example/a: only https URLs are fetched."),
        ("file:///etc/passwd", {"allow_private": True}, "only https URLs are fetched."),
        ("https://", {}, "only https URLs are fetched."),
        (
            "https://me:secret@acme.example/a?token=secret",
            {},
            "https://acme.example/a: a URL with a user name",
        ),
        ("https://[::1", {}, "this is not a valid URL"),
        ("https://127.0.0.1:99999/a", {"allow_private": True}, "port 99999 does not exist; correct the URL."),
        ("https://127.0.0.1:0/a", {"allow_private": True}, "port 0 does not exist; correct the URL."),
        (
            "https://127.0.0.1/a",
            {},
            "https://127.0.0.1/a: 127.0.0.1 is at 127.0.0.1: only public addresses",
        ),
        ("https://[::1]/a", {}, "is at ::1: only public addresses"),
        ("https://[::ffff:10.0.0.1]/a", {}, "only public addresses are allowed"),
        ("https://2130706433/a", {}, "is at 127.0.0.1: only public addresses"),
        (
            "https://localhost/a",
            {},
            "is at 127.0.0.1: only public addresses are allowed (with --allow-private, any).",
        ),
        (
            "http://10.0.0.1/a",
            {"allow_private": True},
            "http is allowed from this machine itself only.",
        ),
    ],
)
def test_what_may_not_be_fetched_is_refused_before_anything_is_sent(url, options, message):
    """Another scheme, credentials and addresses that aren't public are refused, and no secret is shown."""
    text = refusal(url, **options)
    assert message in text
    assert "secret" not in text


def test_every_address_of_a_name_must_be_public():
    """A name that is public and private at once is refused, after one look-up."""
    requests = []

    def resolver(host, port):
        requests.append((host, port))
        return ["93.184.216.34", "10.0.0.7"]

    assert "acme.example is at 10.0.0.7" in refusal("https://acme.example/a", resolver=resolver)
    assert requests == [("acme.example", 443)]


def test_a_name_is_resolved_once_and_its_certificate_must_be_its_own(authority):
    """The checked address is connected to, and the certificate is compared with the name, not the address."""
    answers = iter([["127.0.0.1"], ["10.0.0.7"]])
    with serve_pages(lambda _: answer_bytes(PAGE), tls(authority, "acme.example")) as server:
        url = f"https://acme.example:{server.port}/a"
        capture = capture_url(url, allow_private=True, resolver=lambda *_: next(answers))
        assert capture is not None
        assert (capture.content, capture.url) == (PAGE, url)
        assert f"Host: acme.example:{server.port}\r\n" in server.requests[0]
        text = refusal(
            f"https://other.example:{server.port}/a", allow_private=True, resolver=lambda *_: ["127.0.0.1"]
        )
    assert "it can't be fetched" in text
    assert next(answers) == ["10.0.0.7"]


def test_an_unknown_authority_is_refused():
    """A certificate that nobody vouches for ends the fetch."""
    with serve_pages(lambda _: answer_bytes(PAGE), tls(trustme.CA(), "localhost")) as server:
        text = refusal(f"https://localhost:{server.port}/a", allow_private=True)
    assert "it can't be fetched" in text


def test_the_next_address_is_tried_where_one_does_not_answer(start_server):
    """Of several addresses of a name the first that answers will do."""
    server, url = start_server(answer_bytes(PAGE))
    capture = capture_url(
        url.replace("127.0.0.1", "acme.example"),
        allow_private=True,
        resolver=lambda *_: ["127.0.0.2", "127.0.0.1"],
    )
    assert capture is not None
    assert len(server.requests) == 1


def test_redirects_are_followed_by_the_same_rules(start_server):
    """Relative or absolute, to a page within the rules; where it stands in the end is its URL."""
    server, url = start_server(
        lambda request: (
            answer_bytes(PAGE)
            if request.startswith("GET /new")
            else answer_bytes(status="302 Found", Location="/new?a=1")
        )
    )
    capture = capture_url(url, allow_private=True)
    assert capture is not None
    assert (capture.content, capture.url) == (PAGE, f"http://127.0.0.1:{server.port}/new?a=1")


@pytest.mark.parametrize(
    ("location", "message"),
    [
        ("/docs", "more than 5 redirects."),
        (
            "http://inside.example/a?token=secret",
            "inside.example is at 10.0.0.7: http is allowed from this machine itself only",
        ),
        ("ftp://127.0.0.1/a", "ftp://127.0.0.1/a: only https URLs are fetched."),
        ("//127.0.0.1:99999/a", "port 99999 does not exist; correct the URL."),
        ("https://me:secret@127.0.0.1/a", "a URL with a user name or password is not fetched"),
        ("http://[::1", "it redirects to no valid URL."),
        ("", "it redirects to no valid URL."),
    ],
)
def test_a_redirect_that_breaks_the_rules_is_refused(start_server, location, message):
    """Each hop is checked as the first: its scheme, its credentials, its addresses; and they are counted."""
    server, url = start_server(answer_bytes(status="301 Moved", Location=location))

    def resolver(host, _):
        return ["10.0.0.7"] if host == "inside.example" else ["127.0.0.1"]

    text = refusal(url, allow_private=True, resolver=resolver)
    assert message in text
    assert "secret" not in text
    assert len(server.requests) == (6 if location == "/docs" else 1)


def test_https_never_leads_to_http(authority):
    """What began protected doesn't go on unprotected, even on this machine."""
    with serve_pages(
        lambda _: answer_bytes(status="302 Found", Location="http://127.0.0.1/a"), tls(authority, "localhost")
    ) as server:
        text = refusal(f"https://localhost:{server.port}/a", allow_private=True)
    assert "it redirects to http://127.0.0.1/a; only https URLs are fetched." in text


@pytest.mark.parametrize(
    ("status", "message"),
    [
        ("401 Unauthorized", "the page requires signing in"),
        ("403 Forbidden", "the server refuses access to the page"),
        ("404 Not Found", "this URL has no page (any more)"),
        ("410 Gone", "the page was removed"),
        ("429 Too Many Requests", "the server limits requests"),
        ("500 Internal Server Error", "the server answers 500; try again later."),
        ("204 No Content", "the server answers 204; try again later."),
    ],
)
def test_an_answer_without_a_page_is_told(start_server, status, message):
    """What the server says instead of the page becomes words, with what to do."""
    server, url = start_server(answer_bytes(status=status))
    assert refusal(url, allow_private=True).startswith(f"http://127.0.0.1:{server.port}/docs: {message}")


def endless():
    """A page that never ends."""
    yield CHUNKED
    yield from itertools.repeat(b"10000\r\n" + b"x" * 0x10000 + b"\r\n")


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (lambda _: endless(), f"it has more than {MAX_BYTES} bytes"),
        (
            lambda _: answer_bytes(gzip.compress(bytes(20 * MAX_BYTES), 1), Content_Encoding="gzip"),
            f"it has more than {MAX_BYTES} bytes",
        ),
        (
            lambda _: answer_bytes(zlib.compress(bytes(20 * MAX_BYTES), 1), Content_Encoding="deflate"),
            f"it has more than {MAX_BYTES} bytes",
        ),
        (answer_bytes(b"no gzip", Content_Encoding="gzip"), "what the server sends can't be decompressed"),
        (
            answer_bytes(gzip.compress(PAGE)[:-12], Content_Encoding="gzip"),
            "the answer was cut off; try again later.",
        ),
        (
            answer_bytes(gzip.compress(PAGE)[:-1], Content_Encoding="gzip"),
            "the answer was cut off; try again later.",
        ),
        (
            answer_bytes(zlib.compress(PAGE)[:-1], Content_Encoding="deflate"),
            "the answer was cut off; try again later.",
        ),
        (
            answer_bytes(zlib.compress(PAGE)[2:-8], Content_Encoding="deflate"),
            "the answer was cut off; try again later.",
        ),
        (
            answer_bytes(gzip.compress(PAGE) * 2, Content_Encoding="gzip"),
            "what the server sends can't be decompressed",
        ),
        (answer_bytes(b"", Content_Encoding="gzip"), "the answer was cut off; try again later."),
        (answer_bytes(PAGE, Content_Encoding="br"), "it is compressed in a way that was not asked for"),
        (
            answer_bytes(PAGE, Content_Encoding="gzip, gzip"),
            "it is compressed in a way that was not asked for",
        ),
        ([b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"], "it can't be fetched"),
        ([b"SSH-2.0-OpenSSH\r\n\r\n"], "it can't be fetched"),
        ([], "it can't be fetched"),
        ([b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 100_000], "it can't be fetched"),
    ],
)
def test_an_answer_of_any_making_is_bounded(start_server, answer, message):
    """Endless, packed to explode, broken or no answer at all: none holds more than a page, and each is told."""
    _, url = start_server(answer)
    assert message in refusal(url, allow_private=True)


@pytest.mark.parametrize(
    ("packed", "name"),
    [
        (gzip.compress(PAGE), "gzip"),
        (zlib.compress(PAGE), "deflate"),
        (zlib.compress(PAGE)[2:-4], "deflate"),
    ],
    ids=["gzip", "deflate", "bare-deflate"],
)
def test_a_packed_page_is_unpacked(packed, name, start_server):
    """What was asked for packed comes as it is; deflate is understood in both senses it is used in."""
    _, url = start_server(answer_bytes(packed, Content_Encoding=name))
    capture = capture_url(url, allow_private=True)
    assert capture is not None
    assert capture.content == PAGE


@pytest.mark.parametrize(
    "kind", ["silent", "silent handshake", "dripping head", "dripping body", "flood of 103"]
)
def test_all_of_it_ends_by_the_deadline(start_server, kind):
    """A server that says nothing, or drips a byte now and then, holds nobody longer than the whole may take."""
    over = threading.Event()

    def drip(begin: bytes, piece: bytes):
        yield begin
        while not over.wait(0.05):
            yield piece

    def answer(_):
        if kind == "dripping head":
            return drip(b"HTTP/1.1 200 OK\r\nA: ", b"x")
        if kind == "dripping body":
            return drip(CHUNKED, b"1\r\nx\r\n")
        if kind == "flood of 103":
            return itertools.repeat(b"HTTP/1.1 103 Early Hints\r\n\r\n" * 1_000)
        return drip(b"", b"")

    _, url = start_server(answer)
    if kind == "silent handshake":
        url = url.replace("http://", "https://")
    began = time.monotonic()
    text = refusal(url, allow_private=True, seconds=0.5)
    over.set()
    assert "it takes longer than 0.5 seconds; try again later." in text
    assert time.monotonic() - began < 10


def test_a_name_that_takes_too_long_ends_by_the_deadline():
    """A look-up that hangs is left behind."""
    over = threading.Event()
    text = refusal("https://acme.example/a", seconds=0.2, resolver=lambda *_: over.wait(60) and [])
    over.set()
    assert text == "https://acme.example/a: it takes longer than 0.2 seconds; try again later."


def test_a_name_without_an_address_is_told():
    """No address is told as such."""

    def resolver(*_):
        raise OSError

    assert (
        refusal("https://acme.example/a", resolver=resolver)
        == "https://acme.example/a: acme.example has no address."
    )
