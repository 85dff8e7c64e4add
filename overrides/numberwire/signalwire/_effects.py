"""What an update sent and the answer shows to be without effect; pure."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from numberwire.signalwire.handlers._kind import alias_group
from numberwire_api import Handler
from numberwire_api.signalwire.handlers import HANDLERS
from numberwire_api.signalwire.models import PhoneNumber

__all__ = ["parameters_of", "warnings_of", "warnings_of_kept"]

_KINDS = ("call", "message")


@cache
def parameters_of(kind: str) -> frozenset[str]:
    """The fields of an update that belong to a handler.

    Args:
        kind: ``call`` or ``message``.
    """
    return frozenset(name for row in HANDLERS[f"{kind}_handler"].values() for name in row.parameters)


def warnings_of(sent: Mapping[str, Any], values: Iterable[Handler], number: PhoneNumber) -> Iterator[str]:
    """What was sent and changes nothing, and what was left out and still counts.

    Args:
        sent: The fields that were sent.
        values: The handlers that were set as values.
        number: The answer: the number as it is now.
    """
    for kind in _KINDS:
        yield from _without_effect(kind, sent, number)
    for value in values:
        yield from _left_over(value, sent, number)


def warnings_of_kept(kept: Mapping[str, str], number: PhoneNumber) -> Iterator[str]:
    """Handlers that were to be kept, since they can't be set, and that the number has no longer.

    Args:
        kept: Their names, by ``call`` and ``message``.
        number: The answer: the number as it is now.
    """
    for kind, handler in kept.items():
        field = f"{kind}_handler"
        in_force = str(getattr(number, field) or "") or None
        if in_force != handler:
            yield f"{field} was to stay {handler!r}, which can't be set, and is {in_force!r} now."


def _without_effect(kind: str, sent: Mapping[str, Any], number: PhoneNumber) -> Iterator[str]:
    field = f"{kind}_handler"
    in_force = str(getattr(number, field) or "")
    for name in sorted(parameters_of(kind) & sent.keys()):
        owners = [handler for handler in HANDLERS[field] if name in _names(field, handler)]
        # An answer may leave fields out: without a handler it is believed where it repeats the parameter.
        is_told = in_force or getattr(number, name) == sent[name]
        if sent[name] and is_told and in_force not in owners:
            yield (
                f"{name} was set but has no effect: it belongs to {field} {owners[0]!r}, and the number's is "
                f"{in_force or None!r}. To make it take effect, set {kind}= or {field}=."
            )


def _names(field: str, handler: str) -> set[str]:
    """A handler's parameters, and the other names that the server takes for them."""
    return {name for parameter in HANDLERS[field][handler].parameters for name in alias_group(parameter)}


def _left_over(value: Handler, sent: Mapping[str, Any], number: PhoneNumber) -> Iterator[str]:
    if getattr(number, value.field) != value.handler:
        return
    kind = value.field.removesuffix("_handler")
    for name in value.parameters:
        kept = getattr(number, name, None)
        if name not in sent and kept and not name.endswith("_method"):
            yield (
                f"{name} is still {kept!r}, from before: {kind}= does not name it. To clear the parameters that "
                f"{kind}= does not name, pass whole=True."
            )
