"""The checks that hold before a request is sent; what they refer to stands in `rules`."""

import re
import warnings
from typing import Any
from urllib.parse import urlsplit

import msgspec

from numberwire.definition import Check
from numberwire.signalwire import rules
from numberwire_api import Operation

__all__ = ["CHECKS"]

_E164 = re.compile(r"\+[1-9][0-9]{6,14}", re.ASCII)
_DIGITS = re.compile(r"[0-9]{3,7}", re.ASCII)
_MOST_RESULTS = 100
_HANDLERS = {"call": rules.CALL_HANDLERS, "message": rules.MESSAGE_HANDLERS}


def _sent(operation: Operation[Any]) -> dict[str, Any]:
    """The fields of a body that will be sent."""
    values: dict[str, Any] = msgspec.structs.asdict(operation.body)
    return {name: value for name, value in values.items() if value is not msgspec.UNSET}


def _asked(operation: Operation[Any]) -> dict[str, Any]:
    """The query parameters that will be sent."""
    return {name: value for name, value in operation.query if value is not None}


def _says(rule: str) -> str:
    return f"{rule} (page {rules.PAGE!r})."


def _required(operation: Operation[Any]) -> str | None:
    sent = _sent(operation)
    for kind, handlers in _HANDLERS.items():
        parameters = handlers.get(str(sent.get(f"{kind}_handler", "")))
        if parameters and not sent.get(parameters[0]):
            value = sent[f"{kind}_handler"]
            return f"{parameters[0]} is missing: {_says(f'{kind}_handler {str(value)!r} requires it')}"
    return None


def _belonging(operation: Operation[Any]) -> str | None:
    sent = _sent(operation)
    for kind, handlers in _HANDLERS.items():
        handler = str(sent.get(f"{kind}_handler", ""))
        if handler not in handlers:
            continue
        owners = {name: owner for owner, names in handlers.items() for name in names}
        for name in sent:
            if name in owners and name not in handlers[handler] and sent[name] != "":
                rule = _says(f"it belongs to {kind}_handler {owners[name]!r}, not {handler!r}")
                return f"{name} would be ignored: {rule}"
    return None


def _aliases(operation: Operation[Any]) -> str | None:
    sent = _sent(operation)
    for row in rules.ALIASES:
        given = [name for name in row if sent.get(name)]
        if len(given) > 1:
            return f"{' and '.join(given)} name the same thing: {_says(f'the server would take {given[0]}')}"
    return None


def _settable(operation: Operation[Any]) -> str | None:
    sent = _sent(operation)
    for name, values in rules.ANSWERS_ONLY.items():
        if sent.get(name) in values:
            settable = ", ".join(rules.CALL_HANDLERS)
            return f"{name} {str(sent[name])!r} can't be set, only answers carry it: {_says(f'it may be {settable}')}"
    return None


def _methods(operation: Operation[Any]) -> str | None:
    sent = _sent(operation)
    for name in rules.METHOD_FIELDS:
        if sent.get(name) and sent[name] not in ("GET", "POST"):
            return f"{name} is {str(sent[name])!r}: {_says('it must be GET or POST')}"
    return None


def _urls(operation: Operation[Any]) -> str | None:
    sent = _sent(operation)
    for name in rules.URL_FIELDS:
        if sent.get(name) and not _is_url(sent[name]):
            return (
                f"{name} is {sent[name]!r}: {_says('it must be a URL that starts with http:// or https://')}"
            )
    return None


def _is_url(text: str) -> bool:
    try:
        parts = urlsplit(text)
        return (
            parts.scheme in {"http", "https"}
            and bool(parts.hostname)
            and not re.search(r"\s|[\x00-\x1f]", text)
        )
    except ValueError:
        return False


def _number(operation: Operation[Any]) -> str | None:
    number = operation.body.number
    if _E164.fullmatch(number):
        return None
    page = "(page 'Purchase a Phone Number')"
    return f"number is {number!r}: it must be in E.164 format, such as +15558675309 {page}."


def _pattern(operation: Operation[Any]) -> str | None:
    given = {name: value for name, value in _asked(operation).items() if name in rules.PATTERNS}
    for name, value in given.items():
        if not _DIGITS.fullmatch(str(value)):
            return f"{name} is {value!r}: {_says('it must be 3 to 7 digits')}"
    if len(given) > 1:
        return f"{' and '.join(given)} can't be combined: {_says('a search takes one of them')}"
    return None


def _place(operation: Operation[Any]) -> str | None:
    given = _asked(operation)
    for name, needed in rules.NEEDS.items():
        if name in given and needed not in given:
            return f"{name} needs {needed}: {_says(f'{name} is searched within a {needed}')}"
    if given.get("number_type") == "toll-free":
        for name in rules.LOCAL_ONLY:
            if name in given:
                return f"{name} is not supported: {_says('toll-free numbers belong to no place')}"
    return None


def _most(operation: Operation[Any]) -> str | None:
    value = _asked(operation).get("max_results")
    if value is None or (type(value) is int and 1 <= value <= _MOST_RESULTS):
        return None
    return f"max_results is {value!r}: {_says(f'it must be a whole number from 1 to {_MOST_RESULTS}')}"


def _deprecated(operation: Operation[Any]) -> None:
    """Warn, and refuse nothing: the server still takes what it deprecates."""
    for name, replacement in rules.DEPRECATED.items():
        if name in _sent(operation):
            text = f"{name} is deprecated: use {replacement} (page {rules.PAGE!r})."
            warnings.warn(text, DeprecationWarning, stacklevel=2)


_UPDATE = frozenset({"update_phone_number"})
_PURCHASE = frozenset({"purchase_phone_number"})
_SEARCH = frozenset({"search_available_phone_numbers"})

CHECKS = (
    Check("settable-handler", _UPDATE, _settable),
    Check("required-parameter", _UPDATE, _required),
    Check("foreign-parameter", _UPDATE, _belonging),
    Check("aliases", _UPDATE, _aliases),
    Check("http-method", _UPDATE, _methods),
    Check("url", _UPDATE, _urls),
    Check("deprecated", _UPDATE, _deprecated),
    Check("e164", _PURCHASE, _number),
    Check("search-pattern", _SEARCH, _pattern),
    Check("search-place", _SEARCH, _place),
    Check("max-results", _SEARCH, _most),
)
"""Every check, in the order in which a request meets them."""
