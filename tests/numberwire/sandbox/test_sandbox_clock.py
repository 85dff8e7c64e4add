"""The clock: real time plus an offset."""

from datetime import UTC, datetime, timedelta

import pytest

from numberwire.sandbox import Sandbox
from numberwire.sandbox.clock import Clock
from numberwire.sandbox.store import Store


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


@pytest.mark.parametrize("seconds", [-1, float("nan"), float("inf"), 1e10])
def test_clock_stays_within_reason(seconds):
    """An offset before the real time, or over a hundred years after it, is refused and changes nothing."""
    clock = Clock(Store(), lambda: 0.0)
    with pytest.raises(ValueError, match="offset must be from 0 to"):
        clock.offset = seconds
    assert clock.offset == 0
