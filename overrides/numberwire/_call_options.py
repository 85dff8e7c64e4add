"""What one call sends beside what its operation has, and how: taken from the keywords of a method; pure."""

import re
from collections.abc import Callable, Mapping
from typing import Any, cast

import msgspec
from msgspec.structs import replace

from numberwire._keywords import suggest
from numberwire.errors import InvalidRequestError
from numberwire_api import CallOptions, Operation

__all__ = ["EXTRAS", "NOTHING", "Extras", "checked_call_options", "take_call_options"]

EXTRAS = ("extra_body", "extra_query", "extra_headers")
_NAMES = frozenset(CallOptions.__annotations__)
_OURS = frozenset(
    {"authorization", "connection", "content-length", "content-type", "host", "transfer-encoding"}
)
"""Headers on which it depends who reads the request, and how."""
_MEANT = {"data": "body", "headers": "extra_headers", "json": "body", "params": "query"}
"""What the keywords of HTTP libraries are called in `request`."""
# Compiled by the first call that needs them, as few do.
_HEADER_NAME = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_HEADER_VALUE = r"[\t\x20-\x7e\x80-\xff]*"


class Extras(msgspec.Struct, frozen=True):
    """What a request carries beside what its operation has.

    Attributes:
        body: Members of the body.
        query: Parameters of the query.
        headers: Headers.
    """

    body: Mapping[str, Any] = msgspec.field(default_factory=dict[str, Any])
    query: Mapping[str, Any] = msgspec.field(default_factory=dict[str, Any])
    headers: Mapping[str, str] = msgspec.field(default_factory=dict[str, str])

    def add_to(self, operation: Operation[Any]) -> Operation[Any]:
        """An operation with them; what it has already is not sent twice.

        Raises:
            InvalidRequestError: There are members of a body, and the operation's is no JSON object.
        """
        if self is NOTHING:
            return operation
        known = {name for name, _ in operation.query}
        query = tuple((name, value) for name, value in self.query.items() if name not in known)
        return replace(
            operation,
            query=operation.query + query,
            headers=(*operation.headers, *self.headers.items()),
            body=self._extended_body(operation) if self.body else operation.body,
        )

    def _extended_body(self, operation: Operation[Any]) -> Any:
        own: object = {} if operation.body is msgspec.UNSET else msgspec.to_builtins(operation.body)
        if not isinstance(own, dict) or operation.method in {"GET", "HEAD"}:
            raise InvalidRequestError(f"extra_body: {operation.id} does not send a JSON object.")
        return {**cast("dict[str, Any]", own), **self.body}


NOTHING = Extras()


def take_call_options(keywords: dict[str, Any]) -> tuple[dict[str, Any], Extras]:
    """Take the options of one call out of the keywords of a method.

    Args:
        keywords: The keywords; what is taken is removed.

    Returns:
        The options by name, and what the request is to carry beside its own.

    Raises:
        InvalidRequestError: What it is to carry can't be sent.
    """
    if _NAMES.isdisjoint(keywords):
        return {}, NOTHING
    options = {name: keywords.pop(name) for name in _NAMES & keywords.keys()}
    given = {name: value for name in EXTRAS if (value := options.pop(name, None)) is not None}
    options = {name: value for name, value in options.items() if value is not None}
    if not given:
        return options, NOTHING
    extras = {name.removeprefix("extra_"): _checked_mapping(name, value) for name, value in given.items()}
    return options, Extras(**extras)


def checked_call_options(options: Mapping[str, Any]) -> tuple[dict[str, Any], Extras]:
    """The options of one call that takes no other keywords, as `take_call_options` gives them.

    Args:
        options: The keywords.

    Raises:
        InvalidRequestError: One is no option, or can't be sent.
    """
    keywords = dict(options)
    taken = take_call_options(keywords)
    if keywords:
        name = next(iter(keywords))
        wanted = _MEANT.get(name)
        hint = f"Did you mean {wanted}?" if wanted else suggest(name, tuple(CallOptions.__annotations__))
        raise InvalidRequestError(f"No such option: {', '.join(keywords)}. {hint}")
    return taken


def _checked_mapping(name: str, value: object) -> dict[str, Any]:
    given: Any = value
    if not isinstance(value, Mapping) or not all(isinstance(key, str) and key for key in given):
        raise InvalidRequestError(f"{name} must be a mapping with names as its keys.")
    members: dict[str, Any] = dict(given)
    checks: dict[str, Callable[[str, Any], str | None]] = {
        "extra_headers": _flaw_of_header,
        "extra_query": _flaw_of_parameter,
        "extra_body": _flaw_of_member,
    }
    flaws = (checks[name](key, member) for key, member in members.items())
    if flaw := next(filter(None, flaws), None):
        raise InvalidRequestError(f"{name}: {flaw}.")
    return members


def _flaw_of_header(name: str, value: object) -> str | None:
    if not re.fullmatch(_HEADER_NAME, name):
        return f"{name!r} can't be the name of a header"
    if name.lower() in _OURS:
        return f"{name} is set by the client"
    if not isinstance(value, str):
        return f"{name} must be a string"
    return None if re.fullmatch(_HEADER_VALUE, value) else f"{name} has a character that no header may have"


def _flaw_of_parameter(name: str, value: object) -> str | None:
    return None if isinstance(value, str | int) else f"{name} must be a string, a whole number, True or False"


def _flaw_of_member(name: str, value: object) -> str | None:
    try:
        msgspec.json.encode(value)
    except (TypeError, ValueError, RecursionError):
        return f"{name} can't be written as JSON"
    return None
