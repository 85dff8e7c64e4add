# Written by `python -m generator generate`; edit generator/templates/runtime, not this.
"""What handlers are made of; this module knows no API."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

import msgspec


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
