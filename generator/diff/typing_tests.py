"""Typing tests: whether code that was written for one state still type-checks with another; mypy reads, nothing runs.

The configuration of a state is not used: it may name plugins, and those would run.
"""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.diff.change import Change
from generator.diff.kinds import change
from generator.diff.loosening import loosened
from generator.diff.state import TYPING, State, StateError
from generator.output import workshop, write_files
from generator.plain import mapping, text

_OPTIONS = (
    "--config-file=",
    "--strict",
    # That more is accepted than was is no break: what the tests expect to be refused may be taken.
    "--no-warn-unused-ignores",
    "--follow-imports=silent",
    "--explicit-package-bases",
    "--namespace-packages",
    "--cache-dir=.cache",
    "--output=json",
)
_REFUSED = 1
"""mypy's exit code for errors in the code; a greater one means that it could not check."""


_SECONDS = 300.0
"""How long mypy may take; it takes ten where its machine has little else to do."""


@dataclass(frozen=True)
class Complaint:
    """An error that mypy finds."""

    file: str
    line: int
    code: str
    message: str


def typing_changes(old: State, new: State) -> list[Change]:
    """Return what of the earlier state's typing tests holds no more with the later state's packages.

    Args:
        old: The earlier state, with typing tests.
        new: The later one.

    Raises:
        StateError: mypy isn't installed, or can't check.
    """
    if importlib.util.find_spec("mypy") is None:
        raise StateError(
            "mypy is not installed, so the typing tests can't be checked: install the dependency group release,"
            " or leave them out by --no-types."
        )
    with workshop() as folder:
        write_files(folder / TYPING, {path.name: _source(path, old.name) for path in old.typing_tests})
        found = _complaints(folder, new)
        # Most often there is nothing to hold against what was.
        known = {_key(one) for one in (_complaints(folder, old) if found else [])}
    return [
        change("typing-test-broken", f"{one.file}:{one.line}", f"{one.message} [{one.code}]")
        for one in found
        if _key(one) not in known
    ]


def _source(path: Path, name: str) -> str:
    try:
        return loosened(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise StateError(f"{TYPING}/{path.name} of {name} can't be read: {error}.") from None


def _key(one: Complaint) -> tuple[str, int, str]:
    # Not by its words: they may name what another change renamed.
    return one.file, one.line, one.code


def _complaints(folder: Path, state: State) -> list[Complaint]:
    """Return what mypy says of the typing tests in a folder, with the packages of a state."""
    # -I keeps mypy from importing modules of the folder.
    command = [sys.executable, "-I", "-m", "mypy", *_OPTIONS, TYPING]
    paths = os.pathsep.join(str(holder.resolve()) for holder in dict.fromkeys(state.packages.values()))
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and flags
            command,
            cwd=folder,
            env={**os.environ, "MYPYPATH": paths},
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=_SECONDS,
        )
    except subprocess.TimeoutExpired:
        raise StateError(
            f"mypy can't check the typing tests with {state.name} in {_SECONDS:g} seconds:"
            " leave them out by --no-types."
        ) from None
    if done.returncode not in (0, _REFUSED):
        raise StateError(f"mypy can't check the typing tests with {state.name}: {_last_words(done)}")
    return [_complaint(line) for line in done.stdout.splitlines() if _is_error(line)]


def _last_words(done: subprocess.CompletedProcess[str]) -> str:
    """Return what mypy gave up with."""
    for line in done.stdout.splitlines():
        if _is_error(line):
            one = _complaint(line)
            return f"{one.file}:{one.line}: {one.message}"
    return (done.stderr.strip().splitlines() or [f"it ended with {done.returncode}"])[-1]


def _is_error(line: str) -> bool:
    return line.startswith("{") and _said(line).get("severity") == "error"


def _said(line: str) -> dict[str, Any]:
    return mapping(json.loads(line))


def _complaint(line: str) -> Complaint:
    said = _said(line)
    file, number = text(said.get("file")).replace("\\", "/"), said.get("line")
    return Complaint(
        file, number if isinstance(number, int) else 0, text(said.get("code")), text(said.get("message"))
    )
