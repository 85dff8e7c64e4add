"""What a handler is, and how it is written to and read from a phone number's fields."""

from enum import Enum
from typing import Any, ClassVar, Final, Literal, Self
from uuid import UUID

import msgspec

from numberwire_api.signalwire import models

__all__ = ["NONE", "CallHandler", "Handler", "MessageHandler", "Method", "NoHandler"]

Method = models.HttpMethod | Literal["GET", "POST"]


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

    def wire(self, *, whole: bool = False) -> dict[str, Any]:
        """The fields of an update that set this handler.

        Args:
            whole: Empty the parameters that this value does not name, too; a method, which can't be empty, becomes
                POST, which the server takes where none was ever set.
        """
        values = {f"{self.prefix}_{name}": getattr(self, name) for name in self.__struct_fields__}
        given = {name: value for name, value in values.items() if value is not None}
        emptied = {name: "POST" if name.endswith("_method") else "" for name in values} if whole else {}
        return {f"{self.prefix}_handler": self.handler, **emptied, **given}

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
