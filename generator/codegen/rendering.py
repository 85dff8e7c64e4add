"""Rendering: an operation and its body's fields become finished pieces of source, which the template only lays out."""

from __future__ import annotations

from dataclasses import dataclass

from generator.codegen import source_text
from generator.codegen.contract import Contract, Operation, Parameter, Struct
from generator.codegen.shapes import NONE, TEXT, Either, Listed, Named, Plain, Shape, annotation, optional
from generator.codegen.source_text import docstring, indented, literal, wrapped

_LOCATIONS = {"path": "path_parameters", "query": "query", "header": "headers", "cookie": "cookies"}
_WRAPPED = {"json": "Json({})", "flat": "Flat({})"}
_SPELT = 100
"""An enum with more values than this is not spelt out in every signature; its class still is."""


@dataclass(frozen=True)
class Rendered:
    """One operation, each piece source text."""

    name: str
    takes: str
    method_takes: str
    gives: str
    answer: str
    value: str
    doc: str
    method_doc: str


@dataclass(frozen=True)
class RenderedField:
    """One key of a typed dictionary."""

    name: str
    type: str
    doc: str


@dataclass(frozen=True)
class RenderedFields:
    """A typed dictionary of a body's fields."""

    name: str
    doc: str
    fields: list[RenderedField]


class Renderer:
    """Renders the operations of one contract.

    Args:
        contract: The contract.
    """

    def __init__(self, contract: Contract) -> None:
        self._enums = contract.enums

    def operation(self, operation: Operation) -> Rendered:
        """Return the pieces of an operation."""
        takes = self._takes(operation)
        answer = self.received(operation.success)
        told = wrapped(operation.doc or f"{operation.method} {operation.path}.")
        args, success = _args(operation), _success_doc(operation)
        return Rendered(
            name=operation.name,
            takes=takes,
            method_takes=", ".join(part for part in ("self", takes) if part),
            gives=_gives(operation),
            answer=answer,
            value=self._value(operation, answer),
            doc=_doc(told, args, f"Returns:\n    The operation, to be sent. {success}"),
            method_doc=_doc(told, args, f"Returns:\n    {success}" if operation.success != NONE else ""),
        )

    def fields(self, name: str, struct: Struct) -> RenderedFields:
        """Return the typed dictionary of a body.

        Args:
            name: Its name.
            struct: The body's class.
        """
        told = [self._key(one.name, one.shape, one.doc, required=one.required) for one in struct.fields]
        return RenderedFields(
            name, docstring(f"The fields of {struct.name} as keywords; None is not sent."), told
        )

    def keywords(self, name: str, operation: Operation) -> RenderedFields:
        """Return the typed dictionary of an operation's keyword parameters.

        Args:
            name: Its name.
            operation: The operation.
        """
        told = [
            self._key(one.name, one.shape, one.doc, required=one.required)
            for one in operation.parameters
            if one.location != "path"
        ]
        return RenderedFields(name, docstring(f"The keywords of {operation.name}; None is not sent."), told)

    def _key(self, name: str, shape: Shape, doc: str, *, required: bool) -> RenderedField:
        kind = f"Required[{self.sent(shape)}]" if required else self.sent(optional(shape))
        return RenderedField(name, kind, docstring(wrapped(doc), " " * 4) if doc.strip() else "")

    def received(self, shape: Shape) -> str:
        """Return the annotation of what is received."""
        return annotation(shape, lambda one: f"models.{one.name}")

    def sent(self, shape: Shape) -> str:
        """Return the annotation of what is sent: an enum's values may be given as texts."""
        return annotation(shape, self._sent_class)

    def _sent_class(self, named: Named) -> str:
        if not named.enum:
            return f"models.{named.name}"
        values = [literal(one.value) for one in self._enums[named.name].members if one.settable]
        texts = f"Literal[{', '.join(values)}]" if 0 < len(values) <= _SPELT else "str"
        return f"models.{named.name} | {texts}"

    def _takes(self, operation: Operation) -> str:
        in_path = [
            f"{one.name}: {self.sent(one.shape)}" for one in operation.parameters if one.location == "path"
        ]
        body = operation.body
        if body:
            shape = self.sent(body.shape)
            in_path.append(f"body: {shape}" if body.required else f"body: {shape} | UnsetType = UNSET")
        keywords = [
            f"{one.name}: {self.sent(one.shape)}"
            if one.required
            else f"{one.name}: {self.sent(optional(one.shape))} = None"
            for one in operation.parameters
            if one.location != "path"
        ]
        return ", ".join(in_path + (["*", *keywords] if keywords else []))

    def _value(self, operation: Operation, answer: str) -> str:
        """Return the arguments of the operation's value; what has its default is left out."""
        told = [
            f"id={literal(operation.id)}",
            f"method={literal(operation.method)}",
            f"path={literal(operation.path)}",
        ]
        told.append(f"answer={answer}")
        if operation.statuses:
            told.append(f"success={literal(operation.statuses)}")
        errors = [
            (one.status, self.received(one.shape))
            for one in operation.answers
            if _is_error(one.status, operation)
        ]
        told += _tuple("errors", [f"({literal(status)}, {shape})" for status, shape in errors])
        for location, argument in _LOCATIONS.items():
            sent = [one for one in operation.parameters if one.location == location]
            told += _tuple(argument, [f"({literal(one.wire)}, {_written(one)})" for one in sent])
        if operation.body:
            told += ["body=body", f"media_type={literal(operation.body.media_type)}"]
        return ", ".join(told)


