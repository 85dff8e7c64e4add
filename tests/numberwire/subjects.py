"""What is tested of every client: each API in each kind, and one call that all of them can make."""

import asyncio
import inspect
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import Any

from numberwire.routing import AsyncRoutingClient, RoutingClient
from numberwire.signalwire import AsyncRestClient, RestClient

ID = "2f3b7c1e-5d4a-4b8e-9c6f-0a1b2c3d4e5f"
NUMBER = "+12065550123"
RECORD = {"id": ID, "number": NUMBER}
PROJECT, TOKEN, HOST = "project-7", "PT0123456789abcdef", "example.signalwire.com"
API_KEY, BASE_URL = "am_live_0123456789abcdef", "https://api.example.com"


async def _awaited(value: Awaitable[Any]) -> Any:
    return [one async for one in value] if hasattr(value, "__aiter__") else await value


async def _gathered(records: Any) -> list[Any]:
    return [record async for record in records]


async def _used(client: Any, call: Callable[[Any], Any]) -> Any:
    async with client:
        value = call(client)
        return await (_gathered(value) if hasattr(value, "__aiter__") else value)


@dataclass(frozen=True)
class Kind:
    """A kind of client, sync or async; a test says what it calls, and need not know which kind it is."""

    name: str
    rest_class: type[Any]
    routing_class: type[Any]

    def rest(self, transport: Any = None, **options: Any) -> Any:
        """A client of SignalWire's API."""
        return self.rest_class(PROJECT, TOKEN, HOST, transport=transport, **options)

    def routing(self, transport: Any = None, **options: Any) -> Any:
        """A client of the routing API."""
        return self.routing_class(API_KEY, BASE_URL, transport=transport, **options)

    def drive(self, client: Any, call: Callable[[Any], Any]) -> Any:
        """What a call of a client comes to, awaited if need be."""
        value = call(client)
        return asyncio.run(_awaited(value)) if inspect.isawaitable(value) else value

    def gather(self, records: Any) -> list[Any]:
        """All records of a listing, or all of its pages."""
        return asyncio.run(_gathered(records)) if hasattr(records, "__aiter__") else list(records)

    def use(self, client: Any, call: Callable[[Any], Any]) -> Any:
        """The same for a client that is closed afterwards; of a listing, all that it gives."""
        if self.name == "async":
            return asyncio.run(_used(client, call))
        with client:
            value = call(client)
            return list(value) if isinstance(value, Iterable) and not isinstance(value, list) else value


SYNC = Kind("sync", RestClient, RoutingClient)
ASYNC = Kind("async", AsyncRestClient, AsyncRoutingClient)


@dataclass(frozen=True)
class Subject:
    """One API in one kind.

    Attributes:
        kind: The kind.
        api: The API's name.
        client: Makes a client, given a transport and options.
        secret: The credential that must never show.
        method: The HTTP method of the call.
        path: The path of the call.
        answer: What the call is answered with.
    """

    kind: Kind
    api: str
    client: Callable[..., Any]
    secret: str
    method: str
    path: str
    answer: Any

    def call(self, client: Any) -> Any:
        """The call that every API can make: an update of a number; returns the number."""
        field = {"name": "Desk"} if self.api == "signalwire" else {"label": "Desk"}
        return self.kind.drive(client, lambda one: one.phone_numbers.update(ID, **field))


def subjects() -> list[Subject]:
    """Each API in each kind."""
    enveloped = {"success": True, "data": RECORD, "meta": {"total": 1}}
    numbers, routed = f"/api/relay/rest/phone_numbers/{ID}", f"/v1/phone-numbers/{ID}"
    return [
        subject
        for kind in (SYNC, ASYNC)
        for subject in (
            Subject(kind, "signalwire", kind.rest, TOKEN, "PUT", numbers, RECORD),
            Subject(kind, "routing", kind.routing, API_KEY, "PATCH", routed, enveloped),
        )
    ]
