"""The spec's own examples decode to the generated types, and go out as they came in."""

import importlib
import inspect
from pathlib import Path
from typing import get_args

import msgspec
import pytest

from numberwire_api import Operation
from tests.yaml_files import load_yaml

SPEC = Path(__file__).parents[2] / "spec"
ID = "2f3b7c1e-5d4a-4b8e-9c6f-0a1b2c3d4e5f"


def resolved(document, node):
    """A node, or the component that it refers to."""
    while "$ref" in node:
        *_, kind, name = node["$ref"].split("/")
        node = document["components"][kind][name]
    return node


def examples():
    """Every example of a body: API, operation, the status it answers with or None for a request, name, value."""
    for path in sorted(SPEC.glob("*.yaml")):
        document = load_yaml(path)
        for methods in document["paths"].values():
            for operation in methods.values():
                holders = {None: operation.get("requestBody", {}), **operation["responses"]}
                for status, holder in holders.items():
                    media = resolved(document, holder).get("content", {}).get("application/json", {})
                    for name, example in media.get("examples", {}).items():
                        yield (
                            path.stem,
                            operation["operationId"],
                            status,
                            name,
                            resolved(document, example)["value"],
                        )


EXAMPLES = list(examples())
IDS = ["-".join(filter(None, map(str, one[:4]))) for one in EXAMPLES]


def function_of(api, operation_id):
    """The function that makes an operation, and the type of its body."""
    package = importlib.import_module(f"numberwire_api.{api}")
    function = next(
        getattr(module, operation_id)
        for module in vars(package).values()
        if inspect.ismodule(module) and hasattr(module, operation_id)
    )
    body = inspect.get_annotations(function, eval_str=True).get("body")
    # A body that need not be there may be unset.
    kinds = [kind for kind in get_args(body) or (body,) if kind is not msgspec.UnsetType]
    return function, kinds[0]


def made(api, operation_id):
    """An operation, made of the first example of its request."""
    function, body = function_of(api, operation_id)
    request = next((one[4] for one in EXAMPLES if one[:3] == (api, operation_id, None)), None)
    arguments = {"id": ID, "body": body(**request) if body else None}
    given = {
        name: value for name, value in arguments.items() if name in inspect.signature(function).parameters
    }
    operation = function(**given)
    assert isinstance(operation, Operation)
    return operation


def type_of(operation, status):
    """The type that an answer of this status decodes to."""
    return operation.answer if int(status) in operation.success else dict(operation.errors)[status]


def test_there_are_examples():
    """Both specs have examples, of requests, successes and errors."""
    found = {(api, status if status is None else int(status) < 300) for api, _, status, *_ in EXAMPLES}
    assert found == {(api, kind) for api in ("signalwire", "routing") for kind in (None, True, False)}


@pytest.mark.parametrize(
    ("api", "operation_id", "status", "name", "value"),
    [one for one in EXAMPLES if one[2] is not None],
    ids=[one for one, example in zip(IDS, EXAMPLES, strict=True) if example[2] is not None],
)
def test_decodes(api, operation_id, status, name, value):
    """An example decodes to the type of its operation, and nothing of it is lost: what it has, the value has."""
    kind = type_of(made(api, operation_id), status)
    decoded = msgspec.json.decode(msgspec.json.encode(value), type=kind)
    assert lost(value, msgspec.to_builtins(decoded)) == []


def lost(given, kept, where="$"):
    """The places of a value that another one lacks or has otherwise; what is null may be left out."""
    if isinstance(given, dict):
        return [
            place for name, one in given.items() for place in lost(one, kept.get(name), f"{where}.{name}")
        ]
    if isinstance(given, list):
        assert len(given) == len(kept)
        return [
            place for index, one in enumerate(given) for place in lost(one, kept[index], f"{where}[{index}]")
        ]
    return [] if given == kept else [where]


@pytest.mark.parametrize(
    ("api", "operation_id", "name", "value"),
    [(api, operation, name, value) for api, operation, status, name, value in EXAMPLES if status is None],
    ids=[one for one, (_, _, status, *_) in zip(IDS, EXAMPLES, strict=True) if status is None],
)
def test_request_is_sent_as_it_is(api, operation_id, name, value):
    """An example of a request goes over the wire as it stands in the spec: no field more, none less."""
    function, body = function_of(api, operation_id)
    parameters = inspect.signature(function).parameters
    arguments = [ID] * ("id" in parameters) + [body(**value)]
    assert msgspec.json.decode(function(*arguments).request().content) == value
