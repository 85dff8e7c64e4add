"""The content of an answer, decoded within bounds."""

import gzip
import tracemalloc
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from numberwire._body import LIMIT, Body, BodyError

DAMAGED = gzip.compress(bytes(range(256)) * 400, mtime=0)[:-8] + bytes(8)


@given(st.lists(st.binary()), st.sampled_from([None, "", "identity", "Identity"]))
def test_identity(chunks, coding):
    """Without a coding the content is what came."""
    body = Body(coding)
    for chunk in chunks:
        body.add(chunk)
    assert body.content() == b"".join(chunks)


@given(st.binary(), st.integers(1, 9))
def test_gzip(content, size):
    """Gzip is undone, however it was cut into chunks."""
    packed = gzip.compress(content, mtime=0)
    body = Body("gzip")
    for start in range(0, len(packed), size):
        body.add(packed[start : start + size])
    assert body.content() == content


@given(st.lists(st.binary(max_size=9), min_size=1, max_size=9), st.integers(1, 50))
def test_members(contents, size):
    """Gzip of several members is their contents one after another, however it was cut into chunks."""
    packed = b"".join(gzip.compress(content, mtime=0) for content in contents)
    body = Body("gzip")
    for start in range(0, len(packed), size):
        body.add(packed[start : start + size])
    assert body.content() == b"".join(contents)


def test_members_share_the_limit():
    """The limit holds for all members together."""
    body = Body("gzip")
    body.add(gzip.compress(bytes(LIMIT), compresslevel=1))
    with pytest.raises(BodyError, match=r"^it is larger than 16 MiB$"):
        body.add(gzip.compress(b"x", mtime=0))


def test_bomb_ends_early():
    """A gzip bomb is refused at the limit, and memory stays near it."""
    bomb = gzip.compress(bytes(LIMIT * 20), compresslevel=1)
    tracemalloc.start()
    with pytest.raises(BodyError, match=r"^it is larger than 16 MiB$"):
        Body("gzip").add(bomb)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < LIMIT * 2.5


def test_too_large():
    """Without a coding, too, an answer over the limit is refused."""
    body = Body(None)
    body.add(bytes(LIMIT))
    with pytest.raises(BodyError, match=r"^it is larger than 16 MiB$"):
        body.add(b"x")


@pytest.mark.parametrize(
    ("coding", "content", "why"),
    [
        ("gzip", b"no gzip", "its gzip content is damaged"),
        ("gzip", gzip.compress(b"content", mtime=0)[:-5], "its gzip content is cut off"),
        ("gzip", gzip.compress(b"a", mtime=0) + b"more", "it has more data after its gzip content"),
        ("gzip", gzip.compress(b"a", mtime=0) + b"\0" * 9, "it has more data after its gzip content"),
        ("gzip", gzip.compress(b"a", mtime=0) + b"\x1f", "its gzip content is cut off"),
        (
            "gzip",
            gzip.compress(b"a", mtime=0) * 2 + gzip.compress(b"a", mtime=0)[:9],
            "its gzip content is cut off",
        ),
        ("gzip", gzip.compress(b"a", mtime=0) + DAMAGED, "its gzip content is damaged"),
        ("gzip", gzip.compress(b"", mtime=0) * 101, "its gzip content has more than 100 members"),
        ("gzip", zlib.compress(b"content"), "its gzip content is damaged"),
        ("deflate", b"", "it has the content coding 'deflate', which was not asked for"),
        ("br", b"", "it has the content coding 'br', which was not asked for"),
        ("gzip, gzip", b"", "it has the content coding 'gzip, gzip', which was not asked for"),
    ],
)
def test_damaged(coding, content, why):
    """A content that can't be decoded is refused, saying why."""

    def read():
        body = Body(coding)
        body.add(content)
        return body.content()

    with pytest.raises(BodyError) as caught:
        read()
    assert str(caught.value) == why
