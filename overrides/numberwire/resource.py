"""What an API's resources add to the classes generated for them: checks of each method's arguments, and a client.

A resource's class names one of the four here before the generated one:

    class PhoneNumbers(Resource, generated.PhoneNumbers): ...

Each method that the generated class has, or will have, then refuses what it can't send, and follows the client's
policies. A method that sends something else than its arguments, and takes and returns the same, is named with the
function that makes its call; editors still find the generated one with every keyword:

    class PhoneNumbers(Resource, generated.PhoneNumbers, calls={"update": _calls.update}): ...

A method that takes or returns something else overrides the generated one. Both check their arguments' types themselves.

The options of a call, such as its timeout, are taken out of its keywords before a method sees them. It passes on its
``**options`` all the same, which are empty then: editors that read the source follow them to learn what there is.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from functools import cache, partial, wraps
from types import FunctionType
from typing import TYPE_CHECKING, Any, ClassVar, Concatenate, ParamSpec, Self, TypeVar, Unpack

import msgspec

from numberwire._bulk import AsyncBulk, Bulk, BulkCalls, WorkerTasks, WorkerThreads
from numberwire._call import Call, any_operation, raw_response
from numberwire._call_options import require_no_clash, take_call_options
from numberwire._keywords import (
    checked_id,
    is_uuid,
    near_name,
    require_filled,
    require_known,
    require_types,
    sent_value,
)
from numberwire._signatures import is_coroutine_function, parameter_names, show_signature
from numberwire.client import AsyncClient, Client, show_call_options, spell_out_call_options
from numberwire_api import CallOptions, Operation, RawResponse

__all__ = [
    "AsyncRawCalls",
    "AsyncRawResource",
    "AsyncResource",
    "RawCalls",
    "RawResource",
    "Resource",
    "takes_parameters_of",
]

P = ParamSpec("P")
K = TypeVar("K")
T = TypeVar("T")

_ASKING = frozenset({"get", "list", "search"})
"""Methods that send no body."""

_NO_CALLS: Mapping[str, Callable[..., Call[Any]]] = {}

_CLEARING = frozenset({"PATCH", "PUT"})
"""The methods of operations that change a record, where the empty text clears a field."""

if TYPE_CHECKING:
    from inspect import Signature

    class _Generated:
        """What stands after a resource's base: a generated class."""

        def __init__(self, send: Any) -> None: ...

else:
    _Generated = object


