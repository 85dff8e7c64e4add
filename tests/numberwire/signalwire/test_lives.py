"""How clients and records live: closed and used again, shared, cancelled, copied and pickled."""

import asyncio
import copy
import pickle
import threading

import pytest

from numberwire import CLEAR
from numberwire.errors import NotFoundError
from numberwire.signalwire import AsyncRestClient, CallHandler, RestClient, handlers


@pytest.fixture
def address(sandbox):
    """What clients of a served sandbox are made of: project, token and host."""
    with sandbox.serve() as url:
        yield sandbox.project, sandbox.token, url.removeprefix("http://")


def test_used_after_it_was_closed(sandbox, address):
    """A client may be closed twice, and within a listing; what is called afterwards opens a connection again."""
    ids = sandbox.add_numbers(3)
    with RestClient(*address) as client:
        records = iter(client.phone_numbers.list(page_size=1))
        next(records)
        client.close()
        client.close()
        assert len(list(records)) == 2
        with client:
            pass
        assert client.phone_numbers.get(ids[0]).id == ids[0]


def test_async_used_after_it_was_closed(sandbox, address):
    """So may an async client, also after a call of it was cancelled or was given up in time."""
    ids = sandbox.add_numbers(3)

    async def live():
        client = AsyncRestClient(*address)
        task = asyncio.create_task(client.phone_numbers.get(ids[0]))
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await client.close()
        await client.close()
        async with client:
            found = await asyncio.gather(*map(client.phone_numbers.get, ids))
        return [number.id for number in found]

    assert asyncio.run(live()) == ids


def test_shared_by_threads(sandbox, address):
    """Threads share a client, while another one closes it."""
    ids = sandbox.add_numbers(12)
    seen = []
    with RestClient(*address) as client:
        threads = [
            threading.Thread(target=lambda one=one: seen.append(client.phone_numbers.get(one).id))
            for one in ids
        ]
        for thread in threads:
            thread.start()
        client.close()
        for thread in threads:
            thread.join()
    assert sorted(seen) == sorted(ids)


def values(sandbox):
    """A value of each kind that a caller holds."""
    client = sandbox.client()
    sandbox.add_numbers(1, call_handler="newer_than_this")
    number = client.phone_numbers.list().first()
    found = client.phone_numbers.search(max_results=2)
    return [
        *(number, found, found[0], handlers.call_of(number), handlers.message_of(number)),
        *(handlers.effective(number), handlers.call.LamlWebhooks("https://example.com"), CLEAR),
        *(CallHandler("newer_than_this"), CallHandler.relay_topic),
    ]


@pytest.mark.parametrize("twin", [lambda value: pickle.loads(pickle.dumps(value)), copy.copy, copy.deepcopy])  # noqa: S301 our own bytes
def test_twins(sandbox, twin):
    """Every value that a caller holds can be pickled and copied, and is equal to what comes of it."""
    for value in values(sandbox):
        other = twin(value)
        assert (other, type(other)) == (value, type(value))


def test_twin_of_an_error(sandbox):
    """So can an error, with all that it says: a process pool hands it on."""
    with pytest.raises(NotFoundError) as caught:
        sandbox.client().phone_numbers.get("6f1c2a54-8d3b-4e0f-9a77-0b5a1c9e4d21")
    other = pickle.loads(pickle.dumps(caught.value))  # noqa: S301 our own bytes
    assert (str(other), other.status_code, other.method) == (str(caught.value), 404, "GET")
