"""Breaking: why a change breaks those who call the API through the typed client, in a few words."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from generator.docs.drift.changes import Change, ChangeKind
from generator.plain import is_mapping, mapping, sequence

Reason = str | None


def breaking(change: Change) -> str | None:
    """Return why a change breaks callers, or None where it doesn't.

    Values that are new in answers break nobody, as the client's enums are open.

    Args:
        change: The change, of something that the client does otherwise.
    """
    judge = _OF_CALLS.get(change.kind)
    if judge is None:
        judge = (_OF_ANSWERS if is_answer(change) else _OF_REQUESTS).get(change.kind)
    return judge(change) if judge else None


def is_answer(change: Change) -> bool:
    """Tell whether a change is about what the server sends."""
    return change.part == "response" or (bool(change.part) and not change.operation)


def _always(reason: str) -> Callable[[Change], Reason]:
    return lambda _: reason


def _field_sent(change: Change) -> Reason:
    return "a call without it is refused" if mapping(change.now).get("required") is True else None


def _type_sent(change: Change) -> Reason:
    if change.fact == "enum":
        return "other values are refused" if change.now else None
    is_wider = (change.was, change.now) in {("integer", "number"), ("enum", "string")}
    return None if is_wider else f"callers send {change.was}, and {change.now} is taken"


def _type_answered(change: Change) -> Reason:
    # The client's enums are open texts, and a whole number is a number.
    is_alike = change.fact == "enum" or {change.was, change.now} == {"enum", "string"}
    is_narrower = (change.was, change.now) == ("number", "integer")
    return None if is_alike or is_narrower else f"callers read {change.was}, and {change.now} comes"


def _format_sent(change: Change) -> Reason:
    return f"values that are no {change.now} are refused" if change.now else None


def _format_answered(change: Change) -> Reason:
    # A date-time is the one format that the client gives a type of its own.
    return "the type of the value changes" if "date-time" in (change.was, change.now) else None


def _required_sent(change: Change) -> Reason:
    return "a call without it is refused" if change.now else None


def _required_answered(change: Change) -> Reason:
    return None if change.now else "callers rely on it, and it may be missing"


def _nullable_answered(change: Change) -> Reason:
    return "callers rely on a value, and it may be null" if change.now else None


def _default_sent(change: Change) -> Reason:
    if change.was is None or change.now is None:
        return None
    return f"who leaves it out gets {change.now}, not {change.was}"


def _limit_sent(change: Change) -> Reason:
    if change.now is None:
        return None
    low, high = (change.was, change.now) if change.fact.startswith("min") else (change.now, change.was)
    is_comparable = isinstance(low, int | float) and isinstance(high, int | float)
    return None if is_comparable and high <= low else "values that were taken are refused"


_RULES_SENT: Mapping[str, str] = {
    "usedWith": "it is ignored with other values",
    "requiredWith": "a call without it is refused",
    "needs": "a call with it alone is refused",
    "excludes": "a call with both is refused",
    "prefix": "values without it are refused",
}


def _rule_sent(change: Change) -> Reason:
    if change.fact == "clearable":
        return None if change.now else "it can no longer be cleared"
    return _RULES_SENT.get(change.fact) if _is_stricter(change.fact, change.was, change.now) else None


def _is_stricter(fact: str, was: object, now: object) -> bool:
    """Tell whether a rule refuses or ignores more than it did: it names more, or leaves less to be used with."""
    if isinstance(now, str):
        return was != now
    if is_mapping(now):
        old, new = mapping(was), mapping(now)
        some, others = (old, new) if fact == "usedWith" and old else (new, old)
        return any(set(values) - set(sequence(others.get(key))) for key, values in some.items())
    return bool(set(sequence(now)) - set(sequence(was)))


_OF_CALLS: Mapping[ChangeKind, Callable[[Change], Reason]] = {
    ChangeKind.OPERATION_REMOVED: _always("calls of it fail"),
    ChangeKind.METHOD: _always("the client uses the old method"),
    ChangeKind.PATH: _always("the client calls the old path"),
    ChangeKind.SECURITY: _always("old credentials may be refused"),
}
_OF_REQUESTS: Mapping[ChangeKind, Callable[[Change], Reason]] = {
    ChangeKind.FIELD_ADDED: _field_sent,
    ChangeKind.FIELD_REMOVED: _always("it is ignored or refused where it is sent"),
    ChangeKind.VALUE_REMOVED: _always("the value is refused"),
    ChangeKind.TYPE: _type_sent,
    ChangeKind.FORMAT: _format_sent,
    ChangeKind.REQUIRED: _required_sent,
    ChangeKind.DEFAULT: _default_sent,
    ChangeKind.LIMIT: _limit_sent,
    ChangeKind.RULE_ADDED: _rule_sent,
    ChangeKind.RULE_CHANGED: _rule_sent,
}
_OF_ANSWERS: Mapping[ChangeKind, Callable[[Change], Reason]] = {
    ChangeKind.FIELD_REMOVED: _always("callers read it, and it is gone"),
    ChangeKind.TYPE: _type_answered,
    ChangeKind.FORMAT: _format_answered,
    ChangeKind.REQUIRED: _required_answered,
    ChangeKind.NULLABLE: _nullable_answered,
}
