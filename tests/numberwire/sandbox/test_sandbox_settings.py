"""The choices about a sandbox."""

import pytest

from numberwire.errors import InvalidRequestError
from numberwire.sandbox import Rate, Sandbox, Settings


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"links": "full"}, "links must be one of relative, absolute"),
        ({"search_items": None}, "search_items must be one of number, e164"),
        ({"error_items": ""}, "error_items must be one of detail, message"),
        ({"number_limit": -1}, "number_limit must be a whole number from 0"),
        ({"numbers_per_area_code": 1e9}, "numbers_per_area_code must be a whole number from 0 to 100000"),
        ({"seed": 2**63}, "seed must be a whole number from -9223372036854775807"),
        ({"seed": "0"}, "seed must be a whole number"),
        ({"propagation": float("inf")}, "propagation must be from 0 to 3155760000 seconds"),
        ({"trial": "no"}, "trial must be True or False"),
        ({"empty_pages": 1}, "empty_pages must be True or False"),
        ({"token": ""}, "token must be text that is not empty"),
        ({"project": None}, "project must be text that is not empty"),
    ],
)
def test_impossible_settings(fields, words):
    """A choice that there isn't is refused when it is made."""
    with pytest.raises(InvalidRequestError, match=words):
        Settings(**fields)


@pytest.mark.parametrize("given", [{"settings": {"trial": True}}, {"rate": 5}, {"rate": "5/10"}])
def test_arguments_of_another_kind(given):
    """A sandbox refuses what is no such value where it is made, not at a later request."""
    [name] = given
    with pytest.raises(InvalidRequestError, match=f"{name} must be"):
        Sandbox(**given)


def test_rate_of_another_kind():
    """So it does where the rate is set later."""
    sandbox = Sandbox(rate=Rate(2))
    with pytest.raises(InvalidRequestError, match="rate must be a Rate, such as Rate"):
        sandbox.rate = 5
    assert sandbox.rate == Rate(2)
