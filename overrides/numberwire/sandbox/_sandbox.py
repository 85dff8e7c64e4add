"""The sandbox itself: state, clock, limit and faults around the pure answer; no API's rule is here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta
from itertools import count, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, Unpack

from numberwire._concurrency import renew_in_children
from numberwire._response import Response
from numberwire.errors import InvalidRequestError
from numberwire.sandbox import _routing, signalwire
from numberwire.sandbox._api import Api, answer_request, find_operation, find_write
from numberwire.sandbox._clock import Clock
from numberwire.sandbox._control import PREFIX, answer_control
from numberwire.sandbox._faults import Faults, Outcome, apply_fault, status_response
from numberwire.sandbox._ids import ulid_of, uuid_of
from numberwire.sandbox._inventory import CAPACITY, LOCAL, AvailableNumber, inventory
from numberwire.sandbox._rate import Limiter, Rate, checked_rate
from numberwire.sandbox._replies import not_found, reply, too_many_requests
from numberwire.sandbox._request_context import RequestContext
from numberwire.sandbox._routing import ROUTING
from numberwire.sandbox._settings import CENTURY, Settings, check_count, check_seconds
from numberwire.sandbox._store import StateError, Store
from numberwire.sandbox._writes import METHODS, Write, Writes
from numberwire.sandbox.signalwire import SIGNALWIRE
from numberwire_api import Request

if TYPE_CHECKING:
    from numberwire.options import OptionFields
    from numberwire.routing import RoutingClient
    from numberwire.signalwire import AsyncRestClient, PhoneNumber, RestClient

_SUCCESSES = range(200, 300)
APIS: tuple[Api, ...] = (SIGNALWIRE, ROUTING)


class Sandbox:
    """A stand-in for the documented APIs: called with a request, it returns the answer.

    That makes it a transport of the clients. It may be used by many threads at once. A cut connection is a
    ``ConnectionResetError``, as it is with a real one.

    Args:
        state: The file that keeps the state; without one it lives as long as the sandbox.
        seed: The seed of ids and of the numbers for sale; by default that of the file, or of the settings.
        api: The only API to serve; by default all of them, each at its own paths.
        rate: How many requests each API accepts; None for no limit.
        time: The real time in seconds since 1970; a fixed one makes runs reproducible to the byte.
        settings: All other choices.

    Raises:
        StateError: If the state file can't be used.
        InvalidRequestError: If no such API exists.

    Attributes:
        known_apis: The APIs that there are.
        apis: The APIs it serves.
        settings: How it behaves.
        clock: Its time, which can be moved forward.
        faults: The failures that requests will meet.
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
        self.known_apis = APIS
        self.apis = tuple(served for served in APIS if api in (None, served.name))
        if not self.apis:
            raise InvalidRequestError(f"api must be one of {', '.join(served.name for served in APIS)}")
        if not isinstance(settings, Settings | None):  # pyright: ignore[reportUnnecessaryIsInstance]: callers may be untyped
            raise InvalidRequestError(f"settings must be Settings, not {type(settings).__name__}")
        self.settings = settings or Settings()
        self.project, self.token = self.settings.project, self.settings.token
        self.unscoped_token = self.settings.unscoped_token
        self.api_key, self.unscoped_api_key = self.settings.api_key, self.settings.unscoped_api_key
        self.store = Store(state)
        self.clock = Clock(self.store, time) if time else Clock(self.store)
        self.faults = Faults(tuple(route.operation for api in self.apis for route in api.routes))
        self._limiter = Limiter(checked_rate(rate))
        self._writes = Writes()
        self._open_state(seed)
        renew_in_children(self)

    def renew(self) -> None:
        """Take away, in a forked child, what threads of its parent had locked."""
        self.store.renew()
        self.faults.renew()
        self._limiter.renew()

    def _open_state(self, seed: int | None) -> None:
        """Continue the state of the file, or begin a new one."""
        with self.store.transaction():
            wanted_seed = self.settings.seed if seed is None else seed
            file_seed = self.store.read_setting("seed", _parse_seed, wanted_seed)
            if seed not in (None, file_seed):
                raise StateError(
                    f"{self.store.path}: begun with seed {file_seed}, not {seed}. Name another file."
                )
            self.settings = replace(self.settings, seed=file_seed)
            # Runs are counted, so that no request id is given twice.
            self._run = self.store.read_setting("run", int, 0) + 1
            self.store.write_setting("seed", str(file_seed))
            self.store.write_setting("run", str(self._run))
            self._requests = count(1)
            if ROUTING in self.apis:
                _routing.add_stock(self.store, self.settings, self.clock.now())

    @property
    def rate(self) -> Rate | None:
        """How many requests each API accepts; settable at any time, None for no limit."""
        return self._limiter.rate

    @rate.setter
    def rate(self, rate: Rate | None) -> None:
        """Accept so many requests from now on."""
        self._limiter.rate = checked_rate(rate)

    @property
    def routing_ids(self) -> tuple[str, ...]:
        """The ids of the routing API's numbers."""
        with self.store.transaction():
            records = self.store.numbers_before(ROUTING.name, None, 1000)
            return tuple(record.id for record in reversed(records))

    def add_numbers(self, number_count: int, *, age: timedelta = timedelta(0), **fields: object) -> list[str]:
        """Add numbers to the SignalWire project, beyond its limit and the stock of each area code.

        Args:
            number_count: How many.
            age: How long ago they were bought; they can be released when they are old enough.
            **fields: Fields of the numbers in answers, which are not checked: a handler that only answers
                carry, for example, or one that is not documented yet.

        Returns:
            Their ids.

        Raises:
            InvalidRequestError: If there are not so many, or the age is not from 0 to fifty years.
        """
        check_count("number_count", number_count)
        check_seconds("age", age.total_seconds(), CENTURY / 2)
        now = self.clock.now()
        with self.store.transaction():
            offers = self._unsold_offers(number_count)
            records = [signalwire.add_number(self.store, self.settings, offer, now - age) for offer in offers]
            return [self.store.change(record, now - age, **fields).id for record in records]

    def load(self, listing: Iterable[PhoneNumber | Mapping[str, Any]]) -> list[str]:
        """Add numbers as they are: a listing of an account, to try something on a copy of it.

            sandbox.load(client.phone_numbers.list())

        Args:
            listing: Numbers as a client reads them, or as the API answers, the newest first; the limit of numbers does
                not hold for them.

        Returns:
            Their ids, in the same order.

        Raises:
            InvalidRequestError: One has no id or number, or is there already; then none is added.
        """
        records = [signalwire.number_fields(number) for number in listing]
        now = self.clock.now()
        with self.store.transaction():
            for fields in reversed(records):
                signalwire.load_number(self.store, fields, now)
        return [fields["id"] for fields in records]

    def _unsold_offers(self, offer_count: int) -> list[AvailableNumber]:
        """The first offers that can still be bought.

        Raises:
            InvalidRequestError: If there are not so many.
        """
        sold = self.store.unavailable_numbers(SIGNALWIRE.name)
        if offer_count > (rest := CAPACITY - len(sold)):
            raise InvalidRequestError(f"number_count is too large: only {rest} numbers are left")
        # Enough in each area code, even if only local numbers were sold.
        per_area_code = max(self.settings.numbers_per_area_code, (offer_count + len(sold)) // len(LOCAL) + 1)
        stock = inventory(self.settings.seed, per_area_code).values()
        return list(islice((offer for offer in stock if offer.number not in sold), offer_count))

    def reset(self) -> None:
        """Start again: only the routing API's numbers, no faults, the real time; seed and rate stay."""
        with self.store.transaction():
            seed = self.settings.seed
            self.store.clear()
            self.faults.clear()
            self._limiter.clear()
            self._writes.clear()
            self._open_state(seed)

    def close(self) -> None:
        """Close the state file."""
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
        seconds, deliver = self.answer_later(request)
        if seconds:
            self.clock.wait(seconds)
        return deliver()

    def answer_later(self, request: Request) -> tuple[float, Callable[[], Response]]:
        """Answer a request, and leave it to the caller to wait; clients ask so, since they know how long they may.

        Returns:
            The seconds to wait, and what to call then: it gives the response, or cuts the connection.
        """
        outcome = self.handle(request)
        return outcome.seconds, outcome.deliver

    def handle(self, request: Request) -> Outcome:
        """Answer a request, and leave it to the caller to wait for the answer and to cut it off."""
        path = request.target.partition("?")[0]
        api = next((served for served in self.apis if path.startswith(served.prefix)), None)
        context = self._context(request, api)
        if path.startswith(PREFIX):
            return Outcome(answer_control(self, context))
        if api is None:
            return Outcome(reply({"error": not_found().detail}, 404))
        if request.method not in METHODS:
            return self._meet_fault(api, context)[0]
        about = find_write(api, context)
        outcome, took_effect = self._meet_fault(api, context)
        status = outcome.response.status if outcome.response else None
        self._writes.add(
            Write(time=context.now, api=api.name, **about, status=status, took_effect=took_effect)
        )
        return outcome

    def _meet_fault(self, api: Api, context: RequestContext) -> tuple[Outcome, bool]:
        """What becomes of a request, and whether it was carried out."""
        request = context.request
        operation = find_operation(api, request.method, context.path)
        fault = self.faults.take(request.method, context.path, operation)
        if fault is None:
            response = self._answer(api, context)
            return Outcome(response), response.status in _SUCCESSES
        response = self._answer(api, context) if fault.has_effect else Response(fault.status)
        took_effect = fault.has_effect and response.status in _SUCCESSES
        if fault.kind == "status":
            response = status_response(fault, api.refuse(fault.refusal(), context))
        return apply_fault(fault, response), took_effect

    @property
    def writes(self) -> tuple[Write, ...]:
        """What was asked that changes something, oldest first, and what came of it.

        bought = [write.number for write in sandbox.writes
                  if write.operation == "purchase_phone_number" and write.took_effect]
        """
        return self._writes.all()

    def clear_writes(self) -> None:
        """Forget what was asked so far."""
        self._writes.clear()

    def serve(self, host: str = "127.0.0.1", port: int = 0) -> AbstractContextManager[str]:
        """Serve this sandbox over HTTP, from a thread of its own, for as long as the context lasts.

            with sandbox.serve() as url:
                client = RestClient(sandbox.project, sandbox.token, url.removeprefix("http://"))

        Args:
            host: The address to listen on.
            port: The port; 0 is any free one.

        Returns:
            A context manager that gives the URL.

        Raises:
            OSError: When the context begins, if the address is taken, or not of this machine.
        """
        from numberwire.sandbox._server import serve_in_thread  # noqa: PLC0415 - in process none of it is needed

        return serve_in_thread(self.handle, host, port)

    def client(self, **options: Unpack[OptionFields]) -> RestClient:
        """A client of the SignalWire API that this sandbox answers, in process.

        Args:
            options: How it sends; see `numberwire.options.OptionFields`.
        """
        from numberwire.signalwire import RestClient  # noqa: PLC0415 - a sandbox over HTTP has no use for clients

        return RestClient(self.project, self.token, "sandbox.signalwire.com", transport=self, **options)

    def async_client(self, **options: Unpack[OptionFields]) -> AsyncRestClient:
        """An async client that this sandbox answers in process; it never blocks the event loop. See `client`."""
        from numberwire.signalwire import AsyncRestClient  # noqa: PLC0415 - as above

        return AsyncRestClient(self.project, self.token, "sandbox.signalwire.com", transport=self, **options)

    def routing_client(self, **options: Unpack[OptionFields]) -> RoutingClient:
        """A client of the routing API that this sandbox answers, in process. See `client`."""
        from numberwire.routing import RoutingClient  # noqa: PLC0415 - as above

        return RoutingClient(self.api_key, base_url="https://sandbox.example.com", transport=self, **options)

    def _answer(self, api: Api, context: RequestContext) -> Response:
        """The answer of an API, if the limit of requests allows it."""
        if seconds := self._limiter.count_request(api.name, context.now):
            return api.refuse(too_many_requests(seconds), context)
        return answer_request(api, context)

    def _context(self, request: Request, api: Api | None) -> RequestContext:
        """A request with its circumstances."""
        id_of = ulid_of if api is ROUTING else uuid_of
        return RequestContext(
            request=request,
            store=self.store,
            settings=self.settings,
            now=self.clock.now(),
            request_id=id_of(self.settings.seed, "request", self._run, next(self._requests)),
        )


def _parse_seed(text: str) -> int:
    """Read a seed from the state.

    Raises:
        ValueError: If it is not a possible seed.
    """
    return Settings(seed=int(text)).seed
