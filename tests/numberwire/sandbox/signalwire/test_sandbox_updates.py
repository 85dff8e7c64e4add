"""Updates: what they set, what they leave, and what they refuse."""

import pytest

from numberwire_api.signalwire.handlers import HANDLERS

UUID = "0c8e7d15-92a4-4f63-b1d8-5e2f9a60c7b3"
CALLS = [
    ("relay_script", "call_relay_script_url", "https://example.com/swml"),
    ("relay_context", "call_relay_context", "office"),
    ("relay_topic", "call_relay_topic", "office"),
    ("relay_application", "call_relay_application", "office"),
    ("laml_webhooks", "call_request_url", "https://example.com/voice"),
    ("laml_application", "call_laml_application_id", "app"),
    ("dialogflow", "call_dialogflow_agent_id", "agent"),
    ("relay_connector", "call_relay_connector_id", "connector"),
    ("relay_sip_endpoint", "call_sip_endpoint_id", UUID),
    ("relay_verto_endpoint", "call_verto_resource", "verto"),
    ("video_room", "call_video_room_id", UUID),
]
MESSAGES = [
    ("relay_context", "message_relay_context", "office"),
    ("relay_topic", "message_relay_topic", "office"),
    ("relay_application", "message_relay_application", "office"),
    ("laml_webhooks", "message_request_url", "https://example.com/message"),
    ("laml_application", "message_laml_application_id", "app"),
]
CASES = [("call_handler", *case) for case in CALLS] + [("message_handler", *case) for case in MESSAGES]


@pytest.fixture
def number(caller):
    """A number just bought."""
    return caller.buy()


@pytest.fixture
def put(caller, number):
    """Updates the number; gives the status and what differs from the number as it was bought."""

    def put(**fields):
        status, after = caller.ask("PUT", number["id"], fields)
        if status != 200:
            return status, after
        assert caller.ask("GET", number["id"]) == (200, after)
        made_up = ("calling_handler_resource_id", "messaging_handler_resource_id")
        return status, {
            name: after[name] for name in after if after[name] != number[name] and name not in made_up
        }

    return put


@pytest.mark.parametrize(("kind", "handler", "field", "value"), CASES)
def test_handler_is_set_with_its_parameter(put, kind, handler, field, value):
    """Each settable handler is taken together with its first parameter."""
    expected = {kind: handler, field: value}
    assert put(**expected) == (200, expected)


@pytest.mark.parametrize(("kind", "handler", "field", "value"), CASES)
def test_handler_is_refused_without_its_parameter(put, complaint, *, kind, handler, field, value):
    """A handler in force without its first parameter is refused, whether set so or made so by clearing it."""
    refused = (422, complaint(f"{field} is required when {kind} is {handler}"))
    assert put(**{kind: handler}) == refused
    assert put(**{kind: handler, field: value})[0] == 200
    assert put(**{field: ""}) == refused


@pytest.mark.parametrize(("kind", "handler", "field", "value"), CASES)
def test_parameter_may_have_been_set_before(put, kind, handler, field, value):
    """A parameter that is there already needs not be sent with its handler."""
    assert put(**{field: value}) == (200, {field: value})
    assert put(**{kind: handler}) == (200, {kind: handler, field: value})


@pytest.mark.parametrize(
    "value", ["call_flow", "ai_agent", "fabric_subscriber", "sip_gateway", "call_queue", "x"]
)
def test_other_handlers_are_refused(put, complaint, value):
    """A handler that only answers carry, or nobody knows, can't be set."""
    names = ", ".join(HANDLERS["call_handler"])
    assert put(call_handler=value) == (422, complaint(f"call_handler must be one of {names}"))


def test_number_keeps_a_newer_handler_through_an_update(caller):
    """A number with a handler that only answers carry can still be updated."""
    (identifier,) = caller.sandbox.add_numbers(1, call_handler="ai_agent")
    status, number = caller.ask("PUT", identifier, {"name": "Agent"})
    assert (status, number["name"], number["call_handler"]) == (200, "Agent", "ai_agent")


