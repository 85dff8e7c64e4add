"""What a handler is, and how it is written to and read from a phone number's fields."""

from typing import Any, ClassVar, Literal, Self
from uuid import UUID

import msgspec

from numberwire_api.signalwire import models

__all__ = ["CallHandler", "Handler", "MessageHandler", "Method"]

Method = models.HttpMethod | Literal["GET", "POST"]


class Handler(msgspec.Struct, frozen=True):
    """A handler and its parameters; see `numberwire.signalwire.handlers`."""

    prefix: ClassVar[str]
    handler: ClassVar[str]

    def __post_init__(self) -> None:
        """Hold ids as they are read from a number, so that the two compare."""
        for name in self.__struct_fields__:
            value = getattr(self, name)
            if isinstance(value, UUID):
                msgspec.structs.force_setattr(self, name, str(value))

    @classmethod
    def parameters(cls) -> tuple[str, ...]:
        """The fields of a phone number that belong to the handler."""
        return tuple(f"{cls.prefix}_{name}" for name in cls.__struct_fields__)

    def wire(self) -> dict[str, Any]:
        """The fields of an update that set this handler."""
        values = {f"{self.prefix}_{name}": getattr(self, name) for name in self.__struct_fields__}
        given = {name: value for name, value in values.items() if value is not None}
        return {f"{self.prefix}_handler": self.handler, **given}

    @classmethod
    def read(cls, number: object) -> Self:
        """The handler with the parameters that a number has."""
        return cls(**{name: getattr(number, f"{cls.prefix}_{name}", None) for name in cls.__struct_fields__})


class CallHandler(Handler, frozen=True):
    """What a number does with an incoming call; see `numberwire.signalwire.handlers.call`."""

    prefix: ClassVar[str] = "call"


class MessageHandler(Handler, frozen=True):
    """What a number does with an incoming message; see `numberwire.signalwire.handlers.message`."""

    prefix: ClassVar[str] = "message"
