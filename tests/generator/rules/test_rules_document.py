"""The rules on a whole document and on its operations, each by a small change that breaks it alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from openapi_schema_validator import OAS31Validator

from generator.rules import check_file

SPEC = Path(__file__).parents[3] / "spec" / "signalwire.yaml"
CASES = [
    pytest.param(
        {"pets": [("openapi: 3.1.0", "openapi: 3.0.3")]},
        "/openapi",
        ("pets.yaml:1: NW101 The document names the OpenAPI version '3.0.3'. Fix: Write `openapi: 3.1.0`."),
        id="NW101 another version",
    ),
    pytest.param(
        {"pets": [("openapi: 3.1.0\n", "")]},
        "/openapi",
        "pets.yaml:1: NW101 The document names no OpenAPI version. Fix: Write `openapi: 3.1.0`.",
        id="NW101 no version",
    ),
    pytest.param(
        {"pets": [("info: {title: Pets, version: 1.0.0}", "info: {title: Pets}")]},
        "/info",
        (
            "pets.yaml:2: NW102 openapi-spec-validator says: 'version' is a required property. Fix: "
            "Write it as OpenAPI 3.1 asks."
        ),
        id="NW102 a missing key",
    ),
    pytest.param(
        {"pets": [("required: true", "required: 'yes'")]},
        "/components/parameters/PetId/required",
        (
            "pets.yaml:32: NW102 openapi-spec-validator says: 'yes' is not of type 'boolean'. Fix: Write"
            " it as OpenAPI 3.1 asks."
        ),
        id="NW102 a wrong type, once for a place",
    ),
    pytest.param(
        {"pets": [("type: string, examples: [p1]", "type: text, examples: [p1]")]},
        "/components/parameters/PetId/schema/type",
        (
            "pets.yaml:34: NW102 openapi-spec-validator says: 'text' is not one of ['array', 'boolean', "
            "'integer', 'null', 'number', 'object', 'string']. Fix: Write it as OpenAPI 3.1 asks."
        ),
        id="NW102 a schema of an unknown type",
    ),
    pytest.param(
        {"pets": [("{type: string, examples: [p1]}", "{type: integer, default: x, examples: [1]}")]},
        "/components/parameters/PetId/schema/default",
        (
            "pets.yaml:34: NW102 openapi-spec-validator says: 'x' is not of type 'integer'. Fix: Write "
            "it as OpenAPI 3.1 asks."
        ),
        id="NW102 a default of another type",
    ),
    pytest.param(
        {"pets": [("'#/components/schemas/PetUpdate'", "'shared.yaml#/PetUpdate'")]},
        "/paths/~1pets~1{id}/put/requestBody/content/application~1json/schema/$ref",
        (
            "pets.yaml:17: NW103 The reference 'shared.yaml#/PetUpdate' isn't "
            "`#/components/SECTION/NAME`. Fix: Put what it means under components/schemas and refer to "
            "that."
        ),
        id="NW103 a reference to another file",
    ),
    pytest.param(
        {"pets": [("'#/components/schemas/Kind'", "'#/components/schemas/Sort'")]},
        "/components/schemas/Pet/properties/kind/$ref",
        (
            "pets.yaml:49: NW103 The reference '#/components/schemas/Sort' leads nowhere. Fix: Correct "
            "the name or add the component."
        ),
        id="NW103 a reference to nothing",
    ),
    pytest.param(
        {"pets": [("'#/components/schemas/Kind'", "'#/components/schemas/Pet/properties/kind'")]},
        "/components/schemas/Pet/properties/kind/$ref",
        (
            "pets.yaml:49: NW103 The reference '#/components/schemas/Pet/properties/kind' isn't "
            "`#/components/SECTION/NAME`. Fix: Put what it means under components/schemas and refer to "
            "that."
        ),
        id="NW103 a reference to a part of a component",
    ),
    pytest.param(
        {
            "pets": [
                (
                    "schema: {$ref: '#/components/schemas/Pet'}",
                    "schema: {$ref: '#/components/parameters/PetId'}",
                )
            ]
        },
        "/paths/~1pets~1{id}/put/responses/200/content/application~1json/schema/$ref",
        (
            "pets.yaml:24: NW103 The reference '#/components/parameters/PetId' isn't to a component of "
            "schemas. Fix: Refer to one of them."
        ),
        id="NW103 a reference to another section",
    ),
    pytest.param(
        {
            "pets": [
                (
                    "    Kind:\n",
                    """\
    Loop: {description: A loop., $ref: '#/components/schemas/Loop'}
    Kind:
