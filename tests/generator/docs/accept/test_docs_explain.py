"""The verb `docs explain`: where a field or a value comes from."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator.cli import main
from tests.generator.docs.accept.pets import SOURCES
from tests.generator.docs.accept.pets import SPEC as UNCHECKED

CHECKED = """\
      x-checks:
        - check: tame
          rule: no dog is called a cat
          page: guide
          fields: [name]
          values: {kind: [big-dog]}
"""
SPEC = UNCHECKED.replace("      responses:\n", f"{CHECKED}      responses:\n")


@pytest.fixture(autouse=True)
def here(shop, tmp_path, monkeypatch):
    """The small API is the project's, with a check, and the terminal is wide."""
    shop.spec.write_text(SPEC, encoding="utf-8")
    monkeypatch.setattr("generator.verbs.docs.inputs.ROOT", tmp_path)
    monkeypatch.setenv("COLUMNS", "200")


def run(*words):
    """The exit code of an explanation."""
    return main(["docs", "explain", *words])


def line(text, *wanted):
    """The line of a text that comes after others in it."""
    lines = text.splitlines()
    place = -1
    for one in wanted:
        place = lines.index(one, place + 1)
    return place + 1


def test_a_field_is_explained_wherever_it_is_met(capsys):
    """Each place of the spec has its line, its uses, the pages that state it, the disagreement and the checks."""
    assert run("kind") == 0
    answer = line(SPEC, "    Pet:", "        kind:")
    request = line(SPEC, "    PetUpdate:", "        kind:")
    assert capsys.readouterr().out == (
        f"PetUpdate.kind (spec/shop.yaml:{request})\n"
        "  What it is.\n"
        "  met in: update_pet request\n"
        "  pages that state it:\n"
        "    guide: Update a pet, no date, https://example.com/pets\n"
        "      update_pet request: string, one of cat or big-dog"
        f" (spec/sources/shop.yaml:{line(SOURCES, '        request:') + 2})\n"
        "  checks that name it:\n"
        f"    tame: no dog is called a cat (spec/shop.yaml:{line(SPEC, '        - check: tame')})\n"
        "\n"
        f"Pet.kind (spec/shop.yaml:{answer})\n"
        "  What it is.\n"
        "  met in: update_pet response\n"
        "  pages that state it:\n"
        "    guide: Update a pet, no date, https://example.com/pets\n"
        "      update_pet response: string, one of cat or big-dog"
        f" (spec/sources/shop.yaml:{line(SOURCES, '        response:') + 3})\n"
        "    notes: What is known beside the page, no date, no URL\n"
        "      update_pet response: one of ghost"
        f" (spec/sources/shop.yaml:{line(SOURCES, '        response:', '        response:') + 1})\n"
        f"  pages disagree (spec/shop.yaml:{answer + 5}):\n"
        "    guide: two kinds\n"
        "    notes: ghosts, too\n"
        "    what holds: Three kinds.\n"
        "    why: Answers tell of ghosts.\n"
        "\n"
        "kind: 2 places in shop.\n"
    )


def test_a_field_of_one_operation(capsys):
    """With the operation in front of it, the places of that operation are meant."""
    assert run("update_pet.food") == 0
    told = capsys.readouterr().out
    assert told.startswith(f"PetUpdate.food (spec/shop.yaml:{line(SPEC, '        food:')})\n")
    assert "  pages about the same operation that don't name it:\n    guide: update_pet request\n" in told
    assert run("list_pets.food") == 1


def test_a_value_is_explained(capsys):
    """A value has its meaning and marks, and which pages list it and which don't."""
    assert run("kind=ghost") == 0
    told = capsys.readouterr().out
    at = line(SPEC, "        ghost:")
    lines = told.splitlines()
    first = lines.index(f"  ghost of Kind (spec/shop.yaml:{at}): answers-only")
    assert lines[first + 1 : first + 3] == [
        "    Answers tell of it; no update can set it.",
        "    named by: notes",
    ]
    assert "      update_pet response: does not list ghost (spec/sources/shop.yaml:" in told
    assert "      update_pet response: lists ghost (spec/sources/shop.yaml:" in told
    assert "tame" not in told


def test_what_only_a_page_has_is_told(shop, capsys):
    """A field that a page states and the spec lacks is explained by the page alone."""
    text = shop.sources.read_text(encoding="utf-8").replace("          food: {type", "          toy: {type")
    shop.sources.write_text(text, encoding="utf-8")
    assert run("toy") == 0
    assert capsys.readouterr().out.startswith(
        "In no place of the spec of shop:\n  met in: update_pet request\n  pages that state it:\n    notes: "
    )


def test_an_error_field_is_explained(capsys):
    """A field of an error's body is met in every operation that has the error."""
    assert run("error") == 0
    told = capsys.readouterr().out
    assert "  met in: the error 404\n" in told
    assert "      the error 404: string (spec/sources/shop.yaml:" in told


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("nmae", "Neither the spec nor a page has 'nmae'. Did you mean name?\n"),
        ("kind=cta", "Neither the spec nor a page has 'kind=cta'. Did you mean kind=cat?\n"),
        ("kind=unicorn", "Neither the spec nor a page has 'kind=unicorn'.\n"),
        ("zebra\x1b[2J", "Neither the spec nor a page has 'zebra\\x1b[2J'.\n"),
    ],
)
def test_an_unknown_name_is_told_with_what_is_close(asked, words, capsys):
    """What nothing is known by ends with 1 and the names that are close; it steers no terminal."""
    assert run(asked) == 1
    assert capsys.readouterr().out == words
    assert run(asked, "--json") == 1
    assert json.loads(capsys.readouterr().out)["found"] == []


def test_an_explanation_as_json_is_one_document(capsys):
    """`--json` has every part of it as data."""
    assert run("kind=big-dog", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["asked"], told["close"], [one["name"] for one in told["found"]]) == (
        "kind=big-dog",
        [],
        ["PetUpdate.kind", "Pet.kind"],
    )
    first = told["found"][0]
    place = {"path": "spec/shop.yaml", "line": line(SPEC, "        big-dog:")}
    assert first["value"] == {
        "name": "big-dog",
        "enum": "Kind",
        "place": place,
        "description": "A dog.",
        "flags": [],
        "replacement": [],
        "sources": ["guide"],
    }
    assert first["uses"] == [{"operation": "update_pet", "part": "request", "field": "kind"}]
    assert first["checks"] == [
        {
            "check": "tame",
            "operation": "update_pet",
            "rule": "no dog is called a cat",
            "page": "guide",
            "path": "spec/shop.yaml",
            "line": line(SPEC, "        - check: tame"),
        }
    ]
    assert [(one["page"], one["facts"]["enum"]) for one in first["pages"]] == [("guide", ["cat", "big-dog"])]


def test_lines_fit_the_terminal(monkeypatch, capsys):
    """On a narrow terminal the lines are folded."""
    monkeypatch.setenv("COLUMNS", "60")
    assert run("kind") == 0
    assert max(map(len, capsys.readouterr().out.splitlines())) <= 60


def test_the_apis_of_the_project_are_explained(monkeypatch, capsys):
    """A field of the project's own has its page, its disagreement and its check."""
    monkeypatch.setattr("generator.verbs.docs.inputs.ROOT", Path(__file__).parents[4])
    assert run("areacode", "--api", "signalwire") == 0
    told = capsys.readouterr().out
    assert "what holds: The wire name is areacode." in told
    assert "search-empty: the server would silently ignore it (" in told
