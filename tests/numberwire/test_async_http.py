"""Sending for async clients: the connections of each event loop."""

import asyncio

from numberwire._async_http import AsyncSender
from numberwire.credential import bearer_auth


def test_pools_of_loops_are_bounded(monkeypatch):
    """An async door keeps the connections of so many event loops, and lets go of ended ones first."""
    monkeypatch.setattr("numberwire._async_http._MOST_LOOPS", 2)
    door = AsyncSender("http://127.0.0.1:9", bearer_auth("am_live_0123456789"), "numberwire/0", None)
    loops = [asyncio.new_event_loop() for _ in range(4)]

    async def open_pool():
        return door._open_pool()

    first, second = (loop.run_until_complete(open_pool()) for loop in loops[:2])
    assert loops[0].run_until_complete(open_pool()) is first
    loops[2].run_until_complete(open_pool())
    assert list(door._pools) == [loops[1], loops[2]]
    assert loops[0].run_until_complete(open_pool()) is not first
    loops[2].close()
    loops[3].run_until_complete(open_pool())
    assert list(door._pools) == [loops[0], loops[3]]
    loops[0].run_until_complete(door.close())
    assert list(door._pools) == [loops[3]]
    assert second is not first
    for loop in loops:
        loop.close()
