"""Schemas of an OpenAPI document: references followed, parts and alternatives merged, and what they state of fields."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from generator.docs.pages.capture import PageError, excerpt
from generator.docs.pages.lines import tidy_line
from generator.docs.pages.page_draft import DraftField
from generator.docs.pages.sentences import sentence_digest
from generator.facts import ITEM_TYPES, Field
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

_MAX_DEPTH = 40
MAX_MERGES = 100_000
"""The most schemas that are merged: those that combine two of the next one, and so on, double with each step."""
_MERGED = frozenset({"$ref", "allOf", "anyOf", "oneOf"})

_LIMITS = ("format", "minimum", "maximum", "minLength", "maxLength", "pattern")
_COPIED = (*_LIMITS, "default")
_READ = _MERGED | {"type", "nullable", "enum", "const", "properties", "required", "items", *_COPIED}
_ANNOTATIONS = frozenset(
    {
        "$anchor",
        "$comment",
        "$defs",
        "$id",
        "$schema",
        "definitions",
        "deprecated",
        "description",
        "discriminator",
        "example",
        "examples",
        "externalDocs",
        "readOnly",
        "title",
        "writeOnly",
        "xml",
    }
)
"""Keywords that say nothing of the values themselves; some are read beside them."""
# Whether an object may have further fields is of no account: the client sends those it knows, and takes any.
_OPENNESS = frozenset({"additionalProperties", "unevaluatedProperties"})
# Under these keywords are schemas by names, which are no keywords, and data of the API itself.
_NAMED = frozenset({"dependentSchemas", "patternProperties", "properties"})
_DATA = frozenset({"const", "default", "enum", "dependentRequired", "required"})
_NO_RULE: tuple[object, ...] = (True, False, {}, {"not": {}})
_MAX_RULE = 300
_PlainValue = Callable[[str, object, frozenset[str]], object]


@dataclass(frozen=True)
class Schema:
    """A schema with all that stands behind its references in one place.

    Attributes:
        keywords: Its keywords; `properties` and `items` hold unmerged schemas.
        is_nullable: Whether null is one of its values, None where it says nothing of types.
        trail: The pointers that led to it; one that leads back is not followed.
        rules: What it says of its values and no keyword in `keywords` is read for, such as `multipleOf 5`.
    """

    keywords: Mapping[str, Any]
    is_nullable: bool | None
    trail: frozenset[str]
    rules: tuple[str, ...] = ()

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
        self._count_merge(depth)
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
                parts.append(_merge_options(word, options, self.plain_value))
        own = {key: value for key, value in keywords.items() if key not in _MERGED}
        if "const" in own:
            own["enum"] = [own.pop("const")]
        rules = tuple(self._own_rules(own, trail, depth))
        return _merge_all([*parts, Schema(own, _states_null(own), trail, rules)])

    def _count_merge(self, depth: int) -> None:
        self._merge_count += 1
        if depth > _MAX_DEPTH or self._merge_count > MAX_MERGES:
            raise PageError(
                "the schemas expand to too many to read; cut the document down to the operations you need."
            )

    def _resolve_pointer(self, reference: object) -> str:
        pointer = reference_pointer(self._data, reference, "")
        if pointer is None or target(self._data, pointer) is MISSING:
            raise PageError(f"the reference {excerpt(text(reference))} is not in this document.")
        return pointer

    def _own_rules(self, own: Mapping[str, Any], trail: frozenset[str], depth: int) -> Iterator[str]:
        """Yield what keywords say that is read into no fact."""
        kinds = [kind for kind in type_names(own) if kind != "null"]
        if len(kinds) > 1:
            yield _rule("type", sorted(kinds))
        for keyword, value in own.items():
            # None and False are how a limit says that there is none.
            if keyword in _READ or _is_annotation(keyword) or value in (None, False):
                continue
            plain = self.plain_value(keyword, value, trail, depth)
            if keyword not in _OPENNESS or plain not in _NO_RULE:
                yield _rule(keyword, plain)

    def plain_value(self, keyword: str, value: object, trail: frozenset[str], depth: int = 0) -> object:
        """Return what a keyword holds, with its references in place and without words for people.

        Args:
            keyword: The keyword.
            value: What it holds.
            trail: The pointers that led to it.
            depth: How many schemas it is part of.
        """
        if keyword in _DATA:
            return value
        if keyword in _NAMED:
            schemas = mapping(value).items()
            return {name: self._plain_schema(schema, trail, depth + 1) for name, schema in schemas}
        if items := sequence(value):
            return [self._plain_schema(item, trail, depth + 1) for item in items]
        return self._plain_schema(value, trail, depth + 1)

    def _plain_schema(self, value: object, trail: frozenset[str], depth: int) -> object:
        if not is_mapping(value):
            return value
        self._count_merge(depth)
        keywords = mapping(value)
        if isinstance(keywords.get("$ref"), str):
            pointer = self._resolve_pointer(keywords["$ref"])
            if pointer not in trail:
                return self._plain_schema(target(self._data, pointer), trail | {pointer}, depth + 1)
        return {
            key: self.plain_value(key, item, trail, depth)
            for key, item in keywords.items()
            if not _is_annotation(key)
        }

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


def _is_annotation(keyword: str) -> bool:
    return keyword in _ANNOTATIONS or keyword.startswith("x-")


def _rule(keyword: str, value: object) -> str:
    """Return a rule in words; a long one is cut, and ends in a digest by which any change of it is noticed."""
    words = json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)
    if len(words) > _MAX_RULE:
        words = f"{words[:_MAX_RULE]}\u2026 ({sentence_digest(words)})"
    return f"{keyword} {words}"


def _states_null(own: Mapping[str, Any]) -> bool | None:
    if own.get("nullable") is True or "null" in type_names(own) or None in sequence(own.get("enum")):
        return True
    return False if "type" in own else None


def _merge_all(parts: Sequence[Schema]) -> Schema:
    """Return what holds where all of several schemas hold; the last one is the document's own."""
    keywords: dict[str, Any] = {}
    rules: list[str] = []
    for part in parts:
        # The last limit is read, and an earlier one that holds as well is a rule beside it.
        rules += [
            _rule(limit, keywords[limit])
            for limit in (*_LIMITS, "enum")
            if limit in keywords and limit in part.keywords and keywords[limit] != part.keywords[limit]
        ]
        rules += part.rules
        properties = {**mapping(keywords.get("properties"))}
        for name, schema in mapping(part.keywords.get("properties")).items():
            properties[name] = {"allOf": [properties[name], schema]} if name in properties else schema
        required = [*texts(keywords.get("required")), *texts(part.keywords.get("required"))]
        items = [each["items"] for each in (keywords, part.keywords) if "items" in each]
        keywords |= part.keywords
        keywords |= {"properties": properties} if properties else {}
        keywords |= {"required": required} if required else {}
        keywords |= {"items": {"allOf": items}} if len(items) > 1 else {}
    own = parts[-1]
    flags = [part.is_nullable for part in parts if part.is_nullable is not None]
    # `nullable` beside a reference is said of both, although OpenAPI 3.0 has it otherwise.
    is_nullable = True if own.is_nullable and "type" not in own.keywords else all(flags) if flags else None
    trail = frozenset[str]().union(*(part.trail for part in parts))
    return Schema(keywords, is_nullable, trail, tuple(dict.fromkeys(rules)))


