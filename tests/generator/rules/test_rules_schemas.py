"""The rules on schemas, each by a small change that breaks it alone."""

from __future__ import annotations

import pytest

CASES = [
    pytest.param(
        {"pets": [("      required: [kind]\n", "")]},
        "/components/schemas/Pet/properties/kind",
        (
            "pets.yaml:46: NW308 The property kind may be missing from an answer, and can't be null there."
            " Fix: Add null to its type, or list it under `required` if every answer has it."
        ),
        id="NW308 an optional field of an answer",
    ),
    pytest.param(
        {"pets": [("    Kind:", "    kinds:"), ("schemas/Kind", "schemas/kinds")]},
        "/components/schemas/kinds",
        (
            "pets.yaml:52: NW301 The component 'kinds' can't name a class. Fix: Name it in PascalCase, "
            "such as PhoneNumber."
        ),
        id="NW301 a lower case name",
    ),
    pytest.param(
        {"pets": [("    Kind:", "    Model:"), ("schemas/Kind", "schemas/Model")]},
        "/components/schemas/Model",
        (
            "pets.yaml:52: NW301 The component 'Model' can't name a class. Fix: Name it in PascalCase, "
            "such as PhoneNumber."
        ),
        id="NW301 a name the models use",
    ),
    pytest.param(
        {
            "pets": [
                (
                    "    Kind:\n",
                    """\
    PeT: {type: object, description: A pet.}
    Kind:
""",
                ),
                (
                    "        '404': {",
                    "        '404': {content: {application/json: {schema: {$ref: '#/components/schemas/PeT'}}}, ",
                ),
            ]
        },
        "/components/schemas/PeT",
        ("pets.yaml:52: NW302 The components Pet and PeT differ only in case. Fix: Rename one of them."),
        id="NW302 two names that differ in case",
    ),
    pytest.param(
        {"pets": [("{type: string, examples: [p1]}", "{type: string, enum: [p1], examples: [p1]}")]},
        "/components/parameters/PetId/schema",
        ("pets.yaml:34: NW303 This enum has no name. Fix: Move it to components/schemas and refer to it."),
        id="NW303 an inline enum",
    ),
    pytest.param(
        {
            "pets": [
                (
                    "        '404': {",
                    "        '404': {content: {application/json: {schema: {type: array, items: {type: object}}}}, ",
                )
            ]
        },
        "/paths/~1pets~1{id}/put/responses/404/content/application~1json/schema/items",
        ("pets.yaml:26: NW303 This object has no name. Fix: Move it to components/schemas and refer to it."),
        id="NW303 an inline object",
    ),
    pytest.param(
        {
            "pets": [
                (
                    "          $ref: '#/components/schemas/Kind'\n",
                    "          allOf: [{$ref: '#/components/schemas/Kind'}, {$ref: '#/components/schemas/Kind'}]\n",
                )
            ]
        },
        "/components/schemas/Pet/properties/kind",
        (
            "pets.yaml:47: NW303 This combination of schemas has no name. Fix: Move it to "
            "components/schemas and refer to it."
        ),
        id="NW303 an inline combination",
    ),
    pytest.param(
        {"pets": [("        name: {", "        class: {")]},
        "/components/schemas/PetUpdate/properties/class",
        (
            "pets.yaml:41: NW304 The property 'class' already means something else in Python. Fix: "
            "Choose another name, or teach generator/names.py one for it."
        ),
        id="NW304 a keyword",
    ),
    pytest.param(
        {
            "pets": [
                (
                    "        name: {type",
                    (
                        "        Name: {type: string, description: Another., examples: [Rex], x-sources: [guide]}\n"
                        "        name: {type"
                    ),
                )
            ]
        },
        "/components/schemas/PetUpdate/properties/name",
        (
            "pets.yaml:42: NW304 The property 'name' becomes 'name' in Python, as 'Name' does. Fix: "
            "Choose names that differ in more than case and separators."
        ),
        id="NW304 two that become one",
    ),
    pytest.param(
        {
            "pets": [
                (
                    "What to change.\n",
                    """\
What to change.
      required: [age]
""",
                )
            ]
        },
        "/components/schemas/PetUpdate/required",
        (
            "pets.yaml:40: NW305 The required property 'age' doesn't exist. Fix: Correct the name or add"
            " the property."
        ),
        id="NW305 a property that is not there",
    ),
    pytest.param(
        {"pets": [("[cat, big-dog]", "[cat, big-dog, 3]")]},
        "/components/schemas/Kind/enum",
        (
            "pets.yaml:55: NW306 The enum has values that are not strings. Fix: Write `type: string` and "
            "only strings; null is stated where the enum is used."
        ),
        id="NW306 a number",
    ),
    pytest.param(
        {
            "pets": [
                ("[cat, big-dog]", "[cat, big-dog, big_dog]"),
                (
                    "A dog., sources: [guide]}\n",
                    "A dog., sources: [guide]}\n        big_dog: {description: A dog., sources: [guide]}\n",
                ),
            ]
        },
        "/components/schemas/Kind/enum/2",
        (
            "pets.yaml:55: NW306 The enum's values 'big-dog' and 'big_dog' both become 'big_dog' in "
            "Python. Fix: Extend generator/names.py to distinguish them."
        ),
        id="NW306 two that become one",
    ),
    pytest.param(
        {"pets": [("[cat, big-dog]", "[cat, big-dog, cat]")]},
        "/components/schemas/Kind/enum/2",
        "pets.yaml:55: NW306 The enum has the value 'cat' twice. Fix: Keep one of them.",
        id="NW306 a value twice",
    ),
    pytest.param(
        {"pets": [("PetUpdate", "PetChange")]},
        "/paths/~1pets~1{id}/put/requestBody/content/application~1json/schema",
        (
            "pets.yaml:17: NW307 The schema PetChange is sent as a request and doesn't say so. Fix: Let "
            "a named schema end in Create, Purchase, Request or Update."
        ),
        id="NW307 a name that doesn't say so",
    ),
    pytest.param(
        {
            "pets": [
                ("{$ref: '#/components/schemas/PetUpdate'}", "{type: string}"),
                (
                    """\
    PetUpdate:
      type: object
      description: What to change.
      properties:
        name: {type: string, description: Its name., examples: [Rex], x-sources: [guide]}
""",
                    "",
                ),
            ]
        },
        "/paths/~1pets~1{id}/put/requestBody/content/application~1json/schema",
        (
            "pets.yaml:17: NW307 A schema without a name is sent as a request and doesn't say so. Fix: "
            "Let a named schema end in Create, Purchase, Request or Update."
        ),
        id="NW307 no name",
    ),
]


@pytest.mark.parametrize(("changes", "pointer", "finding"), CASES)
def test_a_breach_is_found_alone(changes, pointer, finding, find_breaches):
    """A change that breaks one rule gives that rule's finding, with its line and mend, and no other."""
    assert find_breaches(**changes) == [(pointer, finding)]
