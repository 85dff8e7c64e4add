"""Rows as a table: for a terminal, by rich and in its width; for a pipe, plain and whole; and as Markdown."""

import unicodedata
from collections.abc import Sequence

from numberwire.cli._masking import spell_out

__all__ = ["format_markdown", "format_plain", "print_fitted"]

Row = Sequence[str]
_GAP = "  "


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
    """Print a table to the terminal, in its width; cells that are too long are folded."""
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
    table = Table(box=None, pad_edge=False, padding=(0, len(_GAP), 0, 0), header_style=style)
    for index, name in enumerate(titles):
        table.add_column(name, overflow="fold", no_wrap=index == 0)  # what names a row is copied whole
    for line in lines[1:]:
        table.add_row(*map(Text, line))
    console.print(table)


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
