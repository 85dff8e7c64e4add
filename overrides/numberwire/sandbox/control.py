"""The endpoints under /_sandbox/, which steer a sandbox over HTTP as its attributes do in process."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, fields
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from numberwire.sandbox import routing, signalwire
from numberwire.sandbox.errors import Refusal, malformed, not_allowed, not_found, unauthorized
from numberwire.sandbox.faults import Fault
from numberwire.sandbox.inquiry import Inquiry
from numberwire.sandbox.rate import Rate
from numberwire.sandbox.replies import reply, stamp
from numberwire.wire import Response

if TYPE_CHECKING:
    from numberwire.sandbox.standin import Sandbox

PREFIX = "/_sandbox/"
_Kind = TypeVar("_Kind", Fault, Rate)
_Action = Callable[["Sandbox", Inquiry], None]


def steer(sandbox: Sandbox, inquiry: Inquiry) -> Response:
    """Carry out a control request; the answer is always the state afterwards."""
    try:
        _authorize(inquiry)
        _find(inquiry)(sandbox, inquiry)
    except Refusal as refusal:
        words = "; ".join(f"{field} {problem}" for field, problem in refusal.fields.items())
        return reply({"error": words or refusal.detail}, refusal.status, refusal.headers)
    return reply(state_of(sandbox))


def _find(inquiry: Inquiry) -> _Action:
    """What a path and its method ask for.

    Raises:
        Refusal: If the path asks for nothing (404), or takes other methods (405).
    """
    methods = _ACTIONS.get(inquiry.path.removeprefix(PREFIX))
    if methods is None:
        raise not_found()
    if inquiry.request.method not in methods:
        raise not_allowed(tuple(methods))
    return methods[inquiry.request.method]


def state_of(sandbox: Sandbox) -> dict[str, Any]:
    """All that can be said of a sandbox, as JSON values."""
    rate = sandbox.rate
    with sandbox.store.transaction():
        return {
            "time": stamp(sandbox.clock.now()),
            "offset_seconds": sandbox.clock.offset,
            "seed": sandbox.settings.seed,
            "apis": [api.name for api in sandbox.apis],
            "rate": asdict(rate) if rate else None,
            "faults": [_as_object(fault) for fault in sandbox.faults.waiting()],
            "numbers": {api.name: sandbox.store.count(api.name) for api in sandbox.apis},
            "routing_ids": list(sandbox.routing_ids),
        }


def _as_object(fault: Fault) -> dict[str, Any]:
    """A fault as it would be added, what is at its default left out."""
    values = {field.name: (getattr(fault, field.name), field.default) for field in fields(fault)}
    return {name: value for name, (value, default) in values.items() if value != default}


def _authorize(inquiry: Inquiry) -> None:
    """Refuse whom neither API knows; the scopes don't matter."""
    credential = inquiry.header("authorization")
    if all(api.scopes_of(credential, inquiry.settings) is None for api in (signalwire, routing)):
        raise unauthorized("Basic")


def _read(inquiry: Inquiry, kind: type[_Kind]) -> _Kind:
    """The body as a value of a kind; every field of it is one of the kind's.

    Raises:
        Refusal: If it isn't one.
    """
    body = inquiry.body()
    known = {field.name for field in fields(kind)}
    if strangers := sorted(set(body) - known):
        raise malformed(f"{', '.join(strangers)}: not known here; {', '.join(sorted(known))} are.")
    try:
        return msgspec.convert(body, kind)
    except (msgspec.ValidationError, ValueError) as error:
        raise malformed(str(error)) from None


def _add_fault(sandbox: Sandbox, inquiry: Inquiry) -> None:
    sandbox.faults.add(_read(inquiry, Fault))


def _clear_faults(sandbox: Sandbox, _inquiry: Inquiry) -> None:
    sandbox.faults.clear()


def _set_rate(sandbox: Sandbox, inquiry: Inquiry) -> None:
    sandbox.rate = _read(inquiry, Rate)


def _move_clock(sandbox: Sandbox, inquiry: Inquiry) -> None:
    """Put it ``{"forward_seconds": n}`` further, or ``{"offset_seconds": n}`` ahead of the real time."""
    match inquiry.body():
        case {"offset_seconds": int() | float() as seconds, **rest} if not rest and not isinstance(
            seconds, bool
        ):
            change = seconds
        case {"forward_seconds": int() | float() as seconds, **rest} if (
            not rest and not isinstance(seconds, bool) and seconds >= 0
        ):
            change = sandbox.clock.offset + seconds
        case _:
            raise malformed("Give either forward_seconds or offset_seconds, a number, 0 or more.")
    try:
        sandbox.clock.offset = change
    except ValueError as error:
        raise malformed(str(error)) from None


def _look(_sandbox: Sandbox, _inquiry: Inquiry) -> None:
    """Change nothing: the answer is the state."""


def _reset(sandbox: Sandbox, _inquiry: Inquiry) -> None:
    sandbox.reset()


def _lift_rate(sandbox: Sandbox, _inquiry: Inquiry) -> None:
    sandbox.rate = None


_ACTIONS: dict[str, dict[str, _Action]] = {
    "state": {"GET": _look},
    "reset": {"POST": _reset},
    "clock": {"GET": _look, "POST": _move_clock},
    "rate": {"GET": _look, "POST": _set_rate, "DELETE": _lift_rate},
    "faults": {"GET": _look, "POST": _add_fault, "DELETE": _clear_faults},
}
