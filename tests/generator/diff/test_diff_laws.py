"""Laws of comparing documents, compared with documents that nobody thought of."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from generator.diff.kinds import KINDS
from tests.generator.diff.shop import change_lines, edit_document

NAMES = ["One", "Two", "Three"]
PLAIN = st.fixed_dictionaries(
    {"type": st.sampled_from(["string", "integer", "number", "boolean", ["string", "null"]])},
    optional={
        "maxLength": st.integers(0, 9),
        "maximum": st.integers(0, 9),
        "format": st.sampled_from(["uuid", "date-time", "odd"]),
        "default": st.one_of(st.none(), st.integers(0, 3)),
        "description": st.sampled_from(["", "This.", "That."]),
        "deprecated": st.booleans(),
        "enum": st.lists(st.sampled_from(["a", "b", 1]), min_size=1, unique_by=str),
    },
)
REFERENCES = st.sampled_from([{"$ref": f"#/components/schemas/{name}"} for name in NAMES])
SCHEMAS = st.recursive(
    st.one_of(PLAIN, REFERENCES),
    lambda inner: st.one_of(
        st.fixed_dictionaries({"type": st.just("array"), "items": inner}),
        st.fixed_dictionaries({"anyOf": st.lists(inner, min_size=1, max_size=2)}),
        st.fixed_dictionaries({"type": st.just("object"), "additionalProperties": inner}),
    ),
    max_leaves=4,
)
FIELDS = st.dictionaries(st.sampled_from(["a", "b", "c-d"]), SCHEMAS, min_size=1, max_size=3)
CLASSES = st.builds(
    lambda fields, required: {
        "type": "object",
        "properties": fields,
        "required": sorted(required & fields.keys()),
    },
    FIELDS,
    st.sets(st.sampled_from(["a", "b", "c-d"])),
)


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    """Return a document of three classes, which refer to one another in any way, one sent and one received."""
    sent, received = ({"content": {"application/json": {"schema": draw(REFERENCES)}}} for _ in range(2))
    operation = {"requestBody": sent, "responses": {"200": {"description": "Fine.", **received}}}
    parameter = {"name": "q", "in": "query", "schema": draw(SCHEMAS)}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Any"},
        "paths": {"/any": {"post": {"operationId": "send", **operation, "parameters": [parameter]}}},
        "components": {"schemas": {name: draw(CLASSES) for name in NAMES}},
    }


@settings(deadline=None, max_examples=50)
@given(documents())
def test_a_document_does_not_differ_from_itself(document):
    """Comparing a document with a copy of it tells nothing."""
    assert change_lines(document, edit_document(document, {})) == []


@settings(deadline=None, max_examples=50)
@given(documents(), documents())
def test_documents_that_differ_are_never_told_to_be_the_same(old, new):
    """Nothing is reported if and only if nothing differs, and all that is reported is in the table."""
    changes = change_lines(old, new)
    assert (not changes) == (old == new)
    assert {change.split()[1] for change in changes} <= KINDS.keys()


@settings(deadline=None, max_examples=50)
@given(documents(), st.sampled_from(NAMES), SCHEMAS)
def test_what_came_is_gone_on_the_way_back(document, name, schema):
    """A new optional field is minor, and without it the same field is gone, which breaks."""
    grown = edit_document(document, {f"/components/schemas/{name}/properties/new": schema})
    forth = [line for line in change_lines(document, grown) if line.endswith(f"{name}.new")]
    back = [line for line in change_lines(grown, document) if line.endswith(f"{name}.new")]
    assert [line.split()[0] for line in forth] == ["minor"]
    assert [line.split()[0] for line in back] == ["breaking"]
    (added, removed) = forth[0].split()[1], back[0].split()[1]
    assert added.removesuffix("-optional").replace("added", "removed") == removed
