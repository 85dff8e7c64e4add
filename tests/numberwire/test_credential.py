"""Secrets, kept out of sight."""

import pickle

import pytest

from numberwire.credential import Credential, basic, bearer
from numberwire.errors import InvalidRequestError

SECRET = "am_live_0123456789"


def test_header():
    """The header is what the schemes of RFC 7617 and RFC 6750 ask for."""
    assert basic("project", "token", names=("project", "token")).header() == (
        "authorization",
        "Basic cHJvamVjdDp0b2tlbg==",
    )
    assert bearer(SECRET).header() == ("authorization", f"Bearer {SECRET}")


def test_unseen():
    """Neither repr nor vars nor a pickle shows the secret."""
    credential = bearer(SECRET)
    assert repr(credential) == "<Credential ***>"
    assert SECRET not in repr([getattr(credential, name) for name in Credential.__slots__])
    with pytest.raises(TypeError):
        pickle.dumps(credential)


def test_redact():
    """An echo of the secret, plain or as the header carries it, is masked."""
    credential = basic("project", SECRET, names=("project", "token"))
    encoded = credential.header()[1].removeprefix("Basic ")
    assert credential.redact(f"you sent {SECRET} as {encoded}") == "you sent *** as ***"
    assert credential.redact_bytes(b"\xff" + SECRET.encode()) == b"\xff***"


@pytest.mark.parametrize("secret", ["", "secret\n", " secret", "sec\x00ret", "s\u00e9cret", None, 7])
def test_unsendable(secret):
    """A secret that can't stand in a header is refused, and not shown."""
    wrong = bearer(secret, name="api_key")
    assert isinstance(wrong, InvalidRequestError)
    assert str(wrong).startswith("api_key ")
    assert "cret" not in str(wrong)
