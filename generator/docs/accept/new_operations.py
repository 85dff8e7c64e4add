"""New operations: what a page states of an operation the spec lacks, drafted as a part of the spec.

Nothing is invented but examples: the draft says of itself, and of each of its fields, that it is still to be described.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Any

from generator.docs.accept.new_fields import (
    UnfitError,
    enum_component,
    field_description,
    new_enum,
    new_parameter,
    new_property,
)
from generator.docs.accept.revision import Revision
from generator.docs.compare.remaining import UNDESCRIBED
from generator.facts import Field, Fields, Operation, alternatives
from generator.names import METHOD_NAMES, class_name
from generator.openapi import view
from generator.openapi.pointers import mapping, sequence, step, text, texts
from generator.openapi.view import Spot, Subject, as_types
from generator.openapi.yaml_edit import Line

_OPERATION_ID = re.compile(r"[a-z]+(_[a-z0-9]+)+")
_PLACEHOLDER = re.compile(r"\{[^{}]*\}")
_REQUEST_VERBS = ("create", "purchase", "update")
_ALIKE = 0.8
"""From this share of common fields on, an object is one that the spec describes already."""
_JSON = "application/json"
_DEFAULT = "default"
_SUCCESS = re.compile(r"2\d\d")


def draft_operation(revision: Revision, operation: Operation, page: str) -> None:
    """Put an operation into the spec that a page states and the spec lacks; its sources are still to be filled in.

    Args:
        revision: The spec.
        operation: The operation, called by the id that it shall have.
        page: The page's id.

    Raises:
        UnfitError: The page doesn't state enough of it, or its id can't be one.
    """
    if not _OPERATION_ID.fullmatch(operation.name):
        raise UnfitError(f"{operation.name} is not a verb and a noun in snake case: name it with --operation")
    if not operation.method or not operation.path:
        raise UnfitError("the page doesn't say its method and path: take the page that does")
    _Drafter(revision, operation, page).draft()


def draft_new_errors(revision: Revision, operation: Operation, errors: Mapping[str, Fields]) -> None:
    """Put the answers into the spec that a page shows for an operation, and that no operation of the spec has.

    Args:
        revision: The spec.
        operation: The operation, which is to be drafted.
        errors: The fields of the bodies that the page shows, by status.

    Raises:
        UnfitError: The page doesn't state enough of one.
    """
    known = {answer.name for one in revision.subject.operations for answer in one.answers}
    known |= {
        status
        for status in operation.statuses
        if _response_name(status) in mapping(mapping(revision.data.get("components")).get("responses"))
    }
    for status in operation.statuses:
        if errors.get(status) and status not in known:
            draft_error(revision, status, errors[status])


def draft_error(revision: Revision, status: str, fields: Fields) -> None:
    """Put the answer of a status into the spec that a page shows and the spec lacks, for operations to refer to.

    Args:
        revision: The spec.
        status: The status.
        fields: The fields of the answer's body.

    Raises:
        UnfitError: The page doesn't state enough of it.
    """
    operation = Operation(f"answer_{_response_name(status)}", "GET", "/", {"response": fields})
    _Drafter(revision, operation, "").draft_error(status)


def _response_name(status: str) -> str:
    known = {str(member.value): member.phrase for member in HTTPStatus}
    return class_name(known.get(status, f"Status {status}"))


class _Drafter:
    """Drafts one operation.

    Args:
        revision: The spec, to be changed.
        operation: What a page states of it.
        page: The page's id.
    """

    def __init__(self, revision: Revision, operation: Operation, page: str) -> None:
        self._revision = revision
        self._operation = operation
        self._page = page
        self._subject = revision.subject
        self._path = spec_path(self._subject, text(operation.path))
        self._siblings = _siblings(self._subject, self._path)

    def draft(self) -> None:
        """Write it."""
        operation, method = self._operation, text(self._operation.method).lower()
        verb, _, noun = operation.name.partition("_")
        node: dict[str, Any] = {"operationId": operation.name}
        tag = self._tag()
        if any("x-method" in known.spot.value for known in self._subject.operations):
            node["x-method"] = self._method(verb, noun, tag)
        words = " ".join([verb.capitalize(), *noun.split("_")])
        node |= {
            "tags": [tag],
            "summary": f"{words}.",
            "description": f"New in the documentation; what it does is {UNDESCRIBED}.",
            "x-sources": [],
        }
        if parameters := list(self._parameters()):
            node["parameters"] = parameters
        if "request" in operation.parts:
            node["requestBody"] = self._request(operation.fields("request"))
        node["responses"] = self._responses()
        paths = mapping(self._revision.data["paths"])
        item = paths.setdefault(self._path, {})
        if method in item:
            raise UnfitError(f"{operation.method} {self._path} is described as another operation")
        item[method] = node
        self._revision.note(step("/paths", self._path, method), f"new operation {operation.name}")

    def draft_error(self, status: str) -> None:
        """Write the answer of a status as a component."""
        name = _response_name(status)
        schema = self._object(f"{name}Answer", self._operation.fields("response"), is_answer=True)
        mapping(self._revision.node("/components").setdefault("responses", {}))[name] = {
            "description": f"The status {status}; new in the documentation, and {UNDESCRIBED}.",
            "content": self._content(schema, "An error."),
        }

    def _tag(self) -> str:
        tags = [tag for known in self._siblings for tag in texts(known.spot.value.get("tags"))]
        declared = [text(mapping(tag).get("name")) for tag in sequence(self._revision.data.get("tags"))]
        return next(iter([*tags, *declared]), "operations")

    def _method(self, verb: str, noun: str, tag: str) -> str:
        """Return the verb as the method's name, or the whole id where the verb alone says something else.

        It does where another method has it, and where the operation is about a part of the records of its tag.
        """
        others = [known for known in self._subject.operations if tag in texts(known.spot.value.get("tags"))]
        taken = {known.spot.value.get("x-method") for known in others}
        is_on_records = noun in (tag, tag.removesuffix("s"))
        is_free = verb not in taken and verb not in METHOD_NAMES
        return verb if is_on_records and is_free else self._operation.name

    # Parameters: those of the path that other operations have are theirs, the others are components of their own.

    def _parameters(self) -> Iterator[dict[str, Any]]:
        stated = self._operation.fields("path")
        for placeholder in _PLACEHOLDER.findall(self._path):
            name = placeholder[1:-1]
            known = self._known_parameter("path", name)
            facts = stated.get(name, {"type": "string"})
            yield Line({"$ref": known or self._add_parameter(name, "path", facts)})
        for where in ("query", "header"):
            for name, facts in self._operation.fields(where).items():
                known = self._known_parameter(where, name, facts)
                yield Line({"$ref": known or self._add_parameter(name, where, facts)})

    def _known_parameter(self, where: str, name: str, facts: Field | None = None) -> str | None:
        """Return the reference of a parameter that an operation beside this one has as well."""
        for known in self._siblings:
            for reference in sequence(known.spot.value.get("parameters")):
                pointer = text(mapping(reference).get("$ref"))
                spot = self._subject.resolve(Spot("", mapping(reference)))
                if (spot.value.get("in"), spot.value.get("name")) != (where, name) or not pointer:
                    continue
                types = as_types(spot.step("schema"))
                if facts is None or not types or text(facts.get("type")) in types:
                    return pointer
        return None

    def _add_parameter(self, name: str, where: str, facts: Field) -> str:
        component = class_name(name)
        known = mapping(self._revision.node("/components").setdefault("parameters", {}))
        if component.lower() in {one.lower() for one in known}:
            component = class_name(f"{self._operation.name.partition('_')[2]}_{name}")
        if component.lower() in {one.lower() for one in known}:
            raise UnfitError(f"the name {component} of its parameter {name} is taken: choose another")
        enum = self._enum(name, facts)
        known[component] = new_parameter(name, where, facts, enum=enum)
        return f"#/components/parameters/{component}"

    # Bodies: an object that the spec describes already is referred to, any other gets a schema of its own.

    def _request(self, fields: Fields) -> dict[str, Any]:
        verb, _, noun = self._operation.name.partition("_")
        name = (
            class_name(f"{noun}_{verb}")
            if verb in _REQUEST_VERBS
            else f"{class_name(self._operation.name)}Request"
        )
        schema = self._object(name, fields, is_answer=False)
        is_required = self._operation.body_required
        if is_required is None:
            is_required = any(facts.get("required") is True for facts in fields.values())
        return {
            "required": is_required,
            "description": f"What is sent; new in the documentation, and {UNDESCRIBED}.",
            "content": self._content(schema, "What may be sent."),
        }

    def _responses(self) -> dict[str, Any]:
        fields = self._operation.fields("response")
        statuses = self._operation.statuses
        success = next((status for status in statuses if _SUCCESS.fullmatch(status)), None)
        success = success or ("200" if fields else "204")
        answer: dict[str, Any] = {"description": f"The answer; new in the documentation, and {UNDESCRIBED}."}
        if fields:
            noun = self._operation.name.partition("_")[2]
            schema = self._object(f"{class_name(noun)}Answer", fields, is_answer=True)
            answer["content"] = self._content(schema, "An answer.")
        errors = {status for status in statuses if not _SUCCESS.fullmatch(status)}
        errors |= self._shared_errors() if errors else self._common_errors()
        responses = {status: self._error(status) for status in sorted(errors)}
        return {success: answer, **(responses or {_DEFAULT: self._error(_DEFAULT)})}

    def _common_errors(self) -> set[str]:
        """Return the errors that every operation of the document has; a page may leave them to another page."""
        found: list[set[str]] = [
            {
                status
                for status in mapping(known.spot.value.get("responses"))
                if not _SUCCESS.fullmatch(status) and status != _DEFAULT
            }
            for known in self._subject.operations
        ]
        return set[str].intersection(*found) if found else set()

    def _shared_errors(self) -> set[str]:
        """Return those of the common errors that other pages state and this one leaves out everywhere."""
        record = mapping(mapping(self._revision.sources.data["pages"])[self._page])
        stated = {
            status
            for operation in mapping(record["operations"]).values()
            for status in texts(mapping(operation).get("statuses"))
        }
        shared = {
            status
            for status in self._common_errors() - stated
            if any(
                texts(self._subject.resolve(answer).value.get("x-sources"))
                for answer in self._answers(status)
            )
        }
        if shared:
            place = step("/paths", self._path, text(self._operation.method).lower())
            *most, last = sorted(shared)
            statuses = " and ".join([", ".join(most), last] if most else [last])
            self._revision.note(
                place, f"{self._operation.name} answers {statuses}, too, as every operation does"
            )
        return shared

    def _answers(self, status: str) -> list[Spot]:
        """Return the answers that the document has with a status, those of the operations beside this one first."""
        return [answer for known in self._siblings for answer in known.answers if answer.name == status]

    def _error(self, status: str) -> dict[str, Any]:
        """Return the answer that all operations have in common, or one of its own with a body like that beside it."""
        answers = self._answers(status)
        references = {text(answer.value.get("$ref")) for answer in answers}
        if len(references) == 1 and "" not in references:
            return {"$ref": references.pop()}
        name = _response_name(status)
        if not answers and name in mapping(mapping(self._revision.data.get("components")).get("responses")):
            return {"$ref": f"#/components/responses/{name}"}
        what = "An error; no page says which" if status == _DEFAULT else f"The status {status}"
        bodies = [self._subject.resolve(answer).value.get("content") for answer in answers]
        content = next(({"content": copy.deepcopy(body)} for body in bodies if body), dict[str, Any]())
        return {"description": f"{what}; new in the documentation, and {UNDESCRIBED}.", **content}

    def _content(self, schema: str, summary: str) -> dict[str, Any]:
        value = self._known_example(schema)
        if value is None:
            value = self._example(Spot("", {"$ref": schema}))
        example = {"summary": summary, "value": value}
        return {_JSON: {"schema": {"$ref": schema}, "examples": {"example": example}}}

    def _known_example(self, schema: str) -> Any:
        """Return the value of a schema that an answer beside this operation shows: its fields fit each other."""
        for known in self._siblings:
            for answer in mapping(known.spot.value.get("responses")).values():
                content = mapping(mapping(mapping(answer).get("content")).get(_JSON))
                if mapping(content.get("schema")).get("$ref") == schema:
                    for example in mapping(content.get("examples")).values():
                        return copy.deepcopy(mapping(example).get("value"))
        return None

    def _example(self, spot: Spot, depth: int = 0) -> Any:
        """Return a value of a schema, put together from the examples of its fields."""
        if depth > len(self._operation.parts) + 5:
            return None
        subject = self._revision.subject
        for part in alternatives(subject, spot, items=False):
            if examples := sequence(part.value.get("examples")):
                return examples[0]
            if "items" in part.value:
                return [self._example(part.step("items"), depth + 1)]
            if "properties" in part.value:
                return {
                    field.name: sequence(field.value.get("examples"))[0]
                    if field.value.get("examples")
                    else self._example(field, depth + 1)
                    for field in part.named_children("properties")
                }
        return None

    def _object(self, name: str, fields: Fields, *, is_answer: bool, above: str = "") -> str:
        """Return the reference of an object's schema, which is written where the spec has none like it."""
        own = {field: facts for field, facts in _fields_below(fields, above).items() if "." not in field}
        if known := self._known_object(own, is_answer=is_answer):
            return known
        schemas = mapping(self._revision.node("/components").setdefault("schemas", {}))
        if name.lower() in {one.lower() for one in schemas}:
            raise UnfitError(f"the name {name} of its schema is taken: choose another")
        schema: dict[str, Any] = {
            "type": "object",
            "description": f"New in the documentation; what it is, is {UNDESCRIBED}.",
        }
        required = [field for field, facts in own.items() if facts.get("required") is True]
        if required and not is_answer:
            schema["required"] = required
        schema["properties"] = properties = dict[str, Any]()
        schemas[name] = schema
        for field, facts in own.items():
            properties[field] = self._property(name, field, facts, fields, above=above, is_answer=is_answer)
        self._revision.note(step("/components/schemas", name), f"new schema {name}")
        return f"#/components/schemas/{name}"

    def _property(
        self, owner: str, field: str, facts: Field, fields: Fields, *, above: str, is_answer: bool
    ) -> dict[str, Any]:
        inner = f"{above}{field}."
        kind = text(facts.get("type"))
        if not _fields_below(fields, inner):
            if kind in ("", "object", "enum") or (kind == "array" and not _has_items(facts)):
                # What is known of it is too little for a type: any value will do until a person says more.
                return {"description": field_description(facts), "x-sources": []}
            enum = self._enum(field, facts)
            return new_property(field, facts, enum=enum, is_answer=is_answer)
        reference = self._object(f"{owner}{class_name(field)}", fields, is_answer=is_answer, above=inner)
        target: dict[str, Any] = {"$ref": reference}
        if kind == "array":
            return {
                "description": field_description(facts),
                "type": ["array", "null"] if is_answer else "array",
                "items": target,
                "x-sources": [],
            }
        shape = {"anyOf": [target, {"type": "null"}]} if is_answer else target
        return {"description": field_description(facts), **shape, "x-sources": []}

    def _known_object(self, fields: Fields, *, is_answer: bool) -> str | None:
        """Return the reference of a schema of this direction that has nearly all of these fields.

        What is sent has to have exactly these: another operation may be sent what its page states, and no more.
        """
        best, share = None, _ALIKE
        for spot in self._subject.components:
            names = set(mapping(spot.value.get("properties")))
            is_sent = spot.name.endswith(("Create", "Purchase", "Request", "Update"))
            if spot.kind != "schemas" or not names or is_sent == is_answer:
                continue
            likeness = len(names & fields.keys()) / len(names | fields.keys())
            if likeness >= (1 if is_sent else share):
                best, share = f"#/components/schemas/{spot.name}", likeness
        return best

    def _enum(self, field: str, facts: Field) -> str | None:
        name, values = enum_component(self._revision.subject, field, facts)
        if name and values:
            mapping(self._revision.node("/components").setdefault("schemas", {}))[name] = new_enum(
                name, values
            )
        return name


