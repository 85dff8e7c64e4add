"""Facts of a page as an OpenAPI document, and what such a document states of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from generator.facts import FACTS, Field, Fields, Operation, Page
from tests.generator.docs.page_words import notes

VERSIONS = ("3.0.3", "3.1.0")

_KEYWORDS = ("format", "default", "minimum", "maximum", "minLength", "maxLength", "pattern", "example")
_PARAMETERS = ("path", "query", "header")


def as_openapi(page: Page, version: str, sentences: Mapping[str, str], *, inline: bool) -> dict[str, Any]:
    """The document that states what a page does, its schemas in place or named."""
    writer = _Writer(version, sentences, inline=inline)
    paths: dict[str, Any] = {}
    for operation in page.operations.values():
        paths.setdefault(operation.path, {})[(operation.method or "").lower()] = writer.operation(
            operation, page.errors
        )
    schemes = (
        {"key": {"type": "http", "scheme": page.security["scheme"]}} if "scheme" in page.security else {}
    )
    return {
        "openapi": version,
        "info": {"title": page.title, "version": "1"},
        "servers": [{"url": "https://{space}.example.com/"}],
        "paths": paths,
        "components": {"schemas": writer.schemas, "securitySchemes": schemes},
    }


def stated_by_openapi(page: Page) -> Page:
    """The page with what a document states of it, denials included."""
    operations = {
        name: replace(said, parts={part: _part(fields) for part, fields in said.parts.items()})
        for name, said in page.operations.items()
    }
    security = {key: value for key, value in page.security.items() if key == "scheme"}
    errors = {status: _part(fields) for status, fields in page.errors.items()}
    return Page(page.title, operations, "openapi", security=security, errors=errors)


def _part(fields: Fields) -> Fields:
    return {name: _facts(facts) for name, facts in fields.items()}


def _facts(facts: Field) -> Field:
    kept = {fact: facts[fact] for fact in FACTS if fact in facts}
    return kept | {mark: bool(facts.get(mark)) for mark in ("required", "nullable", "deprecated")}


class _Writer:
    def __init__(self, version: str, sentences: Mapping[str, str], *, inline: bool) -> None:
        self._is_old = version.startswith("3.0")
        self._sentences = sentences
        self._inline = inline
        self.schemas: dict[str, Any] = {}

    def operation(self, said: Operation, errors: Mapping[str, Fields]) -> dict[str, Any]:
        """An operation."""
        data: dict[str, Any] = {"operationId": said.name, "parameters": []}
        for part in _PARAMETERS:
            for name, facts in said.fields(part).items():
                parameter = {
                    "name": name,
                    "in": part,
                    "required": facts["required"],
                    "schema": self._schema(facts),
                }
                data["parameters"].append(parameter | ({"deprecated": True} if facts["deprecated"] else {}))
        if "request" in said.parts:
            data["requestBody"] = self._body(said.parts["request"])
            if said.body_required is not None:
                data["requestBody"]["required"] = said.body_required
        data["responses"] = {status: {"description": "What comes back."} for status in said.statuses}
        for status, fields in (("200", said.parts.get("response")), *errors.items()):
            if status in said.statuses and fields is not None:
                data["responses"][status] |= self._body(fields)
        return data

    def _body(self, fields: Fields) -> dict[str, Any]:
        return {"content": {"application/json": {"schema": self._named(self._object(fields, ""))}}}

    def _named(self, schema: dict[str, Any]) -> dict[str, Any]:
        if self._inline:
            return schema
        name = f"Schema{len(self.schemas)}"
        self.schemas[name] = schema
        return {"allOf": [{"$ref": f"#/components/schemas/{name}"}]}

    def _object(self, fields: Fields, holder: str) -> dict[str, Any]:
        own = {name: facts for name, facts in fields.items() if name.rpartition(".")[0] == holder}
        properties: dict[str, Any] = {}
        for full, facts in own.items():
            schema = self._schema(facts)
            if any(name.startswith(f"{full}.") for name in fields):
                inner = self._object(fields, full)
                if facts["type"] == "array":
                    schema |= {"items": self._named(inner)}
                else:
                    schema |= {key: inner[key] for key in ("properties", "required") if key in inner}
            properties[full.rpartition(".")[2]] = schema
        required = [full.rpartition(".")[2] for full, facts in own.items() if facts["required"]]
        return {"type": "object", "properties": properties} | ({"required": required} if required else {})

    def _schema(self, facts: Field) -> dict[str, Any]:
        schema: dict[str, Any] = {key: facts[key] for key in _KEYWORDS if key in facts}
        schema["type"] = facts["type"]
        if facts["nullable"] and self._is_old:
            schema["nullable"] = True
        elif facts["nullable"]:
            schema["type"] = [facts["type"], "null"]
        if facts["type"] == "array":
            values = {"type": "string", "enum": facts["enum"]} if "enum" in facts else {}
            schema["items"] = {"type": facts["items"]} if "items" in facts else values
        elif "enum" in facts:
            schema["enum"] = facts["enum"]
        if facts["deprecated"]:
            schema["deprecated"] = True
        rules = {fact: said for fact, said in facts.items() if fact not in (*_KEYWORDS, "enum", "items")}
        schema["description"] = "\n\n".join(notes(rules, self._sentences))
        return schema
