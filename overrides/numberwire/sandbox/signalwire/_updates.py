"""What an update may set on a SignalWire number, where the documentation leaves it open too."""

from __future__ import annotations

from types import NoneType
from typing import Any, get_args, get_origin

import msgspec

from numberwire._response import Response
from numberwire.sandbox._ids import is_uuid
from numberwire.sandbox._replies import invalid_fields, reply
from numberwire.sandbox._request_context import RequestContext
from numberwire.sandbox.signalwire._phone_numbers import ALIASES, HANDLER_IDS, find_number, render_number
from numberwire_api import OpenEnum, convert_to
from numberwire_api.signalwire.handlers import HANDLERS
from numberwire_api.signalwire.models import PhoneNumberUpdate

_TYPES: dict[str, Any] = {
    field.encode_name: field.type for field in msgspec.structs.fields(PhoneNumberUpdate)
}
"""The fields that an update may set, each with its type in the client."""
_CHOICES: dict[str, tuple[str, ...]] = {
    **{
        field: tuple(map(str, kind))
        for field, declared in _TYPES.items()
        for kind in get_args(declared)
        if isinstance(kind, type) and issubclass(kind, OpenEnum)
    },
    **{field: tuple(table) for field, table in HANDLERS.items()},
}
_UUIDS = ("call_sip_endpoint_id", "call_video_room_id")
_DEFAULTS = {"call_receive_mode": "voice"}
_WORDS: dict[Any, str] = {bool: "a boolean", int: "an integer", float: "a number", list: "a list"}


def update_number(context: RequestContext, identifier: str) -> Response:
    """Set the fields that were sent and leave every other one; unknown fields are silently ignored."""
    record = find_number(context, identifier)
    sent = {field: value for field, value in context.body().items() if field in _TYPES}
    problems = {field: problem for field, value in sent.items() if (problem := _problem(field, value))}
    if problems:
        raise invalid_fields(**problems)
    changes = _stored_fields(sent)
    _require_parameters({**record.fields, **changes})
    assigned = {name: None for field, name in HANDLER_IDS.items() if field in changes}
    changed = context.store.change(record, context.now, **changes, **assigned)
    return reply(render_number(changed, context.settings, context.now))


def _problem(field: str, value: object) -> str | None:
    """What is wrong with a value, or None; the empty string is always valid, since it clears."""
    if value == "":
        return None
    if not _fits(value, _TYPES[field]):
        return f"must be {_in_words(_TYPES[field])}"
    if value is None:
        return None
    if field in _CHOICES and value not in _CHOICES[field]:
        return f"must be one of {', '.join(_CHOICES[field])}"
    if field in _UUIDS and not is_uuid(str(value)):
        return "must be a UUID"
    return None


def _fits(value: object, declared: Any) -> bool:
    """Whether a value is one that the client would send for a field of this type."""
    if str in get_args(declared) or _is_enum(declared):
        return isinstance(value, str) or (value is None and NoneType in get_args(declared))
    try:
        convert_to(value, declared)
    except msgspec.ValidationError:
        return False
    return True


def _is_enum(declared: Any) -> bool:
    return any(isinstance(kind, type) and issubclass(kind, OpenEnum) for kind in get_args(declared))


def _in_words(declared: Any) -> str:
    """A type as a refusal names it: a text, unless it is something else."""
    kinds = (get_origin(kind) or kind for kind in get_args(declared))
    return next((_WORDS[kind] for kind in kinds if kind in _WORDS), "a string")


def _stored_fields(sent: dict[str, Any]) -> dict[str, Any]:
    """The fields to store: the empty string clears, and of several names of one setting only the first is kept."""
    changes: dict[str, Any] = {
        field: _DEFAULTS.get(field) if value == "" else value for field, value in sent.items()
    }
    for names in ALIASES:
        winner = next((name for name in names if name in sent), None)
        if winner:
            changes.update({name: changes[winner] if name == winner else None for name in names})
    return changes


def _require_parameters(fields: dict[str, Any]) -> None:
    """Refuse a handler without the parameter it needs, whether that is sent now or was set before."""
    problems: dict[str, str] = {}
    for kind, table in HANDLERS.items():
        handler = fields.get(kind)
        for needed in table[handler].required if handler in table else ():
            names = next((names for names in ALIASES if needed in names), (needed,))
            if all(fields.get(name) in (None, "") for name in names):
                problems[needed] = f"is required when {kind} is {handler}"
    if problems:
        raise invalid_fields(**problems)
