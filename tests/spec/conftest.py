"""The documents of spec/ and a way to walk them: from an operation's part down to one property."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.yaml_files import load_yaml

SPEC = Path(__file__).parents[2] / "spec"
APIS = ("signalwire", "routing")
BODIES = ("request", "response")
PARTS = ("path", "query", "header", *BODIES)

Node = dict[str, Any]
Place = tuple[str, str]  # a component and the name of its property; "parameters" and the component's name


@dataclass(frozen=True)
class Stated:
    """One field of one page: where the page names it, where the spec has it, what the page says."""

    page: str
    operation: str
    part: str
    field: str
    place: Place
    node: Node
    facts: Node


class Description:
    """A document of spec/ beside the facts of its pages."""

    def __init__(self, name: str) -> None:
        """Read both files."""
        self.name = name
        self.path = SPEC / f"{name}.yaml"
        self.spec: Node = load_yaml(self.path)
        sources: Node = load_yaml(SPEC / "sources" / f"{name}.yaml")
        self.pages: Node = sources["pages"]
        self.open = {
            tuple(entry.get(key, "") for key in ("page", "operation", "part", "field"))
            for entry in sources.get("open", ())
        }
        self.schemas: Node = self.spec["components"]["schemas"]
        self.operations: dict[str, Node] = {
            operation["operationId"]: operation
            for methods in self.spec["paths"].values()
            for operation in methods.values()
        }

    def resolve(self, node: Node) -> Node:
        """The component that a node refers to, or the node itself."""
        if "$ref" not in node:
            return node
        _, kind, name = node["$ref"].removeprefix("#").rsplit("/", 2)
        return self.spec["components"][kind][name]

    def components(self, schema: Node) -> Iterator[tuple[str, Node]]:
        """The named schemas that a value of this schema, or an item of it, can be."""
        if "$ref" in schema:
            yield schema["$ref"].rsplit("/", 1)[1], self.resolve(schema)
        for part in (*schema.get("anyOf", ()), *([schema["items"]] if "items" in schema else ())):
            yield from self.components(part)

    def body(self, operation: str, part: str) -> Node:
        """The schema of a request, of the answer to it, or of an error with this status."""
        described = self.operations[operation]
        if part == "request":
            holder = described["requestBody"]
        elif part == "response":
            holder = next(answer for status, answer in described["responses"].items() if status < "300")
        else:
            holder = self.resolve(described["responses"][part])
        return holder["content"]["application/json"]["schema"]

    def property(self, schema: Node, field: str) -> tuple[Place, Node]:
        """The property that a dotted name leads to."""
        for name in field.split("."):
            place, schema = next(
                ((component, name), node["properties"][name])
                for component, node in self.components(schema)
                if name in node.get("properties", {})
            )
        return place, schema

    def parameter(self, operation: str, where: str, name: str) -> tuple[Place, Node]:
        """The parameter of an operation with this name."""
        for reference in self.operations[operation]["parameters"]:
            node = self.resolve(reference)
            if (node["in"], node["name"]) == (where, name):
                return ("parameters", reference["$ref"].rsplit("/", 1)[1]), node
        raise LookupError(operation, where, name)

    def stated(self) -> Iterator[Stated]:
        """Every field that a page names, found in the spec."""
        for page, content in self.pages.items():
            for operation, parts in content["operations"].items():
                if operation not in self.operations:
                    continue  # left open, or left out: rule NW502 asks for one of the two
                for part, field, facts in fields(parts, content.get("errors", {})):
                    if {(page, operation, part, field), (page, "", part, field)} & self.open:
                        continue  # the spec does not follow it yet
                    if part in ("path", "query"):
                        place, node = self.parameter(operation, part, field)
                    else:
                        place, node = self.property(self.body(operation, part), field)
                    yield Stated(page, operation, part, field, place, node, facts)

    def places(self) -> Iterator[tuple[Place, Node]]:
        """Every parameter and every property of the spec."""
        for name, node in self.spec["components"]["parameters"].items():
            yield ("parameters", name), node
        for component, schema in self.schemas.items():
            for name, node in schema.get("properties", {}).items():
                yield (component, name), node


def fields(parts: Node, errors: Node) -> Iterator[tuple[str, str, Node]]:
    """The fields of an operation's parts, and of the errors whose status the operation names."""
    for part in PARTS:
        yield from ((part, field, facts) for field, facts in parts.get(part, {}).items())
    for status in parts.get("statuses", ()):
        yield from ((status, field, facts) for field, facts in errors.get(status, {}).items())


@pytest.fixture(params=APIS, scope="session")
def api(request):
    """Each API's description in turn."""
    return Description(request.param)


@pytest.fixture(scope="session")
def description():
    """Gives the description of the API with this name."""
    return Description
