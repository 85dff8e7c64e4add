"""Reads the rows of `x-checks` and `x-handlers` without trust: what isn't written as asked counts as absent."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from generator.openapi.pointers import mapping, sequence, step, text, texts

CHECKS, HANDLERS = "x-checks", "x-handlers"
ANSWERS_ONLY, SETTABLE = "answers-only", "settable"
"""In place of a row's values of a field: those that `x-values` marks as answers-only, and all the others."""


@dataclass(frozen=True)
class CheckRow:
    """One rule that no schema can state, to be checked before a request is sent; see `x-checks` in spec/.

    Attributes:
        check: The check's name.
        operation: The id of the operation it holds for.
        rule: The rule in words.
        page: The documentation page it is taken from: in `x-checks` its id, in a contract its title.
        fields: The fields it is about.
        values: The values of fields that it is about.
        instead: The fields or values to use instead.
        handlers: The handler fields it is about.
        facts: The kinds of facts that it rests on.
        states: The facts that each of its fields has, where it is the same one.
        pointer: Where the document says it.
    """

    check: str
    operation: str
    rule: str
    page: str
    fields: tuple[str, ...] = ()
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    instead: tuple[str, ...] = ()
    handlers: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    states: Mapping[str, Any] = field(default_factory=dict[str, Any])
    pointer: str = ""


@dataclass(frozen=True)
class HandlerRow:
    """One handler: which fields of a body it reads; see `x-handlers` in spec/.

    Attributes:
        value: The value that chooses it.
        required: The fields that have to be there with it.
        optional: The others that it reads.
        sources: The ids of the documentation pages that say so.
        pointer: Where the document says it.
    """

    value: str
    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    pointer: str = ""

    @property
    def parameters(self) -> tuple[str, ...]:
        """All fields that it reads."""
        return self.required + self.optional


@dataclass(frozen=True)
class HandlerField:
    """A field that chooses a handler, and the handlers to choose from, in order."""

    name: str
    rows: tuple[HandlerRow, ...]
    pointer: str = ""


def check_rows(
    operation: str, node: dict[str, Any], pointer: str, values_of: Callable[[str, str], Iterable[str]]
) -> list[CheckRow]:
    """Return the rows of an operation's `x-checks`; what isn't written as asked counts as absent.

    Args:
        operation: The operation's id.
        node: The operation.
        pointer: Where it is.
        values_of: Gives the values of a field that a word stands for, `answers-only` or `settable`.
    """
    rows = enumerate(map(mapping, sequence(node.get(CHECKS))))
    return [
        CheckRow(
            check=text(row.get("check")),
            operation=operation,
            rule=text(row.get("rule")),
            page=text(row.get("page")),
            fields=tuple(texts(row.get("fields"))),
            values={
                name: tuple(values_of(name, values) if values in (ANSWERS_ONLY, SETTABLE) else texts(values))
                for name, values in mapping(row.get("values")).items()
            },
            instead=tuple(texts(row.get("instead"))),
            handlers=tuple(texts(row.get("handlers"))),
            facts=tuple(texts(row.get("facts"))),
            states=mapping(row.get("states")),
            pointer=step(pointer, CHECKS, index),
        )
        for index, row in rows
    ]


def handler_fields(node: dict[str, Any], pointer: str) -> list[HandlerField]:
    """Return what an operation's `x-handlers` holds; what isn't written as asked counts as absent.

    Args:
        node: The operation.
        pointer: Where it is.
    """
    return [
        HandlerField(
            name, tuple(_handler_rows(handlers, step(pointer, HANDLERS, name))), step(pointer, HANDLERS, name)
        )
        for name, handlers in mapping(node.get(HANDLERS)).items()
    ]


def _handler_rows(handlers: object, pointer: str) -> Iterator[HandlerRow]:
    for value, row in mapping(handlers).items():
        required, optional, sources = (
            tuple(texts(mapping(row).get(key))) for key in ("required", "optional", "sources")
        )
        yield HandlerRow(value, required, optional, sources, step(pointer, value))
