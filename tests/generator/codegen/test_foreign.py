"""A document with everything a foreign one may hold is generated, used in every way, and told what it lost."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from generator.codegen.pipeline import generate_package

EXERCISE = Path(__file__).parent / "exercise_package.py"

ZOO = """\
openapi: 3.1.0
info: {title: Zoo, version: "1"}
paths:
  /animals/{animal.id}/{since}:
    parameters:
      - {name: animal.id, in: path, required: true, schema: {type: integer}}
      - {name: since, in: path, required: true, schema: {type: string, format: date}}
    get:
      parameters:
        - {name: fields, in: query, explode: false, schema: {type: array, items: {enum: [name, age]}}}
        - {name: filter, in: query, style: deepObject, schema: {type: object, properties: {age: {type: integer}}}}
        - {name: around, in: query, content: {application/json: {schema: {type: array, items: {type: number}}}}}
        - {name: X-Trace, in: header, schema: {type: string}}
        - {name: session, in: cookie, schema: {type: string}}
      responses:
        2XX: {description: "", content: {application/json: {schema: {$ref: "#/components/schemas/zoo.Animal"}}}}
        default: {description: "", content: {application/problem+json: {schema: {type: object}}}}
    put:
      operationId: feed animal
      tags: [Feeding Time]
      requestBody:
        content:
          multipart/form-data:
            schema:
              type: object
              required: [photo]
              properties:
                photo: {type: string, format: binary}
                notes: {type: array, items: {type: string}}
                size: {type: object, properties: {x: {type: integer}}}
      responses: {"204": {description: ""}}
    post:
      operationId: feed-animal
      tags: [Feeding Time]
      requestBody:
        required: true
        content:
          application/x-www-form-urlencoded:
            schema: {type: object, properties: {class: {type: string}, tags: {type: array, items: {type: string}}}}
      responses: {"200": {description: "", content: {image/png: {}}}}
    patch:
      operationId: import
      requestBody: {content: {application/json: {schema: {type: array, items: {$ref: "#/components/schemas/Tree"}}}}}
      responses: {default: {description: "", content: {application/json: {schema: true}}}}
  /raw:
    post:
      requestBody: {required: true, content: {application/octet-stream: {}, text/plain: {}}}
      responses: {"200": {description: "", content: {application/json: {schema: {type: array, items: {type: string}}}}}}
webhooks: {born: {post: {responses: {}}}}
components:
  schemas:
    zoo.Animal:
      allOf:
        - $ref: "#/components/schemas/Base"
        - type: object
          properties:
            kind: {const: animal}
            home: {oneOf: [{$ref: "#/components/schemas/Cage"}, {$ref: "#/components/schemas/Tree"}, {type: "null"}]}
            keeper: {$ref: "https://localhost/people.json#/Person"}
            born: {type: [string, "null"], format: date-time}
    Base: {type: object, required: [id], properties: {id: {type: integer}, animal-name: {type: string}}}
    Cage: {type: object, properties: {width: {type: number}}}
    Tree:
      type: object
      properties:
        kids: {type: array, items: {$ref: "#/components/schemas/Tree"}}
        parent: {$ref: "#/components/schemas/Tree"}
        more: {type: object, additionalProperties: {$ref: "#/components/schemas/Tree"}}
    Empty: {}
    Never: false
"""

USE = """
import datetime, json
from zoo import feeding_time, models, operations

