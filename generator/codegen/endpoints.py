"""Endpoints: the operations of a document with their parameters and bodies, read into the contract."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from generator.codegen.contract import Contract, Module, Operation, Parameter
from generator.codegen.extensions import add_extensions, extension_modules, page_titles
from generator.codegen.media import Media
from generator.codegen.omissions import Omissions
from generator.codegen.parts import value_doc
from generator.codegen.schemas import Schemas
from generator.codegen.shapes import TEXT, Shape, is_record, parts
from generator.codegen.unions import settle
from generator.names import METHOD_NAMES, MODULE_LEVEL, MODULES, PARAMETERS, Names, class_name, snake_name
from generator.openapi.document import Document
from generator.openapi.pointers import At, is_mapping, mapping, resolved, sequence, step, text, texts

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
METHOD, ENVELOPE = "x-method", "x-envelope"
_UNTAGGED = "operations"


class Endpoints:
    """Reads the operations of one document.

    Args:
        data: The document.
        schemas: Gives the shape of all they send and answer.
        omissions: Where to note what is left out.
        titles: The titles of the documentation pages, by their ids.
    """

    def __init__(
        self, data: dict[str, Any], schemas: Schemas, omissions: Omissions, titles: dict[str, str]
    ) -> None:
        self._data = data
        self._omissions = omissions
        self._titles = titles
        self._methods: dict[str, Names] = {}
        self._parameters = Parameters(data, schemas, omissions)
        self._media = Media(data, schemas, omissions)
        self._functions = Names(MODULE_LEVEL)
        self._module_names = Names(MODULES | set(extension_modules(data)))
        self.modules: dict[str, Module] = {}

    def read(self) -> list[Operation]:
        """Return all operations in the document's order."""
        self._note_outbound()
        return [
            self._operation(path, method, said, at, item) for path, method, said, at, item in self._found()
        ]

    def _found(self) -> Iterator[tuple[str, str, dict[str, Any], At, tuple[object, At]]]:
        """Yield each operation with its path, its method, its place and the parameters of its path."""
        paths = self._data.get("paths")
        if paths is not None and not is_mapping(paths):
            self._omissions.add("kind", "/paths", "This is no mapping of paths; it is left out.")
        for path, value in mapping(paths).items():
            if path.startswith("x-"):
                continue
            if not path.startswith("/"):
                self._omissions.add(
                    "path", step("/paths", path), "The path has no slash before it; it is left out."
                )
                continue
            found = resolved(self._data, value, At(step("/paths", path), ""))
            if found is None:
                self._omissions.add(
                    "lost-ref", step("/paths", path), "The path leads nowhere; it is left out."
                )
                continue
            item, at = found
            for key, said in item.items():
                if key in METHODS and is_mapping(said):
                    yield (
                        path,
                        key,
                        mapping(said),
                        at.step(key),
                        (item.get("parameters"), at.step("parameters")),
                    )
                elif key in METHODS or key in ("query", "additionalOperations"):
                    self._omissions.add(
                        "operation", at.step(key).pointer, "This is no operation; it is left out."
                    )

    def _operation(
        self, path: str, method: str, said: dict[str, Any], at: At, shared: tuple[object, At]
    ) -> Operation:
        identifier = text(said.get("operationId")) or snake_name(f"{method} {path}", method)
        name = self._functions.take(snake_name(identifier, method))
        own = At(at.pointer, class_name(name.replace("_", " ").title()))
        lists: list[tuple[object, At]] = [
            (shared[0], At(shared[1].pointer, own.context)),
            (said.get("parameters"), own.step("parameters")),
        ]
        if "callbacks" in said:
            self._omissions.add("outbound", own.step("callbacks").pointer, "The callbacks are left out.")
        module = self._module(said)
        return Operation(
            id=identifier,
            name=name,
            module=module,
            method_name=self._method_name(module, said, name),
            pages=tuple(self._titles[page] for page in texts(said.get("x-sources")) if page in self._titles),
            method=method.upper(),
            path=path,
            doc=_doc(said),
            pointer=at.pointer,
            parameters=self._parameters.read(path, name, lists),
            body=self._media.body(said["requestBody"], own.step("requestBody"))
            if "requestBody" in said
            else None,
            answers=self._media.answers(said.get("responses"), own.step("responses")),
        )

    def _method_name(self, module: str, said: dict[str, Any], name: str) -> str:
        """Return the name of an operation's method, which no other of its module has."""
        names = self._methods.setdefault(module, Names(METHOD_NAMES))
        return names.take(snake_name(text(said.get(METHOD)) or name, "method"))

    def _module(self, said: dict[str, Any]) -> str:
        """Return the module of an operation: its first tag's."""
        tag = next(iter(texts(said.get("tags"))), "")
        if tag not in self.modules:
            name = self._module_names.take(snake_name(tag, "tag") if tag else _UNTAGGED)
            told = (mapping(one) for one in sequence(self._data.get("tags")))
            doc = next((text(one.get("description")) for one in told if one.get("name") == tag), "")
            self.modules[tag] = Module(name, tag, doc)
        return self.modules[tag].name

    def _note_outbound(self) -> None:
        for name in mapping(self._data.get("webhooks")):
            self._omissions.add("outbound", step("/webhooks", name), f"The webhook {name!r} is left out.")


