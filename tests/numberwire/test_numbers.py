"""Phone numbers as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from numberwire._numbers import digits_of, e164_of, is_number

NUMBERS = st.from_regex(r"\+[1-9][0-9]{6,14}", fullmatch=True)
SEPARATORS = st.sampled_from(
    [" ", ".", "-", "(", ")", "\u00a0", "\u2009", "\u2011", "\u2013", "\u202a", "\u200b"]
)


@given(NUMBERS, st.lists(st.tuples(st.integers(1, 15), SEPARATORS)))
def test_separators_say_nothing(number, separators):
    """Whatever separates its digits, the number is the same; with parentheses it may be none."""
    written = number
    for place, separator in separators:
        written = written[:place] + separator + written[place:]
    assert e164_of(f" {written}\n") in (number, None if set(written) & set("()") else number)


@given(st.text())
def test_nothing_else_is_added_or_lost(text):
    """What is read of a text are its digits and its plus sign in order, or nothing."""
    digits = digits_of(text)
    assert digits is None or digits == "".join(sign for sign in text if sign in "+0123456789")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "+",
        "12065550123",
        "0012065550123",
        "+0206555012",
        "+44 (0)20 7183 8750",
        "+44 (020) 7183 8750",
        "+1 206 555 0123 (2)",
        "+1 (206) (555) 0123",
        "+1 ((206)) 5550123",
        "+1 )206( 5550123",
        "+1 () 2065550123",
        "+1206555012\n3",
        "+1206x",
    ],
)
def test_no_number(text):
    """What lacks its plus sign or its country, or may mean another number, is none."""
    assert e164_of(text) is None


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("(206) 555-0123", "2065550123"),
        ("+1 (206) 555.0123", "+12065550123"),
        ("(206)", "206"),
        ("+1 (206", None),
    ],
)
def test_area_codes(text, digits):
    """Parentheses around an area code say nothing."""
    assert digits_of(text) == digits


def test_is_number():
    """A whole number is in E.164 format as it stands."""
    assert (is_number("+12065550123"), is_number("+1 2065550123")) == (True, False)
