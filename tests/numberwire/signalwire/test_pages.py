"""What leads from page to page of a listing, and what leads back to its start."""

import pytest

from numberwire.signalwire._pages import leads_on


@pytest.mark.parametrize(
    ("query", "leads"),
    [
        ((), False),
        ((("page_size", "50"),), False),
        ((("filter_name", "a"), ("filter_number", "1"), ("page_size", "50")), False),
        ((("page_number", "0"), ("page_size", "50")), False),
        ((("page_token", ""),), False),
        ((("page_number", "1"),), True),
        ((("page_token", "PA1"), ("page_size", "50")), True),
        ((("cursor", "x"),), True),
    ],
)
def test_leads_on(query, leads):
    """A query with nothing but what a listing begins with leads to its first page."""
    assert leads_on(query) is leads
