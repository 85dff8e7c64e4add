"""Brackets: a list or a mapping in flow style is made to say other data, with as much of its text as says the same."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from generator.docs.rewriting import spelling
from generator.docs.rewriting.nodes import Node
from generator.plain import mapping, sequence


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
