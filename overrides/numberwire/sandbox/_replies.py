"""Answers as values: responses with JSON, and refusals, whose words each API puts in its own form."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from http import HTTPStatus

import msgspec

from numberwire._response import Response

_JSON = ("content-type", "application/json; charset=utf-8")


def reply(value: object, status: int = 200, headers: tuple[tuple[str, str], ...] = ()) -> Response:
    """A response whose body is a value as JSON."""
    return Response(status, (_JSON, *headers), msgspec.json.encode(value))


def no_content() -> Response:
    """204, with no body."""
    return Response(204)


def time_text(moment: datetime) -> str:
    """A time as answers write it: UTC, whole seconds."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


class ErrorReply(Exception):  # noqa: N818 - it is an answer, not a failure of the sandbox
    """An answer that says no.

    Args:
        status: The HTTP status.
        detail: The reason, in words.
        code: The API's code, where it gives one.
        fields: What is wrong with each field, in words.
        headers: Headers of the answer besides the usual ones.
    """

    def __init__(
        self,
        status: int,
        detail: str = "",
        code: str = "invalid_parameter",
        fields: Mapping[str, str] | None = None,
        headers: tuple[tuple[str, str], ...] = (),
    ) -> None:
        super().__init__(status, detail)
        self.status = status
        self.detail = detail or status_phrase(status)
        self.code = code
        self.fields = dict(fields or {})
        self.headers = headers


def bad_request(detail: str, fields: Mapping[str, str] | None = None) -> ErrorReply:
    """400: the body is not what the operation takes."""
    return ErrorReply(400, detail, fields=fields)


def unknown_credentials(scheme: str) -> ErrorReply:
    """401: no credentials, or unknown ones."""
    return ErrorReply(401, headers=(("www-authenticate", f'{scheme} realm="numberwire sandbox"'),))


def missing_scope() -> ErrorReply:
    """403: the credentials lack the scope."""
    return ErrorReply(403)


def not_found() -> ErrorReply:
    """404: the resource does not exist."""
    return ErrorReply(404)


def wrong_method(methods: tuple[str, ...]) -> ErrorReply:
    """405: the path has other methods."""
    return ErrorReply(405, headers=(("allow", ", ".join(methods)),))


def invalid_fields(**fields: str) -> ErrorReply:
    """422: fields or parameters with invalid values."""
    return ErrorReply(422, fields=fields)


def rule_violation(code: str, detail: str) -> ErrorReply:
    """422: a rule of the service forbids it."""
    return ErrorReply(422, detail, code)


def no_answer_yet(operation: str) -> ErrorReply:
    """501: the API documents an operation for which nobody has written an answer here."""
    return ErrorReply(
        501,
        f"The sandbox does not implement {operation} yet.",
        "not_implemented",
    )


def too_many_requests(seconds: int) -> ErrorReply:
    """429: come back in so many seconds."""
    detail = f"Wait {seconds} s before sending further requests."
    return ErrorReply(429, detail, "rate_limit_exceeded", headers=(("retry-after", str(seconds)),))


def status_phrase(status: int) -> str:
    """The usual words for a status."""
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Unknown"
