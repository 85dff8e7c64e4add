"""OpenAPI documents as pages: what they state, whole or in part, in version 3.0 and 3.1."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from generator.docs.pages.capture import Capture, PageError
from generator.docs.pages.page_reader import read_page
from generator.docs.pages.paths import Scope
from generator.docs.pages.sentences import sentence_digest
from generator.facts import Operation

DOCUMENT = """\
openapi: 3.1.0
info: {title: Things, version: '1'}
servers: [{url: 'https://{space}.acme.example/api/'}]
paths:
  /things/{thing}:
    parameters:
      - {name: thing, in: path, required: true, schema: {type: string, format: uuid}}
    get:
      operationId: get_thing
      parameters:
        - $ref: '#/components/parameters/Size'
        - {name: X-Trace, in: header, schema: {type: [string, 'null']}, example: t1, deprecated: true}
        - {name: session, in: cookie, schema: {type: string}}
      responses:
        200:
          content:
            text/plain: {schema: {type: string}}
            application/json; charset=utf-8: {schema: {$ref: '#/components/schemas/Thing'}}
        4XX: {description: What went wrong.}
        '404': {$ref: '#/components/responses/Missing'}
    put:
      summary: Change a thing
      requestBody:
        content:
          application/json: {schema: {$ref: '#/components/schemas/Thing'}}
      responses: {'204': {description: Done.}}
  /other: {get: {operationId: get_other, responses: {'200': {$ref: 'other.yaml#/a'}}}}
components:
  securitySchemes: {key: {type: http, scheme: Bearer}}
  parameters:
    Size:
      name: size
      in: query
      description: How many. Defaults to 50. Cannot be used in combination with page.
      schema: {type: integer, minimum: 1, maximum: 100}
  responses:
    Missing: {content: {application/json: {schema: {properties: {error: {type: string}}}}}}
  schemas:
    Base:
      type: object
      required: [id]
      properties:
        id: {type: string, format: uuid, readOnly: true}
        kind: {$ref: '#/components/schemas/Kind', description: Its kind.}
    Kind: {type: string, enum: [a, b], default: a}
    Thing:
      allOf:
        - $ref: '#/components/schemas/Base'
        - type: object
          required: [kind, rows]
          properties:
            kind: {deprecated: true}
            secret: {type: string, writeOnly: true, minLength: 3, maxLength: 9, pattern: '^x'}
            rows: {type: array, items: {$ref: '#/components/schemas/Row'}}
            tags: {type: [array, 'null'], items: {enum: [p, q]}}
            owner:
              description: Alias of holder.
              anyOf: [{$ref: '#/components/schemas/Owner'}, {type: 'null'}]
            either: {oneOf: [{type: string, enum: [s]}, {type: string, enum: [t, null]}]}
            mixed: {oneOf: [{type: string}, {type: integer}]}
            one: {const: 1}
            free: {}
    Row: {properties: {at: {type: string, format: date-time, examples: ['2025-01-15T09:30:00Z', x]}}}
    Owner: {type: object, required: [name], properties: {name: {type: string}}}
