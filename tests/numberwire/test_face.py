"""What `import numberwire` and its packages give."""

import importlib
import inspect
import tomllib
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

import pytest

import numberwire
from tests.numberwire.subjects import ASYNC, SYNC

ROOT = Path(__file__).parents[2]


def test_version():
    """The version is the one that pyproject.toml gives."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert numberwire.__version__ == project["version"]


def test_no_metadata(tmp_path, monkeypatch):
    """Without the package's metadata there is no version, and nothing fails for it."""

    def version(name):
        raise PackageNotFoundError(name)

    monkeypatch.setattr("importlib.metadata.version", version)
    monkeypatch.setattr(numberwire, "__file__", str(tmp_path / "numberwire" / "__init__.py"))
    assert numberwire._installed_version() == ""
    with pytest.raises(AttributeError, match="has no attribute 'RestClient'"):
        numberwire.RestClient  # noqa: B018


MODULES = [
    ".".join(path.relative_to(ROOT / "overrides").with_suffix("").parts).removesuffix(".__init__")
    for path in sorted((ROOT / "overrides" / "numberwire").rglob("*.py"))
    if path.stem != "__main__" and "sandbox" not in path.parts
]


@pytest.mark.parametrize("name", MODULES)
def test_all(name):
    """Whatever a module's `__all__` names is there, in order and once."""
    module = importlib.import_module(name)
    names = getattr(module, "__all__", [])
    assert [one for one in names if not hasattr(module, one)] == []
    assert sorted(set(names)) == sorted(names)


FACES = {"__init__", "client", "credential", "definition", "errors", "options", "pytest_plugin", "resource"}


def test_inner_modules():
    """Every module that is no face has a name with an underscore before it, which says that it may change freely."""
    names = {path.stem for path in (ROOT / "overrides" / "numberwire").glob("*.py")}
    assert {name for name in names if name == "__init__" or not name.startswith("_")} == FACES


def classes_of(hint: Any) -> Iterator[type]:
    """The classes that an annotation names, its arguments' included."""
    origin = get_origin(hint) or hint
    if isinstance(origin, type):
        yield origin
    for argument in get_args(hint):
        yield from classes_of(argument)


@pytest.mark.parametrize("kind", [SYNC, ASYNC], ids=lambda kind: kind.name)
def test_annotations(kind):
    """Whatever a method of a resource takes or returns, callers can import from a face."""
    packages = ("signalwire", "signalwire.handlers", "routing")
    faces = [importlib.import_module("numberwire")]
    faces += [importlib.import_module(f"numberwire.{name}") for name in (*(FACES - {"__init__"}), *packages)]
    exported = {id(getattr(face, name)) for face in faces for name in face.__all__}
    clients = (kind.rest(lambda _: None), kind.routing(lambda _: None))
    methods = [
        method
        for client in clients
        for name, method in inspect.getmembers(type(client.phone_numbers), inspect.isfunction)
        if not name.startswith("_")
    ]
    hints = [hint for method in methods for hint in get_type_hints(method).values()]
    classes = {found for hint in hints for found in classes_of(hint)}
    ours = {found for found in classes if found.__module__.startswith("numberwire.")}
    assert len(methods) > 5
    assert sorted(found.__qualname__ for found in ours if id(found) not in exported) == []
