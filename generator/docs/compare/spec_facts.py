"""Spec facts: what the spec and its checks state, as a page, and where in the spec each fact stands."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from typing import Any

from generator.docs.compare.changes import Change, ChangeKind
from generator.facts import (
    FACTS,
    ITEM_TYPES,
    PARTS,
    Field,
    Fields,
    Kind,
    Operation,
    Page,
    alternatives,
    enums,
    find,
    has_dispute,
    holders,
    is_omitted_field,
    is_omitted_operation,
    is_omitted_status,
    is_omitted_value,
    schema_of,
)
from generator.openapi import view
from generator.openapi.credentials import credentials_of, shared_credentials
from generator.openapi.extension_rows import CheckRow
from generator.openapi.pointers import is_mapping, mapping, sequence, step, target, text, texts
from generator.openapi.view import Spot, Subject, as_types
from generator.rules.check_rules import Guard, guards

_LIMITS = ("format", "minimum", "maximum", "minLength", "maxLength", "pattern")
_RULES = tuple(fact for fact, kind in FACTS.items() if kind is Kind.RULE and fact != "unread")
_LENGTHS = re.compile(r"\^\[[^]]+\]\{(?P<minLength>\d+),(?P<maxLength>\d+)\}\$")
"""A pattern that limits how many characters of one class a text has."""


def spec_page(subject: Subject) -> Page:
    """Return what the spec holds of an API, as a page.

    A fact that neither holds is None, and so denied. Rules and defaults are held of what is sent alone.

    Args:
        subject: The document.
    """
    guarded = check_rules(subject)
    operations = {
        operation.id: _operation_facts(subject, operation, guarded) for operation in subject.operations
    }
    credentials = [credentials_of(subject, operation) for operation in subject.operations]
    errors = {
        status for operation in operations.values() for status in operation.statuses if status[0] != "2"
    }
    return Page(
        title=text(mapping(subject.root.value.get("info")).get("title")),
        operations=operations,
        security=shared_credentials(credentials, credentials_of(subject)),
        errors={
            status: dict(_field_facts(subject, holders(subject, "", status), is_sent=False))
            for status in sorted(errors)
        },
    )


def _operation_facts(
    subject: Subject, known: view.Operation, guarded: Mapping[tuple[str, str], Field]
) -> Operation:
    parts: dict[str, Fields] = {}
    for part in PARTS:
        is_sent = part != "response"
        fields = dict(_field_facts(subject, holders(subject, known.id, part), is_sent=is_sent))
        parts[part] = {
            name: {**facts, **(guarded.get((known.id, name), {}) if is_sent else {})}
            for name, facts in fields.items()
        }
    statuses = tuple(mapping(known.spot.value.get("responses")))
    body = mapping(subject.resolve(known.body).value) if known.body else None
    return Operation(
        known.id,
        known.spot.kind.upper(),
        known.path,
        parts,
        statuses,
        body_required=None if body is None else body.get("required") is True,
    )


def _field_facts(
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
                _spot_facts(subject, spot, is_required=is_required, is_sent=is_sent),
            )
            continue
        for schema in alternatives(subject, spot):
            if schema.pointer in seen:
                continue
            required = texts(schema.value.get("required"))
            for field in schema.named_children("properties"):
                name = above + field.name
                yield name, _spot_facts(subject, field, is_required=field.name in required, is_sent=is_sent)
                within = seen | {schema.pointer}
                yield from _field_facts(subject, [field], is_sent=is_sent, above=f"{name}.", seen=within)


def _spot_facts(subject: Subject, spot: Spot, *, is_required: bool, is_sent: bool) -> Field:
    schema = schema_of(spot)
    kinds = alternatives(subject, schema, items=False)
    types = {kind for part in kinds for kind in as_types(part)}
    facts: dict[str, Any] = {"required": is_required}
    if types:
        facts["nullable"] = "null" in types
        types.discard("null")
    if len(types) == 1:
        facts["type"] = types.pop()
    items = {kind for part in kinds if "items" in part.value for kind in as_types(part.step("items"))} - {
        "null"
    }
    if len(items) == 1 and items <= ITEM_TYPES:
        facts["items"] = items.pop()
    facts["deprecated"] = spot.value.get("deprecated") is True or schema.value.get("deprecated") is True
    facts["enum"] = list(_enum_values(subject, spot, is_sent=is_sent)) or None
    for limit in _LIMITS:
        facts[limit] = next((part.value[limit] for part in kinds if limit in part.value), None)
    if length := _LENGTHS.fullmatch(text(facts["pattern"])):
        facts |= {limit: int(number) for limit, number in length.groupdict().items()}
    return facts | (_request_facts(schema, kinds) if is_sent else {})


def _enum_values(subject: Subject, spot: Spot, *, is_sent: bool) -> Iterator[str]:
    for enum in enums(subject, spot):
        entries = mapping(enum.value.get("x-values"))
        for value in texts(enum.value["enum"]):
            if not (is_sent and mapping(entries.get(value)).get("answers-only")):
                yield value


def _request_facts(schema: Spot, kinds: list[Spot]) -> dict[str, Any]:
    """Return the facts of a field that is sent: its default, and no rule but that the empty string clears it."""
    default = next((part.value["default"] for part in (schema, *kinds) if "default" in part.value), None)
    clears = True if "" in sequence(schema.value.get("examples")) else None
    return {"default": default, **dict.fromkeys(_RULES), "clearable": clears}


# Checks: which facts each row of `x-checks` rests on, and which facts of fields it states.


@dataclass(frozen=True)
class Check:
    """A row of `x-checks`.

    Attributes:
        name: The check.
        operation: The operation it guards.
        path: The document.
        line: Its line there.
        guard: The row itself.
    """

    name: str
    operation: str
    path: str
    line: int
    guard: Guard = dataclass_field(compare=False, repr=False)

    def rests_on(self, change: Change) -> bool:
        """Tell whether what changed is what the check rests on."""
        if change.operation != self.operation:
            return False
        if change.kind in (ChangeKind.OPERATION_REMOVED, ChangeKind.METHOD, ChangeKind.PATH):
            return True
        is_rule = change.fact in FACTS and FACTS[change.fact] is Kind.RULE
        if change.part == "response" and not is_rule:
            return False
        if change.kind is ChangeKind.FIELD_REMOVED:
            return change.field in self.guard.named_fields
        if change.kind is ChangeKind.VALUE_REMOVED and (change.field, change.was) in self.guard.values:
            return True
        return change.fact in self.guard.row.facts and change.field in self._guarded_fields(change.fact)

    def _guarded_fields(self, fact: str) -> list[str]:
        """Return the fields of which the check needs a fact."""
        row = self.guard.row
        if fact == "enum":
            return [*row.handlers, *row.values] or list(row.fields)
        return [*row.fields, *self.guard.parameters]


def checks(subject: Subject) -> list[Check]:
    """Return the checks of a document, in the order of their rows."""
    document = subject.document
    return [
        Check(
            guard.row.check, operation.id, document.path.as_posix(), document.line(guard.row.pointer), guard
        )
        for operation, guard in guards(subject)
    ]


Stated = Iterator[tuple[str, Any]]


def _used_with(guard: Guard) -> Stated:
    for chooser in guard.handlers:
        for row in chooser.rows:
            yield from ((name, {chooser.name: [row.value]}) for name in row.parameters)


def _required_with(guard: Guard) -> Stated:
    for chooser in guard.handlers:
        for row in chooser.rows:
            yield from ((name, {chooser.name: [row.value]}) for name in row.required)


def _other_fields(guard: Guard) -> Stated:
    fields = guard.row.fields
    yield from ((name, [other for other in fields if other != name]) for name in fields)


def _first_field(guard: Guard) -> Stated:
    yield from ((name, [guard.row.fields[0]]) for name in guard.row.fields[1:])


def _rest_of_fields(guard: Guard) -> Stated:
    yield from ((name, list(guard.row.fields[1:])) for name in guard.row.fields[:1])


def _replacements(guard: Guard) -> Stated:
    yield from ((name, list(guard.row.instead)) for name in guard.row.fields)


_STATES: Mapping[str, Callable[[Guard], Stated]] = {
    "usedWith": _used_with,
    "requiredWith": _required_with,
    "needs": _rest_of_fields,
    "excludes": _other_fields,
    "aliasOf": _other_fields,
    "yieldsTo": _first_field,
    "replacedBy": _replacements,
}
"""How a row that rests on a fact reads as that fact of its fields; of any other fact it says so in `states`."""


def _row_facts(guard: Guard) -> Iterator[tuple[str, str, Any]]:
    """Yield the facts of fields that a row states: the field, the fact and its value."""
    row: CheckRow = guard.row
    for fact in row.facts:
        if fact in row.states:
            yield from ((name, fact, row.states[fact]) for name in row.fields)
        elif fact in _STATES:
            yield from ((name, fact, value) for name, value in _STATES[fact](guard))


def check_rules(subject: Subject) -> Mapping[tuple[str, str], Field]:
    """Return the rules that the checks state, by operation and field."""
    found: dict[tuple[str, str], dict[str, Any]] = defaultdict(dict)
    for operation, guard in guards(subject):
        for name, fact, value in _row_facts(guard):
            facts = found[operation.id, name]
            facts[fact] = _merge_values(facts.get(fact), value)
    return found


def _merge_values(one: object, other: object) -> object:
    """Return two statements of the same fact as one."""
    if is_mapping(one) and is_mapping(other):
        old, new = mapping(one), mapping(other)
        return {key: _merge_values(old.get(key), new.get(key)) for key in {**old, **new}}
    both = dict.fromkeys([*sequence(one), *sequence(other)])
    return list(both) if both else other


# Spots: where in the spec a change belongs, and whether a recorded disagreement covers it.

_PRESENCE = "presence"
_CALLS = frozenset({ChangeKind.METHOD, ChangeKind.PATH, ChangeKind.BODY})


def _security_schemes(subject: Subject) -> list[Spot]:
    return [spot for spot in subject.components if spot.kind == "securitySchemes"]


def spots_of(subject: Subject, change: Change) -> list[Spot]:
    """Return the parameters or properties that a change is about; none where the document hasn't the field."""
    if not change.part or not change.field:
        return []
    return find(subject, holders(subject, change.operation, change.part), change.field)


