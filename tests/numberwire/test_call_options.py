"""What one call sends beside its operation's own, and how; and requests that no document describes."""

import json
import logging
from datetime import timedelta

import pytest

from numberwire._response import Response
from numberwire.client import Hooks
from numberwire.errors import APITimeoutError, InternalServerError, InvalidRequestError, NotFoundError
from numberwire.sandbox import Fault
from numberwire.signalwire import handlers
from tests.numberwire.listings import PATH
from tests.numberwire.servers import Script, header, said
from tests.numberwire.subjects import HOST, ID, NUMBER, RECORD


def call(kind, server, function):
    """A call of a client of SignalWire's numbers."""
    return kind.drive(kind.rest(server), lambda one: function(one.phone_numbers))


def test_extra_body(kind):
    """Members that the vendor added yesterday go beside the others; alone they are an update, too."""
    server = Script(said(RECORD))
    call(
        kind,
        server,
        lambda numbers: numbers.update(ID, name="Desk", extra_body={"call_recording_url": "x", "n": [1]}),
    )
    call(kind, server, lambda numbers: numbers.update(ID, extra_body={"call_handler": "brand_new"}))
    call(kind, server, lambda numbers: numbers.purchase(NUMBER, extra_body={"colour": None}))
    assert server.bodies == [
        {"name": "Desk", "call_recording_url": "x", "n": [1]},
        {"call_handler": "brand_new"},
        {"number": NUMBER, "colour": None},
    ]


def test_extra_body_keeps_the_checks(kind):
    """What the call says in the library's own words is checked as ever."""
    with pytest.raises(InvalidRequestError, match="call_relay_topic is missing"):
        call(
            kind,
            Script(said(RECORD)),
            lambda numbers: numbers.update(ID, call_handler="relay_topic", extra_body={"a": 1}),
        )


def test_extra_query_and_headers(kind):
    """Parameters and headers are sent with the others; a listing sends them with each page, once."""
    following = f"{PATH}?page_size=1000&colour=red&page_token=2"
    server = Script(said(RECORD), said({"data": [RECORD], "links": {"next": following}}), said({"data": []}))
    extras = {"extra_query": {"colour": "red", "n": 2}, "extra_headers": {"X-Team": "desk"}}
    call(kind, server, lambda numbers: numbers.get(ID, **extras))
    kind.gather(kind.rest(server).phone_numbers.list(extra_query={"colour": "red"}))
    assert server.calls == [
        f"GET {PATH}/{ID}?colour=red&n=2",
        f"GET {PATH}?page_size=1000&colour=red",
        f"GET {following}",
    ]
    assert header(server.asked[0], "x-team") == "desk"


@pytest.mark.parametrize(
    ("function", "message"),
    [
        (
            lambda numbers: numbers.update(ID, name="A", extra_body={"name": "B"}),
            "extra_body: name has another",
        ),
        (
            lambda numbers: numbers.update(
                ID, call=handlers.call.RelayTopic("office"), extra_body={"call_handler": "brand_new"}
            ),
            "extra_body: call_handler has another",
        ),
        (
            lambda numbers: numbers.purchase(NUMBER, extra_body={"number": "+12065550124"}),
            "extra_body: number has",
        ),
        (
            lambda numbers: numbers.search(areacode="503", extra_query={"areacode": "206"}),
            "extra_query: areacode",
        ),
    ],
)
def test_extra_beside_the_same(kind, function, message):
    """What a call gives twice, with two values, is refused: one of them would silently go nowhere."""
    server = Script(said(RECORD))
    with pytest.raises(InvalidRequestError, match=f"^{message}.*Give it once"):
        call(kind, server, function)
    assert server.asked == []
    call(kind, server, lambda numbers: numbers.update(ID, name="A", extra_body={"name": "A"}))
    assert server.bodies == [{"name": "A"}]


def test_extra_query_of_a_listing(kind):
    """A listing refuses a filter with two values; one that only ``extra_query`` names is sent, with each page once."""
    following = f"{PATH}?page_size=1000&filter_name=x&page_token=2"
    server = Script(said({"data": [RECORD], "links": {"next": following}}), said({"data": []}))
    with pytest.raises(InvalidRequestError, match=r"^extra_query: filter_name has another value"):
        kind.gather(kind.rest(server).phone_numbers.list(filter_name="y", extra_query={"filter_name": "x"}))
    assert server.asked == []
    kind.gather(kind.rest(server).phone_numbers.list(extra_query={"filter_name": "x"}))
    assert server.calls == [f"GET {PATH}?page_size=1000&filter_name=x", f"GET {following}"]


