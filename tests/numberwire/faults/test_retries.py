"""How often and how long: the shared budget, the waits, the deadline; what hooks and the log tell of it."""

import logging
import re

import pytest

from numberwire import errors
from numberwire.client import Hooks
from tests.numberwire.faults.answers import said
from tests.numberwire.faults.apis import ID, KINDS, NUMBERS, SIGNALWIRE, number, phone_number
from tests.numberwire.faults.server import FaultServer
from tests.numberwire.faults.trial import client_of, outcome, run
from tests.numberwire.faults.turns import drips, hangs_up, says, stalls

GET = SIGNALWIRE.call
GOOD, BUSY = says(said(number())), says(said({"error": "busy"}, 503))


@pytest.fixture
def server():
    """A server that is given its script later."""
    server = FaultServer()
    yield server
    server.close()


@pytest.mark.parametrize("kind", KINDS)
def test_budget_ends_the_retries(kind, server, swift):
    """In an outage all calls of a client have 35 retries together: 500 tokens, and 14 for each."""
    server.play([BUSY])
    ended = run(kind, client_of(kind, server.host), *[GET] * 40)
    assert {type(one.error) for one in ended} == {errors.InternalServerError}
    assert len(server.seen) == 40 + 35
    assert [one.error.attempts for one in ended] == [3] * 17 + [2] + [1] * 22


@pytest.mark.parametrize("kind", KINDS)
def test_budget_is_given_back(kind, server, swift):
    """A success gives back what its retries took, so that a server that fails now and then is always tried again."""
    server.play([BUSY, GOOD] * 60)
    ended = run(kind, client_of(kind, server.host), *[GET] * 60)
    assert [one.error for one in ended] == [None] * 60


@pytest.mark.parametrize("kind", KINDS)
def test_first_loss_is_free(kind, server, swift):
    """With an empty budget a lost connection is still made anew, once a call; a second loss is the end."""
    server.play([*[BUSY] * 75, hangs_up(), GOOD, hangs_up()])
    *_, lost_once, lost_twice = run(kind, client_of(kind, server.host), *[GET] * 42)
    assert lost_once.value == phone_number(number())
    assert type(lost_twice.error) is errors.APIConnectionError
    assert lost_twice.error.attempts == 2


@pytest.mark.parametrize("kind", KINDS)
def test_options_share_the_budget(kind, server, swift):
    """A client with other options is the same client to the server: it shares the budget and the connections."""
    server.play([GOOD, GOOD, BUSY])
    calls = (
        GET,
        lambda client: GET(client.with_options(timeout=5)),
        *[lambda client: GET(client.with_options(max_retries=9))] * 10,
    )
    *_, last = run(kind, client_of(kind, server.host), *calls)
    assert last.error.attempts == 1
    assert len(server.seen) == 2 + 10 + 35
    assert len(server.peers) == 1


@pytest.mark.parametrize("kind", KINDS)
def test_waits_are_jittered_and_doubled(kind, server, monkeypatch):
    """Before a retry a call waits up to 0.2 s, then twice as long each time, and 4 s at most."""
    asked = []
    monkeypatch.setattr("random.uniform", lambda low, high: asked.append((low, high)) or 0.0)
    server.play([BUSY])
    outcome_of = run(kind, client_of(kind, server.host, max_retries=7), GET)
    assert outcome_of[0].error.attempts == 8
    assert asked == [(0, wait) for wait in (0.2, 0.4, 0.8, 1.6, 3.2, 4.0, 4.0)]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("turn", [stalls(), drips(b"x" * 4000)], ids=["stall", "drip"])
def test_deadline_covers_all_attempts(turn, kind, server, swift):
    """The deadline ends the whole call, whichever attempt it is in."""
    server.play([turn])
    [ended] = run(kind, client_of(kind, server.host, timeout=0.25, deadline=0.6, max_retries=9), GET)
    assert type(ended.error) is errors.APITimeoutError
    assert 2 <= ended.error.attempts <= 4
    assert 0.5 <= ended.seconds < 2


