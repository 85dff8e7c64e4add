"""The limit of requests."""

import pytest

from numberwire.sandbox import Rate


def test_no_limit_by_default(caller):
    """Without a rate every request is taken."""
    assert {caller.ask("GET")[0] for _ in range(200)} == {200}


def test_requests_past_the_rate_wait(caller):
    """Past the rate a request is a 429 that says how long to wait; after that it is taken."""
    caller.sandbox.rate = Rate(2, 10)
    assert caller.ask("GET")[0] == 200
    caller.sandbox.clock.advance(3.5)
    assert caller.ask("GET")[0] == 200
    response = caller.send("GET")
    assert (response.status, response.header("Retry-After")) == (429, "7")
    caller.sandbox.clock.advance(6.5)
    assert [caller.ask("GET")[0] for _ in range(2)] == [200, 429]


def test_body_of_a_429(caller):
    """The refusal carries the documented code."""
    caller.sandbox.rate = Rate(1)
    caller.ask("GET")
    item = {
        "detail": "Wait 1 s before sending further requests.",
        "status": "429",
        "title": "Rate limit exceeded",
        "code": "rate_limit_exceeded",
    }
    assert caller.ask("GET") == (429, {"errors": [item]})


def test_each_api_counts_for_itself(caller):
    """One API's requests use up nothing of the other's rate."""
    caller.sandbox.rate = Rate(1, 60)
    identifier = caller.sandbox.routing_ids[0]
    assert [caller.ask("GET")[0], caller.route(identifier, {})[0]] == [200, 200]
    status, body = caller.route(identifier, {})
    assert (status, body["error"]["code"]) == (429, "RATE_LIMITED")


def test_refused_purchase_has_no_effect(caller):
    """A request past the rate changes nothing."""
    caller.sandbox.rate = Rate(1, 60)
    caller.ask("GET")
    assert caller.ask("POST", body={"number": "+15035551763"})[0] == 429
    caller.sandbox.rate = None
    assert caller.ask("GET")[1]["data"] == []


def test_rate_in_words():
    """A rate is written as requests, or as requests and seconds."""
    assert [Rate.parse("5"), Rate.parse("5/10"), Rate.parse("1/0.5")] == [
        Rate(5, 1),
        Rate(5, 10),
        Rate(1, 0.5),
    ]


@pytest.mark.parametrize("text", ["", "x", "0", "-1", "5/0", "5/x", "5/inf", "5/nan", "5/1e300"])
def test_impossible_rate(text):
    """A rate takes at least one request, within a time that passes."""
    with pytest.raises(ValueError, match=r"requests|seconds|int|float"):
        Rate.parse(text)


def test_clock_that_is_put_back_frees_the_rate(caller):
    """Requests that were counted at a time still to come don't count after the clock was put back."""
    caller.sandbox.rate = Rate(1, 60)
    caller.sandbox.clock.advance(86_400)
    assert [caller.ask("GET")[0] for _ in range(2)] == [200, 429]
    caller.sandbox.clock.offset = 0
    assert [caller.ask("GET")[0] for _ in range(2)] == [200, 429]
