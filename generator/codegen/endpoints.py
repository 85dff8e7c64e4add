"""Endpoints: the operations of a document with their parameters and bodies, read into the contract."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from generator.codegen.access import read_paging, read_schemes, read_security, read_servers
from generator.codegen.contract import Contract, Module, Operation, Parameter
from generator.codegen.extensions import add_extensions, extension_modules, page_titles
from generator.codegen.keywords import note_keywords, note_lost_references
from generator.codegen.media import MULTIPART, Media, essence, writable_shape
from generator.codegen.omissions import Omissions
from generator.codegen.parts import value_doc
from generator.codegen.places import At, follow
from generator.codegen.schemas import Schemas
from generator.codegen.shapes import ANY, NONE, TEXT, UUID, Either, Listed, is_record, parts
from generator.codegen.unions import settle_shapes
from generator.names import FUNCTIONS, METHOD_NAMES, MODULES, PARAMETERS, Names, class_name, snake_name
from generator.openapi import view
from generator.openapi.document import Document
from generator.openapi.pointers import is_mapping, mapping, step, text, texts
from generator.openapi.view import METHODS, PathItem, Spot, Subject

METHOD, ENVELOPE = "x-method", "x-envelope"
_UNTAGGED = "operations"
_FURTHER_METHODS = frozenset({"query", "additionalOperations"})
"""Where OpenAPI 3.2 has operations that no method of 3.1 describes."""


class Endpoints:
    """Reads the operations of one document.

    Args:
        subject: The document.
        schemas: Gives the shape of all they send and answer.
        omissions: Where to note what is left out.
        titles: The titles of the documentation pages, by their ids.
    """

    def __init__(
        self, subject: Subject, schemas: Schemas, omissions: Omissions, titles: dict[str, str]
    ) -> None:
        self._subject = subject
        self._omissions = omissions
        self._titles = titles
        self._methods: dict[str, Names] = {}
        self._parameters = Parameters(subject, schemas, omissions)
        self._media = Media(subject, schemas, omissions)
        self._functions = Names(FUNCTIONS)
        self._module_names = Names(MODULES | set(extension_modules(subject)))
        self.modules: dict[str, Module] = {}

    def read_operations(self) -> list[Operation]:
        """Return all operations in the document's order."""
        for name in mapping(self._subject.root.value.get("webhooks")):
            self._omissions.add("outbound", step("/webhooks", name), f"The webhook {name!r} is left out.")
        paths = self._subject.root.value.get("paths")
        if paths is not None and not is_mapping(paths):
            self._omissions.add("kind", "/paths", "This is not a mapping of paths; it is left out.")
        for path in self._subject.path_items:
            self._note_gaps(path)
        return [
            self._operation(operation)
            for operation in self._subject.operations
            if operation.path.startswith("/")
        ]

    def _note_gaps(self, path: PathItem) -> None:
        """Note what is left out of a path, or that all of it is."""
        if not path.path.startswith("/"):
            self._omissions.add("path", path.spot.pointer, "The path has no slash before it; it is left out.")
        elif path.item is None:
            self._omissions.add_reference(path.spot.value, path.spot.pointer, "The path")
        else:
            for key, value in path.item.value.items():
                spot = path.item.step(key)
                if key in METHODS and is_mapping(value) and self._subject.follow(spot) is None:
                    self._omissions.add_reference(spot.value, spot.pointer, "The operation")
                elif key in _FURTHER_METHODS or (key in METHODS and not is_mapping(value)):
                    self._omissions.add(
                        "operation", step(path.item.pointer, key), "This is not an operation; it is left out."
                    )

    def _operation(self, operation: view.Operation) -> Operation:
        spot, method = operation.spot, operation.method
        identifier = operation.id or snake_name(f"{method} {operation.path}", method)
        name = self._functions.take(snake_name(identifier, method))
        context = class_name(name.replace("_", " ").title())
        if "callbacks" in spot.value:
            self._omissions.add("outbound", step(spot.pointer, "callbacks"), "The callbacks are left out.")
        module = self._module(spot.value)
        return Operation(
            id=identifier,
            name=name,
            module=module,
            method_name=self._method_name(module, spot.value, name),
            pages=tuple(
                self._titles[page] for page in texts(spot.value.get("x-sources")) if page in self._titles
            ),
            method=method.upper(),
            path=operation.path,
            doc=_operation_doc(spot.value),
            pointer=spot.pointer,
            parameters=self._parameters.read_parameters(operation, name, context),
            body=self._media.body(operation, context),
            answers=self._media.answers(operation, context),
            security=read_security(self._subject, operation, self._omissions),
            servers=tuple(server.address for server in read_servers(operation.servers, self._omissions)),
            paging=read_paging(spot.value),
        )

    def _method_name(self, module: str, node: dict[str, Any], name: str) -> str:
        """Return the name of an operation's method, which no other of its module has."""
        names = self._methods.setdefault(module, Names(METHOD_NAMES))
        return names.take(snake_name(text(node.get(METHOD)) or name, "method"))

    def _module(self, node: dict[str, Any]) -> str:
        """Return the module of an operation: its first tag's."""
        tag = next(iter(texts(node.get("tags"))), "")
        if tag not in self.modules:
            name = self._module_names.take(snake_name(tag, "tag") if tag else _UNTAGGED)
            tags = (entry.value for entry in self._subject.root.listed_children("tags"))
            doc = next((text(entry.get("description")) for entry in tags if entry.get("name") == tag), "")
            self.modules[tag] = Module(name, tag, doc)
        return self.modules[tag].name


