"""Tells which changes of a page break callers: names the kind of each change, and asks `generator.diff` for its level.

What a kind means to callers is decided in `generator.diff.kinds` alone, so a report about a page and a release that
follows it never disagree.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from generator.codegen.schemas import FORMATS
from generator.codegen.shapes import ANY, Listed, Mapped, Named, Plain, Shape
from generator.diff.kinds import KINDS, Level
from generator.diff.limits import RULES, UNLIMITED, limit_kind, rule_kind
from generator.diff.surface import ANSWER, REQUEST, Fit, fit
from generator.docs.compare.changes import Change, ChangeKind
from generator.openapi.pointers import mapping


def breaking_reason(change: Change) -> str | None:
    """Return why a change breaks those who call the API through the client, or None where it doesn't.

    Args:
        change: The change, of something that the client does otherwise.
    """
    kind = KINDS[diff_kind(change)]
    if kind.level is not Level.BREAKING:
        return None
    return kind.statement[0].lower() + kind.statement[1:].removesuffix(".")


def diff_kind(change: Change) -> str:
    """Return the id of the kind of change that `generator.diff` would report once the spec follows the page.

    Args:
        change: The change.
    """
    if change.kind in _OPERATION_KINDS:
        return _OPERATION_KINDS[change.kind]
    is_answer = change.part == "response" or (bool(change.part) and not change.operation)
    return _FIELD_KINDS[change.kind](change, ANSWER if is_answer else REQUEST)


def _status_kind(change: Change, _: str) -> str:
    is_added = change.kind is ChangeKind.STATUS_ADDED
    status = str(change.now if is_added else change.was)
    outcome = "success" if status.startswith("2") else "error"
    return f"{outcome}-status-{'added' if is_added else 'removed'}"


def _body_kind(change: Change, _: str) -> str:
    return f"parameter-now-{'required' if change.now else 'optional'}"


def _added_field_kind(change: Change, way: str) -> str:
    if way == ANSWER:
        return f"{ANSWER}-field-added"
    presence = "required" if mapping(change.now).get("required") is True else "optional"
    return f"{_carrier(change)}-added-{presence}"


def _removed_field_kind(change: Change, way: str) -> str:
    return f"{ANSWER}-field-removed" if way == ANSWER else f"{_carrier(change)}-removed"


def _required_kind(change: Change, way: str) -> str:
    if way == ANSWER:
        return f"{ANSWER}-field-{'always-there' if change.now else 'may-be-missing'}"
    return f"{_carrier(change)}-now-{'required' if change.now else 'optional'}"


def _carrier(change: Change) -> str:
    """Return what a field that is sent is to callers."""
    return f"{REQUEST}-field" if change.part == "request" else "parameter"


def _nullable_kind(change: Change, way: str) -> str:
    if way == ANSWER:
        return f"{ANSWER}-field-{'may-be-missing' if change.now else 'always-there'}"
    return f"{REQUEST}-null-{'allowed' if change.now else 'refused'}"


def _deprecated_kind(change: Change, _: str) -> str:
    return "deprecated" if change.now else "undeprecated"


def _value_kind(change: Change, way: str) -> str:
    return f"{way}-enum-{change.kind}"


def _default_kind(_: Change, way: str) -> str:
    return f"{way}-default-changed"


def _type_kind(change: Change, way: str) -> str:
    how = fit(_page_shape(change.fact, change.was), _page_shape(change.fact, change.now))
    # A page's types that are one to callers, such as two formats of a text, differ in format alone.
    return f"{way}-format-changed" if how is Fit.SAME else f"{way}-{how.value}"


def _page_shape(fact: str, value: object) -> Shape:
    """Return the shape of a text of a format, of a text with or without a list of values, or of a type."""
    if fact == "format":
        return Plain(FORMATS.get(str(value), "str"))
    if fact == "enum":
        return _SHAPES["enum" if value else "string"]
    return _SHAPES.get(str(value), ANY)


_SHAPES: Mapping[str, Shape] = {
    "array": Listed(ANY),
    "boolean": Plain("bool"),
    "enum": Named("Enum", enum=True),
    "integer": Plain("int"),
    "number": Plain("float"),
    "object": Mapped(ANY),
    "string": Plain("str"),
}
"""The shape of each type that a page may state; see `generator.facts`."""


def _limit_kind(change: Change, way: str) -> str:
    was, now = (UNLIMITED if limit is None else limit for limit in (change.was, change.now))
    return limit_kind(change.fact, was, now, [way])


def _rule_kind(change: Change, way: str) -> str:
    if way == ANSWER:
        return f"{ANSWER}-limit-changed"
    return rule_kind(change.fact, change.was, change.now) if change.fact in RULES else "description-changed"


_OPERATION_KINDS: Mapping[ChangeKind, str] = {
    ChangeKind.OPERATION_ADDED: "operation-added",
    ChangeKind.OPERATION_REMOVED: "operation-removed",
    ChangeKind.METHOD: "operation-method-changed",
    ChangeKind.PATH: "operation-path-changed",
    ChangeKind.SECURITY: "security-changed",
}
_FIELD_KINDS: Mapping[ChangeKind, Callable[[Change, str], str]] = {
    ChangeKind.BODY: _body_kind,
    ChangeKind.STATUS_ADDED: _status_kind,
    ChangeKind.STATUS_REMOVED: _status_kind,
    ChangeKind.FIELD_ADDED: _added_field_kind,
    ChangeKind.FIELD_REMOVED: _removed_field_kind,
    ChangeKind.VALUE_ADDED: _value_kind,
    ChangeKind.VALUE_REMOVED: _value_kind,
    ChangeKind.TYPE: _type_kind,
    ChangeKind.FORMAT: _type_kind,
    ChangeKind.REQUIRED: _required_kind,
    ChangeKind.NULLABLE: _nullable_kind,
    ChangeKind.DEPRECATED: _deprecated_kind,
    ChangeKind.DEFAULT: _default_kind,
    ChangeKind.LIMIT: _limit_kind,
    ChangeKind.RULE_ADDED: _rule_kind,
    ChangeKind.RULE_REMOVED: _rule_kind,
    ChangeKind.RULE_CHANGED: _rule_kind,
}
