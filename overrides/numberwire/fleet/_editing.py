"""Edits of a fleet's YAML file that keep its comments, its order and its quotes; pure."""

import io
import re
from collections.abc import Mapping
from typing import Any, cast

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.representer import RoundTripRepresenter
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

__all__ = ["add_numbers", "format_text"]

_WIDEST = 1 << 20
_BARE_NUMBER = re.compile(r"^(\s*)(\+[0-9]+)(\s*:)", re.MULTILINE)


class _Representer(RoundTripRepresenter):
    """Writes null as a word; a class of its own, as ruamel.yaml keeps for the whole process what its own is told."""


def _write_null(representer: Any, _value: object) -> Any:
    return representer.represent_scalar("tag:yaml.org,2002:null", "null")


cast("Any", _Representer).add_representer(type(None), _write_null)


def _yaml() -> Any:
    yaml: Any = YAML(typ="rt")
    yaml.preserve_quotes = True
    yaml.width = _WIDEST
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.Representer = _Representer
    return yaml


def add_numbers(text: str, entries: Mapping[str, Mapping[str, str]]) -> str:
    """Add numbers at the end of a file's numbers.

    Args:
        text: The file's text, without mistakes and without these numbers.
        entries: What is said of each number, by number.
    """
    yaml = _yaml()
    document: Any = yaml.load(_quote_numbers(text))
    numbers: Any = document.get("numbers")
    if numbers is None:
        numbers = document["numbers"] = CommentedMap()
    for number, entry in entries.items():
        value: Any = CommentedMap((name, _quote_unprintable(said)) for name, said in entry.items())
        value.fa.set_flow_style()
        numbers[DoubleQuotedScalarString(number)] = value
    return _dump(yaml, document)


def _quote_unprintable(text: str) -> str:
    """A text as it is to be written: with escapes where it can't be printed, or U+0085 would become another text."""
    return text if text.isprintable() else DoubleQuotedScalarString(text)


def format_text(text: str) -> str:
    """A file in the one form: even indents, each number in quotes and in a line; order and comments stay.

    Args:
        text: The file's text, without mistakes.
    """
    yaml = _yaml()
    document: Any = yaml.load(_quote_numbers(text))
    numbers: Any = document.get("numbers") or CommentedMap()
    for number in numbers:
        entry: Any = numbers[number]
        # A comment inside an entry would be lost with its lines.
        if _is_mapping(entry) and not _has_comments(entry):
            entry.fa.set_flow_style()
    return _dump(yaml, document)


def _is_mapping(value: object) -> bool:
    return isinstance(value, CommentedMap)


def _has_comments(value: Any) -> bool:
    """Whether a comment stands inside a mapping."""
    return bool(value.ca.items) or any(
        _is_mapping(inner) and _has_comments(inner) for inner in value.values()
    )


def _quote_numbers(text: str) -> str:
    """A text whose numbers stand in quotes: without them YAML takes a key for an integer, without its plus sign."""
    return _BARE_NUMBER.sub(r'\1"\2"\3', text)


def _dump(yaml: Any, document: Any) -> str:
    text = io.StringIO()
    yaml.dump(document, text)
    return text.getvalue()
