"""Laws of reading: what a layout can say of facts is read back from any page that says it, in any form."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from generator.docs.pages.page_reader import read_page
from generator.docs.pages.sentences import sentence_digest
from generator.facts import Operation, Page
from tests.generator.docs.page_openapi import VERSIONS, as_openapi, stated_by_openapi
from tests.generator.docs.page_projection import LAYOUTS, projected
from tests.generator.docs.render_pages import RENDERINGS, captured, render

STEADY = settings(max_examples=12, derandomize=True, deadline=None, database=None, phases=[Phase.generate])
SENTENCES = {
    sentence_digest(sentence): sentence
    for sentence in (
        "It must be there by noon",
        "Only members of the club see it",
        "It is limited to the weekend",
    )
}
WORDS = st.sampled_from(
    [
        "name",
        "kind",
        "hook_url",
        "status_url",
        "label",
        "old_id",
        "region",
        "city",
        "area_code",
        "max_results",
        "tags",
    ]
)
VALUES = st.sampled_from(["voice", "fax", "toll-free", "local", "POST", "relay_topic", "laml_webhooks", "v2"])
LISTED = st.lists(WORDS, min_size=1, max_size=4, unique=True)
USES = st.dictionaries(
    st.sampled_from(["call_handler", "kind"]),
    st.lists(VALUES, min_size=1, max_size=3, unique=True),
    min_size=1,
)
TYPES = st.sampled_from(
    [
        {"type": "string"},
        {"type": "string", "format": "uuid"},
        {"type": "string", "format": "date-time"},
        {"type": "string", "format": "uri"},
        {"type": "string", "format": "email"},
        {"type": "integer"},
        {"type": "number"},
        {"type": "boolean"},
        {"type": "array"},
    ]
)
EXAMPLES = {
    "string": st.sampled_from(
        ["Jenny", "+15035550123", "a b c", "null and void", "https://example.com/a?b=c"]
    ),
    "integer": st.integers(-5, 5000),
    "number": st.sampled_from([0.5, 3, -2]),
    "boolean": st.booleans(),
    "array": st.lists(VALUES, min_size=1, max_size=3, unique=True),
}


RULES = st.fixed_dictionaries(
    {},
    optional={
        "usedWith": USES,
        "requiredWith": USES,
        "needs": LISTED,
        "excludes": LISTED,
        "aliasOf": LISTED,
        "yieldsTo": st.just(["winner"]),
        "replacedBy": LISTED,
        "prefix": st.just("https://"),
        "clearable": st.booleans(),
        "minimum": st.integers(0, 5),
        "maximum": st.integers(10, 1000),
        "minLength": st.integers(1, 20),
        "maxLength": st.integers(20, 90),
        "unread": st.lists(st.sampled_from(sorted(SENTENCES)), min_size=1, max_size=2, unique=True),
    },
)
MARKS = st.fixed_dictionaries(
    {}, optional={mark: st.booleans() for mark in ("required", "nullable", "deprecated")}
)
ENUM = st.lists(VALUES, min_size=1, max_size=4, unique=True)


def _shaped(kind):
    """What may be said of a field of a type, beside rules and marks."""
    optional = {"example": EXAMPLES[kind["type"]]}
    if kind["type"] != "array":
        optional["default"] = VALUES if kind["type"] == "string" else EXAMPLES[kind["type"]]
    if kind["type"] in ("string", "array") and "format" not in kind:
        optional["enum"] = ENUM
    return st.fixed_dictionaries({key: st.just(value) for key, value in kind.items()}, optional=optional)


LIMITED = {
    "minimum": ("string", "integer", "number"),
    "maximum": ("string", "integer", "number"),
    "minLength": ("string", "array"),
    "maxLength": ("string", "array"),
}


def _joined_facts(shape, rules, marks):
    """The facts of a field, with the limits alone that a value of its type can have."""
    kind = shape.get("type", "string")
    fit = {fact: value for fact, value in rules.items() if kind in LIMITED.get(fact, (kind,))}
    return shape | fit | marks


FACTS = st.builds(_joined_facts, TYPES.flatmap(_shaped), RULES, MARKS)
FLAT = st.dictionaries(WORDS, FACTS, min_size=1, max_size=4)
HOLDER = st.sampled_from(
    [{"type": "object"}, {"type": "array", "required": True}, {"type": "array", "nullable": True}]
)


@st.composite
def fields(draw):
    """The fields of a part, perhaps with an object or a list that has fields of its own."""
    found = draw(FLAT)
    if draw(st.booleans()):
        found |= {"body": draw(HOLDER)} | {f"body.{name}": said for name, said in draw(FLAT).items()}
    if draw(st.booleans()):
        found["final"] = draw(FACTS)
    return found


FIELDS = fields()


@st.composite
def pages(draw):
    """A page with an operation or two."""
    operations = {}
    for number in range(draw(st.integers(1, 2))):
        parts = {"path": {"id": {"type": "string", "format": "uuid", "required": True}}}
        if draw(st.booleans()):
            parts["query"] = draw(FLAT)
        parts["request"] = draw(FIELDS)
        parts["response"] = draw(FIELDS)
        name = f"Change thing {number}"
        method = draw(st.sampled_from(["GET", "PUT", "POST", "PATCH", "DELETE"]))
        operations[name] = Operation(name, method, "/v1/things/{id}", parts, ("200", "404"))
    errors = {"404": draw(FLAT)} if draw(st.booleans()) else {}
    security = draw(st.sampled_from([{}, {"scope": "things:write", "scheme": "bearer"}]))
    return Page("Things", operations, security=security, errors=errors)


@pytest.mark.parametrize("layout", LAYOUTS)
@STEADY
@given(page=pages())
def test_what_a_layout_says_is_read_back(layout, page):
    """A page made from facts reads back, in every form, as what its layout can say of them: no more, no less."""
    said = projected(page, layout)
    read = {}
    for form, style in RENDERINGS:
        reading = read_page(captured(render(said, layout, form, style, SENTENCES), form))
        assert reading.sentences.items() <= SENTENCES.items()
        read[form, style] = replace(reading.page, digest=None)
    assert read == dict.fromkeys(RENDERINGS, said)


@pytest.mark.parametrize("version", VERSIONS)
@STEADY
@given(page=pages())
def test_what_a_document_says_is_read_back(version, page):
    """An OpenAPI document made from facts reads back as these facts, its schemas in place or named."""
    methods = iter(["PUT", "GET"])
    operations = {name: replace(said, method=next(methods)) for name, said in page.operations.items()}
    said = stated_by_openapi(replace(page, operations=operations))
    # JSON is YAML, too.
    for form, inline in (("json", True), ("json", False), ("yaml", False)):
        data = as_openapi(said, version, SENTENCES, inline=inline)
        reading = read_page(captured(json.dumps(data), form))
        assert (form, inline, replace(reading.page, digest=None)) == (form, inline, said)
