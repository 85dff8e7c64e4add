"""The surface of an API: what its callers see of a document, and whether one type fits another.

Comparing contracts and not documents decides at once what counts: names as they are in Python, classes and the way
they travel, allOf laid flat, circles cut. What a contract leaves out, such as limits, is looked up by its pointers.
"""

from __future__ import annotations

import enum
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from generator.codegen.contract import Contract, Operation
from generator.codegen.endpoints import read_contract
from generator.codegen.omissions import Omissions
from generator.codegen.shapes import (
    ANY,
    NONE,
    TEXT,
    Either,
    Listed,
    Mapped,
    Named,
    Plain,
    Shape,
    either,
    parts,
    rebuild_shape,
)
from generator.diff.states import StateError
from generator.openapi.document import Document
from generator.openapi.view import Subject

REQUEST, ANSWER = "request", "answer"
"""The two ways a value travels; also how the ids of their kinds begin."""
_SHOWN = 3


@dataclass(frozen=True)
class Difference:
    """One change of a document, before it has its level.

    Attributes:
        kind: The id of its kind.
        place: What changed, by its names in Python: `function`, `function(argument)`, `function 404`, `Class`,
            `Class.field`, or `Earlier -> Later`.
        details: What it was and what it is, where the kind doesn't say that.
        carriers: The operations that carry it, where the place doesn't say that.
    """

    kind: str
    place: str
    details: str = ""
    carriers: str = ""


class Surface:
    """One API.

    Args:
        document: Its document.

    Attributes:
        subject: The view of it.
        contract: What it says of the API.
        plain_trees: What `generator.diff.constraints` has made of schemas, by pointer.

    Raises:
        StateError: Its references never end.
    """

    def __init__(self, document: Document) -> None:
        self.subject = Subject(document)
        self.plain_trees: dict[str, tuple[Any, list[str]]] = {}
        try:
            self.contract: Contract = read_contract(document, Omissions(document, document.path.name))
        except RecursionError:
            raise StateError(
                f"{document.path.name} has references that lead to references without end."
            ) from None

    @cached_property
    def operations(self) -> dict[str, Operation]:
        """The operations by id."""
        return {operation.id: operation for operation in self.contract.operations}

    @cached_property
    def class_pointers(self) -> frozenset[str]:
        """Where the document describes the classes with fields."""
        return frozenset(struct.pointer for struct in self.contract.structs.values())

    @cached_property
    def _operations_by_class(self) -> dict[tuple[str, str], list[str]]:
        """The operations that carry a class, by the class and the way it travels."""
        operations: dict[tuple[str, str], list[str]] = defaultdict(list)
        for operation in self.contract.operations:
            for way, shapes in ((REQUEST, _request_shapes(operation)), (ANSWER, _answer_shapes(operation))):
                for name in self._class_names(shapes):
                    operations[name, way].append(operation.name)
        return operations

    def _class_names(self, shapes: Iterable[Shape]) -> set[str]:
        names: set[str] = set()
        queue = deque(shapes)
        while queue:
            for part in parts(queue.popleft()):
                if isinstance(part, Named) and part.name not in names:
                    names.add(part.name)
                    struct = self.contract.structs.get(part.name)
                    queue.extend(field.shape for field in (struct.fields if struct else ()))
        return names

    def ways(self, name: str) -> list[str]:
        """Return which ways a class travels; one that no operation carries is read like an answer."""
        return [way for way in (REQUEST, ANSWER) if self._operations_by_class.get((name, way))] or [ANSWER]

    def carriers(self, name: str, ways: Sequence[str] = (REQUEST, ANSWER)) -> str:
        """Return in words which operations carry a class.

        Args:
            name: The class.
            ways: Which way.
        """
        carried = ((way, self._operations_by_class.get((name, way))) for way in ways)
        parts = [f"{way}s of {names_in_words(operations)}" for way, operations in carried if operations]
        return " and ".join(parts) or "carried by no operation"


@dataclass(frozen=True)
class Pair:
    """One operation, as it was and as it is.

    Attributes:
        old: The earlier surface.
        new: The later one.
        was: The operation in the earlier one.
        now: The operation in the later one.
        names: The classes that have another name since.
    """

    old: Surface
    new: Surface
    was: Operation
    now: Operation
    names: Mapping[str, str]

    def rename_classes(self, shape: Shape) -> Shape:
        """Return an earlier shape with its classes under their later names."""
        return rename_classes(shape, self.names)


def rename_classes(shape: Shape, names: Mapping[str, str]) -> Shape:
    """Return a shape with its classes under other names."""
    return rebuild_shape(
        shape,
        lambda part: replace(part, name=names.get(part.name, part.name)) if isinstance(part, Named) else part,
    )


def _request_shapes(operation: Operation) -> Iterator[Shape]:
    yield from (parameter.shape for parameter in operation.parameters)
    if operation.body:
        yield operation.body.shape


def _answer_shapes(operation: Operation) -> Iterator[Shape]:
    yield from (answer.shape for answer in operation.answers)


def names_in_words(names: Sequence[str]) -> str:
    """Return names as words, of many the first two and the number of the others."""
    if len(names) > _SHOWN:
        return f"{', '.join(names[: _SHOWN - 1])} and {len(names) - _SHOWN + 1} more"
    return " and ".join(", ".join(names).rsplit(", ", 1))


# Fitting: whether every value of one shape is a value of another too; pure.

_WIDER = {("int", "float")}
"""Plain kinds of which each value is one of the other kind as well."""


class Fit(enum.Enum):
    """How a shape relates to an earlier one; the value is the end of a kind's id."""

    SAME = ""
    WIDENED = "type-widened"
    NARROWED = "type-narrowed"
    CHANGED = "type-changed"


def fit(old: Shape, new: Shape) -> Fit:
    """Return how a shape relates to an earlier one.

    Args:
        old: The earlier shape.
        new: The later shape.
    """
    if old == new:
        return Fit.SAME
    takes_all, gives_only = fits(old, new), fits(new, old)
    if takes_all and gives_only:
        return Fit.SAME
    return Fit.WIDENED if takes_all else Fit.NARROWED if gives_only else Fit.CHANGED


def fits(inner: Shape, outer: Shape) -> bool:
    """Tell whether each value of a shape is a value of another."""
    match inner, outer:
        case _ if outer in (ANY, inner):
            is_fitting = True
        case Either(), _:
            is_fitting = all(fits(member, outer) for member in inner.members)
        case _, Either():
            is_fitting = any(fits(inner, member) for member in outer.members)
        case (Listed(inner_part), Listed(outer_part)) | (Mapped(inner_part), Mapped(outer_part)):
            is_fitting = fits(inner_part, outer_part)
        case Plain(inner_part), Plain(outer_part):
            is_fitting = (inner_part, outer_part) in _WIDER
        case Named(), Plain():
            # The members of an enum are texts.
            is_fitting = inner.enum and outer == TEXT
        case _:
            is_fitting = False
    return is_fitting


def without_none(shape: Shape) -> Shape:
    """Return a shape without None; what may be None alone stays so."""
    if not isinstance(shape, Either):
        return shape
    return either(*(member for member in shape.members if member != NONE))


def may_be_none(shape: Shape) -> bool:
    """Tell whether a shape names None."""
    return shape == NONE or (isinstance(shape, Either) and NONE in shape.members)
