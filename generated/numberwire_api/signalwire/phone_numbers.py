# Generated from spec/signalwire.yaml by `python -m generator generate`; edit that, not this.
"""phone_numbers.

The phone numbers of a project: from search and purchase over call and message handlers to
release.
"""

from __future__ import annotations

from typing import Literal, Unpack
from uuid import UUID

from .._handlers import NoHandler, fill_body_with_handlers
from .._methods import AsyncRawSend, Clear, RawResponse, RawSend, fill_body
from .._operation import AsyncSend, CallOptions, Operation, Send, record_id
from . import handlers, models

__all__ = [
    "AsyncPhoneNumbers",
    "AsyncRawPhoneNumbers",
    "PhoneNumberUpdateFields",
    "PhoneNumbers",
    "RawPhoneNumbers",
    "assign_e911_address",
    "list_phone_numbers",
    "purchase_phone_number",
    "release_phone_number",
    "remove_e911_address",
    "retrieve_phone_number",
    "search_available_phone_numbers",
    "update_phone_number",
]


def list_phone_numbers(
    *,
    filter_name: str | None = None,
    filter_number: str | None = None,
    page_number: int | None = None,
    page_size: int | None = None,
    page_token: str | None = None,
) -> Operation[models.PhoneNumberPage]:
    """List phone numbers.

    The project's numbers page by page, the most recently added first. Follow the next link until
    there is none: a page may be empty and still have one. The token needs the scope Numbers.

    Args:
        filter_name: Only numbers whose name contains this text.
        filter_number: Only numbers that contain these digits. It is compared with the E.164
            format and matches anywhere in it, so that a result need not be equal.
        page_number: Which page, counted from 0, which is also the default. Every page past page 0
            needs its page_token as well.
        page_size: How many numbers a page holds at most, from 1 to 1000. The default is 50.
        page_token: Token of the page, found in the links of its neighbour. It is required past
            page 0 and never built by hand.

    Returns:
        The operation, to be sent. A page of the project's numbers, newest first.
    """
    return Operation(
        id="list_phone_numbers",
        method="GET",
        path="/api/relay/rest/phone_numbers",
        answer=models.PhoneNumberPage,
        success=(200,),
        errors=(
            ("400", models.ErrorMessage),
            ("401", models.ErrorMessage),
            ("403", models.ErrorMessage),
            ("422", models.ErrorList),
            ("429", models.ErrorList),
            ("500", models.ErrorMessage),
        ),
        query=(
            ("filter_name", filter_name),
            ("filter_number", filter_number),
            ("page_number", page_number),
            ("page_size", page_size),
            ("page_token", page_token),
        ),
    )


def purchase_phone_number(body: models.PhoneNumberPurchase) -> Operation[models.PhoneNumber]:
    """Purchase a phone number.

    Buys a number that a search found and adds it to the project. A purchase whose outcome is
    unknown has to be looked up, never sent again. A project holds 1000 numbers unless its limit was
    raised. The token needs the scope Numbers.

    Args:
        body: The number to buy.

    Returns:
        The operation, to be sent. The number, now the project's own.
    """
    return Operation(
        id="purchase_phone_number",
        method="POST",
        path="/api/relay/rest/phone_numbers",
        answer=models.PhoneNumber,
        success=(200,),
        errors=(
            ("400", models.ErrorMessage),
            ("401", models.ErrorMessage),
            ("403", models.ErrorMessage),
            ("422", models.ErrorList),
            ("429", models.ErrorList),
            ("500", models.ErrorMessage),
        ),
        body=body,
        media_type="application/json",
    )


def search_available_phone_numbers(
    *,
    areacode: str | None = None,
    number_type: models.AvailableNumberType | Literal["local", "toll-free"] | None = None,
    starts_with: str | None = None,
    contains: str | None = None,
    ends_with: str | None = None,
    max_results: int | None = None,
    region: str | None = None,
    city: str | None = None,
) -> Operation[models.AvailablePhoneNumberPage]:
    """Search for numbers to buy.

    Numbers for sale that meet every condition sent. Of starts_with, contains and ends_with only one
    can be sent; city needs region; toll-free searches support neither of these two. A parameter
    that the server does not know is silently ignored. The token needs the scope Numbers.

    Args:
        areacode: Area code to search within, in digits.
        number_type: Kind of number. The default is local. Toll-free searches support neither
            region nor city.
        starts_with: Digits that the number starts with, 3 to 7 of them. It excludes contains and
            ends_with.
        contains: Digits that appear anywhere in the number, 3 to 7 of them. It excludes
            starts_with and ends_with.
        ends_with: Digits that the number ends with, 3 to 7 of them. It excludes starts_with and
            contains.
        max_results: How many numbers to return at most, from 1 to 100. The default is 50.
        region: Region or state as the two letters that follow the country in its ISO 3166-2 code,
            such as TX for Texas. It can be combined with areacode. Not supported for toll-free
            searches.
        city: City to search within. It needs region. Not supported for toll-free searches.

    Returns:
        The operation, to be sent. The numbers found.
    """
    return Operation(
        id="search_available_phone_numbers",
        method="GET",
        path="/api/relay/rest/phone_numbers/search",
        answer=models.AvailablePhoneNumberPage,
        success=(200,),
        errors=(
            ("401", models.ErrorMessage),
            ("403", models.ErrorMessage),
            ("422", models.ErrorList),
            ("429", models.ErrorList),
            ("500", models.ErrorMessage),
        ),
        query=(
            ("areacode", areacode),
            ("number_type", number_type),
            ("starts_with", starts_with),
            ("contains", contains),
            ("ends_with", ends_with),
            ("max_results", max_results),
            ("region", region),
            ("city", city),
        ),
    )


def retrieve_phone_number(id: UUID | str) -> Operation[models.PhoneNumber]:
    """Retrieve a phone number.

    One number of the project with all its settings. The token needs the scope Numbers.

    Args:
        id: Id (UUID) of a phone number of the project.

    Returns:
        The operation, to be sent. The number.
    """
    return Operation(
        id="retrieve_phone_number",
        method="GET",
        path="/api/relay/rest/phone_numbers/{id}",
        answer=models.PhoneNumber,
        success=(200,),
        errors=(
            ("401", models.ErrorMessage),
            ("403", models.ErrorMessage),
            ("404", models.ErrorMessage),
            ("422", models.ErrorList),
            ("429", models.ErrorList),
            ("500", models.ErrorMessage),
        ),
        path_parameters=(("id", id),),
    )


def update_phone_number(id: UUID | str, body: models.PhoneNumberUpdate) -> Operation[models.PhoneNumber]:
    """Update a phone number.

    Sets the fields that are sent; every field that is not sent stays unchanged, although the method
    is PUT. Clearing a field is not documented: callers send the empty string. The token needs the
    scope Numbers.

    Args:
        id: Id (UUID) of a phone number of the project.
        body: The settings to change.

    Returns:
        The operation, to be sent. The number with its new settings.
    """
    return Operation(
        id="update_phone_number",
        method="PUT",
        path="/api/relay/rest/phone_numbers/{id}",
        answer=models.PhoneNumber,
        success=(200,),
        errors=(
            ("401", models.ErrorMessage),
            ("403", models.ErrorMessage),
            ("404", models.ErrorMessage),
            ("422", models.ErrorList),
            ("429", models.ErrorList),
            ("500", models.ErrorMessage),
        ),
        path_parameters=(("id", id),),
        body=body,
        media_type="application/json",
    )


