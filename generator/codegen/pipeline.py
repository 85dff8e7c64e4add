"""Generates packages: each is formatted, checked and imported before it replaces the old one.

For the project's own documents whatever is left out is a failure; for anyone else's it is listed.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import keyword
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.codegen import models, operation_outline
from generator.codegen.bundle import bundle_document, bundled_files
from generator.codegen.client_file import MODULE as CLIENT
from generator.codegen.client_file import client_texts, note_unsendable
from generator.codegen.contract import Contract, Operation, Use
from generator.codegen.endpoints import read_contract
from generator.codegen.omissions import RULES, Omissions, require_openapi
from generator.codegen.package import MADE, Package, runtime_exports, runtime_files
from generator.codegen.safety import (
    FormatError,
    TrialError,
    UnsafeError,
    format_folder,
    try_package,
    verify_source,
)
from generator.codegen.source_text import docstring, literal, sentence
from generator.codegen.tool_process import ToolError
from generator.files import OccupiedError, OutputError, require_free, swap_in, workshop, write_files
from generator.findings import Finding, GenerateError
from generator.names import snake_name
from generator.openapi.document import Document, read_document

PACKAGE = "numberwire_api"
Report = Callable[[str], None]
_UNFIT = frozenset({*keyword.kwlist, "case", "match", "type", "msgspec", "numberwire", PACKAGE})
"""What no package may be called beside the standard library's names: it couldn't be imported, or hid another."""


@dataclass(frozen=True)
class GeneratedPackage:
    """What was generated from one document.

    Attributes:
        spec: The document's name.
        package: The folder of the package.
        models: How many classes it has.
        operations: How many operations it has.
        omissions: What was left out or typed Any.
    """

    spec: str
    package: Path
    models: int
    operations: int
    omissions: tuple[Finding, ...]


def generate_project(
    root: Path, out: Path | None, report: Report, documents: Sequence[Document] | None = None
) -> list[GeneratedPackage]:
    """Generate the package of all the project's own documents.

    Args:
        root: The project.
        out: The folder the package is put into; `generated` of the project if None.
        report: Is told of each step.
        documents: Its documents, where they have been read, as they were checked; they are read if None.

    Returns:
        What was generated, a result for each document.

    Raises:
        GenerateError: Something can't be generated; nothing was changed.
        DocumentError: A document can't be read; nothing was changed.
    """
    target = (out or root / "generated") / PACKAGE
    if documents is None:
        documents = [read_document(path) for path in sorted((root / "spec").glob("*.yaml"))]
    _require_free(target, "spec")
    with workshop() as shop:
        folder = shop / PACKAGE
        apis = [
            generate_api(document, f"spec/{document.path.name}", "..", lenient=False, report=report)
            for document in documents
        ]
        contracts = [api.contract for api in apis]
        exports = runtime_exports(contracts)
        write_files(
            folder, runtime_files(contracts) | {"__init__.py": _package_init(exports), "py.typed": ""}
        )
        for document, api in zip(documents, apis, strict=True):
            write_files(folder / _module(document), api.files)
        _finish(folder, apis, target, {*MADE, *exports, "__init__.py"}, report)
    return [_result(api, target / _module(document)) for document, api in zip(documents, apis, strict=True)]


def generate_package(
    spec: Path, out: Path, report: Report, *, client: bool = False, keeps_extra: bool = True
) -> GeneratedPackage:
    """Generate a package of its own from any document.

    Args:
        spec: The document.
        out: The folder the package is put into.
        report: Is told of each step.
        client: Whether it has a client that sends over numberwire.
        keeps_extra: Whether its classes keep members that they don't name, where the document allows such.

    Returns:
        What was generated, with all that was left out.

    Raises:
        GenerateError: Nothing can be generated from it; nothing was changed.
        DocumentError: It can't be read; nothing was changed.
    """
    document = bundle_document(read_document(spec))
    name = _module(document)
    require_openapi(document, str(spec))
    _require_free(out / name, str(spec))
    shown = sentence(spec.name)
    with workshop() as shop:
        api = generate_api(
            document,
            shown,
            ".",
            lenient=True,
            report=report,
            client=name if client else "",
            keeps_extra=keeps_extra,
        )
        runtime = runtime_files([api.contract])
        write_files(shop / name, runtime | api.files | {"py.typed": ""})
        _finish(shop / name, [api], out / name, set(runtime), report)
    return _result(api, out / name)


def _finish(folder: Path, apis: list[Api], target: Path, runtime: set[str], report: Report) -> None:
    """Format, check and try what was written, and put it in its place; the runtime files are our own words."""
    decoded = [
        name for api in apis for name, struct in api.contract.structs.items() if struct.use is not Use.REQUEST
    ]
    texts = apis[0].client_texts
    try:
        report("formatting")
        format_folder(folder)
        for path in sorted(folder.rglob("*.py")):
            if path.parent != folder or path.name not in runtime:
                is_client = texts is not None and path.name == f"{CLIENT}.py"
                name = path.relative_to(folder.parent).as_posix()
                verify_source(name, path.read_text(encoding="utf-8"), texts if is_client else None)
        report("importing")
        try_package(folder.parent, folder.name, decoded, client=texts is not None)
        swap_in(folder, target)
    except OutputError as error:
        raise GenerateError(_output_failure(apis[0].shown, error)) from None
    except (FormatError, UnsafeError, TrialError) as error:
        raise GenerateError(_failure(apis[0].shown, "tool", str(error))) from None


def _require_free(target: Path, spec: str) -> None:
    """Refuse an occupied place before anything is generated for it."""
    try:
        require_free(target)
    except OutputError as error:
        raise GenerateError(_output_failure(spec, error)) from None


def _output_failure(spec: str, error: OutputError) -> Finding:
    return _failure(spec, "output" if isinstance(error, OccupiedError) else "unwritable", str(error))


def _failure(spec: str, reason: str, message: str) -> Finding:
    rule, mend = RULES[reason]
    return Finding(spec, 1, rule, "", message, mend)


def _package_init(exports: Mapping[str, tuple[str, ...]]) -> str:
    exported = sorted(
        {
            *(
                "CLEAR",
                "Clear",
                "ClearTypeErrors",
                "Model",
                "OpenEnum",
                "Operation",
                "RawResponse",
                "Request",
            ),
            "CallOptions",
            *(
                "convert_to",
                "decode_json",
                "decoder_of",
                "derive_class",
                "make_model",
                "html_table",
                "with_extra",
            ),
            *(name for names in exports.values() for name in names),
        }
    )
    doc = (
        "Each API's models and operations, as values.\n\n"
        "Nothing here sends a request; msgspec is the only dependency."
    )
    return "\n".join(
        (
            "# Written by `python -m generator generate`; not to be edited.",
            docstring(doc),
            *(
                f"from .{file.removesuffix('.py')} import {', '.join(names)}"
                for file, names in exports.items()
            ),
            "from ._decoding import convert_to, decode_json, decoder_of",
            "from ._methods import CLEAR, Clear, RawResponse",
            "from ._model import ClearTypeErrors, Model, OpenEnum, derive_class, html_table, make_model, with_extra",
            "from ._operation import CallOptions, Operation, Request",
            "",
            f"__all__ = [{', '.join(map(literal, exported))}]",
            "",
        )
    )


def _module(document: Document) -> str:
    """Return the name of a document's package; one that has a meaning already gets another."""
    name = snake_name(document.path.stem, "api")
    return f"{name}_api" if name in sys.stdlib_module_names or name in _UNFIT else name


