"""When a listing is known to go round in circles."""

from types import SimpleNamespace

from hypothesis import given
from hypothesis import strategies as st
from msgspec import UNSET

from numberwire._cycle import CycleDetector, records_key
from numberwire_api.signalwire.models import PhoneNumber


def steps_until_repeat(detector, tail, length, most):
    """How many steps of a circle a detector takes before it says that one came before."""
    for step in range(most):
        if detector.is_repeat(f"page {step if step < tail else tail + (step - tail) % length}"):
            return step
    return most


@given(st.integers(0, 200), st.integers(1, 200))
def test_any_circle(tail, length):
    """A circle is known at its first step that came before."""
    assert steps_until_repeat(CycleDetector(), tail, length, 1000) == tail + length


@given(st.integers(0, 200), st.integers(1, 200))
def test_late_circle(tail, length):
    """A circle that begins after more steps than are remembered is known within four times its steps."""
    detector = CycleDetector()
    detector._seen.update(range(5_000))
    most = 4 * (tail + length) + 4
    assert steps_until_repeat(detector, tail, length, most) < most


def test_records_key():
    """Records are known by their ids in any order, and by what they are where one has no id."""
    first, second = PhoneNumber(id="a", number="+12065550100"), PhoneNumber(id="b", number="+12065550101")
    assert records_key([first, second]) == records_key([second, first])
    assert records_key([first]) != records_key([second])
    nameless = (msg := PhoneNumber(id=None, number="+12065550102"),)
    assert records_key(nameless) == records_key([msg]) != records_key([first])
    without = [SimpleNamespace(id=UNSET, number=number) for number in ("+12065550103", "+12065550104")]
    assert records_key(without[:1]) == records_key(without[:1]) != records_key(without[1:])
