"""Rows as a table: for a terminal, by rich and in its width; for a pipe, plain and whole; and as Markdown."""

import unicodedata
from collections.abc import Sequence

from numberwire.cli._masking import spell_out

__all__ = ["format_markdown", "format_plain", "print_fitted"]

Row = Sequence[str]
_GAP = "  "
_LONG_WORD = 16
"""A longer word may be broken where its column is narrow."""


def format_plain(titles: Row, rows: Sequence[Row]) -> str:
    """A table of aligned columns in which nothing is cut."""
    lines = [[spell_out(cell) for cell in row] for row in (titles, *rows)]
    return "".join(f"{line}\n" for line in _align(lines))


def _align(lines: Sequence[Row]) -> list[str]:
    """The lines of a table, its columns as wide as their widest cell."""
    cell_widths = [list(map(_width, line)) for line in lines]
    widths = list(map(max, zip(*cell_widths, strict=True)))
    return [
        _GAP.join(
            cell + " " * (width - own) for cell, own, width in zip(line, own_widths, widths, strict=True)
        ).rstrip()
        for line, own_widths in zip(lines, cell_widths, strict=True)
    ]


def format_markdown(titles: Row, rows: Sequence[Row]) -> str:
    """A table in Markdown."""
    lines = [titles, ["---"] * len(titles), *([_escape(cell) for cell in row] for row in rows)]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def print_fitted(titles: Row, rows: Sequence[Row]) -> None:
    """Print a table in the terminal's width: its cells are folded, or its rows are lists where that is too narrow."""
    # A terminal alone needs it, and importing it takes as long as the rest of the command.
    from rich.console import Console  # noqa: PLC0415 see above
    from rich.table import Table  # noqa: PLC0415 see above
    from rich.text import Text  # noqa: PLC0415 see above

    console = Console(highlight=False)
    style = "" if console.no_color else "bold"
    lines = [[spell_out(cell) for cell in row] for row in (titles, *rows)]
    title, *aligned = _align(lines)
    if max(map(_width, (title, *aligned))) <= console.width:  # as most do: folding takes ten times as long
        console.print(Text(title, style), *aligned, sep="\n", markup=False, soft_wrap=True)
        return
    least = _least_widths(lines)
    if sum(least) + len(_GAP) * (len(least) - 1) > console.width:
        console.print(_stack(lines), markup=False, soft_wrap=True, end="")
        return
    table = Table(box=None, pad_edge=False, padding=(0, len(_GAP), 0, 0), header_style=style)
    for name, width in zip(titles, least, strict=True):
        table.add_column(name, overflow="fold", min_width=width)
    for line in lines[1:]:
        table.add_row(*map(Text, line))
    console.print(table)


def _least_widths(lines: Sequence[Row]) -> list[int]:
    """How narrow each column can be: its words are not broken, and what names a row is copied whole."""
    names, *columns = zip(*lines, strict=True)
    words = ([word for cell in column for word in cell.split()] for column in columns)
    return [
        max(map(_width, names)),
        *(min(_LONG_WORD, max(map(_width, column), default=0)) for column in words),
    ]


def _stack(lines: Sequence[Row]) -> str:
    """The rows of a table as lists, a cell a line, for a terminal that is too narrow for columns."""
    titles, *rows = lines
    width = max(map(_width, titles))
    blocks = (
        "".join(f"{title:<{width}}{_GAP}{cell}\n" for title, cell in zip(titles, row, strict=True) if cell)
        for row in rows
    )
    return "\n".join(blocks)


def _escape(cell: str) -> str:
    text = spell_out(cell)
    for character in "\\`*_[]<>|":
        text = text.replace(character, f"\\{character}")
    return text


def _width(text: str) -> int:
    """How many columns of a terminal a text takes."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(character) else 1 + (unicodedata.east_asian_width(character) in "WF")
        for character in text
    )
