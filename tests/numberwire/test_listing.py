"""Listings: every record, page after page, from the start or from a cursor, whatever a page holds."""

import asyncio
import contextlib
import sys

import pytest

from numberwire._response import Response
from numberwire.errors import (
    APIResponseValidationError,
    APIStatusError,
    InternalServerError,
    InvalidRequestError,
    ListingError,
)
from numberwire_api.signalwire.models import PageLinks
from tests.numberwire.listings import PATH, Pages, number
from tests.numberwire.servers import Script, said
from tests.numberwire.subjects import ASYNC, HOST, ID, RECORD, SYNC

pytestmark = pytest.mark.usefixtures("at_once")
PREFETCH = pytest.mark.parametrize("prefetch", [False, True], ids=["one by one", "prefetch"])


@PREFETCH
def test_all_records(kind, prefetch):
    """A listing gives all records in order, empty pages or not, a thousand asked for at a time."""
    server = Pages([1, 2], [], [], [3], [])
    listing = kind.rest(server).phone_numbers.list(prefetch=prefetch)
    assert server.asked == []
    assert kind.gather(listing) == [number(1), number(2), number(3)]
    first = {"page_size": "1000"}
    assert server.asked == [first, *({**first, "page_token": str(place)} for place in range(1, 5))]


@PREFETCH
def test_pages(kind, prefetch):
    """Its pages come each with links, the cursor after it, and the answer as it came."""
    server = Pages([1, 2], [3])
    listing = kind.rest(server, page_size=2).phone_numbers.list(filter_name="a b", prefetch=prefetch)
    first, last = kind.gather(listing.pages())
    query = "filter_name=a+b&page_size=2&page_token=1"
    assert (first.data, first.links, first.cursor, first.skipped) == (
        (number(1), number(2)),
        PageLinks(next=f"{PATH}?{query}"),
        query,
        (),
    )
    assert (last.data, last.links, last.cursor) == ((number(3),), PageLinks(), None)
    assert (first.response.status, last.response.status) == (200, 200)


def test_again(kind):
    """Each time it is iterated a listing begins anew."""
    server = Pages([1], [2])
    listing = kind.rest(server).phone_numbers.list()
    assert kind.gather(listing) == kind.gather(listing) == [number(1), number(2)]
    assert len(server.asked) == 4


@PREFETCH
def test_resumed(kind, prefetch):
    """A listing can be gone on with from a cursor that was kept, with the filters it was begun with."""
    server = Pages([1, 2], [3, 4], [5])
    numbers = kind.rest(server).phone_numbers
    first = kind.gather(numbers.list(filter_number="206", page_size=2).pages())[0]
    server.asked.clear()
    assert kind.gather(numbers.list(cursor=first.cursor, prefetch=prefetch)) == [
        number(3),
        number(4),
        number(5),
    ]
    assert server.asked[0] == {"filter_number": "206", "page_size": "2", "page_token": "1"}


def test_answers_are_let_go(kind):
    """Whoever takes the records alone keeps no answer in memory while they are looked at."""
    server, answers = Pages([1, 2], [3]), []

    def answer(request):
        answers.append(server(request))
        return answers[-1]

    async def count_async(listing):
        return [sys.getrefcount(answers[-1]) async for _ in listing]

    listing = kind.rest(answer).phone_numbers.list(prefetch=False)
    counts = (
        asyncio.run(count_async(listing))
        if kind is ASYNC
        else [sys.getrefcount(answers[-1]) for _ in listing]
    )
    assert counts == [2, 2, 2]  # `answers`, and the argument of the count itself


def test_given_up():
    """Iterating can be ended before its end, and asks for nothing more."""
    server = Pages([1, 2], [3])
    with contextlib.closing(iter(SYNC.rest(server).phone_numbers.list(prefetch=False))) as records:
        assert next(records) == number(1)
    assert list(records) == []
    assert len(server.asked) == 1


BAD = {"id": "id-9", "number": 9}


@PREFETCH
def test_bad_record_raises(kind, prefetch):
    """By default a record that can't be read ends the listing, telling its place and holding the others."""
    server = Pages([1], [2, BAD, 3], [4])
    listing = kind.rest(server).phone_numbers.list(prefetch=prefetch)
    with pytest.raises(APIResponseValidationError) as caught:
        kind.gather(listing)
    error = caught.value
    assert str(error) == (
        f"GET {PATH}: record 1 of the page can't be read: Expected `str`, got `int` - at `$.number`"
    )
    assert (error.position, error.readable) == (1, (number(2), number(3)))
    rest = kind.rest(server).phone_numbers.list(cursor=error.cursor, prefetch=prefetch)
    assert kind.gather(rest) == [number(4)]


