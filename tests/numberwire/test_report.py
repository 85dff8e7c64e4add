"""An error is built once, of all that is known of its attempt."""

import pytest

from numberwire._complaint import Complaint
from numberwire._report import Report, request_id
from numberwire._response import Response
from numberwire.errors import (
    APIResponseValidationError,
    APIStatusError,
    FieldError,
    ListingError,
    NotFoundError,
)
from numberwire_api import Request

NOW = 1_700_000_000.0


def report_of(response=None, *, attempts=1, mask=lambda content: content):
    """The report of an attempt."""
    return Report(Request("PUT", "/doors/7?x=1"), attempts, response, mask, lambda: NOW)


def masked(content):
    """A content without the secret."""
    return content.replace(b"secret", b"***")


def test_all_that_is_known():
    """An error has its call, its answer's status and id, its attempts, and what was asked to wait."""
    response = Response(404, (("X-Request-Id", "r1"), ("Retry-After", "7")), b"content")
    complaint = Complaint((FieldError("c", "d"),))
    error = report_of(response, attempts=3).error(
        NotFoundError, "no: ", complaint=complaint, reasons=True, note="; wait", body=response.content
    )
    assert str(error) == "PUT /doors/7: no: d (c) (3 attempts); wait"
    assert vars(error) == {
        "method": "PUT",
        "path": "/doors/7",
        "status_code": 404,
        "errors": (FieldError("c", "d"),),
        "request_id": "r1",
        "attempts": 3,
        "retry_after": 7.0,
        "headers": (("X-Request-Id", "r1"), ("Retry-After", "7")),
        "body": b"content",
    }
    assert error.header("retry-after") == "7"


def test_no_answer():
    """Of an attempt that no answer came to, nothing of an answer is known."""
    error = report_of().error(ListingError, "no", cursor="a=1")
    assert (error.status_code, error.request_id, error.retry_after, error.cursor) == (None, None, None, "a=1")


def test_request_id_of_the_body():
    """A request's id that the body gives is the one that counts."""
    response = Response(404, (("x-request-id", "of-header"),))
    error = report_of(response).error(NotFoundError, "no", complaint=Complaint((), "of-body"))
    assert error.request_id == "of-body"


def test_masked():
    """Whatever an error holds of the answer is masked."""
    complaint = Complaint(
        (FieldError("secret", "secret", "secret"), FieldError(None, "plain")), request_id="secret-1"
    )
    error = report_of(Response(400), mask=masked).error(
        APIStatusError, "a secret", complaint=complaint, body=b"\xffsecret"
    )
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
        (b"secret" * 99, f" It begins {'***' * 66 + '**'!r}."),
    ],
)
def test_excerpt(content, excerpt):
    """An answer that can't be read is shown by its first 200 bytes."""
    error = report_of(Response(200), mask=masked).error(
        APIResponseValidationError, "no", body=content, excerpt=True
    )
    assert str(error) == f"PUT /doors/7: no{excerpt}"


def test_long_texts():
    """A long text is cut after it was masked, and its end, which may be half a secret, is left out."""
    texts = tuple(FieldError(None, text) for text in ("x" * 30_000, "secret" * 20_000 + "sec", "y" * 70_000))
    long = report_of(Response(400), mask=masked).error(APIStatusError, "no", complaint=Complaint(texts))
    assert [error.message for error in long.errors] == [f"{letter * 12_000} ..." for letter in "x*y"]
    assert len(report_of(Response(400)).error(APIStatusError, "z" * 30_000).args[0]) == 12_004


def test_long_body():
    """Of a large answer an error keeps the first MiB."""
    body = b"secret" * 400_000
    error = report_of(Response(500), mask=masked).error(APIStatusError, "no", body=body)
    assert error.body == (b"***" * 400_000)[: 1024 * 1024]


def test_shows_no_answer():
    """A report is shown without the answer, which may echo a secret."""
    assert "secret" not in repr(report_of(Response(200, (("x-echo", "secret"),), b"secret")))


@pytest.mark.parametrize(
    ("headers", "found"),
    [
        ((), None),
        ((("Request-Id", "b"),), "b"),
        ((("x-amzn-requestid", "c"), ("request-id", "b")), "b"),
        ((("request-id", "b"), ("X-REQUEST-ID", "a")), "a"),
    ],
)
def test_request_id(headers, found):
    """The request's id is found under each of its usual names."""
    assert request_id(Response(200, headers)) == found
