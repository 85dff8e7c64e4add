"""The one form of a fleet's file: what it says stays, with comments, order, quotes and line ends."""

import io

import pytest
from ruamel.yaml import YAML

from numberwire.fleet._editing import EditError
from numberwire.fleet._formatting import format_text

HEAD = "# who to ask: ops\nversion: 1\naccount: {api: signalwire, space: acme.example, project: p}\n"


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


@pytest.mark.parametrize(
    "entry",
    [
        "{note: +442071234567, owner: 1e999}",
        "{note: -0, owner: 2026-02-30, name: yes}",
        "{note: !!int abc, owner: !!binary xx, name: 12:30:00}",
        f"{{note: {'9' * 5000}}}",
        "{name: ~x, owner: True}",
    ],
)
@pytest.mark.parametrize("head", ["", "%YAML 1.1\n---\n"])
def test_format_keeps_each_text(head, entry):
    """What looks like a number, a date or a truth, or has a tag, stays as it is written."""
    text = f'{head}version: 1\nprices: {{currency: NO}}\nnumbers:\n  "+15035551763": {entry}\n'
    assert format_text(text) == text


def test_format_keeps_a_text_of_several_lines():
    """An entry with a text of several lines is not put into one; a line of it that looks like a key is none."""
    numbers = 'numbers:\n  "+15035551763":\n    note: |\n      moved from\n      +15035551765: ask Bob\n'
    assert format_text(HEAD + numbers) == HEAD + numbers


def test_format_keeps_line_ends():
    """A file of Windows keeps its line ends."""
    text = (HEAD + "numbers:\n    +15035551763: {name: A}\n").replace("\n", "\r\n")
    assert format_text(text) == text.replace("    +15035551763:", '  "+15035551763":')


@pytest.mark.parametrize(
    "numbers",
    [
        "numbers:\n  +15035551763: {name: A, # why\n    owner: o}\n",
        "numbers:\n  +15035551763: {name: A,\n    # why\n    owner: o}\n",
        "numbers: {+15035551763: {}, # why\n  +15035551764: {}}\n",
    ],
)
def test_format_loses_no_comment(numbers):
    """A comment inside of braces would be lost: the error says where it is, and what to do."""
    line = (HEAD + numbers)[: (HEAD + numbers).index("# why")].count("\n") + 1
    with pytest.raises(
        EditError, match=f"the comment in line {line} would be lost: put it in a line of its own"
    ):
        format_text(HEAD + numbers)


def test_ruamel_yaml_writes_for_others_as_before():
    """Null is a word in a fleet's file, and stays as ruamel.yaml writes it in a text of somebody else's."""
    assert "name: null" in format_text(HEAD + 'numbers: {"+12065550001": {name: null}}\n')
    stream = io.StringIO()
    YAML().dump({"name": None}, stream)
    assert stream.getvalue() == "name:\n"
