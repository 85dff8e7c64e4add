"""Rows as a table: for a terminal, by rich and in its width; for a pipe, plain and whole; and as Markdown."""

import os
import unicodedata
from collections.abc import Sequence

from numberwire.cli._masking import spell_out

__all__ = ["format_markdown", "format_plain", "print_fitted"]

Row = Sequence[str]


def format_plain(titles: Row, rows: Sequence[Row]) -> str:
    """A table of aligned columns in which nothing is cut."""
    lines = [[spell_out(cell) for cell in row] for row in (titles, *rows)]
    widths = [max(map(_width, column)) for column in zip(*lines, strict=True)]
    return "".join(
        "  ".join(
            cell + " " * (width - _width(cell)) for cell, width in zip(line, widths, strict=True)
        ).rstrip()
        + "\n"
        for line in lines
    )


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

    style = "" if os.environ.get("NO_COLOR") else "bold"
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style=style)
    for title in titles:
        table.add_column(title, overflow="fold")
    for row in rows:
        table.add_row(*(Text(spell_out(cell)) for cell in row))
    Console().print(table)


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
