"""Whom a change breaks: what `generator.diff` says of its kind, for what is sent and for what is answered."""

from __future__ import annotations

import pytest

from generator.diff.kinds import KINDS
from generator.docs.compare.breaking import breaking_reason, diff_kind
from generator.docs.compare.changes import Change, ChangeKind

TIGHTER, LOOSER = "request-limit-tightened", "request-limit-loosened"
SENT = [
    ("type", "type", "integer", "number", "request-type-widened"),
    ("type", "type", "number", "integer", "request-type-narrowed"),
    ("type", "type", "string", "integer", "request-type-changed"),
    ("type", "type", "enum", "string", "request-type-widened"),
    ("type", "enum", None, ["a"], "request-type-narrowed"),
    ("type", "enum", ["a"], None, "request-type-widened"),
    ("format", "format", "email", "uri", "request-format-changed"),
    ("format", "format", None, "date-time", "request-type-changed"),
    ("required", "required", True, False, "request-field-now-optional"),
    ("required", "required", False, True, "request-field-now-required"),
    ("nullable", "nullable", False, True, "request-null-allowed"),
    ("nullable", "nullable", True, False, "request-null-refused"),
    ("deprecated", "deprecated", False, True, "deprecated"),
    ("deprecated", "deprecated", True, False, "undeprecated"),
    ("default", "default", False, True, "request-default-changed"),
    ("limit", "minimum", 1, 2, TIGHTER),
    ("limit", "minimum", 2, 1, LOOSER),
    ("limit", "minimum", None, 1, TIGHTER),
    ("limit", "maxLength", 7, 6, TIGHTER),
    ("limit", "maxLength", 6, 7, LOOSER),
    ("limit", "maximum", 7, None, LOOSER),
    ("limit", "pattern", "a", "b", TIGHTER),
    ("value-added", "enum", None, "a", "request-enum-value-added"),
    ("value-removed", "enum", "a", None, "request-enum-value-removed"),
    ("field-removed", "", {}, None, "request-field-removed"),
    ("field-added", "", None, {"required": True}, "request-field-added-required"),
    ("field-added", "", None, {}, "request-field-added-optional"),
    ("rule-added", "usedWith", None, {"k": ["a"]}, TIGHTER),
    ("rule-changed", "usedWith", {"k": ["a", "b"]}, {"k": ["a"]}, TIGHTER),
    ("rule-changed", "usedWith", {"k": ["a"]}, {"k": ["a", "b"]}, LOOSER),
    ("rule-added", "requiredWith", None, {"k": ["a"]}, TIGHTER),
    ("rule-changed", "requiredWith", {"k": ["a", "b"]}, {"k": ["a"]}, LOOSER),
    ("rule-changed", "requiredWith", {"k": ["a"]}, {"k": ["a"], "l": ["b"]}, TIGHTER),
    ("rule-added", "needs", None, ["a"], TIGHTER),
    ("rule-changed", "excludes", ["a", "b"], ["a"], LOOSER),
    ("rule-changed", "excludes", ["a"], ["b"], TIGHTER),
    ("rule-changed", "prefix", "http://", "https://", TIGHTER),
    ("rule-changed", "clearable", True, False, TIGHTER),
    ("rule-changed", "clearable", False, True, LOOSER),
    ("rule-added", "aliasOf", None, ["a"], "description-changed"),
    ("rule-added", "unread", None, "0a1b2c3d", "description-changed"),
    ("rule-removed", "excludes", ["a"], None, LOOSER),
]
ANSWERED = [
    ("type", "type", "string", "integer", "answer-type-changed"),
    ("type", "type", "integer", "number", "answer-type-widened"),
    ("type", "type", "number", "integer", "answer-type-narrowed"),
    ("type", "type", "string", "enum", "answer-type-narrowed"),
    ("type", "enum", None, ["a"], "answer-type-narrowed"),
    ("format", "format", None, "uri", "answer-format-changed"),
    ("format", "format", "date-time", None, "answer-type-changed"),
    ("required", "required", True, False, "answer-field-may-be-missing"),
    ("required", "required", False, True, "answer-field-always-there"),
    ("nullable", "nullable", False, True, "answer-field-may-be-missing"),
    ("nullable", "nullable", True, False, "answer-field-always-there"),
    ("value-added", "enum", None, "a", "answer-enum-value-added"),
    ("value-removed", "enum", "a", None, "answer-enum-value-removed"),
    ("field-added", "", None, {"required": True}, "answer-field-added"),
    ("field-removed", "", {}, None, "answer-field-removed"),
    ("default", "default", 1, 2, "answer-default-changed"),
    ("limit", "maximum", 7, 6, "answer-limit-changed"),
    ("rule-added", "excludes", None, ["a"], "answer-limit-changed"),
]


