"""The checks that hold before a request is sent: a function for each check of `x-checks` that is SignalWire's own."""

import re
from collections.abc import Callable
from functools import partial
from typing import Any

from numberwire._checks import ANY_API, Sent, checks, has_value
from numberwire._keywords import suggest
from numberwire._numbers import is_number
from numberwire._urls import split_url
from numberwire_api import CheckRow
from numberwire_api.signalwire import checks as table
from numberwire_api.signalwire.handlers import HANDLERS

__all__ = ["CHECKS"]

# Compiled by the first call that needs them, as few do.
_DIGITS = r"[0-9]{3,7}"
_REGION = r"[A-Z]{2}"
_MOST_RESULTS = 100
_REFUSE_EMPTY = ("search-pattern",)


def _handlers(row: CheckRow, sent: Sent) -> str | None:
    """What a handler lacks, or what it would ignore."""
    for field in row.handlers:
        handlers = HANDLERS[field]
        handler = str(sent.get(field, ""))
        if handler not in handlers:
            continue
        for required in handlers[handler].required:
            if not has_value(required, sent):
                return f"{required} is missing: {field} {handler!r} needs it"
        owners = {name: owner for owner, known in handlers.items() for name in known.parameters}
        for name, owner in owners.items():
            if name not in handlers[handler].parameters and has_value(name, sent):
                return f"{name} would be ignored: it belongs to {field} {owner!r}, not {handler!r}"
    return None


def _settable(row: CheckRow, sent: Sent) -> str | None:
    """A handler that only answers carry, or one that nobody knows: a slip of the pen, most likely."""
    for field, answers_only in row.values.items():
        value = str(sent.get(field) or "")
        if value and value not in HANDLERS[field]:
            if value in answers_only:
                return f"{field} {value!r} can't be set, {row.rule}. Allowed: {', '.join(HANDLERS[field])}"
            return f"unknown {field} {value!r}. {suggest(value, HANDLERS[field]).removesuffix('.')}"
    return None


def _value(is_right: Callable[[Any], object]) -> Callable[[CheckRow, Sent], str | None]:
    """A check of each field's value by itself; an empty one clears the field."""

    def refusal(row: CheckRow, sent: Sent) -> str | None:
        for name in row.fields:
            value = sent.get(name)
            if value not in (None, "") and not is_right(value):
                return f"{name} is {value if isinstance(value, int) else str(value)!r}: {row.rule}"
        return None

    return refusal


def _is_url(value: str) -> bool:
    try:
        parts = split_url(value)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and re.search(r"\s", value) is None
    except ValueError:
        return False


def _is_few(value: Any) -> bool:
    return type(value) is int and 1 <= value <= _MOST_RESULTS


def _number(row: CheckRow, sent: Sent) -> str | None:
    return None if is_number(sent["number"]) else f"number is {sent['number']!r}: {row.rule}"


def _pattern(row: CheckRow, sent: Sent) -> str | None:
    given = {name: str(sent[name]) for name in row.fields if name in sent}
    wrong = [name for name, value in given.items() if not re.fullmatch(_DIGITS, value)]
    if wrong:
        return f"{wrong[0]} is {given[wrong[0]]!r}: {row.rule}"
    if len(given) > 1:
        return f"{' and '.join(given)} can't be combined: {row.rule}"
    return None


def _city(row: CheckRow, sent: Sent) -> str | None:
    city, region = row.fields
    return f"{city} needs {region}: {row.rule}" if city in sent and region not in sent else None


def _empty(row: CheckRow, sent: Sent) -> str | None:
    """An empty parameter, whether the table names it or not; some have a check that says it better."""
    better = {name for other in table.CHECKS if other.check in _REFUSE_EMPTY for name in _names(other)}
    texts = {name: value for name, value in sent.items() if isinstance(value, str) and name not in better}
    empty = (name for name, value in texts.items() if not value.strip())
    return next((f"{name} is empty: {row.rule}" for name in empty), None)


def _names(row: CheckRow) -> tuple[str, ...]:
    return (*row.fields, *row.values)


def _toll_free(row: CheckRow, sent: Sent) -> str | None:
    if any(sent.get(field) not in values for field, values in row.values.items()):
        return None
    return next((f"{name} is not supported: {row.rule}" for name in row.fields if name in sent), None)


_REFUSALS: dict[str, Callable[[CheckRow, Sent], str | None]] = {
    "handlers": _handlers,
    "settable-handler": _settable,
    "http-method": ANY_API["enum"],
    "url": _value(_is_url),
    "e164": _number,
    "search-pattern": _pattern,
    "search-city": _city,
    "search-toll-free": _toll_free,
    "search-empty": _empty,
    "search-number-type": ANY_API["enum"],
    "search-region": _value(partial(re.fullmatch, _REGION)),
    "max-results": _value(_is_few),
}


CHECKS = checks(table.CHECKS, _REFUSALS)
"""Every check by its operation, in the order in which a request meets them."""