def _operation_doc(node: dict[str, Any]) -> str:
    paragraphs = [text(node.get("summary")), text(node.get("description"))]
    if node.get("deprecated") is True:
        paragraphs.append("Deprecated.")
    return "\n\n".join(
        paragraph for paragraph in dict.fromkeys(line.strip() for line in paragraphs) if paragraph
    )


# Parameters: what an operation takes in its path, query, headers and cookies.

_STYLES = {
    "path": ("simple", "label", "matrix"),
    "header": ("simple",),
    "query": ("form", "spaceDelimited", "pipeDelimited", "deepObject"),
    "cookie": ("form", "cookie"),
}
"""The places a parameter may stand in, and its styles there, the first unless it says so."""
_IGNORED = frozenset({"accept", "content-type", "authorization"})
"""Headers that OpenAPI has no parameters for: they are described elsewhere."""
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_PLACE = re.compile(r"\{([^{}/]*)\}")


def places(path: str) -> list[str]:
    """Return the names of a path's parameters, in the path's order."""
    return list(dict.fromkeys(_PLACE.findall(path)))


def _undeclared_parameter(wire: str, pointer: str) -> Parameter:
    return Parameter("", wire, "path", TEXT, True, "", pointer, style="simple")


def _may_name(wire: str, location: str) -> bool:
    return location in ("path", "query") or _TOKEN.fullmatch(wire) is not None


