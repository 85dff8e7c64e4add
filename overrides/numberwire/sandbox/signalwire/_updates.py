"""What an update may set on a SignalWire number, where the documentation leaves it open too."""

from __future__ import annotations

from typing import Any

from numberwire._response import Response
from numberwire.sandbox._ids import is_uuid
from numberwire.sandbox._inquiry import Inquiry
from numberwire.sandbox._replies import invalid_fields, reply
from numberwire.sandbox.signalwire._numbers import ALIASES, HANDLER_IDS, find_number, render_number
from numberwire_api.signalwire.handlers import HANDLERS

_PARAMETERS = tuple(name for table in HANDLERS.values() for row in table.values() for name in row.parameters)
_SETTABLE = frozenset(("name", "call_receive_mode", *HANDLERS, *_PARAMETERS))
_CHOICES: dict[str, tuple[str, ...]] = {
    "call_receive_mode": ("voice", "fax"),
    **{field: tuple(table) for field, table in HANDLERS.items()},
    **{field: ("GET", "POST") for field in _PARAMETERS if field.endswith("_method")},
}
_UUIDS = ("call_sip_endpoint_id", "call_video_room_id")
_DEFAULTS = {"call_receive_mode": "voice"}


def update_number(inquiry: Inquiry, identifier: str) -> Response:
    """Set the fields that were sent and leave every other one; unknown fields are silently ignored."""
    record = find_number(inquiry, identifier)
    sent = {field: value for field, value in inquiry.body().items() if field in _SETTABLE}
    problems = {field: problem for field, value in sent.items() if (problem := _problem(field, value))}
    if problems:
        raise invalid_fields(**problems)
    changes = _stored_fields(sent)
    _require_parameters({**record.fields, **changes})
    assigned = {name: None for field, name in HANDLER_IDS.items() if field in changes}
    changed = inquiry.store.change(record, inquiry.now, **changes, **assigned)
    return reply(render_number(changed, inquiry.settings, inquiry.now))


def _problem(field: str, value: object) -> str | None:
    """What is wrong with a value, or None; the empty string is always valid, since it clears."""
    if not isinstance(value, str):
        return "must be a string"
    if value and field in _CHOICES and value not in _CHOICES[field]:
        return f"must be one of {', '.join(_CHOICES[field])}"
    if value and field in _UUIDS and not is_uuid(value):
        return "must be a UUID"
    return None


def _stored_fields(sent: dict[str, str]) -> dict[str, Any]:
    """The fields to store: the empty string clears, and of several names of one setting only the first is kept."""
    changes: dict[str, Any] = {field: value or _DEFAULTS.get(field) for field, value in sent.items()}
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
            if not any(fields.get(name) for name in names):
                problems[needed] = f"is required when {kind} is {handler}"
    if problems:
        raise invalid_fields(**problems)
