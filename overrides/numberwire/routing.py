"""The routing API: one operation, on an API whose answers come in an envelope.

from numberwire import CLEAR
from numberwire.routing import RoutingClient

client = RoutingClient(api_key="am_live_...", base_url="https://api.example.com")
client.phone_numbers.update(id, inbound_url="https://example.com/inbound", label=CLEAR)
"""

import difflib
from typing import TYPE_CHECKING, Any, TypedDict, Unpack
from uuid import UUID

import msgspec

from numberwire.call import (
    AsyncPerforms,
    AsyncRawPerformer,
    Call,
    Performs,
    RawPerformer,
    async_raw,
    raw,
)
from numberwire.client import AsyncClient, Client, Hooks
from numberwire.credential import Account, bearer, opened
from numberwire.definition import Check, Complaint, Definition
from numberwire.errors import FieldError, InvalidRequestError
from numberwire.options import OptionFields
from numberwire.retry import REPEAT
from numberwire_api import Operation
from numberwire_api.routing import phone_numbers
from numberwire_api.routing.models import RoutedPhoneNumber, RoutingAnswer, RoutingMeta, RoutingUpdate

if TYPE_CHECKING:
    import httpx2

    from numberwire.door import Server

__all__ = ["AsyncRoutingClient", "RoutedPhoneNumber", "RoutingClient", "RoutingFields", "RoutingMeta"]

_PAGE = "(page 'Update routing on a phone number')"
_URLS = ("inbound_url", "status_url")
_UPDATE = frozenset({"update_phone_number_routing"})


class RoutingFields(TypedDict, total=False):
    """The fields of an update; one that is left out, or None, stays as it is.

    Attributes:
        inbound_url: Where inbound traffic is sent, an https URL; ``CLEAR`` clears it.
        status_url: Where status changes are sent, an https URL; ``CLEAR`` clears it.
        label: The number's name; ``CLEAR`` clears it.
        campaign_id: The campaign to attach; it can be changed, and not cleared.
    """

    inbound_url: str | None
    status_url: str | None
    label: str | None
    campaign_id: UUID | str | None


def _complaint(content: bytes) -> Complaint | None:
    """The error in an envelope; there is one unless the envelope says success, whatever the status is."""
    try:
        envelope = msgspec.json.decode(content, type=RoutingAnswer)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    if envelope.success:
        return None
    error = envelope.error
    if error is None:
        return Complaint((FieldError(None, "the envelope says that it failed, and not why"),))
    details = tuple(FieldError(error.code, text, name) for name, text in (error.details or {}).items())
    return Complaint(details or (FieldError(error.code, error.message or error.code),), error.request_id)


def _unwrap(answer: RoutingAnswer) -> RoutedPhoneNumber | None:
    return answer.data


def _sent(operation: Operation[Any]) -> dict[str, Any]:
    values: dict[str, Any] = msgspec.structs.asdict(operation.body)
    return {name: value for name, value in values.items() if value is not msgspec.UNSET and value is not None}


def _refuse_empty(operation: Operation[Any]) -> str | None:
    if _sent(operation):
        return None
    return f"the update changes nothing: give one of {', '.join(RoutingUpdate.__struct_fields__)} {_PAGE}."


def _refuse_cleared(operation: Operation[Any]) -> str | None:
    if _sent(operation).get("campaign_id") == "":
        return f"campaign_id can't be cleared, the server would answer VALIDATION_FAILED: give another id {_PAGE}."
    return None


def _refuse_plain(operation: Operation[Any]) -> str | None:
    for name, url in _sent(operation).items():
        if name in _URLS and url and not url.startswith("https://"):
            return f"{name} is {url!r}: it must start with https:// {_PAGE}."
    return None


ROUTING = Definition(
    name="routing",
    # PATCH is not idempotent as such (RFC 5789). This one sets fields to the values sent and computes nothing
    # from what was there before, so sending it twice leaves what sending it once leaves.
    policies={"update_phone_number_routing": REPEAT},
    checks=(
        Check("changes-nothing", _UPDATE, _refuse_empty),
        Check("campaign-cleared", _UPDATE, _refuse_cleared),
        Check("https", _UPDATE, _refuse_plain),
    ),
    complaint=_complaint,
    unwrap=_unwrap,
)


