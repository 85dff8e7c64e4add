"""Flags: what a page newly says may be null, is deprecated or can be sent is marked so in the spec."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from generator.docs.drift.changes import Change, ChangeKind
from generator.docs.drift.drift import Difference
from generator.docs.drift.spots import is_covered, spots_of
from generator.docs.facts import Field, Page
from generator.docs.takeover.additions import ANSWERS_ONLY, SENT
from generator.docs.takeover.new_fields import deprecation
from generator.docs.takeover.revision import Revision, aspect, insert_before
from generator.plain import mapping, sequence, text
from generator.rules.statements import alternatives, enums
from generator.rules.subject import Spot, Subject, as_types


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
        if is_covered(subject, change):
            reason = "the spec says already that the pages disagree here: see whether that still holds"
            revision.refused[aspect(change)] = reason
            continue
        for spot in spots_of(subject, change):
            words = mark(subject, spot, change, _facts(page, change))
            if words is not None:
                revision.taken.add(aspect(change))
            if words:
                breaking = f", which breaks callers: {difference.breaking}" if difference.breaking else ""
                revision.note(spot.pointer, f"{change.field} {words}{breaking}")


def _facts(page: Page, change: Change) -> Field:
    if not change.operation:
        return page.errors[change.part][change.field]
    return page.operations[change.operation].fields(change.part)[change.field]


def _deprecate(_subject: Subject, spot: Spot, _change: Change, facts: Field) -> str | None:
    node = spot.value
    if node.get("deprecated") is True:
        return ""
    insert_before(node, "deprecated", True, _BEHIND_A_FLAG)
    instead = deprecation(facts.get("replacedBy"))
    if instead and not text(node.get("description")).startswith(_DEPRECATED):
        node["description"] = instead + text(node.get("description"))
    return "is deprecated"


def _allow_null(subject: Subject, spot: Spot, _change: Change, _facts: Field) -> str | None:
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
            for key, said in node.items()
            for entry in (other.items() if key == "$ref" else [(key, said)])
        ]
        node.clear()
        node.update(items)
    elif "anyOf" in node:
        sequence(node["anyOf"]).append({"type": "null"})
    else:
        node["type"] = [*kinds, "null"]
    return "may be null"


def _allow_sending(subject: Subject, spot: Spot, change: Change, _facts: Field) -> str | None:
    told = [mapping(mapping(enum.value.get("x-values")).get(change.now)) for enum in enums(subject, spot)]
    if change.part not in SENT or not any(told):
        return None
    flags = [facts.pop(ANSWERS_ONLY, False) for facts in told]
    return f"can be sent as {change.now}: see whether its description still holds" if any(flags) else ""


_DEPRECATED = "Deprecated"
_BEHIND_A_FLAG = ("schema", "examples", "x-sources", "x-disagreement")
_MARKS: Mapping[ChangeKind, Callable[[Subject, Spot, Change, Field], str | None]] = {
    ChangeKind.DEPRECATED: _deprecate,
    ChangeKind.NULLABLE: _allow_null,
    ChangeKind.VALUE_ADDED: _allow_sending,
}
