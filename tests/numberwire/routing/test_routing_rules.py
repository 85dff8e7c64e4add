"""The rules of the routing API's page, checked before anything is sent."""

from uuid import UUID

import pytest

from numberwire import CLEAR
from numberwire.errors import FieldError, InvalidRequestError
from numberwire_api.routing.models import RoutingUpdate
from numberwire_api.routing.phone_numbers import update_phone_number_routing
from tests.numberwire.servers import Script, said
from tests.numberwire.subjects import ID, RECORD

ANSWER = said({"success": True, "data": RECORD})
CAMPAIGN = "78614b6c-fe7c-41e2-8e25-c9b3a3c91904"


def update(kind, server, checks=None, **fields):
    """Update a number's routing."""
    return kind.drive(kind.routing(server, checks=checks), lambda one: one.phone_numbers.update(ID, **fields))


@pytest.mark.parametrize(
    ("fields", "body"),
    [
        ({"label": "Desk"}, {"label": "Desk"}),
        ({"label": "Desk", "inbound_url": None, "campaign_id": None}, {"label": "Desk"}),
        ({"inbound_url": "https://example.com/in"}, {"inbound_url": "https://example.com/in"}),
        (
            {"inbound_url": CLEAR, "status_url": "", "label": CLEAR},
            {"inbound_url": "", "status_url": "", "label": ""},
        ),
        ({"campaign_id": UUID(CAMPAIGN)}, {"campaign_id": CAMPAIGN}),
        ({"campaign_id": CAMPAIGN}, {"campaign_id": CAMPAIGN}),
    ],
)
def test_sent(kind, fields, body):
    """What is given is sent, None is not, CLEAR and the empty string clear."""
    server = Script(ANSWER)
    assert update(kind, server, **fields).id == ID
    assert (server.calls, server.bodies) == ([f"PATCH /v1/phone-numbers/{ID}"], [body])


OVERRULED = " (Nothing was sent. To skip this check: client.with_options(checks={{{!r}: False}}).)"
PAGE = "(page 'Update routing on a phone number')"
NOTHING = f"the update changes nothing: give one of inbound_url, status_url, label, campaign_id {PAGE}."
CLEARED = (
    "campaign_id can't be cleared: a campaign can be changed, not removed, "
    "and the server would answer VALIDATION_FAILED "
    f"{PAGE}."
)


@pytest.mark.parametrize(
    ("check", "fields", "message"),
    [
        ("changes-nothing", {}, NOTHING),
        ("changes-nothing", {"label": None}, NOTHING),
        ("campaign-cleared", {"campaign_id": CLEAR}, CLEARED),
        ("campaign-cleared", {"campaign_id": "", "label": "Desk"}, CLEARED),
        *(
            ("https", {name: url}, f"{name} is {url!r}: it must start with https:// {PAGE}.")
            for name in ("inbound_url", "status_url")
            for url in ("http://example.com", "example.com", "HTTP://example.com", "ftp://example.com")
        ),
    ],
)
def test_refused(kind, check, fields, message):
    """A rule that is broken is told before anything is sent; its check can be switched off by name."""
    server = Script(ANSWER)
    with pytest.raises(InvalidRequestError) as caught:
        update(kind, server, **fields)
    assert str(caught.value) == message + OVERRULED.format(check)
    assert (caught.value.check, server.asked) == (check, [])
    assert update(kind, server, checks={check: False}, **fields).id == ID


@pytest.mark.parametrize(
    ("field", "hint"),
    [
        ("lable", "Did you mean label?"),
        ("inbound", "Did you mean inbound_url?"),
        ("number", "Allowed: inbound_url, status_url, label, campaign_id."),
        ("id_", "Allowed: inbound_url, status_url, label, campaign_id."),
    ],
)
@pytest.mark.parametrize("value", ["x", None])
def test_unknown_field(kind, field, hint, value):
    """Any other field is refused as the server would refuse it, with the name that was meant."""
    with pytest.raises(InvalidRequestError) as caught:
        update(kind, Script(ANSWER), **{field: value})
    assert str(caught.value) == (
        f"update has no {field}, and the server would answer INVALID_INPUT. {hint} "
        f"To send it all the same: extra_body={{{field!r}: ...}}."
    )
    assert caught.value.errors == (FieldError("INVALID_INPUT", "no such field", field),)


@pytest.mark.parametrize("value", [5, True, 1.5, ["x"], b"x"])
def test_no_text(kind, value):
    """A value that is no text is refused, and not made one in silence."""
    with pytest.raises(InvalidRequestError):
        update(kind, Script(ANSWER), label=value)


@pytest.mark.parametrize("number_id", ["", ".", "..", "a/b", "a\\b", "a\nb", "a\ud800", 7, None, b"x"])
def test_refused_id(kind, number_id):
    """An id that would change the path, or is none, is refused before anything is sent."""
    server = Script(ANSWER)
    with pytest.raises(InvalidRequestError):
        kind.drive(kind.routing(server), lambda one: one.phone_numbers.update(number_id, label="Desk"))
    assert server.asked == []


def test_generated_layer(kind):
    """The checks hold for an operation of the generated layer as well, whose null changes nothing either."""
    operation = update_phone_number_routing(ID, RoutingUpdate(campaign_id=None))
    with pytest.raises(InvalidRequestError, match="changes nothing"):
        kind.drive(kind.routing(Script(ANSWER)), lambda one: one.send(operation))
