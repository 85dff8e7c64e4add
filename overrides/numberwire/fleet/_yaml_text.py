"""YAML of a fleet's files: its nodes, its tokens, its comments, and what it says; pure.

Each scalar is taken as text: YAML would make a number of `+15035551763` and lose its plus sign, and a truth of `yes`.
"""

import re
from collections.abc import Sequence
from typing import Any

import yaml  # type: ignore[import-untyped] # its stubs are a package of their own

__all__ = ["compose", "find_comments", "is_null", "represent_text", "scan", "values_of"]

_NULL = "tag:yaml.org,2002:null"
_DEEPEST = 50
"""A file's mappings are five deep."""
_COMMENT = re.compile(r"#[^\n\r\x85\u2028\u2029]*")
_HEADER_COMMENT = re.compile(r"[|>][^\n\r\x85\u2028\u2029#]*[ \t](#[^\n\r\x85\u2028\u2029]*)")

_untyped: Any = yaml
_FastLoader: Any = getattr(_untyped, "CSafeLoader", _untyped.SafeLoader)


class _Loader(_FastLoader):  # type: ignore[misc] # its base is found at run time
    """The loader that is written in C where it was built; it goes only so deep, where that one would crash."""

    _depth = 0

    def descend_resolver(self, parent: Any, _index: object) -> None:
        """Begin a node; this is called for each of them, and otherwise of no use here."""
        self._depth += 1
        if self._depth > _DEEPEST:
            raise _untyped.MarkedYAMLError(problem="it is nested too deeply", problem_mark=parent.start_mark)

    def ascend_resolver(self) -> None:
        """End a node."""
        self._depth -= 1


def compose(text: str) -> Any:
    """The nodes of a text; None where there are none.

    Raises:
        yaml.YAMLError: It is not YAML.
    """
    return _untyped.compose(text, Loader=_Loader)


def is_null(node: Any) -> bool:
    """Whether a node is null: the word, or nothing at all."""
    return node.tag == _NULL and isinstance(node, yaml.ScalarNode)


def values_of(node: Any) -> Any:
    """What a node says: None, a text, a list, or the pairs of a mapping in their order."""
    if isinstance(node, yaml.MappingNode):
        return tuple((values_of(key), values_of(value)) for key, value in node.value)
    if isinstance(node, yaml.SequenceNode):
        return [values_of(value) for value in node.value]
    return None if node is None or is_null(node) else node.value


def scan(text: str) -> list[Any]:
    """The tokens of a text; their marks count its characters."""
    return list(_untyped.scan(text, Loader=_FastLoader))


def find_comments(text: str, tokens: Sequence[Any]) -> list[tuple[int, str]]:
    """The comments of a text and its directives, each with its line from 1.

    Args:
        text: The text.
        tokens: Its tokens.
    """
    found: list[tuple[int, str]] = []
    end, line = 0, 1
    for token in tokens:
        start = token.start_mark.index
        found += [
            (line + text.count("\n", end, comment.start()), comment[0].rstrip())
            for comment in _COMMENT.finditer(text, end, start)
        ]
        line = token.start_mark.line + 1
        if isinstance(token, yaml.DirectiveToken):
            found.append((line, text[start : token.end_mark.index]))
        elif isinstance(token, yaml.ScalarToken) and token.style in ("|", ">"):
            header = _HEADER_COMMENT.match(text, start, token.end_mark.index)
            found += [(line, header[1].rstrip())] if header else []
        end, line = token.end_mark.index, token.end_mark.line + 1
    return found


def represent_text(dumper: Any, text: str) -> Any:
    """Write with escapes what can't be printed: as yaml's own dumper writes U+0085, it is read as another character."""
    style = None if text.isprintable() else '"'
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)