"""
ANY = {"required": False, "nullable": False, "deprecated": False}
GET = Operation(
    "get_thing",
    "GET",
    "/api/things/{thing}",
    {
        "path": {"thing": ANY | {"type": "string", "format": "uuid", "required": True}},
        "query": {
            "size": ANY
            | {"type": "integer", "minimum": 1, "maximum": 100, "default": 50, "excludes": ["page"]}
        },
        "header": {
            "X-Trace": {
                "type": "string",
                "required": False,
                "nullable": True,
                "deprecated": True,
                "example": "t1",
            }
        },
        "response": {
            "id": ANY | {"type": "string", "format": "uuid", "required": True},
            "kind": ANY
            | {"type": "string", "enum": ["a", "b"], "default": "a", "required": True, "deprecated": True},
            "rows": ANY | {"type": "array", "required": True},
            "rows.at": ANY | {"type": "string", "format": "date-time", "example": "2025-01-15T09:30:00Z"},
            "tags": ANY | {"type": "array", "enum": ["p", "q"], "nullable": True},
            "owner": ANY | {"type": "object", "nullable": True, "aliasOf": ["holder"]},
            "owner.name": ANY | {"type": "string", "required": True},
            "either": ANY | {"type": "string", "enum": ["s", "t"], "nullable": True},
            "mixed": ANY
            | {
                "unread": [sentence_digest('It must keep to oneOf [{"type": "integer"}, {"type": "string"}]')]
            },
            "one": {"enum": [1], "required": False, "deprecated": False},
            "free": {"required": False, "deprecated": False},
        },
    },
    ("200", "404"),
)


def reading(text: str, paths=(), ids=(), name: str = "api.yaml"):
    """What is read of a document, for an API of these paths and operations, or all of it."""
    return read_page(Capture(text.encode(), name), Scope(paths, ids) if paths else None)


def read(text: str, paths=(), name: str = "api.yaml"):
    """The page that a document is."""
    return reading(text, paths, name=name).page


def test_a_document_states_all_that_its_schemas_do():
    """References are followed, parts merged, null and absence denied; prose adds rules."""
    page = read(DOCUMENT, ["/api/things/{id}"])
    assert (page.title, page.layout, page.security) == ("Things", "openapi", {"scheme": "bearer"})
    assert page.errors == {"404": {"error": ANY | {"type": "string"}}}
    assert replace(page.operations["get_thing"], unread=()) == GET


def test_a_request_has_what_can_be_sent_alone():
    """What is only read stands in answers, what is only written in requests; without an id the summary is the name."""
    page = read(DOCUMENT, ["/things/{}"])
    put = page.operations["Change a thing"]
    assert (put.method, put.path, put.statuses) == ("PUT", "/api/things/{thing}", ("204",))
    assert [name for name in put.fields("request") if "." not in name] == [
        "kind", "secret", "rows", "tags", "owner", "either", "mixed", "one", "free",
    ]  # fmt: skip
    assert put.fields("request")["secret"] == ANY | {
        "type": "string",
        "minLength": 3,
        "maxLength": 9,
        "pattern": "^x",
    }


@pytest.mark.parametrize(
    ("thing", "other", "expected"),
    [
        ("", "", None),
        ("required: true", "", True),
        ("required: false", "", False),
        ("", "required: true", False),
    ],
    ids=["never said", "must", "need not", "said elsewhere"],
)
def test_whether_a_body_must_be_there(thing, other, expected):
    """It need not be where nothing says so, save in a document that never says it of any body."""
    content = "content: {application/json: {schema: {type: object, properties: {a: {type: string}}}}}"
    text = f"""\
openapi: 3.1.0
info: {{title: Things, version: '1'}}
paths:
  /things: {{put: {{requestBody: {{$ref: '#/components/requestBodies/Thing'}}, responses: {{}}}}}}
  /others: {{put: {{requestBody: {{{", ".join(filter(None, [other, content]))}}}, responses: {{}}}}}}
components:
  requestBodies:
    Thing: {{{", ".join(filter(None, [thing, content]))}}}
"""
    (operation,) = read(text, ["/things"]).operations.values()
    assert operation.body_required is expected


def test_the_part_that_is_asked_for_is_all_that_is_read():
    """Of a large document the paths we cover are taken; what is wrong elsewhere doesn't matter."""
    assert [*read(DOCUMENT, ["/api/things/{id}"]).operations] == ["get_thing", "Change a thing"]
    with pytest.raises(PageError, match=r"the answer 200 of get_other refers to 'other.yaml#/a'"):
        read(DOCUMENT)


