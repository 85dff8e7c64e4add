"""Revision: a copy of the spec's data that edits change, and what they did; files are written elsewhere."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import Any

from generator.docs.compare.changes import Change, ChangeKind
from generator.docs.compare.remaining import standing_entries
from generator.open_entries import KEY, OpenEntry
from generator.openapi.document import Document
from generator.openapi.pointers import is_mapping, mapping, target
from generator.openapi.view import Subject
from generator.openapi.yaml_edit import Line

Aspect = tuple[str, str, str, str]
"""What an edit accepts: operation, part, field, and the fact or the enum value; empty for the field itself."""


def aspect(change: Change) -> Aspect:
    """Return what a change is about, as edits name it."""
    what = change.fact
    if change.kind is ChangeKind.VALUE_ADDED:
        what = str(change.now)
    return (change.operation, change.part, change.field, what)


@dataclass(frozen=True)
class Note:
    """Something that was done to the spec.

    Attributes:
        pointer: Where.
        words: What, as part of a sentence.
    """

    pointer: str
    words: str


class Revision:
    """A spec as it becomes.

    Attributes:
        data: Its data, to be changed.
        sources: The sources beside it, as they become.
        notes: What was done.
        taken: What the edits accepted.
        refused: What they can't accept, and why.

    Args:
        subject: The spec as it stands.
        sources: The sources as they become.
    """

    def __init__(self, subject: Subject, sources: Document) -> None:
        self._document = subject.document
        self.data: dict[str, Any] = copy.deepcopy(subject.document.data)
        self.sources = sources
        self.notes: list[Note] = []
        self.taken: set[Aspect] = set()
        self.refused: dict[Aspect, str] = {}

    @property
    def subject(self) -> Subject:
        """The spec as it is by now, taken apart anew."""
        return subject_of(Document(self._document.path, self.data), self.sources)

    def set_open(self, entries: list[OpenEntry], page: str) -> None:
        """Write the open entries of a page into the sources, and keep those of other pages that still stand.

        Args:
            entries: What is left of the page.
            page: Its id.
        """
        new = {_identity(entry): entry for entry in entries}
        kept = [
            new.pop(_identity(entry), entry) if entry.page == page else entry
            for entry, _ in standing_entries(self.subject)
        ]
        data = {key: value for key, value in self.sources.data.items() if key != KEY}
        order = list(mapping(data["pages"]))
        listed = sorted([*kept, *new.values()], key=lambda entry: order.index(entry.page))
        if listed:
            data[KEY] = [_entry_lines(entry.as_data()) for entry in listed]
        self.sources = Document(self.sources.path, data)

    def node(self, pointer: str) -> dict[str, Any]:
        """Return the mapping at a pointer, to be changed."""
        return mapping(target(self.data, pointer))

    def note(self, pointer: str, words: str) -> None:
        """Keep what was done."""
        self.notes.append(Note(pointer, words))


def _identity(entry: OpenEntry) -> tuple[str, ...]:
    return (entry.kind, *entry.place[1:], entry.fact, repr(entry.now))


def _entry_lines(entry: dict[str, Any]) -> dict[str, Any]:
    return {
        key: Line(mapping(value)) if key in ("was", "now") and is_mapping(value) else value
        for key, value in entry.items()
    }


def subject_of(document: Document, sources: Document) -> Subject:
    """Return a spec with sources that need not be those on the disk.

    Args:
        document: The spec.
        sources: The sources.
    """
    subject = Subject(document)
    subject.sources = sources
    return subject


def insert_before(node: dict[str, Any], key: str, value: object, others: tuple[str, ...]) -> None:
    """Put a key into a mapping, in front of the first of some others that it has, or at its end.

    Args:
        node: The mapping.
        key: The key.
        value: Its value.
        others: The other keys.
    """
    _insert(node, key, value, next((place for place, name in enumerate(node) if name in others), len(node)))


def insert_after(node: dict[str, Any], key: str, value: object, other: str) -> None:
    """Put a key into a mapping, behind another one, or at its end where it hasn't that.

    Args:
        node: The mapping.
        key: The key.
        value: Its value.
        other: The other key.
    """
    _insert(node, key, value, list(node).index(other) + 1 if other in node else len(node))


def _insert(node: dict[str, Any], key: str, value: object, place: int) -> None:
    items = list(node.items())
    node.clear()
    node.update([*items[:place], (key, value), *items[place:]])