def test_extra_query_of_a_request(kind):
    """So does any other request, raw or not."""
    server = Script(said({}))
    given = {"query": {"a": 1}, "extra_query": {"a": 2}}
    for send in (lambda one: one.request, lambda one: one.with_raw_response.request):
        with pytest.raises(InvalidRequestError, match=r"^extra_query: a has another value"):
            kind.drive(kind.rest(server), lambda one, send=send: send(one)("GET", "/x", **given))
    assert server.asked == []


def test_extras_of_one_call(kind):
    """They go with this call and the look-up that settles it, which has to ask in the same place, and with no other."""
    record = {**RECORD, "created_at": "2999-01-01T00:00:00Z"}
    server = Script(ConnectionResetError("reset"), said({"data": [record]}), said(RECORD))
    client = kind.rest(server)
    extras = {"extra_headers": {"X-Team": "desk"}, "extra_query": {"a": "b"}}
    kind.drive(client, lambda one: one.phone_numbers.purchase(NUMBER, **extras))
    kind.drive(client, lambda one: one.phone_numbers.get(ID))
    assert [header(request, "x-team") for request in server.asked] == ["desk", "desk", None]
    assert ["a=b" in request.target for request in server.asked] == [True, True, False]


def test_extra_body_of_one_call(kind):
    """What is added to a body doesn't go with the look-up, which has none."""
    record = {**RECORD, "created_at": "2999-01-01T00:00:00Z"}
    server = Script(ConnectionResetError("reset"), said({"data": [record]}))
    kind.drive(kind.rest(server), lambda one: one.phone_numbers.purchase(NUMBER, extra_body={"a": "b"}))
    assert server.bodies == [{"number": NUMBER, "a": "b"}]


@pytest.mark.parametrize(
    ("extras", "message"),
    [
        ({"extra_headers": {"Authorization": "x"}}, "extra_headers: Authorization is set by the client"),
        ({"extra_headers": {"host": "x"}}, "extra_headers: host is set by the client"),
        ({"extra_headers": {"X-A": 1}}, "extra_headers: X-A must be a string"),
        ({"extra_query": {"a": ["b"]}}, "extra_query: a must be a string, a whole number, True or False"),
        ({"extra_query": [("a", "b")]}, "extra_query must be a mapping"),
        ({"extra_query": {7: "b"}}, "extra_query must be a mapping with names as its keys"),
        ({"extra_headers": {"a b": "c"}}, "extra_headers: 'a b' can't be the name of a header"),
        ({"extra_headers": {"a\r\nb": "c"}}, "can't be the name of a header"),
        ({"extra_headers": {"a": "b\r\nc: d"}}, "extra_headers: a has a character that no header may have"),
        ({"extra_headers": {"a": "\u2603"}}, "extra_headers: a has a character that no header may have"),
        (
            {"extra_headers": {"a": "b "}},
            "extra_headers: a begins or ends with a space, which no header keeps",
        ),
        (
            {"extra_headers": {"a": "\tb"}},
            "extra_headers: a begins or ends with a space, which no header keeps",
        ),
        ({"extra_body": {"a": object()}}, "extra_body: a can't be written as JSON"),
        ({"extra_body": {"a": {"b": [float("nan")]}}}, "extra_body: a can't be written as JSON"),
        ({"extra_body": {"a": float("-inf")}}, "extra_body: a can't be written as JSON"),
        ({"extra_headers": {"Accept": "x"}}, "extra_headers: Accept is set by the client"),
        ({"extra_headers": {"user-agent": "x"}}, "extra_headers: user-agent is set by the client"),
        ({"extra_headers": {"X-A": "b", "x-a": "c"}}, "extra_headers: a header is given twice"),
        ({"extra_body": {"a": 1}}, "extra_body: retrieve_phone_number does not send a JSON object"),
        ({"timeout": 0}, "timeout must be a number of seconds above 0"),
        ({"max_retries": -1}, "max_retries must be a whole number"),
        ({"checks": {"nonsense": False}}, "No check is named 'nonsense'"),
    ],
)
def test_refused(kind, extras, message):
    """What can't be sent, or means nothing, is refused before anything is sent."""
    server = Script(said(RECORD))
    with pytest.raises(InvalidRequestError) as caught:
        call(kind, server, lambda numbers: numbers.get(ID, **extras))
    assert message in str(caught.value)
    assert server.asked == []


