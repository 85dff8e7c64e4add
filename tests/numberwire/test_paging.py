"""A listing's way from page to page: where it goes on, where it stops, and what it makes of broken records."""

import logging

import msgspec
import pytest

from numberwire._answer import read_partial_page
from numberwire._paging import Page, Pager, cursor_query
from numberwire._report import Report
from numberwire._response import Response
from numberwire._steps import CallResult
from numberwire.errors import APIResponseValidationError, InvalidRequestError, ListingError
from numberwire_api import Operation, Request

BASE = "https://api.example.com"


class Links(msgspec.Struct):
    """The links of a page."""

    next: str | None = None


class Door(msgspec.Struct):
    """A record."""

    id: int


class DoorPage(msgspec.Struct):
    """A page."""

    data: tuple[Door, ...]
    links: Links | None = None


LIST = Operation(
    id="list_doors", method="GET", path="/v1/doors", answer=DoorPage, query=(("size", 2), ("name", None))
)
GOT = Response(200, (("x-request-id", "r1"),))
REPORT = Report(Request("GET", "/v1/doors?size=2"), 1, GOT, lambda content: content, lambda: 0.0)


def page_of(*ids, following=None):
    """A page with these records and this next link."""
    return CallResult(DoorPage(tuple(map(Door, ids)), Links(following)), GOT, report=REPORT)


def test_page():
    """A page has its records and links, the cursor after it, and the answer as it came."""
    pager = Pager(LIST, BASE)
    page = pager.take_page(page_of(1, 2, following="/v1/doors?size=2&token=a%20b&empty="))
    links = Links("/v1/doors?size=2&token=a%20b&empty=")
    assert page == Page((Door(1), Door(2)), links, "size=2&token=a+b&empty=", (), GOT)
    assert pager.operation.query == (("size", "2"), ("token", "a b"), ("empty", ""))
    assert (pager.operation.id, pager.operation.path) == ("list_doors", "/v1/doors")


@pytest.mark.parametrize(
    "links", [None, Links(), Links(""), object()], ids=["none", "no next", "empty next", "other"]
)
def test_last_page(links):
    """A page without a next link, or without links, is the last."""
    pager = Pager(LIST, BASE)
    page = pager.take_page(CallResult(DoorPage((Door(1),), links), GOT, report=REPORT))
    assert (page.cursor, pager.operation) == (None, None)


@pytest.mark.parametrize(
    "link",
    [
        "?token=t",
        "/v1/doors?token=t",
        "/v1/doors/?token=t",
        "doors?token=t",
        "//api.example.com/v1/doors?token=t",
        "https://api.example.com/v1/doors?token=t",
        "https://api.example.com:443/v1/doors?token=t",
        "HTTPS://API.example.com/v1/doors?token=t",
        "./doors?token=t#top",
        "../v1/doors?token=t",
    ],
)
def test_next_here(link):
    """However it is written, a next link to the same place is followed, by its query alone."""
    pager = Pager(LIST, BASE)
    assert pager.take_page(page_of(1, following=link)).cursor == "token=t"


@pytest.mark.parametrize(
    "link",
    [
        "https://example.com/v1/doors?token=t",
        "//example.com/v1/doors?token=t",
        "http://api.example.com/v1/doors?token=t",
        "https://api.example.com:8443/v1/doors?token=t",
        "https://api.example.com@example.com/v1/doors?token=t",
        "https://user@example.com/v1/doors?token=t",
        "/v1/windows?token=t",
        "/doors?token=t",
        "/v1/doors/7?token=t",
        "https://[::1/v1/doors",
        "https://api.example.com:99999/v1/doors",
        "ftp://api.example.com/v1/doors?token=t",
    ],
)
def test_next_elsewhere(link):
    """A next link to another scheme, host, port or path is refused, and not followed."""
    pager = Pager(LIST, BASE)
    page = pager.take_page(page_of(1, following=link))
    assert (page.data, page.cursor, pager.operation) == ((Door(1),), None, None)
    assert str(pager.end) == (
        "GET /v1/doors: listing stopped: the next link points to another scheme, host, port or path than "
        "https://api.example.com/v1/doors; it was not followed"
    )
    assert (pager.end.method, pager.end.path, pager.end.cursor) == ("GET", "/v1/doors", "size=2")


