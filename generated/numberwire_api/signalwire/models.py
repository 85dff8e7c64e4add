# Generated from spec/signalwire.yaml by `python -m generator generate`; edit that, not this.
"""The models of SignalWire phone numbers."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from msgspec import UNSET, UnsetType

from .._model import Model, OpenEnum

__all__ = [
    "AssignE911AddressRequest",
    "AvailableNumberType",
    "AvailablePhoneNumberItem",
    "AvailablePhoneNumberPage",
    "CallHandler",
    "CallReceiveMode",
    "Capability",
    "CapabilityFlags",
    "E911Status",
    "ErrorItem",
    "ErrorList",
    "ErrorMessage",
    "HttpMethod",
    "MessageHandler",
    "NumberType",
    "PageLinks",
    "PhoneNumber",
    "PhoneNumberPage",
    "PhoneNumberPurchase",
    "PhoneNumberUpdate",
]


class PageLinks(Model, frozen=True, kw_only=True):
    """Links of a page, relative or absolute. Follow them as they are: a page token is never built by
    hand.
    """

    self: str | None = None
    """This page."""

    first: str | None = None
    """The first page."""

    next: str | None = None
    """The page after this one; missing on the last page."""

    prev: str | None = None
    """The page before this one; missing on the first page."""


class PhoneNumberPurchase(Model, frozen=True, kw_only=True):
    """The number to buy."""

    number: str
    """The number in E.164 format, as a search returned it."""


class CapabilityFlags(Model, frozen=True, kw_only=True):
    """Capabilities of a number for sale as flags; a missing flag says nothing."""

    voice: bool | None = None
    """Whether the number takes and makes voice calls."""

    sms: bool | None = None
    """Whether it takes and sends text messages (SMS)."""

    mms: bool | None = None
    """Whether it takes and sends media messages (MMS)."""

    fax: bool | None = None
    """Whether it takes and sends faxes."""


class ErrorMessage(Model, frozen=True, kw_only=True):
    """An error in words alone."""

    error: str
    """What went wrong, in words for a person."""


class ErrorItem(Model, frozen=True, kw_only=True):
    """One error. Phone numbers answer with detail, status, title and code; other products of the
    vendor with type, code, message, attribute and url. Both are read.
    """

    detail: str | None = None
    """What is wrong and what would be right."""

    status: str | None = None
    """HTTP status as a string of three digits."""

    title: str | None = None
    """The error in short."""

    code: str | None = None
    """Stable name of the error. Seen on phone numbers are page_token_required, page_token_is_invalid,
    purchased_too_recently, rate_limit_exceeded, provided_id_is_unrecognized and invalid_parameter.
    """

    type: str | None = None
    """Class of the error, in the shape of the other products."""

    message: str | None = None
    """What is wrong, in the shape of the other products."""

    attribute: str | None = None
    """Request field that is at fault, in the shape of the other products."""

    url: str | None = None
    """Page that explains the error, in the shape of the other products."""


class AssignE911AddressRequest(Model, frozen=True, kw_only=True):
    """The address to assign."""

    e911_address_id: UUID | str
    """Id (UUID) of an address of the project that is set up for emergency (E911) calls."""


class CallHandler(OpenEnum):
    """What answers inbound calls. Eleven values can be set; five appear in answers only. The list is
    open: others may follow.
    """

    relay_script = "relay_script"
    """Runs the SWML script that a URL answers with."""

    relay_context = "relay_context"
    """Sends the call to a Relay context."""

    relay_topic = "relay_topic"
    """Sends the call to a Relay topic."""

    relay_application = "relay_application"
    """Sends the call to a Relay application."""

    laml_webhooks = "laml_webhooks"
    """Asks a URL for a cXML (LaML) document, and a second one if the first fails."""

    laml_application = "laml_application"
    """Runs a cXML (LaML) application."""

    dialogflow = "dialogflow"
    """Starts a Dialogflow agent."""

    relay_connector = "relay_connector"
    """Sends the call to a Relay connector."""

    relay_sip_endpoint = "relay_sip_endpoint"
    """Sends the call to a SIP endpoint."""

    relay_verto_endpoint = "relay_verto_endpoint"
    """Sends the call to a Verto endpoint."""

    video_room = "video_room"
    """Sends the call to a video room."""

    call_flow = "call_flow"
    """A call flow; no update can set it."""

    ai_agent = "ai_agent"
    """An AI agent; no update can set it."""

    fabric_subscriber = "fabric_subscriber"
    """A Call Fabric subscriber; no update can set it."""

    sip_gateway = "sip_gateway"
    """A SIP gateway; no update can set it."""

    call_queue = "call_queue"
    """A call queue; no update can set it."""


class MessageHandler(OpenEnum):
    """What receives inbound messages. The list is open: others may follow."""

    relay_context = "relay_context"
    """Sends the message to a Relay context."""

    relay_topic = "relay_topic"
    """Sends the message to a Relay topic."""

    relay_application = "relay_application"
    """Sends the message to a Relay application."""

    laml_webhooks = "laml_webhooks"
    """Asks a URL for a cXML (LaML) document, and a second one if the first fails."""

    laml_application = "laml_application"
    """Runs a cXML (LaML) application."""


class CallReceiveMode(OpenEnum):
    """How an inbound call is taken."""

    voice = "voice"
    """As a voice call."""

    fax = "fax"
    """As a fax."""


class HttpMethod(OpenEnum):
    """HTTP method of a webhook."""

    POST = "POST"
    """The webhook is called by POST."""

    GET = "GET"
    """The webhook is called by GET."""


class Capability(OpenEnum):
    """A kind of communication that a number can carry."""

    voice = "voice"
    """Voice calls."""

    fax = "fax"
    """Faxes."""

    sms = "sms"
    """Text messages."""

    mms = "mms"
    """Media messages."""


class NumberType(OpenEnum):
    """Kind of an owned number."""

    toll_free = "toll-free"
    """Free for those who call it."""

    longcode = "longcode"
    """An ordinary, local number."""


class AvailableNumberType(OpenEnum):
    """Kind of number to search for."""

    local = "local"
    """An ordinary number; answers call it longcode."""

    toll_free = "toll-free"
    """Free for those who call it."""


class E911Status(OpenEnum):
    """How far a carrier is with the emergency (E911) address of a number. The list is open: others may
    follow.
    """

    pending = "pending"
    """Assigned, and not confirmed by the carrier yet."""

    active = "active"
    """Confirmed; emergency calls carry the address."""

    failed = "failed"
    """Assigned, and the carrier did not confirm it."""

    pending_removal = "pending_removal"
    """Being removed; the number has the address until the carrier confirms that."""

    unregistered = "unregistered"
    """Removed; the number has no address any more."""


class PhoneNumber(Model, frozen=True, kw_only=True):
    """A phone number that the project owns. Any field but id and number may be null or missing."""

    id: str
    """Id (UUID) of the phone number, by which it is retrieved, updated and released."""

    number: str
    """The number itself in E.164 format: a plus sign, country code and subscriber number, 15 digits at
    most.
    """

    name: str | None = None
    """Friendly name that tells the numbers of a project apart; null where none was given."""

    country_code: str | None = None
    """Country of the number as an ISO 3166-1 alpha-2 code of two capital letters."""

    capabilities: tuple[Capability, ...] | None = None
    """Kinds of communication that the number can carry, in no stated order."""

    number_type: NumberType | None = None
    """Kind of number. Answers say longcode where a search says local."""

    e911_address_id: str | None = None
    """Id (UUID) of the emergency (E911) address registered for the number; null where none is."""

    e911_status: E911Status | None = None
    """How far the carrier is with the number's emergency (E911) address; null where the number never
    had one. The list is open: others may follow.
    """

    created_at: datetime | None = None
    """When the number was added to the project, as an RFC 3339 date-time."""

    updated_at: datetime | None = None
    """When the number was last changed, as an RFC 3339 date-time."""

    next_billed_at: datetime | None = None
    """When the number is billed next, as an RFC 3339 date-time."""

    call_handler: CallHandler | None = None
    """What answers inbound calls; null where nothing does. A value not listed here is a handler newer
    than this document.
    """

    calling_handler_resource_id: str | None = None
    """Id (UUID) of the resource behind the call handler, such as its application or flow; assigned by
    the server and not settable.
    """

    call_receive_mode: CallReceiveMode | None = None
    """Whether an inbound call is taken as voice or as fax."""

    call_relay_script_url: str | None = None
    """URL that the relay_script handler fetches for each inbound call; it answers with a SWML
    document.
    """

    call_relay_context: str | None = None
    """Name of the Relay context that receives inbound calls under the deprecated relay_context
    handler; an alias of call_relay_application.
    """

    call_relay_context_status_callback_url: str | None = None
    """URL that receives status changes of calls under the deprecated relay_context handler."""

    call_relay_topic: str | None = None
    """Name of the Relay topic that receives inbound calls under the relay_topic handler; an alias of
    call_relay_application.
    """

    call_relay_topic_status_callback_url: str | None = None
    """URL that receives status changes of calls under the relay_topic handler."""

    call_relay_application: str | None = None
    """Name of the Relay application that receives inbound calls under the relay_application handler."""

    call_request_url: str | None = None
    """URL fetched for each inbound call by the laml_webhooks handler; it answers with a cXML (LaML)
    document.
    """

    call_request_method: HttpMethod | None = None
    """HTTP method used with call_request_url."""

    call_fallback_url: str | None = None
    """URL fetched by the laml_webhooks handler when call_request_url fails."""

    call_fallback_method: HttpMethod | None = None
    """HTTP method used with call_fallback_url."""

    call_status_callback_url: str | None = None
    """URL that receives status changes of calls under the laml_webhooks handler."""

    call_status_callback_method: HttpMethod | None = None
    """HTTP method used with call_status_callback_url."""

    call_laml_application_id: str | None = None
    """Id of the cXML (LaML) application that answers inbound calls under the laml_application handler."""

    call_dialogflow_agent_id: str | None = None
    """Id of the Dialogflow agent that answers inbound calls under the dialogflow handler."""

    call_relay_connector_id: str | None = None
    """Id of the Relay connector that takes inbound calls under the relay_connector handler."""

    call_sip_endpoint_id: str | None = None
    """Id (UUID) of the SIP endpoint that receives inbound calls under the relay_sip_endpoint handler."""

    call_verto_resource: str | None = None
    """Name of the Verto endpoint that receives inbound calls under the relay_verto_endpoint handler."""

    call_video_room_id: str | None = None
    """Id (UUID) of the video room that inbound calls join under the video_room handler."""

    message_handler: MessageHandler | None = None
    """What receives inbound messages; null where nothing does. A value not listed here is a handler
    newer than this document.
    """

    messaging_handler_resource_id: str | None = None
    """Id (UUID) of the resource behind the message handler; assigned by the server and not settable."""

    message_relay_context: str | None = None
    """Name of the Relay context that receives inbound messages under the deprecated relay_context
    handler; an alias of message_relay_application.
    """

    message_relay_topic: str | None = None
    """Name of the Relay topic that receives inbound messages under the relay_topic handler; an alias
    of message_relay_application.
    """

    message_relay_application: str | None = None
    """Name of the Relay application that receives inbound messages under the relay_application
    handler.
    """

    message_request_url: str | None = None
    """URL called for each inbound message by the laml_webhooks handler; it answers with a cXML (LaML)
    document.
    """

    message_request_method: HttpMethod | None = None
    """HTTP method used with message_request_url."""

    message_fallback_url: str | None = None
    """URL called by the laml_webhooks handler when message_request_url fails."""

    message_fallback_method: HttpMethod | None = None
    """HTTP method used with message_fallback_url."""

    message_laml_application_id: str | None = None
    """Id of the cXML (LaML) application that receives inbound messages under the laml_application
    handler.
    """


class PhoneNumberPage(Model, frozen=True, kw_only=True):
    """One page of the project's phone numbers, newest first."""

    links: PageLinks | None = None
    """Where the neighbouring pages are. A page without links is the last one."""

    data: tuple[PhoneNumber, ...]
    """The numbers of this page. It may be empty although there is a next page."""


