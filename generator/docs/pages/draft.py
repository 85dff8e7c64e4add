"""What has been read of a page so far."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from generator.docs.pages.capture import PageError, excerpt
from generator.docs.pages.field_heads import read_label
from generator.docs.pages.sentences import DescriptionFacts, add_facts, read_prose
from generator.facts import PARTS, Field

_SENTENCE_ENDS = frozenset(".!?)]\"'`\u201d\u2026")


@dataclass
class DraftField:
    """A field whose description may still go on.

    Attributes:
        facts: What its head and labels state.
        implied_facts: What the absence of marks states.
        description: The paragraphs of its description.
        is_described: Whether any line stood below its head.
    """

    facts: dict[str, Any]
    implied_facts: Field = field(default_factory=dict[str, Any])
    description: list[str] = field(default_factory=list[str])
    is_described: bool = False

    def describe(self, line: str) -> None:
        """Add a line to the description, or the facts that a label's line states."""
        self.is_described = True
        label_facts = read_label(line, self.facts.get("type"))
        if label_facts is not None:
            add_facts(self.facts, label_facts)
        elif self.description and line[:1].islower():
            self.description[-1] += f" {line}"  # the line before was broken in two
        else:
            self.description.append(line)

    @property
    def has_whole_description(self) -> bool:
        """Whether its description ends like a sentence, or it has none."""
        return not self.description or self.description[-1][-1] in _SENTENCE_ENDS

    def read_facts(self, name: str) -> DescriptionFacts:
        """Return all that is stated of it.

        Args:
            name: Its name.
        """
        own_name = name.rpartition(".")[2]
        prose = read_prose("\n".join(self.description), own_name, self.facts.get("type"))
        facts = {**self.implied_facts, **self.facts}
        add_facts(facts, prose.facts)
        if facts.get("type") == "enum" and "enum" in facts:
            facts["type"] = "string"
        return DescriptionFacts(facts, prose.sentences)


Part = dict[str, DraftField]


@dataclass
class DraftOperation:
    """An operation that may still go on."""

    name: str
    method: str | None = None
    path: str | None = None
    parts: dict[str, Part] = field(default_factory=dict[str, Part])
    statuses: list[str] = field(default_factory=list[str])


@dataclass
class Draft:
    """What is read of a page so far.

    Attributes:
        layout: The form it is read in.
        title: The page's own title; empty where the heading of its first operation is all it has.
        operations: Its operations, in order.
        security: The scheme and scope it names.
        passed_operations: How many further operations it describes that nobody asked for.
    """

    layout: str
    title: str = ""
    operations: list[DraftOperation] = field(default_factory=list[DraftOperation])
    security: dict[str, str] = field(default_factory=dict[str, str])
    passed_operations: int = 0
    _error_bodies: list[tuple[str, Part]] = field(default_factory=list[tuple[str, Part]])
    _names: set[str] = field(default_factory=set[str])
    _part: tuple[str, Part] | None = None

    @property
    def operation(self) -> DraftOperation:
        """The operation that is being read."""
        return self.operations[-1]

    @property
    def errors(self) -> dict[str, Part]:
        """Per status, the body that goes with it, whatever operation it was shown of."""
        bodies: dict[str, Part] = {}
        for status, part in self._error_bodies:
            body = bodies.setdefault(status, {})
            for name, draft_field in part.items():
                body.setdefault(name, draft_field)
        return dict(sorted(bodies.items()))

    @property
    def progress(self) -> str:
        """How far the reading came, in words."""
        if not self.operations:
            return ""
        owner = f"of {self.operation.name!r}"
        if self._part is None:
            return f"the heading {owner}"
        part, fields = self._part
        return f"{len(fields)} {'field' if len(fields) == 1 else 'fields'} of the {part} {owner}"

    @contextmanager
    def report_progress(self) -> Generator[None]:
        """Add to an error that is raised meanwhile how far the reading came."""
        try:
            yield
        except PageError as error:
            raise PageError(error.message, error.line, self.progress) from None

    def all_fields(self) -> Iterator[DraftField]:
        """Yield the fields of all parts of all operations."""
        for operation in self.operations:
            for part in operation.parts.values():
                yield from part.values()

    def begin_operation(self, name: str, line: int | None = None) -> DraftOperation:
        """Begin an operation.

        Args:
            name: Its name.
            line: Where it stands, for the error.

        Raises:
            PageError: The page has another of this name.
        """
        if name in self._names:
            raise PageError(f"the operation {excerpt(name)} is described twice.", line)
        self._names.add(name)
        self.operations.append(DraftOperation(name))
        self._part = None
        return self.operation

    def begin_part(self, name: str, line: int | None = None) -> Part:
        """Begin a part of the operation, or the body that goes with a status.

        Args:
            name: One of `facts.PARTS`, or a status.
            line: Where it stands, for the error.

        Raises:
            PageError: The operation has the part already.
        """
        fields: Part = {}
        self._part = name, fields
        if name not in PARTS:
            self._error_bodies.append((name, fields))
            return fields
        if self.operation.parts.get(name):
            raise PageError(f"the {name} of {excerpt(self.operation.name)} is listed twice.", line)
        self.operation.parts[name] = fields
        return fields
