"""A trial: a client makes the calls of a case, sync or async, and what came of it is kept."""

import asyncio
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx2

from numberwire._listing import AsyncListing, Listing
from numberwire.client import Hooks
from tests.numberwire.faults.apis import SIGNALWIRE, Api
from tests.numberwire.faults.case import Case
from tests.numberwire.faults.connected import connections
from tests.numberwire.faults.server import FaultServer

Call = Callable[[Any], Any]
_NO_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""For transports that never speak TLS: loading the system's certificates takes longer than a case."""


@dataclass
class Ended:
    """What came of one call.

    Attributes:
        value: What it returned; of a listing, its records.
        error: What it raised.
        records: What a listing yielded, up to its error.
        seconds: How long it took.
    """

    value: Any = None
    error: BaseException | None = None
    records: list[Any] = field(default_factory=list[Any])
    seconds: float = 0.0


@dataclass
class Trial:
    """What came of a case: of its last call, at the server asked, and at another that must not be asked."""

    case: Case
    server: FaultServer
    elsewhere: FaultServer
    ended: list[Ended]
    connected: set[tuple[str, int]]


def client_of(kind: str, host: str, api: Api = SIGNALWIRE, **options: Any) -> Any:
    """A client, sync or async."""
    return api.clients[kind](**api.arguments(host), **options)


def run(kind: str, client: Any, *calls: Call, between: Callable[[int], None] = lambda _: None) -> list[Ended]:
    """Make calls one after the other, sync or async, and close the client."""
    if kind == "async":
        return asyncio.run(_run(client, calls, between))
    ended = []
    with client:
        for done, call in enumerate(calls):
            between(done)
            ended.append(_ended(call, client))
    return ended


def outcome(kind: str, client: Any, call: Call) -> Any:
    """What one call returns or raises."""
    [ended] = run(kind, client, call)
    if ended.error is not None:
        raise ended.error
    return ended.value


def _ended(call: Call, client: Any) -> Ended:
    ended, began = Ended(), time.monotonic()
    try:
        value = call(client)
        if isinstance(value, Listing):
            for record in value:
                ended.records.append(record)
            value = ended.records
        ended.value = value
    except Exception as error:  # noqa: BLE001 whatever it is, it is what came of the call
        ended.error = error
    ended.seconds = time.monotonic() - began
    return ended


async def _run(client: Any, calls: tuple[Call, ...], between: Callable[[int], None]) -> list[Ended]:
    ended = []
    async with client:
        for done, call in enumerate(calls):
            between(done)
            ended.append(await _ended_async(call, client))
    return ended


async def _ended_async(call: Call, client: Any) -> Ended:
    ended, began = Ended(), time.monotonic()
    try:
        value = call(client)
        if isinstance(value, AsyncListing):
            async for record in value:
                ended.records.append(record)
            value = ended.records
        else:
            value = await value
        ended.value = value
    except Exception as error:  # noqa: BLE001 whatever it is, it is what came of the call
        ended.error = error
    ended.seconds = time.monotonic() - began
    return ended


def tried(case: Case, kind: str) -> Trial:
    """Run a case."""
    assert case.api is not None
    elsewhere = FaultServer()
    server = FaultServer(listening=not case.refuses)
    server.play(case.script(server.host, elsewhere.host) if callable(case.script) else case.script)
    hooks = Hooks(on_retry=lambda _error, _seconds: server.listen()) if case.refuses else None
    transport = (
        {"sync": httpx2.HTTPTransport, "async": httpx2.AsyncHTTPTransport}[kind](verify=_NO_TLS)
        if case.over == "httpx2"
        else None
    )
    client = client_of(kind, server.host, case.api, hooks=hooks, transport=transport, **case.options)
    try:
        with connections() as connected:
            ended = run(kind, client, *(case.calls or (case.api.call,)), between=server.settle)
    finally:
        server.close()
        elsewhere.close()
    return Trial(case, server, elsewhere, ended, connected)
