"""The tables of the benchmarks: whatever one names, another has."""

import pytest

from tests.benchmarks.measurements import COMPARISONS, MEASUREMENTS
from tests.benchmarks.peers import PEERS
from tests.benchmarks.runner import SCRIPTS
from tests.benchmarks.works import OURS, WORKS

BY_NAME = {work.name: work for work in WORKS}
ENTRIES = [
    pytest.param(work, entry, id=f"{work.name}-{entry.name}") for work in WORKS for entry in work.entries
]


@pytest.mark.parametrize(("work", "entry"), ENTRIES)
def test_entry(work, entry):
    """Each entry has a script, and a peer to run it."""
    assert (SCRIPTS / work.scripts / f"{entry.script}.py").is_file()
    assert entry.peer in {peer.name for peer in PEERS}


def test_scripts():
    """Each script is somebody's."""
    named = {SCRIPTS / work.scripts / f"{entry.script}.py" for work in WORKS for entry in work.entries}
    assert named == set(SCRIPTS.rglob("*.py"))


@pytest.mark.parametrize("comparison", COMPARISONS, ids=lambda each: f"{each.measurement}-{each.versus}")
def test_comparison(comparison):
    """Each comparison is of a measurement, and of two who do its work, ours among them."""
    measurement = MEASUREMENTS[comparison.measurement]
    names = {entry.name for entry in BY_NAME[measurement.work].entries}
    assert {comparison.of, comparison.versus} - {None} <= names
    assert OURS in {comparison.of, comparison.versus}


def test_bars():
    """The bars are those that were set: what, versus whom, which way, how much."""
    bars = [
        (each.measurement, each.of if each.of != OURS else each.versus, each.direction, each.bar)
        for each in COMPARISONS
        if each.bar is not None
    ]
    stock = "stock openapi-python-client"
    assert bars == [
        ("decode", "orjson.loads", "at most", 0.62),
        ("decode", "response.json()", "at least", 2.5),
        ("decode", stock, "at least", 8),
        ("hold", "orjson.loads", "at most", 0.6),
        ("start", "signalwire-sdk", "at most", 0.3),
        ("first", "signalwire-sdk", "at most", 0.55),
        ("first", stock, "at most", 0.65),
        ("get", "http.client and msgspec", "at most", 0.85),
        ("get", stock, "at most", 0.2),
        ("get async", "aiohttp and msgspec", "at most", 0.85),
        ("packed", stock, "at most", 0.3),
        ("packed async", stock, "at most", 0.3),
        ("gather", stock, "at least", 10),
        ("list", "signalwire-sdk", "at most", 0.25),
        ("list", stock, "at most", 0.1),
        ("growth", None, "at most", 9e6),
        ("waits", "page_size=50", "at least", 15),
        ("help", None, "at most", 0.08),
        ("plan", None, "at most", 1.5),
        ("plan memory", None, "at most", 120e6),
        ("apply", None, "at most", 15),
        ("generate", None, "at most", 1.6),
        ("scale", None, "at most", 20),
        ("scale", "twice as large", "at most", 2),
        ("scale", "4 times as large", "at most", 4),
        ("scale cost", None, "at most", 6.5),
    ]
