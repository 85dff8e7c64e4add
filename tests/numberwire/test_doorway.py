"""Where the door will be: made at the first request, once."""

import functools
import threading

import httpx2
import pytest

from numberwire.credential import bearer
from numberwire.door import AsyncDoor, Door
from numberwire.doorway import Doorway
from numberwire.errors import InvalidRequestError
from tests.numberwire.servers import Script, header, said
from tests.numberwire.subjects import ID, NUMBER


@pytest.fixture
def doorway():
    """A doorway that nobody has gone through."""
    return Doorway("https://api.example.com", bearer("am_live_0123456789"), None, "handle_request")


def test_lazy(doorway):
    """There is no door before it is needed, and then it is one and the same."""
    assert not doorway.is_open
    door = doorway.sync()
    assert (type(door), doorway.is_open) == (Door, True)
    assert doorway.sync() is door


def test_async(doorway):
    """An async client's door is an async one."""
    assert type(doorway.asynchronous()) is AsyncDoor


def test_one_door(doorway):
    """Threads that come at once go through the same door."""
    doors, together = [], threading.Barrier(8)

    def go():
        together.wait(10)
        doors.append(doorway.sync())

    threads = [threading.Thread(target=go) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert len(doors) == 8
    assert set(doors) == {doors[0]}


class Foreign:
    """A transport of another library with the methods of httpx2's."""

    __module__ = "httpx._transports.default"

    def handle_request(self, request):
        """Answer."""

    async def handle_async_request(self, request):
        """Answer."""


class Awaited:
    """A server whose answers have to be awaited."""

    async def __call__(self, request):
        """Answer."""


async def awaited(request):
    """Answer."""


WRONG = [
    (lambda: "proxy", "not str"),
    (lambda: 7, "not int"),
    (list, "not list"),
    (lambda: httpx2.MockTransport, "not the class MockTransport: make one of it"),
    (lambda: awaited, "not an async function"),
    (Awaited, "not an async function"),
    (lambda: functools.partial(awaited), "not an async function"),
    (Foreign, "not one of httpx, another library"),
]


@pytest.mark.parametrize(("make", "why"), WRONG, ids=[why for _, why in WRONG])
def test_wrong_transport(kind, make, why):
    """What can't serve as a transport is refused at construction, and not at the first call."""
    method = "handle_request" if kind.name == "sync" else "handle_async_request"
    with pytest.raises(InvalidRequestError) as caught:
        kind.rest(make())
    assert str(caught.value) == f"transport must be a function or an httpx2 transport with {method}(), {why}."


def test_transport_of_the_other_kind(kind):
    """A sync client takes a sync transport, an async client an async one."""
    sync, twin = httpx2.HTTPTransport(), httpx2.AsyncHTTPTransport()
    fit, unfit = (sync, twin) if kind.name == "sync" else (twin, sync)
    assert kind.rest(fit).base_url == "https://example.signalwire.com"
    with pytest.raises(InvalidRequestError, match=f", not {type(unfit).__name__}\\.$"):
        kind.rest(unfit)


@pytest.mark.parametrize(("version", "agent"), [("1.2.3", "numberwire/1.2.3"), ("", "numberwire")])
def test_user_agent(kind, monkeypatch, version, agent):
    """The version is told where it is known; vendored sources have none, and send all the same."""
    monkeypatch.setattr("numberwire.__version__", version, raising=False)
    server = Script(said({"id": ID, "number": NUMBER}))
    kind.drive(kind.rest(server), lambda one: one.phone_numbers.get(ID))
    assert header(server.asked[0], "user-agent") == agent
