"""Accepts pages: records their facts, and applies to the spec what is safe to automate.

Nothing is written here; what comes out are the texts of both files, and what is left to a person.
"""

from __future__ import annotations

import copy
import difflib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from generator.docs.accept.edits import add_fields, add_values, set_flags
from generator.docs.accept.evidence import (
    ADDED,
    REMOVED,
    record_disagreements,
    update_sources,
    withdraw_statements,
)
from generator.docs.accept.judgement import RemainingWork, identity, remaining_work
from generator.docs.accept.new_fields import UnfitError
from generator.docs.accept.new_operations import draft_new_errors, draft_operation
from generator.docs.accept.new_rules import add_rules
from generator.docs.accept.revision import Revision, aspect, subject_of
from generator.docs.compare.changes import ChangeKind
from generator.docs.compare.compare import Difference, Drift, find_drift, recorded_pages
from generator.docs.compare.loss import Loss
from generator.docs.compare.match import MatchError, described_subject, document_scope
from generator.docs.compare.page_checks import Fetch, UnreadablePage, untold_tasks
from generator.docs.compare.remaining import Task, agrees
from generator.docs.compare.spec_facts import pointer_of
from generator.docs.pages.capture import PageError
from generator.docs.pages.page_reader import Reading, read_page
from generator.facts import PARTS, Fields, Operation, Page, as_data
from generator.files import OutputError, workshop, write_files
from generator.findings import Finding
from generator.journal import write_set
from generator.openapi import yaml_text
from generator.openapi.document import Document, read_document
from generator.openapi.pointers import is_mapping, mapping, step, target
from generator.openapi.view import Subject
from generator.openapi.yaml_edit import EditError, Line, edit_text, is_same
from generator.rules import check_file


class AcceptError(Exception):
    """A page that can't be accepted; the message says why and what to do."""


@dataclass(frozen=True)
class Text:
    """A file's text, and what it says.

    Attributes:
        document: Its data and lines.
        text: The text.
    """

    document: Document
    text: str

    def with_data(self, data: dict[str, Any]) -> Text:
        """Return the text that says other data.

        Args:
            data: The data.

        Raises:
            AcceptError: Other lines would have to change as well.
        """
        if is_same(self.document.data, data):
            return self
        try:
            made = edit_text(self.text, data)
        except EditError as error:
            raise AcceptError(f"{self.document.path} can't be edited: {error}") from None
        return Text(Document(self.document.path, data, cache(lambda: yaml_text.read_yaml(made)[1])), made)


@dataclass(frozen=True)
class Edit:
    """Something that was accepted: where it is now, and what it is."""

    path: str
    line: int
    words: str


@dataclass(frozen=True)
class AcceptedPage:
    """What comes of a page.

    Attributes:
        api: The API's name.
        title: The page's title.
        page: The id it is recorded under.
        is_new: Whether it was not recorded before.
        spec: The spec as it becomes.
        sources: The sources as they become.
        done: What was accepted.
        left: What is left to a person.
        open: What the page left to a person when it was accepted before, and nothing settled yet.
    """

    api: str
    title: str
    page: str
    is_new: bool
    spec: Text
    sources: Text
    done: tuple[Edit, ...]
    left: tuple[RemainingWork, ...]
    open: tuple[Task, ...] = ()


@dataclass(frozen=True)
class Plan:
    """What becomes of the data of a spec and of its sources when a page is accepted; no text is edited yet.

    Attributes:
        drift: How the page differs.
        page: The id it is recorded under.
        is_new: Whether it was not recorded before.
        revision: The spec as it becomes.
        left: What is left to a person.
    """

    drift: Drift
    page: str
    is_new: bool
    revision: Revision
    left: tuple[RemainingWork, ...]


def plan_page(
    reading: Reading, before: Subject, named: str | None = None, operations: Collection[str] = ()
) -> Plan:
    """Return what accepting a page comes to.

    Args:
        reading: The page as read.
        before: The spec of the API that it describes.
        named: The id of the recorded page that it is, or the id that a new page shall have.
        operations: The ids of its operations: those that the spec lacks are drafted.

    Raises:
        AcceptError: Its id belongs to another page, or it has no such operation.
    """
    try:
        drift = find_drift(reading, before, named, operations)
    except MatchError as error:
        raise AcceptError(str(error)) from None
    known = recorded_pages(before)
    name = named or drift.id or _new_page_id(drift.page.title, known)
    old = known.get(name)
    if old and old.layout is None:
        raise AcceptError(
            f"what is recorded as {name} was noted by hand: give this page another id with --page"
        )
    others = {other: page for other, page in known.items() if other != name}
    sources = before.sources
    assert isinstance(sources, Document)  # noqa: S101 the caller read them
    data = sources.data
    pages = {**mapping(data["pages"]), name: record(drift.page, old)}
    revision = Revision(before, Document(sources.path, {**data, "pages": pages}))
    _edit_spec(revision, before, name, drift, operations)
    after = find_drift(reading, revision.subject, name, operations)
    differences = [*drift.differences, *(_weigh_new(one, drift) for one in after.differences)]
    left = remaining_work(differences, revision, name, others)
    revision.set_open([work.entry(name) for work in left], name)
    return Plan(drift, name, old is None, revision, tuple(left))