def release_phone_number(id: UUID | str) -> Operation[None]:
    """Release a phone number.

    Gives up the number for good; this cannot be undone. Logs of its calls and messages are kept;
    new calls and messages no longer reach the project. A number can be released no sooner than 14
    days after its purchase, 30 days on a trial account. The token needs the scope Numbers.

    Args:
        id: Id (UUID) of a phone number of the project.

    Returns:
        The operation, to be sent. The number is released; there is no body.
    """
    return Operation(
        id="release_phone_number",
        method="DELETE",
        path="/api/relay/rest/phone_numbers/{id}",
        answer=None,
        success=(204,),
        errors=(
            ("401", models.ErrorMessage),
            ("403", models.ErrorMessage),
            ("404", models.ErrorMessage),
            ("422", models.ErrorList),
            ("429", models.ErrorList),
            ("500", models.ErrorMessage),
        ),
        path_parameters=(("id", id),),
    )


def assign_e911_address(
    id: UUID | str, body: models.AssignE911AddressRequest
) -> Operation[models.PhoneNumber]:
    """Assign an E911 address.

    Gives the number an emergency (E911) address of the project and has its carrier register it.
    Until the carrier confirms that, e911_status is pending. The carrier checks the address again
    and receives its label as the caller's name; emergency calls carry 32 characters of it. The
    token needs the scope Numbers.

    Args:
        id: Id (UUID) of a phone number of the project.
        body: The address to assign.

    Returns:
        The operation, to be sent. The number, its address not confirmed yet.
    """
    return Operation(
        id="assign_e911_address",
        method="POST",
        path="/api/relay/rest/phone_numbers/{id}/e911_address",
        answer=models.PhoneNumber,
        success=(200,),
        errors=(
            ("401", models.ErrorMessage),
            ("403", models.ErrorMessage),
            ("404", models.ErrorMessage),
            ("422", models.ErrorList),
            ("429", models.ErrorList),
            ("500", models.ErrorMessage),
        ),
        path_parameters=(("id", id),),
        body=body,
        media_type="application/json",
    )


def remove_e911_address(id: UUID | str) -> Operation[models.PhoneNumber]:
    """Remove the E911 address.

    Asks the carrier to remove the number's emergency (E911) address; e911_status must be active.
    Until the carrier confirms the removal, the number keeps the address, with e911_status
    pending_removal. The token needs the scope Numbers.

    Args:
        id: Id (UUID) of a phone number of the project.

    Returns:
        The operation, to be sent. The number, its address not removed yet.
    """
    return Operation(
        id="remove_e911_address",
        method="DELETE",
        path="/api/relay/rest/phone_numbers/{id}/e911_address",
        answer=models.PhoneNumber,
        success=(200,),
        errors=(
            ("401", models.ErrorMessage),
            ("403", models.ErrorMessage),
            ("404", models.ErrorMessage),
            ("422", models.ErrorList),
            ("429", models.ErrorList),
            ("500", models.ErrorMessage),
        ),
        path_parameters=(("id", id),),
    )


class PhoneNumberUpdateFields(CallOptions, total=False):
    """The keywords of `PhoneNumbers.update`; see there what each of them means."""

    call: handlers.CallHandler | NoHandler | Clear | None
    message: handlers.MessageHandler | NoHandler | Clear | None
    whole: bool
    name: str | None
    call_handler: (
        models.CallHandler
        | Literal[
            "relay_script",
            "relay_context",
            "relay_topic",
            "relay_application",
            "laml_webhooks",
            "laml_application",
            "dialogflow",
            "relay_connector",
            "relay_sip_endpoint",
            "relay_verto_endpoint",
            "video_room",
        ]
        | None
    )
    call_receive_mode: models.CallReceiveMode | Literal["voice", "fax"] | None
    call_relay_script_url: str | None
    call_relay_context: str | None
    call_relay_context_status_callback_url: str | None
    call_relay_topic: str | None
    call_relay_topic_status_callback_url: str | None
    call_relay_application: str | None
    call_request_url: str | None
    call_request_method: models.HttpMethod | Literal["POST", "GET"] | None
    call_fallback_url: str | None
    call_fallback_method: models.HttpMethod | Literal["POST", "GET"] | None
    call_status_callback_url: str | None
    call_status_callback_method: models.HttpMethod | Literal["POST", "GET"] | None
    call_laml_application_id: str | None
    call_dialogflow_agent_id: str | None
    call_relay_connector_id: str | None
    call_sip_endpoint_id: str | None
    call_verto_resource: str | None
    call_video_room_id: UUID | str | None
    message_handler: (
        models.MessageHandler
        | Literal["relay_context", "relay_topic", "relay_application", "laml_webhooks", "laml_application"]
        | None
    )
    message_relay_context: str | None
    message_relay_topic: str | None
    message_relay_application: str | None
    message_request_url: str | None
    message_request_method: models.HttpMethod | Literal["POST", "GET"] | None
    message_fallback_url: str | None
    message_fallback_method: models.HttpMethod | Literal["POST", "GET"] | None
    message_laml_application_id: str | None


