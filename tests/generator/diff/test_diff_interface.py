"""The Python interface, each change by a pair of tiny packages that differ in it alone; none is ever imported."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import griffe
import pytest

from generator.diff import State, StateError, compare_states
from generator.diff.interface_changes import GRIFFE_KINDS, interface_changes
from generator.diff.kinds import KINDS
from generator.diff.states import folder_state
from tests.generator.diff.shop import SHOP, as_yaml, edit_document

ROOT = Path(__file__).parents[3]
STRUCT = "import msgspec\n\nclass Pet(msgspec.Struct, frozen=True):\n    name: str\n"
DATACLASS = "from dataclasses import dataclass, field\n\n@dataclass(frozen=True)\nclass Pet:\n    name: str\n"
KEYS = (
    "from typing import NotRequired, Required, TypedDict\n\nclass Keys(TypedDict, total=False):\n    a: {}\n"
)

MOVED = "A positional parameter has another position"


def state(folder: Path, files: Mapping[str, str]) -> State:
    """Return the state that files make, in a folder."""
    for name, source in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(source, encoding="utf-8")
    return folder_state(folder, folder.name)


def change_lines(tmp_path: Path, old: Mapping[str, str], new: Mapping[str, str]) -> list[str]:
    """Return what changed between two sets of files, as `level id place: message` each."""
    changes = interface_changes(state(tmp_path / "old", old), state(tmp_path / "new", new))
    return [f"{change.level.name.lower()} {change.id} {change.place}: {change.message}" for change in changes]


def gone(thing: str) -> list[str]:
    """Return what is reported where one thing is gone."""
    return [f"breaking interface-removed {thing}: It is gone."]


def came(thing: str) -> list[str]:
    """Return what is reported where one thing is new."""
    return [f"minor interface-added {thing}: It is new."]


CASES = [
    pytest.param("def f(): ...", "def f(): ...\ndef g(): ...", came("numberwire.g"), id="a function"),
    pytest.param(
        "class A: ...\nclass B: ...", "class A: ...", gone("numberwire.B"), id="a class that is gone"
    ),
    pytest.param(
        "class A:\n    def f(self): ...", "class A: ...", gone("numberwire.A.f"), id="a method that is gone"
    ),
    pytest.param(
        "_a = 1\n\ndef _f(x): ...", "def _f(): ...", [], id="what has an underscore is nobody's business"
    ),
    pytest.param(
        "__all__ = ['a']\na = b = 1", "__all__ = ['a']\na = 1", [], id="what __all__ leaves out isn't either"
    ),
    pytest.param(
        "__all__ = ['a', 'b']\na = b = 1",
        "__all__ = ['a']\na = b = 1",
        ["breaking interface-hidden numberwire.b: It is no longer exported."],
        id="what it leaves out now",
    ),
    pytest.param(
        "__all__ = ['a']\na = b = 1",
        "__all__ = ['a', 'b']\na = b = 1",
        came("numberwire.b"),
        id="what it names now",
    ),
    pytest.param(
        "class A:\n    x: int = 1\nclass B(A):\n    y: int = 1",
        "class A:\n    x: int = 1\n    y: int = 1\nclass B(A): ...",
        came("numberwire.A.y"),
        id="a member that is inherited now",
    ),
    pytest.param(
        "class A: ...\nclass B(A): ...",
        "class A: ...\nclass B: ...",
        ["breaking interface-base-removed numberwire.B: A class has lost a base: A."],
        id="a base",
    ),
    pytest.param(
        "def f(): ...",
        "class f: ...",
        [
            "breaking interface-kind-changed numberwire.f: It is another kind of thing: it was function and is class."
        ],
        id="another kind of thing",
    ),
    pytest.param(
        "class A:\n    def f(self): ...\n    def g(self): ...",
        "class A:\n    def f(self): ...\n    g = f",
        [],
        id="another name for the same kind of thing",
    ),
    pytest.param(
        "class A: ...", "class A:\n    def __post_init__(self): ...", [], id="a special method that is new"
    ),
    pytest.param(
        "def f(): ...",
        "def f(a): ...",
        ["breaking interface-parameter-added-required numberwire.f(a): A required parameter is new."],
        id="a required parameter",
    ),
    pytest.param(
        "def f(): ...",
        "def f(a=1): ...",
        ["minor interface-parameter-added numberwire.f(a): A parameter is new; it has a default."],
        id="an optional parameter",
    ),
    pytest.param(
        "def f(a): ...",
        "def f(): ...",
        ["breaking interface-parameter-removed numberwire.f(a): A parameter is gone."],
        id="a parameter that is gone",
    ),
    pytest.param(
        "def f(a=1): ...",
        "def f(a): ...",
        [
            "breaking interface-parameter-now-required numberwire.f(a): A parameter can't be left out any more."
        ],
        id="a parameter that is required now",
    ),
    pytest.param(
        "def f(a): ...",
        "def f(a=1): ...",
        ["minor interface-parameter-now-optional numberwire.f(a): A parameter can be left out."],
        id="a parameter that is optional now",
    ),
    pytest.param(
        "def f(a=1): ...",
        "def f(a=2): ...",
        [
            "breaking interface-default-changed numberwire.f(a): A parameter has another default: it was 1 and is 2."
        ],
        id="a default",
    ),
    pytest.param(
        "def f(a): ...",
        "def f(*, a): ...",
        [
            (
                "breaking interface-parameter-kind-changed numberwire.f(a): A parameter is given in another way:"
                " it was positional or keyword and is keyword-only."
            )
        ],
        id="a keyword",
    ),
    pytest.param(
        "def f(a, b): ...",
        "def f(b, a): ...",
        [
            f"breaking interface-parameter-moved numberwire.f({name}): {MOVED}: {how}."
            for name, how in (("a", "from 0 to 1 (+1)"), ("b", "from 1 to 0 (-1)"))
        ],
        id="the order of parameters",
    ),
    pytest.param(
        "def f(a: int): ...",
        "def f(a: int | str): ...",
        [
            (
                "minor interface-argument-type-widened numberwire.f(a): What is given may be of further types:"
                " it was int and is int | str."
            )
        ],
        id="a parameter of further types",
    ),
    pytest.param(
        "def f(a: int | str): ...",
        "def f(a: int): ...",
        [
            (
                "breaking interface-argument-type-changed numberwire.f(a): What is given has another type:"
                " it was int | str and is int."
            )
        ],
        id="a parameter of fewer types",
    ),
    pytest.param(
        "def f() -> int | None: ...",
        "def f() -> int: ...",
        [
            (
                "minor interface-result-type-narrowed numberwire.f: What is got is of fewer types:"
                " it was int | None and is int."
            )
        ],
        id="a result of fewer types",
    ),
    pytest.param(
        "class A:\n    a: int",
        "class A:\n    a: str",
        [
            (
                "breaking interface-result-type-changed numberwire.A.a: What is got has another type:"
                " it was int and is str."
            )
        ],
        id="an attribute of another type",
    ),
    pytest.param(
        "def f() -> int: ...",
        "def f(): ...",
        ["breaking interface-result-type-changed numberwire.f: What is got has another type."],
        id="a result without a type",
    ),
    pytest.param(
        "from typing import Literal, Optional\ndef f(a: Optional[Literal['x', 'y']]) -> list[int]: ...",
        "from typing import Literal\nMode = Literal['x', 'y']\nWhole = list[int]\n"
        "def f(a: 'Mode | None') -> Whole: ...",
        [
            "minor interface-added numberwire.Mode: It is new.",
            "minor interface-added numberwire.Whole: It is new.",
        ],
        id="the same types in other words",
    ),
    pytest.param(
        KEYS.format("int"),
        KEYS.format("Required[int | None]"),
        [
            (
                "minor interface-argument-type-widened numberwire.Keys.a: What is given may be of further types:"
                " it was int and is int | None."
            )
        ],
        id="a key that callers give",
    ),
    pytest.param(
        DATACLASS,
        f"{DATACLASS}    age: int = 0\n",
        ["minor interface-parameter-added numberwire.Pet(age): A parameter is new; it has a default."],
        id="a dataclass's field, reported once",
    ),
    pytest.param(
        DATACLASS,
        f"{DATACLASS}    age: int\n",
        ["breaking interface-parameter-added-required numberwire.Pet(age): A required parameter is new."],
        id="a dataclass's required field, reported once",
    ),
    pytest.param(
        f"{DATACLASS}    age: int = 0\n",
        DATACLASS,
        ["breaking interface-parameter-removed numberwire.Pet(age): A parameter is gone."],
        id="a dataclass's field that is gone",
    ),
    pytest.param(
        DATACLASS + "    marks: list = field(default_factory=list)\n    kind: str = 'cat'\n",
        STRUCT
        + "    marks: list = msgspec.field(default_factory=list)\n    kind: str = msgspec.field(default='cat')\n",
        [],
        id="a dataclass that is a Struct now, and made as before",
    ),
    pytest.param(
        STRUCT,
        f"{STRUCT}    age: int\n",
        ["breaking interface-parameter-added-required numberwire.Pet(age): A required parameter is new."],
        id="a Struct's required field, reported once",
    ),
    pytest.param(
        f"{STRUCT}    age: int = 0\n\nclass Cat(Pet):\n    lives: int = 9\n",
        f"{STRUCT}    age: int = 0\n\nclass Cat(Pet, kw_only=True):\n    lives: int = 9\n",
        [
            (
                "breaking interface-parameter-kind-changed numberwire.Cat(lives): A parameter is given in another way:"
                " it was positional or keyword and is keyword-only."
            )
        ],
        id="a Struct whose own field is a keyword now",
    ),
    pytest.param(
        "class A:\n    def f(self): ...\nclass B(A): ...",
        "class A: ...\nclass B(A): ...",
        gone("numberwire.A.f"),
        id="a method that others inherit, reported once",
    ),
    pytest.param(
        "class _A:\n    def f(self): ...\nclass B(_A): ...",
        "class _A: ...\nclass B(_A): ...",
        gone("numberwire.B.f"),
        id="a method inherited from nobody's business",
    ),
    pytest.param(
        "class A:\n    def __init_subclass__(cls): ...\nclass B(A): ...",
        "class A: ...\nclass B(A): ...",
        [],
        id="a hook of a class's own making",
    ),
]


@pytest.mark.parametrize(("old", "new", "expected"), CASES)
def test_a_change_of_an_interface_is_told_once(tmp_path, old, new, expected):
    """Each pair of packages gives exactly the changes that are expected."""
    assert (
        change_lines(tmp_path, {"numberwire/__init__.py": old}, {"numberwire/__init__.py": new}) == expected
    )


def test_modules_come_and_go_as_a_whole(tmp_path):
    """A module is one change, whatever it holds, and one with an underscore none."""
    face = {"numberwire/__init__.py": ""}
    old = {**face, "numberwire/a.py": "def f(): ...", "numberwire/_b.py": "def f(): ..."}
    new = {**face, "numberwire/c.py": "def f(): ..."}
    assert change_lines(tmp_path, old, new) == [*gone("numberwire.a"), *came("numberwire.c")]


def test_a_package_comes_and_goes_as_a_whole(tmp_path):
    """A package that only one state has is one change."""
    face = {"numberwire/__init__.py": ""}
    both = {**face, "numberwire_api/__init__.py": "a = 1"}
    assert change_lines(tmp_path / "1", face, both) == came("numberwire_api")
    assert change_lines(tmp_path / "2", both, face) == gone("numberwire_api")


def test_what_is_passed_on_is_told_where_it_is_defined(tmp_path):
    """A class that another package imports is compared once, and that it is no longer passed on is reported."""
    model = "class Pet:\n    name: str\n{}"
    old = {
        "numberwire/__init__.py": "from numberwire_api import Pet\n__all__ = ['Pet']",
        "numberwire_api/__init__.py": model.format("    age: int\n"),
    }
    new = {"numberwire/__init__.py": "", "numberwire_api/__init__.py": model.format("")}
    assert change_lines(tmp_path, old, new) == [*gone("numberwire.Pet"), *gone("numberwire_api.Pet.age")]


def test_no_code_of_a_state_runs(tmp_path):
    """A package that would leave a mark when it is imported leaves none."""
    mark = tmp_path / "mark"
    source = {"numberwire/__init__.py": f"import pathlib\npathlib.Path({str(mark)!r}).touch()\n"}
    assert (change_lines(tmp_path, source, source), mark.exists()) == ([], False)


def test_a_module_that_is_no_python_is_an_error(tmp_path):
    """A module that can't be read isn't taken for one that is gone."""
    good, bad = {"numberwire/__init__.py": ""}, {"numberwire/__init__.py": "", "numberwire/a.py": "def f(:"}
    with pytest.raises(StateError, match=r"^numberwire/a\.py of new can't be read as Python: invalid syntax"):
        change_lines(tmp_path, good, bad)


def test_griffe_finds_nothing_that_the_table_lacks():
    """Every kind of breakage of griffe's has a row."""
    assert GRIFFE_KINDS.keys() == set(griffe.BreakageKind)
    assert set(GRIFFE_KINDS.values()) <= KINDS.keys()


