"""A package reads and writes what its document says where JSON types alone don't: unions, numbers, times, statuses."""

import importlib
import json
import pickle
import sys
from datetime import UTC, datetime, timedelta, timezone

import msgspec
import pytest
from hypothesis import given, settings, strategies

from generator.codegen.pipeline import generate_package

DOCUMENT = """\
openapi: 3.1.0
info: {title: Harbour, version: "1"}
paths:
  /ships:
    post:
      operationId: enter
      requestBody: {required: true, content: {application/json: {schema: {$ref: "#/components/schemas/Ship"}}}}
      responses:
        "200": {description: "", content: {application/json: {schema: {$ref: "#/components/schemas/Ship"}}}}
        "201": {description: "", content: {application/json: {schema: {$ref: "#/components/schemas/Berth"}}}}
        "202": {description: ""}
        4XX: {description: "", content: {application/json: {schema: {$ref: "#/components/schemas/Refusal"}}}}
        "503": {description: "", content: {text/plain: {schema: {type: string}}}}
        default: {description: "", content: {application/problem+json: {schema: {type: string}}}}
  /cargo:
    post:
      operationId: load
      requestBody:
        required: true
        content:
          application/json: {schema: {$ref: "#/components/schemas/Crate"}}
          multipart/form-data:
            schema:
              type: object
              properties:
                photo: {type: string, format: binary}
                scan: {type: string, contentMediaType: image/gif}
                note: {anyOf: [{type: string}, {type: string, format: binary}]}
            encoding:
              photo:
                contentType: image/png
                headers:
                  X-Taken: {required: false, schema: {type: string, format: date-time}}
                  Content-Type: {schema: {type: string}}
                  Nothing: {$ref: "#/components/headers/None"}
              note: {headers: {X-Tags: {$ref: "#/components/headers/Tags"}}}
      responses:
        "200":
          description: ""
          content:
            application/json:
              schema:
                type: array
                items: {oneOf: [{$ref: "#/components/schemas/Crate"}, {$ref: "#/components/schemas/Tank"}]}
  /log:
    get:
      operationId: read_log
      responses: {"200": {description: "", content: {text/plain: {schema: {type: string}}}}}
  /records:
    get:
      operationId: read_record
      responses:
        "200": {description: "", content: {application/json: {schema: {$ref: "#/components/schemas/Record"}}}}
  /chart:
    put:
      operationId: put_chart
      requestBody:
        required: true
        content:
          application/json: {schema: {type: string, format: binary}}
          image/png: {schema: {type: string, format: binary}}
      responses: {"200": {description: "", content: {application/vnd.harbour+json: {schema: {type: integer}}}}}
  /crew:
    post:
      operationId: sign_on
      requestBody:
        required: true
        content:
          multipart/form-data:
            schema: {oneOf: [{$ref: "#/components/schemas/Sailor"}, {$ref: "#/components/schemas/Papers"}]}
      responses:
        "200": {description: "", content: {application/json: {schema: {$ref: "#/components/schemas/Cook"}}}}
  /papers:
    put:
      operationId: file_papers
      requestBody:
        required: true
        content:
          multipart/form-data: {schema: {type: object, additionalProperties: {type: string, format: binary}}}
      responses:
        "200":
          description: ""
          content: {application/json: {schema: {type: object, properties: {"": {type: string}, name: {type: string}}}}}
  /open:
    get:
      operationId: read_open
      responses:
        "200":
          description: ""
          content: {application/json: {schema: {type: array, items: {$ref: "#/components/schemas/Open"}}}}
  /beside:
    $ref: "#/paths/~1log"
    put: {operationId: write_log, responses: {"204": {description: ""}}}
    patch: {operationId: options, responses: {"204": {description: ""}}}
  /signals:
    post:
      operationId: signal
      parameters: [{name: X-Watch, in: header, content: {application/json: {schema: {type: object}}}}]
      requestBody:
        required: true
        content:
          application/json:
            schema: {oneOf: [{$ref: "#/components/schemas/Bell"}, {$ref: "#/components/schemas/Horn"}]}
      responses: {"204": {description: ""}}
    delete:
      operationId: silence
      requestBody: {required: true, content: {application/json: {schema: {type: "null"}}}}
      responses: {"204": {description: ""}}
  /same:
    get: {$ref: "#/paths/~1log/get"}
    put: {$ref: "elsewhere.yaml#/put"}
components:
  headers: {Tags: {description: What it is about., schema: {type: array, items: {type: string}}}}
  schemas:
    Ship:
      type: object
      required: [number, name, captain]
      properties:
        name: {type: string}
        length: {type: integer}
        draught: {type: number}
        arrival: {type: string, format: date-time}
        field: {type: string}
        名前: {type: string}
        stamp: {$ref: "#/components/schemas/Stamp"}
        captain: {$ref: "#/components/schemas/Person"}
        event: {$ref: "#/components/schemas/Event"}
        load: {anyOf: [{$ref: "#/components/schemas/Crate"}, {$ref: "#/components/schemas/Tank"}, {type: string}]}
        meta:
          allOf:
            - $ref: "#/components/schemas/Meta"
            - {type: object, properties: {sub: {type: object, properties: {b: {type: integer}}}}}
        open: {$ref: "#/components/schemas/Open"}
        either: {oneOf: [{$ref: "#/components/schemas/Open"}, {$ref: "#/components/schemas/Crate"}, {type: string}]}
        part: {oneOf: [{$ref: "#/components/schemas/Body"}, {$ref: "#/components/schemas/Bullets"}]}
        both:
          anyOf: [{type: object, properties: {p: {type: string}}}]
          oneOf: [{type: object, properties: {q: {type: string}}}]
        condition:
          if: {properties: {a: {const: x}}}
          then: {properties: {b: {type: string}}}
          else: {properties: {c: {type: string}}}
          dependentSchemas: {a: {properties: {d: {type: string}}}}
        flag: {$ref: "#/components/schemas/Meta", required: [extra], properties: {extra: {type: string}}}
        maps:
          allOf:
            - {type: object, additionalProperties: {type: object, properties: {a: {type: string}}}}
            - {type: object, additionalProperties: {type: object, properties: {b: {type: integer}}}}
        cases:
          type: object
          properties: {k: {type: string}}
          allOf:
            - {if: {properties: {k: {const: a}}}, then: {properties: {a: {type: integer}}}}
            - {if: {properties: {k: {const: b}}}, then: {properties: {b: {$ref: "#/components/schemas/Meta"}}}}
        rest: {allOf: [{$ref: "#/components/schemas/Meta"}, {unevaluatedProperties: {type: string}}]}
        lock: {oneOf: [{$ref: "#/components/schemas/Shut"}, {$ref: "#/components/schemas/Ajar"}]}
        cargo:
          oneOf: [{$ref: "#/components/schemas/Wood"}, {$ref: "#/components/schemas/Coal"}]
          discriminator: {propertyName: is}
        stores:
          oneOf:
            - {type: object, additionalProperties: {$ref: "#/components/schemas/Crate"}}
            - {type: object, additionalProperties: {$ref: "#/components/schemas/Tank"}}
        marks: {anyOf: [{$ref: "#/components/schemas/Meta"}, {type: object, additionalProperties: {type: integer}}]}
        any: {type: [string, integer, number]}
        depth: {const: -7}
        row:
          allOf:
            - {type: array, prefixItems: [{type: object, required: [a], properties: {a: {type: integer}}}]}
            - {items: {type: object, required: [b], properties: {b: {type: string}}}}
        signal: {oneOf: [{$ref: "#/components/schemas/Bell"}, {$ref: "#/components/schemas/Horn"}]}
        state:
          type: object
          oneOf: [{properties: {is: {const: up}}}, {properties: {is: {const: down}}}]
        tuple: {type: array, prefixItems: [{type: integer}, {type: string}]}
        hand:
          oneOf: [{$ref: "#/components/schemas/Cook"}, {$ref: "#/components/schemas/Mate"}]
          discriminator: {propertyName: job}
        odd: {type: object, properties: {'a"b': {type: string}, c: {type: string}}}
    Ding: {type: string, enum: [ding]}
    Bell:
      required: [sound]
      properties: {sound: {$ref: "#/components/schemas/Ding"}, for: {type: string}}
    Toots: {type: string, enum: [toot, honk]}
    Horn:
      required: [sound]
      properties: {sound: {$ref: "#/components/schemas/Toots"}, for: {type: integer}}
    Cook: {type: object, required: [pots], properties: {pots: {type: integer}}}
    Mate: {type: object, required: [watch], properties: {watch: {type: integer}}}
    Sailor: {type: object, required: [name], properties: {name: {type: string}}}
    Papers: {type: object, required: [scan], properties: {scan: {type: string, format: binary}}}
    Shut: {type: object, required: [open], properties: {open: {const: false}, key: {type: string}}}
    Ajar: {type: object, required: [open], properties: {open: {const: true}, key: {type: integer}}}
    Cargo: {type: object, required: [is], properties: {is: {type: string, enum: [Wood, Coal]}}}
    Wood: {allOf: [{$ref: "#/components/schemas/Cargo"}, {type: object, properties: {mass: {type: integer}}}]}
    Coal: {allOf: [{$ref: "#/components/schemas/Cargo"}, {type: object, properties: {mass: {type: string}}}]}
    Stamp: {type: string, readOnly: true}
    Meta: {type: object, properties: {sub: {type: object, properties: {a: {type: string}}}}}
    Berth: {type: object, required: [pier], properties: {pier: {type: integer}}}
    Refusal: {type: object, required: [code], properties: {code: {type: integer}}}
    First: {title: First, required: [grade], properties: {grade: {const: 1}, note: {type: string}}}
    Second: {required: [grade], properties: {grade: {const: 2}, note: {type: string}}}
    Sailing: {oneOf: [{$ref: "#/components/schemas/Sloop"}, {$ref: "#/components/schemas/Brig"}]}
    Sloop: {required: [rig], properties: {rig: {type: string}, masts: {type: integer}}}
    Brig: {required: [rig], properties: {rig: {type: string}, masts: {type: integer}}}
    Raft: {required: [rig], properties: {rig: {type: string}, logs: {type: integer}}}
    Record:
      properties:
        note: {type: string}
        "1st": {type: [integer, "null"]}
        at: {type: [string, "null"], format: date-time}
        anything: {}
        load: {oneOf: [{$ref: "#/components/schemas/Crate"}, {$ref: "#/components/schemas/Tank"}, {type: "null"}]}
        list: {type: [array, "null"], items: {type: string}}
        some: {anyOf: [{type: array, items: {$ref: "#/components/schemas/Crate"}}, {$ref: "#/components/schemas/Tank"}]}
        grade: {oneOf: [{$ref: "#/components/schemas/First"}, {$ref: "#/components/schemas/Second"}]}
        craft:
          oneOf: [{$ref: "#/components/schemas/Sailing"}, {$ref: "#/components/schemas/Raft"}]
          discriminator:
            propertyName: rig
            mapping: {sloop: "#/components/schemas/Sloop", brig: "#/components/schemas/Brig", none: Raft}
        stores:
          anyOf:
            - {type: array, items: {$ref: "#/components/schemas/Crate"}}
            - {type: object, additionalProperties: {$ref: "#/components/schemas/Tank"}}
    Crate: {type: object, required: [weight], properties: {weight: {type: integer}, mark: {type: string}}}
    Tank: {type: object, required: [volume], properties: {volume: {type: integer}}}
    Person:
      type: object
      required: [role]
      properties: {role: {type: string}}
      discriminator: {propertyName: role, mapping: {cap: "#/components/schemas/Captain"}}
    Captain: {allOf: [{$ref: "#/components/schemas/Person"}, {type: object, properties: {rank: {type: integer}}}]}
    Pilot:
      allOf: [{$ref: "#/components/schemas/Person"}, {type: object, properties: {tug: {type: string}}}]
      discriminator: {propertyName: role}
    Trainee: {allOf: [{$ref: "#/components/schemas/Pilot"}, {type: object, properties: {year: {type: integer}}}]}
    Event:
      oneOf: [{$ref: "#/components/schemas/Docked"}, {$ref: "#/components/schemas/Left"}]
      discriminator: {propertyName: kind}
    Docked: {type: object, required: [kind, pier], properties: {kind: {type: string}, pier: {type: integer}}}
    Left: {type: object, required: [kind], properties: {kind: {const: Left}, pier: {type: integer}}}
    Open:
      type: object
      required: [n]
      properties:
        n: {type: integer}
        madeBy: {type: string}
        list: {type: array, items: {$ref: "#/components/schemas/Pattern"}}
      additionalProperties: true
    Pattern: {type: object, properties: {n: {type: integer}}, patternProperties: {"^x-": {type: string}}}
    Body: {type: object, required: [body], properties: {body: {type: string}, bullets: {type: string}}}
    Bullets: {type: object, required: [bullets], properties: {body: {type: string}, bullets: {type: string}}}
    Closed: {type: object, properties: {n: {type: integer}}, additionalProperties: false}
    PetV1: {type: object, properties: {x: {type: string}}}
    pet.v1: {type: object, properties: {y: {type: integer}}}
"""
LISTED = (
    "Ship/properties/condition/if",
    "Ship/properties/condition/dependentSchemas",
    "Ship/properties/cases/allOf/0/if",
    "Ship/properties/cases/allOf/1/if",
    "Ship/properties/rest/allOf/1/unevaluatedProperties",
    "Ship/properties/row/allOf/0/prefixItems",
    "Ship/properties/tuple/prefixItems",
    'Ship/properties/odd/properties/a"b',
    "Pattern/patternProperties/^x-",
)
"""What is listed of the schemas, in the document's order."""
SHIP = {"number": 7, "name": "n", "captain": {"role": "cap", "rank": 1}}


