"""What holds of the clients for any id, any handler, any next link and any listing, not of chosen ones alone."""

import warnings
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

import msgspec
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from numberwire._response import Response
from numberwire.errors import InvalidRequestError, ListingError
from numberwire.signalwire import RestClient, handlers
from numberwire.signalwire.handlers._kind import CALL_CLASSES, MESSAGE_CLASSES
from numberwire_api import handler_fields
from tests.numberwire.faults.answers import said, text
from tests.numberwire.faults.apis import ID, KINDS, NUMBERS, PROJECT, SIGNALWIRE, TOKEN, number, phone_number
from tests.numberwire.faults.peer import Seen, Turn
from tests.numberwire.faults.server import FaultServer
from tests.numberwire.faults.trial import outcome
from tests.numberwire.faults.turns import says

SHARED = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
ANY_TEXT = st.text() | st.text("./\\%?#&;+ \x00\n\x7f\x85\u2028\ud800\u00e9\U0001f600ab", max_size=8)
CALLS = [*CALL_CLASSES.values()]
MESSAGES = [*MESSAGE_CLASSES.values()]


def client_at(kind: str, server: Any) -> Any:
    """A client of a server in this process."""
    return SIGNALWIRE.clients[kind](PROJECT, TOKEN, "example.signalwire.com", transport=server)


@pytest.fixture(scope="module")
def echo():
    """A client, and the server it asks, which answers with a number whose id is what was asked for."""

    def find(seen: Seen) -> Turn:
        return says(said(number(id=unquote(seen.target.rpartition("/")[2]))))

    server = FaultServer(find)
    with RestClient(PROJECT, TOKEN, server.host) as client:
        yield client, server
    server.close()


@given(ANY_TEXT)
@example("..")
@example("%2e%2e")
@example("a%2Fb")
@example("search?x=1#y")
@example("\u00e9\U0001f600")
@SHARED
def test_any_id(echo, identifier):
    """An id is refused before a byte is sent, or arrives as one percent-encoded segment of the path."""
    client, server = echo
    before = len(server.seen)
    try:
        found = client.phone_numbers.get(identifier)
    except InvalidRequestError:
        assert len(server.seen) == before
        assert not (identifier.isalnum() and identifier.isascii())
        return
    [seen] = server.seen[before:]
    assert found.id == identifier
    prefix, _, segment = seen.target.rpartition("/")
    assert prefix == NUMBERS
    assert unquote(segment, errors="strict") == identifier
    assert segment.isascii()
    assert not set(segment) & set("?#/\\ ")
    assert segment not in ("", ".", "..")


@pytest.mark.parametrize(
    "identifier", ["", ".", "..", "/", "a/b", "\\", "a\\..", "\x00", "a\nb", "\x7f", "\x85", "\ud800"]
)
def test_refused_ids(echo, identifier):
    """What would change the path is refused, and the error does not repeat it."""
    client, server = echo
    before = len(server.peers), len(server.seen)
    with pytest.raises(InvalidRequestError) as caught:
        client.phone_numbers.release(identifier)
    assert (len(server.peers), len(server.seen)) == before
    assert len(identifier) < 2 or identifier not in str(caught.value)


def made(kinds: list[Any]) -> st.SearchStrategy[Any]:
    """Any of these handlers, with any parameters that its documentation allows."""
    return st.one_of([_made(kind) for kind in kinds])


def _made(kind: Any) -> st.SearchStrategy[Any]:
    words = st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(str.strip)
    urls = st.text("abc/?&=%", max_size=9).map("https://example.com/".__add__)
    values: dict[str, Any] = {}
    for field in msgspec.structs.fields(kind):
        value = (
            urls
            if field.name.endswith("_url")
            else st.sampled_from(["GET", "POST"])
            if field.name.endswith("_method")
            else st.uuids().map(str)
            if field.name == "video_room_id"
            else words
        )
        values[field.name] = value if field.default is msgspec.NODEFAULT else st.none() | value
    return st.builds(kind, **values)


class Bench:
    """A server in this process with one number, which an update changes as it says."""

    def __init__(self) -> None:
        """Begin with a number that has no handlers."""
        self.record = number()
        self.bodies: list[dict[str, Any]] = []

    def __call__(self, request: Any) -> Response:
        """Answer a request."""
        if request.method == "PUT":
            self.bodies.append(msgspec.json.decode(request.content))
            self.record |= self.bodies[-1]
        return Response(200, (), text(self.record))


