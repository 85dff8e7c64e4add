"""The examples of the specs fit what they describe, are made up, and cover every field and answer."""

import re
from json import dumps

import pytest
from openapi_schema_validator import OAS31Validator, oas31_format_checker
from referencing import Registry
from referencing.jsonschema import DRAFT202012

DOCUMENT = "urn:spec"


@pytest.fixture
def faults(api):
    """Tells what is wrong with a value, given the JSON pointer of its schema."""
    registry = Registry().with_resource(DOCUMENT, DRAFT202012.create_resource(api.spec))

    def of(pointer, value):
        schema = {"$ref": f"{DOCUMENT}#{pointer}"}
        validator = OAS31Validator(schema, registry=registry, format_checker=oas31_format_checker)
        return [f"{pointer}: {error.json_path} {error.message}" for error in validator.iter_errors(value)]

    return of


def schema_pointer(place):
    """Where the schema of a parameter or property stands."""
    component, name = place
    if component == "parameters":
        return f"/components/parameters/{name}/schema"
    return f"/components/schemas/{component}/properties/{name}"


def bodies(api):
    """Every body of a request or an answer: its place in words, its media type, its schema's pointer."""
    for name, operation in api.operations.items():
        holders = {
            **operation["responses"],
            **({"request": operation["requestBody"]} if "requestBody" in operation else {}),
        }
        for part, holder in holders.items():
            for media in api.resolve(holder).get("content", {}).values():
                yield f"{name} {part}", media, media["schema"]["$ref"].removeprefix("#")


def test_field_examples_fit_their_schema(api, faults):
    """Each example of a property or parameter is valid by the schema beside it."""
    found = []
    for place, node in api.places():
        schema = node["schema"] if place[0] == "parameters" else node
        for example in schema.get("examples", ()):
            found += faults(schema_pointer(place), example)
    assert found == []


def test_schema_examples_fit(api, faults):
    """Each example of a named schema is valid by it."""
    found = []
    for name, schema in api.schemas.items():
        for example in schema.get("examples", ()):
            found += faults(f"/components/schemas/{name}", example)
    assert found == []


def test_body_examples_fit_their_schema(api, faults):
    """Each example of a request or an answer is valid by its schema."""
    found = []
    for _, media, pointer in bodies(api):
        for example in media["examples"].values():
            found += faults(pointer, example["value"])
    assert found == []


def test_every_field_has_an_example(api):
    """Each property and parameter has an example, save those that hold objects, which have their own."""
    objects = {name for name, schema in api.schemas.items() if "properties" in schema}
    assert [
        place
        for place, node in api.places()
        if not (node["schema"] if place[0] == "parameters" else node).get("examples")
        and not {name for name, _ in api.components(node)} & objects
    ] == []


def test_every_body_has_an_example(api):
    """Each request and each answer that has a body has an example of the whole."""
    assert [where for where, media, _ in bodies(api) if not media.get("examples")] == []


def test_every_answer_but_an_empty_one_has_a_body(api):
    """Only an answer whose status is 204 has no body."""
    empty = {
        status
        for operation in api.operations.values()
        for status, answer in operation["responses"].items()
        if "content" not in api.resolve(answer)
    }
    assert empty <= {"204"}


def test_examples_name_known_fields_only(api):
    """An example of a body has no field that its schema does not name."""
    unknown = []
    for where, media, _ in bodies(api):
        for example in media["examples"].values():
            unknown += [(where, field) for field in unknown_fields(api, media["schema"], example["value"])]
    assert unknown == []


def unknown_fields(api, schema, value):
    """The fields of a value that no schema it may follow names."""
    components = [node for _, node in api.components(schema)]
    if isinstance(value, list):
        return [field for item in value for field in unknown_fields(api, schema, item)]
    if not isinstance(value, dict) or any(
        "additionalProperties" in node and not node.get("properties") for node in components
    ):
        return []
    named = {name: node for component in components for name, node in component.get("properties", {}).items()}
    found = [field for field in value if field not in named]
    return found + [
        f for field, node in named.items() if field in value for f in unknown_fields(api, node, value[field])
    ]


def test_whole_number_examples_name_every_field(description):
    """An example of a number in an answer shows all of its fields."""
    fields = set(description("signalwire").schemas["PhoneNumber"]["properties"])
    shown = [
        number
        for _, media, pointer in bodies(description("signalwire"))
        for example in media["examples"].values()
        for number in (
            [example["value"]]
            if pointer.endswith("/PhoneNumber")
            else example["value"]["data"]
            if pointer.endswith("/PhoneNumberPage")
            else []
        )
    ]
    assert shown
    assert [set(number) ^ fields for number in shown if set(number) != fields] == []


def test_both_shapes_of_a_search_are_shown(description):
    """The examples of a search show capabilities as flags and as names."""
    answer = description("signalwire").operations["search_available_phone_numbers"]["responses"]["200"]
    examples = answer["content"]["application/json"]["examples"].values()
    items = [item for example in examples for item in example["value"]["data"]]
    assert {(type(item["capabilities"]), "number" in item, "e164" in item) for item in items} == {
        (dict, True, False),
        (list, False, True),
    }


def test_examples_are_made_up(api):
    """Phone numbers come from the range kept for fiction, and addresses from example.com."""
    examples = dumps(
        [
            *(media["examples"] for _, media, _ in bodies(api)),
            *(
                (node["schema"] if place[0] == "parameters" else node).get("examples")
                for place, node in api.places()
            ),
        ]
    )
    numbers = re.findall(r"\+1[-. ()0-9]{10,}", examples)
    assert numbers
    assert [n for n in numbers if not re.fullmatch(r"\d{4}55501\d\d", re.sub(r"\D", "", n))] == []
    assert set(re.findall(r"https?://[^/\"]+", examples)) == {"https://example.com"}