@pytest.fixture(scope="module")
def harbour(tmp_path_factory):
    """The package of the document, imported."""
    folder = tmp_path_factory.mktemp("harbour")
    (folder / "harbour.yaml").write_text(DOCUMENT, encoding="utf-8")
    result = generate_package(folder / "harbour.yaml", folder / "out", lambda _: None)
    sys.path.insert(0, str(folder / "out"))
    try:
        package = importlib.import_module("harbour")
        importlib.import_module("harbour.operations")
        pointers = [omission.pointer for omission in result.omissions]
        assert pointers.pop(0).endswith("/encoding/photo/headers/Nothing")
        assert pointers == ["/paths/~1same/put", *(f"/components/schemas/{pointer}" for pointer in LISTED)]
        yield package
    finally:
        sys.path.remove(str(folder / "out"))
        for name in [name for name in sys.modules if name.partition(".")[0] == "harbour"]:
            del sys.modules[name]


@pytest.fixture
def ship_of(harbour):
    """Reads a ship with some members more; returns it."""

    def read(text="", **members):
        content = text.encode() or json.dumps(SHIP | members).encode()
        return msgspec.json.decode(content, type=harbour.models.Ship)

    return read


@pytest.mark.parametrize(
    "members",
    [
        {"field": "f", "名前": "n"},
        {"meta": {"sub": {"a": "x", "b": 1}}},
        {"flag": {"sub": {"a": "x"}, "extra": "y"}},
        {"captain": {"role": "Pilot", "tug": "t"}},
        {"captain": {"role": "cook"}},
        {"captain": {"role": "Trainee", "tug": "t", "year": 1}},
        {"event": {"kind": "Docked", "pier": 1}},
        {"event": {"kind": "newer", "more": [1]}},
        {"load": {"weight": 1, "mark": "m"}},
        {"load": "none"},
        {"number": [1]},
        {"open": {"n": 1, "madeBy": "a", "more": {"a": [1]}, "we ird": None}},
        {"open": {"n": 1, "list": [{"n": 2}, {"x-a": "b"}]}},
        {"either": {"n": 1, "more": 2}},
        {"either": {"weight": 1}},
        {"both": {"p": "1", "q": "2"}},
        {"condition": {"b": "1", "c": "2", "d": "3"}},
        {"maps": {"k": {"a": "1", "b": 2}}},
        {"cases": {"k": "b", "a": 1, "b": {"sub": {"a": "x"}}}},
        {"rest": {"sub": {"a": "x"}, "more": "y"}},
        {"lock": {"open": True, "key": 1}},
        {"cargo": {"is": "Coal", "mass": "1"}},
        {"stores": {"a": {"weight": 1}, "b": {"volume": 2}}},
        {"marks": {"a": 1}},
        {"marks": {"sub": {"a": "x"}}},
        {"any": 1.5},
        {"row": [{"a": 1}, {"b": "2"}]},
        {"hand": {"job": "Mate", "watch": 4}},
        {"signal": {"sound": "honk", "for": 1}},
        {"state": {"is": "down"}},
        {"tuple": [1, "a", {"b": 2}]},
        {"odd": {'a"b': "1", "c": "2"}},
        {"odd": {"c": "2"}},
    ],
)
def test_nothing_is_lost(members, ship_of):
    """What the document describes is read, and the same members come out again."""
    assert json.loads(msgspec.json.encode(ship_of(**members))) == SHIP | members


