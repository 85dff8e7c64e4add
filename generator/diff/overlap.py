"""Overlap: what a document's change makes of the generated package is told once, by the document."""

from __future__ import annotations

import re
from collections.abc import Iterable

from generator.diff.change import Change, Level
from generator.diff.documents import Told
from generator.names import class_name

_GENERATED = "numberwire_api"
_TYPES = ("interface-argument-type-", "interface-result-type-")
_NAME = re.compile(r"(?P<owner>\w+)([.(](?P<member>\w+)\)?)?( \w+)?")

Path = tuple[str, ...]
Known = list[tuple[str, Level, Path]]
"""The API, the level, and how the path of a name ends that is generated from what changed."""


def untold(found: Iterable[Change], told: Iterable[Told]) -> list[Change]:
    """Return the changes of an interface that no change of a document tells already.

    A change of a name is told by a change of the document that concerns the same name and is as grave. What a type
    hint of a generated module says follows from the document, where types are compared with more sense: where a
    document changed, the hints of its package are left to it.

    Args:
        found: The changes of the interface.
        told: The changes of the documents.
    """
    listed = list(told)
    known: Known = [
        (one.api, one.change.level, end)
        for one in listed
        for place in one.places
        for end in _ends(one.api, place)
    ]
    apis = {one.api for one in listed}
    return [one for one in found if not _is_told(one, known, apis)]


def _is_told(one: Change, known: Known, apis: set[str]) -> bool:
    package, *path = one.place.replace("(", ".").removesuffix(")").split(".")
    if package != _GENERATED or not path or path[0] not in apis:
        return False
    return one.id.startswith(_TYPES) or any(
        api == path[0] and level >= one.level and tuple(path[-len(end) :]) == end for api, level, end in known
    )


def _ends(api: str, place: str) -> set[Path]:
    """Return how the paths end of all that is generated from a place of a document; see `Found`."""
    if not place:
        return {(api,)}
    return {end for name in place.split(" -> ") for end in _ends_of_name(name)}


def _ends_of_name(place: str) -> set[Path]:
    match = _NAME.fullmatch(place)
    if match is None:
        return set()
    owner, member = match["owner"], match["member"]
    keywords, resource = f"{class_name(owner)}Query", class_name(owner.title())
    owners = {owner, f"{owner}Fields", keywords}
    if not member:
        return {(one,) for one in owners | {resource, f"Async{resource}"}}
    # The keywords have a class as soon as there is one.
    return {(one, member) for one in owners} | {(keywords,)}
