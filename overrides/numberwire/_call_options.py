"""What one call sends beside what its operation has, and how: taken from the keywords of a method; pure."""

import re
from collections.abc import Callable, Mapping
from typing import Any, cast

import msgspec
from msgspec.structs import replace

from numberwire._keywords import unknown_option_error
from numberwire.errors import InvalidRequestError
from numberwire_api import CallOptions, Operation

__all__ = [
    "NOTHING",
    "Extras",
    "call_options",
    "is_json",
    "require_call_options",
    "require_no_clash",
    "take_call_options",
]

_NAMES = frozenset(CallOptions.__annotations__)
_OURS = frozenset(
    {
        *("authorization", "connection", "content-length", "content-type", "host", "transfer-encoding"),
        *("accept", "accept-encoding", "user-agent"),
    }
)
"""Headers that the client sends, or on which it depends who reads the request, and how."""
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
        """An operation with them; a parameter that it has already, as the link to a next page does, is not sent twice.

        Raises:
            InvalidRequestError: There are members of a body, and the operation's is no JSON object or has one of them.
        """
        if self is NOTHING:
            return operation
        known = {name for name, value in operation.query if value is not None}
        query = tuple((name, value) for name, value in self.query.items() if name not in known)
        return replace(
            operation,
            query=operation.query + query,
            headers=(*operation.headers, *self.headers.items()),
            body=self._extended_body(operation) if self.body else operation.body,
        )

    def without_body(self) -> "Extras":
        """These without members of a body."""
        return self if not self.body else Extras(query=self.query, headers=self.headers)

    def _extended_body(self, operation: Operation[Any]) -> Any:
        own: object = {} if operation.body is msgspec.UNSET else msgspec.to_builtins(operation.body)
        if not isinstance(own, dict) or operation.method in {"GET", "HEAD"}:
            raise InvalidRequestError(f"extra_body: {operation.id} does not send a JSON object.")
        members = cast("dict[str, Any]", own)
        require_no_clash(
            "extra_body", {name: self.body[name] for name in self.body.keys() & members}, members
        )
        return {**members, **self.body}


NOTHING = Extras()


def call_options(
    *,
    timeout: float | None = None,
    deadline: float | None = None,
    max_retries: int | None = None,
    checks: Mapping[str, bool] | None = None,
    extra_query: Mapping[str, Any] | None = None,
    extra_headers: Mapping[str, str] | None = None,
    extra_body: Mapping[str, Any] | None = None,
) -> tuple[dict[str, Any], Extras]:
    """The options of one call by name, and what its request is to carry beside its own.

    They are spelled out as editors that read the source follow the keywords of a method to here.

    Raises:
        InvalidRequestError: What it is to carry can't be sent.
    """
    options = {"timeout": timeout, "deadline": deadline, "max_retries": max_retries, "checks": checks}
    extras = {"body": extra_body, "query": extra_query, "headers": extra_headers}
    given = {
        name: _checked_mapping(f"extra_{name}", value) for name, value in extras.items() if value is not None
    }
    options = {name: value for name, value in options.items() if value is not None}
    return options, Extras(**given) if given else NOTHING


def take_call_options(keywords: dict[str, Any]) -> CallOptions:
    """The options of one call, which are taken out of the keywords of a method.

    Args:
        keywords: The keywords; what is taken is removed.
    """
    if _NAMES.isdisjoint(keywords):
        return {}
    return cast("CallOptions", {name: keywords.pop(name) for name in _NAMES & keywords.keys()})


def require_no_clash(option: str, extra: object, given: Mapping[str, object]) -> None:
    """Refuse an extra that the call itself gives another value: one of the two would silently be ignored.

    Args:
        option: The option that has the extra.
        extra: What it is given; what is no mapping is refused elsewhere.
        given: What the call gives itself, by name; None is nothing.

    Raises:
        InvalidRequestError: There is such an extra.
    """
    for name, value in cast("Mapping[Any, object]", extra if isinstance(extra, Mapping) else {}).items():
        if given.get(name) not in (None, value):
            raise InvalidRequestError(f"{option}: {name} has another value in the call itself. Give it once.")


def require_call_options(given: Mapping[str, object]) -> None:
    """Refuse keywords that are no options of a call.

    Raises:
        InvalidRequestError: With the option that was meant, where one is near.
    """
    if unknown := [name for name in given if name not in _NAMES]:
        raise unknown_option_error(unknown, tuple(CallOptions.__annotations__), _MEANT)


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
    if name == "extra_headers" and len({key.lower() for key in members}) < len(members):
        raise InvalidRequestError("extra_headers: a header is given twice, in small letters and in capitals.")
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
    if not re.fullmatch(_HEADER_VALUE, value):
        return f"{name} has a character that no header may have"
    return (
        None if value == value.strip(" \t") else f"{name} begins or ends with a space, which no header keeps"
    )


def _flaw_of_parameter(name: str, value: object) -> str | None:
    return None if isinstance(value, str | int) else f"{name} must be a string, a whole number, True or False"


def _flaw_of_member(name: str, value: object) -> str | None:
    return None if is_json(value) else f"{name} can't be written as JSON"


def is_json(value: object) -> bool:
    """Whether a value can be written as JSON: NaN and infinities can't, and would be sent as null."""
    from json import dumps  # noqa: PLC0415 few calls need it

    try:
        dumps(msgspec.to_builtins(value), allow_nan=False)
    except (TypeError, ValueError, RecursionError):
        return False
    return True
