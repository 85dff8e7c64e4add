"""Proxies between a client and its API: a tunnel through each, and what a purchase becomes where there is none."""

import contextlib
import socket
import ssl
import threading
from typing import Any

import pytest
import trustme

from numberwire import errors
from numberwire.credential import basic_auth, require_value
from numberwire.signalwire import AsyncRestClient, RestClient
from tests.numberwire.faults.answers import said
from tests.numberwire.faults.apis import KINDS, PROJECT, TOKEN, number, phone_number
from tests.numberwire.faults.case import QUICK
from tests.numberwire.faults.exposure import exposures
from tests.numberwire.faults.server import FaultServer
from tests.numberwire.faults.table_purchase import bought
from tests.numberwire.faults.test_tls import CLIENTS, get
from tests.numberwire.faults.trial import run
from tests.numberwire.faults.turns import hangs_up, says

PASSWORD = "PT-proxy-secret"
GOOD = says(said(number()))
OPEN = b"HTTP/1.1 200 Connection established\r\n\r\n"
pytestmark = pytest.mark.usefixtures("swift")


class Proxy:
    """A proxy that answers CONNECT with given bytes, and opens a tunnel where they say so.

    Attributes:
        asked: What it was sent before the tunnel.
    """

    def __init__(self, answer: bytes, target: tuple[str, int]) -> None:
        self.asked: list[bytes] = []
        self._answer, self._target = answer, target
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://us%40er:{PASSWORD}@127.0.0.1:{self._socket.getsockname()[1]}"
        self._open: list[socket.socket] = []
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self._thread.start()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                accepted, _ = self._socket.accept()
                self._open.append(accepted)
                threading.Thread(target=self._serve, args=(accepted,), daemon=True).start()

    def _serve(self, accepted: socket.socket) -> None:
        with contextlib.suppress(OSError):
            head = b""
            while b"\r\n\r\n" not in head:
                piece = accepted.recv(65536)
                if not piece:
                    return
                head += piece
            self.asked.append(head)
            accepted.sendall(self._answer)
            if not self._answer.startswith(OPEN):
                accepted.shutdown(socket.SHUT_WR)
                return
            through = socket.create_connection(self._target)
            self._open.append(through)
            threading.Thread(target=_pump, args=(through, accepted), daemon=True).start()
            _pump(accepted, through)

    def close(self) -> None:
        """Hang up on everyone."""
        self._socket.close()
        for one in self._open:
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()


def _pump(source: socket.socket, target: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while piece := source.recv(65536):
            target.sendall(piece)
        target.shutdown(socket.SHUT_WR)


@pytest.fixture(scope="module")
def authority():
    """An authority that nobody but these tests trusts."""
    return trustme.CA()


@pytest.fixture
def stage(authority):
    """A server that speaks TLS behind a proxy, and makes clients that go through it."""
    with contextlib.ExitStack() as stack:

        def make(
            kind: str,
            *script: Any,
            answer: bytes = OPEN,
            how: str = "argument",
            monkeypatch: Any = None,
            **options: Any,
        ):
            speaks, trusts = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
            authority.issue_cert("localhost").configure_cert(speaks)
            authority.configure_trust(trusts)
            server = FaultServer(script, tls=speaks)
            stack.callback(server.close)
            proxy = Proxy(answer, server.address)
            stack.callback(proxy.close)
            url, credential = require_value(
                (f"https://localhost:{server.address[1]}", basic_auth(PROJECT, TOKEN, names=("a", "b")))
            )
            if how == "argument":
                options["proxy"] = proxy.url
            else:
                monkeypatch.setenv("HTTPS_PROXY", proxy.url)
                monkeypatch.delenv("NO_PROXY", raising=False)
                monkeypatch.delenv("no_proxy", raising=False)
            return server, proxy, CLIENTS[kind](url, credential, verify=trusts, **options)

        yield make


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("how", ["argument", "environment"])
def test_tunnel(stage, kind, how, monkeypatch):
    """Calls go through one tunnel, whose proxy is given its own password, and nothing of theirs."""
    server, proxy, client = stage(kind, GOOD, how=how, monkeypatch=monkeypatch)
    ended = run(kind, client, *[get] * 3, between=server.settle)
    assert [one.value for one in ended] == [phone_number(number())] * 3
    assert [seen.connection for seen in server.seen] == [0, 0, 0]
    place = f"localhost:{server.address[1]}".encode()
    assert proxy.asked == [
        b"CONNECT %b HTTP/1.1\r\nhost: %b\r\nproxy-authorization: Basic dXNAZXI6UFQtcHJveHktc2VjcmV0\r\n\r\n"
        % (place, place)
    ]
    assert not any("proxy" in name for seen in server.seen for name, _ in seen.headers)


REFUSALS = {
    "asks for a password": (b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n", "the proxy answered 407"),
    "refuses": (
        b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 2\r\n\r\nno",
        "the proxy answered 502 Bad Gateway",
    ),
    "leads elsewhere": (b"HTTP/1.1 302 Found\r\nLocation: https://portal\r\n\r\n", "the proxy answered 302"),
    "hangs up": (b"", "the proxy"),
    "hangs up in its answer": (OPEN[:20], "the proxy"),
    "speaks another protocol": (b"\x05\xff", "the proxy"),
    "speaks in the tunnel": (OPEN + b"\x16\x03\x03", "the proxy sent data of its own into the tunnel"),
    "repeats the password": (b"HTTP/1.1 403 %b\r\n\r\n" % PASSWORD.encode(), "the proxy answered 403 ***"),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", REFUSALS)
def test_refused(stage, kind, name):
    """A proxy that opens no tunnel got nothing of a purchase: it is told as one that was not sent, without secrets."""
    answer, why = REFUSALS[name]
    server, proxy, client = stage(kind, GOOD, answer=answer)
    rest = {"sync": RestClient, "async": AsyncRestClient}[kind]
    client = rest(PROJECT, TOKEN, "space.example.com", proxy=proxy.url, verify=ssl.create_default_context())
    [ended] = run(kind, client, bought)
    assert type(ended.error) is errors.APIConnectionError
    assert why in str(ended.error)
    assert exposures(ended.error, (TOKEN, PASSWORD)) == []
    assert (len(proxy.asked), server.seen, ended.error.attempts) == (3, [], 3)


@pytest.mark.parametrize("kind", KINDS)
def test_answer_lost_in_a_tunnel(stage, kind):
    """What was sent through a tunnel and lost there is asked for again, through another."""
    server, proxy, client = stage(kind, hangs_up(), GOOD)
    [ended] = run(kind, client, get)
    assert (ended.value, server.asked, len(proxy.asked)) == (phone_number(number()), "GET GET", 2)


@pytest.mark.parametrize("kind", KINDS)
def test_silent_proxy(kind):
    """A proxy that never answers is given up in time."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        rest = {"sync": RestClient, "async": AsyncRestClient}[kind]
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        client = rest(
            PROJECT, TOKEN, "space.example.com", proxy=url, verify=ssl.create_default_context(), **QUICK
        )
        [ended] = run(kind, client, bought)
    assert type(ended.error) is errors.APITimeoutError
    assert ended.seconds < 0.85