""",
                )
            ]
        },
        "/components/schemas/Loop/$ref",
        (
            "pets.yaml:52: NW103 The reference '#/components/schemas/Loop' leads in a circle. Fix: State "
            "in one of them what it is."
        ),
        id="NW103 a reference to itself",
    ),
    pytest.param(
        {
            "pets": [
                (
                    "      description: A pet.\n",
                    """\
      description: A pet.
      customTypePath: os.system
""",
                )
            ]
        },
        "/components/schemas/Pet/customTypePath",
        (
            "pets.yaml:45: NW104 The key 'customTypePath' steers the tools or the meaning of references. "
            "Fix: Leave it out."
        ),
        id="NW104 a key that imports code",
    ),
    pytest.param(
        {"pets": [("info:", "jsonSchemaDialect: https://example.com/dialect\ninfo:")]},
        "/jsonSchemaDialect",
        (
            "pets.yaml:2: NW104 The key 'jsonSchemaDialect' steers the tools or the meaning of "
            "references. Fix: Leave it out."
        ),
        id="NW104 a dialect to fetch",
    ),
    pytest.param(
        {
            "pets": [
                (
                    "      description: A pet.\n",
                    """\
      description: A pet.
      x-python-import: {module: os, name: system}
""",
                )
            ]
        },
        "/components/schemas/Pet/x-python-import",
        (
            "pets.yaml:45: NW104 The key 'x-python-import' steers the tools or the meaning of references."
            " Fix: Leave it out."
        ),
        id="NW104 an extension of a tool",
    ),
    pytest.param(
        {
            "pets": [
                (
                    "    Kind:\n",
                    """\
    Cage: {type: object, description: A cage.}
    Kind:
""",
                )
            ]
        },
        "/components/schemas/Cage",
        "pets.yaml:52: NW105 The component Cage is used nowhere. Fix: Use it or delete it.",
        id="NW105 a component nobody refers to",
    ),
    pytest.param(
        {
            "pets": [
                (
                    "    Kind:\n",
                    """\
    Cage: {description: A cage., type: array, items: {$ref: '#/components/schemas/Cage'}}
    Kind:
""",
                )
            ]
        },
        "/components/schemas/Cage",
        "pets.yaml:52: NW105 The component Cage is used nowhere. Fix: Use it or delete it.",
        id="NW105 a component only itself refers to",
    ),
    pytest.param(
        {
            "pets": [
                (
                    "  parameters:\n    PetId",
                    """\
  securitySchemes:
    key: {type: http, scheme: bearer}
  parameters:
    PetId""",
                )
            ]
        },
        "/components/securitySchemes/key",
        "pets.yaml:29: NW105 The component key is used nowhere. Fix: Use it or delete it.",
        id="NW105 a security scheme nobody asks for",
    ),
    pytest.param(
        {"name": "pet-shop.yaml"},
        "",
        (
            "pet-shop.yaml:1: NW106 The file's name 'pet-shop' can't name a package, which it is to do. "
            "Fix: Rename it in snake_case: letters, digits and underscores."
        ),
        id="NW106 a file name with a dash",
    ),
    pytest.param(
        {"pets": [("examples: [Rex]", "examples: [off]")]},
        "",
        (
            "pets.yaml:41: NW107 'off' is true or false in YAML 1.1, and a text in YAML 1.2. Fix: Put it in "
            "quotes."
        ),
        id="NW107 a word of YAML 1.1",
    ),
    pytest.param(
        {"pets": [("examples: [Rex]", "examples: [ Rex ]")]},
        "",
        (
            "pets.yaml:41: NW108 The line is not as ruamel.yaml's round trip writes it, through which pages are"
            " accepted. Fix: Write `        name: {type: string, description: Its name., examples: [Rex],"
            " x-sources: [guide]}`."
        ),
        id="NW108 brackets with blanks",
    ),
    pytest.param(
        {"sources": [("          name: {type: string}\n", "          name: { type: string }\n")]},
        "",
        (
            "sources/pets.yaml:9: NW108 The line is not as ruamel.yaml's round trip writes it, through which pages"
            " are accepted. Fix: Write `          name: {type: string}`."
        ),
        id="NW108 sources in another style",
    ),
    pytest.param(
        {"pets": [("operationId: update_pet", "operationId: updatePet")]},
        "/paths/~1pets~1{id}/put/operationId",
        (
            "pets.yaml:8: NW201 The operationId 'updatePet' isn't a verb and a noun in snake_case. Fix: "
            "Name it as `verb_noun`, such as list_phone_numbers."
        ),
        id="NW201 camel case",
    ),
    pytest.param(
        {"pets": [("      operationId: update_pet\n", "")]},
        "/paths/~1pets~1{id}/put/operationId",
        (
            "pets.yaml:7: NW201 The operation has no operationId. Fix: Name it as `verb_noun`, such as "
            "list_phone_numbers."
        ),
        id="NW201 no id",
    ),
    pytest.param(
        {"pets": [("update_pet", "pet_update")]},
        "/paths/~1pets~1{id}/put/operationId",
        (
            "pets.yaml:8: NW201 The operationId 'pet_update' isn't a verb and a noun in snake_case. Fix:"
            " Name it as `verb_noun`, such as list_phone_numbers."
        ),
        id="NW201 a noun first",
    ),
    pytest.param(
        {
            "pets": [
                (
                    "components:\n",
                    """\
    delete:
      operationId: update_pet
      tags: [pets]
      description: Takes a pet out.
      x-sources: [guide]
      parameters:
        - {$ref: '#/components/parameters/PetId'}
      responses:
        '204': {description: It is gone.}
        '404': {description: No such pet.}
