"""The results as a picture: a bar for each value, in both of a reader's colour schemes; pure."""

from collections.abc import Iterator
from html import escape
from itertools import groupby
from pathlib import Path

from tests.benchmarks.measurements import Measurement
from tests.benchmarks.results import Found, Results, compared
from tests.benchmarks.table import shown
from tests.benchmarks.works import OURS

__all__ = ["SVG", "plot"]

SVG = Path(__file__).parent / "results.svg"

_WIDTH, _NAMES, _VALUES = 760, 190, 100
_ROOM = _WIDTH - _NAMES - _VALUES
_ROW, _BAR, _TITLE, _GAP = 18, 12, 22, 12

_CAPTION = "Bars are relative to the best of each group: a longer bar is better"
_STYLE = """
  text { font: 12px system-ui, -apple-system, "Segoe UI", "Helvetica Neue", Arial, sans-serif; fill: #424a53 }
  .title { font-weight: 600; fill: #1f2328 }
  text.ours { font-weight: 600; fill: #0b7285 }
  rect.ours { fill: #0b7285 }
  rect.theirs { fill: #b1bac4 }
  @media (prefers-color-scheme: dark) {
    text { fill: #b7bfc8 }
    .title { fill: #f0f3f6 }
    text.ours { fill: #3bc9db }
    rect.ours { fill: #3bc9db }
    rect.theirs { fill: #57606a }
  }
"""


def plot(results: Results) -> str:
    """Draw the results as an SVG, which brings its colours for light and dark, and no background."""
    shapes = [_text(0, 14, _CAPTION, "caption")]
    height = _TITLE + _GAP
    for title, unit, values in _groups(results):
        shapes.append(_text(0, height + 14, title, "title"))
        height += _TITLE
        for name, value in values.items():
            # Each value is a cost in seconds or bytes, so the best one is the least and gets the whole width.
            shapes += _row(height, name, min(values.values()) / value, shown(value, unit))
            height += _ROW
        height += _GAP
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}"'
        f' height="{height}" role="img">'
    )
    lines = [head, f"<title>{_CAPTION}</title>", f"<style>{_STYLE}</style>"]
    return "\n".join([*lines, *shapes, "</svg>"]) + "\n"


def _groups(results: Results) -> Iterator[tuple[str, str, dict[str, float]]]:
    """Yield what is shown together: a title, a unit, and the median of each entry, ours first."""
    told = [found for found in compared(results) if found.theirs and found.comparison.of == OURS]
    for measurement, group in groupby(told, key=_measurement):
        values = {OURS: 0.0}
        for found in group:
            values[OURS] = found.ours.median
            if found.theirs and found.comparison.versus:
                values[found.comparison.versus] = found.theirs.median
        yield measurement.title[0].upper() + measurement.title[1:], measurement.unit, values


def _measurement(found: Found) -> Measurement:
    return found.measurement


def _row(top: int, name: str, share: float, value: str) -> list[str]:
    whose = "ours" if name == OURS else "theirs"
    length = max(round(share * _ROOM, 1), 1)
    bar = f'<rect class="{whose}" x="{_NAMES}" y="{top + 2}" width="{length}" height="{_BAR}" rx="2"/>'
    return [_text(12, top + 12, name, whose), bar, _text(_NAMES + length + 6, top + 12, value, whose)]


def _text(x: float, y: float, words: str, kind: str) -> str:
    return f'<text class="{kind}" x="{x:g}" y="{y:g}">{escape(words)}</text>'
