"""URLs and queries: what is written is read again, and what is none is refused as `urllib.parse` refuses it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from numberwire._urls import join_url, percent_decode, percent_encode, read_query, split_url, write_query

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))


@given(pairs=st.lists(st.tuples(TEXTS, TEXTS).filter(any)))
def test_query(pairs):
    """A query that was written is read as the same pairs, the empty ones among them."""
    assert read_query(write_query(pairs)) == tuple(pairs)


def test_query_has_a_limit():
    """A query of more parameters than are wanted is refused, and so is what has not the form of one."""
    with pytest.raises(ValueError, match="fields"):
        read_query("a=1&b=2", max_num_fields=1)
    with pytest.raises(ValueError, match="bad query"):
        read_query("nothing", strict_parsing=True)


@given(text=TEXTS)
def test_percent_encoding(text):
    """What is encoded has no mark with a meaning in URLs, and is decoded as the same text."""
    assert not set(percent_encode(text)) & set(":/?#[]@!$&'()*+,;= ")
    assert percent_decode(percent_encode(text)) == text


def test_links():
    """A link leads on from a URL, and what is no URL is refused."""
    assert split_url(join_url("https://example.com/a?b=1", "?b=2")).query == "b=2"
    with pytest.raises(ValueError, match="IPv6"):
        split_url("https://[::1")
