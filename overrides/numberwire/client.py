"""The sync and the async client: each drives exchanges over connections that clients made by `with_options` share."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from types import FunctionType, TracebackType
from typing import TYPE_CHECKING, Any, ClassVar, NoReturn, Self, TypeVar, Unpack, cast

import msgspec

from numberwire._base_url import checked_base_url
from numberwire._bulk import AsyncBulk, Bulk, BulkOutcome, CallCancelled
from numberwire._call import AnyOperation, Call, RawResponse, any_operation
from numberwire._call_options import NOTHING, call_options, require_call_options, require_no_clash
from numberwire._concurrency import check_event_loop, loading
from numberwire._exchange import Exchange
from numberwire._keywords import is_async
from numberwire._listing import AsyncListing, Listing
from numberwire._messages import logger
from numberwire._network import Network, hide_proxy
from numberwire._paging import Page
from numberwire._response import Response, response_of
from numberwire._retry import Budget, Turns
from numberwire._signatures import show_signature
from numberwire._steps import Attempt, CallResult, NoResponse, Outcome, Pause, Steps, describe_outcome
from numberwire._transport import LazySender
from numberwire.credential import Credential, require_value
from numberwire.definition import Definition
from numberwire.errors import InvalidRequestError, NumberwireError
from numberwire.options import OptionFields, Options, require_options
from numberwire_api import CallOptions, ClearTypeErrors, Operation, Request

if TYPE_CHECKING:
    from asyncio import Event, Task
    from inspect import Signature

    import httpx2

    from numberwire._http import Server
    from numberwire._network import Certificates, Proxy
    from numberwire._next_page import PageTurner

__all__ = [
    "AsyncBulk",
    "AsyncClient",
    "AsyncListing",
    "Bulk",
    "BulkOutcome",
    "CallOptions",
    "Client",
    "ClientSettings",
    "Hooks",
    "Listing",
    "Page",
    "RawResponse",
    "Request",
    "Response",
    "hide_settings",
    "show_call_options",
    "spell_out_call_options",
]

T = TypeVar("T")
_DEBUG = 10  # as in logging, which is loaded at the first request
_KEYWORDS = 0x08  # as inspect.CO_VARKEYWORDS


class ClientSettings(OptionFields, total=False):
    """What a generated client takes beside its address and its credentials, as keywords.

    Attributes:
        transport: A server in this process, or an httpx2 transport of yours.
        hooks: Functions to call before and after each request.
        allow_http: Whether the credentials may be sent unencrypted to another machine.
        proxy: The proxy to ask for a tunnel; where it is left out, the one that the environment names.
        verify: What to trust: a file or folder of certificates, or an ``ssl.SSLContext``.
        trust_env: Whether to read the environment variables for proxies and certificates.
    """

    transport: Any
    hooks: Hooks | None
    allow_http: bool
    proxy: str | Proxy | None
    verify: Certificates | None
    trust_env: bool


def hide_settings(
    settings: ClientSettings, credential: Credential | InvalidRequestError
) -> Credential | InvalidRequestError:
    """Replace a proxy among the settings of a generated client by one whose password no traceback shows.

    Args:
        settings: The settings.
        credential: The client's credential.

    Returns:
        The credential, or what is wrong with the proxy, which is then taken out, or with the credential.
    """
    hidden = hide_proxy(settings.pop("proxy", None))
    if isinstance(hidden, InvalidRequestError):
        return hidden
    settings["proxy"] = hidden
    return credential


class Hooks(msgspec.Struct, metaclass=ClearTypeErrors, frozen=True, kw_only=True):
    """Functions to call before and after each request, in the thread or task of the call; an exception ends the call.

    Attributes:
        on_request: Before an attempt is sent: the request (it shows no credential) and the attempt's number.
        on_response: After an answer came: the request, the answer and the seconds it took.
        on_retry: Before a wait: the error that makes the call be tried again, and the seconds to wait.
    """

    on_request: Callable[[Request, int], None] | None = None
    on_response: Callable[[Request, Response, float], None] | None = None
    on_retry: Callable[[NumberwireError, float], None] | None = None

    def __post_init__(self) -> None:
        """Refuse what can't be called, and what would have to be awaited: nothing awaits a hook."""
        for name in self.__struct_fields__:
            hook = getattr(self, name)
            if hook is not None and (not callable(hook) or is_async(hook)):
                what = "not an async one" if callable(hook) else f"not {type(hook).__name__}"
                raise InvalidRequestError(f"{name} must be a function, {what}.")


