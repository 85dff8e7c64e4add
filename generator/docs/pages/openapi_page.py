"""Reads an OpenAPI document as a page: all its operations, or those that concern an API that is known."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from generator.docs.pages.capture import PageError, excerpt, url_path
from generator.docs.pages.lines import tidy_line
from generator.docs.pages.page_draft import Draft, DraftField, DraftOperation
from generator.docs.pages.paths import Scope
from generator.docs.pages.sentences import OPERATION_DEPRECATED, SCOPE
from generator.facts import ITEM_TYPES, Field
from generator.openapi.credentials import (
    Credentials,
    credentials_of,
    declared_schemes,
    shared_credentials,
)
from generator.openapi.document import Document
from generator.openapi.pointers import (
    MISSING,
    is_mapping,
    mapping,
    reference_pointer,
    sequence,
    target,
    text,
    texts,
)
from generator.openapi.view import Operation, Spot, Subject

LAYOUT = "openapi"
_PARTS = frozenset({"path", "query", "header"})
# Parameters of these names say nothing by the standard: the scheme and the content do.
_STANDARD_HEADERS = frozenset({"accept", "authorization", "content-type"})
_JSON = re.compile(r"application/(?:[\w.-]+\+)?json\b")


def read_document(data: Mapping[str, Any], scope: Scope | None = None) -> Draft:
    """Read a document.

    Args:
        data: What it says.
        scope: What of it is asked for; all by default. The other operations are counted.

    Raises:
        PageError: It is no OpenAPI document, has nothing that is asked for, or a reference leads to nothing.
    """
    reader = _Reader(dict(data), scope)
    with reader.draft.report_progress():
        reader.read_page()
    return reader.draft


class _Reader:
    def __init__(self, data: dict[str, Any], scope: Scope | None) -> None:
        self._data = data
        self._subject = Subject(Document(Path(), data))
        self._schemas = Schemas(data)
        self._scope = scope
        self._passed_headers = _STANDARD_HEADERS | _key_headers(declared_schemes(self._subject))
        # By the standard a body need not be there where nothing is said of it; many documents never say it.
        self._says_required = any(
            "required" in body.value
            for operation in self._subject.operations
            if operation.body and (body := self._subject.follow(operation.body))
        )
        self._credentials: dict[str, Credentials] = {}
        self.draft = Draft(LAYOUT)

    def read_page(self) -> None:
        data = self._data
        if "swagger" in data:
            raise PageError("this is Swagger 2.0; convert it to OpenAPI 3 first.")
        if not is_mapping(data.get("paths")):
            raise PageError("this is not an OpenAPI document: it has no `paths`.")
        self.draft.title = text(mapping(data.get("info")).get("title"))
        for path in self._subject.path_items:
            if self._has_path(path.path):
                self._resolve(path.spot, f"the path {path.path}")
        for operation in self._subject.operations:
            if self._is_asked_for(operation):
                self._read_operation(operation)
            else:
                self.draft.passed_operations += 1
        if not self.draft.operations:
            raise PageError(self._nothing_found())
        self._read_security()

    def _is_asked_for(self, operation: Operation) -> bool:
        return self._has_path(operation.path) or (
            self._scope is not None and self._scope.has_operation(operation.id)
        )

    def _has_path(self, path: str) -> bool:
        return self._scope is None or self._scope.has_path(self._server_path() + path)

    def _nothing_found(self) -> str:
        if self._scope is None:
            return "the document describes no operation."
        paths = ", ".join(sorted(self._scope.paths))
        return (
            f"none of the {self.draft.passed_operations} operations of the document is on one of the paths"
            f" {paths} or beside it; `docs draft` begins a new API."
        )

    def _server_path(self) -> str:
        servers = sequence(self._data.get("servers"))
        url = text(mapping(servers[0]).get("url")) if servers else ""
        return url_path(url).rstrip("/")

    def _resolve(self, spot: Spot, what: str) -> dict[str, Any]:
        target = self._subject.follow(spot)
        if target is None:
            reference = text(spot.value.get("$ref"))
            raise PageError(f"{what} refers to {excerpt(reference)}, which is not in this document.", None)
        return target.value

    def _read_operation(self, known: Operation) -> None:
        method, path = known.method.upper(), self._server_path() + known.path
        name = known.id or text(known.spot.value.get("summary")) or f"{method} {path}"
        operation = self.draft.begin_operation(name)
        operation.method, operation.path = method, path
        for server in known.servers:
            url = excerpt(text(server.value.get("url")))
            operation.unread_parts.append(
                f"the server {url} of {name}: its path is read as one of the document's server"
            )
        scopes = self._read_words(operation, known.spot.value)
        if known.spot.value.get("deprecated") is True:
            operation.words.append(f"{OPERATION_DEPRECATED}.")
        self._read_parameters(operation, known.parameters)
        if known.body:
            body = self._resolve(known.body, f"the body of {name}")
            scopes += self._read_words(operation, body)
            fields = self._read_body(operation, body, "readOnly", f"the request of {name}")
            if fields is not None:
                operation.parts["request"] = fields
            if self._says_required:
                operation.body_required = body.get("required") is True
        for answer in known.answers:
            status = answer.name
            self._read_answer(operation, status, self._resolve(answer, f"the answer {status} of {name}"))
        self._credentials[name] = _with_scopes(credentials_of(self._subject, known), scopes)

    def _read_words(self, operation: DraftOperation, described: Mapping[str, Any]) -> list[str]:
        """Read the words about an operation or its body, and return the scopes that those about permissions name."""
        scopes: list[str] = []
        for paragraph in re.split(r"\n\s*\n", text(described.get("description"))):
            words = tidy_line(" ".join(paragraph.split()), None)
            scope = SCOPE.search(words.replace("_", ""))
            if scope:
                scopes.append(scope["scope"])
            elif words:
                operation.words.append(words)
        return scopes

    def _read_parameters(self, operation: DraftOperation, spots: list[Spot]) -> None:
        for spot in spots:
            parameter = self._resolve(spot, f"a parameter of {operation.name}")
            place, name = text(parameter.get("in")), text(parameter.get("name"))
            if place == "header" and name.lower() in self._passed_headers:
                continue
            if place not in _PARTS:
                operation.unread_parts.append(
                    f"the {place or 'parameter'} {name} of {operation.name}: it is not sent by the client"
                )
            elif name:
                schema = self._schemas.merge_schema(parameter.get("schema", _body_schema(parameter)[1]))
                is_required = parameter.get("required") is True
                part = operation.parts.setdefault(place, {})
                part[name] = read_field(self._schemas, schema, is_required=is_required, parameter=parameter)

    def _read_answer(self, operation: DraftOperation, status: str, answer: Mapping[str, Any]) -> None:
        what = f"the answer {status} of {operation.name}"
        if not status.isdecimal():
            operation.unread_parts.append(f"{what}: it is of no one status")
            return
        operation.statuses.append(status)
        fields = self._read_body(operation, answer, "writeOnly", what)
        if fields is None:
            return
        if not status.startswith("2"):
            self.draft.begin_part(status).update(fields)
        elif "response" not in operation.parts:
            operation.parts["response"] = fields
        elif operation.parts["response"].keys() != fields.keys():
            operation.unread_parts.append(f"the body of {what}: another success has a body, too, and is read")

    def _read_body(
        self, operation: DraftOperation, body: Mapping[str, Any], hidden: str, what: str
    ) -> dict[str, DraftField] | None:
        """Return the fields of a body, or None where it has none; what its fields don't tell of it is not read."""
        media, schema = _body_schema(body)
        if schema is None:
            return None
        if not _JSON.match(media):
            operation.unread_parts.append(f"that {what} is {media}: its fields are read as if it were JSON")
        merged = self._schemas.merge_schema(schema)
        if merged.kind == "array":
            operation.unread_parts.append(f"that {what} is a list: the fields of its items are read")
        if words := ", ".join(word for word in _OF_WHOLE if word in merged.keywords):
            operation.unread_parts.append(f"the rules of {what} that are about no one field: {words}")
        fields = part_fields(self._schemas, merged, hidden)
        for other, its in mapping(body.get("content")).items():
            schemas = self._schemas.merge_schema(mapping(its).get("schema"))
            if other != media and not part_fields(self._schemas, schemas, hidden).keys() <= fields.keys():
                operation.unread_parts.append(f"{what} as {other}: it has other fields, and {media} is read")
        return fields

    def _read_security(self) -> None:
        """Read the credentials that all operations need; where one needs others, that is not read."""
        shared = shared_credentials(self._credentials.values(), credentials_of(self._subject))
        self.draft.security |= shared
        for operation in self.draft.operations:
            for key, value in self._credentials[operation.name].items():
                if value != shared.get(key):
                    operation.unread_parts.append(
                        f"the {key} of the credentials of {operation.name}: {value}"
                    )
        schemes = declared_schemes(self._subject)
        if schemes and not any("scheme" in credentials for credentials in self._credentials.values()):
            self.draft.gaps.append(
                f"the scheme of the credentials: no operation says which of {', '.join(schemes)} it needs"
            )