def test_options_of_one_call(kind, sandbox):
    """An option of a call holds for it alone; None leaves the client's."""
    client = kind.rest_class(sandbox.project, sandbox.token, HOST, transport=sandbox, max_retries=0)
    [number_id] = sandbox.add_numbers(1)
    sandbox.faults.add(Fault(kind="delay", seconds=3600))
    with pytest.raises(APITimeoutError):
        kind.drive(client, lambda one: one.phone_numbers.get(number_id, timeout=0.01))
    sandbox.faults.add(Fault(kind="status", status=503, times=2))
    with pytest.raises(InternalServerError):
        kind.drive(client, lambda one: one.phone_numbers.get(number_id, timeout=None))
    assert kind.drive(client, lambda one: one.phone_numbers.get(number_id, max_retries=1)).id == number_id
    update = {"call_request_method": "PATCH", "checks": {"http-method": False}}
    with pytest.raises(Exception, match="422: call_request_method"):
        kind.drive(client, lambda one: one.phone_numbers.update(number_id, **update))


def test_hooks_of_other_options(kind):
    """A client with other hooks calls those; without, its own."""
    heard = []
    client = kind.rest(Script(said(RECORD)), hooks=Hooks(on_request=lambda *_: heard.append("own")))
    other = client.with_options(hooks=Hooks(on_request=lambda *_: heard.append("other")))
    for one in (client, other, other.with_options(timeout=5)):
        kind.drive(one, lambda one: one.phone_numbers.get(ID))
    assert heard == ["own", "other", "other"]
    with pytest.raises(InvalidRequestError, match="hooks must be"):
        client.with_options(hooks=print)


def test_request(kind):
    """Any request goes out with the client's credentials, and comes back as JSON."""
    server = Script(said({"data": [1]}), said({"id": "7"}, 201), Response(204), Response(200))
    client = kind.rest(server)
    asked = [
        ("get", "/api/relay/rest/addresses", {"query": {"page_size": 10, "b": None}}),
        ("POST", "/api/relay/rest/addresses", {"body": {"label": "HQ"}}),
        ("DELETE", "/api/relay/rest/addresses/7", {}),
        ("PUT", "/x", {"body": [], "extra_headers": {"X-A": "b"}, "timeout": 3}),
    ]
    answers = [kind.drive(client, lambda one, a=a: one.request(a[0], a[1], **a[2])) for a in asked]
    assert answers == [{"data": [1]}, {"id": "7"}, None, None]
    assert server.calls == [
        "GET /api/relay/rest/addresses?page_size=10",
        "POST /api/relay/rest/addresses",
        "DELETE /api/relay/rest/addresses/7",
        "PUT /x",
    ]
    assert server.bodies == [{"label": "HQ"}, []]
    assert header(server.asked[3], "x-a") == "b"


def test_request_is_like_any_call(kind):
    """Its errors and its retries are those of the methods: GET is tried again, POST is not."""
    server = Script(said({"error": "busy"}, 503), said({"error": "no such address"}, 404))
    with pytest.raises(NotFoundError, match="GET /x: 404: no such address"):
        kind.drive(kind.rest(server, deadline=5), lambda one: one.request("GET", "/x"))
    with pytest.raises(InternalServerError):
        kind.drive(kind.rest(Script(said({"error": "busy"}, 503))), lambda one: one.request("POST", "/x"))
    routing = kind.routing(Script(said({"success": True, "data": {"id": "7"}, "meta": {}})))
    assert kind.drive(routing, lambda one: one.request("GET", "/v1/x"))["data"] == {"id": "7"}


def test_raw_answer_of_a_request(kind):
    """The answer of any request can be had whole, with the options of the call."""
    for client in (kind.rest, kind.routing):
        server = Script(said({"success": True, "data": [7]}, 202, x_limit="8"))
        raw = kind.drive(
            client(server),
            lambda one: one.with_raw_response.request("POST", "/x", body={"a": 1}, extra_query={"q": 2}),
        )
        assert (raw.status_code, raw.header("X-Limit"), raw.value["data"]) == (202, "8", [7])
        assert (server.calls, server.bodies) == (["POST /x?q=2"], [{"a": 1}])


