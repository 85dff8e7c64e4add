"""A page of which some records can't be read, read record by record."""

import msgspec
import pytest

from numberwire._answer import BadRecord, PartialPage, read_answer, read_partial_page
from numberwire._response import Response
from numberwire.definition import Definition
from numberwire.sandbox import PROJECT
from numberwire.signalwire import RestClient
from numberwire_api import Operation


class Links(msgspec.Struct):
    """The links of a page."""

    next: str | None = None
    prev: str | None = None
    self: str | None = None


class Door(msgspec.Struct):
    """A record."""

    id: int


class DoorPage(msgspec.Struct):
    """A page."""

    data: tuple[Door, ...]
    links: Links | None = None


LIST = Operation(id="list_doors", method="GET", path="/doors", answer=DoorPage)
DOORS = Definition(name="doors", pages=frozenset({"list_doors"}))
WHY = "Expected `int`, got `str` - at `$.id`"


def test_records():
    """The readable records come as they are, the others with place and reason, the links as ever."""
    page = b'{"data": [{"id": 1}, {"id": "secret"}], "links": {"next": "?n=2"}}'
    bad = BadRecord(1, b'{"id": "secret"}', WHY)
    assert read_partial_page(LIST, page, "why") == PartialPage((Door(1),), (bad,), Links("?n=2"), "why")


@pytest.mark.parametrize("content", [b"<html>", b"{}", b'{"data": 7}', b"\xff"])
def test_no_page(content):
    """What is no page at all is not read in part."""
    assert read_partial_page(LIST, content, "why") is None


@pytest.mark.parametrize("answer", [Door, list[Door], object, None])
def test_no_listing(answer):
    """An operation that answers with no page has none to read in part."""
    operation = Operation(id="get_door", method="GET", path="/doors/1", answer=answer)
    assert read_partial_page(operation, b'{"data": []}', "why") is None


@pytest.mark.parametrize(
    ("links", "read", "flaw"),
    [
        (b"null", None, None),
        (b"{}", Links(), None),
        (b"[]", None, "its links can't be read: Expected `object | null`, got `array`"),
        (b"false", None, "its links can't be read: Expected `object | null`, got `bool`"),
        (b'{"next": null, "prev": 7}', Links(), None),
        (b'{"next": "?n=2", "self": []}', Links("?n=2"), None),
        (b"7", None, "its links can't be read: Expected `object | null`, got `int`"),
        (b'"?n=2"', None, "its links can't be read: Expected `object | null`, got `str`"),
        (b'["?n=2"]', None, "its links can't be read: Expected `object | null`, got `array`"),
        (b'{"next": 7}', None, "its links can't be read: Expected `str | null`, got `int` - at `$.next`"),
        (
            b'{"next": {"href": "?n=2"}}',
            None,
            "its links can't be read: Expected `str | null`, got `object` - at `$.next`",
        ),
    ],
)
def test_odd_links(links, read, flaw):
    """Links of whatever form lose no record; where they hide a next page, that is said."""
    page = read_partial_page(LIST, b'{"data": [{"id": 1}], "links": ' + links + b"}", "why")
    assert page == PartialPage((Door(1),), (), read, "why", flaw)


REPEATED = "the key 'id' is given twice"


@pytest.mark.parametrize("filler", ["", "x" * 100_000], ids=["small", "large"])
def test_repeated_key_in_a_record(filler):
    """A record that gives a key twice can't be read; the others can, however large the page is."""
    records = [f'{{"id": {place}, "name": "{filler}"}}' for place in range(3)]
    records[0] = '{"id": 0, "id": 7, "name": "x"}'
    content = f'{{"data": [{", ".join(records)}], "links": {{"next": "?n=2"}}}}'.encode()
    page = read_answer(DOORS, LIST, Response(200, (), content))
    bad = BadRecord(0, records[0].encode(), REPEATED)
    assert page == PartialPage((Door(1), Door(2)), (bad,), Links("?n=2"), "a key is given twice")


def test_repeated_key_in_the_links():
    """Links that give a key twice lose no record, and name no next page."""
    content = b'{"data": [{"id": 1}], "links": {"next": "?n=2", "next": "?n=3"}}'
    page = read_answer(DOORS, LIST, Response(200, (), content))
    assert (page.data, page.links) == ((Door(1),), None)
    assert page.links_flaw == "its links can't be read: the key 'next' is given twice"


def test_large_record():
    """A record that holds more than one asked for by itself may hold can't be read in a page that has a flaw."""
    content = b'{"data": [{"id": 1, "a": 1, "a": "' + b"x" * 1_100_000 + b'"}, {"id": 2}]}'
    page = read_answer(DOORS, LIST, Response(200, (), content))
    assert (page.data, [record.why for record in page.bad]) == (
        (Door(2),),
        ["it takes more than 1 MiB as text"],
    )


def test_many_bad_records():
    """A page of which hardly a record can be read is no page."""
    bad = b",".join([b"{}"] * 2000)
    assert len(read_partial_page(LIST, b'{"data": [' + bad + b"]}", "why").bad) == 2000
    assert read_partial_page(LIST, b'{"data": [' + bad + b",{}]}", "why") is None


def test_records_beside_a_bad_one_stay_as_they_are():
    """A record that happens to hold the token's characters is not changed where another can't be read."""
    token = "5551"
    records = b'{"data": [{"id": "a", "number": "+15551234567"}, {"id": 7}]}'
    client = RestClient(
        PROJECT, token, "example.signalwire.com", transport=lambda _: Response(200, (), records)
    )
    assert [number.number for number in client.phone_numbers.list(errors="skip")] == ["+15551234567"]
