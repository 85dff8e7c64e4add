"""Where an API is."""

import pytest

from numberwire.address import checked_base_url, is_loopback
from numberwire.errors import InvalidRequestError


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("https://api.example.com", "https://api.example.com"),
        ("https://api.example.com/", "https://api.example.com"),
        ("https://api.example.com:8443/v2/", "https://api.example.com:8443/v2"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("http://127.9.8.7", "http://127.9.8.7"),
        ("http://[::1]:8000", "http://[::1]:8000"),
        ("http://LocalHost", "http://LocalHost"),
    ],
)
def test_base_url(given, kept):
    """An https URL is kept without its last slash, and so is an http one of this machine."""
    assert checked_base_url(given) == kept


@pytest.mark.parametrize(
    "given",
    [
        "",
        "api.example.com",
        "//api.example.com",
        "ftp://api.example.com",
        "https://",
        "https://user:word@api.example.com",
        "https://api.example.com?key=1",
        "https://api.example.com#top",
        "https://api.example.com:0",
        "https://api.example.com:99999",
        "https://[::1",
        "https://api.example.com/a b",
        "https://api.example.com\n",
        "https://api.example.com/\u2028",
    ],
)
def test_no_base_url(given):
    """What is no URL, or carries what a base can't, is refused."""
    with pytest.raises(InvalidRequestError) as caught:
        checked_base_url(given)
    assert (
        str(caught.value) == f"{given.rpartition('@')[2]!r} is no base URL such as https://api.example.com."
    )


@pytest.mark.parametrize("given", [None, 0, [], b"https://api.example.com", True])
def test_no_text(given):
    """A base URL is a string."""
    with pytest.raises(InvalidRequestError) as caught:
        checked_base_url(given)
    assert str(caught.value) == f"base_url must be a string, not {type(given).__name__}."


@pytest.mark.parametrize(
    "given", ["http://api.example.com", "http://127.0.0.1.example.com", "http://10.0.0.1"]
)
def test_unencrypted(given):
    """Credentials don't leave this machine unencrypted."""
    with pytest.raises(InvalidRequestError) as caught:
        checked_base_url(given)
    assert str(caught.value) == f"{given!r} would send your credentials unencrypted: use https."


@pytest.mark.parametrize(
    ("host", "own"),
    [
        ("127.0.0.1", True),
        ("127.255.255.254", True),
        ("::1", True),
        ("localhost", True),
        ("LOCALHOST", True),
        ("128.0.0.1", False),
        ("10.0.0.1", False),
        ("localhost.example.com", False),
        ("127.0.0.1.example.com", False),
        ("", False),
    ],
)
def test_is_loopback(host, own):
    """The loopback range and localhost are this machine's own, and nothing that merely looks like them."""
    assert is_loopback(host) is own
