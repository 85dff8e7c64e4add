"""How a handler is read from a phone number's fields, and the value of a number without one."""

from typing import Any, Final, TypeVar

from numberwire_api import Handler, NoHandler
from numberwire_api.signalwire import call_handlers, message_handlers
from numberwire_api.signalwire.checks import CHECKS
from numberwire_api.signalwire.handlers import CallHandler, MessageHandler

__all__ = [
    "ALIASES",
    "CALL_CLASSES",
    "MESSAGE_CLASSES",
    "NONE",
    "NoHandler",
    "alias_group",
    "normal_handler",
    "read_handler",
]

H = TypeVar("H", bound=Handler)

NONE: Final = NoHandler.NONE
"""No handler: as a value of ``call=`` or ``message=`` it takes the number's handler away, where None leaves it."""

CALL_CLASSES: dict[str, type[CallHandler]] = {
    kind.handler: kind for kind in (getattr(call_handlers, name) for name in call_handlers.__all__)
}
"""The classes of call handlers, by the handler's name."""

MESSAGE_CLASSES: dict[str, type[MessageHandler]] = {
    kind.handler: kind for kind in (getattr(message_handlers, name) for name in message_handlers.__all__)
}
"""The classes of message handlers, by the handler's name."""

ALIASES = tuple(row.fields for row in CHECKS if row.check == "aliases")
"""Fields that name the same thing; where several are there, the server takes the first."""


def alias_group(parameter: str) -> tuple[str, ...]:
    """The names under which a parameter's value may stand, its own first."""
    return next(((parameter, *group) for group in ALIASES if parameter in group), (parameter,))


def read_handler(kind: type[H], number: object) -> H:
    """A handler of a kind, with the parameters that a number has; one may stand under an alias."""
    values = zip(kind.__struct_fields__, kind.parameters, strict=True)
    return kind(**{name: _parameter_value(number, parameter) for name, parameter in values})


def _parameter_value(number: object, parameter: str) -> Any:
    values = [getattr(number, name, None) for name in alias_group(parameter)]
    return next(filter(None, values), values[0])


def normal_handler(handler: H) -> H:
    """A handler in the one form of all that mean the same: a method not set is POST, and an empty text is None."""
    fields = zip(handler.__struct_fields__, handler.parameters, strict=True)
    return type(handler)(
        **{
            name: getattr(handler, name) or ("POST" if parameter.endswith("_method") else None)
            for name, parameter in fields
        }
    )
