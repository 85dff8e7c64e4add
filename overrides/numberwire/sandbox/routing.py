"""The routing API: its one operation with its rules, its keys and its words for a refusal."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

from numberwire.sandbox.apis import Api
from numberwire.sandbox.errors import forbidden, invalid, malformed, not_found, routing_body, unauthorized
from numberwire.sandbox.ids import is_uuid, uuid_of
from numberwire.sandbox.inquiry import Inquiry
from numberwire.sandbox.inventory import inventory
from numberwire.sandbox.replies import reply, stamp
from numberwire.sandbox.routes import Route
from numberwire.sandbox.settings import Settings
from numberwire.sandbox.store import Record, Store
from numberwire.wire import Response

API = "routing"
_SCOPE = "numbers:write"
_STOCK = 3
_URLS = ("inbound_url", "status_url")
_FIELDS = (*_URLS, "label", "campaign_id")
_CHAR = r"(?:[A-Za-z0-9._~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2})"
_HTTPS = re.compile(
    rf"https://[A-Za-z0-9.-]+(?::[0-9]{{1,5}})?(?:/(?:{_CHAR}|/)*)?(?:\?(?:{_CHAR}|[/?])*)?(?:#(?:{_CHAR}|[/?])*)?"
)


def stock(store: Store, settings: Settings, now: datetime) -> None:
    """Give the organization its numbers, if it has none: the API has no way to buy one."""
    if store.count(API):
        return
    for offer in list(inventory(settings.seed, settings.numbers_per_area_code).values())[:_STOCK]:
        position = store.next_position()
        fields = {"sms_enabled": "sms" in offer.capabilities, "mms_enabled": "mms" in offer.capabilities}
        identifier = uuid_of(settings.seed, API, position)
        store.add(
            Record(position, API, identifier, offer.number, now, now, {**fields, "asked_at": now.timestamp()})
        )


def update(inquiry: Inquiry, identifier: str) -> Response:
    """Set the fields that were sent; null leaves a field as it is, the empty string clears it."""
    record = inquiry.store.find(API, identifier) if is_uuid(identifier) else None
    if record is None:
        raise not_found()
    body = inquiry.body()
    strangers = {field: "cannot be updated" for field in body if field not in _FIELDS}
    if strangers:
        raise malformed("invalid input", strangers)
    sent = {field: value for field, value in body.items() if value is not None}
    problems = {field: problem for field, value in sent.items() if (problem := _problem(field, value))}
    if problems:
        raise invalid(**problems)
    changes: dict[str, Any] = {field: value or None for field, value in sent.items()}
    if changes.get("campaign_id", record.fields.get("campaign_id")) != record.fields.get("campaign_id"):
        changes["asked_at"] = inquiry.now.timestamp()  # another campaign has to reach the carriers anew
    changed = inquiry.store.change(record, inquiry.now, **changes)
    meta = {"last_event_at": stamp(inquiry.now)}
    return reply({"success": True, "meta": meta, "data": shown(changed, inquiry.settings, inquiry.now)})


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


def shown(record: Record, settings: Settings, now: datetime) -> dict[str, Any]:
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
        "carrier_line_option_propagated_at": stamp(done_at) if is_done else None,
        **{field: value for field, value in record.fields.items() if field != "asked_at"},
        "created_at": stamp(record.created_at),
        "updated_at": stamp(record.updated_at),
    }


def scopes_of(authorization: str, settings: Settings) -> tuple[str, ...] | None:
    """The scopes of a bearer key; None if nobody knows it."""
    scheme, _, key = authorization.partition(" ")
    known = {settings.api_key: (_SCOPE,), settings.unscoped_api_key: ()}
    return known.get(key.strip()) if scheme.lower() == "bearer" else None


def _authorize(inquiry: Inquiry) -> None:
    """Refuse who is unknown (401) or may not (403)."""
    scopes = scopes_of(inquiry.header("authorization"), inquiry.settings)
    if scopes is None:
        raise unauthorized("Bearer")
    if _SCOPE not in scopes:
        raise forbidden()


ROUTING = Api(
    name=API,
    prefix="/v1/phone-numbers/",
    authorize=_authorize,
    routes=(Route("PATCH", "/v1/phone-numbers/{id}", "update_phone_number_routing", update),),
    body=routing_body,
)
