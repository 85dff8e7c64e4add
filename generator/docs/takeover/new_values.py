"""New values: the enum values that a page states and the spec lacks are put into their enum."""

from __future__ import annotations

from generator.docs.takeover.additions import ANSWERS_ONLY, SENT
from generator.docs.takeover.new_fields import new_value
from generator.docs.takeover.revision import Revision, insert_after, insert_before
from generator.names import member_name
from generator.plain import mapping, sequence, step, texts
from generator.rules.statements import Statement, alternatives, enums, holders, statements
from generator.rules.subject import Spot, Subject


def add_values(revision: Revision, page: str) -> None:
    """Put the enum values into the spec that a page states and the spec lacks.

    A value that only answers carry, of an enum that callers send as well, is marked so.

    Args:
        revision: The spec.
        page: The page's id.
    """
    subject = revision.subject
    told = [stated for stated in statements(subject) if stated.found]
    known = {spot.pointer: tuple(texts(spot.value.get("enum"))) for spot in subject.components}
    for stated in [one for one in told if one.page == page]:
        lists = _lists(subject, stated.found)
        had = {value for enum in lists for value in known.get(enum.pointer, ())}
        for value in [one for one in stated.values if one not in had]:
            aspect = (stated.operation, stated.part, stated.field, value)
            if reason := _unfit(lists, value):
                revision.refused[aspect] = reason
                continue
            revision.taken.add(aspect)
            if value not in lists[0].value["enum"]:
                _add(revision, lists[0], value, _before(stated, value))
                if _is_sent(subject, lists[0]) and not _is_said_to_be_sent(subject, told, lists[0], value):
                    insert_before(_facts(lists[0], value), ANSWERS_ONLY, True, ("sources",))


def _lists(subject: Subject, spots: list[Spot]) -> list[Spot]:
    """Return the enums that fields may hold, each once."""
    return list({enum.pointer: enum for spot in spots for enum in enums(subject, spot)}.values())


def _unfit(lists: list[Spot], value: str) -> str:
    """Return why a value can't be added without judgement, empty where it can."""
    if len(lists) != 1:
        return "the spec lists no values of it: say whether it should"
    known = {member_name(one) for one in texts(lists[0].value["enum"]) if one != value}
    if not value.strip() or not value.isprintable() or member_name(value) in known:
        return "it can't be a name of its own in Python: teach generator/names.py to tell it apart"
    return ""


def _add(revision: Revision, enum: Spot, value: str, before: str) -> None:
    values = sequence(enum.value["enum"])
    values.insert(values.index(before) + 1 if before in values else len(values), value)
    insert_after(mapping(enum.value["x-values"]), value, new_value(), before)
    revision.note(step(enum.pointer, "x-values", value), f"new value {value} of {enum.name}")


def _facts(enum: Spot, value: str) -> dict[str, object]:
    return mapping(mapping(enum.value["x-values"])[value])


def _before(stated: Statement, value: str) -> str:
    """Return the value that stands before a value on its page, empty where it is the first."""
    return ["", *stated.values][stated.values.index(value)]


def _is_sent(subject: Subject, enum: Spot) -> bool:
    """Tell whether callers send values of an enum."""
    spots = [
        field
        for operation in subject.operations
        for part in SENT
        for owner in holders(subject, operation.id, part)
        for field in _fields(subject, owner)
    ]
    return any(one.pointer == enum.pointer for one in _lists(subject, spots))


def _fields(subject: Subject, owner: Spot) -> list[Spot]:
    if owner.kind == "parameters":
        return [owner]
    return [field for part in alternatives(subject, owner) for field in part.named("properties")]


def _is_said_to_be_sent(subject: Subject, told: list[Statement], enum: Spot, value: str) -> bool:
    return any(
        stated.part in SENT
        and value in stated.values
        and any(one.pointer == enum.pointer for one in _lists(subject, stated.found))
        for stated in told
    )
