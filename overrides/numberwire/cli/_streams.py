"""What is written: results to stdout, words to stderr, files whole or not at all."""

import csv
import errno
import io
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from numberwire.cli._exit_codes import ExitCode
from numberwire.cli._failures import Failure
from numberwire.cli._masking import mask_url, spell_out
from numberwire.cli._table import format_markdown, format_plain, print_fitted

__all__ = [
    "Listing",
    "count_of",
    "format_csv",
    "format_json",
    "say",
    "terminal_columns",
    "text_of",
    "write",
    "write_file",
    "write_listing",
    "write_result",
]

Record = dict[str, Any]
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Listing:
    """Records, and how they are shown.

    Attributes:
        key: Their name in the JSON document, which its schema names too.
        records: The records; all have the same fields.
        fields: The fields, also where there is no record.
        columns: The columns of the table: title, and the text of a record.
    """

    key: str
    records: Sequence[Record]
    fields: Sequence[str]
    columns: dict[str, Callable[[Record], str]]


def write_listing(listing: Listing, output_format: str) -> None:
    """Write a listing in a format, or as a table where none was asked for."""
    if output_format == "json":
        write(format_json(listing.key, list(listing.records)))
    elif output_format == "jsonl":
        write("".join(f"{_json_text(record)}\n" for record in listing.records))
    elif output_format == "csv":
        write(format_csv(listing.fields, listing.records))
    else:
        titles = tuple(listing.columns)
        rows = [[cell_of(record) for cell_of in listing.columns.values()] for record in listing.records]
        if output_format == "markdown":
            write(format_markdown(titles, rows))
        elif sys.stdout.isatty():
            print_fitted(titles, rows)
        else:
            write(format_plain(titles, rows))


def format_json(key: str, value: object) -> str:
    """The JSON document of a value: its schema beside it."""
    document = {"schema": f"numberwire/{key}/1", key: value}
    return f"{_json_text(document, indent=2)}\n"


def _json_text(value: object, indent: int | None = None) -> str:
    """JSON in ASCII, so that no name in it steers a terminal."""
    return json.dumps(value, indent=indent).replace("\x7f", "\\u007f")


def format_csv(fields: Sequence[str], records: Iterable[Record]) -> str:
    """CSV for a spreadsheet: a cell that it would take for a formula begins with an apostrophe."""
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(fields)
    rows.writerows([_csv_cell(field, record[field]) for field in fields] for record in records)
    return text.getvalue()


def _csv_cell(field: str, value: object) -> str:
    text = spell_out(text_of(value))
    # An apostrophe that stands there already gets one more, so that whoever takes one away has what was there.
    is_formula = field != "number" and text.lstrip("'").startswith(_FORMULA)
    return f"'{text}" if is_formula else text


def text_of(value: object) -> str:
    """A field's value as the text of a cell: nothing for null, a list with spaces between."""
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return " ".join(map(str, cast("Sequence[object]", value)))
    return str(value)


def write(text: str) -> bool:
    """Write to stdout; a reader that went away, such as `head`, is no error.

    Returns:
        Whether there was a reader.

    Raises:
        OSError: It can't be written; what is written later goes nowhere.
    """
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except OSError as error:
        # Python flushes once more at its end, and would complain there.
        with suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if isinstance(error, BrokenPipeError):
            return False
        raise
    return True


def write_result(words: str, output_format: str, key: str, record: Record) -> None:
    """Write what was done; where stdout can't take it, it is said on stderr, since it can't be taken back.

    Args:
        words: What was done, as a sentence.
        output_format: "json", or empty for the sentence.
        key: The record's name in the JSON document.
        record: What the document is about.

    Raises:
        Failure: It could not be written, but for a reader that went away.
    """
    try:
        is_read = write(format_json(key, record) if output_format else f"{words}\n")
    except OSError as error:
        text = f"{words} Only the output could not be written: {error.strerror}"
        raise Failure(text, ExitCode.IN_PART) from error
    if not is_read:
        say(words)


def terminal_columns() -> int | None:
    """The width of the terminal that stdout is, or None where it is none."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def count_of(count: int, noun: str) -> str:
    """A count with its noun."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def say(text: str) -> None:
    """Write a line to stderr; the secrets of URLs in it, which an error may repeat, are masked."""
    with suppress(OSError):
        sys.stderr.write(f"{spell_out(mask_url(text))}\n")
        sys.stderr.flush()


def write_file(path: Path, text: str) -> None:
    """Write a file whole or not at all, for its owner alone to read.

    What a link leads to is written, and the link stays. What is no file, such as a device or a pipe, is written to.

    Raises:
        OSError: If it can't be written.
    """
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, "it is a folder", str(path))
    if path.exists() and not path.is_file():
        with path.open("w", encoding="utf-8", newline="") as stream:
            stream.write(text)
        return
    path = path.resolve()
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise
