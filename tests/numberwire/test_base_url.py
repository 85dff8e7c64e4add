"""Where an API is."""

import re

import pytest

from numberwire._base_url import checked_base_url, is_loopback
from numberwire.errors import InvalidRequestError, NumberwireWarning


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("https://api.example.com", "https://api.example.com"),
        ("https://api.example.com/", "https://api.example.com"),
        ("https://api.example.com:8443/v2/", "https://api.example.com:8443/v2"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("http://127.9.8.7", "http://127.9.8.7"),
        ("http://[::1]:8000", "http://[::1]:8000"),
        ("http://LocalHost", "http://localhost"),
        ("HTTPS://API.Example.COM/V2", "https://api.example.com/V2"),
        ("hTTpS://api.example.com:443//", "https://api.example.com"),
        ("https://api.example.com:", "https://api.example.com"),
        ("https://api.example.com:0443", "https://api.example.com"),
        ("https://api.example.com.", "https://api.example.com"),
        ("HTTP://LOCALHOST.:80/", "http://localhost"),
        ("http://[0:0::1]:8000", "http://[::1]:8000"),
        ("https://[2001:DB8::1]", "https://[2001:db8::1]"),
        ("https://xn--bcher-kva.example/a//b%20c", "https://xn--bcher-kva.example/a//b%20c"),
    ],
)
def test_base_url(given, kept):
    """However it is written, a URL is kept in one way, and what was kept stays as it is."""
    assert checked_base_url(given) == kept
    assert checked_base_url(kept) == kept


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
        "https://api.example.com:123456",
        "https://api.example.com:000443",
        "https://-api.example.com",
        "https://.",
        "https://:443",
        "https://[::1",
        "https://[::1]]",
        "https://[::1]x",
        "https://[]",
        "https://api.example.com/a b",
        "https://api.example.com\n",
        "https://api.example.com/\u2028",
        "https://api.example.com?",
        "https://api.example.com#",
        "https://api.example.com/a/../b",
        "https://api.example.com/./b",
        "https://api.example.com/..",
        "https://api.example.com..",
        "https://api.example.com\\@evil.example",
        "https://evil.example\\.example.com",
        "https://api%2eexample.com",
        "https://b\u00fccher.example",
        "https://api.example.com\uff0fevil",
        "https://127\u30020.0.1",
        "https://[::1%25lo]",
        "https://[:::1]",
        "https://[v1.a]",
        "https://api.example.com:8\u0663",
        "https://api.example.com:+1",
        "\thttps://api.example.com",
        "ht\ntps://api.example.com",
        " https://api.example.com",
        "https:api.example.com",
        "https:///api.example.com",
    ],
)
def test_no_base_url(given):
    """What is no URL, or carries what a base can't, is refused."""
    with pytest.raises(InvalidRequestError) as caught:
        checked_base_url(given)
    assert (
        str(caught.value)
        == f"{re.sub(r'(?<=[?#]).+', '...', given.rpartition('@')[2])!r} is not a base URL such as https://api.example.com."
    )


@pytest.mark.parametrize(
    "given",
    [
        "http://api.example.com",
        "HTTP://api.example.com",
        "Http://127.0.0.1.example.com",
        "http://10.0.0.1",
        "http://0.0.0.0",
        "http://127.1",
        "http://0x7f000001",
        "http://localhost.example.com",
        "http://[::2]",
    ],
)
def test_unencrypted(given):
    """Credentials don't leave this machine unencrypted."""
    with pytest.raises(InvalidRequestError) as caught:
        checked_base_url(given)
    assert str(caught.value) == (
        f"{given!r} would send your credentials unencrypted: use https, or pass allow_http=True if this is intended."
    )
    assert checked_base_url(given, allow_http=True).startswith("http://")


def test_unencrypted_in_this_network():
    """A name without a dot, such as that of a container, is warned of, unless that is meant."""
    with pytest.warns(NumberwireWarning, match="Credentials go unencrypted to 'sandbox'"):
        assert checked_base_url("http://sandbox:8000") == "http://sandbox:8000"
    assert checked_base_url("http://sandbox:8000", allow_http=True) == "http://sandbox:8000"


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


@pytest.mark.parametrize("given", ["no", 1, None])
def test_no_truth(given):
    """Whether credentials may go unencrypted is said by True or False: the text "no" is neither."""
    with pytest.raises(
        InvalidRequestError, match=f"^allow_http must be True or False, not {type(given).__name__}"
    ):
        checked_base_url("http://api.example.com", allow_http=given)


@pytest.mark.parametrize(
    "given", [7, None, True, [], b"https://api.example.com", ["https://api.example.com"]]
)
def test_no_text(given):
    """What is no text is no base URL, and is not shown: it may be a key in the wrong place."""
    with pytest.raises(InvalidRequestError) as caught:
        checked_base_url(given)
    kind = type(given).__name__
    assert str(caught.value) == f"base_url must be a string, not {kind}."


@pytest.mark.parametrize(
    "given",
    [
        "https://a.example/x?key=s3cret",
        "https://a.example/#s3cret",
        "https://user:s3cret@a.example/?x",
        "PTs3cret0123456789abcdef",
        "http://a.example/s3cret0123456789abcdef",
    ],
)
def test_no_secret_is_repeated(given):
    """What may be a secret in an address that can't be used stands in no message."""
    with pytest.raises(InvalidRequestError) as caught:
        checked_base_url(given)
    assert "s3cret" not in str(caught.value)
