"""The routing API's habits: an envelope around every answer, and the rules of its one operation."""

from typing import Any

import msgspec

from numberwire.checks import Sent, checks
from numberwire.definition import Complaint, Definition, read_complaint
from numberwire.errors import FieldError
from numberwire.retry import REPEAT
from numberwire_api import CheckRow
from numberwire_api.routing.checks import CHECKS
from numberwire_api.routing.models import RoutedPhoneNumber, RoutingAnswer

__all__ = ["ROUTING"]


class _Error(msgspec.Struct):
    """An error read with leave: one odd detail must not cost the request id and the other details."""

    code: str | None = None
    message: str | None = None
    request_id: str | None = None
    details: dict[str, Any] | None = None


class _Envelope(msgspec.Struct):
    success: bool
    error: _Error | None = None


def _complaint(content: bytes) -> Complaint | None:
    """The error in an envelope; there is one unless the envelope says success, whatever the status is.

    The documented sample of a success carries an error beside it, filled in from the schema, so ``success``
    decides. A body that is no envelope, such as a gateway's, is read like any other API's.
    """
    try:
        envelope = msgspec.json.decode(content, type=_Envelope)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return read_complaint(content)
    if envelope.success:
        return None
    error = envelope.error
    if error is None:
        return Complaint((FieldError(None, "the envelope says that it failed, and not why"),))
    details = tuple(
        FieldError(error.code, text if isinstance(text, str) else str(text), name)
        for name, text in (error.details or {}).items()
    )
    words = error.message or error.code or "it does not say why"
    return Complaint(details or (FieldError(error.code, words),), error.request_id)


def _unwrap(answer: RoutingAnswer) -> RoutedPhoneNumber | None:
    return answer.data


def _refuse_empty(row: CheckRow, sent: Sent) -> str | None:
    return None if sent else f"the update changes nothing: {row.rule}"


def _refuse_cleared(row: CheckRow, sent: Sent) -> str | None:
    return next((f"{name} can't be cleared: {row.rule}" for name in row.fields if sent.get(name) == ""), None)


def _refuse_plain(row: CheckRow, sent: Sent) -> str | None:
    for name in row.fields:
        if sent.get(name) and not sent[name].startswith("https://"):
            return f"{name} is {sent[name]!r}: {row.rule}"
    return None


_REFUSALS = {"changes-nothing": _refuse_empty, "campaign-cleared": _refuse_cleared, "https": _refuse_plain}

ROUTING = Definition(
    name="routing",
    # PATCH is not idempotent as such (RFC 5789). This one sets fields to the values sent and computes nothing
    # from what was there before, so sending it twice leaves what sending it once leaves.
    policies={"update_phone_number_routing": REPEAT},
    checks=checks(CHECKS, _REFUSALS),
    complaint=_complaint,
    unwrap=_unwrap,
)
