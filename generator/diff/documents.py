"""Documents: all that differs between the documents of two states, each change told once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from generator.contract import Contract
from generator.diff.change import Change
from generator.diff.kinds import change
from generator.diff.operations import operation_changes
from generator.diff.schemas import renames, schema_changes
from generator.diff.surface import Found, Surface, listed
from generator.document import Document

_OF_A_FUNCTION = re.compile(r"[a-z]\w*(?P<part>\(\w+\)| \w+|)")
"""A place in an operation: its function, and an argument or a status of it."""


@dataclass(frozen=True)
class Told:
    """A change of a document, and what it concerns.

    Attributes:
        change: The change.
        api: The API.
        places: What changed, by its names in the API's package; see `Found`.
    """

    change: Change
    api: str
    places: tuple[str, ...]


def document_changes(old: Mapping[str, Document], new: Mapping[str, Document]) -> Iterator[Told]:
    """Yield how documents differ.

    Args:
        old: The earlier documents by API.
        new: The later ones.
    """
    for api in sorted(old.keys() | new.keys()):
        if api in old and api in new:
            yield from (_told(api, same) for same in _merged(_changes(old[api], new[api])))
        else:
            yield _told(api, [Found("api-added" if api in new else "api-removed", "")])


def _changes(old: Document, new: Document) -> list[Found]:
    if old.data == new.data:
        return []
    before, after = Surface(old), Surface(new)
    names = renames(before, after)
    found = [*operation_changes(before, after, names), *schema_changes(before, after, names)]
    if _are_described_otherwise(before.contract, after.contract):
        found.append(Found("description-changed", ""))
    return found or [Found("document-changed", "")]


def _are_described_otherwise(old: Contract, new: Contract) -> bool:
    """Tell whether other things are said of the API as a whole, or of a module that it still has."""
    before, after = ({module.name: module.doc for module in one.modules.values()} for one in (old, new))
    return (old.title, old.doc) != (new.title, new.doc) or any(
        before[name] != after[name] for name in before.keys() & after.keys()
    )


def _merged(found: Iterable[Found]) -> list[list[Found]]:
    """Return changes with those as one that one edit made: the same of several operations, and all words."""
    groups: dict[tuple[str, str, str], list[Found]] = {}
    for one in found:
        groups.setdefault((one.kind, one.details, _part(one)), []).append(one)
    return list(groups.values())


def _part(one: Found) -> str:
    """Return what a change has in common with those that are told with it."""
    if one.kind == "description-changed":
        return ""
    match = _OF_A_FUNCTION.fullmatch(one.place)
    return match["part"] if match and not one.kind.startswith("operation-") else one.place


def _told(api: str, same: list[Found]) -> Told:
    one = same[0]
    places = tuple(dict.fromkeys(other.place for other in same))
    carriers = one.carriers if len(places) == 1 else ""
    return Told(change(one.kind, f"{api} {listed(places)}".strip(), one.details, carriers), api, places)
