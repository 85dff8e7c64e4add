"""Matching: which operations of the document a page describes, and which recorded page it succeeds."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import chain, count, product

from generator.docs.pages.paths import Scope, is_beside, is_same_path, name_words
from generator.facts import Operation, Page, as_page, enums
from generator.openapi import view
from generator.openapi.pointers import mapping, text, texts
from generator.openapi.view import Subject

_FILLERS = frozenset(
    ("a", "all", "an", "and", "by", "for", "in", "of", "on", "one", "or", "the", "to", "with", "your")
)
_VERBS = {
    "buy": "purchase",
    "create": "purchase",
    "order": "purchase",
    "delete": "release",
    "fetch": "retrieve",
    "get": "retrieve",
    "show": "retrieve",
}
"""The verbs of clients and of other vendors, and the verb of a document that may mean the same."""


def document_scope(subjects: Iterable[Subject]) -> Scope:
    """Return what of a page concerns the APIs that are known.

    Args:
        subjects: The documents of these APIs.
    """
    known = list(subjects)
    operations = [operation for subject in known for operation in subject.operations]
    return Scope(
        {operation.path for operation in operations},
        {operation.id for operation in operations if operation.id},
        _known_values(known),
    )


class MatchError(Exception):
    """An operation that can't be told on a page; the message says which ones there are."""


def _known_values(subjects: Iterable[Subject]) -> dict[str, list[str]]:
    values: dict[str, list[str]] = {}
    for subject in subjects:
        for spot in (*subject.properties, *subject.parameters):
            name = spot.name or text(spot.value.get("name"))
            known = [value for part in enums(subject, spot) for value in texts(part.value["enum"])]
            if known:
                values[name] = list(dict.fromkeys([*values.get(name, []), *known]))
    return values


def match_operations(page: Page, subject: Subject, wanted: Collection[str] = ()) -> Page:
    """Return a page with its operations called by the ids that the document gives them.

    An operation that the document hasn't keeps its heading, in snake case.

    Args:
        page: The page, its operations called by their headings.
        subject: The document.
        wanted: The ids of operations that the page has, where the caller knows: of the document, or new ones.

    Raises:
        MatchError: It can't be told which of its operations one of these is.
    """
    pairs = product(page.operations.values(), subject.operations)
    scores = {
        (stated.name, known.id): score
        for stated, known in pairs
        if known.id and (score := _likeness(stated, known))
    }
    names: dict[str, str] = {}
    for stated, known in sorted(scores, key=lambda pair: -scores[pair]):
        if stated not in names and known not in names.values():
            names[stated] = known
    for heading in [name for name in page.operations if name not in names]:
        names[heading] = _free_name(
            operation_name(heading), {*names.values(), *(known.id for known in subject.operations)}
        )
    ids = {operation.id for operation in subject.operations}
    for id_ in wanted:
        if id_ not in names.values():
            names[_heading_of(id_, names, ids)] = id_
    return page.with_operation_names(names)


def _heading_of(wanted: str, names: Mapping[str, str], known: Collection[str]) -> str:
    """Return the heading of the operation that a caller names: the only one that is left over."""
    free = [heading for heading, name in names.items() if name not in known]
    free = free or (list(names) if len(names) == 1 else [])
    if len(free) != 1:
        have = ", ".join(names.values())
        raise MatchError(f"can't tell which operation of this page is {wanted}: it has {have}")
    return free[0]


def _free_name(name: str, taken: Collection[str]) -> str:
    return next(free for free in chain([name], (f"{name}_{n}" for n in count(2))) if free not in taken)


def described_subject(page: Page, subjects: Sequence[Subject]) -> Subject | None:
    """Return the document whose operations a page describes, or None where none is or more than one could be.

    Where a page states paths, they decide: a page whose paths are those of another API is not taken for this one
    by its headings. A page that fits none is of the API that it is recorded for.

    Args:
        page: The page, its operations called by their headings.
        subjects: The documents.
    """
    scores = [_match_score(page, subject) for subject in subjects]
    best = max(scores, default=_NO_MATCH)
    found = [subject for score, subject in zip(scores, subjects, strict=True) if score == best]
    if best[:2] == _NO_MATCH[:2]:
        found = [subject for subject in subjects if _is_recorded(page, subject)]
    return found[0] if len(found) == 1 else None


_NO_MATCH = (0.0, 0, 0)


def _is_recorded(page: Page, subject: Subject) -> bool:
    records = [as_page(mapping(record)) for record in (subject.pages or {}).values()]
    return any(_has_digest(old, page) or _has_url(old, page) for old in records)


