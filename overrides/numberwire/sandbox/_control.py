"""The endpoints under /_sandbox/, which control a sandbox over HTTP as its attributes do in process."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, fields
from typing import Any, Protocol, TypeVar

import msgspec

from numberwire._response import Response
from numberwire.sandbox._api import Api
from numberwire.sandbox._clock import Clock
from numberwire.sandbox._faults import Fault, Faults
from numberwire.sandbox._rate import Rate
from numberwire.sandbox._replies import (
    ErrorReply,
    bad_request,
    not_found,
    reply,
    time_text,
    unknown_credentials,
    wrong_method,
)
from numberwire.sandbox._request_context import RequestContext
from numberwire.sandbox._settings import Settings
from numberwire.sandbox._store import Store
from numberwire.sandbox._writes import Write
from numberwire_api import convert_to

PREFIX = "/_sandbox/"
_Kind = TypeVar("_Kind", Fault, Rate)


class Controllable(Protocol):
    """What the endpoints use of a sandbox."""

    settings: Settings
    store: Store
    clock: Clock
    faults: Faults

    @property
    def rate(self) -> Rate | None:
        """How many requests each API accepts."""
        ...

    @rate.setter
    def rate(self, rate: Rate | None) -> None: ...

    @property
    def known_apis(self) -> tuple[Api, ...]:
        """Every API that there is, served or not: the credentials of each are accepted."""
        ...

    @property
    def apis(self) -> tuple[Api, ...]:
        """The APIs that are served."""
        ...

    @property
    def routing_ids(self) -> tuple[str, ...]:
        """The ids of the routing API's numbers."""
        ...

    @property
    def writes(self) -> tuple[Write, ...]:
        """What was asked that changes something."""
        ...

    def clear_writes(self) -> None:
        """Forget what was asked so far."""
        ...

    def reset(self) -> None:
        """Begin anew."""
        ...


_Action = Callable[[Controllable, RequestContext], None]


def answer_control(sandbox: Controllable, context: RequestContext) -> Response:
    """Carry out a control request; the answer is the state afterwards, but for the log of writes, which is long."""
    try:
        _authorize(sandbox, context)
        _find_action(context)(sandbox, context)
        if context.path == f"{PREFIX}writes":
            return reply({"writes": [_write_object(write) for write in sandbox.writes]})
    except ErrorReply as refusal:
        words = "; ".join(f"{field} {problem}" for field, problem in refusal.fields.items())
        return reply({"error": words or refusal.detail}, refusal.status, refusal.headers)
    return reply(sandbox_state(sandbox))


def _find_action(context: RequestContext) -> _Action:
    """The action of a path and a method.

    Raises:
        ErrorReply: If the path has none (404), or has other methods (405).
    """
    methods = _ACTIONS.get(context.path.removeprefix(PREFIX))
    if methods is None:
        raise not_found()
    if context.request.method not in methods:
        raise wrong_method(tuple(methods))
    return methods[context.request.method]


def sandbox_state(sandbox: Controllable) -> dict[str, Any]:
    """The state of a sandbox, as JSON values."""
    rate = sandbox.rate
    with sandbox.store.transaction():
        return {
            "time": time_text(sandbox.clock.now()),
            "offset_seconds": sandbox.clock.offset,
            "seed": sandbox.settings.seed,
            "apis": [api.name for api in sandbox.apis],
            "rate": asdict(rate) if rate else None,
            "faults": [_fault_object(fault) for fault in sandbox.faults.waiting()],
            "numbers": {api.name: sandbox.store.count(api.name) for api in sandbox.apis},
            "routing_ids": list(sandbox.routing_ids),
        }


def _write_object(write: Write) -> dict[str, Any]:
    """A write as JSON values."""
    return {**asdict(write), "time": time_text(write.time)}


def _fault_object(fault: Fault) -> dict[str, Any]:
    """A fault as it would be added, without what is at its default."""
    values = {field.name: (getattr(fault, field.name), field.default) for field in fields(fault)}
    return {name: value for name, (value, default) in values.items() if value != default}


def _authorize(sandbox: Controllable, context: RequestContext) -> None:
    """Refuse credentials that no API knows; the scopes don't matter."""
    credential = context.header("authorization")
    if all(api.find_scopes(credential, context.settings) is None for api in sandbox.known_apis):
        raise unknown_credentials("Basic")


def _parse_body(context: RequestContext, kind: type[_Kind]) -> _Kind:
    """The body as a value of a kind.

    Raises:
        ErrorReply: If it is not one, or has unknown fields.
    """
    body = context.body()
    names = {field.name for field in fields(kind)}
    if unknown_names := sorted(set(body) - names):
        raise bad_request(f"unknown: {', '.join(unknown_names)}. Allowed: {', '.join(sorted(names))}.")
    try:
        return convert_to(body, kind)
    except (msgspec.ValidationError, ValueError) as error:
        raise bad_request(str(error)) from None


def _show_state(_sandbox: Controllable, _context: RequestContext) -> None:
    """Change nothing: the answer is the state."""


def _reset(sandbox: Controllable, _context: RequestContext) -> None:
    sandbox.reset()


def _add_fault(sandbox: Controllable, context: RequestContext) -> None:
    try:
        sandbox.faults.add(_parse_body(context, Fault))
    except ValueError as error:
        raise bad_request(str(error)) from None


def _clear_faults(sandbox: Controllable, _context: RequestContext) -> None:
    sandbox.faults.clear()


def _clear_writes(sandbox: Controllable, _context: RequestContext) -> None:
    sandbox.clear_writes()


def _set_rate(sandbox: Controllable, context: RequestContext) -> None:
    """Set the rate; ``{"requests": null}`` lifts it, as DELETE does."""
    sandbox.rate = None if context.body() == {"requests": None} else _parse_body(context, Rate)


def _lift_rate(sandbox: Controllable, _context: RequestContext) -> None:
    sandbox.rate = None


def _move_clock(sandbox: Controllable, context: RequestContext) -> None:
    """Move it ``{"forward_seconds": n}`` further, or to ``{"offset_seconds": n}`` ahead of the real time."""
    body = context.body()
    try:
        match body:
            case {"offset_seconds": int() | float() as seconds, **others} if not others:
                sandbox.clock.offset = seconds
            case {"forward_seconds": int() | float() as seconds, **others} if not others:
                sandbox.clock.advance(seconds)
            case _:
                raise bad_request("Give either forward_seconds or offset_seconds, a number, 0 or more.")
    except ValueError as error:
        raise bad_request(str(error)) from None


_ACTIONS: dict[str, dict[str, _Action]] = {
    "state": {"GET": _show_state},
    "reset": {"POST": _reset},
    "clock": {"GET": _show_state, "POST": _move_clock},
    "rate": {"GET": _show_state, "POST": _set_rate, "DELETE": _lift_rate},
    "writes": {"GET": _show_state, "DELETE": _clear_writes},
    "faults": {"GET": _show_state, "POST": _add_fault, "DELETE": _clear_faults},
}
