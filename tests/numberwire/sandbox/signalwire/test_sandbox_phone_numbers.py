"""Purchase, look-up and release."""

from datetime import timedelta

import pytest

from numberwire_api.signalwire import PhoneNumber

ID = "6f1c2a54-8d3b-4e0f-9a77-0b5a1c9e4d21"
KNOWN = {
    "id": "19aa2caa-4192-4888-8f6f-9f18b57aa229",
    "number": "+15035551763",
    "name": None,
    "country_code": "US",
    "capabilities": ["voice", "sms", "mms", "fax"],
    "number_type": "longcode",
    "e911_address_id": None,
    "created_at": "2025-01-15T09:30:00Z",
    "updated_at": "2025-01-15T09:30:00Z",
    "next_billed_at": "2025-02-14T09:30:00Z",
    "call_handler": None,
    "calling_handler_resource_id": None,
    "call_receive_mode": "voice",
    "call_relay_script_url": None,
    "call_relay_context": None,
    "call_relay_context_status_callback_url": None,
    "call_relay_topic": None,
    "call_relay_topic_status_callback_url": None,
    "call_relay_application": None,
    "call_request_url": None,
    "call_request_method": None,
    "call_fallback_url": None,
    "call_fallback_method": None,
    "call_status_callback_url": None,
    "call_status_callback_method": None,
    "call_laml_application_id": None,
    "call_dialogflow_agent_id": None,
    "call_relay_connector_id": None,
    "call_sip_endpoint_id": None,
    "call_verto_resource": None,
    "call_video_room_id": None,
    "message_handler": None,
    "messaging_handler_resource_id": None,
    "message_relay_context": None,
    "message_relay_topic": None,
    "message_relay_application": None,
    "message_request_url": None,
    "message_request_method": None,
    "message_fallback_url": None,
    "message_fallback_method": None,
    "message_laml_application_id": None,
}
BOUGHT = {**dict.fromkeys(PhoneNumber.__struct_fields__), **KNOWN}
"""A number just bought: what the documentation has that no rule of the sandbox is about is null."""


def test_purchase_adds_the_number(caller):
    """A number that a search found can be bought; it comes with every documented field."""
    assert caller.ask("POST", body={"number": "+15035551763", "name": "ignored"}) == (200, BOUGHT)
    assert caller.ask("GET", BOUGHT["id"]) == (200, BOUGHT)
    assert caller.ask("GET", BOUGHT["id"].upper()) == (200, BOUGHT)


def test_purchase_takes_the_number_off_the_market(caller, complaint):
    """A number that was bought is not found any more and can't be bought again."""
    number = caller.buy(areacode="503")["number"]
    _, found = caller.ask("GET", "search", areacode="503", max_results=100)
    assert number not in [item["number"] for item in found["data"]]
    assert len(found["data"]) == 59
    assert caller.ask("POST", body={"number": number}) == (
        422,
        complaint("number is no longer available: it is owned or was released"),
    )


@pytest.mark.parametrize(
    "number", [None, 15035551763, "", "15035551763", "+0503", "+1503555176\uff13", "+1503555-1763"]
)
def test_purchase_wants_e164(caller, complaint, number):
    """What is no phone number in E.164 format can't be bought."""
    expected = complaint("number must be a phone number in E.164 format")
    assert caller.ask("POST", body={"number": number}) == (422, expected)
    assert caller.ask("POST", body={}) == (422, expected)


def test_purchase_wants_a_number_for_sale(caller, complaint):
    """A number that no search finds can't be bought."""
    assert caller.ask("POST", body={"number": "+15035550001"}) == (
        422,
        complaint("number is not for sale: buy a number that a search returned"),
    )


def test_project_holds_its_limit_of_numbers(make, complaint):
    """A purchase past the project's limit is refused."""
    caller = make(number_limit=2)
    caller.sandbox.add_numbers(2)
    _, found = caller.ask("GET", "search", max_results=1)
    assert caller.ask("POST", body={"number": found["data"][0]["number"]}) == (
        422,
        complaint("number cannot be bought: the project has reached its limit of 2 numbers"),
    )


def test_project_holds_a_thousand_numbers(caller):
    """The documented limit is the default: the thousandth number can be bought, the next one not."""
    caller.sandbox.add_numbers(999)
    assert caller.buy()["number"]
    _, found = caller.ask("GET", "search", max_results=1)
    assert caller.ask("POST", body=found["data"][0])[0] == 422


@pytest.mark.parametrize(("method", "body"), [("GET", None), ("PUT", {"name": "x"}), ("DELETE", None)])
def test_id_of_no_number_is_not_found(caller, complaint, method, body):
    """An id that is nobody's answers 404, and what is no id 422."""
    unrecognized = complaint("This is not the id of a phone number.", "provided_id_is_unrecognized")
    assert caller.ask(method, ID, body) == (404, {"error": "Not Found"})
    assert caller.ask(method, "no-id", body) == (422, unrecognized)
    assert caller.ask(method, f"{ID}%2F..", body) == (422, unrecognized)


@pytest.mark.parametrize(("trial", "days"), [(False, 14), (True, 30)])
def test_release_waits_for_its_day(make, complaint, trial, days):
    """A number can be released 14 days after its purchase, on a trial account 30, and not a second sooner."""
    caller = make(trial=trial)
    identifier = caller.buy()["id"]
    caller.sandbox.clock.advance(timedelta(days=days, seconds=-1))
    assert caller.ask("DELETE", identifier) == (
        422,
        complaint(f"The number was purchased less than {days} days ago.", "purchased_too_recently"),
    )
    caller.sandbox.clock.advance(1)
    response = caller.send("DELETE", identifier)
    assert (response.status, response.content, response.header("content-type")) == (204, b"", None)
    assert caller.ask("DELETE", identifier) == (404, {"error": "Not Found"})


def test_release_is_for_good(caller):
    """A released number comes back neither to the project nor to the market."""
    number = caller.buy(areacode="503")
    caller.sandbox.clock.advance(timedelta(days=14))
    assert caller.send("DELETE", number["id"]).status == 204
    assert caller.ask("GET")[1]["data"] == []
    _, found = caller.ask("GET", "search", areacode="503", max_results=100)
    assert number["number"] not in [item["number"] for item in found["data"]]
    assert caller.ask("POST", body={"number": number["number"]})[0] == 422


def test_billing_goes_on(caller):
    """The next billing lies ahead, however far the clock is put forward."""
    identifier = caller.buy()["id"]
    caller.sandbox.clock.advance(timedelta(days=45))
    assert caller.ask("GET", identifier)[1]["next_billed_at"] == "2025-03-16T09:30:00Z"


def test_added_numbers_say_what_they_are_told_to(caller):
    """A test can have numbers with values that no update may set."""
    (identifier,) = caller.sandbox.add_numbers(1, call_handler="ai_agent", capabilities=["voice", "smell"])
    expected = {**BOUGHT, "call_handler": "ai_agent", "capabilities": ["voice", "smell"]}
    _, number = caller.ask("GET", identifier)
    assert number == {**expected, "calling_handler_resource_id": number["calling_handler_resource_id"]}


def test_added_numbers_may_outnumber_the_inventory(caller):
    """A test can have more numbers than are for sale, all different."""
    assert len(set(caller.sandbox.add_numbers(3000))) == 3000
    assert caller.sandbox.store.count("signalwire") == 3000
