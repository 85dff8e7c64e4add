"""The choices about a sandbox."""

import pytest

from numberwire.errors import InvalidRequestError
from numberwire.sandbox import Settings


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
    ],
)
def test_impossible_settings(fields, words):
    """A choice that there isn't is refused when it is made."""
    with pytest.raises(InvalidRequestError, match=words):
        Settings(**fields)
