"""The table of rules as a whole, and what holds for it whatever the document says."""

from __future__ import annotations

import copy
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.findings import Finding
from generator.openapi.document import Document
from generator.rules import RULES, check_document, check_file

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.just("#/components/schemas/Kind"),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=8) | st.just("$ref"), inner, max_size=3)
    ),
    max_leaves=6,
)


def test_the_small_document_keeps_every_rule(find_breaches):
    """What the other tests change breaks nothing as it stands."""
    assert find_breaches() == []


@pytest.mark.parametrize("path", sorted((ROOT / "spec").glob("*.yaml")), ids=lambda path: path.name)
def test_the_projects_documents_keep_every_rule(path):
    """Each document of spec/ is free of findings."""
    assert check_file(path) == []


def test_each_rule_has_an_id_of_its_own_and_a_statement():
    """Ids are NW and three digits, given once, in order; a statement is one line that ends."""
    ids = [rule.id for rule in RULES]
    assert ids == sorted(set(ids))
    assert [rule.id for rule in RULES if not re.fullmatch(r"NW\d{3}", rule.id)] == []
    assert [rule.id for rule in RULES if not re.fullmatch(r".+\.", rule.statement)] == []


def test_each_rule_is_broken_by_a_test():
    """Every rule has a small document that breaks it, and a text that begins with its id."""
    words = "".join(path.read_text(encoding="utf-8") for path in sorted(HERE.glob("test_rules_*.py")))
    assert {rule.id for rule in RULES} == set(re.findall(r'"(NW\d{3}) ', words))


def test_findings_come_in_the_order_of_lines(find_breaches):
    """What is wrong further up is reported first, whatever its rule."""
    lines = find_breaches(
        pets=[("description: A kind of animal.", "description: ''"), ("tags: [pets]", "tags: []")]
    )
    assert [line.split(" ")[0] for _, line in lines] == ["pets.yaml:9:", "pets.yaml:52:"]


def test_a_document_that_refers_outside_is_never_opened_further(find_breaches, monkeypatch):
    """A reference to a URL or a file is a finding, and nothing is fetched to make it."""
    monkeypatch.setattr("urllib.request.OpenerDirector.open", lambda *_: pytest.fail("the network was asked"))
    findings = find_breaches(
        pets=[("'#/components/schemas/PetUpdate'", "'http://127.0.0.1:9/x.json#/PetUpdate'")]
    )
    assert [line.split(" ")[1] for _, line in findings] == ["NW103"]


@pytest.mark.parametrize("key", ["$id", "$schema", "$dynamicRef"])
def test_a_key_that_moves_references_is_never_followed(key, find_breaches, monkeypatch):
    """A schema that names its own base is a finding, and nothing is fetched to make it."""
    monkeypatch.setattr("urllib.request.OpenerDirector.open", lambda *_: pytest.fail("the network was asked"))
    line = f"      description: A pet.\n      {key}: http://127.0.0.1:9/x\n"
    assert find_breaches(pets=[("      description: A pet.\n", line)]) == [
        (
            f"/components/schemas/Pet/{key}",
            f"pets.yaml:45: NW104 The key '{key}' steers the tools or the meaning of references. Fix: Leave it out.",
        )
    ]


@pytest.mark.parametrize(
    "schema",
    [f"{'{items: ' * 95}{{type: string}}{'}' * 95}", "{allOf: [{$ref: '#/components/schemas/Cage'}]}"],
    ids=["nested", "endless"],
)
def test_a_schema_nobody_can_follow_is_a_finding(schema, find_breaches):
    """A schema that the validator would follow till its stack ends is reported like any other mistake."""
    cage = f"    Cage: {schema}\n    Kind:\n"
    message = "schemas that nest so deep, or hold themselves by allOf or items alone, can't be followed."
    breach = f"pets.yaml:1: NW102 openapi-spec-validator says: {message} Fix: Write it as OpenAPI 3.1 asks."
    assert [line for _, line in find_breaches(pets=[("    Kind:\n", cage)]) if "NW102" in line] == [breach]


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_any_change_gives_findings_or_none(data, pets):
    """Whatever stands at whatever place, the rules end with findings and never with an exception."""
    changed = copy.deepcopy(pets.data)
    holder = changed
    while True:
        key = data.draw(st.sampled_from(sorted(holder) if isinstance(holder, dict) else range(len(holder))))
        if not isinstance(holder[key], dict | list) or not holder[key] or data.draw(st.integers(0, 3)) == 0:
            break
        holder = holder[key]
    holder[key] = data.draw(VALUES)
    findings = check_document(Document(pets.path, changed))
    assert all(
        isinstance(finding, Finding) and finding.line == 1
        for finding in findings
        if "sources" not in finding.path
    )
