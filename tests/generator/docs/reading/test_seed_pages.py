"""The five documentation pages, read as they are, state what a person reads in them.

The pages lie outside the repository, beside it; where they are absent, these tests are skipped.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from generator.docs.facts import FACTS, PARTS, as_data
from generator.docs.pages.reading import capture_file, read_page
from tests.generator.docs.pages import RENDERINGS, captured, render

HERE = Path(__file__).parent
SEEDS = Path(__file__).parents[4].parent / "shared" / "seeds"
NUMBERS = ("000", "001", "002", "003", "004")

pytestmark = pytest.mark.skipif(
    not SEEDS.is_dir(), reason="the documentation pages are not beside the repository"
)


def reading(number: str):
    """The page with this number, as read."""
    (path,) = SEEDS.glob(f"{number}_*.txt")
    return read_page(capture_file(path))


def expected(number: str):
    """What a person read in it, as plain data with the facts of every field."""
    data = YAML(typ="safe").load(HERE / "expected" / f"{number}.yaml")
    unless_said = data.pop("unless_said")
    for operation in data["operations"].values():
        for part in PARTS:
            if part in operation:
                operation[part] = {name: unless_said | facts for name, facts in operation[part].items()}
    return data


@pytest.mark.parametrize("number", NUMBERS)
def test_a_page_states_what_a_person_reads_in_it(number):
    """Every operation, field and fact of the page is there, and no other."""
    data = as_data(reading(number).page)
    del data["digest"]
    assert data == expected(number) | {"url": None, "date": None}


@pytest.mark.parametrize("number", NUMBERS)
def test_fields_keep_the_order_of_the_page(number):
    """Operations and fields stand in the page's order."""
    data = as_data(reading(number).page)["operations"]
    known = expected(number)["operations"]
    assert list(data) == list(known)
    for name, operation in data.items():
        for part in PARTS:
            assert list(operation.get(part, {})) == list(known[name].get(part, {}))


@pytest.mark.parametrize(
    ("number", "sentences"),
    [
        ("000", {"14f1ba79": "The URL must respond with a valid SWML script"}),
        ("001", {"14f1ba79": "The URL must respond with a valid SWML script"}),
        ("002", {"0c61f24c": "Must be an ISO 3166-2 alpha-2 code, i.e. TX for Texas"}),
        ("003", {}),
        ("004", {}),
    ],
)
def test_rules_that_no_pattern_reads_are_told(number, sentences):
    """A sentence that sounds like a rule and fits none is given back beside the facts, by its digest."""
    assert reading(number).sentences == sentences


@pytest.mark.parametrize("number", NUMBERS)
def test_every_fact_is_one_that_facts_know(number):
    """Nothing is stated under a name that the language of facts doesn't have."""
    page = reading(number).page
    stated = {
        fact
        for operation in page.operations.values()
        for fields in operation.parts.values()
        for facts in fields.values()
        for fact in facts
    }
    assert stated <= FACTS.keys()


@pytest.mark.parametrize(
    ("form", "style"), RENDERINGS, ids=[f"{form} {style}".strip() for form, style in RENDERINGS]
)
@pytest.mark.parametrize("number", NUMBERS)
def test_the_same_content_states_the_same_in_every_form(number, form, style):
    """What a page states, written as HTML and as Markdown in each style, reads back as the same facts."""
    read = reading(number)
    page = replace(read.page, digest=None)
    text = render(page, page.layout, form, style, read.sentences)
    assert as_data(replace(read_page(captured(text, form)).page, digest=None)) == as_data(page)
