"""A text becomes a constant and nothing else, whatever it holds."""

import ast
import keyword

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.codegen.safety import verify_source
from generator.codegen.source_text import docstring, indent_lines, literal, sentence, words, wrap_text
from generator.names import FIELDS, MEMBERS, Names, class_name, member_name, snake_name

NASTY = st.text(
    st.one_of(st.characters(codec="utf-8"), st.sampled_from(list("\"'\\\n\r{}%#\x00\u202e\u2028N")))
)


@given(NASTY, st.sampled_from(["", "    "]))
def test_a_docstring_holds_its_text_and_nothing_else(text, indent):
    """A docstring parses to one constant, the words it was given, and passes verification."""
    source = docstring(text, indent)
    tree = ast.parse(source)
    (statement,) = tree.body
    held = ast.literal_eval(source).strip()
    assert isinstance(statement.value, ast.Constant)
    assert [line.strip() for line in held.split("\n")] == [line.strip() for line in words(text).split("\n")]
    verify_source("x.py", source)


@given(NASTY)
def test_a_literal_is_its_text(text):
    """A literal evaluates to the text it was made from, and is printable on one line."""
    assert ast.literal_eval(literal(text)) == text
    assert literal(text).isprintable()


@given(NASTY)
def test_names_are_ascii_identifiers(text):
    """Whatever a text holds, its names are ASCII identifiers that no keyword or needed name hides."""
    for name in (class_name(text), snake_name(text), member_name(text)):
        assert name.isascii()
        assert name.isidentifier()
        assert not name.startswith("_")
    scope = Names(FIELDS | MEMBERS)
    taken = [scope.take(snake_name(text)) for _ in range(3)]
    assert len(set(taken)) == 3
    assert not {name for name in taken if keyword.iskeyword(name)} | (set(taken) & (FIELDS | MEMBERS))


@given(NASTY)
def test_a_sentence_is_one_line(text):
    """A sentence has no line break of any kind, and every mark of it can be shown."""
    assert sentence(text).isprintable()


NAMES = {
    "PhoneNumber": ("PhoneNumber", "phone_number"),
    "phoneNumber": ("PhoneNumber", "phone_number"),
    "phone-number.v2": ("PhoneNumberV2", "phone_number_v2"),
    "HTTPServerURL": ("HTTPServerURL", "http_server_url"),
    "get /a/{id}": ("GetAId", "get_a_id"),
    "été": ("Ete", "ete"),
    "2fa": ("Schema2fa", "field_2fa"),
    "__x__": ("X", "x"),
    "": ("Schema", "field"),
}


@pytest.mark.parametrize(("text", "names"), NAMES.items(), ids=NAMES.keys())
def test_how_names_read(text, names):
    """A class keeps a text's capitals; a field has its words in small letters."""
    assert (class_name(text), snake_name(text)) == names


def test_long_lines_are_folded():
    """A long line is folded between words, its indent kept; an empty line stays empty."""
    text = "one two three four five six\n\n  - seven eight nine ten eleven"
    assert wrap_text(text, 22) == "one two three four\nfive six\n\n  - seven eight nine\n  ten eleven"
    assert indent_lines("a\n\nb") == "a\n\n    b"
