"""Five pages that look like the documentation's, one a layout, state what a person reads in them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from generator.docs.pages.capture import capture_file
from generator.docs.pages.page_reader import read_page
from generator.facts import FACTS, PARTS, as_data
from tests.generator.docs.render_pages import RENDERINGS, captured, render
from tests.yaml_files import load_yaml

HERE = Path(__file__).parent
LOOKALIKES = HERE.parent / "lookalikes"
LAYOUTS = ("glued", "outline", "stacked", "inline", "samples")


def reading(layout: str):
    """The page of this layout, as read."""
    return read_page(capture_file(LOOKALIKES / f"{layout}.txt"))


def expected(layout: str):
    """What a person read in it, as plain data with the facts of every field."""
    data = load_yaml(HERE / "expected" / f"{layout}.yaml")
    unless_said = data.pop("unless_said")
    for operation in data["operations"].values():
        for part in PARTS:
            if part in operation:
                operation[part] = {name: unless_said | facts for name, facts in operation[part].items()}
    return data


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_page_states_what_a_person_reads_in_it(layout):
    """Every operation, field and fact of the page is there, and no other."""
    data = as_data(reading(layout).page)
    del data["digest"]
    assert data == expected(layout) | {"url": None, "date": None}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_fields_keep_the_order_of_the_page(layout):
    """Operations and fields stand in the page's order."""
    data = as_data(reading(layout).page)["operations"]
    known = expected(layout)["operations"]
    assert list(data) == list(known)
    for name, operation in data.items():
        for part in PARTS:
            assert list(operation.get(part, {})) == list(known[name].get(part, {}))


@pytest.mark.parametrize(
    ("layout", "sentences"),
    [
        ("glued", {"ac3e0cd4": "A script in SWML must come back"}),
        ("outline", {"ac3e0cd4": "A script in SWML must come back"}),
        ("stacked", {"beb296ad": "Must be two letters of ISO 3166-2, e.g. TX"}),
        ("inline", {}),
        ("samples", {}),
    ],
)
def test_rules_that_no_pattern_reads_are_told(layout, sentences):
    """A sentence that sounds like a rule and fits none is given back beside the facts, by its digest."""
    assert reading(layout).sentences == sentences


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_fact_is_one_that_facts_know(layout):
    """Nothing is stated under a name that the language of facts doesn't have."""
    page = reading(layout).page
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
@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_same_content_states_the_same_in_every_form(layout, form, style):
    """What a page states, written as HTML and as Markdown in each style, reads back as the same facts."""
    read = reading(layout)
    page = replace(read.page, digest=None)
    text = render(page, page.layout, form, style, read.sentences)
    assert as_data(replace(read_page(captured(text, form)).page, digest=None)) == as_data(page)