class PhoneNumbers:
    """The operations of this module, sent at once.

    Args:
        send: Sends an operation.
    """

    def __init__(self, send: Send) -> None:
        self._send = send

    def list(
        self,
        *,
        filter_name: str | None = None,
        filter_number: str | None = None,
        page_number: int | None = None,
        page_size: int | None = None,
        page_token: str | None = None,
        **options: Unpack[CallOptions],
    ) -> models.PhoneNumberPage:
        """List phone numbers.

        The project's numbers page by page, the most recently added first. Follow the next link until
        there is none: a page may be empty and still have one. The token needs the scope Numbers.

        Args:
            filter_name: Only numbers whose name contains this text.
            filter_number: Only numbers that contain these digits. It is compared with the E.164
                format and matches anywhere in it, so that a result need not be equal.
            page_number: Which page, counted from 0, which is also the default. Every page past page 0
                needs its page_token as well.
            page_size: How many numbers a page holds at most, from 1 to 1000. The default is 50.
            page_token: Token of the page, found in the links of its neighbour. It is required past
                page 0 and never built by hand.
            options: Options of this call, such as its timeout; see `CallOptions`.

        Returns:
            A page of the project's numbers, newest first.

        Raises:
            Exception: What sending the request raises. Documented error statuses: 400, 401, 403, 422, 429, 500.

        Documentation: pages "Phone Numbers, REST API reference", "What is known of the service beyond
        its pages", "SignalWire REST API".
        """
        return self._send(
            list_phone_numbers(
                filter_name=filter_name,
                filter_number=filter_number,
                page_number=page_number,
                page_size=page_size,
                page_token=page_token,
            ),
            **options,
        )

    def purchase(self, *, number: str, **options: Unpack[CallOptions]) -> models.PhoneNumber:
        """Purchase a phone number.

        Buys a number that a search found and adds it to the project. A purchase whose outcome is
        unknown has to be looked up, never sent again. A project holds 1000 numbers unless its limit was
        raised. The token needs the scope Numbers.

        Args:
            number: The number in E.164 format, as a search returned it.
            options: Options of this call, such as its timeout; see `CallOptions`.

        Returns:
            The number, now the project's own.

        Raises:
            Exception: What sending the request raises. Documented error statuses: 400, 401, 403, 422, 429, 500.

        Documentation: pages "Phone Numbers, REST API reference", "Purchase a Phone Number", "What is
        known of the service beyond its pages", "SignalWire REST API".
        """
        return self._send(
            purchase_phone_number(fill_body(models.PhoneNumberPurchase, number=number)), **options
        )

    def search(
        self,
        *,
        areacode: str | None = None,
        number_type: models.AvailableNumberType | Literal["local", "toll-free"] | None = None,
        starts_with: str | None = None,
        contains: str | None = None,
        ends_with: str | None = None,
        max_results: int | None = None,
        region: str | None = None,
        city: str | None = None,
        **options: Unpack[CallOptions],
    ) -> models.AvailablePhoneNumberPage:
        """Search for numbers to buy.

        Numbers for sale that meet every condition sent. Of starts_with, contains and ends_with only one
        can be sent; city needs region; toll-free searches support neither of these two. A parameter
        that the server does not know is silently ignored. The token needs the scope Numbers.

        Args:
            areacode: Area code to search within, in digits.
            number_type: Kind of number. The default is local. Toll-free searches support neither
                region nor city.
            starts_with: Digits that the number starts with, 3 to 7 of them. It excludes contains and
                ends_with.
            contains: Digits that appear anywhere in the number, 3 to 7 of them. It excludes
                starts_with and ends_with.
            ends_with: Digits that the number ends with, 3 to 7 of them. It excludes starts_with and
                contains.
            max_results: How many numbers to return at most, from 1 to 100. The default is 50.
            region: Region or state as the two letters that follow the country in its ISO 3166-2 code,
                such as TX for Texas. It can be combined with areacode. Not supported for toll-free
                searches.
            city: City to search within. It needs region. Not supported for toll-free searches.
            options: Options of this call, such as its timeout; see `CallOptions`.

        Returns:
            The numbers found.

        Raises:
            Exception: What sending the request raises. Documented error statuses: 401, 403, 422, 429, 500.

        Documentation: pages "Phone Numbers, REST API reference", "What is known of the service beyond
        its pages", "SignalWire REST API".
        """
        return self._send(
            search_available_phone_numbers(
                areacode=areacode,
                number_type=number_type,
                starts_with=starts_with,
                contains=contains,
                ends_with=ends_with,
                max_results=max_results,
                region=region,
                city=city,
            ),
            **options,
        )

    def get(self, id: UUID | str | models.PhoneNumber, **options: Unpack[CallOptions]) -> models.PhoneNumber:
        """Retrieve a phone number.

        One number of the project with all its settings. The token needs the scope Numbers.

        Args:
            id: Id (UUID) of a phone number of the project. A record is accepted as well.
            options: Options of this call, such as its timeout; see `CallOptions`.

        Returns:
            The number.

        Raises:
            Exception: What sending the request raises. Documented error statuses: 401, 403, 404, 422, 429, 500.

        Documentation: pages "Phone Numbers, REST API reference", "What is known of the service beyond
        its pages", "SignalWire REST API".
        """
        return self._send(retrieve_phone_number(record_id(id)), **options)

    def update(
        self,
        id: UUID | str | models.PhoneNumber,
        *,
        call: handlers.CallHandler | NoHandler | Clear | None = None,
        message: handlers.MessageHandler | NoHandler | Clear | None = None,
        whole: bool = False,
        name: str | None = None,
        call_handler: models.CallHandler
        | Literal[
            "relay_script",
            "relay_context",
            "relay_topic",
            "relay_application",
            "laml_webhooks",
            "laml_application",
            "dialogflow",
            "relay_connector",
            "relay_sip_endpoint",
            "relay_verto_endpoint",
            "video_room",
        ]
        | None = None,
        call_receive_mode: models.CallReceiveMode | Literal["voice", "fax"] | None = None,
        call_relay_script_url: str | None = None,
        call_relay_context: str | None = None,
        call_relay_context_status_callback_url: str | None = None,
        call_relay_topic: str | None = None,
        call_relay_topic_status_callback_url: str | None = None,
        call_relay_application: str | None = None,
        call_request_url: str | None = None,
        call_request_method: models.HttpMethod | Literal["POST", "GET"] | None = None,
        call_fallback_url: str | None = None,
        call_fallback_method: models.HttpMethod | Literal["POST", "GET"] | None = None,
        call_status_callback_url: str | None = None,
        call_status_callback_method: models.HttpMethod | Literal["POST", "GET"] | None = None,
        call_laml_application_id: str | None = None,
        call_dialogflow_agent_id: str | None = None,
        call_relay_connector_id: str | None = None,
        call_sip_endpoint_id: str | None = None,
        call_verto_resource: str | None = None,
        call_video_room_id: UUID | str | None = None,
        message_handler: models.MessageHandler
        | Literal["relay_context", "relay_topic", "relay_application", "laml_webhooks", "laml_application"]
        | None = None,
        message_relay_context: str | None = None,
        message_relay_topic: str | None = None,
        message_relay_application: str | None = None,
        message_request_url: str | None = None,
        message_request_method: models.HttpMethod | Literal["POST", "GET"] | None = None,
        message_fallback_url: str | None = None,
        message_fallback_method: models.HttpMethod | Literal["POST", "GET"] | None = None,
        message_laml_application_id: str | None = None,
        **options: Unpack[CallOptions],
    ) -> models.PhoneNumber:
        """Update a phone number.

        Sets the fields that are sent; every field that is not sent stays unchanged, although the method
        is PUT. Clearing a field is not documented: callers send the empty string. The token needs the
        scope Numbers.

        Args:
            id: Id (UUID) of a phone number of the project. A record is accepted as well.
            call: The handler that call_handler chooses, with its parameters, as an object of
                `call_handlers`; `NoHandler.NONE` removes it.
            message: The handler that message_handler chooses, with its parameters, as an object of
                `message_handlers`; `NoHandler.NONE` removes it.
            whole: Also clear the parameters that a handler object does not name; otherwise they keep
                their values.
            name: Friendly name that tells the numbers of a project apart.
            call_handler: What answers inbound calls. The chosen handler reads its own parameters
                below and ignores the others. An update may set only the values that are not marked
                answers-only.
            call_receive_mode: Whether an inbound call is taken as voice or as fax; voice if it was
                never set. It applies to every call handler.
            call_relay_script_url: URL fetched for each inbound call by the relay_script handler,
                which requires it. It must answer with a SWML document.
            call_relay_context: Deprecated: use call_relay_topic or call_relay_application. Name of
                the Relay context that receives inbound calls; required by the deprecated relay_context
                handler. It is an alias of call_relay_application, which takes precedence if both are
                sent.
            call_relay_context_status_callback_url: Deprecated: use
                call_relay_topic_status_callback_url. URL that receives status changes of calls under the
                deprecated relay_context handler.
            call_relay_topic: Name of the Relay topic that receives inbound calls; required by the
                relay_topic handler. It is an alias of call_relay_application, which takes precedence if
                both are sent.
            call_relay_topic_status_callback_url: URL that receives status changes of calls under the
                relay_topic handler.
            call_relay_application: Name of the Relay application that receives inbound calls;
                required by the relay_application handler. It takes precedence over its aliases
                call_relay_topic and call_relay_context if several are sent.
            call_request_url: URL fetched for each inbound call by the laml_webhooks handler, which
                requires it; it answers with a cXML (LaML) document.
            call_request_method: HTTP method used with call_request_url; POST if it was never set.
            call_fallback_url: URL fetched by the laml_webhooks handler when call_request_url fails.
            call_fallback_method: HTTP method used with call_fallback_url; POST if it was never set.
            call_status_callback_url: URL that receives status changes of calls under the
                laml_webhooks handler.
            call_status_callback_method: HTTP method used with call_status_callback_url; POST if it
                was never set.
            call_laml_application_id: Id of the cXML (LaML) application that answers inbound calls;
                required by the laml_application handler.
            call_dialogflow_agent_id: Id of the Dialogflow agent that answers inbound calls; required
                by the dialogflow handler.
            call_relay_connector_id: Id of the Relay connector that takes inbound calls; required by
                the relay_connector handler.
            call_sip_endpoint_id: Id of the SIP endpoint that receives inbound calls; required by the
                relay_sip_endpoint handler.
            call_verto_resource: Name of the Verto endpoint that receives inbound calls; required by
                the relay_verto_endpoint handler.
            call_video_room_id: Id (UUID) of the video room that inbound calls join; required by the
                video_room handler.
            message_handler: What receives inbound messages. The chosen handler reads its own
                parameters below and ignores the others.
            message_relay_context: Deprecated: use message_relay_topic or message_relay_application.
                Name of the Relay context that receives inbound messages; required by the deprecated
                relay_context handler. It is an alias of message_relay_application, which takes precedence
                if both are sent.
            message_relay_topic: Name of the Relay topic that receives inbound messages; required by
                the relay_topic handler. It is an alias of message_relay_application, which takes
                precedence if both are sent.
            message_relay_application: Name of the Relay application that receives inbound messages;
                required by the relay_application handler. It takes precedence over its aliases
                message_relay_topic and message_relay_context if several are sent.
            message_request_url: URL called for each inbound message by the laml_webhooks handler,
                which requires it; it answers with a cXML (LaML) document.
            message_request_method: HTTP method used with message_request_url; POST if it was never
                set.
            message_fallback_url: URL called by the laml_webhooks handler when message_request_url
                fails.
            message_fallback_method: HTTP method used with message_fallback_url; POST if it was never
                set.
            message_laml_application_id: Id of the cXML (LaML) application that receives inbound
                messages; required by the laml_application handler.
            options: Options of this call, such as its timeout; see `CallOptions`.

        Returns:
            The number with its new settings.

        Raises:
            Exception: What sending the request raises. Documented error statuses: 401, 403, 404, 422, 429, 500.

        Documentation: pages "REST client: update", "REST client: update, as plain text", "Phone
        Numbers, REST API reference", "What is known of the service beyond its pages", "SignalWire REST
        API".
        """
        return self._send(
            update_phone_number(
                record_id(id),
                fill_body_with_handlers(
                    models.PhoneNumberUpdate,
                    {"call_handler": call, "message_handler": message},
                    whole,
                    name=name,
                    call_handler=call_handler,
                    call_receive_mode=call_receive_mode,
                    call_relay_script_url=call_relay_script_url,
                    call_relay_context=call_relay_context,
                    call_relay_context_status_callback_url=call_relay_context_status_callback_url,
                    call_relay_topic=call_relay_topic,
                    call_relay_topic_status_callback_url=call_relay_topic_status_callback_url,
                    call_relay_application=call_relay_application,
                    call_request_url=call_request_url,
                    call_request_method=call_request_method,
                    call_fallback_url=call_fallback_url,
                    call_fallback_method=call_fallback_method,
                    call_status_callback_url=call_status_callback_url,
                    call_status_callback_method=call_status_callback_method,
                    call_laml_application_id=call_laml_application_id,
                    call_dialogflow_agent_id=call_dialogflow_agent_id,
                    call_relay_connector_id=call_relay_connector_id,
                    call_sip_endpoint_id=call_sip_endpoint_id,
                    call_verto_resource=call_verto_resource,
                    call_video_room_id=call_video_room_id,
                    message_handler=message_handler,
                    message_relay_context=message_relay_context,
                    message_relay_topic=message_relay_topic,
                    message_relay_application=message_relay_application,
                    message_request_url=message_request_url,
                    message_request_method=message_request_method,
                    message_fallback_url=message_fallback_url,
                    message_fallback_method=message_fallback_method,
                    message_laml_application_id=message_laml_application_id,
                ),
            ),
            **options,
        )

    def release(self, id: UUID | str | models.PhoneNumber, **options: Unpack[CallOptions]) -> None:
        """Release a phone number.

        Gives up the number for good; this cannot be undone. Logs of its calls and messages are kept;
        new calls and messages no longer reach the project. A number can be released no sooner than 14
        days after its purchase, 30 days on a trial account. The token needs the scope Numbers.

        Args:
            id: Id (UUID) of a phone number of the project. A record is accepted as well.
            options: Options of this call, such as its timeout; see `CallOptions`.

        Raises:
            Exception: What sending the request raises. Documented error statuses: 401, 403, 404, 422, 429, 500.

        Documentation: pages "Phone Numbers, REST API reference", "What is known of the service beyond
        its pages", "SignalWire REST API".
        """
        return self._send(release_phone_number(record_id(id)), **options)

    def assign_e911_address(
        self, id: UUID | str, *, e911_address_id: UUID | str, **options: Unpack[CallOptions]
    ) -> models.PhoneNumber:
        """Assign an E911 address.

        Gives the number an emergency (E911) address of the project and has its carrier register it.
        Until the carrier confirms that, e911_status is pending. The carrier checks the address again
        and receives its label as the caller's name; emergency calls carry 32 characters of it. The
        token needs the scope Numbers.

        Args:
            id: Id (UUID) of a phone number of the project.
            e911_address_id: Id (UUID) of an address of the project that is set up for emergency
                (E911) calls.
            options: Options of this call, such as its timeout; see `CallOptions`.

        Returns:
            The number, its address not confirmed yet.

        Raises:
            Exception: What sending the request raises. Documented error statuses: 401, 403, 404, 422, 429, 500.

        Documentation: pages "What is known of the service beyond its pages", "SignalWire REST API".
        """
        return self._send(
            assign_e911_address(
                id, fill_body(models.AssignE911AddressRequest, e911_address_id=e911_address_id)
            ),
            **options,
        )

    def remove_e911_address(self, id: UUID | str, **options: Unpack[CallOptions]) -> models.PhoneNumber:
        """Remove the E911 address.

        Asks the carrier to remove the number's emergency (E911) address; e911_status must be active.
        Until the carrier confirms the removal, the number keeps the address, with e911_status
        pending_removal. The token needs the scope Numbers.

        Args:
            id: Id (UUID) of a phone number of the project.
            options: Options of this call, such as its timeout; see `CallOptions`.

        Returns:
            The number, its address not removed yet.

        Raises:
            Exception: What sending the request raises. Documented error statuses: 401, 403, 404, 422, 429, 500.

        Documentation: pages "What is known of the service beyond its pages", "SignalWire REST API".
        """
        return self._send(remove_e911_address(id), **options)


