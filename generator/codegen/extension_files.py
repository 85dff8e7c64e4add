"""Extension files: the tables of checks and handlers and the handlers' classes, as the text of modules."""

from __future__ import annotations

from dataclasses import dataclass

import jinja2

from generator.codegen.contract import Contract, Field, HandlerClass, HandlerModule
from generator.codegen.rendering import Renderer
from generator.codegen.shapes import optional
from generator.codegen.source_text import docstring, literal, sentence, wrap_text
from generator.openapi.extension_rows import CheckRow, HandlerRow


@dataclass(frozen=True)
class RenderedClass:
    """One handler's class, each piece source text: `fields` are lines, with what is said of each below it."""

    name: str
    doc: str
    handler: str
    parameters: str
    fields: list[tuple[str, str]]


class ExtensionFiles:
    """Writes the modules that an API's checks and handlers ask for.

    Args:
        contract: What the API is.
        environment: The templates.
        renderer: Writes annotations.
        header: The first line of each file.
        up: The dots that lead to the runtime files.
    """

    def __init__(
        self,
        contract: Contract,
        environment: jinja2.Environment,
        renderer: Renderer,
        header: str,
        up: str,
    ) -> None:
        self._contract = contract
        self._environment = environment
        self._renderer = renderer
        self._shared = {"header": header, "up": up}

    def files(self) -> dict[str, str]:
        """Return each module's text by its name; none where there are neither checks nor handlers."""
        contract = self._contract
        texts = {module.name: self._classes(module) for module in contract.handlers}
        if contract.checks:
            rows = [_check_row(row) for row in contract.checks]
            texts["checks"] = self._render("checks", rows=rows)
        if contract.handlers:
            bases = [
                (module.base, docstring(_base_doc(module)), literal(module.field))
                for module in contract.handlers
            ]
            tables = [(literal(module.field), _table(module)) for module in contract.handlers]
            exported = ", ".join(map(literal, ["HANDLERS", *(module.base for module in contract.handlers)]))
            texts["handlers"] = self._render("handlers", bases=bases, tables=tables, exported=exported)
        return texts

    def _classes(self, module: HandlerModule) -> str:
        classes = [self._class(handler) for handler in module.classes]
        doc = docstring(f"The values of {module.field}: a class for each handler, with its parameters.")
        exported = ", ".join(literal(handler.name) for handler in classes)
        return self._render("handler_classes", doc=doc, base=module.base, classes=classes, exported=exported)

    def _class(self, handler: HandlerClass) -> RenderedClass:
        return RenderedClass(
            handler.name,
            docstring(wrap_text(handler.doc), " " * 4),
            literal(handler.row.value),
            literal(handler.row.parameters),
            [self._field(field) for field in handler.fields],
        )

    def _field(self, field: Field) -> tuple[str, str]:
        shape = field.shape if field.required else optional(field.shape)
        default = "" if field.required else " = None"
        doc = docstring(wrap_text(field.doc), " " * 4) if field.doc.strip() else ""
        return f"{field.name}: {self._renderer.sent_annotation(shape)}{default}", doc

    def _render(self, template: str, **values: object) -> str:
        return self._environment.get_template(f"{template}.py.jinja").render(self._shared | values)


def _base_doc(module: HandlerModule) -> str:
    return f"A handler that {module.field} chooses, with its parameters; see `{module.name}`."


def _check_row(row: CheckRow) -> str:
    """Return the call that makes a row; what has its default is left out."""
    arguments = {
        "check": row.check,
        "operation": row.operation,
        "rule": sentence(row.rule),
        "page": sentence(row.page),
        "fields": row.fields,
        "values": dict(row.values),
        "instead": row.instead,
        "handlers": row.handlers,
    }
    return f"CheckRow({', '.join(f'{key}={literal(value)}' for key, value in arguments.items() if value)})"


def _table(module: HandlerModule) -> str:
    rows = (f"{literal(handler.row.value)}: {_handler_row(handler.row)}" for handler in module.classes)
    return f"{{{', '.join(rows)}}}"


def _handler_row(row: HandlerRow) -> str:
    arguments = {"required": row.required, "optional": row.optional}
    return f"HandlerRow({', '.join(f'{key}={literal(value)}' for key, value in arguments.items() if value)})"
