"""What came back over the wire."""

from numberwire._response import Response


def test_header():
    """A header is found whatever the case of its name; of several, the first."""
    response = Response(200, (("Retry-After", "1"), ("retry-after", "2")))
    assert response.header("retry-after") == response.header("RETRY-AFTER") == "1"
    assert response.header("x-request-id") is None


def test_repr():
    """Headers and content, which may hold secrets, stay out of sight."""
    assert repr(Response(200, (("set-cookie", "secret"),), b"secret")) == "Response(status=200, flaw=None)"
