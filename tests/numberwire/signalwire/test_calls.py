"""Arguments -> call: what is sent of what is given, and what is refused before anything is."""

from enum import StrEnum
from uuid import UUID

import pytest
from msgspec import UNSET, UnsetType, to_builtins

from numberwire import CLEAR
from numberwire.errors import InvalidRequestError
from numberwire.signalwire import AvailablePhoneNumber, CallHandler, HttpMethod, PhoneNumber, handlers
from numberwire.signalwire._update import update_body
from numberwire.signalwire.definition import SIGNALWIRE
from numberwire_api.signalwire import models
from tests.numberwire.listings import PATH
from tests.numberwire.servers import Script, said
from tests.numberwire.subjects import ID, NUMBER, RECORD

URL = "https://example.com/voice"


def update(kind, server, *arguments, **fields):
    """Update a number."""
    return kind.drive(
        kind.rest(server), lambda one: one.phone_numbers.update(*(arguments or (ID,)), **fields)
    )


def by_id(name, number_id):
    """A call of a method that takes an id."""
    fields = {"name": "Desk"} if name == "update" else {}
    return lambda one: getattr(one.phone_numbers, name)(number_id, **fields)


def refusal(kind, call):
    """What a call is refused with; nothing may have been sent."""
    server = Script(said({**RECORD, "data": []}))
    with pytest.raises(InvalidRequestError) as caught:
        kind.drive(kind.rest(server), call)
    assert server.asked == []
    return str(caught.value)


@pytest.mark.parametrize(
    ("fields", "body"),
    [
        ({"name": "Desk"}, {"name": "Desk"}),
        (
            {"name": None, "call": None, "message": None, "call_handler": None, "call_receive_mode": "fax"},
            {"call_receive_mode": "fax"},
        ),
        ({"name": CLEAR, "call_handler": CLEAR}, {"name": "", "call_handler": ""}),
        (
            {"call_handler": CallHandler.video_room, "call_video_room_id": UUID(ID)},
            {"call_handler": "video_room", "call_video_room_id": ID},
        ),
        (
            {"call": handlers.call.LamlWebhooks(URL, HttpMethod.GET), "call_receive_mode": "fax"},
            {
                "call_handler": "laml_webhooks",
                "call_request_url": URL,
                "call_request_method": "GET",
                "call_receive_mode": "fax",
            },
        ),
        (
            {
                "message": handlers.message.RelayTopic("a"),
                "call_handler": "relay_topic",
                "call_relay_topic": "b",
            },
            {
                "message_handler": "relay_topic",
                "message_relay_topic": "a",
                "call_handler": "relay_topic",
                "call_relay_topic": "b",
            },
        ),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, dict) else None,
)
def test_update(kind, fields, body):
    """What is given is sent under its documented name; None is not; a handler is expanded."""
    server = Script(said(RECORD))
    update(kind, server, **fields)
    assert (server.calls, server.bodies) == ([f"PUT {PATH}/{ID}"], [body])


def test_update_of_a_field_named_like_an_option(monkeypatch):
    """A field that has the name of a call's option is given with an underscore, and sent under its own name."""

    class Update(models.PhoneNumberUpdate):
        """An update with a new field."""

        timeout: int | UnsetType = UNSET

    monkeypatch.setattr(models, "PhoneNumberUpdate", Update)
    assert to_builtins(update_body({"name": "Desk", "timeout_": 30})) == {"name": "Desk", "timeout": 30}


@pytest.mark.parametrize("number_id", [ID, UUID(ID), PhoneNumber(**RECORD)], ids=["text", "UUID", "record"])
def test_ids(kind, number_id):
    """A number is named by its id, a text or a UUID, or by its record."""
    server = Script(said(RECORD), said(RECORD), said({}, 204))
    client = kind.rest(server)
    for call in ("get", "update", "release"):
        kind.drive(client, by_id(call, number_id))
    assert server.calls == [f"{method} {PATH}/{ID}" for method in ("GET", "PUT", "DELETE")]


@pytest.mark.parametrize("number_id", [7, None, b"x", ["x"], 1.5])
@pytest.mark.parametrize("call", ["get", "update", "release"])
def test_no_id(kind, call, number_id):
    """Anything else is refused."""
    message = refusal(kind, by_id(call, number_id))
    assert message.startswith(
        f"the id of a phone number must be a string or a UUID, not {type(number_id).__name__}"
    )
    assert ("find(number) looks it up" in message) is (number_id == 7)


