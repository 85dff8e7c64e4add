"""Remaining work: which open entries of the sources the spec has not settled yet, and what is still to be described."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.docs.compare.changes import Change, ChangeKind, fact_changes, names_less, promises_more
from generator.docs.compare.compare import DriftFinder, recorded_pages
from generator.docs.compare.spec_facts import (
    checks,
    dispute_subject,
    has_disagreement,
    pointer_of,
    spec_page,
)
from generator.docs.pages.paths import is_same_path
from generator.docs.pages.sentences import OPERATION_DEPRECATED, sentence_digest
from generator.facts import Field, Fields, Operation, Page, as_page
from generator.open_entries import OpenEntry, open_entries
from generator.openapi.pointers import mapping, sequence, step, text, texts
from generator.openapi.view import Subject

UNDESCRIBED = "still to be described"
"""What the description of everything that was added without one says."""
FOLLOW = "Change the spec, or say there under x-disagreement (about: [{about}]) what holds and why."
"""What there is to do about a change that the document doesn't follow; `about` is `dispute_subject`."""
_SANDBOX = Path("overrides", "numberwire", "sandbox")


@dataclass(frozen=True)
class Task:
    """One thing that is still to be done.

    Attributes:
        api: The API's name.
        path: The file.
        line: The line in it.
        change: The change that is open, or None for a description or a route that is missing.
        page: The page that states it; empty for a description or a route.
        words: What there is to do, as a sentence or two.
    """

    api: str
    path: str
    line: int
    change: Change | None
    page: str
    words: str


def tasks(subject: Subject) -> list[Task]:
    """Return what is still to be done about a document: open entries, what contradicts its pages, descriptions, routes.

    Args:
        subject: The document.
    """
    return [*unsettled_tasks(subject), *_sandbox_tasks(subject)]


def unsettled_tasks(subject: Subject) -> list[Task]:
    """Return what keeps a document from being released: open entries, contradictions, and what is not described yet."""
    return [*open_tasks(subject), *contradictions(subject), *_description_tasks(subject)]


def open_tasks(subject: Subject) -> list[Task]:
    """Return the open entries that nothing in the document settles."""
    document, api = subject.document, subject.document.path.stem
    return [
        Task(
            api,
            document.path.as_posix(),
            document.line(pointer_of(subject, change)),
            change,
            entry.page,
            entry.advice,
        )
        for entry, change in standing_entries(subject)
    ]


def standing_entries(subject: Subject) -> list[tuple[OpenEntry, Change]]:
    """Return the open entries whose page still states them and whose document doesn't follow, each with its change."""
    entries = open_entries(subject)
    if not entries:
        return []
    held = spec_page(subject)
    pages = {name: as_page(mapping(record)) for name, record in (subject.pages or {}).items()}
    known = [(entry, change_of(entry)) for entry in entries if _has_known_kind(entry) and entry.page in pages]
    return [
        (entry, change)
        for entry, change in known
        if agrees(pages[entry.page], change)
        and not accounts_for_change(subject, held, change, entry.page, entry.checks)
    ]


def contradictions(subject: Subject) -> list[Task]:
    """Return where the document says otherwise than one of its recorded pages, and no disagreement or entry says why.

    Args:
        subject: The document.
    """
    document, held, known = subject.document, spec_page(subject), recorded_pages(subject)
    # What a page left open is told as such, and what the document lacks by rule NW502.
    open_ = {
        (entry.page, *change_of(entry).outcome[:-1])
        for entry in open_entries(subject)
        if _has_known_kind(entry)
    }
    return [
        Task(
            document.path.stem,
            document.path.as_posix(),
            document.line(pointer_of(subject, found.change)),
            found.change,
            name,
            FOLLOW.format(about=dispute_subject(found.change)),
        )
        for name, page in known.items()
        for found in DriftFinder(subject, page, known, name, is_named=True, held=held).drift_changes()
        if (name, *found.change.outcome[:-1]) not in open_
        and not found.change.kind.endswith("-added")
        # What was noted by hand is whole about nothing.
        and (page.layout is not None or not found.change.kind.endswith("-removed"))
    ]


def _has_known_kind(entry: OpenEntry) -> bool:
    return entry.kind in set(map(str, ChangeKind))


def change_of(entry: OpenEntry) -> Change:
    """Return the change that an open entry keeps."""
    return Change(
        ChangeKind(entry.kind),
        entry.operation,
        entry.part,
        entry.field,
        entry.fact,
        was=entry.was,
        now=entry.now,
    )


def accounts_for_change(
    subject: Subject, held: Page, change: Change, page: str | None, stakes: tuple[str, ...] = ()
) -> bool:
    """Tell whether a document follows a change, or says why it does not.

    Args:
        subject: The document.
        held: What it holds, as a page.
        change: The change.
        page: The id of the page where it is the page that changed, or None.
        stakes: The names of the checks that have to follow; empty where the document itself has to.
    """
    if has_disagreement(subject, change, page) or promises_more(change):
        return True
    if stakes:
        return all(_follows(subject, change, name) for name in stakes)
    if change.now == sentence_digest(OPERATION_DEPRECATED) and not change.field:
        return any(
            one.id == change.operation and one.spot.value.get("deprecated") is True
            for one in subject.operations
        )
    if change.fact == "unread":
        is_checked = any(
            row.operation == change.operation
            and "unread" in row.guard.row.facts
            and (not change.field or change.field in row.guard.row.fields)
            for row in checks(subject)
        )
        return is_checked == (change.kind is ChangeKind.RULE_ADDED)
    return agrees(held, change) or _is_silent(held, change)