def test_json_states_the_same():
    """A document states the same in JSON, and as code that a page shows in place of its fields."""
    data = {
        "openapi": "3.0.3",
        "paths": {
            "/a": {
                "get": {
                    "operationId": "a",
                    "responses": {
                        "200": {
                            "content": {
                                "application/json": {
                                    "schema": {
                                        "type": "object",
                                        "properties": {
                                            "old": {
                                                "allOf": [{"$ref": "#/components/schemas/S"}],
                                                "nullable": True,
                                            },
                                            "plain": {"$ref": "#/components/schemas/S"},
                                        },
                                    }
                                }
                            }
                        }
                    },
                }
            }
        },
        "components": {"schemas": {"S": {"type": "string"}}},
    }
    text = json.dumps(data, indent=1)
    expected = {"old": ANY | {"type": "string", "nullable": True}, "plain": ANY | {"type": "string"}}
    pages = [
        read(text, name="a.json"),
        read(text, name="a"),
        read(text, name="a.yaml"),
        read(f"# The API\n\n```json\n{text}\n```\n", name="a.md"),
        read(f"<h1>The API</h1><pre>{text}</pre>", name="a.html"),
    ]
    assert [page.operations["a"].fields("response") for page in pages] == [expected] * 5


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("openapi: 3.1.0", "swagger: '2.0'", "this is Swagger 2.0; convert it to OpenAPI 3 first."),
        ("paths:", "path:", "this is not an OpenAPI document: it has no `paths`."),
        (
            "schemas/Owner'",
            "schemas/Nobody'",
            "the reference '#/components/schemas/Nobody' is not in this document",
        ),
        (
            "parameters/Size'",
            "parameters/None'",
            "a parameter of get_thing refers to '#/components/parameters/None'",
        ),
        (
            "#/components/schemas/Row",
            "rows.yaml",
            "the reference 'rows.yaml' is not in this document.",
        ),
        (
            "summary: Change a thing",
            "operationId: get_thing",
            "the operation 'get_thing' is described twice",
        ),
        ("get_thing", "get\\x07thing", "line 9: a document can't hold the character U+0007."),
    ],
)
def test_a_document_with_a_hole_is_refused(old, new, message):
    """Nothing is left out in silence: a reference that leads to nothing is told, with what was read before."""
    assert old in DOCUMENT
    text = DOCUMENT.replace(old, new, 1)
    with pytest.raises(PageError) as caught:
        read(text.replace("\\x07", "\x07"), ["/api/things/{id}"])
    assert message in str(caught.value)


def test_a_document_without_our_paths_is_refused():
    """The error names the paths that were looked for, and how much else there is."""
    with pytest.raises(PageError) as caught:
        read(DOCUMENT, ["/v1/phone-numbers/{id}", "/x"])
    assert str(caught.value) == (
        "none of the 3 operations of the document is on one of the paths /v1/phone-numbers/{id}, /x or beside it;"
        " `docs draft` begins a new API."
    )


FLEET = """\
openapi: 3.1.0
info: {title: Fleet, version: '1'}
paths:
  /v2/trucks: {get: {operationId: listTrucks, responses: {'200': {description: Trucks.}}}}
  /v2/trucks/{id}/driver: {post: {operationId: assign-driver, responses: {'204': {description: Done.}}}}
  /v2/trucks_on_loan: {get: {operationId: list_loans, responses: {'200': {description: Loans.}}}}
  /v2/depots: {$ref: 'depots.yaml#/depots'}
  /v2/vehicles/{id}: {delete: {operationId: scrapTruck, responses: {'204': {description: Gone.}}}}
"""


def test_what_stands_beside_our_paths_is_read_and_the_rest_is_counted():
    """A path below a known one, and a known operation on another path, are read; all else is a number."""
    found = reading(FLEET, ["/v2/trucks", "/v2/trucks/{id}"], ["list_trucks", "scrap_truck"])
    assert {one.name: (one.method, one.path) for one in found.page.operations.values()} == {
        "listTrucks": ("GET", "/v2/trucks"),
        "assign-driver": ("POST", "/v2/trucks/{id}/driver"),
        "scrapTruck": ("DELETE", "/v2/vehicles/{id}"),
    }
    assert found.passed_operations == 1