def _weigh_new(difference: Difference, drift: Drift) -> Difference:
    """Return a difference from the spec as it becomes: what a new field states breaks nobody who could not send it."""
    change = difference.change
    added = {
        (one.change.operation, one.change.part, one.change.field)
        for one in drift.differences
        if one.change.kind in (ChangeKind.OPERATION_ADDED, ChangeKind.FIELD_ADDED)
    }
    places = {(change.operation, "", ""), (change.operation, change.part, change.field)}
    is_new = bool(change.operation) and not added.isdisjoint(places)
    return replace(difference, breaking=None) if is_new else difference


def _edit_spec(
    revision: Revision, before: Subject, name: str, drift: Drift, operations: Collection[str]
) -> None:
    """Apply to the spec what can be automated."""
    for operation in drift.page.operations.values():
        known = {one.id for one in revision.subject.operations}
        if operation.name in operations and operation.name not in known:
            _draft_operation(revision, operation, name, drift.page.errors)
    add_fields(revision, name)
    add_values(revision, name)
    set_flags(revision, drift.page, drift.differences)
    add_rules(revision, drift.page, name)
    update_sources(revision, name)
    withdraw_statements(revision, drift.differences, name, ADDED)
    record_disagreements(revision, before, name)
    withdraw_statements(revision, drift.differences, name, REMOVED)


def _draft_operation(
    revision: Revision, operation: Operation, page: str, errors: Mapping[str, Fields]
) -> None:
    key = (operation.name, "", "", "")
    before = copy.deepcopy(revision.data)
    try:
        draft_new_errors(revision, operation, errors)
        draft_operation(revision, operation, page)
    except UnfitError as error:
        revision.data, revision.refused[key] = before, str(error)
    else:
        revision.taken.add(key)


def judge_page(
    reading: Reading, subject: Subject, named: str | None = None, operations: Collection[str] = ()
) -> Drift:
    """Return how a page differs, each difference with what accepting the page would make of it.

    Args:
        reading: The page as read.
        subject: The spec of the API that it describes.
        named: The id of the recorded page that it is, where the caller knows.
        operations: The ids of operations that it has, where the caller knows.
    """
    try:
        plan = plan_page(reading, subject, named, operations)
    except AcceptError:
        drift = find_drift(reading, subject, named, operations)
        return replace(
            drift, differences=tuple(replace(one, is_mechanical=False) for one in drift.differences)
        )
    left = {identity(work.difference): work for work in plan.left}
    told = [
        replace(one, is_mechanical=False, advice=left[identity(one)].advice)
        if identity(one) in left
        else replace(one, is_mechanical=True, advice="", is_recorded_only=not _changes_spec(plan, one))
        for one in plan.drift.differences
    ]
    # What a new field states and the spec can't follow shows only once the field is there.
    names = set(map(identity, told))
    later = [_judge_work(work, subject) for name, work in left.items() if name not in names]
    return replace(plan.drift, differences=tuple(sorted([*told, *later], key=lambda one: one.weight)))


def _judge_work(work: RemainingWork, subject: Subject) -> Difference:
    pointer = pointer_of(subject, work.difference.change)
    return replace(work.difference, advice=work.advice, pointer=pointer, line=subject.document.line(pointer))


def _changes_spec(plan: Plan, difference: Difference) -> bool:
    """Tell whether accepting a difference changes what the spec holds: it may hold already what the page says now."""
    change = difference.change
    return aspect(change) in plan.revision.taken and not agrees(plan.drift.held, change)


