"""Edits of a fleet's YAML file that keep its comments, its order and its quotes; pure."""

import io
import re
from collections.abc import Mapping
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from numberwire.fleet._document import FleetError, Mistake

__all__ = ["add_numbers", "format_text"]

_WIDEST = 1 << 20
_BARE_NUMBER = re.compile(r"^(\s*)(\+[0-9]+)(\s*:)", re.MULTILINE)


def _yaml() -> YAML:
    yaml = YAML(typ="rt")
    yaml.preserve_quotes = True
    yaml.width = _WIDEST
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.representer.add_representer(type(None), _write_null)
    return yaml


def _write_null(representer: Any, _value: object) -> Any:
    return representer.represent_scalar("tag:yaml.org,2002:null", "null")


def add_numbers(text: str, file: str, entries: Mapping[str, Mapping[str, str]]) -> str:
    """Add numbers at the end of a file's numbers.

    Args:
        text: The file's text, without mistakes.
        file: Its name.
        entries: What is said of each number, by number.

    Raises:
        FleetError: A number stands there already.
    """
    yaml = _yaml()
    document = yaml.load(_quote_numbers(text))
    numbers = document.get("numbers")
    if numbers is None:
        numbers = document["numbers"] = CommentedMap()
    for number, entry in entries.items():
        if number in numbers:
            raise FleetError([Mistake(file, numbers.lc.data[number][0] + 1, f"{number} stands here already")])
        value = CommentedMap(entry)
        value.fa.set_flow_style()
        numbers[DoubleQuotedScalarString(number)] = value
    return _dump(yaml, document)


def format_text(text: str) -> str:
    """A file in the one form: even indents, each number in quotes and in a line; order and comments stay.

    Args:
        text: The file's text, without mistakes.
    """
    yaml = _yaml()
    document = yaml.load(_quote_numbers(text))
    for entry in (document.get("numbers") or {}).values():
        # A comment inside an entry would be lost with its lines.
        if isinstance(entry, CommentedMap) and not _has_comments(entry):
            entry.fa.set_flow_style()
    return _dump(yaml, document)


def _has_comments(value: CommentedMap) -> bool:
    """Whether a comment stands inside a mapping."""
    return bool(value.ca.items) or any(
        isinstance(inner, CommentedMap) and _has_comments(inner) for inner in value.values()
    )


def _quote_numbers(text: str) -> str:
    """A text whose numbers stand in quotes: without them YAML takes a key for an integer, without its plus sign."""
    return _BARE_NUMBER.sub(r'\1"\2"\3', text)


def _dump(yaml: YAML, document: Any) -> str:
    text = io.StringIO()
    yaml.dump(document, text)
    return text.getvalue()
