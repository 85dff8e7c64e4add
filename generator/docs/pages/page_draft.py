"""What has been read of a page so far."""

from __future__ import annotations

import re
from collections.abc import Collection, Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from generator.docs.pages.capture import PageError, excerpt
from generator.docs.pages.field_heads import read_label, read_marks
from generator.docs.pages.sentences import DescriptionFacts, add_facts, read_prose, split_sentences
from generator.facts import PARTS, Field
from generator.openapi.pointers import sequence

BULLET = re.compile(r"(?:[-*\u00b7\u2013\u2014\u2022\u25aa\u25e6]|\d{1,3}[.)]) +")
"""What an item of a list begins with where a text keeps the signs."""
_SENTENCE_ENDS = frozenset(".!?)]\"'`\u201d\u2026")


@dataclass
class DraftField:
    """A field whose description may still go on.

    Attributes:
        facts: What its head and labels state.
        implied_facts: What the absence of marks states.
        description: The paragraphs of its description.
        is_described: Whether any line stood below its head.
        unread_rules: What is stated of it beside its description and no fact holds, a sentence each.
        joined_values: Its values with nothing between them, where a text lost what parts them, and their line.
    """

    facts: dict[str, Any]
    implied_facts: Field = field(default_factory=dict[str, Any])
    description: list[str] = field(default_factory=list[str])
    is_described: bool = False
    unread_rules: list[str] = field(default_factory=list[str])
    joined_values: tuple[str, int | None] | None = None

    def describe(self, line: str) -> None:
        """Add a line to the description, or the facts that a label's line states."""
        self.is_described = True
        label_facts = read_label(line, self.facts.get("type"))
        if label_facts is not None:
            add_facts(self.facts, label_facts)
        elif self.description and (line[:1].islower() or self._continues_list(line)):
            self.description[-1] += f" {line}"  # the line before was broken in two, or a list belongs to it
        else:
            self.description.append(line)

    def _continues_list(self, line: str) -> bool:
        """Tell whether a line is an item of the list that the last paragraph announces by its colon."""
        before, _, items = self.description[-1].partition(": ")
        is_announced = self.description[-1].endswith(":") or (
            before != "" and BULLET.match(items) is not None
        )
        return is_announced and BULLET.match(line) is not None

    def read_joined_values(self, name: str, known: Collection[str]) -> None:
        """Read the values that have nothing between them, by those that are known.

        Args:
            name: The field's name, for the error.
            known: The values that it is known to take.

        Raises:
            PageError: They aren't known values and nothing else, or can be parted in more than one way.
        """
        values = sequence(self.facts.get("enum"))
        if self.joined_values is None and len(values) == 1 and _is_joined(str(values[0]), known):
            self.joined_values = (str(values[0]), None)
        if self.joined_values is None:
            return
        joined, line = self.joined_values
        ways = list(islice(_split_values(joined, sorted(known)), 2))
        if len(ways) != 1:
            raise PageError(
                f"nothing parts the values {excerpt(joined)} of {name}, and they are not just those that are known"
                f" ({', '.join(known) or 'none'}); save the page's .md version or its OpenAPI document instead.",
                line,
            )
        self.facts["enum"] = ways[0]

    @property
    def has_hidden_values(self) -> bool:
        """Whether it is said to have values of which none is shown."""
        return self.facts.get("type") == "enum" and "enum" not in self.facts and self.joined_values is None

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
        marks: dict[str, Any] = {}
        words: list[str] = []
        for sentence in split_sentences("\n".join(self.description)):
            stated = read_marks(sentence) or {}
            if stated and stated.keys() <= _MARKS:
                marks |= stated
            else:
                words.append(sentence)
        prose = read_prose("\n".join(words), own_name, self.facts.get("type"))
        prose.facts |= marks
        for rule in self.unread_rules:
            prose.keep_unread(rule)
        facts = {**self.implied_facts, **self.facts}
        if "required" not in self.facts and any(map(_REQUIRED.search, prose.sentences.values())):
            # No mark stands beside such words, but they aren't read, and may say what the mark would.
            facts.pop("required", None)
        for fact in sorted((_SAID_ONCE & facts.keys() | _MARKS & self.facts.keys()) & prose.facts.keys()):
            value = prose.facts.pop(fact)
            if facts[fact] != value:
                prose.keep_unread(f"In words its {fact} must be {value}, and beside them {facts[fact]}")
        add_facts(facts, prose.facts)
        if facts.get("type") == "enum" and "enum" in facts:
            facts["type"] = "string"
        if "enum" in facts:
            facts.pop("items", None)
        return DescriptionFacts(facts, prose.sentences)


