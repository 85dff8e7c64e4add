"""Reads a YAML or JSON file as plain data, with the line of each value."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, cast

from generator.openapi import json_text, yaml_text
from generator.openapi.pointers import FaultError, Place


class DocumentError(Exception):
    """A file that can't be read as a document.

    Attributes:
        message: What is wrong and what to do.
        path: The file.
        line: The line where it shows, counted from 1, or None where no line is to blame.
    """

    def __init__(self, message: str, path: Path, line: int | None = None) -> None:
        super().__init__(message, path, line)
        self.message = message
        self.path = path
        self.line = line

    def __str__(self) -> str:
        where = f"{self.path}:{self.line}" if self.line else str(self.path)
        return f"{where}: {self.message}"


def _nowhere() -> Place:
    return Place(1)


@dataclass(frozen=True)
class Document:
    """A file's data: dict, list, str, int, float, bool and None only, in the file's order.

    Attributes:
        path: The file.
        data: What it says.
        places: Gives the tree of lines; called at the first need of a line.
    """

    path: Path
    data: dict[str, Any]
    places: Callable[[], Place] = field(default=_nowhere, repr=False, compare=False)

    @cached_property
    def sources(self) -> Document | DocumentError:
        """The facts of its documentation pages, as they are at the first need, or why they can't be read."""
        try:
            return read_document(self.sources_path)
        except DocumentError as error:
            return error

    @property
    def sources_path(self) -> Path:
        """Where the facts of its documentation pages are kept."""
        return self.path.parent / "sources" / self.path.name

    def line(self, pointer: str) -> int:
        """Return the line of a JSON pointer, counted from 1, or of its nearest ancestor that exists."""
        return self.places().find(pointer).line


def read_document(path: Path) -> Document:
    """Read a .yaml, .yml or .json file.

    Args:
        path: The file.

    Returns:
        The document.

    Raises:
        DocumentError: The file is missing, is no such file, or doesn't hold one mapping of plain data.
    """
    read = _READERS.get(path.suffix.lower())
    if read is None:
        raise DocumentError("the name must end in .yaml, .yml or .json.", path)
    try:
        data, places = read(_text(path))
    except FaultError as fault:
        raise DocumentError(fault.message, path, fault.line) from None
    if not isinstance(data, dict):
        message = f"a document is a mapping of keys to values, and this is {_KINDS[type(data)]}."
        raise DocumentError(message, path, places().line)
    return Document(path, cast("dict[str, Any]", data), places)


def _text(path: Path) -> str:
    if not path.exists():
        raise DocumentError("the file does not exist.", path)
    if not path.is_file():
        raise DocumentError("this is not a file but a folder or a device.", path)
    try:
        content = path.read_bytes()
    except OSError as error:
        raise DocumentError(f"the file can't be read: {error.strerror}.", path) from None
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise DocumentError("this isn't UTF-8 text; save it as UTF-8.", path, line) from None
    if not text.strip():
        raise DocumentError("the file is empty.", path)
    return text


def _read_yaml(text: str) -> tuple[Any, Callable[[], Place]]:
    value, place = yaml_text.read_yaml(text)
    return value, lambda: place


def _read_json(text: str) -> tuple[Any, Callable[[], Place]]:
    # Lines cost more than the data itself, and most documents never need one.
    return json_text.read_json(text), functools.cache(lambda: json_text.locate(text))


_READERS: dict[str, Callable[[str], tuple[Any, Callable[[], Place]]]] = {
    ".yaml": _read_yaml,
    ".yml": _read_yaml,
    ".json": _read_json,
}
_KINDS = {
    list: "a list",
    str: "a text",
    int: "a number",
    float: "a number",
    bool: "true or false",
    type(None): "null",
}
