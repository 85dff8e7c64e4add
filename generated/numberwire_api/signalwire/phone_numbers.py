# Generated from spec/signalwire.yaml by `python -m generator generate`; edit that, not this.
"""phone_numbers.

The phone numbers of a project: from search and purchase over call and message handlers to
release.
"""

from __future__ import annotations

from typing import Literal, Required, TypedDict
from uuid import UUID

from .._operation import AsyncSend, Operation, Send
from . import models

__all__ = [
    "AsyncPhoneNumbers",
    "ListPhoneNumbersQuery",
    "PhoneNumberPurchaseFields",
    "PhoneNumberUpdateFields",
    "PhoneNumbers",
    "SearchAvailablePhoneNumbersQuery",
    "list_phone_numbers",
    "purchase_phone_number",
    "release_phone_number",
    "retrieve_phone_number",
    "search_available_phone_numbers",
    "update_phone_number",
]


class PhoneNumberPurchaseFields(TypedDict, total=False):
    """The fields of PhoneNumberPurchase as keywords; None is not sent."""

    number: Required[str]
    """The number in E.164 format, as a search returned it."""


class PhoneNumberUpdateFields(TypedDict, total=False):
    """The fields of PhoneNumberUpdate as keywords; None is not sent."""

    name: str | None
    """Friendly name that tells the numbers of a project apart."""
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
    """What answers inbound calls. The chosen handler reads its own parameters below and ignores the
    others. An update may set only the values that are not marked answers-only.
    """
    call_receive_mode: models.CallReceiveMode | Literal["voice", "fax"] | None
    """Whether an inbound call is taken as voice or as fax; it goes with every call handler. The server
    takes voice for a number on which no mode was ever set.
    """
    call_relay_script_url: str | None
    """URL fetched for each inbound call by the relay_script handler, which requires it. It must answer
    with a SWML document.
    """
    call_relay_context: str | None
    """Deprecated: use call_relay_topic or call_relay_application. Name of the Relay context that
    receives inbound calls; required by the deprecated relay_context handler. It is an alias of
    call_relay_application, which wins where both are sent.
    """
    call_relay_context_status_callback_url: str | None
    """Deprecated: use call_relay_topic_status_callback_url. URL that receives status changes of calls
    under the deprecated relay_context handler.
    """
    call_relay_topic: str | None
    """Name of the Relay topic that receives inbound calls; required by the relay_topic handler. It is
    an alias of call_relay_application, which wins where both are sent.
    """
    call_relay_topic_status_callback_url: str | None
    """URL that receives status changes of calls under the relay_topic handler."""
    call_relay_application: str | None
    """Name of the Relay application that receives inbound calls; required by the relay_application
    handler. It wins over its aliases call_relay_topic and call_relay_context where several are
    sent.
    """
    call_request_url: str | None
    """URL fetched for each inbound call by the laml_webhooks handler, which requires it; it answers
    with a cXML (LaML) document.
    """
    call_request_method: models.HttpMethod | Literal["POST", "GET"] | None
    """HTTP method used with call_request_url. The server takes POST for a number on which no method
    was ever set.
    """
    call_fallback_url: str | None
    """URL fetched by the laml_webhooks handler when call_request_url fails."""
    call_fallback_method: models.HttpMethod | Literal["POST", "GET"] | None
    """HTTP method used with call_fallback_url. The server takes POST for a number on which no method
    was ever set.
    """
    call_status_callback_url: str | None
    """URL that receives status changes of calls under the laml_webhooks handler."""
    call_status_callback_method: models.HttpMethod | Literal["POST", "GET"] | None
    """HTTP method used with call_status_callback_url. The server takes POST for a number on which no
    method was ever set.
    """
    call_laml_application_id: str | None
    """Id of the cXML (LaML) application that answers inbound calls; required by the laml_application
    handler.
    """
    call_dialogflow_agent_id: str | None
    """Id of the Dialogflow agent that answers inbound calls; required by the dialogflow handler."""
    call_relay_connector_id: str | None
    """Id of the Relay connector that takes inbound calls; required by the relay_connector handler."""
    call_sip_endpoint_id: str | None
    """Id of the SIP endpoint that receives inbound calls; required by the relay_sip_endpoint handler."""
    call_verto_resource: str | None
    """Name of the Verto endpoint that receives inbound calls; required by the relay_verto_endpoint
    handler.
    """
    call_video_room_id: UUID | str | None
    """Id (UUID) of the video room that inbound calls join; required by the video_room handler."""
    message_handler: (
        models.MessageHandler
        | Literal["relay_context", "relay_topic", "relay_application", "laml_webhooks", "laml_application"]
        | None
    )
    """What receives inbound messages. The chosen handler reads its own parameters below and ignores
    the others.
    """
    message_relay_context: str | None
    """Deprecated: use message_relay_topic or message_relay_application. Name of the Relay context that
    receives inbound messages; required by the deprecated relay_context handler. It is an alias of
    message_relay_application, which wins where both are sent.
    """
    message_relay_topic: str | None
    """Name of the Relay topic that receives inbound messages; required by the relay_topic handler. It
    is an alias of message_relay_application, which wins where both are sent.
    """
    message_relay_application: str | None
    """Name of the Relay application that receives inbound messages; required by the relay_application
    handler. It wins over its aliases message_relay_topic and message_relay_context where several
    are sent.
    """
    message_request_url: str | None
    """URL called for each inbound message by the laml_webhooks handler, which requires it; it answers
    with a cXML (LaML) document.
    """
    message_request_method: models.HttpMethod | Literal["POST", "GET"] | None
    """HTTP method used with message_request_url. The server takes POST for a number on which no method
    was ever set.
    """
    message_fallback_url: str | None
    """URL called by the laml_webhooks handler when message_request_url fails."""
    message_fallback_method: models.HttpMethod | Literal["POST", "GET"] | None
    """HTTP method used with message_fallback_url. The server takes POST for a number on which no
    method was ever set.
    """
    message_laml_application_id: str | None
    """Id of the cXML (LaML) application that receives inbound messages; required by the
    laml_application handler.
    """