def _checked_hooks(hooks: Hooks | None) -> Hooks | None:
    if not isinstance(hooks, Hooks | None):  # pyright: ignore[reportUnnecessaryIsInstance]: callers may be untyped
        raise InvalidRequestError(f"hooks must be numberwire.client.Hooks, not {type(hooks).__name__}.")
    return hooks


def _spell_out(signature: Signature, defaults: Mapping[str, Any]) -> Signature:
    """A signature with the keywords that it has by ``**``: for `help` and editors; a checker reads their class."""
    from inspect import Parameter  # noqa: PLC0415 loaded by whoever looks at a signature

    *parameters, last = signature.parameters.values()
    kinds: dict[object, Any] = {Unpack[kind]: kind for kind in (OptionFields, ClientSettings, CallOptions)}
    kinds |= {f"Unpack[{kind.__name__}]": kind for kind in kinds.values()}
    if last.kind is not last.VAR_KEYWORD or last.annotation not in kinds:
        return signature
    for name, kind in kinds[last.annotation].__annotations__.items():
        if name not in signature.parameters:
            annotation = getattr(kind, "__forward_arg__", kind)
            default = defaults.get(name, msgspec.UNSET)
            parameters.append(Parameter(name, last.KEYWORD_ONLY, default=default, annotation=annotation))
    return signature.replace(parameters=parameters)


def _spell_out_settings(signature: Signature) -> Signature:
    return _spell_out(signature, msgspec.structs.asdict(Options()) | {"checks": None})


def _spell_out_changes(signature: Signature) -> Signature:
    return _spell_out(signature, {})  # what is left out stays as it is


def spell_out_call_options(signature: Signature) -> Signature:
    """A signature with the options of a call as the keywords that they are: for `help` and editors."""
    return _spell_out(signature, dict.fromkeys(CallOptions.__annotations__))


def show_call_options(kind: type[Any]) -> None:
    """Let each method of a class that takes the options of a call show them as the keywords that they are.

    Args:
        kind: The class; the methods that it has from others are left as they are.
    """
    for name, method in vars(kind).items():
        if (
            not name.startswith("_")
            and isinstance(method, FunctionType)
            and method.__code__.co_flags & _KEYWORDS
        ):
            show_signature(method, method, spell_out_call_options)