def test_what_the_document_tells_is_not_told_again(tmp_path):
    """A field that goes from a document goes from the classes that are made of it, which is one change."""
    template = "class PetUpdate:\n    name: str\n{}"
    fields = "from typing import TypedDict\nclass PetUpdateFields(TypedDict):\n    name: str\n{}"
    other = "class Page:\n{}    size: int\n"
    chip = "    chip: str\n"
    document = {"old": SHOP, "new": edit_document(SHOP, {})}
    del document["new"]["components"]["schemas"]["PetUpdate"]["properties"]["chip"]
    states = []
    for name, line in (("old", chip), ("new", "")):
        files = {
            "numberwire_api/__init__.py": "",
            "numberwire_api/shop/__init__.py": "",
            "numberwire_api/shop/models.py": template.format(line) + other.format(line),
            "numberwire_api/shop/pets.py": fields.format(line),
            "spec/shop.yaml": as_yaml(document[name]),
        }
        states.append(state(tmp_path / name, files))
    assert [(change.id, change.place) for change in compare_states(*states).changes] == [
        ("request-field-removed", "shop PetUpdate.chip"),
        ("interface-removed", "numberwire_api.shop.models.Page.chip"),
    ]


def test_inner_modules_may_change(tmp_path):
    """A module whose name begins with an underscore is no interface, except for what a face exports of it."""
    face = {"numberwire/__init__.py": "", "numberwire/_credential.py": "class Account: ...\n"}
    handed = {
        "numberwire/__init__.py": "from numberwire._credential import Account\n\n__all__ = ['Account']\n"
    }
    bare = {"numberwire/_credential.py": ""}
    assert change_lines(tmp_path / "inner", face, face | bare) == []
    assert change_lines(tmp_path / "handed", face | handed, face | bare) == gone("numberwire.Account")


