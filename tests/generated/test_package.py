"""The committed package: whole, by itself, and no more than it says."""

import ast
import importlib
import inspect
import json
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import get_args, get_type_hints

import msgspec
import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "generated" / "numberwire_api"
SPECS = sorted((ROOT / "spec").glob("*.yaml"))
MODULES = sorted(PACKAGE.rglob("*.py"))
APIS = [path.stem for path in SPECS]


def modules_of(api):
    """Return the modules of operations of an API."""
    face = importlib.import_module(f"numberwire_api.{api}")
    return [value for _, value in inspect.getmembers(face, inspect.ismodule) if "Operation" in vars(value)]


def models_within(kind, models):
    """Add the models that a type is made of to a set."""
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct) and kind not in models:
        models.add(kind)
        for part in get_type_hints(kind).values():
            models_within(part, models)
    for part in get_args(kind):
        models_within(part, models)


def test_every_operation_makes_requests():
    """Every module imports and every operation becomes a request whose answer can be decoded."""
    script = ROOT / "tests" / "generator" / "codegen" / "exercise_package.py"
    done = subprocess.run(
        [sys.executable, "-I", "-B", script, ROOT / "generated", "numberwire_api"],
        capture_output=True,
        text=True,
        check=True,
    )
    told = json.loads(done.stdout)
    documents = (path.read_text(encoding="utf-8") for path in (ROOT / "spec").glob("*.yaml"))
    described = sum(text.count("operationId:") for text in documents)
    assert (told["operations"], told["modules"], told["wrong"]) == (described, len(MODULES), [])


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_a_module_says_that_it_is_generated(path):
    """The first line says what wrote the file."""
    first = path.read_text(encoding="utf-8").splitlines()[0]
    assert first.startswith("# ")
    assert "`python -m generator generate`" in first


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_a_module_imports_the_standard_library_and_msgspec(path):
    """No module of the package imports anything else."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and not node.level}
    assert {name.partition(".")[0] for name in names} <= sys.stdlib_module_names | {"msgspec"}


@pytest.mark.parametrize("api", APIS)
def test_an_api_exports_its_models_and_modules(api):
    """What is exported is every model and every module of operations, and each exists."""
    face = importlib.import_module(f"numberwire_api.{api}")
    models = importlib.import_module(f"numberwire_api.{api}.models")
    modules = {path.stem for path in (PACKAGE / api).glob("[!_]*.py")}
    assert set(face.__all__) == set(models.__all__) | modules
    assert all(hasattr(face, name) for name in face.__all__)


@pytest.mark.parametrize("api", APIS)
def test_the_asynchronous_twin_has_the_same_methods(api):
    """Each bound method, those with whole answers too, has a twin that is awaited and takes the same parameters."""
    for module in modules_of(api):
        pairs = [
            (name, getattr(module, name), getattr(module, f"Async{name}"))
            for name in module.__all__
            if f"Async{name}" in module.__all__
        ]
        assert len(pairs) == 2
        for name, plain, twin in pairs:
            methods = {key for key in vars(plain) if not key.startswith("_")}
            assert methods == {key for key in vars(twin) if not key.startswith("_")}, name
            for key in methods:
                one, other = inspect.signature(getattr(plain, key)), inspect.signature(getattr(twin, key))
                assert one == other
                assert inspect.iscoroutinefunction(getattr(twin, key))


@pytest.mark.parametrize("api", APIS)
def test_an_answer_lacks_whatever_it_lacks(api):
    """An answer's field that may be missing is None, a null is None, and a request leaves out what wasn't given."""
    models = importlib.import_module(f"numberwire_api.{api}.models")
    for model in (getattr(models, name) for name in models.__all__):
        if not issubclass(model, msgspec.Struct):
            continue
        missing = {field.default for field in msgspec.structs.fields(model) if not field.required}
        assert missing <= {None} or missing == {msgspec.UNSET}, model


@pytest.mark.parametrize("api", APIS)
def test_what_is_received_holds_no_list(api):
    """A list of an answer is a tuple, so that the model around it hashes and can't be changed."""
    models = importlib.import_module(f"numberwire_api.{api}.models")
    sent = set()
    for module in modules_of(api):
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if name in module.__all__:
                models_within(get_type_hints(function).get("body"), sent)
    lists = [
        f"{model.__name__}.{name}"
        for model in (getattr(models, name) for name in models.__all__)
        if issubclass(model, msgspec.Struct) and model not in sent
        for name, kind in model.__annotations__.items()
        if "list[" in kind
    ]
    assert lists == []


@pytest.mark.parametrize("spec", SPECS, ids=lambda path: path.stem)
def test_the_lock_names_the_pinned_tools(spec):
    """The tools that wrote the package are those pyproject pins."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    pins = dict(one.split("==") for one in project["dependency-groups"]["generate"])
    lock = json.loads((PACKAGE / spec.stem / "lock.json").read_text(encoding="utf-8"))
    assert lock["spec"]["file"] == f"spec/{spec.name}"
    assert lock["tools"] == {name: pins[name] for name in lock["tools"]}


def test_resource_classes_send_operations():
    """A bound method hands its operation to the sender and gives back what that returns."""
    from numberwire_api.signalwire import phone_numbers as module  # noqa: PLC0415 - the one this test is about

    sent = []

    def send(operation):
        sent.append(operation)
        return "answer"

    assert module.PhoneNumbers(send).get("an-id") == "answer"
    assert sent == [module.retrieve_phone_number("an-id")]