def _match_score(page: Page, subject: Subject) -> tuple[float, int, int]:
    """Return how many operations, paths beside known ones, and names a page and a document share.

    An operation whose method and path are known counts most.
    """
    operations = page.operations.values()
    paths = [operation.path for operation in subject.operations]
    stated = [operation.path for operation in operations if operation.path is not None]
    beside = [
        path for path in stated if any(is_same_path(path, one) or is_beside(path, one) for one in paths)
    ]
    if stated and not beside:
        return _NO_MATCH
    likeness = [max((_likeness(one, known) for known in subject.operations), default=0) for one in operations]
    names = {spot.name for spot in subject.properties} | {
        spot.value.get("name") for spot in subject.parameters
    }
    fields = {field for one in operations for fields in one.parts.values() for field in fields}
    return sum(1 + int(one) for one in likeness if one), len(beside), len(fields & names)


def _likeness(operation: Operation, known: view.Operation) -> float:
    """Return how much a page's operation looks like one of the document; 0 where it can't be it."""
    has_method = operation.method == known.spot.kind.upper()
    has_path = operation.path is not None and is_same_path(operation.path, known.path)
    heading, words = _heading_words(operation.name), _heading_words(known.id)
    likeness = len(heading & words) / len(heading | words)
    if name_words(operation.name) == name_words(known.id) or (has_method and has_path):
        return 2 + has_method + has_path + likeness
    # One of the two may have changed, never both; a verb alone is a heading where nothing speaks against it.
    has_other = [bool(operation.method) and not has_method, operation.path is not None and not has_path]
    if all(has_other):
        return 0
    verb = _heading_words(known.id.partition("_")[0])
    if not verb <= heading:
        # By another verb it is the same only if nothing else is said of it.
        renamed = {_VERBS.get(word, word) for word in heading}
        return 0.5 * (verb <= renamed <= words and not any(has_other))
    is_named = words <= heading or (heading <= words and not any(has_other))
    return (has_method + has_path + likeness) * is_named


def _heading_words(text: str) -> set[str]:
    return {_singular(word) for word in name_words(text) if word not in _FILLERS}


def _singular(word: str) -> str:
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def operation_name(heading: str) -> str:
    """Return a heading in snake case: of `Things: List your things` the title, of `Things: get` both.

    Args:
        heading: The heading.
    """
    resource, _, title = heading.rpartition(": ")
    words = _noun_words(title)
    return "_".join(words if len(words) > 1 else [*words, *_noun_words(resource)]) or "operation"


def _noun_words(text: str) -> list[str]:
    return [word for word in name_words(text) if word not in _FILLERS]


def predecessor_id(page: Page, known: Mapping[str, Page], named: str | None = None) -> str | None:
    """Return the id of the recorded page that a page is to be held against, or None where there is none.

    Args:
        page: The page, its operations matched.
        known: The recorded pages by id; those noted by hand have no successor.
        named: The id that the caller names.
    """
    if named in known:
        return named
    read = {name: old for name, old in known.items() if old.layout is not None}
    for is_meant in (_has_digest, _has_url, _is_alike):
        found = next((name for name, old in read.items() if is_meant(old, page)), None)
        if found:
            return found
    overlaps = {name: _overlap(old, page) for name, old in read.items()}
    best = max(overlaps, key=lambda name: overlaps[name], default=None)
    return best if best and overlaps[best] > (0, 0) else None


def is_successor(page: Page, old: Page) -> bool:
    """Tell whether two pages are one at two times: by digest, by URL, or by layout and operations."""
    return _has_digest(old, page) or _has_url(old, page) or _is_alike(old, page)


def _has_digest(old: Page, page: Page) -> bool:
    return old.digest is not None and old.digest == page.digest


def _has_url(old: Page, page: Page) -> bool:
    return old.url is not None and old.url == page.url


def _is_alike(old: Page, page: Page) -> bool:
    shared = old.operations.keys() & page.operations.keys()
    most = max(len(old.operations), len(page.operations))
    return old.layout is not None and old.layout == page.layout and bool(shared) and 2 * len(shared) >= most


def _overlap(old: Page, page: Page) -> tuple[int, int]:
    """Return how many operations, and how many fields of them, two pages share."""
    shared = old.operations.keys() & page.operations.keys()
    fields = [
        len(old.operations[name].fields(part).keys() & fields.keys())
        for name in shared
        for part, fields in page.operations[name].parts.items()
    ]
    return len(shared), sum(fields)