day = datetime.date(2024, 2, 29)
aged = models.GetAnimalsAnimalIdSinceFilter(age=3)
calls = [
    operations.get_animals_animal_id_since(
        7, day, fields=["name", "age"], filter=aged, around=[1.5, 2.0], x_trace="t", session="s"
    ),
    feeding_time.feed_animal2(7, day, models.FeedAnimal2Body(class_="a&b", tags=["x", "y"])),
    operations.import_(7, day, [models.Tree(kids=[models.Tree()])]),
    operations.post_raw(b"raw"),
]
sent = [call.request() for call in calls]
told = [[one.method, one.target, [list(pair) for pair in one.headers], one.content.decode()] for one in sent]
size = models.FeedAnimalBodySize(x=1)
body = models.FeedAnimalBody(photo=b"\\x89PNG", notes=["a", "b"], size=size)
fed = feeding_time.feed_animal(7, day, body).request()
boundary = dict(fed.headers)["content-type"].partition("boundary=")[2]
told.append(fed.content.decode("latin-1").replace(boundary, "BOUNDARY").split("\\r\\n"))
print(json.dumps(told))
"""


@pytest.fixture(scope="module")
def zoo(tmp_path_factory):
    """Generate its package once."""
    folder = tmp_path_factory.mktemp("zoo")
    (folder / "zoo.yaml").write_text(ZOO, encoding="utf-8")
    return generate_package(folder / "zoo.yaml", folder / "out", lambda _: None)


def run(*arguments):
    """Run a script in an interpreter of its own; returns what it printed as JSON."""
    done = subprocess.run(
        [sys.executable, "-I", "-B", *arguments], capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


def test_everything_imports_and_makes_requests(zoo):
    """Every module imports and every operation becomes a request."""
    assert run(EXERCISE, zoo.package.parent, "zoo") == {
        "modules": 13,
        "operations": 5,
        "models": 9,
        "wrong": [],
    }


def test_what_was_lost_is_listed(zoo):
    """Each thing that is typed Any or left out is listed once, with its rule, line and pointer."""
    assert [(one.rule, one.line, one.pointer) for one in zoo.omissions] == [
        ("NW811", 49, "/webhooks/born"),
        ("NW801", 59, "/components/schemas/zoo.Animal/allOf/1/properties/keeper"),
        ("NW806", 70, "/components/schemas/Never"),
    ]


def test_what_is_sent(zoo):
    """Each style of parameter and each media type is written as OpenAPI has it."""
    script = f"import sys; sys.path.insert(0, {str(zoo.package.parent)!r})\n{USE}"
    get, form, many, raw, multipart = run("-c", script)
    path = "/animals/7/2024-02-29"
    assert get == [
        "GET",
        f"{path}?fields=name,age&filter%5Bage%5D=3&around=%5B1.5%2C2.0%5D",
        [["accept", "application/json"], ["x-trace", "t"], ["cookie", "session=s"]],
        "",
    ]
    assert form == [
        "POST",
        path,
        [["accept", "image/png"], ["content-type", "application/x-www-form-urlencoded"]],
        "class=a%26b&tags=x&tags=y",
    ]
    assert many == [
        "PATCH",
        path,
        [["accept", "application/json"], ["content-type", "application/json"]],
        '[{"kids":[{}]}]',
    ]
    assert raw == ["POST", "/raw", [["accept", "application/json"], ["content-type", "text/plain"]], "raw"]
    assert multipart == [
        "--BOUNDARY",
        'Content-Disposition: form-data; name="photo"; filename="file"',
        "Content-Type: application/octet-stream",
        "",
        "\x89PNG",
        "--BOUNDARY",
        'Content-Disposition: form-data; name="notes"',
        "",
        "a",
        "--BOUNDARY",
        'Content-Disposition: form-data; name="notes"',
        "",
        "b",
        "--BOUNDARY",
        'Content-Disposition: form-data; name="size"',
        "Content-Type: application/json",
        "",
        '{"x":1}',
        "--BOUNDARY--",
        "",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "openapi: 3.1.0\nwebhooks: {a: {post: {}}}\n",
        "openapi: 3.0.0\npaths: {}\ncomponents: {schemas: {A: {enum: [a]}}}\n",
        "openapi: 3.1.0\n",
    ],
    ids=["webhooks", "components", "nothing"],
)
def test_a_document_without_operations(text, tmp_path):
    """A document that describes no operation is a package all the same, and its client has nothing to send."""
    (tmp_path / "x.yaml").write_text(text, encoding="utf-8")
    result = generate_package(tmp_path / "x.yaml", tmp_path / "out", lambda _: None)
    assert run(EXERCISE, result.package.parent, "x")["wrong"] == []
    result = generate_package(tmp_path / "x.yaml", tmp_path / "client", lambda _: None, client=True)
    assert "Add nothing" in (result.package / "client.py").read_text(encoding="utf-8")
