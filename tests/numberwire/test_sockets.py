"""Connections within a limit, whatever the name service and the addresses do."""

import asyncio
import contextlib
import socket
import subprocess
import sys
import threading
import time

import pytest

import numberwire._http  # noqa: F401 loading it is no part of the limit
from numberwire import _sockets as sockets
from numberwire._sockets import connect_first, open_socket, resolve
from numberwire.errors import APIConnectionError
from tests.numberwire.subjects import PROJECT, TOKEN

LIMIT = 0.3
LATE = 0.5
"""Seconds after its limit at which whatever has one must have ended."""


@pytest.fixture
def silent():
    """Eight addresses of a listening socket without room for anybody: connecting to them never ends."""
    with contextlib.ExitStack() as stack:
        listening = stack.enter_context(socket.socket())
        listening.bind(("0.0.0.0", 0))  # noqa: S104 each loopback address is to reach it
        listening.listen(0)
        port = listening.getsockname()[1]
        for _ in range(4):
            crowd = stack.enter_context(socket.socket())
            crowd.setblocking(False)
            crowd.connect_ex(("127.0.0.1", port))
        yield [(f"127.0.0.{last}", port) for last in range(1, 9)]


@pytest.fixture
def listening():
    """A socket that can be connected to."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server


@pytest.fixture
def refusing():
    """An address that nobody listens at."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        yield bound.getsockname()


@pytest.fixture
def stalled(monkeypatch):
    """A name service that answers nobody until the test is over."""
    over = threading.Event()

    def stall(*_arguments, **_keywords):
        assert over.wait(20)
        raise socket.gaierror(socket.EAI_AGAIN, "at last")

    monkeypatch.setattr(socket, "getaddrinfo", stall)
    yield
    over.set()


def find_at(monkeypatch, *addresses):
    """Have every name found at some addresses."""
    infos = infos_of(*addresses)
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_arguments, **_keywords: infos)


def infos_of(*addresses):
    """Addresses as the name service gives them."""
    return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", address) for address in addresses]


def failure_of(kind):
    """The words of a call's error and the seconds it took, those of its event loop's end with them."""
    client = kind.rest_class(PROJECT, TOKEN, "localhost:9", max_retries=0, deadline=LIMIT)
    began = time.monotonic()
    with pytest.raises(APIConnectionError) as caught:
        kind.use(client, lambda client: client.phone_numbers.get("one"))
    return str(caught.value), time.monotonic() - began


def test_stalled_name_service(kind, stalled):
    """A call ends at its deadline although the name service doesn't answer, and so does its event loop."""
    words, seconds = failure_of(kind)
    assert seconds < LIMIT + LATE
    assert "no answer arrived" in words


def test_dead_addresses(kind, monkeypatch, silent):
    """Addresses of which none answers share the deadline."""
    find_at(monkeypatch, *silent)
    words, seconds = failure_of(kind)
    assert seconds < LIMIT + LATE
    assert "no answer arrived" in words


def test_no_address(kind, monkeypatch):
    """A name without addresses, and one that can't be a name, are connection errors."""
    find_at(monkeypatch)
    assert "the name has no address" in failure_of(kind)[0]


def test_answering_address(monkeypatch, silent, refusing, listening):
    """The one address that answers is reached, although those before it are silent or refuse."""
    find_at(monkeypatch, silent[0], refusing, silent[1], listening.getsockname())
    with open_socket("example.com", 443, 5.0) as connected:
        assert connected.getpeername() == listening.getsockname()
        assert connected.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
        assert connected.getblocking()


def test_refused(monkeypatch, refusing):
    """Where every address refuses, the last refusal is raised at once."""
    find_at(monkeypatch, refusing, ("127.0.0.2", refusing[1]))
    with pytest.raises(ConnectionRefusedError):
        open_socket("example.com", 443)


