# Generated from spec/routing.yaml by `python -m generator generate`; edit that, not this.
"""phone_numbers.

The routing of phone numbers.
"""

from __future__ import annotations

from typing import Unpack
from uuid import UUID

from .._methods import AsyncRawSend, RawResponse, RawSend, fill_body, require_value
from .._operation import AsyncSend, CallOptions, Operation, Send, record_id
from . import models

__all__ = [
    "AsyncPhoneNumbers",
    "AsyncRawPhoneNumbers",
    "PhoneNumbers",
    "RawPhoneNumbers",
    "RoutingUpdateFields",
    "update_phone_number_routing",
]


def update_phone_number_routing(
    id: UUID | str, body: models.RoutingUpdate
) -> Operation[models.RoutingAnswer]:
    """Change the routing of a phone number.

    Sets the fields that are sent; a field that is left out or null stays unchanged. The key needs
    the scope numbers:write and reaches only the numbers of the organization that owns it.

    Args:
        id: Id (UUID) of a phone number of the key's organization.
        body: The settings to change.

    Returns:
        The operation, to be sent. The number with its new routing.
    """
    return Operation(
        id="update_phone_number_routing",
        method="PATCH",
        path="/v1/phone-numbers/{id}",
        answer=models.RoutingAnswer,
        success=(200,),
        errors=(
            ("400", models.RoutingAnswer),
            ("401", models.RoutingAnswer),
            ("403", models.RoutingAnswer),
            ("404", models.RoutingAnswer),
            ("422", models.RoutingAnswer),
        ),
        path_parameters=(("id", id),),
        body=body,
        media_type="application/json",
    )


class RoutingUpdateFields(CallOptions, total=False):
    """The keywords of `PhoneNumbers.update`; see there what each of them means."""

    inbound_url: str | None
    status_url: str | None
    label: str | None
    campaign_id: UUID | str | None


class PhoneNumbers:
    """The operations of this module, sent at once.

    Args:
        send: Sends an operation.
    """

    def __init__(self, send: Send) -> None:
        self._send = send

    def update(
        self,
        id: UUID | str | models.RoutedPhoneNumber,
        *,
        inbound_url: str | None = None,
        status_url: str | None = None,
        label: str | None = None,
        campaign_id: UUID | str | None = None,
        **options: Unpack[CallOptions],
    ) -> models.RoutedPhoneNumber:
        """Change the routing of a phone number.

        Sets the fields that are sent; a field that is left out or null stays unchanged. The key needs
        the scope numbers:write and reaches only the numbers of the organization that owns it.

        Args:
            id: Id (UUID) of a phone number of the key's organization. A record is accepted as well.
            inbound_url: Absolute https URL that receives inbound traffic. Left out or null, it stays
                unchanged; the empty string clears it.
            status_url: Absolute https URL that receives status changes. Left out or null, it stays
                unchanged; the empty string clears it.
            label: Name given to the number. Left out or null, it stays unchanged; the empty string
                clears it.
            campaign_id: Id (UUID) of the campaign to attach in place of the present one. Left out or
                null, it stays unchanged; it cannot be cleared: the empty string is refused with 422
                VALIDATION_FAILED.
            options: Options of this call, such as its timeout; see `CallOptions`.

        Returns:
            The number with its new routing.

        Raises:
            Exception: What sending the request raises. Documented error statuses: 400, 401, 403, 404, 422.

        Documentation: pages "Update routing on a phone number", "What is known of the service beyond
        its page".
        """
        answer = self._send(
            update_phone_number_routing(
                record_id(id),
                fill_body(
                    models.RoutingUpdate,
                    inbound_url=inbound_url,
                    status_url=status_url,
                    label=label,
                    campaign_id=campaign_id,
                ),
            ),
            **options,
        )
        return require_value(answer.data)


