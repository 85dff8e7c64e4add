"""What an outcome means where it is no value: the error it is raised as, and what may be done about it; pure."""

import msgspec

from numberwire._answer import ErrorAnswer, PartialPage, UnreadableAnswer
from numberwire._report import Report
from numberwire._response import Answer, Response
from numberwire._steps import Attempt, NoResponse
from numberwire.definition import Definition
from numberwire.errors import (
    APIConnectionError,
    APIResponseValidationError,
    APITimeoutError,
    NumberwireError,
    status_error_class,
)
from numberwire_api import Operation

__all__ = ["Consequence", "FailedOutcome", "Failure", "build_error", "consequence"]

_FINAL = 200
"""Lower statuses are no answers: what they promise may still be done."""
_SEE_OTHER = 303
"""It was done, perhaps, and another place says what came of it (RFC 9110, section 15.4.4)."""
_REQUEST_TIMEOUT = 408
_TOO_MANY_REQUESTS = 429
_SERVER_ERRORS = 500
_REDIRECTS = range(300, 400)

FailedOutcome = NoResponse | ErrorAnswer | UnreadableAnswer | PartialPage
"""Every outcome that is no value."""


class Consequence(msgspec.Struct, frozen=True):
    """What a failed attempt means.

    Attributes:
        uncertain: Whether the server may have done what was asked, although no answer says so.
        limited: Whether the server refused because of too many requests.
        repeatable: Whether another attempt could come to something else.
        disconnected: Whether the connection was lost.
    """

    uncertain: bool
    limited: bool = False
    repeatable: bool = False
    disconnected: bool = False


class Failure(msgspec.Struct, frozen=True):
    """A failed attempt. It holds no part of the answer that was not freed of secrets.

    Attributes:
        error: What it is raised as.
        consequence: What it means.
    """

    error: NumberwireError
    consequence: Consequence


def consequence(failed: FailedOutcome, attempt: Attempt, status: int) -> Consequence:
    """What a failed attempt means.

    Args:
        failed: What came of it.
        attempt: The attempt.
        status: The answer's status; 0 where none came.
    """
    if isinstance(failed, NoResponse):
        return Consequence(attempt.sent, repeatable=True, disconnected=not failed.timed_out)
    may_have_happened = status == _REQUEST_TIMEOUT or status >= _SERVER_ERRORS
    is_open = status < _FINAL or status == _SEE_OTHER
    unreadable = isinstance(failed, PartialPage | UnreadableAnswer)
    took_effect = isinstance(failed, UnreadableAnswer) and failed.record_id is not None
    return Consequence(
        uncertain=(unreadable and not took_effect) or may_have_happened or is_open,
        limited=status == _TOO_MANY_REQUESTS,
        repeatable=status == _TOO_MANY_REQUESTS or may_have_happened,
    )


def build_error(
    failed: FailedOutcome,
    report: Report,
    definition: Definition,
    operation: Operation[object],
    note: str = "",
) -> NumberwireError:
    """The error that a failed attempt is raised as.

    Args:
        failed: What came of it.
        report: What is known of it.
        definition: The API's habits.
        operation: What was asked for.
        note: What to say at the end of its message.
    """
    if isinstance(failed, NoResponse):
        kind = APITimeoutError if failed.timed_out else APIConnectionError
        reason = failed.reason if failed.waiting else f"no answer arrived: {failed.reason}"
        return report.error(kind, reason, note=note)
    response: Answer = report.response or Response(0)
    if isinstance(failed, ErrorAnswer):
        return _status_error(failed, response, report, note)
    effect = definition.effects.get(operation.id)
    record_id = failed.record_id if isinstance(failed, UnreadableAnswer) else None
    message = f"the answer ({response.status}) can't be read: {failed.why}."
    if record_id is not None and effect is not None:
        message = (
            f"{effect}, but its record in the answer ({response.status}) can't be read: {failed.why}. "
            f"Its id is {record_id!r}."
        )
    return report.error(
        APIResponseValidationError,
        message,
        note=note,
        body=response.content,
        excerpt=True,
        record_id=record_id,
    )


def _status_error(failed: ErrorAnswer, response: Answer, report: Report, note: str) -> NumberwireError:
    status, complaint = response.status, failed.complaint
    reasons = bool(complaint.errors) and status not in _REDIRECTS
    message = f"{status}: " + ("" if reasons else "no reason given")
    if status in _REDIRECTS:
        message = f"{status}: redirects are not followed"
    kind = status_error_class(status)
    return report.error(kind, message, complaint=complaint, reasons=reasons, note=note, body=response.content)