@pytest.mark.parametrize("kind", KINDS)
def test_deadline_cuts_an_attempt(kind, server):
    """A deadline shorter than the timeout ends the first attempt."""
    server.play([stalls()])
    [ended] = run(kind, client_of(kind, server.host, timeout=9, deadline=0.4), GET)
    assert (type(ended.error), ended.error.attempts) == (errors.APITimeoutError, 1)
    assert 0.35 <= ended.seconds < 2


@pytest.mark.parametrize("kind", KINDS)
def test_timeout_is_an_attempt_s(kind, server):
    """Without retries a stall lasts one timeout."""
    server.play([stalls()])
    [ended] = run(kind, client_of(kind, server.host, timeout=0.25, deadline=20, max_retries=0), GET)
    assert (type(ended.error), ended.error.attempts) == (errors.APITimeoutError, 1)
    assert 0.2 <= ended.seconds < 2


@pytest.mark.parametrize("kind", KINDS)
def test_server_that_accepts_nobody(kind):
    """A connection that is never accepted ends in time, too."""
    server = FaultServer(listening=False)
    with server.crowded():
        [ended] = run(kind, client_of(kind, server.host, timeout=0.3, deadline=0.8), GET)
    server.close()
    assert type(ended.error) is errors.APITimeoutError
    assert ended.seconds < 2.5


@pytest.mark.parametrize("kind", KINDS)
def test_hooks(kind, server, swift):
    """Hooks are told of each request, each answer and each wait, in their order."""
    told = []
    hooks = Hooks(
        on_request=lambda request, attempt: told.append(("request", request.method, request.target, attempt)),
        on_response=lambda _request, answer, seconds: told.append(
            ("response", answer.status, 0 <= seconds < 5)
        ),
        on_retry=lambda error, seconds: told.append(("retry", type(error).__name__, 0 <= seconds <= 0.04)),
    )
    server.play([BUSY, hangs_up(), GOOD])
    outcome(kind, client_of(kind, server.host, hooks=hooks), GET)
    target = f"{NUMBERS}/{ID}"
    assert told == [
        ("request", "GET", target, 1),
        ("response", 503, True),
        ("retry", "InternalServerError", True),
        ("request", "GET", target, 2),
        ("retry", "APIConnectionError", True),
        ("request", "GET", target, 3),
        ("response", 200, True),
    ]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("place", ["on_request", "on_response", "on_retry"])
def test_hook_that_fails(place, kind, server, swift):
    """What a hook raises ends the call and reaches the caller as it is; the client goes on working."""

    class Failed(Exception):  # noqa: N818 a hook may raise anything
        pass

    failures = [Failed("hook")]

    def fail(*_):
        if failures:
            raise failures.pop()

    server.play([BUSY, GOOD])
    first, second = run(kind, client_of(kind, server.host, hooks=Hooks(**{place: fail})), GET, GET)
    assert type(first.error) is Failed
    assert second.value == phone_number(number())


@pytest.mark.parametrize("kind", KINDS)
def test_log(kind, server, swift, caplog):
    """Each attempt is one line at DEBUG, with the request's id and how long it took; nothing else is logged."""
    caplog.set_level(logging.DEBUG, "numberwire")
    server.play([says(said({}, 503, "X-Request-Id: r-7")), hangs_up(), GOOD])
    outcome(kind, client_of(kind, server.host), GET)
    lines = [record.getMessage() for record in caplog.records if record.name == "numberwire"]
    assert [re.sub(r"\d+ ms|\(the server [^)]*\)", "-", line) for line in lines] == [
        f"GET {NUMBERS}/{ID} -> 503 (request id r-7) in -, attempt 1",
        f"GET {NUMBERS}/{ID} -> lost - in -, attempt 2",
        f"GET {NUMBERS}/{ID} -> 200 (request id none) in -, attempt 3",
    ]
    assert {record.levelno for record in caplog.records if record.name == "numberwire"} == {logging.DEBUG}
