"""New rules: what a page states of fields beyond their shape becomes rows of `x-handlers` and `x-checks`."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from generator.docs.accept.new_fields import UnfitError
from generator.docs.accept.revision import Revision, aspect, insert_before
from generator.docs.compare.changes import Change, ChangeKind, changes, names_less
from generator.docs.compare.spec_facts import has_disagreement, spec_page, spots_of
from generator.facts import FACTS, Field, Kind, Operation, Page, enums
from generator.openapi.extension_rows import ANSWERS_ONLY, CHECKS, HANDLERS, SETTABLE
from generator.openapi.pointers import mapping, sequence, step, text, texts
from generator.openapi.view import Subject
from generator.openapi.yaml_edit import Line

_SENT = ("query", "request")
"""The parts of an operation whose fields the client checks."""
_RULES = frozenset({ChangeKind.RULE_ADDED, ChangeKind.RULE_CHANGED})
_LIMITS = ("minimum", "maximum", "minLength", "maxLength")
_BEHIND_CHECKS = ("responses",)
_BEHIND_HANDLERS = (CHECKS, "responses")


def add_rules(revision: Revision, page: Page, page_id: str) -> None:
    """Put the rules into the spec that a page states of fields that are sent, so that the client checks them.

    Args:
        revision: The spec, which has the page's fields and values by now.
        page: The page, its operations called as in the spec.
        page_id: Its id.
    """
    held = spec_page(revision.subject)
    for operation in page.operations.values():
        if operation.name in held.operations:
            _RuleWriter(revision, held, operation, page_id).write()


def _limits_in_words(limits: Mapping[str, Any]) -> str:
    bounds = [f"at {'least' if name.startswith('min') else 'most'} {value}" for name, value in limits.items()]
    words = " and ".join(bounds)
    return f"it must have {words} characters" if "Length" in "".join(limits) else f"it must be {words}"


class _RuleWriter:
    """Writes the rules of one operation.

    Args:
        revision: The spec, to be changed.
        held: What it holds, as a page.
        operation: What a page states of the operation.
        page: The page's id.
    """

    def __init__(self, revision: Revision, held: Page, operation: Operation, page: str) -> None:
        self._revision = revision
        self._held = held
        self._operation = operation
        self._page = page
        self._pointer = next(
            known.spot.pointer for known in revision.subject.operations if known.id == operation.name
        )

    def write(self) -> None:
        """Write them: new handlers first, since their parameters need them."""
        self._add_handlers()
        for change in self._new_rules():
            write = _WRITERS.get(change.fact)
            if write is None:
                continue
            try:
                write(self, change)
            except UnfitError as error:
                self._revision.refused[aspect(change)] = str(error)
            else:
                self._revision.taken.add(aspect(change))
        self._add_forms()
        self._add_deprecations()

    @property
    def _node(self) -> dict[str, Any]:
        return self._revision.node(self._pointer)

    def _new_rules(self) -> list[Change]:
        """Return the rules that the page states and the spec does not, of fields that the spec has."""
        subject = self._revision.subject
        stated = Page("", {self._operation.name: self._operation})
        found = changes(self._held, stated, same_page=False)
        return [
            change
            for change in found
            if change.kind in _RULES
            and change.part in _SENT
            and FACTS[change.fact] is Kind.RULE
            and not names_less(change)
            and spots_of(subject, change)
            and not has_disagreement(subject, change)
        ]

    # x-handlers: which fields a handler reads.

    def _add_handlers(self) -> None:
        """Give each value of a handler field that a request may newly carry a row, with no parameter as yet."""
        subject = self._revision.subject
        for name, handlers in mapping(self._node.get(HANDLERS)).items():
            for value in texts(self._operation.fields("request").get(name, {}).get("enum")):
                row = mapping(mapping(handlers).get(value))
                place = step(self._pointer, HANDLERS, name, value)
                if row and self._page not in texts(row.get("sources")):
                    row["sources"] = self._in_order([*texts(row.get("sources")), self._page])
                    self._revision.note(place, f"{self._page} added as a source of the handler {value}")
                elif not row and value in _sent_values(subject, self._operation.name, name):
                    mapping(handlers)[value] = {"sources": [self._page]}
                    self._revision.note(place, f"new handler {value} of {name}")

    def _in_order(self, pages: Iterable[str]) -> list[str]:
        order = list(mapping(self._revision.sources.data["pages"]))
        return sorted(dict.fromkeys(pages), key=order.index)

    def add_parameter(self, change: Change, key: str) -> None:
        """Add a field to the handlers with which it has a meaning, or must be there."""
        handlers = mapping(self._node.get(HANDLERS))
        for chooser, values in mapping(change.now).items():
            if chooser not in handlers:
                self._add_use(change, chooser, texts(values), key)
                continue
            rows = mapping(handlers[chooser])
            for value in texts(values):
                if value not in rows:
                    raise UnfitError(f"{value} is not a handler of {chooser} that a request may carry")
                owner = next((known for known, row in rows.items() if change.field in _parameters(row)), None)
                if owner not in (None, value) or len(texts(values)) > 1:
                    raise UnfitError(
                        "it belongs to more than one handler: say in x-handlers which one reads it"
                    )
                self._move_parameter(mapping(rows[value]), change.field, key)
                place = step(self._pointer, HANDLERS, chooser, value)
                self._revision.note(place, f"{change.field} is a parameter of {value}")

    def _move_parameter(self, row: dict[str, Any], field: str, key: str) -> None:
        if field in texts(row.get("required")):
            return
        for other in ("required", "optional"):
            if field in texts(row.get(other)) and other != key:
                row[other] = [name for name in texts(row[other]) if name != field]
                if not row[other]:
                    del row[other]
        if field not in texts(row.get(key)):
            behind = ("optional", "sources") if key == "required" else ("sources",)
            names = [*texts(row.get(key)), field]
            if key in row:
                row[key] = names
            else:
                insert_before(row, key, names, behind)
        row["sources"] = self._in_order([*texts(row.get("sources")), self._page])

    # x-checks: a row that a function of the client's own keeps, whatever the API.

    def _add_use(self, change: Change, chooser: str, values: list[str], key: str) -> None:
        self._require_field(chooser)
        check = "used-with" if key == "optional" else "required-with"
        words = "has no meaning without" if key == "optional" else "is required with"
        rule = f"it {words} {chooser} {' or '.join(values)}"
        self._add_row(
            check,
            change,
            [change.field],
            rule,
            values={chooser: values},
            states={change.fact: {chooser: values}},
        )

    def add_group(self, change: Change, check: str) -> None:
        """Add a row about a field and those that it names: what it needs together, anything else pair by pair."""
        names = texts(change.now)
        for name in names:
            self._require_field(name)
        if check == "needs":
            words = f"it can be sent only together with {' and '.join(names)}"
            self._add_row(check, change, [change.field, *names], words)
            return
        for name in names:
            fields = [name, change.field] if change.fact == "yieldsTo" else [change.field, name]
            self._add_pair(change, check, fields)

    def _add_pair(self, change: Change, check: str, fields: list[str]) -> None:
        for row in self._rows():
            if row.get("check") == check and set(texts(row.get("fields"))) == set(fields):
                if change.fact == "yieldsTo":
                    row["fields"], row["rule"] = fields, f"of several the server takes {fields[0]}"
                facts = {*texts(row.get("facts")), change.fact}
                row["facts"] = [one for one in FACTS if one in facts]
                return
        words = {
            "excludes": f"{' and '.join(fields)} can't be sent together",
            "aliases": f"of several the server takes {fields[0]}",
        }[check]
        self._add_row(check, change, fields, words)

    def add_prefix(self, change: Change) -> None:
        """Add a row about what a value starts with."""
        prefix = text(change.now)
        self._add_row(
            "prefix",
            change,
            [change.field],
            f"it must start with {prefix}",
            values={change.field: [prefix]},
            states={change.fact: prefix},
        )

    def add_clearing(self, change: Change) -> None:
        """Add a row about a field that can't be cleared, or an example of the empty text."""
        if change.now is not True:
            rule = "it can be changed, not cleared"
            self._add_row("clearable", change, [change.field], rule, states={change.fact: False})
            return
        for spot in spots_of(self._revision.subject, change):
            schema = self._revision.node(spot.pointer)
            schema = mapping(schema.get("schema")) or schema
            if "" not in sequence(schema.get("examples")):
                schema["examples"] = [*sequence(schema.get("examples")), ""]
                self._revision.note(spot.pointer, f"{change.field} can be cleared")

    def _require_field(self, name: str) -> None:
        held = self._held.operations[self._operation.name]
        if not any(name in held.fields(part) for part in _SENT):
            raise UnfitError(f"it names {name}, which {self._operation.name} doesn't have")

    def _rows(self) -> list[dict[str, Any]]:
        return [mapping(row) for row in sequence(self._node.get(CHECKS))]

    def _add_row(
        self,
        check: str,
        change: Change,
        fields: list[str],
        rule: str,
        *,
        values: Mapping[str, list[str] | str] | None = None,
        states: Mapping[str, Any] | None = None,
        instead: list[str] | None = None,
        facts: tuple[str, ...] = (),
    ) -> None:
        row: dict[str, Any] = {"check": check, "rule": rule, "page": self._page}
        if fields:
            row["fields"] = fields
        if values:
            row["values"] = Line(copy.deepcopy(dict(values)))
        if instead:
            row["instead"] = instead
        row["facts"] = list(facts or (change.fact,))
        if states:
            row["states"] = Line(states)
        if CHECKS not in self._node:
            insert_before(self._node, CHECKS, [], _BEHIND_CHECKS)
        rows = sequence(self._node[CHECKS])
        rows.append(row)
        self._revision.note(
            step(self._pointer, CHECKS, len(rows) - 1),
            f"new check of {(fields or [change.field])[0]}: {rule}",
        )

    # What a new field that is sent has to look like.

    def _add_forms(self) -> None:
        """Add a row about each new field that has values or limits or is a UUID, unless a row holds that already."""
        held = self._held.operations[self._operation.name]
        for part in _SENT:
            for field in self._operation.fields(part):
                facts = held.fields(part).get(field, {})
                if not self._is_new(part, field) or "." in field or facts.get("type") == "array":
                    continue
                if facts.get("enum") and not self._has_row("enum", field):
                    change = Change(ChangeKind.FIELD_ADDED, held.name, part, field, "enum")
                    rule = "it must be one of the documented values"
                    self._add_row("enum", change, [], rule, values={field: SETTABLE})
                if facts.get("format") == "uuid" and not self._has_row("format", field):
                    change = Change(ChangeKind.FIELD_ADDED, held.name, part, field, "format")
                    self._add_row("uuid", change, [field], "it must be a UUID", states={"format": "uuid"})
                self._add_limits(part, field, facts)

    def _add_limits(self, part: str, field: str, facts: Field) -> None:
        limits = {name: facts[name] for name in _LIMITS if facts.get(name) is not None}
        if not limits or any(self._has_row(name, field) for name in limits):
            return
        bounds = [f"{name} {value}" for name, value in limits.items()]
        self._add_row(
            "limits",
            Change(ChangeKind.FIELD_ADDED, self._operation.name, part, field, next(iter(limits))),
            [],
            _limits_in_words(limits),
            values={field: bounds},
            facts=tuple(limits),
        )

    def _is_new(self, part: str, field: str) -> bool:
        name = self._operation.name
        return not self._revision.taken.isdisjoint({(name, part, field, ""), (name, "", "", "")})

    def _has_row(self, fact: str, field: str) -> bool:
        """Whether a row about a field rests on a fact."""
        return any(
            fact in texts(row.get("facts"))
            and field in {*texts(row.get("fields")), *mapping(row.get("values")), *texts(row.get("handlers"))}
            for row in self._rows()
        )

    # Deprecations of fields that are sent: the client warns of them.

    def _add_deprecations(self) -> None:
        held = self._held.operations[self._operation.name]
        warned = {
            field
            for row in self._rows()
            if row.get("check") == "deprecated"
            for field in texts(row.get("fields"))
        }
        for part in _SENT:
            for field, facts in self._operation.fields(part).items():
                known = held.fields(part).get(field, {})
                if facts.get("deprecated") is not True or known.get("deprecated") is not True:
                    continue
                if field in warned or "." in field:
                    continue
                names = [name for name in texts(facts.get("replacedBy")) if name in held.fields(part)]
                change = Change(ChangeKind.DEPRECATED, held.name, part, field, "deprecated", now=True)
                names_of_facts = ("deprecated", *(("replacedBy",) if names else ()))
                self._add_row(
                    "deprecated", change, [field], "it is deprecated", instead=names, facts=names_of_facts
                )
                if names and len(names) == len(texts(facts.get("replacedBy"))):
                    self._revision.taken.add((held.name, part, field, "replacedBy"))


