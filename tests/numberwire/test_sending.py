"""What every way to send shares: headers, and what an error means."""

import time

import pytest

from numberwire._sending import (
    RequestHeaders,
    busy_outcome,
    error_outcome,
    length_headers,
    seconds_left,
    timeout_outcome,
)
from numberwire._steps import Attempt, NoResponse
from numberwire.credential import bearer_auth
from numberwire_api import Request

CREDENTIAL = bearer_auth("am_live_0123456789")


def attempt_of(seconds=10.0, waited=0.0):
    """An attempt that began now, and waited so long for a connection."""
    now = time.monotonic()
    attempt = Attempt(Request("GET", "/"), now + seconds, fresh=False, number=1)
    attempt.begun, attempt.admitted = now, now + waited
    return attempt


@pytest.mark.parametrize(
    ("request_", "length"),
    [
        (Request("GET", "/"), ()),
        (Request("POST", "/"), (("content-length", "0"),)),
        (Request("DELETE", "/", (), b"{}"), (("content-length", "2"),)),
    ],
)
def test_length(request_, length):
    """A request tells its length where it may have a content."""
    assert length_headers(request_) == length


def test_headers():
    """A request has its host, the client's headers, its own and its credential."""
    headers = RequestHeaders("h", "numberwire/0", CREDENTIAL)
    common = (("accept-encoding", "gzip"), ("user-agent", "numberwire/0"))
    ends = (("authorization", "Bearer am_live_0123456789"),)
    assert headers.of((("x", "y"),)) == (("host", "h"), *common, ("x", "y"), *ends)


def test_time():
    """An attempt has what is left until it expires; then it has timed out."""
    assert 9 < seconds_left(attempt_of()) <= 10
    with pytest.raises(TimeoutError, match="the timeout or the deadline was reached"):
        seconds_left(attempt_of(-1))


def test_error():
    """An error's words are masked; one without words is told by its class."""
    redact = CREDENTIAL.redact
    error = OSError("no way for am_live_0123456789")
    assert error_outcome(error, attempt_of(), redact, None, timed_out=False) == NoResponse("no way for ***")
    assert error_outcome(OSError(), attempt_of(), redact, None, timed_out=False) == NoResponse("OSError")


def test_waiting():
    """A timeout that went into waiting for a connection says so."""
    assert timeout_outcome("late", attempt_of()) == NoResponse("late", timed_out=True)
    assert timeout_outcome("late", attempt_of(waited=6)).reason.startswith(
        "late, after 6 s without a free connection. All connections of this client were in use"
    )
    assert (
        timeout_outcome("late", attempt_of(seconds=-1, waited=0.1)).reason == "late"
    )  # none was there to wait
    assert busy_outcome(attempt_of()).reason.startswith(
        "no connection was free within 10 s, and nothing was sent."
    )
