"""Rendering: an operation and its body's fields become finished pieces of source, which the template only lays out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from generator.codegen.contract import (
    Answer,
    Body,
    Contract,
    FieldEncoding,
    HandlerModule,
    Operation,
    Parameter,
)
from generator.codegen.media import is_json
from generator.codegen.shapes import (
    LIST,
    MARKED,
    NONE,
    TEXT,
    Choice,
    Either,
    Named,
    Plain,
    Shape,
    alternatives,
    annotation,
    either,
    optional,
)
from generator.codegen.source_text import docstring, indent_lines, literal, sentence, wrap_text
from generator.names import BODY_KEYWORDS, Names

_LOCATIONS = {"path": "path_parameters", "query": "query", "header": "headers", "cookie": "cookies"}
_HANDLER = "_handler"
_OPTIONS = "**options: Unpack[CallOptions]"
_OPTIONS_DOC = "Options of this call, such as its timeout; see `CallOptions`."
_FIELDS = "Fields"
_CHANGING = frozenset({"PATCH", "PUT"})
"""The methods of operations that change a record."""
_ID = "id"
_AT_ID = "{id}"
_WHOLE = "Also clear the parameters that a handler object does not name; otherwise they keep their values."
_SPELT = 100
"""An enum with more values than this is not spelt out in every signature; its class still is."""


@dataclass(frozen=True)
class Rendered:
    """One operation, each piece source text."""

    name: str
    takes: str
    answer: str
    value: str
    doc: str


@dataclass(frozen=True)
class RenderedMethod:
    """One method of the resource classes, each piece source text.

    Attributes:
        name: The method.
        takes: Its parameters.
        operation: The call of the operation's function.
        answer: What it returns.
        field: The field of the decoded answer that it returns, which a success has; empty where it returns the answer.
        doc: Its docstring.
        raw_doc: The docstring of its raw twin.
        fields: The class of its keywords, where it changes a record: for those who prepare many changes.
    """

    name: str
    takes: str
    operation: str
    answer: str
    field: str
    doc: str
    raw_doc: str
    fields: RenderedFields | None = None


@dataclass(frozen=True)
class RenderedFields:
    """The keywords of a method as a class, each piece source text.

    Attributes:
        name: The class.
        keys: Each keyword, and the annotation of its value.
        doc: The class's docstring.
    """

    name: str
    keys: tuple[str, ...]
    doc: str


@dataclass(frozen=True)
class Keyword:
    """A keyword of a method: its name, its annotation, its default, and what the document says of it."""

    name: str
    kind: str
    default: str
    doc: str

    @property
    def declared(self) -> str:
        """The keyword as the method declares it."""
        return f"{self.name}: {self.kind} = {self.default}" if self.default else self.key

    @property
    def key(self) -> str:
        """The keyword with its annotation alone."""
        return f"{self.name}: {self.kind}"


class Renderer:
    """Renders the operations of one contract.

    Args:
        contract: The contract.
    """

    def __init__(self, contract: Contract) -> None:
        self._contract = contract
        self._enums = contract.enums
        self._records = {
            one.path: record
            for one in contract.operations
            if one.path.endswith(_AT_ID) and (record := self._record(one))
        }

    def operation(self, operation: Operation) -> Rendered:
        """Return the pieces of an operation."""
        answer = self.success_annotation(operation)
        args = _args([*_positional(operation), *_keyword_parameters(operation)])
        return Rendered(
            name=operation.name,
            takes=self._takes(operation),
            answer=answer,
            value=self._value(operation),
            doc=_doc(
                _summary(operation),
                args,
                f"Returns:\n    The operation, to be sent. {_success_doc(operation)}",
            ),
        )

    def methods(self, resource: str, operations: list[Operation]) -> list[RenderedMethod]:
        """Return the methods of a resource.

        Args:
            resource: The resource's class.
            operations: The operations, one for each method.
        """
        is_hidden = any(operation.method_name == "list" for operation in operations)
        return [
            self._method(resource, operation, "List[{}]" if is_hidden else LIST) for operation in operations
        ]

    def _method(self, resource: str, operation: Operation, listed: str) -> RenderedMethod:
        body = BodyKeywords(self._contract, operation)
        record = self._records.get(operation.path, "")
        fields = [
            self._keyword(name, field.shape, field.doc, listed, required=field.required and body.is_required)
            for name, field in body.fields.items()
        ]
        parameters = [
            self._keyword(one.name, one.shape, one.doc, listed, required=one.required)
            for one in operation.parameters
            if one.location != "path"
        ]
        handlers = [self._handler_keyword(name, module) for name, module in body.handlers.items()]
        if body.whole:
            handlers.append(Keyword(body.whole, "bool", "False", _WHOLE))
        keywords = [*handlers, *parameters, *fields]
        positional = [
            f"{one.name}: {self.sent_annotation(one.shape, listed)}"
            + (f" | models.{record}" if record and one.name == _ID else "")
            for one in operation.parameters
            if one.location == "path"
        ]
        if operation.body and not body.is_spread:
            positional.append(self._body(operation.body, listed))
            keywords += _media_keywords(operation)
        takes = [
            "self",
            *positional,
            *(["*", *(one.declared for one in keywords)] if keywords else []),
            _OPTIONS,
        ]
        field, shape = self._resource(operation)
        arguments = [
            (name, f"{sentence(doc)} A record is accepted as well." if record and name == _ID else doc)
            for name, doc in _positional(operation)[: len(positional)]
        ]
        args = _args([*arguments, *((one.name, one.doc) for one in keywords), ("options", _OPTIONS_DOC)])
        success = f"Returns:\n    {_success_doc(operation)}" if operation.success != NONE else ""
        return RenderedMethod(
            name=operation.method_name,
            takes=", ".join(takes),
            operation=f"{operation.name}({body.arguments(of_record=bool(record))})",
            answer=self.success_annotation(operation, listed)
            if not field
            else self.received_annotation(shape, listed),
            field=field,
            doc=_doc(_summary(operation), args, success, _raises_doc(operation), _pages_doc(operation)),
            raw_doc=_doc(
                sentence(operation.doc.partition("\n")[0]) or f"{operation.method} {operation.path}.",
                f"See `{resource}.{operation.method_name}`.",
                f"Returns:\n    The raw response. Its ``value``: {_success_doc(operation)}"
                if operation.success != NONE
                else "Returns:\n    The raw response.",
            ),
            fields=RenderedFields(
                f"{body.class_name}{_FIELDS}",
                tuple(one.key for one in keywords),
                docstring(
                    f"The keywords of `{resource}.{operation.method_name}`; see there what each of them means."
                ),
            )
            if record and body.is_spread and operation.method in _CHANGING
            else None,
        )

    def _keyword(self, name: str, shape: Shape, doc: str, listed: str, *, required: bool) -> Keyword:
        kind = self.sent_annotation(shape if required else optional(shape), listed)
        return Keyword(name, kind, "" if required else "None", doc)

    def _handler_keyword(self, name: str, module: HandlerModule) -> Keyword:
        kind = f"handlers.{module.base} | NoHandler | Clear | None"
        doc = (
            f"The handler that {module.field} chooses, with its parameters, as an object of `{module.name}`; "
            "`NoHandler.NONE` removes it."
        )
        return Keyword(name, kind, "None", doc)

    def _body(self, body: Body, listed: str) -> str:
        shapes = either(body.shape, *(other.shape for other in body.others))
        shape = self.sent_annotation(shapes, listed)
        return f"body: {shape}" if body.required else f"body: {shape} | UnsetType = UNSET"

    def _resource(self, operation: Operation) -> tuple[str, Shape]:
        """Return the field of an answer that holds the resource, and what it holds; "" where the answer is it."""
        shape = operation.success
        struct = self._contract.structs.get(shape.name) if isinstance(shape, Named) else None
        envelope = self._contract.envelope
        for field in struct.fields if struct and envelope else ():
            if field.wire == envelope:
                return field.name, either(*(one for one in alternatives(field.shape) if one != NONE))
        return "", shape

    def _record(self, operation: Operation) -> str:
        """Return the class of the record that an operation answers with, if it has an id; "" where it has none."""
        _, shape = self._resource(operation)
        struct = self._contract.structs.get(shape.name) if isinstance(shape, Named) else None
        ids = [field for field in struct.fields if field.name == _ID] if struct else []
        return struct.name if struct and any(_is_text(field.shape) for field in ids) else ""

    def success_annotation(self, operation: Operation, listed: str = LIST) -> str:
        """Return the annotation of what an operation answers with.

        Args:
            operation: The operation.
            listed: How a list is annotated.
        """
        return "str" if operation.text else self.received_annotation(operation.success, listed)

    def _answer_type(self, answer: Answer) -> str:
        return "Text" if self._contract.typed and answer.text else self.decoded_type(answer.shape)

    def decoded_type(self, shape: Shape) -> str:
        """Return the type an answer is decoded into.

        Args:
            shape: What is received.
        """
        plain = MARKED if self._contract.typed else {}
        # A type checker takes the alias for a type within another type, and alone for no value.
        whole, shape = ("one_of({})", Either(shape.members)) if isinstance(shape, Choice) else ("{}", shape)
        return whole.format(
            annotation(shape, lambda one: f"models.{one.name}", plain=plain, choice="OneOf[{}]")
        )

    def received_annotation(self, shape: Shape, listed: str = LIST) -> str:
        """Return the annotation of what is received.

        Args:
            shape: What is received.
            listed: How a list is annotated.
        """
        return annotation(shape, lambda one: f"models.{one.name}", listed)

    def sent_annotation(self, shape: Shape, listed: str = LIST) -> str:
        """Return the annotation of what is sent: an enum's values may be given as texts.

        Args:
            shape: What is sent.
            listed: How a list is annotated.
        """
        return annotation(shape, self._sent_class, listed)

    def _sent_class(self, named: Named) -> str:
        if not named.enum:
            return f"models.{named.name}"
        values = [literal(one.value) for one in self._enums[named.name].members if one.settable]
        texts = f"Literal[{', '.join(values)}]" if 0 < len(values) <= _SPELT else "str"
        return f"models.{named.name} | {texts}"

    def _takes(self, operation: Operation) -> str:
        in_path = [
            f"{one.name}: {self.sent_annotation(one.shape)}"
            for one in operation.parameters
            if one.location == "path"
        ]
        if operation.body:
            in_path.append(self._body(operation.body, LIST))
        keywords = [
            f"{one.name}: {self.sent_annotation(one.shape)}"
            if one.required
            else f"{one.name}: {self.sent_annotation(optional(one.shape))} = None"
            for one in operation.parameters
            if one.location != "path"
        ]
        keywords += [one.declared for one in _media_keywords(operation)]
        return ", ".join(in_path + (["*", *keywords] if keywords else []))

    def _value(self, operation: Operation) -> str:
        """Return the arguments of the operation's value; what has its default is left out."""
        arguments = [
            f"id={literal(operation.id)}",
            f"method={literal(operation.method)}",
            f"path={literal(operation.path)}",
        ]
        arguments.append(f"answer={self.decoded_type(operation.success)}")
        if operation.text:
            arguments.append("text=True")
        if operation.accept:
            arguments.append(f"accept={literal(operation.accept)}")
        if operation.statuses:
            arguments.append(f"success={literal(operation.statuses)}")
        errors = [
            (one.status, self._answer_type(one))
            for one in operation.answers
            if _is_error(one.status, operation)
        ]
        successes = [
            (one.status, self._answer_type(one))
            for one in operation.answers
            if self._contract.typed and not _is_error(one.status, operation)
        ]
        if len({shape for _, shape in successes}) == 1:
            successes = []  # what it answers with says all
        arguments += _tuple("successes", [f"({literal(status)}, {shape})" for status, shape in successes])
        arguments += _tuple("errors", [f"({literal(status)}, {shape})" for status, shape in errors])
        for location, argument in _LOCATIONS.items():
            sent = [one for one in operation.parameters if one.location == location]
            arguments += _tuple(argument, [f"({literal(one.wire)}, {_parameter_value(one)})" for one in sent])
        if operation.body:
            arguments += ["body=body", f"media_type={self._media_type(operation.body)}"]
            arguments += _tuple("encoding", _encodings(operation.body, operation.parameters))
            if self._contract.typed:
                arguments.append(f"body_type={self._body_type(operation.body)}")
        if self._contract.typed:
            arguments += [f"security={literal(operation.security)}"] if operation.security else []
            arguments += [f"servers={literal(operation.servers)}"] if operation.servers else []
        return ", ".join(arguments)

    def _media_type(self, body: Body) -> str:
        if not body.others:
            return literal(body.media_type)
        kinds = [
            f"({literal(one.media_type)}, {self.checked_type(one.shape)})" for one in (body, *body.others)
        ]
        return f"media_type or media_type_of(body, ({', '.join(kinds)}))"

    def _body_type(self, body: Body) -> str:
        return self.checked_type(either(body.shape, *(other.shape for other in body.others)))

    def checked_type(self, shape: Shape) -> str:
        """Return the type a body is checked against.

        Args:
            shape: What is sent.
        """
        return annotation(
            shape, lambda one: f"models.{one.name}", plain={"none": "Literal[None]"} if shape == NONE else {}
        )