def test_a_page_that_embeds_a_document_is_read_whole():
    """A page about one operation states it, wherever its path stands."""
    document = FLEET.replace("  /v2/depots: {$ref: 'depots.yaml#/depots'}\n", "")
    text = f"# Loans\n\n```yaml\n{document}```\n"
    found = reading(text, ["/v9/other"], name="loans.md")
    assert (len(found.page.operations), found.passed_operations) == (4, 0)


@pytest.mark.parametrize("header", ["Authorization", "accept", "Content-Type", "X-Fleet-Key"])
def test_the_header_of_a_credential_is_no_field(header):
    """What the standard leaves to schemes and content, and the header of a key, is nothing that a caller sends."""
    parameters = (
        f"parameters: [{{name: {header}, in: header, required: true}}, {{name: X-Trace, in: header}}],"
    )
    text = FLEET.replace("listTrucks,", f"listTrucks, {parameters}") + (
        "components: {securitySchemes: {key: {type: apiKey, in: header, name: X-Fleet-Key}}}\n"
    )
    operation = read(text, ["/v2/trucks"]).operations["listTrucks"]
    assert list(operation.fields("header")) == ["X-Trace"]


NOTE = "application/json: {schema: {type: object, properties: {note: {type: string}}}}"
BODIES = f"""\
openapi: 3.1.0
info: {{title: Notes, version: '1'}}
paths:
  /notes:
    put:
      operationId: put_notes
      requestBody: {{content: {{{NOTE}}}}}
      responses:
        '200': {{description: Done., content: {{{NOTE}}}}}
        '409': {{description: Busy.}}
"""


@pytest.mark.parametrize(
    ("old", "new", "gap"),
    [
        (
            f"'200': {{description: Done., content: {{{NOTE}}}}}",
            "'200': {content: {application/json: {schema: {type: array, items: {properties: {note: {}}}}}}}",
            "that the answer 200 of put_notes is a list: the fields of its items are read",
        ),
        (
            f"requestBody: {{content: {{{NOTE}}}}}",
            f"requestBody: {{content: {{{NOTE.replace('application/json', 'multipart/form-data')}}}}}",
            "that the request of put_notes is multipart/form-data: its fields are read as if it were JSON",
        ),
        (
            "'409': {description: Busy.}",
            f"'202': {{content: {{{NOTE.replace('note', 'job')}}}}}",
            "the body of the answer 202 of put_notes: another success has a body, too, and is read",
        ),
        (
            "'409': {description: Busy.}",
            "default: {description: Any other.}",
            "the answer default of put_notes: it is of no one status",
        ),
        (
            "      operationId: put_notes\n",
            "      operationId: put_notes\n      servers: [{url: 'https://notes.example.com'}]\n",
            "the server 'https://notes.example.com' of put_notes: its path is read as one of the document's server",
        ),
        (
            f"requestBody: {{content: {{{NOTE}}}}}",
            f"requestBody: {{content: {{{NOTE.replace('{type: object', '{type: object, minProperties: 1')}}}}}",
            "the rules of the request of put_notes that are about no one field: minProperties 1",
        ),
        (
            f"requestBody: {{content: {{{NOTE}}}}}",
            f"requestBody: {{content: {{{NOTE}, text/x-form: {{schema: {{properties: {{sign: {{}}}}}}}}}}}}",
            "the request of put_notes as text/x-form: it has other fields, and application/json is read",
        ),
    ],
)
def test_what_no_field_tells_is_kept_as_unread(old, new, gap):
    """A list, another media type, a second success, an answer of no one status and a server are told, not dropped."""
    assert old in BODIES
    assert reading(BODIES).unread_parts == {}
    found = reading(BODIES.replace(old, new))
    ((mark, words),) = found.unread_parts.items()
    assert (found.page.operations["put_notes"].unread, words) == ((mark,), gap)
    assert found.gaps_beside([]) == (gap,)
    assert found.gaps_beside([gap]) == ()