class _CheckedMethods(_Generated):
    """Checks what the methods are given, before anything is sent."""

    _client: Any
    _record: ClassVar[str] = "record"
    _look_up: ClassVar[str] = ""
    _kind: ClassVar[type[Any] | None] = None

    def __init_subclass__(
        cls,
        *,
        record: str = "",
        look_up: str = "",
        kind: type[Any] | None = None,
        calls: Mapping[str, Callable[..., Call[Any]]] = _NO_CALLS,
        **arguments: Any,
    ) -> None:
        """Wrap each public method, those of the generated class among them.

        Args:
            record: What an id belongs to, in words.
            look_up: How to find the id of a phone number; with it a number in the place of an id is refused.
            kind: The class of such a record, which is then taken in the place of its id.
            calls: By the name of a generated method, what makes its call: of the client and the method's arguments.
            arguments: What other classes take.
        """
        super().__init_subclass__(**arguments)
        cls._kind = kind or cls._kind
        cls._record, cls._look_up = record or cls._record, look_up or cls._look_up
        members: dict[str, object] = {}
        for base in reversed(cls.__mro__):
            members |= vars(base)
        for name, method in members.items():
            if isinstance(method, FunctionType) and not name.startswith("_") and not _has_checks(method):
                is_generated = name not in vars(cls) and name not in calls
                performed = _performing(calls[name], method) if name in calls else method
                setattr(cls, name, _checked_method(performed, is_generated=is_generated))

    if not TYPE_CHECKING:  # so that a checker treats every other name as a mistake

        def __getattr__(self, name: str) -> Any:
            """Say what a method of another client is called here."""
            kind = type(self).__name__
            public = [one for one in dir(type(self)) if not one.startswith("_")]
            meant = self._client.definition.method_meanings.get(name) if "_client" in vars(self) else None
            near = meant or (not name.startswith("_") and near_name(name, public))
            hint = f" Did you mean {near}?" if near else ""
            raise AttributeError(f"{kind} has no {name}.{hint}")

    def _for_call(self, method: Callable[..., Any], keywords: dict[str, Any]) -> Self:
        """This resource with the options of one call, which are taken out of its keywords."""
        options = take_call_options(keywords)
        if not options:
            return self
        if method.__name__ in _ASKING:
            require_no_clash("extra_query", options.get("extra_query"), keywords)
        kind: Any = type(self)
        return kind(self._client.for_call(**options))  # type: ignore[no-any-return]

    def _check(
        self,
        method: Callable[..., Any],
        arguments: tuple[Any, ...],
        keywords: Mapping[str, Any],
        *,
        is_generated: bool,
    ) -> tuple[tuple[Any, ...], dict[str, Any]]:
        """Refuse what can't be sent; return the arguments, of a generated method as they are sent."""
        positional, names = parameter_names(method)
        ids = _id_names(method)
        if keywords:
            definition = self._client.definition
            require_known(
                method.__name__,
                {name: value for name, value in keywords.items() if name not in positional},
                names or positional,
                consequence=definition.unknown_field,
                code=definition.unknown_field_code,
                meant=definition.meanings,
                options=CallOptions.__annotations__,
                way_out="extra_query" if method.__name__ in _ASKING else "extra_body",
            )
        if not is_generated:
            return arguments, dict(keywords)
        sent: dict[str, Any] = {**dict(zip(positional, arguments, strict=False)), **keywords}
        for name, value in sent.items():
            is_id = name in ids
            given = checked_id(value, self._look_up, self._record, self._kind) if is_id else value
            sent[name] = sent_value(given)
        require_types(sent, method)
        by_place = [sent[name] for name, _ in zip(positional, arguments, strict=False)]
        return (*by_place, *arguments[len(by_place) :]), {name: sent[name] for name in keywords}


def _is_id_alone(method: Callable[..., Any], arguments: tuple[Any, ...]) -> bool:
    """Whether a method of one id is given the text of a UUID and nothing else, which needs no further look."""
    if len(arguments) != 1 or type(arguments[0]) is not str or not is_uuid(arguments[0]):
        return False
    return _takes_id_first(method)


@cache
def _takes_id_first(method: Callable[..., Any]) -> bool:
    return any(map(_is_id, parameter_names(method)[0][:1]))


def _is_id(name: str) -> bool:
    return name == "id" or name.endswith("_id")


@cache
def _id_names(method: Callable[..., Any]) -> frozenset[str]:
    """The names of a method's positional parameters that take an id."""
    return frozenset(filter(_is_id, parameter_names(method)[0]))


def _performing(make_call: Callable[..., Call[Any]], method: FunctionType) -> Any:
    """A method like a generated one, which performs another call than that sends.

    Args:
        make_call: What makes the call; what its docstring says of the method comes before the generated one's words on
            every argument.
        method: The generated one.
    """

    def perform(self: Any, /, *arguments: Any, **keywords: Any) -> Any:
        return self._perform(make_call(self._client, *arguments, **keywords))

    async def perform_async(self: Any, /, *arguments: Any, **keywords: Any) -> Any:
        return await self._perform(make_call(self._client, *arguments, **keywords))

    performing = wraps(method)(perform_async if is_coroutine_function(method) else perform)
    performing.__doc__ = _merged_doc(make_call.__doc__, method.__doc__)
    return performing


def _has_checks(method: FunctionType) -> bool:
    return hasattr(method, "is_checked")


def _checked_method(method: FunctionType, *, is_generated: bool) -> Callable[..., Any]:
    """A method that checks what it is given, and is awaited if the method is."""
    call = (
        _async_call(method, is_generated=is_generated)
        if is_coroutine_function(method)
        else _call(method, is_generated=is_generated)
    )
    vars(call)["is_checked"] = True
    show_signature(call, method, spell_out_call_options)
    return call


