"""What each kind of schema becomes, and what is said of the ones that can't be kept."""

import pytest

from generator.codegen.contract import Use
from generator.codegen.shapes import annotation

PET = {"type": "object", "properties": {"name": {"type": "string"}}}
TOY = {"type": "object", "properties": {"size": {"type": "integer"}}}


@pytest.fixture
def field_of(contract_of):
    """Return a reader of one schema: its annotation in an answer, or in a request, and the omissions."""

    def read(schema, *, sent=False, **components):
        contract, omissions = contract_of(document(schema, components, sent=sent))
        return annotation(contract.structs["Owner"].fields[0].shape, lambda named: named.name), omissions

    return read


def document(schema, components, *, sent):
    """Return a document in which the property of an answer, or of a request, has a schema."""
    media = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Owner"}}}}
    owner = {"type": "object", "required": ["it"], "properties": {"it": schema}}
    operation = {"requestBody": media, "responses": {}} if sent else {"responses": {"200": media}}
    return {
        "openapi": "3.1.0",
        "paths": {"/": {"post": operation}},
        "components": {"schemas": {"Owner": owner, "Pet": PET, "Toy": TOY, **components}},
    }


KINDS = {
    "text": ({"type": "string"}, "str"),
    "time": ({"type": "string", "format": "date-time"}, "datetime"),
    "day": ({"format": "date"}, "date"),
    "id": ({"type": "string", "format": "uuid"}, "str"),
    "bytes-in-json": ({"type": "string", "format": "binary"}, "str"),
    "unknown-format": ({"type": "string", "format": "e164"}, "str"),
    "integer": ({"type": "integer", "format": "int64"}, "int"),
    "number": ({"type": "number"}, "int | float"),
    "truth": ({"type": "boolean"}, "bool"),
    "null": ({"type": "null"}, "None"),
    "nothing-said": ({}, "Any"),
    "anything": (True, "Any"),
    "described-only": ({"description": "Whatever."}, "Any"),
    "nullable-3.0": ({"type": "string", "nullable": True}, "str | None"),
    "nullable-3.1": ({"type": ["string", "null"]}, "str | None"),
    "several-types": ({"type": ["string", "integer", "null"]}, "str | int | None"),
    "nullable-reference": ({"anyOf": [{"$ref": "#/components/schemas/Pet"}, {"type": "null"}]}, "Pet | None"),
    "list": ({"type": "array", "items": {"type": "integer"}}, "list[int]"),
    "list-of-anything": ({"type": "array"}, "list[Any]"),
    "tuple-of-a-length": ({"prefixItems": [{"type": "string"}], "maxItems": 1}, "list[str]"),
    "tuple-of-one-type": ({"prefixItems": [{"type": "string"}], "items": {"type": "string"}}, "list[str]"),
    "mapping": ({"type": "object", "additionalProperties": {"type": "integer"}}, "dict[str, int]"),
    "any-mapping": ({"type": "object"}, "dict[str, Any]"),
    "patterns": ({"patternProperties": {"^x": {"type": "string"}}}, "dict[str, str]"),
    "named": ({"$ref": "#/components/schemas/Pet"}, "Pet"),
    "inline": ({"type": "object", "properties": {"a": {"type": "string"}}}, "OwnerIt"),
    "inline-in-list": ({"items": {"properties": {"a": {}}}}, "list[OwnerItItem]"),
    "enum": ({"type": "string", "enum": ["a", "b", None]}, "OwnerIt | None"),
    "enum-of-numbers": ({"enum": [1, 2]}, "int"),
    "enum-of-numbers-as-text": ({"type": "integer", "enum": ["1", "2"]}, "int"),
    "enum-of-texts-and-numbers": ({"type": "string", "enum": ["a", 1]}, "str"),
    "enum-of-constants": ({"oneOf": [{"const": "a"}, {"const": "b"}]}, "OwnerIt"),
    "constant": ({"const": "a"}, "str"),
    "reference-in-all-of": ({"allOf": [{"$ref": "#/components/schemas/Pet"}], "description": "One."}, "Pet"),
    "texts-in-all-of": ({"allOf": [{"type": "string"}, {"type": "string", "maxLength": 3}]}, "str"),
    "texts-of-several-formats": (
        {"anyOf": [{"type": "string", "format": "date"}, {"type": "string"}]},
        "str",
    ),
    "text-or-list": (
        {"oneOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]},
        "str | list[str]",
    ),
    "lists-of-two-kinds": (
        {"oneOf": [{"items": {"type": "string"}}, {"items": {"type": "integer"}}]},
        "list[str | int]",
    ),
    "object-or-list": (
        {"oneOf": [{"$ref": "#/components/schemas/Pet"}, {"items": {"type": "string"}}]},
        "Pet | list[str]",
    ),
    "type-beside-alternatives": ({"type": "string", "anyOf": [{"format": "date"}, {"pattern": "x"}]}, "str"),
    "into-a-component": ({"$ref": "#/components/schemas/Pet/properties/name"}, "str"),
    "escaped-reference": ({"$ref": "#/components/schemas/a~1b%20c"}, "ABC"),
    "own-definitions": ({"$ref": "#/$defs/Inner", "$defs": {"Inner": {"type": "integer"}}}, "int"),
}


@pytest.mark.parametrize(("schema", "expected"), KINDS.values(), ids=KINDS.keys())
def test_a_schema_has_the_type_it_describes(field_of, schema, expected):
    """A schema that can be expressed has its Python type, and nothing is left out."""
    assert field_of(schema, **{"a/b c": TOY}) == (expected, [])


AT = "/components/schemas/Owner/properties/it"
LOST = {
    "two-objects": (
        {"oneOf": [{"$ref": "#/components/schemas/Pet"}, {"$ref": "#/components/schemas/Toy"}]},
        "Any",
        [("NW804", AT)],
    ),
    "list-of-two-objects": (
        {"items": {"anyOf": [{"$ref": "#/components/schemas/Pet"}, {"$ref": "#/components/schemas/Toy"}]}},
        "list[Any]",
        [("NW804", AT)],
    ),
    "another-file": ({"$ref": "other.yaml#/Pet"}, "Any", [("NW801", AT)]),
    "another-host": ({"$ref": "http://localhost/pet.json"}, "Any", [("NW801", AT)]),
    "nowhere": ({"$ref": "#/components/schemas/Nobody"}, "Any", [("NW802", AT)]),
    "no-pointer": ({"$ref": 5}, "Any", [("NW802", AT)]),
    "dynamic": ({"$dynamicRef": "#node"}, "Any", [("NW803", AT)]),
    "no-such-type": ({"type": "stirng"}, "Any", [("NW806", AT)]),
    "no-schema": (["string"], "Any", [("NW806", AT)]),
    "text-and-object": (
        {"allOf": [{"$ref": "#/components/schemas/Pet"}, {"type": "integer"}]},
        "Any",
        [("NW805", AT)],
    ),
    "members-beyond": (
        {"properties": {"a": {}}, "additionalProperties": {"type": "string"}},
        "OwnerIt",
        [("NW807", f"{AT}/additionalProperties")],
    ),
    "tuple": (
        {"prefixItems": [{"type": "string"}, {"type": "integer"}], "items": False},
        "list[str | int]",
        [("NW823", f"{AT}/prefixItems")],
    ),
    "tuple-without-an-end": (
        {"prefixItems": [{"type": "string"}]},
        "list[Any]",
        [("NW823", f"{AT}/prefixItems")],
    ),
    "constant-object": ({"const": {"a": 1}}, "dict[str, Any]", [("NW823", f"{AT}/const")]),
    "constant-list": ({"const": [1]}, "list[Any]", [("NW823", f"{AT}/const")]),
    "constant-fraction": ({"const": 1.5}, "int | float", [("NW823", f"{AT}/const")]),
    "enum-of-objects": ({"enum": [{"a": 1}, {"b": 2}]}, "dict[str, Any]", [("NW823", f"{AT}/enum")]),
    "enum-of-lists-and-null": (
        {"type": ["array", "null"], "enum": [[1], None]},
        "list[Any] | None",
        [("NW823", f"{AT}/enum")],
    ),
    "not": ({"not": {"type": "string"}}, "Any", [("NW823", f"{AT}/not")]),
    "type-and-not": ({"type": "string", "not": {"const": "a"}}, "str", [("NW823", f"{AT}/not")]),
    "contains": ({"type": "array", "contains": {"const": 1}}, "list[Any]", [("NW823", f"{AT}/contains")]),
    "unnameable": (
        {"properties": {'say "x"': {}, "a": {}}},
        "OwnerIt",
        [("NW815", f'{AT}/properties/say "x"')],
    ),
}


@pytest.mark.parametrize(("schema", "expected", "omissions"), LOST.values(), ids=LOST.keys())
def test_what_is_lost_is_listed(field_of, schema, expected, omissions):
    """A schema that can't be expressed is typed Any, and its place is listed."""
    assert field_of(schema) == (expected, omissions)


def test_what_is_sent_may_be_an_id_or_its_text(field_of):
    """A request takes ids as UUID or as text, and bytes as bytes."""
    assert field_of({"type": "string", "format": "uuid"}, sent=True) == ("UUID | str", [])
    assert field_of({"type": "string", "format": "binary"}, sent=True) == ("bytes", [])


def test_components_that_refer_to_themselves(field_of):
    """An object may hold itself; a list of itself alone has no end, is typed Any and listed."""
    components = {
        "Tree": {"type": "object", "properties": {"kids": {"items": {"$ref": "#/components/schemas/Tree"}}}},
        "Rows": {"type": "array", "items": {"$ref": "#/components/schemas/Rows"}},
    }
    tree, none = field_of({"$ref": "#/components/schemas/Tree"}, Tree=components["Tree"])
    rows, cycle = field_of({"$ref": "#/components/schemas/Rows"}, Rows=components["Rows"])
    assert (tree, none) == ("Tree", [])
    assert (rows, cycle) == ("list[Any]", [("NW803", "/components/schemas/Rows/items")])


def test_a_long_chain_of_references_costs_no_stack(contract_of):
    """Three thousand components, each holding the next, are all read."""
    components = {
        f"Link{n}": {"type": "object", "properties": {"next": {"$ref": f"#/components/schemas/Link{n + 1}"}}}
        for n in range(3000)
    }
    components["Link3000"] = PET
    contract, omissions = contract_of({"components": {"schemas": components}})
    assert (len(contract.structs), omissions) == (3001, [])


def test_a_schema_that_unfolds_without_end_is_cut(contract_of):
    """Sixty components, each twice in the next, are a bomb; it is typed Any and listed."""
    components = {
        f"B{n}": {
            "oneOf": [
                {"type": "array", "items": {"$ref": f"#/components/schemas/B{n + 1}"}},
                {"type": "object", "additionalProperties": {"$ref": f"#/components/schemas/B{n + 1}"}},
            ]
        }
        for n in range(60)
    }
    components["B60"] = {"type": "string"}
    _, omissions = contract_of({"components": {"schemas": components}})
    assert {rule for rule, _ in omissions} == {"NW805"}


def test_all_of_is_one_object_with_the_properties_of_all(contract_of):
    """Members of an allOf are laid over each other; a variant's properties are there and never required."""
    pet = {
        "allOf": [
            {"$ref": "#/components/schemas/Base"},
            {
                "type": "object",
                "required": ["name"],
                "properties": {"name": {"type": "string"}, "id": {"type": "integer"}},
            },
            {
                "oneOf": [
                    {"type": "object", "required": ["bark"], "properties": {"bark": {"type": "string"}}},
                    {"type": "object", "properties": {"bark": {"type": "integer"}}},
                ]
            },
        ]
    }
    base = {"type": "object", "required": ["id"], "properties": {"id": {"type": ["string", "integer"]}}}
    contract, omissions = contract_of({"components": {"schemas": {"Pet": pet, "Base": base}}})
    fields = [
        (field.wire, annotation(field.shape, str), field.required) for field in contract.structs["Pet"].fields
    ]
    assert (fields, omissions) == (
        [("id", "int", True), ("name", "str", True), ("bark", "str | int", False)],
        [],
    )


def test_names_that_clash_or_are_taken(contract_of):
    """Components whose names come to the same are numbered; a name the module needs gets a word."""
    schemas = dict.fromkeys(["foo.Bar", "foo-bar", "FooBar", "Model", "1st", "日本", "UUID"], PET)
    contract, _ = contract_of({"components": {"schemas": schemas}})
    assert list(contract.structs) == [
        "FooBar",
        "FooBar2",
        "FooBar3",
        "ModelModel",
        "Schema1st",
        "Schema",
        "UUIDModel",
    ]


def test_fields_that_clash_or_are_taken(contract_of):
    """Two properties never share a field, and no field hides a type that its module needs."""
    names = ["fooBar", "foo_bar", "class", "date", "str", "_x", "", "$ref", "self"]
    schema = {"type": "object", "properties": {name: {"type": "string"} for name in names}}
    contract, _ = contract_of({"components": {"schemas": {"Odd": schema}}})
    assert {field.wire: field.name for field in contract.structs["Odd"].fields} == {
        "fooBar": "foo_bar",
        "foo_bar": "foo_bar2",
        "class": "class_",
        "date": "date_",
        "str": "str_",
        "_x": "x",
        "": "field_",
        "$ref": "ref",
        "self": "self",
    }


def test_which_way_a_class_travels(contract_of):
    """A class is an answer's, a request's or both; a property only the server sets isn't required in a request."""
    both = {
        "type": "object",
        "required": ["id", "name", "secret"],
        "properties": {
            "id": {"type": "string", "readOnly": True},
            "name": {"type": "string"},
            "secret": {"type": "string", "writeOnly": True},
        },
    }
    media = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Both"}}}}
    sent = {"content": {"application/json": {"schema": {"items": {"$ref": "#/components/schemas/Sent"}}}}}
    paths = {
        "/both": {"post": {"requestBody": media, "responses": {"200": media}}},
        "/sent": {"post": {"requestBody": sent, "responses": {}}},
    }
    contract, _ = contract_of(
        {"paths": paths, "components": {"schemas": {"Both": both, "Sent": both, "Pet": PET}}}
    )
    told = {
        name: (struct.use, [field.wire for field in struct.fields if field.required])
        for name, struct in contract.structs.items()
    }
    assert told == {
        "Both": (Use.BOTH, ["name"]),
        "Sent": (Use.REQUEST, ["name", "secret"]),
        "Pet": (Use.ANSWER, []),
    }


def test_an_enums_members_are_safe_names(contract_of):
    """A member is named as its value, unless a text or an enum means something else by that."""
    values = ["toll-free", "GET", "title", "mro", "class", "1", "", "a b", "a-b", "date"]
    contract, _ = contract_of({"components": {"schemas": {"Kind": {"enum": values}}}})
    assert {member.value: member.name for member in contract.enums["Kind"].members} == {
        "toll-free": "toll_free",
        "GET": "GET",
        "title": "title_",
        "mro": "mro_",
        "class": "class_",
        "1": "value_1",
        "": "value_",
        "a b": "a_b",
        "a-b": "a_b2",
        "date": "date_",
    }


def test_a_document_of_nothing_is_no_error(contract_of):
    """What is missing is taken as empty."""
    contract, omissions = contract_of({})
    assert (contract.structs, contract.enums, contract.operations, omissions) == ({}, {}, [], [])


@pytest.mark.parametrize(
    ("said", "listed"),
    [
        ({"additionalProperties": {"$ref": "#/components/schemas/Toy"}}, ["additionalProperties"]),
        (
            {
                "patternProperties": {"^x": {"type": "string"}, "^y": {}},
                "unevaluatedProperties": {"type": "null"},
            },
            ["patternProperties/^x", "unevaluatedProperties"],
        ),
        ({"additionalProperties": True}, []),
        ({"additionalProperties": {"description": "Whatever."}}, []),
        ({"additionalProperties": False}, []),
    ],
    ids=["one", "several", "any", "described-only", "none"],
)
def test_members_that_are_kept_as_plain_data(said, listed, contract_of):
    """A typed package keeps the members beyond the fields, and lists where the document describes them."""
    components = {"Pet": PET | said, "Toy": TOY}
    contract, omissions = contract_of({"openapi": "3.1.0", "components": {"schemas": components}}, typed=True)
    assert contract.structs["Pet"].is_open == (said != {"additionalProperties": False})
    assert omissions == [("NW807", f"/components/schemas/Pet/{pointer}") for pointer in listed]


LIMITS = {
    "number": (
        {"minimum": 1, "exclusiveMaximum": 5, "multipleOf": 2},
        "at least 1, less than 5, a multiple of 2",
    ),
    "bounds-of-3.0": (
        {"minimum": 1, "exclusiveMinimum": True, "maximum": 2, "exclusiveMaximum": False},
        "more than 1, at most 2",
    ),
    "text": (
        {"minLength": 2, "maxLength": 3, "pattern": "^a+\\n$"},
        r"length at least 2, length at most 3, matches '^a+\\n$'",
    ),
    "list": (
        {
            "type": "array",
            "items": {"$ref": "#/components/schemas/Short"},
            "maxItems": 4,
            "uniqueItems": True,
        },
        "length at most 4, no item twice, each item length at most 9",
    ),
    "mapping": (
        {"type": "object", "minProperties": 1, "additionalProperties": {"maxLength": 1}},
        "length at least 1, each member length at most 1",
    ),
    "numbers": ({"type": "integer", "enum": [1, 2]}, "one of 1, 2"),
    "mixed": ({"enum": [1, "a", None]}, "one of 1, 'a', None"),
    "constant": ({"const": 1.5}, "always 1.5"),
    "reference": ({"$ref": "#/components/schemas/Short"}, "length at most 9"),
    "in-one-alternative": ({"anyOf": [{"maxLength": 1}, {"type": "integer"}]}, ""),
    "texts": ({"enum": ["a", "b"]}, ""),
    "wrong-kind": ({"minimum": True, "maxLength": [], "uniqueItems": 1}, ""),
}


@pytest.mark.parametrize(("schema", "limits"), LIMITS.values(), ids=LIMITS.keys())
def test_limits_are_in_the_docstring(schema, limits, contract_of):
    """What no type says of a field or a parameter is said in its docstring, after the document's own words."""
    parameter = {"name": "p", "in": "query", "description": "Which.", "schema": schema}
    owner = {"type": "object", "properties": {"p": {"description": "Which."} | schema}}
    short = {"type": "string", "maxLength": 9}
    document = {
        "openapi": "3.1.0",
        "paths": {"/": {"get": {"parameters": [parameter]}}},
        "components": {"schemas": {"Owner": owner, "Short": short}},
    }
    contract, _ = contract_of(document, typed=True)
    docs = [contract.structs["Owner"].fields[0].doc, contract.operations[0].parameters[0].doc]
    assert [" ".join(doc.split()) for doc in docs] == [
        f"Which. Limits: {limits}." if limits else "Which."
    ] * 2
    contract, _ = contract_of(document)
    assert contract.structs["Owner"].fields[0].doc == "Which."