@pytest.mark.parametrize("call", ["get", "update", "release"])
@pytest.mark.parametrize(
    ("number_id", "message"),
    [
        (NUMBER, f"'{NUMBER}' is a phone number, not an id: find(number) looks it up."),
        (
            "+1 (206) 555-0123",
            "'+1 (206) 555-0123' is a phone number, not an id: find(number) looks it up.",
        ),
        ("  ", "the id of a phone number is blank."),
        ("", "the id of a phone number is empty."),
    ],
)
def test_what_is_given_for_an_id(kind, call, number_id, message):
    """A number or a blank in place of an id is refused, with what to give instead."""
    assert refusal(kind, by_id(call, number_id)) == message


@pytest.mark.parametrize(
    "number_id", [".", "..", "../x", "a/b", "a\\b", "a\nb", "\x00", "a\ud800", "a\u2028"]
)
@pytest.mark.parametrize("call", ["get", "update", "release"])
def test_id_that_changes_the_path(kind, call, number_id):
    """An id that would change the path is refused, and not shown."""
    message = refusal(kind, by_id(call, number_id))
    assert message.endswith(
        "_phone_number: the path parameter 'id' is empty or dots, or has a character that is not allowed in a path"
    )


ENCODED = {"a b": "a%20b", "a?b#c": "a%3Fb%23c", "%2e%2e": "%252e%252e", "é": "%C3%A9", "a;b=c": "a%3Bb%3Dc"}


@pytest.mark.parametrize(("number_id", "segment"), ENCODED.items())
def test_encoded(kind, number_id, segment):
    """All else is percent-encoded."""
    server = Script(said({**RECORD, "id": number_id}))
    kind.drive(kind.rest(server), lambda one: one.phone_numbers.get(number_id))
    assert server.calls == [f"GET {PATH}/{segment}"]


IGNORED = "{} has no {}, and the server would silently ignore it."


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("area_code", "Did you mean areacode?"),
        ("areaCode", "Did you mean areacode?"),
        ("quantity", "Did you mean max_results?"),
        ("limit", "Did you mean max_results?"),
        ("maxresults", "Did you mean max_results?"),
        ("start_with", "Did you mean starts_with?"),
        ("regions", "Did you mean region?"),
        (
            "zzz",
            "Allowed: areacode, number_type, starts_with, contains, ends_with, max_results, region, city.",
        ),
    ],
)
def test_unknown_search_parameter(kind, name, hint):
    """A search parameter that the server would ignore is refused, with the one that was meant."""
    message = refusal(kind, lambda one: one.phone_numbers.search(**{name: "503"}))
    way_out = (
        "" if name in SIGNALWIRE.meanings else f" To send it all the same: extra_query={{{name!r}: ...}}."
    )
    assert message == f"{IGNORED.format('search', name)} {hint}{way_out}"


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("nam", "Did you mean name?"),
        ("call_request_uri", "Did you mean call_request_url?"),
        ("area_code", "Allowed: "),
        ("zzz", "Allowed: "),
    ],
)
def test_unknown_field(kind, name, hint):
    """A field that the server would ignore is refused, with the one that was meant."""
    message = refusal(kind, lambda one: one.phone_numbers.update(ID, **{name: "x"}))
    assert message.startswith(f"{IGNORED.format('update', name)} {hint}")


TOPIC, TEXT = handlers.call.RelayTopic("a"), handlers.message.RelayTopic("a")


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({}, "the update changes nothing: give call=, message= or a field."),
        ({"name": None, "call": None}, "the update changes nothing: give call=, message= or a field."),
        ({"name": 7}, "name must be a string, not int."),
        ({"name": True}, "name must be a string, not bool."),
        ({"name": " "}, "name is blank: give CLEAR to empty it."),
        ({"call_request_url": ["x"]}, "call_request_url must be a string, not list."),
        ({"call_video_room_id": 7}, "call_video_room_id must be a UUID or a string, not int."),
        ({"call_handler": ["laml_webhooks"]}, "call_handler must be a string, not list."),
        (
            {"call": TOPIC, "call_handler": "relay_topic"},
            "call= and call_handler can't be combined; set the parameters in the handler object.",
        ),
        (
            {"call": TOPIC, "call_relay_topic": "b", "call_request_url": URL},
            "call= and call_relay_topic, call_request_url can't be combined; set the parameters in the handler object.",
        ),
        (
            {"message": TEXT, "message_fallback_url": URL},
            "message= and message_fallback_url can't be combined; set the parameters in the handler object.",
        ),
        (
            {"call": TEXT},
            (
                "call takes a handler object of numberwire.signalwire.handlers.call, not RelayTopic(relay_topic='a')."
                " For a handler's plain name, use call_handler=."
            ),
        ),
        (
            {"call": True},
            (
                "call takes a handler object of numberwire.signalwire.handlers.call, not True."
                " For a handler's plain name, use call_handler=."
            ),
        ),
        ({"name": "a", "whole": True}, "whole applies to a handler: use it together with call= or message=."),
        ({"call": TOPIC, "whole": 1}, "whole must be True or False, not int."),
        (
            {"call": TOPIC, "call_relay_topic": CLEAR},
            "call= and call_relay_topic can't be combined; set the parameters in the handler object.",
        ),
        (
            {"call": handlers.NONE, "call_handler": "relay_topic"},
            "call= and call_handler can't be combined; set the parameters in the handler object.",
        ),
        (
            {"message": "x"},
            (
                "message takes a handler object of numberwire.signalwire.handlers.message, not 'x'."
                " For a handler's plain name, use message_handler=."
            ),
        ),
        (
            {"call": handlers.Other("ai_agent")},
            "call=Other(value='ai_agent') can't be set: only answers carry this handler.",
        ),
    ],
)
def test_refused_update(kind, fields, message):
    """Fields that contradict each other, or are no texts, are refused."""
    assert refusal(kind, lambda one: one.phone_numbers.update(ID, **fields)) == message


