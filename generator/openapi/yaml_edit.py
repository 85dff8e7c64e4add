"""Edits YAML through ruamel.yaml's round trip, which keeps the order, the quotes and the brackets of a text.

Comments and blank lines are left out while the data changes, and stay between the lines that stay: ruamel.yaml ties a
comment to what stands above it, while people write it above what it is about.
"""
# ruamel.yaml's nodes have no types that a checker can follow; they never leave this module.
# pyright: reportUnknownArgumentType=false, reportUnknownMemberType=false, reportUnknownParameterType=false
# pyright: reportUnknownVariableType=false

from __future__ import annotations

import functools
import io
import json
import re
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import accumulate, zip_longest
from typing import Any, cast

from ruamel.yaml import YAML
from ruamel.yaml.comments import Comment, CommentedMap, CommentedSeq
from ruamel.yaml.error import YAMLError
from ruamel.yaml.representer import RoundTripRepresenter
from ruamel.yaml.scalarstring import DoubleQuotedScalarString, FoldedScalarString, SingleQuotedScalarString

from generator.openapi.pointers import FaultError, Place, is_mapping, mapping, sequence
from generator.openapi.yaml_style import STEP, WIDTH, is_ordinary
from generator.openapi.yaml_text import read_yaml
from generator.openapi.yaml_versions import differences


class EditError(Exception):
    """A text that can't be edited without losing what a person wrote; the message says why."""


class Line(dict[str, Any]):
    """A new mapping that is written in one line where it fits; any other has a line for each of its keys."""


@dataclass(frozen=True)
class Difference:
    """Where a text differs from its round trip.

    Attributes:
        line: The line, counted from 1.
        mend: What to do, as a sentence.
    """

    line: int
    mend: str


class _Representer(RoundTripRepresenter):
    """Writes null as a word; a class of its own, as ruamel.yaml keeps for the whole process what its own is told."""


def _represent_null(representer: Any, _: None) -> Any:
    return representer.represent_scalar("tag:yaml.org,2002:null", "null")


_Representer.add_representer(type(None), _represent_null)


def round_trip_yaml(width: int = WIDTH) -> YAML:
    """Return a reader and writer of YAML in the style of the curated files; each use needs its own.

    Args:
        width: The longest line to write.
    """
    yaml = YAML()
    yaml.width = width
    yaml.preserve_quotes = True
    yaml.brace_single_entry_mapping_in_flow_sequence = True
    yaml.indent(mapping=STEP, sequence=2 * STEP, offset=STEP)
    yaml.Representer = _Representer
    return yaml


@functools.lru_cache(maxsize=8)
def round_trip_difference(text: str) -> Difference | None:
    """Return the first line in which a text differs from its round trip, or None.

    Args:
        text: A YAML text of plain data; how its lines end doesn't count.
    """
    text = text.replace("\r\n", "\n")
    if is_ordinary(text):
        return None
    try:
        expected = _dump(_load(text)).split("\n")
    except (YAMLError, ValueError, TypeError, AttributeError):
        # Plain data that ruamel.yaml takes for something else, such as a date that doesn't exist.
        return Difference(1, "Put texts that look like dates or numbers in quotes.")
    for number, (line, other) in enumerate(zip_longest(text.split("\n"), expected), 1):
        if line is None:
            return Difference(number - 1, "End the file with a line break.")
        if line != other:
            if other and line.startswith(other) and len(line) > WIDTH:
                return Difference(number, f"{_shortening(line)}: it is longer than {WIDTH}.")
            return Difference(number, f"Write `{other}`." if other else "Delete it.")
    return None


def _shortening(line: str) -> str:
    """Return how a line that is too long can be written."""
    value = line.partition(": ")[2] or line.lstrip(" -")
    return "Give its entries lines of their own" if value[:1] in ("[", "{") else "Fold the text below `>-`"


def is_same(value: object, other: object) -> bool:
    """Tell whether two values are written alike: the order of keys counts, and 1 is not True."""
    return json.dumps(value) == json.dumps(other)