@pytest.mark.parametrize(
    ("member", "value", "name"),
    [
        ("captain", {"role": "cap"}, "Captain"),
        ("captain", {"role": "Pilot"}, "Pilot"),
        ("captain", {"role": "Trainee"}, "Trainee"),
        ("captain", {"role": "cook"}, "Person"),
        ("event", {"kind": "Docked", "pier": 1}, "Docked"),
        ("event", {"kind": "Left", "pier": 1}, "Left"),
        ("event", {"kind": "Sunk"}, "dict"),
        ("load", {"weight": 1}, "Crate"),
        ("load", {"volume": 1}, "Tank"),
        ("load", {"weight": 1, "volume": 1}, "dict"),
        ("load", "none", "str"),
        ("lock", {"open": False, "key": "a"}, "Shut"),
        ("lock", {"open": True, "key": 1}, "Ajar"),
        ("lock", {"open": 1, "key": 1}, "dict"),
        ("hand", {"job": "Mate", "watch": 4}, "Mate"),
        ("cargo", {"is": "Wood", "mass": 1}, "Wood"),
        ("cargo", {"is": "Coal", "mass": "1"}, "Coal"),
        ("signal", {"sound": "ding", "for": "a"}, "Bell"),
        ("signal", {"sound": "honk", "for": 1}, "Horn"),
        ("signal", {"sound": "newer"}, "dict"),
        ("part", {"body": "a"}, "Body"),
        ("part", {"bullets": "a"}, "Bullets"),
        ("open", {"n": 1, "more": 2}, "Open"),
        ("either", {"n": 1, "more": 2}, "Open"),
        ("either", {"weight": 1}, "Crate"),
    ],
)
def test_a_union_is_the_class_it_says(member, value, name, ship_of):
    """A discriminator, a constant or a required member decides; what is none of them, or several, stays as it came."""
    assert type(getattr(ship_of(**{member: value}), member)).__name__ == name


