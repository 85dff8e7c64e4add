"""The documents of spec/ are valid OpenAPI 3.1, written in one style that tools and people can read."""

import re
from collections import defaultdict
from pathlib import Path

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator
from ruamel.yaml import YAML, AliasToken, AnchorToken, ScalarToken, TagToken

SPEC = Path(__file__).parents[2] / "spec"
FILES = [*sorted(SPEC.glob("*.yaml")), *sorted((SPEC / "sources").glob("*.yaml"))]

PASCAL_CASE = r"([A-Z][a-z0-9]*)+"
VERB_NOUN = r"[a-z]+(_[a-z][a-z0-9]*)+"


@pytest.fixture(params=FILES, ids=lambda path: str(path.relative_to(SPEC)))
def path(request):
    """Each file in turn."""
    return request.param


def nodes(node, pointer=""):
    """Every mapping of a document with its JSON pointer."""
    if isinstance(node, dict):
        yield pointer, node
        for key, value in node.items():
            yield from nodes(value, f"{pointer}/{key}")
    if isinstance(node, list):
        for index, value in enumerate(node):
            yield from nodes(value, f"{pointer}/{index}")


def test_spec_is_valid_openapi(api):
    """The validator of OpenAPI 3.1 has nothing to say."""
    assert list(OpenAPIV31SpecValidator(api.spec).iter_errors()) == []


def test_every_spec_has_sources():
    """Each document has its sources, and nothing has sources but a document."""
    assert [p.name for p in sorted(SPEC.glob("*.yaml"))] == [
        p.name for p in sorted((SPEC / "sources").glob("*.yaml"))
    ]


def test_lines_are_short_and_clean(path):
    """Lines have 110 columns at most but for a single word, no tab, no blank at their end; the file ends with one."""
    text = path.read_text(encoding="utf-8")
    assert [
        line
        for line in text.splitlines()
        if (len(line) > 110 and " " in line.strip()) or line != line.rstrip() or "\t" in line
    ] == []
    assert text.endswith("\n")
    assert not text.endswith("\n\n")


def test_yaml_is_plain(path):
    """The YAML has no anchors, aliases or tags, and quotes in one way."""
    tokens = list(YAML(typ="safe", pure=True).scan(path.read_text(encoding="utf-8")))
    assert [t for t in tokens if isinstance(t, AnchorToken | AliasToken | TagToken)] == []
    assert {t.style for t in tokens if isinstance(t, ScalarToken)} - {">"} == {None, "'"}


def test_references_stay_inside(api):
    """Every reference leads to a component of the same document."""
    references = {node["$ref"] for _, node in nodes(api.spec) if "$ref" in node}
    known = {
        f"#/components/{kind}/{name}" for kind, named in api.spec["components"].items() for name in named
    }
    assert references - known == set()
    unused = known - references
    assert {u for u in unused if not u.startswith("#/components/securitySchemes/")} == set()


def test_shapes_are_components(api):
    """Objects and enums have names: none stands within a property, a parameter or a body."""
    top = r"/components/schemas/\w+"
    assert [
        pointer
        for pointer, node in nodes({key: api.spec[key] for key in ("paths", "components")})
        if "/examples" not in pointer and "/x-" not in pointer and not re.fullmatch(top, pointer)
        if isinstance(node.get("enum"), list) or node.get("type") == "object"
    ] == []


def test_names_follow_the_rules(api):
    """Operations are a verb and a noun under one declared tag, components are in Pascal case."""
    tags = {tag["name"] for tag in api.spec["tags"]}
    assert [
        n for n, o in api.operations.items() if not re.fullmatch(VERB_NOUN, n) or len(o["tags"]) != 1
    ] == []
    assert {tag for operation in api.operations.values() for tag in operation["tags"]} == tags
    names = [name for kind in ("parameters", "responses", "schemas") for name in api.spec["components"][kind]]
    assert [name for name in names if not re.fullmatch(PASCAL_CASE, name)] == []


def test_everything_is_described(api):
    """Each operation, field, schema, answer and enum value has a description that ends in a full stop."""
    described = [
        *api.operations.items(),
        *(
            (operation["operationId"], operation["requestBody"])
            for operation in api.operations.values()
            if "requestBody" in operation
        ),
        *api.places(),
        *api.schemas.items(),
        *api.spec["components"]["responses"].items(),
        *(
            (name, value)
            for name, schema in api.schemas.items()
            for value in schema.get("x-values", {}).values()
        ),
    ]
    assert [name for name, node in described if not node.get("description", "").endswith(".")] == []


def test_enums_tell_each_value(api):
    """An enum tells about each of its values, in its order; a deprecated one names what replaces it."""
    enums = {name: schema for name, schema in api.schemas.items() if "enum" in schema}
    assert {n: list(s["x-values"]) for n, s in enums.items()} == {n: s["enum"] for n, s in enums.items()}
    assert [
        (name, value)
        for name, schema in enums.items()
        for value, told in schema["x-values"].items()
        if told.get("deprecated", False) != bool(set(told.get("replacement", [])) & set(schema["enum"]))
    ] == []


def test_values_that_only_answers_carry_are_marked(api):
    """Of an enum that callers send, the values that no page says can be sent are marked, and no others."""
    sent = defaultdict(set)
    for stated in api.stated():
        schema = stated.node["schema"] if stated.place[0] == "parameters" else stated.node
        for name, component in api.components(schema):
            if stated.part in ("path", "query", "request") and "enum" in component:
                sent[name] |= set(stated.facts.get("enum", ()))
    told = {name: api.schemas[name]["x-values"] for name in sent}
    marked = {name: {value for value in told[name] if told[name][value].get("answers-only")} for name in told}
    assert marked == {name: set(told[name]) - sent[name] for name in told}
