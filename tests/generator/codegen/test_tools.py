"""The two tools are believed by what they made, not by how they ended."""

import json

import pytest

from generator.codegen.models import class_text, refused_classes, run_tool, tool_inputs, untyped_inputs
from generator.codegen.operation_outline import join_outline, outline, parse_outline
from generator.codegen.tool_process import ToolError

PETS = {
    "paths": {
        "/pets/{object}/{id}": {
            "post": {
                "operationId": "add",
                "parameters": [
                    {"name": "id", "in": "query", "schema": {"type": "object", "properties": {"a": {}}}},
                    {"name": "X-Id", "in": "header", "schema": {"type": "array"}},
                    {"name": "id", "in": "cookie"},
                ],
                "requestBody": {"content": {"application/xml": {}}},
                "responses": {"200": {}, "4XX": {}, "default": {}},
            },
            "get": {"operationId": "class", "tags": ["import"]},
        }
    },
    "components": {
        "schemas": {"A": {"properties": {"a": {"$ref": "#/components/schemas/B"}}}, "B": {"enum": ["b"]}}
    },
}


def test_the_parser_takes_every_operation_whole(contract_of, tmp_path):
    """What the parser read of an outline is all that was in it: names, places, media types, answers."""
    contract, _ = contract_of(PETS)
    made = outline(contract)
    taken, complaints = parse_outline(made.document, tmp_path)
    kept, lost = join_outline(made, taken)
    assert (kept, lost, complaints) == (contract.operations, [], [])


def test_an_outline_holds_none_of_the_documents_text(contract_of):
    """The parser sees safe names alone."""
    text = "'); evil("
    operation = {
        "operationId": text,
        "tags": [text],
        "summary": text,
        "parameters": [{"name": text, "in": "query"}],
    }
    contract, _ = contract_of({"paths": {f"/{text}": {"get": operation}}})
    assert text not in json.dumps(outline(contract).document)


def test_an_operation_the_parser_drops_is_told(contract_of, tmp_path):
    """An operation the parser doesn't give back is named, and so is one that lost a part."""
    contract, _ = contract_of(PETS)
    made = outline(contract)
    first = next(iter(made.document["paths"]))
    made.document["paths"][first]["post"]["parameters"][0] = {"$ref": "#/components/parameters/Gone"}
    taken, complaints = parse_outline(made.document, tmp_path)
    kept, lost = join_outline(made, taken)
    assert [one.id for one in kept] == ["class"]
    assert [message for _, message in lost] == ["The operation 'add' was left out by the parser."]
    assert len(complaints) == 1


def test_a_part_the_parser_drops_is_told(contract_of, tmp_path):
    """An operation that comes back with less than it had is told."""
    contract, _ = contract_of(PETS)
    made = outline(contract)
    first = next(iter(made.document["paths"]))
    del made.document["paths"][first]["post"]["responses"]["4XX"]
    kept, lost = join_outline(made, parse_outline(made.document, tmp_path)[0])
    assert [len(one.answers) for one in kept] == [2, 0]
    assert [message for _, message in lost] == [
        "The parser left out a parameter, a body or an answer of 'add'."
    ]


def test_a_document_that_is_none_is_a_complaint(tmp_path):
    """A document the parser refuses as a whole is a complaint, and not an empty success."""
    taken, complaints = parse_outline({"openapi": "3.1.0"}, tmp_path)
    assert (taken, len(complaints)) == ([], 1)


def test_the_model_tool_sees_none_of_the_documents_text(contract_of):
    """The tool sees safe names and plain shapes; texts go to the templates as finished literals."""
    text = "'); evil("
    pet = {
        "description": text,
        "properties": {text: {"default": text, "description": text}, "e": {"enum": [text]}},
    }
    given = tool_inputs(contract_of({"components": {"schemas": {text: pet}}})[0])
    assert text not in json.dumps(given.document)
    assert text in json.dumps(given.notes)


def test_a_warning_of_the_model_tool_is_a_failure(contract_of, tmp_path):
    """A warning is an error, however the tool ended: here, a union that msgspec can't decode."""
    given = tool_inputs(
        contract_of(PETS | {"components": {"schemas": {"A": PETS["components"]["schemas"]["A"]}}})[0]
    )
    schemas = given.document["components"]["schemas"]
    objects = {"type": "object", "properties": {"x": {}}}
    schemas["A"]["properties"]["a"] = {"anyOf": [objects, objects | {"title": "Other"}]}
    with pytest.raises(ToolError):
        run_tool(given, tmp_path)


def test_a_class_the_model_tool_leaves_out_is_a_failure(contract_of, tmp_path):
    """The classes made are those asked for, by name; one fewer is a failure."""
    given = tool_inputs(contract_of(PETS)[0])
    given.notes["Gone"] = given.notes["A"]
    with pytest.raises(ToolError, match="left out or renamed Gone"):
        run_tool(given, tmp_path)


def test_the_classes_the_tool_refuses_are_found(contract_of):
    """Of many classes the ones the tool can't write are found by halving, and only these lose their types."""
    listed = {"type": "array", "items": {"$ref": "#/components/schemas/C0"}}
    schemas = {f"C{n}": {"properties": {"a": listed}} for n in range(20)}
    given = tool_inputs(contract_of({"components": {"schemas": schemas}})[0])

    def run(some):
        made = some.document["components"]["schemas"]
        bad = [name for name in ("C3", "C17") if made[name]["properties"]["a"] != {}]
        if bad:
            raise ToolError(bad[0])
        return ""

    refused = refused_classes(given, run)
    left = untyped_inputs(given, refused)
    schemas = left.document["components"]["schemas"]
    assert refused == ["C3", "C17"]
    assert sorted(name for name, made in schemas.items() if made["properties"] == {"a": {}}) == ["C17", "C3"]
    typed = {name: note["notes"]["a"]["type"] for name, note in left.notes.items()}
    assert typed == {name: "" if name in refused else "tuple[C0, ...] | None" for name in typed}


def test_only_the_classes_are_taken():
    """The tool's own header and imports are not taken over."""
    assert class_text("# header\nimport x\n\n\nclass A:\n    pass\n") == "class A:\n    pass\n"
    assert class_text("# header\n") == ""
