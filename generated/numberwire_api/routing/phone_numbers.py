# Generated from spec/routing.yaml by `python -m generator generate`; edit that, not this.
"""phone_numbers.

The routing of phone numbers.
"""

from __future__ import annotations

from typing import TypedDict
from uuid import UUID

from .._operation import AsyncSend, Operation, Send
from . import models

__all__ = ["AsyncPhoneNumbers", "PhoneNumbers", "RoutingUpdateFields", "update_phone_number_routing"]


class RoutingUpdateFields(TypedDict, total=False):
    """The fields of RoutingUpdate as keywords; None is not sent."""

    inbound_url: str | None
    """Absolute https URL that receives inbound traffic. Left out or null, it stays unchanged; the
    empty string clears it.
    """
    status_url: str | None
    """Absolute https URL that receives status changes. Left out or null, it stays unchanged; the empty
    string clears it.
    """
    label: str | None
    """Name given to the number. Left out or null, it stays unchanged; the empty string clears it."""
    campaign_id: UUID | str | None
    """Id (UUID) of the campaign to attach in place of the present one. Left out or null, it stays
    unchanged; it cannot be cleared: the empty string is refused with 422 VALIDATION_FAILED.
    """


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


class PhoneNumbers:
    """The operations of this module, sent at once.

    Args:
        send: Sends an operation.
    """

    def __init__(self, send: Send) -> None:
        self._send = send

    def update_phone_number_routing(self, id: UUID | str, body: models.RoutingUpdate) -> models.RoutingAnswer:
        """Change the routing of a phone number.

        Sets the fields that are sent; a field that is left out or null stays unchanged. The key needs
        the scope numbers:write and reaches only the numbers of the organization that owns it.

        Args:
            id: Id (UUID) of a phone number of the key's organization.
            body: The settings to change.

        Returns:
            The number with its new routing.
        """
        return self._send(update_phone_number_routing(id, body))


class AsyncPhoneNumbers:
    """The operations of this module, sent and awaited.

    Args:
        send: Sends an operation.
    """

    def __init__(self, send: AsyncSend) -> None:
        self._send = send

    async def update_phone_number_routing(
        self, id: UUID | str, body: models.RoutingUpdate
    ) -> models.RoutingAnswer:
        """Change the routing of a phone number.

        Sets the fields that are sent; a field that is left out or null stays unchanged. The key needs
        the scope numbers:write and reaches only the numbers of the organization that owns it.

        Args:
            id: Id (UUID) of a phone number of the key's organization.
            body: The settings to change.

        Returns:
            The number with its new routing.
        """
        return await self._send(update_phone_number_routing(id, body))