@pytest.mark.parametrize(
    ("link", "is_followed"),
    [
        ("/v1/doors?token=t", True),
        ("?token=t", True),
        ("/gateway/v1/doors?token=t", True),
        ("https://api.example.com/gateway/v1/doors/?token=t", True),
        ("https://behind.example.com/v1/doors?token=t", True),
        ("http://10.0.0.7:8080/v1/doors?token=t", True),
        ("/v1/windows?token=t", False),
        ("/doors?token=t", False),
        ("/other/v1/doors?token=t", False),
        ("https://behind.example.com/gateway/v1/doors?token=t", False),
        ("ftp://behind.example.com/v1/doors?token=t", False),
    ],
)
def test_next_behind_a_gateway(link, is_followed):
    """An API behind a gateway names its own address in its links: its own path is followed, by the query alone."""
    pager = Pager(LIST, f"{BASE}/gateway")
    cursor = pager.take_page(page_of(1, following=link)).cursor
    assert (cursor, pager.end is None) == (("token=t", True) if is_followed else (None, False))


def ended(*pages):
    """What a listing is ended with after the last of these pages, or instead of it."""
    pager = Pager(LIST, BASE)
    for page in pages[:-1]:
        assert isinstance(pager.take_page(page), Page)
    page = pager.take_page(pages[-1])
    error = pager.end if isinstance(page, Page) else page
    assert (type(error), pager.operation) == (ListingError, None)
    return str(error).removeprefix("GET /v1/doors: listing stopped: ")


def test_repeated_next():
    """A next link to the page itself, or to the one just listed, ends the listing."""
    listed = "the next link points to a page already read"
    assert ended(page_of(1, following="?size=2")) == listed
    assert ended(page_of(1, following="?token=a"), page_of(2, following="?token=a")) == listed


AGAIN = "the records of an earlier page came again"


@pytest.mark.parametrize("ids", [(1, 2), (2, 1)], ids=["in order", "in another order"])
@pytest.mark.parametrize("following", ["?token=c", None], ids=["more", "last"])
def test_records_again(ids, following):
    """The records of an earlier page end the listing, however the page is reached, or they would come twice."""
    first, last = page_of(1, 2, following="?token=a"), page_of(*ids, following=following)
    assert ended(first, last) == AGAIN
    assert ended(first, page_of(3, following="?token=b"), last) == AGAIN
    assert ended(first, page_of(following="?token=b"), last) == AGAIN


def test_records_without_an_id_again():
    """Records that have no id are known by all their fields."""
    pager, nameless = (
        Pager(LIST, BASE),
        CallResult(DoorPage((Links("a"),), Links("?token=a")), GOT, report=REPORT),
    )
    assert isinstance(pager.take_page(nameless), Page)
    assert str(pager.take_page(nameless)).endswith(AGAIN)


def test_empty_pages():
    """Nineteen empty pages are gone through, the twentieth in a row ends the listing."""
    empty = [page_of(following=f"?token={place}") for place in range(20)]
    assert ended(*empty) == "20 pages in a row were empty"
    pager = Pager(LIST, BASE)
    more = [page_of(following=f"?more={place}") for place in range(19)]
    for page in [*empty[:19], page_of(7, following="?token=x"), *more]:
        pager.take_page(page)
    assert pager.take_page(page_of(8)).data == (Door(8),)


def test_larger_circle():
    """A page that leads back to the first one, or to an earlier one, is the last that comes."""
    first, second = page_of(1, following="?token=a"), page_of(2, following="?token=b")
    listed = "the next link points to a page already read"
    assert ended(first, second, page_of(3, following="?token=a")) == listed
    assert ended(first, second, page_of(3, following="?size=2")) == listed


