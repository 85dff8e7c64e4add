"""Edits of the spec: fields, values and flags that a page states and the spec lacks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from generator.docs.accept.new_fields import (
    UnfitError,
    deprecation_words,
    enum_component,
    new_enum,
    new_parameter,
    new_property,
    new_value,
)
from generator.docs.accept.revision import Revision, aspect, insert_after, insert_before
from generator.docs.compare.changes import Change, ChangeKind
from generator.docs.compare.compare import Difference
from generator.docs.compare.spec_facts import has_disagreement, spots_of
from generator.facts import (
    Field,
    Page,
    PageFact,
    alternatives,
    enums,
    find,
    holders,
    is_omitted_field,
    is_omitted_value,
    page_facts,
)
from generator.names import class_name, member_name
from generator.openapi.pointers import mapping, sequence, step, target, text, texts
from generator.openapi.view import Spot, Subject, as_types
from generator.openapi.yaml_edit import Line

SENT = ("query", "header", "request")
"""The parts of an operation whose fields callers choose to send."""
ANSWERS_ONLY = "answers-only"
"""The mark of an enum value that only answers carry."""


def add_fields(revision: Revision, page: str) -> None:
    """Put the fields into the spec that a page states and the spec lacks, where that takes no judgement.

    Those that the spec leaves out on purpose stay out.

    Args:
        revision: The spec.
        page: The page's id.
    """
    subject = revision.subject
    lacking = [fact for fact in page_facts(subject) if fact.page == page and not fact.found]
    for stated in lacking:
        if is_omitted_field(subject, stated.operation, stated.part, stated.field):
            continue
        aspect = (stated.operation, stated.part, stated.field, "")
        try:
            _add_field(revision, stated)
        except UnfitError as error:
            revision.refused[aspect] = str(error)
        else:
            revision.taken.add(aspect)


def _add_field(revision: Revision, fact: PageFact) -> None:
    subject = revision.subject
    owners = holders(subject, fact.operation, fact.part)
    if find(subject, owners, fact.field):
        return  # by now: another operation has the same schema
    if fact.part == "path":
        raise UnfitError("it is part of the path: write the new path")
    if fact.part in SENT and fact.facts.get("required") is True:
        raise UnfitError("it is required, so calls without it would fail: decide how they change")
    enum, values = enum_component(subject, fact.field, fact.facts, fact.part)
    title = f"{_owner_name(subject, fact)}{fact.field.rpartition('.')[2]}"
    component = new_enum(title, values) if values else None
    if fact.part in ("query", "header"):
        made = new_parameter(fact.field, fact.part, fact.facts, enum=enum)
        _add_parameter(revision, subject, fact, made)
    else:
        schema = _owner_schema(subject, owners, fact.field)
        name = fact.field.rpartition(".")[2]
        made = new_property(name, fact.facts, enum=enum, is_answer=fact.part != "request")
        _add_property(revision, schema, _field_before(revision, fact), name, made)
    if component and enum:
        mapping(revision.node("/components/schemas"))[enum] = component
        revision.note(f"/components/schemas/{enum}", f"new enum {enum}")


def _owner_name(subject: Subject, fact: PageFact) -> str:
    """Return the name of the schema that a field goes into and a full stop; empty for a parameter."""
    owners = holders(subject, fact.operation, fact.part)
    if fact.part in ("query", "header") or not owners:
        return ""
    return f"{_owner_schema(subject, owners, fact.field).name}."


def _owner_schema(subject: Subject, owners: list[Spot], field: str) -> Spot:
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


def _field_before(revision: Revision, fact: PageFact) -> str:
    """Return the field that stands before a field on its page, beside it; empty where it is the first."""
    fields = list(mapping(target(revision.sources.data, fact.pointer.rpartition("/")[0])))
    above = fact.field.rpartition(".")[0]
    beside = [field for field in fields[: fields.index(fact.field)] if field.rpartition(".")[0] == above]
    return beside[-1].rpartition(".")[2] if beside else ""


def _add_property(revision: Revision, schema: Spot, before: str, name: str, made: dict[str, Any]) -> None:
    properties = mapping(revision.node(schema.pointer)["properties"])
    shown = [value for value in _examples(revision.subject, schema) if value.keys() == properties.keys()]
    insert_after(properties, name, made, before)
    for value in shown:
        insert_after(value, name, None if _may_be_null(made) else made["examples"][0], before)
    revision.note(step(schema.pointer, "properties", name), f"new field {name}")


def _may_be_null(made: dict[str, Any]) -> bool:
    return "null" in as_types(Spot("", made)) or {"type": "null"} in sequence(made.get("anyOf"))


def _add_parameter(revision: Revision, subject: Subject, fact: PageFact, made: dict[str, Any]) -> None:
    name = class_name(fact.field)
    known = mapping(revision.node("/components").setdefault("parameters", {}))
    if name.lower() in {one.lower() for one in known}:
        raise UnfitError(f"the name {name} of its component is taken: choose another")
    known[name] = made
    operation = next(one for one in subject.operations if one.id == fact.operation)
    node = revision.node(operation.spot.pointer)
    if "parameters" not in node:
        insert_before(node, "parameters", [], ("requestBody", "responses"))
    sequence(node["parameters"]).append(Line({"$ref": f"#/components/parameters/{name}"}))
    revision.note(f"/components/parameters/{name}", f"new parameter {fact.field}")


def _examples(subject: Subject, schema: Spot) -> Iterator[dict[str, Any]]:
    """Yield what the examples of answers show of a schema, each once."""
    found: dict[int, dict[str, Any]] = {}
    for operation in subject.operations:
        for answer in operation.answers:
            for media in subject.answer_media(operation, answer.name):
                for example in media.named_children("examples"):
                    shown = _example_values(subject, media.step("schema"), example.value.get("value"), schema)
                    found |= {id(value): value for value in shown}
    yield from found.values()


def _example_values(subject: Subject, spot: Spot, value: object, schema: Spot) -> Iterator[dict[str, Any]]:
    for one in sequence(value):
        yield from _example_values(subject, spot, one, schema)
    if mapping(value):
        parts = alternatives(subject, spot)
        if any(part.pointer == schema.pointer for part in parts):
            yield mapping(value)
        for field in (field for part in parts for field in part.named_children("properties")):
            yield from _example_values(subject, field, mapping(value).get(field.name), schema)


# New values: the enum values that a page states and the spec lacks are put into their enum.


def add_values(revision: Revision, page: str) -> None:
    """Put the enum values into the spec that a page states and the spec lacks.

    A value that only answers carry, of an enum that callers send as well, is marked so. Those that the spec leaves
    out on purpose stay out.

    Args:
        revision: The spec.
        page: The page's id.
    """
    subject = revision.subject
    facts = [stated for stated in page_facts(subject) if stated.found]
    known = {spot.pointer: tuple(texts(spot.value.get("enum"))) for spot in subject.components}
    for stated in [one for one in facts if one.page == page]:
        lists = _enum_lists(subject, stated.found)
        had = {value for enum in lists for value in known.get(enum.pointer, ())}
        for value in [one for one in stated.values if one not in had]:
            if is_omitted_value(subject, stated.found, value):
                continue
            aspect = (stated.operation, stated.part, stated.field, value)
            if reason := _refusal(lists, value):
                revision.refused[aspect] = reason
                continue
            revision.taken.add(aspect)
            if value not in lists[0].value["enum"]:
                _add_value(revision, lists[0], value, _value_before(stated, value))
                if _is_request_enum(subject, lists[0]) and not _has_request_value(
                    subject, facts, lists[0], value
                ):
                    insert_before(_value_facts(lists[0], value), ANSWERS_ONLY, True, ("sources",))


def _enum_lists(subject: Subject, spots: list[Spot]) -> list[Spot]:
    """Return the enums that fields may hold, each once."""
    return list({enum.pointer: enum for spot in spots for enum in enums(subject, spot)}.values())


def _refusal(lists: list[Spot], value: str) -> str:
    """Return why a value can't be added without judgement, empty where it can."""
    if len(lists) != 1:
        return "the spec lists no values of it: say whether it should"
    known = {member_name(one) for one in texts(lists[0].value["enum"]) if one != value}
    if not value.strip() or not value.isprintable() or member_name(value) in known:
        return "it can't be a name of its own in Python: extend generator/names.py to distinguish it"
    return ""


