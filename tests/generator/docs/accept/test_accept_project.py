"""A changed page of the project's own API is taken over, and the client can be generated from what comes out."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from generator.codegen.generate import generate_project
from generator.docs.compare.compare import find_drift, recorded_pages
from generator.docs.pages.read import Reading
from generator.facts import Operation
from generator.openapi.document import read_document
from generator.openapi.view import Subject
from generator.rules import check_file
from tests.generator.docs.accept.pets import Shop, difference

ROOT = Path(__file__).parents[4]
NEW = "description: New in the documentation; what it means is still to be described."


@pytest.fixture
def house(tmp_path, monkeypatch):
    """A copy of the project's spec."""
    shutil.copytree(ROOT / "spec", tmp_path / "spec")
    monkeypatch.chdir(tmp_path)
    return Shop(Path("spec/signalwire.yaml"), Path("spec/sources/signalwire.yaml"))


def changed(house, name, changes):
    """A recorded page at a later time: more facts of some fields, by operation, part and field."""
    page = recorded_pages(Subject(read_document(house.spec)))[name]
    for (operation, part, field), facts in changes.items():
        said = page.operations[operation]
        fields = said.parts[part]
        known = fields.get(field, {"required": False, "deprecated": False})
        parts = {**said.parts, part: {**fields, field: {**known, **facts}}}
        page = replace(page, operations={**page.operations, operation: replace(said, parts=parts)})
    return replace(page, digest="f" * 64)


def test_a_new_field_and_a_new_value_reach_the_client(house):
    """The spec gets both and keeps every other line; the rules are kept and the client generates."""
    update = ("update_phone_number", "request")
    subject = Subject(read_document(house.spec))
    values = recorded_pages(subject)["phone-numbers-rest"].operations[update[0]].parts[update[1]]
    said = changed(
        house,
        "phone-numbers-rest",
        {
            (*update, "message_handler"): {"enum": [*values["message_handler"]["enum"], "ai_clerk"]},
            (*update, "recording_url"): {"type": "string", "example": "https://example.com/recordings"},
        },
    )
    before = house.spec.read_text(encoding="utf-8")
    made = house.accept(said)
    values = ", ".join(subject.document.data["components"]["schemas"]["MessageHandler"]["enum"])
    pages = recorded_pages(subject)
    says = {
        name: "has it" if name == "phone-numbers-rest" else "lacks it"
        for name, page in pages.items()
        if page.layout and "request" in page.operations.get(update[0], Operation("")).parts
    }
    assert difference(before, made.spec.text) == [
        "+        recording_url:",
        f"+          {NEW}",
        "+          type: string",
        "+          examples: [https://example.com/recordings]",
        "+          x-sources: [phone-numbers-rest]",
        "+          x-disagreement:",
        "+            about: [presence]",
        "+            pages:",
        *(
            f"+              {page}: {words} in the request of update_phone_number"
            for page, words in says.items()
        ),
        "+            resolution: As to presence, what phone-numbers-rest says.",
        "+            why: It is the page read most recently.",
        f"-      enum: [{values}]",
        f"+      enum: [{values}, ai_clerk]",
        "+        ai_clerk:",
        f"+          {NEW}",
        "+          sources: [phone-numbers-rest]",
    ]
    assert [left.difference.checks[0].name for left in made.left] == ["handlers"]
    house.write(made)
    assert check_file(house.spec) == []
    _, signalwire = generate_project(Path.cwd(), Path("made"), lambda _: None)
    models = (signalwire.package / "models.py").read_text(encoding="utf-8")
    assert 'ai_clerk = "ai_clerk"' in models
    assert "recording_url" in models


def test_no_page_drifts_from_what_was_taken_over(house):
    """Nothing is left, the rules are kept, and neither this page nor an unchanged one differs from the spec now."""
    page = recorded_pages(Subject(read_document(house.spec)))["phone-numbers-rest"]
    types = page.operations["purchase_phone_number"].parts["response"]["number_type"]["enum"]
    said = changed(
        house,
        "phone-numbers-rest",
        {
            ("retrieve_phone_number", "response", "annoyance_score"): {"type": "integer", "example": 5},
            ("purchase_phone_number", "response", "number_type"): {"enum": [*types, "satellite"]},
            ("search_available_phone_numbers", "query", "country"): {"type": "string", "enum": ["US", "CA"]},
            ("update_phone_number", "request", "call_verto_resource"): {"deprecated": True},
        },
    )
    made = house.accept(said)
    assert made.left == ()
    house.write(made)
    assert check_file(house.spec) == []
    subject = Subject(read_document(house.spec))
    pages = {name: page for name, page in recorded_pages(subject).items() if page.layout}
    assert {
        name: find_drift(Reading(page, {}), subject, name).differences for name, page in pages.items()
    } == (dict.fromkeys(pages, ()))
