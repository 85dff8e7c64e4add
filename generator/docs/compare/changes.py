"""Finds how two pages differ, fact by fact."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, cast

from generator.docs.pages.paths import is_same_path
from generator.facts import FACTS, PARTS, UNREAD_PART, Field, Fields, Kind, Operation, Page, as_data
from generator.openapi.pointers import is_mapping, mapping, sequence


class ChangeKind(StrEnum):
    """What changed."""

    OPERATION_ADDED = "operation-added"
    OPERATION_REMOVED = "operation-removed"
    METHOD = "method"
    PATH = "path"
    BODY = "body"
    STATUS_ADDED = "status-added"
    STATUS_REMOVED = "status-removed"
    SECURITY = "security"
    FIELD_ADDED = "field-added"
    FIELD_REMOVED = "field-removed"
    VALUE_ADDED = "value-added"
    VALUE_REMOVED = "value-removed"
    TYPE = "type"
    FORMAT = "format"
    REQUIRED = "required"
    NULLABLE = "nullable"
    DEPRECATED = "deprecated"
    DEFAULT = "default"
    LIMIT = "limit"
    RULE_ADDED = "rule-added"
    RULE_REMOVED = "rule-removed"
    RULE_CHANGED = "rule-changed"


_KINDS: Mapping[str, ChangeKind] = {
    "format": ChangeKind.FORMAT,
    "required": ChangeKind.REQUIRED,
    "nullable": ChangeKind.NULLABLE,
    "deprecated": ChangeKind.DEPRECATED,
    "default": ChangeKind.DEFAULT,
    "minimum": ChangeKind.LIMIT,
    "maximum": ChangeKind.LIMIT,
    "minLength": ChangeKind.LIMIT,
    "maxLength": ChangeKind.LIMIT,
    "pattern": ChangeKind.LIMIT,
}
"""The kind of change of each fact that is compared by its value alone."""
_MARKS = frozenset({"required", "nullable", "deprecated"})
"""Facts that a page denies in so many words, or by a mark that isn't there; their absence says nothing."""


@dataclass(frozen=True)
class Change:
    """One difference.

    Attributes:
        kind: What changed.
        operation: The operation's name; empty where every operation is meant.
        part: The part of it, or the status of an error's body.
        field: The field; of a change of security its key.
        fact: The fact that changed, a key of `FACTS`.
        was: What the older page says: the value, the facts of a field, or an operation as plain data. None: it
            denies it, or has no such thing.
        now: What the newer page says; of the kind `BODY` whether a call must have one.
    """

    kind: ChangeKind
    operation: str = ""
    part: str = ""
    field: str = ""
    fact: str = ""
    was: Any = None
    now: Any = None

    @property
    def outcome(self) -> tuple[str, ...]:
        """What it ends in, wherever it began: alike for two changes after which a page says the same."""
        rules = (ChangeKind.RULE_ADDED, ChangeKind.RULE_CHANGED)
        kind = ChangeKind.RULE_ADDED if self.kind in rules else self.kind
        value = self.was if self.kind is ChangeKind.VALUE_REMOVED else self.now
        return (kind, self.operation, self.part, self.field, self.fact, repr(_canonical_form(value)))


_LISTS = frozenset({"aliasOf", "yieldsTo", "needs", "excludes", "replacedBy"})


def states_call(change: Change) -> bool:
    """Tell whether a page states the method and the path of an operation that is new."""
    return {"method", "route"} <= mapping(change.now).keys()


def names_less(change: Change) -> bool:
    """Tell whether a changed rule names a part of what it named: who says less does not contradict."""
    if change.kind is not ChangeKind.RULE_CHANGED or change.fact not in _LISTS:
        return False
    return set(sequence(change.now)) <= set(sequence(change.was))


def is_unread_part(change: Change) -> bool:
    """Tell whether a change is that a page states something of an operation that can't be read."""
    return change.fact == "unread" and str(change.now or change.was).startswith(UNREAD_PART)


def is_answer(change: Change) -> bool:
    """Tell whether a change is about what the server sends."""
    return change.part == "response" or (bool(change.part) and not change.operation)


_TYPED_FORMATS = frozenset({"date", "date-time", "uuid"})
"""The formats that have a type of their own in the client."""
_NUMBER_FORMATS = frozenset({"int32", "int64", "float", "double"})