@pytest.mark.parametrize("link", ["/v1/doors", "?", "?size=9"])
def test_next_is_the_start(link):
    """A next link that leads to a first page is not followed, or every record would come again."""
    pager = Pager(LIST, BASE, leads_on=lambda query: any(name == "token" for name, _ in query))
    assert pager.take_page(page_of(1, following=link)).data == (Door(1),)
    assert str(pager.end).endswith("the next link points to the first page")


@pytest.mark.parametrize(
    "cursor",
    [
        *("", "token", "a=1&b", None, 7, ["token=1"], "&"),
        "https://api.example.com/v1/doors?token=1",
        "/v1/doors?token=1",
        "?token=1",
        "token=1#top",
        "token=a b",
        "size=2",
    ],
)
def test_no_cursor(cursor):
    """What no page gave as a cursor is refused."""
    with pytest.raises(InvalidRequestError) as caught:
        cursor_query(cursor, lambda query: query != (("size", "2"),))
    assert str(caught.value) == "invalid cursor: pass page.cursor of an earlier page, unchanged."


def broken(content):
    """What a page with faults is answered with."""
    report = msgspec.structs.replace(REPORT, response=msgspec.structs.replace(GOT, content=content))
    return CallResult(read_partial_page(LIST, content, "why"), report.response, report=report)


BROKEN = b'{"data": [{"id": 1}, {"id": "two"}, {"id": 3}, {}], "links": {"next": "?token=t"}}'


def test_bad_record():
    """A record that can't be read is told by its place, with the page's other records and where to go on."""
    error = Pager(LIST, BASE).take_page(broken(BROKEN))
    assert type(error) is APIResponseValidationError
    assert (
        str(error)
        == "GET /v1/doors: record 1 of the page can't be read: Expected `int`, got `str` - at `$.id`"
    )
    assert (error.position, error.body, error.cursor) == (1, b'{"id": "two"}', "token=t")
    assert error.readable == (Door(1), Door(3))
    assert (error.method, error.path, error.status_code, error.request_id, error.attempts) == (
        *("GET", "/v1/doors", 200, "r1", 1),
    )


def test_skipped(caplog):
    """Skipped, bad records are logged one by one and kept with the page, and the listing goes on."""
    pager = Pager(LIST, BASE, "skip")
    with caplog.at_level(logging.WARNING, "numberwire"):
        page = pager.take_page(broken(BROKEN))
    assert (page.data, page.cursor) == ((Door(1), Door(3)), "token=t")
    assert [error.position for error in page.skipped] == [1, 3]
    assert caplog.messages == [f"skipped: {error}" for error in page.skipped]
    assert pager.operation.query == (("token", "t"),)


def test_readable_records_are_held_once():
    """However many records of a page can't be read, their errors share its readable ones."""
    first, second = Pager(LIST, BASE, "skip").take_page(broken(BROKEN)).skipped
    assert first.readable is second.readable


def test_bad_record_and_bad_link():
    """A record that can't be read, on a page that leads elsewhere, is told with that as its cause."""
    content = b'{"data": [{"id": 1}, {}], "links": {"next": "https://example.com/"}}'
    error = Pager(LIST, BASE).take_page(broken(content))
    assert (error.position, error.cursor, type(error.__cause__)) == (1, None, ListingError)


@pytest.mark.parametrize("errors", ["raise", "skip"])
@pytest.mark.parametrize("links", [b"7", b'{"next": 7}', b'"?token=t"', b'{"next": ["?token=t"]}'])
def test_odd_links(links, errors):
    """Links that can't be read lose no record: the page comes, and then the listing ends with an error."""
    pager = Pager(LIST, BASE, errors)
    page = pager.take_page(broken(b'{"data": [{"id": 1}], "links": ' + links + b"}"))
    assert (page.data, page.cursor, pager.operation) == ((Door(1),), None, None)
    assert type(pager.end) is APIResponseValidationError
    assert str(pager.end).startswith("GET /v1/doors: the next page is unknown: its links can't be read: ")
