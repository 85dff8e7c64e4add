"""What an outcome means where it is no value."""

import pytest

from numberwire._answer import BadRecord, ErrorAnswer, PartialPage, UnreadableAnswer
from numberwire._complaint import Complaint
from numberwire._failure import Consequence, build_error, consequence
from numberwire._report import Report
from numberwire._response import Response
from numberwire._steps import Attempt, NoResponse
from numberwire.definition import Definition
from numberwire.errors import (
    APIConnectionError,
    APIResponseValidationError,
    APIStatusError,
    APITimeoutError,
    FieldError,
    InternalServerError,
    NotFoundError,
)
from numberwire_api import Operation, Request

NO = ErrorAnswer(Complaint(()))
PAGE = PartialPage([], (BadRecord(0, b"{}", "why"),), None, "why")
DOORS = Definition(name="doors", effects={"paint_door": "the door was painted"})
REQUEST = Request("PUT", "/doors/7?x=1")
GET, PAINT = (
    Operation(id=name, method="PUT", path="/doors/7", answer=dict) for name in ("get_door", "paint_door")
)


@pytest.mark.parametrize(
    ("status", "failed", "meaning"),
    [
        (400, NO, Consequence(uncertain=False)),
        (302, NO, Consequence(uncertain=False)),
        (429, NO, Consequence(uncertain=False, limited=True, repeatable=True)),
        (408, NO, Consequence(uncertain=True, repeatable=True)),
        (500, NO, Consequence(uncertain=True, repeatable=True)),
        (599, NO, Consequence(uncertain=True, repeatable=True)),
        (200, NO, Consequence(uncertain=False)),
        (200, UnreadableAnswer("why"), Consequence(uncertain=True)),
        (200, PAGE, Consequence(uncertain=True)),
        (200, UnreadableAnswer("why", record_id="d7"), Consequence(uncertain=False)),
        (0, NoResponse("reset"), Consequence(uncertain=True, repeatable=True, disconnected=True)),
        (0, NoResponse("slow", timed_out=True), Consequence(uncertain=True, repeatable=True)),
    ],
)
def test_consequence(status, failed, meaning):
    """A failure tells whether the call may have happened, was limited, may be repeated, and was cut off."""
    attempt = Attempt(REQUEST, 10.0, fresh=False, number=1, sent=True)
    assert consequence(failed, attempt, status) == meaning


def test_not_sent():
    """What was not sent has not happened."""
    attempt = Attempt(REQUEST, 10.0, fresh=False, number=1, sent=False)
    assert not consequence(NoResponse("refused"), attempt, 0).uncertain


def error_of(failed, response=None, operation=GET, note=""):
    """The error of a failure."""
    report = Report(REQUEST, 1, response, lambda content: content, lambda: 0.0)
    return build_error(failed, report, DOORS, operation, note)


@pytest.mark.parametrize(
    ("lost", "kind"),
    [(NoResponse("reset"), APIConnectionError), (NoResponse("slow", timed_out=True), APITimeoutError)],
)
def test_connection_error(lost, kind):
    """An answer that did not come is told apart from one that did not come in time."""
    error = error_of(lost)
    assert (type(error), str(error)) == (kind, f"PUT /doors/7: no answer arrived: {lost.reason}")


@pytest.mark.parametrize(
    ("status", "kind", "errors", "more", "message"),
    [
        (404, NotFoundError, ("no such door",), "", "404: no such door"),
        (404, NotFoundError, (), "", "404: no reason given"),
        (500, InternalServerError, ("a", "b"), "and more", "500: a; b; and more"),
        (302, APIStatusError, ("a",), "", "302: redirects are not followed"),
        (101, APIStatusError, (), "", "101: no reason given"),
        (200, APIStatusError, ("closed",), "", "200: closed"),
    ],
)
def test_status_error(status, kind, errors, more, message):
    """An answer that says no is an error of its status' class, with its reasons."""
    complaint = Complaint(tuple(FieldError(None, text) for text in errors), more=more)
    error = error_of(ErrorAnswer(complaint), Response(status, (), b"content"))
    assert (type(error), str(error), error.errors, error.body) == (
        *(kind, f"PUT /doors/7: {message}", complaint.errors, b"content"),
    )


@pytest.mark.parametrize("failed", [UnreadableAnswer("why"), PAGE])
def test_unreadable(failed):
    """An answer that can't be read is an error that says why and quotes it."""
    error = error_of(failed, Response(200, (), b"<html>"), note="; wait")
    assert type(error) is APIResponseValidationError
    assert str(error) == "PUT /doors/7: the answer (200) can't be read: why. It begins '<html>'.; wait"


def test_took_effect():
    """An answer that names its record says what happened, though the rest can't be read."""
    response = Response(200, (), b"<html>")
    error = error_of(UnreadableAnswer("why", record_id="d7"), response, PAINT)
    assert str(error) == (
        "PUT /doors/7: the door was painted, but its record in the answer (200) can't be read: why. "
        "Its id is 'd7'. It begins '<html>'."
    )
    assert error.record_id == "d7"
    plain = error_of(UnreadableAnswer("why", record_id="d7"), response)
    assert (str(plain).startswith("PUT /doors/7: the answer (200) can't be read"), plain.record_id) == (
        True,
        "d7",
    )
