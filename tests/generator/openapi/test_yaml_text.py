"""YAML text: libyaml's parser and ruamel.yaml's give the same data and lines, or both refuse a text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.openapi import yaml_text
from generator.openapi.pointers import FaultError
from generator.openapi.yaml_text import read_yaml
from tests.generator.conftest import PETS, SOURCES

ROOT = Path(__file__).parents[3]
DOCUMENTS = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "spec").rglob("*.yaml"))
MARKS = "abé:-?[]{},&*!|>'\"#@`~ \n1<\\%.=+_\t\r\x85\u2028\ufeff\x07"
WORDS = ["- ", "a: ", "\n  ", ": ", "? ", "{ ", " }", " |\n", " >-\n", "&a ", "*a", "<<: ", "a: a:", "---\n"]
PIECES = st.sampled_from([*MARKS, ", ", *WORDS])
TEXTS = st.lists(PIECES, max_size=12).map("".join)
STRANGE = [
    "{ a: a: }\n",
    "a: {b: c: d}\n",
    "a: [b, ?c]\n",
    "a: b\t\n",
    "a: |#\n  b\n",
    "a: |\n \n  b\n",
    ">\nb\n",
    "# words\n--- |\nb\n",
    "a: &b: c\n",
    "a: *b:\n",
    "a: !b!c d\n",
    "a: b\x85c: d\n",
    "a:\rb\n",
    "a: '\u2028'\n",
    "%YAML 1.1\n---\na: 010\n",
    "a: b",
    "a: [b",
    "---\n\n  ",
]


def read_by_ruamel(text):
    """Return what is read where PyYAML comes without libyaml, or None for what is refused."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(yaml_text.yaml, "__with_libyaml__", False)
        return read_or_none(text)


def read_or_none(text):
    """Return the value and the lines of a text, or None where it is refused."""
    try:
        return repr(read_yaml(text))
    except FaultError:
        return None


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_projects_documents_are_read_by_libyaml(name, monkeypatch):
    """No document of the project needs the slow parser, and it would read the same data and lines."""
    text = (ROOT / name).read_text(encoding="utf-8")
    expected = read_by_ruamel(text)
    monkeypatch.setattr(yaml_text, "YAML", None)
    assert read_or_none(text) == expected


@pytest.mark.parametrize("text", [PETS, SOURCES, *STRANGE])
def test_what_the_parsers_disagree_about(text):
    """A text that only one of the two takes, or that they take differently, is read as ruamel.yaml reads it."""
    assert read_or_none(text) == read_by_ruamel(text)


def test_a_colon_after_a_value_is_refused():
    """A second colon in a mapping's braces is refused, whichever parser would take it."""
    with pytest.raises(FaultError, match="this isn't YAML"):
        read_yaml("{ a: a: }\n")


@given(text=TEXTS)
def test_both_parsers_read_any_text_alike(text):
    """Any small text gives the same data and lines by both, or is refused by both."""
    assert read_or_none(text) == read_by_ruamel(text)


@given(text=TEXTS)
def test_both_parsers_read_any_part_of_a_document_alike(text):
    """The same holds for what stands between lines that are in order."""
    whole = f"a: b\nc:\n  d: {text}\n  e: [f]\n"
    assert read_or_none(whole) == read_by_ruamel(whole)
