"""Handlers as values: what a phone number does with incoming calls and messages.

    client.phone_numbers.update(id, call=handlers.call.LamlWebhooks(request_url="https://example.com/voice"))

Only valid combinations can be said. `call_of` and `message_of` read the same values back from a number; `NONE`, which
is false, is the value of a number without a handler, read and set. In an update None leaves the handler as it is.
"""

import msgspec

from numberwire.signalwire.handlers import call, message
from numberwire.signalwire.handlers._kind import NONE, NoHandler, read_handler
from numberwire_api import Handler
from numberwire_api.signalwire.handlers import CallHandler, MessageHandler
from numberwire_api.signalwire.models import PhoneNumber

__all__ = [
    "NONE",
    "CallHandler",
    "Handler",
    "MessageHandler",
    "NoHandler",
    "Other",
    "call",
    "call_of",
    "message",
    "message_of",
]


class Other(msgspec.Struct, frozen=True):
    """A handler that only answers carry, or one that is newer than this library; it can't be set.

    Attributes:
        value: Its name on the wire.
    """

    value: str


_CALL: dict[str, type[CallHandler]] = {
    kind.handler: kind for kind in (getattr(call, name) for name in call.__all__)
}
_MESSAGE: dict[str, type[MessageHandler]] = {
    kind.handler: kind for kind in (getattr(message, name) for name in message.__all__)
}


def call_of(number: PhoneNumber) -> CallHandler | Other | NoHandler:
    """The call handler of a number, as the value that would set it; `NONE` where it has none."""
    if not number.call_handler:
        return NONE
    kind = _CALL.get(number.call_handler)
    return read_handler(kind, number) if kind else Other(str(number.call_handler))


def message_of(number: PhoneNumber) -> MessageHandler | Other | NoHandler:
    """The message handler of a number, as the value that would set it; `NONE` where it has none."""
    if not number.message_handler:
        return NONE
    kind = _MESSAGE.get(number.message_handler)
    return read_handler(kind, number) if kind else Other(str(number.message_handler))
