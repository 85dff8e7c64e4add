"""Rules on words and evidence: everything is described, exemplified and traced to the pages it comes from."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from itertools import chain
from typing import cast

from generator.facts import ABOUT, alternatives, page_facts
from generator.openapi.pointers import mapping, sequence, step, texts
from generator.openapi.view import Spot, Subject, as_text, as_types
from generator.rules.rule import Breach, Rule

_DISAGREEMENT = ("pages", "resolution", "why")
_OMITS = "omits"
"""The operations, fields, values or statuses that the document leaves out on purpose."""
_FACTS_OF_A_VALUE = frozenset(
    {"answers-only", "assumed", "deprecated", "description", "replacement", "sources"}
)
_FLAGS = ("answers-only", "assumed", "deprecated")


def _described_shape(subject: Subject) -> Iterator[tuple[str, Spot]]:
    """Yield what has to be described and sourced, with a word for it."""
    for operation in subject.operations:
        yield f"operation {operation.id}", operation.spot
    for spot in subject.parameters:
        yield f"parameter {spot.value.get('name')}", spot
    for spot in subject.properties:
        yield f"property {spot.name}", spot


def _check_descriptions(subject: Subject) -> Iterator[Breach]:
    named = ((f"schema {spot.name}", spot) for spot in subject.components if spot.kind == "schemas")
    for what, spot in chain(_described_shape(subject), named):
        if not as_text(spot.value.get("description")):
            yield Breach(spot.pointer, f"The {what} has no description.", "Say in your own words what it is.")


def _check_sources(subject: Subject) -> Iterator[Breach]:
    for what, spot in _described_shape(subject):
        if not texts(spot.value.get("x-sources")):
            yield Breach(
                spot.pointer, f"The {what} has no x-sources.", "List the ids of the pages that name it."
            )


def _check_known_pages(subject: Subject) -> Iterator[Breach]:
    if subject.pages is None:
        return
    for spot in subject.objects:
        if "x-sources" in spot.value:
            yield from _pages(subject, spot.value["x-sources"], step(spot.pointer, "x-sources"))
        for value, facts in mapping(spot.value.get("x-values")).items():
            place = step(spot.pointer, "x-values", value, "sources")
            yield from _pages(subject, mapping(facts).get("sources"), place)
        node = mapping(mapping(spot.value.get("x-disagreement")).get("pages"))
        yield from _pages(subject, list(node), step(spot.pointer, "x-disagreement", "pages"))


def _pages(subject: Subject, named: object, place: str) -> Iterator[Breach]:
    pages = sequence(named)
    for page in pages:
        if not isinstance(page, str) or page not in (subject.pages or {}):
            message = f"The page {page!r} isn't in {subject.sources_path.as_posix()}."
            yield Breach(place, message, "Correct the id or add the page and its facts there.")
    for page in sorted({page for page in texts(pages) if pages.count(page) > 1}):
        yield Breach(place, f"The page {page!r} is listed twice.", "List it once.")


def _check_examples(subject: Subject) -> Iterator[Breach]:
    for spot in subject.properties:
        if _holds_values(subject, spot) and not _has_example(spot):
            yield Breach(
                spot.pointer,
                f"The property {spot.name} has no example.",
                "Add `examples` with a likely value.",
            )
    for spot in subject.parameters:
        schema = spot.step("schema")
        if _holds_values(subject, schema) and not _has_example(schema) and not _has_example(spot):
            message = f"The parameter {spot.value.get('name')} has no example."
            yield Breach(spot.pointer, message, "Add `examples` with a likely value to its schema.")


def _holds_values(subject: Subject, schema: Spot) -> bool:
    """Tell whether a schema's type is known and no object with fields, which are shown by examples of their own."""
    parts = alternatives(subject, schema)
    types = {kind for part in parts for kind in as_types(part)}
    return bool(types - {"null"}) and not any("properties" in part.value for part in parts)


def _has_example(spot: Spot) -> bool:
    return "example" in spot.value or bool(spot.value.get("examples"))


def _check_disagreements(subject: Subject) -> Iterator[Breach]:
    for spot in subject.objects:
        if "x-disagreement" not in spot.value:
            continue
        node = mapping(spot.value["x-disagreement"])
        place = step(spot.pointer, "x-disagreement")
        for key in (*_DISAGREEMENT, *node):
            if not _is_filled_in(key, node.get(key)):
                message = f"The disagreement's {key!r} is missing, empty or unknown."
                mend = (
                    "Give `pages` (what each page says), `resolution` and `why`, perhaps `about` (facts, in"
                    " their order) and `omits` (names that are left out), and nothing else."
                )
                yield Breach(place, message, mend)


def _is_filled_in(key: str, value: object) -> bool:
    if key == "pages":
        pages = mapping(value)
        return bool(pages) and all(map(as_text, pages.values()))
    if key == "about":
        facts = texts(value)
        return bool(facts) and value == [fact for fact in ABOUT if fact in facts]
    if key == _OMITS:
        return bool(texts(value)) and value == list(dict.fromkeys(texts(value)))
    return key in _DISAGREEMENT and bool(as_text(value))


