"""The row of a table of checks; nothing here is specific to one API."""

from __future__ import annotations

import msgspec


class CheckRow(msgspec.Struct, frozen=True, kw_only=True):
    """A rule of the documentation that a schema can't express.

    Attributes:
        check: The name of the check that enforces it.
        operation: The id of the operation that it applies to.
        rule: The rule in words.
        page: The documentation page that it comes from.
        fields: The fields it is about.
        values: The values of fields that it is about.
        instead: The fields or values to use instead.
        handlers: The fields whose handlers it is about.
    """

    check: str
    operation: str
    rule: str
    page: str
    fields: tuple[str, ...] = ()
    values: dict[str, tuple[str, ...]] = msgspec.field(default_factory=dict[str, tuple[str, ...]])
    instead: tuple[str, ...] = ()
    handlers: tuple[str, ...] = ()
