"""Edits of a fleet's file: numbers are added and the one form is given, and comments, order and quotes stay."""

import io

import pytest
import yaml
from ruamel.yaml import YAML

from numberwire.fleet._document import Source
from numberwire.fleet._editing import add_numbers, format_text
from numberwire.fleet._reading import read_fleet
from numberwire.signalwire._fleet import SignalWireApi

HEAD = "# who to ask: ops\nversion: 1\naccount: {api: signalwire, space: acme.example, project: p}\n"
TEXT = (
    HEAD
    + """numbers:
  "+15035551763": {name: 'A'} # the desk
  "+12065557234":
    # kept by hand
    name: B
"""
)


def test_add_numbers():
    """Numbers come after those that are there; what was there stays as it was."""
    edited = add_numbers(TEXT, {"+12065550001": {"name": "C: 1"}})
    assert edited == TEXT + "  \"+12065550001\": {name: 'C: 1'}\n"


def test_add_to_no_numbers():
    """A file without numbers gets them."""
    for text in (HEAD, HEAD + "numbers:\n"):
        edited = add_numbers(text, {"+12065550001": {"name": "C"}})
        assert edited == HEAD + 'numbers:\n  "+12065550001": {name: C}\n'


@pytest.mark.parametrize("mark", ["\n", "\x85", "\u2028", "\u2029", "\x07", "\u200b", "\ufeff"])
@pytest.mark.parametrize("form", ["{}a", "a{}b", " {} ", "{0}{0}", "\U0001f600{}"])
def test_add_a_name_that_cannot_be_printed(mark, form):
    """A name with a line break or an invisible character is read back as it is, also after formatting."""
    name = form.format(mark)
    edited = add_numbers(TEXT, {"+12065550001": {"name": name}})
    for text in (edited, format_text(edited)):
        assert yaml.safe_load(text)["numbers"]["+12065550001"]["name"] == name


def test_bare_numbers_keep_their_plus_sign():
    """A number without quotes gets them: without them YAML reads an integer."""
    edited = add_numbers(HEAD + "numbers:\n  +15035551763: {name: A}\n", {"+12065550001": {"name": "C"}})
    assert edited == HEAD + 'numbers:\n  "+15035551763": {name: A}\n  "+12065550001": {name: C}\n'


def test_format():
    """Each number is in quotes and in a line, but where a comment is inside; nulls and long texts stay."""
    name = "word " * 60
    numbers = f"""numbers:
    +15035551763:
        name: '{name}'
        call: null
    +12065557234:
        name: B # why
"""
    formatted = f"""numbers:
  "+15035551763": {{name: '{name}', call: null}}
  "+12065557234":
    name: B     # why
"""
    assert format_text(HEAD + numbers) == HEAD + formatted
    assert format_text(HEAD + formatted) == HEAD + formatted


def test_what_a_file_says_stays():
    """An edit changes nothing of what a file says of its other numbers."""
    apis = {"signalwire": SignalWireApi()}
    before = read_fleet([Source("fleet.yaml", TEXT)], apis).configs
    after = read_fleet(
        [Source("fleet.yaml", add_numbers(format_text(TEXT), {"+12065550001": {"name": "C"}}))], apis
    ).configs
    assert {number: config.fields for number, config in before.items()} == {
        number: config.fields for number, config in after.items() if number != "+12065550001"
    }


def test_ruamel_yaml_writes_for_others_as_before():
    """Null is a word in a fleet's file, and stays as ruamel.yaml writes it in a text of somebody else's."""
    assert "name: null" in format_text(HEAD + 'numbers: {"+12065550001": {name: null}}\n')
    stream = io.StringIO()
    YAML().dump({"name": None}, stream)
    assert stream.getvalue() == "name:\n"
