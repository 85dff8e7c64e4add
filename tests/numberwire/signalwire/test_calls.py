"""Arguments -> call: what is sent of what is given, and what is refused before anything is."""

from uuid import UUID

import pytest

from numberwire import CLEAR
from numberwire.errors import InvalidRequestError
from numberwire.signalwire import CallHandler, HttpMethod, handlers
from tests.numberwire.listings import PATH
from tests.numberwire.servers import Script, said
from tests.numberwire.subjects import ID, NUMBER, RECORD

URL = "https://example.com/voice"


def update(kind, server, *arguments, **fields):
    """Update a number."""
    return kind.drive(
        kind.rest(server), lambda one: one.phone_numbers.update(*(arguments or (ID,)), **fields)
    )


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
        ({}, {}),
        ({"name": "Desk"}, {"name": "Desk"}),
        ({"name": None, "call": None, "message": None, "call_handler": None}, {}),
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


@pytest.mark.parametrize("number_id", [ID, UUID(ID)])
def test_ids(kind, number_id):
    """An id is a text or a UUID, wherever one is asked for."""
    server = Script(said(RECORD), said(RECORD), said({}, 204))
    client = kind.rest(server)
    for call in ("get", "update", "release"):
        kind.drive(client, lambda one, name=call: getattr(one.phone_numbers, name)(number_id))
    assert server.calls == [f"{method} {PATH}/{ID}" for method in ("GET", "PUT", "DELETE")]


@pytest.mark.parametrize("number_id", [7, None, b"x", ["x"], 1.5])
@pytest.mark.parametrize("call", ["get", "update", "release"])
def test_no_id(kind, call, number_id):
    """Anything else is refused."""
    message = refusal(kind, lambda one: getattr(one.phone_numbers, call)(number_id))
    assert message == "the id of a phone number must be a string or a UUID."


@pytest.mark.parametrize(
    "number_id", ["", ".", "..", "../x", "a/b", "a\\b", "a\nb", "\x00", "a\ud800", "\u2028"]
)
@pytest.mark.parametrize("call", ["get", "update", "release"])
def test_id_that_changes_the_path(kind, call, number_id):
    """An id that would change the path is refused, and not shown."""
    message = refusal(kind, lambda one: getattr(one.phone_numbers, call)(number_id))
    assert message.endswith(
        "_phone_number: the path parameter 'id' is empty, or has dots, a slash or a character no path may have"
    )


ENCODED = {"a b": "a%20b", "a?b#c": "a%3Fb%23c", "%2e%2e": "%252e%252e", "é": "%C3%A9", "a;b=c": "a%3Bb%3Dc"}


@pytest.mark.parametrize(("number_id", "segment"), ENCODED.items())
def test_encoded(kind, number_id, segment):
    """All else is percent-encoded."""
    server = Script(said({**RECORD, "id": number_id}))
    kind.drive(kind.rest(server), lambda one: one.phone_numbers.get(number_id))
    assert server.calls == [f"GET {PATH}/{segment}"]


IGNORED = "{} has no {}, and the server would ignore it in silence."


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
            "There are areacode, city, contains, ends_with, max_results, number_type, region, starts_with.",
        ),
    ],
)
def test_unknown_search_parameter(kind, name, hint):
    """A search parameter that the server would ignore is refused, with the one that was meant."""
    message = refusal(kind, lambda one: one.phone_numbers.search(**{name: "503"}))
    assert message == f"{IGNORED.format('search', name)} {hint}"


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("nam", "Did you mean name?"),
        ("call_request_uri", "Did you mean call_request_url?"),
        ("area_code", "There are "),
        ("zzz", "There are "),
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
        ({"name": 7}, "name must be a string, not int."),
        ({"call_handler": ["laml_webhooks"]}, "call_handler must be a string, not list."),
        (
            {"call": TOPIC, "call_handler": "relay_topic"},
            "call= already says what call_handler would: give one or the other.",
        ),
        (
            {"call": TOPIC, "call_relay_topic": "b", "call_request_url": URL},
            "call= already says what call_relay_topic, call_request_url would: give one or the other.",
        ),
        (
            {"message": TEXT, "message_fallback_url": URL},
            "message= already says what message_fallback_url would: give one or the other.",
        ),
        (
            {"call": TEXT},
            "call must be one of numberwire.signalwire.handlers.call, not RelayTopic(relay_topic='a').",
        ),
        ({"message": "x"}, "message must be one of numberwire.signalwire.handlers.message, not 'x'."),
        (
            {"call": handlers.Other("ai_agent")},
            "call=Other(value='ai_agent') can't be set: only answers carry this handler.",
        ),
    ],
)
def test_refused_update(kind, fields, message):
    """Fields that contradict each other, or are no texts, are refused."""
    assert refusal(kind, lambda one: one.phone_numbers.update(ID, **fields)) == message


@pytest.mark.parametrize("number", [12065550123, None, ["+12065550123"]])
def test_refused_purchase(kind, number):
    """A number to buy is a text."""
    message = refusal(kind, lambda one: one.phone_numbers.purchase(number))
    assert message == "number must be a string in E.164 format, such as '+15558675309'."


def test_purchase(kind):
    """A purchase sends the number, and nothing else."""
    server = Script(said(RECORD))
    kind.drive(kind.rest(server), lambda one: one.phone_numbers.purchase(NUMBER))
    assert (server.calls, server.bodies) == ([f"POST {PATH}"], [{"number": NUMBER}])


def test_search(kind):
    """A search sends what is given, and nothing else."""
    server = Script(said({"data": []}))
    kind.drive(
        kind.rest(server), lambda one: one.phone_numbers.search(areacode="503", max_results=5, region=None)
    )
    assert server.calls == [f"GET {PATH}/search?areacode=503&max_results=5"]
