# Written by `python -m generator generate`; edit generator/templates/runtime, not this.
"""The base class of handlers, and how an update is filled with them; nothing here is specific to one API."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Any, ClassVar, Literal, TypeVar
from uuid import UUID

import msgspec

from ._methods import Clear, fill_body
from ._model import ClearTypeErrors

__all__ = ["Handler", "HandlerRow", "NoHandler", "fill_body_with_handlers", "handler_fields"]

T = TypeVar("T")


class HandlerRow(msgspec.Struct, frozen=True, kw_only=True):
    """The fields that one handler reads.

    Attributes:
        required: Those that have to be sent with it.
        optional: Those that may be.
    """

    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()

    @property
    def parameters(self) -> tuple[str, ...]:
        """All of them."""
        return self.required + self.optional


class Handler(msgspec.Struct, metaclass=ClearTypeErrors, frozen=True):
    """A handler as a value: immutable, compared by its parameters."""

    field: ClassVar[str]
    """The field that chooses it."""

    handler: ClassVar[str]
    """The value that chooses it."""

    parameters: ClassVar[tuple[str, ...]]
    """The fields that hold its own, in order."""

    def __post_init__(self) -> None:
        """Store a UUID as text, as answers have it, so that the two compare equal."""
        for name in self.__struct_fields__:
            value = getattr(self, name)
            if isinstance(value, UUID):
                msgspec.structs.force_setattr(self, name, str(value))


class NoHandler(Enum):
    """No handler: passed as a handler it removes the handler, while None leaves it unchanged."""

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
        whole: Also clear the parameters that this object does not name. A method can't be empty: it becomes POST, which
            is what the server uses if none was ever set.
    """
    values = zip(handler.parameters, handler.__struct_fields__, strict=True)
    given = {parameter: getattr(handler, name) for parameter, name in values}
    emptied = {name: "POST" if name.endswith("_method") else "" for name in given} if whole else {}
    named = {parameter: value for parameter, value in given.items() if value is not None}
    return {handler.field: handler.handler, **emptied, **named}


def fill_body_with_handlers(
    kind: type[T],
    handlers: Mapping[str, Handler | NoHandler | Clear | None],
    whole: bool,  # noqa: FBT001 only generated code calls it
    /,
    **fields: object,
) -> T:
    """Return a body with the given fields and those of its handlers; a field that is None is left out.

    Args:
        kind: The body's class.
        handlers: The handlers, by the field that chooses each.
        whole: Also clear the parameters that a handler does not name.
        fields: The body's fields.
    """
    sent = dict(fields)
    for field, handler in handlers.items():
        if isinstance(handler, Handler):
            sent |= handler_fields(handler, whole=whole)
        elif handler is not None:
            sent[field] = ""
    return fill_body(kind, **sent)
