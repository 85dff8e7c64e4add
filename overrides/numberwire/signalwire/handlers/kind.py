"""What a handler is, and how it is written to and read from a phone number's fields."""

from dataclasses import dataclass, fields
from typing import Any, ClassVar, Literal, Self
from uuid import UUID

from numberwire_api.signalwire import models

__all__ = ["CallHandler", "Handler", "MessageHandler", "Method"]

Method = models.HttpMethod | Literal["GET", "POST"]


@dataclass(frozen=True, slots=True)
class Handler:
    """A handler and its parameters; see `numberwire.signalwire.handlers`."""

    prefix: ClassVar[str]
    handler: ClassVar[str]

    def __init_subclass__(cls, *, handler: str | None = None) -> None:
        """Note the value that stands for a handler on the wire."""
        if handler is not None:
            cls.handler = handler

    def __post_init__(self) -> None:
        """Hold ids as they are read from a number, so that the two compare."""
        for parameter in fields(self):
            value = getattr(self, parameter.name)
            if isinstance(value, UUID):
                object.__setattr__(self, parameter.name, str(value))

    @classmethod
    def parameters(cls) -> tuple[str, ...]:
        """The fields of a phone number that belong to the handler."""
        return tuple(f"{cls.prefix}_{parameter.name}" for parameter in fields(cls))

    def wire(self) -> dict[str, Any]:
        """The fields of an update that set this handler."""
        values = {
            f"{self.prefix}_{parameter.name}": getattr(self, parameter.name) for parameter in fields(self)
        }
        given = {name: value for name, value in values.items() if value is not None}
        return {f"{self.prefix}_handler": self.handler, **given}

    @classmethod
    def read(cls, number: object) -> Self:
        """The handler with the parameters that a number has."""
        return cls(
            **{
                parameter.name: getattr(number, f"{cls.prefix}_{parameter.name}", None)
                for parameter in fields(cls)
            }
        )


@dataclass(frozen=True, slots=True)
class CallHandler(Handler):
    """What a number does with an incoming call; see `numberwire.signalwire.handlers.call`."""

    prefix: ClassVar[str] = "call"


@dataclass(frozen=True, slots=True)
class MessageHandler(Handler):
    """What a number does with an incoming message; see `numberwire.signalwire.handlers.message`."""

    prefix: ClassVar[str] = "message"
