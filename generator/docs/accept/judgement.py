"""Lists the differences that a person has to decide after a page was accepted, each with advice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from generator.docs.accept.revision import Revision, aspect
from generator.docs.compare.changes import ChangeKind
from generator.docs.compare.compare import SPEC, Difference, Side
from generator.docs.compare.spec_facts import has_disagreement
from generator.facts import Page
from generator.openapi.view import Subject

_GONE = frozenset({ChangeKind.OPERATION_REMOVED, ChangeKind.STATUS_REMOVED, ChangeKind.RULE_REMOVED})
"""What a page may stop saying without contradicting the spec."""
_LOST = _GONE | {ChangeKind.FIELD_REMOVED, ChangeKind.VALUE_REMOVED}
"""What a page may stop saying."""
_UNREAD = "unread"

_RESOLVED = "The spec already says that pages disagree here: check whether its x-disagreement is still right."
_CHECKS = "The spec has it now: decide whether the checks that depend on it need it too."
_HELD = (
    "No other page says it, and the spec still has it: delete it, or say under x-disagreement why it stays."
    " Until then the page's record keeps it."
)
_SENTENCE = "Read the sentence: where it is a rule, say it in the spec, if need be in x-checks."
_FOLLOW = "Change the spec, or say there under x-disagreement what holds and why."
_ADVICE: Mapping[ChangeKind, str] = {
    ChangeKind.OPERATION_ADDED: "Describe the operation in the spec.",
    ChangeKind.OPERATION_REMOVED: "Other pages still have it: see which of them is right.",
    ChangeKind.STATUS_ADDED: "Describe the answer in the spec.",
    ChangeKind.STATUS_REMOVED: "Other pages still name it: see which of them is right.",
    ChangeKind.FIELD_REMOVED: "Delete it from the spec, or say there under x-disagreement why it stays.",
    ChangeKind.VALUE_REMOVED: "Delete it from the spec, or say there under x-disagreement why it stays.",
    ChangeKind.RULE_ADDED: "Give it a row in x-checks, or say in the spec under x-disagreement why not.",
    ChangeKind.RULE_REMOVED: "Other pages still say it: see which of them is right.",
    ChangeKind.RULE_CHANGED: "Change the row of x-checks, or say in the spec under x-disagreement why not.",
}


@dataclass(frozen=True)
class RemainingWork:
    """A difference that is left to a person.

    Attributes:
        difference: The difference.
        advice: What there is to do, in a sentence or two.
    """

    difference: Difference
    advice: str


def needs_decision(difference: Difference, before: Subject, others: Mapping[str, Page]) -> bool:
    """Tell whether a page says something no more that we hold on to, that no other page says, and nobody resolved.

    Args:
        difference: How the page differs.
        before: The spec as it stands.
        others: The other recorded pages by id.
    """
    change = difference.change
    if change.kind not in _GONE or difference.is_mechanical or change.fact == _UNREAD:
        return False
    if has_disagreement(before, change):
        return False
    if change.kind is ChangeKind.RULE_REMOVED:
        return not any(one.page != SPEC and one.value == change.was for one in difference.page_values)
    said = [page.operations.get(change.operation) for page in others.values()]
    return not any(
        one and (change.kind is ChangeKind.OPERATION_REMOVED or change.was in one.statuses) for one in said
    )


def remaining_work(
    difference: Difference, revision: Revision, before: Subject, *, is_held_back: bool
) -> RemainingWork | None:
    """Return what is left to do about a difference, or None.

    Args:
        difference: The difference.
        revision: What was taken over.
        before: The spec as it stood.
        is_held_back: Whether the page's record keeps what the page says no more.
    """
    change = difference.change
    key = aspect(change)
    if key in revision.taken:
        advice = _CHECKS if difference.checks else ""
    elif key in revision.refused:
        advice = f"Not applied: {revision.refused[key]}."
    elif change.fact == _UNREAD:
        advice = _SENTENCE if change.kind is ChangeKind.RULE_ADDED else ""
    elif is_held_back:
        advice = _HELD
    elif Side.SPEC in difference.against:
        advice = _ADVICE.get(change.kind, _FOLLOW)
    elif difference.is_mechanical:
        advice = ""  # the spec has held it all along
    elif has_disagreement(before, change):
        advice = _RESOLVED
    else:
        advice = _ADVICE.get(change.kind, _FOLLOW) if change.kind in _LOST else ""
    return RemainingWork(difference, advice) if advice else None