@pytest.mark.parametrize("kind", KINDS)
@given(call=st.just(handlers.NONE) | made(CALLS), message=st.just(handlers.NONE) | made(MESSAGES))
@SHARED
def test_any_handler(kind, call, message):
    """A handler that was set is read back as the same value, and setting that again sends the same fields."""
    bench = Bench()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        once = outcome(
            kind,
            client_at(kind, bench),
            lambda client: client.phone_numbers.update(ID, name="x", call=call, message=message),
        )
        read = {"call": handlers.call_of(once), "message": handlers.message_of(once)}
        assert read == {"call": call, "message": message}
        again = outcome(
            kind, client_at(kind, bench), lambda client: client.phone_numbers.update(ID, name="x", **read)
        )
    assert again == once
    assert bench.bodies[0] == bench.bodies[1]
    given_fields = {"name": "x"} | (handler_fields(call) if call else {"call_handler": ""})
    given_fields |= handler_fields(message) if message else {"message_handler": ""}
    assert bench.bodies[0] == given_fields


@st.composite
def pages_of(draw: Any) -> list[list[dict[str, Any]]]:
    """Up to forty records in pages, some of which are empty."""
    sizes = draw(st.lists(st.integers(0, 5), min_size=1, max_size=15))
    ids = iter(range(100))
    return [[number(id=str(next(ids))) for _ in range(size)] for size in sizes]


def paged(pages: list[list[dict[str, Any]]], token: str) -> Any:
    """A server in this process that lists pages under tokens that begin with this text."""

    def server(request: Any) -> Response:
        asked = dict(parse_qsl(urlsplit(request.target).query)).get("page_token", token + "0")
        assert asked.startswith(token)
        place = int(asked[len(token) :])
        links = (
            {"next": f"{NUMBERS}?page_token={quote(f'{token}{place + 1}')}"} if place + 1 < len(pages) else {}
        )
        return Response(200, (), text({"links": links, "data": pages[place]}))

    return server


@pytest.mark.parametrize("prefetch", [True, False])
@pytest.mark.parametrize("kind", KINDS)
@given(
    pages=pages_of(),
    token=st.text(st.characters(exclude_categories=["Cs"]), max_size=5),
    which=st.integers(0, 14),
)
@SHARED
def test_any_listing(kind, prefetch, pages, token, which):
    """All records come once and in order, in whatever pages; any page's cursor leads to the rest."""
    client = client_at(kind, paged(pages, token))
    assert outcome(kind, client, lambda client: client.phone_numbers.list(prefetch=prefetch)) == _records(
        pages
    )
    if kind == "sync":
        cursors = [page.cursor for page in client.phone_numbers.list(prefetch=prefetch).pages()]
        assert cursors[-1] is None
        if len(cursors) > 1:
            place = which % (len(cursors) - 1)
            rest = client.phone_numbers.list(cursor=cursors[place])
            assert list(rest) == _records(pages[place + 1 :])


def _records(pages: list[list[dict[str, Any]]]) -> list[Any]:
    return [phone_number(record) for page in pages for record in page]


@given(
    st.lists(
        st.tuples(
            st.text("ab[]._-\u00e9", min_size=1, max_size=4),
            st.text(st.characters(exclude_categories=["Cs"]), max_size=4),
        ),
        min_size=1,
        max_size=4,
    )
)
@SHARED
def test_any_next_query(pairs):
    """The query of a next link arrives as the server wrote it: each name and value, in order, empty ones too."""
    targets = []

    def server(request: Any) -> Response:
        targets.append(request.target)
        links = {"next": "?" + urlencode(pairs)} if len(targets) == 1 else {}
        return Response(200, (), text({"links": links, "data": []}))

    assert list(client_at("sync", server).phone_numbers.list()) == []
    assert parse_qsl(urlsplit(targets[1]).query, keep_blank_values=True) == pairs


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "link",
    [
        "http://example.signalwire.com" + NUMBERS,
        "//example.signalwire.com:80" + NUMBERS,
        "https://example.signalwire.com.evil.com" + NUMBERS,
    ],
)
def test_downgraded_next(link, kind):
    """Of an API that speaks https no next page is asked for by http, or anywhere else."""
    targets = []

    def server(request: Any) -> Response:
        targets.append(request.target)
        return Response(200, (), text({"links": {"next": link + "?page_token=PA1"}, "data": [number()]}))

    with pytest.raises(ListingError, match="not followed"):
        outcome(kind, client_at(kind, server), lambda client: client.phone_numbers.list())
    assert targets == [NUMBERS + "?page_size=1000"]
