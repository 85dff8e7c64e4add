"""What a hostile answer may cost: little memory and no long work, whichever call it comes to, sync and async."""

import json
import time
import tracemalloc

import pytest

from numberwire._response import Response
from numberwire.errors import NumberwireError
from tests.numberwire.subjects import ASYNC, ID, NUMBER, RECORD, SYNC

SIZE = 2_000_000
"""The bytes of an answer: building all of it would take 20 to 50 times as much."""

ALLOWED = 7_000_000
"""The bytes that may be allocated beside the answer; a page with as many records as it may have takes the most."""

SECONDS = 2.0
PLAIN = json.dumps(RECORD).encode()


def filled(before, unit, after):
    """An answer that repeats a unit until it is full."""
    return before + unit * (SIZE // len(unit)) + unit.rstrip(b",") + after


def page_of(unit):
    """A page that is full of a record."""
    return filled(b'{"data": [', unit, b'], "links": {"next": null}}')


FIELDS = {
    "an unknown field of lists": filled(PLAIN[:-1] + b', "new": [', b"[],", b"]}"),
    "an unknown field of objects": filled(PLAIN[:-1] + b', "new": [', b'{"a": 1},', b"]}"),
    "a list of enum values": filled(PLAIN[:-1] + b', "capabilities": [', b'"ab","cd",', b"]}"),
    "a long text": filled(b'{"number": "' + NUMBER.encode() + b'", "id": "', b"x", b'"}'),
    "a wide text": filled(b'{"number": "' + NUMBER.encode() + b'", "id": "\xf0\x9f\x98\x80', b"x", b'"}'),
    "nested lists": filled(PLAIN[:-1] + b', "new": ', b"[", b"}"),
    "keys": PLAIN[:-1] + b"," + b",".join(b'"k%d": 0' % place for place in range(SIZE // 12)) + b"}",
}
ERRORS = {
    "texts": filled(b'{"errors": [', b'"a",', b"]}"),
    "objects": filled(b'{"errors": [', b'{"code": "a", "message": "b"},', b"]}"),
    "lists": filled(b'{"errors": [', b"[],", b"]}"),
    "a long text": filled(b'{"error": "', b"a", b'"}'),
}
PAGES = {
    "empty objects": page_of(b"{},"),
    "numbers": page_of(b"1,"),
    "small records": page_of(b'{"id": "a", "number": "b"},'),
    "records with an odd field": page_of(b'{"id": "a", "number": "b", "name": 7},'),
    "enum values": page_of(b'{"id": "a", "number": "b", "capabilities": [%s]},' % (b'"ab",' * 99 + b'"c"')),
    "as many values as a page may have": b'{"data": [' + b"{}," * 55_000 + b"{}]}",
    "an unknown field": filled(b'{"data": [' + PLAIN + b'], "new": [', b"[],", b"]}"),
}
CALLS = {
    "get": lambda client: client.phone_numbers.get(ID),
    "purchase": lambda client: client.phone_numbers.purchase(NUMBER),
    "update": lambda client: client.phone_numbers.update(ID, name="a"),
    "release": lambda client: client.phone_numbers.release(ID),
    "search": lambda client: client.phone_numbers.search(areacode="206"),
}
LISTINGS = {
    errors: lambda client, errors=errors: client.phone_numbers.list(errors=errors)
    for errors in ("raise", "skip")
}


@pytest.fixture(scope="module", autouse=True)
def warm():
    """Modules that are loaded by the first call of a process are no cost of an answer."""
    for kind in (SYNC, ASYNC):
        for status, content in ((500, b"{}"), (200, PLAIN[:-1] + b', "new": NaN}')):
            cost(kind, CALLS["get"], status, content)


def cost(kind, call, status, content):
    """The memory and the seconds that a call takes, and the error it ends with."""
    client = kind.rest(lambda _: Response(status, (), content), max_retries=0, deadline=0.3)
    error = None
    tracemalloc.start()
    began = time.thread_time()
    try:
        kind.use(client, call)
    except NumberwireError as caught:
        error = caught
    seconds = time.thread_time() - began
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak, seconds, error


def require_cheap(kind, call, status, content):
    """Have a call answered so, which must not cost much."""
    peak, seconds, error = cost(kind, call, status, content)
    assert (peak < ALLOWED, seconds < SECONDS) == (True, True), (peak, seconds)
    return error


@pytest.mark.parametrize("content", FIELDS.values(), ids=FIELDS)
@pytest.mark.parametrize("call", ["get", "purchase", "release"])
def test_record(call, content):
    """An answer about one number costs little, whatever fields it has."""
    require_cheap(SYNC, CALLS[call], 200, content)


@pytest.mark.parametrize("content", ERRORS.values(), ids=ERRORS)
@pytest.mark.parametrize("status", [200, 500])
@pytest.mark.parametrize("call", CALLS)
def test_errors(call, status, content):
    """An error body costs little, however many errors it holds, and is an error all the same."""
    error = require_cheap(SYNC, CALLS[call], status, content)
    assert (isinstance(error, NumberwireError), len(error.errors) <= 100) == (True, True)
    assert len(str(error)) < 5_000


@pytest.mark.parametrize("content", PAGES.values(), ids=PAGES)
@pytest.mark.parametrize("call", [*LISTINGS.values(), CALLS["search"]], ids=[*LISTINGS, "search"])
def test_page(call, content):
    """A page costs little, however many records it holds and however many of them can't be read."""
    require_cheap(SYNC, call, 200, content)


def test_async():
    """Async calls cost no more."""
    for call, status, content in (
        (CALLS["get"], 200, FIELDS["an unknown field of lists"]),
        (CALLS["purchase"], 422, ERRORS["objects"]),
        (LISTINGS["skip"], 200, PAGES["empty objects"]),
    ):
        require_cheap(ASYNC, call, status, content)