components:
""",
                )
            ]
        },
        "/paths/~1pets~1{id}/delete/operationId",
        (
            "pets.yaml:28: NW202 The operationId 'update_pet' is taken by the operation on line 7. Fix: "
            "Give each operation its own."
        ),
        id="NW202 an id twice",
    ),
    pytest.param(
        {"pets": [("tags: [pets]", "tags: []")]},
        "/paths/~1pets~1{id}/put/tags",
        "pets.yaml:9: NW203 The operation has 0 tags. Fix: Give it one: the module it belongs to.",
        id="NW203 no tag",
    ),
    pytest.param(
        {"pets": [("tags: [pets]", "tags: [pets, dogs]")]},
        "/paths/~1pets~1{id}/put/tags",
        "pets.yaml:9: NW203 The operation has 2 tags. Fix: Give it one: the module it belongs to.",
        id="NW203 two tags",
    ),
    pytest.param(
        {"pets": [("tags: [pets]", "tags: [dogs]")]},
        "/paths/~1pets~1{id}/put/tags",
        ("pets.yaml:9: NW203 The tag 'dogs' isn't declared. Fix: Add it to `tags` at the top, described."),
        id="NW203 a tag not declared",
    ),
    pytest.param(
        {"pets": [("pets", "pet")]},
        "/tags/0",
        (
            "pets.yaml:4: NW204 The tag 'pet' can't name a module. Fix: Use a plural noun in snake_case,"
            " such as phone_numbers."
        ),
        id="NW204 a singular",
    ),
    pytest.param(
        {"pets": [("pets", "models")]},
        "/tags/0",
        (
            "pets.yaml:4: NW204 The tag 'models' can't name a module. Fix: Use a plural noun in "
            "snake_case, such as phone_numbers."
        ),
        id="NW204 a name of the package's own",
    ),
    pytest.param(
        {
            "pets": [
                (
                    "shop.}\n",
                    """\
shop.}
  - {name: pets, description: Again.}
