"""YAML 1.1 and 1.2: what passes is read alike by PyYAML, which is a parser of the older version."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import assume, example, given
from hypothesis import strategies as st

from generator.openapi.pointers import FaultError
from generator.openapi.yaml_text import read_yaml
from generator.openapi.yaml_versions import differences
from generator.rules import check_file
from tests.generator.conftest import PETS, SOURCES

TEXTS = [
    *(
        "y",
        "n",
        "yes",
        "Yes",
        "YES",
        "no",
        "No",
        "NO",
        "on",
        "On",
        "ON",
        "off",
        "Off",
        "OFF",
        "true",
        "~",
        "null",
    ),
    *(
        "0",
        "12",
        "-3",
        "1.5",
        "-0.25",
        "1.5e+3",
        "0x1F",
        "2.0.1",
        "v1",
        "a:b",
        "https://example.com/a?b=c",
        "(206)",
    ),
    *(
        "0123",
        "08",
        "-012",
        "1:30",
        "1:30:15.5",
        "190:20:30",
        "+15558675309",
        "+1",
        "1_000",
        "0b101",
        "0o17",
        "1e3",
    ),
    *(
        "12e03",
        "1.",
        ".5",
        "1.e+3",
        "0x_1F",
        "-0x1F",
        "=",
        "<<",
        "2025-01-15",
        "2025-1-5",
        "2025-01-15T09:30:00Z",
    ),
    *(
        "2025-01-15 09:30:00.5 +1:00",
        "2025-01-15T09:30",
        "1.5e3",
        "+.5",
        "-.5",
        ".inf",
        ".nan",
        "-.INF",
        "a?",
        "?a",
        "?:",
        "? :",
    ),
    *("'yes'", '"0123"', "a#b", "a:", ":a", "-a", "--", "- a", "a b", "NaN", "1 2", "007-1"),
]
PROBES = ["*: 1\n", "a: *\n", "- *\n", "[*, a]\n", "{a: *}\n", "{*: a}\n", "a:\n  - {b: [*]}\n"]


def is_same(one, other):
    """Whether two values are alike to the type and the order of keys: 1 is not True."""
    return repr(one) == repr(other)


def pyyaml_reads(text):
    """What PyYAML makes of a text; None where it refuses it."""
    try:
        return [yaml.safe_load(text)]
    except (yaml.YAMLError, ValueError):
        return None


def value(text):
    """What the documents' own reader makes of it."""
    try:
        return read_yaml(text)[0]
    except FaultError:
        assume(condition=False)


@pytest.mark.parametrize("probe", PROBES)
@pytest.mark.parametrize("scalar", TEXTS)
def test_each_spelling(scalar, probe):
    """Of every spelling, what PyYAML reads in another way is a difference, and an ordinary text or number is none."""
    text = probe.replace("*", scalar)
    try:
        ours = read_yaml(text)[0]
    except FaultError:
        return
    same = is_same(pyyaml_reads(text), [ours])
    found = list(differences(text))
    assert same or found
    if found and same:
        # PyYAML is not alone: others take more words and signs for something else.
        assert scalar in {"y", "n", "<<", "="} or scalar.startswith("+") or scalar.endswith(":")


@example("?:", "[*, a]\n")
@given(st.text("ay0123456789_:.+-eExob~?=<>#,[]{}'TZ ", max_size=12), st.sampled_from(PROBES))
def test_what_passes_is_read_alike(scalar, probe):
    """Whatever passes is the same value to PyYAML."""
    text = probe.replace("*", scalar)
    ours = value(text)
    if not any(differences(text)):
        assert is_same(pyyaml_reads(text), [ours])


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("%YAML 1.1\n---\na: b\n", 1),
        ("# first\n\n%YAML 1.2\n---\na: b\n", 1),
        ("a: b\nc: 'd\u2028e'\n", 2),
        ("a: b\n\nc:\n  - [x, b?]\n", 4),
        ("a: {b: c,\n  d: off}\n", 2),
    ],
)
def test_lines(text, line):
    """A difference is told with its line."""
    assert [one.line for one in differences(text)] == [line]


@pytest.mark.parametrize(
    ("name", "change", "finding"),
    [
        (
            "pets.yaml",
            ("examples: [Rex]", "examples: [/pets?page=1]"),
            (
                "YAML 1.1 can't read what YAML 1.2 reads here: while parsing a flow sequence expected ',' or ']', but"
                " got '?'. Fix: Put the text in quotes."
            ),
        ),
        (
            "sources/pets.yaml",
            ("title: The guide", "title: 2025-01-15"),
            "'2025-01-15' is a date in YAML 1.1, and a text in YAML 1.2. Fix: Put it in quotes.",
        ),
    ],
)
def test_the_rule(tmp_path, monkeypatch, name, change, finding):
    """The document and its sources are both looked at; the finding has the file and the line."""
    monkeypatch.chdir(tmp_path)
    files = {"pets.yaml": PETS, "sources/pets.yaml": SOURCES}
    Path("sources").mkdir()
    for path, text in files.items():
        Path(path).write_text(text.replace(*change) if path == name else text, encoding="utf-8")
    line = files[name][: files[name].index(change[0])].count("\n") + 1
    assert [str(one) for one in check_file(Path("pets.yaml"))] == [f"{name}:{line}: NW107 {finding}"]
