"""The view: what it gives of a document's operations, and where references lead."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.codegen.endpoints import read_contract
from generator.codegen.omissions import Omissions
from generator.openapi.document import Document
from generator.openapi.view import METHODS, Spot, Subject

TEXT = {"type": "string"}
DOCUMENT: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Pets", "version": "1.0.0"},
    "paths": {
        "/pets": {"$ref": "#/components/pathItems/Pets"},
        "/pets/{id}": {
            "parameters": [{"$ref": "#/components/parameters/Id"}],
            "summary": "One pet.",
            "put": {
                "operationId": "update_pet",
                "parameters": [{"name": "notify", "in": "query", "schema": TEXT}],
                "requestBody": {"$ref": "#/components/requestBodies/Pet"},
                "responses": {"200": {"$ref": "#/components/responses/Pet"}, "404": {"description": "None."}},
            },
            "delete": ["no operation"],
        },
        "/lost": {"$ref": "#/components/pathItems/Lost"},
        "x-note": {"get": {"operationId": "no_path"}},
    },
    "components": {
        "pathItems": {"Pets": {"get": {"operationId": "list_pets"}, "post": {"operationId": "create_pet"}}},
        "parameters": {"Id": {"name": "id", "in": "path", "required": True, "schema": TEXT}},
        "requestBodies": {"Pet": {"content": {"application/json": {"schema": TEXT}}}},
        "responses": {"Pet": {"description": "It.", "content": {"application/json": {"schema": TEXT}}}},
    },
}


def view_of(data: dict[str, Any]) -> Subject:
    """Return the view of plain data."""
    return Subject(Document(Path("pets.yaml"), data))


@pytest.fixture(scope="module")
def subject() -> Subject:
    """Return the view of a small document in which everything is a reference once."""
    return view_of(DOCUMENT)


def test_operations_come_in_order_and_through_references(subject):
    """A path that is a reference has the operations that it leads to; what is no operation is none."""
    assert [(operation.id, operation.method, operation.path) for operation in subject.operations] == [
        ("list_pets", "get", "/pets"),
        ("create_pet", "post", "/pets"),
        ("update_pet", "put", "/pets/{id}"),
    ]
    assert [(path.path, path.item is None) for path in subject.path_items] == [
        ("/pets", False),
        ("/pets/{id}", False),
        ("/lost", True),
    ]


def test_the_rules_see_the_operations_that_are_generated(subject):
    """The code generator and everybody else walk the same operations."""
    contract = read_contract(subject.document, Omissions(subject.document, "pets.yaml"))
    assert [operation.pointer for operation in contract.operations] == [
        operation.spot.pointer for operation in subject.operations
    ]


def test_parts_of_an_operation_are_where_they_are_defined(subject):
    """Parameters, the media of the body and of an answer are given where their references lead."""
    operation = subject.operations[2]
    assert [spot.pointer for spot in subject.parameters_of(operation)] == [
        "/components/parameters/Id",
        "/paths/~1pets~1{id}/put/parameters/0",
    ]
    assert [(spot.name, spot.pointer) for spot in subject.body_media(operation)] == [
        ("application/json", "/components/requestBodies/Pet/content/application~1json")
    ]
    assert [spot.pointer for spot in subject.answer_media(operation, "200")] == [
        "/components/responses/Pet/content/application~1json"
    ]
    assert (subject.answer_media(operation, "404"), subject.answer_media(operation, "500")) == ([], [])
    assert (subject.operations[0].body, subject.body_media(subject.operations[0])) == (None, [])


@pytest.mark.parametrize(
    "value",
    [
        {"$ref": "#/components/schemas/Lost"},
        {"$ref": "other.yaml#/components/schemas/A"},
        {"$ref": 7},
        {"$ref": "#/components/schemas/B"},
        {"$ref": "#/components/schemas/List"},
    ],
    ids=["nowhere", "another document", "no text", "a circle", "no object"],
)
def test_a_reference_that_leads_to_nothing(value):
    """It is followed to None, and resolved to an empty object in its own place."""
    schemas = {
        "B": {"$ref": "#/components/schemas/C"},
        "C": {"$ref": "#/components/schemas/B"},
        "List": [],
    }
    subject = view_of({"components": {"schemas": schemas}})
    spot = Spot("/x", value)
    assert subject.follow(spot) is None
    assert (subject.resolve(spot).pointer, subject.resolve(spot).value) == ("/x", {})


def test_references_are_followed_to_their_end():
    """A reference to a reference leads to the object, which has the name and the place that it has there."""
    subject = view_of({"components": {"schemas": {"A": {"$ref": "#/components/schemas/B~1c"}, "B/c": TEXT}}})
    assert subject.follow(Spot("/x", {"$ref": "#/components/schemas/A"}, "schema")) == Spot(
        "/components/schemas/B~1c", TEXT, "schema", "B/c"
    )


JSON = st.recursive(
    st.none() | st.booleans() | st.text(max_size=3),
    lambda values: (
        st.lists(values, max_size=3)
        | st.dictionaries(
            st.sampled_from(["$ref", "paths", "/a", "get", "parameters", "requestBody", "responses", "200"]),
            values | st.sampled_from(["#/paths/~1a", "#/paths", "#"]),
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(paths=JSON)
def test_any_data_can_be_walked(paths):
    """Whatever stands under `paths`, the walk ends without an error, and gives operations by known methods alone."""
    subject = view_of({"paths": paths})
    for operation in subject.operations:
        assert operation.method in METHODS
        assert all(isinstance(spot.value, dict) for spot in subject.parameters_of(operation))
        for spot in (*subject.body_media(operation), *subject.answer_media(operation, "200")):
            assert spot.kind == "content"


def test_operations_that_are_references():
    """An operation written as a reference is the one it leads to, by its own method; a lost one is none."""
    paths = {
        "/old": {"get": {"$ref": "#/paths/~1new/post"}, "put": {"$ref": "#/paths/~1none/get"}},
        "/new": {"post": {"operationId": "make"}},
    }
    operations = view_of({"paths": paths}).operations
    assert [(one.id, one.method, one.path, one.spot.pointer) for one in operations] == [
        ("make", "get", "/old", "/paths/~1new/post"),
        ("make", "post", "/new", "/paths/~1new/post"),
    ]


def test_servers_and_security_of_an_operation():
    """An operation has servers and credentials of its own, or else its path's and the document's."""
    item = {
        "servers": [{"url": "/path"}],
        "get": {"servers": [{"url": "/own"}], "security": []},
        "put": {},
    }
    view = view_of({"security": [{"key": []}], "paths": {"/a": item}})
    told = [
        ([spot.value["url"] for spot in one.servers], view.security_owner(one.spot).value["security"])
        for one in view.operations
    ]
    assert told == [(["/own"], []), (["/path"], [{"key": []}])]
