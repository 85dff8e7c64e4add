"""YAML 1.2 text to plain data with lines, built from the parser's events so that nothing in it is ever run.

Depth and the size that aliases expand to are counted while the events come, before anything is built.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, NamedTuple, cast

import yaml  # type: ignore[import-untyped]  # it ships no types
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.reader import ReaderError

from generator.openapi.pointers import MAX_DEPTH, MAX_DIGITS, FaultError, Place
from generator.openapi.yaml_style import is_ordinary

# What all aliases of a document may add, in values (a long text counts for several).
MAX_REPEATED = 200_000
_TEXT_OF_ONE_VALUE = 100
_TEXT_TAGS = ("tag:yaml.org,2002:str", "!")


def read_yaml(text: str) -> tuple[Any, Place]:
    """Return the value of a YAML text and the lines of what it holds.

    Raises:
        FaultError: It is no YAML, or says what plain data can't: a key twice, a tag, a number too large,
            an alias that holds itself or expands too far, several documents, too deep a nesting.
    """
    node = _Composer(text).document()
    return node.value, node.place


@dataclass(slots=True)
class _Node:
    """A value being built; size and height are what an alias to it would add."""

    value: Any
    place: Place
    size: int = 1
    height: int = 0

    def hold(self, child: _Node) -> None:
        """Count a child's size and height as part of this node's."""
        self.size += child.size
        self.height = max(self.height, child.height + 1)


class _Composer:
    """Builds one document's value from events; recursion is bounded by `MAX_DEPTH`."""

    def __init__(self, text: str) -> None:
        self._events = events(text)
        self._anchors: dict[str, _Node | None] = {}
        self._repeated = 0

    def document(self) -> _Node:
        """Return the only document's value."""
        start = next(self._events, None)
        if start is None:
            raise FaultError("the file is empty.", 1)
        node = self._node(next(self._events), 0)
        for event in self._events:
            raise FaultError("a second document starts here; keep one in a file.", event.line)
        return node

    def _node(self, event: Event, depth: int) -> _Node:
        if event.kind == "alias":
            return self._alias(event, depth)
        if event.kind == "scalar":
            node = _Node(_scalar_value(event), Place(event.line), 1 + len(event.text) // _TEXT_OF_ONE_VALUE)
        else:
            node = self._holder(event, depth + 1)
        if event.anchor:
            self._anchors[event.anchor] = node
        return node

    def _holder(self, event: Event, depth: int) -> _Node:
        if depth > MAX_DEPTH:
            raise FaultError(f"this nests more than {MAX_DEPTH} levels deep.", event.line)
        if event.tag:
            raise _refused_tag(event)
        if event.anchor:
            self._anchors[event.anchor] = None
        place = Place(event.line)
        return self._list(place, depth) if event.kind == "list" else self._mapping(place, depth)

    def _list(self, place: Place, depth: int) -> _Node:
        node = _Node([], place, height=1)
        while (event := next(self._events)).kind != "end":
            child = self._node(event, depth)
            place.children[str(len(node.value))] = child.place
            node.value.append(child.value)
            node.hold(child)
        return node

    def _mapping(self, place: Place, depth: int) -> _Node:
        node = _Node({}, place, height=1)
        merged: list[_Node] = []
        while (event := next(self._events)).kind != "end":
            key = _key_text(event, place)
            child = self._node(next(self._events), depth)
            node.hold(child)
            if key == "<<" and event.is_plain:
                merged += _merge_sources(child, event)
            else:
                node.value[key] = child.value
                place.children[key] = Place(event.line, child.place.children)
        for source in merged:
            _merge_node(node, source)
        return node

    def _alias(self, event: Event, depth: int) -> _Node:
        if event.anchor not in self._anchors:
            raise FaultError(f"the alias *{event.anchor} has no anchor before it.", event.line)
        node = self._anchors[event.anchor]
        if node is None:
            raise FaultError(f"the alias *{event.anchor} holds itself.", event.line)
        self._repeated += node.size
        if self._repeated > MAX_REPEATED:
            raise FaultError("the aliases up to here expand to more than a document may hold.", event.line)
        if depth + node.height > MAX_DEPTH:
            raise FaultError(f"with its aliases this nests more than {MAX_DEPTH} levels deep.", event.line)
        return _Node(_copy_value(node.value), Place(event.line, node.place.children), node.size, node.height)


def _copy_value(value: object) -> Any:
    if isinstance(value, dict):
        return {key: _copy_value(item) for key, item in cast("dict[str, object]", value).items()}
    if isinstance(value, list):
        return [_copy_value(item) for item in cast("list[object]", value)]
    return value


def _merge_sources(node: _Node, event: Event) -> list[_Node]:
    value: object = node.value
    sources = [node]
    if isinstance(value, list):
        items = enumerate(cast("list[object]", value))
        sources = [_Node(item, node.place.children[str(index)]) for index, item in items]
    if not all(isinstance(source.value, dict) for source in sources):
        raise FaultError("the merge key << takes a mapping or a list of mappings.", event.line)
    return sources


def _merge_node(node: _Node, source: _Node) -> None:
    for key, value in source.value.items():
        if key not in node.value:
            node.value[key] = value
            node.place.children[key] = source.place.children[key]


def _key_text(event: Event, place: Place) -> str:
    key = _scalar_value(event) if event.kind == "scalar" else None
    # Response statuses are written as numbers; any other spelling of one would change the key.
    if type(key) is int and str(key) == event.text:
        key = event.text
    if not isinstance(key, str):
        raise FaultError("a key is a text here; put it in quotes.", event.line)
    if key in place.children:
        first = place.children[key].line
        raise FaultError(f"the key {key!r} appears twice, first on line {first}; keep one.", event.line)
    return key


def _refused_tag(event: Event) -> FaultError:
    return FaultError(f"the tag {event.tag!r} asks for more than plain data; leave it out.", event.line)


def _scalar_value(event: Event) -> str | int | float | bool | None:
    if event.tag is not None and event.tag not in _TEXT_TAGS:
        raise _refused_tag(event)
    return plain(event.text, event.line) if event.is_plain else characters(event.text, event.line)


# The one place that touches the parsers' untyped events: libyaml's and ruamel.yaml's as our own few, typed ones.

_KINDS = {
    "AliasEvent": "alias",
    "ScalarEvent": "scalar",
    "SequenceStartEvent": "list",
    "MappingStartEvent": "mapping",
    "SequenceEndEvent": "end",
    "MappingEndEvent": "end",
    "DocumentStartEvent": "document",
}


_VERSION = (1, 2)
_READ_DIFFERENTLY = re.compile(
    r"\A(?:[ \r\n-]|\#[^\n]*\n)*[|>&!%]"  # a block of text as the whole document, or what may introduce one
    r"|\n%"  # a directive
    r"|\r(?!\n)|[\t\x85\u2028\u2029\ufeff]"  # characters that YAML 1.1 and 1.2 place differently
    r"|[|>][-+0-9]*(?:\#| *\n +\n)"  # a comment right after a block's mark, or a first line of blanks alone
    r"|(?<![^\s\[{,])[&*][\w-]+[?:,\]}%@`]"  # an anchor or an alias that runs into something else
    r"|(?<![^\s\[{,])!\S"  # a tag
    r"|[\[{,]\s*\?"  # a question mark where a key may start
    r"|[^\n]\Z"  # a last line without an end, where lines are counted in another way
)
"""What the two parsers read in different ways, or libyaml reads and ruamel.yaml refuses."""


class Event(NamedTuple):
    """One step through a YAML text.

    Attributes:
        kind: `document` where one starts; `scalar`, `alias`; `list`, `mapping` and their `end`.
        line: Its line, counted from 1.
        anchor: The name it gets, or for an alias the name it repeats; empty for none.
        tag: Its tag, or None.
        text: A scalar's characters.
        is_plain: The scalar has neither quotes nor tag, so that its characters decide its type.
    """

    kind: str
    line: int
    anchor: str
    tag: str | None = None
    text: str = ""
    is_plain: bool = False


def events(text: str, version: tuple[int, int] = _VERSION) -> Iterator[Event]:
    """Yield the events of a YAML text while they are parsed.

    libyaml parses ten times as fast, and ruamel.yaml whatever libyaml refuses or might read in another way.

    Args:
        text: The text.
        version: The version of YAML that it is read as.

    Raises:
        FaultError: It is no YAML.
    """
    count = 0
    if yaml.__with_libyaml__ and _is_read_alike(text, version):
        stream = cast("Iterable[Any]", yaml.parse(text, Loader=yaml.CSafeLoader))  # pyright: ignore[reportUnknownMemberType]
        try:
            for event in _typed_events(stream):
                count += 1
                yield event
        except (yaml.YAMLError, ValueError, OverflowError):
            pass  # ruamel.yaml says what is wrong, if anything is
        else:
            return
    yield from islice(_ruamel_events(text, version), count, None)


def _is_read_alike(text: str, version: tuple[int, int]) -> bool:
    return not _READ_DIFFERENTLY.search(text) if version == _VERSION else is_ordinary(text)


def _ruamel_events(text: str, version: tuple[int, int]) -> Iterator[Event]:
    try:
        parser = YAML(typ="safe", pure=True)
        parser.version = version
        yield from _typed_events(parser.parse(text))  # pyright: ignore[reportUnknownMemberType]
    except MarkedYAMLError as error:
        raise _marked_fault(error) from None
    except ReaderError as error:
        raise _character_fault(error, text) from None
    except YAMLError as error:
        raise FaultError(f"this isn't YAML: {' '.join(str(error).split())}.", None) from None
    except (AssertionError, OverflowError, ValueError):
        # So ends, in ruamel.yaml, an escape such as \UFFFFFFFF or a directive's strange version.
        raise FaultError("this isn't YAML: an escape or the version is out of range.", None) from None


def _typed_events(stream: Iterable[Any]) -> Iterator[Event]:
    for event in stream:
        kind = _KINDS.get(type(event).__name__)
        if kind:
            yield _event(kind, event)


def _event(kind: str, event: Any) -> Event:
    line = event.start_mark.line + 1
    if kind in ("end", "document"):
        return Event(kind, line, "")
    if kind == "alias":
        return Event(kind, line, event.anchor)
    anchor, tag = event.anchor or "", event.tag
    if kind != "scalar":
        return Event(kind, line, anchor, tag)
    return Event(kind, line, anchor, tag, event.value, is_plain=tag is None and event.implicit[0])


def _marked_fault(error: Any) -> FaultError:
    mark = error.problem_mark or error.context_mark
    words = " ".join(part for part in (error.context, error.problem) if part)
    return FaultError(f"this isn't YAML: {' '.join(words.split())}.", mark.line + 1 if mark else None)


def _character_fault(error: Any, text: str) -> FaultError:
    line = text.count("\n", 0, error.position) + 1
    return FaultError(f"a document can't hold the character U+{error.character:04X}.", line)


# What a plain YAML 1.2 scalar means: `no` and a date are texts, `0o17` is a number, `.nan` is refused.

_CONSTANTS: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_WHOLE = re.compile(r"[-+]?[0-9]+")
_BASED = {"0o": (8, re.compile(r"0o[0-7]+")), "0x": (16, re.compile(r"0x[0-9a-fA-F]+"))}
_DECIMAL = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_NO_NUMBER = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_SURROGATE = re.compile("[\ud800-\udfff]")


def plain(text: str, line: int) -> str | int | float | bool | None:
    """Return the value of an unquoted, untagged scalar.

    Raises:
        FaultError: A number too large, an infinity or no number, or half of a surrogate pair.
    """
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if text[0] not in "+-.0123456789":
        return characters(text, line)
    if _WHOLE.fullmatch(text):
        return _whole_number(text, 10, line)
    base, pattern = _BASED.get(text[:2], (0, _WHOLE))
    if base and pattern.fullmatch(text):
        return _whole_number(text[2:], base, line)
    if _NO_NUMBER.fullmatch(text):
        raise FaultError("infinities and NaN are not allowed in a document; write them as quoted text.", line)
    if _DECIMAL.fullmatch(text):
        return _decimal(text, line)
    return characters(text, line)


def characters(text: str, line: int) -> str:
    """Return a text with its surrogate pairs joined, as JSON's escapes write them.

    Raises:
        FaultError: It holds half of a pair.
    """
    if not _SURROGATE.search(text):
        return text
    try:
        return text.encode("utf-16", "surrogatepass").decode("utf-16")
    except UnicodeDecodeError:
        raise FaultError(
            "this text holds half of a surrogate pair, which is not a character.", line
        ) from None


def _whole_number(digits: str, base: int, line: int) -> int:
    if len(digits) > MAX_DIGITS:
        raise FaultError(f"a number of more than {MAX_DIGITS} digits is not allowed in a document.", line)
    return int(digits, base)


def _decimal(digits: str, line: int) -> float:
    number = float(digits)
    if math.isinf(number):
        raise FaultError("this number is too large; write it as quoted text.", line)
    return number