@pytest.mark.parametrize("number", [12065550123, None, {"+12065550123"}])
def test_refused_purchase(kind, number):
    """A number to buy is a text."""
    message = refusal(kind, lambda one: one.phone_numbers.purchase(number))
    assert message == (
        "number must be a string, or a record that search() returned: give it in E.164 format, such as '+15558675309'."
    )


def test_purchase_of_what_a_search_found(kind):
    """What a search found can be bought as it is."""
    server = Script(said(RECORD))
    found = AvailablePhoneNumber(number=NUMBER)
    assert kind.drive(kind.rest(server), lambda one: one.phone_numbers.purchase(found)).number == NUMBER
    assert server.bodies == [{"number": NUMBER}]


def test_refused_purchase_of_an_own_number(kind):
    """A number that is owned is not bought again."""
    message = refusal(kind, lambda one: one.phone_numbers.purchase(PhoneNumber(**RECORD)))
    assert (
        message == "number must be a string, or a record that search() returned: this one is yours already."
    )


@pytest.mark.parametrize(
    "number",
    [" +1 (206) 555-0123 ", "+1.206.555.0123", "+1-206-555-0123\n", "+1\u00a0206\u2011555\u20110123"],
)
def test_purchase_of_a_number_as_people_write_it(kind, number):
    """Blanks, dots, hyphens and parentheses are left out: the number can mean only one."""
    server = Script(said(RECORD))
    kind.drive(kind.rest(server), lambda one: one.phone_numbers.purchase(number))
    assert server.bodies == [{"number": NUMBER}]


EMPTY = "{} is {}: every number would be listed. Leave it out to list them all."
NO_CURSOR = "invalid cursor: pass page.cursor of an earlier page, unchanged."
NO_NUMBER = (
    "filter_number is {!r}, and would match no number: give digits, at most 15, such as '+15558675309' or "
    "'(555) 867-5309'."
)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        *(
            ({name: value}, f"{name} must be a string, not {words}.")
            for name in ("filter_name", "filter_number")
            for value, words in (
                (PhoneNumber(**RECORD), "PhoneNumber (give its .number)"),
                (RECORD, "dict"),
                ([], "list"),
                ([NUMBER], "list"),
                ((), "tuple"),
                (False, "bool"),
                (0, "int"),
                (1.5, "float"),
                (b"+1206", "bytes"),
                (UUID(ID), "UUID"),
                (UNSET, "UnsetType"),
                (..., "ellipsis"),
            )
        ),
        *(({name: ""}, EMPTY.format(name, "empty")) for name in ("filter_name", "filter_number")),
        *(({name: " \n"}, EMPTY.format(name, "blank")) for name in ("filter_name", "filter_number")),
        ({"filter_number": CLEAR}, EMPTY.format("filter_number", "empty")),
        *(
            ({"filter_number": text}, NO_NUMBER.format(text))
            for text in (
                "1-800-FLOWERS",
                "()",
                "+",
                "5035550100, 5035550101",
                "+15035550100 +15035550101",
                "5035550100 5035550101",
                "503*",
                "+44 (0)20",
                "\u0665\u0660\u0663",
                "None",
            )
        ),
        *(
            ({"page_size": value}, "page_size must be a whole number from 1 to 1000.")
            for value in (0, 1001, True, "50", 5.0, [], "")
        ),
        *(
            ({"prefetch": value}, f"prefetch must be True or False, not {type(value).__name__}.")
            for value in (None, 1, "no", [])
        ),
        *(
            ({"errors": value}, f'errors must be "raise" or "skip", not {value!r}.')
            for value in (None, "ignore", [], True)
        ),
        *(
            ({"cursor": value}, NO_CURSOR)
            for value in (
                "",
                " ",
                "abc",
                "abc=",
                "foo=bar",
                "page_number=1",
                "page_token=",
                "filter_number=%2B1",
                f"{PATH}?page_number=1&page_token=PA1",
                f"https://example.com{PATH}?page_token=PA1",
                ID,
                b"page_token=PA1",
                0,
                [],
                False,
                PhoneNumber(**RECORD),
            )
        ),
        (
            {"cursor": "page_token=PA1", "filter_name": ""},
            "cursor already contains the filters and the page size of its listing: pass it without them.",
        ),
    ],
    ids=lambda value: repr(value)[:40],
)
def test_refused_list(kind, given, message):
    """What would list everything in silence is refused, before a page is asked for."""
    assert refusal(kind, lambda one: one.phone_numbers.list(**given)) == message


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("(206) 555-0123", "2065550123"),
        ("+1 206.555.0123", "%2B12065550123"),
        ("206", "206"),
        (" 0123\n", "0123"),
    ],
)
def test_number_filter(kind, text, digits):
    """A number to look for is sent as the server compares it: digits alone."""
    server = Script(said({"data": []}))
    kind.gather(kind.rest(server).phone_numbers.list(filter_number=text))
    assert server.calls == [f"GET {PATH}?filter_number={digits}&page_size=1000"]