def _add_value(revision: Revision, enum: Spot, value: str, before: str) -> None:
    values = sequence(enum.value["enum"])
    values.insert(values.index(before) + 1 if before in values else len(values), value)
    insert_after(mapping(enum.value["x-values"]), value, new_value(), before)
    revision.note(step(enum.pointer, "x-values", value), f"new value {value} of {enum.name}")


def _value_facts(enum: Spot, value: str) -> dict[str, object]:
    return mapping(mapping(enum.value["x-values"])[value])


def _value_before(fact: PageFact, value: str) -> str:
    """Return the value that stands before a value on its page, empty where it is the first."""
    return ["", *fact.values][fact.values.index(value)]


def _is_request_enum(subject: Subject, enum: Spot) -> bool:
    """Tell whether callers send values of an enum."""
    spots = [
        field
        for operation in subject.operations
        for part in SENT
        for owner in holders(subject, operation.id, part)
        for field in _owner_fields(subject, owner)
    ]
    return any(one.pointer == enum.pointer for one in _enum_lists(subject, spots))


def _owner_fields(subject: Subject, owner: Spot) -> list[Spot]:
    if owner.kind == "parameters":
        return [owner]
    return [field for part in alternatives(subject, owner) for field in part.named_children("properties")]


def _has_request_value(subject: Subject, facts: list[PageFact], enum: Spot, value: str) -> bool:
    return any(
        stated.part in SENT
        and value in stated.values
        and any(one.pointer == enum.pointer for one in _enum_lists(subject, stated.found))
        for stated in facts
    )


