"""How a handler is read from a phone number's fields, and the value of a number without one."""

from typing import Final, TypeVar

from numberwire_api import Handler, NoHandler

__all__ = ["NONE", "NoHandler", "read_handler"]

H = TypeVar("H", bound=Handler)

NONE: Final = NoHandler.NONE
"""No handler: as a value of ``call=`` or ``message=`` it takes the number's handler away, where None leaves it."""


def read_handler(kind: type[H], number: object) -> H:
    """A handler of a kind, with the parameters that a number has."""
    values = zip(kind.__struct_fields__, kind.parameters, strict=True)
    return kind(**{name: getattr(number, parameter, None) for name, parameter in values})
