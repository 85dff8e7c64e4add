"""Faults: which requests meet them, and what becomes of those."""

import time

import pytest

from numberwire.errors import InvalidRequestError
from numberwire.sandbox import Fault, Sandbox
from numberwire_api import Request

PATH = "/api/relay/rest/phone_numbers"
NUMBER = {"number": "+15035551763"}


def owned(caller):
    """The numbers of the project."""
    return [number["number"] for number in caller.ask("GET")[1]["data"]]


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (500, {"error": "Internal Server Error"}),
        (503, {"error": "Service Unavailable"}),
        (599, {"error": "Unknown"}),
        (
            429,
            {
                "errors": [
                    {
                        "detail": "Too Many Requests",
                        "status": "429",
                        "title": "Rate limit exceeded",
                        "code": "rate_limit_exceeded",
                    }
                ]
            },
        ),
    ],
)
def test_status_in_the_words_of_the_api(caller, status, body):
    """A status fault answers with the API's own body for that status, once, and nothing else happens."""
    caller.sandbox.faults.add(Fault(kind="status", status=status))
    assert caller.ask("POST", body=NUMBER) == (status, body)
    assert owned(caller) == []


def test_status_of_the_routing_api(caller):
    """A failure of the routing API comes in its envelope."""
    caller.sandbox.faults.add(Fault(kind="status"))
    status, body = caller.route(caller.sandbox.routing_ids[0], {})
    assert (status, body["success"], body["error"]["code"]) == (500, False, "INTERNAL_ERROR")


def test_status_with_body_and_headers(caller):
    """A status fault may have a body and headers of its own, and let the request have its effect."""
    headers = (("Content-Type", "text/html"), ("Retry-After", "soon"))
    caller.sandbox.faults.add(Fault(kind="status", status=502, headers=headers, body="<html>", effect=True))
    response = caller.send("POST", content=b'{"number": "+15035551763"}')
    assert (
        response.status,
        response.content,
        response.header("content-type"),
        response.header("retry-after"),
    ) == (
        502,
        b"<html>",
        "text/html",
        "soon",
    )
    assert owned(caller) == ["+15035551763"]


@pytest.mark.parametrize(("kind", "effect"), [("disconnect", []), ("lose_answer", ["+15035551763"])])
def test_cut_connection(caller, kind, effect):
    """A connection is cut before the purchase, or after it: the number is bought and nobody told."""
    caller.sandbox.faults.add(Fault(kind=kind, operation="purchase_phone_number"))
    assert owned(caller) == []
    with pytest.raises(ConnectionResetError, match="cut the connection"):
        caller.ask("POST", body=NUMBER)
    assert owned(caller) == effect