class AsyncPhoneNumbers:
    """The operations of this module, sent and awaited.

    Args:
        send: Sends an operation.
    """

    def __init__(self, send: AsyncSend) -> None:
        self._send = send

    async def list(
        self,
        *,
        filter_name: str | None = None,
        filter_number: str | None = None,
        page_number: int | None = None,
        page_size: int | None = None,
        page_token: str | None = None,
        **options: Unpack[CallOptions],
    ) -> models.PhoneNumberPage:
        """List phone numbers.

        The project's numbers page by page, the most recently added first. Follow the next link until
        there is none: a page may be empty and still have one. The token needs the scope Numbers.

        Args:
            filter_name: Only numbers whose name contains this text.
            filter_number: Only numbers that contain these digits. It is compared with the E.164
                format and matches anywhere in it, so that a result need not be equal.
            page_number: Which page, counted from 0, which is also the default. Every page past page 0
                needs its page_token as well.
            page_size: How many numbers a page holds at most, from 1 to 1000. The default is 50.
            page_token: Token of the page, found in the links of its neighbour. It is required past
                page 0 and never built by hand.
            options: Options of this call, such as its timeout; see `CallOptions`.

        Returns:
            A page of the project's numbers, newest first.

        Raises:
            Exception: What sending the request raises. Documented error statuses: 400, 401, 403, 422, 429, 500.

        Documentation: pages "Phone Numbers, REST API reference", "What is known of the service beyond
        its pages", "SignalWire REST API".
        """
        return await self._send(
            list_phone_numbers(
                filter_name=filter_name,
                filter_number=filter_number,
                page_number=page_number,
                page_size=page_size,
                page_token=page_token,
            ),
            **options,
        )

    async def purchase(self, *, number: str, **options: Unpack[CallOptions]) -> models.PhoneNumber:
        """Purchase a phone number.

        Buys a number that a search found and adds it to the project. A purchase whose outcome is
        unknown has to be looked up, never sent again. A project holds 1000 numbers unless its limit was
        raised. The token needs the scope Numbers.

        Args:
            number: The number in E.164 format, as a search returned it.
            options: Options of this call, such as its timeout; see `CallOptions`.

        Returns:
            The number, now the project's own.

        Raises:
            Exception: What sending the request raises. Documented error statuses: 400, 401, 403, 422, 429, 500.

        Documentation: pages "Phone Numbers, REST API reference", "Purchase a Phone Number", "What is
        known of the service beyond its pages", "SignalWire REST API".
        """
        return await self._send(
            purchase_phone_number(fill_body(models.PhoneNumberPurchase, number=number)), **options
        )

    async def search(
        self,
        *,
        areacode: str | None = None,
        number_type: models.AvailableNumberType | Literal["local", "toll-free"] | None = None,
        starts_with: str | None = None,
        contains: str | None = None,
        ends_with: str | None = None,
        max_results: int | None = None,
        region: str | None = None,
        city: str | None = None,
        **options: Unpack[CallOptions],
    ) -> models.AvailablePhoneNumberPage:
        """Search for numbers to buy.

        Numbers for sale that meet every condition sent. Of starts_with, contains and ends_with only one
        can be sent; city needs region; toll-free searches support neither of these two. A parameter
        that the server does not know is silently ignored. The token needs the scope Numbers.

        Args:
            areacode: Area code to search within, in digits.
            number_type: Kind of number. The default is local. Toll-free searches support neither
                region nor city.
            starts_with: Digits that the number starts with, 3 to 7 of them. It excludes contains and
                ends_with.
            contains: Digits that appear anywhere in the number, 3 to 7 of them. It excludes
                starts_with and ends_with.
            ends_with: Digits that the number ends with, 3 to 7 of them. It excludes starts_with and
                contains.
            max_results: How many numbers to return at most, from 1 to 100. The default is 50.
            region: Region or state as the two letters that follow the country in its ISO 3166-2 code,
                such as TX for Texas. It can be combined with areacode. Not supported for toll-free
                searches.
            city: City to search within. It needs region. Not supported for toll-free searches.
            options: Options of this call, such as its timeout; see `CallOptions`.

        Returns:
            The numbers found.

        Raises:
            Exception: What sending the request raises. Documented error statuses: 401, 403, 422, 429, 500.

        Documentation: pages "Phone Numbers, REST API reference", "What is known of the service beyond
        its pages", "SignalWire REST API".
        """
        return await self._send(
            search_available_phone_numbers(
                areacode=areacode,
                number_type=number_type,
                starts_with=starts_with,
                contains=contains,
                ends_with=ends_with,
                max_results=max_results,
                region=region,
                city=city,
            ),
            **options,
        )

    async def get(
        self, id: UUID | str | models.PhoneNumber, **options: Unpack[CallOptions]
    ) -> models.PhoneNumber:
        """Retrieve a phone number.

        One number of the project with all its settings. The token needs the scope Numbers.

        Args:
            id: Id (UUID) of a phone number of the project. A record is accepted as well.
            options: Options of this call, such as its timeout; see `CallOptions`.

        Returns:
            The number.

        Raises:
            Exception: What sending the request raises. Documented error statuses: 401, 403, 404, 422, 429, 500.

        Documentation: pages "Phone Numbers, REST API reference", "What is known of the service beyond
        its pages", "SignalWire REST API".
        """
        return await self._send(retrieve_phone_number(record_id(id)), **options)

    async def update(
        self,
        id: UUID | str | models.PhoneNumber,
        *,
        call: handlers.CallHandler | NoHandler | Clear | None = None,
        message: handlers.MessageHandler | NoHandler | Clear | None = None,
        whole: bool = False,
        name: str | None = None,
        call_handler: models.CallHandler
        | Literal[
            "relay_script",
            "relay_context",
            "relay_topic",
            "relay_application",
            "laml_webhooks",
            "laml_application",
            "dialogflow",
            "relay_connector",
            "relay_sip_endpoint",
            "relay_verto_endpoint",
            "video_room",
        ]
        | None = None,
        call_receive_mode: models.CallReceiveMode | Literal["voice", "fax"] | None = None,
        call_relay_script_url: str | None = None,
        call_relay_context: str | None = None,
        call_relay_context_status_callback_url: str | None = None,
        call_relay_topic: str | None = None,
        call_relay_topic_status_callback_url: str | None = None,
        call_relay_application: str | None = None,
        call_request_url: str | None = None,
        call_request_method: models.HttpMethod | Literal["POST", "GET"] | None = None,
        call_fallback_url: str | None = None,
        call_fallback_method: models.HttpMethod | Literal["POST", "GET"] | None = None,
        call_status_callback_url: str | None = None,
        call_status_callback_method: models.HttpMethod | Literal["POST", "GET"] | None = None,
        call_laml_application_id: str | None = None,
        call_dialogflow_agent_id: str | None = None,
        call_relay_connector_id: str | None = None,
        call_sip_endpoint_id: str | None = None,
        call_verto_resource: str | None = None,
        call_video_room_id: UUID | str | None = None,
        message_handler: models.MessageHandler
        | Literal["relay_context", "relay_topic", "relay_application", "laml_webhooks", "laml_application"]
        | None = None,
        message_relay_context: str | None = None,
        message_relay_topic: str | None = None,
        message_relay_application: str | None = None,
        message_request_url: str | None = None,
        message_request_method: models.HttpMethod | Literal["POST", "GET"] | None = None,
        message_fallback_url: str | None = None,
        message_fallback_method: models.HttpMethod | Literal["POST", "GET"] | None = None,
        message_laml_application_id: str | None = None,
        **options: Unpack[CallOptions],
    ) -> models.PhoneNumber:
        """Update a phone number.

        Sets the fields that are sent; every field that is not sent stays unchanged, although the method
        is PUT. Clearing a field is not documented: callers send the empty string. The token needs the
        scope Numbers.

        Args:
            id: Id (UUID) of a phone number of the project. A record is accepted as well.
            call: The handler that call_handler chooses, with its parameters, as an object of
                `call_handlers`; `NoHandler.NONE` removes it.
            message: The handler that message_handler chooses, with its parameters, as an object of
                `message_handlers`; `NoHandler.NONE` removes it.
            whole: Also clear the parameters that a handler object does not name; otherwise they keep
                their values.
            name: Friendly name that tells the numbers of a project apart.
            call_handler: What answers inbound calls. The chosen handler reads its own parameters
                below and ignores the others. An update may set only the values that are not marked
                answers-only.
            call_receive_mode: Whether an inbound call is taken as voice or as fax; voice if it was
                never set. It applies to every call handler.
            call_relay_script_url: URL fetched for each inbound call by the relay_script handler,
                which requires it. It must answer with a SWML document.
            call_relay_context: Deprecated: use call_relay_topic or call_relay_application. Name of
                the Relay context that receives inbound calls; required by the deprecated relay_context
                handler. It is an alias of call_relay_application, which takes precedence if both are
                sent.
            call_relay_context_status_callback_url: Deprecated: use
                call_relay_topic_status_callback_url. URL that receives status changes of calls under the
                deprecated relay_context handler.
            call_relay_topic: Name of the Relay topic that receives inbound calls; required by the
                relay_topic handler. It is an alias of call_relay_application, which takes precedence if
                both are sent.
            call_relay_topic_status_callback_url: URL that receives status changes of calls under the
                relay_topic handler.
            call_relay_application: Name of the Relay application that receives inbound calls;
                required by the relay_application handler. It takes precedence over its aliases
                call_relay_topic and call_relay_context if several are sent.
            call_request_url: URL fetched for each inbound call by the laml_webhooks handler, which
                requires it; it answers with a cXML (LaML) document.
            call_request_method: HTTP method used with call_request_url; POST if it was never set.
            call_fallback_url: URL fetched by the laml_webhooks handler when call_request_url fails.
            call_fallback_method: HTTP method used with call_fallback_url; POST if it was never set.
            call_status_callback_url: URL that receives status changes of calls under the
                laml_webhooks handler.
            call_status_callback_method: HTTP method used with call_status_callback_url; POST if it
                was never set.
            call_laml_application_id: Id of the cXML (LaML) application that answers inbound calls;
                required by the laml_application handler.
            call_dialogflow_agent_id: Id of the Dialogflow agent that answers inbound calls; required
                by the dialogflow handler.
            call_relay_connector_id: Id of the Relay connector that takes inbound calls; required by
                the relay_connector handler.
            call_sip_endpoint_id: Id of the SIP endpoint that receives inbound calls; required by the
                relay_sip_endpoint handler.
            call_verto_resource: Name of the Verto endpoint that receives inbound calls; required by
                the relay_verto_endpoint handler.
            call_video_room_id: Id (UUID) of the video room that inbound calls join; required by the
                video_room handler.
            message_handler: What receives inbound messages. The chosen handler reads its own
                parameters below and ignores the others.
            message_relay_context: Deprecated: use message_relay_topic or message_relay_application.
                Name of the Relay context that receives inbound messages; required by the deprecated
                relay_context handler. It is an alias of message_relay_application, which takes precedence
                if both are sent.
            message_relay_topic: Name of the Relay topic that receives inbound messages; required by
                the relay_topic handler. It is an alias of message_relay_application, which takes
                precedence if both are sent.
            message_relay_application: Name of the Relay application that receives inbound messages;
                required by the relay_application handler. It takes precedence over its aliases
                message_relay_topic and message_relay_context if several are sent.
            message_request_url: URL called for each inbound message by the laml_webhooks handler,
                which requires it; it answers with a cXML (LaML) document.
            message_request_method: HTTP method used with message_request_url; POST if it was never
                set.
            message_fallback_url: URL called by the laml_webhooks handler when message_request_url
                fails.
            message_fallback_method: HTTP method used with message_fallback_url; POST if it was never
                set.
            message_laml_application_id: Id of the cXML (LaML) application that receives inbound
                messages; required by the laml_application handler.
            options: Options of this call, such as its timeout; see `CallOptions`.

        Returns:
            The number with its new settings.

        Raises:
            Exception: What sending the request raises. Documented error statuses: 401, 403, 404, 422, 429, 500.

        Documentation: pages "REST client: update", "REST client: update, as plain text", "Phone
        Numbers, REST API reference", "What is known of the service beyond its pages", "SignalWire REST
        API".
        """
        return await self._send(
            update_phone_number(
                record_id(id),
                fill_body_with_handlers(
                    models.PhoneNumberUpdate,
                    {"call_handler": call, "message_handler": message},
                    whole,
                    name=name,
                    call_handler=call_handler,
                    call_receive_mode=call_receive_mode,
                    call_relay_script_url=call_relay_script_url,
                    call_relay_context=call_relay_context,
                    call_relay_context_status_callback_url=call_relay_context_status_callback_url,
                    call_relay_topic=call_relay_topic,
                    call_relay_topic_status_callback_url=call_relay_topic_status_callback_url,
                    call_relay_application=call_relay_application,
                    call_request_url=call_request_url,
                    call_request_method=call_request_method,
                    call_fallback_url=call_fallback_url,
                    call_fallback_method=call_fallback_method,
                    call_status_callback_url=call_status_callback_url,
                    call_status_callback_method=call_status_callback_method,
                    call_laml_application_id=call_laml_application_id,
                    call_dialogflow_agent_id=call_dialogflow_agent_id,
                    call_relay_connector_id=call_relay_connector_id,
                    call_sip_endpoint_id=call_sip_endpoint_id,
                    call_verto_resource=call_verto_resource,
                    call_video_room_id=call_video_room_id,
                    message_handler=message_handler,
                    message_relay_context=message_relay_context,
                    message_relay_topic=message_relay_topic,
                    message_relay_application=message_relay_application,
                    message_request_url=message_request_url,
                    message_request_method=message_request_method,
                    message_fallback_url=message_fallback_url,
                    message_fallback_method=message_fallback_method,
                    message_laml_application_id=message_laml_application_id,
                ),
            ),
            **options,
        )

    async def release(self, id: UUID | str | models.PhoneNumber, **options: Unpack[CallOptions]) -> None:
        """Release a phone number.

        Gives up the number for good; this cannot be undone. Logs of its calls and messages are kept;
        new calls and messages no longer reach the project. A number can be released no sooner than 14
        days after its purchase, 30 days on a trial account. The token needs the scope Numbers.

        Args:
            id: Id (UUID) of a phone number of the project. A record is accepted as well.
            options: Options of this call, such as its timeout; see `CallOptions`.

        Raises:
            Exception: What sending the request raises. Documented error statuses: 401, 403, 404, 422, 429, 500.

        Documentation: pages "Phone Numbers, REST API reference", "What is known of the service beyond
        its pages", "SignalWire REST API".
        """
        return await self._send(release_phone_number(record_id(id)), **options)

    async def assign_e911_address(
        self, id: UUID | str, *, e911_address_id: UUID | str, **options: Unpack[CallOptions]
    ) -> models.PhoneNumber:
        """Assign an E911 address.

        Gives the number an emergency (E911) address of the project and has its carrier register it.
        Until the carrier confirms that, e911_status is pending. The carrier checks the address again
        and receives its label as the caller's name; emergency calls carry 32 characters of it. The
        token needs the scope Numbers.

        Args:
            id: Id (UUID) of a phone number of the project.
            e911_address_id: Id (UUID) of an address of the project that is set up for emergency
                (E911) calls.
            options: Options of this call, such as its timeout; see `CallOptions`.

        Returns:
            The number, its address not confirmed yet.

        Raises:
            Exception: What sending the request raises. Documented error statuses: 401, 403, 404, 422, 429, 500.

        Documentation: pages "What is known of the service beyond its pages", "SignalWire REST API".
        """
        return await self._send(
            assign_e911_address(
                id, fill_body(models.AssignE911AddressRequest, e911_address_id=e911_address_id)
            ),
            **options,
        )

    async def remove_e911_address(self, id: UUID | str, **options: Unpack[CallOptions]) -> models.PhoneNumber:
        """Remove the E911 address.

        Asks the carrier to remove the number's emergency (E911) address; e911_status must be active.
        Until the carrier confirms the removal, the number keeps the address, with e911_status
        pending_removal. The token needs the scope Numbers.

        Args:
            id: Id (UUID) of a phone number of the project.
            options: Options of this call, such as its timeout; see `CallOptions`.

        Returns:
            The number, its address not removed yet.

        Raises:
            Exception: What sending the request raises. Documented error statuses: 401, 403, 404, 422, 429, 500.

        Documentation: pages "What is known of the service beyond its pages", "SignalWire REST API".
        """
        return await self._send(remove_e911_address(id), **options)


