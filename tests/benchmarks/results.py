"""What a run found, as it stands in results.json, and how it compares with the bars; pure but for the files."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from tests.benchmarks.measurements import COMPARISONS, MEASUREMENTS, Comparison, Measurement
from tests.benchmarks.spread import Spread, ratios, spread

__all__ = ["RESULTS", "Found", "Results", "compared", "encoded", "read_results", "rounded", "write"]

RESULTS = Path(__file__).parent / "results.json"
LEAST_HEADROOM = 3
"""A server that can do less than so many times what it is asked for might be what is measured."""

_DIGITS = {"cpu": 7, "wall": 7, "memory": 0}


@dataclass(frozen=True, slots=True)
class Results:
    """What a run found.

    Attributes:
        date: The day.
        machine: What it ran on.
        server: What the loopback server can do.
        versions: The version of each peer.
        left_out: Why a peer was not measured.
        costs: By work, entry and clock, the cost in each round.
    """

    date: str
    machine: dict[str, str]
    server: dict[str, float]
    versions: dict[str, str]
    left_out: dict[str, str]
    costs: dict[str, dict[str, dict[str, list[float]]]]

    def values(self, measurement: Measurement, name: str) -> list[float] | None:
        """An entry's values, round by round; None where it was not measured."""
        entry = self.costs.get(measurement.work, {}).get(name)
        return entry[measurement.clock] if entry else None


@dataclass(frozen=True, slots=True)
class Found:
    """A comparison, and what it came to.

    Attributes:
        comparison: The comparison.
        measurement: What is compared.
        ours: The value.
        theirs: The other's value.
        ratio: In the comparison's direction, a share of the other's value or so many times less; the value
            itself where there is no other.
    """

    comparison: Comparison
    measurement: Measurement
    ours: Spread
    theirs: Spread | None
    ratio: Spread

    @property
    def margin(self) -> float | None:
        """By how much the bar is met, as a share of it: below 0 where it is missed; None where there is none."""
        if self.comparison.bar is None:
            return None
        by = self.ratio.median / self.comparison.bar - 1
        return by if self.comparison.direction == "at least" else -by

    @property
    def is_missed(self) -> bool:
        """Whether there is a bar, and it is missed."""
        return self.margin is not None and self.margin < 0


def compared(results: Results) -> list[Found]:
    """All comparisons of which both sides were measured."""
    return [found for each in COMPARISONS if (found := _found(results, each)) is not None]


def headroom(results: Results) -> float | None:
    """How many times the calls of the fastest client the server can answer; None where nobody's were counted."""
    costs = results.costs.get("gather", {}).values()
    fastest = max((1 / spread(cost["wall"]).median for cost in costs), default=None)
    return fastest and results.server["calls_a_second"] / fastest


def has_surplus(results: Results) -> bool:
    """Whether no bar is missed, and the server was no bottleneck."""
    room = headroom(results)
    return not any(found.is_missed for found in compared(results)) and (
        room is None or room >= LEAST_HEADROOM
    )


def _found(results: Results, comparison: Comparison) -> Found | None:
    measurement = MEASUREMENTS[comparison.measurement]
    ours = results.values(measurement, comparison.of)
    theirs = results.values(measurement, comparison.versus) if comparison.versus else None
    if ours is None or (comparison.versus and theirs is None):
        return None
    if theirs is None:
        return Found(comparison, measurement, spread(ours), None, spread(ours))
    times = ratios(theirs, ours) if comparison.direction == "at least" else ratios(ours, theirs)
    return Found(comparison, measurement, spread(ours), spread(theirs), spread(times))


def rounded(costs: dict[str, list[Any]]) -> dict[str, dict[str, list[float]]]:
    """A work's costs as plain numbers."""
    return {
        name: {
            clock: [round(getattr(cost, clock), digits) for cost in rounds]
            for clock, digits in _DIGITS.items()
        }
        for name, rounds in costs.items()
    }


def read_results(path: Path = RESULTS) -> Results:
    """The results of the last full run."""
    return Results(**json.loads(path.read_text(encoding="utf-8")))


def encoded(results: Results) -> str:
    """The results as they stand in the file."""
    return json.dumps(asdict(results), indent=1) + "\n"


def write(path: Path, text: str) -> None:
    """Write a file as a whole, or not at all."""
    aside = path.with_name(f".{path.name}.new")
    try:
        aside.write_text(text, encoding="utf-8", newline="\n")
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)
