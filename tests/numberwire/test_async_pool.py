"""Connections of an event loop: shared by tasks, given up by those who are cancelled, and watched while nobody asks."""

import asyncio
import contextlib
import time

import pytest

from numberwire import _async_pool as pools
from numberwire._async_pool import AsyncPool
from numberwire._http1 import ProtocolError
from numberwire._network import Network, find_route
from numberwire._steps import Attempt
from numberwire_api import Request
from tests.numberwire.faults.answers import said
from tests.numberwire.faults.server import FaultServer
from tests.numberwire.faults.turns import hangs_up, says, stalls

REQUEST = b"GET / HTTP/1.1\r\nhost: h\r\n\r\n"


@pytest.fixture
def server():
    """A server that is given its script later."""
    with contextlib.closing(FaultServer()) as made:
        yield made


def attempt_of(target="/", *, fresh=False, seconds=10):
    """An attempt that begins now, and may take so long."""
    return Attempt(Request("GET", target), time.monotonic() + seconds, fresh=fresh, number=1, sent=False)


def in_a_pool(server, use):
    """What a use of a pool comes to; the pool is closed afterwards."""

    async def main():
        pool = AsyncPool(find_route(f"http://{server.host}", Network(trust_env=False)), lambda: None)
        try:
            return await use(pool)
        finally:
            await pool.close()

    return asyncio.run(main())


def encode(target):
    """What makes the bytes of a request."""
    return lambda _: REQUEST.replace(b"/ ", target.encode() + b" ", 1)


def test_tasks(server):
    """Tasks at a time get their own answers, and later ones use their connections."""
    server.play(lambda seen: says(said({"target": seen.target})))

    async def ask(pool, number):
        reader = await pool.ask(attempt_of(), encode(f"/{number}"))
        return reader.content == said({"target": f"/{number}"}).partition(b"\r\n\r\n")[2]

    async def use(pool):
        return [await asyncio.gather(*(ask(pool, number) for number in range(15))) for _ in range(3)]

    assert in_a_pool(server, use) == [[True] * 15] * 3
    assert len(server.peers) == 15


def test_places(server, monkeypatch):
    """No more requests are on their way than there are places; each takes the connection of the one before."""
    monkeypatch.setattr(pools, "MOST_CONNECTIONS", 2)
    server.play([says(said({}))])

    async def use(pool):
        await asyncio.gather(*(pool.ask(attempt_of(), encode("/")) for _ in range(10)))

    in_a_pool(server, use)
    assert (len(server.seen), len(server.peers)) == (10, 2)


def test_cancelled(server):
    """A request that is cancelled takes its connection with it, and leaves its place to the next."""
    server.play([stalls(said({})[:-1]), says(said({}))])

    async def use(pool):
        task = asyncio.create_task(pool.ask(attempt_of(), encode("/")))
        await asyncio.to_thread(server.hear, 1)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        return (await pool.ask(attempt_of(), encode("/"))).status

    assert in_a_pool(server, use) == 200
    assert [seen.connection for seen in server.seen] == [0, 1]


def test_time_is_up(server):
    """Each attempt ends when its own time is up, whichever began first."""
    server.play([stalls(said({})[:-1])])

    async def use(pool):
        first = asyncio.create_task(pool.ask(attempt_of(seconds=5), encode("/")))
        await asyncio.to_thread(server.hear, 1)
        for seconds in (0.05, 0.02):
            with pytest.raises(TimeoutError):
                await pool.ask(attempt_of(seconds=seconds), encode("/"))
        is_waiting = not first.done()
        first.cancel()
        return is_waiting

    assert in_a_pool(server, use)


def test_no_timer_is_left(server, monkeypatch):
    """Closing leaves no timer behind in the event loop, except for those who wait still: they end in time."""
    server.play([says(said({})), stalls()])

    async def use(pool):
        loop = asyncio.get_running_loop()
        timers, start = [], loop.call_later

        def start_timer(*arguments):
            timers.append(start(*arguments))
            return timers[-1]

        with monkeypatch.context() as patch:
            patch.setattr(loop, "call_later", start_timer)
            await pool.ask(attempt_of(), encode("/"))
            await pool.close()
            left = [timer for timer in timers if not timer.cancelled()]
            waiting = asyncio.create_task(pool.ask(attempt_of(seconds=0.2), encode("/")))
            await asyncio.to_thread(server.hear, 2)
        await pool.close()
        async with asyncio.timeout(5):
            with pytest.raises(TimeoutError, match="the timeout or the deadline was reached"):
                await waiting
        return len(timers) > 1, left

    assert in_a_pool(server, use) == (True, [])


def test_interrupted_timer(server, monkeypatch):
    """An attempt ends in time also where the one before was interrupted while the timer was being started."""
    server.play([says(said({})), stalls()])

    async def use(pool):
        await pool.ask(attempt_of(seconds=5), encode("/"))
        with monkeypatch.context() as patch:
            patch.setattr(asyncio.get_running_loop(), "call_later", interrupt)
            with pytest.raises(KeyError):
                await pool.ask(attempt_of(seconds=0.05), encode("/"))
        async with asyncio.timeout(5):
            with pytest.raises(TimeoutError, match="the timeout or the deadline was reached"):
                await pool.ask(attempt_of(seconds=0.1), encode("/"))

    def interrupt(*_arguments):
        raise KeyError

    in_a_pool(server, use)


def test_cancelled_while_connecting():
    """One that is cancelled before it has a connection was not sent."""
    server = FaultServer(listening=False)
    attempt = attempt_of()

    async def use():
        pool = AsyncPool(find_route(f"http://{server.host}", Network(trust_env=False)), lambda: None)
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(pool.ask(attempt, encode("/")), 0.1)
        await pool.close()

    with server.crowded():
        asyncio.run(use())
    server.close()
    assert not attempt.sent


@pytest.mark.parametrize(
    ("turn", "error"),
    [
        (hangs_up(after=said({})[:-1]), ProtocolError),
        (hangs_up(), ProtocolError),
        (says(b"\x00\r\n\r\n"), ProtocolError),
    ],
    ids=["cut", "closed", "garbage"],
)
def test_lost(server, turn, error):
    """What is no response ends its request, and its connection."""
    server.play([turn, says(said({}))])

    async def use(pool):
        attempt = attempt_of()
        with pytest.raises(error):
            await pool.ask(attempt, encode("/"))
        assert attempt.sent
        return (await pool.ask(attempt_of(), encode("/"))).status

    assert in_a_pool(server, use) == 200


def test_one_buffer(server):
    """Every connection reads into one buffer, and what was read stays what it was."""
    server.play(lambda seen: says(said({"x": seen.target * 20_000})))

    async def use(pool):
        readers = await asyncio.gather(*(pool.ask(attempt_of(), encode(f"/{name}")) for name in "abc"))
        return [
            reader.content.count(f"/{name}".encode()) for reader, name in zip(readers, "abc", strict=True)
        ]

    assert in_a_pool(server, use) == [20_000] * 3
