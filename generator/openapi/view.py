"""The view of a document: its operations with parameters, bodies and answers, its schemas and properties.

The rules, the code generator and the comparisons of pages and of releases all walk a document through it.
Read without trust: what has another type than OpenAPI gives it counts as absent; the validator reports it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from generator.openapi.document import Document, DocumentError
from generator.openapi.pointers import (
    is_mapping,
    mapping,
    reference_pointer,
    sequence,
    step,
    steps,
    target,
    text,
    texts,
)

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
        is_object: Whether there is an object at all; without one, the value is empty.
    """

    pointer: str
    value: dict[str, Any]
    kind: str = ""
    name: str = ""
    is_object: bool = True

    def step(self, key: str) -> Spot:
        """Return the object under a keyword, empty where there is none."""
        return _spot(step(self.pointer, key), self.value.get(key), key)

    def named_child(self, key: str, name: str) -> Spot | None:
        """Return the object of a name under a keyword, or None where none has it."""
        names = mapping(self.value.get(key))
        return _spot(step(self.pointer, key, name), names[name], key, name) if name in names else None

    def named_children(self, key: str) -> list[Spot]:
        """Return the objects under a keyword, by name."""
        names = mapping(self.value.get(key))
        return [_spot(step(self.pointer, key, name), item, key, name) for name, item in names.items()]

    def listed_children(self, key: str) -> list[Spot]:
        """Return the objects of the list under a keyword."""
        items = enumerate(sequence(self.value.get(key)))
        return [_spot(step(self.pointer, key, index), item, key) for index, item in items]


def _spot(pointer: str, value: object, kind: str = "", name: str = "") -> Spot:
    return Spot(pointer, mapping(value), kind, name, is_mapping(value))


def follow_references(data: dict[str, Any], spot: Spot) -> Spot | None:
    """Return what an object is or refers to.

    Args:
        data: The document.
        spot: The object.

    Returns:
        The object itself, or the one that its references lead to, named as there; None where no object is
        there, or the references lead out of the document, nowhere or in a circle.
    """
    pointers: set[str] = set()
    while "$ref" in spot.value:
        pointer = reference_pointer(data, spot.value["$ref"], spot.pointer)
        if pointer is None or pointer in pointers:
            return None
        pointers.add(pointer)
        spot = _spot(pointer, target(data, pointer), spot.kind, list(steps(pointer))[-1])
    return spot if spot.is_object else None


@dataclass(frozen=True)
class PathItem:
    """One path.

    Attributes:
        path: The path.
        spot: Where the document lists it.
        item: What is there or where its reference leads, or None where it leads nowhere.
    """

    path: str
    spot: Spot
    item: Spot | None


def _methods(spot: Spot, item: Spot) -> dict[str, Spot]:
    """Return what a path has for each method, itself or where its reference leads."""
    return {
        method: place.step(method) for place in (item, spot) for method in place.value if method in METHODS
    }


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

    @property
    def method(self) -> str:
        """Its HTTP method in lower case, as the document writes it."""
        return self.spot.kind

    @property
    def parameters(self) -> list[Spot]:
        """Its parameters or the references to them, those of its path first; a later one of the same name counts."""
        return self.item.listed_children("parameters") + self.spot.listed_children("parameters")

    @property
    def body(self) -> Spot | None:
        """Its body or the reference to it, or None where it has none."""
        return self.spot.step("requestBody") if "requestBody" in self.spot.value else None

    @property
    def answers(self) -> list[Spot]:
        """Its answers or the references to them; the name of each is its status."""
        return self.spot.named_children("responses")

    @property
    def servers(self) -> list[Spot]:
        """The servers of its own or of its path; none where it has those of the whole document."""
        owner = self.spot if "servers" in self.spot.value else self.item
        return owner.listed_children("servers")


class Subject:
    """One document, as a view.

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
    def path_items(self) -> list[PathItem]:
        """Every path, in the document's order."""
        spots = self.root.named_children("paths")
        return [
            PathItem(spot.name, spot, self.follow(spot)) for spot in spots if not spot.name.startswith("x-")
        ]

    @cached_property
    def operations(self) -> list[Operation]:
        """Every operation, in the document's order, where it is defined.

        Some documents write an operation as a reference, though OpenAPI knows none of its kind; one that leads nowhere
        is left out. Those beside the reference of a path count as well, before those that it leads to.
        """
        return [
            Operation(operation, path.path, path.item)
            for path in self.path_items
            if path.item
            for spot in _methods(path.spot, path.item).values()
            if (operation := self.follow(spot))
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
        return self.document.sources

    @property
    def sources_path(self) -> Path:
        """Where the facts of the documentation pages are kept."""
        return self.document.sources_path

    @cached_property
    def pages(self) -> dict[str, Any] | None:
        """The documentation pages by id, or None where they can't be read."""
        return mapping(self.sources.data.get("pages")) if isinstance(self.sources, Document) else None

    def spot(self, pointer: str) -> Spot:
        """Return the object at a pointer, empty where there is none."""
        return _spot(pointer, target(self.document.data, pointer))

    def follow(self, spot: Spot) -> Spot | None:
        """Return what an object is or refers to, or None where that is nothing; see `follow_references`."""
        return follow_references(self.document.data, spot)

    def resolve(self, spot: Spot) -> Spot:
        """Return what an object is or refers to; an empty one where that is nothing."""
        return self.follow(spot) or Spot(spot.pointer, {}, spot.kind, spot.name, is_object=False)

    def parameters_of(self, operation: Operation) -> list[Spot]:
        """Return the parameters of an operation, its path's included, where they are defined."""
        return [self.resolve(spot) for spot in operation.parameters]

    def security_owner(self, operation: Spot) -> Spot:
        """Return the object whose security requirements an operation has: itself, or the whole document."""
        return operation if "security" in operation.value else self.root

    def body_media(self, operation: Operation) -> list[Spot]:
        """Return the media types of an operation's body, by name."""
        return self.resolve(operation.body).named_children("content") if operation.body else []

    def answer_media(self, operation: Operation, status: str) -> list[Spot]:
        """Return the media types of an operation's answer of a status, by name."""
        return [
            media
            for answer in operation.answers
            if answer.name == status
            for media in self.resolve(answer).named_children("content")
        ]


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