@pytest.mark.parametrize(
    "cursor",
    [
        "page_number=1&page_size=50&page_token=PA1",
        "filter_name=&page_token=PA1&newer=1",
    ],
)
def test_cursor(kind, cursor):
    """The cursor of a page is sent as it is."""
    server = Script(said({"data": []}))
    kind.gather(kind.rest(server).phone_numbers.list(cursor=cursor))
    assert server.calls == [f"GET {PATH}?{cursor}"]


def test_purchase(kind):
    """A purchase sends the number, and nothing else."""
    server = Script(said(RECORD))
    kind.drive(kind.rest(server), lambda one: one.phone_numbers.purchase(NUMBER))
    assert (server.calls, server.bodies) == ([f"POST {PATH}"], [{"number": NUMBER}])


@pytest.mark.parametrize(
    ("given", "message"),
    [
        *(
            ({"areacode": value}, f"areacode must be a string, not {type(value).__name__}.")
            for value in (503, ["503", "504"], {"503"}, object, True, b"503")
        ),
        *(
            ({"max_results": value}, f"max_results must be a whole number, not {type(value).__name__}.")
            for value in ("5", 2.5, True, [])
        ),
        ({"number_type": 1}, "number_type must be a string, not int."),
    ],
)
def test_refused_search(kind, given, message):
    """A parameter of a search has the type that its documentation says."""
    assert refusal(kind, lambda one: one.phone_numbers.search(**given)) == message


def test_search(kind):
    """A search sends what is given, and nothing else."""
    server = Script(said({"data": []}))
    kind.drive(
        kind.rest(server), lambda one: one.phone_numbers.search(areacode="503", max_results=5, region=None)
    )
    assert server.calls == [f"GET {PATH}/search?areacode=503&max_results=5"]


class Named(StrEnum):
    """Texts that `str()` may write otherwise."""

    NUMBER = NUMBER
    ID = ID

    def __str__(self):
        return self.name


def test_text_of_a_subclass(kind):
    """A text of a subclass is sent as the text it holds, never as what `str()` makes of it."""
    server = Script(said(RECORD), said(RECORD), said(RECORD), said({"data": []}), said({"data": []}))
    client = kind.rest(server)
    kind.drive(client, lambda one: one.phone_numbers.purchase(Named.NUMBER))
    kind.drive(client, lambda one: one.phone_numbers.get(Named.ID))
    kind.drive(client, lambda one: one.phone_numbers.update(Named.ID, name=Named.ID))
    kind.gather(client.phone_numbers.list(filter_name=Named.ID))
    kind.drive(client, lambda one: one.phone_numbers.search(city=Named.ID, region="OR"))
    assert server.calls == [
        f"POST {PATH}",
        f"GET {PATH}/{ID}",
        f"PUT {PATH}/{ID}",
        f"GET {PATH}?filter_name={ID}&page_size=1000",
        f"GET {PATH}/search?region=OR&city={ID}",
    ]
    assert server.bodies == [{"number": NUMBER}, {"name": ID}]


@pytest.mark.parametrize("topic", [5, True, ["a"], {"a": 1}, b"a", 1.5])
def test_handler_of_another_type(kind, topic):
    """A parameter of a handler is of its documented type, as the same field given by itself."""
    message = refusal(
        kind, lambda one: one.phone_numbers.update(ID, call=handlers.call.RelayTopic(relay_topic=topic))
    )
    assert message == f"call_relay_topic must be a string, not {type(topic).__name__}."
