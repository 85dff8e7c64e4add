"""Words of a server, made fit for a terminal and for a line of a log."""

import logging

import pytest
from hypothesis import given
from hypothesis import strategies as st

from numberwire._visible import escape_unprintable
from numberwire.errors import FieldError, NumberwireError
from tests.numberwire.servers import Script, said
from tests.numberwire.subjects import ID

STEERING = [
    *map(chr, range(32)),
    *map(chr, range(127, 160)),
    *"\u202a\u202e\u2066\u2069\u2028\u2029\ud800\udfff\u200f",
]
EVIL = "no" + "".join(STEERING) + "x"


def shown(subject, status, message, **options):
    """The error that an answer with these words is raised as."""
    complaint = {"error": message}
    if subject.api == "routing":
        complaint = {"success": False, "error": {"code": message, "message": message, "request_id": message}}
    client = subject.client(Script(said(complaint, status)), max_retries=0, **options)
    with pytest.raises(NumberwireError) as caught:
        subject.call(client)
    return caught.value


@given(st.text(st.characters()))
def test_visible(text):
    """Nothing is left that steers, nothing that is seen is changed, and it can be encoded."""
    result = escape_unprintable(text)
    assert result.isprintable()
    assert [sign for sign in result if sign in text or sign.isascii()] == list(result)
    assert escape_unprintable(result) == result
    result.encode()


@pytest.mark.parametrize("sign", STEERING, ids=ascii)
def test_spelled_out(sign):
    """What steers a terminal, ends a line or can't be encoded becomes an escape that names it."""
    assert escape_unprintable(f"a{sign}b").startswith("a\\")
    assert sign not in escape_unprintable(f"a{sign}b")


def test_cut():
    """A long text is cut, and says so."""
    assert escape_unprintable("x" * 7, 3) == "xxx ..."
    assert escape_unprintable("\nxx", 3) == "\\nxx"


@pytest.mark.parametrize("status", [200, 401, 422, 500])
def test_words_of_a_server(subject, status, caplog):
    """Neither an error, its repr, its complaints nor a log line holds what a server would steer a terminal with."""
    evil = EVIL.encode("utf-8", "replace").decode()
    with caplog.at_level(logging.DEBUG, "numberwire"):
        error = shown(subject, status, evil)
        logging.getLogger("numberwire").warning("failed: %s", error)
    texts = [str(error), repr(error), *map(str, error.errors), repr(error.errors), str(error.request_id)]
    assert [text for text in (*texts, *caplog.messages) if not text.isprintable()] == []
    assert error.errors[0].message == evil


def test_a_long_complaint(subject):
    """A complaint is cut in the message, and whole in the error's attributes."""
    error = shown(subject, 422, "x" * 5000)
    assert len(str(error)) < 1500
    assert error.errors[0].message == "x" * 5000


def test_many_complaints(kind):
    """The first ten complaints are shown, the others counted; all of them are in ``errors``."""
    answer = said({"errors": [{"code": f"c{n}"} for n in range(25)]}, 422)
    with pytest.raises(NumberwireError) as caught:
        kind.drive(kind.rest(Script(answer)), lambda one: one.phone_numbers.get(ID))
    assert str(caught.value).endswith("c8; c9; and 15 more")
    assert len(caught.value.errors) == 25


def test_no_secret_is_cut_in_two(subject):
    """A secret at the place where a complaint is cut is masked before it is cut."""
    for length in range(1000 - len(subject.secret) - 60, 1001):
        assert subject.secret[:6] not in str(shown(subject, 401, "x" * length + subject.secret))


def test_request_id(kind, caplog):
    """The id of a request is a server's word, too."""
    answer = said({}, 500, x_request_id="a\x1b[31m\nb\x9b")
    with caplog.at_level(logging.DEBUG, "numberwire"), pytest.raises(NumberwireError) as caught:
        kind.drive(kind.rest(Script(answer), max_retries=0), lambda one: one.phone_numbers.get(ID))
    assert caught.value.request_id == r"a\x1b[31m\nb\x9b"
    assert all(message.isprintable() for message in caplog.messages)


def test_complaint():
    """A complaint reads as one line, whatever its parts hold."""
    assert str(FieldError("c\n", "m\x1b", "f\u2028")) == r"f\u2028: m\x1b (c\n)"