class RawPhoneNumbers:
    """The operations of this module, sent at once, returning raw responses.

    Args:
        send: Sends an operation.
    """

    def __init__(self, send: RawSend) -> None:
        self._send = send

    def list(
        self,
        *,
        filter_name: str | None = None,
        filter_number: str | None = None,
        page_number: int | None = None,
        page_size: int | None = None,
        page_token: str | None = None,
        **options: Unpack[CallOptions],
    ) -> RawResponse[models.PhoneNumberPage]:
        """List phone numbers.

        See `PhoneNumbers.list`.

        Returns:
            The raw response. Its ``value``: A page of the project's numbers, newest first.
        """
        return self._send(
            list_phone_numbers(
                filter_name=filter_name,
                filter_number=filter_number,
                page_number=page_number,
                page_size=page_size,
                page_token=page_token,
            ),
            **options,
        )

    def purchase(self, *, number: str, **options: Unpack[CallOptions]) -> RawResponse[models.PhoneNumber]:
        """Purchase a phone number.

        See `PhoneNumbers.purchase`.

        Returns:
            The raw response. Its ``value``: The number, now the project's own.
        """
        return self._send(
            purchase_phone_number(fill_body(models.PhoneNumberPurchase, number=number)), **options
        )

    def search(
        self,
        *,
        areacode: str | None = None,
        number_type: models.AvailableNumberType | Literal["local", "toll-free"] | None = None,
        starts_with: str | None = None,
        contains: str | None = None,
        ends_with: str | None = None,
        max_results: int | None = None,
        region: str | None = None,
        city: str | None = None,
        **options: Unpack[CallOptions],
    ) -> RawResponse[models.AvailablePhoneNumberPage]:
        """Search for numbers to buy.

        See `PhoneNumbers.search`.

        Returns:
            The raw response. Its ``value``: The numbers found.
        """
        return self._send(
            search_available_phone_numbers(
                areacode=areacode,
                number_type=number_type,
                starts_with=starts_with,
                contains=contains,
                ends_with=ends_with,
                max_results=max_results,
                region=region,
                city=city,
            ),
            **options,
        )

    def get(
        self, id: UUID | str | models.PhoneNumber, **options: Unpack[CallOptions]
    ) -> RawResponse[models.PhoneNumber]:
        """Retrieve a phone number.

        See `PhoneNumbers.get`.

        Returns:
            The raw response. Its ``value``: The number.
        """
        return self._send(retrieve_phone_number(record_id(id)), **options)

    def update(
        self,
        id: UUID | str | models.PhoneNumber,
        *,
        call: handlers.CallHandler | NoHandler | Clear | None = None,
        message: handlers.MessageHandler | NoHandler | Clear | None = None,
        whole: bool = False,
        name: str | None = None,
        call_handler: models.CallHandler
        | Literal[
            "relay_script",
            "relay_context",
            "relay_topic",
            "relay_application",
            "laml_webhooks",
            "laml_application",
            "dialogflow",
            "relay_connector",
            "relay_sip_endpoint",
            "relay_verto_endpoint",
            "video_room",
        ]
        | None = None,
        call_receive_mode: models.CallReceiveMode | Literal["voice", "fax"] | None = None,
        call_relay_script_url: str | None = None,
        call_relay_context: str | None = None,
        call_relay_context_status_callback_url: str | None = None,
        call_relay_topic: str | None = None,
        call_relay_topic_status_callback_url: str | None = None,
        call_relay_application: str | None = None,
        call_request_url: str | None = None,
        call_request_method: models.HttpMethod | Literal["POST", "GET"] | None = None,
        call_fallback_url: str | None = None,
        call_fallback_method: models.HttpMethod | Literal["POST", "GET"] | None = None,
        call_status_callback_url: str | None = None,
        call_status_callback_method: models.HttpMethod | Literal["POST", "GET"] | None = None,
        call_laml_application_id: str | None = None,
        call_dialogflow_agent_id: str | None = None,
        call_relay_connector_id: str | None = None,
        call_sip_endpoint_id: str | None = None,
        call_verto_resource: str | None = None,
        call_video_room_id: UUID | str | None = None,
        message_handler: models.MessageHandler
        | Literal["relay_context", "relay_topic", "relay_application", "laml_webhooks", "laml_application"]
        | None = None,
        message_relay_context: str | None = None,
        message_relay_topic: str | None = None,
        message_relay_application: str | None = None,
        message_request_url: str | None = None,
        message_request_method: models.HttpMethod | Literal["POST", "GET"] | None = None,
        message_fallback_url: str | None = None,
        message_fallback_method: models.HttpMethod | Literal["POST", "GET"] | None = None,
        message_laml_application_id: str | None = None,
        **options: Unpack[CallOptions],
    ) -> RawResponse[models.PhoneNumber]:
        """Update a phone number.

        See `PhoneNumbers.update`.

        Returns:
            The raw response. Its ``value``: The number with its new settings.
        """
        return self._send(
            update_phone_number(
                record_id(id),
                fill_body_with_handlers(
                    models.PhoneNumberUpdate,
                    {"call_handler": call, "message_handler": message},
                    whole,
                    name=name,
                    call_handler=call_handler,
                    call_receive_mode=call_receive_mode,
                    call_relay_script_url=call_relay_script_url,
                    call_relay_context=call_relay_context,
                    call_relay_context_status_callback_url=call_relay_context_status_callback_url,
                    call_relay_topic=call_relay_topic,
                    call_relay_topic_status_callback_url=call_relay_topic_status_callback_url,
                    call_relay_application=call_relay_application,
                    call_request_url=call_request_url,
                    call_request_method=call_request_method,
                    call_fallback_url=call_fallback_url,
                    call_fallback_method=call_fallback_method,
                    call_status_callback_url=call_status_callback_url,
                    call_status_callback_method=call_status_callback_method,
                    call_laml_application_id=call_laml_application_id,
                    call_dialogflow_agent_id=call_dialogflow_agent_id,
                    call_relay_connector_id=call_relay_connector_id,
                    call_sip_endpoint_id=call_sip_endpoint_id,
                    call_verto_resource=call_verto_resource,
                    call_video_room_id=call_video_room_id,
                    message_handler=message_handler,
                    message_relay_context=message_relay_context,
                    message_relay_topic=message_relay_topic,
                    message_relay_application=message_relay_application,
                    message_request_url=message_request_url,
                    message_request_method=message_request_method,
                    message_fallback_url=message_fallback_url,
                    message_fallback_method=message_fallback_method,
                    message_laml_application_id=message_laml_application_id,
                ),
            ),
            **options,
        )

    def release(
        self, id: UUID | str | models.PhoneNumber, **options: Unpack[CallOptions]
    ) -> RawResponse[None]:
        """Release a phone number.

        See `PhoneNumbers.release`.

        Returns:
            The raw response.
        """
        return self._send(release_phone_number(record_id(id)), **options)

    def assign_e911_address(
        self, id: UUID | str, *, e911_address_id: UUID | str, **options: Unpack[CallOptions]
    ) -> RawResponse[models.PhoneNumber]:
        """Assign an E911 address.

        See `PhoneNumbers.assign_e911_address`.

        Returns:
            The raw response. Its ``value``: The number, its address not confirmed yet.
        """
        return self._send(
            assign_e911_address(
                id, fill_body(models.AssignE911AddressRequest, e911_address_id=e911_address_id)
            ),
            **options,
        )

    def remove_e911_address(
        self, id: UUID | str, **options: Unpack[CallOptions]
    ) -> RawResponse[models.PhoneNumber]:
        """Remove the E911 address.

        See `PhoneNumbers.remove_e911_address`.

        Returns:
            The raw response. Its ``value``: The number, its address not removed yet.
        """
        return self._send(remove_e911_address(id), **options)


