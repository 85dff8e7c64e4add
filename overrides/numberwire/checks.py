"""Checks before a request is sent: each row of an API's table of rules, with the function that refuses by it.

The table (``RULES`` of the API's module) says what a check is about, in literals that the generator reads: its
name, the operation, fields and values, the rule in words, and the page it stands on.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import msgspec

from numberwire_api import Operation

__all__ = ["Check", "Row", "Sent", "checks"]

Row = Mapping[str, Any]
"""A row of a table of rules."""

Sent = Mapping[str, Any]
"""The query parameters and the fields of the body that will be sent."""


class Check(msgspec.Struct, frozen=True):
    """A rule that no schema can state, checked before a request is sent.

    Attributes:
        name: Its name, with which a caller can switch it off.
        operation: The id of the operation it holds for.
        refusal: Returns what is wrong and what the documentation says, or None.
    """

    name: str
    operation: str
    refusal: Callable[[Operation[Any]], str | None]


def checks(
    rules: Iterable[Row], refusals: Mapping[str, Callable[[Row, Sent], str | None]]
) -> tuple[Check, ...]:
    """The checks of a table, in its order.

    Args:
        rules: The table.
        refusals: By the check's name, what says how a request breaks a row, or None where it doesn't.
    """
    return tuple(_check(row, refusals[row["check"]]) for row in rules)


def _check(row: Row, refuse: Callable[[Row, Sent], str | None]) -> Check:
    def refusal(operation: Operation[Any]) -> str | None:
        found = refuse(row, _sent(operation))
        return f"{found} (page {row['page']!r})." if found else None

    return Check(row["check"], row["operation"], refusal)


def _sent(operation: Operation[Any]) -> Sent:
    sent: dict[str, Any] = {name: value for name, value in operation.query if value is not None}
    if isinstance(operation.body, msgspec.Struct):
        values = msgspec.structs.asdict(operation.body)
        sent |= {
            name: value for name, value in values.items() if value is not msgspec.UNSET and value is not None
        }
    return sent
