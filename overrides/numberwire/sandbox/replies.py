"""Answers as responses: JSON with its content type, or nothing."""

from __future__ import annotations

from datetime import datetime

import msgspec

from numberwire.wire import Response

_JSON = ("content-type", "application/json; charset=utf-8")


def reply(value: object, status: int = 200, headers: tuple[tuple[str, str], ...] = ()) -> Response:
    """An answer whose body is a value as JSON."""
    return Response(status, (_JSON, *headers), msgspec.json.encode(value))


def no_content() -> Response:
    """204, with no body."""
    return Response(204)


def stamp(moment: datetime) -> str:
    """A time as answers write it: UTC, whole seconds."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