""",
                )
            ]
        },
        "/tags/1",
        "pets.yaml:5: NW204 The tag 'pets' is declared twice. Fix: Keep one of them.",
        id="NW204 a tag declared twice",
    ),
    pytest.param(
        {"pets": [("        '404': {description: No such pet.}\n", "")]},
        "/paths/~1pets~1{id}/put/responses",
        "pets.yaml:19: NW205 The operation documents no error. Fix: Add its 4xx and 5xx answers.",
        id="NW205 no error",
    ),
    pytest.param(
        {"pets": [("'200':", "'300':")]},
        "/paths/~1pets~1{id}/put/responses",
        "pets.yaml:19: NW205 The operation documents no success. Fix: Add the 2xx answer it gives.",
        id="NW205 no success",
    ),
    pytest.param(
        {"pets": [("name: id\n", "name: from\n"), ("/pets/{id}", "/pets/{from}")]},
        "/components/parameters/PetId",
        (
            "pets.yaml:29: NW206 The parameter 'from' already means something else in Python. Fix: "
            "Choose another name, or teach generator/names.py one for it."
        ),
        id="NW206 a keyword",
    ),
    pytest.param(
        {"pets": [("name: id\n", "name: 'n°'\n"), ("/pets/{id}", "/pets/{n°}")]},
        "/components/parameters/PetId",
        (
            "pets.yaml:29: NW206 The parameter 'n°' has characters that a Python name can't have. Fix: Use "
            "ASCII letters, digits and underscores, a letter first."
        ),
        id="NW206 a letter no Python name has",
    ),
    pytest.param(
        {
            "pets": [
                (
                    "      parameters:\n",
                    """\
      parameters:
        - {name: ID, in: query, description: Another., schema: {type: string, examples: [x]}, x-sources: [guide]}
""",
                )
            ]
        },
        "/components/parameters/PetId",
        (
            "pets.yaml:30: NW206 The parameter 'id' becomes 'id' in Python, as 'ID' does. Fix: Choose "
            "names that differ in more than case and separators."
        ),
        id="NW206 two that become one",
    ),
    pytest.param(
        {"pets": [("/pets/{id}", "/pets")]},
        "/paths/~1pets/put",
        (
            "pets.yaml:7: NW207 The path parameter 'id' is not in the path. Fix: Write {id} in "
            "the path, or drop the parameter."
        ),
        id="NW207 a path without its parameter",
    ),
    pytest.param(
        {"pets": [("/pets/{id}", "/pets/{id}/{part}")]},
        "/paths/~1pets~1{id}~1{part}/put",
        (
            "pets.yaml:7: NW207 The path's {part} is not a parameter of the operation. Fix: Add a parameter"
            " of that name with `in: path`."
        ),
        id="NW207 a placeholder without a parameter",
    ),
    *(
        pytest.param(
            {"pets": [("operationId: update_pet\n", f"operationId: update_pet\n      x-method: {name}\n")]},
            "/paths/~1pets~1{id}/put/x-method",
            (
                f"pets.yaml:9: NW208 The x-method {name!r} can't name a method in Python. Fix: Write a verb in "
                "snake_case that Python doesn't use, such as update."
            ),
            id=f"NW208 {name}",
        )
        for name in ("updateIt", "update it", "import", "models")
    ),
    pytest.param(
        {
            "pets": [
                ("operationId: update_pet\n", "operationId: update_pet\n      x-method: update\n"),
                (
                    "components:\n",
                    """\
    delete:
      operationId: remove_pet
      x-method: update
      tags: [pets]
      description: Takes a pet out.
      x-sources: [guide]
      parameters:
        - {$ref: '#/components/parameters/PetId'}
      responses:
        '204': {description: It is gone.}
        '404': {description: No such pet.}
components:
""",
                ),
            ]
        },
        "/paths/~1pets~1{id}/delete/x-method",
        (
            "pets.yaml:30: NW208 The method 'update' of 'pets' is that of 'update_pet' already. Fix: Give each "
            "operation of a tag a method of its own."
        ),
        id="NW208 a method twice",
    ),
]


@pytest.mark.parametrize(("changes", "pointer", "finding"), CASES)
def test_a_breach_is_found_alone(changes, pointer, finding, find_breaches):
    """A change that breaks one rule gives that rule's finding, with its line and mend, and no other."""
    assert find_breaches(**changes) == [(pointer, finding)]


def test_each_schema_is_held_against_the_meta_schema_once(monkeypatch):
    """The validator leaves out the schemas that were checked for the sake of their place."""
    schemas = []
    check_schema = OAS31Validator.check_schema

    def count(schema, **options):
        schemas.append(schema)
        check_schema(schema, **options)

    monkeypatch.setattr(OAS31Validator, "check_schema", count)
    assert check_file(SPEC) == []
    assert len(schemas) == len(set(map(id, schemas))) > 1
