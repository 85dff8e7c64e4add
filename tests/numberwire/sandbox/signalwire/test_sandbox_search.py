"""The search: what it finds, and which conditions it refuses."""

import pytest

SEARCH = "/api/relay/rest/phone_numbers/search"


def found(caller, **query):
    """The numbers that a search finds."""
    status, page = caller.ask("GET", "search", **query)
    assert status == 200
    return [item["number"] for item in page["data"]]


def test_item_with_number(caller):
    """By default an item names its number `number` and tells its capabilities by flags."""
    assert caller.ask("GET", "search", areacode="503", max_results=1) == (
        200,
        {
            "links": {
                "self": f"{SEARCH}?areacode=503&max_results=1",
                "first": f"{SEARCH}?areacode=503&max_results=1",
            },
            "data": [
                {
                    "number": "+15035551763",
                    "region": "OR",
                    "city": "Portland",
                    "rate_center": "PORTLAND",
                    "lata": "672",
                    "capabilities": {"voice": True, "sms": True, "mms": True, "fax": True},
                }
            ],
        },
    )


def test_item_with_e164(make):
    """The other documented shape names it `e164` and lists its capabilities."""
    _, page = make(search_items="e164").ask("GET", "search", areacode="503", max_results=1)
    assert page["data"] == [
        {
            "e164": "+15035551763",
            "national_number_formatted": "(503) 555-1763",
            "international_number_formatted": "+1 503-555-1763",
            "rate_center": "PORTLAND",
            "region": "OR",
            "country_code": "US",
            "capabilities": ["voice", "sms", "mms", "fax"],
        }
    ]


def test_absolute_links(make):
    """Links may be absolute, with the scheme and host of the caller."""
    caller = make(links="absolute")
    link = f"https://example.signalwire.com{SEARCH}"
    assert caller.ask("GET", "search")[1]["links"] == {"self": link, "first": link}
    caller.host = "127.0.0.1:8080"
    assert caller.ask("GET", "search")[1]["links"]["self"] == f"http://127.0.0.1:8080{SEARCH}"


def test_fifty_results_and_never_over_a_hundred(caller):
    """A search gives 50 numbers unless told otherwise, and 100 at most."""
    assert [len(found(caller)), len(found(caller, max_results=100))] == [50, 100]


@pytest.mark.parametrize("value", ["0", "101", "-1", "1.5", "x", "\u0663"])
def test_max_results_has_bounds(caller, complaint, value):
    """max_results is a whole number from 1 to 100."""
    assert caller.ask("GET", "search", max_results=value) == (
        422,
        complaint("max_results must be a whole number from 1 to 100"),
    )


def test_numbers_are_local_unless_asked_otherwise(caller):
    """A search finds local numbers, or toll-free ones when asked for them."""
    assert {number[:3] for number in found(caller, number_type="toll-free")} == {"+18"}
    assert found(caller, number_type="local") == found(caller)
    assert found(caller, number_type="toll-free", areacode="888", max_results=1)[0].startswith("+1888555")


@pytest.mark.parametrize(
    ("query", "holds"),
    [
        ({"areacode": "206"}, lambda number: number.startswith("+1206")),
        ({"starts_with": "206555"}, lambda number: number.startswith("+1206555")),
        ({"contains": "551"}, lambda number: "551" in number),
        ({"ends_with": "763"}, lambda number: number.endswith("763")),
        ({"starts_with": "5551", "areacode": "503"}, lambda number: number.startswith("+15035551")),
        ({"region": "wa"}, lambda number: number[2:5] in ("206", "509")),
        ({"region": "WA", "areacode": "509"}, lambda number: number.startswith("+1509")),
        ({"region": "WA", "city": "yakima", "contains": "555"}, lambda number: number.startswith("+1509")),
    ],
)
def test_conditions_hold_for_every_result(caller, query, holds):
    """Every number found meets the conditions, and there is one."""
    numbers = found(caller, max_results=100, **query)
    assert numbers
    assert all(map(holds, numbers))


def test_nothing_found(caller):
    """A search without a match gives an empty page."""
    assert caller.ask("GET", "search", region="ZZ")[1]["data"] == []
    assert caller.ask("GET", "search", areacode="503", region="WA")[1]["data"] == []


def test_city_is_that_of_the_number(caller):
    """A search by city finds the numbers of that city alone."""
    _, page = caller.ask("GET", "search", region="OR", city="Salem")
    assert {item["city"] for item in page["data"]} == {"Salem"}


@pytest.mark.parametrize(
    ("query", "detail"),
    [
        ({"starts_with": "503", "contains": "555"}, "contains cannot be combined with starts_with"),
        ({"contains": "503", "ends_with": "555"}, "ends_with cannot be combined with contains"),
        ({"starts_with": "12"}, "starts_with must be 3 to 7 digits"),
        ({"contains": "12345678"}, "contains must be 3 to 7 digits"),
        ({"ends_with": "12a4"}, "ends_with must be 3 to 7 digits"),
        ({"city": "Seattle"}, "city needs region as well"),
        ({"region": "Washington"}, "region must be the two letters of an ISO 3166-2 code"),
        ({"areacode": "50"}, "areacode must be three digits"),
        ({"number_type": "longcode"}, "number_type must be local or toll-free"),
        ({"number_type": "toll-free", "region": "WA"}, "region is not supported for toll-free numbers"),
    ],
)
def test_conditions_that_cannot_be_met_are_refused(caller, complaint, query, detail):
    """Values of a wrong shape and conditions that exclude each other are refused."""
    assert caller.ask("GET", "search", **query) == (422, complaint(detail))


def test_unknown_parameters_are_ignored_in_silence(caller):
    """A misspelt parameter changes nothing: the search is as wide as without it."""
    assert found(caller, area_code="206", quantity="3") == found(caller)


def test_empty_parameter_is_none(caller):
    """A parameter without a value is as good as none."""
    assert found(caller, areacode="", city="") == found(caller)
