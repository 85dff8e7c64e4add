"""How a handler is written to and read from a phone number's fields."""

from enum import Enum
from typing import Any, Final, Literal, TypeVar

from numberwire_api import Handler

__all__ = ["NONE", "NoHandler", "fields_of", "read"]

H = TypeVar("H", bound=Handler)


class NoHandler(Enum):
    """The kind of `NONE`."""

    NONE = "none"

    def __bool__(self) -> Literal[False]:
        """False: there is no handler."""
        return False

    def __repr__(self) -> str:
        return "handlers.NONE"


NONE: Final = NoHandler.NONE
"""No handler: as a value of ``call=`` or ``message=`` it takes the number's handler away, where None leaves it."""


def fields_of(handler: Handler, *, whole: bool = False) -> dict[str, Any]:
    """The fields of an update that set a handler.

    Args:
        handler: The handler.
        whole: Empty the parameters that this value does not name, too; a method, which can't be empty, becomes POST,
            which the server takes where none was ever set.
    """
    values = zip(handler.parameters, handler.__struct_fields__, strict=True)
    given = {parameter: getattr(handler, name) for parameter, name in values}
    emptied = {name: "POST" if name.endswith("_method") else "" for name in given} if whole else {}
    named = {parameter: value for parameter, value in given.items() if value is not None}
    return {handler.field: handler.handler, **emptied, **named}


def read(kind: type[H], number: object) -> H:
    """A handler of a kind, with the parameters that a number has."""
    values = zip(kind.__struct_fields__, kind.parameters, strict=True)
    return kind(**{name: getattr(number, parameter, None) for name, parameter in values})
