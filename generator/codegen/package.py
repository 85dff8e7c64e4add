"""Package: the text of the files of a generated package, before anything is written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import jinja2

from generator.codegen import access, client_file
from generator.codegen.contract import Contract, Module
from generator.codegen.extension_files import ExtensionFiles
from generator.codegen.rendering import Renderer
from generator.codegen.source_text import docstring, literal, wrap_text
from generator.names import MODULE_LEVEL, Names, class_name

_TEMPLATES = Path(__file__).parents[1] / "templates"
MADE = ("_decoding.py", "_model.py", "_operation.py", "_methods.py", "_body.py", "_text.py")
"""The files every package has that know no API."""
_EXTENSIONS = {
    "_checks.py": ("CheckRow",),
    "_handlers.py": ("ArgumentsType", "Handler", "HandlerRow", "NoHandler", "handler_fields"),
}
"""Those that a package has only with such rows, and the classes in each."""

_PRELUDE = """from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from msgspec import UNSET, UnsetType

from {up}_model import Model, OpenEnum
"""
_TYPED_PRELUDE = """from typing import Annotated

from {up}_typed import Constant, Integer, Missing, OneOf, OpenModel, Time, TypedModel
"""
_TYPED = ("_typed.py", "_access.py")


def header(spec: str) -> str:
    """Return the first line of a generated file.

    Args:
        spec: The document's name.
    """
    return f"# Generated from {spec} by `python -m generator generate`; edit that, not this."


def runtime_exports(contracts: Iterable[Contract]) -> dict[str, tuple[str, ...]]:
    """Return the files that only checks and handlers need, and the classes that each has, where they are needed.

    Args:
        contracts: The APIs of the package.
    """
    held = [(bool(contract.checks), bool(contract.handlers)) for contract in contracts]
    needed = [any(has_checks for has_checks, _ in held), any(has_handlers for _, has_handlers in held)]
    return {
        name: classes
        for (name, classes), is_needed in zip(_EXTENSIONS.items(), needed, strict=True)
        if is_needed
    }


def runtime_files(contracts: Iterable[Contract]) -> dict[str, str]:
    """Return the files that know no API, by their names.

    Args:
        contracts: The APIs of the package.
    """
    typed = _TYPED if any(contract.typed for contract in contracts) else ()
    names = (*MADE, *typed, *runtime_exports(contracts))
    sources = {name: (_TEMPLATES / "runtime" / name).read_text(encoding="utf-8") for name in names}
    line = "# Written by `python -m generator generate`; edit generator/templates/runtime, not this.\n"
    return {name: line + source for name, source in sources.items()}


@dataclass(frozen=True)
class ResourceKind:
    """One of the classes that a module's operations are methods of.

    Attributes:
        name: The class.
        send: The type of what sends an operation for it.
        is_async: Whether its methods are awaited.
        is_raw: Whether they return the whole answer.
        how: How its operations are sent, in words.
    """

    name: str
    send: str
    is_async: bool
    is_raw: bool
    how: str

    @property
    def doc(self) -> str:
        """Its docstring."""
        return docstring(
            f"The operations of this module, {self.how}.\n\nArgs:\n    send: Sends an operation."
        )


_KINDS = (
    ("", "Send", False, False, "sent at once"),
    ("Async", "AsyncSend", True, False, "sent and awaited"),
    ("Raw", "RawSend", False, True, "sent at once, returning raw responses"),
    ("AsyncRaw", "AsyncRawSend", True, True, "sent and awaited, returning raw responses"),
)


class Package:
    """Writes the files of one API.

    Args:
        contract: What the API is.
        spec: The document's name, for the headers.
        up: The dots that lead to the runtime files.
        client: The package, where it is to have a client; empty where not.
    """

    def __init__(self, contract: Contract, spec: str, up: str, client: str = "") -> None:
        self._contract = contract
        self._client = client
        self._header = header(spec)
        self._up = up
        self._renderer = Renderer(contract)
        loader = jinja2.FileSystemLoader(_TEMPLATES)
        # What a template is given is finished source: escaping it as HTML would spoil it.
        self._environment = jinja2.Environment(  # noqa: S701
            loader=loader,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        self._extensions = ExtensionFiles(contract, self._environment, self._renderer, self._header, up)

    def files(self, classes: str) -> dict[str, str]:
        """Return each file's text by its name.

        Args:
            classes: The models' classes, as source text.
        """
        modules = {f"{module.name}.py": self._module(module) for module in self._modules()}
        modules |= {f"{name}.py": source for name, source in self._extensions.files().items()}
        if self._contract.typed:
            modules[f"{access.MODULE}.py"] = access.access_source(self._contract, self._header, self._up)
        if self._client:
            modules[f"{client_file.MODULE}.py"] = client_file.client_source(
                self._environment, self._contract, self._header, self._client, self.resources()
            )
        return {"__init__.py": self._face(), "models.py": self._models(classes), **modules}

    def resources(self) -> list[client_file.ResourceModule]:
        """Return the modules of operations as a client has them."""
        return client_file.resource_modules([(one.name, self._kinds(one)[0].name) for one in self._modules()])

    def _modules(self) -> list[Module]:
        used = {operation.module for operation in self._contract.operations}
        return [module for module in self._contract.modules.values() if module.name in used]

    def _models(self, classes: str) -> str:
        doc = docstring(f"The models of {self._title()}.")
        prelude = _PRELUDE + (_TYPED_PRELUDE if self._contract.typed else "")
        return "\n".join(
            (self._header, doc, "", prelude.format(up=self._up), self._exports(self._classes()), "", classes)
        )

    def _title(self) -> str:
        return " ".join(self._contract.title.split()) or "the API"

    def _classes(self) -> list[str]:
        return sorted((*self._contract.structs, *self._contract.enums))

    def _exports(self, names: list[str]) -> str:
        return f"__all__ = [{', '.join(literal(name) for name in names)}]"

    def _face(self) -> str:
        modules, classes = [module.name for module in self._modules()], self._classes()
        modules += [*self._extensions.files()] + [access.MODULE] * self._contract.typed
        modules.sort()
        doc = f"{self._title()}: models, and operations by tag.\n\n{wrap_text(self._contract.doc)}"
        lines = [self._header, docstring(doc), "", "from __future__ import annotations", ""]
        lines.append(f"from . import {', '.join(('models', *modules))}")
        if classes:
            lines.append(f"from .models import {', '.join(classes)}")
        return "\n".join((*lines, "", self._exports([*classes, "models", *modules]), ""))

    def _kinds(self, module: Module) -> list[ResourceKind]:
        names = Names(MODULE_LEVEL)
        resource = class_name(module.name.title(), "Tag")
        return [
            ResourceKind(
                names.take(f"{prefix}{resource}" if prefix else resource), send, is_async, is_raw, how
            )
            for prefix, send, is_async, is_raw, how in _KINDS
        ]

    def _module(self, module: Module) -> str:
        operations = [one for one in self._contract.operations if one.module == module.name]
        kinds = self._kinds(module)
        names = Names(MODULE_LEVEL | {kind.name for kind in kinds})
        methods = self._renderer.methods(kinds[0].name, operations)
        fields = [replace(one.fields, name=names.take(one.fields.name)) for one in methods if one.fields]
        exported = sorted(
            [*(one.name for one in kinds), *(one.name for one in operations), *(one.name for one in fields)]
        )
        return self._environment.get_template("module.py.jinja").render(
            header=self._header,
            up=self._up,
            doc=docstring(f"{module.tag or 'Operations'}.\n\n{wrap_text(module.doc)}"),
            exported=", ".join(map(literal, exported)),
            operations=[self._renderer.operation(one) for one in operations],
            methods=methods,
            fields=fields,
            kinds=kinds,
            has_handlers=bool(self._contract.handlers),
            typed=self._contract.typed,
        )
