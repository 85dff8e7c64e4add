"""The sandbox in process, as a transport of the clients: what is theirs to wait for."""

import asyncio
import time
from uuid import UUID

import pytest

from numberwire.errors import APITimeoutError, InvalidRequestError
from numberwire.sandbox import Fault, Sandbox
from numberwire.signalwire import AsyncRestClient, handlers

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


@pytest.mark.parametrize("seconds", [3600, 1e10, 1e300])
def test_sync_client_waits_no_longer_than_it_may(seconds):
    """A delayed answer is a timeout when the client's time is up, and not when the delay is over."""
    sandbox = Sandbox()
    sandbox.faults.add(Fault(kind="delay", seconds=seconds, times=None))
    client = sandbox.client(timeout=0.05, max_retries=0)
    started = time.monotonic()
    with pytest.raises(APITimeoutError, match="the timeout or the deadline was reached"):
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


def test_load():
    """A listing of an account is loaded as it is, in its order; a client reads the same numbers from the copy."""
    account = Sandbox()
    ids = account.add_numbers(3, call_handler="ai_agent", calling_handler_resource_id="a1")
    account.client().phone_numbers.update(ids[0], name="Desk", message=handlers.message.RelayTopic("office"))
    owned = list(account.client().phone_numbers.list())
    copy = Sandbox()
    assert copy.load(account.client().phone_numbers.list()) == [number.id for number in owned]
    assert list(copy.client().phone_numbers.list()) == owned
    changed = copy.client().phone_numbers.update(ids[0], call=handlers.NONE)
    assert changed.calling_handler_resource_id is None


@pytest.mark.parametrize(
    "number",
    [{}, {"id": "7", "number": "+12065550123"}, {"id": str(UUID(int=7)), "number": "x"}, "x", 7],
    ids=["nothing", "no UUID", "no number", "a text", "a count"],
)
def test_load_what_is_no_number(number):
    """What has no id and number is refused, and nothing is added."""
    sandbox = Sandbox()
    good = {"id": str(UUID(int=1)), "number": "+12065550123"}
    with pytest.raises(InvalidRequestError, match="a number to load must have an id"):
        sandbox.load([good, number])
    with pytest.raises(InvalidRequestError, match="already exists"):
        sandbox.load([good, good])
    assert list(sandbox.client().phone_numbers.list()) == []
