"""What people get wrong at the methods of a client: each is refused in words that help, and nothing is sent."""

import pathlib
from uuid import UUID

import pytest

from numberwire.errors import InvalidRequestError
from numberwire.signalwire import AvailablePhoneNumber, CallHandler, PhoneNumber, handlers
from tests.numberwire.servers import Script
from tests.numberwire.subjects import ID, NUMBER

MINE = PhoneNumber(id=ID, number=NUMBER)
OFFER = AvailablePhoneNumber(number=NUMBER)
VOICE = handlers.call.LamlWebhooks("https://example.com/voice")

IDS = {
    "None": (None, "not NoneType"),
    "bytes": (ID.encode(), "not bytes"),
    "a number as int": (12065550123, "not int: find(number) looks it up"),
    "a number as text": ("+1 (206) 555-0123", "find(number) looks it up"),
    "what a search found": (OFFER, "not AvailablePhoneNumber: find(number) looks it up"),
    "a record as a dict": (MINE.to_dict(), "not dict"),
    "several": ([ID], "not list"),
    "a path": (pathlib.PurePosixPath(ID), "not PurePosixPath"),
    "the class": (PhoneNumber, "(this record is of another kind)"),
    "nothing": ("", "is empty"),
    "a blank": (" ", "is blank"),
}
FIELDS = {
    "nothing": ({}, "the update changes nothing"),
    "None alone": ({"name": None}, "the update changes nothing"),
    "a misspelt name": ({"nmae": "x"}, "Did you mean name?"),
    "a name of another client": ({"friendly_name": "x"}, "Did you mean name?"),
    "a URL of another client": ({"voice_url": "https://a.example"}, "Did you mean call_request_url?"),
    "a number": ({"name": 7}, "name must be a string, not int"),
    "bytes": ({"name": b"x"}, "name must be a string, not bytes"),
    "a blank": ({"name": " "}, "name is blank: give CLEAR to empty it"),
    "half a character": ({"name": "\ud800"}, "surrogates not allowed"),
    "a handler's name": ({"call": "relay_topic"}, "use call_handler="),
    "a handler's class": ({"call": handlers.call.LamlWebhooks}, "call takes a handler object"),
    "a handler as a dict": ({"call": {"request_url": "x"}}, "call takes a handler object"),
    "a handler of messages": ({"call": handlers.message.RelayTopic("a")}, "call takes a handler object"),
    "an enum's member": ({"call": CallHandler.relay_topic}, "use call_handler="),
    "True": ({"call": True}, "call takes a handler object"),
    "whole as text": ({"call": VOICE, "whole": "yes"}, "whole must be True or False, not str"),
    "whole alone": ({"whole": True}, "whole applies to a handler"),
    "both ways": ({"call": VOICE, "call_request_url": "https://a.example"}, "can't be combined"),
    "a host as a URL": ({"call": handlers.call.LamlWebhooks("example.com")}, "must be a URL"),
    "a small method": (
        {"call": handlers.call.LamlWebhooks("https://a.example", "get")},
        "must be POST or GET",
    ),
    "None as a parameter": ({"call": handlers.call.RelayTopic(None)}, "call_relay_topic is missing"),
    "another option": ({"name": "x", "timeout": "3"}, "timeout must be a number of seconds"),
    "no JSON": ({"extra_body": {"a": object()}}, "extra_body: a can't be written as JSON"),
}
NUMBERS = {
    "None": (None, "number must be a string, or a record that search() returned"),
    "an int": (12065550123, "number must be a string, or a record"),
    "bytes": (NUMBER.encode(), "number must be a string, or a record"),
    "a UUID": (UUID(ID), "number must be a string, or a record"),
    "several": ([OFFER], "purchase_many(numbers) buys several"),
    "one's own": (MINE, "this one is yours already"),
    "without the country": ("2065550123", "must be in E.164 format"),
    "letters": ("+1800FLOWERS", "must be in E.164 format"),
    "an id": (ID, "must be in E.164 format"),
    "other digits": (
        "+\u0661\u0662\u0660\u0666\u0665\u0665\u0665\u0660\u0661\u0662\u0663",
        "must be in E.164 format",
    ),
}
OTHERS = {
    "a filter's own type": (lambda one: one.list(filter_number=MINE), "give its .number"),
    "an empty filter": (lambda one: one.list(filter_name=""), "every number would be listed"),
    "a page's number": (lambda one: one.list(page_number=1), "list has no page_number"),
    "no limit": (lambda one: one.list(limit=0), "limit must be a whole number, 1 or more"),
    "a made-up cursor": (lambda one: one.list(cursor="2"), "invalid cursor"),
    "an area code as int": (lambda one: one.search(areacode=503), "areacode must be a string, not int"),
    "an area code's name": (lambda one: one.search(area_code="503"), "Did you mean areacode?"),
    "too many": (lambda one: one.search(max_results=101), "must be a whole number from 1 to 100"),
    "part of a number": (lambda one: one.find("0123"), "is not a complete phone number"),
    "an id to find": (lambda one: one.find(ID), "is an id, not a phone number: get(id) retrieves it."),
    "many of a text": (lambda one: one.release_many(ID), "takes an iterable, such as a list, not str"),
    "many of a record": (
        lambda one: one.update_many(MINE),
        "takes an iterable, such as a list, not PhoneNumber",
    ),
    "nothing in flight": (lambda one: one.get_many([ID], in_flight=0), "in_flight must be a whole number"),
    "threads": (lambda one: one.get_many([ID], workers=5), "Did you mean in_flight?"),
}


