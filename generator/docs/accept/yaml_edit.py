"""Edits YAML text so that it holds other data; a line whose data stays is not touched.

Values are written in place, at the positions that the parser gives. What was written is read again and compared.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Any, NamedTuple

from ruamel.yaml import YAML

from generator.docs.accept import spelling
from generator.docs.accept.spelling import is_same, kind
from generator.openapi.pointers import FaultError, mapping, sequence
from generator.openapi.yaml_text import read


class RewritingError(Exception):
    """A text that can't say something else without losing what a person wrote; the message says why."""


def rewritten(text: str, data: dict[str, Any]) -> str:
    """Return a YAML text that says this data, with as few lines changed as can be.

    Args:
        text: The text as it stands: a mapping of plain data.
        data: What it shall say, its keys in the order they shall have.

    Raises:
        RewritingError: A comment between brackets, an alias or a merge key is in the way.
        FaultError: The text is no plain data.
    """
    changes = _Rewriter(text).changes(compose(text), read(text)[0], data)
    made = _applied(text, changes or ())
    try:
        is_right = is_same(read(made)[0], data)
    except FaultError:
        is_right = False
    if not is_right:
        raise RewritingError("an alias or a value left empty is in the way")
    return made


class _Splice(NamedTuple):
    """What shall stand between two positions of a text."""

    start: int
    end: int
    text: str = ""


def _applied(text: str, changes: Iterable[_Splice]) -> str:
    """Return a text with its splices made; those at one position in the order they come."""
    end_of_line = "\r\n" if "\r\n" in text else "\n"
    pieces: list[str] = []
    reached = 0
    for change in sorted(changes, key=lambda change: change.start):
        pieces += [text[reached : change.start], change.text.replace("\n", end_of_line)]
        reached = max(reached, change.end)
    return "".join([*pieces, text[reached:]])


@dataclass
class _Part:
    """An entry of a mapping or an item of a list as it stands; one that isn't kept goes."""

    start: int
    end: int
    is_kept: bool = False
    changes: list[_Splice] = field(default_factory=list[_Splice])

    def kept(self, changes: list[_Splice]) -> _Part:
        """Return it, kept with changes within it."""
        self.is_kept, self.changes = True, changes
        return self


_Script = list[_Part | list[str]]
"""What a block shall hold, in order: the parts that stay, and the lines of new ones."""


