"""Checks before a request is sent: each row of an API's table, with the function that refuses by it.

The tables come from `x-checks` of `spec/` (`numberwire_api.<api>.checks`): what a check is about, the rule in
words, and the page it is taken from. The functions are the API's own, but for those of rules that any API may have.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import msgspec

from numberwire._keywords import is_uuid
from numberwire_api import CheckRow, Operation

__all__ = ["ADVICES", "ANY_API", "Check", "Sent", "checks", "has_value", "sent_fields"]

Sent = Mapping[str, Any]
"""The query parameters and the fields of the body that will be sent."""


class Check(msgspec.Struct, frozen=True):
    """A rule that a schema cannot express, checked before a request is sent.

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
) -> dict[str, tuple[Check, ...]]:
    """The checks of a table by the id of the operation that they hold for, in the table's order.

    Args:
        rows: The table.
        refusals: By the check's name, what says how a request breaks a row, or None where it doesn't. A check of
            a rule that any API may have needs none.

    Raises:
        LookupError: The table names a check without a function, or there is a function without a row.
    """
    table = tuple(rows)
    names = {row.check for row in table}
    functions = {name: refuse for name, refuse in ANY_API.items() if name in names} | dict(refusals)
    _require_same(names - ADVICES.keys(), functions)
    return {
        operation: tuple(
            _advice(row, ADVICES[row.check]) if row.check in ADVICES else _check(row, functions[row.check])
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


def has_value(name: str, sent: Sent) -> bool:
    """Whether a field is sent with a value: the empty text clears it, and False and 0 are values."""
    return sent.get(name) not in (None, "")


# Rules that any API may have: what they are about stands in their rows alone.


def _advise_deprecated(row: CheckRow, sent: Sent) -> tuple[str, ...]:
    """What is deprecated, and still taken by the server."""
    given = [name for name in row.fields if name in sent]
    given += [f"{name} {str(sent[name])!r}" for name, bad in row.values.items() if sent.get(name) in bad]
    instead = f": use {' or '.join(row.instead)}" if row.instead else ""
    return tuple(f"{name} is deprecated{instead}" for name in given)


def _refuse_without_use(row: CheckRow, sent: Sent) -> str | None:
    for name in row.fields:
        for chooser, values in row.values.items():
            if has_value(name, sent) and has_value(chooser, sent) and str(sent[chooser]) not in values:
                return f"{name} would be ignored with {chooser} {str(sent[chooser])!r}: {row.rule}"
    return None


def _refuse_without_required(row: CheckRow, sent: Sent) -> str | None:
    for name in row.fields:
        for chooser, values in row.values.items():
            if str(sent.get(chooser)) in values and not has_value(name, sent):
                return f"{name} is missing: {row.rule}"
    return None


def _refuse_alone(row: CheckRow, sent: Sent) -> str | None:
    field, *needed = row.fields
    missing = [name for name in needed if not has_value(name, sent)]
    return (
        f"{field} needs {' and '.join(missing)}: {row.rule}" if has_value(field, sent) and missing else None
    )


def _refuse_together(row: CheckRow, sent: Sent) -> str | None:
    """Refuse a field beside one of those that it excludes; these may go together."""
    field, *others = row.fields
    beside = [name for name in others if has_value(name, sent)]
    if has_value(field, sent) and beside:
        return f"{field} and {' and '.join(beside)} can't be combined: {row.rule}"
    return None


def _refuse_aliases(row: CheckRow, sent: Sent) -> str | None:
    given = [name for name in row.fields if has_value(name, sent)]
    if len(given) > 1:
        return f"{' and '.join(given)} name the same thing: the server would take {given[0]}"
    return None


def _refuse_other_prefix(row: CheckRow, sent: Sent) -> str | None:
    for name, prefixes in row.values.items():
        if has_value(name, sent) and not str(sent[name]).startswith(prefixes):
            return f"{name} is {str(sent[name])!r}: {row.rule}"
    return None


def _has_text(name: str, sent: Sent) -> bool:
    """Whether a field is sent with more than blanks, of which another refusal says what they would do."""
    return has_value(name, sent) and bool(str(sent[name]).strip())


def _refuse_unlisted(row: CheckRow, sent: Sent) -> str | None:
    for name, values in row.values.items():
        if _has_text(name, sent) and sent[name] not in values:
            allowed = " or ".join(filter(None, (", ".join(values[:-1]), values[-1])))
            return f"{name} is {str(sent[name])!r}: it must be {allowed}"
    return None


def _refuse_no_uuid(row: CheckRow, sent: Sent) -> str | None:
    for name in row.fields:
        if _has_text(name, sent) and not is_uuid(str(sent[name])):
            return f"{name} is {str(sent[name])!r}: {row.rule}"
    return None


def _refuse_outside(row: CheckRow, sent: Sent) -> str | None:
    """Refuse a value beyond the limits of its field: each is the keyword of a schema and a number."""
    for name, limits in row.values.items():
        if has_value(name, sent) and not all(_keeps(sent[name], limit) for limit in limits):
            return f"{name} is {sent[name]!r}: {row.rule}"
    return None


def _keeps(value: object, limit: str) -> bool:
    keyword, _, number = limit.partition(" ")
    if keyword in ("minLength", "maxLength"):
        measure: object = len(value) if isinstance(value, str) else None
    else:
        measure = value
    if not isinstance(measure, int | float):
        return True  # what is of another type is refused as such
    return measure >= float(number) if keyword.startswith("min") else measure <= float(number)


def _refuse_clearing(row: CheckRow, sent: Sent) -> str | None:
    return next((f"{name} can't be cleared: {row.rule}" for name in row.fields if sent.get(name) == ""), None)


ANY_API: dict[str, Callable[[CheckRow, Sent], str | None]] = {
    "aliases": _refuse_aliases,
    "clearable": _refuse_clearing,
    "enum": _refuse_unlisted,
    "excludes": _refuse_together,
    "limits": _refuse_outside,
    "needs": _refuse_alone,
    "prefix": _refuse_other_prefix,
    "required-with": _refuse_without_required,
    "used-with": _refuse_without_use,
    "uuid": _refuse_no_uuid,
}
"""The functions of such rules by the name of their check."""
ADVICES: dict[str, Callable[[CheckRow, Sent], tuple[str, ...]]] = {"deprecated": _advise_deprecated}
"""The functions of rows that refuse nothing, and say what a request had better do."""
