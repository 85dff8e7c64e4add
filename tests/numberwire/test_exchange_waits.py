"""How long a call waits before it is tried again, and what it may spend on that."""

import pytest

from numberwire._response import Response
from numberwire._retry import Budget
from numberwire._steps import Lost
from numberwire.options import Options
from tests.numberwire.conversation import CUT_OFF, OPEN, UNSENT, Comes, Conversation, operation

GET, POST = operation("GET"), operation("POST")
TIMED_OUT = Comes(Lost("the attempt's timeout was reached", timed_out=True))


@pytest.fixture(autouse=True)
def longest_waits(monkeypatch):
    """Full jitter draws the longest wait, so that waits can be told."""
    monkeypatch.setattr("random.uniform", lambda _least, most: most)


def limited(seconds):
    """A 429 that asks to wait."""
    return Response(429, (("retry-after", seconds),))


def test_retry_after():
    """A wait is as long as the server asked, where it asked for more than the wait would have been."""
    talk = Conversation()
    talk.hold(GET, limited("7"), limited("0"), OPEN)
    assert talk.asked == ["GET /doors", 7.0, "GET /doors", 0.4, "GET /doors"]
    assert [pause.error.retry_after for pause in talk.pauses] == [7.0, 0.0]


def test_retry_after_the_deadline():
    """A wait that is longer than what is left of the deadline is not begun; the error says how long it is."""
    talk = Conversation()
    error = talk.failure(GET, limited("31"))
    assert str(error) == (
        "GET /doors: 429: no reason given; it asks to wait 31 s, and the call's deadline leaves less"
    )
    assert (error.retry_after, talk.clock.time) == (31.0, 0.0)


def test_no_time_for_a_retry():
    """Where the wait would end after the deadline, the call fails with what it has."""
    talk = Conversation(options=Options(deadline=10, timeout=10))
    error = talk.failure(GET, Comes(Response(503), after=9.9))
    assert str(error) == "GET /doors: 503: no reason given"


@pytest.mark.parametrize(
    ("asked", "retries"), [(GET, 0), (POST, 2)], ids=["no retry is left", "it may not be repeated"]
)
def test_retry_after_is_known(asked, retries):
    """The seconds that the API asked to wait are known, whether or not the call may be repeated."""
    error = Conversation(options=Options(max_retries=retries)).failure(asked, limited("2"))
    assert error.retry_after == 2.0


def test_first_loss_is_free():
    """The first lost connection of a call takes nothing from the budget; the next one does."""
    budget = Budget()
    budget._tokens = 14
    talk = Conversation(budget=budget, options=Options(max_retries=5))
    error = talk.failure(GET, UNSENT, CUT_OFF, CUT_OFF)
    assert (error.attempts, budget._tokens) == (3, 0)


@pytest.mark.parametrize("outcome", [Response(503), TIMED_OUT], ids=["503", "timed out"])
def test_empty_budget(outcome):
    """Once the budget is empty, a call fails at its first failure."""
    budget = Budget()
    budget._tokens = 13
    talk = Conversation(budget=budget)
    assert talk.failure(GET, outcome).attempts == 1
    assert talk.pauses == []


def test_success_gives_back():
    """A success gives back what its retries took, one token at least, and never more than there can be."""
    budget = Budget()
    talk = Conversation(budget=budget)
    talk.hold(GET, OPEN)
    assert budget._tokens == 500
    budget._tokens = 100
    talk.hold(GET, Response(503), CUT_OFF, OPEN)
    assert budget._tokens == 100
    talk.hold(GET, OPEN)
    assert budget._tokens == 101
