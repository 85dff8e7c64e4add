"""Calls that their caller gives up: what was sent is told, and the client goes on working."""

import asyncio
import gc
import logging
import signal
import threading
import time
import warnings

import pytest

from numberwire.client import Hooks
from tests.numberwire.faults.answers import answer, said
from tests.numberwire.faults.apis import KINDS, NUMBER, SIGNALWIRE, number, phone_number
from tests.numberwire.faults.peer import Peer, Turn
from tests.numberwire.faults.server import FaultServer
from tests.numberwire.faults.table_listing import A, page
from tests.numberwire.faults.table_purchase import bought, owned
from tests.numberwire.faults.trial import client_of, run
from tests.numberwire.faults.turns import hangs_up, says, stalls

GET = SIGNALWIRE.call
pytestmark = pytest.mark.usefixtures("tidy")


@pytest.fixture
def server():
    """A server that is given its script later."""
    server = FaultServer()
    yield server
    server.close()


@pytest.fixture
def warnings_logged(caplog):
    """What was logged at WARNING."""
    caplog.set_level(logging.DEBUG)
    return lambda: [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]


def cancelled(server, call, after, then=GET):
    """Cancel a call once the server has seen so many requests; returns what a second call returns."""

    async def main():
        async with client_of("async", server.host) as client:
            task = asyncio.create_task(call(client))
            await asyncio.to_thread(server.hear, after)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            return await then(client)

    return asyncio.run(main())


@pytest.mark.parametrize(
    ("script", "after"),
    [
        ((stalls(),), 1),
        ((stalls(answer(200, b"", length=100)),), 1),
        ((hangs_up(), stalls()), 2),
        ((says(said({}, 503)), stalls()), 2),
    ],
    ids=["in flight", "in its answer", "while it is looked up", "while it is looked up after 503"],
)
def test_purchase_cancelled(script, after, server, warnings_logged):
    """A purchase that is cancelled after it was sent is logged with its number, and is not sent again."""
    server.play([*script, says(said(number()))])
    assert cancelled(server, bought, after) == phone_number(number())
    [told] = warnings_logged()
    assert NUMBER in told
    assert server.asked.count("POST") == 1


def test_purchase_cancelled_between_looks(server, warnings_logged):
    """The same while it waits to look again."""
    server.play([hangs_up(), says(owned()), says(said(number()))])
    tasks = []
    hooks = Hooks(on_response=lambda *_: tasks[0].cancel())

    async def main():
        async with client_of("async", server.host, hooks=hooks) as client:
            tasks.append(asyncio.create_task(bought(client)))
            with pytest.raises(asyncio.CancelledError):
                await tasks[0]

    asyncio.run(main())
    [told] = warnings_logged()
    assert NUMBER in told
    assert server.asked == "POST GET"


def test_purchase_cancelled_unsent(warnings_logged):
    """A purchase that is cancelled before it could be sent did not happen, and is not logged."""
    server = FaultServer(listening=False)

    async def main():
        async with client_of("async", server.host) as client:
            task = asyncio.create_task(bought(client))
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(task, 0.2)

    with server.crowded():
        asyncio.run(main())
    server.close()
    assert warnings_logged() == []


def test_other_calls_cancelled(server, warnings_logged):
    """A call that costs nothing is cancelled without a word."""
    server.play([stalls(), says(said(number()))])
    assert cancelled(server, GET, 1) == phone_number(number())
    assert warnings_logged() == []