@pytest.mark.parametrize(
    "members",
    [
        {"event": {"kind": "Docked"}},
        {"event": "text"},
        {"load": {"mark": "m"}},
        {"load": 7},
        {"load": {"weight": "heavy"}},
        {"length": 5.5},
        {"length": True},
        {"arrival": "yesterday"},
        {"captain": {}},
        {"cargo": {"is": "Wood", "mass": "1"}},
        {"maps": {"k": {"b": "text"}}},
    ],
)
def test_what_fits_nothing_is_refused(members, ship_of):
    """A value that no alternative allows is no answer."""
    with pytest.raises(msgspec.ValidationError):
        ship_of(**members)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("5.0", 5),
        ("1e3", 1000),
        ("-0.0", 0),
        ("123456789012345678901234567890", 123456789012345678901234567890),
    ],
)
def test_an_integer_is_what_json_schema_says(text, value, ship_of):
    """A number without a fraction is an integer, however it is written, and of any size."""
    length = ship_of(json.dumps(SHIP)[:-1] + f', "length": {text}}}').length
    assert (length, type(length)) == (value, int)


@pytest.mark.parametrize("text", ["100", "9007199254740993", "0.5"])
def test_a_number_stays_what_it_was(text, ship_of):
    """A number is written as it came."""
    ship = ship_of(json.dumps(SHIP)[:-1] + f', "draught": {text}}}')
    assert f'"draught":{text}'.encode() in msgspec.json.encode(ship)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2016-12-31T23:59:60Z", datetime(2017, 1, 1, tzinfo=UTC)),
        ("2024-02-29t12:00:00.5z", datetime(2024, 2, 29, 12, 0, 0, 500000, tzinfo=UTC)),
        ("2024-02-29T12:00:00+02:00", datetime(2024, 2, 29, 12, tzinfo=timezone(timedelta(hours=2)))),
    ],
)
def test_a_time_is_what_rfc_3339_says(text, value, ship_of):
    """A leap second is the first of the next minute, and small letters are as good as capitals."""
    assert ship_of(arrival=text).arrival == value


