"""The routing API: its update, its envelope and its refusals."""

import json

import pytest

from numberwire.sandbox import API_KEY, UNSCOPED_API_KEY
from numberwire_api import Request

CAMPAIGN = "c71e0a94-3d5f-4b82-96c1-e4f8a2b7d063"
NOBODY = "6f1c2a54-8d3b-4e0f-9a77-0b5a1c9e4d21"
FIRST = {
    "id": "80d9d93b-cb6c-4ef5-b3e4-fdd2f6c5b5c0",
    "number": "+15035551763",
    "number_type": "local",
    "inbound_url": None,
    "status_url": None,
    "label": None,
    "campaign_id": None,
    "carrier_line_option_status": "pending",
    "carrier_line_option_propagated_at": None,
    "sms_enabled": True,
    "mms_enabled": True,
    "created_at": "2025-01-15T09:30:00Z",
    "updated_at": "2025-01-15T09:30:00Z",
}


@pytest.fixture
def first(caller):
    """The id of the organization's first number."""
    return caller.sandbox.routing_ids[0]


@pytest.fixture
def patch(caller, first):
    """Updates the first number; gives the number if that succeeds, else status, code and details."""

    def patch(**fields):
        status, body = caller.route(first, fields)
        if status == 200:
            return body["data"]
        return status, body["error"]["code"], body["error"].get("details")

    return patch


def test_answer_is_an_envelope_around_the_number(caller, first):
    """A success carries the number with all of its fields, and facts about the answer."""
    assert caller.route(first, {}) == (
        200,
        {"success": True, "meta": {"last_event_at": "2025-01-15T09:30:00Z"}, "data": {**FIRST, "id": first}},
    )


def test_fields_are_set_kept_and_cleared(caller, first, patch):
    """A field is set by its value, kept by null or by being left out, and cleared by the empty string."""
    urls = {"inbound_url": "https://example.com/in?a=b%20c#d", "status_url": "https://example.com:8443"}
    every = {**FIRST, "id": first, **urls, "label": "Support Line", "campaign_id": CAMPAIGN}
    assert patch(**urls, label="Support Line", campaign_id=CAMPAIGN) == every
    assert patch(inbound_url=None, campaign_id=None) == every
    assert patch(inbound_url="", status_url="", label="") == {**FIRST, "id": first, "campaign_id": CAMPAIGN}


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("campaign_id", "", "must be the id of a campaign"),
        ("campaign_id", "campaign", "must be the id of a campaign"),
        ("inbound_url", "http://example.com", "must use https://"),
        ("status_url", "example.com", "must use https://"),
        ("status_url", "https://", "must be a URL"),
        ("inbound_url", "https://example.com/a b", "must be a URL"),
        ("inbound_url", "https://example.com/%zz", "must be a URL"),
        ("label", 5, "must be a string"),
        ("label", [], "must be a string"),
    ],
)
def test_wrong_values_fail_validation(patch, field, value, words):
    """A value that can't be taken is a 422 with the field in its details."""
    assert patch(**{field: value}) == (422, "VALIDATION_FAILED", {field: words})


def test_other_fields_are_invalid_input(patch, first):
    """Any field but the four is a 400, and nothing is changed."""
    details = {"number": "cannot be updated", "sms_enabled": "cannot be updated"}
    assert patch(label="x", number="+12065550123", sms_enabled=None) == (400, "INVALID_INPUT", details)
    assert patch() == {**FIRST, "id": first}


@pytest.mark.parametrize(
    ("authorization", "status", "code", "message"),
    [
        ("", 401, "UNAUTHORIZED", "authentication failed"),
        ("Bearer am_live_other", 401, "UNAUTHORIZED", "authentication failed"),
        (f"Basic {API_KEY}", 401, "UNAUTHORIZED", "authentication failed"),
        (f"Bearer {UNSCOPED_API_KEY}", 403, "FORBIDDEN", "missing required scope"),
        (f"Bearer {API_KEY}", 404, "NOT_FOUND", "not found"),
    ],
)
def test_refusal_has_code_message_and_request_id(caller, authorization, status, code, message):
    """Each refusal says success false, with its code, its words and the id of the request."""
    caller.authorization = authorization
    response = caller.send("PATCH", f"/v1/phone-numbers/{NOBODY}", b"{}")
    error = {"code": code, "message": message, "request_id": response.header("x-request-id")}
    assert (response.status, json.loads(response.content)) == (status, {"success": False, "error": error})
    assert len(error["request_id"]) == 26


@pytest.mark.parametrize("identifier", ["no-id", "%2F", "19aa2caa-4192-4888-8f6f-9f18b57aa229"])
def test_id_of_no_number_is_not_found(caller, identifier):
    """What is no id, or the id of another API's number, is not found."""
    caller.buy()
    assert caller.route(identifier, {})[0] == 404


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'"x"'])
def test_body_that_is_no_object_is_invalid_input(caller, first, content):
    """A body that is not valid JSON object is a 400."""
    headers = (("authorization", f"Bearer {API_KEY}"),)
    response = caller.sandbox(Request("PATCH", f"/v1/phone-numbers/{first}", headers, content))
    assert (response.status, json.loads(response.content)["error"]["code"]) == (400, "INVALID_INPUT")


def test_other_methods_are_not_allowed(caller, first):
    """The API has one operation."""
    caller.authorization = f"Bearer {API_KEY}"
    response = caller.send("GET", f"/v1/phone-numbers/{first}")
    assert (response.status, response.header("allow")) == (405, "PATCH")


def test_carrier_line_option_is_done_after_its_time(caller, first, patch):
    """The carrier line option is pending until its time has passed on the sandbox's clock, then done."""
    caller.sandbox.clock.advance(599)
    assert patch()["carrier_line_option_status"] == "pending"
    caller.sandbox.clock.advance(1)
    assert patch() == {
        **FIRST,
        "id": first,
        "carrier_line_option_status": "done",
        "carrier_line_option_propagated_at": "2025-01-15T09:40:00Z",
        "updated_at": "2025-01-15T09:40:00Z",
    }


def test_another_campaign_is_pending_again(caller, patch):
    """Attaching another campaign begins anew; attaching the same one does not."""
    caller.sandbox.clock.advance(600)
    assert patch(campaign_id=CAMPAIGN)["carrier_line_option_status"] == "pending"
    caller.sandbox.clock.advance(600)
    assert patch(campaign_id=CAMPAIGN)["carrier_line_option_status"] == "done"


def test_organization_has_three_numbers(caller):
    """The API has no way to buy a number, so there are some from the beginning."""
    numbers = [caller.route(identifier, {})[1]["data"]["number"] for identifier in caller.sandbox.routing_ids]
    assert numbers == ["+15035551763", "+12065557234", "+15095558321"]
