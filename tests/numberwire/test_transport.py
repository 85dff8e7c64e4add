"""Where the door will be: made at the first request, once."""

import threading
from functools import partial
from unittest.mock import Mock

import httpx2
import pytest

from numberwire._async_http import AsyncSender
from numberwire._http import Sender
from numberwire._transport import LazySender
from numberwire.credential import bearer_auth
from numberwire.errors import InvalidRequestError
from numberwire.sandbox import Sandbox
from tests.numberwire.servers import Script, header, said
from tests.numberwire.subjects import ID, NUMBER


@pytest.fixture
def doorway():
    """A doorway that nobody has gone through."""
    return LazySender("https://api.example.com", bearer_auth("am_live_0123456789"), None, "handle_request")


def test_lazy(doorway):
    """There is no door before it is needed, and then it is one and the same."""
    assert doorway.opened is None
    door = doorway.open_sync()
    assert (type(door), doorway.opened) == (Sender, door)
    assert doorway.open_sync() is door


def test_async(doorway):
    """An async client's door is an async one."""
    assert type(doorway.open_async()) is AsyncSender


def test_one_door(doorway):
    """Threads that come at once go through the same door."""
    doors, together = [], threading.Barrier(8)

    def go():
        together.wait(10)
        doors.append(doorway.open_sync())

    threads = [threading.Thread(target=go) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert len(doors) == 8
    assert set(doors) == {doors[0]}


@pytest.mark.parametrize("transport", [lambda: "proxy", lambda: 7])
def test_wrong_transport(kind, transport):
    """What is no transport at all is refused at construction."""
    method = "handle_request" if kind.name == "sync" else "handle_async_request"
    made = transport()
    with pytest.raises(InvalidRequestError) as caught:
        kind.rest(made)
    assert str(caught.value) == f"transport must be a function or an httpx2 transport with {method}()."


class OtherTransport:
    """A transport of another library."""

    def handle_request(self, request):
        """It would send it."""

    handle_async_request = handle_request


class AsyncCall:
    """An object that is called like an async function."""

    async def __call__(self, _request):
        """It would answer."""


async def answer_later(_request):
    """An async function."""


def answer_two(_request, _more):
    """A function of two arguments, as an application of WSGI is."""


REFUSED = {
    "a class": (Sandbox, "is the class Sandbox: give an object of it, such as Sandbox()."),
    "a class of httpx2": (
        httpx2.HTTPTransport,
        "is the class HTTPTransport: give an object of it, such as HTTPTransport().",
    ),
    "another library's": (
        OtherTransport(),
        f"is a {__name__}.OtherTransport, which is not a transport of httpx2.",
    ),
    "an async function": (
        answer_later,
        "is an async function: give one that returns its response, or an httpx2 transport.",
    ),
    "a part of one": (
        partial(answer_later),
        "is an async function: give one that returns its response, or an httpx2 transport.",
    ),
    "an async object": (
        AsyncCall(),
        "is an async function: give one that returns its response, or an httpx2 transport.",
    ),
    "two arguments": (answer_two, "is a function of other arguments: it must take one, the request."),
    "no arguments": (lambda: None, "is a function of other arguments: it must take one, the request."),
}


@pytest.mark.parametrize("case", REFUSED)
def test_transport_of_another_kind(kind, case):
    """What can be seen to be no transport is refused at construction, in words."""
    transport, why = REFUSED[case]
    for client in (kind.rest, kind.routing):
        with pytest.raises(InvalidRequestError) as caught:
            client(transport)
        assert str(caught.value) == f"transport {why}"


@pytest.mark.parametrize(
    "transport", [Sandbox(), partial(answer_two, None), Mock()], ids=["object", "part", "mock"]
)
def test_function_of_any_kind(kind, transport):
    """An object that can be called with a request is a server, whatever it is."""
    assert kind.rest(transport).base_url == "https://example.signalwire.com"


def test_transport_of_the_other_kind(kind):
    """A sync client takes a sync transport, an async client an async one."""
    sync, twin = httpx2.HTTPTransport(), httpx2.AsyncHTTPTransport()
    fit, unfit = (sync, twin) if kind.name == "sync" else (twin, sync)
    assert kind.rest(fit).base_url == "https://example.signalwire.com"
    with pytest.raises(InvalidRequestError, match="transport must be a function or an httpx2 transport with"):
        kind.rest(unfit)


@pytest.mark.parametrize(("version", "agent"), [("1.2.3", "numberwire/1.2.3"), ("", "numberwire")])
def test_user_agent(kind, monkeypatch, version, agent):
    """The version is told where it is known; vendored sources have none, and send all the same."""
    monkeypatch.setattr("numberwire.__version__", version, raising=False)
    server = Script(said({"id": ID, "number": NUMBER}))
    kind.drive(kind.rest(server), lambda one: one.phone_numbers.get(ID))
    assert header(server.asked[0], "user-agent") == agent
