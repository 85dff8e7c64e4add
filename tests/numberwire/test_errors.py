"""What can go wrong, as one tree."""

import inspect
import pickle
import re

import pytest

from numberwire import errors
from numberwire.errors import FieldError, NumberwireError, status_error_class
from numberwire_api.signalwire.models import CallHandler, PhoneNumber

TREE = {
    "NumberwireError": Exception,
    "InvalidRequestError": NumberwireError,
    "APIConnectionError": NumberwireError,
    "APITimeoutError": errors.APIConnectionError,
    "APIStatusError": NumberwireError,
    "BadRequestError": errors.APIStatusError,
    "AuthenticationError": errors.APIStatusError,
    "PermissionDeniedError": errors.APIStatusError,
    "NotFoundError": errors.APIStatusError,
    "UnprocessableEntityError": errors.APIStatusError,
    "RateLimitError": errors.APIStatusError,
    "InternalServerError": errors.APIStatusError,
    "APIResponseValidationError": NumberwireError,
    "ListingError": errors.APIResponseValidationError,
    "PurchaseOutcomeUnknownError": NumberwireError,
}


def test_exported():
    """`__all__` is the tree, the complaint of one field and the warning: nothing less, nothing more."""
    classes = {
        name
        for name, value in vars(errors).items()
        if inspect.isclass(value) and value.__module__ == errors.__name__ and not name.startswith("_")
    }
    assert set(errors.__all__) == classes == {*TREE, "FieldError", "NumberwireWarning"}


@pytest.mark.parametrize(("name", "above"), TREE.items())
def test_tree(name, above):
    """Each error is a case of the one above it."""
    kind = getattr(errors, name)
    assert kind.__bases__[0] is above
    assert re.search(rf"\b{name}\b", errors.__doc__)


def test_invalid_request_is_a_value_error():
    """Who catches ValueError catches a request that was refused."""
    assert issubclass(errors.InvalidRequestError, ValueError)


@pytest.mark.parametrize(
    ("status", "name"),
    [
        (200, "APIStatusError"),
        (302, "APIStatusError"),
        (400, "BadRequestError"),
        (401, "AuthenticationError"),
        (402, "APIStatusError"),
        (403, "PermissionDeniedError"),
        (404, "NotFoundError"),
        (408, "APIStatusError"),
        (422, "UnprocessableEntityError"),
        (429, "RateLimitError"),
        (500, "InternalServerError"),
        (503, "InternalServerError"),
        (599, "InternalServerError"),
    ],
)
def test_status(status, name):
    """Each status has its class; one without a class of its own is an APIStatusError."""
    assert status_error_class(status) is getattr(errors, name)


KNOWN = {
    "method": "GET",
    "path": "/things",
    "status_code": 422,
    "errors": (FieldError("code", "words", "field"),),
    "request_id": "id-1",
    "attempts": 3,
    "retry_after": 1.5,
    "body": b"{}",
    "check": "e164",
    "number": "+12065550123",
    "position": 4,
    "readable": (PhoneNumber(id="1", number="+12065550123", call_handler=CallHandler("newer")),),
    "cursor": "page_token=t",
}


@pytest.mark.parametrize("name", TREE)
def test_pickled(name):
    """An error goes through a pickle, to another process, with all it knows."""
    error = getattr(errors, name)("what happened", **KNOWN)
    again = pickle.loads(pickle.dumps(error))  # noqa: S301 a pickle of our own
    assert (type(again), again.args, vars(again)) == (type(error), ("what happened",), vars(error))


@pytest.mark.parametrize("name", TREE)
def test_nothing_known(name):
    """An error of which nothing is known has every attribute all the same."""
    error = getattr(errors, name)("what happened")
    assert vars(error) == {
        "method": None,
        "path": None,
        "status_code": None,
        "errors": (),
        "request_id": None,
        "attempts": 0,
        "retry_after": None,
        "headers": (),
    }
    assert error.header("x-request-id") is None
    assert str(error) == "what happened"


@pytest.mark.parametrize(
    ("complaint", "text"),
    [
        (FieldError(None, "words"), "words"),
        (FieldError("code", "words"), "words (code)"),
        (FieldError("code", "code"), "code"),
        (FieldError("code", "words", "field"), "field: words (code)"),
    ],
)
def test_complaint(complaint, text):
    """A complaint reads as one line; a code that says no more than the words is left out."""
    assert str(complaint) == text
