"""Reads an OpenAPI document as a page: all its operations, or those that concern an API that is known."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from generator.docs.pages.capture import PageError, excerpt, url_path
from generator.docs.pages.lines import tidy_line
from generator.docs.pages.openapi_schemas import Schemas, item_rules, part_fields, read_field
from generator.docs.pages.page_draft import Draft, DraftField, DraftOperation
from generator.docs.pages.paths import Scope
from generator.docs.pages.sentences import OPERATION_DEPRECATED, SCOPE
from generator.openapi.credentials import (
    Credentials,
    credentials_of,
    declared_schemes,
    shared_credentials,
)
from generator.openapi.document import Document
from generator.openapi.pointers import (
    is_mapping,
    mapping,
    sequence,
    text,
)
from generator.openapi.view import Operation, Spot, Subject

LAYOUT = "openapi"
_PARTS = frozenset({"path", "query", "header"})
# Parameters of these names say nothing by the standard: the scheme and the content do.
_STANDARD_HEADERS = frozenset({"accept", "authorization", "content-type"})
_JSON = re.compile(r"application/(?:[\w.-]+\+)?json\b")


def read_document(data: Mapping[str, Any], scope: Scope | None = None) -> Draft:
    """Read a document.

    Args:
        data: What it says.
        scope: What of it is asked for; all by default. The other operations are counted.

    Raises:
        PageError: It is no OpenAPI document, has nothing that is asked for, or a reference leads to nothing.
    """
    reader = _Reader(dict(data), scope)
    with reader.draft.report_progress():
        reader.read_page()
    return reader.draft


class _Reader:
    def __init__(self, data: dict[str, Any], scope: Scope | None) -> None:
        self._data = data
        self._subject = Subject(Document(Path(), data))
        self._schemas = Schemas(data)
        self._scope = scope
        self._passed_headers = _STANDARD_HEADERS | _key_headers(declared_schemes(self._subject))
        # By the standard a body need not be there where nothing is said of it; many documents never say it.
        self._says_required = any(
            "required" in body.value
            for operation in self._subject.operations
            if operation.body and (body := self._subject.follow(operation.body))
        )
        self._credentials: dict[str, Credentials] = {}
        self.draft = Draft(LAYOUT)

    def read_page(self) -> None:
        data = self._data
        if "swagger" in data:
            raise PageError("this is Swagger 2.0; convert it to OpenAPI 3 first.")
        if not is_mapping(data.get("paths")):
            raise PageError("this is not an OpenAPI document: it has no `paths`.")
        self.draft.title = text(mapping(data.get("info")).get("title"))
        for path in self._subject.path_items:
            if self._has_path(path.path):
                self._resolve(path.spot, f"the path {path.path}")
        for operation in self._subject.operations:
            if self._is_asked_for(operation):
                self._read_operation(operation)
            else:
                self.draft.passed_operations += 1
        if not self.draft.operations:
            raise PageError(self._nothing_found())
        self._read_security()

    def _is_asked_for(self, operation: Operation) -> bool:
        return self._has_path(operation.path) or (
            self._scope is not None and self._scope.has_operation(operation.id)
        )

    def _has_path(self, path: str) -> bool:
        return self._scope is None or self._scope.has_path(self._server_path() + path)

    def _nothing_found(self) -> str:
        if self._scope is None:
            return "the document describes no operation."
        paths = ", ".join(sorted(self._scope.paths))
        return (
            f"none of the {self.draft.passed_operations} operations of the document is on one of the paths"
            f" {paths} or beside it; `docs draft` begins a new API."
        )

    def _server_path(self) -> str:
        servers = sequence(self._data.get("servers"))
        url = text(mapping(servers[0]).get("url")) if servers else ""
        return url_path(url).rstrip("/")

    def _resolve(self, spot: Spot, what: str) -> dict[str, Any]:
        target = self._subject.follow(spot)
        if target is None:
            reference = text(spot.value.get("$ref"))
            raise PageError(f"{what} refers to {excerpt(reference)}, which is not in this document.", None)
        return target.value

    def _read_operation(self, known: Operation) -> None:
        method, path = known.method.upper(), self._server_path() + known.path
        name = known.id or text(known.spot.value.get("summary")) or f"{method} {path}"
        operation = self.draft.begin_operation(name)
        operation.method, operation.path = method, path
        for server in known.servers:
            url = excerpt(text(server.value.get("url")))
            operation.unread_parts.append(
                f"the server {url} of {name}: its path is read as one of the document's server"
            )
        scopes = self._read_words(operation, known.spot.value)
        if known.spot.value.get("deprecated") is True:
            operation.words.append(f"{OPERATION_DEPRECATED}.")
        self._read_parameters(operation, known.parameters)
        if known.body:
            body = self._resolve(known.body, f"the body of {name}")
            scopes += self._read_words(operation, body)
            fields = self._read_body(operation, body, "readOnly", f"the request of {name}")
            if fields is not None:
                operation.parts["request"] = fields
            if self._says_required:
                operation.body_required = body.get("required") is True
        for answer in known.answers:
            status = answer.name
            self._read_answer(operation, status, self._resolve(answer, f"the answer {status} of {name}"))
        self._credentials[name] = _with_scopes(credentials_of(self._subject, known), scopes)

    def _read_words(self, operation: DraftOperation, described: Mapping[str, Any]) -> list[str]:
        """Read the words about an operation or its body, and return the scopes that those about permissions name."""
        scopes: list[str] = []
        for paragraph in re.split(r"\n\s*\n", text(described.get("description"))):
            words = tidy_line(" ".join(paragraph.split()), None)
            scope = SCOPE.search(words.replace("_", ""))
            if scope:
                scopes.append(scope["scope"])
            elif words:
                operation.words.append(words)
        return scopes

    def _read_parameters(self, operation: DraftOperation, spots: list[Spot]) -> None:
        for spot in spots:
            parameter = self._resolve(spot, f"a parameter of {operation.name}")
            place, name = text(parameter.get("in")), text(parameter.get("name"))
            if place == "header" and name.lower() in self._passed_headers:
                continue
            if place not in _PARTS:
                operation.unread_parts.append(
                    f"the {place or 'parameter'} {name} of {operation.name}: it is not sent by the client"
                )
            elif name:
                schema = self._schemas.merge_schema(parameter.get("schema", _body_schema(parameter)[1]))
                is_required = parameter.get("required") is True
                part = operation.parts.setdefault(place, {})
                part[name] = read_field(self._schemas, schema, is_required=is_required, parameter=parameter)

    def _read_answer(self, operation: DraftOperation, status: str, answer: Mapping[str, Any]) -> None:
        what = f"the answer {status} of {operation.name}"
        if not status.isdecimal():
            operation.unread_parts.append(f"{what}: it is of no one status")
            return
        operation.statuses.append(status)
        fields = self._read_body(operation, answer, "writeOnly", what)
        if fields is None:
            return
        if not status.startswith("2"):
            self.draft.begin_part(status).update(fields)
        elif "response" not in operation.parts:
            operation.parts["response"] = fields
        elif operation.parts["response"].keys() != fields.keys():
            operation.unread_parts.append(f"the body of {what}: another success has a body, too, and is read")

    def _read_body(
        self, operation: DraftOperation, body: Mapping[str, Any], hidden: str, what: str
    ) -> dict[str, DraftField] | None:
        """Return the fields of a body, or None where it has none; what its fields don't tell of it is not read."""
        media, schema = _body_schema(body)
        if schema is None:
            return None
        if not _JSON.match(media):
            operation.unread_parts.append(f"that {what} is {media}: its fields are read as if it were JSON")
        merged = self._schemas.merge_schema(schema)
        rules = list(merged.rules)
        if merged.kind == "array":
            operation.unread_parts.append(f"that {what} is a list: the fields of its items are read")
            rules += [f"items: {rule}" for rule in item_rules(self._schemas, merged)]
        if rules:
            operation.unread_parts.append(
                f"the rules of {what} that are about no one field: {'; '.join(rules)}"
            )
        fields = part_fields(self._schemas, merged, hidden)
        for other, its in mapping(body.get("content")).items():
            schemas = self._schemas.merge_schema(mapping(its).get("schema"))
            if other != media and not part_fields(self._schemas, schemas, hidden).keys() <= fields.keys():
                operation.unread_parts.append(f"{what} as {other}: it has other fields, and {media} is read")
        return fields

    def _read_security(self) -> None:
        """Read the credentials that all operations need; where one needs others, that is not read."""
        shared = shared_credentials(self._credentials.values(), credentials_of(self._subject))
        self.draft.security |= shared
        for operation in self.draft.operations:
            for key, value in self._credentials[operation.name].items():
                if value != shared.get(key):
                    operation.unread_parts.append(
                        f"the {key} of the credentials of {operation.name}: {value}"
                    )
        schemes = declared_schemes(self._subject)
        if schemes and not any("scheme" in credentials for credentials in self._credentials.values()):
            self.draft.gaps.append(
                f"the scheme of the credentials: no operation says which of {', '.join(schemes)} it needs"
            )


def _with_scopes(credentials: Credentials, scopes: Sequence[str]) -> Credentials:
    """Return credentials with the scopes that words name, beside those that a requirement names."""
    names = sorted({*scopes, credentials.get("scope", "")} - {""})
    return {**credentials, "scope": ", ".join(names)} if names else credentials


def _key_headers(schemes: Mapping[str, Mapping[str, Any]]) -> frozenset[str]:
    """Return the headers, in small letters, in which schemes send a key."""
    keys = [scheme for scheme in schemes.values() if scheme.get("in") == "header"]
    return frozenset(text(key.get("name")).lower() for key in keys)


def _body_schema(description: Mapping[str, Any]) -> tuple[str, object]:
    """Return the media type of a body, JSON where it has several, and its schema; None for that where it has none."""
    content = mapping(description.get("content"))
    media = next((kind for kind in content if _JSON.match(kind)), next(iter(content), ""))
    return media, mapping(content.get(media)).get("schema")