class ListPhoneNumbersQuery(TypedDict, total=False):
    """The keywords of list_phone_numbers; None is not sent."""

    filter_name: str | None
    """Only numbers whose name contains this text."""
    filter_number: str | None
    """Only numbers that contain these digits. It is compared with the E.164 format and matches
    anywhere in it, so that a result need not be equal.
    """
    page_number: int | None
    """Which page, counted from 0. Every page past page 0 needs its page_token as well."""
    page_size: int | None
    """How many numbers a page holds at most, from 1 to 1000. The server takes 50 where none is sent."""
    page_token: str | None
    """Token of the page, found in the links of its neighbour. It is required past page 0 and never
    built by hand.
    """


class SearchAvailablePhoneNumbersQuery(TypedDict, total=False):
    """The keywords of search_available_phone_numbers; None is not sent."""

    areacode: str | None
    """Area code to search within, in digits."""
    number_type: models.AvailableNumberType | Literal["local", "toll-free"] | None
    """Kind of number. The server takes local where none is sent. Toll-free searches support neither
    region nor city.
    """
    starts_with: str | None
    """Digits that the number starts with, 3 to 7 of them. It excludes contains and ends_with."""
    contains: str | None
    """Digits that appear anywhere in the number, 3 to 7 of them. It excludes starts_with and
    ends_with.
    """
    ends_with: str | None
    """Digits that the number ends with, 3 to 7 of them. It excludes starts_with and contains."""
    max_results: int | None
    """How many numbers to return at most, from 1 to 100. The server takes 50 where none is sent."""
    region: str | None
    """Region or state as the two letters that follow the country in its ISO 3166-2 code, such as TX
    for Texas. It may go with areacode. Not supported for toll-free searches.
    """
    city: str | None
    """City to search within. It needs region. Not supported for toll-free searches."""


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
        page_number: Which page, counted from 0. Every page past page 0 needs its page_token as
            well.
        page_size: How many numbers a page holds at most, from 1 to 1000. The server takes 50
            where none is sent.
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
    that the server does not know is ignored in silence. The token needs the scope Numbers.

    Args:
        areacode: Area code to search within, in digits.
        number_type: Kind of number. The server takes local where none is sent. Toll-free searches
            support neither region nor city.
        starts_with: Digits that the number starts with, 3 to 7 of them. It excludes contains and
            ends_with.
        contains: Digits that appear anywhere in the number, 3 to 7 of them. It excludes
            starts_with and ends_with.
        ends_with: Digits that the number ends with, 3 to 7 of them. It excludes starts_with and
            contains.
        max_results: How many numbers to return at most, from 1 to 100. The server takes 50 where
            none is sent.
        region: Region or state as the two letters that follow the country in its ISO 3166-2 code,
            such as TX for Texas. It may go with areacode. Not supported for toll-free searches.
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

    Gives the number up for good; this cannot be undone. Logs of its calls and messages stay, new
    ones no longer reach the project. A number can be released no sooner than 14 days after its
    purchase, 30 days on a trial account. The token needs the scope Numbers.

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


