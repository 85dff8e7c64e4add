"""The numbers of a SignalWire project: what an answer says of one, purchase, look-up and release."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import msgspec

from numberwire._response import Response
from numberwire.errors import InvalidRequestError
from numberwire.sandbox._ids import is_uuid, uuid_of
from numberwire.sandbox._inventory import AvailableNumber, inventory
from numberwire.sandbox._replies import (
    invalid_fields,
    no_content,
    not_found,
    reply,
    rule_violation,
    time_text,
)
from numberwire.sandbox._request_context import RequestContext
from numberwire.sandbox._settings import Settings
from numberwire.sandbox._store import Record, Store
from numberwire_api.signalwire.checks import CHECKS
from numberwire_api.signalwire.handlers import HANDLERS
from numberwire_api.signalwire.models import PhoneNumber

API = "signalwire"
_E164 = re.compile(r"\+[1-9][0-9]{1,14}")
_BILLED_EVERY = timedelta(days=30)
_DAYS_BEFORE_RELEASE = {False: 14, True: 30}  # by whether the account is a trial
_OF_RECORD = ("id", "number", "created_at", "updated_at")
HANDLER_IDS = {
    "call_handler": "calling_handler_resource_id",
    "message_handler": "messaging_handler_resource_id",
}
"""The resource behind each handler."""
_BLANK: dict[str, Any] = {
    "call_handler": None,
    "call_receive_mode": "voice",
    "message_handler": None,
    **dict.fromkeys(name for table in HANDLERS.values() for row in table.values() for name in row.parameters),
}
_ANSWER: dict[str, Any] = dict.fromkeys(field.encode_name for field in msgspec.structs.fields(PhoneNumber))
"""Every field that an answer has; one that no rule here is about is what an update made of it."""
ALIASES = tuple(row.fields for row in CHECKS if row.check == "aliases")
"""Fields that name the same thing; where several are sent, the server takes the first."""
E911_ASKED_AT = "e911_asked_at"
"""When a carrier was last asked about a number's E911 address; no answer shows it."""
_CONFIRMED: dict[Any, dict[str, Any]] = {
    "pending": {"e911_status": "active"},
    "pending_removal": {"e911_status": "unregistered", "e911_address_id": None},
}
"""What becomes of an E911 address once the carrier has confirmed what it was asked for."""


def purchase(context: RequestContext, _id: str) -> Response:
    """Buy a number of the inventory."""
    number = context.body().get("number")
    if not isinstance(number, str) or not _E164.fullmatch(number):
        raise invalid_fields(number="must be a phone number in E.164 format")
    store, settings = context.store, context.settings
    offer = inventory(settings.seed, settings.numbers_per_area_code).get(number)
    if store.is_unavailable(API, number):
        raise invalid_fields(number="is no longer available: it is owned or was released")
    if offer is None:
        raise invalid_fields(number="is not for sale: buy a number that a search returned")
    if store.count(API) >= settings.number_limit:
        raise invalid_fields(
            number=f"cannot be bought: the project has reached its limit of {settings.number_limit} numbers"
        )
    return reply(render_number(add_number(store, settings, offer, context.now), settings, context.now))


def retrieve(context: RequestContext, identifier: str) -> Response:
    """Answer with a number."""
    return reply(render_number(find_number(context, identifier), context.settings, context.now))


def release(context: RequestContext, identifier: str) -> Response:
    """Release a number, if it was bought long enough ago."""
    record = find_number(context, identifier)
    days = _DAYS_BEFORE_RELEASE[context.settings.trial]
    if context.now < record.created_at + timedelta(days=days):
        raise rule_violation("purchased_too_recently", f"The number was purchased less than {days} days ago.")
    context.store.release(record)
    return no_content()


def find_number(context: RequestContext, identifier: str) -> Record:
    """The project's number with this id.

    Raises:
        Refusal: If it is not an id (422), or not the id of a number of the project (404).
    """
    if not is_uuid(identifier):
        raise rule_violation("provided_id_is_unrecognized", "This is not the id of a phone number.")
    record = context.store.find(API, identifier)
    if record is None:
        raise not_found()
    return record


