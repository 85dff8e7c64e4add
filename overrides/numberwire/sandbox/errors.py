"""Every way to say no: why, as a value, and how each API words it; nothing is decided here."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from numberwire.sandbox.settings import Settings

_TITLES = {
    "invalid_parameter": "Invalid parameter",
    "page_token_required": "Page token required",
    "page_token_is_invalid": "Page token is invalid",
    "provided_id_is_unrecognized": "Provided id is unrecognized",
    "purchased_too_recently": "Purchased too recently",
    "rate_limit_exceeded": "Rate limit exceeded",
}
_ROUTING_CODES = {
    400: ("INVALID_INPUT", "invalid input"),
    401: ("UNAUTHORIZED", "authentication failed"),
    403: ("FORBIDDEN", "missing required scope"),
    404: ("NOT_FOUND", "not found"),
    405: ("METHOD_NOT_ALLOWED", "method not allowed"),
    422: ("VALIDATION_FAILED", "validation failed"),
    429: ("RATE_LIMITED", "too many requests"),
}
_ROUTING_FAILURE = ("INTERNAL_ERROR", "internal error")
_LISTED = (422, 429)


class Refusal(Exception):  # noqa: N818 - it is an answer, not a failure of the sandbox
    """An answer that says no.

    Args:
        status: The HTTP status.
        detail: Why, in words.
        code: The API's code, where it gives one.
        fields: What is wrong with each field, in words.
        headers: Headers the answer has besides the usual ones.
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
        self.detail = detail or phrase(status)
        self.code = code
        self.fields = dict(fields or {})
        self.headers = headers


def phrase(status: int) -> str:
    """The usual words for a status."""
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Unknown"


def malformed(detail: str, fields: Mapping[str, str] | None = None) -> Refusal:
    """400: the body is not what the operation takes."""
    return Refusal(400, detail, fields=fields)


def unauthorized(scheme: str) -> Refusal:
    """401: no credentials, or unknown ones."""
    return Refusal(401, headers=(("www-authenticate", f'{scheme} realm="numberwire sandbox"'),))


def forbidden() -> Refusal:
    """403: the credentials lack the scope."""
    return Refusal(403)


def not_found() -> Refusal:
    """404: there is no such thing."""
    return Refusal(404)


def not_allowed(methods: tuple[str, ...]) -> Refusal:
    """405: the path knows other methods."""
    return Refusal(405, headers=(("allow", ", ".join(methods)),))


def invalid(**fields: str) -> Refusal:
    """422: fields or parameters whose values can't be taken."""
    return Refusal(422, fields=fields)


def refused(code: str, detail: str) -> Refusal:
    """422: a rule stands against it."""
    return Refusal(422, detail, code)


def too_many(seconds: int) -> Refusal:
    """429: come back in so many seconds."""
    detail = f"Wait {seconds} s before sending further requests."
    return Refusal(429, detail, "rate_limit_exceeded", headers=(("retry-after", str(seconds)),))


def signalwire_body(refusal: Refusal, settings: Settings, _request_id: str) -> dict[str, Any]:
    """A refusal as SignalWire words it: a message, or for 422 and 429 a list."""
    if refusal.status not in _LISTED:
        return {"error": refusal.detail}
    details = refusal.fields or {"": refusal.detail}
    return {"errors": [_item(refusal, field, words, settings) for field, words in details.items()]}


def _item(refusal: Refusal, field: str, words: str, settings: Settings) -> dict[str, str | None]:
    """One complaint, in the shape of phone numbers or in that of the vendor's other products."""
    if settings.error_items == "message":
        url = f"https://example.com/errors/{refusal.code}"
        shape = {"type": "validation_error", "code": refusal.code, "message": words}
        return {**shape, "attribute": field or None, "url": url}
    title = _TITLES.get(refusal.code, phrase(refusal.status))
    detail = f"{field} {words}" if field else words
    return {"detail": detail, "status": str(refusal.status), "title": title, "code": refusal.code}


def routing_body(refusal: Refusal, _settings: Settings, request_id: str) -> dict[str, Any]:
    """A refusal as the routing API words it: in its envelope, with details by field."""
    code, message = _ROUTING_CODES.get(refusal.status, _ROUTING_FAILURE)
    error: dict[str, Any] = {"code": code, "message": message, "request_id": request_id}
    if refusal.fields:
        error["details"] = refusal.fields
    return {"success": False, "error": error}
