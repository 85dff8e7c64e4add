"""What a schema lets through beside its type, as facts that compare: limits, rules of its members, defaults.

Rules that don't compare, such as `not`, are facts as a whole: one that is new or differs may refuse what was taken.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from generator.diff.limits import LIMITS, RULED
from generator.diff.surface import Surface
from generator.openapi.pointers import is_mapping, sequence
from generator.openapi.view import Spot

__all__ = ["Plain", "class_facts", "plain_schema", "value_facts"]

_NOTES = frozenset({"default", "deprecated"})
_KEPT = LIMITS | _NOTES | {"format"}
_WORDS = frozenset(
    {"$comment", "deprecated", "description", "example", "examples", "externalDocs", "title", "xml"}
)
"""What a schema says for people alone."""
_NAMED = frozenset({"$defs", "definitions", "dependentSchemas", "patternProperties", "properties"})
_LISTED = frozenset({"allOf", "anyOf", "oneOf", "prefixItems"})
_DATA = LIMITS | _NOTES | {"dependentRequired", "discriminator"}
_UNION = ("anyOf", "oneOf")
_PARTS = {"items": "items", "additionalProperties": "values"}

Plain = tuple[Any, dict[str, Any]]


def value_facts(surface: Surface, spot: Spot) -> dict[str, Any]:
    """Return what is said of a value, by keyword, with the part of the value in front of it.

    Args:
        surface: Where it belongs.
        spot: Its schema, its parameter or its body.
    """
    facts: dict[str, Any] = {}
    if spot.value.get("deprecated") is True:
        facts["deprecated"] = True
    for key, value in _schema_facts(surface, schema_of(spot), "", set()):
        _add_fact(facts, key, value)
    return facts


def class_facts(surface: Surface, pointer: str) -> dict[str, Any]:
    """Return what a class says of its members as a whole, by keyword.

    Args:
        surface: Where it belongs.
        pointer: Where the document says it.
    """
    facts: dict[str, Any] = {}
    queue = [surface.subject.spot(pointer)]
    pointers: set[str] = set()
    while queue:
        schema = queue.pop(0)
        if schema.pointer in pointers or (pointers and schema.pointer in surface.class_pointers):
            continue
        pointers.add(schema.pointer)
        for key, value in _whole_facts(surface, schema, (*RULED, *_UNION)):
            _add_fact(facts, key, value)
        keywords = LIMITS - {"enum"} if _is_enum(schema) else LIMITS
        for key, value in schema.value.items():
            if key in keywords and (key, value) != ("uniqueItems", False):
                _add_fact(facts, key, value)
        queue += schema.listed_children("allOf")
        queue += [surface.subject.resolve(schema)] if "$ref" in schema.value else []
    return facts


def _add_fact(facts: dict[str, Any], key: str, value: Any) -> None:
    """Add a fact; of a keyword that several parts of a schema have, each counts."""
    while key in facts:
        if facts[key] == value:
            return
        key = f"also {key}"
    facts[key] = value


def schema_of(spot: Spot) -> Spot:
    """Return the schema of a parameter or a body, or the spot itself, which is one."""
    media = next(iter(spot.named_children("content")), spot)
    return media.step("schema") if "schema" in media.value else media


def plain_schema(surface: Surface, schema: Spot) -> Plain:
    """Return all that a schema lets through, as values that compare, and without words.

    Args:
        surface: Where it belongs.
        schema: The schema.

    Returns:
        The schema, and by pointer all that its references lead to.
    """
    tree, queue = _plain_tree(surface, schema)
    followed: dict[str, Any] = {}
    while queue:
        pointer = queue.pop()
        if pointer not in followed:
            if pointer not in surface.plain_trees:
                surface.plain_trees[pointer] = _plain_tree(surface, surface.subject.spot(pointer))
            followed[pointer], pointers = surface.plain_trees[pointer]
            queue += pointers
    return tree, followed


def _plain_tree(surface: Surface, schema: Spot) -> tuple[Any, list[str]]:
    """Return a schema without words, and the pointers that its references lead to."""
    pointers: list[str] = []

    def plain(spot: Spot) -> Any:
        tree: dict[str, Any] = {}
        for key, value in spot.value.items():
            if key in _WORDS or key.startswith("x-"):
                continue
            if key == "$ref":
                tree[key] = surface.subject.resolve(spot).pointer
                pointers.append(tree[key])
            elif key in _NAMED:
                tree[key] = {
                    one.name: plain(one) if one.is_object else value for one in spot.named_children(key)
                }
            elif key in _LISTED:
                tree[key] = [plain(one) for one in spot.listed_children(key)]
            else:
                tree[key] = plain(spot.step(key)) if is_mapping(value) and key not in _DATA else value
        return tree

    return plain(schema), pointers


def _whole_facts(surface: Surface, schema: Spot, keywords: tuple[str, ...]) -> Iterator[tuple[str, Any]]:
    """Yield the keywords that are compared as a whole, where they say something."""
    for key, value in schema.value.items():
        if key in keywords and value is not True and value not in ({}, []):
            yield key, value and plain_schema(surface, Spot(schema.pointer, {key: value}))


def _schema_facts(
    surface: Surface, schema: Spot, before: str, pointers: set[str]
) -> Iterator[tuple[str, Any]]:
    """Yield what a schema and its parts say, each once; a class is compared by itself."""
    is_class = "properties" in schema.value
    if schema.pointer in pointers or (pointers and (is_class or _is_enum(schema))):
        return
    pointers.add(schema.pointer)
    keywords = _NOTES if is_class else _KEPT - {"enum"} if _is_enum(schema) else _KEPT
    for key, value in schema.value.items():
        if key in keywords and (key not in ("deprecated", "uniqueItems") or value is True):
            yield before + key, value
    if is_class:
        return
    # What items and additional members are is said part by part.
    inside = [keyword for keyword in _PARTS if is_mapping(schema.value.get(keyword))]
    rules = tuple(RULED.difference(inside))
    yield from ((before + key, value) for key, value in _whole_facts(surface, schema, rules))
    if "$ref" in schema.value:
        yield from _schema_facts(surface, surface.subject.resolve(schema), before, pointers)
    for keyword in inside:
        yield from _schema_facts(surface, schema.step(keyword), f"{before}{_PARTS[keyword]} ", pointers)
    for keyword in ("allOf", *_UNION):
        parts = [part for part in schema.listed_children(keyword) if part.value.get("type") != "null"]
        for number, part in enumerate(parts, 1):
            place = f"{before}{keyword} {number} " if len(parts) > 1 else before
            yield from _schema_facts(surface, part, place, pointers)


def _is_enum(schema: Spot) -> bool:
    """Tell whether a schema is an enum of texts, which is a class and has its values compared as such."""
    return any(isinstance(value, str) for value in sequence(schema.value.get("enum")))
