"""Api: one document becomes the files of one API, through both tools, as text."""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
from collections.abc import Callable
from dataclasses import dataclass

from generator import models, operations
from generator.contract import Contract, Operation
from generator.document import Document
from generator.failure import BuildError
from generator.finding import Finding
from generator.omissions import Omissions
from generator.output import workshop
from generator.package import Package
from generator.reading import read_contract

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
    """

    spec: str
    shown: str
    contract: Contract
    files: dict[str, str]
    omissions: tuple[Finding, ...]


def make_api(document: Document, spec: str, up: str, *, lenient: bool, report: Callable[[str], None]) -> Api:
    """Return the files of one document.

    Args:
        document: The document.
        spec: The name it has in messages and headers.
        up: The dots that lead from the API's modules to the runtime files.
        lenient: Whether what can't be expressed is listed, and not refused.
        report: Is told of each step.

    Raises:
        BuildError: Something was left out, and that is refused; or nothing can be made of it at all.
    """
    shown = str(document.path) if lenient else spec
    omissions = Omissions(document, shown)
    lock = _lock(document, spec)  # the first need of the tools: one that isn't installed ends it here
    report(f"reading {spec}")
    contract = _contract(document, omissions)
    report(f"parsing {len(contract.operations)} operations of {spec}")
    contract.operations[:] = _parsed(contract, omissions)
    if not lenient:
        _refuse(omissions)
    report(f"writing {len(contract.structs) + len(contract.enums)} models of {spec}")
    classes = _classes(contract, omissions)
    if not lenient:
        _refuse(omissions)
    files = Package(contract, spec, up).files(classes)
    return Api(spec, shown, contract, files | {"lock.json": lock}, omissions.findings())


def _contract(document: Document, omissions: Omissions) -> Contract:
    try:
        return read_contract(document, omissions)
    except RecursionError:
        omissions.add("cycle", "", "References lead to references without end; nothing can be made of it.")
        raise BuildError(*omissions.findings()) from None


def _refuse(omissions: Omissions) -> None:
    if omissions.findings():
        raise BuildError(*omissions.findings())


def _parsed(contract: Contract, omissions: Omissions) -> list[Operation]:
    made = operations.outline(contract)
    taken, complaints = operations.read(made.document)
    kept, lost = operations.join(made, taken)
    for operation, message in lost:
        omissions.add("operation", operation.pointer, message)
    for complaint in complaints:
        omissions.add("tool", "", f"openapi-python-client says: {complaint}")
    return kept


def _classes(contract: Contract, omissions: Omissions) -> str:
    given = models.inputs(contract)
    if not given.notes:
        return ""
    try:
        return models.class_text(_run(given))
    except models.ModelToolError as error:
        refused = models.refused_classes(given, _run)
        for name in refused:
            pointer = (contract.structs.get(name) or contract.enums[name]).pointer
            omissions.add(
                "model", pointer, f"The model tool refused {name}, whose fields are typed Any: {error}."
            )
    try:
        return models.class_text(_run(models.emptied(given, refused)))
    except models.ModelToolError as error:
        omissions.add("tool", "", f"The model tool can't write the classes: {error}.")
        raise BuildError(*omissions.findings()) from None


def _run(given: models.Inputs) -> str:
    with workshop() as folder:
        return models.run_tool(given, folder)


def _lock(document: Document, spec: str) -> str:
    digest = hashlib.sha256(document.path.read_bytes()).hexdigest()
    tools = {name: importlib.metadata.version(name) for name in _TOOLS}
    return json.dumps({"spec": {"file": spec, "sha256": digest}, "tools": tools}, indent=2) + "\n"
