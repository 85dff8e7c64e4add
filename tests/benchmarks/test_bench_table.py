"""The results in words and in a picture, and on the page about performance."""

import re
import xml.etree.ElementTree as ET

import pytest

from tests.benchmarks.plot import SVG, plot
from tests.benchmarks.results import Results, encoded, read_results
from tests.benchmarks.table import PAGE, caption, page_with, shown, significant, summary, table
from tests.benchmarks.works import OURS, STOCK

COSTS = {
    "decode": {OURS: [0.0021, 0.0022, 0.0024], "orjson.loads": [0.0040, 0.0042, 0.0044]},
    "gather": {OURS: [0.0010], STOCK: [0.0015]},
    "list": {OURS: [9_200_000.0]},
}
MADE = Results(
    "2026-01-31",
    {"processor": "A processor (2 cores)", "memory": "8 GB", "system": "Linux", "python": "Python 3.11.7"},
    {"calls_a_second": 20_000.0, "pages_a_second": 1000.0},
    {"numberwire": "0.1.0", "orjson": "3.13.0"},
    {"telnyx": "it could not be installed"},
    {
        work: {name: dict.fromkeys(("cpu", "wall", "memory"), rounds) for name, rounds in entries.items()}
        for work, entries in COSTS.items()
    },
)
TABLE = """\
| measured | numberwire | compared with | ratio (quartiles) | required |
|---|---|---|---|---|
| decode a page of 1000 numbers to typed objects | 2.2 ms | orjson.loads: 4.2 ms | 0.52x (0.52 to 0.54) \
| at most 0.62x |
| 50 async calls at a time | 1,000 calls/s | stock openapi-python-client: 667 calls/s | 1.5x as many (1.5 to 1.5) \
| at least 10x, missed |
| growth of peak memory while listing them | 9.2 MB | | | at most 9 MB, missed |
"""
CAPTION = """\
Measured on 2026-01-31 on A processor (2 cores), 8 GB, Linux, Python 3.11.7, with numberwire 0.1.0, orjson 3.13.0.
telnyx was left out: it could not be installed.
"""


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0.0123, "0.0123"),
        (0.5249, "0.52"),
        (1.0449, "1.04"),
        (1, "1"),
        (9.96, "10"),
        (15.25, "15.2"),
        (66.6, "67"),
        (287.4, "287"),
        (1234.5, "1,234"),
        (-0.071, "-0.071"),
    ],
)
def test_significant(number, text):
    """Two digits, or three after a leading 1; whole numbers from a hundred on."""
    assert significant(number) == text


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (0.00221, "ms", "2.2 ms"),
        (0.42, "s", "0.42 s"),
        (278e6, "MB", "278 MB"),
        (0.001, "calls/s", "1,000 calls/s"),
    ],
)
def test_shown(value, unit, text):
    """A value is told in its unit."""
    assert shown(value, unit) == text


def test_table():
    """A row tells what was measured, ours, theirs, the ratio with its spread, and the bar."""
    assert table(MADE) == TABLE


def test_caption():
    """The caption tells day, machine and versions, and who was left out."""
    assert caption(MADE) == CAPTION


def test_summary():
    """The summary tells of each bar whether it is met, and by how much, and what the server can do."""
    lines = [re.sub("  +", " ", line) for line in summary(MADE).splitlines()]
    assert lines[0].endswith("at most 0.62x met by 15%")
    assert lines[1].endswith("at least 10x MISSED by 85%")
    can = "20,000 calls a second and 1,000 pages a second"
    assert lines[3] == f"The server can answer {can}, 20 times the calls of the fastest client."
    assert lines[4] == "telnyx is left out: it could not be installed"


PAGE_BEFORE = """\
# A project

| another | table |
|---|---|

## Measured

Words.

| old |
|---|

More words.

Measured on an old day
on an old machine.

![picture](x.svg)

## Next
"""


def test_page():
    """The table and the caption of the section are made anew; all else on the page stays."""
    made = page_with(MADE, PAGE_BEFORE)
    assert made == PAGE_BEFORE.replace("| old |\n|---|\n", TABLE).replace(
        "Measured on an old day\non an old machine.\n", CAPTION
    )
    assert page_with(MADE, made) == made


@pytest.mark.parametrize("gone", ["## Measured\n", "| old |\n|---|\n", "Measured on an old day\n"])
def test_page_without(gone):
    """A page whose section lacks something is refused, and not written half."""
    with pytest.raises(ValueError, match="has to have one table"):
        page_with(MADE, PAGE_BEFORE.replace(gone, ""))


def test_page_shows_the_results():
    """The page and the picture show what stands in results.json."""
    results, text = read_results(), PAGE.read_text(encoding="utf-8")
    assert page_with(results, text) == text
    assert SVG.read_text(encoding="utf-8") == plot(results)
    assert f"](../../{SVG.relative_to(PAGE.parents[2])})" in text


def test_results_are_written_as_they_are_read():
    """results.json is what a run writes."""
    path = SVG.with_suffix(".json")
    assert encoded(read_results(path)) == path.read_text(encoding="utf-8")


def test_plot():
    """The picture has a bar for each value, the best of a group the longest, with its name and value in words."""
    root = ET.fromstring(plot(MADE))  # noqa: S314 it was made here
    name = "{http://www.w3.org/2000/svg}"
    bars = [(bar.get("class"), float(bar.get("width"))) for bar in root.iter(f"{name}rect")]
    longest = max(width for _, width in bars)
    assert bars == [
        ("ours", longest),
        ("theirs", pytest.approx(longest * 2.2 / 4.2, abs=0.1)),
        ("ours", longest),
        ("theirs", pytest.approx(longest / 1.5, abs=0.1)),
    ]
    assert [text.text for text in root.iter(f"{name}text")] == [
        "Bars are relative to the best of each group: a longer bar is better",
        "Decode a page of 1000 numbers to typed objects",
        *("numberwire", "2.2 ms", "orjson.loads", "4.2 ms"),
        "50 async calls at a time",
        *("numberwire", "1,000 calls/s", "stock openapi-python-client", "667 calls/s"),
    ]


def test_colours():
    """The picture brings colours for readers of either scheme."""
    assert "prefers-color-scheme: dark" in plot(MADE)


def test_who_needs_more_says_how_much():
    """Where ours needs more than another, the difference is told so, and not as a fraction less."""
    costs = {
        name: {"cpu": [cost], "wall": [cost], "memory": [cost]} for name, cost in ((OURS, 0.2), (STOCK, 0.1))
    }
    results = Results("2026-01-31", {}, {}, {}, {}, {"first async": costs})
    assert "| stock openapi-python-client: 100 ms | 2x more (2 to 2) |" in table(results)
