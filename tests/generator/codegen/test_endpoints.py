"""What an operation takes, sends and answers, read from every way a document may say it."""

import pytest

from generator.codegen.rendering import Renderer


def document(operation, path="/pets/{id}", **more):
    """Return a document of one operation."""
    return {"openapi": "3.1.0", "paths": {path: {"get": operation}}, **more}


def parameter(place, name="p", schema=None, **said):
    """Return a parameter."""
    return {"name": name, "in": place, "schema": schema or {"type": "string"}, **said}


LIST = {"type": "array", "items": {"type": "string"}}
MAP = {"type": "object", "additionalProperties": {"type": "string"}}
PARAMETERS = {
    "query": (parameter("query"), "*, p: str | None = None", 'query=(("p", p),)'),
    "required": (parameter("query", required=True), "*, p: str", 'query=(("p", p),)'),
    "header": (parameter("header", "X-Id"), "*, x_id: str | None = None", 'headers=(("X-Id", x_id),)'),
    "cookie": (parameter("cookie"), "*, p: str | None = None", 'cookies=(("p", p),)'),
    "list": (parameter("query", schema=LIST), "*, p: list[str] | None = None", 'query=(("p", p),)'),
    "joined": (
        parameter("query", schema=LIST, explode=False),
        "*, p: list[str] | None = None",
        'query=(("p", Styled(p, "form")),)',
    ),
    "piped": (
        parameter("query", schema=LIST, style="pipeDelimited"),
        "*, p: list[str] | None = None",
        'query=(("p", Styled(p, "pipeDelimited")),)',
    ),
    "deep": (
        parameter("query", schema=MAP, style="deepObject"),
        "*, p: dict[str, str] | None = None",
        'query=(("p", p),)',
    ),
    "flat": (
        parameter("query", schema=MAP),
        "*, p: dict[str, str] | None = None",
        'query=(("p", Styled(p, "form", explode=True)),)',
    ),
    "reserved": (
        parameter("query", allowReserved=True),
        "*, p: str | None = None",
        'query=(("p", Styled(p, "form", explode=True, allow_reserved=True)),)',
    ),
    "plain-content": (
        {"name": "p", "in": "query", "content": {"text/plain": {"schema": {"type": "string"}}}},
        "*, p: str | None = None",
        'query=(("p", Styled(p, "content", media_type="text/plain")),)',
    ),
    "exploded-header": (
        parameter("header", schema=MAP, explode=True),
        "*, p: dict[str, str] | None = None",
        'headers=(("p", Styled(p, "simple", explode=True)),)',
    ),
    "exploded-cookie": (
        parameter("cookie", schema=LIST),
        "*, p: list[str] | None = None",
        'cookies=(("p", Styled(p, "form", explode=True)),)',
    ),
    "json": (
        {"name": "p", "in": "query", "content": {"application/json": {"schema": LIST}}},
        "*, p: list[str] | None = None",
        'query=(("p", Styled(p, "content")),)',
    ),
    "keyword": (parameter("query", "class"), "*, class_: str | None = None", 'query=(("class", class_),)'),
    "body": (parameter("query", "body"), "*, body_: str | None = None", 'query=(("body", body_),)'),
    "function": (parameter("query", "op"), "*, op_: str | None = None", 'query=(("op", op_),)'),
    "undescribed": (
        {"name": "p", "in": "query"},
        "*, p: Any | None = None",
        'query=(("p", Styled(p, "form", explode=True)),)',
    ),
    "ignored-header": (parameter("header", "Authorization"), "", ""),
}


@pytest.mark.parametrize(("said", "takes", "value"), PARAMETERS.values(), ids=PARAMETERS.keys())
def test_a_parameter_is_taken_and_sent_as_described(said, takes, value, contract_of):
    """A parameter's place, style and type decide what the function takes and what its value holds."""
    contract, omissions = contract_of(document({"operationId": "op", "parameters": [said]}, "/"))
    rendered = Renderer(contract).operation(contract.operations[0])
    head = "id='op', method='GET', path='/', answer=bytes"
    assert (rendered.takes.replace("'", '"'), rendered.value.replace("'", '"'), omissions) == (
        takes.replace("Any | None", "Any"),
        ", ".join(part for part in (head.replace("'", '"'), value) if part),
        [],
    )


