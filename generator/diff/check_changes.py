"""Changes of checks: which calls `x-checks` refuses before they are sent, and no longer does.

What `x-handlers` allows is compared in the interface, where each handler is a class.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.codegen.contract import Contract, Operation
from generator.codegen.shapes import Named
from generator.diff.limits import LIMITS, LOOSER, RULES, TIGHTER, limit_kind, rule_kind
from generator.diff.surface import REQUEST, Difference, Pair
from generator.openapi.extension_rows import CheckRow

_WARNINGS = frozenset({"deprecated", "replacedBy"})
"""The facts of which a check warns; it refuses nothing."""

Key = tuple[str, tuple[str, ...], tuple[str, ...], tuple[str, ...]]


def check_changes(pair: Pair) -> Iterator[Difference]:
    """Yield how the checks of an operation differ.

    Args:
        pair: The operation, as it was and as it is.
    """
    before, after = _rows_by_key(pair.old.contract, pair.was), _rows_by_key(pair.new.contract, pair.now)
    earlier_fields = _sent_fields(pair.old.contract, pair.was)
    later_fields = _sent_fields(pair.new.contract, pair.now)
    place = pair.now.name
    for key in before | after:
        was, now = before.get(key), after.get(key)
        if was and now:
            if was.rule != now.rule:
                yield Difference("description-changed", place)
            for kind in sorted(set(_value_kinds(was, now)), key=(LOOSER, TIGHTER).index)[-1:]:
                yield Difference(kind, place, f"the check {key[0]!r} has other values")
        elif now and _refuses_calls(now, earlier_fields):
            yield Difference(TIGHTER, place, f"the new check {key[0]!r} says {now.rule}")
        elif was and not now and _refuses_calls(was, later_fields):
            yield Difference(LOOSER, place, f"the check {key[0]!r} is gone")


def _rows_by_key(contract: Contract, operation: Operation) -> dict[Key, CheckRow]:
    return {
        (row.check, row.fields, row.handlers, tuple(row.values)): row
        for row in contract.checks
        if row.operation == operation.id
    }


def _sent_fields(contract: Contract, operation: Operation) -> set[str]:
    """Return what a request of an operation may carry, by the names it is sent with."""
    shape = operation.body.shape if operation.body else None
    struct = contract.structs.get(shape.name) if isinstance(shape, Named) else None
    return {
        *(parameter.wire for parameter in operation.parameters),
        *(field.wire for field in (struct.fields if struct else ())),
    }


def _refuses_calls(row: CheckRow, fields: set[str]) -> bool:
    """Tell whether a check may refuse a call that gives only these fields; one that only warns refuses none."""
    if row.facts and _WARNINGS.issuperset(row.facts):
        return False
    # The first field needs the others: a call that gives it without them is refused, even where they are new.
    named: Sequence[str] = (
        row.fields[:1] if "needs" in row.facts else (*row.fields, *row.values, *row.handlers)
    )
    return fields.issuperset(named)


def _value_kinds(was: CheckRow, now: CheckRow) -> Iterator[str]:
    """Yield whether a check takes less or more, for each of its values that differs."""
    for field, values in now.values.items():
        if was.values[field] != values:
            # Values that a field may have are a limit. Those beside it name when a rule holds: any change is one.
            is_list = "enum" in now.facts and not now.fields
            yield limit_kind("enum", list(was.values[field]), list(values), [REQUEST]) if is_list else TIGHTER
    for fact in {**was.states, **now.states}:
        earlier, later = was.states.get(fact), now.states.get(fact)
        if earlier != later and fact in RULES:
            yield rule_kind(fact, earlier, later)
        elif earlier != later and fact in LIMITS:
            yield limit_kind(fact, earlier, later, [REQUEST])