def edit_text(text: str, data: dict[str, Any]) -> str:
    """Return a YAML text that holds this data, with as few lines changed as can be.

    Args:
        text: The text as it is: a mapping of plain data.
        data: What it shall hold, its keys in the order they shall have.

    Raises:
        EditError: The text is not its own round trip, or a comment would become data.
        FaultError: The text is no plain data.
    """
    if difference := round_trip_difference(text):
        raise EditError(
            f"line {difference.line} is not as ruamel.yaml's round trip writes it (rule NW108)."
            " `python -m generator check` says how to write it"
        )
    old, place = read_yaml(text)
    if is_same(old, data):
        return text
    lines = _lines(text.replace("\r\n", "\n"))
    if is_ordinary("\n".join([*lines, ""])):
        # What ruamel.yaml loads and writes costs time by the line, and most changes are small.
        whole = _Excerpt((), (), 0, len(lines), old, data)
        for excerpt in reversed(list(whole.changed_parts(place))):
            excerpt.edit(lines)
    else:
        lines = _edit_lines(lines, old, data)
    edited = ("\r\n" if "\r\n" in text else "\n").join([*lines, ""])
    if not _holds(edited, data):
        raise EditError("a comment is where new text would go; move it to a line of its own")
    # ruamel.yaml loses blank lines after a list that is an entry of a list.
    if _has_list_in_list(data) and round_trip_difference(edited):
        raise EditError("a list that is an entry of another list can't be edited here; edit the file by hand")
    return edited


@dataclass(frozen=True)
class _Excerpt:
    """Some entries of a mapping in an ordinary text: below the lines of the keys above them they are a text as well.

    Attributes:
        path: The keys that lead to the mapping.
        above: The indexes of their lines.
        start: The index of the first line of the entries.
        stop: The index of the line behind them.
        old: The entries as they are.
        new: The entries as they shall be.
    """

    path: tuple[str, ...]
    above: tuple[int, ...]
    start: int
    stop: int
    old: dict[str, Any]
    new: dict[str, Any]

    def changed_parts(self, place: Place) -> Iterator[_Excerpt]:
        """Yield the smallest excerpts that hold all changes.

        Args:
            place: Where the entries of the mapping are.
        """
        if list(self.old) != list(self.new):
            yield self._trim(place)
            return
        starts = [place.children[key].line - 1 for key in self.old]
        for key, start, stop in zip(self.old, starts, [*starts[1:], self.stop], strict=True):
            old, new = self.old[key], self.new[key]
            if is_same(old, new):
                continue
            lines = [below.line - 1 for below in place.children[key].children.values()]
            if is_mapping(old) and is_mapping(new) and new and lines and lines[0] > start:
                path, above = (*self.path, key), (*self.above, start)
                inner = _Excerpt(path, above, lines[0], stop, mapping(old), mapping(new))
                yield from inner.changed_parts(place.children[key])
            else:
                yield _Excerpt(self.path, self.above, start, stop, {key: old}, {key: new})

    def _trim(self, place: Place) -> _Excerpt:
        """Return it without what stays, but for the entries beside a change, which show how they are set off."""
        old, new = list(self.old.items()), list(self.new.items())
        first = max(0, _count_same(old, new) - 2)
        last = max(0, _count_same(old[:first:-1], new[:first:-1]) - 1)
        start = place.children[old[first][0]].line - 1 if first else self.start
        stop = place.children[old[-last][0]].line - 1 if last else self.stop
        kept = slice(first, -last or None)
        return _Excerpt(self.path, self.above, start, stop, dict(old[kept]), dict(new[kept]))

    def edit(self, lines: list[str]) -> None:
        """Edit the entries among the lines of the text."""
        above = [lines[index] for index in self.above]
        own = lines[self.start : self.stop]
        edited = _edit_lines([*above, *own], self._wrap_entries(self.old), self._wrap_entries(self.new))
        lines[self.start : self.stop] = edited[len(above) :]

    def _wrap_entries(self, entries: dict[str, Any]) -> dict[str, Any]:
        return functools.reduce(lambda inner, key: {key: inner}, reversed(self.path), entries)


def _count_same(old: list[tuple[str, Any]], new: list[tuple[str, Any]]) -> int:
    """Return how many entries are the same from the start."""
    pairs = enumerate(zip(old, new, strict=False))
    return next((number for number, pair in pairs if not is_same(*pair)), min(len(old), len(new)))