def _is_error(status: str, operation: Operation) -> bool:
    return not status.startswith("2") and (
        status != "default" or any(one.status[0] == "2" for one in operation.answers)
    )


def _tuple(name: str, items: list[str]) -> list[str]:
    return [f"{name}=({', '.join(items)},)"] if items else []


def _parameter_value(parameter: Parameter) -> str:
    """Return a parameter's value as it is handed on."""
    name = parameter.name
    if parameter.location == "path":
        style = parameter.style or ("" if _is_text(parameter.shape) else "simple")
    else:
        style = parameter.style
    if not style:
        return name
    options = [literal(style)]
    options += ["explode=True"] if parameter.explode else []
    options += ["allow_reserved=True"] if parameter.allow_reserved else []
    if parameter.media_type and not is_json(parameter.media_type):
        options.append(f"media_type={literal(parameter.media_type)}")
    return f"Styled({name}, {', '.join(options)})"


def _encodings(body: Body, parameters: tuple[Parameter, ...]) -> list[str]:
    """Return each field of a form that is written in a way of its own, or whose parts have headers of their own."""
    encodings = {one.name: one for alternative in (body, *body.others) for one in alternative.encoding}
    headers: dict[str, list[str]] = {}
    for one in parameters:
        if one.part:
            encodings.setdefault(one.part, FieldEncoding(one.part))
            headers.setdefault(one.part, []).append(f"({literal(one.wire)}, {_parameter_value(one)})")
    return [f"({literal(name)}, {_encoding(one, headers.get(name, []))})" for name, one in encodings.items()]


