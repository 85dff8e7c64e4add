"""When a call is tried again, and after how long."""

import bisect
import heapq
from email.utils import formatdate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from numberwire._retry import (
    Budget,
    Turns,
    backoff,
    is_usable_wait,
    retry_after,
)

NOW = 1_700_000_000.0


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (None, None),
        ("0", 0.0),
        ("7", 7.0),
        (" 7 ", 7.0),
        ("1.5", 1.5),
        ("-1", None),
        ("nan", None),
        ("inf", None),
        ("1e3", None),
        ("9" * 400, None),
        ("soon", None),
        ("", None),
        (formatdate(NOW + 30, usegmt=True), 30.0),
        (formatdate(NOW - 30, usegmt=True), None),
        ("Tue, 99 Nov 2023 22:13:50 GMT", None),
    ],
)
def test_retry_after(value, seconds):
    """Retry-After is read as seconds or a date, and ignored where it is neither or lies in the past."""
    assert retry_after(value, NOW) == seconds


@given(st.text())
def test_retry_after_of_anything(value):
    """Whatever a server writes there, reading it gives no seconds or a number of them that is not negative."""
    seconds = retry_after(value, NOW)
    assert seconds is None or seconds >= 0


@given(st.integers(0, 50))
def test_backoff_stays_below_its_ceiling(retry):
    """A wait is drawn from the whole interval below a ceiling that doubles from 0.2 s to 4 s."""
    assert 0 <= backoff(retry) <= min(4.0, 0.2 * 2**retry)


def test_budget_allows_thirty_five_retries_of_an_outage():
    """500 tokens at 14 a retry are 35 retries, however many calls ask for one."""
    budget = Budget()
    assert [budget.take() for _ in range(40)] == [True] * 35 + [False] * 5


def test_budget_gets_back_what_a_success_took():
    """A call that succeeded at its second retry gives both back; one that needed none gives a single token."""
    budget = Budget()
    taken = [budget.take() for _ in range(35)]
    budget.give_back(2)
    assert [*taken, budget.take(), budget.take(), budget.take()] == [True] * 37 + [False]
    for _ in range(14):
        budget.give_back(0)
    assert budget.take()


def test_turns_of_writes():
    """Writes go out at their pace: each takes the next turn, and one that comes late takes it at once."""
    turns = Turns()
    assert [turns.take_turn(10.0, 0.5) for _ in range(3)] == [0.0, 0.5, 1.0]
    assert turns.take_turn(20.0, 0.5) == 0.0
    assert turns.take_turn(20.0, 0.0) == 0.0


@given(
    st.integers(20, 500),
    st.lists(st.tuples(st.floats(0, 3), st.floats(0, 2)), max_size=5),
    st.integers(1, 60),
)
def test_pace_outlasts_a_standstill(pace, standstills, in_flight):
    """However often a process stands still, no second sees more writes than the pace and the lateness allow."""
    turns, interval, now = Turns(), 1 / pace, 0.0
    left = []
    waiting = [(turns.take_turn(now, interval), index) for index in range(in_flight)]
    heapq.heapify(waiting)
    for index in range(2 * pace):
        while True:
            wake, key = heapq.heappop(waiting)
            now = max(now, wake)
            now = max(
                [now, *(begin + length for begin, length in standstills if begin <= now < begin + length)]
            )
            if turns.leave(now, interval):
                break
            wait = turns.take_turn(now, interval)
            assert wait > 0, "it would ask in a loop"
            heapq.heappush(waiting, (now + wait, key))
        left.append(now)
        heapq.heappush(waiting, (now + turns.take_turn(now, interval), in_flight + index))
    for first, moment in enumerate(left):
        assert bisect.bisect_left(left, moment + 1) - first <= pace * 1.05 + 3


def test_pause_holds_everybody():
    """A pause holds whoever asks, in the order in which they ask; a shorter one does not end it."""
    turns = Turns()
    assert turns.pause_left(5.0) == 0.0
    turns.hold_until(7.0)
    turns.hold_until(6.0)
    waits = [turns.pause_left(5.0) for _ in range(3)]
    assert waits == sorted(set(waits))
    assert waits[0] == 2.0
    assert waits[-1] < 2.01
    assert turns.take_turn(5.0, 0.5) == 2.0
    assert turns.pause_left(7.0) == 0.0


@pytest.mark.parametrize(
    ("asked", "usable"), [(None, False), (0.0, False), (0.1, False), (0.2, True), (9.0, True)]
)
def test_usable_wait(asked, usable):
    """A Retry-After of next to nothing does not say when to come back."""
    assert is_usable_wait(asked) is usable
