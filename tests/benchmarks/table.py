"""The results in words: the page's table and caption, and a summary for whoever ran the benchmarks; pure."""

import re
import textwrap
from pathlib import Path

from tests.benchmarks.results import LEAST_HEADROOM, Found, Results, compared, headroom
from tests.benchmarks.works import OURS

__all__ = ["PAGE", "caption", "page_with", "shown", "significant", "summary", "table"]

PAGE = Path(__file__).parents[2] / "docs" / "explanation" / "performance.md"
HEADING = "## Measured"

_SECTION = re.compile(rf"^{HEADING}\n.*?(?=^## |\Z)", re.DOTALL | re.MULTILINE)
_TABLE = re.compile(r"(?:^\|.*\n)+", re.MULTILINE)
_CAPTION = re.compile(r"^Measured on (?:.+\n)+", re.MULTILINE)
_HEAD = "| measured | numberwire | compared with | ratio (quartiles) | required |\n|---|---|---|---|---|\n"
_UNITS = {"s": 1.0, "ms": 1e3, "MB": 1e-6}
_WIDTH = 115


def significant(number: float) -> str:
    """A number with two digits, or three where the first of them is a 1."""
    digits = 3 if f"{abs(number):e}".startswith("1") else 2
    return f"{float(f'{number:.{digits}g}'):,.10g}" if abs(number) < 100 else f"{round(number):,}"


def shown(value: float, unit: str) -> str:
    """A value in its unit."""
    if unit == "calls/s":
        return f"{significant(1 / value)} {unit}"
    return f"{significant(value * _UNITS[unit])} {unit}"


def _name(found: Found) -> str | None:
    """Who stands in the column beside ours."""
    comparison = found.comparison
    return comparison.versus if comparison.of == OURS else comparison.of


def _compared_with(found: Found) -> str:
    other = found.theirs if found.comparison.of == OURS else found.ours
    return f"{_name(found)}: {shown(other.median, found.measurement.unit)}" if found.theirs and other else ""


def _ratio(found: Found) -> str:
    if found.theirs is None:
        return ""
    ratio, words = (found.ratio.low, found.ratio.median, found.ratio.high), _words(found)
    if words == " less" and found.ratio.median < 1:
        # Who needs more than another says how much more.
        ratio, words = (1 / found.ratio.high, 1 / found.ratio.median, 1 / found.ratio.low), " more"
    low, median, high = map(significant, ratio)
    return f"{median}x{words} ({low} to {high})"


def _words(found: Found) -> str:
    if found.comparison.direction == "at most":
        return ""
    return " as many" if found.measurement.unit == "calls/s" else " less"


def _required(found: Found) -> str:
    bar = found.comparison.bar
    if bar is None:
        return ""
    told = f"{bar:g}x" if found.theirs else shown(bar, found.measurement.unit)
    return f"{found.comparison.direction} {told}{', missed' if found.is_missed else ''}"


def table(results: Results) -> str:
    """The page's table: a row for each comparison, and what was measured in the first row of several."""
    lines: list[str] = []
    before = None
    for found in compared(results):
        title, ours = found.measurement.title, shown(found.ours.median, found.measurement.unit)
        again = found.measurement is before
        cells = (
            "" if again else title,
            "" if again else ours,
            _compared_with(found),
            _ratio(found),
            _required(found),
        )
        lines.append("|" + "|".join(f" {cell} " if cell else " " for cell in cells) + "|\n")
        before = found.measurement
    return _HEAD + "".join(lines)


def caption(results: Results) -> str:
    """What it was measured on."""
    versions = ", ".join(f"{name} {version}" for name, version in results.versions.items())
    machine = ", ".join(results.machine.values())
    left_out = "".join(f" {name} was left out: {why}." for name, why in results.left_out.items())
    said = f"Measured on {results.date} on {machine}, with {versions}.{left_out}"
    return textwrap.fill(said, _WIDTH, break_long_words=False, break_on_hyphens=False) + "\n"


def page_with(results: Results, text: str) -> str:
    """The page with its table and caption made anew; all else in it stays.

    Raises:
        ValueError: It has no such section, or not one table and one caption in it.
    """
    found = _SECTION.search(text)
    section = made = found[0] if found else ""
    for pattern, new in ((_TABLE, table(results)), (_CAPTION, caption(results))):
        made, count = pattern.subn(new.replace("\\", r"\\"), made)
        if count != 1:
            raise ValueError(f"'{HEADING}' of the page has to have one table and one 'Measured on' paragraph")
    return text.replace(section, made)


def summary(results: Results) -> str:
    """What was found, a line for each comparison, each required value met or missed and by how much."""
    lines = [_line(found) for found in compared(results)]
    left_out = [f"{name} is left out: {why}" for name, why in results.left_out.items()]
    return "\n".join([*lines, _server(results), *left_out]) + "\n"


def _server(results: Results) -> str:
    can = " and ".join(f"{value:,.0f} {name.replace('_', ' ')}" for name, value in results.server.items())
    room = headroom(results)
    if room is None:
        return f"The server can answer {can}."
    verdict = "" if room >= LEAST_HEADROOM else ": TOO LITTLE, it may be what was measured"
    return f"The server can answer {can}, {room:.0f} times the calls of the fastest client{verdict}."


def _line(found: Found) -> str:
    verdict = ""
    if found.margin is not None:
        verdict = f"{'MISSED' if found.is_missed else 'met'} by {abs(found.margin):.0%}"
    ours = shown(found.ours.median, found.measurement.unit)
    told = f"{_compared_with(found):45} {_ratio(found):26} {_required(found).removesuffix(', missed'):16}"
    return f"{found.measurement.title[:48]:48} {ours:>12}  {told} {verdict}".rstrip()