ROOT = "components: {schemas: {Root: {description: Taken., enum: [root]}}}\n"


@pytest.mark.parametrize(
    ("schema", "facts", "sentence"),
    [
        ("{type: array, items: {type: integer}}", {"items": "integer"}, None),
        ("{type: array, items: {type: object}}", {}, None),
        ("{type: integer, multipleOf: 5}", {}, "It must keep to multipleOf 5"),
        (
            "{type: array, items: {type: string}, maxItems: 5}",
            {"items": "string"},
            "It must keep to maxItems 5",
        ),
        (
            "{type: array, items: {type: string, format: date}}",
            {"items": "string"},
            'Each item must keep to format "date"',
        ),
        (
            "{type: integer, maximum: 500, description: At most 100.}",
            {"maximum": 500},
            "In words its maximum must be 100, and beside them 500",
        ),
        ("{type: integer, maximum: 100, description: At most 100.}", {"maximum": 100}, None),
        ("{type: [string, integer]}", {}, 'It must keep to type ["integer", "string"]'),
        (
            "{anyOf: [{type: string}, {type: array, items: {type: string}}]}",
            {},
            'It must keep to anyOf [{"items": {"type": "string"}, "type": "array"}, {"type": "string"}]',
        ),
        (
            "{type: string, anyOf: [{maxLength: 5}, {pattern: '^x'}]}",
            {},
            'It must keep to anyOf [{"maxLength": 5}, {"pattern": "^x"}]',
        ),
        ("{type: string, not: {enum: [root]}}", {}, 'It must keep to not {"enum": ["root"]}'),
        (
            "{type: string, not: {$ref: '#/components/schemas/Root', title: 'No root'}}",
            {},
            'It must keep to not {"enum": ["root"]}',
        ),
        ("{type: object, maxProperties: 2}", {}, "It must keep to maxProperties 2"),
        (
            "{additionalProperties: {description: Each., type: integer}}",
            {},
            'It must keep to additionalProperties {"type": "integer"}',
        ),
        ("{type: object, additionalProperties: false, unevaluatedProperties: {not: {}}}", {}, None),
        ("{type: string, anyOf: [{maxLength: 5}, {maxLength: 5}]}", {"maxLength": 5}, None),
        ("{anyOf: [{type: string, const: p}, {type: string, enum: [q]}]}", {"enum": ["p", "q"]}, None),
        (
            "{allOf: [{type: string, maxLength: 5}, {maxLength: 9}]}",
            {"maxLength": 9},
            "It must keep to maxLength 5",
        ),
    ],
)
def test_what_no_fact_holds_is_kept_as_a_rule_in_words(schema, facts, sentence):
    """A limit that no fact is for, and words that deny what a schema says, stay as a sentence; neither is dropped."""
    text = BODIES.replace("note: {type: string}", f"note: {schema}", 1) + ROOT
    found = reading(text)
    stated = found.page.operations["put_notes"].fields("request")["note"]
    known = ("type", "required", "deprecated", "nullable", "unread")
    assert {name: value for name, value in stated.items() if name not in known} == facts
    assert list(found.sentences.values()) == ([sentence] if sentence else [])


def test_words_about_an_operation_are_read():
    """A rule above an operation is given back by its digest, a scope is a fact, and a deprecation is told."""
    words = "Assigns a driver.\\n\\nOnly allowed while the truck is parked.\\n\\nNeeds the following scopes: _Fleet_."
    text = FLEET.replace("assign-driver,", f'assign-driver, deprecated: true, description: "{words}",')
    found = reading(text, ["/v2/trucks"])
    (driver,) = [one for one in found.page.operations.values() if one.name == "assign-driver"]
    assert [found.sentences[digest] for digest in driver.unread] == [
        "Only allowed while the truck is parked",
        "The operation is deprecated",
    ]
    assert found.page.security == {"scope": "Fleet"}