@PREFETCH
def test_bad_record_skipped(kind, prefetch, caplog):
    """Skipped, it is logged and the listing goes on."""
    server = Pages([1], [2, BAD, 3], [4])
    listing = kind.rest(server).phone_numbers.list(errors="skip", prefetch=prefetch)
    assert kind.gather(listing) == [number(place) for place in (1, 2, 3, 4)]
    assert [message.partition(": Expected")[0] for message in caplog.messages] == [
        f"skipped: GET {PATH}: record 1 of the page can't be read"
    ]


@PREFETCH
@pytest.mark.parametrize("errors", ["raise", "skip"])
def test_no_page(kind, prefetch, errors):
    """A page without its list of records is no page, and no record of it can be skipped."""
    server = Pages([1], said({"links": {}}))
    with pytest.raises(APIResponseValidationError) as caught:
        kind.gather(kind.rest(server).phone_numbers.list(errors=errors, prefetch=prefetch))
    assert "Object missing required field `data`" in str(caught.value)


@PREFETCH
@pytest.mark.parametrize("links", [7, [], {"next": 7}, {"next": f"{PATH}/../other"}, {"next": PATH}], ids=str)
def test_page_with_odd_links(kind, prefetch, links):
    """A page whose links lead nowhere is listed before the listing ends with an error."""
    numbers = []
    pages = kind.rest(Pages([1], said({"data": [{"id": "id-2", "number": "+12065550002"}], "links": links})))
    listing = pages.phone_numbers.list(prefetch=prefetch)

    async def keep():
        async for found in listing:
            numbers.append(found)  # noqa: PERF401 those before an error count

    def keep_all(_client):
        return keep() if kind.name == "async" else numbers.extend(listing)

    with pytest.raises(APIResponseValidationError):
        kind.drive(None, keep_all)
    assert numbers == [number(1), number(2)]


@PREFETCH
def test_page_without_links(kind, prefetch):
    """A page without links is the last."""
    server = Pages([1], said({"data": [{"id": "id-2", "number": "+12065550002"}]}))
    assert kind.gather(kind.rest(server).phone_numbers.list(prefetch=prefetch)) == [number(1), number(2)]


@PREFETCH
def test_failing_page(kind, prefetch):
    """A page that fails is asked for again, and then ends the listing after the records before it."""
    server = Pages([1], said({"error": "broken"}, 500))
    records, listing = [], kind.rest(server).phone_numbers.list(prefetch=prefetch)

    async def keep_async():
        async for one in listing:
            records.append(one)  # noqa: PERF401 those before an error count

    def keep(_client):
        if kind.name == "async":
            return keep_async()
        for one in listing:
            records.append(one)  # noqa: PERF402 the same
        return None

    with pytest.raises(InternalServerError) as caught:
        kind.drive(None, keep)
    assert (records, caught.value.attempts, len(server.asked)) == ([number(1)], 3, 4)


@PREFETCH
def test_standstill(kind, prefetch):
    """A listing that already read ends with an error."""
    again = said({"links": {"next": f"{PATH}?page_token=1"}, "data": []})
    with pytest.raises(ListingError, match="already read"):
        kind.gather(kind.rest(Pages([1], again)).phone_numbers.list(prefetch=prefetch))


@PREFETCH
def test_error_in_a_page(kind, prefetch):
    """An error inside a page of status 200 is an error, whatever is to be skipped."""
    server = Pages([1], said({"data": [], "error": "broken"}))
    with pytest.raises(APIStatusError, match="200: broken"):
        kind.gather(kind.rest(server).phone_numbers.list(errors="skip", prefetch=prefetch))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"page_size": 0}, "page_size must be a whole number from 1 to 1000."),
        ({"page_size": 1001}, "page_size must be a whole number from 1 to 1000."),
        ({"errors": "ignore"}, 'errors must be "raise" or "skip", not \'ignore\'.'),
        (
            {"cursor": "nonsense"},
            "invalid cursor: pass page.cursor of an earlier page, unchanged.",
        ),
        (
            {"cursor": "page_token=1", "filter_name": "a"},
            "cursor already contains the filters and the page size of its listing: pass it without them.",
        ),
        (
            {"cursor": "page_token=1", "page_size": 5},
            "cursor already contains the filters and the page size of its listing: pass it without them.",
        ),
    ],
)
def test_refused(kind, arguments, message):
    """What can't be is refused when the listing is made, before anything is sent."""
    with pytest.raises(InvalidRequestError) as caught:
        kind.rest(Pages([])).phone_numbers.list(**arguments)
    assert str(caught.value) == message


