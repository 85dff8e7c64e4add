"""Schemas of an OpenAPI document: references followed, `allOf` and alternatives merged, and what they state."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from generator.docs.pages.errors import PageError, quoted
from generator.plain import mapping, sequence, text, texts
from generator.pointers import MISSING, At, inside, target

_MAX_DEPTH = 40
# Schemas that are put together from two of the next one, and so on, double with each step.
_MAX_MERGED = 100_000
_MERGED = frozenset({"$ref", "allOf", "anyOf", "oneOf"})


@dataclass(frozen=True)
class Schema:
    """A schema with all that stands behind its references in one place.

    Attributes:
        said: Its keywords; `properties` holds unmerged schemas.
        is_nullable: Whether null is one of its values, None where it says nothing of types.
        trail: The pointers that led to it; one that leads back is not followed.
    """

    said: Mapping[str, Any]
    is_nullable: bool | None
    trail: frozenset[str]

    @property
    def kind(self) -> str | None:
        """Its type, if it is one alone."""
        kinds = [kind for kind in types(self.said) if kind != "null"]
        if len(kinds) == 1:
            return kinds[0]
        if not kinds and "properties" in self.said:
            return "object"
        return "array" if not kinds and "items" in self.said else None


def types(said: Mapping[str, Any]) -> list[str]:
    """Return the types that a schema names.

    Args:
        said: The schema's keywords.
    """
    kinds = said.get("type")
    return [kinds] if isinstance(kinds, str) else texts(kinds)


class Schemas:
    """The schemas of one document.

    Args:
        data: The document.
    """

    def __init__(self, data: dict[str, Any]) -> None:
        self._data = data
        self._merged = 0

    def merged(self, schema: object, trail: frozenset[str] = frozenset(), depth: int = 0) -> Schema:
        """Return a schema with all that stands behind its references in one place.

        Args:
            schema: The schema, as the document has it.
            trail: The pointers that led to it.
            depth: How many schemas it is part of.

        Raises:
            PageError: A reference leads out of the document, nowhere or in a circle.
        """
        said = mapping(schema)
        self._merged += 1
        if depth > _MAX_DEPTH or self._merged > _MAX_MERGED:
            raise PageError("the schemas expand to more than can be read; give the part that is meant.")
        parts: list[Schema] = []
        if "$ref" in said:
            pointer = self._pointer(said["$ref"])
            if pointer in trail:
                return Schema({"type": "object"}, None, trail)
            trail |= {pointer}
            parts.append(self.merged(target(self._data, pointer), trail, depth + 1))
        parts += [self.merged(part, trail, depth + 1) for part in sequence(said.get("allOf"))]
        for word in ("anyOf", "oneOf"):
            if options := [self.merged(one, trail, depth + 1) for one in sequence(said.get(word))]:
                parts.append(_either(options))
        own = {key: value for key, value in said.items() if key not in _MERGED}
        return _both([*parts, Schema(own, _nullable(own), trail)])

    def _pointer(self, reference: object) -> str:
        pointer = inside(self._data, reference, At("", ""))
        if pointer is None or target(self._data, pointer) is MISSING:
            raise PageError(f"the reference {quoted(text(reference))} leads to nothing in this document.")
        return pointer

    def items(self, schema: Schema) -> Schema:
        """Return the schema of a list's items.

        Args:
            schema: The list's schema.
        """
        return self.merged(schema.said.get("items"), schema.trail)

    def properties(self, schema: Schema) -> Iterator[tuple[str, Schema]]:
        """Yield the properties of an object.

        Args:
            schema: The object's schema.
        """
        for name, said in mapping(schema.said.get("properties")).items():
            yield name, self.merged(said, schema.trail)


def _nullable(own: Mapping[str, Any]) -> bool | None:
    if own.get("nullable") is True or "null" in types(own) or None in sequence(own.get("enum")):
        return True
    return False if "type" in own else None


def _both(parts: Sequence[Schema]) -> Schema:
    """Return what holds where all of several schemas hold; the last one is the document's own."""
    said: dict[str, Any] = {}
    for part in parts:
        properties = {**mapping(said.get("properties"))}
        for name, schema in mapping(part.said.get("properties")).items():
            properties[name] = {"allOf": [properties[name], schema]} if name in properties else schema
        required = [*texts(said.get("required")), *texts(part.said.get("required"))]
        said |= part.said
        said |= {"properties": properties} if properties else {}
        said |= {"required": required} if required else {}
    own = parts[-1]
    told = [part.is_nullable for part in parts if part.is_nullable is not None]
    # `nullable` beside a reference is said of both, although OpenAPI 3.0 has it otherwise.
    is_nullable = True if own.is_nullable and "type" not in own.said else all(told) if told else None
    return Schema(said, is_nullable, frozenset[str]().union(*(part.trail for part in parts)))


def _either(options: Sequence[Schema]) -> Schema:
    """Return what is certain where one of several schemas holds; null among them is no type of its own."""
    some = [one for one in options if types(one.said) != ["null"]] or options[:1]
    is_nullable = len(some) < len(options) or any(one.is_nullable for one in some)
    if len(some) == 1:
        return replace(some[0], is_nullable=is_nullable)
    said: dict[str, Any] = {}
    if len({one.kind for one in some}) == 1 and some[0].kind:
        said["type"] = some[0].kind
    if all("enum" in one.said for one in some):
        said["enum"] = [value for one in some for value in sequence(one.said["enum"])]
    said["properties"] = {
        name: {
            "oneOf": [
                mapping(one.said["properties"])[name]
                for one in some
                if name in mapping(one.said.get("properties"))
            ]
        }
        for name in dict.fromkeys(name for one in some for name in mapping(one.said.get("properties")))
    }
    required = [set(texts(one.said.get("required"))) for one in some]
    said["required"] = sorted(set[str].intersection(*required))
    trail = frozenset[str]().union(*(one.trail for one in some))
    return Schema({key: value for key, value in said.items() if value}, is_nullable, trail)
