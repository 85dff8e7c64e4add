"""The one place that touches ruamel.yaml's untyped nodes: what a YAML text holds, and from where to where it stands."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from ruamel.yaml import YAML


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