def pointer_of(subject: Subject, change: Change) -> str:
    """Return the place of a change: the value, the field, or the nearest thing above it that the document has."""
    if change.kind is ChangeKind.SECURITY:
        return "/components/securitySchemes"
    operation = next((known for known in subject.operations if known.id == change.operation), None)
    if change.operation and operation is None:
        return "/paths"
    if change.part:
        return _field_pointer(subject, change)
    place = operation.spot.pointer if operation else ""
    if change.kind is ChangeKind.BODY and operation and operation.body:
        return operation.body.pointer
    status = change.was if change.kind is ChangeKind.STATUS_REMOVED else change.now
    if change.kind in (ChangeKind.STATUS_ADDED, ChangeKind.STATUS_REMOVED):
        return step(place, "responses", status)
    return place


def _field_pointer(subject: Subject, change: Change) -> str:
    owners = holders(subject, change.operation, change.part)
    for name in _field_and_parents(change.field):
        if spots := find(subject, owners, name):
            return _value_pointer(subject, spots[0], change) if name == change.field else spots[0].pointer
    operation = next((known for known in subject.operations if known.id == change.operation), None)
    if owners and owners[0].kind != "parameters":
        return subject.resolve(owners[0]).pointer
    return operation.spot.pointer if operation else ""


def _field_and_parents(field: str) -> Iterator[str]:
    while field:
        yield field
        field = field.rpartition(".")[0]


