"""Medians of ratios within rounds, with their spread; pure."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["Spread", "ratios", "spread"]


@dataclass(frozen=True, slots=True)
class Spread:
    """Values of some rounds.

    Attributes:
        median: The one in the middle.
        low: The lower quartile.
        high: The upper quartile.
    """

    median: float
    low: float
    high: float


def spread(values: Sequence[float]) -> Spread:
    """The median of values and their quartiles; of a single one, itself."""
    if len(values) == 1:
        return Spread(values[0], values[0], values[0])
    low, median, high = statistics.quantiles(values, n=4, method="inclusive")
    return Spread(median, low, high)


def ratios(values: Sequence[float], others: Sequence[float]) -> list[float]:
    """Round by round, how many times the other a value is.

    Rounds of different runs must not be compared, so both have the same number.
    """
    return [value / other for value, other in zip(values, others, strict=True)]
