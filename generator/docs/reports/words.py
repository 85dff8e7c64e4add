"""Words: a change, a fact or a value as a person reads it; the same in every report."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from generator.docs.compare.changes import Change, ChangeKind, is_unread_part, states_call
from generator.docs.compare.compare import Difference, Drift, PageValue
from generator.docs.compare.page_checks import NOT_MODIFIED, CheckedPage, CheckResult
from generator.facts import FACTS, Field
from generator.findings import count_words, visible
from generator.openapi.pointers import mapping, sequence

GROUPS = ("Breaks callers", "Checks at stake", "Added", "Changed")
"""The headings of the differences, by weight."""

CHECK = "nox -s docs -- check PAGE"
ACCEPT = "nox -s docs -- accept PAGE"
DRAFT = f"{ACCEPT} --operation ID"
SPEC = "nox -s spec"

_MARKS: Mapping[str, tuple[str, str]] = {
    "required": ("required", "optional"),
    "nullable": ("may be null", "never null"),
    "deprecated": ("deprecated", "not deprecated"),
    "clearable": ("the empty string clears it", "the empty string doesn't clear it"),
}
_LISTS: Mapping[str, str] = {
    "enum": "one of",
    "needs": "needs",
    "excludes": "excludes",
    "aliasOf": "an alias of",
    "yieldsTo": "yields to",
    "replacedBy": "replaced by",
    "unread": "a rule in words",
}
_USES: Mapping[str, str] = {"usedWith": "used only with", "requiredWith": "required with"}
_LABELS: Mapping[str, str] = {
    "items": "of items",
    "default": "default",
    "minimum": "at least",
    "maximum": "at most",
    "minLength": "length at least",
    "maxLength": "length at most",
    "pattern": "pattern",
    "prefix": "starts with",
    "example": "such as",
}


def where(change: Change) -> str:
    """Return the operation and the part that a change is in."""
    if change.part:
        return f"{change.operation} {change.part}" if change.operation else f"error {change.part}"
    return change.operation or "every operation"


def what(change: Change) -> str:
    """Return what changed, without where."""
    if is_unread_part(change):
        return f"a part that can't be read{' is gone' if change.now is None else ''}"
    tell = _CHANGE_WORDS.get(change.kind)
    if tell:
        return tell(change)
    was, now = fact_in_words(change.fact, change.was), fact_in_words(change.fact, change.now)
    if change.fact in _MARKS:
        return f"{was} -> {now}"
    return f"{'values' if change.fact == 'enum' else change.kind.value}: {was} -> {now}"


def group_alike(differences: Sequence[Difference]) -> list[tuple[Difference, list[str]]]:
    """Return differences with the other places where the same thing of the spec differs in the same way.

    A schema that several operations share differs in each of them, and is reported once.

    Args:
        differences: The differences, in order.
    """
    groups: dict[tuple[str, ...], tuple[Difference, list[str]]] = {}
    for difference in differences:
        change = difference.change
        sentence = str(change.now or change.was) if change.fact == "unread" else ""
        words = (what(change), sentence, difference.breaking or "")
        key = (difference.pointer, *words, change.field.rpartition(".")[2])
        if change.field and key in groups:
            groups[key][1].append(f"{where(change)} {change.field}")
        else:
            groups.setdefault(key if change.field else (*key, where(change)), (difference, []))
    return list(groups.values())


def what_in_short(change: Change) -> str:
    """Return what changed, where the facts of a field stand beside it."""
    words = what(change)
    is_field = change.kind in (ChangeKind.FIELD_ADDED, ChangeKind.FIELD_REMOVED)
    return words.partition(":")[0] if is_field else words


def fact_in_words(fact: str, value: Any) -> str:
    """Return the value of a fact in words.

    Args:
        fact: A key of `FACTS`; empty for plain values.
        value: Its value; None where it is denied.
    """
    if fact in _MARKS:
        yes, no = _MARKS[fact]
        return yes if value is True else no
    if value is None:
        return "none"
    if fact in _USES:
        uses = (f"{name} {_join_words(values)}" for name, values in mapping(value).items())
        return f"{_USES[fact]} {' and '.join(uses)}"
    if fact in _LISTS:
        return f"{_LISTS[fact]} {_join_words(value)}"
    if fact in _LABELS:
        return f"{_LABELS[fact]} {_plain_words(value)}"
    return _plain_words(value)


def facts_in_words(facts: Field) -> str:
    """Return all that is said of a field, in the order of `FACTS`."""
    words = [fact_in_words(fact, facts[fact]) for fact in FACTS if _is_worth_stating(fact, facts.get(fact))]
    return ", ".join(words) or "nothing but its name"


def _is_worth_stating(fact: str, value: object) -> bool:
    if fact in _MARKS:
        return value is True or (fact == "clearable" and value is False)
    return value is not None and value not in ([], {})


def _plain_words(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _join_words(values: Any) -> str:
    items = [_plain_words(value) for value in sequence(values)]
    return " or ".join([", ".join(items[:-1]), items[-1]] if items[1:] else items)


def operation_in_words(data: Mapping[str, Any]) -> str:
    """Return an operation that is plain data in a line."""
    call = " ".join(str(data[key]) for key in ("method", "route") if data.get(key))
    parts = [f"{len(mapping(fields))} in its {part}" for part, fields in data.items() if mapping(fields)]
    deprecated = [
        name
        for fields in data.values()
        for name, facts in mapping(fields).items()
        if mapping(facts).get("deprecated") is True
    ]
    details = [
        call,
        f"fields: {', '.join(parts)}" if parts else "",
        f"deprecated: {_join_words(deprecated)}" if deprecated else "",
    ]
    return "; ".join(part for part in details if part) or "no further details"


def _operation_details(data: Any) -> str:
    return "" if data is None else f": {operation_in_words(data)}"


def _body_words(is_required: Any) -> str:
    return _MARKS["required"][0 if is_required else 1]


def _rule_added_words(change: Change) -> str:
    words = (
        "a sentence that fits no rule" if change.fact == "unread" else fact_in_words(change.fact, change.now)
    )
    return f"rule added: {words}"


def _rule_removed_words(change: Change) -> str:
    words = (
        f"the sentence {change.was}" if change.fact == "unread" else fact_in_words(change.fact, change.was)
    )
    return f"rule gone: {words}"


_CHANGE_WORDS: Mapping[ChangeKind, Callable[[Change], str]] = {
    ChangeKind.OPERATION_ADDED: lambda change: f"operation added{_operation_details(change.now)}",
    ChangeKind.OPERATION_REMOVED: lambda change: f"operation removed{_operation_details(change.was)}",
    ChangeKind.BODY: lambda change: f"the body: {_body_words(change.was)} -> {_body_words(change.now)}",
    ChangeKind.STATUS_ADDED: lambda change: f"status added: {change.now}",
    ChangeKind.STATUS_REMOVED: lambda change: f"status removed: {change.was}",
    ChangeKind.SECURITY: lambda change: f"{change.field} of the credentials: {change.was} -> {change.now}",
    ChangeKind.FIELD_ADDED: lambda change: f"field added: {facts_in_words(mapping(change.now))}",
    ChangeKind.FIELD_REMOVED: lambda change: f"field removed: {facts_in_words(mapping(change.was))}",
    ChangeKind.VALUE_ADDED: lambda change: f"value added: {_plain_words(change.now)}",
    ChangeKind.VALUE_REMOVED: lambda change: f"value removed: {_plain_words(change.was)}",
    ChangeKind.RULE_ADDED: _rule_added_words,
    ChangeKind.RULE_REMOVED: _rule_removed_words,
    ChangeKind.RULE_CHANGED: lambda change: (
        f"rule changed: {fact_in_words(change.fact, change.was)} -> {fact_in_words(change.fact, change.now)}"
    ),
}


def _page_value_words(value: PageValue, change: Change) -> str:
    if change.kind in (ChangeKind.FIELD_ADDED, ChangeKind.FIELD_REMOVED):
        return "has it" if value.value else "lacks it"
    if change.kind in (ChangeKind.VALUE_ADDED, ChangeKind.VALUE_REMOVED):
        return "lists it" if value.value else "doesn't list it"
    return fact_in_words(change.fact, value.value)


def page_values(difference: Difference) -> str:
    """Return what the others say, those who say the same together."""
    pages_by_words: dict[str, list[str]] = {}
    pages = [value.page for value in difference.page_values]
    for value in difference.page_values:
        # A page that says both says each of them somewhere else.
        place = f" ({value.operation} {value.part})" if pages.count(value.page) > 1 else ""
        pages_by_words.setdefault(_page_value_words(value, difference.change), []).append(
            f"{value.page}{place}"
        )
    return "; ".join(f"{', '.join(pages)}: {words}" for words, pages in pages_by_words.items())


def notes(difference: Difference) -> list[str]:
    """Return what is to be known of a difference beside itself: lines in a fixed order, none of them empty."""
    others = page_values(difference)
    return [
        *([f"breaks callers: {difference.breaking}"] if difference.breaking else []),
        *sentence_notes(difference),
        *([others] if others else []),
        *(f"check {check.name}: {check.path}:{check.line}" for check in difference.checks),
        f"{difference.path}:{difference.line}, {accepting_words(difference)}",
        *([difference.advice] if difference.advice else []),
    ]


def sentence_notes(difference: Difference) -> list[str]:
    """Return the page's own words of a sentence that fits no rule; of a part that can't be read the advice tells."""
    is_quoted = difference.sentence and not is_unread_part(difference.change)
    return [f'it says: "{difference.sentence}"'] if is_quoted else []


def accepting_words(difference: Difference) -> str:
    """Return who can take a difference over."""
    if difference.is_recorded_only:
        return "docs accept only records it"
    return "docs accept applies it" if difference.is_mechanical else "decide it by hand"


def is_applied(difference: Difference) -> bool:
    """Tell whether docs accept changes the spec as the page says."""
    return difference.is_mechanical and not difference.is_recorded_only


def heading(checked: CheckedPage) -> str:
    """Return which page was checked, and what it was held against."""
    drift = checked.drift
    if drift.id:
        against = f"{drift.api}/{drift.id}"
    elif drift.recorded_id:
        against = f"new to {drift.api}, compared with {drift.recorded_id}"
    else:
        against = f"new to {drift.api}"
    title = drift.recorded.title if drift.id and drift.recorded else drift.page.title
    return f"{checked.source}: {title} ({against})"


def loss_notes(drift: Drift) -> list[str]:
    """Return what a page no longer states of its record, as sentences; that it states much less comes first."""
    loss = drift.loss
    large = (
        f"THE PAGE STATES MUCH LESS THAN ITS RECORD: {loss}. `docs accept` refuses it without --allow-loss."
    )
    gone = f"No longer on the page: {', '.join(loss.lost_parts)}."
    return [*([large] if loss.is_large else []), *([gone] if loss.lost_parts else [])]


def tally(drift: Drift) -> str:
    """Return how many differences there are, and of which weight."""
    if not drift.differences and drift.loss:
        return "no other difference."
    if not drift.differences:
        return "no drift." if drift.id else f"no drift, but not recorded: {ACCEPT} records it."
    parts = [
        (sum(bool(difference.breaking) for difference in drift.differences), "breaking"),
        (sum(bool(difference.checks) for difference in drift.differences), "with checks at stake"),
        (sum(is_applied(difference) for difference in drift.differences), "that docs accept applies"),
        (
            sum(difference.is_recorded_only for difference in drift.differences),
            "that docs accept only records",
        ),
    ]
    counts = ", ".join(f"{number} {words}" for number, words in parts if number)
    return f"{count_words(len(drift.differences), 'difference')}{f': {counts}' if counts else ''}."


def summary(review: CheckResult) -> str:
    """Return how a check ended, and what to do now."""
    same = sum(page.reason == NOT_MODIFIED for page in review.passed)
    if not review.has_checked_pages:
        parts = ["Nothing was checked: no recorded page could be fetched"]
    else:
        parts = [f"{count_words(len(review.checked), 'page')} checked"]
    drifting = [page for page in review.checked if page.drift.is_drift]
    if review.checked or same:
        parts.append(f"{len(drifting)} with drift" if drifting else "no drift")
    parts += [f"{same} not modified"] if same else []
    parts += [f"{len(review.unreadable)} not read"] if review.unreadable else []
    parts += [f"{count_words(len(review.open), 'thing')} still open"] if review.open else []
    return f"{', '.join(parts)}. {next_step(review)}".rstrip()


def next_step(review: CheckResult) -> str:
    """Return the command that comes next, as a sentence; empty where nothing is to be done."""
    if any(page.drift.loss.is_large for page in review.checked):
        return "Save all of the page that states much less again, and check it."
    if review.has_drift:
        return _accepting_step(review)
    if review.open:
        return f"{SPEC} lists what is still to be done."
    if not review.has_checked_pages:
        return f"Name a page: {CHECK}."
    return ""


def _accepting_step(review: CheckResult) -> str:
    """Return what accepting the pages that drifted comes to."""
    drifts = [page.drift for page in review.checked if page.drift.is_drift]
    differences = [difference for drift in drifts for difference in drift.differences]
    if any(is_applied(difference) for difference in differences):
        others = ", and keeps the others open until you decide"
        is_all = all(difference.is_mechanical for difference in differences)
        return f"{ACCEPT} applies the changes that are safe to automate{'' if is_all else others}."
    if differences and all(difference.is_recorded_only for difference in differences):
        return f"{ACCEPT} records what changed; the spec holds it already, or says why not."
    if not differences:
        return f"{ACCEPT} records what is left of the page."
    if any(
        one.change.kind is ChangeKind.OPERATION_ADDED and states_call(one.change) and not one.is_recorded_only
        for one in differences
    ):
        return f"{DRAFT} drafts a new operation, and keeps open what you have to decide."
    if all(
        drift.page.digest and drift.recorded and drift.page.digest == drift.recorded.digest
        for drift in drifts
    ):
        return f"The page is accepted, and the spec doesn't follow it: {SPEC} lists what you have to decide."
    left = sum(not one.is_recorded_only for one in differences)
    yours = "each difference" if left == len(differences) else count_words(left, "difference")
    return f"You have to decide {yours}: {ACCEPT} records the page, and keeps open what is left to you."


def wrap_words(words: str, width: int, indent: str = "") -> Sequence[str]:
    """Return words in lines; what comes from a page can steer no terminal.

    Args:
        words: The words; blanks in front of them indent every line.
        width: How many columns there are.
        indent: What further lines are indented by beside.
    """
    shown = visible(words)
    start = " " * (len(shown) - len(shown.lstrip()))
    lines = textwrap.wrap(
        shown.strip(), width, initial_indent=start, subsequent_indent=start + indent, break_on_hyphens=False
    )
    return lines or [""]


def reading_notes(gaps: Iterable[str], passed_operations: int) -> list[str]:
    """Return what the reading of a page left aside.

    Args:
        gaps: What it doesn't show or was not read.
        passed_operations: How many operations far from those of the API it describes.
    """
    count = passed_operations
    others = f"{count:,} other operation{'' if count == 1 else 's'} of the document not looked at"
    return [*(f"not read: {gap}" for gap in gaps), *([others] if count else [])]