@pytest.mark.parametrize(
    ("keyword", "hint"),
    [("json", "Did you mean body?"), ("params", "Did you mean query?"), ("timeot", "Did you mean timeout?")],
)
def test_keywords_of_other_libraries(kind, keyword, hint):
    """A request refuses what it doesn't take, and names what is meant."""
    server = Script(said({}))
    with pytest.raises(InvalidRequestError, match=f"^No such option: {keyword}. {hint}".replace("?", "[?]")):
        kind.drive(kind.rest(server), lambda one: one.request("GET", "/x", **{keyword: {}}))
    with pytest.raises(InvalidRequestError, match=hint.replace("?", "[?]")):
        kind.drive(kind.rest(server), lambda one: one.with_raw_response.request("GET", "/x", **{keyword: {}}))
    assert server.asked == []


@pytest.mark.parametrize("given", [None, "retrieve_phone_number", dict, 7])
def test_no_operation(kind, given):
    """What no generated function returned is not sent."""
    with pytest.raises(
        InvalidRequestError, match=r"^an operation is what a function of a generated package returns"
    ):
        kind.drive(kind.rest(Script()), lambda one: one.send(given))


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("", "/x"),
        (7, "/x"),
        ("GET /", "/x"),
        ("GET", "x"),
        ("GET", "//evil.example.com/x"),
        ("GET", "/a/../b"),
        ("GET", "/a?b=c"),
        ("GET", "/a b"),
        ("GET", "/a\nb"),
        ("GET", None),
        ("GET", "https://example.com/"),
    ],
)
def test_no_request(kind, method, path):
    """A path is below the base URL, and holds no query."""
    server = Script(said({}))
    with pytest.raises(InvalidRequestError):
        kind.drive(kind.rest(server), lambda one: one.request(method, path))
    assert server.asked == []


def test_headers_of_answers(kind):
    """Errors and raw answers have the headers, by name in any case, and the request's id."""
    client = kind.rest(
        Script(said(RECORD, x_request_id="r1", x_limit="9"), said({"error": "no"}, 404, x_limit="8"))
    )
    raw = kind.drive(client, lambda one: one.with_raw_response.phone_numbers.get(ID))
    assert (raw.status_code, raw.request_id, raw.header("X-LIMIT"), raw.header("x-other")) == (
        200,
        "r1",
        "9",
        None,
    )
    with pytest.raises(NotFoundError) as caught:
        kind.drive(client, lambda one: one.phone_numbers.get(ID))
    assert (caught.value.header("X-Limit"), caught.value.headers) == ("8", (("x-limit", "8"),))


def test_audit_trail(kind, sandbox, caplog):
    """What was bought, changed and released is a line at INFO each, with what is known of it; what failed is none."""
    (other_id,) = sandbox.add_numbers(1)
    client = kind.rest_class(sandbox.project, sandbox.token, HOST, transport=sandbox)
    with caplog.at_level(logging.INFO, "numberwire"):
        offer = kind.drive(client, lambda one: one.phone_numbers.search())[0]
        sandbox.faults.add(Fault(kind="lose_answer", operation="purchase_phone_number"))
        number = kind.drive(client, lambda one: one.phone_numbers.purchase(offer))
        kind.drive(client, lambda one: one.phone_numbers.update(number, name="Desk"))
        with pytest.raises(Exception, match="purchased_too_recently"):
            kind.drive(client, lambda one: one.phone_numbers.release(number))
        sandbox.clock.advance(timedelta(days=15))
        kind.drive(client, lambda one: one.phone_numbers.release(number))
        kind.drive(client, lambda one: one.phone_numbers.release(other_id))
    lines = [record.getMessage().partition(", request id ")[0] for record in caplog.records]
    assert lines == [
        f"the number was bought: number {number.number}, id {number.id}",
        f"the number was changed: number {number.number}, id {number.id}",
        f"the number was released: number {number.number}, id {number.id}",
        f"the number was released: id {other_id}",
    ]
    assert json.dumps([record.levelname for record in caplog.records]) == json.dumps(["INFO"] * 4)