def test_unfit_local_address(monkeypatch, listening):
    """An address that can't be connected to from the local address fails, and leaves no socket."""
    find_at(monkeypatch, listening.getsockname())
    with pytest.raises(OSError, match="assign"):
        open_socket("example.com", 443, 5.0, local_address="192.0.2.1")


def test_unfit_option(monkeypatch, listening):
    """An option that can't be set closes the socket."""
    find_at(monkeypatch, listening.getsockname())
    with pytest.raises(OSError, match="not available"):
        open_socket("example.com", 443, 5.0, options=[(socket.IPPROTO_TCP, 9999, 1)])


def test_lookups_are_bounded(monkeypatch, stalled):
    """However many lookups are stuck, there are only so many threads; the next waits, and ends in time."""
    monkeypatch.setattr(sockets, "_MOST_LOOKUPS", 2)
    monkeypatch.setattr(sockets, "_lookups", set())
    for _ in range(2):
        with pytest.raises(TimeoutError, match=r"took too long$"):
            resolve("example.com", 443, 0.01)
    with pytest.raises(TimeoutError, match="other look-ups are stuck"):
        resolve("example.com", 443, 0.05)
    assert len(sockets._lookups) == 2


def test_no_thread_to_be_had(monkeypatch, listening):
    """Where no thread can be started, as at the interpreter's end, the name is looked up all the same."""

    def refuse(*_):
        raise RuntimeError("can't start new thread")

    find_at(monkeypatch, listening.getsockname())
    monkeypatch.setattr("_thread.start_new_thread", refuse)
    assert resolve("example.com", 443) == infos_of(listening.getsockname())


def test_first_of_several():
    """The first of several asynchronous connections is taken; others are given up, and closed if they were made."""
    closed = []

    async def connect(address):
        if address == "a":
            raise ConnectionRefusedError
        if address == "b":
            try:
                await asyncio.sleep(20)
            except asyncio.CancelledError:
                return address  # as one that was connected in that moment
        return address

    async def close(connection):
        closed.append(connection)

    async def first(*addresses):
        infos = infos_of(*((address, 443) for address in addresses))
        return await connect_first(infos, connect, close, 0.1)

    assert asyncio.run(first("a", "b", "c")) == "c"
    assert closed == ["b"]
    with pytest.raises(ConnectionRefusedError):
        asyncio.run(first("a", "a"))


@pytest.mark.parametrize("addresses", ["a", "ba"], ids=["alone", "beside another"])
def test_cancelled_when_connected(addresses):
    """A connection that is made while its caller is cancelled, and cancelled again, is closed."""
    closed, callers = [], []

    def cancel_caller():
        callers[0].cancel()

    async def connect(address):
        if address == "a" == addresses:
            loop = asyncio.get_running_loop()
            loop.call_soon(cancel_caller)
            loop.call_soon(loop.call_soon, cancel_caller)
        if address == "b":
            try:
                await asyncio.sleep(20)
            except asyncio.CancelledError:
                cancel_caller()
                raise
        return address

    async def close(connection):
        closed.append(connection)

    async def main():
        callers.append(asyncio.current_task())
        await connect_first(infos_of(*((address, 443) for address in addresses)), connect, close, 0.02)

    with pytest.raises(asyncio.CancelledError):
        asyncio.run(main())
    assert closed == ["a"]


STUCK = """
import socket, sys, time
socket.getaddrinfo = lambda *_a, **_k: time.sleep(20)
from numberwire.errors import APITimeoutError
from numberwire.signalwire import RestClient
client = RestClient("project-7", "PT0123456789", "localhost:9", deadline=0.2, max_retries=0)
try:
    client.phone_numbers.get("one")
except APITimeoutError:
    print("ended")
"""


def test_stalled_lookup_does_not_hold_the_program():
    """A program whose lookup is stuck ends all the same."""
    found = subprocess.run(
        [sys.executable, "-c", STUCK], capture_output=True, text=True, timeout=10, check=True
    )
    assert (found.stdout, found.stderr) == ("ended\n", "")
