# Written by `python -m generator generate`; edit generator/templates/runtime, not this.
"""What every model is made of; this module knows no API."""

from __future__ import annotations

import enum
from typing import Any

import msgspec


class Model(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A value of an API: compared by its fields, never changed."""


class OpenEnum(enum.StrEnum):
    """An enum of texts that stays open: a text it doesn't name is a value too, and goes out as it came in."""

    @classmethod
    def _missing_(cls, value: object) -> OpenEnum | None:
        """Return a member for a text the enum doesn't name.

        Args:
            value: What was read.
        """
        return str.__new__(cls, value) if isinstance(value, str) else None

    def __getattr__(self, attribute: str) -> str:
        # An answer may hold many texts that are not named: such a member is its text alone, without a dict.
        if attribute in ("_name_", "_value_"):
            return str.__str__(self)
        raise AttributeError(attribute)

    def __reduce_ex__(self, _protocol: Any) -> tuple[type[OpenEnum], tuple[str]]:
        return type(self), (self.value,)
