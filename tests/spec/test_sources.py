"""The spec says what its sources say, field by field, and they back all that it takes from them."""

from collections import defaultdict

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


def schema_of(place, node):
    """The schema of a parameter or property."""
    return node["schema"] if place[0] == "parameters" else node


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


def undisputed(api):
    """The places about which no pages are known to disagree."""
    return [(place, node) for place, node in api.places() if "x-disagreement" not in node]


def by_place(api, fact, parts):
    """What the pages state of one kind, by place; pages that state it agree."""
    found = {}
    for stated in api.stated():
        if stated.part in parts and fact in stated.facts and "x-disagreement" not in stated.node:
            assert found.setdefault(stated.place, stated.facts[fact]) == stated.facts[fact], stated
    return found


def test_operations_name_their_pages(api):
    """An operation lists exactly the pages that describe it."""
    expected = {
        name: [page for page, content in api.pages.items() if name in content["operations"]]
        for name in api.operations
    }
    assert {name: operation["x-sources"] for name, operation in api.operations.items()} == expected


def test_types_are_the_pages(api):
    """The type of a field is one that every page which states a type would recognise."""
    assert [
        stated
        for stated in api.stated()
        if "type" in stated.facts
        and stated.facts["type"] not in kinds(api, schema_of(stated.place, stated.node))
    ] == []


def test_formats_are_the_pages(api):
    """A field has the format that a page states for it, or says why it hasn't."""
    assert [
        stated
        for stated in api.stated()
        if "format" in stated.facts
        and "x-disagreement" not in stated.node
        and stated.facts["format"] != schema_of(stated.place, stated.node).get("format")
    ] == []


def test_nullable_fields_accept_null(api):
    """A field that a page calls nullable accepts null."""
    assert [
        stated
        for stated in api.stated()
        if stated.facts.get("nullable") and "null" not in kinds(api, stated.node)
    ] == []


def test_limits_are_the_pages(api):
    """Least and greatest values are those that the pages state, and no others."""
    for limit in ("minimum", "maximum"):
        limits = {place: schema_of(place, node).get(limit) for place, node in undisputed(api)}
        stated = by_place(api, limit, REQUESTS)
        assert {place: value for place, value in limits.items() if value is not None} == stated


def test_defaults_are_the_pages(api):
    """What the server takes for a field that is not sent is what the pages state, and nothing else."""
    defaults = {place: schema_of(place, node).get("default") for place, node in undisputed(api)}
    stated = by_place(api, "default", REQUESTS)
    assert {place: value for place, value in defaults.items() if value is not None} == stated


def test_deprecations_are_the_pages(api):
    """A field is deprecated where pages say so; where one denies it, the spec says which of them holds."""
    said = defaultdict(set)
    for stated in api.stated():
        if "deprecated" in stated.facts:
            said[stated.place].add(stated.facts["deprecated"])
    for place, node in api.places():
        if len(said[place]) > 1:
            assert "x-disagreement" in node, place
        else:
            assert {node.get("deprecated", False)} == (said[place] or {False}), place


def test_deprecations_name_what_replaces_them(api):
    """The description of a deprecated field has what a page names as its replacement."""
    replaced = {stated.place for stated in api.stated() if stated.facts.get("replacedBy")}
    assert [
        place
        for place, node in api.places()
        if node.get("deprecated") and place in replaced and ": use " not in node["description"]
    ] == []


def test_requests_require_what_the_pages_require(api):
    """A parameter or a field of a request is required exactly where a page says so."""
    stated = {place for place, is_so in by_place(api, "required", REQUESTS).items() if is_so}
    parameters = {
        ("parameters", name)
        for name, node in api.spec["components"]["parameters"].items()
        if node["required"]
    }
    requests = {stated.place[0] for stated in api.stated() if stated.part == "request"}
    assert (
        parameters | {(n, field) for n in requests for field in api.schemas[n].get("required", ())} == stated
    )


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


def is_open(api, operation):
    """Whether something of an operation itself, such as a status, is left open."""
    return any(name == operation and not field for _, name, _, field in api.open)


def test_statuses_are_the_pages(api):
    """An operation has the statuses that the pages name, and each error lists those pages."""
    expected, pages = defaultdict(set), defaultdict(list)
    for page, content in api.pages.items():
        for name, parts in content["operations"].items():
            for status in parts.get("statuses", ()):
                expected[name].add(status)
                answer = api.operations.get(name, {}).get("responses", {}).get(status, {})
                reference = answer.get("$ref")
                if reference and page not in pages[reference]:
                    pages[reference].append(page)
    statuses = {name: set(operation["responses"]) for name, operation in api.operations.items()}
    assert {name: expected[name] - statuses[name] for name in statuses if not is_open(api, name)} == {
        name: set() for name in statuses if not is_open(api, name)
    }
    prefix = "#/components/responses/"
    errors = {prefix + name: node["x-sources"] for name, node in api.spec["components"]["responses"].items()}
    assert errors == pages


def test_security_is_the_pages(api):
    """The security scheme is the one that the pages name, with its scope, and lists them."""
    stated = {page: content["security"] for page, content in api.pages.items() if "security" in content}
    ((name, scheme),) = api.spec["components"]["securitySchemes"].items()
    assert api.spec["security"] == [{name: []}]
    assert scheme["x-sources"] == list(stated)
    assert {scheme["scheme"]} == {said["scheme"] for said in stated.values() if "scheme" in said}
    scope = {said["scope"] for said in stated.values()}
    assert [
        name
        for name, operation in api.operations.items()
        if "still to be described" not in operation["description"]
        and not any(f"scope {one}" in operation["description"] for one in scope)
    ] == []
