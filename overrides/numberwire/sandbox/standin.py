"""The sandbox itself: state, clock, limit and faults around the pure answer; no API's rule stands here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import count, islice
from pathlib import Path
from typing import Self

import msgspec

from numberwire.sandbox import numbers, routing
from numberwire.sandbox.apis import Api, answer
from numberwire.sandbox.clock import Clock
from numberwire.sandbox.control import PREFIX, steer
from numberwire.sandbox.errors import not_found, too_many
from numberwire.sandbox.faults import Fault, Faults, Outcome, spoiled
from numberwire.sandbox.ids import ulid_of, uuid_of
from numberwire.sandbox.inquiry import Inquiry
from numberwire.sandbox.inventory import inventory
from numberwire.sandbox.rate import Limiter, Rate
from numberwire.sandbox.replies import reply
from numberwire.sandbox.routes import operation_of
from numberwire.sandbox.routing import ROUTING
from numberwire.sandbox.settings import Settings
from numberwire.sandbox.signalwire import SIGNALWIRE
from numberwire.sandbox.store import StateError, Store
from numberwire.wire import Response
from numberwire_api import Request

APIS: tuple[Api, ...] = (SIGNALWIRE, ROUTING)


class Sandbox:
    """A stand-in for the documented APIs: called with a request, it returns the answer.

    That makes it a transport of the clients. It may be used by many threads at once. A cut connection is a
    ``ConnectionResetError``, as it is with a real one.

    Args:
        state: A file that keeps the state; without one it lives as long as the sandbox.
        seed: What ids and the inventory are derived from; by default what the file was begun with.
        api: The only API to serve; by default each one, told apart by the path.
        rate: How many requests each API takes; None for no limit.
        time: The real time in seconds since 1970; a fixed one makes runs reproducible to the byte.
        settings: Everything else that may be chosen.

    Attributes:
        apis: The APIs it serves.
        settings: How it behaves.
        clock: Its time, which can be put forward.
        faults: The failures that wait for requests.
        store: Its state.
        project: The project id of the SignalWire API.
        token: Its API token.
        unscoped_token: A token without the scope Numbers.
        api_key: The key of the routing API.
        unscoped_api_key: A key without the scope numbers:write.
    """

    def __init__(
        self,
        state: str | Path = ":memory:",
        *,
        seed: int | None = None,
        api: str | None = None,
        rate: Rate | None = None,
        time: Callable[[], float] | None = None,
        settings: Settings | None = None,
    ) -> None:
        self.apis = tuple(known for known in APIS if api in (None, known.name))
        if not self.apis:
            raise ValueError(f"api must be one of {', '.join(known.name for known in APIS)}")
        self.settings = settings or Settings()
        self.project, self.token = self.settings.project, self.settings.token
        self.unscoped_token = self.settings.unscoped_token
        self.api_key, self.unscoped_api_key = self.settings.api_key, self.settings.unscoped_api_key
        self.store = Store(state)
        self.clock = Clock(self.store, time) if time else Clock(self.store)
        self.faults = Faults()
        self._limiter = Limiter(rate)
        self._begin(seed)

    def _begin(self, seed: int | None) -> None:
        """Take up the state, or start one."""
        with self.store.transaction():
            kept = self.store.setting("seed")
            if kept is not None and seed not in (None, int(kept)):
                raise StateError(f"{self.store.path}: begun with seed {kept}, not {seed}. Name another file.")
            chosen = self.settings.seed if seed is None else seed
            self.settings = replace(self.settings, seed=int(kept) if kept is not None else chosen)
            # Counted, so that a request id is never given twice.
            self._run = int(self.store.setting("run") or 0) + 1
            self.store.keep_setting("seed", str(self.settings.seed))
            self.store.keep_setting("run", str(self._run))
            self._requests = count(1)
            if ROUTING in self.apis:
                routing.stock(self.store, self.settings, self.clock.now())

    @property
    def rate(self) -> Rate | None:
        """How many requests each API takes; settable at any time, None for no limit."""
        return self._limiter.rate

    @rate.setter
    def rate(self, rate: Rate | None) -> None:
        """Take so many requests from now on."""
        self._limiter.rate = rate

    @property
    def routing_ids(self) -> tuple[str, ...]:
        """The ids of the numbers the routing API knows."""
        with self.store.transaction():
            return tuple(record.id for record in reversed(self.store.older(routing.API, None, 1000)))

    def add_numbers(self, number_count: int, **fields: object) -> list[str]:
        """Give the SignalWire project numbers at once, past the limit of a project and of the inventory.

        Args:
            number_count: How many.
            **fields: What answers shall say of them, with no question asked: a handler that only answers
                carry, or one that nobody knows yet.

        Returns:
            Their ids.
        """
        per_area_code = self.settings.numbers_per_area_code + number_count
        now = self.clock.now()
        with self.store.transaction():
            sold = self.store.unavailable(numbers.API)
            offers = (
                offer
                for offer in inventory(self.settings.seed, per_area_code).values()
                if offer.number not in sold
            )
            records = [
                numbers.add(self.store, self.settings, offer, now) for offer in islice(offers, number_count)
            ]
            return [self.store.change(record, now, **fields).id for record in records]

    def reset(self) -> None:
        """Begin anew: only the routing API's numbers, no faults, the real time; seed and rate stay."""
        with self.store.transaction():
            seed = self.settings.seed
            self.store.clear()
            self.faults.clear()
            self._limiter.clear()
            self._begin(seed)

    def close(self) -> None:
        """Let go of the state file."""
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __call__(self, request: Request) -> Response:
        """Answer a request.

        Raises:
            ConnectionResetError: If a fault cuts the connection.
        """
        outcome = self.handle(request)
        if outcome.seconds:
            self.clock.wait(outcome.seconds)
        if outcome.response is None:
            raise ConnectionResetError("The sandbox cut the connection, as it was told to.")
        return msgspec.structs.replace(outcome.response, content=outcome.response.content[: outcome.sent])

    def handle(self, request: Request) -> Outcome:
        """Answer a request, and leave it to the caller to wait for the answer and to cut it off."""
        path = request.target.partition("?")[0]
        api = next((known for known in self.apis if path.startswith(known.prefix)), None)
        inquiry = self._inquiry(request, api)
        if path.startswith(PREFIX):
            return Outcome(steer(self, inquiry))
        if api is None:
            return Outcome(reply({"error": not_found().detail}, 404))
        fault = self.faults.take(request.method, path, operation_of(api.routes, request.method, path))
        if fault is None:
            return Outcome(self._carry_out(api, inquiry))
        response = self._carry_out(api, inquiry) if fault.has_effect else Response(fault.status)
        return spoiled(fault, _said(api, inquiry, fault) if fault.kind == "status" else response)

    def _carry_out(self, api: Api, inquiry: Inquiry) -> Response:
        """The answer of an API, if the limit of requests allows it."""
        if seconds := self._limiter.wait(api.name, inquiry.now):
            return api.refusal(too_many(seconds), inquiry)
        return answer(api, inquiry)

    def _inquiry(self, request: Request, api: Api | None) -> Inquiry:
        """A request with its circumstances."""
        make_id = ulid_of if api is ROUTING else uuid_of
        return Inquiry(
            request=request,
            store=self.store,
            settings=self.settings,
            now=self.clock.now(),
            request_id=make_id(self.settings.seed, "request", self._run, next(self._requests)),
        )


def _said(api: Api, inquiry: Inquiry, fault: Fault) -> Response:
    """What a ``status`` fault answers: the API's own words, unless the fault has others."""
    response = api.refusal(fault.refusal(), inquiry)
    chosen = {name.lower() for name, _ in fault.headers}
    headers = (*(pair for pair in response.headers if pair[0] not in chosen), *fault.headers)
    return Response(fault.status, headers, response.content if fault.body is None else fault.body.encode())