SCHEMES = """\
components:
  securitySchemes:
    account: {type: http, scheme: Basic}
    key: {type: apiKey, in: header, name: X-Fleet-Key}
"""


@pytest.mark.parametrize(
    ("whole", "own", "security", "told"),
    [
        ("[{account: []}]", "", {"scheme": "basic"}, []),
        ("[{key: []}]", "", {"scheme": "apikey", "key": "X-Fleet-Key in header"}, []),
        ("[]", "", {"scheme": "none"}, []),
        (
            "[{account: []}]",
            "[]",
            {"scheme": "basic"},
            ["the scheme of the credentials of listTrucks: none"],
        ),
        (
            "",
            "[{account: []}]",
            {"scheme": "basic"},
            [],
        ),
        (
            "",
            "",
            {},
            ["the scheme of the credentials: no operation says which of account, key it needs"],
        ),
    ],
)
def test_the_credentials_are_those_that_are_required(whole, own, security, told):
    """A scheme that is only declared is none that a call needs, and an operation that needs others tells so."""
    text = FLEET.replace("listTrucks,", f"listTrucks, security: {own}," if own else "listTrucks,") + SCHEMES
    found = reading(f"{text}security: {whole}\n" if whole else text, ["/v2/trucks"])
    assert (found.page.security, list(found.gaps_beside([]))) == (security, told)


def test_each_scope_is_told_where_operations_need_different_ones():
    """No scope of several is dropped: one is the page's, and another is told of its operation."""
    words = 'description: "Needs the following scopes: %s.",'
    text = FLEET.replace("listTrucks,", f"listTrucks, {words % 'Trucks'}")
    text = text.replace("assign-driver,", f"assign-driver, {words % 'Drivers'}")
    found = reading(text, ["/v2/trucks"])
    assert found.page.security == {"scope": "Trucks"}
    assert list(found.gaps_beside([])) == ["the scope of the credentials of assign-driver: Drivers"]


@pytest.mark.parametrize(
    "rule",
    [
        "oneOf: [{required: [note]}, {required: [mark]}]",
        "anyOf: [{required: [note]}, {}]",
        "not: {required: [note, mark]}",
        "if: {required: [note]}, then: {required: [mark]}",
        "allOf: [{oneOf: [{properties: {mark: {}}}, {properties: {more: {}}}]}]",
        "propertyNames: {pattern: '^x'}",
    ],
)
def test_what_a_body_says_of_several_fields_is_kept(rule):
    """Which fields go together, or exclude each other, is listed, and another such rule is another mark."""
    texts = [
        BODIES.replace("{type: object,", f"{{type: object, {part},", 1)
        for part in (rule, rule.replace("note", "sign").replace("more", "sign").replace("^x", "^y"))
    ]
    marks = [reading(text).page.operations["put_notes"].unread for text in texts]
    assert [len(found) for found in marks] == [1, 1]
    assert marks[0] != marks[1]


def test_the_end_of_a_long_rule_counts():
    """A rule that is too long to show whole is cut, and a change behind the cut is noticed."""
    first, second = (
        reading(
            BODIES.replace(
                "note: {type: string}",
                f"note: {{type: string, not: {{enum: [{'long, ' * 100}{last}]}}}}",
                1,
            )
        )
        for last in ("p", "q")
    )
    assert first.sentences != second.sentences
    assert all(len(sentence) < 400 for sentence in first.sentences.values())


def test_lists_in_lists_are_no_lists_of_values():
    """What the inner list says is kept, and its items are not taken for those of the outer one."""
    text = BODIES.replace(
        "note: {type: string}",
        "note: {type: array, items: {type: array, items: {type: integer, minimum: 1}}}",
        1,
    )
    found = reading(text)
    assert "items" not in found.page.operations["put_notes"].fields("request")["note"]
    assert list(found.sentences.values()) == [
        'Each item must keep to type "array"',
        'Each item must keep to items: type "integer"',
        "Each item must keep to items: minimum 1",
    ]
