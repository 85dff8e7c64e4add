"""What the routing API answers: the envelope, the number in it, and every way it says no."""

import logging
from datetime import UTC, datetime

import pytest

from numberwire import errors
from numberwire.errors import (
    APIResponseValidationError,
    APIStatusError,
    FieldError,
    InternalServerError,
    PermissionDeniedError,
)
from numberwire.routing import RoutedPhoneNumber, RoutingMeta
from numberwire.sandbox import UNSCOPED_API_KEY
from numberwire_api.routing.models import CarrierLineOptionStatus, RoutedNumberType
from tests.numberwire.servers import Script, said
from tests.numberwire.subjects import API_KEY, ID, RECORD

pytestmark = pytest.mark.usefixtures("at_once")
SEED_ANSWER = {
    "success": True,
    "error": None,
    "meta": {
        "total": 1,
        "limit": 50,
        "offset": 0,
        "next_cursor": "c",
        "last_event_at": "2025-01-15T09:30:00Z",
    },
    "data": {
        "id": ID,
        "number": "+12065550123",
        "number_type": "local",
        "inbound_url": "https://example.com/in",
        "status_url": "https://example.com/status",
        "label": "Desk",
        "campaign_id": "78614b6c-fe7c-41e2-8e25-c9b3a3c91904",
        "carrier_line_option_status": "queued",
        "carrier_line_option_propagated_at": None,
        "sms_enabled": True,
        "mms_enabled": False,
        "created_at": "2025-01-15T09:30:00Z",
        "updated_at": "2025-01-15T09:30:00Z",
    },
}


def update(kind, server, **fields):
    """Update a number's routing."""
    return kind.drive(
        kind.routing(server), lambda one: one.phone_numbers.update(ID, **(fields or {"label": "Desk"}))
    )


def test_unwrapped(kind):
    """The envelope is taken off: what is returned is the number, with its thirteen fields."""
    then = datetime(2025, 1, 15, 9, 30, tzinfo=UTC)
    assert update(kind, Script(said(SEED_ANSWER))) == RoutedPhoneNumber(
        id=ID,
        number="+12065550123",
        number_type=RoutedNumberType.local,
        inbound_url="https://example.com/in",
        status_url="https://example.com/status",
        label="Desk",
        campaign_id="78614b6c-fe7c-41e2-8e25-c9b3a3c91904",
        carrier_line_option_status=CarrierLineOptionStatus("queued"),
        carrier_line_option_propagated_at=None,
        sms_enabled=True,
        mms_enabled=False,
        created_at=then,
        updated_at=then,
    )


def test_meta(kind):
    """What the envelope says beside the number stays within reach."""
    client = kind.routing(Script(said(SEED_ANSWER)))
    raw = kind.drive(client.with_raw_response, lambda one: one.phone_numbers.update(ID, label="Desk"))
    assert raw.envelope.meta == RoutingMeta(
        total=1, limit=50, offset=0, next_cursor="c", last_event_at=datetime(2025, 1, 15, 9, 30, tzinfo=UTC)
    )
    assert raw.envelope.data == raw.value


def refusal(code, **error):
    """An envelope that says no."""
    return {"success": False, "error": {"code": code, "message": "words", "request_id": "r1", **error}}


@pytest.mark.parametrize(
    ("status", "code", "name"),
    [
        (400, "INVALID_INPUT", "BadRequestError"),
        (401, "UNAUTHORIZED", "AuthenticationError"),
        (403, "FORBIDDEN", "PermissionDeniedError"),
        (404, "NOT_FOUND", "NotFoundError"),
        (422, "VALIDATION_FAILED", "UnprocessableEntityError"),
        (200, "VALIDATION_FAILED", "APIStatusError"),
    ],
)
def test_error(kind, status, code, name):
    """Each error has its class by its status, its code and words, and the request's id; in a 200 it is one too."""
    with pytest.raises(APIStatusError) as caught:
        update(kind, Script(said(refusal(code), status, x_request_id="r2")))
    error = caught.value
    assert type(error) is getattr(errors, name)
    assert str(error) == f"PATCH /v1/phone-numbers/{ID}: {status}: words ({code})"
    assert (error.errors, error.request_id) == ((FieldError(code, "words"),), "r1")
    assert (error.method, error.path, error.status_code, error.attempts) == (
        *("PATCH", f"/v1/phone-numbers/{ID}", status, 1),
    )