HANDLERS = {
    "numberwire_api/__init__.py": "",
    "numberwire_api/_handlers.py": "import msgspec\n\nclass Handler(msgspec.Struct, frozen=True): ...\n",
    "numberwire_api/shop/__init__.py": "",
    "numberwire_api/shop/handlers.py": (
        "from .._handlers import Handler\n\nclass PetHandler(Handler, frozen=True): ...\n"
    ),
}


@pytest.mark.parametrize(
    ("fields", "changes"),
    [
        (
            "    name: str\n    food: str | None = None\n    age: int = 0\n",
            ["minor interface-parameter-added numberwire_api.shop.pets.Feed(age)"],
        ),
        (
            "    name: str\n",
            ["breaking interface-parameter-removed numberwire_api.shop.pets.Feed(food)"],
        ),
    ],
    ids=["a parameter that is new", "a parameter that is gone"],
)
def test_generated_handlers(tmp_path, fields, changes):
    """A generated handler is made by callers: its parameters are interface."""
    head = "from .handlers import PetHandler\n\nclass Feed(PetHandler, frozen=True):\n"
    old = "    name: str\n    food: str | None = None\n"
    files = [HANDLERS | {"numberwire_api/shop/pets.py": head + body} for body in (old, fields)]
    assert [change.partition(": ")[0] for change in change_lines(tmp_path, *files)] == changes
