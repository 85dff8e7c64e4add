"""A keyword of a schema with another kind of value is listed, and the schema is read without it."""

import pytest

from generator.codegen.shapes import annotation

AT = "/components/schemas/Owner/properties/it"
WRONG = {
    "type-list-in-enum": ({"type": [[]], "enum": ["a"]}, "OwnerIt", "/type"),
    "type-mapping-in-enum": ({"type": [{}], "enum": [1]}, "int", "/type"),
    "type-number": ({"type": 5, "properties": {"a": {}}}, "OwnerIt", "/type"),
    "type-empty": ({"type": []}, "Any", "/type"),
    "format-list": ({"format": []}, "Any", "/format"),
    "format-mapping": ({"type": "string", "format": {}}, "str", "/format"),
    "enum-mapping": ({"type": "string", "enum": {"a": 1}}, "str", "/enum"),
    "enum-empty": ({"type": "string", "enum": []}, "str", "/enum"),
    "required-flag": ({"type": "string", "required": True}, "str", "/required"),
    "properties-list": ({"type": "object", "properties": ["a"]}, "dict[str, Any]", "/properties"),
    "items-number": ({"type": "array", "items": 5}, "list[Any]", "/items"),
    "all-of-mapping": ({"type": "string", "allOf": {"a": 1}}, "str", "/allOf"),
    "all-of-text": ({"allOf": ["a", {"type": "string"}]}, "str", "/allOf/0"),
    "any-of-text": ({"properties": {"a": {}}, "anyOf": ["a"]}, "OwnerIt", "/anyOf/0"),
    "nullable-text": ({"type": "string", "nullable": "yes"}, "str", "/nullable"),
    "maximum-text": ({"type": "integer", "maximum": "9"}, "int", "/maximum"),
    "length-flag": ({"type": "string", "maxLength": True}, "str", "/maxLength"),
    "bound-list": ({"type": "integer", "exclusiveMinimum": []}, "int", "/exclusiveMinimum"),
    "discriminator-text": ({"type": "string", "discriminator": "a"}, "str", "/discriminator"),
    "not-text": ({"type": "string", "not": "a"}, "str", "/not"),
}


def read(schema, contract_of):
    """Return the annotation of a property with a schema, and what was listed."""
    owner = {"type": "object", "required": ["it"], "properties": {"it": schema}}
    contract, omissions = contract_of({"openapi": "3.1.0", "components": {"schemas": {"Owner": owner}}})
    return annotation(contract.structs["Owner"].fields[0].shape, lambda named: named.name), omissions


@pytest.mark.parametrize(("schema", "expected", "pointer"), WRONG.values(), ids=WRONG.keys())
def test_a_value_of_another_kind_is_listed(schema, expected, pointer, contract_of):
    """The place is listed once, and all else that the schema says is read."""
    assert read(schema, contract_of) == (expected, [("NW806", AT + pointer)])


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "integer", "exclusiveMinimum": True, "minimum": 1.5},
        {"type": "string", "maxLength": 3.0, "nullable": False, "deprecated": True},
        {"type": "object", "properties": {"enum": {}, "type": {"type": "string"}}, "required": []},
        {"type": "array", "items": True, "uniqueItems": False},
    ],
    ids=lambda schema: schema["type"],
)
def test_a_value_of_its_kind_is_not(schema, contract_of):
    """A keyword of OpenAPI 3.0 or 3.1 is as good as the other, and a property is not a keyword."""
    assert read(schema, contract_of)[1] == []


LOST = {"$ref": "#/components/schemas/Lost"}
NAMED = {"type": "object", "properties": {"a": {"type": "string"}}}


@pytest.mark.parametrize(
    ("schema", "place"),
    [
        ({"allOf": [NAMED, LOST]}, "/allOf/1"),
        ({"oneOf": [{"type": "string"}, LOST]}, "/oneOf/1"),
        ({**NAMED, "oneOf": [{"required": ["a"]}, LOST]}, "/oneOf/1"),
        ({**NAMED, **LOST}, ""),
        ({"type": "object", "properties": {"a": LOST}}, "/properties/a"),
    ],
)
def test_a_reference_that_leads_nowhere_is_listed_once(contract_of, schema, place):
    """Wherever in a schema it stands, a reference that can't be followed is listed, and by itself."""
    data = {"openapi": "3.1.0", "components": {"schemas": {"Owner": schema}}}
    _, omissions = contract_of(data)
    assert [row for row in omissions if row[0] == "NW802"] == [("NW802", f"/components/schemas/Owner{place}")]
