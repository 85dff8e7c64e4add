"""An OpenAPI document as a page: its operations, or those on the paths that are asked for."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from generator.docs.pages.capture import PageError, path_part, quoted
from generator.docs.pages.draft import Draft, DraftField, DraftOperation
from generator.docs.pages.lines import tidy
from generator.facts import Field
from generator.openapi.pointers import (
    MISSING,
    At,
    follow_references,
    inside,
    is_mapping,
    mapping,
    sequence,
    target,
    text,
    texts,
)
from generator.openapi.view import METHODS

LAYOUT = "openapi"
_PARTS = frozenset({"path", "query", "header"})
_PARAMETER = re.compile(r"\{[^{}]*\}")
_JSON = re.compile(r"application/(?:[\w.-]+\+)?json\b")


def read_document(data: Mapping[str, Any], paths: Collection[str] = ()) -> Draft:
    """Read a document.

    Args:
        data: What it says.
        paths: The paths that are asked for; all by default. Parameters may be called otherwise.

    Raises:
        PageError: It is no OpenAPI document, has none of the paths, or a reference leads to nothing.
    """
    reader = _Reader(dict(data), paths)
    with reader.draft.telling():
        reader.read()
    return reader.draft


class _Reader:
    def __init__(self, data: dict[str, Any], paths: Collection[str]) -> None:
        self._data = data
        self._schemas = Schemas(data)
        self._wanted = {_PARAMETER.sub("{}", path) for path in paths}
        self.draft = Draft(LAYOUT)

    def read(self) -> None:
        data = self._data
        if "swagger" in data:
            raise PageError("this is Swagger 2.0; convert it to OpenAPI 3 first.")
        if not is_mapping(data.get("paths")):
            raise PageError("this is no OpenAPI document: it has no `paths`.")
        self.draft.title = text(mapping(data.get("info")).get("title"))
        for path, item in self._items():
            for method in METHODS:
                if is_mapping(item.get(method)):
                    self._operation(path, method, item)
        if not self.draft.operations:
            wanted = (
                f"none of the paths {', '.join(sorted(self._wanted))}" if self._wanted else "no operation"
            )
            raise PageError(f"the document describes {wanted}.")
        self._security()

    def _items(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Yield the paths that are asked for, with what the servers' URLs begin them with."""
        for path, said in mapping(self._data.get("paths")).items():
            whole = self._prefix() + path
            if self._wanted and not self._wanted & {_PARAMETER.sub("{}", one) for one in (whole, path)}:
                continue
            yield whole, self._resolved(said, f"the path {path}")

    def _prefix(self) -> str:
        servers = sequence(self._data.get("servers"))
        url = text(mapping(servers[0]).get("url")) if servers else ""
        return path_part(url).rstrip("/")

    def _resolved(self, value: object, what: str) -> dict[str, Any]:
        found = follow_references(self._data, value, At("", ""))
        if found is None:
            reference = text(mapping(value).get("$ref"))
            raise PageError(f"{what} refers to {quoted(reference)}, which is nothing in this document.", None)
        return found[0]

    def _operation(self, path: str, method: str, item: Mapping[str, Any]) -> None:
        said = mapping(item[method])
        name = text(said.get("operationId")) or text(said.get("summary")) or f"{method.upper()} {path}"
        operation = self.draft.start(name)
        operation.method, operation.path = method.upper(), path
        self._parameters(operation, [*sequence(item.get("parameters")), *sequence(said.get("parameters"))])
        if "requestBody" in said:
            body = self._resolved(said["requestBody"], f"the body of {name}")
            if (schema := _json_schema(body)) is not None:
                operation.parts["request"] = part_fields(
                    self._schemas, self._schemas.merged(schema), "readOnly"
                )
        for status, answer in mapping(said.get("responses")).items():
            self._answer(operation, status, self._resolved(answer, f"the answer {status} of {name}"))

    def _parameters(self, operation: DraftOperation, listed: list[Any]) -> None:
        for one in listed:
            said = self._resolved(one, f"a parameter of {operation.name}")
            place, name = text(said.get("in")), text(said.get("name"))
            if place in _PARTS and name:
                schema = self._schemas.merged(said.get("schema", _json_schema(said)))
                is_required = said.get("required") is True
                part = operation.parts.setdefault(place, {})
                part[name] = described(self._schemas, schema, is_required=is_required, said=said)

    def _answer(self, operation: DraftOperation, status: str, said: Mapping[str, Any]) -> None:
        if status.isdecimal():
            operation.statuses.append(status)
        schema = _json_schema(said)
        if schema is None:
            return
        fields = part_fields(self._schemas, self._schemas.merged(schema), "writeOnly")
        if status.startswith("2"):
            operation.parts.setdefault("response", fields)
        elif status.isdecimal():
            self.draft.part(status).update(fields)

    def _security(self) -> None:
        schemes = mapping(mapping(self._data.get("components")).get("securitySchemes"))
        for said in map(mapping, schemes.values()):
            if scheme := text(said.get("scheme")) or text(said.get("type")):
                self.draft.security.setdefault("scheme", scheme.lower())


