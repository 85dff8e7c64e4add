"""Media: what an operation sends and what it answers with, by media type."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from generator.codegen.contract import Answer, Body, FieldEncoding
from generator.codegen.omissions import Omissions
from generator.codegen.places import At, follow
from generator.codegen.schemas import Schemas
from generator.codegen.shapes import (
    ANY,
    NONE,
    TEXT,
    Listed,
    Mapped,
    Plain,
    Shape,
    alternatives,
    either,
    is_record,
)
from generator.names import class_name
from generator.openapi.pointers import mapping, text
from generator.openapi.view import Operation, Spot, Subject

JSON, FORM, MULTIPART = "application/json", "application/x-www-form-urlencoded", "multipart/form-data"
_BYTES = Plain("bytes")
_STATUS = re.compile(r"[1-5](\d\d|XX)|default", re.ASCII | re.IGNORECASE)


def essence(media_type: str) -> str:
    """Return a media type without its parameters, in lower case."""
    return media_type.partition(";")[0].strip().lower()


def is_json(media_type: str) -> bool:
    """Tell whether a media type is JSON, or leaves the choice to the client."""
    plain = essence(media_type)
    return plain in (JSON, "*/*", "application/*", "text/json") or plain.endswith("+json")


def _rank(media_type: str, media: dict[str, Any]) -> int:
    """Return how well a media type suits a request; the least is best."""
    plain = essence(media_type)
    schema = mapping(media.get("schema"))
    if is_json(plain) and schema.get("type") == "string" and schema.get("format") == "binary":
        return len(_ORDER)  # JSON has no bytes: what is meant is a file
    order = (
        plain == JSON,
        is_json(plain),
        plain == FORM,
        plain == MULTIPART,
        plain.startswith("text/"),
        True,
    )
    return order.index(True)


_ORDER = ("json", "another JSON", "form", "multipart", "text", "bytes")


def _is_plain(media_type: str) -> bool:
    """Tell whether a media type can be sent as a header as it stands."""
    return media_type.isascii() and media_type.isprintable() and "/" in media_type and "*" not in media_type


class Media:
    """Reads the bodies and the answers of operations.

    Args:
        subject: The document.
        schemas: Gives the shape of each.
        omissions: Where to note what is left out.
    """

    def __init__(self, subject: Subject, schemas: Schemas, omissions: Omissions) -> None:
        self._subject = subject
        self._schemas = schemas
        self._omissions = omissions

    def body(self, operation: Operation, context: str) -> Body | None:
        """Return what an operation sends, or None.

        Args:
            operation: The operation.
            context: How the names of its classes begin.
        """
        if operation.body is None:
            return None
        target = follow(self._subject, operation.body, context)
        if target is None:
            self._omissions.add_reference(operation.body.value, operation.body.pointer, "The body")
            return None
        body, place = target
        content = mapping(body.value.get("content"))
        if not content:
            return None
        ranked = sorted(content, key=lambda name: _rank(name, mapping(content[name])))
        bodies = [self._body_in(media_type, body, place) for media_type in ranked]
        return replace(bodies[0], others=tuple(bodies[1:]))

    def _body_in(self, chosen: str, body: Spot, place: At) -> Body:
        """Return what an operation sends in one media type."""
        media = mapping(mapping(body.value["content"])[chosen])
        at = place.step("content", chosen, context="Body")
        shape = self._body_shape(chosen, media, at)
        media_type = (
            chosen if _is_plain(chosen) else (JSON if is_json(chosen) else "application/octet-stream")
        )
        is_form = essence(chosen) in (FORM, MULTIPART)
        return Body(
            media_type,
            shape,
            body.value.get("required") is True,
            text(body.value.get("description")),
            place.pointer,
            _field_encodings(_parts_encoding(media, chosen), at) if is_form else (),
        )

    def _body_shape(self, media_type: str, media: dict[str, Any], at: At) -> Shape:
        if is_json(media_type):
            return self._schemas.shape(media.get("schema", {}), at.step("schema"))
        if essence(media_type) in (FORM, MULTIPART):
            return self._form_shape(self._schemas.shape(media.get("schema", {}), at.step("schema")), at)
        return either(TEXT, _BYTES) if essence(media_type).startswith("text/") else _BYTES

    def _form_shape(self, shape: Shape, at: At) -> Shape:
        """Return the shape of a form: it has fields, whatever is said of them."""
        kept = tuple(member for member in alternatives(shape) if member != NONE)
        if kept and all(map(is_record, kept)):
            return either(*kept)
        if shape != ANY:
            message = "A form needs a schema of an object; any mapping is taken for this one."
            self._omissions.add("media", at.step("schema").pointer, message)
        return Mapped(ANY)

    def answers(self, operation: Operation, context: str) -> tuple[Answer, ...]:
        """Return all documented answers of an operation.

        Args:
            operation: The operation.
            context: How the names of its classes begin.
        """
        parsed = [self._answer(spot, context) for spot in operation.answers]
        return tuple(answer for answer in parsed if answer is not None)

    def _answer(self, spot: Spot, context: str) -> Answer | None:
        status = str(spot.name)
        if status.startswith("x-"):
            return None
        if not _is_status(status):
            self._omissions.add(
                "status", spot.pointer, f"{status!r} is not a status; the answer is left out."
            )
            return None
        context += "Answer" if status.startswith("2") else class_name(status, "Answer")
        target = follow(self._subject, spot, context)
        if target is None:
            self._omissions.add_reference(spot.value, spot.pointer, "The answer", "it is typed Any")
            return Answer(status, ANY, "", spot.pointer)
        answer, place = target
        content = mapping(answer.value.get("content"))
        chosen = next((name for name in content if is_json(name)), None)
        media_types = (chosen,) if chosen is not None else tuple(content)
        for name in content:
            if chosen is not None and not _is_same_json(content, chosen, name):
                message = f"The answer is asked for and read as {chosen} alone."
                self._omissions.add("media", place.step("content", name).pointer, message)
        if mapping(answer.value.get("links")):
            self._omissions.add("outbound", place.step("links").pointer, "The links are left out.")
        return Answer(
            _status(status),
            self._answer_shape(content, chosen, place),
            text(answer.value.get("description")),
            spot.pointer,
            tuple(name for name in media_types if _may_be_asked_for(name)),
            text=chosen is None and bool(content) and all(_is_text(*pair) for pair in content.items()),
        )

    def _answer_shape(self, content: dict[str, Any], chosen: str | None, at: At) -> Shape:
        if not content:
            return NONE
        if chosen is None:
            return _BYTES
        return self._schemas.shape(
            mapping(content[chosen]).get("schema", {}), at.step("content", chosen, "schema")
        )


def _is_same_json(content: dict[str, Any], chosen: str, name: str) -> bool:
    """Tell whether two media types of an answer are both JSON of one schema."""
    schema, other = (mapping(content[key]).get("schema", {}) for key in (chosen, name))
    return name == chosen or (is_json(name) and schema == other)


def writable_shape(shape: Shape, media_type: str, written: Shape = TEXT) -> Shape:
    """Return a shape each of whose values can be written as a media type: what has parts, as the caller writes it.

    Args:
        shape: The shape.
        media_type: The media type of a parameter, or of a field of a form.
        written: The shape of what the caller has written.
    """

    def is_writable(member: Shape) -> bool:
        return not (isinstance(member, Listed) or (is_record(member) and essence(media_type) != FORM))

    if is_json(media_type):
        return shape
    return either(*(member if is_writable(member) else written for member in alternatives(shape)))


def _field_encodings(fields: dict[str, Any], at: At) -> tuple[FieldEncoding, ...]:
    """Return the fields of a form that are written in a way of their own."""
    encodings: list[FieldEncoding] = []
    for name, value in fields.items():
        node = mapping(value)
        style = text(node.get("style")) or ("form" if node.keys() & {"explode", "allowReserved"} else "")
        explode = node.get("explode", style == "form") is True
        reserved = node.get("allowReserved") is True
        media_type = _first_writable(text(node.get("contentType")))
        pointer = at.step("encoding", name).pointer
        encodings.append(FieldEncoding(name, pointer, media_type, style, explode, reserved))
    return tuple(one for one in encodings if one.content_type or one.style)


def _first_writable(media_types: str) -> str:
    """Return the media type of a field of which the document names several: JSON, which writes any value, or the first.

    One that leaves the choice to the client is the one that the field has anyway.
    """
    names = [name.strip() for name in media_types.split(",")]
    chosen = next(filter(is_json, names), names[0])
    return "" if "*" in chosen else chosen


def _parts_encoding(media: dict[str, Any], media_type: str) -> dict[str, Any]:
    """Return the encoding of a form's fields; in OpenAPI 3.1 a part's schema may say its media type itself."""
    encoding = mapping(media.get("encoding"))
    if essence(media_type) != MULTIPART:
        return encoding
    properties = mapping(mapping(media.get("schema")).get("properties"))
    stated = {name: text(mapping(schema).get("contentMediaType")) for name, schema in properties.items()}
    return {name: {"contentType": kind} for name, kind in stated.items() if kind} | encoding


def _may_be_asked_for(media_type: str) -> bool:
    return media_type.isascii() and media_type.isprintable() and "/" in media_type


def _is_text(media_type: str, media: object) -> bool:
    """Tell whether an answer is text, and not a file that is called one."""
    schema = mapping(mapping(media).get("schema"))
    return essence(media_type).startswith("text/") and schema.get("format") != "binary"


def _is_status(status: str) -> bool:
    return _STATUS.fullmatch(status) is not None


def _status(status: str) -> str:
    return status.lower() if status.lower() == "default" else status.upper()