def test_what_the_path_says_of_parameters(contract_of):
    """The path's order counts, an operation's word replaces the path's, and a place nobody describes is a text."""
    item = {
        "parameters": [
            parameter("path", "b", {"type": "integer"}),
            parameter("query", "q", {"type": "integer"}),
        ],
        "get": {"operationId": "op", "parameters": [parameter("query", "q"), parameter("path", "gone")]},
    }
    contract, omissions = contract_of({"paths": {"/{a}/{b}/{a}": item}})
    rendered = Renderer(contract).operation(contract.operations[0])
    assert rendered.takes == "a: str, b: int, *, q: str | None = None"
    assert "path_parameters=(('a', Styled(a, 'simple')), ('b', Styled(b, 'simple')),)" in rendered.value
    assert omissions == [("NW808", "/paths/~1{a}~1{b}~1{a}/get/parameters/1")]


LEFT_OUT = {
    "nameless": {"in": "query"},
    "placeless": {"name": "p", "in": "body"},
    "header-of-two-lines": parameter("header", "a\nb: c"),
    "cookie-of-two": parameter("cookie", "a=1; b"),
    "reference": {"$ref": "#/components/parameters/Gone"},
    "circle": {"$ref": "#/paths/~1/get/parameters/0"},
}


@pytest.mark.parametrize("said", LEFT_OUT.values(), ids=LEFT_OUT.keys())
def test_a_parameter_that_makes_no_sense_is_left_out(said, contract_of):
    """The operation stays, without the parameter, which is listed."""
    contract, omissions = contract_of(document({"operationId": "op", "parameters": [said]}, "/"))
    assert contract.operations[0].parameters == ()
    assert [pointer for _, pointer in omissions] == ["/paths/~1/get/parameters/0"]


BODIES = {
    "json": (["application/json"], "application/json", "Any"),
    "json-of-a-vendor": (["application/vnd.x+json"], "application/vnd.x+json", "Any"),
    "several": (
        ["text/plain", "application/json"],
        "application/json",
        "Any, *, media_type: Literal['application/json', 'text/plain'] | None = None",
    ),
    "form": (["application/x-www-form-urlencoded"], "application/x-www-form-urlencoded", "dict[str, Any]"),
    "text": (["text/csv"], "text/csv", "str | bytes"),
    "bytes": (["image/png"], "image/png", "bytes"),
    "anything": (["*/*"], "application/json", "Any"),
    "any-image": (["image/*"], "application/octet-stream", "bytes"),
    "two-lines": (["text/plain\r\nx: y"], "application/octet-stream", "str | bytes"),
}


@pytest.mark.parametrize(("content", "media_type", "shape"), BODIES.values(), ids=BODIES.keys())
def test_a_body_is_sent_as_the_best_of_its_media_types(content, media_type, shape, contract_of):
    """JSON is sent before all others, and a call may choose another media type."""
    body = {"content": {one: {} for one in content}, "required": True}
    contract, omissions = contract_of(document({"operationId": "op", "requestBody": body}, "/"))
    rendered = Renderer(contract).operation(contract.operations[0])
    assert (contract.operations[0].body.media_type, rendered.takes, len(omissions)) == (
        media_type,
        f"body: {shape}",
        0,
    )


JSON = {"application/json": {"schema": {"type": "integer"}}}
ANSWERS = {
    "one": ({"200": {"content": JSON}}, "int", "success=(200,)"),
    "none": ({"204": {}}, "None", "success=(204,)"),
    "two": ({"200": {"content": JSON}, "204": {}}, "int | None", "success=(200, 204)"),
    "range": ({"2XX": {"content": JSON}}, "int", ""),
    "range-in-small-letters": ({"2xx": {"content": JSON}}, "int", ""),
    "default": ({"default": {"content": JSON}}, "int", ""),
    "errors": (
        {"200": {"content": JSON}, "404": {"content": JSON}, "5XX": {}, "default": {"content": JSON}},
        "int",
        "success=(200,), errors=(('404', int), ('5XX', None), ('default', int),)",
    ),
    "no-json": ({"200": {"content": {"image/png": {}}}}, "bytes", "accept='image/png', success=(200,)"),
    "errors-alone": ({"404": {}}, "bytes", "errors=(('404', None),)"),
    "nothing": ({}, "bytes", ""),
    "json-without-schema": ({"200": {"content": {"application/json": {}}}}, "Any", "success=(200,)"),
}