def _call(method: Callable[..., Any], *, is_generated: bool) -> Callable[..., Any]:
    @wraps(method)
    def call(self: Any, /, *arguments: Any, **keywords: Any) -> Any:
        if keywords or not _is_id_alone(method, arguments):
            self = self._for_call(method, keywords)
            arguments, keywords = self._check(method, arguments, keywords, is_generated=is_generated)
        return method(self, *arguments, **keywords)

    return call


def _async_call(method: Callable[..., Any], *, is_generated: bool) -> Callable[..., Any]:
    @wraps(method)
    async def call(self: Any, /, *arguments: Any, **keywords: Any) -> Any:
        if keywords or not _is_id_alone(method, arguments):
            self = self._for_call(method, keywords)
            arguments, keywords = self._check(method, arguments, keywords, is_generated=is_generated)
        return await method(self, *arguments, **keywords)

    return call


def takes_parameters_of(
    model: Callable[Concatenate[Any, P], object],
) -> Callable[[Callable[..., T]], Callable[Concatenate[Any, P], T]]:
    """Decorate a method that overrides another one and takes the same: for checkers, `help` and editors.

    Args:
        model: The other one, whose parameters and their descriptions it has from then on.
    """

    def take(method: Callable[..., T]) -> Callable[Concatenate[Any, P], T]:
        def with_own_return(signature: Signature) -> Signature:
            return signature.replace(return_annotation=method.__annotations__["return"])

        show_signature(method, model, with_own_return)
        method.__doc__ = _merged_doc(method.__doc__, model.__doc__)
        return method

    return take


def _merged_doc(doc: str | None, model: str | None) -> str | None:
    """A docstring with the section of another one that describes the arguments."""
    if not doc or not model:  # python -OO
        return doc
    section = _without_margin(model).partition("\n\nArgs:\n")[2].partition("\n\n")[0]
    summary, _, rest = _without_margin(doc).partition("\n\nReturns:\n")
    parts = [summary, f"Args:\n{section}", *([f"Returns:\n{rest}"] if rest else [])]
    return "\n\n".join(parts)


def _without_margin(doc: str) -> str:
    """A docstring without the indentation of its source, which stands before its closing quotes."""
    text, _, margin = doc.rpartition("\n")
    return text.replace(f"\n{margin}", "\n") if not margin.strip() else doc


def _require_filled_operation(operation: Operation[Any]) -> None:
    """Refuse texts of nothing but blanks; the empty one may clear a field."""
    if operation.query:
        require_filled(dict(operation.query), "leave it out")
    if isinstance(operation.body, msgspec.Struct):
        fields = msgspec.structs.asdict(operation.body)
        if operation.method in _CLEARING:
            require_filled(fields, "give CLEAR to empty it", may_clear=True)
        else:
            require_filled(fields, "leave it out")


class Resource(_CheckedMethods):
    """The methods of a sync client's resource.

    Args:
        client: The client.
    """

    _client: Client

    def __init__(self, client: Client) -> None:
        self._client = client
        super().__init__(self._send_checked)

    def _send_checked(self, operation: Operation[T]) -> T:
        _require_filled_operation(operation)
        return self._client.exchange(operation).envelope  # type: ignore[no-any-return]

    def _perform(self, call: Call[T], **options: Unpack[CallOptions]) -> T:
        return self._client.for_call(**options).perform(call)

    def _run_many(
        self, calls: BulkCalls[K], call: Callable[[Self, Any], T], **options: Unpack[CallOptions]
    ) -> Bulk[K, T]:
        """Many calls of a method, a bounded number of them at a time."""
        client = self._client.for_call(**options).interruptible()
        assert client.interruption is not None  # noqa: S101 see there
        in_flight = calls.checked_in_flight(client.options.pace)
        workers: WorkerThreads[K, T] = WorkerThreads(partial(call, type(self)(client)), client.interruption)
        return Bulk(calls, in_flight, workers)


