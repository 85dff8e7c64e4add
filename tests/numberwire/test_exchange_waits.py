"""How long a call waits before it is tried again, and what it may spend on that."""

import pytest

from numberwire._response import Response
from numberwire._retry import Budget
from numberwire._steps import NoResponse
from numberwire.options import Options
from tests.numberwire.conversation import CUT_OFF, OPEN, UNSENT, Comes, Conversation, operation

GET, POST = operation("GET"), operation("POST")
TIMED_OUT = Comes(NoResponse("the timeout or the deadline was reached", timed_out=True))


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
        "GET /doors: 429: no reason given; it asks to wait 31 s, which is longer than the rest of the call's deadline"
    )
    assert (error.retry_after, talk.clock.seconds) == (31.0, 0.0)


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


def test_limit_takes_nothing_from_the_budget():
    """A 429 that says when to come back is heeded as often as the deadline allows, whatever the budget has left."""
    budget = Budget()
    budget._tokens = 0
    talk = Conversation(budget=budget)
    talk.hold(GET, *[limited("2")] * 9, OPEN)
    assert talk.asked[1::2] == [2.0] * 9
    assert budget._tokens == 1


@pytest.mark.parametrize("seconds", ["0", "0.1", "soon"])
def test_limit_without_a_time(seconds):
    """A 429 that does not say when to come back counts as a retry, so that nobody asks in a loop."""
    error = Conversation().failure(GET, *[limited(seconds)] * 3)
    assert error.attempts == 3


def test_pause_holds_the_other_calls():
    """What one call was asked to wait, the others wait too, before they are sent; a pause that is over holds nobody."""
    talk = Conversation()
    talk.hold(GET, limited("7"), OPEN)
    other = Conversation(turns=talk.turns)
    other.hold(POST, OPEN)
    assert other.asked == [7.0, "POST /doors"]
    assert (other.pauses[0].error, other.pauses[0].retries) == (None, False)
    other.hold(POST, OPEN)
    assert other.asked[2:] == ["POST /doors"]


def test_pause_longer_than_the_deadline():
    """A call that can't wait for the end of a pause is sent: the API says itself whether it still refuses."""
    talk = Conversation()
    talk.hold(GET, limited("20"), OPEN)
    other = Conversation(turns=talk.turns, options=Options(deadline=5))
    assert other.failure(POST, limited("20")).retry_after == 20.0
    assert other.asked == ["POST /doors"]


def test_pace():
    """Writes wait for their turn, before their deadline starts; reads don't."""
    talk = Conversation(options=Options(pace=0.02, deadline=10))
    for operation_ in (POST, GET, POST):
        talk.hold(operation_, OPEN)
    assert talk.asked == ["POST /doors", "GET /doors", 50.0, "POST /doors"]
    assert talk.attempts[-1].expires == 60.0


def test_pace_counts_what_has_left():
    """A write whose turn came while others caught up takes another turn, and its deadline starts with that one."""
    talk = Conversation(options=Options(pace=0.5, deadline=10))
    for _ in range(2):
        assert talk.turns.leave(0.0, 2.0)
    talk.hold(POST, OPEN)
    assert talk.asked == [4.0, "POST /doors"]
    assert talk.attempts[-1].expires == 14.0


def test_retries_keep_the_pace():
    """A write that is tried again takes another turn."""
    put = operation("PUT")
    talk = Conversation(options=Options(pace=0.5))
    talk.hold(put, Response(503), OPEN)
    assert talk.asked == ["PUT /doors", 2.0, "PUT /doors"]
