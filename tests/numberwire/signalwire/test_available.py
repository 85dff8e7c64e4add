"""Numbers that can be bought: one shape for the two that the documentation shows."""

import pytest

from numberwire.sandbox import Sandbox, Settings
from numberwire.signalwire import AvailablePhoneNumber
from tests.numberwire.servers import Script, said

FLAGS = {
    "number": "+15035550123",
    "region": "OR",
    "city": "Portland",
    "rate_center": "PORTLAND",
    "lata": "672",
    "capabilities": {"voice": True, "sms": True, "mms": False, "fax": None},
}
NAMES = {
    "e164": "+15035550123",
    "national_number_formatted": "(503) 555-0123",
    "international_number_formatted": "+1 503-555-0123",
    "rate_center": "PORTLAND",
    "region": "OR",
    "country_code": "US",
    "capabilities": ["voice", "sms", "newer"],
}


def search(kind, server, **parameters):
    """Search for numbers."""
    return kind.drive(kind.rest(server), lambda one: one.phone_numbers.search(**parameters))


def test_shape_of_flags(kind):
    """An item with flags and a plain number is read as the one shape."""
    assert search(kind, Script(said({"data": [FLAGS]}))) == [
        AvailablePhoneNumber(
            number="+15035550123",
            capabilities=("voice", "sms"),
            region="OR",
            city="Portland",
            rate_center="PORTLAND",
            lata="672",
        )
    ]


def test_shape_of_names(kind):
    """An item with names and an E.164 number is read as the same shape; a new name passes through."""
    assert search(kind, Script(said({"data": [NAMES]}))) == [
        AvailablePhoneNumber(
            number="+15035550123",
            capabilities=("voice", "sms", "newer"),
            region="OR",
            rate_center="PORTLAND",
            country_code="US",
            national_format="(503) 555-0123",
            international_format="+1 503-555-0123",
        )
    ]


@pytest.mark.parametrize(
    ("items", "numbers"),
    [
        ([], []),
        ([{"number": "+15035550123"}], [("+15035550123", ())]),
        ([{"number": "+15035550123", "capabilities": None}], [("+15035550123", ())]),
        ([{"number": "+15035550123", "e164": "+15035550124"}], [("+15035550123", ())]),
        (
            [{"city": "Portland"}, {"number": ""}, NAMES],
            [("+15035550123", ("voice", "sms", "newer"))],
        ),
        ([{"number": "+15035550123", "capabilities": {"newer": True}}], [("+15035550123", ())]),
    ],
)
def test_what_is_missing(kind, items, numbers):
    """An item may lack everything but its number; without one it can't be bought, and is left out."""
    found = search(kind, Script(said({"data": items})))
    assert [(one.number, one.capabilities) for one in found] == numbers


@pytest.mark.parametrize("shape", ["number", "e164"])
def test_sandbox(kind, shape):
    """Whichever shape the server speaks, a search gives the same numbers with the same capabilities."""
    sandbox = Sandbox(settings=Settings(search_items=shape))
    client = kind.rest_class(sandbox.project, sandbox.token, "example.signalwire.com", transport=sandbox)
    found = kind.drive(client, lambda one: one.phone_numbers.search(areacode="503", max_results=5))
    assert [one.number[:5] for one in found] == ["+1503"] * 5
    assert all("voice" in one.capabilities and one.region == "OR" for one in found)
