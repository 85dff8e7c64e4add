"""Where the door will be: made at the first request, once."""

import threading

import httpx2
import pytest

from numberwire.credential import bearer
from numberwire.door import AsyncDoor, Door
from numberwire.doorway import Doorway
from numberwire.errors import InvalidRequestError


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


@pytest.mark.parametrize(
    "transport", [httpx2.AsyncHTTPTransport, httpx2.HTTPTransport, lambda: "proxy", lambda: 7]
)
def test_wrong_transport(kind, transport):
    """A transport of the other kind, or none at all, is refused at construction."""
    method = "handle_request" if kind.name == "sync" else "handle_async_request"
    made = transport()
    if hasattr(made, method):
        assert kind.rest(made).base_url == "https://example.signalwire.com"
        return
    with pytest.raises(InvalidRequestError) as caught:
        kind.rest(made)
    assert str(caught.value) == f"transport must be a function or an httpx2 transport with {method}()."
