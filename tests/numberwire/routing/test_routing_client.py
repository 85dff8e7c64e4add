"""What a routing client is made of."""

import pytest

from numberwire.errors import InvalidRequestError
from tests.numberwire.servers import Script, header, said
from tests.numberwire.subjects import ID, RECORD


def test_bearer(kind):
    """The key is sent as a bearer token to the base URL that was given."""
    server = Script(said({"success": True, "data": RECORD}))
    client = kind.routing_class("am_live_1", "https://example.com:8443/base/", transport=server)
    kind.drive(client, lambda one: one.phone_numbers.update(ID, label="Desk"))
    [request] = server.asked
    assert header(request, "authorization") == "Bearer am_live_1"
    assert header(request, "host") == "example.com:8443"
    assert client.base_url == "https://example.com:8443/base"


UNSENDABLE = (
    "api_key has a character that is not allowed in a header (a line break or space at its end, perhaps, from "
    "the file it was read from)."
)


@pytest.mark.parametrize(
    ("key", "base_url", "message"),
    [
        ("", "https://example.com", "api_key must be a string that is not empty."),
        *(
            (key, "https://example.com", "api_key must be a string that is not empty.")
            for key in (None, " ", 0, [], b"am_live_1")
        ),
        *(
            ("am_live_1", url, f"base_url must be a string, not {type(url).__name__}.")
            for url in (None, 0, [], b"https://example.com")
        ),
        (
            "am_live_1\n",
            "https://example.com",
            UNSENDABLE,
        ),
        ("am_live_1", "example.com", "'example.com' is not a base URL such as https://api.example.com."),
        (
            "am_live_1",
            "http://example.com",
            (
                "'http://example.com' would send your credentials unencrypted: use https, or pass allow_http=True if "
                "this is intended."
            ),
        ),
    ],
)
def test_refused(kind, key, base_url, message):
    """A key or a base URL that can't be right is refused at construction, and the key is not shown."""
    with pytest.raises(InvalidRequestError) as caught:
        kind.routing_class(key, base_url)
    assert str(caught.value) == message


def test_no_local_shows_the_key(kind):
    """No frame of ours that the error passes through holds the key."""
    with pytest.raises(InvalidRequestError) as caught:
        kind.routing_class("am_live_0123456789\x00", "https://example.com")
    frames, traceback = [], caught.value.__traceback__.tb_next
    while traceback is not None:
        frames.append(dict(traceback.tb_frame.f_locals))
        traceback = traceback.tb_next
    assert frames
    assert "am_live_0123456789" not in repr(frames)
