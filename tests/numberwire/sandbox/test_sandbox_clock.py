"""The clock: real time plus an offset."""

from datetime import UTC, datetime, timedelta

import pytest

from numberwire.errors import InvalidRequestError
from numberwire.sandbox import Sandbox
from numberwire.sandbox._clock import Clock
from numberwire.sandbox._store import Store


def test_clock_shows_the_real_time():
    """Without an offset the sandbox's time is the real one."""
    before = datetime.now(UTC)
    assert before <= Sandbox().clock.now() <= datetime.now(UTC)


def test_clock_goes_forward():
    """The clock can be put ahead by seconds and by timedeltas, which add up, or set to an offset."""
    clock = Clock(Store(), lambda: 0.0)
    clock.advance(timedelta(days=1))
    clock.advance(30)
    assert (clock.offset, clock.now()) == (86430, datetime(1970, 1, 2, 0, 0, 30, tzinfo=UTC))
    clock.offset = 5
    assert clock.now() == datetime(1970, 1, 1, 0, 0, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    "seconds", [-1, float("nan"), float("inf"), 1e10, 10**400, -(10**400), "1", None, True]
)
def test_clock_stays_within_reason(seconds):
    """A time before the real one, or over a hundred years after it, is refused and changes nothing."""
    clock = Clock(Store(), lambda: 0.0)
    with pytest.raises(InvalidRequestError, match="offset must be from 0 to"):
        clock.offset = seconds
    with pytest.raises(InvalidRequestError, match="the time to advance must be from 0 to"):
        clock.advance(seconds)
    assert clock.offset == 0


def test_clock_adds_up_to_a_hundred_years():
    """Steps that lead over a hundred years are refused where they do."""
    clock = Clock(Store(), lambda: 0.0)
    clock.advance(2e9)
    with pytest.raises(InvalidRequestError, match="offset must be from 0 to"):
        clock.advance(2e9)
    assert clock.offset == 2e9


@pytest.mark.parametrize("real", [1e300, float("inf"), float("nan"), 1e12])
def test_real_time_is_one(real):
    """A function for the real time that returns none is named."""
    with pytest.raises(InvalidRequestError, match="time must return the seconds since 1970"):
        Clock(Store(), lambda: real).now()