class _Core:
    """What sync and async clients share: everything but sending and waiting."""

    definition: ClassVar[Definition]
    _sender: LazySender
    _exchange: Exchange | None = None

    def __init_subclass__(cls, **arguments: Any) -> None:
        super().__init_subclass__(**arguments)
        show_call_options(cls)
        if isinstance(construct := vars(cls).get("__init__"), FunctionType):
            show_signature(construct, construct, _spell_out_settings)

    def __init__(
        self,
        base_url: str,
        credential: Credential,
        hooks: Hooks | None,
        *,
        allow_http: bool,
        **options: Unpack[OptionFields],
    ) -> None:
        self._base_url = checked_base_url(base_url, allow_http=allow_http)
        self._credential = credential
        self._hooks = _checked_hooks(hooks) or Hooks()
        self._allow_http = allow_http
        self._other_senders: dict[tuple[str, frozenset[str]], LazySender] = {}
        self._extras = NOTHING
        self._budget = Budget()
        self._turns = Turns()
        self._options = Options().with_changes(self.definition.check_names, **options)
        self._add_resources()

    def _add_resources(self) -> None:
        """Make the resources, once a client: what is set on one, such as a mock, stays."""

    def for_call(self, **options: Unpack[CallOptions]) -> Self:
        """This client for one call: with its options, and with what its request carries beside the operation's own.

        Raises:
            InvalidRequestError: One is no option, or its value can't be right.
        """
        if not options:
            return self
        require_call_options(options)
        changes, extras = call_options(**options)
        changed = self.with_options(**changes) if changes else self._copy()
        changed._extras = extras  # noqa: SLF001 it is of this class
        return changed

    def _for_operation(self, operation: Operation[Any]) -> Self:
        """This client, as an operation is sent: where it is, with the credentials that it takes."""
        definition = self.definition
        ways = definition.security.get(operation.id, definition.security.get(""))
        server = definition.servers.get(operation.id)
        if ways is None and server is None:
            return self
        everything = self._credential.names
        names = everything if ways is None else self._credential.names_for(ways)
        base_url = self._base_url
        if server and self._base_url == checked_base_url(definition.address, allow_http=self._allow_http):
            base_url = checked_base_url(server, allow_http=self._allow_http)
        if (base_url, names) == (self._base_url, everything):
            return self
        twin = self._bare_copy()
        sender = self._other_senders.get((base_url, names)) or self._sender.redirect(
            base_url, self._credential.select(names)
        )
        twin._base_url = base_url  # noqa: SLF001 it is of this class
        twin._sender = self._other_senders.setdefault((base_url, names), sender)  # noqa: SLF001 as above
        return twin

    def _turner(self, operation: AnyOperation[Any]) -> PageTurner:
        with loading():
            from numberwire._next_page import PageTurner  # noqa: PLC0415 few APIs' listings are read in this way

        first = _checked_operation(operation)
        return PageTurner(first, self.definition, self._for_operation(first).base_url)

    def _records(self, page: object, operation: AnyOperation[Any]) -> Iterable[Any]:
        with loading():
            from numberwire._next_page import records_of_page  # noqa: PLC0415 as above

        return records_of_page(page, operation, self.definition)

    def _open_senders(self) -> list[LazySender]:
        return [
            sender for sender in (self._sender, *self._other_senders.values()) if sender.opened is not None
        ]

    @property
    def has_extra_body(self) -> bool:
        """Whether the call of this client sends members of a body beside the operation's own."""
        return bool(self._extras.body)

    def _bare_copy(self) -> Self:
        """This client once more, with the resources of this one, and ready to be changed."""
        twin = object.__new__(type(self))
        vars(twin).update(vars(self))
        twin._exchange = None
        return twin

    def _copy(self) -> Self:
        twin = self._bare_copy()
        twin._add_resources()  # noqa: SLF001 it is of this class
        return twin

    def __copy__(self) -> Self:
        """This client once more, over the same connections."""
        return self._copy()

    def __deepcopy__(self, memo: object) -> Self:
        """This client once more, over the same connections: they are shared like a lock or a logger."""
        return self._copy()

    def __reduce__(self) -> NoReturn:
        raise TypeError(
            "a client can't be pickled or sent to another process: its credential would be written unencrypted. Create "
            "a client in each process instead."
        )

    def with_options(self, *, hooks: Hooks | None = None, **options: Unpack[OptionFields]) -> Self:
        """This client with other options; it shares the connections and the retry budget of this one.

        Args:
            hooks: Functions to call before and after each request; None for those of this client.
            options: What to change; see `numberwire.options.OptionFields`.

        Raises:
            InvalidRequestError: A value is out of its range.
        """
        require_options(options, _Core.with_options)
        changed = self._copy()
        changed._hooks = _checked_hooks(hooks) or self._hooks  # noqa: SLF001 it is of this class
        changed._options = self._options.with_changes(self.definition.check_names, **options)  # noqa: SLF001 it is of this class
        return changed

    @property
    def options(self) -> Options:
        """The options that hold for this client's calls."""
        return self._options

    @property
    def base_url(self) -> str:
        """Where the API is."""
        return self._base_url

    def _make_exchange(self) -> Exchange:
        self._exchange = Exchange(
            definition=self.definition,
            options=self._options,
            budget=self._budget,
            turns=self._turns,
            clock=time,
            base_url=self._base_url,
            make_mask=self._credential.make_mask,
            extras=self._extras,
        )
        return self._exchange

    @staticmethod
    def _report_request(attempt: Attempt, hook: Callable[[Request, int], None]) -> None:
        attempt.sent = False  # nobody has it yet, and what the hook raises ends the call
        hook(attempt.request, attempt.number)
        attempt.sent = True

    def _report_outcome(self, attempt: Attempt, outcome: Outcome) -> None:
        if "logging" in sys.modules and (log := logger()).isEnabledFor(_DEBUG):
            path = attempt.request.target.partition("?")[0]
            log.debug(
                "%s %s -> %s in %.0f ms, attempt %d",
                attempt.request.method,
                path,
                self._credential.redact(describe_outcome(outcome)),
                (time.monotonic() - attempt.begun) * 1000,
                attempt.number,
            )
        if self._hooks.on_response and not isinstance(outcome, NoResponse):
            self._hooks.on_response(attempt.request, response_of(outcome), time.monotonic() - attempt.begun)

    def _report_retry(self, pause: Pause) -> None:
        if self._hooks.on_retry and pause.retries and pause.error:
            self._hooks.on_retry(pause.error, pause.seconds)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {getattr(self, '_base_url', 'unfinished')}>"