def _with_scopes(credentials: Credentials, scopes: Sequence[str]) -> Credentials:
    """Return credentials with the scopes that words name, beside those that a requirement names."""
    names = sorted({*scopes, credentials.get("scope", "")} - {""})
    return {**credentials, "scope": ", ".join(names)} if names else credentials


def _key_headers(schemes: Mapping[str, Mapping[str, Any]]) -> frozenset[str]:
    """Return the headers, in small letters, in which schemes send a key."""
    keys = [scheme for scheme in schemes.values() if scheme.get("in") == "header"]
    return frozenset(text(key.get("name")).lower() for key in keys)


def _body_schema(description: Mapping[str, Any]) -> tuple[str, object]:
    """Return the media type of a body, JSON where it has several, and its schema; None for that where it has none."""
    content = mapping(description.get("content"))
    media = next((kind for kind in content if _JSON.match(kind)), next(iter(content), ""))
    return media, mapping(content.get(media)).get("schema")


# Schemas of an OpenAPI document: references followed, `allOf` and alternatives merged, and what they state.

_MAX_DEPTH = 40
MAX_MERGES = 100_000
"""The most schemas that are merged: those that combine two of the next one, and so on, double with each step."""
_MERGED = frozenset({"$ref", "allOf", "anyOf", "oneOf"})