def _encoding(field: FieldEncoding, headers: list[str]) -> str:
    options = [f"content_type={literal(field.content_type)}"] if field.content_type else []
    options += [f"style={literal(field.style)}"] if field.style else []
    options += ["explode=True"] if field.explode else []
    options += ["allow_reserved=True"] if field.allow_reserved else []
    options += _tuple("headers", headers)
    return f"Encoding({', '.join(options)})"


def _media_keywords(operation: Operation) -> list[Keyword]:
    """Return the keyword that chooses one of several media types, where an operation has them."""
    body = operation.body
    if body is None or not body.others:
        return []
    names = ", ".join(dict.fromkeys(literal(one.media_type) for one in (body, *body.others)))
    doc = "How the body is written; by default, the first media type whose schema the body fits."
    return [Keyword("media_type", f"Literal[{names}] | None", "None", doc)]


def _is_text(shape: Shape) -> bool:
    return all(
        one in (TEXT, Plain("uuid")) or (isinstance(one, Named) and one.enum) for one in alternatives(shape)
    )


class BodyKeywords:
    """The body of an operation, as the keywords of a method.

    A JSON object's fields are keywords. Any other body is one argument, and so is an object of which a required
    field may be null: as a keyword None would say that it isn't sent.

    Args:
        contract: The contract.
        operation: The operation.

    Attributes:
        is_required: Whether a call must send it.
        fields: The fields by their keywords; none where the body is one argument.
        handlers: What gives the body's handlers as values, by the keyword of each.
        whole: The keyword that says how handlers are set, empty where there are none.
    """

    def __init__(self, contract: Contract, operation: Operation) -> None:
        self._operation = operation
        body = operation.body
        shape = body.shape if body and is_json(body.media_type) and not body.others else None
        self._struct = contract.structs.get(shape.name) if isinstance(shape, Named) else None
        fields = [field for field in self._struct.fields if field.sent] if self._struct else []
        if any(field.required and NONE in alternatives(field.shape) for field in fields):
            fields = []
        self.is_required = body is not None and body.required
        names = Names(BODY_KEYWORDS | {operation.name, *(one.name for one in operation.parameters)})
        self.fields = {names.take(field.name): field for field in fields}
        modules = [
            module
            for module in contract.handlers
            if module.operation == operation.id
            and module.field.endswith(_HANDLER)
            and any(field.name == module.field for field in fields)
        ]
        self.handlers = {names.take(module.field.removesuffix(_HANDLER)): module for module in modules}
        self.whole = names.take("whole") if modules else ""

    @property
    def is_spread(self) -> bool:
        """Whether the body's fields are keywords."""
        return bool(self.fields)

    def arguments(self, *, of_record: bool) -> str:
        """Return the arguments that a method hands on to the operation's function.

        Args:
            of_record: Whether the record is taken in the place of its id.
        """
        parameters = self._operation.parameters
        positional = [
            f"record_id({one.name})" if of_record and one.name == _ID else one.name
            for one in parameters
            if one.location == "path"
        ]
        if self._operation.body:
            positional.append(self._body_call() if self.is_spread else "body")
        keywords = [one.name for one in parameters if one.location != "path"]
        if not self.is_spread:
            keywords += [one.name for one in _media_keywords(self._operation)]
        return ", ".join(positional + [f"{name}={name}" for name in keywords])

    @property
    def class_name(self) -> str:
        """The class of the body; empty where it is no JSON object."""
        return self._struct.name if self._struct else ""

    def _body_call(self) -> str:
        kind = f"models.{self.class_name}" if self._struct else ""
        fields = ", ".join(f"{field.name}={name}" for name, field in self.fields.items())
        if self.handlers:
            pairs = ", ".join(f"{literal(module.field)}: {name}" for name, module in self.handlers.items())
            return f"fill_body_with_handlers({kind}, {{{pairs}}}, {self.whole}, {fields})"
        return f"{'fill_body' if self.is_required else 'fill_optional_body'}({kind}, {fields})"