@pytest.mark.parametrize("kind", KINDS)
def test_purchase_ended_by_a_hook(kind, server, warnings_logged):
    """An interruption between the answer and its reading is told, too."""

    def interrupt(*_):
        raise KeyboardInterrupt

    server.play([says(said(number()))])
    with pytest.raises(KeyboardInterrupt):
        run(kind, client_of(kind, server.host, hooks=Hooks(on_response=interrupt)), bought)
    [told] = warnings_logged()
    assert NUMBER in told
    assert server.asked == "POST"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "place",
    [
        "numberwire._exchange.read_answer",
        "numberwire._exchange.CallResult",
        "numberwire._retry.Budget.give_back",
    ],
)
def test_purchase_ended_while_it_is_read(place, kind, server, warnings_logged, monkeypatch):
    """An interruption while the answer is read is told, too: there is no value, and the number is bought."""

    def interrupt(*_):
        raise KeyboardInterrupt

    server.play([says(said(number()))])
    monkeypatch.setattr(place, interrupt)
    with pytest.raises(KeyboardInterrupt):
        run(kind, client_of(kind, server.host), bought)
    [told] = warnings_logged()
    assert NUMBER in told
    assert server.asked == "POST"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("status", [429, None], ids=["refused", "never sent"])
def test_purchase_ended_before_its_retry(status, kind, server, warnings_logged):
    """An interruption after an attempt that is known to have done nothing is not told."""

    def interrupt(*_):
        raise KeyboardInterrupt

    hooks = Hooks(on_retry=interrupt) if status else Hooks(on_request=interrupt)
    server.play([says(said({"error": "x"}, 429))])
    with pytest.raises(KeyboardInterrupt):
        run(kind, client_of(kind, server.host, hooks=hooks), bought)
    assert warnings_logged() == []


@pytest.mark.skipif(not hasattr(signal, "pthread_kill"), reason="this system sends threads no signals")
@pytest.mark.parametrize("script", [(), (hangs_up(),)], ids=["in flight", "while it is looked up"])
def test_purchase_interrupted(script, server, warnings_logged):
    """Ctrl-C during a purchase ends it, is logged with the number, and leaves a client that works."""

    def interrupts(peer: Peer) -> None:
        signal.pthread_kill(threading.main_thread().ident, signal.SIGINT)
        peer.outlast()

    server.play([*script, Turn(interrupts), says(said(number()))])
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with client_of("sync", server.host) as client:
            with pytest.raises(KeyboardInterrupt):
                bought(client)
            assert GET(client) == phone_number(number())
    finally:
        signal.signal(signal.SIGINT, before)
    [told] = warnings_logged()
    assert NUMBER in told
    assert server.asked.count("POST") == 1


def test_listing_left_early_async(server):
    """A listing that is left early leaves nothing behind: no task, no complaint of one that failed."""
    server.play([page(0, after="?page_token=PA1"), says(said({}, 404)), says(said(number()))])
    complaints = []

    async def main():
        asyncio.get_running_loop().set_exception_handler(lambda _, context: complaints.append(context))
        async with client_of("async", server.host) as client:
            async for found in client.phone_numbers.list():
                assert found == A
                await asyncio.to_thread(server.settle, 2)
                if others := asyncio.all_tasks() - {asyncio.current_task()}:
                    await asyncio.wait(others)
                break
            gc.collect()
            assert await GET(client) == phone_number(number())
        if others := asyncio.all_tasks() - {
            asyncio.current_task()
        }:  # asyncio's own, which closes the generator
            await asyncio.wait(others, timeout=5)
        assert asyncio.all_tasks() == {asyncio.current_task()}

    asyncio.run(main())
    gc.collect()
    assert complaints == []


def test_listing_left_early_sync(server):
    """The same with a thread that fetches ahead: leaving does not wait for it."""
    server.play([page(0, after="?page_token=PA1"), stalls()])
    with client_of("sync", server.host, timeout=1, max_retries=0) as client:
        began = time.monotonic()
        for found in client.phone_numbers.list(prefetch=True):
            assert found == A
            break
        assert time.monotonic() - began < 0.9


def test_one_client_in_two_loops(server):
    """An async client that is used in one event loop after another works in both."""
    server.play([says(said(number()))])
    client = client_of("async", server.host)

    async def last():
        async with client:
            return await GET(client)

    with warnings.catch_warnings():
        # A connection that its loop did not outlive is closed when it is collected, with a warning.
        warnings.simplefilter("ignore", ResourceWarning)
        assert asyncio.run(GET(client)) == phone_number(number())
        assert asyncio.run(last()) == phone_number(number())
        gc.collect()
