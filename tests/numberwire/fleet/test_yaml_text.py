"""YAML of a fleet's file: each scalar is a text, and each comment is found."""

import pytest

from numberwire.fleet._yaml_text import compose, find_comments, scan, values_of

COMMENTS = {
    "none": ("a: 'x # y'\nb: \"# z\"\nc: x#y\n", []),
    "lines": (
        "# one\na: 1 # two \n  # three\n\n# four",
        [(1, "# one"), (2, "# two"), (3, "# three"), (5, "# four")],
    ),
    "braces": ("a: {b: 1, # one\n  c: 2 # two\n  }\n", [(1, "# one"), (2, "# two")]),
    "text of lines": ("a: | # one\n  # no\n  x # no\n# two\n", [(1, "# one"), (4, "# two")]),
    "text folded": ("a: >-2\n  # no\nb: plain\n  more # one\n", [(4, "# one")]),
    "directive": (
        "%YAML 1.1 # one\n--- # two\na: 1\n...\n# three\n",
        [(1, "%YAML 1.1"), (1, "# one"), (2, "# two"), (5, "# three")],
    ),
    "key": ("? a # one\n: b # two\n", [(1, "# one"), (2, "# two")]),
    "letters": ("a: é☎\U0001f600 # ☎\r\nb: 1\r\n# \U0001f600\r\n", [(1, "# ☎"), (3, "# \U0001f600")]),
}


@pytest.mark.parametrize(("text", "comments"), COMMENTS.values(), ids=COMMENTS)
def test_comments(text, comments):
    """A comment is found wherever it stands, with its line; a mark inside a text is none."""
    assert find_comments(text, scan(text)) == comments


def test_values():
    """What looks like a number or a truth is a text, null is none, and an alias is what it stands for."""
    node = compose("a: &x [+15035551763, yes, 1e9, !!int abc]\nb: *x\nc: ~\nd:\n? {e: 'null'}\n: ''\n")
    list_ = ["+15035551763", "yes", "1e9", "abc"]
    assert values_of(node) == (("a", list_), ("b", list_), ("c", None), ("d", None), ((("e", "null"),), ""))
    assert values_of(compose("")) is None