def test_null_for_an_optional_field(ship_of):
    """A server that sends null where it may send nothing is understood, and null is not sent back."""
    ship = ship_of(arrival=None, load=None, length=None)
    assert json.loads(msgspec.json.encode(ship)) == SHIP


@settings(deadline=None)  # the first example prepares the decoder
@given(
    strategies.fixed_dictionaries(
        {},
        optional={
            "note": strategies.text(),
            "1st": strategies.none() | strategies.integers(-10, 10),
            "at": strategies.none() | strategies.just("2026-01-02T03:04:05Z"),
            "anything": strategies.none() | strategies.just([{"a": None}]),
            "load": strategies.none() | strategies.just({"weight": 1}),
            "list": strategies.none() | strategies.lists(strategies.text(), max_size=2),
            "some": strategies.sampled_from([[], [{"weight": 1}], {"volume": 2}]),
            "stores": strategies.sampled_from([[], [{"weight": 1}], {"a": {"volume": 2}}]),
        },
    )
)
def test_an_answer_is_written_as_it_came(harbour, members):
    """What was missing is missing, and null is null, in a class that is only ever read."""
    record = harbour.operations.read_record().decode(json.dumps(members).encode())
    assert record.to_dict() == members
    assert json.loads(msgspec.json.encode(record)) == members


