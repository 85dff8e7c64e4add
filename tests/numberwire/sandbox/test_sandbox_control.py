"""The control endpoints: the same as the sandbox's attributes, over HTTP."""

import json

import pytest

from numberwire.sandbox import API_KEY, UNSCOPED_TOKEN, Fault, Rate

STATE = {
    "time": "2025-01-15T09:30:00Z",
    "offset_seconds": 0.0,
    "seed": 0,
    "apis": ["signalwire", "routing"],
    "rate": None,
    "faults": [],
    "numbers": {"signalwire": 0, "routing": 3},
}


@pytest.fixture
def state(caller):
    """The state of a new sandbox."""
    return {**STATE, "routing_ids": list(caller.sandbox.routing_ids)}


def test_state(caller, state):
    """The state tells all that can be told."""
    assert caller.control("GET", "state") == (200, state)
    caller.buy()
    assert caller.control("GET", "state") == (200, {**state, "numbers": {"signalwire": 1, "routing": 3}})


def test_clock(caller, state):
    """The clock is put forward, or to an offset."""
    forward = {**state, "offset_seconds": 86400.0, "time": "2025-01-16T09:30:00Z"}
    assert caller.control("POST", "clock", {"forward_seconds": 43200})[0] == 200
    assert caller.control("POST", "clock", {"forward_seconds": 43200}) == (200, forward)
    assert caller.control("POST", "clock", {"offset_seconds": 0}) == (200, state)


@pytest.mark.parametrize(
    "body", [{}, {"forward_seconds": "1"}, {"forward_seconds": 1, "x": 1}, {"offset_seconds": None}]
)
def test_clock_wants_a_number(caller, body):
    """What is no number of seconds moves no clock."""
    words = "Give either forward_seconds or offset_seconds, a number, 0 or more."
    assert caller.control("POST", "clock", body) == (400, {"error": words})


def test_clock_goes_forward_only(caller):
    """The sandbox's time is never before the real one."""
    for content in (b'{"%s": -1}', b'{"%s": 1e10}', b'{"%s": 1' + b"0" * 400 + b"}"):
        for name, subject in ((b"offset_seconds", "offset"), (b"forward_seconds", "the time to advance")):
            response = caller.send("POST", "/_sandbox/clock", content % name)
            words = {"error": f"{subject} must be from 0 to 3155760000 seconds"}
            assert (response.status, json.loads(response.content)) == (400, words)
    assert caller.sandbox.clock.offset == 0


@pytest.mark.parametrize("number", [b"NaN", b"Infinity", b"1e400", b"-1e400", b"true", b'"1"', b"[1]"])
def test_clock_moves_by_numbers_alone(caller, number):
    """What JSON does not call a number, or no machine can hold, is a 400."""
    for name in (b"offset_seconds", b"forward_seconds"):
        assert caller.send("POST", "/_sandbox/clock", b'{"%s": %s}' % (name, number)).status == 400
    assert caller.sandbox.clock.offset == 0


def test_rate(caller, state):
    """The rate is set and lifted; control requests are not counted."""
    limited = {**state, "rate": {"requests": 1, "seconds": 10.0}}
    assert caller.control("POST", "rate", {"requests": 1, "seconds": 10}) == (200, limited)
    assert caller.sandbox.rate == Rate(1, 10)
    assert [caller.ask("GET")[0], caller.ask("GET")[0], caller.control("GET", "rate")[0]] == [200, 429, 200]
    assert caller.control("POST", "rate", {"requests": None}) == (200, state)
    caller.sandbox.rate = Rate(1)
    assert caller.control("DELETE", "rate") == (200, state)


@pytest.mark.parametrize(
    "body",
    [{"requests": 0}, {"requests": True}, {"requests": 1, "seconds": 0}, {"requests": 1, "seconds": 1e300}],
)
def test_impossible_rate_is_refused(caller, body):
    """What is no rate is a 400, and the rate stays."""
    assert caller.control("POST", "rate", body)[0] == 400
    assert caller.sandbox.rate is None


def test_faults(caller, state):
    """Faults are added, seen and cleared."""
    fault = {"kind": "status", "status": 503, "headers": [["retry-after", "1"]], "body": "{}", "times": 2}
    assert caller.control("POST", "faults", fault) == (200, {**state, "faults": [fault]})
    assert caller.sandbox.faults.waiting() == (
        Fault(kind="status", status=503, headers=(("retry-after", "1"),), body="{}", times=2),
    )
    assert caller.ask("GET")[0] == 503
    left = {name: value for name, value in fault.items() if name != "times"}  # once, which is the default
    assert caller.control("GET", "faults") == (200, {**state, "faults": [left]})
    assert caller.control("DELETE", "faults") == (200, state)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"kind": "explode"}, "Invalid enum value 'explode' - at `$.kind`"),
        ({}, "Object missing required field `kind`"),
        (
            {"kind": "delay", "wait": 1},
            "unknown: wait. Allowed: body, effect, headers, kind, method, operation, ",
        ),
        ({"kind": "delay", "times": 0}, "times must be a whole number from 1"),
        ({"kind": "delay", "seconds": "1"}, "Expected `float`, got `str` - at `$.seconds`"),
        ({"kind": "delay", "seconds": -1}, "seconds must be a number of seconds, 0 or more"),
        ({"kind": "status", "headers": [["x", "a\r\nb"]]}, "headers: the value of x has a line break"),
        ({"kind": "status", "headers": [["Content-Length", "1"]]}, "headers: Content-Length can't be set"),
        (
            {"kind": "status", "operation": "list_numbers"},
            "no operation has the id 'list_numbers'. Did you mean",
        ),
        ([], "The request body is not a JSON object."),
    ],
)
def test_impossible_fault_is_refused(caller, body, words):
    """What is no fault is refused with the reason, and none is added."""
    status, answer = caller.control("POST", "faults", body)
    assert (status, answer["error"][: len(words)]) == (400, words)
    assert caller.sandbox.faults.waiting() == ()


def test_reset(caller, state):
    """A reset begins anew: the numbers, the clock, the faults and the count of requests; the rate stays."""
    caller.sandbox.rate = Rate(2, 60)
    before = caller.buy()
    caller.sandbox.clock.advance(1)
    caller.sandbox.faults.add(Fault(kind="garbage"))
    assert caller.control("POST", "reset") == (200, {**state, "rate": {"requests": 2, "seconds": 60}})
    assert caller.buy() == before


def test_credentials_of_either_api_will_do(caller):
    """Whoever is known to an API may control the sandbox, whatever the scopes; nobody else may."""
    for authorization, status in [
        (caller.authorization, 200),
        (f"Bearer {API_KEY}", 200),
        ("", 401),
        (f"Bearer {UNSCOPED_TOKEN}", 401),
    ]:
        caller.authorization = authorization
        assert caller.control("GET", "state")[0] == status


@pytest.mark.parametrize(
    ("method", "name", "status"), [("GET", "other", 404), ("GET", "", 404), ("GET", "reset", 405)]
)
def test_other_paths_and_methods(caller, method, name, status):
    """Other paths are not found, and other methods not allowed."""
    assert caller.control(method, name)[0] == status


def test_faults_spare_the_control(caller):
    """No fault is met by control requests."""
    caller.sandbox.faults.add(Fault(kind="disconnect", times=None))
    assert caller.control("DELETE", "faults")[0] == 200