def _check_values(subject: Subject) -> Iterator[Breach]:
    for spot in subject.components:
        values = texts(spot.value.get("enum"))
        notes = mapping(spot.value.get("x-values"))
        for value in values:
            facts = mapping(notes.get(value))
            fault = _fault_of_value(facts, values)
            if fault:
                place = step(spot.pointer, "x-values", value)
                yield Breach(place, f"The enum's value {value!r} {fault[0]}.", fault[1])
        for value in notes:
            if value not in values:
                place = step(spot.pointer, "x-values", value)
                yield Breach(
                    place,
                    f"x-values describes {value!r}, which is not a value of the enum.",
                    "Delete or add it.",
                )
            elif _replaces_nothing(mapping(notes[value]), values):
                place = step(spot.pointer, "x-values", value)
                message = f"The enum's value {value!r} names a replacement and is not deprecated."
                yield Breach(place, message, "Add `deprecated: true`, or delete the replacement.")
        if list(notes) != values and sorted(notes) == sorted(values):
            place = step(spot.pointer, "x-values")
            yield Breach(place, "x-values is not in the order of the enum.", "Put it in that order.")


def _replaces_nothing(facts: dict[str, object], values: list[str]) -> bool:
    return (
        not _fault_of_value(facts, values) and bool(facts.get("replacement")) and not facts.get("deprecated")
    )


def _fault_of_value(facts: dict[str, object], values: list[str]) -> tuple[str, str] | None:
    unknown = sorted(facts.keys() - _FACTS_OF_A_VALUE)
    replaced = facts.get("replacement", [])
    replacements = [replaced] if isinstance(replaced, str) else sequence(replaced)
    if unknown:
        return f"has the unknown fact {unknown[0]!r}", f"Use {', '.join(sorted(_FACTS_OF_A_VALUE))}."
    if not as_text(facts.get("description")):
        return "has no description in x-values", "Say there in your own words what it means."
    # A value no page spells is ours to assume, and says so.
    if bool(texts(facts.get("sources"))) == (facts.get("assumed") is True):
        return (
            "has no sources in x-values",
            "List the pages that name it; one that none names is `assumed: true`.",
        )
    if any(not isinstance(facts.get(flag, False), bool) for flag in _FLAGS):
        return "has a flag that is neither true nor false", "Write true, or leave the flag out."
    if any(value not in values for value in replacements):
        return "names a replacement that is not a value of the enum", "Name values of this enum."
    return None


def _check_sentences(subject: Subject) -> Iterator[Breach]:
    bodies = [
        (f"{what} of {operation.id}", subject.resolve(spot))
        for operation in subject.operations
        for what, spot in (
            *([("body", operation.body)] if operation.body else []),
            *((f"answer {answer.name}", answer) for answer in operation.answers),
        )
    ]
    schemas = [spot for spot in subject.components if spot.kind == "schemas"]
    values = [
        (f"value {value!r}", Spot(step(spot.pointer, "x-values", value), mapping(facts)))
        for spot in schemas
        for value, facts in mapping(spot.value.get("x-values")).items()
    ]
    named = ((f"schema {spot.name}", spot) for spot in schemas)
    for what, spot in chain(_described_shape(subject), named, bodies, values):
        words = as_text(spot.value.get("description"))
        if words and not words.rstrip().endswith("."):
            message = f"The description of the {what} doesn't end with a full stop."
            yield Breach(step(spot.pointer, "description"), message, "Write whole sentences.")


def _check_characters(subject: Subject) -> Iterator[Breach]:
    yield from _invisible_characters(subject.document.data, "")


def _invisible_characters(value: object, place: str) -> Iterator[Breach]:
    if isinstance(value, str):
        for mark in value:
            if mark != "\n" and unicodedata.category(mark).startswith("C"):
                message = f"The text holds the invisible character U+{ord(mark):04X}."
                yield Breach(place, message, "Take it out, or name it in words.")
                return
    elif isinstance(value, dict):
        for key, item in cast("dict[str, object]", value).items():
            yield from _invisible_characters(key, step(place, key))
            yield from _invisible_characters(item, step(place, key))
    elif isinstance(value, list):
        for index, item in enumerate(cast("list[object]", value)):
            yield from _invisible_characters(item, step(place, index))


def _check_replacements(subject: Subject) -> Iterator[Breach]:
    breaches: dict[tuple[str, str], Breach] = {}
    for fact in page_facts(subject):
        for spot in (spot for spot in fact.found if spot.value.get("deprecated") is True):
            for name in texts(fact.facts.get("replacedBy")):
                if name not in as_text(spot.value.get("description")):
                    place = step(spot.pointer, "description")
                    message = f"The description of {fact.field} doesn't name {name}, its replacement on {fact.page}."
                    mend = f"Begin it with what to use instead: `Deprecated: use {name}.`"
                    breaches.setdefault((place, name), Breach(place, message, mend))
    yield from breaches.values()


RULES = (
    Rule("NW401", "Every operation, parameter, schema and property has a description.", _check_descriptions),
    Rule("NW402", "Every operation, parameter and property has x-sources.", _check_sources),
    Rule("NW403", "Every page id is one of the API's sources, listed once.", _check_known_pages),
    Rule(
        "NW404",
        "Every parameter and property of a known type has an example, save those that hold objects with fields.",
        _check_examples,
    ),
    Rule(
        "NW405",
        "Every x-disagreement says what each page says, the resolution and why, perhaps about which facts.",
        _check_disagreements,
    ),
    Rule(
        "NW406",
        "Every enum value has a description and sources in x-values, which describes no others.",
        _check_values,
    ),
    Rule("NW407", "No text holds control characters or other invisible ones.", _check_characters),
    Rule("NW408", "Every description ends with a full stop.", _check_sentences, is_comparison=True),
    Rule(
        "NW409",
        "The description of a deprecated field names what a page says replaces it.",
        _check_replacements,
        is_comparison=True,
    ),
)
