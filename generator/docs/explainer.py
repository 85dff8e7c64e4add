"""Explains where a field or a value comes from: the pages, the spec, the checks and what uses it."""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from generator.docs.compare.compare import recorded_pages
from generator.docs.compare.spec_facts import Check, checks, spec_page
from generator.facts import PageFact, enums, find, holders, page_facts
from generator.openapi.document import Document
from generator.openapi.pointers import mapping, step, target, text, texts
from generator.openapi.view import Spot, Subject

_FLAGS = ("answers-only", "assumed", "deprecated")
_MOST = 5


class Explainer:
    """Explains the fields of one API.

    Args:
        subject: Its document.
    """

    def __init__(self, subject: Subject) -> None:
        self._subject = subject
        self._pages = recorded_pages(subject)

    def explain(self, query: str) -> list[Explanation]:
        """Return where what is asked for comes from: an explanation for each place of the spec, and what it lacks.

        Args:
            query: `field`, `operation.field`, `field=value` or `operation.field=value`.
        """
        name, _, value = query.partition("=")
        uses: dict[str, list[Use]] = defaultdict(list)
        spots: dict[str, Spot] = {}
        for use in (one for one in self._uses if _is_asked_for(one, name)):
            for spot in find(self._subject, holders(self._subject, use.operation, use.part), use.field):
                spots[spot.pointer] = spot
                uses[spot.pointer].append(use)
        found = [self._explanation(spot, uses[pointer], value) for pointer, spot in spots.items()]
        lost = [
            stated for stated in self._page_facts if not stated.found and _is_asked_for(_use(stated), name)
        ]
        explanations = [
            one for one in found if not value or one.value or any(value in fact.values for fact in one.pages)
        ]
        return explanations + ([self._unplaced_explanation(lost)] if lost and not value else [])

    def close(self, query: str) -> list[str]:
        """Return what could have been meant where nothing is known by a name.

        Args:
            query: What was asked for.
        """
        name, _, value = query.partition("=")
        meant = self.explain(name) if value else []
        if not meant:
            return _close(name, dict.fromkeys(use.field.rpartition(".")[2] for use in self._uses))
        values = dict.fromkeys(one for explained in meant for one in explained.values)
        return [f"{name}={one}" for one in _close(value, values)]

    @cached_property
    def _uses(self) -> list[Use]:
        held = spec_page(self._subject)
        parts = [
            (operation.name, part, fields)
            for operation in held.operations.values()
            for part, fields in operation.parts.items()
        ]
        parts += [("", status, fields) for status, fields in held.errors.items()]
        return [Use(operation, part, field) for operation, part, fields in parts for field in fields]

    @cached_property
    def _page_facts(self) -> list[PageFact]:
        return list(page_facts(self._subject))

    def _explanation(self, spot: Spot, uses: Sequence[Use], value: str) -> Explanation:
        facts = [one for one in self._page_facts if any(spot.pointer == other.pointer for other in one.found)]
        lists = enums(self._subject, spot)
        return Explanation(
            api=self._subject.document.path.stem,
            name=_name(spot),
            place=_place(self._subject.document, spot.pointer),
            description=text(spot.value.get("description")),
            uses=tuple(uses),
            pages=tuple(map(self._stated_fact, facts)),
            silent=tuple(self._silent(uses)),
            disagreements=tuple(self._disagreements(spot)),
            checks=tuple(self._checks(uses, value)),
            values=tuple(dict.fromkeys(one for enum in lists for one in texts(enum.value["enum"]))),
            value=next((made for enum in lists if (made := self._value(enum, value))), None),
        )

    def _unplaced_explanation(self, facts: Sequence[PageFact]) -> Explanation:
        """Return where a field comes from that only pages have."""
        return Explanation(
            api=self._subject.document.path.stem,
            uses=tuple(map(_use, facts)),
            pages=tuple(map(self._stated_fact, facts)),
        )

    def _stated_fact(self, fact: PageFact) -> StatedFact:
        page = self._pages[fact.page]
        sources = self._subject.sources
        line = sources.line(fact.pointer) if isinstance(sources, Document) else 1
        return StatedFact(
            page=fact.page,
            title=page.title,
            url=page.url,
            date=page.date,
            place=Place(self._subject.sources_path.as_posix(), line),
            use=_use(fact),
            facts=fact.facts,
        )

    def _silent(self, uses: Iterable[Use]) -> Iterator[tuple[str, Use]]:
        """Yield the pages that were read, tell of what a field belongs to, and don't name it."""
        for name, page in self._pages.items():
            for use in uses:
                operation = page.operations.get(use.operation)
                if page.layout is None or operation is None:
                    continue
                fields = operation.fields(use.part)
                above = use.field.rpartition(".")[0]
                is_open = not above or any(field.startswith(f"{above}.") for field in fields)
                if fields and is_open and use.field not in fields:
                    yield name, use

    def _disagreements(self, spot: Spot) -> Iterator[Disagreement]:
        owner = spot.pointer.rpartition("/properties/")[0]
        for pointer in (spot.pointer, owner):
            entry = mapping(mapping(target(self._subject.document.data, pointer)).get("x-disagreement"))
            if pointer and entry:
                yield Disagreement(
                    of=pointer.rpartition("/")[2] if pointer == owner else "",
                    place=_place(self._subject.document, step(pointer, "x-disagreement")),
                    about=tuple(texts(entry.get("about"))),
                    pages=mapping(entry.get("pages")),
                    resolution=text(entry.get("resolution")),
                    why=text(entry.get("why")),
                )

    def _checks(self, uses: Iterable[Use], value: str) -> Iterator[Check]:
        operations = {(use.operation, use.field) for use in uses if use.part != "response"}
        for check in checks(self._subject):
            guard = check.guard
            fields = [name for name in guard.named_fields if (check.operation, name) in operations]
            if fields and (not value or any((name, value) in guard.values for name in fields)):
                yield check

    def _value(self, enum: Spot, value: str) -> Value | None:
        entry = mapping(mapping(enum.value.get("x-values")).get(value))
        if value not in texts(enum.value["enum"]):
            return None
        return Value(
            name=value,
            enum=enum.name,
            place=_place(self._subject.document, step(enum.pointer, "x-values", value)),
            description=text(entry.get("description")),
            flags=tuple(flag for flag in _FLAGS if entry.get(flag) is True),
            replacement=tuple(texts(entry.get("replacement"))),
            sources=tuple(texts(entry.get("sources"))),
        )


