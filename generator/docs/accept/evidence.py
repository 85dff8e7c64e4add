"""Updates x-sources and x-disagreement in the spec after a page was accepted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import Any, NamedTuple

from generator.docs.accept.revision import Revision
from generator.docs.compare.changes import Change, ChangeKind, changes
from generator.docs.compare.compare import Difference, DriftFinder, Side, recorded_pages
from generator.docs.compare.spec_facts import spec_page, spots_of
from generator.facts import ABOUT, described_spots, enums, find, has_dispute, holders, page_facts
from generator.findings import count_words
from generator.openapi.pointers import mapping, sequence, step, text, texts
from generator.openapi.view import Spot, Subject

_SOURCES = "x-sources"


def update_sources(revision: Revision, page: str) -> None:
    """Put a page's id into the lists of pages that belong to what it states, and take it out of the others.

    A list that it would leave empty keeps it: what no page states any more is for a person to judge.

    Args:
        revision: The spec.
        page: The page's id.
    """
    subject = revision.subject
    order = list(subject.pages or {})
    stating, showing = _pages_by_list(subject)
    joined: list[str] = []
    left: list[str] = []
    for pointer, listed in _source_lists(subject):
        if not listed:
            listed += [one for one in order if one in stating[pointer]]
        elif page in stating[pointer] and page not in listed:
            later = order[order.index(page) :]
            listed.insert(next((n for n, one in enumerate(listed) if one in later), len(listed)), page)
            joined.append(pointer)
        elif page in listed and page not in stating[pointer] | showing[pointer] and len(listed) > 1:
            listed.remove(page)
            left.append(pointer)
    for pointers, verb in ((joined, "added"), (left, "removed")):
        if pointers:
            revision.note(pointers[0], f"{page} {verb} as a source in {count_words(len(pointers), 'place')}")


def _source_lists(subject: Subject) -> Iterator[tuple[str, list[str]]]:
    """Yield every list of pages that the facts of the pages decide."""
    components = [spot for spot in subject.components if spot.kind in ("responses", "securitySchemes")]
    operations = [operation.spot for operation in subject.operations]
    for spot in (*operations, *components, *subject.parameters, *subject.properties):
        if _SOURCES in spot.value:
            yield step(spot.pointer, _SOURCES), sequence(spot.value[_SOURCES])
    for spot in subject.schemas:
        for value, entry in mapping(spot.value.get("x-values")).items():
            # A value that no page spells has none.
            if not mapping(entry).get("assumed"):
                yield (
                    step(spot.pointer, "x-values", value, "sources"),
                    sequence(mapping(entry).get("sources")),
                )


_Pages = defaultdict[str, set[str]]


def _pages_by_list(subject: Subject) -> tuple[_Pages, _Pages]:
    """Return the pages that state what each list is of, and those that show it as a sample."""
    stating, showing = _Pages(set), _Pages(set)
    for fact in page_facts(subject):
        for spot in fact.found:
            stating[step(spot.pointer, _SOURCES)].add(fact.page)
            for enum in enums(subject, spot):
                for record, values in ((stating, fact.values), (showing, fact.samples)):
                    for value in values:
                        record[step(enum.pointer, "x-values", value, "sources")].add(fact.page)
    for page, record in (subject.pages or {}).items():
        for spot in described_spots(subject, mapping(record)):
            stating[step(spot.pointer, _SOURCES)].add(page)
    return stating, showing


# Dissent: where pages say otherwise than what was just accepted, the spec records what each of them says.

_KEY = "x-disagreement"
_PRESENCE = "presence"
_MARKS = {"deprecated": ("deprecated", "not deprecated"), "nullable": ("may be null", "never null")}


class _Claim(NamedTuple):
    """What one page says, where, of something that was accepted: the field itself, a mark or an enum value."""

    page: str
    operation: str
    part: str
    what: str
    is_so: bool

    @property
    def about(self) -> str:
        """What it is about, as an x-disagreement names it."""
        return self.what if self.what in _MARKS else "enum" if self.what else _PRESENCE

    def __str__(self) -> str:
        yes, no = _MARKS.get(self.what) or (f"lists {self.what}", f"does not list {self.what}")
        if not self.what:
            yes, no = "has it", "lacks it"
        where = f"the {self.part} of {self.operation}" if self.operation else f"the error {self.part}"
        return f"{yes if self.is_so else no} in {where}"


def record_disagreements(revision: Revision, before: Subject, page: str) -> None:
    """Write an x-disagreement where a page that was read now says otherwise than the spec, and did not before.

    Without it, that page would differ from the spec from now on, although nobody changed it.

    Args:
        revision: The spec.
        before: The spec as it was.
        page: The id of the page that was accepted.
    """
    subject = revision.subject
    taken = _taken_claims(revision, subject, page)
    known = set(_denials(before))
    claims = _own_claims(subject, page)
    denials = [
        (pointer, claim)
        for pointer, claim in _denials(subject)
        if claim.what in {one.what for one in taken.get(pointer, ())}
        or (claim.page != page and (pointer, claim) not in known)
    ]
    for pointer in dict.fromkeys(pointer for pointer, _ in denials):
        denied = [claim for place, claim in denials if place == pointer]
        contested = {claim.what for claim in denied}
        held = [*taken.get(pointer, ()), *claims.get(pointer, ())]
        _write_disagreement(
            revision, pointer, page, dict.fromkeys([*(one for one in held if one.what in contested), *denied])
        )


def _taken_claims(revision: Revision, subject: Subject, page: str) -> dict[str, list[_Claim]]:
    claims: dict[str, list[_Claim]] = defaultdict(list)
    for operation, part, field, what in sorted(revision.taken):
        for spot in find(subject, holders(subject, operation, part), field) if part else ():
            claims[spot.pointer].append(_Claim(page, operation, part, what, is_so=True))
    return claims


def _own_claims(subject: Subject, page: str) -> dict[str, list[_Claim]]:
    """Return that a page has a field, by the places of its fields."""
    claims: dict[str, list[_Claim]] = defaultdict(list)
    for fact in page_facts(subject):
        for spot in fact.found if fact.page == page else ():
            claims[spot.pointer].append(_Claim(page, fact.operation, fact.part, "", is_so=True))
    return claims


def _denials(subject: Subject) -> Iterator[tuple[str, _Claim]]:
    """Yield where the pages that were read say otherwise than the spec, and no disagreement covers it."""
    known, held = recorded_pages(subject), spec_page(subject)
    for name, page in known.items():
        if page.layout is None:
            continue
        finder = DriftFinder(subject, page, known, name, is_named=True, held=held)
        for found in finder.drift_changes():
            change = found.change
            what = _denied_fact(change)
            if what is not None:
                claim = _Claim(name, change.operation, change.part, what, is_so=False)
                yield from ((spot.pointer, claim) for spot in spots_of(subject, change))


def _denied_fact(change: Change) -> str | None:
    if change.kind is ChangeKind.FIELD_REMOVED:
        return ""
    if change.kind is ChangeKind.VALUE_REMOVED:
        return str(change.was)
    return change.fact if change.fact in _MARKS and not change.now else None


def _write_disagreement(revision: Revision, pointer: str, page: str, claims: Iterable[_Claim]) -> None:
    node = revision.node(pointer)
    known: dict[str, Any] = mapping(node.get(_KEY))
    about = {*texts(known.get("about")), *(claim.about for claim in claims)}
    words_by_page = {name: [text(words)] for name, words in mapping(known.get("pages")).items()}
    for claim in claims:
        words_by_page.setdefault(claim.page, []).append(str(claim))
    order = list(mapping(revision.sources.data["pages"]))
    contested = ", ".join(dict.fromkeys(claim.what or claim.about for claim in claims))
    node[_KEY] = {
        "about": [one for one in ABOUT if one in about],
        "pages": {name: "; ".join(words_by_page[name]) for name in sorted(words_by_page, key=order.index)},
        "resolution": f"{text(known.get('resolution'))} For {contested}, {page} applies.".strip(),
        "why": f"{text(known.get('why'))} It is the page read most recently.".strip(),
    }
    name = pointer.rpartition("/")[2]
    revision.note(f"{pointer}/{_KEY}", f"{name}: pages disagree about {contested}, what {page} says holds")


ADDED = (ChangeKind.FIELD_ADDED, ChangeKind.OPERATION_ADDED)
REMOVED = (ChangeKind.FIELD_REMOVED, ChangeKind.OPERATION_REMOVED, ChangeKind.VALUE_REMOVED)


def withdraw_statements(
    revision: Revision, differences: Iterable[Difference], page: str, kinds: Collection[ChangeKind]
) -> None:
    """Delete what an x-disagreement says of a page that had a thing and has it no more, or has it now and had it not.

    With it, what the page says now would look settled by a reason that was given before.

    Args:
        revision: The spec.
        differences: How the page that is accepted differs.
        page: The page's id.
        kinds: The kinds of changes to look at.
    """
    subject = revision.subject
    operations = {operation.id: operation.spot for operation in subject.operations}
    still = _places_without(subject, page) if ChangeKind.FIELD_ADDED in kinds else set[str]()
    for difference in differences:
        change = difference.change
        if change.kind not in kinds or Side.RECORDED not in difference.against:
            continue
        spots = spots_of(subject, change) if change.field else [operations.get(change.operation)]
        for spot in spots:
            if (
                spot
                and spot.pointer not in still
                and _withdraw_statement(spot, page, change.fact or _PRESENCE)
            ):
                name = change.field or change.operation
                revision.note(spot.pointer, f"{name}: the statement of {page} under {_KEY} is deleted")


def _withdraw_statement(spot: Spot, page: str, about: str) -> bool:
    """Delete what the x-disagreement of something says of a page; tell whether it said something."""
    statements = mapping(mapping(spot.value.get(_KEY)).get("pages"))
    if page not in statements or not has_dispute(spot, about):
        return False
    del statements[page]
    if not statements:
        del spot.value[_KEY]
    return True


def _places_without(subject: Subject, page: str) -> set[str]:
    """Return the places of the fields that a page has in one operation and lacks in another."""
    stated = recorded_pages(subject)[page]
    return {
        spot.pointer
        for change in changes(spec_page(subject), stated, same_page=False)
        if change.kind is ChangeKind.FIELD_REMOVED
        for spot in spots_of(subject, change)
    }
