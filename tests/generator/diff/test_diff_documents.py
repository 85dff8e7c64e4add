"""The kinds of change of a document, each by a pair of small documents that differ in it alone."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from generator.diff.document_changes import document_changes
from generator.diff.kinds import KINDS
from generator.openapi.document import Document
from tests.generator.diff.shop import GONE, SHOP, Edit, change_lines, edit_document

PET, UPDATE, OWNER, KIND = (f"/components/schemas/{name}" for name in ("Pet", "PetUpdate", "Owner", "Kind"))
LIST, PUT = "/paths/~1pets/get", "/paths/~1pets~1{id}/put"
LIMIT, NOTIFY = f"{LIST}/parameters/0", f"{PUT}/parameters/1"
GET, ITEM = SHOP["paths"]["/pets"]["get"], SHOP["paths"]["/pets/{id}"]
TEXT, WHOLE, REAL = {"type": "string"}, {"type": "integer"}, {"type": "number"}
BAD = {"$ref": "#/components/responses/Bad"}
CLEAR = {"operationId": "clear_pets", "tags": ["pets"], "responses": {"204": {"description": "Gone."}}}


def reference(name: str) -> dict[str, str]:
    """Return a reference to a schema."""
    return {"$ref": f"#/components/schemas/{name}"}


def content(schema: object) -> dict[str, object]:
    """Return what a request or an answer holds."""
    return {"content": {"application/json": {"schema": schema}}}


def array_of(schema: object) -> dict[str, object]:
    """Return the schema of a list."""
    return {"type": "array", "items": schema}


ROW = {"check": "names", "rule": "it must be a known name", "page": "guide", "fields": ["name"]}
LISTED = {
    "check": "names",
    "rule": "it is one of these",
    "page": "guide",
    "values": {"name": ["Rex"]},
    "facts": ["enum"],
}


@dataclass(frozen=True)
class Case:
    """A pair of documents, as an edit of the small one, and what is reported there and back."""

    name: str
    edit: Edit
    forth: list[str]
    back: list[str]
    start: Edit = field(default_factory=dict)


OPERATIONS = [
    Case(
        "an operation",
        {"/paths/~1pets/delete": CLEAR},
        ["minor operation-added shop clear_pets"],
        ["breaking operation-removed shop clear_pets"],
    ),
    Case(
        "two operations, each reported by its name",
        {"/paths/~1pets/delete": CLEAR, "/paths/~1pets/patch": CLEAR | {"operationId": "wash_pets"}},
        ["minor operation-added shop clear_pets", "minor operation-added shop wash_pets"],
        ["breaking operation-removed shop clear_pets", "breaking operation-removed shop wash_pets"],
    ),
    Case(
        "a path",
        {"/paths/~1pets": GONE, "/paths/~1animals": {"get": GET}},
        ["patch operation-path-changed shop list_pets"],
        ["patch operation-path-changed shop list_pets"],
    ),
    Case(
        "a method",
        {LIST: GONE, "/paths/~1pets/post": GET},
        ["minor operation-method-changed shop list_pets"],
        ["minor operation-method-changed shop list_pets"],
    ),
    Case(
        "one operation's tag",
        {f"{PUT}/tags": ["animals"]},
        ["breaking operation-moved shop update_pet"],
        ["breaking operation-moved shop update_pet"],
    ),
    Case(
        "a tag's name",
        {f"{PUT}/tags": ["animals"], f"{LIST}/tags": ["animals"], "/tags": []},
        ["breaking module-renamed shop pets -> animals"],
        ["breaking module-renamed shop animals -> pets"],
    ),
    Case(
        "a deprecated operation",
        {f"{LIST}/deprecated": True},
        ["minor deprecated shop list_pets"],
        ["patch undeprecated shop list_pets"],
    ),
    Case(
        "a media type",
        {
            f"{PUT}/requestBody/content": {
                "application/vnd.pets+json": ITEM["put"]["requestBody"]["content"]["application/json"]
            }
        },
        ["patch media-type-changed shop update_pet(body)"],
        ["patch media-type-changed shop update_pet(body)"],
    ),
    Case(
        "a further success",
        {f"{LIST}/responses/203": GET["responses"]["200"]},
        ["minor success-status-added shop list_pets 203"],
        ["patch success-status-removed shop list_pets 203"],
    ),
    Case(
        "a further error",
        {f"{LIST}/responses/404": BAD},
        ["minor error-status-added shop list_pets 404"],
        ["patch error-status-removed shop list_pets 404"],
    ),
    Case(
        "a further error of each operation, reported once",
        {f"{LIST}/responses/404": BAD, f"{PUT}/responses/404": BAD},
        ["minor error-status-added shop list_pets 404 and update_pet 404"],
        ["patch error-status-removed shop list_pets 404 and update_pet 404"],
    ),
    Case(
        "an error's body",
        {f"{LIST}/responses/400": {"description": "Wrong.", **content(reference("Owner"))}},
        ["patch error-body-changed shop list_pets 400"],
        ["patch error-body-changed shop list_pets 400"],
    ),
    Case(
        "the scheme of credentials, reported once",
        {"/components/securitySchemes/key": {"type": "apiKey", "in": "header", "name": "X-Key"}},
        ["breaking security-changed shop list_pets and update_pet"],
        ["breaking security-changed shop list_pets and update_pet"],
    ),
    Case(
        "a further scope",
        {"/security": [{"key": ["pets", "admin"]}]},
        ["breaking security-scope-added shop list_pets and update_pet"],
        ["minor security-loosened shop list_pets and update_pet"],
    ),
    Case(
        "no credentials for one operation",
        {f"{LIST}/security": []},
        ["minor security-loosened shop list_pets"],
        ["breaking security-changed shop list_pets"],
    ),
    Case(
        "another name for the same scheme",
        {
            "/components/securitySchemes": {"token": SHOP["components"]["securitySchemes"]["key"]},
            "/security": [{"token": ["pets"]}],
        },
        ["patch document-changed shop"],
        ["patch document-changed shop"],
    ),
]
ARGUMENTS = [
    Case(
        "an optional parameter",
        {f"{LIST}/parameters/2": {"name": "page", "in": "query", "schema": TEXT}},
        ["minor parameter-added-optional shop list_pets(page)"],
        ["breaking parameter-removed shop list_pets(page)"],
    ),
    Case(
        "a required parameter",
        {f"{LIST}/parameters/2": {"name": "page", "in": "query", "required": True, "schema": TEXT}},
        ["breaking parameter-added-required shop list_pets(page)"],
        ["breaking parameter-removed shop list_pets(page)"],
    ),
    Case(
        "a parameter that is required now",
        {f"{NOTIFY}/required": True},
        ["breaking parameter-now-required shop update_pet(notify)"],
        ["minor parameter-now-optional shop update_pet(notify)"],
    ),
    Case(
        "a parameter out of the path",
        {"/paths/~1pets~1{id}": GONE, "/paths/~1pet": ITEM, "/components/parameters/PetId/in": "query"},
        [
            "patch operation-path-changed shop update_pet",
            "breaking parameter-place-changed shop update_pet(id)",
        ],
        [
            "patch operation-path-changed shop update_pet",
            "breaking parameter-place-changed shop update_pet(id)",
        ],
    ),
    Case(
        "a parameter in a header",
        {f"{NOTIFY}/in": "header"},
        ["patch parameter-rerouted shop update_pet(notify)"],
        ["patch parameter-rerouted shop update_pet(notify)"],
    ),
    Case(
        "a parameter's style",
        {f"{LIST}/parameters/2/explode": False},
        ["patch parameter-style-changed shop list_pets(tags)"],
        ["patch parameter-style-changed shop list_pets(tags)"],
        start={f"{LIST}/parameters/2": {"name": "tags", "in": "query", "schema": array_of(TEXT)}},
    ),
    Case(
        "a deprecated parameter",
        {f"{NOTIFY}/deprecated": True},
        ["minor deprecated shop update_pet(notify)"],
        ["patch undeprecated shop update_pet(notify)"],
    ),
    Case(
        "a parameter that several operations share, reported once",
        {"/components/parameters/PetId/schema/format": "uuid"},
        ["minor request-type-widened shop update_pet(id) and read_pet(id)"],
        ["breaking request-type-narrowed shop update_pet(id) and read_pet(id)"],
        start={
            "/paths/~1pets~1{id}/get": {
                **CLEAR,
                "operationId": "read_pet",
                "parameters": [{"$ref": "#/components/parameters/PetId"}],
            }
        },
    ),
    Case(
        "a body",
        {f"{LIST}/requestBody": content(reference("Owner"))},
        ["minor parameter-added-optional shop list_pets(body)"],
        ["breaking parameter-removed shop list_pets(body)"],
    ),
    Case(
        "a body that may be left out",
        {f"{PUT}/requestBody/required": False},
        ["minor parameter-now-optional shop update_pet(body)"],
        ["breaking parameter-now-required shop update_pet(body)"],
    ),
]
REQUESTS = [
    Case(
        "an optional field",
        {f"{UPDATE}/properties/colour": TEXT},
        ["minor request-field-added-optional shop PetUpdate.colour"],
        ["breaking request-field-removed shop PetUpdate.colour"],
    ),
    Case(
        "a required field",
        {f"{UPDATE}/properties/colour": TEXT, f"{UPDATE}/required": ["name", "colour"]},
        ["breaking request-field-added-required shop PetUpdate.colour"],
        ["breaking request-field-removed shop PetUpdate.colour"],
    ),
    Case(
        "a field that is required now",
        {f"{UPDATE}/required": ["name", "born"]},
        ["breaking request-field-now-required shop PetUpdate.born"],
        ["minor request-field-now-optional shop PetUpdate.born"],
    ),
    Case(
        "null",
        {f"{UPDATE}/properties/chip/type": ["string", "null"]},
        ["minor request-null-allowed shop PetUpdate.chip"],
        ["breaking request-null-refused shop PetUpdate.chip"],
    ),
    Case(
        "a wider type",
        {f"{UPDATE}/properties/weight": REAL},
        ["minor request-type-widened shop PetUpdate.weight"],
        ["breaking request-type-narrowed shop PetUpdate.weight"],
        start={f"{UPDATE}/properties/weight": WHOLE},
    ),
    Case(
        "another type",
        {f"{UPDATE}/properties/born": {"type": "boolean"}},
        ["breaking request-type-changed shop PetUpdate.born"],
        ["breaking request-type-changed shop PetUpdate.born"],
    ),
    Case(
        "a format that makes another type",
        {f"{UPDATE}/properties/chip/format": "uuid"},
        ["minor request-type-widened shop PetUpdate.chip"],
        ["breaking request-type-narrowed shop PetUpdate.chip"],
    ),
    Case(
        "a format that makes none",
        {f"{UPDATE}/properties/chip/format": "digits"},
        ["patch request-format-changed shop PetUpdate.chip"],
        ["patch request-format-changed shop PetUpdate.chip"],
    ),
    Case(
        "a lower maximum",
        {f"{LIMIT}/schema/maximum": 50},
        ["breaking request-limit-tightened shop list_pets(limit)"],
        ["minor request-limit-loosened shop list_pets(limit)"],
    ),
    Case(
        "a higher minimum",
        {f"{LIMIT}/schema/minimum": 5},
        ["breaking request-limit-tightened shop list_pets(limit)"],
        ["minor request-limit-loosened shop list_pets(limit)"],
    ),
    Case(
        "another pattern",
        {f"{UPDATE}/properties/chip/pattern": "^[0-9]*$"},
        ["breaking request-limit-tightened shop PetUpdate.chip"],
        ["breaking request-limit-tightened shop PetUpdate.chip"],
    ),
    Case(
        "no pattern",
        {f"{UPDATE}/properties/chip/pattern": GONE},
        ["minor request-limit-loosened shop PetUpdate.chip"],
        ["breaking request-limit-tightened shop PetUpdate.chip"],
    ),
    Case(
        "a limit of what a field refers to",
        {"/components/schemas/Chip/maxLength": 5},
        ["breaking request-limit-tightened shop PetUpdate.chip"],
        ["minor request-limit-loosened shop PetUpdate.chip"],
        start={
            "/components/schemas/Chip": {"type": "string", "maxLength": 9},
            f"{UPDATE}/properties/chip": reference("Chip"),
        },
    ),
    Case(
        "a limit of a list's items",
        {f"{UPDATE}/properties/marks/items/maxLength": 5},
        ["breaking request-limit-tightened shop PetUpdate.marks"],
        ["minor request-limit-loosened shop PetUpdate.marks"],
        start={f"{UPDATE}/properties/marks": array_of(dict(TEXT))},
    ),
    Case(
        "a further number among those that are listed",
        {f"{UPDATE}/properties/size/enum": [1, 2, 3]},
        ["minor request-limit-loosened shop PetUpdate.size"],
        ["breaking request-limit-tightened shop PetUpdate.size"],
        start={f"{UPDATE}/properties/size": {"type": "integer", "enum": [1, 2]}},
    ),
    Case(
        "a default",
        {f"{LIMIT}/schema/default": 20},
        ["minor request-default-changed shop list_pets(limit)"],
        ["minor request-default-changed shop list_pets(limit)"],
    ),
    Case(
        "a deprecated field",
        {f"{UPDATE}/properties/chip/deprecated": True},
        ["minor deprecated shop PetUpdate.chip"],
        ["patch undeprecated shop PetUpdate.chip"],
    ),
    Case(
        "a value of an enum",
        {f"{KIND}/enum/3": "guinea-pig"},
        ["minor request-enum-value-added shop Kind.guinea_pig"],
        ["breaking request-enum-value-removed shop Kind.guinea_pig"],
    ),
    Case(
        "a value that can be sent now",
        {f"{KIND}/x-values/fish/answers-only": GONE},
        ["minor request-enum-value-settable shop Kind.fish"],
        ["breaking request-enum-value-unsettable shop Kind.fish"],
    ),
    Case(
        "a deprecated value",
        {f"{KIND}/x-values/cat/deprecated": True},
        ["minor deprecated shop Kind.cat"],
        ["patch undeprecated shop Kind.cat"],
    ),
]
CHECKS = [
    Case(
        "a check",
        {f"{PUT}/x-checks": [ROW]},
        ["breaking request-limit-tightened shop update_pet"],
        ["minor request-limit-loosened shop update_pet"],
    ),
    Case(
        "a check of a field that is new",
        {f"{PUT}/x-checks": [ROW | {"fields": ["colour"]}], f"{UPDATE}/properties/colour": TEXT},
        ["minor request-field-added-optional shop PetUpdate.colour"],
        ["breaking request-field-removed shop PetUpdate.colour"],
    ),
    Case(
        "a check by which a field needs one that is new",
        {
            f"{PUT}/x-checks": [ROW | {"fields": ["name", "colour"], "facts": ["needs"]}],
            f"{UPDATE}/properties/colour": TEXT,
        },
        [
            "breaking request-limit-tightened shop update_pet",
            "minor request-field-added-optional shop PetUpdate.colour",
        ],
        [
            "minor request-limit-loosened shop update_pet",
            "breaking request-field-removed shop PetUpdate.colour",
        ],
    ),
    Case(
        "a check that only warns",
        {f"{PUT}/x-checks": [ROW | {"facts": ["deprecated", "replacedBy"]}]},
        ["patch document-changed shop"],
        ["patch document-changed shop"],
    ),
    Case(
        "the values that a check takes",
        {f"{PUT}/x-checks/0/values": {"name": ["Rex", "Tom"]}},
        ["minor request-limit-loosened shop update_pet"],
        ["breaking request-limit-tightened shop update_pet"],
        start={f"{PUT}/x-checks": [LISTED]},
    ),
    Case(
        "the values for which a check refuses other fields",
        {f"{PUT}/x-checks/0/values": {"name": ["Rex", "Tom"]}},
        ["breaking request-limit-tightened shop update_pet"],
        ["breaking request-limit-tightened shop update_pet"],
        start={f"{PUT}/x-checks": [LISTED | {"fields": ["born"], "facts": ["usedWith"]}]},
    ),
    Case(
        "what a check states",
        {f"{PUT}/x-checks/0/states": {"prefix": "https://"}},
        ["breaking request-limit-tightened shop update_pet"],
        ["breaking request-limit-tightened shop update_pet"],
        start={f"{PUT}/x-checks": [ROW | {"states": {"prefix": "http://"}, "facts": ["prefix"]}]},
    ),
    Case(
        "the words of a check's rule, and its page",
        {f"{PUT}/x-checks": [ROW | {"rule": "it is a name", "page": "other"}]},
        ["patch description-changed shop update_pet"],
        ["patch description-changed shop update_pet"],
        start={f"{PUT}/x-checks": [ROW]},
    ),
]
ANSWERS = [
    Case(
        "a field",
        {f"{PET}/properties/born": TEXT},
        ["minor answer-field-added shop Pet.born"],
        ["breaking answer-field-removed shop Pet.born"],
    ),
    Case(
        "a field that is always there now",
        {f"{PET}/required": ["id", "name"]},
        ["minor answer-field-always-there shop Pet.name"],
        ["breaking answer-field-may-be-missing shop Pet.name"],
    ),
    Case(
        "a field that may be null, and was always there",
        {f"{PET}/properties/id/type": ["string", "null"]},
        ["breaking answer-field-may-be-missing shop Pet.id"],
        ["minor answer-field-always-there shop Pet.id"],
    ),
    Case(
        "a field that may be null, and could be missing",
        {f"{PET}/properties/name/type": ["string", "null"]},
        ["patch answer-absence-changed shop Pet.name"],
        ["patch answer-absence-changed shop Pet.name"],
    ),
    Case(
        "a wider type",
        {f"{PET}/properties/weight": REAL},
        ["breaking answer-type-widened shop Pet.weight"],
        ["minor answer-type-narrowed shop Pet.weight"],
        start={f"{PET}/properties/weight": WHOLE},
    ),
    Case(
        "a wider type of a list's items",
        {f"{PET}/properties/weights": array_of(REAL)},
        ["breaking answer-type-widened shop Pet.weights"],
        ["minor answer-type-narrowed shop Pet.weights"],
        start={f"{PET}/properties/weights": array_of(WHOLE)},
    ),
    Case(
        "an enum where any text was",
        {f"{PET}/properties/mood": reference("Kind")},
        ["minor answer-type-narrowed shop Pet.mood"],
        ["breaking answer-type-widened shop Pet.mood"],
        start={f"{PET}/properties/mood": TEXT},
    ),
    Case(
        "another type",
        {f"{PET}/properties/age": TEXT},
        ["breaking answer-type-changed shop Pet.age"],
        ["breaking answer-type-changed shop Pet.age"],
        start={f"{PET}/properties/age": WHOLE},
    ),
    Case(
        "the type of a whole answer",
        {f"{LIST}/responses/200/content/application~1json/schema": array_of(reference("Owner"))},
        ["breaking answer-type-changed shop list_pets"],
        ["breaking answer-type-changed shop list_pets"],
    ),
    Case(
        "a format",
        {f"{PET}/properties/id/format": GONE},
        ["patch answer-format-changed shop Pet.id"],
        ["patch answer-format-changed shop Pet.id"],
    ),
    Case(
        "a limit",
        {f"{PET}/properties/name/maxLength": 10},
        ["patch answer-limit-changed shop Pet.name"],
        ["patch answer-limit-changed shop Pet.name"],
    ),
    Case(
        "a default",
        {f"{PET}/properties/name/default": "Rex"},
        ["patch answer-default-changed shop Pet.name"],
        ["patch answer-default-changed shop Pet.name"],
    ),
    Case(
        "a value of an enum for answers alone",
        {f"{KIND}/enum/3": "bird", f"{KIND}/x-values/bird": {"answers-only": True}},
        ["minor answer-enum-value-added shop Kind.bird"],
        ["breaking answer-enum-value-removed shop Kind.bird"],
    ),
]
SCHEMAS = [
    Case(
        "a schema that nothing uses",
        {"/components/schemas/Old": {"type": "object", "properties": {"a": TEXT}}},
        ["minor schema-added shop Old"],
        ["breaking schema-removed shop Old"],
    ),
    Case(
        "a field of a schema that nothing uses, which is read like an answer",
        {"/components/schemas/Old/properties/b": TEXT},
        ["minor answer-field-added shop Old.b"],
        ["breaking answer-field-removed shop Old.b"],
        start={"/components/schemas/Old": {"type": "object", "properties": {"a": TEXT}}},
    ),
    Case(
        "a schema's name, reported once",
        {
            OWNER: GONE,
            "/components/schemas/Person": SHOP["components"]["schemas"]["Owner"],
            f"{PET}/properties/owner": reference("Person"),
            f"{UPDATE}/properties/owner": reference("Person"),
        },
        ["breaking schema-renamed shop Owner -> Person"],
        ["breaking schema-renamed shop Person -> Owner"],
    ),
    Case(
        "an enum of what had fields",
        {"/components/schemas/Problem": {"type": "string", "description": "What went wrong.", "enum": ["a"]}},
        [
            "patch error-body-changed shop list_pets 400 and update_pet 400",
            "breaking schema-kind-changed shop Problem",
        ],
        [
            "patch error-body-changed shop list_pets 400 and update_pet 400",
            "breaking schema-kind-changed shop Problem",
        ],
    ),
    Case(
        "an answer's class that is sent too",
        {f"{LIST}/requestBody": content(reference("Pet"))},
        ["minor parameter-added-optional shop list_pets(body)", "breaking schema-use-changed shop Pet"],
        ["breaking parameter-removed shop list_pets(body)", "breaking schema-use-changed shop Pet"],
    ),
    Case(
        "a field that travels both ways, reported once",
        {f"{OWNER}/properties/e-mail": TEXT},
        ["minor request-field-added-optional shop Owner.e_mail"],
        ["breaking request-field-removed shop Owner.e_mail"],
    ),
    Case(
        "a field that travels both ways and is required now, reported by its more serious side",
        {f"{OWNER}/required": ["name", "phone"]},
        ["breaking request-field-now-required shop Owner.phone"],
        ["breaking answer-field-may-be-missing shop Owner.phone"],
    ),
    Case(
        "a field of a class that holds itself",
        {f"{OWNER}/properties/phone": WHOLE},
        ["breaking request-type-changed shop Owner.phone"],
        ["breaking request-type-changed shop Owner.phone"],
        start={f"{OWNER}/properties/boss": reference("Owner")},
    ),
]
TAGS = f"{UPDATE}/properties/tags"
MAP = {"type": "object", "additionalProperties": TEXT}
PAIR = {"type": "array", "prefixItems": [TEXT, WHOLE]}
ONE_OF = {
    "anyOf": [
        {"type": "object", "properties": {"a": TEXT}},
        {"type": "object", "properties": {"a": dict(TEXT), "b": WHOLE}},
    ]
}
TIGHTER, LOOSER = "breaking request-limit-tightened shop ", "minor request-limit-loosened shop "


def tighter(name: str, edit: Edit, place: str, start: object = None) -> Case:
    """Return the case of a rule that refuses more there, and less back."""
    return Case(name, edit, [TIGHTER + place], [LOOSER + place], {TAGS: start} if start else {})


RULES = [
    *(
        tighter(f"a class with {keyword}", {f"{UPDATE}/{keyword}": rule}, "PetUpdate")
        for keyword, rule in {
            "maxProperties": 2,
            "minProperties": 1,
            "dependentRequired": {"name": ["born"]},
            "dependentSchemas": {"name": {"required": ["chip"]}},
            "anyOf": [{"required": ["born"]}, {"required": ["chip"]}],
            "oneOf": [{"required": ["born"]}, {"required": ["chip"]}],
            "additionalProperties": False,
            "patternProperties": {"^x": TEXT},
            "propertyNames": {"maxLength": 9},
            "unevaluatedProperties": False,
            "if": {"required": ["born"]},
            "not": {"required": ["born"]},
            "allOf": [{"not": {"required": ["born"]}}],
        }.items()
    ),
    tighter(
        "a class within a class", {f"{TAGS}/maxProperties": 1}, "PetUpdateTags", {"properties": {"z": TEXT}}
    ),
    tighter("not some values", {f"{UPDATE}/properties/name/not": {"enum": ["x"]}}, "PetUpdate.name"),
    tighter("an encoding", {f"{UPDATE}/properties/name/contentEncoding": "base64"}, "PetUpdate.name"),
    tighter(
        "what a list has to contain", {f"{TAGS}/contains": {"const": 1}}, "PetUpdate.tags", array_of(WHOLE)
    ),
    tighter("a list without items", {f"{TAGS}/items": False}, "PetUpdate.tags", array_of(WHOLE)),
    tighter(
        "a limit of a mapping's values", {f"{TAGS}/additionalProperties/maxLength": 5}, "PetUpdate.tags", MAP
    ),
    tighter(
        "a limit deep in mappings",
        {f"{TAGS}/additionalProperties/additionalProperties/maxLength": 5},
        "PetUpdate.tags",
        {"type": "object", "additionalProperties": MAP},
    ),
    tighter("a mapping that takes nothing", {f"{TAGS}/additionalProperties": False}, "PetUpdate.tags", MAP),
    Case(
        "a limit of a mapping in the query",
        {f"{LIMIT}/schema/additionalProperties/maxLength": 5},
        [f"{TIGHTER}list_pets(limit)"],
        [f"{LOOSER}list_pets(limit)"],
        {f"{LIMIT}/schema": MAP},
    ),
    Case(
        "a mapping that took nothing",
        {f"{TAGS}/additionalProperties": TEXT},
        [f"{LOOSER}PetUpdate.tags"],
        [f"{TIGHTER}PetUpdate.tags"],
        {TAGS: MAP | {"additionalProperties": False}},
    ),
    Case(
        "the order of a tuple",
        {f"{TAGS}/prefixItems": [WHOLE, TEXT]},
        ["breaking request-type-changed shop PetUpdate.tags"],
        ["breaking request-type-changed shop PetUpdate.tags"],
        {TAGS: PAIR},
    ),
    Case(
        "a tuple that is answered",
        {f"{LIST}/responses/200/content/application~1json/schema/prefixItems/0": WHOLE},
        ["breaking answer-type-changed shop list_pets 200"],
        ["breaking answer-type-changed shop list_pets 200"],
        {f"{LIST}/responses/200/content/application~1json/schema": PAIR},
    ),
    Case(
        "what is sent of a union without a type",
        {f"{TAGS}/anyOf/0/properties/a/maxLength": 3},
        [
            "breaking request-type-changed shop PetUpdate.tags",
            "patch answer-limit-changed shop PetUpdateTagsOption1.a",
        ],
        [
            "breaking request-type-changed shop PetUpdate.tags",
            "patch answer-limit-changed shop PetUpdateTagsOption1.a",
        ],
        {TAGS: ONE_OF},
    ),
    Case(
        "a constant that is true",
        {f"{TAGS}/const": True},
        ["breaking request-type-changed shop PetUpdate.tags", f"{TIGHTER}PetUpdate.tags"],
        ["breaking request-type-changed shop PetUpdate.tags", f"{TIGHTER}PetUpdate.tags"],
        {TAGS: {"const": 1}},
    ),
    Case(
        "another constant than false",
        {f"{TAGS}/const": "x"},
        [
            "breaking request-type-changed shop PetUpdate.tags",
            f"{TIGHTER}PetUpdate.tags",
            "patch description-changed shop PetUpdate.tags",
        ],
        [
            "breaking request-type-changed shop PetUpdate.tags",
            f"{TIGHTER}PetUpdate.tags",
            "patch description-changed shop PetUpdate.tags",
        ],
        {TAGS: {"const": False}},
    ),
    Case(
        "a step that the earlier one is a multiple of",
        {f"{TAGS}/multipleOf": 5},
        [f"{LOOSER}PetUpdate.tags"],
        [f"{TIGHTER}PetUpdate.tags"],
        {TAGS: WHOLE | {"multipleOf": 10}},
    ),
    Case(
        "items that need not differ",
        {f"{TAGS}/uniqueItems": False},
        [f"{LOOSER}PetUpdate.tags"],
        [f"{TIGHTER}PetUpdate.tags"],
        {TAGS: array_of(WHOLE) | {"uniqueItems": True}},
    ),
    tighter(
        "a limit that another part has too",
        {f"{TAGS}/allOf/1/maxLength": 5},
        "PetUpdate.tags",
        {"allOf": [{"maxLength": 9}, TEXT]},
    ),
    Case(
        "a field that only the server sets",
        {f"{UPDATE}/properties/born/readOnly": True},
        ["breaking request-field-removed shop PetUpdate.born"],
        ["minor request-field-added-optional shop PetUpdate.born"],
    ),
    Case(
        "a field that is never answered",
        {f"{PET}/properties/name/writeOnly": True},
        ["breaking answer-field-removed shop Pet.name"],
        ["minor answer-field-added shop Pet.name"],
    ),
]
A, B = ({"url": f"https://{host}.example"} for host in "ab")
HEADERS = f"{LIST}/responses/200/headers"
NETWORK = [
    Case(
        "a server's address",
        {"/servers": [B]},
        ["breaking server-changed shop"],
        ["breaking server-changed shop"],
        {"/servers": [A]},
    ),
    Case(
        "a further server",
        {"/servers": [A, B]},
        ["minor server-added shop"],
        ["breaking server-removed shop"],
        {"/servers": [A]},
    ),
    Case(
        "a variable of a server",
        {"/servers": [{"url": "https://{at}.example", "variables": {"at": {"default": "b"}}}]},
        ["breaking server-changed shop"],
        ["breaking server-changed shop"],
        {"/servers": [{"url": "https://{at}.example", "variables": {"at": {"default": "a"}}}]},
    ),
    Case(
        "what a server is",
        {"/servers": [A | {"description": "Ours."}]},
        ["patch document-changed shop"],
        ["patch document-changed shop"],
        {"/servers": [A]},
    ),
    Case(
        "the server of an operation",
        {f"{LIST}/servers": [B]},
        ["breaking server-changed shop list_pets"],
        ["breaking server-changed shop list_pets"],
        {"/servers": [A]},
    ),
    Case(
        "a header of an answer",
        {HEADERS: {"X-Total": {"schema": WHOLE}}},
        ["minor answer-header-added shop list_pets 200"],
        ["breaking answer-header-removed shop list_pets 200"],
    ),
    Case(
        "a header's type",
        {f"{HEADERS}/X-Total/schema": TEXT},
        ["breaking answer-header-changed shop list_pets 200"],
        ["breaking answer-header-changed shop list_pets 200"],
        {HEADERS: {"X-Total": {"schema": WHOLE}}},
    ),
]
WORDS = [
    Case(
        "the API's description",
        {"/info/description": "Another."},
        ["patch description-changed shop"],
        ["patch description-changed shop"],
    ),
    Case(
        "a tag's description",
        {"/tags/0/description": "Another."},
        ["patch description-changed shop"],
        ["patch description-changed shop"],
    ),
    Case(
        "many descriptions, reported together",
        {
            f"{LIST}/description": "Another.",
            f"{NOTIFY}/description": "Another.",
            "/components/responses/Bad/description": "Another.",
            f"{PET}/description": "Another.",
            f"{UPDATE}/properties/name/description": "Another.",
            f"{KIND}/x-values/cat/description": "Another.",
        },
        ["patch description-changed shop list_pets, list_pets 400 and 5 more"],
        ["patch description-changed shop list_pets, list_pets 400 and 5 more"],
    ),
    Case(
        "what no caller sees",
        {"/info/version": "1.0.1", f"{PET}/properties/name/examples": ["Rex"]},
        ["patch document-changed shop"],
        ["patch document-changed shop"],
    ),
]
CASES = [
    pytest.param(case, id=f"{group}: {case.name}")
    for group, cases in {
        "operations": OPERATIONS,
        "arguments": ARGUMENTS,
        "requests": REQUESTS,
        "checks": CHECKS,
        "answers": ANSWERS,
        "schemas": SCHEMAS,
        "rules": RULES,
        "network": NETWORK,
        "words": WORDS,
    }.items()
    for case in cases
]


@pytest.mark.parametrize("case", CASES)
def test_a_change_is_told_and_nothing_else(case):
    """Each pair of documents gives exactly the changes that are expected, in either direction."""
    old = edit_document(SHOP, case.start)
    new = edit_document(old, case.edit)
    assert (change_lines(old, new), change_lines(new, old)) == (case.forth, case.back)


SENT = {
    "a class": UPDATE,
    "a field": f"{UPDATE}/properties/name",
    "a class inside": OWNER,
    "an enum": KIND,
    "a mapping": f"{UPDATE}/properties/map",
    "a mapping's values": f"{UPDATE}/properties/map/additionalProperties",
    "a list": f"{UPDATE}/properties/list",
    "items": f"{UPDATE}/properties/list/items",
    "a part of a union": f"{UPDATE}/properties/union/anyOf/1",
    "a part of a whole": f"{UPDATE}/properties/whole/allOf/0",
    "anything": f"{UPDATE}/properties/anything",
    "a parameter": f"{LIMIT}/schema",
}
"""Schemas of what is sent."""
FULL = {
    f"{UPDATE}/properties/map": {"type": "object", "additionalProperties": TEXT},
    f"{UPDATE}/properties/list": array_of(TEXT),
    f"{UPDATE}/properties/union": {"anyOf": [WHOLE, TEXT]},
    f"{UPDATE}/properties/whole": {"allOf": [{"minLength": 1}, TEXT]},
    f"{UPDATE}/properties/anything": {},
}
LIMITING = {
    "maximum": 5,
    "maxLength": 5,
    "pattern": "^x",
    "const": "x",
    "enum": [1],
    "contains": {"const": 1},
    "dependentRequired": {"name": ["born"]},
    "not": {"const": "x"},
    "if": {"const": "x"},
    "propertyNames": {"maxLength": 5},
    "patternProperties": {"^x": TEXT},
    "prefixItems": [TEXT],
    "unevaluatedProperties": False,
}


@pytest.mark.parametrize("schema", SENT)
def test_a_rule_of_what_is_sent_is_breaking(schema):
    """Whatever limits what is sent is a break where it is new."""
    old = edit_document(SHOP, FULL)
    for keyword, rule in LIMITING.items():
        place = f"{SENT[schema]}/{keyword}"
        new = edit_document(old, {place: rule})
        assert any(line.startswith("breaking ") for line in change_lines(old, new)), keyword


def test_every_kind_of_a_document_has_a_pair():
    """The table of kinds has no row that nothing gives, and the pairs give none that it lacks."""
    tested_kinds = {
        line.split()[1] for case in CASES for line in (*case.values[0].forth, *case.values[0].back)
    }
    others = {kind for kind in KINDS if kind.startswith(("api-", "interface-", "typing-"))}
    assert tested_kinds == KINDS.keys() - others


def test_an_api_comes_and_goes_as_a_whole():
    """A document that only one state has is one change, whatever is in it."""
    document = Document(Path("shop.yaml"), SHOP)
    for old, new, expected in (
        ({}, {"shop": document}, "api-added"),
        ({"shop": document}, {}, "api-removed"),
    ):
        changes = [document_change.change for document_change in document_changes(old, new)]
        assert [(change.id, change.place, change.level) for change in changes] == [
            (expected, "shop", KINDS[expected].level)
        ]


def test_the_same_document_in_another_order_is_no_change():
    """Where a thing stands among its equals means nothing, and neither does a copy."""
    turned = copy.deepcopy(SHOP)
    turned["components"]["schemas"] = dict(reversed(turned["components"]["schemas"].items()))
    assert change_lines(SHOP, turned) == []


def test_a_message_says_what_was_and_what_is_and_who_carries_it():
    """A message has the earlier and the later value, and the operations that are concerned."""
    edit = {f"{LIMIT}/schema/maximum": 50, f"{PET}/properties/name": WHOLE, f"{UPDATE}/properties/chip": GONE}
    old, new = ({"shop": Document(Path("shop.yaml"), data)} for data in (SHOP, edit_document(SHOP, edit)))
    assert [document_change.change.message for document_change in document_changes(old, new)] == [
        "Values that were taken are refused: maximum is 50, and was 100.",
        ("What is received has another type: it was str and is int (answers of list_pets and update_pet)."),
        "What is received has other limits: maxLength is none, and was 20 (answers of list_pets and update_pet).",
        "A request can't carry a field any more (requests of update_pet).",
    ]
