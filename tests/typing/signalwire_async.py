# pyright: reportUnnecessaryTypeIgnoreComment=true
"""What type checkers know of the async client; this file is only checked, never run."""

from collections.abc import AsyncIterator
from typing import assert_type
from uuid import UUID

from numberwire import CLEAR
from numberwire.client import AsyncListing, Page, RawResponse
from numberwire.sandbox import Sandbox
from numberwire.signalwire import AsyncRestClient, AvailablePhoneNumbers, PhoneNumber, RestClient, handlers
from numberwire_api.signalwire import phone_numbers


async def values(number_id: UUID) -> None:
    """The same methods, awaited; a listing is iterated with `async for` and never awaited."""
    async with AsyncRestClient("p", "t", "example.signalwire.com", transport=Sandbox()) as client:
        assert_type(client, AsyncRestClient)
        numbers = client.phone_numbers
        assert_type(await numbers.get(number_id), PhoneNumber)
        assert_type(await numbers.purchase("+12065550123"), PhoneNumber)
        assert_type(await numbers.search(areacode="503"), AvailablePhoneNumbers)
        assert_type(await numbers.update("id", name=CLEAR, call=handlers.call.RelayTopic("a")), PhoneNumber)
        assert_type(await numbers.assign_e911_address("id", e911_address_id="id"), PhoneNumber)
        assert_type(await numbers.remove_e911_address(number_id), PhoneNumber)
        assert_type(numbers.list(page_size=5), AsyncListing[PhoneNumber])
        async for number in numbers.list():
            assert_type(number, PhoneNumber)
        assert_type(numbers.list().pages(), AsyncIterator[Page[PhoneNumber]])
        await numbers.release(number_id)


async def raw_responses(client: AsyncRestClient) -> None:
    """A raw response is awaited too."""
    raw = client.with_raw_response.phone_numbers
    assert_type(await raw.get("id"), RawResponse[PhoneNumber])
    assert_type((await raw.search(areacode="503")).value, AvailablePhoneNumbers)


async def operations(client: AsyncRestClient) -> None:
    """An operation of the generated layer keeps its type when it is sent."""
    assert_type(await client.send(phone_numbers.retrieve_phone_number("id")), PhoneNumber)
    bound = phone_numbers.AsyncPhoneNumbers(client.send)
    assert_type(await bound.get("id"), PhoneNumber)


async def mistakes(client: AsyncRestClient, sync: RestClient) -> None:
    """What is not awaited, or awaited though it must not be, is an error."""
    number = client.phone_numbers.get("id")
    number.id  # type: ignore[attr-defined]  # noqa: B018
    await number
    await client.phone_numbers.list()  # type: ignore[misc]
    for _ in client.phone_numbers.list():  # type: ignore[attr-defined]
        pass
    async for _ in sync.phone_numbers.list():  # type: ignore[attr-defined]
        pass