def _result(api: Api, package: Path) -> GeneratedPackage:
    contract = api.contract
    classes = len(contract.structs) + len(contract.enums)
    return GeneratedPackage(api.spec, package, classes, len(contract.operations), api.omissions)


# Api: one document becomes the files of one API, through both tools, as text.

_TOOLS = ("datamodel-code-generator", "jinja2", "msgspec", "openapi-python-client", "ruamel.yaml", "ruff")


@dataclass(frozen=True)
class Api:
    """One API, ready to be written.

    Attributes:
        spec: The document's name.
        shown: The path findings name.
        contract: What it says.
        files: Each file's text by its name.
        omissions: What was left out or typed Any.
        client_texts: The attributes that the client's module reaches for; None without a client.
    """

    spec: str
    shown: str
    contract: Contract
    files: dict[str, str]
    omissions: tuple[Finding, ...]
    client_texts: frozenset[str] | None = None


def generate_api(
    document: Document,
    spec: str,
    up: str,
    *,
    lenient: bool,
    report: Callable[[str], None],
    client: str = "",
    keeps_extra: bool = True,
) -> Api:
    """Return the files of one document.

    Args:
        document: The document.
        spec: The name it has in messages and headers.
        up: The dots that lead from the API's modules to the runtime files.
        lenient: Whether what can't be expressed is listed, and not refused.
        report: Is told of each step.
        client: The package, where it is to have a client; empty where not.
        keeps_extra: Whether open classes keep the members that they don't name.

    Raises:
        GenerateError: Something was left out, and that is refused; or nothing can be generated from it at all.
    """
    shown = str(document.path) if lenient else spec
    omissions = Omissions(document, shown)
    lock = _lock(document, spec)  # the first need of the tools: one that isn't installed ends it here
    report(f"reading {spec}")
    contract = _read_contract(document, omissions, typed=lenient, keeps_extra=keeps_extra)
    if client:
        note_unsendable(contract, omissions)
    report(f"parsing {len(contract.operations)} operations of {spec}")
    contract.operations[:] = _parsed_operations(contract, omissions)
    if not lenient:
        _refuse_omissions(omissions)
    report(f"writing {len(contract.structs) + len(contract.enums)} models of {spec}")
    classes = _class_text(contract, omissions)
    if not lenient:
        _refuse_omissions(omissions)
    package = Package(contract, spec, up, client)
    files = package.files(classes) | {"lock.json": lock}
    texts = client_texts(package.resources()) if client else None
    return Api(spec, shown, contract, files, omissions.findings(), texts)