@pytest.mark.parametrize(
    ("member", "value", "name"),
    [
        ("grade", {"grade": 2, "note": "n"}, "Second"),
        ("grade", {"grade": 3}, "dict"),
        ("craft", {"rig": "brig", "masts": 2}, "Brig"),
        ("craft", {"rig": "sloop", "masts": 1}, "Sloop"),
        ("craft", {"rig": "none"}, "Raft"),
    ],
)
def test_a_union_within_an_answer(member, value, name, harbour):
    """Whole numbers tell classes apart, and so does a discriminator the classes of a union within its own."""
    record = harbour.operations.read_record().decode(json.dumps({member: value}).encode())
    assert type(getattr(record, member)).__name__ == name
    assert record.to_dict() == {member: value}


def test_a_request_is_made_of_what_a_client_sets(harbour):
    """A field that only the server sets isn't asked for, a tag is written by itself, and all of it is sent."""
    models = harbour.models
    ship = models.Ship(number=7, name="n", captain=models.Pilot(tug="t"), event=models.Left())
    request = harbour.operations.enter(ship).request()
    assert json.loads(request.content) == {
        "number": 7,
        "name": "n",
        "captain": {"role": "Pilot", "tug": "t"},
        "event": {"kind": "Left"},
    }


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"length": "seven"}, "body.length must be a whole number"),
        ({"length": True}, "body.length must be a whole number"),
        ({"draught": float("nan")}, "body.draught must be a number"),
        ({"arrival": datetime(2024, 1, 1)}, "body.arrival must be a datetime with its time zone"),  # noqa: DTZ001
        ({"captain": 7}, "Expected `object`, got `int`"),
        ({"name": 7}, "body.name must be a text"),
    ],
)
def test_a_body_of_a_wrong_type_is_refused(fields, message, harbour):
    """What isn't what its class says is refused before it is sent, and the message says where."""
    models = harbour.models
    given = {"number": 7, "name": "n", "captain": models.Captain()} | fields
    with pytest.raises(ValueError, match=message):
        harbour.operations.enter(models.Ship(**given)).request()


def test_a_body_of_plain_data_is_checked_too(harbour):
    """A mapping may stand for a class, and has to have what the class has."""
    enter = harbour.operations.enter
    assert json.loads(enter(SHIP).request().content) == SHIP
    for body, message in (
        ({"name": "n"}, "must be there"),
        (SHIP | {"name": 7}, "body.name must be a text"),
        (SHIP | {"captain": {"role": "cap", "rank": "high"}}, "body.captain.rank must be a whole number"),
        (SHIP | {"event": {"kind": "Docked"}}, "body.event.pier must be there"),
    ):
        with pytest.raises(ValueError, match=message):
            enter(body).request()


def test_a_wrong_constant_is_refused(harbour):
    """The one value that a member may have is sent by itself, and no other is sent; an enum may have newer ones."""
    models, signal = harbour.models, harbour.operations.signal
    assert json.loads(signal(models.Bell()).request().content) == {"sound": "ding"}
    assert json.loads(signal(models.Horn(sound="newer")).request().content) == {"sound": "newer"}
    for body, message in (
        (models.Bell(sound="honk"), "body.sound must be 'ding'"),
        ({"sound": "honk", "for": "a"}, "body.for must be a whole number"),
        ({"for": "a"}, "body.sound must be there"),
    ):
        with pytest.raises(ValueError, match=message):
            signal(body).request()


def test_a_body_that_is_null(harbour):
    """A body that can only be null is null, and nothing else is sent for it."""
    assert harbour.operations.silence(None).request().content == b"null"
    with pytest.raises(ValueError, match="body must be one of None"):
        harbour.operations.silence(7).request()


def test_json_in_a_header(harbour):
    """JSON in a header is ASCII, whatever it says."""
    request = harbour.operations.signal({"sound": "ding"}, x_watch={"é": "\U0001f514"}).request()
    assert dict(request.headers)["x-watch"] == '{"\\u00e9":"\\ud83d\\udd14"}'