def promises_more(change: Change) -> bool:
    """Tell whether a page promises more of an answer than the client relies on, or names the width of a number.

    The client takes any answer, with fields missing or null; a whole number is one whatever its width.
    """
    if change.kind is ChangeKind.FORMAT and {change.was, change.now} <= {None, *_NUMBER_FORMATS}:
        return True
    if not is_answer(change):
        return False
    if change.kind is ChangeKind.FORMAT:
        return change.was is None and change.now not in _TYPED_FORMATS
    if change.kind is ChangeKind.NULLABLE:
        return not change.now
    if change.fact == "enum" and not change.operation:
        return change.was is None  # the words of an error are read as a text
    return change.kind is ChangeKind.REQUIRED and bool(change.now)


def changes(old: Page, new: Page, *, same_page: bool) -> list[Change]:
    """Return how a page differs from an older one, in the order of the newer.

    A fact that one of them doesn't state is no difference. Only where both are the same page at two times, what
    its prose no longer says is gone, and an operation that it no longer has is removed.

    Args:
        old: The older page.
        new: The newer one, with its operations called as on the older one.
        same_page: Whether both are the same page at two times.
    """
    found = list(_security_changes(old, new))
    for name, operation in new.operations.items():
        before = old.operations.get(name)
        if before is None:
            found.append(Change(ChangeKind.OPERATION_ADDED, name, now=_operation_data(operation)))
        else:
            found += _operation_changes(before, operation, same_page=same_page)
    if same_page:
        gone = [operation for name, operation in old.operations.items() if name not in new.operations]
        found += [
            Change(ChangeKind.OPERATION_REMOVED, operation.name, was=_operation_data(operation))
            for operation in gone
        ]
    for status in new.errors:
        if status in old.errors:
            found += _field_changes("", status, old.errors[status], new.errors[status], same_page=same_page)
    return found


def _operation_data(operation: Operation) -> dict[str, Any]:
    operations: dict[str, dict[str, Any]] = as_data(Page("", {operation.name: operation}))["operations"]
    return operations[operation.name]


def _security_changes(old: Page, new: Page) -> Iterator[Change]:
    for key in new.security:
        if key in old.security and old.security[key] != new.security[key]:
            yield Change(ChangeKind.SECURITY, field=key, was=old.security[key], now=new.security[key])


def _operation_changes(old: Operation, new: Operation, *, same_page: bool) -> Iterator[Change]:
    name = new.name
    if old.method and new.method and old.method != new.method:
        yield Change(ChangeKind.METHOD, name, was=old.method, now=new.method)
    if old.path and new.path and not is_same_path(old.path, new.path, mounted=not same_page):
        yield Change(ChangeKind.PATH, name, was=old.path, now=new.path)
    if None not in (old.body_required, new.body_required) and old.body_required != new.body_required:
        yield Change(ChangeKind.BODY, name, was=old.body_required, now=new.body_required)
    for part in PARTS:
        # A part that isn't on a page is not stated.
        if part in old.parts and part in new.parts:
            yield from _field_changes(name, part, old.parts[part], new.parts[part], same_page=same_page)
    if same_page:
        rules = _rule_changes(
            "unread", {"unread": list(old.unread)}, {"unread": list(new.unread)}, same_page=True
        )
        yield from (replace(change, operation=name) for change in rules)
    if old.statuses and new.statuses:
        for status in _missing_items(new.statuses, old.statuses):
            yield Change(ChangeKind.STATUS_ADDED, name, now=status)
        for status in _missing_items(old.statuses, new.statuses):
            yield Change(ChangeKind.STATUS_REMOVED, name, was=status)


def _missing_items(some: Sequence[Any], others: Sequence[Any]) -> list[Any]:
    return [one for one in some if one not in others]


def _field_changes(
    operation: str, part: str, old: Fields, new: Fields, *, same_page: bool
) -> Iterator[Change]:
    for field, facts in new.items():
        if field in old:
            for change in fact_changes(old[field], facts, same_page=same_page):
                yield Change(change.kind, operation, part, field, change.fact, change.was, change.now)
        elif _is_open(field, old):
            yield Change(ChangeKind.FIELD_ADDED, operation, part, field, now=dict(facts))
    for field, facts in old.items():
        if field not in new and _is_open(field, new):
            yield Change(ChangeKind.FIELD_REMOVED, operation, part, field, was=dict(facts))


