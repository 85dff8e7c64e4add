"""The pure answer: routes, credentials, and the documented bodies of a refusal."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from numberwire._response import Response
from numberwire.sandbox import Settings
from numberwire.sandbox._api import answer_request, find_operation
from numberwire.sandbox._request_context import RequestContext
from numberwire.sandbox._store import Store
from numberwire.sandbox.signalwire import SIGNALWIRE
from numberwire_api import Request

PATH = "/api/relay/rest/phone_numbers"
ID = "6f1c2a54-8d3b-4e0f-9a77-0b5a1c9e4d21"
JSON = ("content-type", "application/json; charset=utf-8")


def context(store, request, **settings):
    """A request with its circumstances."""
    return RequestContext(
        request=request,
        store=store,
        settings=Settings(**settings),
        now=datetime(2025, 1, 15, 9, 30, tzinfo=UTC),
        request_id="r1",
    )


def test_answer_depends_on_its_arguments_alone():
    """The same request, state, time and settings give the same answer, byte for byte."""
    request = Request("POST", PATH, (("authorization", BASIC),), b'{"number": "+15035551763"}')
    first, second = (answer_request(SIGNALWIRE, context(Store(), request)) for _ in range(2))
    assert (first, first.status) == (second, 200)


def test_refused_request_leaves_the_store_as_it_was():
    """A refusal changes nothing, not even the next number's position."""
    store = Store()
    request = Request("POST", PATH, (("authorization", BASIC),), b'{"number": "+15035550000"}')
    assert answer_request(SIGNALWIRE, context(store, request)).status == 422
    assert (store.count("signalwire"), store.next_position()) == (0, 1)


def test_answer_carries_content_type_and_request_id():
    """Every answer with a body says that it is JSON, and each carries the id of its request."""
    request = Request("GET", f"{PATH}/{ID}", (("authorization", BASIC),), b"")
    assert answer_request(SIGNALWIRE, context(Store(), request)) == Response(
        404, (JSON, ("x-request-id", "r1")), b'{"error":"Not Found"}'
    )


BASIC = "Basic c2FuZGJveC1wcm9qZWN0OnNhbmRib3gtdG9rZW4="
UNSCOPED = "Basic c2FuZGJveC1wcm9qZWN0OnNhbmRib3gtdG9rZW4td2l0aG91dC1zY29wZXM="


@pytest.mark.parametrize(
    ("authorization", "expected"),
    [
        ("", (401, {"error": "Unauthorized"})),
        ("Basic", (401, {"error": "Unauthorized"})),
        ("Basic !!!", (401, {"error": "Unauthorized"})),
        ("Basic /w==", (401, {"error": "Unauthorized"})),
        ("Basic c2FuZGJveC1wcm9qZWN0", (401, {"error": "Unauthorized"})),
        ("Basic b3RoZXI6c2FuZGJveC10b2tlbg==", (401, {"error": "Unauthorized"})),
        ("Basic c2FuZGJveC1wcm9qZWN0Ondyb25n", (401, {"error": "Unauthorized"})),
        ("Bearer sandbox-token", (401, {"error": "Unauthorized"})),
        (UNSCOPED, (403, {"error": "Forbidden"})),
        (BASIC, (404, {"error": "Not Found"})),
        (BASIC.replace("Basic", "basic"), (404, {"error": "Not Found"})),
    ],
)
def test_credentials_are_asked_first(caller, authorization, expected):
    """Unknown credentials are a 401, known ones without the scope a 403, before anything else is looked at."""
    caller.authorization = authorization
    assert caller.ask("GET", ID) == expected


def test_unauthorized_answer_names_the_scheme(caller):
    """A 401 says which kind of credentials would do."""
    caller.authorization = ""
    assert caller.send("GET").header("WWW-Authenticate") == 'Basic realm="numberwire sandbox"'


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("DELETE", "", "GET, POST"),
        ("PATCH", ID, "GET, PUT, DELETE"),
        ("PUT", "search", "GET"),
        ("HEAD", "", "GET, POST"),
    ],
)
def test_wrong_method_is_not_allowed(caller, method, path, allowed):
    """A path that takes other methods answers 405 and names them."""
    response = caller.send(method, path, b"{}")
    assert (response.status, response.header("allow"), json.loads(response.content)) == (
        405,
        allowed,
        {"error": "Method Not Allowed"},
    )


@pytest.mark.parametrize(
    "path", [f"{PATH}/", f"{PATH}/{ID}/x", "/api/relay/rest/other", "/", "/v2/phone-numbers/x"]
)
def test_unknown_path_is_not_found(caller, path):
    """A path that no operation has answers 404."""
    assert caller.ask("GET", path) == (404, {"error": "Not Found"})


@pytest.mark.parametrize("content", [b"", b"{", b"\xff", b'"\\ud800"', b"[" * 100_000, b'{"number": NaN}'])
def test_body_that_is_not_json_is_a_bad_request(caller, content):
    """A body that can't be read as JSON answers 400, however hostile it is."""
    response = caller.send("POST", content=content)
    assert (response.status, json.loads(response.content)) == (
        400,
        {"error": "The request body is not valid JSON."},
    )


@pytest.mark.parametrize("body", [[], "text", 1, True, [{"number": "+15035551763"}]])
def test_body_that_is_no_object_is_a_bad_request(caller, body):
    """A body that is JSON but no object answers 400."""
    assert caller.ask("POST", body=body) == (400, {"error": "The request body is not a JSON object."})


def test_error_items_come_in_the_other_shape_on_request(make):
    """The vendor's other products word a 422 in another shape, and the sandbox can do so too."""
    item = {
        "type": "validation_error",
        "code": "invalid_parameter",
        "message": "must be a phone number in E.164 format",
        "attribute": "number",
        "url": "https://example.com/errors/invalid_parameter",
    }
    assert make(error_items="message").ask("POST", body={}) == (422, {"errors": [item]})


def test_sandbox_can_serve_one_api_alone(make):
    """With an API chosen, the paths of the other are unknown."""
    assert make(api="routing").ask("GET") == (404, {"error": "Not Found"})
    assert make(api="signalwire").route(ID, {}) == (404, {"error": "Not Found"})
    with pytest.raises(ValueError, match="api must be one of signalwire, routing"):
        make(api="other")


def test_operation_without_a_route_is_told():
    """What the API documents and nobody has written an answer for is 501, with its name; what it doesn't, is 404."""
    store = Store()
    *routes, last = SIGNALWIRE.routes
    credentials = (("authorization", BASIC),)
    fewer = replace(SIGNALWIRE, routes=tuple(routes))
    path = last.path.replace("{id}", "some-id")
    response = answer_request(fewer, context(store, Request(last.method, path, credentials, b"")))
    assert response.status == 501
    assert json.loads(response.content)["error"] == (f"The sandbox does not implement {last.operation} yet.")
    assert (
        answer_request(fewer, context(store, Request(last.method, f"{path}/more", credentials, b""))).status
        == 404
    )
    assert find_operation(fewer, last.method, path) == last.operation