class PhoneNumberUpdate(Model, frozen=True, kw_only=True):
    """The settings to change. The server sets the fields that are sent and leaves every other one as
    it was. How a field is cleared is not documented; sending the empty string is what callers do.
    """

    name: str | UnsetType = UNSET
    """Friendly name that tells the numbers of a project apart."""

    call_handler: CallHandler | UnsetType = UNSET
    """What answers inbound calls. The chosen handler reads its own parameters below and ignores the
    others. An update may set only the values that are not marked answers-only.
    """

    call_receive_mode: CallReceiveMode | UnsetType = UNSET
    """Whether an inbound call is taken as voice or as fax; voice if it was never set. It applies to
    every call handler.
    """

    call_relay_script_url: str | UnsetType = UNSET
    """URL fetched for each inbound call by the relay_script handler, which requires it. It must answer
    with a SWML document.
    """

    call_relay_context: str | UnsetType = UNSET
    """Deprecated: use call_relay_topic or call_relay_application. Name of the Relay context that
    receives inbound calls; required by the deprecated relay_context handler. It is an alias of
    call_relay_application, which takes precedence if both are sent.
    """

    call_relay_context_status_callback_url: str | UnsetType = UNSET
    """Deprecated: use call_relay_topic_status_callback_url. URL that receives status changes of calls
    under the deprecated relay_context handler.
    """

    call_relay_topic: str | UnsetType = UNSET
    """Name of the Relay topic that receives inbound calls; required by the relay_topic handler. It is
    an alias of call_relay_application, which takes precedence if both are sent.
    """

    call_relay_topic_status_callback_url: str | UnsetType = UNSET
    """URL that receives status changes of calls under the relay_topic handler."""

    call_relay_application: str | UnsetType = UNSET
    """Name of the Relay application that receives inbound calls; required by the relay_application
    handler. It takes precedence over its aliases call_relay_topic and call_relay_context if several
    are sent.
    """

    call_request_url: str | UnsetType = UNSET
    """URL fetched for each inbound call by the laml_webhooks handler, which requires it; it answers
    with a cXML (LaML) document.
    """

    call_request_method: HttpMethod | UnsetType = UNSET
    """HTTP method used with call_request_url; POST if it was never set."""

    call_fallback_url: str | UnsetType = UNSET
    """URL fetched by the laml_webhooks handler when call_request_url fails."""

    call_fallback_method: HttpMethod | UnsetType = UNSET
    """HTTP method used with call_fallback_url; POST if it was never set."""

    call_status_callback_url: str | UnsetType = UNSET
    """URL that receives status changes of calls under the laml_webhooks handler."""

    call_status_callback_method: HttpMethod | UnsetType = UNSET
    """HTTP method used with call_status_callback_url; POST if it was never set."""

    call_laml_application_id: str | UnsetType = UNSET
    """Id of the cXML (LaML) application that answers inbound calls; required by the laml_application
    handler.
    """

    call_dialogflow_agent_id: str | UnsetType = UNSET
    """Id of the Dialogflow agent that answers inbound calls; required by the dialogflow handler."""

    call_relay_connector_id: str | UnsetType = UNSET
    """Id of the Relay connector that takes inbound calls; required by the relay_connector handler."""

    call_sip_endpoint_id: str | UnsetType = UNSET
    """Id of the SIP endpoint that receives inbound calls; required by the relay_sip_endpoint handler."""

    call_verto_resource: str | UnsetType = UNSET
    """Name of the Verto endpoint that receives inbound calls; required by the relay_verto_endpoint
    handler.
    """

    call_video_room_id: UUID | str | UnsetType = UNSET
    """Id (UUID) of the video room that inbound calls join; required by the video_room handler."""

    message_handler: MessageHandler | UnsetType = UNSET
    """What receives inbound messages. The chosen handler reads its own parameters below and ignores
    the others.
    """

    message_relay_context: str | UnsetType = UNSET
    """Deprecated: use message_relay_topic or message_relay_application. Name of the Relay context that
    receives inbound messages; required by the deprecated relay_context handler. It is an alias of
    message_relay_application, which takes precedence if both are sent.
    """

    message_relay_topic: str | UnsetType = UNSET
    """Name of the Relay topic that receives inbound messages; required by the relay_topic handler. It
    is an alias of message_relay_application, which takes precedence if both are sent.
    """

    message_relay_application: str | UnsetType = UNSET
    """Name of the Relay application that receives inbound messages; required by the relay_application
    handler. It takes precedence over its aliases message_relay_topic and message_relay_context if
    several are sent.
    """

    message_request_url: str | UnsetType = UNSET
    """URL called for each inbound message by the laml_webhooks handler, which requires it; it answers
    with a cXML (LaML) document.
    """

    message_request_method: HttpMethod | UnsetType = UNSET
    """HTTP method used with message_request_url; POST if it was never set."""

    message_fallback_url: str | UnsetType = UNSET
    """URL called by the laml_webhooks handler when message_request_url fails."""

    message_fallback_method: HttpMethod | UnsetType = UNSET
    """HTTP method used with message_fallback_url; POST if it was never set."""

    message_laml_application_id: str | UnsetType = UNSET
    """Id of the cXML (LaML) application that receives inbound messages; required by the
    laml_application handler.
    """


