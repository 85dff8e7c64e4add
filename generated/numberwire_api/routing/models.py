# Generated from spec/routing.yaml by `python -m generator generate`; edit that, not this.
"""The models of Phone number routing."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from msgspec import UNSET, UnsetType

from .._model import Model, OpenEnum

__all__ = [
    "CarrierLineOptionStatus",
    "RoutedNumberType",
    "RoutedPhoneNumber",
    "RoutingAnswer",
    "RoutingError",
    "RoutingMeta",
    "RoutingUpdate",
]


class RoutingUpdate(Model, frozen=True, kw_only=True):
    """The settings to change. A field that is left out or null stays unchanged; any field but these
    four is refused with 400 INVALID_INPUT.
    """

    inbound_url: str | None | UnsetType = UNSET
    """Absolute https URL that receives inbound traffic. Left out or null, it stays unchanged; the
    empty string clears it.
    """

    status_url: str | None | UnsetType = UNSET
    """Absolute https URL that receives status changes. Left out or null, it stays unchanged; the empty
    string clears it.
    """

    label: str | None | UnsetType = UNSET
    """Name given to the number. Left out or null, it stays unchanged; the empty string clears it."""

    campaign_id: UUID | str | None | UnsetType = UNSET
    """Id (UUID) of the campaign to attach in place of the present one. Left out or null, it stays
    unchanged; it cannot be cleared: the empty string is refused with 422 VALIDATION_FAILED.
    """


class RoutingError(Model, frozen=True, kw_only=True):
    """Why a request was refused."""

    code: str
    """Stable name of the error: INVALID_INPUT, UNAUTHORIZED, FORBIDDEN, NOT_FOUND or
    VALIDATION_FAILED.
    """

    message: str | None = None
    """What went wrong, in words for a person."""

    request_id: str | None = None
    """Id of the request, to be quoted to the vendor."""

    details: dict[str, str] | None = None
    """What is wrong with each field."""


class RoutingMeta(Model, frozen=True, kw_only=True):
    """Facts about an answer. An answer about one number may leave all of them out."""

    total: int | None = None
    """How many records there are in all."""

    limit: int | None = None
    """How many records an answer holds at most."""

    offset: int | None = None
    """How many records come before the first one of this answer."""

    next_cursor: str | None = None
    """Opaque mark of the next page."""

    last_event_at: datetime | None = None
    """When the last event happened, as an RFC 3339 date-time."""


class RoutedNumberType(OpenEnum):
    """Kind of number. The list is open: the page shows a single value."""

    local = "local"
    """An ordinary, local number."""


class CarrierLineOptionStatus(OpenEnum):
    """State of a carrier line option. The list is open: the page shows only the state before
    propagation.
    """

    pending = "pending"
    """Not propagated yet."""

    done = "done"
    """Propagated. No page spells this state; the word is ours, and answers may use another."""


class RoutedPhoneNumber(Model, frozen=True, kw_only=True):
    """A phone number that the key's organization owns, and how its traffic is routed. Any field but id
    and number may be null or missing.
    """

    id: str
    """Id (UUID) of the phone number."""

    number: str
    """The number itself."""

    number_type: RoutedNumberType | None = None
    """Kind of number."""

    inbound_url: str | None = None
    """Absolute https URL that receives inbound traffic; null where none is set."""

    status_url: str | None = None
    """Absolute https URL that receives status changes; null where none is set."""

    label: str | None = None
    """Name given to the number; null where none was given."""

    campaign_id: str | None = None
    """Id (UUID) of the campaign attached; null where none is."""

    carrier_line_option_status: CarrierLineOptionStatus | None = None
    """How far the carrier line option has come."""

    carrier_line_option_propagated_at: datetime | None = None
    """When the carrier line option was propagated, as an RFC 3339 date-time; null before."""

    sms_enabled: bool | None = None
    """Whether the number takes and sends text messages (SMS)."""

    mms_enabled: bool | None = None
    """Whether the number takes and sends media messages (MMS)."""

    created_at: datetime | None = None
    """When the number was added, as an RFC 3339 date-time."""

    updated_at: datetime | None = None
    """When the number was last changed, as an RFC 3339 date-time."""


class RoutingAnswer(Model, frozen=True, kw_only=True):
    """The envelope of every answer: data where success is true, error where it is false. An answer of
    status 200 with success false is an error too.
    """

    success: bool
    """Whether the request had its effect."""

    error: RoutingError | None = None
    """What went wrong; missing or null on success."""

    meta: RoutingMeta | None = None
    """Facts about the answer rather than about the number."""

    data: RoutedPhoneNumber | None = None
    """The number after the change; missing or null on an error."""
