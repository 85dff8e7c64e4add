"""How a handler is written to and read from a phone number's fields."""

from typing import Any, TypeVar

from numberwire_api import Handler

__all__ = ["fields_of", "read"]

H = TypeVar("H", bound=Handler)


def fields_of(handler: Handler) -> dict[str, Any]:
    """The fields of an update that set a handler."""
    values = zip(handler.parameters, handler.__struct_fields__, strict=True)
    given = {parameter: getattr(handler, name) for parameter, name in values}
    return {handler.field: handler.handler} | {
        parameter: value for parameter, value in given.items() if value is not None
    }


def read(kind: type[H], number: object) -> H:
    """A handler of a kind, with the parameters that a number has."""
    values = zip(kind.__struct_fields__, kind.parameters, strict=True)
    return kind(**{name: getattr(number, parameter, None) for name, parameter in values})