def _update(number_id: UUID | str, fields: dict[str, Any]) -> Call[RoutedPhoneNumber]:
    known = RoutingUpdate.__struct_fields__
    for name in fields:
        if name not in known:
            near = difflib.get_close_matches(name, known, 1)
            hint = f"Did you mean {near[0]}?" if near else f"There are {', '.join(known)}."
            error = InvalidRequestError(
                f"update has no {name}, the server would answer INVALID_INPUT. {hint}"
            )
            error.errors = (FieldError("INVALID_INPUT", "no such field", name),)
            raise error
    sent = {name: str(value) for name, value in fields.items() if value is not None}
    return Call(
        phone_numbers.update_phone_number_routing(number_id, RoutingUpdate(**sent)), lambda number: number
    )


class PhoneNumbers:
    """The phone numbers of the organization that the key belongs to."""

    def __init__(self, performer: Performs) -> None:
        self._performer = performer

    def update(self, id: UUID | str, **fields: Unpack[RoutingFields]) -> RoutedPhoneNumber:  # noqa: A002 the documented name
        """Change where a number's traffic goes.

        Args:
            id: The number's id.
            fields: What to change; see `RoutingFields`. What is left out, or None, stays as it is.

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

    async def update(self, id: UUID | str, **fields: Unpack[RoutingFields]) -> RoutedPhoneNumber:  # noqa: A002 the documented name
        """Change where a number's traffic goes; see `PhoneNumbers.update`."""
        return await self._performer.perform(_update(id, dict(fields)))


class RoutingClient(Client):
    """A client of the routing API; safe to share between threads.

    Args:
        api_key: The key, ``am_live_...``, with the scope ``numbers:write``.
        base_url: Where the API is, such as ``https://api.example.com``.
        transport: A server in this process, such as ``Sandbox()``, or an httpx2 transport of yours.
        hooks: Functions called along the way.
        options: ``timeout``, ``deadline``, ``max_retries`` and ``checks``; see
            `numberwire.options.OptionFields`.

    Raises:
        InvalidRequestError: Something is missing or can't be right.
    """

    definition = ROUTING

    def __init__(
        self,
        api_key: str,
        base_url: str,
        *,
        transport: "httpx2.BaseTransport | Server | None" = None,
        hooks: Hooks | None = None,
        **options: Unpack[OptionFields],
    ) -> None:
        account = _account(api_key, base_url)
        del api_key  # an error raised from here on shows this frame's locals
        super().__init__(*opened(account), transport=transport, hooks=hooks, **options)

    @property
    def phone_numbers(self) -> PhoneNumbers:
        """The organization's phone numbers."""
        return PhoneNumbers(self)

    @property
    def with_raw_response(self) -> "RawRoutingClient":
        """The same calls, returning status, headers, content and envelope beside the value."""
        return RawRoutingClient(self)


class AsyncRoutingClient(AsyncClient):
    """The async twin of `RoutingClient`, for asyncio; safe to share between tasks. It takes the same arguments."""

    definition = ROUTING

    def __init__(
        self,
        api_key: str,
        base_url: str,
        *,
        transport: "httpx2.AsyncBaseTransport | Server | None" = None,
        hooks: Hooks | None = None,
        **options: Unpack[OptionFields],
    ) -> None:
        account = _account(api_key, base_url)
        del api_key  # an error raised from here on shows this frame's locals
        super().__init__(*opened(account), transport=transport, hooks=hooks, **options)

    @property
    def phone_numbers(self) -> AsyncPhoneNumbers:
        """The organization's phone numbers."""
        return AsyncPhoneNumbers(self)

    @property
    def with_raw_response(self) -> "AsyncRawRoutingClient":
        """The same calls, returning status, headers, content and envelope beside the value."""
        return AsyncRawRoutingClient(self)


class RawRoutingClient:
    """What `RoutingClient.with_raw_response` is."""

    def __init__(self, client: RoutingClient) -> None:
        self.phone_numbers = RawPhoneNumbers(client)


class AsyncRawRoutingClient:
    """What `AsyncRoutingClient.with_raw_response` is."""

    def __init__(self, client: AsyncRoutingClient) -> None:
        self.phone_numbers = AsyncRawPhoneNumbers(client)


class RawPhoneNumbers:
    """The same methods as `PhoneNumbers`, each returning a `RawResponse`."""

    def __init__(self, client: RoutingClient) -> None:
        self.update = raw(PhoneNumbers(RawPerformer(client)).update)


class AsyncRawPhoneNumbers:
    """The same methods, awaited."""

    def __init__(self, client: AsyncRoutingClient) -> None:
        self.update = async_raw(AsyncPhoneNumbers(AsyncRawPerformer(client)).update)


def _account(api_key: str, base_url: str) -> Account:
    credential = bearer(api_key, name="api_key")
    return credential if isinstance(credential, InvalidRequestError) else (base_url, credential)
