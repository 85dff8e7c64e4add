"""How a handler is read from a phone number's fields, and the value of a number without one."""

from typing import Any, Final, TypeVar

from numberwire_api import Handler, NoHandler
from numberwire_api.signalwire.checks import CHECKS

__all__ = ["ALIASES", "NONE", "NoHandler", "alias_group", "normal_handler", "read_handler"]

H = TypeVar("H", bound=Handler)

NONE: Final = NoHandler.NONE
"""No handler: as a value of ``call=`` or ``message=`` it takes the number's handler away, where None leaves it."""

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