@pytest.mark.parametrize(("kind", "fact", "was", "now", "expected"), SENT)
def test_what_is_sent(kind, fact, was, now, expected):
    """A change of what a body carries is of a kind of requests."""
    assert diff_kind(Change(ChangeKind(kind), "o", "request", "f", fact, was, now)) == expected


@pytest.mark.parametrize("part", ["path", "query", "header"])
@pytest.mark.parametrize(
    ("kind", "was", "now", "expected"),
    [
        ("field-added", None, {"required": True}, "parameter-added-required"),
        ("field-added", None, {}, "parameter-added-optional"),
        ("field-removed", {}, None, "parameter-removed"),
        ("required", False, True, "parameter-now-required"),
        ("required", True, False, "parameter-now-optional"),
    ],
)
def test_which_parameters_there_are(part, kind, was, now, expected):
    """What is sent outside the body is a parameter to callers."""
    assert diff_kind(Change(ChangeKind(kind), "o", part, "f", "required", was, now)) == expected


@pytest.mark.parametrize("place", [("o", "response"), ("", "404")])
@pytest.mark.parametrize("case", ANSWERED)
def test_what_is_answered(case, place):
    """A change of an answer, or of an error's body, is of a kind of answers."""
    kind, fact, was, now, expected = case
    assert diff_kind(Change(ChangeKind(kind), *place, "f", fact, was, now)) == expected


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("operation-removed", "operation-removed"),
        ("operation-added", "operation-added"),
        ("method", "operation-method-changed"),
        ("path", "operation-path-changed"),
        ("security", "security-changed"),
    ],
)
def test_the_operation_itself(kind, expected):
    """A change of the call itself is of a kind of operations."""
    assert diff_kind(Change(ChangeKind(kind), "o", was="a", now="b")) == expected


def test_a_body_is_an_argument():
    """That a call must have a body asks more of callers, and that it need not asks less."""
    must, may = (Change(ChangeKind.BODY, "o", was=not now, now=now) for now in (True, False))
    assert (diff_kind(must), diff_kind(may)) == ("parameter-now-required", "parameter-now-optional")


@pytest.mark.parametrize(("status", "outcome"), [("202", "success"), ("404", "error")])
def test_statuses(status, outcome):
    """A status is one of a success or of an error."""
    added = Change(ChangeKind.STATUS_ADDED, "o", now=status)
    removed = Change(ChangeKind.STATUS_REMOVED, "o", was=status)
    assert diff_kind(added) == f"{outcome}-status-added"
    assert diff_kind(removed) == f"{outcome}-status-removed"


@pytest.mark.parametrize("place", [("o", "query"), ("o", "request"), ("o", "response"), ("", "404")])
@pytest.mark.parametrize("kind", ChangeKind)
def test_each_change_is_of_a_kind_that_diff_knows(kind, place):
    """Whatever changes, it has a kind in the table, and it breaks callers if the table says so."""
    for was, now in [("1", "2"), (None, "2"), ("1", None)]:
        change = Change(kind, *place, "f", "enum", was, now)
        row = KINDS[diff_kind(change)]
        assert (breaking_reason(change) is not None) == (row.level.name == "BREAKING")


def test_a_reason_is_what_the_kind_states():
    """The reason reads on from a report's words; what the client follows without its callers has none."""
    path, method = (Change(kind, "o", was="a", now="b") for kind in (ChangeKind.PATH, ChangeKind.METHOD))
    gone = Change(ChangeKind.VALUE_REMOVED, "o", "query", "f", "enum", was="a")
    assert (breaking_reason(path), breaking_reason(method)) == (None, None)
    assert breaking_reason(gone) == "a request can't carry a value any more"