def _parameters(row: object) -> list[str]:
    return [*texts(mapping(row).get("required")), *texts(mapping(row).get("optional"))]


def _sent_values(subject: Subject, operation: str, field: str) -> list[str]:
    """Return the values of a field that a request may carry."""
    change = Change(ChangeKind.VALUE_ADDED, operation, "request", field, "enum")
    return [
        value
        for spot in spots_of(subject, change)
        for enum in enums(subject, spot)
        for value in texts(enum.value.get("enum"))
        if mapping(mapping(enum.value.get("x-values")).get(value)).get(ANSWERS_ONLY) is not True
    ]


_WRITERS: Mapping[str, Callable[[_RuleWriter, Change], None]] = {
    "usedWith": lambda writer, change: writer.add_parameter(change, "optional"),
    "requiredWith": lambda writer, change: writer.add_parameter(change, "required"),
    "needs": lambda writer, change: writer.add_group(change, "needs"),
    "excludes": lambda writer, change: writer.add_group(change, "excludes"),
    "aliasOf": lambda writer, change: writer.add_group(change, "aliases"),
    "yieldsTo": lambda writer, change: writer.add_group(change, "aliases"),
    "prefix": lambda writer, change: writer.add_prefix(change),
    "clearable": lambda writer, change: writer.add_clearing(change),
}
"""How each kind of rule is written; a sentence that fits none, and what replaces a field, are not among them."""
