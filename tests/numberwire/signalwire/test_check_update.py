"""What an update would be refused for, without an account."""

import inspect
import warnings

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from numberwire import CLEAR
from numberwire.errors import InvalidRequestError
from numberwire.signalwire import PhoneNumberUpdateFields, check_update, handlers
from numberwire_api import CallOptions
from tests.numberwire.servers import Script, said
from tests.numberwire.subjects import ID, RECORD, SYNC


def test_everything_at_once():
    """Everything that is wrong is told at once, and nothing is raised or warned of."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = check_update(
            call=handlers.call.LamlWebhooks("ftp://example.com"),
            message=handlers.message.RelayContext("office"),
            whole="yes",
            nme="Desk",
            name=7,
            call_receive_mode="  ",
            call_request_url="https://example.com",
        )
    assert [(refusal.check, refusal.is_advice) for refusal in found] == [
        (None, False),
        (None, False),
        (None, False),
        (None, False),
        (None, False),
        ("deprecated", True),
        ("deprecated", True),
    ]
    assert [refusal.message.partition(" ")[0] for refusal in found] == [
        "whole",
        "update",
        "name",
        "call=",
        "call_receive_mode",
        "message_handler",
        "message_relay_context",
    ]


def test_every_field_shows():
    """Its signature shows each field of an update, and the checks; none hides behind ``**``."""
    fields = {*PhoneNumberUpdateFields.__annotations__} - {*CallOptions.__annotations__}
    parameters = inspect.signature(check_update).parameters
    assert {*parameters} == {*fields, "checks"}
    assert {one.kind for one in parameters.values()} == {inspect.Parameter.KEYWORD_ONLY}


def test_switched_off():
    """A check that is switched off finds nothing."""
    fields = {"call_handler": "relay_topic"}
    assert [refusal.check for refusal in check_update(**fields)] == ["handlers"]
    assert check_update(**fields, checks={"handlers": False}) == []


@pytest.mark.parametrize(
    ("checks", "message"),
    [
        ({"handler": False}, "No check is named 'handler'. Did you mean handlers?"),
        (["handlers"], "must be a mapping"),
    ],
)
def test_no_check(checks, message):
    """A check that isn't there can't be switched off."""
    with pytest.raises(InvalidRequestError) as caught:
        check_update(name="Desk", checks=checks)
    assert message in str(caught.value)


@pytest.mark.parametrize("fields", [{}, {"name": None}, {"whole": True}, {"call": 7}])
def test_nothing_to_send(fields):
    """An update that changes nothing is refused."""
    assert len(check_update(**fields)) >= 1


VALUES = {
    "name": st.sampled_from(["Desk", "", " ", 7, None]),
    "call": st.sampled_from(
        [None, handlers.NONE, CLEAR, handlers.Other("ai_agent"), handlers.call.RelayTopic("office"), 7]
    ),
    "call_handler": st.sampled_from(["relay_topic", "ai_agent", "", None]),
    "call_relay_topic": st.sampled_from(["office", CLEAR, None]),
    "call_relay_application": st.sampled_from(["office", CLEAR, None]),
    "call_request_url": st.sampled_from(["https://example.com", "example.com", None]),
    "whole": st.booleans(),
    "nme": st.just("x"),
}


@settings(max_examples=150, deadline=None)
@given(st.fixed_dictionaries({}, optional=VALUES))
def test_it_finds_what_an_update_refuses(fields):
    """It finds something, other than advice, exactly where the update is refused."""
    client = SYNC.rest(Script(said(RECORD)))
    refusals = [refusal for refusal in check_update(**fields) if not refusal.is_advice]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            client.phone_numbers.update(ID, **fields)
        except InvalidRequestError:
            assert refusals != []
        else:
            assert refusals == []