@dataclass(frozen=True)
class Schema:
    """A schema with all that stands behind its references in one place.

    Attributes:
        keywords: Its keywords; `properties` holds unmerged schemas.
        is_nullable: Whether null is one of its values, None where it says nothing of types.
        trail: The pointers that led to it; one that leads back is not followed.
    """

    keywords: Mapping[str, Any]
    is_nullable: bool | None
    trail: frozenset[str]

    @property
    def kind(self) -> str | None:
        """Its type, if it is one alone."""
        kinds = [kind for kind in type_names(self.keywords) if kind != "null"]
        if len(kinds) == 1:
            return kinds[0]
        if not kinds and "properties" in self.keywords:
            return "object"
        return "array" if not kinds and "items" in self.keywords else None


def type_names(keywords: Mapping[str, Any]) -> list[str]:
    """Return the types that a schema names.

    Args:
        keywords: The schema's keywords.
    """
    kinds = keywords.get("type")
    return [kinds] if isinstance(kinds, str) else texts(kinds)


class Schemas:
    """The schemas of one document.

    Args:
        data: The document.
    """

    def __init__(self, data: dict[str, Any]) -> None:
        self._data = data
        self._merge_count = 0

    def merge_schema(self, schema: object, trail: frozenset[str] = frozenset(), depth: int = 0) -> Schema:
        """Return a schema with all that stands behind its references in one place.

        Args:
            schema: The schema, as the document has it.
            trail: The pointers that led to it.
            depth: How many schemas it is part of.

        Raises:
            PageError: A reference leads out of the document, nowhere or in a circle.
        """
        keywords = mapping(schema)
        self._merge_count += 1
        if depth > _MAX_DEPTH or self._merge_count > MAX_MERGES:
            raise PageError(
                "the schemas expand to too many to read; cut the document down to the operations you need."
            )
        parts: list[Schema] = []
        if "$ref" in keywords:
            pointer = self._resolve_pointer(keywords["$ref"])
            if pointer in trail:
                return Schema({"type": "object"}, None, trail)
            trail |= {pointer}
            parts.append(self.merge_schema(target(self._data, pointer), trail, depth + 1))
        parts += [self.merge_schema(part, trail, depth + 1) for part in sequence(keywords.get("allOf"))]
        for word in ("anyOf", "oneOf"):
            if options := [
                self.merge_schema(option, trail, depth + 1) for option in sequence(keywords.get(word))
            ]:
                parts.append(_merge_options(options))
        own = {key: value for key, value in keywords.items() if key not in _MERGED}
        return _merge_all([*parts, Schema(own, _states_null(own), trail)])

    def _resolve_pointer(self, reference: object) -> str:
        pointer = reference_pointer(self._data, reference, "")
        if pointer is None or target(self._data, pointer) is MISSING:
            raise PageError(f"the reference {excerpt(text(reference))} is not in this document.")
        return pointer

    def item_schema(self, schema: Schema) -> Schema:
        """Return the schema of a list's items.

        Args:
            schema: The list's schema.
        """
        return self.merge_schema(schema.keywords.get("items"), schema.trail)

    def property_schemas(self, schema: Schema) -> Iterator[tuple[str, Schema]]:
        """Yield the properties of an object.

        Args:
            schema: The object's schema.
        """
        for name, property_ in mapping(schema.keywords.get("properties")).items():
            yield name, self.merge_schema(property_, schema.trail)


