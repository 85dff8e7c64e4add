"""An OpenAPI document of any size, like those of large services: 5 operations and 18 schemas to a resource; pure."""

from typing import Any

__all__ = ["RESOURCES", "document"]

RESOURCES = 50
"""Resources of the document of size one: 250 operations and 900 schemas."""

_PARTS = 12
"""Nested schemas of a resource; the others are itself, its fields when created and updated, its page, two enums."""

_FIELDS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("name", {"type": "string", "maxLength": 64}),
    ("note", {"type": ["string", "null"]}),
    ("amount", {"type": "integer", "minimum": 0}),
    ("share", {"type": "number"}),
    ("active", {"type": "boolean"}),
    ("created_at", {"type": "string", "format": "date-time"}),
    ("owner_id", {"type": "string", "format": "uuid"}),
    ("labels", {"type": "array", "items": {"type": "string"}}),
)


def document(times: int) -> dict[str, Any]:
    """Make a document with so many times 250 operations and 900 schemas."""
    names = [f"Thing{position:03}" for position in range(RESOURCES * times)]
    return {
        "openapi": "3.1.0",
        "info": {"title": "Things", "version": "1.0.0", "description": "Many things."},
        "paths": {path: item for name in names for path, item in _paths(name).items()},
        "components": {"schemas": {key: value for name in names for key, value in _schemas(name).items()}},
    }


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def _content(name: str) -> dict[str, Any]:
    return {"content": {"application/json": {"schema": _ref(name)}}}


def _operation(verb: str, name: str, answer: str | None, body: str | None = None) -> dict[str, Any]:
    response: dict[str, Any] = {"description": "It is done.", **(_content(answer) if answer else {})}
    said = {
        "operationId": f"{verb}_{name.lower()}",
        "tags": [f"{name.lower()}s"],
        "summary": f"{verb} {name}.",
    }
    responses = {"200" if answer else "204": response, "404": {"description": "There is none."}}
    return {**said, "responses": responses, **({"requestBody": _content(body)} if body else {})}


def _paths(name: str) -> dict[str, Any]:
    identifier = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
    query = [
        {"name": each, "in": "query", "schema": {"type": "integer"}} for each in ("page_number", "page_size")
    ]
    listing = {**_operation("list", name, f"{name}Page"), "parameters": query}
    return {
        f"/{name.lower()}s": {"get": listing, "post": _operation("create", name, name, f"{name}Create")},
        f"/{name.lower()}s/{{id}}": {
            "parameters": [identifier],
            "get": _operation("retrieve", name, name),
            "put": _operation("update", name, name, f"{name}Update"),
            "delete": _operation("delete", name, None),
        },
    }


def _object(says: str, **more: dict[str, Any]) -> dict[str, Any]:
    fields = {key: {**schema, "description": f"The {key} of it."} for key, schema in _FIELDS}
    return {"type": "object", "description": says, "properties": {**fields, **more}, "required": ["name"]}


def _enum(says: str, *values: str) -> dict[str, Any]:
    return {"type": "string", "description": says, "enum": list(values)}


def _schemas(name: str) -> dict[str, Any]:
    parts = [f"{name}Part{position:02}" for position in range(_PARTS)]
    made = {part: _object("A part.", state=_ref(f"{name}State")) for part in parts}
    links = {part.removeprefix(name).lower(): _ref(part) for part in parts}
    return made | {
        f"{name}State": _enum("Its state.", "new", "open", "closed"),
        f"{name}Kind": _enum("Its kind.", "large", "small"),
        name: _object("A thing.", kind=_ref(f"{name}Kind"), **links),
        f"{name}Create": _object("What it is made of.", kind=_ref(f"{name}Kind")),
        f"{name}Update": _object("What to change."),
        f"{name}Page": {
            "type": "object",
            "description": "A page.",
            "properties": {"data": {"type": "array", "items": _ref(name)}},
            "required": ["data"],
        },
    }
