"""Comparing two states: their documents, their interfaces and the typing tests, as far as both have them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from generator.bounds import TimeUpError, limit_time
from generator.diff.change import Change, Comparison
from generator.diff.documents import Told, document_changes
from generator.diff.kinds import KINDS
from generator.diff.state import State, StateError
from generator.diff.typing_tests import typing_changes
from generator.output import differences

_SECONDS = 40.0
"""How long comparing may compute; our own packages take about two."""
_RANKS = {kind: rank for rank, kind in enumerate(KINDS)}


def _silent(_: str) -> None:
    """Report nothing."""


def compare(
    old: State, new: State, *, types: bool = True, report: Callable[[str], None] = _silent
) -> Comparison:
    """Return what changed between two states for those who call the client.

    Args:
        old: The earlier state.
        new: The later one.
        types: Whether to check the earlier state's typing tests, which takes mypy and some seconds.
        report: Is told of each step.

    Raises:
        StateError: A state can't be read any further, or a tool isn't installed.
    """
    report(f"comparing {old.name} with {new.name}")
    try:
        with limit_time(_SECONDS):
            changes = _changes(old, new)
    except TimeUpError:
        raise StateError(
            f"{old.name} and {new.name} can't be compared: it takes more than {_SECONDS:g} seconds to compute."
        ) from None
    except (RecursionError, MemoryError):
        raise StateError(
            f"{old.name} and {new.name} can't be compared: one of them nests too deep."
        ) from None
    if types and old.typing_tests and _differ(old, new):
        report(f"checking the typing tests of {old.name}")
        changes += typing_changes(old, new)
    left_out = tuple(_left_out(old, new, types=types))
    return Comparison(old, new, tuple(sorted(changes, key=_order)), left_out)


def _changes(old: State, new: State) -> list[Change]:
    told = list(document_changes(old.specs, new.specs)) if old.specs and new.specs else []
    changes = [one.change for one in told]
    return changes + _interface(old, new, told) if _differ(old, new) else changes


def _differ(old: State, new: State) -> bool:
    """Tell whether the packages differ in any byte."""
    return old.packages.keys() != new.packages.keys() or any(
        differences(old.packages[package] / package, new.packages[package] / package)
        for package in old.packages
    )


def _interface(old: State, new: State, told: list[Told]) -> list[Change]:
    try:
        from generator.diff.interface import interface_changes  # noqa: PLC0415 - one may read documents without griffe
        from generator.diff.overlap import untold  # noqa: PLC0415 - the same
    except ModuleNotFoundError as error:
        if error.name != "griffe":
            raise
        raise StateError(
            "griffe is not installed, so interfaces can't be compared: install the dependency group release."
        ) from None
    return untold(interface_changes(old, new), told)


def _left_out(old: State, new: State, *, types: bool) -> Iterator[str]:
    """Yield what was not compared, and why."""
    bare = " and ".join(state.name for state in (old, new) if not state.specs)
    if bare:
        yield f"The documents were not compared: there are none in {bare}."
    if not types:
        yield "The typing tests were not checked: they were left out."
    elif not old.typing_tests:
        yield f"The typing tests were not checked: there are none in {old.name}."


def _order(change: Change) -> tuple[int, int]:
    return -change.level, _RANKS[change.id]