def _is_open(field: str, fields: Fields) -> bool:
    """Tell whether a field would be among these: an object shown without its fields says nothing of them."""
    parent = field.rpartition(".")[0]
    return parent not in fields or any(name.startswith(f"{parent}.") for name in fields)


def fact_changes(old: Field, new: Field, *, same_page: bool) -> Iterator[Change]:
    """Yield how the facts of one field differ; the changes name no field.

    Args:
        old: The older facts.
        new: The newer ones.
        same_page: Whether both are of the same page at two times.
    """
    if _types_differ(old, new):
        yield Change(ChangeKind.TYPE, fact="type", was=old["type"], now=new["type"])
    if old.get("items") and new.get("items") and old["items"] != new["items"]:
        yield Change(ChangeKind.TYPE, fact="items", was=old["items"], now=new["items"])
    yield from _value_changes(old, new, same_page=same_page)
    for fact in FACTS:
        if fact in _KINDS and _is_comparable(fact, old, new, same_page=same_page):
            was, now = old.get(fact), new.get(fact)
            if _canonical_form(was) != _canonical_form(now):
                yield Change(_KINDS[fact], fact=fact, was=was, now=now)
        elif FACTS[fact] is Kind.RULE:
            yield from _rule_changes(fact, old, new, same_page=same_page)


def _types_differ(old: Field, new: Field) -> bool:
    one, other = old.get("type"), new.get("type")
    if one is None or other is None or one == other:
        return False
    # One page calls an enum what another shows as a string with its values.
    return not ("enum" in (one, other) and bool((new if one == "enum" else old).get("enum")))


def _value_changes(old: Field, new: Field, *, same_page: bool) -> Iterator[Change]:
    for facts in (old, new):
        # A page that calls a field a plain type shows no values; the type `enum` says that there are some.
        is_shown = "enum" in facts or (same_page and facts.get("type") not in (None, "enum"))
        if not is_shown:
            return
    was, now = old.get("enum"), new.get("enum")
    if bool(was) != bool(now):
        yield Change(ChangeKind.TYPE, fact="enum", was=was or None, now=now or None)
        return
    for value in _missing_items(now or (), was or ()):
        yield Change(ChangeKind.VALUE_ADDED, fact="enum", now=value)
    for value in _missing_items(was or (), now or ()):
        yield Change(ChangeKind.VALUE_REMOVED, fact="enum", was=value)


def _is_comparable(fact: str, old: Field, new: Field, *, same_page: bool) -> bool:
    if fact in old and fact in new:
        return True
    if fact == "format" and not ("type" in old and "type" in new):
        return False
    return same_page and fact not in _MARKS


def _rule_changes(fact: str, old: Field, new: Field, *, same_page: bool) -> Iterator[Change]:
    if not (same_page or (fact in old and fact in new)):
        return
    was, now = old.get(fact), new.get(fact)
    if fact == "unread":
        for digest in _missing_items(now or (), was or ()):
            yield Change(ChangeKind.RULE_ADDED, fact=fact, now=digest)
        for digest in _missing_items(was or (), now or ()):
            yield Change(ChangeKind.RULE_REMOVED, fact=fact, was=digest)
    elif _is_absent(was) and not _is_absent(now):
        yield Change(ChangeKind.RULE_ADDED, fact=fact, now=now)
    elif _is_absent(now) and not _is_absent(was):
        yield Change(ChangeKind.RULE_REMOVED, fact=fact, was=was)
    elif not _is_absent(was) and _canonical_form(was) != _canonical_form(now):
        yield Change(ChangeKind.RULE_CHANGED, fact=fact, was=was, now=now)


def _is_absent(value: object) -> bool:
    return value is None or value in ([], {})


def _canonical_form(value: object) -> object:
    """Return a value in which the order of lists doesn't count, and True is not 1."""
    if is_mapping(value):
        return {key: _canonical_form(item) for key, item in mapping(value).items()}
    if isinstance(value, list):
        return sorted(repr(_canonical_form(item)) for item in sequence(cast("object", value)))
    return repr(value)
