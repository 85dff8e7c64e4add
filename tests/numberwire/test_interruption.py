"""Exceptions that interrupt a call: what a signal's handler raises, and what tracebacks may keep."""

import asyncio
import functools
import signal
import socket
import traceback

import httpcore2._backends.anyio as asynchronous
import httpcore2._backends.sync as synchronous
import httpx2
import pytest

import numberwire._http  # noqa: F401 loading it takes a while
from numberwire._interruption import clear_locals, handler_error
from numberwire.sandbox import PROJECT, TOKEN
from numberwire.signalwire import RestClient
from tests.numberwire.faults.server import FaultServer
from tests.numberwire.faults.turns import stalls

pytestmark = pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="this system has no timers")


class AlarmError(OSError):
    """What a caller's handler raises, of a class that could be the network's."""


def raise_alarm(_number, _frame):
    """A handler."""
    raise AlarmError


def raise_timeout(*given):
    """One that keeps nothing of what it was given, and takes itself away."""
    del given
    raise TimeoutError


def raise_connection_error(*_):
    """One that takes itself away before it raises."""
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    raise ConnectionResetError


class Handler:
    """A handler that is no function."""

    def __call__(self, _number, frame):
        """Raise."""
        del frame
        raise AlarmError


def with_words(words, _number, _frame):
    """One that is given more."""
    raise AlarmError(words)


@pytest.fixture
def alarm():
    """Sets a handler, and has it called soon; afterwards it is as it was."""
    before = signal.getsignal(signal.SIGALRM)

    def set_alarm(handler, seconds=0.2):
        signal.signal(signal.SIGALRM, handler)
        signal.setitimer(signal.ITIMER_REAL, seconds)

    yield set_alarm
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.signal(signal.SIGALRM, before)


@pytest.fixture
def server():
    """A server that never answers."""
    server = FaultServer()
    server.play([stalls()])
    yield server
    server.close()


@pytest.mark.parametrize(
    ("handler", "error"),
    [
        (raise_alarm, AlarmError),
        (raise_timeout, TimeoutError),
        (raise_connection_error, ConnectionResetError),
        (Handler(), AlarmError),
        (functools.partial(with_words, "late"), AlarmError),
    ],
    ids=["function", "that forgets", "that goes away", "object", "partial"],
)
def test_handler_ends_the_call(alarm, server, handler, error):
    """What the caller's handler raises ends the call as it is, whatever its class, and nothing is tried again."""
    with RestClient(PROJECT, TOKEN, server.host, deadline=10) as client:
        alarm(handler)
        with pytest.raises(error) as caught:
            client.phone_numbers.get("one")
    assert type(caught.value) is error
    assert len(server.seen) == 1


def test_handler_of_a_server_in_process(alarm, kind):
    """The same while a server in this process works."""

    def wait(_request):
        signal.raise_signal(signal.SIGALRM)

    alarm(raise_alarm, 20)
    with pytest.raises(AlarmError):
        kind.use(kind.rest(wait), lambda client: client.phone_numbers.get("one"))


def test_handler_in_an_event_loop(alarm, kind):
    """The same in a transport of an async client, and in one of a sync one."""

    def answer(_request):
        signal.raise_signal(signal.SIGALRM)

    alarm(raise_timeout, 20)
    with pytest.raises(TimeoutError):
        kind.use(kind.rest(httpx2.MockTransport(answer)), lambda client: client.phone_numbers.get("one"))


def test_error_of_the_network():
    """An error that no handler raised is none of a handler, also while the caller deals with one that was."""
    with pytest.raises(AlarmError) as alarm:
        raise_alarm(signal.SIGALRM, None)
    error = ConnectionResetError()
    error.__context__ = alarm.value
    assert handler_error(error, alarm.value) is None


def fail(error):
    """Raise an error with a local that stands for a secret."""
    secret = "kept"  # noqa: F841
    raise error


def test_clear_locals():
    """Frames of the library lose their locals and keep their lines; a caller's frames keep both."""
    failing = {"__name__": "httpcore2._sync"}
    exec("def send(fail):\n    secret = 'PT0123'\n    fail(KeyError())", failing)  # noqa: S102
    with pytest.raises(KeyError) as caught:
        failing["send"](fail)
    error = caught.value
    clear_locals(error, None)
    frames = [frame for frame, _ in traceback.walk_tb(error.__traceback__)]
    assert [frame.f_locals.get("secret") for frame in frames[-2:]] == [None, "kept"]
    assert [summary.name for summary in traceback.extract_tb(error.__traceback__)][-2:] == ["send", "fail"]


def exposed(error, secret):
    """The functions of this project and its libraries in whose locals a secret shows."""
    return [
        frame.f_code.co_qualname
        for frame, _ in traceback.walk_tb(error.__traceback__)
        if frame.f_globals["__name__"].partition(".")[0]
        in ("numberwire", "httpx2", "httpcore2", "h11", "anyio", "asyncio", "ssl")
        and any(secret in repr(value) for value in frame.f_locals.values())
    ]


def interrupt_writing(kind, monkeypatch, error):
    """Have the write of a request end in an error, where its bytes stand in locals."""

    def write(_self, buffer, *_limits):
        raise error

    async def write_async(_self, buffer, *_limits):
        raise error

    if kind.name == "sync":
        monkeypatch.setattr(socket.socket, "send", write)
        monkeypatch.setattr(synchronous.SyncStream, "write", write)
    else:
        monkeypatch.setattr(asyncio.selector_events._SelectorSocketTransport, "write", write)
        monkeypatch.setattr(asynchronous.AnyIOStream, "write", write_async)


TRANSPORTS = {"sync": httpx2.HTTPTransport, "async": httpx2.AsyncHTTPTransport}


@pytest.mark.parametrize("own", [True, False], ids=["own connections", "httpx2"])
@pytest.mark.parametrize("error", [KeyboardInterrupt, asyncio.CancelledError, SystemExit, RuntimeError])
def test_no_credential_in_frames(kind, monkeypatch, server, error, own):
    """Whatever interrupts the writing of a request, no frame of the client shows the credential."""
    made, transport = error(), None if own else TRANSPORTS[kind.name]()
    interrupt_writing(kind, monkeypatch, made)
    client = kind.rest_class("project-7", "PT0123456789abcdef", server.host, transport=transport)
    with pytest.raises(error):
        kind.use(client, lambda client: client.phone_numbers.get("one"))
    assert exposed(made, "cHJvamVjdC03OlBUMDEyMzQ1Njc4OWFiY2RlZg==") == []