class Parameters:
    """Reads the parameters of operations.

    Args:
        subject: The document.
        schemas: Gives the shape of each.
        omissions: Where to note what is left out.
    """

    def __init__(self, subject: Subject, schemas: Schemas, omissions: Omissions) -> None:
        self._subject = subject
        self._schemas = schemas
        self._omissions = omissions

    def read_parameters(
        self, operation: view.Operation, function: str, context: str
    ) -> tuple[Parameter, ...]:
        """Return an operation's parameters, those of the path first and in its order.

        Args:
            operation: The operation.
            function: Its name, which no parameter may have.
            context: How the names of its classes begin.
        """
        parameters: dict[tuple[str, str], Parameter] = {}
        for spot in operation.parameters:
            parameter = self._parameter(spot, context)
            if parameter is not None:
                parameters[parameter.location, parameter.wire] = parameter
        for part, spot in self._part_headers(operation):
            header = self._part_header(part, spot, context)
            if header is not None:
                parameters[f"part {part}", header.wire] = header
        in_path = [
            parameters.pop(("path", wire))
            if ("path", wire) in parameters
            else _undeclared_parameter(wire, step(operation.spot.pointer, "parameters"))
            for wire in places(operation.path)
        ]
        all_parameters = [
            *in_path,
            *(parameter for parameter in parameters.values() if self._has_place(parameter)),
        ]
        names = Names(PARAMETERS | {function})
        return tuple(
            replace(
                parameter,
                name=names.take(snake_name(f"{parameter.part} {parameter.wire}".strip(), "parameter")),
            )
            for parameter in all_parameters
        )

    def _has_place(self, parameter: Parameter) -> bool:
        if parameter.location == "path":
            message = f"The path has no place for the parameter {parameter.wire!r}; it is left out."
            self._omissions.add("parameter", parameter.pointer, message)
        return parameter.location != "path"

    def _part_headers(self, operation: view.Operation) -> Iterator[tuple[str, Spot]]:
        """Yield the headers of the parts of a multipart body, each with the field that the part is."""
        for media in self._subject.body_media(operation):
            if essence(media.name) == MULTIPART:
                for encoding in media.named_children("encoding"):
                    yield from ((encoding.name, header) for header in encoding.named_children("headers"))

    def _part_header(self, part: str, spot: Spot, context: str) -> Parameter | None:
        target = follow(self._subject, spot, context)
        if target is None:
            self._omissions.add_reference(spot.value, spot.pointer, "The header")
            return None
        node = target[0].value | {"name": spot.name, "in": "header"}
        parameter = self._described_parameter(node, replace(target[1], context=context + class_name(part)))
        return parameter and replace(parameter, location="part", part=part)

    def _parameter(self, spot: Spot, context: str) -> Parameter | None:
        target = follow(self._subject, spot, context)
        if target is None:
            self._omissions.add_reference(spot.value, spot.pointer, "The parameter")
            return None
        return self._described_parameter(target[0].value, target[1])

    def _described_parameter(self, node: dict[str, Any], at: At) -> Parameter | None:
        wire, location = node.get("name"), text(node.get("in"))
        if not isinstance(wire, str) or location not in _STYLES or not _may_name(wire, location):
            message = "A parameter needs a place and a name that fits there; it is left out."
            self._omissions.add("parameter", at.pointer, message)
            return None
        if location == "header" and wire.lower() in _IGNORED:
            return None
        place = At(at.pointer, at.context + class_name(wire, "Parameter"))
        required = node.get("required") is True or location == "path"
        content = mapping(node.get("content"))
        schema = mapping(next(iter(content.values()), node)).get("schema", {})
        doc = " ".join(filter(None, (value_doc(node), self._schemas.limits(schema, place))))
        parameter = Parameter("", wire, location, ANY, required, doc, at.pointer)
        if content:
            media_type = next(iter(content))
            at_media = place.step("content", media_type)
            described = self._schemas.shape(schema, at_media.step("schema"))
            shape = writable_shape(described, media_type)
            if shape != described:
                message = (
                    f"No object or list can be written as {media_type}; it is sent as it is given, as a text."
                )
                self._omissions.add("media", at_media.pointer, message)
            return replace(parameter, shape=shape, style="content", media_type=media_type)
        shape = self._schemas.shape(schema, place.step("schema"))
        return self._styled_parameter(replace(parameter, shape=shape), node)

    def _styled_parameter(self, parameter: Parameter, node: dict[str, Any]) -> Parameter:
        """Return a parameter with its style."""
        styles = _STYLES[parameter.location]
        style = text(node.get("style")) or styles[0]
        if style not in styles:
            message = (
                f"The style {style!r} has no place there; the parameter is sent in the style {styles[0]!r}."
            )
            self._omissions.add("parameter", parameter.pointer, message)
            style = styles[0]
        explode = node.get("explode", style in ("form", "cookie")) is True
        allow_reserved = node.get("allowReserved") is True and parameter.location in ("path", "query")
        if not allow_reserved and _is_usual(parameter, style, explode=explode):
            return parameter
        return replace(parameter, style=style, explode=explode, allow_reserved=allow_reserved)


def _is_usual(parameter: Parameter, style: str, *, explode: bool) -> bool:
    """Tell whether a parameter is written as one without a style is."""
    held = list(parts(parameter.shape))
    has_records = ANY in held or any(is_record(part) for part in held)
    has_lists = any(isinstance(part, Listed) for part in held)
    match parameter.location:
        case "path":
            return style == "simple" and all(
                part in (UUID, NONE) or isinstance(part, Either) for part in held
            )
        case "query":
            return style == "deepObject" if has_records else explode or not has_lists
        case "header":
            return not (has_records and explode)
        case _:
            return not (has_records or has_lists)


# Reading: a document of plain data becomes a contract, with all that it can't say noted.


def read_contract(
    document: Document, omissions: Omissions, *, typed: bool = False, keeps_extra: bool = True
) -> Contract:
    """Read what a document says of an API.

    Args:
        document: The document.
        omissions: Where to note what is left out.
        typed: Whether the package has the types that say more than msgspec can decode.
        keeps_extra: Whether its open classes keep the members that they don't name.

    Returns:
        Its classes and operations, all named and settled.
    """
    info = mapping(document.data.get("info"))
    subject = Subject(document)
    note_keywords(subject, omissions)
    schemas = Schemas(document.data, omissions, typed=typed, keeps_extra=keeps_extra)
    schemas.read_components()
    endpoints = Endpoints(subject, schemas, omissions, page_titles(document))
    operations = endpoints.read_operations()
    schemas.finish()
    modules = {module.name: module for module in endpoints.modules.values()}
    contract = Contract(
        title=text(info.get("title")),
        doc=text(info.get("description")),
        structs=schemas.classes.tagged_structs(),
        enums=schemas.classes.enums,
        modules=modules,
        operations=operations,
        envelope=text(document.data.get(ENVELOPE)),
        typed=typed,
        servers=read_servers(subject.root.listed_children("servers"), omissions),
        schemes=read_schemes(subject, omissions),
    )
    settle_shapes(contract, omissions)
    add_extensions(contract, document, omissions)
    note_lost_references(subject, omissions)
    return contract
