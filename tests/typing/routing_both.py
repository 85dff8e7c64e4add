# pyright: reportUnnecessaryTypeIgnoreComment=true
"""What type checkers know of the routing clients, and what they refuse; this file is only checked, never run."""

from typing import Any, assert_type
from uuid import UUID

from numberwire import CLEAR
from numberwire.client import RawResponse
from numberwire.routing import AsyncRoutingClient, RoutedPhoneNumber, RoutingClient
from numberwire.sandbox import Sandbox
from numberwire_api.routing import RoutingAnswer, RoutingUpdate, phone_numbers

client = RoutingClient(api_key="am_live_1", base_url="https://api.example.com", transport=Sandbox())
assert_type(client.with_options(timeout=1), RoutingClient)
numbers = client.phone_numbers


def values(number_id: UUID) -> None:
    """An update takes the four fields, None and CLEAR, and returns the number."""
    assert_type(numbers.update(number_id, label=CLEAR, campaign_id=UUID(int=7)), RoutedPhoneNumber)
    assert_type(numbers.update("id", inbound_url="https://example.com", status_url=None), RoutedPhoneNumber)
    raw = client.with_raw_response.phone_numbers.update("id", label="Desk")
    assert_type(raw, RawResponse[RoutedPhoneNumber])
    assert_type(raw.envelope, Any)


def operations() -> None:
    """An operation of the generated layer keeps its type when it is sent: the whole envelope."""
    operation = phone_numbers.update_phone_number_routing("id", RoutingUpdate(label="Desk"))
    assert_type(client.send(operation), RoutingAnswer)


async def awaited(twin: AsyncRoutingClient) -> None:
    """The async client's are awaited."""
    assert_type(await twin.phone_numbers.update("id", label="Desk"), RoutedPhoneNumber)
    raw = twin.with_raw_response.phone_numbers.update("id", label="Desk")
    assert_type(await raw, RawResponse[RoutedPhoneNumber])


def mistakes() -> None:
    """What the page does not name, or gives another type, is refused."""
    RoutingClient()  # type: ignore[call-arg]
    numbers.update("id", number="+12065550123")  # type: ignore[call-arg]
    numbers.update("id", label=7)  # type: ignore[arg-type]
    numbers.update(7, label="Desk")  # type: ignore[arg-type]
