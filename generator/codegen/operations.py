"""Operations: openapi-python-client reads the operations' outline; `read` alone touches its objects.

The outline holds safe names alone, and in place of each schema a numbered stand-in, which leads back to the shape
that was read here. So the parser decides what an operation takes and answers, and can neither trip over a schema nor
name one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from openapi_python_client.config import Config, ConfigFile, MetaType
from openapi_python_client.parser import GeneratorData
from openapi_python_client.parser.errors import GeneratorError
from openapi_python_client.parser.openapi import Endpoint

from generator.codegen.contract import Answer, Body, Contract, Operation, Parameter
from generator.codegen.media import FORM, JSON, MULTIPART, essence, is_json

Meant = Parameter | Body | Answer
"""What a stand-in may stand for."""


@dataclass
class Outline:
    """A document for the parser, and what it stands for.

    Attributes:
        document: The document.
        operations: The operation each path stands for, by the number the path begins with.
        meant: For each number, what each stand-in stands for.
    """

    document: dict[str, Any]
    operations: dict[str, Operation] = field(default_factory=dict[str, Operation])
    meant: dict[str, dict[str, Meant]] = field(default_factory=dict[str, dict[str, Meant]])


@dataclass(frozen=True)
class Taken:
    """One operation as the parser read it: the number its path began with, and the stand-ins of all its parts."""

    number: str
    parameters: tuple[str, ...]
    bodies: tuple[str, ...]
    answers: tuple[str, ...]


def outline(contract: Contract) -> Outline:
    """Return the outline of a contract's operations."""
    schemas: dict[str, Any] = {}
    made = Outline(
        {
            "openapi": "3.1.0",
            "info": {"title": "operations", "version": "1"},
            "paths": {},
            "components": {"schemas": schemas},
        }
    )
    for number, operation in enumerate(contract.operations):
        places = "".join(f"/{{{one.name}}}" for one in operation.parameters if one.location == "path")
        meant = dict[str, Meant]()

        def stand_in(part: Meant, meant: dict[str, Meant] = meant) -> dict[str, str]:
            key = f"Schema{len(meant) + 1}"
            # An enum of one text is the one kind of schema the parser takes in every place and keeps by name.
            schemas.setdefault(key, {"type": "string", "enum": [key.lower()]})
            meant[key] = part
            return {"$ref": f"#/components/schemas/{key}"}

        made.document["paths"][f"/{number}{places}"] = {
            operation.method.lower(): _outlined(operation, stand_in)
        }
        made.operations[str(number)], made.meant[str(number)] = operation, meant
    return made


def _outlined(operation: Operation, stand_in: Callable[[Meant], dict[str, str]]) -> dict[str, Any]:
    told: dict[str, Any] = {
        "operationId": operation.name,
        "tags": [operation.module],
        "parameters": [
            {"name": one.name, "in": one.location, "required": one.required, "schema": stand_in(one)}
            for one in operation.parameters
        ],
        "responses": {
            answer.status: {"description": "", "content": {JSON: {"schema": stand_in(answer)}}}
            for answer in operation.answers
        },
    }
    body = operation.body
    if body:
        content = {_parsed_media(body.media_type): {"schema": stand_in(body)}}
        told["requestBody"] = {"required": body.required, "content": content}
    return told


def _parsed_media(media_type: str) -> str:
    """Return the media type among those the parser knows that is treated the same way."""
    if is_json(media_type):
        return JSON
    return essence(media_type) if essence(media_type) in (FORM, MULTIPART) else "application/octet-stream"


def read(document: dict[str, Any]) -> tuple[list[Taken], list[str]]:
    """Let openapi-python-client parse an outline.

    Args:
        document: The outline's document.

    Returns:
        The operations it took, in its order, and its complaints.
    """
    config = Config.from_sources(ConfigFile(), MetaType.NONE, Path("outline.json"), "utf-8", False, None)
    data = GeneratorData.from_dict(document, config=config)
    if isinstance(data, GeneratorError):
        return [], [f"{data.header} {data.detail or ''}".strip()]
    complaints = [f"{error.header} {error.detail or ''}".strip() for error in data.errors]
    taken: list[Taken] = []
    for collection in data.endpoint_collections_by_tag.values():
        complaints += [f"{error.header} {error.detail or ''}".strip() for error in collection.parse_errors]
        taken += [_taken(endpoint) for endpoint in collection.endpoints]
    return taken, complaints


def _taken(endpoint: Endpoint) -> Taken:
    listed = (
        endpoint.path_parameters,
        endpoint.query_parameters,
        endpoint.header_parameters,
        endpoint.cookie_parameters,
    )
    return Taken(
        # The parser renames the parameters in a path as it pleases; the number before them stays.
        endpoint.path.get_untrusted_value().split("/")[1],
        tuple(_stand_in(one) for parameters in listed for one in parameters),
        tuple(_stand_in(one.prop) for one in endpoint.bodies),
        tuple(_stand_in(one.prop) for one in endpoint.responses),
    )


def _stand_in(prop: Any) -> str:
    return str(getattr(getattr(prop, "class_info", None), "name", ""))


def join(made: Outline, taken: list[Taken]) -> tuple[list[Operation], list[tuple[Operation, str]]]:
    """Put the meaning back into what the parser read.

    Args:
        made: The outline.
        taken: What the parser took of it.

    Returns:
        The operations, in the document's order, and each one that lost something, with the words for it.
    """
    by_number = {one.number: one for one in taken}
    kept: list[Operation] = []
    lost: list[tuple[Operation, str]] = []
    for number, operation in made.operations.items():
        one = by_number.get(number)
        if one is None:
            lost.append((operation, f"The operation {operation.id!r} was left out by the parser."))
            continue
        meant = made.meant[number]
        found = {key: meant[key] for key in (*one.parameters, *one.bodies, *one.answers) if key in meant}
        if found.keys() != meant.keys():
            lost.append(
                (operation, f"The parser left out a parameter, a body or an answer of {operation.id!r}.")
            )
        kept.append(_joined(operation, list(found.values())))
    return kept, lost


def _joined(operation: Operation, found: list[Meant]) -> Operation:
    return replace(
        operation,
        parameters=tuple(one for one in found if isinstance(one, Parameter)),
        body=next((one for one in found if isinstance(one, Body)), None),
        answers=tuple(one for one in found if isinstance(one, Answer)),
    )
