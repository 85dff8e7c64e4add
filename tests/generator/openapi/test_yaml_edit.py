"""A YAML text is made to say other data, and every line that says what it said stays as it is."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from generator.openapi.yaml_edit import EditError, edit_text, round_trip_difference, round_trip_yaml
from generator.openapi.yaml_text import read_yaml

SPEC = Path(__file__).parents[3] / "spec"
FILES = [*sorted(SPEC.glob("*.yaml")), *sorted((SPEC / "sources").glob("*.yaml"))]

MARKS = "ab-.:,#'\"[]{}&*!|>%@?~ \\é9"
WORDS = st.sampled_from(
    ["null", "true", "12", "0o7", "2025-01-15", "a b", "x: y", "- a", "'", "", "long " * 30 + "end"]
)
TEXTS = WORDS | st.text(MARKS, max_size=8)
KEYS = st.sampled_from([*"abcdefg", "200", "a b", "$ref", "x.y", "null"])
SCALARS = TEXTS | st.none() | st.booleans() | st.integers(-9, 99) | st.sampled_from([0.5, -1.25, 1e10])
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


@st.composite
def documents(draw):
    """A mapping, and a text that holds it as ruamel.yaml writes it, with remarks and blank lines between its lines."""
    value = draw(st.dictionaries(KEYS, VALUES, min_size=1, max_size=5))
    stream = io.StringIO()
    round_trip_yaml().dump(value, stream)
    lines = ["# remark"]
    for line in stream.getvalue().splitlines():
        if re.match(r" *(- )?[a-g]:", line) and not is_in_text(lines):
            lines += draw(st.sampled_from([[], [], [""], ["# remark"], ["# remark", ""]]))
        lines.append(line)
    text = "\n".join([*lines, ""])
    assume(round_trip_difference(text) is None and read_yaml(text)[0] == value)
    return value, draw(st.sampled_from([text, text.replace("\n", "\r\n")]))


def is_in_text(lines):
    """Whether the last of these lines may go on with the next one."""
    return bool(re.search(r"[^:\]}a-z0-9]$", lines[-1]))


@st.composite
def edited(draw, value):
    """A value changed here and there."""
    if isinstance(value, dict):
        kept = {key: draw(edited(one)) for key, one in value.items() if draw(st.integers(0, 5))}
        return kept | draw(st.dictionaries(KEYS, SCALARS | VALUES, max_size=1))
    if isinstance(value, list):
        kept = [draw(edited(one)) for one in value if draw(st.integers(0, 5))]
        return kept + draw(st.lists(VALUES, max_size=1))
    return value if draw(st.integers(0, 2)) else draw(VALUES)


# Each case: a text, what it shall say, and the text that says it.
CASES = {
    "an entry goes behind the one before it, in front of the next one's comment": (
        "a: 1\n# of c\nc: 3\n",
        {"a": 1, "b": 2, "c": 3},
        "a: 1\nb: 2\n# of c\nc: 3\n",
    ),
    "an entry goes first": ("x:\n  b: 2\n", {"x": {"a": 1, "b": 2}}, "x:\n  a: 1\n  b: 2\n"),
    "an entry goes first behind a dash": (
        "x:\n  - b: 2\n",
        {"x": [{"a": 1, "b": 2}]},
        "x:\n  - a: 1\n    b: 2\n",
    ),
    "an entry goes last, in front of the comments behind": (
        "x:\n  a: 1\n\n# end\n",
        {"x": {"a": 1, "b": 2}},
        "x:\n  a: 1\n  b: 2\n\n# end\n",
    ),
    "inner entries come before outer ones": (
        "x:\n  y:\n    a: 1\n",
        {"x": {"y": {"a": 1, "b": 2}, "z": 3}, "w": 4},
        "x:\n  y:\n    a: 1\n    b: 2\n  z: 3\nw: 4\n",
    ),
    "an entry goes with its line and leaves the comments around it": (
        "a: 1\n# of b\nb: 2  # so\n# of c\nc: 3\n",
        {"a": 1, "c": 3},
        "a: 1\n# of b\n# of c\nc: 3\n",
    ),
    "an entry that moves is written anew": (
        "a: 1\nb: '2'\nc: 3\n",
        {"b": "2", "c": 3, "a": 1},
        "b: '2'\nc: 3\na: 1\n",
    ),
    "a value is replaced, and its comment stays": (
        "a: 1  # one\nb: 2\n",
        {"a": 3, "b": 2},
        "a: 3  # one\nb: 2\n",
    ),
    "a comment behind what gets longer stands behind the key": (
        "a: [x]  # few\nb: 2\n",
        {"a": {"c": 1}, "b": 2},
        "a:  # few\n  c: 1\nb: 2\n",
    ),
    "brackets inside brackets keep what stays": (
        "a: {b: {c: 'd', e: [1, 2]}, f: 0x10}\n",
        {"a": {"b": {"c": "d", "e": [1, 2, 3]}, "f": 16, "g": "h, i"}},
        "a: {b: {c: 'd', e: [1, 2, 3]}, f: 0x10, g: 'h, i'}\n",
    ),
    "brackets that grow too long become lines": (
        f"a: {{b: {'x' * 60}}}\n",
        {"a": {"b": "x" * 60, "c": "y" * 60}},
        f"a:\n  b: {'x' * 60}\n  c: {'y' * 60}\n",
    ),
    "an empty list gets its first item": ("a: []\n", {"a": ["x"]}, "a: [x]\n"),
    "a list loses its last item": ("a:\n  - x\nb: 1\n", {"a": [], "b": 1}, "a: []\nb: 1\n"),
    "items come and go": (
        "a:\n  # the first\n  - x\n  - y\n  - z\n",
        {"a": ["x", "new", "z", "last"]},
        "a:\n  # the first\n  - x\n  - new\n  - z\n  - last\n",
    ),
    "an item changes within": (
        "a:\n  - b: 1  # one\n    c: 2\n  - d\n",
        {"a": [{"b": 1, "c": 3}, "d"]},
        "a:\n  - b: 1  # one\n    c: 3\n  - d\n",
    ),
    "an item's first entry goes": (
        "a:\n  - b: 1\n    c: 2\n",
        {"a": [{"c": 2}]},
        "a:\n  - c: 2\n",
    ),
    "a folded text is replaced": (
        "a: >-\n  some\n  words\n\nb: 1\n",
        {"a": "other words", "b": 1},
        "a: other words\n\nb: 1\n",
    ),
    "a long text is folded": (
        "a: 1\n",
        {"a": 1, "b": "word " * 30 + "end"},
        "a: 1\nb: >-\n  " + "word " * 20 + "word\n  " + "word " * 9 + "end\n",
    ),
    "lines that end as on Windows go on to do so": (
        "a: 1\r\nb: 2\r\n",
        {"a": 1, "c": 3, "b": 2},
        "a: 1\r\nc: 3\r\nb: 2\r\n",
    ),
}


@pytest.mark.parametrize(("text", "data", "made"), CASES.values(), ids=CASES)
def test_what_changes_is_written_in_its_place(text, data, made):
    """Only what says something else is another text than before."""
    assert edit_text(text, data) == made


@pytest.mark.parametrize(
    ("text", "line", "mend"),
    [
        ("a: 1", 1, "End the file with a line break."),
        ("a: 1\nb: [ x ]\n", 2, "Write `b: [x]`."),
        ("a: [\n  1,  # one\n  2\n]\n", 1, "Write `a: [1, 2]`."),
        ("a: ~\n", 1, "Write `a: null`."),
        ("a: 1\n...\n", 2, "Delete it."),
        ("a: 2025-13-45\n", 1, "Put texts that look like dates or numbers in quotes."),
        (f"a: [{'x' * 60}, {'x' * 60}]\n", 1, "Give its entries lines of their own: it is longer than 110."),
        (f"a: {'xxxx ' * 24}x\n", 1, "Fold the text below `>-`: it is longer than 110."),
        (f"a:\n  - {'xxxx ' * 24}x\n", 2, "Fold the text below `>-`: it is longer than 110."),
    ],
)
def test_a_text_that_is_not_its_own_round_trip(text, line, mend):
    """The first line that would become another one is named with its mend, and nothing is edited."""
    difference = round_trip_difference(text)
    assert difference is not None
    assert (difference.line, difference.mend) == (line, mend)
    with pytest.raises(EditError, match=f"^line {line} is not as ruamel.yaml's round trip writes it"):
        edit_text(text, {"b": 1})


def test_a_gap_never_falls_into_a_text():
    """A blank line between entries that a long text replaces goes, for it would be a part of the text."""
    text = "# remark\na: 'null'\nb: []\n\nc: 'null'\nd: 'null'\nalways: 1\n"
    wanted = {"d": {"d": "v" * 120}, "always": 1}
    made = edit_text(text, wanted)
    assert read_yaml(made)[0] == wanted
    assert made.startswith("# remark\nd:\n")


def test_an_alias_stays_what_it_was():
    """Where a value changes that others repeat, these stay as they are."""
    assert edit_text("a: &x\n  b: 1\nc: *x\n", {"a": {"b": 2}, "c": {"b": 1}}) == ("a:\n  b: 2\nc:\n  b: 1\n")


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SPEC)))
def test_the_curated_files_stay_byte_for_byte(path):
    """A file of spec/ that shall say what it says is not touched."""
    text = path.read_text(encoding="utf-8")
    assert edit_text(text, read_yaml(text)[0]) == text


def has_list_in_list(value):
    """Whether a list is an entry of another one."""
    if isinstance(value, dict):
        return any(map(has_list_in_list, value.values()))
    return isinstance(value, list) and any(
        isinstance(entry, list) or has_list_in_list(entry) for entry in value
    )


@settings(
    deadline=None, max_examples=30, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow]
)
@given(st.data(), documents())
def test_a_text_holds_what_it_is_made_to_hold(data, document):
    """Whatever is changed in a document, its text reads as the new data, is a round trip and keeps its remarks.

    Lists that are entries of lists may be refused instead.
    """
    value, text = document
    assert edit_text(text, value) == text
    wanted = {**data.draw(edited(value)), "always": 1}
    try:
        text = edit_text(text, {**value, "always": 1})
        made = edit_text(text, wanted)
    except EditError:
        assert has_list_in_list(wanted) or has_list_in_list(value)
        return
    assert json.dumps(read_yaml(made)[0]) == json.dumps(wanted)
    assert round_trip_difference(made) is None
    assert made.startswith("# remark")


@settings(deadline=None, max_examples=30)
@given(st.data(), VALUES, VALUES, VALUES)
def test_what_surrounds_a_change_stays(data, first, middle, last):
    """A change touches no character above the key whose value changes, and none of the lines below it.

    Lists that are entries of lists may be refused instead.
    """
    pieces = []
    for key, value in (("first", first), ("middle", middle), ("last", last)):
        stream = io.StringIO()
        round_trip_yaml().dump({key: value}, stream)
        pieces.append(f"# of {key}\n{stream.getvalue()}")
    text = "".join(pieces)
    assume(
        round_trip_difference(text) is None
        and read_yaml(text)[0] == {"first": first, "middle": middle, "last": last}
    )
    wanted = {"first": first, "middle": data.draw(edited(middle)), "last": last}
    try:
        made = edit_text(text, wanted)
    except EditError:
        assert has_list_in_list(wanted)
        return
    assert made.startswith(pieces[0])
    assert made.endswith(pieces[2])


def test_ruamel_yaml_writes_for_others_as_before():
    """Null is a word in the curated files, and stays as ruamel.yaml writes it in a text of somebody else's."""
    edited, other = io.StringIO(), io.StringIO()
    round_trip_yaml().dump({"name": None}, edited)
    assert edited.getvalue() == "name: null\n"
    YAML().dump({"name": None}, other)
    assert other.getvalue() == "name:\n"
