"""Rules on the sources of an API: they keep their shape, and the document has all that a page states."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from generator.facts import (
    BODY_REQUIRED,
    FACTS,
    PARTS,
    answer_schemas,
    described_spots,
    enums,
    find,
    has_dispute,
    holders,
    is_omitted_field,
    is_omitted_operation,
    is_omitted_status,
    is_omitted_value,
    page_facts,
    schema_of,
    schemas_within,
)
from generator.open_entries import KEY, entry_faults, open_entries
from generator.openapi.document import Document, DocumentError
from generator.openapi.pointers import mapping, step, text, texts
from generator.openapi.view import Operation, Spot, Subject
from generator.rules.rule import Breach, Rule

_PAGE_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_PAGE_KEYS = frozenset(
    {"date", "digest", "errors", "etag", "layout", "operations", "security", "title", "url"}
)
_OPERATION_KEYS = frozenset({"method", "route", "statuses", "unread", BODY_REQUIRED, *PARTS})
_LIMITS = ("default", "maximum", "minimum")
_FORMS: tuple[tuple[str, re.Pattern[str], str], ...] = (
    ("url", re.compile(r"https://\S+"), "an https URL"),
    ("date", re.compile(r"\d{4}-\d\d-\d\d"), "a day, quoted, as YYYY-MM-DD"),
    ("digest", re.compile(r"[0-9a-f]{64}"), "a SHA-256"),
)


def _shape(subject: Subject) -> Iterator[Breach]:
    sources = subject.sources
    if isinstance(sources, DocumentError):
        empty = Document(subject.sources_path, {})
        yield Breach(
            "", f"The sources can't be read: {sources.message}", "Keep there what each page states.", empty
        )
        return
    for fault, place in _faults(sources):
        yield Breach(
            place, fault, "Write pages -> id -> operations -> id -> part -> field -> facts.", sources
        )


def _faults(sources: Document) -> Iterator[tuple[str, str]]:
    pages = mapping(sources.data.get("pages"))
    if not pages or not sources.data.keys() <= {"pages", KEY}:
        yield f"The sources hold `pages`, perhaps `{KEY}`, and nothing else.", ""
    yield from entry_faults(sources)
    for page, node in pages.items():
        place = step("/pages", page)
        if not _PAGE_ID.fullmatch(page) or not mapping(node).get("title"):
            yield f"The page {page!r} needs an id in kebab-case and a title.", place
        yield from _faults_of_page(page, mapping(node), place)
        for operation, parts in mapping(mapping(node).get("operations")).items():
            yield from _faults_of_operation(mapping(parts), step(place, "operations", operation))
        for status, fields in mapping(mapping(node).get("errors")).items():
            yield from _faults_of_fields(mapping(fields), step(place, "errors", status))


def _faults_of_page(page: str, node: dict[str, Any], place: str) -> Iterator[tuple[str, str]]:
    for key in sorted(node.keys() - _PAGE_KEYS):
        yield f"The page {page!r} has the unknown key {key!r}.", step(place, key)
    for key, form, what in _FORMS:
        value = node.get(key)
        if value is not None and not (isinstance(value, str) and form.fullmatch(value)):
            yield f"The {key} of the page {page!r} is not {what}.", step(place, key)


def _faults_of_operation(parts: dict[str, Any], place: str) -> Iterator[tuple[str, str]]:
    for part, fields in parts.items():
        if part not in _OPERATION_KEYS:
            yield f"An operation has no part {part!r}.", step(place, part)
        elif part == BODY_REQUIRED and not isinstance(fields, bool):
            yield f"The {part} of an operation is not true or false.", step(place, part)
        elif part in PARTS:
            yield from _faults_of_fields(mapping(fields), step(place, part))


def _faults_of_fields(fields: dict[str, Any], place: str) -> Iterator[tuple[str, str]]:
    for field, facts in fields.items():
        unknown = sorted(mapping(facts).keys() - FACTS.keys())
        if unknown or not isinstance(facts, dict):
            named = unknown[0] if unknown else facts
            yield f"The field {field!r} has the unknown fact {named!r}.", step(place, field)


def _missing_facts(subject: Subject) -> Iterator[Breach]:
    if isinstance(subject.sources, DocumentError):
        return
    mend = (
        f"Add it to {subject.document.path.as_posix()}, or name it there under `omits` of an x-disagreement that says"
        " why it is left out."
    )
    for page, place, fact in (*_lost_operations(subject), *_lost_fields(subject)):
        message = f"The page {page} states {fact}, which the document lacks."
        is_note = "layout" not in mapping((subject.pages or {}).get(page))
        more = " Or delete it here: these notes were made by hand." if is_note else ""
        yield Breach(place, message, mend + more, subject.sources)


def _lost_operations(subject: Subject) -> Iterator[tuple[str, str, str]]:
    """Yield the operations and statuses that only a page has: the page, the pointer, and what is lost."""
    operations = {operation.id: operation for operation in subject.operations}
    open_ = {entry.place[:2] for entry in open_entries(subject) if not entry.field}
    for page, node in (subject.pages or {}).items():
        for name, parts in mapping(mapping(node).get("operations")).items():
            place = step("/pages", page, "operations", name)
            if name not in operations:
                if (page, name) not in open_ and not is_omitted_operation(subject, name):
                    yield page, place, f"the operation {name}"
                continue
            recorded = mapping(operations[name].spot.value.get("responses"))
            for index, status in enumerate(texts(mapping(parts).get("statuses"))):
                if status not in recorded and not is_omitted_status(subject, name, status):
                    if (page, name) in open_:
                        continue
                    yield page, step(place, "statuses", index), f"the status {status} of {name}"


def _lost_fields(subject: Subject) -> Iterator[tuple[str, str, str]]:
    """Yield the fields and enum values that only a page has: the page, the pointer, and what is lost."""
    open_ = {entry.place for entry in open_entries(subject)}
    awaited = _open_statuses(subject)
    for stated in page_facts(subject):
        if (stated.page, stated.operation, stated.part, stated.field) in open_:
            continue  # reported until it is settled, see generator.docs.compare.remaining
        if not stated.found:
            if not stated.operation and (stated.page, stated.part) in awaited:
                continue
            if not is_omitted_field(subject, stated.operation, stated.part, stated.field):
                yield stated.page, stated.pointer, stated.what
            continue
        recorded = {
            value
            for spot in stated.found
            for enum in enums(subject, spot)
            for value in texts(enum.value["enum"])
        }
        for value in stated.values:
            is_text = not recorded and not stated.operation  # the words of an error, read as they come
            if is_text or value in recorded or is_omitted_value(subject, stated.found, value):
                continue
            if recorded or not any(has_dispute(spot, "enum") for spot in stated.found):
                yield stated.page, stated.pointer, f"the value {value} of {stated.what}"


def _open_statuses(subject: Subject) -> set[tuple[str, str]]:
    """Return the pages and statuses of answers that the document has nowhere, as long as that is open."""
    operations = {
        (entry.page, entry.operation) for entry in open_entries(subject) if entry.kind == "operation-added"
    }
    found = {(entry.page, text(entry.now)) for entry in open_entries(subject) if entry.kind == "status-added"}
    for page, node in (subject.pages or {}).items():
        for name, parts in mapping(mapping(node).get("operations")).items():
            if (page, name) in operations:
                found |= {(page, status) for status in texts(mapping(parts).get("statuses"))}
    held = {answer.name for operation in subject.operations for answer in operation.answers}
    return {(page, status) for page, status in found if status not in held}


def _evidence(subject: Subject) -> Iterator[Breach]:
    stating: dict[str, set[str]] = defaultdict(set)
    for stated in page_facts(subject):
        for spot in stated.found:
            stating[spot.pointer].add(stated.page)
    for page, node in (subject.pages or {}).items():
        for spot in described_spots(subject, mapping(node)):
            stating[spot.pointer].add(page)
    components = [spot for spot in subject.components if spot.kind in ("responses", "securitySchemes")]
    operations = [operation.spot for operation in subject.operations]
    kept = _pages_of_kept_things(subject)
    for spot in (*operations, *components, *subject.parameters, *subject.properties):
        if "x-sources" not in spot.value:
            continue  # NW402 asks for them where they have to be
        place = step(spot.pointer, "x-sources")
        name = text(spot.value.get("name")) if spot.kind == "parameters" else spot.name
        backing = _pages_without(subject, "" if spot.kind == "responses" else name)
        if not stating[spot.pointer]:
            backing |= kept[spot.pointer]
        backing &= set(texts(spot.value.get("x-sources")))
        yield from _unlike(subject, place, spot.value.get("x-sources"), stating[spot.pointer] | backing)


def _evidence_of_values(subject: Subject) -> Iterator[Breach]:
    naming: dict[str, set[str]] = defaultdict(set)
    showing: dict[str, set[str]] = defaultdict(set)
    for stated in page_facts(subject):
        for spot in stated.found:
            for enum in enums(subject, spot):
                for value in stated.values:
                    naming[step(enum.pointer, "x-values", value)].add(stated.page)
                for value in stated.samples:
                    showing[step(enum.pointer, "x-values", value)].add(stated.page)
    without, kept = _enums_without(subject), _pages_of_kept_things(subject)
    for spot in subject.schemas:
        for value, facts in mapping(spot.value.get("x-values")).items():
            place = step(spot.pointer, "x-values", value)
            listed = mapping(facts).get("sources")
            # A page that shows a value as a sample backs it, and need not be listed.
            backing = showing[place] | _pages_without(subject, value) | without[spot.pointer]
            if not naming[place]:
                backing |= kept[spot.pointer]
            backing &= set(texts(listed))
            yield from _unlike(subject, step(place, "sources"), listed, naming[place] | backing)


def _check_answers_only(subject: Subject) -> Iterator[Breach]:
    sent: dict[str, set[str]] = defaultdict(set)
    for stated in page_facts(subject):
        if stated.part in PARTS and stated.part != "response":
            for enum in (enum for spot in stated.found for enum in enums(subject, spot)):
                sent[enum.pointer] |= set(stated.values)
    for spot in subject.schemas:
        for value, facts in mapping(spot.value.get("x-values")).items() if sent[spot.pointer] else ():
            is_marked = mapping(facts).get("answers-only") is True
            place = step(spot.pointer, "x-values", value)
            if is_marked and value in sent[spot.pointer]:
                message = f"The value {value!r} is marked as one of answers only, and a page says that it can be sent."
                yield Breach(place, message, "Delete `answers-only`.")
            elif not is_marked and value not in sent[spot.pointer]:
                message = f"No page says that the value {value!r} can be sent."
                yield Breach(place, message, "Add `answers-only: true`.")


def _check_unstated(subject: Subject) -> Iterator[Breach]:
    stated: dict[str, set[str]] = defaultdict(set)
    spots: dict[str, Spot] = {}
    for fact in page_facts(subject):
        for spot in fact.found if fact.part in PARTS and fact.part != "response" else ():
            spots[spot.pointer] = spot
            stated[spot.pointer] |= fact.facts.keys()
    unsettled = {(entry.field.rpartition(".")[2], entry.fact) for entry in open_entries(subject)}
    for pointer, spot in spots.items():
        name = text(spot.value.get("name")) or spot.name
        schema = schema_of(spot)
        for key in _LIMITS:
            is_told = key in stated[pointer] or has_dispute(spot, key) or (name, key) in unsettled
            if key in schema.value and not is_told:
                message = f"No page states the {key} of {name}."
                mend = "Delete it, or say under x-disagreement why it holds."
                yield Breach(step(schema.pointer, key), message, mend)


def _check_required_answer_fields(subject: Subject) -> Iterator[Breach]:
    always = {
        spot.pointer
        for fact in page_facts(subject)
        if (fact.part == "response" or not fact.operation) and fact.facts.get("required") is True
        for spot in fact.found
    }
    unsettled = {
        entry.field.rpartition(".")[2]
        for entry in open_entries(subject)
        if entry.fact == "required" or entry.kind in ("field-removed", "operation-removed")
    }
    for schema in answer_schemas(subject):
        required = texts(schema.value.get("required"))
        is_settled = "required" in texts(mapping(schema.value.get("x-disagreement")).get("about"))
        for field in schema.named_children("properties") if not is_settled else ():
            is_told = field.pointer in always or has_dispute(field, "required") or field.name in unsettled
            if field.name in required and not is_told:
                message = (
                    f"No page says that {field.name} is in every answer, and one without it can't be read."
                )
                mend = "Take it out of `required`, or say under x-disagreement (about: [required]) why it is there."
                yield Breach(step(schema.pointer, "required"), message, mend)


def _check_orphans(subject: Subject) -> Iterator[Breach]:
    folder = subject.document.path.parent
    specs = {path.name for path in folder.glob("*.yaml")}
    if subject.document.path.name != min(specs, default=""):
        return  # said once
    for path in sorted(subject.sources_path.parent.glob("*.yaml")):
        if path.name not in specs:
            message = f"{path.as_posix()} has the pages of an API that has no document."
            yield Breach("", message, "Delete it, or add the document.", Document(path, {}))


def _pages_without(subject: Subject, name: str) -> set[str]:
    """Return the pages that no longer state a field or a value: until that is settled they stay its sources.

    Args:
        subject: The document.
        name: The field or the value; empty for an answer.
    """
    return {
        entry.page
        for entry in open_entries(subject)
        if entry.kind == "operation-removed"
        or (entry.kind == "field-removed" and entry.field.rpartition(".")[2] == name)
        or (entry.kind == "value-removed" and entry.was == name)
        or (entry.kind == "status-removed" and not name)
    }


def _enums_without(subject: Subject) -> dict[str, set[str]]:
    """Return the pages that no longer state a field, by the enums of its values, until that is settled."""
    found: dict[str, set[str]] = defaultdict(set)
    for entry in open_entries(subject):
        if entry.kind == "field-removed":
            for spot in find(subject, holders(subject, entry.operation, entry.part), entry.field):
                for enum in enums(subject, spot):
                    found[enum.pointer].add(entry.page)
    return found


def _pages_of_kept_things(subject: Subject) -> dict[str, set[str]]:
    """Return the pages that had what no page states any more and stays with a reason, by the places of all it holds.

    They stay listed as sources.
    """
    found: dict[str, set[str]] = defaultdict(set)
    for operation in subject.operations:
        if has_dispute(operation.spot, "presence"):
            for spot in (operation.spot, *_parts_of(subject, operation)):
                found[spot.pointer] |= _disputing_pages(operation.spot)
    for owner in (*subject.properties, *subject.parameters):
        if has_dispute(owner, "presence"):
            for spot in (owner, *_fields_within(subject, [schema_of(owner)])):
                found[spot.pointer] |= _disputing_pages(owner)
    return found


def _disputing_pages(spot: Spot) -> set[str]:
    return set(mapping(mapping(spot.value.get("x-disagreement")).get("pages")))


def _parts_of(subject: Subject, operation: Operation) -> Iterator[Spot]:
    """Yield the parameters and answers of an operation, and all fields and enums of its bodies."""
    yield from subject.parameters_of(operation)
    yield from map(subject.resolve, operation.answers)
    media = [
        *subject.body_media(operation),
        *(one for answer in operation.answers for one in subject.answer_media(operation, answer.name)),
    ]
    yield from _fields_within(
        subject, [*map(schema_of, subject.parameters_of(operation)), *(one.step("schema") for one in media)]
    )


def _fields_within(subject: Subject, spots: list[Spot]) -> Iterator[Spot]:
    """Yield the fields that schemas hold, and the schemas, which may be enums."""
    for schema in schemas_within(subject, spots):
        yield schema
        yield from schema.named_children("properties")


def _unlike(subject: Subject, place: str, listed: object, stating: set[str]) -> Iterator[Breach]:
    """Yield where the pages listed and the pages that state a thing are not the same."""
    recorded = {page for page in texts(listed) if page in (subject.pages or {})}
    for page in sorted(stating - recorded):
        yield Breach(place, f"The page {page} states this and isn't listed.", "Add its id.")
    for page in sorted(recorded - stating):
        message = f"The page {page} is listed and doesn't state this."
        mend = f"Take its id out, or add the fact to {subject.sources_path.as_posix()}."
        yield Breach(place, message, mend)


RULES = (
    Rule(
        "NW501",
        "spec/sources has a file of the same name, with each page's facts in its fixed shape.",
        _shape,
    ),
    Rule(
        "NW502",
        "Every operation, field, enum value and status that a page states is in the document.",
        _missing_facts,
        is_comparison=True,
    ),
    Rule(
        "NW503",
        "x-sources of an operation, answer, parameter or property are the pages that state it, all and no others.",
        _evidence,
        is_comparison=True,
    ),
    Rule(
        "NW504",
        "The sources of an enum value are the pages that list it, all of them, and pages that show it as a sample.",
        _evidence_of_values,
        is_comparison=True,
    ),
    Rule(
        "NW505",
        "Of the values of a field that is sent, those that no page lists for a request are marked `answers-only`.",
        _check_answers_only,
        is_comparison=True,
    ),
    Rule(
        "NW506",
        "A page states each default and limit of what is sent, or an x-disagreement says why it holds.",
        _check_unstated,
        is_comparison=True,
    ),
    Rule("NW507", "Every file of sources belongs to a document.", _check_orphans, is_comparison=True),
    Rule(
        "NW508",
        "A page says of each field that answers require that it is always there, or an x-disagreement says why.",
        _check_required_answer_fields,
        is_comparison=True,
    ),
)