def accept_page(
    reading: Reading,
    spec: Text,
    sources: Text,
    named: str | None = None,
    operations: Collection[str] = (),
    *,
    allows_loss: bool = False,
) -> AcceptedPage:
    """Accept a page.

    Args:
        reading: The page as read.
        spec: The spec of the API that it describes.
        sources: Its sources.
        named: The id of the recorded page that it is, or the id that a new page shall have.
        operations: The ids of its operations: those that the spec lacks are drafted.
        allows_loss: Whether the page may state much less than its record.

    Raises:
        AcceptError: Its id belongs to another page, it states much less than its record, or a text can't be
            changed in place.
    """
    plan = plan_page(reading, subject_of(spec.document, sources.document), named, operations)
    revision, name, loss = plan.revision, plan.page, plan.drift.loss
    if loss.is_large and not allows_loss:
        raise AcceptError(
            f"the page states much less than what is recorded as {name}: {loss}. Save all of it again; if it"
            " really states no more than this, give --allow-loss"
        )
    new_sources = sources.with_data(revision.sources.data)
    new_spec = spec.with_data(revision.data)
    left = [_relocate(work, revision, new_spec.document) for work in plan.left]
    told = replace(plan.drift, differences=tuple(work.difference for work in left))
    open_ = untold_tasks([told], [subject_of(new_spec.document, new_sources.document)], reading.sentences)
    return AcceptedPage(
        api=plan.drift.api,
        title=mapping(new_sources.document.data["pages"])[name]["title"],
        page=name,
        is_new=plan.is_new,
        spec=new_spec,
        sources=new_sources,
        done=(*_record_edits(name, sources, new_sources, loss), *_spec_edits(revision, new_spec)),
        left=tuple(left),
        open=tuple(task for task in open_ if task.page == name),
    )


def _relocate(work: RemainingWork, revision: Revision, spec: Document) -> RemainingWork:
    """Return the work with its place in the spec as it becomes, where its operation or field may be new."""
    pointer = pointer_of(revision.subject, work.difference.change)
    return replace(work, difference=replace(work.difference, pointer=pointer, line=spec.line(pointer)))


def _new_page_id(title: str, known: Collection[str]) -> str:
    name = page_id(title)
    if name in known:
        raise AcceptError(f"another page is recorded as {name}: give this one an id with --page")
    return name


def _record_edits(name: str, before: Text, after: Text, loss: Loss) -> Iterator[Edit]:
    if before.text != after.text:
        document = after.document
        place = step("/pages", name)
        was, now = (mapping(target(text.document.data, place)) for text in (before, after))
        gone = [
            *loss.lost_parts,
            *([f"the date {was['date']}"] if was.get("date") and not now["date"] else []),
        ]
        words = "its record" if was else "a record of it"
        words += f", which no longer has {', '.join(gone)}" if gone else ""
        yield Edit(document.path.as_posix(), document.line(place), words)


def _spec_edits(revision: Revision, spec: Text) -> Iterator[Edit]:
    for note in revision.notes:
        yield Edit(spec.document.path.as_posix(), spec.document.line(note.pointer), note.words)


# Several pages: they go one after another into the files of their APIs, and all of these files are written or none.


@dataclass(frozen=True)
class ReadPage:
    """A page that was read, and the document that it describes."""

    source: str
    reading: Reading
    subject: Subject


@dataclass(frozen=True)
class AcceptedSource:
    """A page that was accepted, as it was read, and what came of it."""

    source: str
    reading: Reading
    accepted: AcceptedPage


@dataclass(frozen=True)
class AcceptedPages:
    """What comes of pages.

    Attributes:
        taken: Each page and what came of it.
        before: The texts of the files as they stand.
        after: The texts of those that change.
        findings: What the house rules find then, and don't find now.
        old_findings: What they find then, and find now as well.
    """

    taken: tuple[AcceptedSource, ...]
    before: Mapping[Path, str]
    after: Mapping[Path, str]
    findings: tuple[Finding, ...]
    old_findings: tuple[Finding, ...] = ()

    @property
    def has_remaining_work(self) -> bool:
        """Whether something is left to a person."""
        return bool(self.findings) or any(
            source.accepted.left or source.accepted.open for source in self.taken
        )

    def diff(self) -> Iterator[str]:
        """Yield the lines of a unified diff of the files that change."""
        for path, text in self.after.items():
            old, new = self.before[path].splitlines(), text.splitlines()
            name = path.as_posix()
            yield from difflib.unified_diff(old, new, f"a/{name}", f"b/{name}", lineterm="")

    def write(self) -> None:
        """Write the files that change.

        Raises:
            AcceptError: One of them changed since it was read, or can't be written; all are as they were.
        """
        for path in self.after:
            if _read_text(path) != self.before[path]:
                raise AcceptError(f"{path} was changed in the meantime: accept the page again")
        try:
            write_set({path: text.encode() for path, text in self.after.items()})
        except OutputError as error:
            raise AcceptError(str(error).rstrip(".")) from None


def read_pages(
    sources: Iterable[str], subjects: Sequence[Subject], fetch: Fetch
) -> tuple[list[ReadPage], list[UnreadablePage]]:
    """Read pages, and tell which document each of them describes.

    Args:
        sources: Files and URLs.
        subjects: The documents that they may describe.
        fetch: Gets a page.
    """
    found = [_read_source(source, subjects, fetch) for source in sources]
    return [one for one in found if isinstance(one, ReadPage)], [
        one for one in found if isinstance(one, UnreadablePage)
    ]


