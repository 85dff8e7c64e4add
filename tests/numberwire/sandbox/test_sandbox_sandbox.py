"""The sandbox in process, as a transport of the clients: what is theirs to wait for."""

import asyncio
import time

import pytest

from numberwire.errors import APITimeoutError
from numberwire.sandbox import Fault, Sandbox
from numberwire.signalwire import AsyncRestClient

DELAY = Fault(kind="delay", seconds=3600, times=None)


def async_client(sandbox, **options):
    """An async client of a sandbox."""
    return AsyncRestClient(
        sandbox.project, sandbox.token, "example.signalwire.com", transport=sandbox, **options
    )


def test_clients_of_a_sandbox():
    """A sandbox makes clients of both of its APIs."""
    sandbox = Sandbox()
    offer = sandbox.client().phone_numbers.search(areacode="503", max_results=1)[0]
    assert sandbox.client().phone_numbers.purchase(offer.number).number == offer.number
    number = sandbox.routing_client().phone_numbers.update(sandbox.routing_ids[0], label="Desk")
    assert number.label == "Desk"


def test_sync_client_waits_no_longer_than_it_may():
    """A delayed answer is a timeout when the client's time is up, and not when the delay is over."""
    sandbox = Sandbox()
    sandbox.faults.add(DELAY)
    client = sandbox.client().with_options(timeout=0.05, max_retries=0)
    started = time.monotonic()
    with pytest.raises(APITimeoutError, match="the attempt's timeout was reached"):
        client.phone_numbers.search(areacode="503")
    assert time.monotonic() - started < 5


def test_delay_holds_up_no_event_loop():
    """While answers are delayed, other tasks of the event loop go on, and a timeout around a call ends it."""
    sandbox = Sandbox()
    sandbox.faults.add(DELAY)

    async def run():
        client = async_client(sandbox, timeout=0.05, max_retries=0)
        calls = [client.phone_numbers.search(areacode="503") for _ in range(20)]
        results = await asyncio.gather(*calls, return_exceptions=True)
        assert {type(result) for result in results} == {APITimeoutError}
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.05):
                await async_client(sandbox).phone_numbers.search(areacode="503")

    started = time.monotonic()
    asyncio.run(run())
    assert time.monotonic() - started < 5


@pytest.mark.parametrize("kind", ["lose_answer", "truncate", "garbage", "delay"])
def test_faults_are_the_same_for_an_async_client(kind):
    """A purchase that meets a fault is settled by an async client as by a sync one, and buys one number."""
    sandbox = Sandbox()
    sandbox.faults.add(Fault(kind=kind, operation="purchase_phone_number", seconds=0.01))

    async def run():
        return await async_client(sandbox).phone_numbers.purchase("+15035551763")

    assert asyncio.run(run()).number == "+15035551763"
    assert sandbox.store.count("signalwire") == 1