def test_each_status_has_its_type(harbour):
    """An answer is read by its status, and each documented status can be asked for."""
    operation = harbour.operations.enter({})
    models = harbour.models
    assert {status: operation.answers[status] for status in (200, 201, 202, 404, 500)} == {
        200: models.Ship,
        201: models.Berth,
        202: None,
        404: models.Refusal,
        500: str,
    }
    assert (operation.answers.get(418), operation.answers.get("1XX", 0)) == (models.Refusal, str)
    assert harbour.operations.read_log().answers.get(404) is None
    assert operation.decode("später".encode(), 503) == "später"
    assert operation.decode(b'{"pier": 1}', 201) == models.Berth(pier=1)
    assert operation.decode(b"", 202) is None
    assert operation.decode(json.dumps(SHIP).encode()).name == "n"
    with pytest.raises(msgspec.ValidationError):
        operation.decode(b'{"pier": 1}', 200)


def test_an_answer_that_is_a_list_of_alternatives(harbour):
    """Each item of a list is its own class."""
    answer = harbour.operations.load({}).decode(b'[{"weight": 1}, {"volume": 2.0}]')
    assert answer == [harbour.models.Crate(weight=1), harbour.models.Tank(volume=2)]


@pytest.mark.parametrize(
    ("body", "media_type", "sent"),
    [
        ({"weight": 1}, None, "application/json"),
        ({"photo": b"P"}, None, "multipart/form-data"),
        ({"note": b"N"}, None, "multipart/form-data"),
        ({"weight": 1}, "multipart/form-data", "multipart/form-data"),
    ],
)
def test_a_body_has_the_media_type_it_fits(body, media_type, sent, harbour):
    """Of several media types the first is sent whose schema the body fits, unless the call says another."""
    headers = dict(harbour.operations.load(body, media_type=media_type).request().headers)
    assert headers["content-type"].partition(";")[0] == sent


def test_the_headers_of_a_part(harbour):
    """A part is sent with the headers that its encoding describes, and a line break in one is refused."""
    load = harbour.operations.load
    options = {"media_type": "multipart/form-data", "photo_x_taken": datetime(2026, 1, 2, tzinfo=UTC)}
    request = load({"photo": b"P", "note": "n"}, note_x_tags=["a", "b"], **options).request()
    head, *parts = request.content.split(request.content[:66])
    assert not head
    assert [part.partition(b"\r\n\r\n")[0].strip().split(b"\r\n")[1:] for part in parts[:2]] == [
        [b"Content-Type: image/png", b"X-Taken: 2026-01-02T00:00:00Z"],
        [b"X-Tags: a,b"],
    ]
    assert b"X-Tags" not in load({"note": "n"}, media_type="multipart/form-data").request().content
    assert b"x-tags" not in repr(load({"weight": 1}, note_x_tags=["a"]).request().headers).encode()
    with pytest.raises(ValueError, match="'X-Tags' has a character no header may have"):
        load({"note": "n"}, note_x_tags=["a\nb"], media_type="multipart/form-data").request()


def test_a_file_of_openapi_3_1(harbour):
    """A text with the media type of a picture is a file, and its part has that media type."""
    request = harbour.operations.load(harbour.models.LoadBody(scan=("a.gif", b"G"), photo=b"P")).request()
    lines = request.content.decode().split("\r\n")
    assert [line for line in lines if line.startswith("Content")] == [
        'Content-Disposition: form-data; name="photo"; filename="file"',
        "Content-Type: image/png",
        'Content-Disposition: form-data; name="scan"; filename="a.gif"',
        "Content-Type: image/gif",
    ]


def test_a_form_of_alternatives(harbour):
    """A form may be one of several classes, and a file of a mapping has a name as any other."""
    models, operations = harbour.models, harbour.operations
    bodies = [models.Sailor(name="n"), models.Papers(scan=("a.gif", b"G")), {"scan": b"G"}]
    files = [operations.sign_on(body).request().content.decode().split("\r\n")[1] for body in bodies]
    files.append(operations.file_papers({"x": ("b.gif", b"G")}).request().content.decode().split("\r\n")[1])
    assert [line.partition("; ")[2] for line in files] == [
        'name="name"',
        'name="scan"; filename="a.gif"',
        'name="scan"; filename="file"',
        'name="x"; filename="b.gif"',
    ]
    with pytest.raises(ValueError, match="body"):
        operations.sign_on({"other": 1}).request()


def test_a_discriminator_that_no_schema_describes(harbour):
    """A class that is known by a member it doesn't describe is sent with it, and read alone without it."""
    models = harbour.models
    ship = models.Ship(number=7, name="n", captain=models.Captain(), hand=models.Cook(pots=1))
    sent = json.loads(harbour.operations.enter(ship).request().content)
    assert sent["hand"] == {"job": "Cook", "pots": 1}
    assert harbour.operations.sign_on(models.Sailor(name="n")).decode(b'{"pots": 2}', 200).pots == 2


