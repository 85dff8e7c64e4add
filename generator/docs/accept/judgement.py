"""Lists what a person has to decide after a page was accepted, each with advice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from generator.docs.accept.revision import Revision, aspect
from generator.docs.compare.changes import ChangeKind, is_unread_part, states_call
from generator.docs.compare.compare import SPEC, Difference, Side
from generator.docs.compare.remaining import FOLLOW, accounts_for_change
from generator.docs.compare.spec_facts import dispute_subject, spec_page
from generator.docs.pages.sentences import OPERATION_DEPRECATED, sentence_digest
from generator.facts import Page
from generator.open_entries import OpenEntry
from generator.openapi.view import Subject

_BACKED = frozenset({ChangeKind.STATUS_REMOVED, ChangeKind.RULE_REMOVED})
"""What a page may stop saying without contradicting the spec, as long as another page says it."""
_CHECKS = "The spec has it now: decide whether the checks that depend on it need it, too."
_DROPPED = (
    "Delete it from the spec, or say there under x-disagreement (about: [{about}]) what the page says now and why it"
    " stays."
)
_GONE = (
    "No page states it any more, and the spec still has it: delete it, or say under x-disagreement what the page says"
    " now and why it stays."
)
_SENTENCE = (
    "Read the sentence on the page: put the rule into x-checks, in a row that rests on `unread`, or say under"
    " x-disagreement (about: [unread]) what holds."
)
_PART = (
    "Not read: {part}. Compare it by hand, and say under x-disagreement of the operation (about: [unread])"
    " what holds."
)
_DEPRECATED = (
    "Mark the operation with `deprecated: true` in the spec and say in its description what to use instead, or say"
    " under x-disagreement (about: [unread]) what holds."
)
_CALL_UNKNOWN = (
    "The page doesn't say its method and path: take the page that does; to leave it out, name it under `omits` of the"
    " document's x-disagreement."
)
_ADVICE: Mapping[ChangeKind, str] = {
    ChangeKind.OPERATION_ADDED: (
        "`nox -s docs -- accept PAGE --operation {operation}` drafts it; to leave it out, name it under `omits` of the"
        " document's x-disagreement."
    ),
    ChangeKind.OPERATION_REMOVED: _DROPPED,
    ChangeKind.STATUS_ADDED: (
        "Describe the answer in the spec, or name the status under `omits` of the operation's x-disagreement."
    ),
    ChangeKind.STATUS_REMOVED: _GONE,
    ChangeKind.SECURITY: (
        "Change the security scheme in the spec, or say under its x-disagreement what holds and why."
    ),
    ChangeKind.FIELD_ADDED: "Add it to the spec, or name it under `omits` of an x-disagreement of its schema.",
    ChangeKind.FIELD_REMOVED: _DROPPED,
    ChangeKind.VALUE_ADDED: "Add it to the spec, or name it under `omits` of the field's x-disagreement.",
    ChangeKind.VALUE_REMOVED: _DROPPED,
    ChangeKind.RULE_ADDED: "Give it a row in x-checks, or say in the spec under x-disagreement why not.",
    ChangeKind.RULE_REMOVED: _GONE,
    ChangeKind.RULE_CHANGED: "Change the row of x-checks, or say in the spec under x-disagreement why not.",
}


@dataclass(frozen=True)
class RemainingWork:
    """A difference that is left to a person.

    Attributes:
        difference: The difference.
        advice: What there is to do, in a sentence or two.
        stakes: The names of the checks that have to follow, where the spec itself does already.
    """

    difference: Difference
    advice: str
    stakes: tuple[str, ...] = ()

    def entry(self, page: str) -> OpenEntry:
        """Return it as the sources keep it until it is settled."""
        change = self.difference.change
        # An operation is in the page's record with all its fields; it need not be kept twice.
        is_whole = change.kind in (ChangeKind.OPERATION_ADDED, ChangeKind.OPERATION_REMOVED)
        return OpenEntry(
            page,
            change.kind.value,
            change.operation,
            change.part,
            change.field,
            change.fact,
            was=None if is_whole else change.was,
            now=None if is_whole else change.now,
            checks=self.stakes,
            advice=self.advice,
        )


def remaining_work(
    differences: Iterable[Difference], revision: Revision, page: str, others: Mapping[str, Page]
) -> list[RemainingWork]:
    """Return what is left to a person: what the spec, as it becomes, neither follows nor resolves.

    Args:
        differences: How the page differed, and how it differs from the spec as it becomes.
        revision: The spec as it becomes.
        page: The page's id.
        others: The other recorded pages by id.
    """
    subject = revision.subject
    held = spec_page(subject)
    found: dict[tuple[str, ...], RemainingWork] = {}
    for difference in differences:
        work = _work(difference, revision, subject, held, page=page, others=others)
        if work:
            found.setdefault(identity(difference), work)
    return list(found.values())


def identity(difference: Difference) -> tuple[str, ...]:
    """Return what makes two differences one: a sentence of a shared schema is one, in any answer.

    Args:
        difference: One of them.
    """
    change = difference.change
    if change.fact == "unread":
        return (change.kind, difference.pointer, str(change.now))
    return change.outcome


def _work(
    difference: Difference,
    revision: Revision,
    subject: Subject,
    held: Page,
    *,
    page: str,
    others: Mapping[str, Page],
) -> RemainingWork | None:
    change = difference.change
    is_unchecked_sentence = change.fact == "unread" and not difference.checks
    if change.kind in _BACKED and (is_unchecked_sentence or _is_stated_elsewhere(difference, others)):
        return None
    # That the page itself changed is not what an older disagreement was about.
    changed = page if Side.RECORDED in difference.against else None
    if not accounts_for_change(subject, held, change, changed):
        return RemainingWork(replace(difference, is_mechanical=False), _advice(difference, revision))
    stakes = tuple(dict.fromkeys(check.name for check in difference.checks))
    if (
        stakes
        and aspect(change) in revision.taken
        and not accounts_for_change(subject, held, change, changed, stakes)
    ):
        return RemainingWork(difference, _CHECKS, stakes)
    return None


def _advice(difference: Difference, revision: Revision) -> str:
    change = difference.change
    if is_unread_part(change):
        return _PART.format(part=difference.sentence)
    if reason := revision.refused.get(aspect(change)):
        return f"Not applied: {reason}."
    if change.now == sentence_digest(OPERATION_DEPRECATED) and not change.field:
        return _DEPRECATED
    if change.fact == "unread" and change.kind is ChangeKind.RULE_ADDED:
        return _SENTENCE
    if change.kind is ChangeKind.OPERATION_ADDED and not states_call(change):
        return _CALL_UNKNOWN
    return _ADVICE.get(change.kind, FOLLOW).format(operation=change.operation, about=dispute_subject(change))


def _is_stated_elsewhere(difference: Difference, others: Mapping[str, Page]) -> bool:
    """Tell whether another page says what a page says no more."""
    change = difference.change
    if change.fact == "unread":  # no two pages use the same words
        return any(one.page != SPEC and one.value for one in difference.page_values)
    if change.kind is ChangeKind.RULE_REMOVED:
        return any(one.page != SPEC and one.value == change.was for one in difference.page_values)
    operations = [page.operations.get(change.operation) for page in others.values()]
    return any(one and change.was in one.statuses for one in operations)