def _read_source(source: str, subjects: Sequence[Subject], fetch: Fetch) -> ReadPage | UnreadablePage:
    try:
        capture = fetch(source, None)
        if capture is None:
            return UnreadablePage(source, "the server sent no page.")
        reading = read_page(capture, document_scope(subjects))
    except PageError as error:
        return UnreadablePage(source, str(error))
    subject = subjects[0] if len(subjects) == 1 else described_subject(reading.page, subjects)
    if subject is None:
        apis = " or ".join(subject.document.path.stem for subject in subjects)
        return UnreadablePage(source, f"can't tell which API this page describes: give --api {apis}.")
    return ReadPage(source, reading, subject)


def accept_pages(
    pages: Sequence[ReadPage],
    named: str | None = None,
    operations: Collection[str] = (),
    *,
    allows_loss: bool = False,
) -> AcceptedPages:
    """Accept pages, each into what the one before it made of the files.

    Args:
        pages: The pages.
        named: The id of the recorded page that the one page is, or the id that it shall have.
        operations: The ids of the pages' operations: those that the spec lacks are drafted.
        allows_loss: Whether pages may state much less than their records.

    Raises:
        AcceptError: A page can't be accepted.
    """
    paths = [path for page in pages for path in (page.subject.document.path, page.subject.sources_path)]
    before = {path: _read_text(path) for path in paths}
    texts = {path: Text(read_document(path), text) for path, text in before.items()}
    taken: list[AcceptedSource] = []
    for page in pages:
        spec, sources = page.subject.document.path, page.subject.sources_path
        made = accept_page(
            page.reading, texts[spec], texts[sources], named, operations, allows_loss=allows_loss
        )
        texts |= {spec: made.spec, sources: made.sources}
        taken.append(AcceptedSource(page.source, page.reading, made))
    after = {path: text.text for path, text in texts.items() if text.text != before[path]}
    specs = {page.subject.document.path: page.subject.sources_path for page in pages}
    found = [
        finding
        for spec, sources in specs.items()
        if after.keys() & {spec, sources}
        for finding in _findings(spec, texts[spec].text, texts[sources].text)
    ]
    return AcceptedPages(
        tuple(taken),
        before,
        after,
        findings=tuple(finding for finding, is_new in found if is_new),
        old_findings=tuple(finding for finding, is_new in found if not is_new),
    )


def _findings(path: Path, spec: str, sources: str) -> Iterator[tuple[Finding, bool]]:
    """Yield what is wrong with a spec and its sources as they become, and whether it is not as they are."""
    with workshop() as shop:
        made = shop / path.parent.name / path.name
        write_files(made.parent, {path.name: spec})
        write_files(made.parent / "sources", {path.name: sources})
        there, here = made.parent.as_posix(), path.parent.as_posix()
        found = [
            replace(
                one,
                path=one.path.replace(there, here),
                message=one.message.replace(there, here),
                mend=one.mend.replace(there, here),
            )
            for one in check_file(made)
        ]
    known = {(one.rule, one.pointer, one.message) for one in (check_file(path) if found else ())}
    yield from ((one, (one.rule, one.pointer, one.message) not in known) for one in found)


def _read_text(path: Path) -> str:
    return path.read_bytes().decode()


# Record: a page's facts as the sources keep them, under its id and in the house's style.

_WORD = re.compile(r"[a-z0-9]+")
_MOST_WORDS = 8


def page_id(title: str) -> str:
    """Return an id in kebab-case for a page of this title.

    Args:
        title: The title.
    """
    return "-".join(_WORD.findall(title.lower())[:_MOST_WORDS]) or "page"


def record(page: Page, old: Page | None) -> dict[str, Any]:
    """Return what the sources shall keep of a page.

    Args:
        page: The page.
        old: What is recorded of it, or None for a new page.
    """
    if old:
        # A file doesn't say where its page stands, and its title is what people know it by here. A text that is the
        # same was last changed when it was.
        date = page.date or (old.date if page.digest == old.digest else None)
        page = replace(page, title=old.title or page.title, url=page.url or old.url, date=date)
    data = as_data(page)
    for operation in mapping(data["operations"]).values():
        operation |= {part: _field_lines(operation[part]) for part in PARTS if part in operation}
    if "errors" in data:
        data["errors"] = {status: _field_lines(fields) for status, fields in mapping(data["errors"]).items()}
    return data


def _field_lines(fields: object) -> dict[str, Any]:
    return {name: _one_line(facts) for name, facts in mapping(fields).items()}


def _one_line(facts: object) -> Line:
    return Line(
        {name: _one_line(value) if is_mapping(value) else value for name, value in mapping(facts).items()}
    )