def test_an_operation_with_a_name_that_methods_have(harbour):
    """A method finds the function of its operation, whatever the document calls that."""
    resource = harbour.operations.Operations(lambda one: one.request().method)
    assert resource.options() == "PATCH"


def test_a_property_without_a_name(harbour):
    """A property called "" is one among others, and no answer's only content."""
    resource = harbour.operations.Operations(lambda one: one.decode(b'{"": "a", "name": "b"}', 200))
    assert resource.file_papers({"x": b"P"}).name == "b"


def test_text_and_bytes(harbour):
    """Text is a text, bytes are not JSON even where the document says so, and a vendor's JSON is asked for."""
    log, chart = harbour.operations.read_log(), harbour.operations.put_chart(b"\x89")
    assert (log.decode("é".encode()), dict(log.request().headers)["accept"]) == ("é", "text/plain")
    assert dict(chart.request().headers) == {
        "accept": "application/vnd.harbour+json",
        "content-type": "image/png",
    }
    assert chart.request().content == b"\x89"


def test_an_operation_by_reference(harbour):
    """An operation that refers to another of the document is like it; one of another document is no empty operation."""
    assert harbour.operations.read_log3().request().target == "/same"
    assert harbour.operations.read_log2().request().target == "/beside"
    request = harbour.operations.write_log().request()
    assert (request.method, request.target) == ("PUT", "/beside")
    assert sorted(name for name in harbour.operations.__all__ if name.islower()) == [
        *("enter", "file_papers", "load", "options_", "put_chart", "read_log", "read_log2", "read_log3"),
        *("read_open", "read_record", "sign_on", "signal", "silence", "write_log"),
    ]


def test_an_open_object_keeps_its_members(harbour, ship_of):
    """Members beyond the fields are kept, can be read and added, and don't hide a field."""
    models = harbour.models
    opened = ship_of(open={"n": 1, "more": 2, "_x": 3}).open
    assert isinstance(opened, models.Open)
    assert (opened.n, opened.extra) == (1, {"more": 2, "_x": 3})
    made = models.Open(n=1).with_members({"more": 2}).with_members({"_x": 3})
    copied = pickle.loads(pickle.dumps(made))  # noqa: S301 - what was pickled a moment ago
    assert (made, hash(made), copied) == (opened, hash(opened), opened)
    assert made != models.Open(n=1)
    assert made.with_members({}) == made
    with pytest.raises(ValueError, match="Open has a field of its own for 'madeBy'"):
        made.with_members({"madeBy": "a"})


def test_a_list_of_open_objects(harbour):
    """Each open object of a list is one, however deep it stands."""
    [opened] = harbour.operations.read_open().decode(b'[{"n": 1, "more": 2}]')
    assert opened == harbour.models.Open(n=1).with_members({"more": 2})


def test_an_open_body_is_sent_whole(harbour):
    """A body is checked by its class, and its other members are sent with it."""
    models = harbour.models
    opened = models.Open(n=1).with_members({"more": 2})
    ship = models.Ship(number=7, name="n", captain=models.Captain(), open=opened)
    assert json.loads(harbour.operations.enter(ship).request().content)["open"] == {"n": 1, "more": 2}


def test_a_closed_class_costs_nothing(harbour):
    """A class that names all its members, or whose document says nothing of others, is no open one."""
    bases = [getattr(harbour.models, name).__mro__[1].__name__ for name in ("PetV1", "Closed", "Open")]
    assert bases == ["Model", "TypedModel", "OpenModel"]


def test_names_that_end_with_a_digit(harbour):
    """Two classes whose names come to the same, which ends with a digit, are two."""
    assert (harbour.models.PetV1(x="a").x, harbour.models.PetV1Model2(y=1).y) == ("a", 1)


def test_members_that_nobody_wants(tmp_path):
    """Without extra members a class is a plain one, msgspec reads it alone, and nothing of it is listed."""
    (tmp_path / "plain.yaml").write_text(DOCUMENT, encoding="utf-8")
    result = generate_package(tmp_path / "plain.yaml", tmp_path / "out", lambda _: None, keeps_extra=False)
    models = (result.package / "models.py").read_text(encoding="utf-8")
    assert "(OpenModel" not in models
    assert {finding.rule for finding in result.omissions} == {"NW801", "NW802", "NW815", "NW823"}
