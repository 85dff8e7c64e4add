"""Compares two states: their documents, their interfaces and typing tests; each change is reported once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from generator.bounds import TimeUpError, limit_time
from generator.diff.document_changes import DocumentChange, document_changes
from generator.diff.kinds import KINDS, Change, Level
from generator.diff.states import State, StateError
from generator.diff.typing_tests import typing_changes
from generator.files import differences
from generator.names import class_name


@dataclass(frozen=True)
class Comparison:
    """What changed between two states.

    Attributes:
        old: The earlier state.
        new: The later state.
        changes: All changes, the most serious first.
        left_out: What was not compared, and why; a sentence each.
    """

    old: State
    new: State
    changes: tuple[Change, ...]
    left_out: tuple[str, ...] = field(default=())

    @property
    def level(self) -> Level:
        """The level of the most serious change."""
        return max((change.level for change in self.changes), default=Level.NONE)


_SECONDS = 40.0
"""How long comparing may compute; our own packages take about two."""
_RANKS = {kind: rank for rank, kind in enumerate(KINDS)}


def _report_nothing(_: str) -> None:
    """Report nothing."""


def compare_states(
    old: State, new: State, *, types: bool = True, report: Callable[[str], None] = _report_nothing
) -> Comparison:
    """Return what changed between two states for those who call the client.

    Args:
        old: The earlier state.
        new: The later one.
        types: Whether to check the earlier state's typing tests, which takes mypy and some seconds.
        report: Receives a line for each step.

    Raises:
        StateError: A state can't be read any further, or a tool isn't installed.
    """
    report(f"comparing {old.name} with {new.name}")
    try:
        with limit_time(_SECONDS):
            changes = _find_changes(old, new)
    except TimeUpError:
        raise StateError(
            f"{old.name} and {new.name} can't be compared: it takes more than {_SECONDS:g} seconds to compute."
        ) from None
    except (RecursionError, MemoryError):
        raise StateError(
            f"{old.name} and {new.name} can't be compared: one of them nests too deep."
        ) from None
    if types and old.typing_tests and _packages_differ(old, new):
        report(f"checking the typing tests of {old.name}")
        changes += typing_changes(old, new)
    left_out = tuple(_gaps(old, new, types=types))
    return Comparison(old, new, tuple(sorted(changes, key=_change_order)), left_out)


def _find_changes(old: State, new: State) -> list[Change]:
    reported = list(document_changes(old.specs, new.specs)) if old.specs and new.specs else []
    changes = [each.change for each in reported]
    return changes + _interface_changes(old, new, reported) if _packages_differ(old, new) else changes


def _packages_differ(old: State, new: State) -> bool:
    """Tell whether the packages differ in any byte."""
    return old.packages.keys() != new.packages.keys() or any(
        differences(old.packages[package] / package, new.packages[package] / package)
        for package in old.packages
    )


def _interface_changes(old: State, new: State, reported: list[DocumentChange]) -> list[Change]:
    try:
        from generator.diff.interface_changes import interface_changes  # noqa: PLC0415 - one may read documents without griffe
    except ModuleNotFoundError as error:
        if error.name != "griffe":
            raise
        raise StateError(
            "griffe is not installed, so interfaces can't be compared: install the dependency group release."
        ) from None
    return drop_reported(interface_changes(old, new), reported)


def _gaps(old: State, new: State, *, types: bool) -> Iterator[str]:
    """Yield what was not compared, and why."""
    bare = " and ".join(state.name for state in (old, new) if not state.specs)
    if bare:
        yield f"The documents were not compared: {bare} has none."
    if not types:
        yield "The typing tests were not checked: they were left out."
    elif not old.typing_tests:
        yield f"The typing tests were not checked: {old.name} has none."


def _change_order(change: Change) -> tuple[int, int]:
    return -change.level, _RANKS[change.id]


# Overlap: what a document's change makes of the generated package is reported once, by the document.

_GENERATED = "numberwire_api"
_TYPES = ("interface-argument-type-", "interface-result-type-")
_NAME = re.compile(r"(?P<owner>\w+)([.(](?P<member>\w+)\)?)?( \w+)?")

Path = tuple[str, ...]
Reported = list[tuple[str, Level, Path]]
"""The API, the level, and how the path of a name ends that is generated from what changed."""


def drop_reported(
    interface_changes: Iterable[Change], reported_changes: Iterable[DocumentChange]
) -> list[Change]:
    """Return the changes of an interface that no change of a document reports already.

    A change of a name is reported by a change of the document that concerns the same name and is as grave. What a
    type hint of a generated module says follows from the document, where types are compared with more sense: where a
    document changed, the hints of its package are left to it.

    Args:
        interface_changes: The changes of the interface.
        reported_changes: The changes of the documents.
    """
    changes = list(reported_changes)
    reported: Reported = [
        (each.api, each.change.level, end)
        for each in changes
        for place in each.places
        for end in _path_ends(each.api, place)
    ]
    apis = {each.api for each in changes}
    return [change for change in interface_changes if not _has_report(change, reported, apis)]


def _has_report(change: Change, reported: Reported, apis: set[str]) -> bool:
    package, *path = change.place.replace("(", ".").removesuffix(")").split(".")
    if package != _GENERATED or not path or path[0] not in apis:
        return False
    return change.id.startswith(_TYPES) or any(
        api == path[0] and level >= change.level and tuple(path[-len(end) :]) == end
        for api, level, end in reported
    )


def _path_ends(api: str, place: str) -> set[Path]:
    """Return how the paths end of all that is generated from a place of a document; see `Difference`."""
    if not place:
        return {(api,)}
    return {end for name in place.split(" -> ") for end in _path_ends_of_name(name)}


def _path_ends_of_name(place: str) -> set[Path]:
    match = _NAME.fullmatch(place)
    if match is None:
        return set()
    owner, member = match["owner"], match["member"]
    keywords, resource = f"{class_name(owner)}Query", class_name(owner.title())
    owners = {owner, f"{owner}Fields", keywords}
    if not member:
        return {(name,) for name in owners | {resource, f"Async{resource}"}}
    # The keywords have a class as soon as there is one.
    return {(name, member) for name in owners} | {(keywords,)}