@dataclass(frozen=True)
class _Rewriter:
    """Finds what has to change in a text."""

    text: str

    def changes(self, node: Node, old: object, new: object) -> list[_Splice] | None:
        """Return what makes a value another one where it stands, or None where it has to be written anew."""
        if is_same(old, new):
            return []
        if node.kind == "scalar" or node.kind != kind(new):
            return None
        if node.is_flow:
            if has_comment(self.text, node):
                raise RewritingError("a comment between brackets is in the way")
            made = bracketed(self.text, node, old, new)
            return (
                [_Splice(node.start, node.end, made)] if node.column + len(made) <= spelling.WIDTH else None
            )
        if node.kind == "mapping":
            return self._mapping(node, mapping(old), mapping(new))
        return self._list(node, sequence(old), sequence(new))

    def _mapping(self, node: Node, old: dict[str, Any], new: dict[str, Any]) -> list[_Splice] | None:
        nodes = {key.text: (key, value) for key, value in node.entries}
        if nodes.keys() != old.keys():
            raise RewritingError("a merge key is in the way")
        parts = {name: _Part(key.start, value.end) for name, (key, value) in nodes.items()}
        staying = _common(list(parts), list(new))
        script: _Script = [
            parts[name].kept(self._entry(*nodes[name], old[name], value))
            if name in staying
            else spelling.entry(name, value, node.column)
            for name, value in new.items()
        ]
        return self._arranged(list(parts.values()), script, node.column)

    def _entry(self, key: Node, node: Node, old: object, new: object) -> list[_Splice]:
        changes = self.changes(node, old, new)
        if changes is not None:
            return changes
        start = self.text.index(":", key.end) + 1
        first, *others = spelling.behind(new, start - self._start_of_line(start), key.column + spelling.STEP)
        if not others:
            return [_Splice(start, node.end, first)]
        # A comment behind the value now stands behind its key.
        end = self._end_of_line(node.end)
        return [_Splice(start, end, "\n".join([first + self.text[node.end : end], *others]))]

    def _list(self, node: Node, old: list[Any], new: list[Any]) -> list[_Splice] | None:
        parts = [_Part(dash, one.end) for dash, one in zip(self._dashes(node), node.items, strict=True)]
        script: _Script = []
        matcher = SequenceMatcher(None, [*map(json.dumps, old)], [*map(json.dumps, new)], autojunk=False)
        for _, first, last, start, end in matcher.get_opcodes():
            for index, value in enumerate(new[start:end], first):
                changes = self.changes(node.items[index], old[index], value) if index < last else None
                if changes is None:
                    script.append(spelling.item(value, node.column))
                else:
                    script.append(parts[index].kept(changes))
        return self._arranged(parts, script, node.column)

    def _arranged(self, parts: list[_Part], script: _Script, column: int) -> list[_Splice] | None:
        """Return what turns the parts of a block into those of a script, or None where no part stays."""
        kept = [part for part in parts if part.is_kept]
        if not kept:
            return None
        splices = [self._removal(part, kept) for part in parts if not part.is_kept]
        previous: _Part | None = None
        for step in script:
            if isinstance(step, _Part):
                splices += step.changes
                previous = step
            elif previous:
                splices.append(self._below(previous, step))
            else:
                lines = "\n".join([*step, " " * column]).lstrip(" ")
                splices.append(_Splice(kept[0].start, kept[0].start, lines))
        return splices

    def _below(self, part: _Part, lines: Sequence[str]) -> _Splice:
        """Put lines below a part, after a blank line if the part has one above it."""
        end = self._end_of_line(part.end)
        above = self.text[: self._start_of_line(part.start)]
        gap = "\n" if above.endswith(("\n\n", "\n\r\n")) else ""
        return _Splice(end, end, gap + "".join(f"\n{line}" for line in lines))

    def _removal(self, part: _Part, kept: Sequence[_Part]) -> _Splice:
        start = self._start_of_line(part.start)
        if self.text[start : part.start].strip():
            # A dash stands before it, and stays there for what comes next.
            return _Splice(part.start, next(one.start for one in kept if one.start > part.start))
        if not start:
            return _Splice(0, self._start_of_next_line(part.end))
        # What ends the line stays: something new may be put below it.
        return _Splice(self._end_of_line(self._start_of_line(start - 1)), self._end_of_line(part.end))

    def _dashes(self, node: Node) -> Iterator[int]:
        """Yield where the dash of each item stands."""
        yield node.start
        dash = re.compile(rf"^ {{{node.column}}}-", re.MULTILINE)
        for before, one in pairwise(node.items):
            found = dash.search(self.text, before.end, one.start)
            yield found.end() - 1 if found else one.start

    def _start_of_line(self, position: int) -> int:
        return self.text.rfind("\n", 0, position) + 1

    def _start_of_next_line(self, position: int) -> int:
        return self.text.find("\n", position) + 1 or len(self.text)

    def _end_of_line(self, position: int) -> int:
        """Return where a line ends, without what ends it."""
        line = self.text[position : self._start_of_next_line(position)]
        return position + len(line.rstrip("\r\n"))


def _common(some: list[str], others: list[str]) -> set[str]:
    """Return the keys that two mappings share and that stand in the same order in both."""
    blocks = SequenceMatcher(None, some, others, autojunk=False).get_matching_blocks()
    return {key for block in blocks for key in some[block.a : block.a + block.size]}


# Brackets: a list or a mapping in flow style is made to say other data, with as much of its text as says the same.


def has_comment(text: str, node: Node) -> bool:
    """Tell whether a comment stands between the brackets of a value."""
    leaves = list(_leaves(node))
    ends = [node.start, *(leaf.end for leaf in leaves)]
    starts = [*(leaf.start for leaf in leaves), node.end]
    return any("#" in text[end:start] for end, start in zip(ends, starts, strict=True))


def bracketed(text: str, node: Node, old: object, new: object) -> str:
    """Return what shall stand in the place of a value between brackets.

    Args:
        text: The text it stands in.
        node: Where it stands.
        old: What it says.
        new: What it shall say, a value of the same kind.
    """
    if node.kind == "mapping":
        pieces = list(_entries(text, node, mapping(old), mapping(new)))
    else:
        known = {json.dumps(value): one for one, value in zip(node.items, sequence(old), strict=True)}
        said = [(value, known.get(json.dumps(value))) for value in sequence(new)]
        pieces = [text[one.start : one.end] if one else spelling.flow(value) for value, one in said]
    opening, closing = _brackets(text, node)
    return f"{opening}{', '.join(pieces)}{closing}"