def _value_pointer(subject: Subject, spot: Spot, change: Change) -> str:
    if change.kind not in (ChangeKind.VALUE_ADDED, ChangeKind.VALUE_REMOVED):
        return spot.pointer
    value = change.now if change.kind is ChangeKind.VALUE_ADDED else change.was
    for enum in enums(subject, spot):
        entries = mapping(enum.value.get("x-values"))
        return step(enum.pointer, "x-values", value) if value in entries else step(enum.pointer, "enum")
    return spot.pointer


def has_disagreement(subject: Subject, change: Change, page: str | None = None) -> bool:
    """Tell whether the document records that the pages disagree here, and so resolves what one of them says.

    A disagreement of a field covers what any page says of it, or the facts that it is about; one of a schema the
    facts that it is about, of all its properties; one of an operation its method and path, whether a call must have a
    body, and whether there is such an operation; one of an answer whether there is such a status; one of a security
    scheme what any page says of the credentials. What the document hasn't is covered where an x-disagreement names it
    under `omits`. That a page no longer has a thing that it had is covered where the disagreement says something of
    that page.

    Args:
        subject: The document.
        change: How a page differs from what is held.
        page: The page's id, where it is the page that changed.
    """
    if change.kind is ChangeKind.SECURITY:
        return any("x-disagreement" in scheme.value for scheme in _security_schemes(subject))
    if not change.part:
        return _has_call_disagreement(subject, change, page)
    spots = spots_of(subject, change)
    if change.kind is ChangeKind.FIELD_ADDED and not spots:
        return is_omitted_field(subject, change.operation, change.part, change.field)
    if change.kind is ChangeKind.VALUE_ADDED and not any(
        _has_value(subject, spot, change.now) for spot in spots
    ):
        return is_omitted_value(subject, spots, str(change.now))
    fact = dispute_subject(change)
    named = page if change.kind in (ChangeKind.FIELD_REMOVED, ChangeKind.VALUE_REMOVED) else None
    return any(
        (has_dispute(spot, fact) and _names_page(spot, named))
        or (_is_about(owner, fact) and _names_page(owner, named))
        for spot in spots
        for owner in [_owner_schema(subject, spot)]
    )


