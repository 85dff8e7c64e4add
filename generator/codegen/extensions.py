"""Adds to a contract what its operations say in `x-checks` and `x-handlers`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from generator.codegen.contract import Contract, Enumeration, Field, HandlerClass, HandlerModule, Operation
from generator.codegen.omissions import Omissions
from generator.codegen.shapes import TEXT, UUID, Either, Named, Shape, either
from generator.names import FIELDS, MODEL_CLASSES, Names, class_name, snake_name
from generator.openapi.document import Document
from generator.openapi.extension_rows import (
    CHECKS,
    HANDLERS,
    SETTABLE,
    HandlerField,
    HandlerRow,
    check_rows,
    handler_fields,
)
from generator.openapi.pointers import mapping, step, target, text, texts
from generator.openapi.view import Subject

_MODULES = {CHECKS: "checks", HANDLERS: "handlers"}
_CLASS_LEVEL = FIELDS | {"field", "handler", "parameters"}
"""What a handler's class means by a name already."""


def extension_modules(subject: Subject) -> dict[str, str]:
    """Return the modules that a document's extensions ask for: their names, and the handler field of each or "".

    Args:
        subject: The document.
    """
    operations = [operation.spot.value for operation in subject.operations]
    modules = {
        name: "" for key, name in _MODULES.items() if any(key in operation for operation in operations)
    }
    names = Names({"models", "lock", *modules})
    fields = dict.fromkeys(name for operation in operations for name in mapping(operation.get(HANDLERS)))
    return modules | {names.take(f"{snake_name(name)}s"): name for name in fields}


def add_extensions(contract: Contract, document: Document, omissions: Omissions) -> None:
    """Add the checks and handlers of a document's operations to its contract.

    Args:
        contract: The contract, whose classes and operations are read.
        document: The document.
        omissions: Where to note what is left out.
    """
    modules = {field: name for name, field in extension_modules(Subject(document)).items()}
    if modules:
        _Extensions(contract, document, omissions, modules).add()