class AvailablePhoneNumberItem(Model, frozen=True, kw_only=True):
    """A number for sale. Two shapes are documented, one keyed by number and one by e164; this schema
    holds the fields of both, so that either can be read.
    """

    number: str | None = None
    """The number in E.164 format. Sent in the shape with number."""

    e164: str | None = None
    """The number in E.164 format. Sent in the shape with e164."""

    national_number_formatted: str | None = None
    """The number as written within its country. Sent in the shape with e164."""

    international_number_formatted: str | None = None
    """The number as written from abroad. Sent in the shape with e164."""

    country_code: str | None = None
    """Country as an ISO 3166-1 alpha-2 code. Sent in the shape with e164."""

    region: str | None = None
    """Region or state. Sent in both shapes."""

    city: str | None = None
    """City. Sent in the shape with number."""

    rate_center: str | None = None
    """Rate center of the number. Sent in both shapes."""

    lata: str | None = None
    """Local access and transport area (LATA). Sent in the shape with number."""

    capabilities: tuple[Capability, ...] | CapabilityFlags | None = None
    """Kinds of communication that the number can carry: an object of flags in the shape with number, a
    list of names in the shape with e164.
    """


class ErrorList(Model, frozen=True, kw_only=True):
    """Errors one by one, each with a code."""

    errors: tuple[ErrorItem, ...]
    """The errors, at least one."""


class AvailablePhoneNumberPage(Model, frozen=True, kw_only=True):
    """The numbers that a search found."""

    links: PageLinks | None = None
    """Links in the shape of a listing. A search has no page parameters: it ends with this page."""

    data: tuple[AvailablePhoneNumberItem, ...]
    """The numbers found, max_results of them at most."""
