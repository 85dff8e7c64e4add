"""Typing tests: code that type-checked with one state is checked with another. mypy takes long, and runs seldom."""

from __future__ import annotations

import ast
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from generator.diff import State, StateError, compare_states
from generator.diff.states import folder_state
from generator.diff.typing_tests import loosen_test, typing_changes

FACE = """\
from typing import Any


class Number:
    id: str
    name: {name}


def get(id: {id}) -> Number:
    return Number()


def anything() -> Any:
    return 1
"""
USES = '''\
"""Uses."""

from typing import assert_type

from numberwire import Number, get

assert_type(get("a"), Number)
assert_type(
    get("a").name,
    str | None,
)
get(7)  # type: ignore[arg-type]
print(get("é").name), assert_type(get("a").id, str)
other: int = get("a").gone
'''


def state(folder: Path, face: str, uses: Mapping[str, str] = {}) -> State:
    """Return the state of a package of one module and its typing tests."""
    files = {"overrides/numberwire/__init__.py": face, "overrides/numberwire/py.typed": ""}
    for name, source in (files | {f"tests/typing/{name}": source for name, source in uses.items()}).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(source, encoding="utf-8")
    return folder_state(folder, folder.name)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("assert_type(a, int)\n", "_fits_0: (int) = (a)\n"),
        ("    \n", "    \n"),
        ("typing.assert_type(a, b | None)  # why\n", "_fits_0: (b | None) = (a)  # why\n"),
        (
            "assert_type(\n    f(\n        1),\n    int,\n)\nb\n",
            "_fits_0: (int) = (f(\n        1)\n\n\n)\nb\n",
        ),
        ("assert_type('é', A); assert_type(b, B)\n", "_fits_0: (A) = ('é'); _fits_1: (B) = (b)\n"),
        ("x = assert_type(a, int)\n", "x = assert_type(a, int)\n"),
        ("assert_type(a)\n", "assert_type(a)\n"),
        ("f(7)  # type: ignore[arg-type, call-arg]  # noqa\n", "f(7)  # type: ignore  # noqa\n"),
        ("def f(:\n", "def f(:\n"),
    ],
)
def test_a_typing_test_is_made_to_ask_for_what_callers_need(source, expected):
    """Equality becomes fitting, a certain error any error, and all else stays, on its line."""
    assert loosen_test(source) == expected


def test_the_project_s_own_typing_tests_keep_their_lines():
    """What is made of each typing test of the project is Python of as many lines, with no equality left."""
    for path in sorted((Path(__file__).parents[2] / "typing").glob("*.py")):
        source = path.read_text(encoding="utf-8")
        loosened = loosen_test(source)
        assert len(loosened.splitlines()) == len(source.splitlines())
        assert "assert_type(" not in ast.unparse(ast.parse(loosened))


def test_code_that_checked_and_does_so_no_more_is_a_break(tmp_path):
    """What was refused all along is no news, what is narrower fits, and what is taken now breaks nothing."""
    old = state(tmp_path / "old", FACE.format(name="str | None", id="str"), {"uses.py": USES})
    finer = state(tmp_path / "finer", FACE.format(name="str", id="str | int"))
    coarser = state(tmp_path / "coarser", FACE.format(name="str | int | None", id="str"))
    assert typing_changes(old, finer) == []
    assert [
        (difference.id, difference.place, difference.message) for difference in typing_changes(old, coarser)
    ] == [
        (
            "typing-test-broken",
            "tests/typing/uses.py:8",
            (
                "Code that type-checked no longer does: Incompatible types in assignment (expression has type"
                ' "str | int | None", variable has type "str | None") [assignment].'
            ),
        )
    ]


def test_a_package_that_mypy_cannot_read_is_an_error(tmp_path):
    """Where mypy gives up that is reported, and not taken for a break."""
    old = state(tmp_path / "old", "def f() -> None: ...", {"uses.py": "import numberwire\n"})
    new = state(tmp_path / "new", "def f(:")
    with pytest.raises(StateError, match=r"^mypy can't check .* with new: .*numberwire/__init__\.py:1: \w+"):
        typing_changes(old, new)


def test_without_mypy_that_is_told(tmp_path, monkeypatch):
    """The error says what to install, and how to do without it."""
    monkeypatch.setitem(sys.modules, "mypy", None)
    old = state(tmp_path / "old", "", {"uses.py": ""})
    with pytest.raises(StateError) as refused:
        typing_changes(old, old)
    assert str(refused.value) == (
        "mypy is not installed, so the typing tests can't be checked: install the dependency group release,"
        " or leave them out by --no-types."
    )


def test_without_griffe_that_is_told(tmp_path, monkeypatch):
    """The error says what to install."""
    for name in ("interface_changes", "members"):
        monkeypatch.delitem(sys.modules, f"generator.diff.{name}", raising=False)
    monkeypatch.setitem(sys.modules, "griffe", None)
    with pytest.raises(StateError) as refused:
        compare_states(state(tmp_path / "old", ""), state(tmp_path / "new", "a = 1"))
    assert str(refused.value) == (
        "griffe is not installed, so interfaces can't be compared: install the dependency group release."
    )
