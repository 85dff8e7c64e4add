"""The numbers of a SignalWire project: what an answer says of one, purchase, look-up and release."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

from numberwire.sandbox.errors import invalid, not_found, refused
from numberwire.sandbox.ids import is_uuid, uuid_of
from numberwire.sandbox.inquiry import Inquiry
from numberwire.sandbox.inventory import Offer, inventory
from numberwire.sandbox.replies import no_content, reply, stamp
from numberwire.sandbox.settings import Settings
from numberwire.sandbox.store import Record, Store
from numberwire.wire import Response
from numberwire_api.signalwire.checks import CHECKS
from numberwire_api.signalwire.handlers import HANDLERS

API = "signalwire"
_E164 = re.compile(r"\+[1-9][0-9]{1,14}")
_BILLED_EVERY = timedelta(days=30)
_DAYS_KEPT = {False: 14, True: 30}  # by whether the account is a trial
_BLANK: dict[str, Any] = {
    "call_handler": None,
    "call_receive_mode": "voice",
    "message_handler": None,
    **dict.fromkeys(name for table in HANDLERS.values() for row in table.values() for name in row.parameters),
}
ALIASES = tuple(row.fields for row in CHECKS if row.check == "aliases")
"""Fields that name the same thing; where several are sent, the server takes the first."""


def purchase(inquiry: Inquiry, _id: str) -> Response:
    """Buy a number of the inventory."""
    number = inquiry.body().get("number")
    if not isinstance(number, str) or not _E164.fullmatch(number):
        raise invalid(number="must be a phone number in E.164 format")
    store, settings = inquiry.store, inquiry.settings
    offer = inventory(settings.seed, settings.numbers_per_area_code).get(number)
    if store.is_unavailable(API, number):
        raise invalid(number="is not available any more: it has an owner, or was released")
    if offer is None:
        raise invalid(number="is not for sale: buy one that a search has found")
    if store.count(API) >= settings.number_limit:
        raise invalid(number=f"cannot be added: the project holds {settings.number_limit} numbers, its limit")
    return reply(shown(add(store, settings, offer, inquiry.now), settings, inquiry.now))


def retrieve(inquiry: Inquiry, identifier: str) -> Response:
    """Tell all about a number."""
    return reply(shown(owned(inquiry, identifier), inquiry.settings, inquiry.now))


def release(inquiry: Inquiry, identifier: str) -> Response:
    """Give a number up, if it was bought long enough ago."""
    record = owned(inquiry, identifier)
    days = _DAYS_KEPT[inquiry.settings.trial]
    if inquiry.now < record.created_at + timedelta(days=days):
        raise refused("purchased_too_recently", f"The number was purchased less than {days} days ago.")
    inquiry.store.release(record)
    return no_content()


def owned(inquiry: Inquiry, identifier: str) -> Record:
    """The project's number with this id.

    Raises:
        Refusal: If the id is none (422), or not of a number the project has (404).
    """
    if not is_uuid(identifier):
        raise refused("provided_id_is_unrecognized", "The id is not one of a phone number.")
    record = inquiry.store.find(API, identifier)
    if record is None:
        raise not_found()
    return record


def add(store: Store, settings: Settings, offer: Offer, now: datetime) -> Record:
    """Make a number the project's own, with no question asked."""
    position = store.next_position()
    fields = {"number_type": offer.number_type, "capabilities": offer.capabilities}
    identifier = uuid_of(settings.seed, API, position)
    record = Record(position, API, identifier, offer.number, now, now, fields)
    store.add(record)
    return record


def shown(record: Record, settings: Settings, now: datetime) -> dict[str, Any]:
    """A number as every answer shows it."""
    fields = {**_BLANK, **record.fields}
    _show_through_aliases(fields)
    return {
        "id": record.id,
        "number": record.number,
        "name": None,
        "country_code": "US",
        "e911_address_id": None,
        "created_at": stamp(record.created_at),
        "updated_at": stamp(record.updated_at),
        "next_billed_at": stamp(_next_billing(record.created_at, now)),
        "calling_handler_resource_id": _resource(record, settings, "call_handler"),
        "messaging_handler_resource_id": _resource(record, settings, "message_handler"),
        **fields,
    }


def _show_through_aliases(fields: dict[str, Any]) -> None:
    """Let the handler in force show the value that was sent under another name of its setting."""
    for names in ALIASES:
        prefix = names[0].partition("_")[0]
        own = f"{prefix}_{fields[f'{prefix}_handler']}"
        if own in names:
            fields[own] = next((fields[name] for name in (own, *names) if fields[name]), None)


def _resource(record: Record, settings: Settings, kind: str) -> str | None:
    """The id of what stands behind a handler: made up, and another one for each handler."""
    handler = record.fields.get(kind)
    return uuid_of(settings.seed, record.id, kind, handler) if handler else None


def _next_billing(created_at: datetime, now: datetime) -> datetime:
    """The first billing after now; the first of all is a billing period after the purchase."""
    periods = max((now - created_at) // _BILLED_EVERY, 0) + 1
    return created_at + periods * _BILLED_EVERY
