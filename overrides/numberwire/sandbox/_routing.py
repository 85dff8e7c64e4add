"""The routing API: its one operation with its rules, its keys and its words for a refusal."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

from numberwire._response import Response
from numberwire.sandbox._api import Api, Route
from numberwire.sandbox._ids import is_uuid, uuid_of
from numberwire.sandbox._inventory import inventory
from numberwire.sandbox._replies import ErrorReply, bad_request, invalid_fields, not_found, reply, time_text
from numberwire.sandbox._request_context import RequestContext
from numberwire.sandbox._settings import Settings
from numberwire.sandbox._store import Record, Store
from numberwire_api import routing

API = "routing"
_SCOPE = "numbers:write"
_STOCK = 3
_URLS = ("inbound_url", "status_url")
_FIELDS = (*_URLS, "label", "campaign_id")
_CODES = {
    400: ("INVALID_INPUT", "invalid input"),
    401: ("UNAUTHORIZED", "authentication failed"),
    403: ("FORBIDDEN", "missing required scope"),
    404: ("NOT_FOUND", "not found"),
    405: ("METHOD_NOT_ALLOWED", "method not allowed"),
    422: ("VALIDATION_FAILED", "validation failed"),
    429: ("RATE_LIMITED", "too many requests"),
}
_FAILURE = ("INTERNAL_ERROR", "internal error")
_CHAR = r"(?:[A-Za-z0-9._~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2})"
_HTTPS = re.compile(
    rf"https://[A-Za-z0-9.-]+(?::[0-9]{{1,5}})?(?:/(?:{_CHAR}|/)*)?(?:\?(?:{_CHAR}|[/?])*)?(?:#(?:{_CHAR}|[/?])*)?"
)


def add_stock(store: Store, settings: Settings, now: datetime) -> None:
    """Give the organization its numbers, if it has none: this API can't buy any."""
    if store.count(API):
        return
    for offer in list(inventory(settings.seed, settings.numbers_per_area_code).values())[:_STOCK]:
        position = store.next_position()
        fields = {"sms_enabled": "sms" in offer.capabilities, "mms_enabled": "mms" in offer.capabilities}
        identifier = uuid_of(settings.seed, API, position)
        store.add(
            Record(position, API, identifier, offer.number, now, now, {**fields, "asked_at": now.timestamp()})
        )


def update_routing(context: RequestContext, identifier: str) -> Response:
    """Set the fields that were sent; null leaves a field as it is, the empty string clears it."""
    record = context.store.find(API, identifier) if is_uuid(identifier) else None
    if record is None:
        raise not_found()
    body = context.body()
    unknown_fields = {field: "cannot be updated" for field in body if field not in _FIELDS}
    if unknown_fields:
        raise bad_request("invalid input", unknown_fields)
    sent = {field: value for field, value in body.items() if value is not None}
    problems = {field: problem for field, value in sent.items() if (problem := _problem(field, value))}
    if problems:
        raise invalid_fields(**problems)
    changes: dict[str, Any] = {field: value or None for field, value in sent.items()}
    if changes.get("campaign_id", record.fields.get("campaign_id")) != record.fields.get("campaign_id"):
        changes["asked_at"] = context.now.timestamp()  # another campaign has to reach the carriers anew
    changed = context.store.change(record, context.now, **changes)
    meta = {"last_event_at": time_text(context.now)}
    return reply(
        {"success": True, "meta": meta, "data": render_number(changed, context.settings, context.now)}
    )


def _problem(field: str, value: object) -> str | None:
    """What is wrong with a value, or None."""
    if not isinstance(value, str):
        return "must be a string"
    if field == "campaign_id" and not is_uuid(value):
        return "must be the id of a campaign"
    if field in _URLS and value and not value.startswith("https://"):
        return "must use https://"
    if field in _URLS and value and not _HTTPS.fullmatch(value):
        return "must be a URL"
    return None


def render_number(record: Record, settings: Settings, now: datetime) -> dict[str, Any]:
    """A number as every answer shows it."""
    asked_at = datetime.fromtimestamp(record.fields["asked_at"], now.tzinfo)
    done_at = asked_at + timedelta(seconds=settings.propagation)
    is_done = now >= done_at
    return {
        "id": record.id,
        "number": record.number,
        "number_type": "local",
        **dict.fromkeys(_FIELDS),
        "carrier_line_option_status": "done" if is_done else "pending",
        "carrier_line_option_propagated_at": time_text(done_at) if is_done else None,
        **{field: value for field, value in record.fields.items() if field != "asked_at"},
        "created_at": time_text(record.created_at),
        "updated_at": time_text(record.updated_at),
    }


def _find_scopes(authorization: str, settings: Settings) -> tuple[str, ...] | None:
    """The scopes of a bearer key; None if it is unknown."""
    scheme, _, key = authorization.partition(" ")
    keys = {settings.api_key: (_SCOPE,), settings.unscoped_api_key: ()}
    return keys.get(key.strip()) if scheme.lower() == "bearer" else None


def _render_refusal(refusal: ErrorReply, _settings: Settings, request_id: str) -> dict[str, Any]:
    """A refusal as the routing API words it: in its envelope, with details by field."""
    code, message = _CODES.get(refusal.status, _FAILURE)
    if refusal.code == "not_implemented":
        code, message = "NOT_IMPLEMENTED", refusal.detail
    error: dict[str, Any] = {"code": code, "message": message, "request_id": request_id}
    if refusal.fields:
        error["details"] = refusal.fields
    return {"success": False, "error": error}


ROUTING = Api(
    name=API,
    prefix="/v1/phone-numbers/",
    scheme="Bearer",
    scope=_SCOPE,
    find_scopes=_find_scopes,
    routes=(Route("PATCH", "/v1/phone-numbers/{id}", "update_phone_number_routing", update_routing),),
    render_refusal=_render_refusal,
    package=routing,
)
