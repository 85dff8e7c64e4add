"""Acceptance: a page is taken over: its facts are recorded, and the spec follows where that takes no judgement.

Nothing is written here; what comes out are the texts of both files, and what is left to a person.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from generator import yaml_text
from generator.docs.drift.drift import drift_of, recorded_pages
from generator.docs.pages.reading import Reading
from generator.docs.rewriting.rewriting import RewritingError, rewritten
from generator.docs.rewriting.spelling import is_same
from generator.docs.takeover.additions import add_fields
from generator.docs.takeover.backing import back
from generator.docs.takeover.dissent import record_dissent
from generator.docs.takeover.flags import set_flags
from generator.docs.takeover.judgement import Left, is_undecided, left_over
from generator.docs.takeover.new_values import add_values
from generator.docs.takeover.record import page_id, record
from generator.docs.takeover.revision import Revision, subject_of
from generator.document import Document
from generator.plain import mapping, step


class AcceptanceError(Exception):
    """A page that can't be taken over; the message says why and what to do."""


@dataclass(frozen=True)
class Text:
    """A file's text, and what it says.

    Attributes:
        document: Its data and lines.
        text: The text.
    """

    document: Document
    text: str

    def saying(self, data: dict[str, Any]) -> Text:
        """Return the text that says other data.

        Args:
            data: The data.

        Raises:
            AcceptanceError: Other lines would have to change as well.
        """
        if is_same(self.document.data, data):
            return self
        try:
            made = rewritten(self.text, data)
        except RewritingError as error:
            message = f"{self.document.path} can't be changed in place, {error}: write that plainly first"
            raise AcceptanceError(message) from None
        return Text(Document(self.document.path, data, cache(lambda: yaml_text.read(made)[1])), made)


@dataclass(frozen=True)
class Done:
    """Something that was taken over: where it stands now, and what it is."""

    path: str
    line: int
    words: str


@dataclass(frozen=True)
class Acceptance:
    """What comes of a page.

    Attributes:
        api: The API's name.
        title: The page's title.
        page: The id it is recorded under.
        is_new: Whether it was not recorded before.
        spec: The spec as it becomes.
        sources: The sources as they become.
        done: What was taken over.
        left: What is left to a person.
    """

    api: str
    title: str
    page: str
    is_new: bool
    spec: Text
    sources: Text
    done: tuple[Done, ...]
    left: tuple[Left, ...]


def accept_page(reading: Reading, spec: Text, sources: Text, named: str | None = None) -> Acceptance:
    """Take a page over.

    Args:
        reading: The page as read.
        spec: The spec of the API that it describes.
        sources: Its sources.
        named: The id of the recorded page that it is, or the id that a new page shall have.

    Raises:
        AcceptanceError: Its id belongs to another page, or a text can't be changed in place.
    """
    before = subject_of(spec.document, sources.document)
    drift = drift_of(reading, before, named)
    known = recorded_pages(before)
    name = named or drift.id or _new_name(drift.page.title, known)
    old = known.get(name)
    if old and old.layout is None:
        raise AcceptanceError(
            f"what is recorded as {name} was noted by hand: give the page another id with --page"
        )
    others = {other: page for other, page in known.items() if other != name}
    undecided = [one.change for one in drift.differences if is_undecided(one, before, others)] if old else []
    pages = {**mapping(sources.document.data["pages"]), name: record(drift.page, old, undecided)}
    new_sources = sources.saying({**sources.document.data, "pages": pages})
    revision = Revision(before, new_sources.document)
    add_fields(revision, name)
    add_values(revision, name)
    set_flags(revision, drift.page, drift.differences)
    back(revision, name)
    record_dissent(revision, name)
    new_spec = spec.saying(revision.data)
    moved = [replace(one, line=new_spec.document.line(one.pointer)) for one in drift.differences]
    left = [left_over(one, revision, before, is_held_back=one.change in undecided) for one in moved]
    return Acceptance(
        api=drift.api,
        title=pages[name]["title"],
        page=name,
        is_new=old is None,
        spec=new_spec,
        sources=new_sources,
        done=(*_recorded(name, sources, new_sources), *_done(revision, new_spec)),
        left=tuple(one for one in left if one),
    )


def _new_name(title: str, known: Collection[str]) -> str:
    name = page_id(title)
    if name in known:
        raise AcceptanceError(f"another page is recorded as {name}: give this one an id with --page")
    return name


def _recorded(name: str, before: Text, after: Text) -> Iterator[Done]:
    if before.text != after.text:
        document = after.document
        words = "its record" if name in mapping(before.document.data["pages"]) else "a record of it"
        yield Done(document.path.as_posix(), document.line(step("/pages", name)), words)


def _done(revision: Revision, spec: Text) -> Iterator[Done]:
    for note in revision.notes:
        yield Done(spec.document.path.as_posix(), spec.document.line(note.pointer), note.words)
