"""The layouts of documentation pages, one module each; a new one is a module here and a row in the table."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from generator.docs.pages.draft import Draft
from generator.docs.pages.errors import PageError
from generator.docs.pages.layouts import glued, inline, outline, samples, stacked
from generator.docs.pages.layouts.layout import Layout
from generator.docs.pages.layouts.reader import read_sections
from generator.docs.pages.lines import Line

_Read = Callable[[Sequence[Line]], Draft]


def _row(layout: Layout) -> tuple[Callable[[Line], bool], _Read]:
    return layout.is_sign, lambda lines: read_sections(lines, layout)


# A page may have the signs of several: the first one counts.
_LAYOUTS: tuple[tuple[Callable[[Line], bool], _Read], ...] = (
    _row(stacked.LAYOUT),
    (samples.is_sign, samples.read_samples),
    _row(inline.LAYOUT),
    _row(glued.LAYOUT),
    _row(outline.LAYOUT),
)


def read_lines(lines: Sequence[Line]) -> Draft:
    """Read a page in the layout that it is in.

    Args:
        lines: Its lines.

    Raises:
        PageError: It is in none of them, or a line fits nothing there.
    """
    for is_sign, read in _LAYOUTS:
        if any(is_sign(line) for line in lines):
            return read(lines)
    raise PageError(
        "this is no page of an API's reference, or one in a layout that isn't known here;"
        " give the page that lists the fields of an operation, or its OpenAPI document."
    )