class AsyncPhoneNumbers:
    """The operations of this module, sent and awaited.

    Args:
        send: Sends an operation.
    """

    def __init__(self, send: AsyncSend) -> None:
        self._send = send

    async def update(
        self,
        id: UUID | str | models.RoutedPhoneNumber,
        *,
        inbound_url: str | None = None,
        status_url: str | None = None,
        label: str | None = None,
        campaign_id: UUID | str | None = None,
        **options: Unpack[CallOptions],
    ) -> models.RoutedPhoneNumber:
        """Change the routing of a phone number.

        Sets the fields that are sent; a field that is left out or null stays unchanged. The key needs
        the scope numbers:write and reaches only the numbers of the organization that owns it.

        Args:
            id: Id (UUID) of a phone number of the key's organization. A record is accepted as well.
            inbound_url: Absolute https URL that receives inbound traffic. Left out or null, it stays
                unchanged; the empty string clears it.
            status_url: Absolute https URL that receives status changes. Left out or null, it stays
                unchanged; the empty string clears it.
            label: Name given to the number. Left out or null, it stays unchanged; the empty string
                clears it.
            campaign_id: Id (UUID) of the campaign to attach in place of the present one. Left out or
                null, it stays unchanged; it cannot be cleared: the empty string is refused with 422
                VALIDATION_FAILED.
            options: Options of this call, such as its timeout; see `CallOptions`.

        Returns:
            The number with its new routing.

        Raises:
            Exception: What sending the request raises. Documented error statuses: 400, 401, 403, 404, 422.

        Documentation: pages "Update routing on a phone number", "What is known of the service beyond
        its page".
        """
        answer = await self._send(
            update_phone_number_routing(
                record_id(id),
                fill_body(
                    models.RoutingUpdate,
                    inbound_url=inbound_url,
                    status_url=status_url,
                    label=label,
                    campaign_id=campaign_id,
                ),
            ),
            **options,
        )
        return require_value(answer.data)


class RawPhoneNumbers:
    """The operations of this module, sent at once, returning raw responses.

    Args:
        send: Sends an operation.
    """

    def __init__(self, send: RawSend) -> None:
        self._send = send

    def update(
        self,
        id: UUID | str | models.RoutedPhoneNumber,
        *,
        inbound_url: str | None = None,
        status_url: str | None = None,
        label: str | None = None,
        campaign_id: UUID | str | None = None,
        **options: Unpack[CallOptions],
    ) -> RawResponse[models.RoutedPhoneNumber]:
        """Change the routing of a phone number.

        See `PhoneNumbers.update`.

        Returns:
            The raw response. Its ``value``: The number with its new routing.
        """
        answer = self._send(
            update_phone_number_routing(
                record_id(id),
                fill_body(
                    models.RoutingUpdate,
                    inbound_url=inbound_url,
                    status_url=status_url,
                    label=label,
                    campaign_id=campaign_id,
                ),
            ),
            **options,
        )
        return answer.with_value(require_value(answer.value.data))


class AsyncRawPhoneNumbers:
    """The operations of this module, sent and awaited, returning raw responses.

    Args:
        send: Sends an operation.
    """

    def __init__(self, send: AsyncRawSend) -> None:
        self._send = send

    async def update(
        self,
        id: UUID | str | models.RoutedPhoneNumber,
        *,
        inbound_url: str | None = None,
        status_url: str | None = None,
        label: str | None = None,
        campaign_id: UUID | str | None = None,
        **options: Unpack[CallOptions],
    ) -> RawResponse[models.RoutedPhoneNumber]:
        """Change the routing of a phone number.

        See `PhoneNumbers.update`.

        Returns:
            The raw response. Its ``value``: The number with its new routing.
        """
        answer = await self._send(
            update_phone_number_routing(
                record_id(id),
                fill_body(
                    models.RoutingUpdate,
                    inbound_url=inbound_url,
                    status_url=status_url,
                    label=label,
                    campaign_id=campaign_id,
                ),
            ),
            **options,
        )
        return answer.with_value(require_value(answer.value.data))
