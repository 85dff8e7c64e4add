"""A page of which some records can't be read, taken apart."""

import msgspec
import pytest

from numberwire.apart import Apart, BadRecord, read_apart
from numberwire.sandbox import PROJECT
from numberwire.signalwire import RestClient
from numberwire.wire import Response
from numberwire_api import Operation


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


LIST = Operation(id="list_doors", method="GET", path="/doors", answer=DoorPage)
WHY = "Expected `int`, got `str` - at `$.id`"


def test_taken_apart():
    """The readable records come as they are, the others with place and reason, the links as ever."""
    page = b'{"data": [{"id": 1}, {"id": "secret"}], "links": {"next": "?n=2"}}'
    bad = BadRecord(1, b'{"id": "secret"}', WHY)
    assert read_apart(LIST, page) == Apart((Door(1),), (bad,), Links("?n=2"))


@pytest.mark.parametrize(
    "content", [b"<html>", b"{}", b'{"data": 7}', b'{"data": [{"id": 1}], "links": 7}', b"\xff"]
)
def test_no_page(content):
    """What is no page at all is not taken apart."""
    assert read_apart(LIST, content) is None


@pytest.mark.parametrize("answer", [Door, list[Door], object, None])
def test_no_listing(answer):
    """An operation that answers with no page has none to take apart."""
    operation = Operation(id="get_door", method="GET", path="/doors/1", answer=answer)
    assert read_apart(operation, b'{"data": []}') is None


def test_masked():
    """Masking changes what an error shows of the bad records, and never the good ones."""
    taken = Apart((Door(1),), (BadRecord(1, b"secret", "a secret"),), None)
    masked = taken.masked(lambda content: content.replace(b"secret", b"***"))
    assert masked == Apart((Door(1),), (BadRecord(1, b"***", "a ***"),), None)


def test_records_beside_a_bad_one_stay_as_they_are():
    """A record that happens to hold the token's characters is not changed where another can't be read."""
    token = "5551"
    records = b'{"data": [{"id": "a", "number": "+15551234567"}, {"id": 7}]}'
    client = RestClient(
        PROJECT, token, "example.signalwire.com", transport=lambda _: Response(200, (), records)
    )
    assert [one.number for one in client.phone_numbers.list(errors="skip")] == ["+15551234567"]