def dispute_subject(change: Change) -> str:
    """Return what an x-disagreement that covers a change is `about`.

    Args:
        change: How a page differs from what is held.
    """
    return change.kind if change.kind in _CALLS else change.fact or _PRESENCE


def _names_page(spot: Spot, page: str | None) -> bool:
    """Tell whether the x-disagreement of something says what a page states; any does where no page is asked for."""
    return page is None or page in mapping(mapping(spot.value.get("x-disagreement")).get("pages"))


def _has_call_disagreement(subject: Subject, change: Change, page: str | None) -> bool:
    """Tell the same of a change of an operation itself."""
    known = next((operation for operation in subject.operations if operation.id == change.operation), None)
    if change.kind is ChangeKind.OPERATION_ADDED:
        return is_omitted_operation(subject, change.operation)
    if known is None:
        return False
    if change.fact == "unread":
        return _is_about(known.spot, change.fact)
    if change.kind is ChangeKind.STATUS_ADDED:
        return is_omitted_status(subject, change.operation, str(change.now))
    if change.kind is ChangeKind.STATUS_REMOVED:
        answers = [spot for spot in known.spot.named_children("responses") if spot.name == change.was]
        return any("x-disagreement" in subject.resolve(spot).value for spot in answers)
    is_removed = change.kind is ChangeKind.OPERATION_REMOVED
    is_call = is_removed or change.kind in _CALLS
    return (
        is_call
        and has_dispute(known.spot, dispute_subject(change))
        and _names_page(known.spot, page if is_removed else None)
    )


def _has_value(subject: Subject, spot: Spot, value: object) -> bool:
    return any(value in texts(enum.value["enum"]) for enum in enums(subject, spot))


def _owner_schema(subject: Subject, spot: Spot) -> Spot:
    """Return the schema whose property this is."""
    pointer = spot.pointer.rpartition("/properties/")[0]
    return Spot(pointer, mapping(target(subject.document.data, pointer)) if pointer else {})


def _is_about(schema: Spot, fact: str) -> bool:
    """Tell whether the x-disagreement of a schema names a fact of its properties."""
    return fact in texts(mapping(schema.value.get("x-disagreement")).get("about"))