def add_number(store: Store, settings: Settings, offer: AvailableNumber, now: datetime) -> Record:
    """Add a number to the project, without any check."""
    position = store.next_position()
    fields = {"number_type": offer.number_type, "capabilities": offer.capabilities}
    identifier = uuid_of(settings.seed, API, position)
    record = Record(position, API, identifier, offer.number, now, now, fields)
    store.add(record)
    return record


def number_fields(number: PhoneNumber | Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a number as an answer has them.

    Raises:
        InvalidRequestError: It has no id that is a UUID, or no number.
    """
    plain: Any = msgspec.to_builtins(number)
    fields = cast("dict[str, Any]", plain) if isinstance(plain, dict) else {}
    if is_uuid(str(fields.get("id"))) and _E164.fullmatch(str(fields.get("number"))):
        return fields
    raise InvalidRequestError(
        "a number to load must have an id that is a UUID, and a number in E.164 format."
    )


def load_number(store: Store, fields: Mapping[str, Any], now: datetime) -> None:
    """Add a number as it is.

    Raises:
        InvalidRequestError: A number is there already that has its id or number, or a time of it can't be read.
    """
    own = {name: value for name, value in fields.items() if name not in _OF_RECORD}
    try:
        created, updated = (_time(fields.get(name)) or now for name in ("created_at", "updated_at"))
    except (ValueError, TypeError):
        raise InvalidRequestError(f"the times of {fields['number']} can't be read.") from None
    record = Record(
        store.next_position(), API, str(fields["id"]).lower(), fields["number"], created, updated, own
    )
    if not store.add(record):
        raise InvalidRequestError(f"{fields['number']} can't be loaded: its id or number already exists.")


def _time(text: str | None) -> datetime | None:
    time = datetime.fromisoformat(text) if text else None
    return time.replace(tzinfo=UTC) if time and time.tzinfo is None else time


def fields_at(record: Record, settings: Settings, now: datetime) -> dict[str, Any]:
    """The fields of a number at a time: carriers confirm an E911 address, or its removal, after a while."""
    fields = record.fields
    asked_at = fields.get(E911_ASKED_AT)
    if asked_at is None or now.timestamp() < asked_at + settings.propagation:
        return fields
    return {**fields, **_CONFIRMED.get(fields.get("e911_status"), {})}


def render_number(record: Record, settings: Settings, now: datetime) -> dict[str, Any]:
    """A number as every answer shows it."""
    fields = fields_at(record, settings, now)
    own = {name: value for name, value in fields.items() if name not in HANDLER_IDS.values()}
    fields = {**_BLANK, **own}
    _show_aliases(fields)
    number = {
        "id": record.id,
        "number": record.number,
        "name": None,
        "country_code": "US",
        "e911_address_id": None,
        "created_at": time_text(record.created_at),
        "updated_at": time_text(record.updated_at),
        "next_billed_at": time_text(_next_billing(record.created_at, now)),
        **{
            name: record.fields.get(name) or _handler_id(record, settings, field)
            for field, name in HANDLER_IDS.items()
        },
        **fields,
    }
    # What an update may set and no answer is documented to show is kept, and not shown.
    return {name: value for name, value in {**number, **_ANSWER, **number}.items() if name in _ANSWER}


def _show_aliases(fields: dict[str, Any]) -> None:
    """Show the value of the current handler's parameter, also where it was sent under an alias."""
    for names in ALIASES:
        prefix = names[0].partition("_")[0]
        own = f"{prefix}_{fields.get(f'{prefix}_handler')}"
        if own in names:
            fields[own] = next((fields[name] for name in (own, *names) if fields[name]), None)


def _handler_id(record: Record, settings: Settings, kind: str) -> str | None:
    """The id of the resource behind a handler: made up, and different for each handler."""
    handler = record.fields.get(kind)
    return uuid_of(settings.seed, record.id, kind, handler) if handler else None


def _next_billing(created_at: datetime, now: datetime) -> datetime:
    """The first billing after now; the first of all is a billing period after the purchase."""
    periods = max((now - created_at) // _BILLED_EVERY, 0) + 1
    return created_at + periods * _BILLED_EVERY