def _entries(text: str, node: Node, old: dict[str, Any], new: dict[str, Any]) -> Iterator[str]:
    nodes = {key.text: (key, value) for key, value in node.entries}
    for name, value in new.items():
        if name not in nodes:
            yield spelling.flow({name: value})[1:-1]
        elif spelling.is_same(old.get(name), value):
            yield text[nodes[name][0].start : nodes[name][1].end]
        else:
            key, one = nodes[name]
            is_alike = one.kind == spelling.kind(value) != "scalar"
            made = bracketed(text, one, old.get(name), value) if is_alike else spelling.flow(value)
            yield f"{text[key.start : key.end]}: {made}"


def _brackets(text: str, node: Node) -> tuple[str, str]:
    """Return the brackets of a value with the blanks inside them; what took several lines takes one."""
    children = node.items or [one for entry in node.entries for one in entry]
    if not children or "\n" in text[node.start : node.end]:
        return text[node.start], text[node.end - 1]
    return text[node.start : children[0].start], text[children[-1].end : node.end]


def _leaves(node: Node) -> Iterator[Node]:
    children = node.items or [one for entry in node.entries for one in entry]
    if not children:
        yield node
    for child in children:
        yield from _leaves(child)


# The one place that touches ruamel.yaml's untyped nodes: what a YAML text holds, and from where to where it stands.


@dataclass(frozen=True, slots=True)
class Node:
    """A value as it stands in a text.

    Attributes:
        kind: `mapping`, `list` or `scalar`.
        is_flow: It stands between brackets.
        start: Its first character; of a block list, the first dash.
        end: The character after its last one; blank lines and comments that follow are no part of it.
        column: The column of its first character.
        text: A scalar's characters.
        entries: A mapping's keys and values.
        items: A list's items.
    """

    kind: str
    is_flow: bool
    start: int
    end: int
    column: int
    text: str = ""
    entries: tuple[tuple[Node, Node], ...] = ()
    items: tuple[Node, ...] = ()


def compose(text: str) -> Node:
    """Return the nodes of a YAML text that was found to be plain data.

    Args:
        text: The text.
    """
    return _node(YAML(typ="safe", pure=True).compose(text), text)  # pyright: ignore[reportUnknownMemberType]


def _node(made: Any, text: str) -> Node:
    match type(made).__name__:
        case "MappingNode":
            entries = tuple(_entry(key, value, text, made.flow_style) for key, value in made.value)
            last = entries[-1][1] if entries else None
            return replace(_place(made, "mapping", last), entries=entries)
        case "SequenceNode":
            items = tuple(_node(item, text) for item in made.value)
            return replace(_place(made, "list", items[-1] if items else None), items=items)
        case _:
            return replace(_place(made, "scalar", None), end=_end_of_scalar(made, text), text=made.value)


def _place(made: Any, kind: str, last: Node | None) -> Node:
    # ruamel.yaml ends a block where the next thing starts, comments and all.
    is_flow = kind != "scalar" and made.flow_style
    end = last.end if last and not is_flow else made.end_mark.index
    return Node(kind, is_flow, made.start_mark.index, end, made.start_mark.column)


def _entry(key: Any, value: Any, text: str, is_flow: bool) -> tuple[Node, Node]:  # noqa: FBT001
    first, second = _node(key, text), _node(value, text)
    if second.start == second.end and not is_flow:
        # Nothing stands there; ruamel.yaml gives it the place of what comes next.
        after = text.index(":", first.end) + 1
        second = replace(second, start=after, end=after)
    return first, second


def _end_of_scalar(made: Any, text: str) -> int:
    start: int = made.start_mark.index
    end: int = made.end_mark.index
    if made.style not in ("|", ">"):
        return end
    block = text[start:end]
    keeps_blank_lines = "+" in block.partition("\n")[0].partition("#")[0]
    kept = block.removesuffix("\n").removesuffix("\r") if keeps_blank_lines else block.rstrip()
    return start + len(kept)