def _states_null(own: Mapping[str, Any]) -> bool | None:
    if own.get("nullable") is True or "null" in type_names(own) or None in sequence(own.get("enum")):
        return True
    return False if "type" in own else None


def _merge_all(parts: Sequence[Schema]) -> Schema:
    """Return what holds where all of several schemas hold; the last one is the document's own."""
    keywords: dict[str, Any] = {}
    for part in parts:
        properties = {**mapping(keywords.get("properties"))}
        for name, schema in mapping(part.keywords.get("properties")).items():
            properties[name] = {"allOf": [properties[name], schema]} if name in properties else schema
        required = [*texts(keywords.get("required")), *texts(part.keywords.get("required"))]
        keywords |= part.keywords
        keywords |= {"properties": properties} if properties else {}
        keywords |= {"required": required} if required else {}
    own = parts[-1]
    flags = [part.is_nullable for part in parts if part.is_nullable is not None]
    # `nullable` beside a reference is said of both, although OpenAPI 3.0 has it otherwise.
    is_nullable = True if own.is_nullable and "type" not in own.keywords else all(flags) if flags else None
    return Schema(keywords, is_nullable, frozenset[str]().union(*(part.trail for part in parts)))


def _merge_options(options: Sequence[Schema]) -> Schema:
    """Return what is certain where one of several schemas holds; null among them is no type of its own."""
    others = [option for option in options if type_names(option.keywords) != ["null"]] or options[:1]
    is_nullable = len(others) < len(options) or any(option.is_nullable for option in others)
    if len(others) == 1:
        return replace(others[0], is_nullable=is_nullable)
    keywords: dict[str, Any] = {}
    if len({option.kind for option in others}) == 1 and others[0].kind:
        keywords["type"] = others[0].kind
    if all("enum" in option.keywords for option in others):
        keywords["enum"] = [value for option in others for value in sequence(option.keywords["enum"])]
    keywords["properties"] = {
        name: {
            "oneOf": [
                mapping(option.keywords["properties"])[name]
                for option in others
                if name in mapping(option.keywords.get("properties"))
            ]
        }
        for name in dict.fromkeys(
            name for option in others for name in mapping(option.keywords.get("properties"))
        )
    }
    required = [set(texts(option.keywords.get("required"))) for option in others]
    keywords["required"] = sorted(set[str].intersection(*required))
    trail = frozenset[str]().union(*(option.trail for option in others))
    return Schema({key: value for key, value in keywords.items() if value}, is_nullable, trail)


# The fields that a schema describes, and what it states of each.

MAX_FIELDS = 5_000
"""The most that a part of an operation may have: schemas that hold each other expand without end."""

_COPIED = ("format", "default", "minimum", "maximum", "minLength", "maxLength", "pattern")
_OF_VALUES = ("exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minItems", "maxItems", "uniqueItems")
"""What a schema may say of a value and no fact holds: it is kept as a sentence that fits no rule."""
_OF_WHOLE = ("minProperties", "maxProperties", "dependentRequired", "dependentSchemas", "not", "if")