def test_fields_not_sent_stay(put):
    """An update changes what it names and leaves the rest."""
    assert put(name="Support Line", call_receive_mode="fax") == (
        200,
        {"name": "Support Line", "call_receive_mode": "fax"},
    )
    assert put(call_request_method="GET") == (
        200,
        {"name": "Support Line", "call_receive_mode": "fax", "call_request_method": "GET"},
    )


def test_update_is_dated(caller, number):
    """An update sets updated_at and leaves created_at."""
    caller.sandbox.clock.advance(60)
    assert caller.ask("PUT", number["id"], {}) == (200, {**number, "updated_at": "2025-01-15T09:31:00Z"})


def test_empty_string_clears(put):
    """The empty string clears a field, or puts it back to its default."""
    assert (
        put(name="x", call_receive_mode="fax", call_handler="relay_topic", call_relay_topic="office")[0]
        == 200
    )
    assert put(name="", call_receive_mode="", call_handler="", call_relay_topic="") == (200, {})


def test_unknown_fields_are_ignored_in_silence(put):
    """A field nobody knows, or that no update may set, changes nothing and is no error."""
    assert put(area_code="503", number="+15035550000", capabilities=[], id="x") == (200, {})


@pytest.mark.parametrize("value", [None, 1, True, [], {}])
def test_values_are_strings(put, complaint, value):
    """Every settable field is a string."""
    assert put(name=value) == (422, complaint("name must be a string"))


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("call_request_method", "PUT", "must be one of POST, GET"),
        ("message_fallback_method", "post", "must be one of POST, GET"),
        ("call_receive_mode", "video", "must be one of voice, fax"),
        ("call_video_room_id", "room", "must be a UUID"),
        ("call_sip_endpoint_id", UUID + "0", "must be a UUID"),
    ],
)
def test_values_have_their_shape(put, complaint, field, value, words):
    """Methods, modes and ids of a UUID's shape are checked."""
    assert put(**{field: value}) == (422, complaint(f"{field} {words}"))


def test_every_wrong_field_is_named(put):
    """A refusal names each field at fault, and sets none of the others."""
    status, body = put(name=1, call_request_method="PUT", message_relay_topic="office")
    assert (status, [item["detail"] for item in body["errors"]]) == (
        422,
        ["name must be a string", "call_request_method must be one of POST, GET"],
    )
    assert put() == (200, {})


@pytest.mark.parametrize("kind", ["call", "message"])
def test_application_wins_over_its_aliases(put, kind):
    """Of the names of one setting that are sent together, the application's value is taken."""
    sent = {f"{kind}_relay_context": "c", f"{kind}_relay_topic": "t", f"{kind}_relay_application": "a"}
    assert put(**sent) == (200, {f"{kind}_relay_application": "a"})
    expected = {
        f"{kind}_handler": "relay_topic",
        f"{kind}_relay_topic": "a",
        f"{kind}_relay_application": "a",
    }
    assert put(**{f"{kind}_handler": "relay_topic"}) == (200, expected)


def test_topic_wins_over_context(put):
    """Of the two other names, the one that is not deprecated is taken."""
    assert put(call_relay_context="c", call_relay_topic="t") == (200, {"call_relay_topic": "t"})


def test_alias_replaces_what_was_set_by_another_name(put):
    """The names of one setting never hold two values."""
    assert put(call_relay_application="a") == (200, {"call_relay_application": "a"})
    assert put(call_relay_topic="t") == (200, {"call_relay_topic": "t"})


def test_resource_of_a_handler_has_an_id(caller, number):
    """A handler in force has the id of a resource behind it; without one there is none."""
    fields = {"call_handler": "laml_application", "call_laml_application_id": "app"}
    _, after = caller.ask("PUT", number["id"], fields)
    assert len(after["calling_handler_resource_id"]) == 36
    assert after["messaging_handler_resource_id"] is None
