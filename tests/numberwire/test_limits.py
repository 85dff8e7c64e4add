"""How much an answer may hold before it is decoded."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from numberwire._limits import PAGE, RECORD, Limit, undecodable_at
from tests.benchmarks.data import page, record

SMALL = Limit(size=8 * 1024 * 1024, values=100_000)


@pytest.mark.parametrize(
    ("content", "excess"),
    [
        (b"", None),
        (b"x" * SMALL.size, None),
        (b"x" * (SMALL.size + 1), "it takes more than 8 MiB as text"),
        (b"x" * (SMALL.size // 4 - 4) + "\U0001f600".encode(), None),
        (b"x" * (SMALL.size // 4) + "\U0001f600".encode(), "it takes more than 8 MiB as text"),
        (b"x" * (SMALL.size // 4) + rb"\ud83d\ude00", "it takes more than 8 MiB as text"),
        (b"[1," * 50_000, None),
        (b"[1," * 80_000, "it has more than 100,000 values"),
        (b"{}," * 80_000, "it has more than 100,000 values"),
        (b" " * 4_000_000 + b"," * 100_001, "it has more than 100,000 values"),
        (b"," * 100_001 + b" " * 4_000_000, "it has more than 100,000 values"),
        ((b"," + b" " * 40) * 50_000, None),
    ],
)
def test_excess(content, excess):
    """An answer is too large by its text in memory, or by the number of its values wherever they are."""
    assert SMALL.excess(content) == excess


def test_room_for_what_is_documented():
    """A page of a thousand numbers, and a number, take less than half of what they may."""
    assert PAGE.excess(page() + b"," * 60_000) is None
    assert RECORD.excess(str(record(0)).encode() * 2) is None


@given(st.binary(max_size=40), st.integers(0, 3))
def test_undecodable(content, shift):
    """Where a content is no UTF-8 is found in pieces as it is found in one."""
    content = "é".encode() * 65_536 + b"x" * shift + content
    place = None
    try:
        content.decode()
    except UnicodeDecodeError as error:
        place = error.start
    assert undecodable_at(content) == place


@pytest.mark.parametrize("shift", range(5))
def test_cut_character(shift):
    """A wide character across two pieces is read whole; half of one is found where it begins."""
    content = b"x" * (65_536 - shift) + "\U0001f600".encode()
    assert undecodable_at(content) is None
    assert undecodable_at(content[:-1]) == undecodable_at(content[:-1] + b"x") == 65_536 - shift