class _Extensions:
    """Adds the extensions of one document to its contract.

    Args:
        contract: The contract.
        document: The document.
        omissions: Where to note what is left out.
        modules: The module of each handler field.
    """

    def __init__(
        self, contract: Contract, document: Document, omissions: Omissions, modules: dict[str, str]
    ) -> None:
        self._contract = contract
        self._document = document
        self._omissions = omissions
        self._modules = modules
        self._titles = page_titles(document)
        self._bases = Names({*MODEL_CLASSES, "Handler", "HandlerRow"}, suffix="Base")

    def add(self) -> None:
        """Add all of them."""
        for operation in self._contract.operations:
            node = mapping(target(self._document.data, operation.pointer))
            fields = _fields(self._contract, operation)
            self._add_checks(operation, node, fields)
            for handlers in handler_fields(node, operation.pointer):
                self._add_handlers(operation, handlers, fields)

    def _add_checks(self, operation: Operation, node: dict[str, Any], fields: dict[str, Field]) -> None:
        def values_of(name: str, word: str) -> Iterable[str]:
            enum = self._enum(fields[name].shape) if name in fields else None
            members = enum.members if enum else ()
            return [member.value for member in members if member.settable == (word == SETTABLE)]

        rows = check_rows(operation.id, node, operation.pointer, values_of)
        if CHECKS in node and not rows:
            self._leave_out(step(operation.pointer, CHECKS), "These checks are not a list of rows.")
        for row in rows:
            if row.check and row.rule and row.page:
                self._contract.checks.append(replace(row, page=self._titles.get(row.page, row.page)))
            else:
                self._leave_out(row.pointer, "This row names no check, no rule or no page.")

    def _add_handlers(self, operation: Operation, handlers: HandlerField, fields: dict[str, Field]) -> None:
        if any(module.name == self._modules[handlers.name] for module in self._contract.handlers):
            self._leave_out(handlers.pointer, f"Another operation has handlers of {handlers.name!r} already.")
            return
        chooser = fields.get(handlers.name)
        enum = self._enum(chooser.shape) if chooser else None
        if chooser is None or enum is None:
            self._leave_out(
                handlers.pointer, f"{handlers.name!r} is not a field of the body with a list of values."
            )
            return
        values = [member.value for member in enum.members if member.settable]
        rows_by_value = {row.value: row for row in handlers.rows}
        for row in handlers.rows:
            if row.value not in values or not set(row.parameters) <= fields.keys():
                self._leave_out(
                    row.pointer, "The handler, or one of its parameters, is not one that a request may carry."
                )
                del rows_by_value[row.value]
        base = self._bases.take(class_name(handlers.name, "Handler"))
        names = Names({*MODEL_CLASSES, "Handler", base, "models"}, suffix="Handler")
        rows = [rows_by_value.get(value, HandlerRow(value, pointer=handlers.pointer)) for value in values]
        kinds = {row.value: names.take(class_name(row.value, "Handler")) for row in rows}
        prefix = chooser.name.removesuffix("handler")
        classes = tuple(
            HandlerClass(
                kinds[row.value],
                self._doc(enum, row.value, kinds),
                replace(
                    row,
                    required=tuple(fields[name].name for name in row.required),
                    optional=tuple(fields[name].name for name in row.optional),
                ),
                tuple(_parameters(row, fields, prefix)),
            )
            for row in rows
        )
        module = self._modules[handlers.name]
        self._contract.handlers.append(
            HandlerModule(module, base, chooser.name, chooser.doc, classes, operation.id)
        )

    def _doc(self, enum: Enumeration, value: str, kinds: dict[str, str]) -> str:
        """Return what is said of a value, and the classes that replace a deprecated one."""
        node = mapping(target(self._document.data, step(enum.pointer, "x-values", value)))
        doc = text(node.get("description"))
        if node.get("deprecated") is True:
            instead = " or ".join(
                f"`{kinds[name]}`" for name in texts(node.get("replacement")) if name in kinds
            )
            doc += f" Deprecated{f': use {instead}' if instead else ''}."
        return doc or f"The handler {value}."

    def _enum(self, shape: Shape) -> Enumeration | None:
        members = shape.members if isinstance(shape, Either) else (shape,)
        return next(
            (
                self._contract.enums[member.name]
                for member in members
                if isinstance(member, Named) and member.enum
            ),
            None,
        )

    def _leave_out(self, pointer: str, message: str) -> None:
        self._omissions.add("extension", pointer, f"{message} It is left out.")


def _fields(contract: Contract, operation: Operation) -> dict[str, Field]:
    """Return what a request of an operation may carry, by wire name: its query and the fields of its body."""
    fields = {
        query.wire: Field(query.name, query.wire, query.shape, query.required, query.doc, query.pointer)
        for query in operation.parameters
        if query.location == "query"
    }
    shape = operation.body.shape if operation.body else None
    struct = contract.structs.get(shape.name) if isinstance(shape, Named) else None
    return fields | {field.wire: field for field in (struct.fields if struct else ())}


def _parameters(row: HandlerRow, fields: dict[str, Field], prefix: str) -> Iterator[Field]:
    """Yield the fields of a handler's class, named without what all of them begin with; an id may be a UUID."""
    names = Names(_CLASS_LEVEL)
    for name in row.parameters:
        known = fields[name]
        short = known.name.removeprefix(prefix)
        shape = either(UUID, TEXT) if known.shape == TEXT and short.endswith("_id") else known.shape
        yield replace(known, name=names.take(short), shape=shape, required=name in row.required)


def page_titles(document: Document) -> dict[str, str]:
    """Return the titles of the documentation pages that a document is taken from, by id; none without a record."""
    sources = document.sources
    pages: object = sources.data.get("pages") if isinstance(sources, Document) else None
    return {name: text(mapping(page).get("title")) for name, page in mapping(pages).items()}
