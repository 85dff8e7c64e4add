"""The listing: order, filters, pages, tokens and links."""

from urllib.parse import parse_qsl, urlsplit

import pytest

PATH = "/api/relay/rest/phone_numbers"


def walk(caller, target):
    """Every page from a link on, of a listing of at most twenty."""
    pages = []
    while target:
        status, page = caller.ask("GET", target)
        assert (status, len(pages) < 20) == (200, True)
        pages.append(page)
        target = page["links"].get("next")
    return pages


def ids(pages):
    """The ids on some pages, in order."""
    return [number["id"] for page in pages for number in page["data"]]


def test_empty_listing(caller):
    """A project without numbers has one page, which is empty."""
    link = f"{PATH}?page_number=0&page_size=50"
    assert caller.ask("GET") == (200, {"links": {"self": link, "first": link}, "data": []})


@pytest.mark.parametrize("size", [1, 2, 3, 6, 7, 1000])
def test_pages_hold_every_number_newest_first(caller, size):
    """Following `next` gives every number once, the newest first, in pages of the size asked for."""
    bought = caller.sandbox.add_numbers(6)
    pages = walk(caller, f"{PATH}?page_size={size}")
    assert ids(pages) == bought[::-1]
    assert [len(page["data"]) for page in pages] == [min(size, 6 - first) for first in range(0, 6, size)]


def test_links_of_a_middle_page(caller):
    """A page names itself and the first one, and its neighbours where there are any."""
    caller.sandbox.add_numbers(3)
    first, middle, last = walk(caller, f"{PATH}?page_size=1&filter_number=%2B1")
    assert [set(page["links"]) for page in (first, middle, last)] == [
        {"self", "first", "next"},
        {"self", "first", "next", "prev"},
        {"self", "first", "prev"},
    ]
    assert (
        middle["links"]["first"]
        == first["links"]["self"]
        == f"{PATH}?filter_number=%2B1&page_number=0&page_size=1"
    )
    assert middle["links"]["self"] == first["links"]["next"]
    assert dict(parse_qsl(urlsplit(middle["links"]["next"]).query)).keys() == {
        "filter_number",
        "page_number",
        "page_size",
        "page_token",
    }


@pytest.mark.parametrize("empty_pages", [False, True])
def test_prev_leads_back(make, empty_pages):
    """Following `prev` from the last page gives the same pages, backwards."""
    caller = make(empty_pages=empty_pages)
    caller.sandbox.add_numbers(5)
    forward = walk(caller, f"{PATH}?page_size=2")
    backward = [forward[-1]]
    while link := backward[-1]["links"].get("prev"):
        backward.append(caller.ask("GET", link)[1])
    assert backward[::-1] == forward


def test_listing_is_steady_while_numbers_come_and_go(caller):
    """A number bought or released between two pages shifts no other number."""
    caller.sandbox.add_numbers(4)
    _, first = caller.ask("GET", page_size=2)
    caller.sandbox.add_numbers(1)
    caller.sandbox.store.release(caller.sandbox.store.find("signalwire", first["data"][1]["id"]))
    _, second = caller.ask("GET", first["links"]["next"])
    assert len({*ids([first]), *ids([second])}) == 4


def test_filters_match_substrings(caller):
    """A filter finds what contains it, and takes nothing in it for a wildcard."""
    (one, other) = (caller.buy(areacode=areacode) for areacode in ("503", "206"))
    caller.ask("PUT", one["id"], {"name": "100% Support_Line"})
    for query, expected in [
        ({"filter_name": "Support"}, [one]),
        ({"filter_name": "%"}, [one]),
        ({"filter_name": "t_L"}, [one]),
        ({"filter_name": "1_0"}, []),
        ({"filter_number": other["number"]}, [other]),
        ({"filter_number": "555"}, [other, one]),
        ({"filter_number": "555", "filter_name": "Line"}, [one]),
        ({"filter_name": ""}, [other, one]),
    ]:
        assert ids([caller.ask("GET", **query)[1]]) == [number["id"] for number in expected]


def test_page_needs_its_token(caller, complaint):
    """A page past page 0 is not given without its token, nor with a made-up one or that of another page."""
    caller.sandbox.add_numbers(5)
    _, _, third = walk(caller, f"{PATH}?page_size=2")
    token = dict(parse_qsl(third["links"]["self"]))["page_token"]
    required = complaint("A page_token is required for every page past page 0.", "page_token_required")
    wrong = complaint("The page_token does not belong to this page.", "page_token_is_invalid")
    assert caller.ask("GET", page_number=1) == (422, required)
    assert caller.ask("GET", page_number=2, page_size=2, page_token=token) == (200, third)
    for page, made_up in [
        (1, token),
        (0, token),
        (2, token + "A"),
        (2, "PA"),
        (2, "x"),
        (2, "é"),
        (2, "PAMi4x"),
    ]:
        assert caller.ask("GET", page_number=page, page_token=made_up) == (422, wrong)


def test_page_size_may_change_on_the_way(caller):
    """A token names a place, so that the page there may be of another size."""
    bought = caller.sandbox.add_numbers(5)
    _, first = caller.ask("GET", page_size=2)
    assert (
        ids([caller.ask("GET", first["links"]["next"].replace("page_size=2", "page_size=3"))[1]])
        == bought[2::-1]
    )


@pytest.mark.parametrize("value", ["0", "1001", "-1", "x"])
def test_page_size_has_bounds(caller, complaint, value):
    """page_size is a whole number from 1 to 1000."""
    expected = complaint("page_size must be a whole number from 1 to 1000")
    assert caller.ask("GET", page_size=value) == (422, expected)


def test_page_number_has_bounds(caller, complaint):
    """page_number is a whole number from 0."""
    expected = complaint("page_number must be a whole number from 0 to 1000000000")
    assert caller.ask("GET", page_number="-1") == (422, expected)


def test_empty_pages(make):
    """Every second page may be empty and still have a next one; no number is lost by it."""
    caller = make(empty_pages=True)
    bought = caller.sandbox.add_numbers(5)
    pages = walk(caller, f"{PATH}?page_size=2")
    assert [len(page["data"]) for page in pages] == [2, 0, 2, 0, 1]
    assert ids(pages) == bought[::-1]


def test_absolute_links(make):
    """The links may be absolute, and lead to the same pages."""
    caller = make(links="absolute")
    caller.sandbox.add_numbers(2)
    _, first = caller.ask("GET", page_size=1)
    assert first["links"]["next"].startswith(
        f"https://example.signalwire.com{PATH}?page_number=1&page_size=1&page_token="
    )