def test_page_size(kind):
    """A listing has the page size it asks for, else its client's."""
    server = Pages([1])
    client = kind.rest(server, page_size=7)
    kind.gather(client.phone_numbers.list())
    kind.gather(client.with_options(page_size=8).phone_numbers.list())
    kind.gather(client.phone_numbers.list(page_size=9))
    assert [one["page_size"] for one in server.asked] == ["7", "8", "9"]


def test_a_deadline_for_each_page(kind):
    """Each page is a call of its own: its deadline, its retries."""
    turns = iter([said({"error": "busy"}, 503), None, said({"error": "busy"}, 503), None])
    pages = Pages([1], [2])

    def server(request):
        turn: Response | None = next(turns)
        return turn or pages(request)

    assert kind.gather(kind.rest(server, max_retries=1).phone_numbers.list()) == [number(1), number(2)]


GUARDS = {
    "bool": bool,
    "not": lambda listing: not listing,
    "len": len,
    "first": lambda listing: listing[0],
    "slice": lambda listing: listing[:5],
    "reversed": reversed,
}


@pytest.mark.parametrize("name", GUARDS)
def test_no_list(kind, name):
    """A listing has no truth, length or places before its pages are asked for: it says what to ask instead."""
    server = Pages([])
    with pytest.raises(TypeError, match=r"^an? (async )?listing is not a list: .* for one record"):
        GUARDS[name](kind.rest(server).phone_numbers.list())
    assert server.asked == []


def test_still_gathered():
    """What takes any iterable takes a listing, its length not asked for."""
    listing = SYNC.rest(Pages([1, 2])).phone_numbers.list()
    assert list(listing) == [*listing] == sorted(listing, key=lambda one: one.number)
    assert number(2) in listing
    assert number(3) not in listing


def test_async_listing_used_as_another():
    """An async listing says how it is iterated to who loops over it, awaits it or looks into it."""
    listing = ASYNC.rest(Pages([1])).phone_numbers.list()

    async def wait():
        await listing

    with pytest.raises(TypeError, match="iterated with `async for`"):
        list(listing)
    with pytest.raises(TypeError, match="not awaited: iterate it with `async for`"):
        asyncio.run(wait())
    with pytest.raises(TypeError, match="is not a list"):
        number(1) in listing  # noqa: B015


@pytest.mark.parametrize(("limit", "pages"), [(1, 1), (2, 1), (3, 2), (4, 2), (9, 3)])
def test_limit(kind, sandbox, limit, pages):
    """A limit ends the listing after so many records, and asks for no page more than it takes."""
    ids, asked = sandbox.add_numbers(5), []
    client = kind.rest_class(
        sandbox.project,
        sandbox.token,
        HOST,
        transport=lambda request: (asked.append(request.target), sandbox(request))[1],
    )
    listing = client.phone_numbers.list(limit=limit, page_size=2, prefetch=False)
    assert [number.id for number in kind.gather(listing)] == ids[::-1][:limit]
    assert len(asked) == pages
    cut = kind.gather(listing.pages())
    assert [len(page.data) for page in cut] == [2] * (min(limit, 5) // 2) + [1] * (min(limit, 5) % 2)
    assert cut[-1].cursor is None or limit % 2 == 0


def test_limit_asks_for_small_pages(kind):
    """A listing of a few records asks for no more."""
    server = Script(said({"data": []}))
    kind.gather(kind.rest(server).phone_numbers.list(limit=3))
    assert server.calls == [f"GET {PATH}?page_size=3"]


@pytest.mark.parametrize("limit", [0, -1, 2.5, True, "2"])
def test_no_limit(kind, limit):
    """A limit is a whole number."""
    with pytest.raises(InvalidRequestError, match="limit must be a whole number, 1 or more"):
        kind.rest(Script(said({"data": []}))).phone_numbers.list(limit=limit)


def test_first(kind):
    """The first record, or None; nothing beyond its page is asked for."""
    server = Script(said({"data": [RECORD], "links": {"next": f"{PATH}?page_token=2"}}), said({"data": []}))
    client = kind.rest(server)
    assert kind.drive(client, lambda one: one.phone_numbers.list().first()).id == ID
    assert kind.drive(client, lambda one: one.phone_numbers.list().first()) is None
    assert len(server.asked) == 2


def test_repr_of_a_listing(kind):
    """A listing shows what it will ask for."""
    listing = kind.rest(Script(said({}))).phone_numbers.list(filter_name="Desk")
    assert repr(listing) == f"<{type(listing).__name__} GET {PATH}?filter_name=Desk&page_size=1000>"
