# pyright: reportUnnecessaryTypeIgnoreComment=true
"""What type checkers know of the sync client; this file is only checked, never run."""

from collections.abc import Callable, Iterator
from typing import assert_type
from uuid import UUID

from numberwire import CLEAR
from numberwire.client import Bulk, Listing, Page, RawResponse
from numberwire.sandbox import Sandbox
from numberwire.signalwire import (
    AvailablePhoneNumber,
    AvailablePhoneNumbers,
    CallHandler,
    Capability,
    E911Status,
    HttpMethod,
    NumberType,
    PhoneNumber,
    PhoneNumberUpdateFields,
    RestClient,
    handlers,
)
from numberwire_api.signalwire import PhoneNumberUpdate, phone_numbers

client = RestClient(project="p", token="t", host="example.signalwire.com", transport=Sandbox(), timeout=3)
client = client.with_options(deadline=5, max_retries=0, page_size=10, checks={"e164": False})
assert_type(client, RestClient)

numbers = client.phone_numbers


def values(number_id: UUID) -> None:
    """Each method takes ids as texts and UUIDs, and returns what it says."""
    assert_type(numbers.get("id"), PhoneNumber)
    assert_type(numbers.get(number_id), PhoneNumber)
    assert_type(numbers.purchase("+12065550123"), PhoneNumber)
    assert_type(numbers.search(areacode="503", max_results=5), AvailablePhoneNumbers)
    assert_type(numbers.search(number_type="toll-free"), AvailablePhoneNumbers)
    assert_type(numbers.list(filter_name="a", errors="skip", prefetch=True), Listing[PhoneNumber])
    assert_type(iter(numbers.list()), Iterator[PhoneNumber])
    assert_type(numbers.list(cursor="c").pages(), Iterator[Page[PhoneNumber]])
    assert_type(numbers.assign_e911_address("id", e911_address_id=number_id), PhoneNumber)
    assert_type(numbers.remove_e911_address(number_id), PhoneNumber)
    release: Callable[[UUID | str], None] = numbers.release
    release(number_id)


def fields(number: PhoneNumber, found: AvailablePhoneNumber, text: str) -> None:
    """What an answer may lack is None; enums are known by their names and compare with any text."""
    assert_type(number.id, str)
    assert_type(number.name, str | None)
    assert_type(number.call_handler, CallHandler | None)
    assert_type(number.call_request_method, HttpMethod | None)
    assert_type(number.number_type, NumberType | None)
    assert_type(number.e911_status, E911Status | None)
    assert_type(found.number, str)
    assert_type(found.capabilities, tuple[Capability, ...])
    assert_type(number.call_handler == text, bool)
    assert_type(CallHandler(text), CallHandler)


def updates(number: PhoneNumber) -> None:
    """An update takes every documented field, None, CLEAR, literals and enums, and handlers as values."""
    voice = handlers.call.LamlWebhooks(request_url="https://example.com/voice", request_method="GET")
    text = handlers.message.RelayTopic("office")
    assert_type(numbers.update(number.id, call=voice, message=text), PhoneNumber)
    numbers.update(number.id, name="Support Line", call_receive_mode="fax")
    numbers.update(number.id, name=CLEAR, message_fallback_url=CLEAR)
    numbers.update(number.id, name=None, call=None, message=None)
    numbers.update(number.id, call_handler="relay_topic", call_relay_topic="office")
    numbers.update(number.id, call_handler=CallHandler.video_room, call_video_room_id=UUID(int=7))
    numbers.update(number.id, call_handler=number.call_handler, call_request_method=HttpMethod.GET)
    numbers.update(number.id, call=handlers.call.VideoRoom(UUID(int=7)), whole=True)
    numbers.update(number.id, call=handlers.NONE, message=CLEAR)


def many_updates(number: PhoneNumber) -> None:
    """Changes are pairs or a mapping, within the call or in a variable; each outcome knows its item and its value."""
    owned = numbers.list()
    topic = handlers.call.RelayTopic("office")
    assert_type(numbers.update_many((one, {"call": topic}) for one in owned), Bulk[PhoneNumber, PhoneNumber])
    assert_type(numbers.update_many({one.id: {"name": CLEAR} for one in owned}), Bulk[str, PhoneNumber])
    changes: list[tuple[PhoneNumber, PhoneNumberUpdateFields]] = [(number, {"call": topic, "timeout": 3})]
    for outcome in numbers.update_many(changes):
        assert_type(outcome.item, PhoneNumber)
        assert_type(outcome.value, PhoneNumber | None)
    fields: PhoneNumberUpdateFields = {"name": "Desk"}
    numbers.update(number, **fields)


def round_trip(number: PhoneNumber) -> None:
    """What a number does is a value that sets it, one that can't be set, or none, which sets none."""
    assert_type(handlers.call_of(number), handlers.CallHandler | handlers.Other | handlers.NoHandler)
    assert_type(handlers.message_of(number), handlers.MessageHandler | handlers.Other | handlers.NoHandler)
    match handlers.call_of(number):
        case handlers.call.LamlWebhooks(request_url=url):
            assert_type(url, str)
        case handlers.Other(value=value):
            assert_type(value, str)
        case handlers.NONE as none:
            numbers.update(number.id, call=none)
        case _:
            pass


def raw_responses(number_id: str) -> None:
    """A raw response knows the type of its value, and takes the same arguments."""
    raw = client.with_raw_response.phone_numbers
    assert_type(raw.get(number_id), RawResponse[PhoneNumber])
    assert_type(raw.get(id=number_id).value, PhoneNumber)
    assert_type(raw.get(number_id).status, int)
    assert_type(raw.search(areacode="503").value, AvailablePhoneNumbers)
    assert_type(raw.purchase("+12065550123"), RawResponse[PhoneNumber])
    assert_type(raw.update(number_id, name="Desk", call=handlers.call.RelayTopic("a")).value, PhoneNumber)
    assert_type(raw.release(number_id), RawResponse[None])


def operations() -> None:
    """An operation of the generated layer keeps its type when it is sent."""
    assert_type(client.send(phone_numbers.retrieve_phone_number("id")), PhoneNumber)
    update = phone_numbers.update_phone_number("id", PhoneNumberUpdate(name="Desk"))
    assert_type(client.send(update), PhoneNumber)
    bound = phone_numbers.PhoneNumbers(client.send)
    assert_type(bound.get("id"), PhoneNumber)


with client as entered:
    assert_type(entered, RestClient)