class AsyncRawPhoneNumbers:
    """The operations of this module, sent and awaited, returning raw responses.

    Args:
        send: Sends an operation.
    """

    def __init__(self, send: AsyncRawSend) -> None:
        self._send = send

    async def list(
        self,
        *,
        filter_name: str | None = None,
        filter_number: str | None = None,
        page_number: int | None = None,
        page_size: int | None = None,
        page_token: str | None = None,
        **options: Unpack[CallOptions],
    ) -> RawResponse[models.PhoneNumberPage]:
        """List phone numbers.

        See `PhoneNumbers.list`.

        Returns:
            The raw response. Its ``value``: A page of the project's numbers, newest first.
        """
        return await self._send(
            list_phone_numbers(
                filter_name=filter_name,
                filter_number=filter_number,
                page_number=page_number,
                page_size=page_size,
                page_token=page_token,
            ),
            **options,
        )

    async def purchase(
        self, *, number: str, **options: Unpack[CallOptions]
    ) -> RawResponse[models.PhoneNumber]:
        """Purchase a phone number.

        See `PhoneNumbers.purchase`.

        Returns:
            The raw response. Its ``value``: The number, now the project's own.
        """
        return await self._send(
            purchase_phone_number(fill_body(models.PhoneNumberPurchase, number=number)), **options
        )

    async def search(
        self,
        *,
        areacode: str | None = None,
        number_type: models.AvailableNumberType | Literal["local", "toll-free"] | None = None,
        starts_with: str | None = None,
        contains: str | None = None,
        ends_with: str | None = None,
        max_results: int | None = None,
        region: str | None = None,
        city: str | None = None,
        **options: Unpack[CallOptions],
    ) -> RawResponse[models.AvailablePhoneNumberPage]:
        """Search for numbers to buy.

        See `PhoneNumbers.search`.

        Returns:
            The raw response. Its ``value``: The numbers found.
        """
        return await self._send(
            search_available_phone_numbers(
                areacode=areacode,
                number_type=number_type,
                starts_with=starts_with,
                contains=contains,
                ends_with=ends_with,
                max_results=max_results,
                region=region,
                city=city,
            ),
            **options,
        )

    async def get(
        self, id: UUID | str | models.PhoneNumber, **options: Unpack[CallOptions]
    ) -> RawResponse[models.PhoneNumber]:
        """Retrieve a phone number.

        See `PhoneNumbers.get`.

        Returns:
            The raw response. Its ``value``: The number.
        """
        return await self._send(retrieve_phone_number(record_id(id)), **options)

    async def update(
        self,
        id: UUID | str | models.PhoneNumber,
        *,
        call: handlers.CallHandler | NoHandler | Clear | None = None,
        message: handlers.MessageHandler | NoHandler | Clear | None = None,
        whole: bool = False,
        name: str | None = None,
        call_handler: models.CallHandler
        | Literal[
            "relay_script",
            "relay_context",
            "relay_topic",
            "relay_application",
            "laml_webhooks",
            "laml_application",
            "dialogflow",
            "relay_connector",
            "relay_sip_endpoint",
            "relay_verto_endpoint",
            "video_room",
        ]
        | None = None,
        call_receive_mode: models.CallReceiveMode | Literal["voice", "fax"] | None = None,
        call_relay_script_url: str | None = None,
        call_relay_context: str | None = None,
        call_relay_context_status_callback_url: str | None = None,
        call_relay_topic: str | None = None,
        call_relay_topic_status_callback_url: str | None = None,
        call_relay_application: str | None = None,
        call_request_url: str | None = None,
        call_request_method: models.HttpMethod | Literal["POST", "GET"] | None = None,
        call_fallback_url: str | None = None,
        call_fallback_method: models.HttpMethod | Literal["POST", "GET"] | None = None,
        call_status_callback_url: str | None = None,
        call_status_callback_method: models.HttpMethod | Literal["POST", "GET"] | None = None,
        call_laml_application_id: str | None = None,
        call_dialogflow_agent_id: str | None = None,
        call_relay_connector_id: str | None = None,
        call_sip_endpoint_id: str | None = None,
        call_verto_resource: str | None = None,
        call_video_room_id: UUID | str | None = None,
        message_handler: models.MessageHandler
        | Literal["relay_context", "relay_topic", "relay_application", "laml_webhooks", "laml_application"]
        | None = None,
        message_relay_context: str | None = None,
        message_relay_topic: str | None = None,
        message_relay_application: str | None = None,
        message_request_url: str | None = None,
        message_request_method: models.HttpMethod | Literal["POST", "GET"] | None = None,
        message_fallback_url: str | None = None,
        message_fallback_method: models.HttpMethod | Literal["POST", "GET"] | None = None,
        message_laml_application_id: str | None = None,
        **options: Unpack[CallOptions],
    ) -> RawResponse[models.PhoneNumber]:
        """Update a phone number.

        See `PhoneNumbers.update`.

        Returns:
            The raw response. Its ``value``: The number with its new settings.
        """
        return await self._send(
            update_phone_number(
                record_id(id),
                fill_body_with_handlers(
                    models.PhoneNumberUpdate,
                    {"call_handler": call, "message_handler": message},
                    whole,
                    name=name,
                    call_handler=call_handler,
                    call_receive_mode=call_receive_mode,
                    call_relay_script_url=call_relay_script_url,
                    call_relay_context=call_relay_context,
                    call_relay_context_status_callback_url=call_relay_context_status_callback_url,
                    call_relay_topic=call_relay_topic,
                    call_relay_topic_status_callback_url=call_relay_topic_status_callback_url,
                    call_relay_application=call_relay_application,
                    call_request_url=call_request_url,
                    call_request_method=call_request_method,
                    call_fallback_url=call_fallback_url,
                    call_fallback_method=call_fallback_method,
                    call_status_callback_url=call_status_callback_url,
                    call_status_callback_method=call_status_callback_method,
                    call_laml_application_id=call_laml_application_id,
                    call_dialogflow_agent_id=call_dialogflow_agent_id,
                    call_relay_connector_id=call_relay_connector_id,
                    call_sip_endpoint_id=call_sip_endpoint_id,
                    call_verto_resource=call_verto_resource,
                    call_video_room_id=call_video_room_id,
                    message_handler=message_handler,
                    message_relay_context=message_relay_context,
                    message_relay_topic=message_relay_topic,
                    message_relay_application=message_relay_application,
                    message_request_url=message_request_url,
                    message_request_method=message_request_method,
                    message_fallback_url=message_fallback_url,
                    message_fallback_method=message_fallback_method,
                    message_laml_application_id=message_laml_application_id,
                ),
            ),
            **options,
        )

    async def release(
        self, id: UUID | str | models.PhoneNumber, **options: Unpack[CallOptions]
    ) -> RawResponse[None]:
        """Release a phone number.

        See `PhoneNumbers.release`.

        Returns:
            The raw response.
        """
        return await self._send(release_phone_number(record_id(id)), **options)

    async def assign_e911_address(
        self, id: UUID | str, *, e911_address_id: UUID | str, **options: Unpack[CallOptions]
    ) -> RawResponse[models.PhoneNumber]:
        """Assign an E911 address.

        See `PhoneNumbers.assign_e911_address`.

        Returns:
            The raw response. Its ``value``: The number, its address not confirmed yet.
        """
        return await self._send(
            assign_e911_address(
                id, fill_body(models.AssignE911AddressRequest, e911_address_id=e911_address_id)
            ),
            **options,
        )

    async def remove_e911_address(
        self, id: UUID | str, **options: Unpack[CallOptions]
    ) -> RawResponse[models.PhoneNumber]:
        """Remove the E911 address.

        See `PhoneNumbers.remove_e911_address`.

        Returns:
            The raw response. Its ``value``: The number, its address not removed yet.
        """
        return await self._send(remove_e911_address(id), **options)
