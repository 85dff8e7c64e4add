"""A YAML text is made to say other data, and every line that says what it said stays as it is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.docs.accept import spelling
from generator.docs.accept.yaml_edit import RewritingError, rewritten
from generator.openapi.yaml_text import read

SPEC = Path(__file__).parents[4] / "spec"
FILES = [*sorted(SPEC.glob("*.yaml")), *sorted((SPEC / "sources").glob("*.yaml"))]

MARKS = "ab-.:,#'\"[]{}&*!|>%@?~ \\é9"
WORDS = st.sampled_from(
    ["null", "true", "12", "0o7", "2025-01-15", "a b", "x: y", "- a", "'", "", "long " * 30 + "end"]
)
TEXTS = WORDS | st.text(MARKS, max_size=8)
KEYS = st.sampled_from([*"abcdefg", "200", "a b", "$ref", "x.y", "null"])
SCALARS = (
    TEXTS | st.none() | st.booleans() | st.integers(-9, 99) | st.floats(allow_nan=False, allow_infinity=False)
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


@st.composite
def spelled(draw, value, column=0):
    """Lines that say a value in one of the ways that people write it, comments and blank lines included."""
    lines = []
    for key, one in value.items() if isinstance(value, dict) else ((None, one) for one in value):
        lines += draw(
            st.sampled_from([[], [], [""], [" " * column + "# a remark"], [" " * column + "# one", ""]])
        )
        head = " " * column + (f"{spelling.scalar(key)}:" if key is not None else "-")
        lines += draw(behind(one, head, column))
    return lines


@st.composite
def behind(draw, value, head, column):
    """The lines of a key or a dash with its value."""
    remark = draw(st.sampled_from(["", "", "  # so"]))
    if isinstance(value, str):
        ways = [spelling.scalar(value), json.dumps(value)]
        if value.isprintable() and value.strip(" ") == value and value:
            ways += [f"{mark}\n{' ' * (column + 2)}{value}" for mark in ("|-", ">-")]
        return f"{head} {draw(st.sampled_from(ways))}".splitlines()
    if not isinstance(value, dict | list) or not value:
        return [f"{head} {spelling.flow(value)}{remark}"]
    way = draw(st.sampled_from(["flow", "padded", "block", "block"]))
    if way == "flow":
        return [f"{head} {spelling.flow(value)}{remark}"]
    if way == "padded":
        inner = spelling.flow(value)
        return [f"{head} {inner[0]} {inner[1:-1]} {inner[-1]}{remark}"]
    indent = column + draw(st.sampled_from([2, 4]))
    return [head + remark, *draw(spelled(value, indent))]


@st.composite
def documents(draw):
    """A mapping, and a text that says it."""
    value = draw(st.dictionaries(KEYS, VALUES, min_size=1, max_size=5))
    lines = draw(spelled(value))
    end = draw(st.sampled_from(["\n", "\r\n"]))
    return value, end.join([*lines, ""])


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
    "an entry goes last where no line ends": ("a: 1", {"a": 1, "b": 2}, "a: 1\nb: 2"),
    "entries with blank lines between them stay so": (
        "x:\n\n  a: 1\n\n  b: 2\n",
        {"x": {"a": 1, "b": 2, "c": 3}},
        "x:\n\n  a: 1\n\n  b: 2\n\n  c: 3\n",
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
    "brackets keep their blanks and the quotes inside": (
        """a: [ "x", 'y' ]\n""",
        {"a": ["x", "z", "y"]},
        """a: [ "x", z, 'y' ]\n""",
    ),
    "brackets over several lines become one line": (
        "a: [\n  x,\n  y\n]\n",
        {"a": ["x", "y", "z"]},
        "a: [x, y, z]\n",
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
    "a text that keeps its blank lines stays as it is": (
        "a: |+\n  text\n\n",
        {"a": "text\n\n", "b": 1},
        "a: |+\n  text\n\nb: 1\n",
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
    assert rewritten(text, data) == made


@pytest.mark.parametrize(
    ("text", "data", "words"),
    [
        ("a: [\n  1,  # one\n  2\n]\n", {"a": [1, 3]}, "a comment between brackets is in the way"),
        (
            "a: &x {b: 1}\nc:\n  <<: *x\n  d: 2\n",
            {"a": {"b": 1}, "c": {"b": 1, "d": 3}},
            "a merge key is in the way",
        ),
        (
            "a: &x\n  b: 1\nc: *x\n",
            {"a": {"b": 2}, "c": {"b": 1}},
            "an alias or a value left empty is in the way",
        ),
    ],
)
def test_nothing_is_lost_for_a_change(text, data, words):
    """Where a change would lose what a person wrote, or change more than it should, it is refused."""
    with pytest.raises(RewritingError, match=f"^{words}$"):
        rewritten(text, data)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SPEC)))
def test_the_curated_files_stay_byte_for_byte(path):
    """A file of spec/ that shall say what it says is not touched."""
    text = path.read_text(encoding="utf-8")
    assert rewritten(text, read(text)[0]) == text


@settings(deadline=None)
@given(st.data(), documents())
def test_a_text_says_what_it_is_made_to_say(data, document):
    """Whatever is changed in a document, its text reads as the document it became."""
    value, text = document
    assert read(text)[0] == value
    assert rewritten(text, value) == text
    wanted = {**data.draw(edited(value)), "always": 1}
    made = rewritten(rewritten(text, {**value, "always": 1}), wanted)
    assert json.dumps(read(made)[0]) == json.dumps(wanted)


@settings(deadline=None)
@given(st.data(), VALUES, VALUES, VALUES)
def test_what_stands_around_a_change_stays(data, first, middle, last):
    """A change touches no character in front of the key whose value changes, and none of the lines behind it."""
    pieces = [
        data.draw(spelled({key: value}))
        for key, value in (("first", first), ("middle", middle), ("last", last))
    ]
    before, within, after = ("".join(f"{line}\n" for line in lines) for lines in pieces)
    wanted = {"first": first, "middle": data.draw(edited(middle)), "last": last}
    made = rewritten(before + within + after, wanted)
    assert made.startswith(before)
    assert made.endswith(after)