@pytest.mark.parametrize(
    ("kind", "content"), [("truncate", b'{"links":{"self":"/api/rel'), ("garbage", b'{"data": [\xff')]
)
def test_spoiled_body(caller, kind, content):
    """An answer's body is cut in half, or is neither JSON nor UTF-8; its status stays."""
    whole = caller.send("GET")
    caller.sandbox.faults.add(Fault(kind=kind))
    response = caller.send("GET")
    assert (response.status, response.content[: len(content)]) == (200, content)
    assert len(response.content) == {"truncate": len(whole.content) // 2, "garbage": 21}[kind]


def test_delay(caller):
    """A delay lets the answer wait, and changes nothing else."""
    caller.sandbox.faults.add(Fault(kind="delay", seconds=0.05))
    started = time.monotonic()
    assert caller.ask("GET")[0] == 200
    assert time.monotonic() - started >= 0.05


def test_any_fault_can_wait(caller):
    """Whoever carries an answer is told how long it takes."""
    caller.sandbox.faults.add(Fault(kind="disconnect", seconds=30))
    outcome = caller.sandbox.handle(Request("GET", PATH, (), b""))
    assert (outcome.response, outcome.seconds) == (None, 30)


@pytest.mark.parametrize(
    ("fault", "statuses"),
    [
        (Fault(kind="status"), [500, 200, 200, 200]),
        (Fault(kind="status", times=2), [500, 500, 200, 200]),
        (Fault(kind="status", times=None), [500, 500, 500, 500]),
        (Fault(kind="status", skip=2), [200, 200, 500, 200]),
        (Fault(kind="status", method="get"), [500, 200, 200, 200]),
        (Fault(kind="status", method="POST"), [200, 200, 200, 200]),
        (Fault(kind="status", path="*/phone_numbers"), [500, 200, 200, 200]),
        (Fault(kind="status", path="*/search"), [200, 200, 200, 200]),
        (Fault(kind="status", operation="list_phone_numbers"), [500, 200, 200, 200]),
        (Fault(kind="status", operation="release_phone_number"), [200, 200, 200, 200]),
    ],
)
def test_fault_is_met_by_the_requests_it_is_meant_for(caller, fault, statuses):
    """A fault is met by requests that match it, as often as it says and after those it spares."""
    caller.sandbox.faults.add(fault)
    assert [caller.ask("GET")[0] for _ in statuses] == statuses


def test_faults_are_met_in_order(caller):
    """Of two faults that match, the one added first is met first; cleared ones are never met."""
    for status in (500, 502, 503):
        caller.sandbox.faults.add(Fault(kind="status", status=status))
    assert [caller.ask("GET")[0] for _ in range(2)] == [500, 502]
    assert caller.sandbox.faults.waiting() == (Fault(kind="status", status=503),)
    caller.sandbox.faults.clear()
    assert caller.ask("GET")[0] == 200


def test_faults_come_before_credentials(caller):
    """A network that fails asks nobody who they are."""
    caller.authorization = ""
    caller.sandbox.faults.add(Fault(kind="status"))
    assert [caller.ask("GET")[0] for _ in range(2)] == [500, 401]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        (
            {"kind": "explode"},
            "kind must be one of status, delay, disconnect, lose_answer, truncate, garbage",
        ),
        ({"kind": "delay", "times": 0}, "times must be a whole number from 1 to 1000000000"),
        ({"kind": "delay", "times": 1.5}, "times must be a whole number from 1 to 1000000000"),
        ({"kind": "delay", "skip": -1}, "skip must be a whole number from 0 to"),
        *(
            ({"kind": "delay", "seconds": seconds}, "seconds must be a number of seconds, 0 or more")
            for seconds in (-1, 10**400, float("inf"), float("nan"), "1", None, True)
        ),
        ({"kind": "status", "status": 99}, "status must be a whole number from 200 to 599"),
        ({"kind": "status", "status": 500.0}, "status must be a whole number from 200 to 599"),
        ({"kind": "status", "status": 204, "body": "x"}, "an answer with status 204 has no body"),
        ({"kind": "status", "body": "\ud800"}, "body must be text that can be encoded in UTF-8"),
        ({"kind": "status", "body": b"x"}, "body must be text that can be encoded in UTF-8"),
        ({"kind": "delay", "times": 10**400}, "times must be a whole number from 1 to 1000000000"),
        ({"kind": "delay", "method": 5}, "method must be text, or None for any"),
        ({"kind": "delay", "path": b"/"}, "path must be text, or None for any"),
        ({"kind": "status", "headers": None}, "headers must be pairs of a name and a value, both text"),
        ({"kind": "status", "headers": "ab"}, "headers must be pairs of a name and a value, both text"),
        ({"kind": "status", "headers": ("x",)}, "headers must be pairs of a name and a value, both text"),
        (
            {"kind": "status", "headers": (("x", 1),)},
            "headers must be pairs of a name and a value, both text",
        ),
        *(
            ({"kind": "status", "headers": ((name, "1"),)}, "is not the name of a header")
            for name in ("", "a b", "a:", "a\n", "\u0100")
        ),
        *(
            ({"kind": "status", "headers": (("x", value),)}, "headers: the value of x has a line break")
            for value in ("a\r\nb", "a\nb", "a\rb", "\0", "\u0100", "\x7f")
        ),
        *(
            ({"kind": "status", "headers": ((name, "1"),)}, f"headers: {name} can't be set")
            for name in ("content-length", "Content-Length", "Transfer-Encoding")
        ),
        ({"kind": "status", "method": "FETCH"}, "method must be one of GET, POST"),
        ({"kind": "status", "path": "phone_numbers"}, "path must start with / or *"),
        ({"kind": "delay"}, "a delay needs seconds"),
        ({"kind": "garbage", "status": 503}, "only a fault of the kind status has status"),
        (
            {"kind": "disconnect", "effect": True, "body": "x"},
            "only a fault of the kind status has body, effect",
        ),
    ],
)
def test_impossible_fault(fields, words):
    """A fault that can't be is refused when it is made."""
    with pytest.raises(InvalidRequestError, match=words):
        Fault(**fields)


@pytest.mark.parametrize(
    ("api", "operation", "words"),
    [
        (None, "purchase_phone_numbr", "Did you mean purchase_phone_number[?]"),
        (None, "nonsense", "Allowed: list_phone_numbers, .*update_phone_number_routing"),
        (
            "routing",
            "purchase_phone_number",
            "Did you mean update_phone_number_routing|Allowed: update_phone_num",
        ),
    ],
)
def test_fault_of_no_operation(api, operation, words):
    """A fault that no request of this sandbox can meet is refused, and the operation that was meant is named."""
    sandbox = Sandbox(api=api)
    with pytest.raises(InvalidRequestError, match=words):
        sandbox.faults.add(Fault(kind="status", operation=operation))
    assert sandbox.faults.waiting() == ()


@pytest.mark.parametrize("status", [204, 304])
def test_status_without_a_body(caller, status):
    """A status that has no body comes without one."""
    caller.sandbox.faults.add(Fault(kind="status", status=status))
    response = caller.send("GET")
    assert (response.status, response.content) == (status, b"")
