"""Changes of what surrounds bodies: the servers that calls are sent to, and the headers of answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from generator.diff.surface import Difference, Pair, Surface
from generator.openapi.pointers import mapping, sequence, text
from generator.openapi.view import Spot

__all__ = ["header_changes", "server_changes"]

_Server = tuple[str, tuple[tuple[str, str, tuple[str, ...]], ...]]
"""A server's address, and its variables: the name of each, its default and its values."""


def server_changes(old: Surface, new: Surface) -> Iterator[Difference]:
    """Yield how the servers of two documents differ, and those of their operations.

    Args:
        old: The earlier surface.
        new: The later one.
    """
    before, after = (_servers(surface.subject.root.listed_children("servers")) for surface in (old, new))
    yield from _server_differences(before, after, "")
    was, now = (
        {one.id: _servers(one.servers) for one in surface.subject.operations if one.servers}
        for surface in (old, new)
    )
    for operation in new.operations.values():
        if operation.id in old.operations and operation.id in was.keys() | now.keys():
            yield from _server_differences(
                was.get(operation.id, before), now.get(operation.id, after), operation.name
            )


def _servers(spots: Sequence[Spot]) -> list[_Server]:
    return [
        (
            text(spot.value.get("url")),
            tuple(
                (
                    one.name,
                    str(one.value.get("default", "")),
                    tuple(map(str, sequence(one.value.get("enum")))),
                )
                for one in spot.named_children("variables")
            ),
        )
        for spot in spots
    ]


def _server_differences(before: list[_Server], after: list[_Server], place: str) -> Iterator[Difference]:
    first, later_first = before[:1], after[:1]
    if first and first != later_first:
        details = f"from {first[0][0]} to {later_first[0][0] if later_first else 'none'}"
        yield Difference("server-changed", place, details)
    known = [*first, *later_first] if first else []
    yield from (
        Difference("server-removed", place, url)
        for url, variables in before
        if (url, variables) not in [*after, *known]
    )
    yield from (
        Difference("server-added", place, url)
        for url, variables in after
        if (url, variables) not in [*before, *known]
    )


def header_changes(pair: Pair) -> Iterator[Difference]:
    """Yield how the headers of an operation's answers differ.

    Args:
        pair: The operation, as it was and as it is.
    """
    before, after = _headers(pair.old, pair.was.pointer), _headers(pair.new, pair.now.pointer)
    for status in before.keys() & after.keys():
        was, now = before[status], after[status]
        place = f"{pair.now.name} {status}"
        for name in was | now:
            if name not in now:
                yield Difference("answer-header-removed", place, name)
            elif name not in was:
                yield Difference("answer-header-added", place, name)
            elif _type_of(pair.old, was[name]) != _type_of(pair.new, now[name]) or (
                _is_required(was[name]) and not _is_required(now[name])
            ):
                yield Difference("answer-header-changed", place, name)


def _headers(surface: Surface, pointer: str) -> dict[str, dict[str, Spot]]:
    """Return the headers of each status, by their names in lower case."""
    return {
        answer.name: {
            header.name.lower(): surface.subject.resolve(header)
            for header in surface.subject.resolve(answer).named_children("headers")
        }
        for answer in surface.subject.spot(pointer).named_children("responses")
    }


def _type_of(surface: Surface, header: Spot) -> Any:
    return mapping(surface.subject.resolve(header.step("schema")).value).get("type")


def _is_required(header: Spot) -> bool:
    return header.value.get("required") is True