class AsyncResource(_CheckedMethods):
    """The same for an async client.

    Args:
        client: The client.
    """

    _client: AsyncClient

    def __init__(self, client: AsyncClient) -> None:
        self._client = client
        super().__init__(self._send_checked)

    async def _send_checked(self, operation: Operation[T]) -> T:
        _require_filled_operation(operation)
        return (await self._client.exchange(operation)).envelope  # type: ignore[no-any-return]

    async def _perform(self, call: Call[T], **options: Unpack[CallOptions]) -> T:
        return await self._client.for_call(**options).perform(call)

    def _run_many(
        self, calls: BulkCalls[K], call: Callable[[Self, Any], Awaitable[T]], **options: Unpack[CallOptions]
    ) -> AsyncBulk[K, T]:
        """Many calls of a method, a bounded number of them at a time."""
        client = self._client.for_call(**options).interruptible()
        assert client.interruption is not None and client.under_way is not None  # noqa: S101, PT018 see there
        in_flight = calls.checked_in_flight(client.options.pace)
        workers: WorkerTasks[K, T] = WorkerTasks(
            partial(call, type(self)(client)), client.interruption, client.under_way
        )
        return AsyncBulk(calls, in_flight, workers)


class RawResource(_CheckedMethods):
    """The same for a sync client's ``with_raw_response``.

    Args:
        client: The client.
    """

    _client: Client

    def __init__(self, client: Client) -> None:
        self._client = client
        super().__init__(self._send_checked)

    def _send_raw(self, operation: Operation[T], /, **options: Unpack[CallOptions]) -> RawResponse[T]:
        answered = self._client.for_call(**options).exchange(operation)
        return raw_response(answered, answered.envelope)

    def _send_checked(self, operation: Operation[T]) -> RawResponse[T]:
        _require_filled_operation(operation)
        return self._send_raw(operation)

    def _perform(self, call: Call[T], **options: Unpack[CallOptions]) -> RawResponse[T]:
        answered = self._client.for_call(**options).exchange(call.operation)
        return raw_response(answered, call.read(answered.value))


class AsyncRawResource(_CheckedMethods):
    """The same for an async client's ``with_raw_response``.

    Args:
        client: The client.
    """

    _client: AsyncClient

    def __init__(self, client: AsyncClient) -> None:
        self._client = client
        super().__init__(self._send_checked)

    async def _send_raw(self, operation: Operation[T], /, **options: Unpack[CallOptions]) -> RawResponse[T]:
        answered = await self._client.for_call(**options).exchange(operation)
        return raw_response(answered, answered.envelope)

    async def _send_checked(self, operation: Operation[T]) -> RawResponse[T]:
        _require_filled_operation(operation)
        return await self._send_raw(operation)

    async def _perform(self, call: Call[T], **options: Unpack[CallOptions]) -> RawResponse[T]:
        answered = await self._client.for_call(**options).exchange(call.operation)
        return raw_response(answered, call.read(answered.value))


class RawCalls:
    """What a sync client's ``with_raw_response`` has beside the API's resources.

    Args:
        client: The client.
    """

    def __init__(self, client: Client) -> None:
        self._client = client

    def request(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, Any] | None = None,
        body: object = None,
        **options: Unpack[CallOptions],
    ) -> RawResponse[Any]:
        """Send any request to the API; see `Client.request`."""
        require_no_clash("extra_query", options.get("extra_query"), query or {})
        operation = any_operation(method, path, query, body)
        answered = self._client.for_call(**options).exchange(operation)
        return raw_response(answered, answered.envelope)


class AsyncRawCalls:
    """What an async client's ``with_raw_response`` has beside the API's resources.

    Args:
        client: The client.
    """

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    async def request(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, Any] | None = None,
        body: object = None,
        **options: Unpack[CallOptions],
    ) -> RawResponse[Any]:
        """Send any request to the API; see `Client.request`."""
        require_no_clash("extra_query", options.get("extra_query"), query or {})
        operation = any_operation(method, path, query, body)
        answered = await self._client.for_call(**options).exchange(operation)
        return raw_response(answered, answered.envelope)


show_call_options(RawCalls)
show_call_options(AsyncRawCalls)
