"""Operations: openapi-python-client reads the operations' outline, in the tools' process.

The outline holds safe names alone, and in place of each schema a numbered stand-in, which leads back to the shape
that was read here. So the parser decides what an operation takes and answers, and can neither trip over a schema nor
name one.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from generator.codegen.contract import Answer, Body, Contract, Operation, Parameter
from generator.codegen.media import FORM, JSON, MULTIPART, essence, is_json
from generator.codegen.tool_process import TOOLS, ToolError

Part = Parameter | Body | Answer
"""What a stand-in may stand for."""


@dataclass
class Outline:
    """A document for the parser, and what it stands for.

    Attributes:
        document: The document.
        operations: The operation each path stands for, by the number the path begins with.
        parts: For each number, what each stand-in stands for.
    """

    document: dict[str, Any]
    operations: dict[str, Operation] = field(default_factory=dict[str, Operation])
    parts: dict[str, dict[str, Part]] = field(default_factory=dict[str, dict[str, Part]])


@dataclass(frozen=True)
class ParsedOperation:
    """One operation as the parser read it: the number its path began with, and the stand-ins of all its parts."""

    number: str
    parameters: tuple[str, ...]
    bodies: tuple[str, ...]
    answers: tuple[str, ...]


def outline(contract: Contract) -> Outline:
    """Return the outline of a contract's operations."""
    schemas: dict[str, Any] = {}
    result = Outline(
        {
            "openapi": "3.1.0",
            "info": {"title": "operations", "version": "1"},
            "paths": {},
            "components": {"schemas": schemas},
        }
    )
    for number, operation in enumerate(contract.operations):
        places = "".join(
            f"/{{{parameter.name}}}" for parameter in operation.parameters if parameter.location == "path"
        )
        parts = dict[str, Part]()

        def stand_in(part: Part, parts: dict[str, Part] = parts) -> dict[str, str]:
            key = f"Schema{len(parts) + 1}"
            # An enum of one text is the one kind of schema the parser takes in every place and keeps by name.
            schemas.setdefault(key, {"type": "string", "enum": [key.lower()]})
            parts[key] = part
            return {"$ref": f"#/components/schemas/{key}"}

        result.document["paths"][f"/{number}{places}"] = {
            operation.method.lower(): _operation_outline(operation, stand_in)
        }
        result.operations[str(number)], result.parts[str(number)] = operation, parts
    return result


def _operation_outline(operation: Operation, stand_in: Callable[[Part], dict[str, str]]) -> dict[str, Any]:
    node: dict[str, Any] = {
        "operationId": operation.name,
        "tags": [operation.module],
        "parameters": [
            {
                "name": parameter.name,
                "in": "header" if parameter.part else parameter.location,
                "required": parameter.required,
                "schema": stand_in(parameter),
            }
            for parameter in operation.parameters
        ],
        "responses": {
            answer.status: {"description": "", "content": {JSON: {"schema": stand_in(answer)}}}
            for answer in operation.answers
        },
    }
    body = operation.body
    if body:
        content = {_parsed_media(body.media_type): {"schema": stand_in(body)}}
        node["requestBody"] = {"required": body.required, "content": content}
    return node


def _parsed_media(media_type: str) -> str:
    """Return the media type among those the parser knows that is treated the same way."""
    if is_json(media_type):
        return JSON
    return essence(media_type) if essence(media_type) in (FORM, MULTIPART) else "application/octet-stream"


def parse_outline(document: dict[str, Any], folder: Path) -> tuple[list[ParsedOperation], list[str]]:
    """Let openapi-python-client parse an outline.

    Args:
        document: The outline's document.
        folder: An empty folder for the tool's files.

    Returns:
        The operations it took, in its order, and its complaints.
    """
    (folder / "outline.json").write_text(json.dumps(document), encoding="utf-8")
    try:
        TOOLS.run("operations", folder)
    except ToolError as error:
        return [], [str(error)]
    result = json.loads((folder / "parsed.json").read_text(encoding="utf-8"))
    operations = [
        ParsedOperation(number, *map(tuple, stand_ins)) for number, *stand_ins in result["operations"]
    ]
    return operations, result["complaints"]


def join_outline(
    outlined: Outline, parsed: list[ParsedOperation]
) -> tuple[list[Operation], list[tuple[Operation, str]]]:
    """Put the meaning back into what the parser read.

    Args:
        outlined: The outline.
        parsed: What the parser took of it.

    Returns:
        The operations, in the document's order, and each one that lost something, with the words for it.
    """
    by_number = {parse.number: parse for parse in parsed}
    operations: list[Operation] = []
    losses: list[tuple[Operation, str]] = []
    for number, operation in outlined.operations.items():
        parse = by_number.get(number)
        if parse is None:
            losses.append((operation, f"The operation {operation.id!r} was left out by the parser."))
            continue
        parts = outlined.parts[number]
        returned = {
            key: parts[key] for key in (*parse.parameters, *parse.bodies, *parse.answers) if key in parts
        }
        if returned.keys() != parts.keys():
            losses.append(
                (operation, f"The parser left out a parameter, a body or an answer of {operation.id!r}.")
            )
        operations.append(_joined_operation(operation, list(returned.values())))
    return operations, losses


def _joined_operation(operation: Operation, returned: list[Part]) -> Operation:
    return replace(
        operation,
        parameters=tuple(part for part in returned if isinstance(part, Parameter)),
        body=next((part for part in returned if isinstance(part, Body)), None),
        answers=tuple(part for part in returned if isinstance(part, Answer)),
    )
