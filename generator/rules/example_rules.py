"""Rules on examples: each fits the schema that it is of, names fields that the schema has, and is made up."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from openapi_schema_validator import OAS31Validator, oas31_format_checker
from referencing import Registry
from referencing.exceptions import Unresolvable
from referencing.jsonschema import DRAFT202012

from generator.bounds import TimeUpError, limit_time
from generator.facts import alternatives, answer_schemas
from generator.openapi.pointers import is_mapping, mapping, sequence, step
from generator.openapi.view import Spot, Subject
from generator.rules.rule import Breach, Rule

_DOCUMENT = "urn:document"
_SECONDS = 5.0
"""How long all examples of a document may be held against their schemas."""
_LONGEST = 200
_JSON = re.compile(r"application/(?:[\w.-]+\+)?json")
_NUMBER = re.compile(r"\+1[-. ()0-9]{10,}")
_FICTION = re.compile(r"1\d{3}55501\d\d")
_HOST = re.compile(r"https?://(?:[^/\s\"@]*@)?([^/\s\":?#]+)")
_RESERVED = re.compile(r"(?:.+\.)?(?:example(?:\.(?:com|net|org))?|test|localhost)|\{.+", re.IGNORECASE)


def _examples(subject: Subject) -> Iterator[tuple[str, Spot, Any]]:
    """Yield each example once: its place, the schema that it is of, and its value."""
    for schema in subject.schemas:
        for index, value in enumerate(sequence(schema.value.get("examples"))):
            yield step(schema.pointer, "examples", index), schema, value
    for _, entry in _bodies(subject):
        for name, value in _shown_values(entry):
            yield step(entry.pointer, "examples", name, "value"), entry.step("schema"), value


def _bodies(subject: Subject) -> Iterator[tuple[str, Spot]]:
    """Yield each body once, of a request or of an answer: whose it is, and its media type."""
    found: dict[str, tuple[str, Spot]] = {}
    for operation in subject.operations:
        for media in subject.body_media(operation):
            found.setdefault(media.pointer, (f"the request of {operation.id}", media))
        for answer in operation.answers:
            for media in subject.answer_media(operation, answer.name):
                found.setdefault(media.pointer, (f"the answer {answer.name} of {operation.id}", media))
    yield from found.values()


def _shown_values(media: Spot) -> Iterator[tuple[str, Any]]:
    """Yield the examples of a body by name."""
    for name, example in mapping(media.value.get("examples")).items():
        if "value" in mapping(example):
            yield name, mapping(example)["value"]


def _check_examples_fit(subject: Subject) -> Iterator[Breach]:
    resource = DRAFT202012.create_resource(subject.document.data)
    registry: Registry[Any] = Registry[Any]().with_resource(_DOCUMENT, resource)
    try:
        with limit_time(_SECONDS):
            for place, schema, value in _examples(subject):
                reference = {"$ref": f"{_DOCUMENT}#{quote(schema.pointer)}"}
                validator = OAS31Validator(reference, registry=registry, format_checker=oas31_format_checker)
                for error in validator.iter_errors(value):
                    words = " ".join(f"{error.json_path}: {error.message}".split())[:_LONGEST]
                    message = f"The example doesn't fit its schema: {words}."
                    yield Breach(place, message, "Correct the example, or the schema if that is wrong.")
    except (TimeUpError, RecursionError, Unresolvable, re.error):
        message = (
            "The examples can't be checked against their schemas: a pattern or a reference takes too long."
        )
        yield Breach("", message, "Write patterns without nested repetition.")


def _check_known_fields(subject: Subject) -> Iterator[Breach]:
    for place, schema, value in _examples(subject):
        for unknown in _unknown_fields(subject, [schema], value, place):
            name = unknown.rpartition("/")[2]
            message = f"The example has the field {name!r}, which its schema hasn't."
            yield Breach(unknown, message, "Correct its name, delete it, or add the property.")


def _unknown_fields(subject: Subject, schemas: list[Spot], value: Any, place: str) -> Iterator[str]:
    parts = [part for schema in schemas for part in alternatives(subject, schema, items=False)]
    items = [part.step("items") for part in parts if "items" in part.value]
    for index, item in enumerate(sequence(value)):
        yield from _unknown_fields(subject, items, item, step(place, index))
    if is_mapping(value):
        named: dict[str, list[Spot]] = {}
        for part in parts:
            for spot in part.named_children("properties"):
                named.setdefault(spot.name, []).append(spot)
        if not named or any(part.value.get("additionalProperties") for part in parts):
            return
        for key, item in mapping(value).items():
            if key in named:
                yield from _unknown_fields(subject, named[key], item, step(place, key))
            else:
                yield step(place, key)


def _check_made_up(subject: Subject) -> Iterator[Breach]:
    for place, _, value in _examples(subject):
        for text in _texts(value):
            for number in _NUMBER.findall(text):
                if not _FICTION.fullmatch(re.sub(r"\D", "", number)):
                    message = f"The example has the number {number.strip()}, which somebody may own."
                    yield Breach(place, message, "Use one kept for fiction, such as +15035550123.")
            for host in _HOST.findall(text):
                if not _RESERVED.fullmatch(host):
                    message = f"The example has the address of {host}, which somebody may own."
                    yield Breach(place, message, "Use one kept for examples, such as https://example.com.")


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for item in mapping(value).values() if is_mapping(value) else sequence(value):
        yield from _texts(item)


def _check_bodies_shown(subject: Subject) -> Iterator[Breach]:
    for what, media in _bodies(subject):
        if _JSON.fullmatch(media.name) and "schema" in media.value and not any(_shown_values(media)):
            message = f"{what[0].upper()}{what[1:]} has no example."
            yield Breach(
                media.pointer, message, "Add `examples` with a name and a likely `value` of the whole."
            )


def _check_fields_shown(subject: Subject) -> Iterator[Breach]:
    shown: dict[str, set[str]] = defaultdict(set)
    for _, media in _bodies(subject):
        for _, value in _shown_values(media):
            for pointer, names in _shown_fields(subject, [media.step("schema")], value):
                shown[pointer] |= names
    for schema in answer_schemas(subject):
        for field in schema.named_children("properties") if schema.pointer in shown else ():
            if field.name not in shown[schema.pointer]:
                message = f"No example of an answer shows the field {field.name} of {schema.name}."
                yield Breach(
                    field.pointer, message, "Add it to the examples of answers that have this object."
                )


def _shown_fields(subject: Subject, schemas: list[Spot], value: Any) -> Iterator[tuple[str, set[str]]]:
    """Yield the objects that a value shows: where the schema of each is, and the names of its fields."""
    parts = [part for schema in schemas for part in alternatives(subject, schema)]
    for item in sequence(value):
        yield from _shown_fields(subject, parts, item)
    if is_mapping(value):
        for part in parts:
            fields = part.named_children("properties")
            if fields:
                yield part.pointer, set(mapping(value))
            for field in fields:
                yield from _shown_fields(subject, [field], mapping(value).get(field.name))


RULES = (
    Rule("NW701", "Every example fits the schema that it is of.", _check_examples_fit, is_comparison=True),
    Rule(
        "NW702",
        "Every example of an object has only fields that its schema has.",
        _check_known_fields,
        is_comparison=True,
    ),
    Rule(
        "NW703",
        "Phone numbers and addresses in examples are of those kept for fiction and for examples.",
        _check_made_up,
        is_comparison=True,
    ),
    Rule(
        "NW704",
        "Every JSON body of a request and of an answer has an example.",
        _check_bodies_shown,
        is_comparison=True,
    ),
    Rule(
        "NW705",
        "Every field of an object that examples of answers show is in one of them.",
        _check_fields_shown,
        is_comparison=True,
    ),
)