class PhoneNumbers:
    """The operations of this module, sent at once.

    Args:
        send: Sends an operation.
    """

    def __init__(self, send: Send) -> None:
        self._send = send

    def list_phone_numbers(
        self,
        *,
        filter_name: str | None = None,
        filter_number: str | None = None,
        page_number: int | None = None,
        page_size: int | None = None,
        page_token: str | None = None,
    ) -> models.PhoneNumberPage:
        """List phone numbers.

        The project's numbers page by page, the most recently added first. Follow the next link until
        there is none: a page may be empty and still have one. The token needs the scope Numbers.

        Args:
            filter_name: Only numbers whose name contains this text.
            filter_number: Only numbers that contain these digits. It is compared with the E.164
                format and matches anywhere in it, so that a result need not be equal.
            page_number: Which page, counted from 0. Every page past page 0 needs its page_token as
                well.
            page_size: How many numbers a page holds at most, from 1 to 1000. The server takes 50
                where none is sent.
            page_token: Token of the page, found in the links of its neighbour. It is required past
                page 0 and never built by hand.

        Returns:
            A page of the project's numbers, newest first.
        """
        return self._send(
            list_phone_numbers(
                filter_name=filter_name,
                filter_number=filter_number,
                page_number=page_number,
                page_size=page_size,
                page_token=page_token,
            )
        )

    def purchase_phone_number(self, body: models.PhoneNumberPurchase) -> models.PhoneNumber:
        """Purchase a phone number.

        Buys a number that a search found and adds it to the project. A purchase whose outcome is
        unknown has to be looked up, never sent again. A project holds 1000 numbers unless its limit was
        raised. The token needs the scope Numbers.

        Args:
            body: The number to buy.

        Returns:
            The number, now the project's own.
        """
        return self._send(purchase_phone_number(body))

    def search_available_phone_numbers(
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
    ) -> models.AvailablePhoneNumberPage:
        """Search for numbers to buy.

        Numbers for sale that meet every condition sent. Of starts_with, contains and ends_with only one
        can be sent; city needs region; toll-free searches support neither of these two. A parameter
        that the server does not know is ignored in silence. The token needs the scope Numbers.

        Args:
            areacode: Area code to search within, in digits.
            number_type: Kind of number. The server takes local where none is sent. Toll-free searches
                support neither region nor city.
            starts_with: Digits that the number starts with, 3 to 7 of them. It excludes contains and
                ends_with.
            contains: Digits that appear anywhere in the number, 3 to 7 of them. It excludes
                starts_with and ends_with.
            ends_with: Digits that the number ends with, 3 to 7 of them. It excludes starts_with and
                contains.
            max_results: How many numbers to return at most, from 1 to 100. The server takes 50 where
                none is sent.
            region: Region or state as the two letters that follow the country in its ISO 3166-2 code,
                such as TX for Texas. It may go with areacode. Not supported for toll-free searches.
            city: City to search within. It needs region. Not supported for toll-free searches.

        Returns:
            The numbers found.
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
            )
        )

    def retrieve_phone_number(self, id: UUID | str) -> models.PhoneNumber:
        """Retrieve a phone number.

        One number of the project with all its settings. The token needs the scope Numbers.

        Args:
            id: Id (UUID) of a phone number of the project.

        Returns:
            The number.
        """
        return self._send(retrieve_phone_number(id))

    def update_phone_number(self, id: UUID | str, body: models.PhoneNumberUpdate) -> models.PhoneNumber:
        """Update a phone number.

        Sets the fields that are sent; every field that is not sent stays unchanged, although the method
        is PUT. Clearing a field is not documented: callers send the empty string. The token needs the
        scope Numbers.

        Args:
            id: Id (UUID) of a phone number of the project.
            body: The settings to change.

        Returns:
            The number with its new settings.
        """
        return self._send(update_phone_number(id, body))

    def release_phone_number(self, id: UUID | str) -> None:
        """Release a phone number.

        Gives the number up for good; this cannot be undone. Logs of its calls and messages stay, new
        ones no longer reach the project. A number can be released no sooner than 14 days after its
        purchase, 30 days on a trial account. The token needs the scope Numbers.

        Args:
            id: Id (UUID) of a phone number of the project.
        """
        return self._send(release_phone_number(id))


class AsyncPhoneNumbers:
    """The operations of this module, sent and awaited.

    Args:
        send: Sends an operation.
    """

    def __init__(self, send: AsyncSend) -> None:
        self._send = send

    async def list_phone_numbers(
        self,
        *,
        filter_name: str | None = None,
        filter_number: str | None = None,
        page_number: int | None = None,
        page_size: int | None = None,
        page_token: str | None = None,
    ) -> models.PhoneNumberPage:
        """List phone numbers.

        The project's numbers page by page, the most recently added first. Follow the next link until
        there is none: a page may be empty and still have one. The token needs the scope Numbers.

        Args:
            filter_name: Only numbers whose name contains this text.
            filter_number: Only numbers that contain these digits. It is compared with the E.164
                format and matches anywhere in it, so that a result need not be equal.
            page_number: Which page, counted from 0. Every page past page 0 needs its page_token as
                well.
            page_size: How many numbers a page holds at most, from 1 to 1000. The server takes 50
                where none is sent.
            page_token: Token of the page, found in the links of its neighbour. It is required past
                page 0 and never built by hand.

        Returns:
            A page of the project's numbers, newest first.
        """
        return await self._send(
            list_phone_numbers(
                filter_name=filter_name,
                filter_number=filter_number,
                page_number=page_number,
                page_size=page_size,
                page_token=page_token,
            )
        )

    async def purchase_phone_number(self, body: models.PhoneNumberPurchase) -> models.PhoneNumber:
        """Purchase a phone number.

        Buys a number that a search found and adds it to the project. A purchase whose outcome is
        unknown has to be looked up, never sent again. A project holds 1000 numbers unless its limit was
        raised. The token needs the scope Numbers.

        Args:
            body: The number to buy.

        Returns:
            The number, now the project's own.
        """
        return await self._send(purchase_phone_number(body))

    async def search_available_phone_numbers(
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
    ) -> models.AvailablePhoneNumberPage:
        """Search for numbers to buy.

        Numbers for sale that meet every condition sent. Of starts_with, contains and ends_with only one
        can be sent; city needs region; toll-free searches support neither of these two. A parameter
        that the server does not know is ignored in silence. The token needs the scope Numbers.

        Args:
            areacode: Area code to search within, in digits.
            number_type: Kind of number. The server takes local where none is sent. Toll-free searches
                support neither region nor city.
            starts_with: Digits that the number starts with, 3 to 7 of them. It excludes contains and
                ends_with.
            contains: Digits that appear anywhere in the number, 3 to 7 of them. It excludes
                starts_with and ends_with.
            ends_with: Digits that the number ends with, 3 to 7 of them. It excludes starts_with and
                contains.
            max_results: How many numbers to return at most, from 1 to 100. The server takes 50 where
                none is sent.
            region: Region or state as the two letters that follow the country in its ISO 3166-2 code,
                such as TX for Texas. It may go with areacode. Not supported for toll-free searches.
            city: City to search within. It needs region. Not supported for toll-free searches.

        Returns:
            The numbers found.
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
            )
        )

    async def retrieve_phone_number(self, id: UUID | str) -> models.PhoneNumber:
        """Retrieve a phone number.

        One number of the project with all its settings. The token needs the scope Numbers.

        Args:
            id: Id (UUID) of a phone number of the project.

        Returns:
            The number.
        """
        return await self._send(retrieve_phone_number(id))

    async def update_phone_number(self, id: UUID | str, body: models.PhoneNumberUpdate) -> models.PhoneNumber:
        """Update a phone number.

        Sets the fields that are sent; every field that is not sent stays unchanged, although the method
        is PUT. Clearing a field is not documented: callers send the empty string. The token needs the
        scope Numbers.

        Args:
            id: Id (UUID) of a phone number of the project.
            body: The settings to change.

        Returns:
            The number with its new settings.
        """
        return await self._send(update_phone_number(id, body))

    async def release_phone_number(self, id: UUID | str) -> None:
        """Release a phone number.

        Gives the number up for good; this cannot be undone. Logs of its calls and messages stay, new
        ones no longer reach the project. A number can be released no sooner than 14 days after its
        purchase, 30 days on a trial account. The token needs the scope Numbers.

        Args:
            id: Id (UUID) of a phone number of the project.
        """
        return await self._send(release_phone_number(id))
