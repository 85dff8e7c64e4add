"""Additions: the fields that a page states and the spec lacks are put where they belong."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from generator.docs.rewriting.spelling import Line
from generator.docs.takeover.new_fields import UnfitError, new_enum, new_parameter, new_property
from generator.docs.takeover.revision import Revision, insert_after, insert_before
from generator.names import MODEL_CLASSES, class_name
from generator.plain import mapping, sequence, step, texts
from generator.pointers import target
from generator.rules.statements import Statement, alternatives, enums, find, holders, statements
from generator.rules.subject import Spot, Subject

SENT = ("query", "header", "request")
"""The parts of an operation whose fields callers choose to send."""
ANSWERS_ONLY = "answers-only"
"""The mark of an enum value that only answers carry."""


def add_fields(revision: Revision, page: str) -> None:
    """Put the fields into the spec that a page states and the spec lacks, where that takes no judgement.

    Args:
        revision: The spec.
        page: The page's id.
    """
    for stated in [one for one in statements(revision.subject) if one.page == page and not one.found]:
        aspect = (stated.operation, stated.part, stated.field, "")
        try:
            _add(revision, stated)
        except UnfitError as error:
            revision.refused[aspect] = str(error)
        else:
            revision.taken.add(aspect)


def _add(revision: Revision, stated: Statement) -> None:
    subject = revision.subject
    owners = holders(subject, stated.operation, stated.part)
    if find(subject, owners, stated.field):
        return  # by now: another operation has the same schema
    if stated.part == "path":
        raise UnfitError("it stands in the path: say what the path is now")
    if stated.part in SENT and stated.facts.get("required") is True:
        raise UnfitError("it is required: who calls without it has to change")
    enum, component = _enum_of(subject, stated)
    if stated.part in ("query", "header"):
        made = new_parameter(stated.field, stated.part, stated.facts, enum=enum)
        _add_parameter(revision, subject, stated, made)
    else:
        schema = _owner(subject, owners, stated.field)
        name = stated.field.rpartition(".")[2]
        made = new_property(name, stated.facts, enum=enum, is_answer=stated.part != "request")
        _add_property(revision, schema, _before(revision, stated), name, made)
    if component and enum:
        mapping(revision.node("/components/schemas"))[enum] = component
        revision.note(f"/components/schemas/{enum}", f"new enum {enum}")


def _owner(subject: Subject, owners: list[Spot], field: str) -> Spot:
    """Return the schema that a field belongs to."""
    above = field.rpartition(".")[0]
    spots = find(subject, owners, above) if above else owners
    schemas = {
        part.pointer: part
        for spot in spots
        for part in alternatives(subject, spot)
        if "properties" in part.value
    }
    if len(schemas) != 1:
        raise UnfitError("the spec has no one object that it belongs to: say where it belongs")
    return next(iter(schemas.values()))


def _before(revision: Revision, stated: Statement) -> str:
    """Return the field that stands before a field on its page, beside it; empty where it is the first."""
    fields = list(mapping(target(revision.sources.data, stated.pointer.rpartition("/")[0])))
    above = stated.field.rpartition(".")[0]
    beside = [field for field in fields[: fields.index(stated.field)] if field.rpartition(".")[0] == above]
    return beside[-1].rpartition(".")[2] if beside else ""


def _add_property(revision: Revision, schema: Spot, before: str, name: str, made: dict[str, Any]) -> None:
    properties = mapping(revision.node(schema.pointer)["properties"])
    shown = [value for value in _examples(revision.subject, schema) if value.keys() == properties.keys()]
    insert_after(properties, name, made, before)
    for value in shown:
        insert_after(value, name, made["examples"][0], before)
    revision.note(step(schema.pointer, "properties", name), f"new field {name}")


def _add_parameter(revision: Revision, subject: Subject, stated: Statement, made: dict[str, Any]) -> None:
    name = class_name(stated.field)
    known = mapping(revision.node("/components").setdefault("parameters", {}))
    if name.lower() in {one.lower() for one in known}:
        raise UnfitError(f"the name {name} of its component is taken: choose another")
    known[name] = made
    operation = next(one for one in subject.operations if one.id == stated.operation)
    node = revision.node(operation.spot.pointer)
    if "parameters" not in node:
        insert_before(node, "parameters", [], ("requestBody", "responses"))
    sequence(node["parameters"]).append(Line({"$ref": f"#/components/parameters/{name}"}))
    revision.note(f"/components/parameters/{name}", f"new parameter {stated.field}")


def _examples(subject: Subject, schema: Spot) -> Iterator[dict[str, Any]]:
    """Yield what the examples of answers show of a schema, each once."""
    found: dict[int, dict[str, Any]] = {}
    for operation in subject.operations:
        for answer in operation.spot.named("responses"):
            for media in subject.resolve(answer).named("content"):
                for example in media.named("examples"):
                    shown = _shown(subject, media.step("schema"), example.value.get("value"), schema)
                    found |= {id(value): value for value in shown}
    yield from found.values()


def _shown(subject: Subject, spot: Spot, value: object, schema: Spot) -> Iterator[dict[str, Any]]:
    for one in sequence(value):
        yield from _shown(subject, spot, one, schema)
    if mapping(value):
        parts = alternatives(subject, spot)
        if any(part.pointer == schema.pointer for part in parts):
            yield mapping(value)
        for field in (field for part in parts for field in part.named("properties")):
            yield from _shown(subject, field, mapping(value).get(field.name), schema)


def _enum_of(subject: Subject, stated: Statement) -> tuple[str | None, dict[str, Any] | None]:
    """Return the component of a field's values, and what it says where it is new."""
    values = stated.values
    if not values or stated.facts.get("type") not in ("string", "array", "enum"):
        return None, None
    spots = [*subject.parameters, *subject.properties]
    alike = [spot for spot in spots if stated.field in (spot.name, spot.value.get("name"))]
    for enum in (enum for spot in alike for enum in enums(subject, spot)):
        if set(values) <= _usable(enum, stated.part):
            return enum.name, None
    for spot in subject.components:
        if set(values) == _usable(spot, stated.part):
            return spot.name, None
    name = class_name(stated.field.rpartition(".")[2])
    taken = {spot.name.lower() for spot in subject.components if spot.kind == "schemas"}
    if name in MODEL_CLASSES or name.lower() in taken:
        raise UnfitError(f"the name {name} of its values is taken: choose another")
    return name, new_enum(stated.field, values)


def _usable(enum: Spot, part: str) -> set[str]:
    """Return the values that a field of this part may have."""
    told = mapping(enum.value.get("x-values"))
    values = texts(enum.value.get("enum"))
    return {one for one in values if part not in SENT or not mapping(told.get(one)).get(ANSWERS_ONLY)}
