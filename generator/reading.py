"""Reading: a document of plain data becomes a contract, with all that it can't say noted."""

from __future__ import annotations

from generator.contract import Contract
from generator.document import Document
from generator.endpoints import Endpoints
from generator.extensions import add_extensions
from generator.omissions import Omissions
from generator.plain import mapping, text
from generator.schemas import Schemas
from generator.settling import settle


def read_contract(document: Document, omissions: Omissions) -> Contract:
    """Read what a document says of an API.

    Args:
        document: The document.
        omissions: Where to note what is left out.

    Returns:
        Its classes and operations, all named and settled.
    """
    info = mapping(document.data.get("info"))
    schemas = Schemas(document.data, omissions)
    schemas.read_components()
    endpoints = Endpoints(document.data, schemas, omissions)
    operations = endpoints.read()
    schemas.finish()
    modules = {module.name: module for module in endpoints.modules.values()}
    contract = Contract(
        title=text(info.get("title")),
        doc=text(info.get("description")),
        structs=schemas.classes.structs,
        enums=schemas.classes.enums,
        modules=modules,
        operations=operations,
    )
    settle(contract, omissions)
    add_extensions(contract, document, omissions)
    return contract
