"""Cases: an envelope of the second API."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from numberwire.errors import (
    APIResponseValidationError,
    APIStatusError,
    FieldError,
    InvalidRequestError,
    UnprocessableEntityError,
)
from tests.numberwire.faults.answers import said, text
from tests.numberwire.faults.apis import ID, ROUTING
from tests.numberwire.faults.case import Case, Right, wrong
from tests.numberwire.faults.turns import hangs_up, says

RECORD = ROUTING.record


def envelopes() -> Iterator[Case]:
    """What an envelope says decides, and an envelope without what it promises is an error."""
    envelopes: dict[str, dict[str, Any]] = {
        "the least": {"success": True, "data": RECORD},
        "an error of null": {"success": True, "error": None, "meta": None, "data": RECORD},
        "more than documented": {"success": True, "data": {**RECORD, "new": 1}, "new": {"a": []}},
        "unknown words": {"success": True, "data": {**RECORD, "number_type": "satellite"}},
    }
    for name, envelope in envelopes.items():
        ends = Right(ROUTING.value(envelope["data"]))
        yield Case(f"envelope with {name}", (says(said(envelope)),), ends, "PATCH")
    unreadable: dict[str, Any] = {
        "no data": {"success": True},
        "data of null": {"success": True, "error": None, "data": None},
        "data in a list": {"success": True, "data": [RECORD]},
        "no success": {"data": RECORD},
        "success in words": {"success": "true", "data": RECORD},
        "no number": {"success": True, "data": {"id": ID}},
        "nothing": {},
        "a record for an envelope": RECORD,
    }
    for name, envelope in unreadable.items():
        ends = wrong(APIResponseValidationError, status_code=200, attempts=1, body=text(envelope))
        yield Case(f"envelope with {name}", (says(said(envelope)),), ends, "PATCH")


def refusals() -> Iterator[Case]:
    """A refusal tells the fields it is about and the request's id, whatever the status is."""
    error = {
        "code": "VALIDATION_FAILED",
        "message": "no",
        "request_id": "r-9",
        "details": {"label": "too long"},
    }
    told = (FieldError("VALIDATION_FAILED", "too long", "label"),)
    for status, kind in ((422, UnprocessableEntityError), (200, APIStatusError)):
        for name, more in {"": {}, " beside data": {"data": RECORD}}.items():
            ends = wrong(kind, "too long", status_code=status, errors=told, request_id="r-9", attempts=1)
            body = {"success": False, "error": error, **more}
            yield Case(f"refusal with {status}{name}", (says(said(body, status)),), ends, "PATCH")
    for name, body in {"alone": {"success": False}, "with data": {"success": False, "data": RECORD}}.items():
        yield Case(
            f"failure {name}",
            (says(said(body)),),
            wrong(APIStatusError, status_code=200, attempts=1),
            "PATCH",
        )


def updates() -> Iterator[Case]:
    """A PATCH that sets values is repeated with the same body; one that sets none is not sent."""
    script = (hangs_up(), says(said({}, 500)), says(said(ROUTING.wrapped(RECORD))))
    yield Case("update, cut off and refused", script, Right(ROUTING.value(RECORD)), "PATCH PATCH PATCH")
    for name, fields in {
        "nothing": {},
        "None": {"label": None},
        "a plain URL": {"inbound_url": "http://x.example"},
    }.items():
        more = {"calls": (partial(updated, **fields),), "connections": 0}
        yield Case(f"update of {name}", (says(b""),), wrong(InvalidRequestError, attempts=0), "", **more)


def updated(client: Any, **fields: Any) -> Any:
    """Update the number."""
    return client.phone_numbers.update(ID, **fields)


ROWS = (envelopes, refusals, updates)
