"""The spec says what its sources say, field by field, and they back all that it takes from them."""

from generator.docs.compare.remaining import contradictions
from generator.openapi.document import read_document
from generator.openapi.view import Subject

REQUESTS = ("path", "query", "request")

# The fields that an answer cannot be read without.
REQUIRED = {
    "signalwire": {
        "PhoneNumber": ["id", "number"],
        "PhoneNumberPage": ["data"],
        "AvailablePhoneNumberPage": ["data"],
        "ErrorMessage": ["error"],
        "ErrorList": ["errors"],
        "PhoneNumberPurchase": ["number"],
    },
    "routing": {
        "RoutingAnswer": ["success"],
        "RoutingError": ["code"],
        "RoutedPhoneNumber": ["id", "number"],
    },
}


def kinds(api, schema):
    """The words by which a page may call the type of this schema."""
    written = schema.get("type", [])
    found = {written} if isinstance(written, str) else set(written)
    for part in schema.get("anyOf", ()):
        found |= kinds(api, part)
    if "$ref" in schema:
        component = api.resolve(schema)
        found |= {component["type"]} | ({"enum"} if "enum" in component else set())
    return found | ({"number"} if "integer" in found else set())


def test_no_page_is_contradicted(api):
    """What a recorded page states is what the spec holds, or the spec says why it isn't."""
    assert contradictions(Subject(read_document(api.path))) == []


def test_deprecations_name_what_replaces_them(api):
    """The description of a deprecated field has what a page names as its replacement."""
    replaced = {stated.place for stated in api.stated() if stated.facts.get("replacedBy")}
    assert [
        place
        for place, node in api.places()
        if node.get("deprecated") and place in replaced and ": use " not in node["description"]
    ] == []


def test_answers_require_key_fields_only(api):
    """Only the fields that an answer cannot be read without are required; all else may be missing."""
    answers = {stated.place[0] for stated in api.stated() if stated.part not in REQUESTS}
    required = {
        name: schema["required"]
        for name, schema in api.schemas.items()
        if "required" in schema and name in {*answers, *REQUIRED[api.name]}
    }
    assert required == REQUIRED[api.name]


def test_optional_answer_fields_accept_null(api):
    """What may be missing from an answer may be null as well."""
    answers = {stated.place[0] for stated in api.stated() if stated.part not in REQUESTS}
    assert [
        (component, name)
        for (component, name), node in api.places()
        if component in answers
        and name not in api.schemas[component].get("required", ())
        and "null" not in kinds(api, node)
    ] == []