def part_fields(schemas: Schemas, schema: Schema, hidden: str) -> dict[str, DraftField]:
    """Return the fields of a body.

    Args:
        schemas: The schemas of the document.
        schema: The body's.
        hidden: The keyword that says a field isn't part of it: `readOnly` in a request.

    Raises:
        PageError: There is no end to them, or a reference leads to nothing.
    """
    fields: dict[str, DraftField] = {}
    for name, field in _nested_fields(schemas, schema, hidden, ""):
        fields[name] = field
        if len(fields) > MAX_FIELDS:
            raise PageError(
                f"a body expands to more than {MAX_FIELDS} fields; cut the document down to the operations you need."
            )
    return fields


def _nested_fields(
    schemas: Schemas, schema: Schema, hidden: str, holder: str
) -> Iterator[tuple[str, DraftField]]:
    if schema.kind == "array":
        schema = schemas.item_schema(schema)
    required = frozenset(texts(schema.keywords.get("required")))
    for name, property_ in schemas.property_schemas(schema):
        if property_.keywords.get(hidden) is True:
            continue
        full = f"{holder}.{name}".lstrip(".")
        yield full, read_field(schemas, property_, is_required=name in required)
        yield from _nested_fields(schemas, property_, hidden, full)


def read_field(
    schemas: Schemas, schema: Schema, *, is_required: bool, parameter: Mapping[str, Any] | None = None
) -> DraftField:
    """Return what a property or parameter states.

    Args:
        schemas: The schemas of the document.
        schema: Its schema.
        is_required: Whether it must be there.
        parameter: The keywords of the parameter that has the schema, if one has.
    """
    parameter_keywords = parameter or {}
    facts = dict(schema_facts(schemas, schema))
    facts["required"] = is_required
    facts["deprecated"] = True in (schema.keywords.get("deprecated"), parameter_keywords.get("deprecated"))
    if "example" in parameter_keywords:
        facts["example"] = parameter_keywords["example"]
    field = DraftField(facts)
    for words in (parameter_keywords.get("description"), schema.keywords.get("description")):
        for line in text(words).splitlines():
            if tidy := tidy_line(line, None):
                field.describe(tidy)
    for rule in _unheld_rules(schemas, schema):
        field.describe(rule)
    return field


def _unheld_rules(schemas: Schemas, schema: Schema) -> Iterator[str]:
    """Yield in words what a schema says of its values and no fact holds."""
    for keyword in _OF_VALUES:
        if schema.keywords.get(keyword) not in (None, False):
            yield f"It must keep to {keyword} {json.dumps(schema.keywords[keyword])}."
    items = schemas.item_schema(schema) if schema.kind == "array" else None
    if items and items.kind in ITEM_TYPES:
        for keyword in (*_COPIED, *_OF_VALUES):
            if keyword != "default" and items.keywords.get(keyword) not in (None, False):
                yield f"Each item must keep to {keyword} {json.dumps(items.keywords[keyword])}."


def schema_facts(schemas: Schemas, schema: Schema) -> Field:
    """Return what a schema states of its values.

    Args:
        schemas: The schemas of the document.
        schema: The schema.
    """
    keywords = schema.keywords
    facts: dict[str, Any] = {key: keywords[key] for key in _COPIED if key in keywords}
    if schema.kind:
        facts["type"] = schema.kind
    if schema.is_nullable is not None:
        facts["nullable"] = schema.is_nullable
    value_keywords = schemas.item_schema(schema).keywords if schema.kind == "array" else keywords
    values = (
        [value_keywords["const"]]
        if "const" in value_keywords
        else [value for value in sequence(value_keywords.get("enum")) if value is not None]
    )
    if values:
        facts["enum"] = values
    elif schema.kind == "array" and schemas.item_schema(schema).kind in ITEM_TYPES:
        facts["items"] = schemas.item_schema(schema).kind
    examples = sequence(keywords.get("examples"))
    if "example" in keywords or examples:
        facts["example"] = keywords.get("example", *examples[:1])
    return facts
