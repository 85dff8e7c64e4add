"""Rules on schemas: what becomes a class has a name, and every name survives in Python."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from generator.facts import alternatives, answer_schemas
from generator.names import FIELDS, MODEL_CLASSES, member_name
from generator.openapi.pointers import mapping, sequence, step, texts
from generator.openapi.view import Spot, Subject, as_types
from generator.rules.rule import Breach, Rule, identifier_breaches

_PASCAL_CASE = re.compile(r"[A-Z][A-Za-z0-9]*[a-z0-9][A-Za-z0-9]*")
_REQUEST_NAMES = ("Create", "Purchase", "Request", "Update")
_OBJECT_KEYS = ("properties", "additionalProperties", "patternProperties")


def _check_component_names(subject: Subject) -> Iterator[Breach]:
    for spot in subject.components:
        # A security scheme becomes no class.
        if spot.kind == "securitySchemes":
            continue
        is_reserved = spot.kind == "schemas" and spot.name in MODEL_CLASSES
        if not _PASCAL_CASE.fullmatch(spot.name) or is_reserved:
            message = f"The component {spot.name!r} can't name a class."
            yield Breach(spot.pointer, message, "Name it in PascalCase, such as PhoneNumber.")


def _check_unique_names(subject: Subject) -> Iterator[Breach]:
    first: dict[tuple[str, str], str] = {}
    for spot in subject.components:
        properties = first.setdefault((spot.kind, spot.name.lower()), spot.name)
        if properties != spot.name:
            message = f"The components {properties} and {spot.name} differ only in case."
            yield Breach(spot.pointer, message, "Rename one of them.")


def _check_inline_schemas(subject: Subject) -> Iterator[Breach]:
    for spot in subject.schemas:
        if spot.kind == "schemas":
            continue
        what = _anonymous_kind(spot)
        if what:
            yield Breach(
                spot.pointer, f"This {what} has no name.", "Move it to components/schemas and refer to it."
            )


def _anonymous_kind(schema: Spot) -> str:
    if "enum" in schema.value or "const" in schema.value:
        return "enum"
    if "object" in as_types(schema) or any(key in schema.value for key in _OBJECT_KEYS):
        return "object"
    return "combination of schemas" if len(sequence(schema.value.get("allOf"))) > 1 else ""


def _check_property_names(subject: Subject) -> Iterator[Breach]:
    for schema in subject.schemas:
        spots = [(spot.name, spot) for spot in schema.named_children("properties")]
        yield from identifier_breaches(spots, FIELDS, "property")


def _check_required_names(subject: Subject) -> Iterator[Breach]:
    for schema in subject.schemas:
        properties = mapping(schema.value.get("properties"))
        for name in texts(schema.value.get("required")):
            if name not in properties:
                message = f"The required property {name!r} doesn't exist."
                yield Breach(
                    step(schema.pointer, "required"), message, "Correct the name or add the property."
                )


def _check_enums(subject: Subject) -> Iterator[Breach]:
    for schema in subject.components:
        values = sequence(schema.value.get("enum"))
        if schema.kind != "schemas" or not values:
            continue
        place = step(schema.pointer, "enum")
        if as_types(schema) != ["string"] or not all(isinstance(value, str) for value in values):
            mend = "Write `type: string` and only strings; null is stated where the enum is used."
            yield Breach(place, "The enum has values that are not strings.", mend)
            continue
        yield from _check_enum_values(place, texts(values))


def _check_enum_values(place: str, values: list[str]) -> Iterator[Breach]:
    by_name: dict[str, list[str]] = defaultdict(list)
    for index, value in enumerate(values):
        name = member_name(value)
        if value in by_name[name]:
            yield Breach(step(place, index), f"The enum has the value {value!r} twice.", "Keep one of them.")
        elif by_name[name]:
            message = f"The enum's values {by_name[name][0]!r} and {value!r} both become {name!r} in Python."
            yield Breach(step(place, index), message, "Extend generator/names.py to distinguish them.")
        by_name[name].append(value)


def _check_request_names(subject: Subject) -> Iterator[Breach]:
    pointers: set[str] = set()
    for operation in subject.operations:
        for media in subject.body_media(operation):
            schema = media.step("schema")
            name = str(schema.value.get("$ref", "")).rpartition("/")[2]
            if not name.endswith(_REQUEST_NAMES) and schema.pointer not in pointers:
                shown = f"The schema {name}" if name else "A schema without a name"
                mend = f"Let a named schema end in {', '.join(_REQUEST_NAMES[:-1])} or {_REQUEST_NAMES[-1]}."
                yield Breach(schema.pointer, f"{shown} is sent as a request and doesn't say so.", mend)
            pointers.add(schema.pointer)


def _check_optional_answer_fields(subject: Subject) -> Iterator[Breach]:
    for schema in answer_schemas(subject):
        required = texts(schema.value.get("required"))
        for field in schema.named_children("properties"):
            kinds = {
                kind for part in alternatives(subject, field, items=False) for kind in as_types(part)
            }  # a schema that names no type admits null
            if field.name not in required and kinds and "null" not in kinds:
                message = f"The property {field.name} may be missing from an answer, and can't be null there."
                mend = "Add null to its type, or list it under `required` if every answer has it."
                yield Breach(field.pointer, message, mend)


RULES = (
    Rule(
        "NW301",
        "Every component but a security scheme has a name in PascalCase that can name a class.",
        _check_component_names,
    ),
    Rule("NW302", "Component names are unique, ignoring case.", _check_unique_names),
    Rule("NW303", "Objects and enums are components; none is inline.", _check_inline_schemas),
    Rule("NW304", "Every property survives as a Python name of its own.", _check_property_names),
    Rule("NW305", "Required properties exist.", _check_required_names),
    Rule(
        "NW306",
        "Enum values are texts, each once, and each survives as a Python name of its own.",
        _check_enums,
    ),
    Rule(
        "NW307",
        "A request body's schema is named and ends in Create, Purchase, Request or Update.",
        _check_request_names,
    ),
    Rule(
        "NW308",
        "What may be missing from an answer may be null there as well.",
        _check_optional_answer_fields,
    ),
)
