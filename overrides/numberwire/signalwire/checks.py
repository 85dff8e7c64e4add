"""The checks that hold before a request is sent: one function a check of `rules.RULES`, which it reads."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from numberwire.checks import Row, Sent, checks
from numberwire.deprecation import warn_deprecated
from numberwire.numbers import is_number
from numberwire.signalwire.rules import CALL_HANDLERS, MESSAGE_HANDLERS, RULES, rows

__all__ = ["CHECKS"]

_DIGITS = re.compile(r"[0-9]{3,7}", re.ASCII)
_MOST_RESULTS = 100
_REFUSE_EMPTY = ("search-pattern", "search-number-type")


def _handlers(row: Row, sent: Sent) -> str | None:
    """What a handler lacks, or what it would ignore."""
    for field, handlers in row["parameters"].items():
        handler = str(sent.get(field, ""))
        if handler not in handlers:
            continue
        required = handlers[handler][0]
        if not sent.get(required):
            return f"{required} is missing: {field} {handler!r} needs it"
        owners = {name: owner for owner, names in handlers.items() for name in names}
        for name, owner in owners.items():
            if name not in handlers[handler] and sent.get(name):
                return f"{name} would be ignored: it belongs to {field} {owner!r}, not {handler!r}"
    return None


def _settable(row: Row, sent: Sent) -> str | None:
    """A handler that only answers carry, or one that nobody knows: a slip of the pen, most likely."""
    for field, handlers in (("call_handler", CALL_HANDLERS), ("message_handler", MESSAGE_HANDLERS)):
        value = str(sent.get(field) or "")
        if value and value not in handlers:
            why = row["rule"] if value in row["values"].get(field, ()) else "no page knows it"
            return f"{field} {value!r} can't be set, {why}: it may be {', '.join(handlers)}"
    return None


def _aliases(row: Row, sent: Sent) -> str | None:
    given = [name for name in row["fields"] if sent.get(name)]
    if len(given) > 1:
        return f"{' and '.join(given)} name the same thing: the server would take {given[0]}"
    return None


def _deprecated(row: Row, sent: Sent) -> None:
    """Warn, and refuse nothing: the server still takes what is deprecated."""
    values: dict[str, tuple[str, ...]] = row.get("values", {})
    given = [name for name in row.get("fields", ()) if name in sent]
    given += [f"{name} {str(sent[name])!r}" for name, bad in values.items() if sent.get(name) in bad]
    for name in given:
        warn_deprecated(f"{name} is deprecated: use {' or '.join(row['instead'])} (page {row['page']!r}).")


def _value(is_right: Callable[[Any], bool]) -> Callable[[Row, Sent], str | None]:
    """A check of each field's value by itself; an empty one clears the field."""

    def refusal(row: Row, sent: Sent) -> str | None:
        for name in row["fields"]:
            value = sent.get(name)
            if value not in (None, "") and not is_right(value):
                return f"{name} is {value if isinstance(value, int) else str(value)!r}: {row['rule']}"
        return None

    return refusal


def _is_method(value: Any) -> bool:
    return value in {"GET", "POST"}


def _is_url(value: str) -> bool:
    try:
        parts = urlsplit(value)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and re.search(r"\s", value) is None
    except ValueError:
        return False


def _is_few(value: Any) -> bool:
    return type(value) is int and 1 <= value <= _MOST_RESULTS


def _number(row: Row, sent: Sent) -> str | None:
    return None if is_number(sent["number"]) else f"number is {sent['number']!r}: {row['rule']}"


def _pattern(row: Row, sent: Sent) -> str | None:
    given = {name: str(sent[name]) for name in row["fields"] if name in sent}
    wrong = [name for name, value in given.items() if not _DIGITS.fullmatch(value)]
    if wrong:
        return f"{wrong[0]} is {given[wrong[0]]!r}: {row['rule']}"
    if len(given) > 1:
        return f"{' and '.join(given)} can't be combined: {row['rule']}"
    return None


def _city(row: Row, sent: Sent) -> str | None:
    city, region = row["fields"]
    return f"{city} needs {region}: {row['rule']}" if city in sent and region not in sent else None


def _empty(row: Row, sent: Sent) -> str | None:
    """An empty parameter, be it one that the table does not name; some have a check that says it better."""
    better = {name for check in _REFUSE_EMPTY for other in rows(check) for name in _names(other)}
    texts = {name: value for name, value in sent.items() if isinstance(value, str) and name not in better}
    empty = (name for name, value in texts.items() if not value.strip())
    return next((f"{name} is empty: {row['rule']}" for name in empty), None)


def _names(row: Row) -> tuple[str, ...]:
    return (*row.get("fields", ()), *row.get("values", ()))


def _listed(row: Row, sent: Sent) -> str | None:
    for field, values in row["values"].items():
        if field in sent and sent[field] not in values:
            return f"{field} is {str(sent[field])!r}: {row['rule']}"
    return None


def _toll_free(row: Row, sent: Sent) -> str | None:
    if any(sent.get(field) not in values for field, values in row["values"].items()):
        return None
    return next((f"{name} is not supported: {row['rule']}" for name in row["fields"] if name in sent), None)


_REFUSALS: dict[str, Callable[[Row, Sent], str | None]] = {
    "handlers": _handlers,
    "settable-handler": _settable,
    "aliases": _aliases,
    "deprecated": _deprecated,
    "http-method": _value(_is_method),
    "url": _value(_is_url),
    "e164": _number,
    "search-pattern": _pattern,
    "search-city": _city,
    "search-toll-free": _toll_free,
    "search-empty": _empty,
    "search-number-type": _listed,
    "max-results": _value(_is_few),
}


CHECKS = checks(RULES, _REFUSALS)
"""Every check, in the order in which a request meets them."""
