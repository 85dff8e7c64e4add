"""Handlers as values: what a phone number does with incoming calls and messages.

    client.phone_numbers.update(id, call=handlers.call.LamlWebhooks(request_url="https://example.com/voice"))

Handler objects allow only valid combinations. `call_of` and `message_of` return the same objects for a number. `NONE`,
which is false, is the value of a number without a handler; in an update it removes the handler, while None leaves it.

A number keeps the parameters of handlers that are no longer in force. `effective` returns what a number does, in one
form for all records that mean the same; `leftovers` returns the parameters that have no effect.
"""

from typing import TypeVar

import msgspec

from numberwire.signalwire.handlers import call, message
from numberwire.signalwire.handlers._kind import (
    CALL_CLASSES,
    MESSAGE_CLASSES,
    NONE,
    NoHandler,
    alias_group,
    normal_handler,
    read_handler,
)
from numberwire_api import ClearTypeErrors, Handler
from numberwire_api.signalwire.handlers import HANDLERS, CallHandler, MessageHandler
from numberwire_api.signalwire.models import CallHandler as CallHandlerName
from numberwire_api.signalwire.models import CallReceiveMode, PhoneNumber
from numberwire_api.signalwire.models import MessageHandler as MessageHandlerName

__all__ = [
    "NONE",
    "CallHandler",
    "Effective",
    "Handler",
    "MessageHandler",
    "NoHandler",
    "Other",
    "call",
    "call_of",
    "effective",
    "leftovers",
    "message",
    "message_of",
    "normal",
]


class Other(msgspec.Struct, metaclass=ClearTypeErrors, frozen=True):
    """A handler that only answers carry, or one that is newer than this library; it can't be set.

    An update that is given a number's record and the `Other` that was read from it leaves the handler as it is; any
    other update refuses it.

    Attributes:
        value: Its name on the wire.
    """

    value: str


V = TypeVar("V", bound=Handler | Other | NoHandler)
_NAMES = {"call": CallHandlerName, "message": MessageHandlerName}


def call_of(number: PhoneNumber) -> CallHandler | Other | NoHandler:
    """The call handler of a number, as the value that would set it; `NONE` where it has none."""
    if not number.call_handler:
        return NONE
    kind = CALL_CLASSES.get(number.call_handler)
    return read_handler(kind, number) if kind else Other(str(number.call_handler))


def message_of(number: PhoneNumber) -> MessageHandler | Other | NoHandler:
    """The message handler of a number, as the value that would set it; `NONE` where it has none."""
    if not number.message_handler:
        return NONE
    kind = MESSAGE_CLASSES.get(number.message_handler)
    return read_handler(kind, number) if kind else Other(str(number.message_handler))


def normal(value: V) -> V:
    """A handler in the one form of all that mean the same, to be compared: a method that is not set is POST.

        handlers.normal(wanted) == handlers.normal(handlers.call_of(number))

    Args:
        value: The handler; `NONE` and an `Other` are normal as they are.
    """
    return normal_handler(value) if isinstance(value, Handler) else value


class Effective(msgspec.Struct, frozen=True):
    """What a number does, whatever else its record holds; equal for all records that mean the same.

    Attributes:
        name: Its name; None where it has none.
        call_receive_mode: Whether a call is taken as voice or as fax; voice where the record does not say.
        call: The call handler in force.
        message: The message handler in force.
    """

    name: str | None
    call_receive_mode: CallReceiveMode
    call: CallHandler | Other | NoHandler
    message: MessageHandler | Other | NoHandler


def effective(number: PhoneNumber) -> Effective:
    """What a number does.

        handlers.effective(before) == handlers.effective(after)

    Args:
        number: The number.
    """
    return Effective(
        name=number.name or None,
        call_receive_mode=number.call_receive_mode or CallReceiveMode.voice,
        call=normal(call_of(number)),
        message=normal(message_of(number)),
    )


def leftovers(number: PhoneNumber) -> dict[str, str]:
    """The parameters that a number carries and does not use, since they belong to handlers that are not in force.

        client.phone_numbers.update(number, **dict.fromkeys(handlers.leftovers(number), CLEAR))

    Args:
        number: The number.

    Returns:
        Their values by the fields of an update. Methods are left out, since they can't be emptied; so is all that a
        handler newer than this library may use.
    """
    values: dict[str, str] = {}
    for kind, names in _NAMES.items():
        field = f"{kind}_handler"
        handler = getattr(number, field) or ""
        if handler and handler not in names.__members__.values():
            continue
        row = HANDLERS[field].get(handler)
        used = {name for parameter in (row.parameters if row else ()) for name in alias_group(parameter)}
        carried = {name for other in HANDLERS[field].values() for name in other.parameters}
        for name in sorted(carried - used):
            if not name.endswith("_method") and (value := getattr(number, name, None)):
                values[name] = str(value)
    return values
