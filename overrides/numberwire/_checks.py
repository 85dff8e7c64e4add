"""Checks before a request is sent: each row of an API's table, with the function that refuses by it.

The tables come from `x-checks` of `spec/` (`numberwire_api.<api>.checks`): what a check is about, the rule in
words, and the page it is taken from. The functions are the API's own.
"""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any

import msgspec

from numberwire_api import CheckRow, Operation

__all__ = ["Check", "Sent", "checks", "sent_fields"]

Sent = Mapping[str, Any]
"""The query parameters and the fields of the body that will be sent."""


class Check(msgspec.Struct, frozen=True):
    """A rule that no schema can state, checked before a request is sent.

    Attributes:
        name: Its name, with which a caller can switch it off.
        refusal: Returns what is wrong with what would be sent and what the documentation says, or None.
        advice: Returns what had better be sent otherwise, though the server takes it.
    """

    name: str
    refusal: Callable[[Sent], str | None]
    advice: Callable[[Sent], tuple[str, ...]] = lambda _: ()


def checks(
    rows: Iterable[CheckRow],
    refusals: Mapping[str, Callable[[CheckRow, Sent], str | None]],
    advices: Mapping[str, Callable[[CheckRow, Sent], tuple[str, ...]]] = MappingProxyType({}),
) -> dict[str, tuple[Check, ...]]:
    """The checks of a table by the id of the operation that they hold for, in the table's order.

    Args:
        rows: The table.
        refusals: By the check's name, what says how a request breaks a row, or None where it doesn't.
        advices: By the check's name, what says what a request had better do, of checks that refuse nothing.

    Raises:
        LookupError: The table names a check without a function, or there is a function without a row.
    """
    table = tuple(rows)
    _require_same({row.check for row in table}, {*refusals, *advices})
    return {
        operation: tuple(
            _advice(row, advices[row.check]) if row.check in advices else _check(row, refusals[row.check])
            for row in table
            if row.operation == operation
        )
        for operation in dict.fromkeys(row.operation for row in table)
    }


def _require_same(names: Iterable[str], functions: Iterable[str]) -> None:
    lost, idle = sorted(set(names) - set(functions)), sorted(set(functions) - set(names))
    if lost:
        raise LookupError(f"x-checks of the spec names {', '.join(lost)}, and no function checks it.")
    if idle:
        raise LookupError(
            f"There is a function for {', '.join(idle)}, and x-checks of the spec has no such check."
        )


def _check(row: CheckRow, refuse: Callable[[CheckRow, Sent], str | None]) -> Check:
    def refusal(sent: Sent) -> str | None:
        found = refuse(row, sent)
        return f"{found} (page {row.page!r})." if found else None

    return Check(row.check, refusal)


def _advice(row: CheckRow, advise: Callable[[CheckRow, Sent], tuple[str, ...]]) -> Check:
    def advice(sent: Sent) -> tuple[str, ...]:
        return tuple(f"{text} (page {row.page!r})." for text in advise(row, sent))

    return Check(row.check, lambda _: None, advice)


def sent_fields(operation: Operation[Any]) -> Sent:
    """What an operation sends, by name; a null is not counted."""
    sent: dict[str, Any] = {name: value for name, value in operation.query if value is not None}
    if isinstance(operation.body, msgspec.Struct):
        values = msgspec.structs.asdict(operation.body)
        sent |= {
            name: value for name, value in values.items() if value is not msgspec.UNSET and value is not None
        }
    return sent
