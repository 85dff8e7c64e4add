"""Held: what the spec and its checks say, as a page; what neither says is denied."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from generator.docs.drift.checks import held_rules
from generator.docs.facts import FACTS, PARTS, Field, Fields, Kind, Operation, Page
from generator.plain import mapping, sequence, text, texts
from generator.rules import subject as rules
from generator.rules.statements import alternatives, enums, holders, schema_of
from generator.rules.subject import Spot, Subject, as_types

_LIMITS = ("format", "minimum", "maximum", "minLength", "maxLength", "pattern")
_RULES = tuple(fact for fact, kind in FACTS.items() if kind is Kind.RULE and fact != "unread")
_LENGTHS = re.compile(r"\^\[[^]]+\]\{(?P<minLength>\d+),(?P<maxLength>\d+)\}\$")
"""A pattern that limits how many characters of one class a text has."""


def held_page(subject: Subject) -> Page:
    """Return what the spec holds of an API, as a page.

    A fact that neither holds is None, and so denied. Rules and defaults are held of what is sent alone.

    Args:
        subject: The document.
    """
    guarded = held_rules(subject)
    operations = {known.id: _operation(subject, known, guarded) for known in subject.operations}
    schemes = [
        text(spot.value.get("scheme")) for spot in subject.components if spot.kind == "securitySchemes"
    ]
    errors = {status for said in operations.values() for status in said.statuses if status[0] != "2"}
    return Page(
        title=text(mapping(subject.root.value.get("info")).get("title")),
        operations=operations,
        security={"scheme": schemes[0]} if schemes else {},
        errors={
            status: dict(_fields(subject, holders(subject, "", status), is_sent=False))
            for status in sorted(errors)
        },
    )


def _operation(
    subject: Subject, known: rules.Operation, guarded: Mapping[tuple[str, str], Field]
) -> Operation:
    parts: dict[str, Fields] = {}
    for part in PARTS:
        is_sent = part != "response"
        fields = dict(_fields(subject, holders(subject, known.id, part), is_sent=is_sent))
        parts[part] = {
            name: {**facts, **(guarded.get((known.id, name), {}) if is_sent else {})}
            for name, facts in fields.items()
        }
    statuses = tuple(mapping(known.spot.value.get("responses")))
    return Operation(known.id, known.spot.kind.upper(), known.path, parts, statuses)


def _fields(
    subject: Subject,
    owners: list[Spot],
    *,
    is_sent: bool,
    above: str = "",
    seen: frozenset[str] = frozenset(),
) -> Iterator[tuple[str, Field]]:
    """Yield the parameters, or the properties of bodies and of all that they hold; each schema within itself once."""
    for spot in owners:
        if spot.kind == "parameters":
            is_required = spot.value.get("required") is True
            yield (
                text(spot.value.get("name")),
                _facts(subject, spot, is_required=is_required, is_sent=is_sent),
            )
            continue
        for schema in alternatives(subject, spot):
            if schema.pointer in seen:
                continue
            required = texts(schema.value.get("required"))
            for field in schema.named("properties"):
                name = above + field.name
                yield name, _facts(subject, field, is_required=field.name in required, is_sent=is_sent)
                within = seen | {schema.pointer}
                yield from _fields(subject, [field], is_sent=is_sent, above=f"{name}.", seen=within)


def _facts(subject: Subject, spot: Spot, *, is_required: bool, is_sent: bool) -> Field:
    schema = schema_of(spot)
    kinds = alternatives(subject, schema, items=False)
    types = {kind for part in kinds for kind in as_types(part)}
    facts: dict[str, Any] = {"required": is_required}
    if types:
        facts["nullable"] = "null" in types
        types.discard("null")
    if len(types) == 1:
        facts["type"] = types.pop()
    facts["deprecated"] = spot.value.get("deprecated") is True or schema.value.get("deprecated") is True
    facts["enum"] = list(_values(subject, spot, is_sent=is_sent)) or None
    for limit in _LIMITS:
        facts[limit] = next((part.value[limit] for part in kinds if limit in part.value), None)
    if length := _LENGTHS.fullmatch(text(facts["pattern"])):
        facts |= {limit: int(number) for limit, number in length.groupdict().items()}
    return facts | (_sent(schema, kinds) if is_sent else {})


def _values(subject: Subject, spot: Spot, *, is_sent: bool) -> Iterator[str]:
    for enum in enums(subject, spot):
        told = mapping(enum.value.get("x-values"))
        for value in texts(enum.value["enum"]):
            if not (is_sent and mapping(told.get(value)).get("answers-only")):
                yield value


def _sent(schema: Spot, kinds: list[Spot]) -> dict[str, Any]:
    """Return the facts of a field that is sent: its default, and no rule but that the empty string clears it."""
    default = next((part.value["default"] for part in (schema, *kinds) if "default" in part.value), None)
    clears = True if "" in sequence(schema.value.get("examples")) else None
    return {"default": default, **dict.fromkeys(_RULES), "clearable": clears}