_SAID_ONCE = frozenset({"default", "minimum", "maximum", "minLength", "maxLength"})
"""Facts that a field has once: where its words say otherwise than its head or its schema, that is told."""
_MARKS = frozenset({"required", "nullable"})
"""Facts that a sentence may state by the word of a mark alone, where the page has no column or place for marks."""
_REQUIRED = re.compile(r"\brequired\b", re.IGNORECASE)
_MAX_JOINED = 2_000


def _is_joined(value: str, known: Collection[str]) -> bool:
    """Tell whether what is given as one value begins with two that are known, with nothing between them."""
    starts = [one for one in known if one and value.startswith(one)] if value not in known else []
    return any(
        other and other != one and value.startswith(other, len(one)) for one in starts for other in known
    )


def _split_values(joined: str, known: Sequence[str]) -> Iterator[list[str]]:
    """Yield the ways in which known values, each once, give a text when they are joined."""
    pending: list[tuple[str, list[str]]] = [(joined[: _MAX_JOINED + 1], [])]
    for _ in range(_MAX_JOINED):
        if not pending:
            return
        rest, values = pending.pop()
        if not rest:
            yield values
        pending += [
            (rest[len(value) :], [*values, value])
            for value in known
            if value and value not in values and rest.startswith(value)
        ]


Part = dict[str, DraftField]


@dataclass
class DraftOperation:
    """An operation that may still go on.

    Attributes:
        name: Its name.
        method: The HTTP method in capitals, or None.
        path: The path, or None.
        parts: Its fields by part.
        statuses: The statuses that the page names.
        words: What stands above its fields.
        unread_parts: What the page states of it and this can't read, or not as it is meant, in words for people.
        body_required: Whether a call must have a body, or None.
    """

    name: str
    method: str | None = None
    path: str | None = None
    parts: dict[str, Part] = field(default_factory=dict[str, Part])
    statuses: list[str] = field(default_factory=list[str])
    words: list[str] = field(default_factory=list[str])
    unread_parts: list[str] = field(default_factory=list[str])
    body_required: bool | None = None


@dataclass
class Draft:
    """What is read of a page so far.

    Attributes:
        layout: The form it is read in.
        title: The page's own title; empty where the heading of its first operation is all it has.
        operations: Its operations, in order.
        security: The scheme and scope it names.
        gaps: What the page leaves out or this can't read, in words for people.
        passed_operations: How many further operations it describes that nobody asked for.
    """

    layout: str
    title: str = ""
    operations: list[DraftOperation] = field(default_factory=list[DraftOperation])
    security: dict[str, str] = field(default_factory=dict[str, str])
    gaps: list[str] = field(default_factory=list[str])
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

    def named_fields(self) -> Iterator[tuple[str, DraftField]]:
        """Yield the fields of all parts of all operations, each with its own name."""
        for operation in self.operations:
            for part in operation.parts.values():
                yield from ((name.rpartition(".")[2], draft_field) for name, draft_field in part.items())

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

    def rename_operation(self, name: str) -> None:
        """Call the operation that is being read by another name.

        Args:
            name: The name.
        """
        self._names -= {self.operation.name}
        self._names.add(name)
        self.operation.name = name

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
