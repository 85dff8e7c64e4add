"""Media: what an operation sends and what it answers with, by media type."""

from __future__ import annotations

import re
from typing import Any

from generator.codegen.contract import Answer, Body
from generator.codegen.omissions import Omissions
from generator.codegen.places import At, follow
from generator.codegen.schemas import Schemas
from generator.codegen.shapes import ANY, NONE, TEXT, Mapped, Plain, Shape, either, is_record
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


def _rank(media_type: str) -> int:
    """Return how well a media type suits a request; the least is best."""
    plain = essence(media_type)
    order = (
        plain == JSON,
        is_json(plain),
        plain == FORM,
        plain == MULTIPART,
        plain.startswith("text/"),
        True,
    )
    return order.index(True)


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
            self._omissions.add(
                "lost-ref", operation.body.pointer, "The body's reference leads nowhere; it is left out."
            )
            return None
        body, place = target
        content = mapping(body.value.get("content"))
        if not content:
            return None
        chosen = min(content, key=_rank)
        for other in content:
            if other != chosen:
                pointer = place.step("content", other).pointer
                self._omissions.add("media", pointer, f"Only {chosen!r} is sent; {other!r} is left out.")
        shape = self._body_shape(
            chosen, mapping(content[chosen]), place.step("content", chosen, context="Body")
        )
        media_type = (
            chosen if _is_plain(chosen) else (JSON if is_json(chosen) else "application/octet-stream")
        )
        return Body(
            media_type,
            shape,
            body.value.get("required") is True,
            text(body.value.get("description")),
            place.pointer,
        )

    def _body_shape(self, media_type: str, media: dict[str, Any], at: At) -> Shape:
        if is_json(media_type):
            return self._schemas.shape(media.get("schema", {}), at.step("schema"))
        if essence(media_type) in (FORM, MULTIPART):
            shape = self._schemas.shape(media.get("schema", {}), at.step("schema"))
            return shape if is_record(shape) else Mapped(ANY)  # a form has fields, whatever is said of them
        return either(TEXT, _BYTES) if essence(media_type).startswith("text/") else _BYTES

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
            self._omissions.add("status", spot.pointer, f"{status!r} is no status; the answer is left out.")
            return None
        context += "Answer" if status.startswith("2") else class_name(status, "Answer")
        target = follow(self._subject, spot, context)
        if target is None:
            self._omissions.add(
                "lost-ref", spot.pointer, "The answer's reference leads nowhere; it is typed Any."
            )
            return Answer(status, ANY, "", spot.pointer)
        answer, place = target
        return Answer(
            _status(status),
            self._answer_shape(answer.value, place),
            text(answer.value.get("description")),
            spot.pointer,
        )

    def _answer_shape(self, node: dict[str, Any], at: At) -> Shape:
        content = mapping(node.get("content"))
        if not content:
            return NONE
        chosen = next((name for name in content if is_json(name)), None)
        if chosen is None:
            return _BYTES
        return self._schemas.shape(
            mapping(content[chosen]).get("schema", {}), at.step("content", chosen, "schema")
        )


def _is_status(status: str) -> bool:
    return _STATUS.fullmatch(status) is not None


def _status(status: str) -> str:
    return status.lower() if status.lower() == "default" else status.upper()