def _summary(operation: Operation) -> str:
    return wrap_text(operation.doc or f"{operation.method} {operation.path}.")


def _positional(operation: Operation) -> list[tuple[str, str]]:
    """Return the name and the description of each positional argument of an operation's function, the body last."""
    arguments = [(one.name, one.doc) for one in operation.parameters if one.location == "path"]
    if operation.body:
        arguments.append(("body", operation.body.doc or "What is sent."))
    return arguments


def _keyword_parameters(operation: Operation) -> list[tuple[str, str]]:
    keywords = [(one.name, one.doc) for one in operation.parameters if one.location != "path"]
    return keywords + [(one.name, one.doc) for one in _media_keywords(operation)]


def _raises_doc(operation: Operation) -> str:
    statuses = [one.status for one in operation.answers if _is_error(one.status, operation)]
    documented = f" Documented error statuses: {', '.join(statuses)}." if statuses else ""
    return f"Raises:\n    Exception: What sending the request raises.{documented}"


def _pages_doc(operation: Operation) -> str:
    titles = [f'"{sentence(title)}"' for title in operation.pages]
    what = "page" if len(titles) == 1 else "pages"
    return wrap_text(f"Documentation: {what} {', '.join(titles)}.") if titles else ""


def _args(arguments: Iterable[tuple[str, str]]) -> str:
    lines = [
        "    " + indent_lines(wrap_text(f"{name}: {sentence(doc) or 'As the API takes it.'}", 90), " " * 8)
        for name, doc in arguments
    ]
    return "Args:\n" + "\n".join(lines) if lines else ""


def _success_doc(operation: Operation) -> str:
    doc = next((one.doc for one in operation.answers if one.status.startswith("2") and one.doc.strip()), "")
    return indent_lines(wrap_text(sentence(doc), 90)) if doc else "Its answer."


def _doc(*paragraphs: str) -> str:
    return docstring("\n\n".join(part for part in paragraphs if part))
