"""Two hundred calls at once: none hangs, none fails with another library's error, and an outage is not amplified."""

import asyncio
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import msgspec
import pytest

from numberwire import errors
from tests.numberwire.faults.answers import said
from tests.numberwire.faults.apis import KINDS, number, phone_number
from tests.numberwire.faults.peer import Peer, Seen, Turn
from tests.numberwire.faults.server import FaultServer
from tests.numberwire.faults.trial import client_of
from tests.numberwire.faults.turns import hangs_up, resets, says

CALLS = 200
MOST_REQUESTS = 240
LONGEST = 15.0
IDS = [f"id-{place}" for place in range(CALLS)]
BOUGHT = [f"+1206555{place:04}" for place in range(CALLS)]

pytestmark = [pytest.mark.usefixtures("swift"), pytest.mark.parametrize("kind", KINDS)]


def together(kind: str, host: str, calls: list[Callable[[Any], Any]]) -> list[Any]:
    """Make all calls at once; returns what each returned or raised."""
    began = time.monotonic()
    client = client_of(kind, host)
    came = asyncio.run(_together_async(client, calls)) if kind == "async" else _together(client, calls)
    assert time.monotonic() - began < LONGEST
    return came


def _together(client: Any, calls: list[Callable[[Any], Any]]) -> list[Any]:
    def made(call: Callable[[Any], Any]) -> Any:
        try:
            return call(client)
        except Exception as error:  # noqa: BLE001 whatever it is, it is what came of the call
            return error

    with client, ThreadPoolExecutor(CALLS) as threads:
        return list(threads.map(made, calls))


async def _together_async(client: Any, calls: list[Callable[[Any], Any]]) -> list[Any]:
    async with client:
        return await asyncio.gather(*(call(client) for call in calls), return_exceptions=True)


def gets() -> list[Callable[[Any], Any]]:
    """A call for each of the ids."""
    return [lambda client, one=one: client.phone_numbers.get(one) for one in IDS]


def values() -> list[Any]:
    """What they return."""
    return [phone_number(number(id=one)) for one in IDS]


def record(seen: Seen) -> Turn:
    """Answer with the record that was asked for."""
    return says(said(number(id=seen.target.rpartition("/")[2])))


def served(
    kind: str, find: Callable[[Seen], Turn], calls: list[Callable[[Any], Any]]
) -> tuple[FaultServer, list[Any]]:
    """Make all calls at once at a server."""
    server = FaultServer(find)
    try:
        return server, together(kind, server.host, calls)
    finally:
        server.close()


def test_calm(kind):
    """Where nothing fails, each call gets its own answer, on a hundred connections at most."""
    server, came = served(kind, record, gets())
    assert came == values()
    assert len(server.seen) == CALLS
    assert len(server.peers) <= 100


def test_storm_of_503(kind):
    """A storm of 503 is met with two hundred requests and what the budget has left, not with six hundred."""
    server, came = served(kind, lambda _: says(said({"error": "busy"}, 503)), gets())
    assert {type(one) for one in came} == {errors.InternalServerError}
    assert CALLS <= len(server.seen) <= MOST_REQUESTS


def test_storm_of_resets(kind):
    """Where every connection is lost for ever, each call has its free retry, and together they have the budget's."""
    server, came = served(kind, lambda _: resets(), gets())
    assert {type(one) for one in came} == {errors.APIConnectionError}
    assert len(server.seen) <= 2 * CALLS + 35


def test_each_is_reset_once(kind):
    """Where each call loses its first connection, all values come back."""
    met, lock = set[str](), threading.Lock()

    def find(seen: Seen) -> Turn:
        with lock:
            known = seen.target in met
            met.add(seen.target)
        return record(seen) if known else resets()

    server, came = served(kind, find, gets())
    assert came == values()
    assert len(server.seen) == 2 * CALLS


def test_mass_reset(kind):
    """Where a hundred calls in flight lose their connections in one moment, all values come back."""
    full, count, lock = threading.Event(), Counter[str](), threading.Lock()

    def resets_with_the_others(peer: Peer) -> None:
        full.wait(LONGEST)
        peer.reset()

    def find(seen: Seen) -> Turn:
        with lock:
            count["seen"] += 1
            place = count["seen"]
        if place == 100:
            full.set()
        return Turn(resets_with_the_others) if place <= 100 else record(seen)

    server, came = served(kind, find, gets())
    assert came == values()
    assert len(server.seen) <= 2 * CALLS + 35


class Bank:
    """Sells numbers, and fails in five ways in turn; it knows what it sold, whatever it said."""

    def __init__(self) -> None:
        """Open with nothing sold."""
        self.sold = Counter[str]()
        self._asked = Counter[str]()
        self._lock = threading.Lock()

    def find(self, seen: Seen) -> Turn:
        """Sell a number or look one up."""
        if seen.method == "GET":
            return self._look(parse_qs(urlsplit(seen.target).query)["filter_number"][0])
        wanted = msgspec.json.decode(seen.content)["number"]
        way = BOUGHT.index(wanted) % 5
        if way == 1:
            return resets()
        with self._lock:
            self.sold[wanted] += 1
        answer = said(self._record(wanted))
        ways = {
            0: says(answer),
            2: resets(),
            3: says(said({"error": "x"}, 503)),
            4: hangs_up(after=answer[:-9]),
        }
        return ways[way]

    def _look(self, wanted: str) -> Turn:
        with self._lock:
            self._asked[wanted] += 1
            sold = [self._record(one) for one in self.sold if wanted in one]
            first = self._asked[wanted] == 1
        return resets() if first and BOUGHT.index(wanted) % 7 == 0 else says(said({"data": sold}))

    def _record(self, wanted: str) -> dict[str, Any]:
        return number(id=f"id-{wanted}", number=wanted, created_at=datetime.now(UTC).isoformat())


def test_purchases(kind):
    """Each number is bought once at most; every purchase that happened returns its number, and no other does."""
    bank = Bank()
    calls = [lambda client, one=one: client.phone_numbers.purchase(one) for one in BOUGHT]
    server, came = served(kind, bank.find, calls)
    assert server.asked.split().count("POST") == CALLS
    assert max(bank.sold.values()) == 1
    for place, (wanted, one) in enumerate(zip(BOUGHT, came, strict=True)):
        if place % 5 == 1:
            assert type(one) is errors.PurchaseOutcomeUnknownError
            assert one.number == wanted
        else:
            assert (one.id, one.number) == (f"id-{wanted}", wanted)
