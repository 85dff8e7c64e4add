"""The value that clears a field."""

import pickle

import msgspec

from numberwire import CLEAR
from numberwire._clear import Clear


def test_is_the_empty_string():
    """CLEAR is a string, empty on the wire, and says in its repr what it is for."""
    assert (CLEAR, str(CLEAR), f"{CLEAR}", msgspec.json.encode(CLEAR)) == ("", "", "", b'""')
    assert isinstance(CLEAR, str)
    assert repr(CLEAR) == "<Clear.CLEAR: ''>"


def test_is_one():
    """However it travels, it is the same value."""
    assert pickle.loads(pickle.dumps(CLEAR)) is CLEAR is Clear("")  # noqa: S301 a pickle of our own