# Flags: what a page newly says may be null, is deprecated or can be sent is marked so in the spec.


def set_flags(revision: Revision, page: Page, differences: Iterable[Difference]) -> None:
    """Mark in the spec what a page newly marks, save where the spec says already that the pages disagree.

    Args:
        revision: The spec.
        page: The page, its operations called as in the spec.
        differences: How it differs from what is recorded of it, and from the spec.
    """
    subject = revision.subject
    for difference in differences:
        change = difference.change
        mark = _MARKS.get(change.kind)
        if not mark or change.now in (None, False) or aspect(change) in revision.taken:
            continue
        if has_disagreement(subject, change):
            reason = "the spec already says that the pages disagree here: check whether that still holds"
            revision.refused[aspect(change)] = reason
            continue
        for spot in spots_of(subject, change):
            words = mark(subject, spot, change, _flag_facts(page, change))
            if words is not None:
                revision.taken.add(aspect(change))
            if words:
                breaking = f", which breaks callers: {difference.breaking}" if difference.breaking else ""
                revision.note(spot.pointer, f"{change.field} {words}{breaking}")


def _flag_facts(page: Page, change: Change) -> Field:
    if not change.operation:
        return page.errors[change.part][change.field]
    return page.operations[change.operation].fields(change.part)[change.field]


def _mark_deprecated(_subject: Subject, spot: Spot, _change: Change, facts: Field) -> str | None:
    node = spot.value
    if node.get("deprecated") is True:
        return ""
    insert_before(node, "deprecated", True, _BEHIND_A_FLAG)
    instead = deprecation_words(facts.get("replacedBy"))
    if not text(node.get("description")).startswith(_DEPRECATED):
        node["description"] = instead + text(node.get("description"))
    return "is deprecated"


def _allow_null(subject: Subject, spot: Spot, _change: Change, _value_facts: Field) -> str | None:
    node = spot.value
    if spot.kind == "parameters":
        return None
    kinds = [kind for part in alternatives(subject, spot, items=False) for kind in as_types(part)]
    if "null" in kinds:
        return ""
    if "$ref" in node:
        other: dict[str, Any] = {"anyOf": [{"$ref": node["$ref"]}, {"type": "null"}]}
        items = [
            entry
            for key, value in node.items()
            for entry in (other.items() if key == "$ref" else [(key, value)])
        ]
        node.clear()
        node.update(items)
    elif "anyOf" in node:
        sequence(node["anyOf"]).append({"type": "null"})
    else:
        node["type"] = [*kinds, "null"]
    return "may be null"


def _allow_sending(subject: Subject, spot: Spot, change: Change, _value_facts: Field) -> str | None:
    entries = [mapping(mapping(enum.value.get("x-values")).get(change.now)) for enum in enums(subject, spot)]
    if change.part not in SENT or not any(entries):
        return None
    flags = [facts.pop(ANSWERS_ONLY, False) for facts in entries]
    return f"can be sent as {change.now}: see whether its description still holds" if any(flags) else ""


_DEPRECATED = "Deprecated"
_BEHIND_A_FLAG = ("schema", "examples", "x-sources", "x-disagreement")
_MARKS: Mapping[ChangeKind, Callable[[Subject, Spot, Change, Field], str | None]] = {
    ChangeKind.DEPRECATED: _mark_deprecated,
    ChangeKind.NULLABLE: _allow_null,
    ChangeKind.VALUE_ADDED: _allow_sending,
}