def _is_asked_for(use: Use, name: str) -> bool:
    last = use.field.rpartition(".")[2]
    return name in (use.field, last, f"{use.operation}.{use.field}", f"{use.operation}.{last}")


def _use(fact: PageFact) -> Use:
    return Use(fact.operation, fact.part, fact.field)


def _name(spot: Spot) -> str:
    """Return the component of a parameter, or the component of a property and its name."""
    owner = spot.pointer.rpartition("/properties/")[0].rpartition("/")[2]
    return f"{owner}.{spot.name}" if owner else spot.pointer.rpartition("/")[2]


def _place(document: Document, pointer: str) -> Place:
    return Place(document.path.as_posix(), document.line(pointer))


def _close(name: str, known: Iterable[str]) -> list[str]:
    folded = {one.lower(): one for one in known}
    return [folded[one] for one in difflib.get_close_matches(name.lower(), list(folded), _MOST)]


# Explanation: where a field or a value comes from, as values: the spec, the pages, their disagreements, the checks.


@dataclass(frozen=True)
class Use:
    """Where a call meets a field: an operation, a part of it, and the field's name there."""

    operation: str
    part: str
    field: str


@dataclass(frozen=True)
class Place:
    """A line of a file."""

    path: str
    line: int

    def __str__(self) -> str:
        return f"{self.path}:{self.line}"


@dataclass(frozen=True)
class StatedFact:
    """What a page states of a field.

    Attributes:
        page: The page's id.
        title: Its title.
        url: Where it stands, or None.
        date: When it was last changed, or None.
        place: Where the sources keep the statement.
        use: Where the page states it.
        facts: What it states.
    """

    page: str
    title: str
    url: str | None
    date: str | None
    place: Place
    use: Use
    facts: Mapping[str, Any]

    @property
    def values(self) -> list[str]:
        """The enum values that it lists."""
        return texts(self.facts.get("enum"))


@dataclass(frozen=True)
class Disagreement:
    """What the spec says of pages that disagree.

    Attributes:
        of: The schema it is of as a whole; empty where it is of the field itself.
        place: Where.
        about: The facts it is about, where it says so.
        pages: What each page says, by id.
        resolution: What holds.
        why: Why.
    """

    of: str
    place: Place
    about: tuple[str, ...]
    pages: Mapping[str, str]
    resolution: str
    why: str


@dataclass(frozen=True)
class Value:
    """An enum value.

    Attributes:
        name: The value.
        enum: The component it belongs to.
        place: Where the spec tells of it.
        description: What it means.
        flags: What is marked of it, such as `deprecated`.
        replacement: What to use instead.
        sources: The pages that name it.
    """

    name: str
    enum: str
    place: Place
    description: str
    flags: tuple[str, ...]
    replacement: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Explanation:
    """Where one parameter or property comes from.

    Attributes:
        api: The API.
        uses: Where calls meet it.
        pages: What pages state of it.
        name: The parameter's component, or the property's and its name; empty for what the spec lacks.
        place: Where the spec describes it, or None.
        description: What the spec says it is.
        silent: The pages that tell of what it belongs to and don't name it, and where.
        disagreements: Where the spec says that pages disagree, and what holds.
        checks: The checks that name it, or the value that was asked for.
        values: The values that it may have, where they are listed.
        value: The value that was asked for.
    """

    api: str
    uses: tuple[Use, ...]
    pages: tuple[StatedFact, ...]
    name: str = ""
    place: Place | None = None
    description: str = ""
    silent: tuple[tuple[str, Use], ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
    checks: tuple[Check, ...] = ()
    values: tuple[str, ...] = ()
    value: Value | None = None
