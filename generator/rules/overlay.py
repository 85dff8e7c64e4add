"""Rules on the overlay's table of checks: each row names things that the document still has.

The table is the literal RULES of a module of `overrides/numberwire/<api>`. It is read, never imported.
"""

from __future__ import annotations

import ast
import difflib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

from generator.document import Document
from generator.places import Place
from generator.plain import mapping, sequence, step, text
from generator.rules.rule import Breach, Rule
from generator.rules.subject import Operation, Spot, Subject

_TABLE = "RULES"


def _tables(subject: Subject) -> Iterator[Document]:
    """Yield the table of the document's API, as a document of its own, if there is one."""
    path = subject.document.path.resolve()
    package = path.parents[1] / "overrides" / "numberwire"
    for file in sorted({*package.glob(f"{path.stem}.py"), *package.glob(f"{path.stem}/*.py")}):
        for node in ast.parse(file.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.Assign | ast.AnnAssign) and _is_table(node):
                yield _table(_shown(file), node)


def _is_table(node: ast.Assign | ast.AnnAssign) -> bool:
    targets = [node.target] if isinstance(node, ast.AnnAssign) else node.targets
    return any(isinstance(target, ast.Name) and target.id == _TABLE for target in targets)


def _table(file: Path, node: ast.Assign | ast.AnnAssign) -> Document:
    if not isinstance(node.value, ast.Tuple | ast.List):
        return Document(file, {}, lambda: Place(node.lineno))
    places = {str(index): Place(row.lineno) for index, row in enumerate(node.value.elts)}
    try:
        rows: Any = ast.literal_eval(node.value)
    except ValueError:
        return Document(file, {}, lambda: Place(node.lineno))
    return Document(file, {_TABLE: rows}, lambda: Place(node.lineno, {_TABLE: Place(node.lineno, places)}))


def _shown(file: Path) -> Path:
    here = Path.cwd()
    return file.relative_to(here) if file.is_relative_to(here) else file


def _literal(subject: Subject) -> Iterator[Breach]:
    for table in _tables(subject):
        if _TABLE not in table.data:
            yield Breach(
                "", f"{_TABLE} isn't literal.", "Write it in literals alone, without names or calls.", table
            )


def rows(subject: Subject) -> Iterator[tuple[Document, str, dict[str, Any], Operation | None]]:
    """Yield each row of the table: the table, the row's place in it, the row, and the operation it names."""
    operations = {operation.id: operation for operation in subject.operations}
    for table in _tables(subject):
        for index, row in enumerate(cast("list[Any]", table.data.get(_TABLE, ()))):
            said = mapping(row)
            yield table, step(f"/{_TABLE}", str(index)), said, operations.get(text(said.get("operation")))


def _operations(subject: Subject) -> Iterator[Breach]:
    known = [operation.id for operation in subject.operations]
    for table, place, row, operation in rows(subject):
        if operation is None:
            name = text(row.get("operation"))
            yield Breach(
                place,
                f"The check {row.get('check')!r} names the operation {name!r}.",
                _mend(name, known),
                table,
            )


def _fields(subject: Subject) -> Iterator[Breach]:
    for table, place, row, operation in rows(subject):
        if operation is None:
            continue
        known = _fields_of(subject, operation)
        for name in named(row):
            if name not in known:
                message = (
                    f"The check {row.get('check')!r} names the field {name!r}, which {operation.id} has not."
                )
                yield Breach(place, message, _mend(name, list(known)), table)


def _values(subject: Subject) -> Iterator[Breach]:
    for table, place, row, operation in rows(subject):
        known = _fields_of(subject, operation) if operation else {}
        for name, value in values_of(row):
            values = _enum(subject, known[name]) if name in known else []
            if values and value not in values:
                message = (
                    f"The check {row.get('check')!r} names the value {value!r} of {name}, which it has not."
                )
                yield Breach(place, message, _mend(value, values), table)


def _mend(name: str, known: list[str]) -> str:
    near = difflib.get_close_matches(name, known, 1)
    return f"Rename me to {near[0]!r}, or delete me." if near else "Delete me."


def named(row: dict[str, Any]) -> list[str]:
    """Return every field that a row names."""
    names = [*row.get("fields", ()), *row.get("instead", ()), *mapping(row.get("values"))]
    for field, handlers in mapping(row.get("parameters")).items():
        names += [field, *(name for parameters in mapping(handlers).values() for name in parameters)]
    # What replaces a value is a value.
    values = {value for values in mapping(row.get("values")).values() for value in values}
    replaces_values = bool(values) and not row.get("fields")
    return [name for name in dict.fromkeys(names) if not (replaces_values and name in row.get("instead", ()))]


def values_of(row: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield every value that a row names, with its field."""
    for field, values in mapping(row.get("values")).items():
        yield from ((field, value) for value in values)
        if not row.get("fields"):
            yield from ((field, value) for value in row.get("instead", ()))
    for field, handlers in mapping(row.get("parameters")).items():
        yield from ((field, value) for value in mapping(handlers))


def _fields_of(subject: Subject, operation: Operation) -> dict[str, Spot]:
    """Return the parameters and the body's properties of an operation by name."""
    found = {text(spot.value.get("name")): spot.step("schema") for spot in subject.parameters_of(operation)}
    body = subject.resolve(operation.spot.step("requestBody"))
    for content in body.named("content"):
        schema = subject.resolve(content.step("schema"))
        found |= {spot.pointer.rpartition("/")[2]: spot for spot in schema.named("properties")}
    return found


def _enum(subject: Subject, spot: Spot) -> list[str]:
    """Return the values a field may have; none where it is no enum."""
    schema = subject.resolve(spot)
    found = [text(value) for value in sequence(schema.value.get("enum"))]
    for part in (*schema.listed("anyOf"), *schema.listed("oneOf"), *schema.listed("allOf")):
        found += _enum(subject, part)
    return found


RULES = (
    Rule("NW601", "The overlay's table of checks is literal.", _literal, is_comparison=True),
    Rule("NW602", "Every check names an operation of the document.", _operations, is_comparison=True),
    Rule("NW603", "Every check names fields of its operation.", _fields, is_comparison=True),
    Rule("NW604", "Every check names values that its fields may have.", _values, is_comparison=True),
)
