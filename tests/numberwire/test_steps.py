"""What an exchange and its drivers say to each other."""

import pytest

from numberwire._response import Response
from numberwire._steps import Attempt, NoResponse, describe_outcome
from numberwire_api import Request


@pytest.mark.parametrize(
    ("outcome", "text"),
    [
        (NoResponse("connection reset"), "lost (connection reset)"),
        (Response(503), "503 (request id none)"),
        (Response(200, (("x-request-id", "r1"),), b"content"), "200 (request id r1)"),
    ],
)
def test_describe(outcome, text):
    """An outcome is told in a few words."""
    assert describe_outcome(outcome) == text


def test_attempt_shows_no_secret():
    """An attempt's repr shows neither headers nor content."""
    request = Request("GET", "/doors", (("authorization", "secret"),), b"secret")
    attempt = Attempt(request, expires=10.0, fresh=False, number=1)
    assert repr(attempt) == (
        "Attempt(request=Request(method='GET', target='/doors'), expires=10.0, fresh=False, number=1, sent=True, "
        "written=False, failure=None, begun=0.0, admitted=0.0)"
    )
