# Written by `python -m generator generate`; edit generator/templates/runtime, not this.
"""What handlers are made of, and how an update is filled with them; this module knows no API."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import Enum
from typing import Any, ClassVar, Literal, TypeVar
from uuid import UUID

import msgspec

from ._methods import Clear, fill_body

__all__ = ["Handler", "HandlerRow", "NoHandler", "fill_body_with_handlers", "handler_fields"]

T = TypeVar("T")


class HandlerRow(msgspec.Struct, frozen=True, kw_only=True):
    """The fields that one handler reads.

    Attributes:
        required: Those that have to be there with it.
        optional: The others.
    """

    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()

    @property
    def parameters(self) -> tuple[str, ...]:
        """All of them."""
        return self.required + self.optional


class Handler(msgspec.Struct, frozen=True):
    """A handler as a value: compared by its parameters, never changed."""

    field: ClassVar[str]
    """The field that chooses it."""

    handler: ClassVar[str]
    """The value that chooses it."""

    parameters: ClassVar[tuple[str, ...]]
    """The fields that hold its own, in order."""

    def __post_init__(self) -> None:
        """Hold ids as they are read from an answer, so that the two compare."""
        for name in self.__struct_fields__:
            value = getattr(self, name)
            if isinstance(value, UUID):
                msgspec.structs.force_setattr(self, name, str(value))


class NoHandler(Enum):
    """No handler: as the value of a handler it takes the handler away, where None leaves it."""

    NONE = "none"

    def __bool__(self) -> Literal[False]:
        """False: there is no handler."""
        return False

    def __repr__(self) -> str:
        return "handlers.NONE"


def handler_fields(handler: Handler, *, whole: bool = False) -> dict[str, Any]:
    """Return the fields of a body that set a handler.

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


def fill_body_with_handlers(
    kind: Callable[..., T],
    handlers: Mapping[str, Handler | NoHandler | Clear | None],
    whole: bool,  # noqa: FBT001 only generated code calls it
    /,
    **fields: object,
) -> T:
    """Return a body with the fields that are given, those of its handlers among them; None is not.

    Args:
        kind: The body's class.
        handlers: The handlers, by the field that chooses each.
        whole: Empty the parameters that a handler does not name.
        fields: The body's fields.
    """
    sent = dict(fields)
    for field, handler in handlers.items():
        if isinstance(handler, Handler):
            sent |= handler_fields(handler, whole=whole)
        elif handler is not None:
            sent[field] = ""
    return fill_body(kind, **sent)