@pytest.mark.parametrize(("responses", "answer", "value"), ANSWERS.values(), ids=ANSWERS.keys())
def test_answers_decide_what_success_holds(responses, answer, value, contract_of):
    """The answers that mean success decide the type; all others are errors, each with its own."""
    contract, omissions = contract_of(document({"operationId": "op", "responses": responses}, "/"))
    rendered = Renderer(contract).operation(contract.operations[0])
    head = f"id='op', method='GET', path='/', answer={answer}"
    assert (rendered.answer, rendered.value, omissions) == (
        answer,
        ", ".join(filter(None, (head, value))),
        [],
    )


def test_a_status_that_is_none_is_left_out(contract_of):
    """An answer under a key that is no status is listed, whatever script its digits are in."""
    responses = {"20": {}, "abc": {}, "٢٠٠": {}, "200": {}, "x-note": 5}
    contract, omissions = contract_of(document({"operationId": "op", "responses": responses}, "/"))
    assert [answer.status for answer in contract.operations[0].answers] == ["200"]
    assert [rule for rule, _ in omissions] == ["NW810"] * 3


def test_operations_get_names_and_modules(contract_of):
    """An operation without an id is named by its method and path, one without a tag stands with its like."""
    item = {
        "get": {},
        "post": {"operationId": "get_pets_id", "tags": ["My Pets", "x"]},
        "put": {"tags": ["my-pets"]},
    }
    more = {"delete": {"operationId": "list", "tags": ["models"]}, "patch": {"operationId": "import"}}
    contract, _ = contract_of({"paths": {"/pets/{id}": item, "/": more, "x-note": {"get": {}}}})
    assert [(one.id, one.name, one.module) for one in contract.operations] == [
        ("get_pets_id", "get_pets_id", "operations"),
        ("get_pets_id", "get_pets_id2", "my_pets"),
        ("put_pets_id", "put_pets_id", "my_pets2"),
        ("list", "list_", "models_"),
        ("import", "import_", "operations"),
    ]


def test_what_a_client_has_no_part_in_is_listed(contract_of):
    """Webhooks and callbacks are the server's calls; a path that leads nowhere and an odd method are listed too."""
    data = {
        "webhooks": {"born": {"post": {}}},
        "paths": {
            "/a": {"get": {"callbacks": {"done": {}}}, "post": None, "query": {}},
            "/b": {"$ref": "#/components/pathItems/Gone"},
            "/c": {"$ref": "#/components/pathItems/There"},
        },
        "components": {"pathItems": {"There": {"get": {"operationId": "there"}}}},
    }
    contract, omissions = contract_of(data)
    assert [(one.id, one.path) for one in contract.operations] == [("get_a", "/a"), ("there", "/c")]
    assert omissions == [
        ("NW802", "/paths/~1b"),
        ("NW811", "/paths/~1a/get/callbacks"),
        ("NW811", "/webhooks/born"),
        ("NW812", "/paths/~1a/post"),
        ("NW812", "/paths/~1a/query"),
    ]


def test_shared_parts_are_read_once(contract_of):
    """What several operations refer to has one class, and so has a schema inside a shared body."""
    ref = {"$ref": "#/components/requestBodies/Pet"}
    body = {
        "content": {
            "application/json": {"schema": {"type": "object", "properties": {"name": {"enum": ["a"]}}}}
        }
    }
    data = {
        "paths": {"/": {"put": {"requestBody": ref}, "post": {"requestBody": ref}}},
        "components": {"requestBodies": {"Pet": body}},
    }
    contract, omissions = contract_of(data)
    assert (list(contract.structs), list(contract.enums), omissions) == (["PetBody"], ["PetBodyName"], [])


ODD = {
    "paths-of-another-kind": ({"paths": [1]}, ("NW818", "/paths")),
    "a-path-without-slash": ({"paths": {"pets": {"get": {}}}}, ("NW817", "/paths/pets")),
    "components-of-another-kind": ({"components": "x"}, ("NW818", "/components")),
    "schemas-of-another-kind": ({"components": {"schemas": [{}]}}, ("NW818", "/components/schemas")),
}


@pytest.mark.parametrize(("data", "omission"), ODD.values(), ids=ODD.keys())
def test_what_stands_in_the_place_of_names_is_listed(data, omission, contract_of):
    """Paths and components that can't be read are left out, and never in silence."""
    contract, omissions = contract_of(data)
    assert (contract.operations, contract.structs, omissions) == ([], {}, [omission])
