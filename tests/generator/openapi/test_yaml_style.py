"""An ordinary text needs no closer look: ruamel.yaml writes it as it is, and YAML 1.1 reads it as 1.2 does."""

from __future__ import annotations

import io
import random

import pytest

from generator.openapi import yaml_text
from generator.openapi.pointers import FaultError
from generator.openapi.yaml_edit import round_trip_yaml
from generator.openapi.yaml_style import is_ordinary
from generator.openapi.yaml_text import events, read_yaml

KEYS = ["a", "b", "c", "d", "/x/{id}", "$ref", "'200'", "a b", "it's", "k:k", "a:", "true x", "no", "200"]
PLAIN = [
    "b",
    "b c",
    "it's",
    "'x'",
    "'it''s'",
    "''",
    "true",
    "0",
    "-1",
    "400 as said",
    "[b]",
    "{}",
    "{b: [c, 'd']}",
]
STRANGE = [
    *(
        "' x'",
        "'a  b'",
        "(a [b])",
        "a  b",
        "a b ",
        "é",
        "x:",
        "~",
        "=",
        "True",
        "null",
        "NULL",
        "yes",
        "No",
        "no way",
    ),
    *(
        "y",
        "-0",
        "12",
        "007",
        "0x1F",
        "1_000",
        "1.5",
        "1e3",
        "1.0.0",
        "12:30:45",
        "2025-01-15",
        "'2025-01-15'",
        "@a",
    ),
    *(
        "12 e5",
        "x: y",
        "a #b",
        "a# b",
        "a:b",
        "https://x/y?z=1&b",
        '"x"',
        "*a",
        "&a b",
        "!x y",
        "a\\b",
        "%a",
        "|",
        "'",
    ),
    *(
        "{b: {c: [d, e]}}",
        "[{a: b}, {c: d}]",
        "{a: https://x/y}",
        "{a: x?}",
        "{a, b}",
        "[a,b]",
        "[ a]",
        "{a: }",
    ),
    *(
        "[a: b]",
        "{200: x}",
        "{'200': x}",
        "[a - b]",
        "[a-]",
        "[-a]",
        "[a?]",
        "{a: b'c}",
        "[true]",
        "[null]",
        "[y]",
    ),
    *("{null: x}", "[no way]", "[a", "a]", "[a] b", "{a: b [c]}", "x " * 30 + "x", "w" * 120, "'[a]'"),
    *("[" + "abcdefgh, " * 9 + "x]", "[" + "abcdefgh, " * 12 + "x]"),
]
WORDS = ["some words", "- x", "# no", "a: b", "[x]", "w" * 120, "x " * 50 + "x"]
STRANGE_WORDS = [" x", "a  b", "w " * 55]
GAPS = [[""], ["# remark"], ["# remark", ""], ["", "# remark"], ["", ""], ["  # remark"]]
COMMENTS = [" # one", "  # it's one: [a", "      #one", "  # one ", "# none", "  #", " #  one  #two"]


