"""The view of a document: its operations, parameters, schemas and properties, each with its place.

Read without trust: what has another type than OpenAPI gives it counts as absent; the validator reports it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from generator.openapi.document import Document, DocumentError, read_document
from generator.openapi.pointers import mapping, sequence, step, target, text, texts

_REFERENCE = re.compile(r"#/components/[A-Za-z]+/[^/]+")
METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")

# Under these keys are things by name; the names are the author's and no keywords.
_NAMED = frozenset(
    {
        "$defs",
        "callbacks",
        "content",
        "definitions",
        "dependentSchemas",
        "encoding",
        "headers",
        "links",
        "parameters",
        "pathItems",
        "paths",
        "patternProperties",
        "properties",
        "requestBodies",
        "responses",
        "schemas",
        "securitySchemes",
        "variables",
        "webhooks",
    }
)
# Under these keys is data of the API itself.
_DATA = frozenset({"example", "default", "const", "enum", "value", "mapping", "security"})
_SCHEMA_KINDS = frozenset(
    {
        "additionalProperties",
        "allOf",
        "anyOf",
        "contains",
        "dependentSchemas",
        "else",
        "if",
        "items",
        "not",
        "oneOf",
        "patternProperties",
        "prefixItems",
        "properties",
        "propertyNames",
        "schema",
        "schemas",
        "then",
        "unevaluatedItems",
        "unevaluatedProperties",
    }
)


@dataclass(frozen=True)
class Spot:
    """An object of the document.

    Attributes:
        pointer: Where it is.
        value: What it says.
        kind: The keyword that holds it, such as `parameters`.
        name: Its own key, if it is among named things.
    """

    pointer: str
    value: dict[str, Any]
    kind: str = ""
    name: str = ""

    def step(self, key: str) -> Spot:
        """Return the object under a keyword, empty where there is none."""
        return Spot(step(self.pointer, key), mapping(self.value.get(key)), key)

    def named_children(self, key: str) -> list[Spot]:
        """Return the objects that stand by name under a keyword."""
        names = mapping(self.value.get(key))
        return [Spot(step(self.pointer, key, name), mapping(item), key, name) for name, item in names.items()]

    def listed_children(self, key: str) -> list[Spot]:
        """Return the objects of the list under a keyword."""
        items = enumerate(sequence(self.value.get(key)))
        return [Spot(step(self.pointer, key, index), mapping(item), key) for index, item in items]


@dataclass(frozen=True)
class Operation:
    """One operation, and its path."""

    spot: Spot
    path: str
    item: Spot

    @property
    def id(self) -> str:
        """Its operationId, empty where it has none."""
        return text(self.spot.value.get("operationId"))


class Subject:
    """One document, seen as the rules need it.

    Args:
        document: The document.
    """

    def __init__(self, document: Document) -> None:
        self.document = document
        self.root = Spot("", document.data)

    @cached_property
    def objects(self) -> list[Spot]:
        """Every object in which a key is a keyword."""
        return list(_objects(self.root))

    @cached_property
    def operations(self) -> list[Operation]:
        """Every operation, in the document's order."""
        items = self.root.named_children("paths")
        return [
            Operation(item.step(method), item.name, item)
            for item in items
            for method in item.value
            if method in METHODS
        ]

    @cached_property
    def components(self) -> list[Spot]:
        """Every component of every section."""
        return _components(self.root)

    @cached_property
    def schemas(self) -> list[Spot]:
        """Every schema, named or not."""
        return [spot for spot in self.objects if spot.kind in _SCHEMA_KINDS]

    @cached_property
    def parameters(self) -> list[Spot]:
        """Every parameter, where it is defined."""
        return [spot for spot in self.objects if spot.kind == "parameters" and "$ref" not in spot.value]

    @cached_property
    def properties(self) -> list[Spot]:
        """Every property of every schema."""
        return [spot for spot in self.objects if spot.kind == "properties"]

    @cached_property
    def references(self) -> list[Spot]:
        """Every object that is a reference or holds one beside other keywords."""
        return [spot for spot in self.objects if "$ref" in spot.value]

    @cached_property
    def sources(self) -> Document | DocumentError:
        """The facts of the documentation pages, or why they can't be read."""
        try:
            return read_document(self.sources_path)
        except DocumentError as error:
            return error

    @property
    def sources_path(self) -> Path:
        """Where the facts of the documentation pages stand."""
        path = self.document.path
        return path.parent / "sources" / path.name

    @cached_property
    def pages(self) -> dict[str, Any] | None:
        """The documentation pages by id, or None where they can't be read."""
        return mapping(self.sources.data.get("pages")) if isinstance(self.sources, Document) else None

    def resolve(self, spot: Spot) -> Spot:
        """Return what a reference leads to, or the spot itself; an empty one where it leads nowhere."""
        seen: set[str] = set()
        while "$ref" in spot.value:
            pointer = local_pointer(spot.value["$ref"])
            if pointer is None or pointer in seen:
                return Spot(spot.pointer, {}, spot.kind)
            seen.add(pointer)
            value = target(self.document.data, pointer)
            spot = Spot(pointer, mapping(value), spot.kind, pointer.rpartition("/")[2])
        return spot

    def parameters_of(self, operation: Operation) -> list[Spot]:
        """Return the parameters of an operation, its path's included, where they are defined."""
        spots = operation.item.listed_children("parameters") + operation.spot.listed_children("parameters")
        return [self.resolve(spot) for spot in spots]


def local_pointer(reference: object) -> str | None:
    """Return the pointer of a `#/components/SECTION/NAME` reference, or None for any other one."""
    return reference[1:] if isinstance(reference, str) and _REFERENCE.fullmatch(reference) else None


def _objects(spot: Spot) -> Iterator[Spot]:
    yield spot
    for key, value in spot.value.items():
        if key in _DATA or key.startswith("x-"):
            continue
        if isinstance(value, list):
            # A schema's `examples` are a list of data; a media type's are a mapping.
            children = [] if key == "examples" else spot.listed_children(key)
        elif not isinstance(value, dict):
            continue
        elif key in _NAMED or key == "examples":
            children = spot.named_children(key)
        else:
            children = _components(spot) if key == "components" and not spot.pointer else [spot.step(key)]
        for child in children:
            yield from _objects(child)


def _components(root: Spot) -> list[Spot]:
    components = root.step("components")
    return [spot for section in components.value for spot in components.named_children(section)]


def as_text(value: object) -> str:
    """Return a text without the blanks around it, empty for anything else."""
    return text(value).strip()


def as_types(schema: Spot) -> list[str]:
    """Return the types a schema names."""
    types = schema.value.get("type")
    return [types] if isinstance(types, str) else texts(types)
