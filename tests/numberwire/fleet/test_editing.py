"""Edits of a fleet's file: numbers are added and the one form is given, and comments, order and quotes stay."""

import pytest
import yaml

from numberwire.fleet._document import Source
from numberwire.fleet._editing import EditError, add_numbers, replace_number
from numberwire.fleet._formatting import format_text
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


FORMS = {
    "nothing": ("", 'numbers:\n  "+12065550001": {name: C}\n'),
    "no line end": ("unlisted: report", 'unlisted: report\nnumbers:\n  "+12065550001": {name: C}\n'),
    "no value": ("numbers:\n", 'numbers:\n  "+12065550001": {name: C}\n'),
    "null": (
        "numbers: null # none\ntrial: false\n",
        'numbers: # none\n  "+12065550001": {name: C}\ntrial: false\n',
    ),
    "tilde": ("numbers: ~", 'numbers:\n  "+12065550001": {name: C}\n'),
    "empty": ("numbers: { }\n", 'numbers:\n  "+12065550001": {name: C}\n'),
    "empty with an anchor": ("numbers: &all {}\n", 'numbers: &all\n  "+12065550001": {name: C}\n'),
    "empty with a comment": (
        "numbers: { # none yet\n  }\n",
        'numbers: { # none yet\n  "+12065550001": {name: C}}\n',
    ),
    "bare": (
        "numbers:\n  +15035551763: {name: A}\n",
        'numbers:\n  +15035551763: {name: A}\n  "+12065550001": {name: C}\n',
    ),
    "in braces": (
        "numbers: {+15035551763: {name: A}, }\n",
        'numbers: {+15035551763: {name: A}, "+12065550001": {name: C} }\n',
    ),
    "in braces without a value": (
        "numbers: {+15035551763: , +15035551764: &it }\n",
        'numbers: {+15035551763: , +15035551764: &it, "+12065550001": {name: C} }\n',
    ),
    "in braces with a comment": (
        "numbers: {+15035551763: {name: A} # it's A\n  }\n",
        'numbers: {+15035551763: {name: A} # it\'s A\n  , "+12065550001": {name: C}}\n',
    ),
    "entry in braces with comments": (
        "numbers:\n    '+15035551763': {name: A, # why\n      owner: o} # kept\n    # the end\n\n# more\ntrial: no\n",
        (
            "numbers:\n    '+15035551763': {name: A, # why\n      owner: o} # kept\n    # the end\n"
            '    "+12065550001": {name: C}\n\n# more\ntrial: no\n'
        ),
    ),
    "no entry": (
        "numbers:\n  '+15035551763':\ntrial: false\n",
        "numbers:\n  '+15035551763':\n  \"+12065550001\": {name: C}\ntrial: false\n",
    ),
    "question mark": (
        "numbers:\n  ? +15035551763\n  : {name: A}\n",
        'numbers:\n  ? +15035551763\n  : {name: A}\n  "+12065550001": {name: C}\n',
    ),
    "anchor": (
        "numbers: &all\n  &it +15035551763: &what {name: A}\n  +15035551764: *what\n",
        (
            "numbers: &all\n  &it +15035551763: &what {name: A}\n  +15035551764: *what\n"
            '  "+12065550001": {name: C}\n'
        ),
    ),
    "text of lines": (
        "numbers:\n  +15035551763:\n    note: |+ # as it was\n      numbers:\n      +15035551765: B\n\n\nlimits: {}\n",
        (
            "numbers:\n  +15035551763:\n    note: |+ # as it was\n      numbers:\n      +15035551765: B\n\n\n"
            '  "+12065550001": {name: C}\nlimits: {}\n'
        ),
    ),
    "like numbers": (
        "numbers:\n  +15035551763: {note: +442071234567, owner: 1e999, name: True}\n",
        (
            "numbers:\n  +15035551763: {note: +442071234567, owner: 1e999, name: True}\n"
            '  "+12065550001": {name: C}\n'
        ),
    ),
    "tags": (
        "numbers: !!map\n  +15035551763: {note: !!int abc, owner: !!binary xx, name: 2026-02-30}\n",
        (
            "numbers: !!map\n  +15035551763: {note: !!int abc, owner: !!binary xx, name: 2026-02-30}\n"
            '  "+12065550001": {name: C}\n'
        ),
    ),
    "Windows": (
        "numbers:\r\n  +15035551763: {name: A}\r\n",
        'numbers:\r\n  +15035551763: {name: A}\r\n  "+12065550001": {name: C}\r\n',
    ),
    "end of the document": (
        "numbers:\n  +15035551763: {name: A}\n...\n",
        'numbers:\n  +15035551763: {name: A}\n  "+12065550001": {name: C}\n...\n',
    ),
}


@pytest.mark.parametrize(("text", "edited"), FORMS.values(), ids=FORMS)
def test_add_changes_nothing_else(text, edited):
    """Whatever form a file has, numbers come to its numbers, and all else stays as it is, to the last blank."""
    assert add_numbers(HEAD + text, {"+12065550001": {"name": "C"}}) == HEAD + edited


ROOTS = {
    "none": ("{version: 1}", '{version: 1, numbers: {"+12065550001": {}, "+12065550002": {}}}'),
    "null": ("{numbers: , version: 1}", '{numbers: {"+12065550001": {}, "+12065550002": {}} , version: 1}'),
    "empty": ("{numbers: {}}", '{numbers: {"+12065550001": {}, "+12065550002": {}}}'),
    "quoted": ('{"numbers": ~}', '{"numbers": {"+12065550001": {}, "+12065550002": {}}}'),
    "directive": (
        "%YAML 1.1\n---\n  numbers: {}\n",
        '%YAML 1.1\n---\n  numbers:\n    "+12065550001": {}\n    "+12065550002": {}\n',
    ),
}


@pytest.mark.parametrize(("text", "edited"), ROOTS.values(), ids=ROOTS)
def test_add_to_other_roots(text, edited):
    """A file in braces, or one that is indented, keeps its form."""
    assert add_numbers(text, {"+12065550001": {}, "+12065550002": {}}) == edited


@pytest.mark.parametrize(
    "text",
    [
        "profiles: &some {a: {}}\nnumbers: *some\n",
        "numbers:\n  +15035551763:\n    note: |\n      without a line end",
    ],
)
def test_add_refuses(text):
    """Where numbers can't be added without changing what the file says, the error says so."""
    with pytest.raises(EditError, match="add them yourself"):
        add_numbers(HEAD + text, {"+12065550001": {}})


def test_replace_number():
    """There is a text for each place of a number, and none for a longer number."""
    text = 'numbers: {+15035551763: {note: "was 15035551763, not 150355517634"}}'
    new = "+12065550001"
    assert list(replace_number(text, "+15035551763", new)) == [
        text.replace("+15035551763", new),
        text.replace("15035551763,", f"{new},"),
    ]


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