def _is_silent(held: Page, change: Change) -> bool:
    """Tell whether the document holds nothing of a fact, such as a rule of what is never sent."""
    facts = _fields(held, change).get(change.field)
    return bool(change.fact) and change.fact != "unread" and facts is not None and change.fact not in facts


def _follows(subject: Subject, change: Change, name: str) -> bool:
    """Tell whether the rows of a check name the value that changed, or their field no more."""
    rows = [row for row in checks(subject) if (row.operation, row.name) == (change.operation, name)]
    named = [row for row in rows if row.rests_on(change)]
    value = str(change.now)
    return all(
        (change.field, value) in row.guard.values or value in row.guard.row.rule.split() for row in named
    )


def agrees(page: Page, change: Change) -> bool:
    """Tell whether a page says of a thing what it is after a change.

    Args:
        page: The page, or what the spec holds.
        change: The change.
    """
    if change.kind is ChangeKind.SECURITY:
        return bool(page.security.get(change.field) == change.now)
    if change.part:
        return _agrees_on_field(_fields(page, change), change)
    operation = page.operations.get(change.operation)
    if operation is None:
        return change.kind is ChangeKind.OPERATION_REMOVED
    return _agrees_on_call(operation, change)


def _agrees_on_call(operation: Operation, change: Change) -> bool:
    stated = {ChangeKind.METHOD: operation.method, ChangeKind.BODY: operation.body_required}
    if change.kind in stated:
        return stated[change.kind] in (None, change.now)
    if change.kind is ChangeKind.PATH:
        return operation.path is None or is_same_path(operation.path, str(change.now))
    if change.kind is ChangeKind.STATUS_ADDED:
        return change.now in operation.statuses
    if change.kind is ChangeKind.STATUS_REMOVED:
        return change.was not in operation.statuses
    if change.fact == "unread":
        is_added = change.kind is ChangeKind.RULE_ADDED
        return change.now in operation.unread if is_added else change.was not in operation.unread
    return change.kind is ChangeKind.OPERATION_ADDED


def _fields(page: Page, change: Change) -> Fields:
    if not change.operation:
        return page.errors.get(change.part, {})
    operation = page.operations.get(change.operation)
    return operation.fields(change.part) if operation else {}


def _agrees_on_field(fields: Fields, change: Change) -> bool:
    if change.kind is ChangeKind.FIELD_ADDED:
        return change.field in fields
    if change.kind is ChangeKind.FIELD_REMOVED:
        return change.field not in fields
    if change.field not in fields:
        return False
    return _agrees_on_fact(fields[change.field], change)


def _agrees_on_fact(facts: Field, change: Change) -> bool:
    if change.kind is ChangeKind.VALUE_ADDED:
        return change.now in sequence(facts.get("enum"))
    if change.kind is ChangeKind.VALUE_REMOVED:
        return change.was not in sequence(facts.get("enum"))
    if change.fact == "unread":
        known = texts(facts.get("unread"))
        return change.now in known if change.kind is ChangeKind.RULE_ADDED else change.was not in known
    stated: dict[str, Any] = {change.fact: change.now}
    held = {change.fact: facts.get(change.fact)}
    if change.fact == "format":  # a format is compared where a type is known
        stated, held = {"type": "", **stated}, {"type": "", **held}
    return all(names_less(one) for one in fact_changes(held, stated, same_page=True))


def _description_tasks(subject: Subject) -> Iterator[Task]:
    document = subject.document
    for pointer in _undescribed_places(document.data, ""):
        yield Task(
            document.path.stem,
            document.path.as_posix(),
            document.line(pointer),
            None,
            "",
            f"{_name_of(pointer)} is {UNDESCRIBED}: say in your own words what it is.",
        )


def _undescribed_places(value: object, pointer: str) -> Iterator[str]:
    for key, item in mapping(value).items():
        if key == "description" and UNDESCRIBED in text(item):
            yield pointer
        yield from _undescribed_places(item, step(pointer, key))
    for index, item in enumerate(sequence(value)):
        yield from _undescribed_places(item, step(pointer, index))


def _name_of(pointer: str) -> str:
    """Return the last names of a pointer: the property and its schema, the value and its enum."""
    names = pointer.replace("~1", "/").replace("~0", "~")
    parts = [part for part in pointer.split("/")[1:] if part not in ("components", "properties", "x-values")]
    if parts[:1] == ["paths"]:
        return names.removeprefix("/paths/")
    return ".".join(part.replace("~1", "/") for part in parts[1:]) or names


def _sandbox_tasks(subject: Subject) -> Iterator[Task]:
    """Yield the operations that the sandbox beside the document has no route for."""
    document = subject.document
    sandbox = document.path.resolve().parents[1] / _SANDBOX
    sources = "".join(path.read_text(encoding="utf-8") for path in sorted(sandbox.glob("**/*.py")))
    if not sources:
        return
    for operation in subject.operations:
        if operation.id and f'"{operation.id}"' not in sources:
            words = f"The sandbox answers {operation.id} with 501: write its route in {_SANDBOX.as_posix()}."
            yield Task(
                document.path.stem,
                document.path.as_posix(),
                document.line(operation.spot.pointer),
                None,
                "",
                words,
            )