def _edit_lines(lines: list[str], old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    """Return the lines of a text that shall hold other data."""
    tree = _load("\n".join([*lines, ""]))
    _drop_comments(tree)
    before = _dump(tree)
    after = _dump(_node(new, 0, 0, tree, old))
    edited = _insert_comments(lines, _lines(before), _lines(after))
    if _holds("\n".join([*edited, ""]), new):
        return edited
    # A blank line that set off two entries is now in the middle of a text, which it would change.
    return _insert_comments(lines, _lines(before), _lines(after), keeps_gaps=False)


def _has_list_in_list(value: object) -> bool:
    if is_mapping(value):
        return any(map(_has_list_in_list, mapping(value).values()))
    entries = sequence(value)
    return any(isinstance(entry, list) or _has_list_in_list(entry) for entry in entries)


def _holds(text: str, data: object) -> bool:
    try:
        return is_same(read_yaml(text)[0], data)
    except FaultError:
        return False


def _load(text: str) -> Any:
    return round_trip_yaml().load(text)


def _dump(tree: Any, width: int = WIDTH) -> str:
    stream = io.StringIO()
    round_trip_yaml(width).dump(tree, stream)
    return stream.getvalue()


def _lines(text: str) -> list[str]:
    return text.removesuffix("\n").split("\n")


def _drop_comments(node: Any) -> None:
    for name in (Comment.attrib, "comment"):
        if hasattr(node, name):
            delattr(node, name)
    children = node.values() if isinstance(node, CommentedMap) else node
    for child in cast("Sequence[Any]", children) if isinstance(node, CommentedMap | CommentedSeq) else ():
        _drop_comments(child)


# Nodes: what ruamel.yaml writes of a value, in the style of the curated files.

_PLAIN = re.compile(r"[A-Za-z_/($].*")
_UUID = re.compile(r"[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")
_FOLDABLE = re.compile(r"[^ ]+( [^ ]+)*")
_ONE_LINE = 1_000_000


def _node(value: object, indent: int, column: int, node: Any = None, old: object = None) -> Any:
    """Return what writes a value: what stands in its place, as far as that says the same.

    Args:
        value: The value.
        indent: Where the lines below its own start.
        column: Where it starts.
        node: What stands in its place.
        old: The value of that.
    """
    if is_same(value, old):
        return node
    new: Any
    if is_mapping(value):
        new = _mapping_node(mapping(value), indent, node, old)
    elif isinstance(value, list):
        new = _list_node(cast("list[object]", value), indent, node, old)
    else:
        return _scalar_node(value, indent, column)
    is_line = node.fa.flow_style() if node and type(node) is type(new) else isinstance(value, Line | list)
    if not value or (is_line and column + _length(new) <= WIDTH):
        new.fa.set_flow_style()
    else:
        new.fa.set_block_style()
    return new


def _mapping_node(value: dict[str, Any], indent: int, node: Any, old: object) -> CommentedMap:
    known = {str(key): key for key in node} if isinstance(node, CommentedMap) else {}
    new = CommentedMap()
    for name, item in value.items():
        key = known.get(name, _quote_text(name))
        place = indent + STEP, indent + len(f"{name}: ")
        new[key] = _node(item, *place, *((node[key], mapping(old)[name]) if name in known else ()))
    return new


def _list_node(value: list[object], indent: int, node: Any, old: object) -> CommentedSeq:
    nodes = node if isinstance(node, CommentedSeq) else []
    known = cast("list[object]", old) if isinstance(node, CommentedSeq) else []
    place = indent + STEP, indent + STEP
    new = CommentedSeq()
    matcher = SequenceMatcher(None, [*map(json.dumps, known)], [*map(json.dumps, value)], autojunk=False)
    for _, first, last, start, end in matcher.get_opcodes():
        for index, item in enumerate(value[start:end], first):
            new.append(_node(item, *place, *((nodes[index], known[index]) if index < last else ())))
    return new


def _scalar_node(value: object, indent: int, column: int) -> Any:
    if not isinstance(value, str):
        return value
    text = _quote_text(value)
    length = len(text) if type(text) is str else len(text) + len("''")
    if column + length <= WIDTH or not value.isprintable() or not _FOLDABLE.fullmatch(value):
        return text
    folded: Any = FoldedScalarString(value)
    lines = textwrap.wrap(value, WIDTH - indent, break_long_words=False, break_on_hyphens=False)
    folded.fold_pos = list(accumulate(lines[:-1], lambda end, line: end + 1 + len(line), initial=-1))[1:]
    return folded


def _quote_text(text: str) -> Any:
    """Return a text, in quotes where a parser or a person might take it for something else."""
    if not text.isprintable():
        return DoubleQuotedScalarString(text)
    return text if _is_plain(text) else SingleQuotedScalarString(text)


@functools.cache
def _is_plain(text: str) -> bool:
    probe = f"- {text}\n"
    is_ordinary = _PLAIN.fullmatch(text) and not _UUID.fullmatch(text)
    return bool(is_ordinary) and _holds(probe, [text]) and not any(differences(probe))


def _length(node: Any) -> int:
    """Return how long a list or a mapping is in one line."""
    node.fa.set_flow_style()
    return len(_dump(node, _ONE_LINE).rstrip("\n"))


# Comments: the lines of a text follow those of its data, which lack comments and blank lines.


def _insert_comments(
    text: list[str], before: list[str], after: list[str], *, keeps_gaps: bool = True
) -> list[str]:
    """Return the lines of a text with its data changed.

    Args:
        text: The lines of the text.
        before: Those of its data.
        after: Those that its data shall have.
        keeps_gaps: Whether blank lines stay where lines are replaced.
    """
    places = list(_places(text, before))
    lines = list(text)
    for first, last, start, end in reversed(list(_changes(before, after))):
        paired = min(last - first, end - start)
        rest = after[start + paired : end]
        if rest:
            place = places[first + paired - 1] + 1 if first + paired else places[0]
            lines[place:place] = _lines_with_gaps(rest, lines[:place])
        elif first + paired < last:
            del lines[places[first + paired] : places[last - 1] + 1]
        for index in range(paired):
            place = places[first + index]
            remark = text[place][len(before[first + index]) :]
            lines[place] = after[start + index] + remark
        if paired and not keeps_gaps:
            run = slice(places[first], places[first + paired - 1])
            lines[run] = filter(None, lines[run])
    return lines


def _places(text: list[str], before: list[str]) -> Iterator[int]:
    """Yield which line of a text each line of its data is."""
    places = iter(enumerate(text))
    for line in before:
        yield next(
            place
            for place, other in places
            if other == line or (other.startswith(f"{line} ") and other[len(line) :].lstrip().startswith("#"))
        )


def _changes(before: list[str], after: list[str]) -> Iterator[tuple[int, int, int, int]]:
    """Yield which lines become which; lines that come or go start with the key they belong to."""
    for name, first, last, start, end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if name == "insert":
            shift = _shift(after, start, end)
            yield first + shift, last + shift, start + shift, end + shift
        elif name == "delete":
            shift = _shift(before, first, last)
            yield first + shift, last + shift, start + shift, end + shift
        elif name == "replace":
            yield first, last, start, end


def _shift(lines: list[str], start: int, end: int) -> int:
    """Return by how much a run of lines can move among equal ones so that it starts with the key least deep."""
    first = last = 0
    while start + first and lines[start + first - 1] == lines[end + first - 1]:
        first -= 1
    while end + last < len(lines) and lines[start + last] == lines[end + last]:
        last += 1
    return min(range(first, last + 1), key=lambda shift: (_indent(lines[start + shift]), abs(shift)))


def _lines_with_gaps(lines: list[str], above: list[str]) -> Iterator[str]:
    """Yield new lines, with a blank one above each entry if the entry above them has one."""
    column = _indent(lines[0])
    is_gapped = False
    for place in range(len(above) - 1, -1, -1):
        line = above[place]
        if line.strip() and not line.lstrip().startswith("#") and _indent(line) <= column:
            is_gapped = _indent(line) == column and place > 0 and not above[place - 1]
            break
    for line in lines:
        if is_gapped and _indent(line) == column:
            yield ""
        yield line


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