def _json_schema(said: Mapping[str, Any]) -> object:
    content = mapping(said.get("content"))
    media = next((kind for kind in content if _JSON.match(kind)), next(iter(content), None))
    return mapping(content.get(media)).get("schema") if media else None


# Schemas of an OpenAPI document: references followed, `allOf` and alternatives merged, and what they state.

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


# The fields that a schema describes, and what it states of each.

MAX_FIELDS = 5_000
"""The most that a part of an operation may have: schemas that hold each other expand without end."""

_COPIED = ("format", "default", "minimum", "maximum", "minLength", "maxLength", "pattern")


def part_fields(schemas: Schemas, schema: Schema, hidden: str) -> dict[str, DraftField]:
    """Return the fields of a body.

    Args:
        schemas: The schemas of the document.
        schema: The body's.
        hidden: The keyword that says a field isn't part of it: `readOnly` in a request.

    Raises:
        PageError: There is no end to them, or a reference leads to nothing.
    """
    found: dict[str, DraftField] = {}
    for name, field in _fields(schemas, schema, hidden, ""):
        found[name] = field
        if len(found) > MAX_FIELDS:
            raise PageError(f"a body expands to more than {MAX_FIELDS} fields; give the part that is meant.")
    return found


def _fields(schemas: Schemas, schema: Schema, hidden: str, holder: str) -> Iterator[tuple[str, DraftField]]:
    if schema.kind == "array":
        schema = schemas.items(schema)
    required = frozenset(texts(schema.said.get("required")))
    for name, said in schemas.properties(schema):
        if said.said.get(hidden) is True:
            continue
        full = f"{holder}.{name}".lstrip(".")
        yield full, described(schemas, said, is_required=name in required)
        yield from _fields(schemas, said, hidden, full)


def described(
    schemas: Schemas, schema: Schema, *, is_required: bool, said: Mapping[str, Any] | None = None
) -> DraftField:
    """Return what a property or parameter states.

    Args:
        schemas: The schemas of the document.
        schema: Its schema.
        is_required: Whether it must be there.
        said: The keywords of the parameter that has the schema, if one has.
    """
    around = said or {}
    facts = dict(schema_facts(schemas, schema))
    facts["required"] = is_required
    facts["deprecated"] = True in (schema.said.get("deprecated"), around.get("deprecated"))
    if "example" in around:
        facts["example"] = around["example"]
    field = DraftField(facts)
    for words in (around.get("description"), schema.said.get("description")):
        for line in text(words).splitlines():
            if tidied := tidy(line, None):
                field.describe(tidied)
    return field


def schema_facts(schemas: Schemas, schema: Schema) -> Field:
    """Return what a schema states of its values.

    Args:
        schemas: The schemas of the document.
        schema: The schema.
    """
    said = schema.said
    facts: dict[str, Any] = {key: said[key] for key in _COPIED if key in said}
    if schema.kind:
        facts["type"] = schema.kind
    if schema.is_nullable is not None:
        facts["nullable"] = schema.is_nullable
    listing = schemas.items(schema).said if schema.kind == "array" else said
    values = (
        [listing["const"]]
        if "const" in listing
        else [v for v in sequence(listing.get("enum")) if v is not None]
    )
    if values:
        facts["enum"] = values
    examples = sequence(said.get("examples"))
    if "example" in said or examples:
        facts["example"] = said.get("example", *examples[:1])
    return facts