class Writer:
    """Writes texts of the curated files' kind, in which something may be out of the ordinary."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311 - the same texts in every run
        self.lines: list[str] = []

    def text(self) -> str:
        """A text."""
        self.lines += self.rarely(GAPS, [])
        self.mapping(0, 2)
        lines = [line + self.rarely(COMMENTS, "") for line in self.lines]
        return "\n".join([*lines, *self.rarely([[""], ["# end"]], []), ""])

    def rarely(self, strange, usual):
        """One of the strange things now and then, and the usual one else."""
        return self.random.choice(strange) if self.random.random() < 0.07 else usual

    def mapping(self, column: int, depth: int, first: str = "") -> None:
        """Add the lines of a mapping; the first of them begins with a dash where it is an item."""
        for key in self.random.sample(KEYS[: self.rarely([len(KEYS)], 9)], self.random.randint(1, 3)):
            if not first:
                self.gap(column)
            start, first = first or " " * column, ""
            below = column + self.rarely([0, 1, 4], 2)
            kind = self.random.choice("mmllfsss" if depth else "fsss")
            value = {"f": " >-", "s": f" {self.scalar()}"}.get(kind, "")
            self.lines.append(f"{start}{key}:{value}")
            if kind == "m":
                self.mapping(below, depth - 1)
            elif kind == "l":
                for _ in range(self.random.randint(1, 3)):
                    self.item(below, depth - 1)
            elif kind == "f":
                words = (
                    self.rarely(STRANGE_WORDS, self.random.choice(WORDS))
                    for _ in range(self.random.randint(1, 3))
                )
                self.lines += [" " * below + line for line in words]

    def item(self, column: int, depth: int) -> None:
        """Add the lines of a list's item."""
        self.gap(column)
        if self.random.random() < 0.5:
            self.lines.append(f"{' ' * column}- {self.scalar()}")
        else:
            self.mapping(column + 2, depth, " " * column + "- ")

    def scalar(self) -> str:
        """A scalar or brackets."""
        return self.rarely(STRANGE, self.random.choice(PLAIN))

    def gap(self, column: int) -> None:
        """Add what may stand between entries."""
        self.lines += [" " * column + line if line else "" for line in self.rarely(GAPS, [])]


def is_data(text):
    """Whether a text can be read at all."""
    try:
        read_yaml(text)
    except FaultError:
        return False
    return True


def test_an_ordinary_text_is_its_own_round_trip_and_read_alike(monkeypatch):
    """ruamel.yaml changes no byte of it, and its parser of YAML 1.1 sees what libyaml sees."""
    texts = [
        text for text in (Writer(seed).text() for seed in range(500)) if is_ordinary(text) and is_data(text)
    ]
    assert len(texts) > 100
    assert sum(" #" in text for text in texts) > 25
    by_libyaml = [list(events(text, (1, 1))) for text in texts]
    monkeypatch.setattr(yaml_text.yaml, "__with_libyaml__", False)
    for text, expected in zip(texts, by_libyaml, strict=True):
        stream = io.StringIO()
        round_trip_yaml().dump(round_trip_yaml().load(text), stream)
        assert stream.getvalue() == text
        assert list(events(text, (1, 1))) == expected


ORDINARY = """\
# What this is.
openapi: 3.1.0
info:
  title: 'Pets: all of them'  # as they say
  description: >-
    Words that go on
    in the next line.

paths:
  /pets/{id}:
    get:
      tags: [pets, 'of ours']
      # Which pet.
      parameters:
        - {$ref: '#/components/parameters/PetId'}
        - name: limit
          schema: {type: integer, minimum: 0, examples: [1, null]}
      responses: {}
"""


def test_the_curated_style_is_ordinary():
    """What the curated files are made of is recognized, so that they are checked and edited fast."""
    assert is_ordinary(ORDINARY)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "a: 1",
        "a: 1\n\n",
        "a: 1\n# end\n",
        "a:\n",
        "a: >-\n",
        "a: &b c\n",
        "a: *b\n",
        "a: !!str 1\n",
        "a: >-  # one\n  b\n",
        "a: 1  # one \n",
        "a: 1  # \u00e9\n",
        "a: 1  #one \\x\r\n",
        "a: 'b' #one\n  c\n",
        "a:  # one\n  - {}\n  - b\n",
        "a:\n  - b: c\n\n  - {}  # one\n",
        'a: "b"\n',
        "a: [ b ]\n",
        "a: yes\n",
        "a:\n- b\n",
        "a:\n    b: 1\n",
        "a:\n  # first\n  b: 1\n",
        "- a\n",
        "a: >-\n  b\n\n  c\n",
        f"a: {'b ' * 60}c\n",
        "a:: 1\n",
        "a: 1\r\n",
        "%YAML 1.1\n---\na: 1\n",
    ],
)
def test_what_is_not_recognized_is_not_ordinary(text):
    """Whatever might be written or read in another way gets the closer look."""
    assert not is_ordinary(text)
