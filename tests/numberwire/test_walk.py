"""A listing's way from page to page: where it goes on, where it stops, and what it makes of broken records."""

import logging

import msgspec
import pytest

from numberwire.apart import read_apart
from numberwire.errors import APIResponseValidationError, InvalidRequestError, ListingError
from numberwire.steps import Answered
from numberwire.walk import Page, Walk, query_of
from numberwire.wire import Response
from numberwire_api import Operation

BASE = "https://api.example.com"


class Links(msgspec.Struct):
    """The links of a page."""

    next: str | None = None


class Door(msgspec.Struct):
    """A record."""

    id: int


class DoorPage(msgspec.Struct):
    """A page."""

    data: list[Door]
    links: Links | None = None


LIST = Operation(
    id="list_doors", method="GET", path="/v1/doors", answer=DoorPage, query=(("size", 2), ("name", None))
)
GOT = Response(200, (("x-request-id", "r1"),))


def page_of(*ids, following=None):
    """A page with these records and this next link."""
    return Answered(DoorPage([Door(one) for one in ids], Links(following)), GOT)


def test_page():
    """A page has its records and links, the cursor after it, and the answer as it came."""
    walk = Walk(LIST, BASE)
    page = walk.took(page_of(1, 2, following="/v1/doors?size=2&token=a%20b&empty="))
    links = Links("/v1/doors?size=2&token=a%20b&empty=")
    assert page == Page([Door(1), Door(2)], links, "size=2&token=a+b&empty=", (), GOT)
    assert walk.operation.query == (("size", "2"), ("token", "a b"), ("empty", ""))
    assert (walk.operation.id, walk.operation.path) == ("list_doors", "/v1/doors")


@pytest.mark.parametrize(
    "links", [None, Links(), Links(""), object()], ids=["none", "no next", "empty next", "other"]
)
def test_last_page(links):
    """A page without a next link, or without links, is the last."""
    walk = Walk(LIST, BASE)
    page = walk.took(Answered(DoorPage([Door(1)], links), GOT))
    assert (page.cursor, walk.operation) == (None, None)


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
    walk = Walk(LIST, BASE)
    assert walk.took(page_of(1, following=link)).cursor == "token=t"


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
    walk = Walk(LIST, BASE)
    with pytest.raises(ListingError) as caught:
        walk.took(page_of(1, following=link))
    assert str(caught.value) == (
        "GET /v1/doors: the listing was ended: its next page is at another scheme, host, port or path than "
        "https://api.example.com/v1/doors; it was not followed"
    )
    assert (caught.value.method, caught.value.path, caught.value.cursor) == ("GET", "/v1/doors", "size=2")


def ended(*pages):
    """What a listing is ended with, at the last of these pages."""
    walk = Walk(LIST, BASE)
    for page in pages[:-1]:
        walk.took(page)
    with pytest.raises(ListingError) as caught:
        walk.took(pages[-1])
    return str(caught.value).removeprefix("GET /v1/doors: the listing was ended: it makes no progress: ")


def test_repeated_next():
    """A next link to the page itself, or to the one just listed, ends the listing."""
    listed = "its next page is one that was already listed"
    assert ended(page_of(1, following="?size=2")) == listed
    assert ended(page_of(1, following="?token=a"), page_of(2, following="?token=a")) == listed


def test_same_records():
    """Two pages in a row with the same records end the listing."""
    first, second = page_of(1, 2, following="?token=a"), page_of(1, 2, following="?token=b")
    assert ended(first, second) == "two pages in a row hold the same records"


def test_same_records_at_the_end():
    """They do so on the last page too, or its records would come twice."""
    assert (
        ended(page_of(1, 2, following="?token=a"), page_of(1, 2))
        == "two pages in a row hold the same records"
    )


def test_empty_pages():
    """Nineteen empty pages are gone through, the twentieth in a row ends the listing."""
    empty = [page_of(following=f"?token={place}") for place in range(20)]
    assert ended(*empty) == "20 pages in a row were empty"
    walk = Walk(LIST, BASE)
    for page in [*empty[:19], page_of(7, following="?token=x"), *empty[:19]]:
        walk.took(page)
    assert walk.took(page_of(8)).data == [Door(8)]


@pytest.mark.parametrize("cursor", ["", "token", "a=1&b", None, 7, ["token=1"], "&"])
def test_no_cursor(cursor):
    """What no page gave as a cursor is refused."""
    with pytest.raises(InvalidRequestError) as caught:
        query_of(cursor)
    assert str(caught.value) == "cursor is none that a page of a listing gave: keep `page.cursor` as it is."


def broken(content):
    """The error of a page with broken records, as an exchange raises it."""
    known = {"method": "GET", "path": "/v1/doors", "status_code": 200, "request_id": "r1", "attempts": 1}
    apart = read_apart(LIST, content)
    return APIResponseValidationError("the answer (200) can't be read", body=content, apart=apart, **known)


BROKEN = b'{"data": [{"id": 1}, {"id": "two"}, {"id": 3}, {}], "links": {"next": "?token=t"}}'


def test_bad_record():
    """A record that can't be read is told by its place, with the page's other records and where to go on."""
    with pytest.raises(APIResponseValidationError) as caught:
        Walk(LIST, BASE).mended(broken(BROKEN))
    error = caught.value
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
    walk = Walk(LIST, BASE, "skip")
    with caplog.at_level(logging.WARNING, "numberwire"):
        page = walk.mended(broken(BROKEN))
    assert (page.data, page.cursor) == ((Door(1), Door(3)), "token=t")
    assert [error.position for error in page.skipped] == [1, 3]
    assert caplog.messages == [f"skipped: {error}" for error in page.skipped]
    assert walk.operation.query == (("token", "t"),)


@pytest.mark.parametrize("errors", ["raise", "skip"])
@pytest.mark.parametrize(
    "content",
    [
        b"<html>",
        b"{}",
        b'{"data": null}',
        b'{"data": {}}',
        b'{"data": [], "links": 7}',
        b'{"data": [{"id": 1}]}',
        b"\xff",
        b'{"data":' + b"[" * 100_000,
        b'{"data": [{"id": 1}, {"id": ' + b"[" * 100_000 + b"]" * 100_000 + b"}]}",
    ],
)
def test_no_page(content, errors):
    """What is no page at all, or broken otherwise than by a record, stays the error it was."""
    error = broken(content)
    with pytest.raises(APIResponseValidationError) as caught:
        Walk(LIST, BASE, errors).mended(error)
    assert caught.value is error
