"""The routing API's habits: an envelope around every answer, and an update that may be repeated."""

from typing import Any

import msgspec

from numberwire._complaint import Complaint, has_content, read_complaint, read_text
from numberwire._retry import REPEAT
from numberwire.definition import Definition
from numberwire.errors import FieldError
from numberwire.routing.checks import CHECKS
from numberwire_api import decode_json

__all__ = ["ROUTING"]


_NOTHING = msgspec.Raw(b"null")
_MOST_DETAILS = 100
_LONGEST_DETAILS = 64 * 1024


class _Error(msgspec.Struct):
    """An error of which each part is read by itself: one odd part must not cost the request id and the details."""

    code: msgspec.Raw = _NOTHING
    message: msgspec.Raw = _NOTHING
    request_id: msgspec.Raw = _NOTHING
    details: msgspec.Raw = _NOTHING


class _Envelope(msgspec.Struct):
    success: bool
    error: msgspec.Raw = _NOTHING


def _complaint(content: bytes) -> Complaint | None:
    """The error in an envelope; there is one unless the envelope says success, whatever the status is.

    The documented sample of a success carries an error beside it, filled in from the schema, so ``success``
    decides. A body that is no envelope, such as a gateway's, is read like any other API's.
    """
    try:
        envelope = decode_json(content, _Envelope)
        if envelope.success:
            return None
        if not has_content(envelope.error):
            return Complaint((FieldError(None, "the envelope reports a failure without a reason"),))
        error = decode_json(envelope.error, _Error)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return read_complaint(content)
    code = read_text(error.code)
    details, more = _details(error.details)
    errors = tuple(FieldError(code, text, name) for name, text in details)
    words = read_text(error.message) or code or "no reason given"
    return Complaint(errors or (FieldError(code, words),), read_text(error.request_id), more)


def _details(value: msgspec.Raw) -> tuple[list[tuple[str, str]], str]:
    """What is wrong with each field, of a hundred at most, and how many more there are, in words."""
    if len(value) > _LONGEST_DETAILS:
        return [], ""
    try:
        details: dict[str, Any] = msgspec.json.decode(value, type=dict[str, Any] | None) or {}
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return [], ""
    pairs = [(name, text if isinstance(text, str) else str(text)) for name, text in details.items()]
    more = len(pairs) - _MOST_DETAILS
    return pairs[:_MOST_DETAILS], f"and {more} more" if more > 0 else ""


ROUTING = Definition(
    name="routing",
    # PATCH is not idempotent as such (RFC 5789). This one sets fields to the values sent and computes nothing
    # from what was there before, so sending it twice leaves what sending it once leaves.
    policies={"update_phone_number_routing": REPEAT},
    checks=CHECKS,
    complaint=_complaint,
    envelope="data",
    effects={"update_phone_number_routing": "the number was changed"},
    unknown_field="answer INVALID_INPUT",
    unknown_field_code="INVALID_INPUT",
)
