"""Typing tests: whether code that was written for one state still type-checks with another; mypy reads, nothing runs.

The configuration of a state is not used: it may name plugins, and those would run.
"""

from __future__ import annotations

import ast
import importlib.util
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.diff.kinds import Change, change
from generator.diff.states import TYPING, State, StateError
from generator.files import workshop, write_files
from generator.openapi.pointers import mapping, text

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
    """Return where the earlier state's typing tests fail with the later state's packages.

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
        write_files(folder / TYPING, {path.name: _read_test(path, old.name) for path in old.typing_tests})
        complaints = _find_complaints(folder, new)
        # Most often there is nothing to hold against what was.
        earlier = {
            _complaint_key(complaint) for complaint in (_find_complaints(folder, old) if complaints else [])
        }
    return [
        change(
            "typing-test-broken",
            f"{complaint.file}:{complaint.line}",
            f"{complaint.message} [{complaint.code}]",
        )
        for complaint in complaints
        if _complaint_key(complaint) not in earlier
    ]


def _read_test(path: Path, name: str) -> str:
    try:
        return loosen_test(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise StateError(f"{TYPING}/{path.name} of {name} can't be read: {error}.") from None


def _complaint_key(complaint: Complaint) -> tuple[str, int, str]:
    # Not by its words: they may name what another change renamed.
    return complaint.file, complaint.line, complaint.code


def _find_complaints(folder: Path, state: State) -> list[Complaint]:
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
    return [_parse_complaint(line) for line in done.stdout.splitlines() if _is_error(line)]


def _last_words(done: subprocess.CompletedProcess[str]) -> str:
    """Return what mypy gave up with."""
    for line in done.stdout.splitlines():
        if _is_error(line):
            complaint = _parse_complaint(line)
            return f"{complaint.file}:{complaint.line}: {complaint.message}"
    return (done.stderr.strip().splitlines() or [f"it ended with {done.returncode}"])[-1]


def _is_error(line: str) -> bool:
    return line.startswith("{") and _parse_line(line).get("severity") == "error"


def _parse_line(line: str) -> dict[str, Any]:
    return mapping(json.loads(line))


def _parse_complaint(line: str) -> Complaint:
    fields = _parse_line(line)
    file, number = text(fields.get("file")).replace("\\", "/"), fields.get("line")
    return Complaint(
        file, number if isinstance(number, int) else 0, text(fields.get("code")), text(fields.get("message"))
    )


# Loosening: a typing test asks for more than callers do, who need a value to fit and no error to be worded so.

_IGNORED = re.compile(r"# type: ignore\[[^]\n]*\]")


def loosen_test(source: str) -> str:
    """Return a typing test that asks for no more than its callers do; its lines stay where they are.

    Each statement `assert_type(value, Type)` becomes `name: Type = value`: a type that became narrower, such as that
    of a field which is always there now, breaks nothing. And a line that is expected to be refused may be refused
    for any reason.

    Args:
        source: The test; what is no Python is returned as it is, for mypy to complain of.
    """
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return source
    content = source.encode()
    starts = [0]
    for line in content.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    # From the end, so that what comes before a change keeps its place.
    for number, call in reversed(list(enumerate(_assert_type_calls(tree)))):
        begin, end = _byte_span(call, starts)
        value, kind = (content[slice(*_byte_span(part, starts))] for part in call.args)
        lost = content.count(b"\n", begin, end) - value.count(b"\n") - kind.count(b"\n")
        fitted = b"_fits_%d: (%b) = (%b%b)" % (number, kind, value, b"\n" * lost)
        content = content[:begin] + fitted + content[end:]
    return _IGNORED.sub("# type: ignore", content.decode())


def _assert_type_calls(tree: ast.Module) -> Iterator[ast.Call]:
    """Yield the statements that are a call of assert_type, in the file's order."""
    calls = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)
    ]
    for call in sorted(calls, key=lambda call: (call.lineno, call.col_offset)):
        is_assertion = ast.unparse(call.func).rpartition(".")[2] == "assert_type"
        if is_assertion and len(call.args) == 2 and not call.keywords:  # noqa: PLR2004 - a value and its type
            yield call


def _byte_span(node: ast.expr, starts: list[int]) -> tuple[int, int]:
    """Return where a node begins and ends, in bytes."""
    end_line, end_column = node.end_lineno or node.lineno, node.end_col_offset or node.col_offset
    return starts[node.lineno - 1] + node.col_offset, starts[end_line - 1] + end_column