show_signature(_Core.with_options, _Core.with_options, _spell_out_changes)
show_signature(_Core.for_call, _Core.for_call, spell_out_call_options)


def _checked_operation(operation: object) -> Operation[Any]:
    """What a caller gives to be sent; the operations of other generated packages are of other classes.

    Raises:
        InvalidRequestError: It is no operation.
    """
    if isinstance(operation, type) or not (hasattr(operation, "request") and hasattr(operation, "decode")):
        raise InvalidRequestError(
            "an operation is what a function of a generated package returns, such as "
            f"numberwire_api.signalwire.phone_numbers.retrieve_phone_number(id), not {type(operation).__name__}."
        )
    return cast("Operation[Any]", operation)


class Client(_Core):
    """A sync client; safe to share between threads. An API's module subclasses it."""

    interruption: threading.Event | None = None

    def __init__(
        self,
        base_url: str,
        credential: Credential,
        *,
        transport: httpx2.BaseTransport | Server | None = None,
        hooks: Hooks | None = None,
        allow_http: bool = False,
        proxy: str | Proxy | None = None,
        verify: Certificates | None = None,
        trust_env: bool = True,
        **options: Unpack[OptionFields],
    ) -> None:
        hidden = hide_proxy(proxy)
        del proxy  # an error raised from here on shows this frame's locals
        super().__init__(base_url, credential, hooks, allow_http=allow_http, **options)
        network = Network(require_value(hidden), verify, trust_env, self.definition.ca_variable)
        self._sender = LazySender(self._base_url, credential, transport, "handle_request", network)

    def send(self, operation: AnyOperation[T], /, **options: Unpack[CallOptions]) -> T:
        """Send an operation of the generated layer, with the checks, retries and errors of this client.

        Args:
            operation: What a function of `numberwire_api`, or of another generated package, returned.
            options: How it is sent, and what goes with it.

        Raises:
            NumberwireError: See `numberwire.errors`.
        """
        return self.for_call(**options).exchange(_checked_operation(operation)).envelope  # type: ignore[no-any-return]

    def request(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, Any] | None = None,
        body: object = None,
        **options: Unpack[CallOptions],
    ) -> Any:
        """Send any request to the API, with the credentials, retries, limits and errors of this client.

            client.request("GET", "/api/relay/rest/addresses", query={"page_size": 10})["data"]

        What may be repeated follows the method: GET, HEAD, OPTIONS, PUT and DELETE are, POST and PATCH are sent once.

        Args:
            method: The HTTP method.
            path: The path below the base URL.
            query: The parameters of the query.
            body: What is sent as JSON; None for no body.
            options: How it is sent; see `numberwire_api.CallOptions`.

        Returns:
            The decoded JSON of the answer; None where it has no content.

        Raises:
            NumberwireError: See `numberwire.errors`.
        """
        require_no_clash("extra_query", options.get("extra_query"), query or {})
        return self.send(any_operation(method, path, query, body), **options)

    def pages(self, operation: AnyOperation[T], /, **options: Unpack[CallOptions]) -> Iterator[T]:
        """All pages of a listing of which the definition says where a page names the next one.

        Args:
            operation: What asks for the first page.
            options: How each page is asked for.

        Raises:
            NumberwireError: As for any call; a `ListingError` if the next page is wrong or repeated.
        """
        client = self.for_call(**options)
        turner = client._turner(operation)  # noqa: SLF001 it is of this class
        while turner.operation is not None:
            yield turner.take_page(client.exchange(turner.operation))
        if turner.end is not None:
            raise turner.end

    def records(self, operation: AnyOperation[Any], /, **options: Unpack[CallOptions]) -> Iterator[Any]:
        """All records of a listing, page by page; see `pages`.

        Args:
            operation: What asks for the first page.
            options: How each page is asked for.

        Raises:
            NumberwireError: As for `pages`; an `InvalidRequestError` where it isn't known where a page has its records.
        """
        for page in self.pages(operation, **options):
            yield from self._records(page, operation)

    def perform(self, call: Call[T]) -> T:
        """Send a call of an API's module and read its answer; see `send`."""
        return call.read(self.exchange(call.operation).value)

    def exchange(self, operation: Operation[Any], *, keep_partial: bool = False) -> CallResult:
        """Send an operation; returns its value and the answer it came in. See `send`.

        Args:
            operation: What to send.
            keep_partial: Whether a page that can be read in part is a value, a `PartialPage`, and no error.
        """
        client = self._for_operation(operation)
        exchange = client._exchange or client._make_exchange()  # noqa: SLF001 it is of this class
        steps = exchange.steps(operation, keep_partial=keep_partial)
        try:
            step = next(steps)
            while True:
                # The outcome stands in no local of this frame: an error passes through it.
                step = steps.send(client._step(steps, step))  # noqa: SLF001 it is of this class
        except StopIteration as end:
            if isinstance(end.value, CallResult):  # not one that a hook or a server raised
                return end.value
            raise
        finally:
            steps.close()  # where an interruption fell between two steps, the call is to hear of it

    def _step(self, steps: Steps, step: Attempt | Pause) -> Outcome | None:
        try:
            if isinstance(step, Pause):
                self._report_retry(step)
                self._wait(step)
                return None
            if self._hooks.on_request:
                self._report_request(step, self._hooks.on_request)
            outcome = (self._sender.opened or self._sender.open_sync()).send(step)
            if self._hooks.on_response or "logging" in sys.modules:
                self._report_outcome(step, outcome)
        except BaseException:
            steps.close()  # not thrown into it, where an error of a hook could pass for one of an answer
            raise
        return outcome

    def interruptible(self) -> Self:
        """This client, with an ``interruption``: once that is set, what waits before it sends something is given up."""
        twin = self._copy()
        twin.interruption = threading.Event()
        return twin

    def _wait(self, pause: Pause) -> None:
        if self.interruption is None or not pause.may_end:
            time.sleep(pause.seconds)
        elif self.interruption.wait(pause.seconds):
            raise pause.doubt or pause.error or CallCancelled

    def close(self) -> None:
        """Close every connection; a later call opens new ones."""
        for sender in self._open_senders():
            sender.opened.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class AsyncClient(_Core):
    """An async client, for asyncio; safe to share between tasks. An API's module subclasses it."""

    interruption: Event | None = None
    under_way: set[Task[Any]] | None = None

    def __init__(
        self,
        base_url: str,
        credential: Credential,
        *,
        transport: httpx2.AsyncBaseTransport | Server | None = None,
        hooks: Hooks | None = None,
        allow_http: bool = False,
        proxy: str | Proxy | None = None,
        verify: Certificates | None = None,
        trust_env: bool = True,
        **options: Unpack[OptionFields],
    ) -> None:
        hidden = hide_proxy(proxy)
        del proxy  # an error raised from here on shows this frame's locals
        super().__init__(base_url, credential, hooks, allow_http=allow_http, **options)
        network = Network(require_value(hidden), verify, trust_env, self.definition.ca_variable)
        self._sender = LazySender(self._base_url, credential, transport, "handle_async_request", network)
        self._under_way: set[Task[Any]] = set()

    async def send(self, operation: AnyOperation[T], /, **options: Unpack[CallOptions]) -> T:
        """Send an operation of the generated layer, with the checks, retries and errors of this client.

        Args:
            operation: What a function of `numberwire_api`, or of another generated package, returned.
            options: How it is sent, and what goes with it.

        Raises:
            NumberwireError: See `numberwire.errors`.
        """
        return (await self.for_call(**options).exchange(_checked_operation(operation))).envelope  # type: ignore[no-any-return]

    async def request(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, Any] | None = None,
        body: object = None,
        **options: Unpack[CallOptions],
    ) -> Any:
        """Send any request to the API, with the credentials, retries, limits and errors of this client.

            (await client.request("GET", "/api/relay/rest/addresses", query={"page_size": 10}))["data"]

        What may be repeated follows the method: GET, HEAD, OPTIONS, PUT and DELETE are, POST and PATCH are sent once.

        Args:
            method: The HTTP method.
            path: The path below the base URL.
            query: The parameters of the query.
            body: What is sent as JSON; None for no body.
            options: How it is sent; see `numberwire_api.CallOptions`.

        Returns:
            The decoded JSON of the answer; None where it has no content.

        Raises:
            NumberwireError: See `numberwire.errors`.
        """
        require_no_clash("extra_query", options.get("extra_query"), query or {})
        return await self.send(any_operation(method, path, query, body), **options)

    async def pages(self, operation: AnyOperation[T], /, **options: Unpack[CallOptions]) -> AsyncIterator[T]:
        """All pages of a listing of which the definition says where a page names the next one.

        Args:
            operation: What asks for the first page.
            options: How each page is asked for.

        Raises:
            NumberwireError: As for any call; a `ListingError` if the next page is wrong or repeated.
        """
        client = self.for_call(**options)
        turner = client._turner(operation)  # noqa: SLF001 it is of this class
        while turner.operation is not None:
            yield turner.take_page(await client.exchange(turner.operation))
        if turner.end is not None:
            raise turner.end

    async def records(
        self, operation: AnyOperation[Any], /, **options: Unpack[CallOptions]
    ) -> AsyncIterator[Any]:
        """All records of a listing, page by page; see `pages`.

        Args:
            operation: What asks for the first page.
            options: How each page is asked for.

        Raises:
            NumberwireError: As for `pages`; an `InvalidRequestError` where it isn't known where a page has its records.
        """
        async for page in self.pages(operation, **options):
            for record in self._records(page, operation):
                yield record

    async def perform(self, call: Call[T]) -> T:
        """Send a call of an API's module and read its answer; see `send`."""
        return call.read((await self.exchange(call.operation)).value)

    async def exchange(self, operation: Operation[Any], *, keep_partial: bool = False) -> CallResult:
        """Send an operation; returns its value and the answer it came in. See `send`.

        Args:
            operation: What to send.
            keep_partial: Whether a page that can be read in part is a value, a `PartialPage`, and no error.
        """
        check_event_loop()
        client = self._for_operation(operation)
        exchange = client._exchange or client._make_exchange()  # noqa: SLF001 it is of this class
        steps = exchange.steps(operation, keep_partial=keep_partial)
        try:
            step = next(steps)
            while True:
                step = steps.send(await client._step(steps, step))  # noqa: SLF001 it is of this class
        except StopIteration as end:
            return end.value  # type: ignore[no-any-return]
        finally:
            steps.close()  # where an interruption fell between two steps, the call is to hear of it

    async def _step(self, steps: Steps, step: Attempt | Pause) -> Outcome | None:
        try:
            if isinstance(step, Pause):
                self._report_retry(step)
                await self._wait(step)
                return None
            if self._hooks.on_request:
                self._report_request(step, self._hooks.on_request)
            outcome = await (self._sender.opened or self._sender.open_async()).send(step)
            if self._hooks.on_response or "logging" in sys.modules:
                self._report_outcome(step, outcome)
        except BaseException:
            steps.close()  # not thrown into it, where an error of a hook could pass for one of an answer
            raise
        return outcome

    def interruptible(self) -> Self:
        """This client, with an ``interruption``: once that is set, what waits before it sends something is given up.

        Its calls are put into ``under_way``, which `close` waits for.
        """
        from asyncio import Event  # noqa: PLC0415 sync clients need no event loop

        twin = self._copy()
        twin.interruption, twin.under_way = Event(), self._under_way
        return twin

    async def _wait(self, pause: Pause) -> None:
        from asyncio import sleep, timeout  # noqa: PLC0415 as above

        if self.interruption is None or not pause.may_end:
            await sleep(pause.seconds)
            return
        with suppress(TimeoutError):
            async with timeout(pause.seconds):
                await self.interruption.wait()
        if self.interruption.is_set():
            raise pause.doubt or pause.error or CallCancelled

    async def close(self) -> None:
        """Close every connection of this event loop; a later call opens new ones.

        What a loop over many calls left under way is waited for first.
        """
        try:
            if self._under_way:
                await self._wait_for_calls()
        finally:
            for sender in self._open_senders():
                check_event_loop()
                await sender.opened.close()

    async def _wait_for_calls(self) -> None:
        from asyncio import current_task, get_running_loop, wait  # noqa: PLC0415 as above

        here, loop = current_task(), get_running_loop()
        if tasks := {task for task in self._under_way if task is not here and task.get_loop() is loop}:
            await wait(tasks)

    aclose = close

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()
