"""The methods of ``client.phone_numbers``, sync and async."""

from typing import Any, Unpack
from uuid import UUID

from numberwire._call import (
    AsyncPerforms,
    AsyncRawPerformer,
    Call,
    Performs,
    RawPerformer,
    async_raw_method,
    raw_method,
)
from numberwire._keywords import checked_id, require_filled, require_known, require_types, sent_value
from numberwire.client import AsyncClient, Client
from numberwire_api.routing import phone_numbers
from numberwire_api.routing.models import RoutedPhoneNumber, RoutingUpdate
from numberwire_api.routing.phone_numbers import RoutingUpdateFields

__all__ = ["AsyncPhoneNumbers", "AsyncRawPhoneNumbers", "PhoneNumbers", "RawPhoneNumbers"]


def _update(number_id: UUID | str, fields: dict[str, Any]) -> Call[RoutedPhoneNumber]:
    require_known(
        "update",
        fields,
        RoutingUpdate.__struct_fields__,
        consequence="answer INVALID_INPUT",
        code="INVALID_INPUT",
    )
    sent: dict[str, Any] = {name: sent_value(value) for name, value in fields.items() if value is not None}
    require_types(sent, RoutingUpdateFields)
    require_filled(sent, "give CLEAR to empty it", may_clear=True)
    operation = phone_numbers.update_phone_number_routing(
        checked_id(number_id, "take it from where you manage the number"), RoutingUpdate(**sent)
    )
    return Call(operation, lambda number: number)


class PhoneNumbers:
    """The phone numbers of the organization that the key belongs to."""

    def __init__(self, performer: Performs) -> None:
        self._performer = performer

    def update(self, id: UUID | str, **fields: Unpack[RoutingUpdateFields]) -> RoutedPhoneNumber:  # noqa: A002 the documented name
        """Change where a number's traffic goes.

        Args:
            id: The number's id.
            fields: What to change; ``inbound_url``, ``status_url``, ``label`` (each emptied by ``CLEAR``) and
                ``campaign_id``. What is left out, or None, stays as it is.

        Returns:
            The number as it is now. What the envelope says beside it stands in ``with_raw_response``.

        Raises:
            InvalidRequestError: Nothing would change, or a rule of the documentation refuses it.
            NumberwireError: See `numberwire.errors`.

        Documentation: page "Update routing on a phone number".
        """
        return self._performer.perform(_update(id, dict(fields)))


class AsyncPhoneNumbers:
    """The same methods as `PhoneNumbers`, awaited."""

    def __init__(self, performer: AsyncPerforms) -> None:
        self._performer = performer

    async def update(self, id: UUID | str, **fields: Unpack[RoutingUpdateFields]) -> RoutedPhoneNumber:  # noqa: A002 the documented name
        """Change where a number's traffic goes; see `PhoneNumbers.update`."""
        return await self._performer.perform(_update(id, dict(fields)))


class RawPhoneNumbers:
    """The same methods as `PhoneNumbers`, each returning a `RawResponse`."""

    def __init__(self, client: Client) -> None:
        self.update = raw_method(PhoneNumbers(RawPerformer(client)).update)


class AsyncRawPhoneNumbers:
    """The same methods, awaited."""

    def __init__(self, client: AsyncClient) -> None:
        self.update = async_raw_method(AsyncPhoneNumbers(AsyncRawPerformer(client)).update)
