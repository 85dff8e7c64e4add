"""Medians and quartiles of values, and ratios within rounds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.benchmarks.spread import Spread, ratios, spread

VALUES = st.lists(st.floats(0.001, 1000), min_size=1, max_size=30)


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ([3.0], Spread(3.0, 3.0, 3.0)),
        ([1.0, 3.0], Spread(2.0, 1.5, 2.5)),
        ([5.0, 1.0, 2.0, 4.0, 3.0], Spread(3.0, 2.0, 4.0)),
        ([1.0, 1.0, 1.0, 1.0, 90.0], Spread(1.0, 1.0, 1.0)),
    ],
)
def test_spread(values, found):
    """The median is the middle, the quartiles halve what is below and above it; an outlier moves none."""
    assert spread(values) == found


@given(VALUES)
def test_order(values):
    """The spread lies within the values, in order."""
    found = spread(values)
    assert min(values) <= found.low <= found.median <= found.high <= max(values)


@given(VALUES, st.floats(0.5, 2))
def test_drift(values, factor):
    """A machine that drifts in the same way for both changes no ratio."""
    assert ratios([value * factor for value in values], values) == pytest.approx([factor] * len(values))


def test_rounds_differ():
    """Values of another number of rounds are not compared."""
    with pytest.raises(ValueError, match="shorter"):
        ratios([1.0, 2.0], [1.0])
