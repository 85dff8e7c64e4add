"""Whom a change breaks: the rows of the two tables, for what is sent and for what is answered."""

from __future__ import annotations

import pytest

from generator.docs.compare.changes import Change, ChangeKind, breaking_reason

REFUSED, TAKEN = "a call without it is refused", "values that were taken are refused"
SENT = [
    ("type", "type", "integer", "number", None),
    ("type", "type", "number", "integer", "callers send number, and integer is taken"),
    ("type", "type", "enum", "string", None),
    ("type", "enum", None, ["a"], "other values are refused"),
    ("type", "enum", ["a"], None, None),
    ("format", "format", "uuid", None, None),
    ("format", "format", None, "uuid", "values that are no uuid are refused"),
    ("required", "required", True, False, None),
    ("required", "required", False, True, REFUSED),
    ("nullable", "nullable", True, False, None),
    ("deprecated", "deprecated", False, True, None),
    ("default", "default", None, 5, None),
    ("default", "default", 4, None, None),
    ("default", "default", False, True, "who leaves it out gets True, not False"),
    ("limit", "minimum", 1, 2, TAKEN),
    ("limit", "minimum", 2, 1, None),
    ("limit", "minimum", None, 1, TAKEN),
    ("limit", "maxLength", 7, 6, TAKEN),
    ("limit", "maxLength", 6, 7, None),
    ("limit", "maximum", 7, None, None),
    ("limit", "pattern", "a", "b", TAKEN),
    ("value-added", "enum", None, "a", None),
    ("value-removed", "enum", "a", None, "the value is refused"),
    ("field-removed", "", {}, None, "it is ignored or refused where it is sent"),
    ("field-added", "", None, {"required": True}, REFUSED),
    ("field-added", "", None, {}, None),
    ("rule-added", "usedWith", None, {"k": ["a"]}, "it is ignored with other values"),
    ("rule-changed", "usedWith", {"k": ["a", "b"]}, {"k": ["a"]}, "it is ignored with other values"),
    ("rule-changed", "usedWith", {"k": ["a"]}, {"k": ["a", "b"]}, None),
    ("rule-added", "requiredWith", None, {"k": ["a"]}, REFUSED),
    ("rule-changed", "requiredWith", {"k": ["a", "b"]}, {"k": ["a"]}, None),
    ("rule-changed", "requiredWith", {"k": ["a"]}, {"k": ["a"], "l": ["b"]}, REFUSED),
    ("rule-added", "needs", None, ["a"], "a call with it alone is refused"),
    ("rule-changed", "excludes", ["a", "b"], ["a"], None),
    ("rule-changed", "excludes", ["a"], ["b"], "a call with both is refused"),
    ("rule-changed", "prefix", "http://", "https://", "values without it are refused"),
    ("rule-changed", "clearable", True, False, "it can no longer be cleared"),
    ("rule-changed", "clearable", False, True, None),
    ("rule-added", "aliasOf", None, ["a"], None),
    ("rule-added", "unread", None, "0a1b2c3d", None),
    ("rule-removed", "excludes", ["a"], None, None),
]
ANSWERED = [
    ("type", "type", "string", "integer", "callers read string, and integer comes"),
    ("type", "type", "number", "integer", None),
    ("type", "type", "string", "enum", None),
    ("type", "enum", None, ["a"], None),
    ("format", "format", None, "uuid", None),
    ("format", "format", "date-time", None, "the type of the value changes"),
    ("required", "required", True, False, "callers rely on it, and it may be missing"),
    ("required", "required", False, True, None),
    ("nullable", "nullable", False, True, "callers rely on a value, and it may be null"),
    ("nullable", "nullable", True, False, None),
    ("value-removed", "enum", "a", None, None),
    ("field-added", "", None, {"required": True}, None),
    ("field-removed", "", {}, None, "callers read it, and it is gone"),
    ("limit", "maximum", 7, 6, None),
    ("rule-added", "excludes", None, ["a"], None),
]


@pytest.mark.parametrize(("kind", "fact", "was", "now", "reason"), SENT)
def test_what_is_sent(kind, fact, was, now, reason):
    """A change of what is sent breaks callers where the server takes less than it did."""
    assert breaking_reason(Change(ChangeKind(kind), "o", "request", "f", fact, was, now)) == reason


@pytest.mark.parametrize("place", [("o", "response"), ("", "404")])
@pytest.mark.parametrize("case", ANSWERED)
def test_what_is_answered(case, place):
    """A change of an answer, or of an error's body, breaks callers where they read less than they did."""
    kind, fact, was, now, reason = case
    assert breaking_reason(Change(ChangeKind(kind), *place, "f", fact, was, now)) == reason


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("operation-removed", "calls of it fail"),
        ("operation-added", None),
        ("method", "the client uses the old method"),
        ("path", "the client calls the old path"),
        ("security", "old credentials may be refused"),
        ("status-added", None),
        ("status-removed", None),
    ],
)
def test_the_operation_itself(kind, reason):
    """A change of the call itself breaks callers; a new operation or status does not."""
    assert breaking_reason(Change(ChangeKind(kind), "o", was="a", now="b")) == reason
