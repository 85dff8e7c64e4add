"""An OpenAPI document as a page: its operations, or those on the paths that are asked for."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from generator.docs.pages.draft import Draft, DraftOperation
from generator.docs.pages.errors import PageError, quoted
from generator.docs.pages.openapi.schema import Schemas
from generator.docs.pages.openapi.schema_fields import described, part_fields
from generator.docs.pages.url_path import path_part
from generator.plain import is_mapping, mapping, sequence, text
from generator.pointers import At, resolved

LAYOUT = "openapi"
_METHODS = ("get", "put", "post", "delete", "patch", "head", "options", "trace")
_PARTS = frozenset({"path", "query", "header"})
_PARAMETER = re.compile(r"\{[^{}]*\}")
_JSON = re.compile(r"application/(?:[\w.-]+\+)?json\b")


def read_document(data: Mapping[str, Any], paths: Collection[str] = ()) -> Draft:
    """Read a document.

    Args:
        data: What it says.
        paths: The paths that are asked for; all by default. Parameters may be called otherwise.

    Raises:
        PageError: It is no OpenAPI document, has none of the paths, or a reference leads to nothing.
    """
    reader = _Reader(dict(data), paths)
    with reader.draft.telling():
        reader.read()
    return reader.draft


class _Reader:
    def __init__(self, data: dict[str, Any], paths: Collection[str]) -> None:
        self._data = data
        self._schemas = Schemas(data)
        self._wanted = {_PARAMETER.sub("{}", path) for path in paths}
        self.draft = Draft(LAYOUT)

    def read(self) -> None:
        data = self._data
        if "swagger" in data:
            raise PageError("this is Swagger 2.0; convert it to OpenAPI 3 first.")
        if not is_mapping(data.get("paths")):
            raise PageError("this is no OpenAPI document: it has no `paths`.")
        self.draft.title = text(mapping(data.get("info")).get("title"))
        for path, item in self._items():
            for method in _METHODS:
                if is_mapping(item.get(method)):
                    self._operation(path, method, item)
        if not self.draft.operations:
            wanted = (
                f"none of the paths {', '.join(sorted(self._wanted))}" if self._wanted else "no operation"
            )
            raise PageError(f"the document describes {wanted}.")
        self._security()

    def _items(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Yield the paths that are asked for, with what the servers' URLs begin them with."""
        for path, said in mapping(self._data.get("paths")).items():
            whole = self._prefix() + path
            if self._wanted and not self._wanted & {_PARAMETER.sub("{}", one) for one in (whole, path)}:
                continue
            yield whole, self._resolved(said, f"the path {path}")

    def _prefix(self) -> str:
        servers = sequence(self._data.get("servers"))
        url = text(mapping(servers[0]).get("url")) if servers else ""
        return path_part(url).rstrip("/")

    def _resolved(self, value: object, what: str) -> dict[str, Any]:
        found = resolved(self._data, value, At("", ""))
        if found is None:
            reference = text(mapping(value).get("$ref"))
            raise PageError(f"{what} refers to {quoted(reference)}, which is nothing in this document.", None)
        return found[0]

    def _operation(self, path: str, method: str, item: Mapping[str, Any]) -> None:
        said = mapping(item[method])
        name = text(said.get("operationId")) or text(said.get("summary")) or f"{method.upper()} {path}"
        operation = self.draft.start(name)
        operation.method, operation.path = method.upper(), path
        self._parameters(operation, [*sequence(item.get("parameters")), *sequence(said.get("parameters"))])
        if "requestBody" in said:
            body = self._resolved(said["requestBody"], f"the body of {name}")
            if (schema := _json_schema(body)) is not None:
                operation.parts["request"] = part_fields(
                    self._schemas, self._schemas.merged(schema), "readOnly"
                )
        for status, answer in mapping(said.get("responses")).items():
            self._answer(operation, status, self._resolved(answer, f"the answer {status} of {name}"))

    def _parameters(self, operation: DraftOperation, listed: list[Any]) -> None:
        for one in listed:
            said = self._resolved(one, f"a parameter of {operation.name}")
            place, name = text(said.get("in")), text(said.get("name"))
            if place in _PARTS and name:
                schema = self._schemas.merged(said.get("schema", _json_schema(said)))
                is_required = said.get("required") is True
                part = operation.parts.setdefault(place, {})
                part[name] = described(self._schemas, schema, is_required=is_required, said=said)

    def _answer(self, operation: DraftOperation, status: str, said: Mapping[str, Any]) -> None:
        if status.isdecimal():
            operation.statuses.append(status)
        schema = _json_schema(said)
        if schema is None:
            return
        fields = part_fields(self._schemas, self._schemas.merged(schema), "writeOnly")
        if status.startswith("2"):
            operation.parts.setdefault("response", fields)
        elif status.isdecimal():
            self.draft.part(status).update(fields)

    def _security(self) -> None:
        schemes = mapping(mapping(self._data.get("components")).get("securitySchemes"))
        for said in map(mapping, schemes.values()):
            if scheme := text(said.get("scheme")) or text(said.get("type")):
                self.draft.security.setdefault("scheme", scheme.lower())


def _json_schema(said: Mapping[str, Any]) -> object:
    content = mapping(said.get("content"))
    media = next((kind for kind in content if _JSON.match(kind)), next(iter(content), None))
    return mapping(content.get(media)).get("schema") if media else None