def test_details(kind):
    """Details by field become one complaint each."""
    details = {"to": "must be E.164", "body": "must be 1..1600 chars"}
    with pytest.raises(APIStatusError) as caught:
        update(kind, Script(said(refusal("VALIDATION_FAILED", details=details), 422)))
    assert caught.value.errors == (
        FieldError("VALIDATION_FAILED", "must be E.164", "to"),
        FieldError("VALIDATION_FAILED", "must be 1..1600 chars", "body"),
    )


@pytest.mark.parametrize(
    ("answer", "complaints"),
    [
        ({"success": False}, (FieldError(None, "the envelope reports a failure without a reason"),)),
        ({"success": False, "error": {"code": "TEAPOT"}}, (FieldError("TEAPOT", "TEAPOT"),)),
        ({"success": False, "error": {"code": "TEAPOT"}, "data": RECORD}, (FieldError("TEAPOT", "TEAPOT"),)),
    ],
)
def test_failure_without_words(kind, answer, complaints):
    """An envelope that says that it failed is an error, whatever else it lacks or holds."""
    with pytest.raises(APIStatusError) as caught:
        update(kind, Script(said(answer)))
    assert caught.value.errors == complaints


@pytest.mark.parametrize(
    "answer",
    [
        {"success": True},
        {"success": True, "data": None},
        {"data": RECORD},
        {"success": "yes", "data": RECORD},
        RECORD,
        [],
    ],
)
def test_no_envelope(kind, answer):
    """An answer without its envelope, or an envelope without a number, can't be read."""
    with pytest.raises(APIResponseValidationError):
        update(kind, Script(said(answer)))


def test_error_beside_success(kind):
    """An envelope that says success is one, though the documented sample carries an error beside it."""
    answer = {"success": True, "error": {"code": "TEAPOT", "message": "words"}, "data": RECORD}
    assert update(kind, Script(said(answer))).id == ID


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ({"error": "no such key"}, "no such key"),
        ({"success": False, "error": "no such key"}, "no such key"),
        (
            {"success": False, "error": {"code": "C", "message": "no", "details": {"to": ["a", "b"]}}},
            "to: ['a', 'b'] (C)",
        ),
    ],
)
def test_error_in_another_shape(kind, answer, words):
    """An error that is no envelope to the letter keeps its words."""
    with pytest.raises(APIStatusError) as caught:
        update(kind, Script(said(answer, 422)))
    assert str(caught.value).endswith(f"422: {words}")


def test_error_without_envelope(kind):
    """An error that comes from before the API, such as a gateway's, is one all the same."""
    with pytest.raises(InternalServerError, match=": 502"):
        update(kind, Script(said("<html>", 502)))


def test_repeated(kind):
    """The PATCH sets values, so it is repeated after an answer was lost, the same body again."""
    server = Script(ConnectionResetError(), said({}, 503), said(SEED_ANSWER))
    assert update(kind, server, label="Desk").label == "Desk"
    assert server.bodies == [{"label": "Desk"}] * 3


def test_masked_key(kind, caplog):
    """The key shows nowhere: not in an error that echoes it, not in the client, not in the log."""
    client = kind.routing(Script(said(refusal("UNAUTHORIZED", details={"key": f"unknown: {API_KEY}"}), 401)))
    with caplog.at_level(logging.DEBUG), pytest.raises(APIStatusError) as caught:
        kind.drive(client, lambda one: one.phone_numbers.update(ID, label="Desk"))
    assert "key: unknown: ***" in str(caught.value)
    assert API_KEY not in repr([vars(caught.value), client, vars(client), caplog.text])


def test_sandbox(kind, sandbox):
    """Against the sandbox an update sets, leaves and clears what it says, and a key without the scope may not."""
    number_id = sandbox.routing_ids[0]

    def ask(client, **fields):
        return kind.drive(client, lambda one: one.phone_numbers.update(number_id, **fields))

    client = kind.routing_class(sandbox.api_key, "https://api.example.com", transport=sandbox)
    first = ask(client, label="Desk", inbound_url="https://example.com/in")
    second = ask(client, label="")
    assert (first.label, first.inbound_url) == ("Desk", "https://example.com/in")
    assert (second.label, second.inbound_url) == (None, "https://example.com/in")
    unscoped = kind.routing_class(UNSCOPED_API_KEY, "https://api.example.com", transport=sandbox)
    with pytest.raises(PermissionDeniedError, match="FORBIDDEN"):
        ask(unscoped, label="Desk")
