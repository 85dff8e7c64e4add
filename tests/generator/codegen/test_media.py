"""What media types an operation sends and reads, and what is listed where one of them can't be."""

import pytest

from generator.codegen.shapes import annotation

JSON = {"application/json": {"schema": {"type": "integer"}}}
OBJECT = {"type": "object", "properties": {"a": {"type": "string"}}}
AT = "/paths/~1/post"


@pytest.fixture
def read(contract_of):
    """Return a reader of an operation: the contract, and what was listed, with pointers from the operation on."""

    def read_operation(operation, **more):
        contract, omissions = contract_of({"paths": {"/": {"post": operation}}} | more, typed=True)
        return contract, [(rule, pointer.removeprefix(AT)) for rule, pointer in omissions]

    return read_operation


def shown(shape):
    """Return a shape as an annotation."""
    return annotation(shape, lambda named: named.name)


FILE = "bytes | tuple[str, bytes] | tuple[str, bytes, str]"
PARTS = {
    "object": (OBJECT, "application/xml", f"str | {FILE}", True),
    "list-of-objects": ({"type": "array", "items": OBJECT}, "text/csv", f"list[str | {FILE}]", True),
    "nullable": ({"anyOf": [OBJECT, {"type": "null"}]}, "application/xml", f"str | {FILE} | None", True),
    "list-of-texts": ({"type": "array", "items": {"type": "string"}}, "text/plain", "list[str]", False),
    "text": ({"type": "string"}, "application/xml", "str", False),
    "json": (OBJECT, "application/vnd.x+json", "FormBodyF", False),
    "one-of-several": (OBJECT, "application/xml, application/json", "FormBodyF", False),
    "any-media-type": (OBJECT, "*/*", "FormBodyF", False),
}


@pytest.mark.parametrize(("schema", "media_type", "expected", "is_listed"), PARTS.values(), ids=PARTS.keys())
def test_a_part_that_only_the_caller_can_write(schema, media_type, expected, is_listed, read):
    """A part with another media type than JSON is given as a text or a file, and listed where it was an object."""
    form = {
        "schema": {"type": "object", "properties": {"f": schema}},
        "encoding": {"f": {"contentType": media_type}},
    }
    body = {"content": {"multipart/form-data": form}}
    contract, listed = read({"operationId": "form", "requestBody": body})
    assert shown(contract.structs["FormBody"].fields[0].shape) == expected
    pointer = "/requestBody/content/multipart~1form-data/encoding/f"
    assert listed == [("NW809", pointer)] * is_listed


def test_a_field_of_a_form_that_only_the_caller_can_write(read):
    """A field of a form is no file: it is given as a text."""
    form = {
        "schema": {"type": "object", "properties": {"f": OBJECT}},
        "encoding": {"f": {"contentType": "application/xml"}},
    }
    body = {"content": {"application/x-www-form-urlencoded": form}}
    contract, listed = read({"operationId": "form", "requestBody": body})
    assert shown(contract.structs["FormBody"].fields[0].shape) == "str"
    assert [rule for rule, _ in listed] == ["NW809"]


def test_a_parameter_that_only_the_caller_can_write(read):
    """A parameter that is an object in another media type than JSON is given as a text, and listed."""
    parameter = {"name": "p", "in": "query", "content": {"application/xml": {"schema": OBJECT}}}
    contract, listed = read({"parameters": [parameter]})
    assert shown(contract.operations[0].parameters[0].shape) == "str"
    assert listed == [("NW809", "/parameters/0/content/application~1xml")]


FORMS = {
    "list": ({"type": "array", "items": OBJECT}, "dict[str, Any]", True),
    "text-or-object": ({"oneOf": [{"type": "string"}, OBJECT]}, "dict[str, Any]", True),
    "nullable-object": (OBJECT | {"type": ["object", "null"]}, "FormBody", False),
    "null": ({"type": "null"}, "dict[str, Any]", True),
    "anything": ({}, "dict[str, Any]", False),
}


@pytest.mark.parametrize("media_type", ["multipart/form-data", "application/x-www-form-urlencoded"])
@pytest.mark.parametrize(("schema", "expected", "is_listed"), FORMS.values(), ids=FORMS.keys())
def test_a_form_that_is_no_object(schema, expected, is_listed, media_type, read):
    """A form of something else than fields takes any mapping and is listed; null beside an object changes nothing."""
    body = {"content": {media_type: {"schema": schema}}}
    contract, listed = read({"operationId": "form", "requestBody": body})
    assert shown(contract.operations[0].body.shape) == expected
    pointer = f"/requestBody/content/{media_type.replace('/', '~1')}/schema"
    assert listed == [("NW809", pointer)] * is_listed


ANSWERS = {
    "csv": ({"text/csv": {"schema": {"type": "string"}}}, ["text~1csv"]),
    "same-json": ({"application/vnd.x+json": {"schema": {"type": "integer"}}}, []),
    "other-json": ({"application/vnd.x+json": {"schema": {"type": "string"}}}, ["application~1vnd.x+json"]),
}


@pytest.mark.parametrize(("others", "pointers"), ANSWERS.values(), ids=ANSWERS.keys())
def test_an_answer_of_several_media_types(others, pointers, read):
    """An answer that may be JSON is read as JSON; another media type is listed unless it is the same JSON."""
    _, listed = read({"responses": {"200": {"content": JSON | others}}})
    assert listed == [("NW809", f"/responses/200/content/{pointer}") for pointer in pointers]


def test_links_are_listed(read):
    """The links of an answer are left out and listed, where there are any."""
    answers = {"200": {"links": {"next": {"operationId": "a"}}}, "404": {"links": {}}}
    assert read({"responses": answers})[1] == [("NW811", "/responses/200/links")]
