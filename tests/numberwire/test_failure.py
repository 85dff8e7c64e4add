"""What an outcome means where it is no value."""

import pytest

from numberwire.answer import read_answer
from numberwire.definition import Definition
from numberwire.errors import (
    APIConnectionError,
    APIResponseValidationError,
    APIStatusError,
    APITimeoutError,
    FieldError,
)
from numberwire.failure import connection_error, told
from numberwire.steps import Attempt, Lost
from numberwire.wire import Response
from numberwire_api import Operation, Request

NOW = 1_700_000_000.0
DOOR = Operation(id="get_door", method="GET", path="/doors", answer=dict)


def failure(outcome, error=None, *, sent=True, number=1, masked=lambda content: content):
    """The failure of an attempt."""
    attempt = Attempt(Request("PUT", "/doors/7?x=1"), 10.0, fresh=False, number=number, sent=sent)
    return told(error or APIStatusError("no"), attempt, outcome, masked, NOW)


@pytest.mark.parametrize(
    ("outcome", "error", "meaning"),
    [
        (Response(400), None, (False, False, False, False)),
        (Response(302), None, (False, False, False, False)),
        (Response(429), None, (False, True, True, False)),
        (Response(408), None, (True, False, True, False)),
        (Response(500), None, (True, False, True, False)),
        (Response(599), None, (True, False, True, False)),
        (Response(200), APIResponseValidationError("no"), (True, False, False, False)),
        (Lost("reset"), None, (True, False, True, True)),
        (Lost("slow", timed_out=True), None, (True, False, True, False)),
    ],
)
def test_meaning(outcome, error, meaning):
    """A failure tells whether the call may have happened, was limited, may be repeated, and was cut off."""
    found = failure(outcome, error)
    assert (found.uncertain, found.limited, found.repeatable, found.disconnected) == meaning


def test_not_sent():
    """What was not sent has not happened."""
    assert not failure(Lost("refused"), sent=False).uncertain


@pytest.mark.parametrize(
    ("lost", "kind"), [(Lost("reset"), APIConnectionError), (Lost("slow", timed_out=True), APITimeoutError)]
)
def test_connection_error(lost, kind):
    """An answer that did not come is told apart from one that did not come in time."""
    error = connection_error(lost)
    assert (type(error), str(error)) == (kind, f"no answer came: {lost.reason}")


def test_completed():
    """An error learns the call that it ended: method, path without query, attempts, and what was asked to wait."""
    response = Response(503, (("Retry-After", "7"),))
    error = failure(response, number=3).error
    assert str(error) == "PUT /doors/7: no (3 attempts)"
    assert (error.method, error.path, error.attempts, error.retry_after) == ("PUT", "/doors/7", 3, 7.0)


def test_masked():
    """Whatever an error holds of the answer is masked, and what it held before."""
    before = APIStatusError(
        "a secret",
        errors=(FieldError("secret", "secret", "secret"), FieldError(None, "plain")),
        request_id="secret-1",
        body=b"\xffsecret",
    )
    error = failure(Response(400), before, masked=lambda content: content.replace(b"secret", b"***")).error
    assert str(error) == "PUT /doors/7: a ***"
    assert error.errors == (FieldError("***", "***", "***"), FieldError(None, "plain"))
    assert (error.request_id, error.body) == ("***-1", b"\xff***")


@pytest.mark.parametrize(
    ("content", "excerpt"),
    [
        (b"", ""),
        (b"<html>", " It begins '<html>'."),
        (b"\xff", " It begins '\\\\xff'."),
        (b"x" * 300, f" It begins {'x' * 200!r}."),
    ],
)
def test_excerpt(content, excerpt):
    """An answer that can't be read is shown by its first 200 bytes."""
    error = failure(Response(200), APIResponseValidationError("no", body=content)).error
    assert str(error) == f"PUT /doors/7: no{excerpt}"


def test_no_traceback():
    """A failure that may never be raised keeps no frames, and what they hold, alive."""
    with pytest.raises(APIStatusError) as caught:
        read_answer(Definition(name="doors"), DOOR, Response(400))
    assert caught.value.__traceback__ is not None
    assert failure(Response(400), caught.value).error.__traceback__ is None
