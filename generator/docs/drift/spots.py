"""Spots: where in the spec a change belongs, and whether a recorded disagreement covers it."""

from __future__ import annotations

from collections.abc import Iterator

from generator.docs.drift.changes import Change, ChangeKind
from generator.plain import mapping, step, texts
from generator.pointers import target
from generator.rules.statements import enums, find, holders
from generator.rules.subject import Spot, Subject

_PRESENCE = "presence"
_CALLS = frozenset({ChangeKind.METHOD, ChangeKind.PATH})


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
    status = change.was if change.kind is ChangeKind.STATUS_REMOVED else change.now
    if change.kind in (ChangeKind.STATUS_ADDED, ChangeKind.STATUS_REMOVED):
        return step(place, "responses", status)
    return place


def _field_pointer(subject: Subject, change: Change) -> str:
    owners = holders(subject, change.operation, change.part)
    for name in _upwards(change.field):
        if spots := find(subject, owners, name):
            return _value_pointer(subject, spots[0], change) if name == change.field else spots[0].pointer
    operation = next((known for known in subject.operations if known.id == change.operation), None)
    if owners and owners[0].kind != "parameters":
        return subject.resolve(owners[0]).pointer
    return operation.spot.pointer if operation else ""


def _upwards(field: str) -> Iterator[str]:
    while field:
        yield field
        field = field.rpartition(".")[0]


def _value_pointer(subject: Subject, spot: Spot, change: Change) -> str:
    if change.kind not in (ChangeKind.VALUE_ADDED, ChangeKind.VALUE_REMOVED):
        return spot.pointer
    value = change.now if change.kind is ChangeKind.VALUE_ADDED else change.was
    for enum in enums(subject, spot):
        told = mapping(enum.value.get("x-values"))
        return step(enum.pointer, "x-values", value) if value in told else step(enum.pointer, "enum")
    return spot.pointer


def is_covered(subject: Subject, change: Change) -> bool:
    """Tell whether the document records that the pages disagree here, and so resolves what one of them says.

    A disagreement of a field covers what any page says of it, or the facts that it is about; one of a schema the
    facts that it is about, of all its properties; one of an operation its method and path. What the document hasn't
    is covered by none.

    Args:
        subject: The document.
        change: How a page differs from what is held.
    """
    if change.kind in _CALLS:
        known = [operation.spot for operation in subject.operations if operation.id == change.operation]
        return any("x-disagreement" in spot.value for spot in known)
    spots = spots_of(subject, change)
    if change.kind is ChangeKind.VALUE_ADDED and not any(_has(subject, spot, change.now) for spot in spots):
        return False
    fact = change.fact or _PRESENCE
    return any(
        _is_about(spot, fact, is_field=True) or _is_about(_owner(subject, spot), fact) for spot in spots
    )


def _has(subject: Subject, spot: Spot, value: object) -> bool:
    return any(value in texts(enum.value["enum"]) for enum in enums(subject, spot))


def _owner(subject: Subject, spot: Spot) -> Spot:
    """Return the schema whose property this is."""
    pointer = spot.pointer.rpartition("/properties/")[0]
    return Spot(pointer, mapping(target(subject.document.data, pointer)) if pointer else {})


def _is_about(spot: Spot, fact: str, *, is_field: bool = False) -> bool:
    if "x-disagreement" not in spot.value:
        return False
    about = mapping(spot.value["x-disagreement"]).get("about")
    return fact in texts(about) if about is not None else is_field
