"""Backing: the lists of pages in the spec follow what a page states now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from generator.docs.takeover.revision import Revision
from generator.plain import mapping, sequence, step, texts
from generator.rules.statements import enums, statements
from generator.rules.subject import Spot, Subject
from generator.verbs.verb import counted

_SOURCES = "x-sources"


def back(revision: Revision, page: str) -> None:
    """Put a page's id into the lists of pages that belong to what it states, and take it out of the others.

    A list that it would leave empty keeps it: what no page states any more is for a person to judge.

    Args:
        revision: The spec.
        page: The page's id.
    """
    subject = revision.subject
    order = list(subject.pages or {})
    stating, showing = _stating(subject)
    joined: list[str] = []
    left: list[str] = []
    for pointer, listed in _lists(subject):
        if not listed:
            listed += [one for one in order if one in stating[pointer]]
        elif page in stating[pointer] and page not in listed:
            later = order[order.index(page) :]
            listed.insert(next((n for n, one in enumerate(listed) if one in later), len(listed)), page)
            joined.append(pointer)
        elif page in listed and page not in stating[pointer] | showing[pointer] and len(listed) > 1:
            listed.remove(page)
            left.append(pointer)
    for pointers, words in ((joined, "now states"), (left, "no longer states")):
        if pointers:
            revision.note(pointers[0], f"{page} {words} {counted(len(pointers), 'thing')}, this one first")


def _lists(subject: Subject) -> Iterator[tuple[str, list[str]]]:
    """Yield every list of pages that the facts of the pages decide."""
    components = [spot for spot in subject.components if spot.kind in ("responses", "securitySchemes")]
    operations = [operation.spot for operation in subject.operations]
    for spot in (*operations, *components, *subject.parameters, *subject.properties):
        if _SOURCES in spot.value:
            yield step(spot.pointer, _SOURCES), sequence(spot.value[_SOURCES])
    for spot in subject.schemas:
        for value, told in mapping(spot.value.get("x-values")).items():
            # A value that no page spells has none.
            if not mapping(told).get("assumed"):
                yield step(spot.pointer, "x-values", value, "sources"), sequence(mapping(told).get("sources"))


_Pages = defaultdict[str, set[str]]


def _stating(subject: Subject) -> tuple[_Pages, _Pages]:
    """Return the pages that state what each list is of, and those that show it as a sample."""
    stating, showing = _Pages(set), _Pages(set)
    for stated in statements(subject):
        for spot in stated.found:
            stating[step(spot.pointer, _SOURCES)].add(stated.page)
            for enum in enums(subject, spot):
                for said, values in ((stating, stated.values), (showing, stated.samples)):
                    for value in values:
                        said[step(enum.pointer, "x-values", value, "sources")].add(stated.page)
    for page, said in (subject.pages or {}).items():
        for spot in _described(subject, mapping(said)):
            stating[step(spot.pointer, _SOURCES)].add(page)
    return stating, showing


def _described(subject: Subject, page: dict[str, object]) -> Iterator[Spot]:
    """Yield the operations, answers and security schemes that a page tells of."""
    operations = mapping(page.get("operations"))
    for operation in subject.operations:
        if operation.id in operations:
            yield operation.spot
            statuses = texts(mapping(operations[operation.id]).get("statuses"))
            answers = [answer for answer in operation.spot.named("responses") if answer.name in statuses]
            yield from map(subject.resolve, answers)
    if page.get("security"):
        yield from (spot for spot in subject.components if spot.kind == "securitySchemes")