def _merge_options(word: str, options: Sequence[Schema], plain_value: _PlainValue) -> Schema:
    """Return what is certain where one of several schemas holds; null among them is no type of its own.

    What else each of them says is kept together as a rule, so that it is not lost.
    """
    others = [option for option in options if type_names(option.keywords) != ["null"]] or options[:1]
    is_nullable = len(others) < len(options) or any(option.is_nullable for option in others)
    if len(others) == 1:
        return replace(others[0], is_nullable=is_nullable)
    keywords: dict[str, Any] = {}
    kinds = {option.kind for option in others}
    if None not in kinds:
        keywords["type"] = sorted(kind for kind in kinds if kind) if len(kinds) > 1 else others[0].kind
    if all("enum" in option.keywords for option in others):
        keywords["enum"] = [value for option in others for value in sequence(option.keywords["enum"])]
    if kinds == {"array"}:
        keywords["items"] = {"oneOf": [option.keywords.get("items", {}) for option in others]}
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
    merged = {key: value for key, value in keywords.items() if value}
    for key in _COPIED:
        values = [option.keywords.get(key) for option in others]
        if all(value is not None and value == values[0] for value in values):
            merged[key] = values[0]
    differences = [_option_difference(option, merged, plain_value) for option in others]
    rules = [_rule(word, sorted(differences, key=repr))] if any(differences) else []
    trail = frozenset[str]().union(*(option.trail for option in others))
    return Schema(merged, is_nullable, trail, tuple(rules))


def _option_difference(
    option: Schema, merged: Mapping[str, Any], plain_value: _PlainValue
) -> dict[str, object]:
    """Return what one alternative says and the merged schema doesn't; its properties are read as fields."""
    difference: dict[str, object] = {
        key: plain_value(key, value, option.trail)
        for key, value in option.keywords.items()
        if key in _READ - _MERGED - {"properties", "required", "type", "nullable"} and key not in merged
    }
    if isinstance(merged.get("type"), list) or ("type" not in merged and option.kind):
        difference["type"] = option.kind
    names = mapping(option.keywords.get("properties")).keys()
    if option.kind in ("object", None) and names != mapping(merged.get("properties")).keys():
        difference["properties"] = sorted(names)
    if required := sorted({*texts(option.keywords.get("required"))} - {*texts(merged.get("required"))}):
        difference["required"] = required
    return difference | ({"rules": sorted(option.rules)} if option.rules else {})


# The fields that a schema describes, and what it states of each.

MAX_FIELDS = 5_000
"""The most that a part of an operation may have: schemas that hold each other expand without end."""


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
    field = DraftField(facts, unread_rules=[f"It must keep to {rule}" for rule in schema.rules])
    for words in (parameter_keywords.get("description"), schema.keywords.get("description")):
        for line in text(words).splitlines():
            if tidy := tidy_line(line, None):
                field.describe(tidy)
    if schema.kind == "array":
        field.unread_rules += [f"Each item must keep to {rule}" for rule in item_rules(schemas, schema)]
    return field


def item_rules(schemas: Schemas, schema: Schema) -> Iterator[str]:
    """Yield in words what a list says of its items and no fact holds.

    Args:
        schemas: The schemas of the document.
        schema: The list's schema.
    """
    items = schemas.item_schema(schema)
    for keyword in _LIMITS:
        if items.keywords.get(keyword) is not None:
            yield _rule(keyword, items.keywords[keyword])
    if items.kind == "array":
        yield _rule("type", "array")
        inner = schemas.item_schema(items)
        yield from [_rule("items: type", inner.kind)] if inner.kind else []
        yield from (f"items: {rule}" for rule in item_rules(schemas, items))
    yield from items.rules


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
    if values := [value for value in sequence(value_keywords.get("enum")) if value is not None]:
        facts["enum"] = values
    elif schema.kind == "array" and schemas.item_schema(schema).kind in ITEM_TYPES:
        facts["items"] = schemas.item_schema(schema).kind
    examples = sequence(keywords.get("examples"))
    if "example" in keywords or examples:
        facts["example"] = keywords.get("example", *examples[:1])
    return facts
