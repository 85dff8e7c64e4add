"""Spelling: how a value is written in the curated files: in one line where it fits, in quotes where one might doubt."""

from __future__ import annotations

import functools
import json
import re
import textwrap
from typing import Any

from generator.openapi.pointers import FaultError, is_mapping, mapping, sequence
from generator.openapi.yaml_text import read
from generator.openapi.yaml_versions import differences

WIDTH = 110
"""No line of the curated files is longer, where it can be helped."""

STEP = 2
_PLAIN = re.compile(r"[A-Za-z_/($].*")
_UUID = re.compile(r"[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")
_IN_BRACKETS = "[*, {*: 1}]"
_ON_LINES = "- *\n- *: 1\n"
_FOLDABLE = re.compile(r"[^ ]+( [^ ]+)*")


class Line(dict[str, Any]):
    """A mapping that stands in one line where it fits; any other has a line for each of its keys."""


def kind(value: object) -> str:
    """Return what a value is written as: a `mapping`, a `list` or a `scalar`."""
    return "mapping" if is_mapping(value) else "list" if isinstance(value, list) else "scalar"


def is_same(one: object, other: object) -> bool:
    """Tell whether two values are written alike: the order of keys counts, and 1 is not True."""
    return json.dumps(one) == json.dumps(other)


def entry(key: str, value: object, column: int) -> list[str]:
    """Return the lines of a key and its value.

    Args:
        key: The key.
        value: The value, as plain data.
        column: Where the key starts.
    """
    head = f"{' ' * column}{scalar(key)}:"
    first, *others = behind(value, len(head), column + STEP)
    return [head + first, *others]


def item(value: object, column: int) -> list[str]:
    """Return the lines of an item of a list.

    Args:
        value: The item, as plain data.
        column: Where its dash stands.
    """
    first, *others = behind(value, column + 1, column + STEP)
    if first:
        return [f"{' ' * column}-{first}", *others]
    return [f"{' ' * column}- {others[0].lstrip(' ')}", *others[1:]]


def behind(value: object, reached: int, column: int) -> list[str]:
    """Return what follows a key or a dash: the rest of its line, and the lines below it.

    Args:
        value: The value, as plain data.
        reached: How long the line is so far.
        column: Where the lines below it start.
    """
    line = f" {scalar(value) if kind(value) == 'scalar' else flow(value)}"
    is_long = reached + len(line) > WIDTH
    if isinstance(value, str) and is_long and value.isprintable() and _FOLDABLE.fullmatch(value):
        return [" >-", *_folded(value, column)]
    if sequence(value) and is_long:
        return ["", *(text for one in sequence(value) for text in item(one, column))]
    if mapping(value) and (is_long or not isinstance(value, Line)):
        return ["", *(text for key, one in mapping(value).items() for text in entry(key, one, column))]
    return [line]


def flow(value: object) -> str:
    """Return a value in one line, as it may stand between brackets.

    Args:
        value: The value, as plain data.
    """
    if kind(value) == "mapping":
        return f"{{{', '.join(f'{flow(key)}: {flow(one)}' for key, one in mapping(value).items())}}}"
    if kind(value) == "list":
        return f"[{', '.join(map(flow, sequence(value)))}]"
    return scalar(value, in_brackets=True)


def scalar(value: object, *, in_brackets: bool = False) -> str:
    """Return a scalar in one line.

    Args:
        value: A text, a number, True, False or None.
        in_brackets: Whether it stands between brackets, where commas mean something.
    """
    if not isinstance(value, str) or not value.isprintable():
        return json.dumps(value)
    if _is_plain(value, _IN_BRACKETS if in_brackets else _ON_LINES):
        return value
    return "'" + value.replace("'", "''") + "'"


def _folded(text: str, column: int) -> list[str]:
    indent = " " * column
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=indent,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


@functools.cache
def _is_plain(text: str, probe: str) -> bool:
    """Tell whether a text needs no quotes in the place of each star, and nobody takes it for something else."""
    if _UUID.fullmatch(text) or not _PLAIN.fullmatch(text):
        return False
    written = probe.replace("*", text)
    try:
        return is_same(read(written)[0], [text, {text: 1}]) and not any(differences(written))
    except FaultError:
        return False