def _read_contract(document: Document, omissions: Omissions, *, typed: bool, keeps_extra: bool) -> Contract:
    try:
        return read_contract(document, omissions, typed=typed, keeps_extra=keeps_extra)
    except RecursionError:
        omissions.add(
            "cycle", "", "References lead to references without end; nothing can be generated from it."
        )
        raise GenerateError(*omissions.findings()) from None


def _refuse_omissions(omissions: Omissions) -> None:
    if omissions.findings():
        raise GenerateError(*omissions.findings())


def _parsed_operations(contract: Contract, omissions: Omissions) -> list[Operation]:
    outline = operation_outline.outline(contract)
    with workshop() as folder:
        parsed, complaints = operation_outline.parse_outline(outline.document, folder)
    complete, losses = operation_outline.join_outline(outline, parsed)
    for operation, message in losses:
        omissions.add("operation", operation.pointer, message)
    for complaint in complaints:
        omissions.add("tool", "", f"openapi-python-client says: {complaint}")
    return complete


def _class_text(contract: Contract, omissions: Omissions) -> str:
    inputs = models.tool_inputs(contract)
    if not inputs.notes:
        return ""
    try:
        return models.class_text(_run_model_tool(inputs))
    except ToolError as error:
        refused = models.refused_classes(inputs, _run_model_tool)
        for name in refused:
            pointer = (contract.structs.get(name) or contract.enums[name]).pointer
            omissions.add(
                "model", pointer, f"The model tool refused {name}, whose fields are typed Any: {error}."
            )
    try:
        return models.class_text(_run_model_tool(models.untyped_inputs(inputs, refused)))
    except ToolError as error:
        omissions.add("tool", "", f"The model tool can't write the classes: {error}.")
        raise GenerateError(*omissions.findings()) from None


def _run_model_tool(inputs: models.Inputs) -> str:
    with workshop() as folder:
        return models.run_tool(inputs, folder)


def _lock(document: Document, spec: str) -> str:
    tools = {name: importlib.metadata.version(name) for name in _TOOLS}
    files = [
        {"file": path.relative_to(document.path.parent).as_posix(), "sha256": _digest(path)}
        for path in bundled_files(document)
    ]
    lock: dict[str, object] = {"spec": {"file": spec, "sha256": _digest(document.path)}}
    return json.dumps(lock | ({"files": files} if files else {}) | {"tools": tools}, indent=2) + "\n"


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
