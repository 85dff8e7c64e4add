"""What results come to: each comparison, each bar, and the room that the server had."""

import pytest

from tests.benchmarks.results import (
    Results,
    compared,
    encoded,
    has_surplus,
    headroom,
    read_results,
    rounded,
    write,
)
from tests.benchmarks.runner import Cost
from tests.benchmarks.spread import Spread
from tests.benchmarks.works import OURS, STOCK


def results(calls_a_second=20_000.0, **costs):
    """Results of works: each entry's cost in each round, the same for every clock."""
    clocks = {
        work: {name: dict.fromkeys(("cpu", "wall", "memory"), rounds) for name, rounds in entries.items()}
        for work, entries in costs.items()
    }
    return Results("2026-01-01", {}, {"calls_a_second": calls_a_second}, {}, {}, clocks)


def found_in(made):
    """Each comparison's measurement, other, median and margin."""
    return [
        (found.comparison.measurement, found.comparison.versus, found.ratio.median, found.margin)
        for found in compared(made)
    ]


def test_share():
    """Where a bar says at most, it is our share of the other's cost, round by round."""
    made = results(decode={OURS: [1.0, 2.0, 4.0], "orjson.loads": [2.0, 4.0, 10.0]})
    assert found_in(made) == [("decode", "orjson.loads", 0.5, pytest.approx(1 - 0.5 / 0.62))]
    assert compared(made)[0].ratio == Spread(0.5, 0.45, 0.5)


def test_times():
    """Where it says at least, it is how many times ours the other's cost is."""
    made = results(gather={OURS: [1.0], STOCK: [7.5]})
    assert found_in(made) == [("gather", STOCK, 7.5, pytest.approx(7.5 / 10 - 1))]
    assert compared(made)[0].is_missed


def test_value():
    """A bar without another is one for the value itself, and a comparison without a bar has no margin."""
    made = results(list={OURS: [6e6], "signalwire-sdk": [30e6]})
    assert ("growth", None, 6e6, pytest.approx(1 / 3)) in found_in(made)
    assert ("growth", "signalwire-sdk", 5.0, None) in found_in(made)


def test_growth_of_time():
    """A document that is twice as large may take twice as long."""
    made = results(scale={OURS: [8.0], "twice as large": [17.0], "4 times as large": [30.0]})
    in_time, twice, fourfold, cost = (found.is_missed for found in compared(made))
    assert (in_time, twice, fourfold, cost) == (False, True, False, True)


def test_left_out():
    """Who was not measured is compared with nobody."""
    assert compared(results(decode={OURS: [1.0]})) == []
    assert compared(results(decode={"orjson.loads": [1.0]})) == []


@pytest.mark.parametrize(
    ("theirs", "calls_a_second", "passed"), [(10.0, 3.0, True), (9.9, 3.0, False), (10.0, 2.9, False)]
)
def test_passed(theirs, calls_a_second, passed):
    """A run passes if no bar is missed, and the server could have answered three times as much."""
    made = results(calls_a_second, gather={OURS: [1.0], STOCK: [theirs]})
    assert headroom(made) == pytest.approx(calls_a_second)
    assert has_surplus(made) is passed


def test_nobody_counted():
    """Where nobody's calls were counted, the server's room is unknown."""
    assert headroom(results()) is None
    assert has_surplus(results())


def test_written_and_read(tmp_path):
    """Results are written as a whole and read back as they were."""
    made = results(get={OURS: [0.5, 0.25]})
    write(tmp_path / "results.json", encoded(made))
    assert read_results(tmp_path / "results.json") == made
    assert [path.name for path in tmp_path.iterdir()] == ["results.json"]


def test_rounded():
    """Costs are kept to a tenth of a microsecond, and to the byte."""
    costs = {OURS: [Cost(0.123456789, 1.0, 5.5)]}
    assert rounded(costs) == {OURS: {"cpu": [0.1234568], "wall": [1.0], "memory": [6]}}