def refusal(kind, call):
    """The words of a refusal; nothing was sent."""
    server = Script()
    with pytest.raises(InvalidRequestError) as caught:
        kind.drive(kind.rest(server), lambda one: call(one.phone_numbers))
    assert server.asked == []
    return str(caught.value)


@pytest.mark.parametrize("name", IDS)
@pytest.mark.parametrize("method", ["get", "update", "release"])
def test_no_id(kind, name, method):
    """What is no id is refused, with what it is and how to find one."""
    given, words = IDS[name]
    fields = {"name": "Desk"} if method == "update" else {}
    assert words in refusal(kind, lambda numbers: getattr(numbers, method)(given, **fields))


@pytest.mark.parametrize("name", FIELDS)
def test_no_update(kind, name):
    """What an update can't send is refused, with what it takes."""
    fields, words = FIELDS[name]
    assert words in refusal(kind, lambda numbers: numbers.update(ID, **fields))


@pytest.mark.parametrize("name", NUMBERS)
def test_no_purchase(kind, name):
    """What can't be bought is refused, with what can."""
    given, words = NUMBERS[name]
    assert words in refusal(kind, lambda numbers: numbers.purchase(given))


@pytest.mark.parametrize("name", OTHERS)
def test_no_call(kind, name):
    """So is what the other methods can't use."""
    call, words = OTHERS[name]
    assert words in refusal(kind, call)


def test_each_of_many_by_itself(kind, sandbox):
    """In a run of many calls each wrong change is an outcome with its words; the right one is made."""
    [owned] = sandbox.add_numbers(1)
    client = kind.rest_class(sandbox.project, sandbox.token, "example.signalwire.com", transport=sandbox)
    changes = [
        None,
        ID,
        (ID,),
        (ID, None),
        (ID, "ab"),
        (ID, {7: "x"}),
        (None, {"name": "x"}),
        (NUMBER, {"name": "x"}),
    ]
    changes += [(ID, fields) for fields, _ in FIELDS.values()]
    outcomes = kind.gather(client.phone_numbers.update_many([*changes, (owned, {"name": "Desk"})]))
    wrong = [one.error for one in outcomes if one.item != owned]
    assert all(isinstance(error, InvalidRequestError) for error in wrong)
    assert [one.value.name for one in outcomes if one.item == owned] == ["Desk"]
    assert len(sandbox.writes) == 1


async def _ids():
    yield ID


def test_async_iterable_of_many(kind):
    """What has to be awaited is refused for many, with how to make a list of it."""
    words = refusal(kind, lambda numbers: numbers.get_many(_ids()))
    assert words.endswith("Make a list of it: [one async for one in ...].")