def _is_error(status: str, operation: Operation) -> bool:
    return not status.startswith("2") and (
        status != "default" or any(one.status[0] == "2" for one in operation.answers)
    )


def _tuple(name: str, items: list[str]) -> list[str]:
    return [f"{name}=({', '.join(items)},)"] if items else []


def _written(parameter: Parameter) -> str:
    """Return a parameter's value as it is handed on."""
    name = parameter.name
    if parameter.location == "path":
        return name if _is_text(parameter.shape) else f"text({name})"
    if parameter.style in _WRAPPED:
        return _WRAPPED[parameter.style].format(name)
    is_list = any(isinstance(one, Listed) for one in _members(parameter.shape))
    return f"Joined({name}, {literal(parameter.style)})" if parameter.style and is_list else name


def _members(shape: Shape) -> tuple[Shape, ...]:
    return shape.members if isinstance(shape, Either) else (shape,)


def _is_text(shape: Shape) -> bool:
    return all(
        one in (TEXT, Plain("uuid")) or (isinstance(one, Named) and one.enum) for one in _members(shape)
    )


def _gives(operation: Operation) -> str:
    positional = [one.name for one in operation.parameters if one.location == "path"] + ["body"] * bool(
        operation.body
    )
    return ", ".join(
        positional + [f"{one.name}={one.name}" for one in operation.parameters if one.location != "path"]
    )


def _args(operation: Operation) -> str:
    told = [(one.name, one.doc) for one in operation.parameters if one.location == "path"]
    if operation.body:
        told.append(("body", operation.body.doc or "What is sent."))
    told += [(one.name, one.doc) for one in operation.parameters if one.location != "path"]
    lines = [
        "    "
        + indented(wrapped(f"{name}: {source_text.sentence(doc) or 'As the API takes it.'}", 90), " " * 8)
        for name, doc in told
    ]
    return "Args:\n" + "\n".join(lines) if lines else ""


def _success_doc(operation: Operation) -> str:
    told = next((one.doc for one in operation.answers if one.status.startswith("2") and one.doc.strip()), "")
    return indented(wrapped(source_text.sentence(told), 90)) if told else "Its answer."


def _doc(*paragraphs: str) -> str:
    return docstring("\n\n".join(part for part in paragraphs if part))
