"""Open entries: what `docs accept` left to a person, as `spec/sources` keeps it until the spec settles it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any

from generator.openapi.document import Document
from generator.openapi.pointers import mapping, sequence, step, text, texts
from generator.openapi.view import Subject

KEY = "open"
"""The key of spec/sources under which they stand, beside `pages`."""


@dataclass(frozen=True)
class OpenEntry:
    """One thing that a page states, or no longer states, and that the spec does not follow yet.

    Attributes:
        page: The id of the page.
        kind: The kind of change, see `generator.docs.compare.changes`.
        operation: The operation; empty where every operation is meant.
        part: The part of it, or the status of an error's body.
        field: The field.
        fact: The fact that changed.
        was: What the spec holds, where the change has an old value.
        now: What the page states.
        checks: The checks that rest on it, where these are what is left.
        advice: What there is to do, in a sentence or two.
    """

    page: str
    kind: str
    operation: str = ""
    part: str = ""
    field: str = ""
    fact: str = ""
    was: Any = None
    now: Any = None
    checks: tuple[str, ...] = ()
    advice: str = ""

    @property
    def place(self) -> tuple[str, str, str, str]:
        """The page, the operation, the part and the field that it is about."""
        return self.page, self.operation, self.part, self.field

    def as_data(self) -> dict[str, Any]:
        """Return the entry as the sources keep it, without what it doesn't say."""
        values = {key.name: getattr(self, key.name) for key in fields(self)}
        values["checks"] = list(self.checks)
        return {name: value for name, value in values.items() if value not in (None, "", [])}


KEYS = frozenset(key.name for key in fields(OpenEntry))


def read_entry(data: Mapping[str, Any]) -> OpenEntry:
    """Return the entry that the sources keep as this data."""
    words = {
        name: text(data.get(name))
        for name in ("page", "kind", "operation", "part", "field", "fact", "advice")
    }
    return OpenEntry(
        **words, was=data.get("was"), now=data.get("now"), checks=tuple(texts(data.get("checks")))
    )


def open_entries(subject: Subject) -> list[OpenEntry]:
    """Return the open entries of a document, settled or not."""
    sources = subject.sources
    entries = sequence(sources.data.get(KEY)) if isinstance(sources, Document) else []
    return [read_entry(mapping(entry)) for entry in entries]


def entry_faults(sources: Document) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with the entries of sources, each with its pointer."""
    entries: object = sources.data.get(KEY, [])
    if not isinstance(sources.data.get(KEY, []), list):
        yield "The open entries are not a list.", step("", KEY)
    pages = mapping(sources.data.get("pages"))
    for index, entry in enumerate(sequence(entries)):
        place = step("", KEY, index)
        for key in sorted(mapping(entry).keys() - KEYS):
            yield f"The open entry has the unknown key {key!r}.", place
        page = mapping(entry).get("page")
        if page not in pages:
            yield f"The open entry names the page {page!r}, which is not recorded.", place
        if not text(mapping(entry).get("kind")):
            yield "The open entry has no kind.", place
