"""The one form of a fleet's YAML file; pure."""

import io
from typing import Any, cast

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.constructor import RoundTripConstructor
from ruamel.yaml.error import YAMLError
from ruamel.yaml.representer import RoundTripRepresenter
from ruamel.yaml.resolver import VersionedResolver
from ruamel.yaml.scalarstring import FoldedScalarString, LiteralScalarString
from yaml import MappingNode  # type: ignore[import-untyped] # its stubs are a package of their own

from numberwire.fleet._editing import EditError, require_same_comments
from numberwire.fleet._yaml_text import compose, find_comments, scan, values_of

__all__ = ["format_text"]

_WIDEST = 1 << 20
_TAGS = {kind: f"tag:yaml.org,2002:{kind}" for kind in ("null", "str", "seq", "map")}
_BLOCKS = (FoldedScalarString, LiteralScalarString)


class _Resolver(VersionedResolver):
    """Takes each plain scalar for a text, whatever the version of YAML would make of it, but for null."""

    def resolve(self, kind: Any, value: Any, implicit: Any) -> Any:
        """The tag of a node."""
        own: Any = super()
        tag = own.resolve(kind, value, implicit)
        return tag if str(tag) in _TAGS.values() else own.DEFAULT_SCALAR_TAG


class _Constructor(RoundTripConstructor):
    """Keeps what has another tag as it is written."""

    yaml_constructors = {  # noqa: RUF012 as its base has it
        tag: cast("Any", RoundTripConstructor).yaml_constructors[tag] for tag in (None, *_TAGS.values())
    }


class _Representer(RoundTripRepresenter):
    """Writes null as a word; a class of its own, as ruamel.yaml keeps for the whole process what its own is told."""


def _write_null(representer: Any, _value: object) -> Any:
    return representer.represent_scalar(_TAGS["null"], "null")


cast("Any", _Representer).add_representer(type(None), _write_null)


def _yaml() -> Any:
    yaml: Any = YAML(typ="rt")
    yaml.preserve_quotes = True
    yaml.width = _WIDEST
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.Resolver, yaml.Constructor, yaml.Representer = _Resolver, _Constructor, _Representer
    return yaml


def format_text(text: str) -> str:
    """A file in the one form: even indents, each number in quotes and in a line; order and comments stay.

    Args:
        text: The file's text, without mistakes.

    Raises:
        EditError: It can't be given that form without losing something.
    """
    line_end = "\r\n" if "\r\n" in text else "\n"
    text = text.replace("\r\n", "\n")
    try:
        formatted = _format(text)
        is_same = values_of(compose(formatted)) == values_of(compose(text))
    except (YAMLError, ValueError, NotImplementedError) as error:
        raise EditError(f"it can't be formatted ({type(error).__name__})") from error
    if not is_same:
        raise EditError("to format it would change what it says")
    require_same_comments(find_comments(text, scan(text)), formatted)
    return formatted.replace("\n", line_end)


def _format(text: str) -> str:
    yaml = _yaml()
    document: Any = yaml.load(_quote_numbers(text))
    numbers: Any = document.get("numbers") or CommentedMap()
    for entry in numbers.values():
        if _is_mapping(entry) and not _needs_lines(entry):
            entry.fa.set_flow_style()
    stream = io.StringIO()
    yaml.dump(document, stream)
    return stream.getvalue()


def _quote_numbers(text: str) -> str:
    """A text whose numbers stand in quotes: whoever reads it elsewhere takes others for integers."""
    numbers = next((value for key, value in compose(text).value if key.value == "numbers"), None)
    for key, _ in reversed(numbers.value) if isinstance(numbers, MappingNode) else ():
        end = key.end_mark.index
        start = end - len(key.value)
        if not key.style and text[start:end] == key.value:
            text = f'{text[:start]}"{key.value}"{text[end:]}'
    return text


def _is_mapping(value: object) -> bool:
    return isinstance(value, CommentedMap)


def _needs_lines(value: Any) -> bool:
    """Whether a mapping has what would be lost, or hard to read, in one line: a comment, or a text of several lines."""
    return bool(value.ca.items) or any(
        _needs_lines(inner) if _is_mapping(inner) else isinstance(inner, _BLOCKS) for inner in value.values()
    )
