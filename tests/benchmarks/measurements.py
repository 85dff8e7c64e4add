"""What is said of the works, with whom each is compared, and the bars that are set; tables, and nothing that acts."""

from dataclasses import dataclass
from typing import Literal

from tests.benchmarks.works import OURS, SDK, STOCK

__all__ = ["COMPARISONS", "MEASUREMENTS", "Comparison", "Measurement"]


@dataclass(frozen=True, slots=True)
class Measurement:
    """A work, looked at from one side.

    Attributes:
        name: Its name.
        work: The work.
        clock: What is looked at: processor seconds, seconds, or bytes of memory.
        title: What was done, in the words of the page on performance.
        unit: What a value is told in; calls/s is one by the value.
    """

    name: str
    work: str
    clock: Literal["cpu", "wall", "memory"]
    title: str
    unit: Literal["s", "ms", "MB", "calls/s"]


@dataclass(frozen=True, slots=True)
class Comparison:
    """A measurement of two, side by side.

    Attributes:
        measurement: The measurement's name.
        versus: Whom it is compared with; None where a value stands for itself.
        direction: "at most" such a share of the other's value (or such a value), or "at least" so many times
            less than the other.
        bar: The share, the value or the times that are wanted; None where no bar is set.
        of: Whose value it is.
    """

    measurement: str
    versus: str | None
    direction: Literal["at most", "at least"] = "at least"
    bar: float | None = None
    of: str = OURS


MEASUREMENTS = {
    each.name: each
    for each in (
        Measurement("decode", "decode", "cpu", "decode a page of 1000 numbers to typed objects", "ms"),
        Measurement("hold", "hold", "memory", "hold 100,000 numbers in memory", "MB"),
        Measurement("start", "start", "cpu", "import it and construct a client", "ms"),
        Measurement("first", "first", "cpu", "a cold process, to its first answer over HTTPS", "ms"),
        Measurement("first async", "first async", "cpu", "the same with an async client", "ms"),
        Measurement("resident", "resident", "memory", "memory held after one call over HTTPS", "MB"),
        Measurement("get", "get", "cpu", "get one number, on a kept connection", "ms"),
        Measurement("get async", "get async", "cpu", "get one number with an async client", "ms"),
        Measurement("packed", "packed", "cpu", "get one number, packed and in chunks", "ms"),
        Measurement("packed async", "packed async", "cpu", "the same with an async client", "ms"),
        Measurement("bulk", "bulk", "wall", "5,000 updates, 50 at a time", "calls/s"),
        Measurement("gather", "gather", "wall", "50 async calls at a time", "calls/s"),
        Measurement("list", "list", "cpu", "list 100,000 numbers", "s"),
        Measurement("growth", "list", "memory", "growth of peak memory while listing them", "MB"),
        Measurement("waits", "waits", "wall", "list 10,000 numbers, at 50 ms a page", "s"),
        Measurement("help", "help", "cpu", "`numberwire --help`, beyond Python and click", "ms"),
        Measurement("plan", "plan", "cpu", "`numberwire plan` of 10,000 numbers with 5,000 changes", "s"),
        Measurement("plan memory", "plan", "memory", "peak memory of that plan", "MB"),
        Measurement(
            "apply",
            "apply",
            "wall",
            "`numberwire apply` of 5,000 updates, at 80 ms a call, beyond its plan",
            "s",
        ),
        Measurement("generate", "generate", "wall", "`generator generate` of the project's specs", "s"),
        Measurement("scale", "scale", "wall", "`generator generate` of 250 operations and 900 schemas", "s"),
        Measurement("scale cost", "scale", "cpu", "the same, in processor time", "s"),
    )
}

COMPARISONS = (
    Comparison("decode", "orjson.loads", "at most", 0.62),
    Comparison("decode", "response.json()", "at least", 2.5),
    Comparison("decode", STOCK, "at least", 8),
    Comparison("hold", "orjson.loads", "at most", 0.6),
    Comparison("hold", STOCK),
    Comparison("start", SDK, "at most", 0.3),
    Comparison("start", STOCK),
    Comparison("start", "twilio"),
    Comparison("start", "telnyx"),
    Comparison("first", SDK, "at most", 0.55),
    Comparison("first", STOCK, "at most", 0.65),
    Comparison("first", "twilio"),
    Comparison("first", "telnyx"),
    Comparison("first async", STOCK),
    Comparison("resident", SDK),
    Comparison("resident", STOCK),
    Comparison("get", "http.client and msgspec", "at most", 0.85),
    Comparison("get", SDK),
    Comparison("get", STOCK, "at most", 0.2),
    Comparison("get", "twilio"),
    Comparison("get", "telnyx"),
    Comparison("get async", "aiohttp and msgspec", "at most", 0.85),
    Comparison("get async", STOCK),
    Comparison("packed", STOCK, "at most", 0.3),
    Comparison("packed async", STOCK, "at most", 0.3),
    Comparison("bulk", STOCK),
    Comparison("gather", STOCK, "at least", 10),
    Comparison("list", SDK, "at most", 0.25),
    Comparison("list", STOCK, "at most", 0.1),
    Comparison("growth", None, "at most", 9e6),
    Comparison("growth", SDK),
    Comparison("growth", STOCK),
    Comparison("waits", "page_size=50", "at least", 15),
    Comparison("help", None, "at most", 0.08),
    Comparison("plan", None, "at most", 1.5),
    Comparison("plan memory", None, "at most", 120e6),
    Comparison("apply", None, "at most", 15),
    Comparison("generate", None, "at most", 1.6),
    Comparison("scale", None, "at most", 20),
    Comparison("scale", OURS, "at most", 2, of="twice as large"),
    Comparison("scale", OURS, "at most", 4, of="4 times as large"),
    Comparison("scale cost", None, "at most", 6.5),
)