def _fields_below(fields: Fields, above: str) -> dict[str, Field]:
    """Return the fields that an object holds, by their names within it."""
    return {name.removeprefix(above): facts for name, facts in fields.items() if name.startswith(above)}


def _has_items(facts: Field) -> bool:
    return any(facts.get(fact) for fact in ("enum", "items")) or bool(sequence(facts.get("example")))


def _siblings(subject: Subject, path: str) -> list[view.Operation]:
    """Return the operations, those whose path begins most like a path first."""
    return sorted(subject.operations, key=lambda known: -_common_steps(known.path, path))


def _common_steps(one: str, other: str) -> int:
    pairs = zip(_steps(one), _steps(other), strict=False)
    return next(
        (count for count, (some, others) in enumerate(pairs) if some != others),
        min(len(_steps(one)), len(_steps(other))),
    )


def _steps(path: str) -> list[str]:
    return _PLACEHOLDER.sub("{}", path).split("/")


def spec_path(subject: Subject, path: str) -> str:
    """Return a page's path with what stands before it on the host, where another path of the document tells.

    Args:
        subject: The document.
        path: The path on the page.
    """
    own = _steps(path)[1:]
    best, most = path, 0
    for known in subject.operations:
        steps = _steps(known.path)[1:]
        for start in range(len(steps)):
            size = next(
                (n for n, (one, other) in enumerate(zip(steps[start:], own, strict=False)) if one != other),
                min(len(steps) - start, len(own)),
            )
            is_literal = any(part != "{}" for part in own[:size])
            if is_literal and size and size > most:
                prefix = "/".join(known.path.split("/")[1 : start + 1])
                best, most = f"/{prefix}{path}" if prefix else path, size
    return best