def _doc(said: dict[str, Any]) -> str:
    told = [text(said.get("summary")), text(said.get("description"))]
    if said.get("deprecated") is True:
        told.append("Deprecated.")
    return "\n\n".join(part for part in dict.fromkeys(one.strip() for one in told) if part)


# Parameters: what an operation takes in its path, query, headers and cookies.

_SEPARATORS = {"form": ",", "spaceDelimited": " ", "pipeDelimited": "|"}
_STYLES = {"path": "simple", "header": "simple", "query": "form", "cookie": "form"}
"""The places a parameter may stand in, and the style it has there unless it says so."""
_IGNORED = frozenset({"accept", "content-type", "authorization"})
"""Headers that OpenAPI has no parameters for: they are described elsewhere."""
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_PLACE = re.compile(r"\{([^{}/]*)\}")


def places(path: str) -> list[str]:
    """Return the names of a path's parameters, in the path's order."""
    return list(dict.fromkeys(_PLACE.findall(path)))


def _may_name(wire: str, location: str) -> bool:
    return location in ("path", "query") or _TOKEN.fullmatch(wire) is not None


class Parameters:
    """Reads the parameters of operations.

    Args:
        data: The document.
        schemas: Gives the shape of each.
        omissions: Where to note what is left out.
    """

    def __init__(self, data: dict[str, Any], schemas: Schemas, omissions: Omissions) -> None:
        self._data = data
        self._schemas = schemas
        self._omissions = omissions

    def read(self, path: str, function: str, lists: list[tuple[object, At]]) -> tuple[Parameter, ...]:
        """Return an operation's parameters, those of the path first and in its order.

        Args:
            path: The path.
            function: The operation's name, which no parameter may have.
            lists: The parameter lists of the path and of the operation, where a later one's word counts.
        """
        found: dict[tuple[str, str], Parameter] = {}
        for listed, at in lists:
            for place, one in enumerate(sequence(listed)):
                parameter = self._parameter(one, at.step(place))
                if parameter is not None:
                    found[parameter.location, parameter.wire] = parameter
        in_path = [
            found.pop(("path", wire)) if ("path", wire) in found else self._undeclared(wire, lists[-1][1])
            for wire in places(path)
        ]
        kept = [*in_path, *(one for one in found.values() if self._has_place(one))]
        names = Names(PARAMETERS | {function})
        return tuple(replace(one, name=names.take(snake_name(one.wire, "parameter"))) for one in kept)

    def _has_place(self, parameter: Parameter) -> bool:
        if parameter.location == "path":
            message = f"The path has no place for the parameter {parameter.wire!r}; it is left out."
            self._omissions.add("parameter", parameter.pointer, message)
        return parameter.location != "path"

    def _undeclared(self, wire: str, at: At) -> Parameter:
        return Parameter("", wire, "path", TEXT, True, "", at.pointer)

    def _parameter(self, value: object, at: At) -> Parameter | None:
        found = resolved(self._data, value, at)
        if found is None:
            self._omissions.add(
                "lost-ref", at.pointer, "The parameter's reference leads nowhere; it is left out."
            )
            return None
        said, at = found
        wire, location = said.get("name"), text(said.get("in"))
        if not isinstance(wire, str) or location not in _STYLES or not _may_name(wire, location):
            message = "A parameter needs a place and a name that fits there; it is left out."
            self._omissions.add("parameter", at.pointer, message)
            return None
        if location == "header" and wire.lower() in _IGNORED:
            return None
        shape, style = self._written(
            said, location, At(at.pointer, at.context + class_name(wire, "Parameter"))
        )
        required = said.get("required") is True or location == "path"
        return Parameter("", wire, location, shape, required, value_doc(said), at.pointer, style)

    def _written(self, said: dict[str, Any], location: str, at: At) -> tuple[Shape, str]:
        """Return a parameter's shape, and how it is written."""
        content = mapping(said.get("content"))
        if content:
            media_type, media = next(iter(content.items()))
            return self._schemas.shape(
                mapping(media).get("schema", {}), at.step("content", media_type, "schema")
            ), "json"
        shape = self._schemas.shape(said.get("schema", {}), at.step("schema"))
        style = text(said.get("style")) or _STYLES[location]
        if style not in ("simple", "deepObject", *_SEPARATORS):
            message = f"The style {style!r} is not written; the parameter is sent in the simple style."
            self._omissions.add("parameter", at.pointer, message)
        if style in _SEPARATORS and said.get("explode", style == "form") is not True:
            return shape, _SEPARATORS[style]
        return shape, "flat" if style == "form" and any(is_record(part) for part in parts(shape)) else ""


# Reading: a document of plain data becomes a contract, with all that it can't say noted.


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
    endpoints = Endpoints(document.data, schemas, omissions, page_titles(document))
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
        envelope=text(document.data.get(ENVELOPE)),
    )
    settle(contract, omissions)
    add_extensions(contract, document, omissions)
    return contract
