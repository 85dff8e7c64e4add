"""The rules on words, evidence and sources, each by a small change that breaks it alone."""

from __future__ import annotations

import pytest

CASES = [
    pytest.param(
        {"pets": [("          examples: [cat]\n", "")]},
        "/components/schemas/Pet/properties/kind",
        "pets.yaml:47: NW404 The property kind has no example. Fix: Add `examples` with a likely value.",
        id="NW404 a field of an enum without",
    ),
    pytest.param(
        {
            "pets": [("name: {type: string,", "name: {type: string, deprecated: true,")],
            "sources": [
                ("name: {type: string}", "name: {type: string, deprecated: true, replacedBy: [title]}")
            ],
        },
        "/components/schemas/PetUpdate/properties/name/description",
        (
            "pets.yaml:41: NW409 The description of name doesn't name title, its replacement on guide."
            " Fix: Begin it with what to use instead: `Deprecated: use title.`"
        ),
        id="NW409 a replacement that isn't named",
    ),
    pytest.param(
        {"sources": [("required: true, ", "")]},
        "/components/schemas/Pet/required",
        (
            "pets.yaml:45: NW508 No page says that kind is in every answer, and one without it can't be read."
            " Fix: Take it out of `required`, or say under x-disagreement (about: [required]) why it is there."
        ),
        id="NW508 a required field of an answer that no page says is there",
    ),
    pytest.param(
        {"pets": [("openapi: 3.1.0", "openapi: [3.1.0")]},
        "",
        (
            "pets.yaml:2: NW001 This isn't YAML: while parsing a flow sequence expected ',' or ']', but "
            "got ':'. Fix: Correct the file."
        ),
        id="NW001 a file that is no YAML",
    ),
    pytest.param(
        {"pets": [("      description: Changes a pet.\n", "")]},
        "/paths/~1pets~1{id}/put",
        (
            "pets.yaml:7: NW401 The operation update_pet has no description. Fix: Say in your own words "
            "what it is."
        ),
        id="NW401 an operation without",
    ),
    pytest.param(
        {"pets": [("description: Which pet.", "description: ' '")]},
        "/components/parameters/PetId",
        ("pets.yaml:29: NW401 The parameter id has no description. Fix: Say in your own words what it is."),
        id="NW401 a parameter without",
    ),
    pytest.param(
        {"pets": [("          description: What it is.\n", "")]},
        "/components/schemas/Pet/properties/kind",
        ("pets.yaml:47: NW401 The property kind has no description. Fix: Say in your own words what it is."),
        id="NW401 a property without",
    ),
    pytest.param(
        {"pets": [("      description: A pet.\n", "")]},
        "/components/schemas/Pet",
        ("pets.yaml:42: NW401 The schema Pet has no description. Fix: Say in your own words what it is."),
        id="NW401 a schema without",
    ),
    pytest.param(
        {"pets": [(", x-sources: [guide]}", "}")]},
        "/components/schemas/PetUpdate/properties/name",
        (
            "pets.yaml:41: NW402 The property name has no x-sources. Fix: List the ids of the pages that"
            " name it."
        ),
        id="NW402 a property without",
    ),
    pytest.param(
        {
            "pets": [
                (
                    """\
a pet.
      x-sources: [guide]
      par""",
                    """\
a pet.
      x-sources: []
      par""",
                )
            ]
        },
        "/paths/~1pets~1{id}/put",
        (
            "pets.yaml:7: NW402 The operation update_pet has no x-sources. Fix: List the ids of the "
            "pages that name it."
        ),
        id="NW402 an operation with none",
    ),
    pytest.param(
        {
            "pets": [
                (
                    "      description: A pet.\n",
                    """\
      description: A pet.
      x-sources: [guid]
""",
                )
            ]
        },
        "/components/schemas/Pet/x-sources",
        (
            "pets.yaml:45: NW403 The page 'guid' isn't in sources/pets.yaml. Fix: Correct the id or add "
            "the page and its facts there."
        ),
        id="NW403 an unknown page",
    ),
    pytest.param(
        {
            "pets": [
                (
                    "      description: A pet.\n",
                    """\
      description: A pet.
      x-sources: [guide, guide]
""",
                )
            ]
        },
        "/components/schemas/Pet/x-sources",
        "pets.yaml:45: NW403 The page 'guide' is listed twice. Fix: List it once.",
        id="NW403 a page twice",
    ),
    pytest.param(
        {"pets": [(", examples: [Rex]", "")]},
        "/components/schemas/PetUpdate/properties/name",
        ("pets.yaml:41: NW404 The property name has no example. Fix: Add `examples` with a likely value."),
        id="NW404 a property without",
    ),
    pytest.param(
        {"pets": [(", examples: [p1]", "")]},
        "/components/parameters/PetId",
        (
            "pets.yaml:29: NW404 The parameter id has no example. Fix: Add `examples` with a likely "
            "value to its schema."
        ),
        id="NW404 a parameter without",
    ),
    pytest.param(
        {
            "pets": [
                (
                    "      description: A pet.\n",
                    """\
      description: A pet.
      x-disagreement: {pages: {guide: so}, resolution: Yes.}
""",
                )
            ]
        },
        "/components/schemas/Pet/x-disagreement",
        (
            "pets.yaml:45: NW405 The disagreement's 'why' is missing, empty or unknown. Fix: Give "
            "`pages` (what each page says), `resolution` and `why`, perhaps `about` (facts, in their order) and "
            "`omits` (names that are left out), and "
            "nothing else."
        ),
        id="NW405 no reason",
    ),
    pytest.param(
        {
            "pets": [
                (
                    "      description: A pet.\n",
                    """\
      description: A pet.
      x-disagreement: {pages: {guide: so}, resolution: Yes., why: It is., whom: us}
""",
                )
            ]
        },
        "/components/schemas/Pet/x-disagreement",
        (
            "pets.yaml:45: NW405 The disagreement's 'whom' is missing, empty or unknown. Fix: Give "
            "`pages` (what each page says), `resolution` and `why`, perhaps `about` (facts, in their order) and "
            "`omits` (names that are left out), and "
            "nothing else."
        ),
        id="NW405 an unknown key",
    ),
    *(
        pytest.param(
            {
                "pets": [
                    (
                        "      description: A pet.\n",
                        f"""\
      description: A pet.
      x-disagreement: {{about: {about}, pages: {{guide: so}}, resolution: Yes., why: It is.}}
""",
                    )
                ]
            },
            "/components/schemas/Pet/x-disagreement",
            (
                "pets.yaml:45: NW405 The disagreement's 'about' is missing, empty or unknown. Fix: Give `pages`"
                " (what each page says), `resolution` and `why`, perhaps `about` (facts, in their order) and `omits`"
                " (names that are left out), and"
                " nothing else."
            ),
            id=f"NW405 about {about}",
        )
        for about in ("[]", "[colour]", "[nullable, required]", "required", "[type, 1]")
    ),
    pytest.param(
        {"pets": [("        big-dog: {description: A dog., sources: [guide]}\n", "")]},
        "/components/schemas/Kind/x-values/big-dog",
        (
            "pets.yaml:56: NW406 The enum's value 'big-dog' has no description in x-values. Fix: Say "
            "there in your own words what it means."
        ),
        id="NW406 a value not told of",
    ),
    pytest.param(
        {"pets": [("description: A dog., ", "")]},
        "/components/schemas/Kind/x-values/big-dog",
        (
            "pets.yaml:58: NW406 The enum's value 'big-dog' has no description in x-values. Fix: Say "
            "there in your own words what it means."
        ),
        id="NW406 a value without description",
    ),
    pytest.param(
        {"pets": [("{description: A dog., sources: [guide]}", "{description: A dog., sources: []}")]},
        "/components/schemas/Kind/x-values/big-dog",
        (
            "pets.yaml:58: NW406 The enum's value 'big-dog' has no sources in x-values. Fix: List the "
            "pages that name it; one that none names is `assumed: true`."
        ),
        id="NW406 a value without sources",
    ),
    pytest.param(
        {"pets": [("{description: A dog., ", "{description: A dog., replacement: dog, ")]},
        "/components/schemas/Kind/x-values/big-dog",
        (
            "pets.yaml:58: NW406 The enum's value 'big-dog' names a replacement that is not a value of the "
            "enum. Fix: Name values of this enum."
        ),
        id="NW406 a replacement that is not a value",
    ),
    pytest.param(
        {"pets": [("{description: A dog., ", "{description: A dog., depreciated: true, ")]},
        "/components/schemas/Kind/x-values/big-dog",
        (
            "pets.yaml:58: NW406 The enum's value 'big-dog' has the unknown fact 'depreciated'. Fix: Use"
            " answers-only, assumed, deprecated, description, replacement, sources."
        ),
        id="NW406 an unknown fact",
    ),
    pytest.param(
        {"pets": [("{description: A dog., ", "{description: A dog., deprecated: 'yes', ")]},
        "/components/schemas/Kind/x-values/big-dog",
        (
            "pets.yaml:58: NW406 The enum's value 'big-dog' has a flag that is neither true nor false. "
            "Fix: Write true, or leave the flag out."
        ),
        id="NW406 a flag that is a text",
    ),
    pytest.param(
        {
            "pets": [
                ("        big-dog:", "        dog: {description: A dog., sources: [guide]}\n        big-dog:")
            ]
        },
        "/components/schemas/Kind/x-values/dog",
        "pets.yaml:58: NW406 x-values describes 'dog', which is not a value of the enum. Fix: Delete or add it.",
        id="NW406 a value that isn't one",
    ),
    pytest.param(
        {"pets": [("A kind of animal.", '"A kind\\u202e of animal."')]},
        "/components/schemas/Kind/description",
        (
            "pets.yaml:54: NW407 The text holds the invisible character U+202E. Fix: Take it out, or "
            "name it in words."
        ),
        id="NW407 a mark that turns text around",
    ),
    pytest.param(
        {"sources": None},
        "",
        (
            "sources/pets.yaml:1: NW501 The sources can't be read: the file does not exist. Fix: Keep "
            "there what each page states."
        ),
        id="NW501 no sources",
    ),
    pytest.param(
        {"sources": [("id: {type: string}", "id: {typ: string}")]},
        "/pages/guide/operations/update_pet/path/id",
        (
            "sources/pets.yaml:7: NW501 The field 'id' has the unknown fact 'typ'. Fix: Write pages -> "
            "id -> operations -> id -> part -> field -> facts."
        ),
        id="NW501 an unknown fact",
    ),
    *(
        pytest.param(
            {"sources": [("    title: The guide\n", f"    title: The guide\n    {line}\n")]},
            f"/pages/guide/{line.partition(':')[0]}",
            (
                f"sources/pets.yaml:4: NW501 {fault} Fix: Write pages -> id -> operations -> id -> part -> "
                "field -> facts."
            ),
            id=f"NW501 {line}",
        )
        for line, fault in (
            ("colour: red", "The page 'guide' has the unknown key 'colour'."),
            ("url: http://pets.example", "The url of the page 'guide' is not an https URL."),
            ("date: 2025-01-15T09:30", "The date of the page 'guide' is not a day, quoted, as YYYY-MM-DD."),
            ("digest: 0a1b", "The digest of the page 'guide' is not a SHA-256."),
        )
    ),
    pytest.param(
        {"sources": [("    operations:\n", "    errors: {'404': {error: {typ: x}}}\n    operations:\n")]},
        "/pages/guide/errors/404/error",
        (
            "sources/pets.yaml:4: NW501 The field 'error' has the unknown fact 'typ'. Fix: Write pages -> "
            "id -> operations -> id -> part -> field -> facts."
        ),
        id="NW501 an unknown fact of an error",
    ),
    pytest.param(
        {"sources": [("path:", "paths:")]},
        "/pages/guide/operations/update_pet/paths",
        (
            "sources/pets.yaml:6: NW501 An operation has no part 'paths'. Fix: Write pages -> id -> "
            "operations -> id -> part -> field -> facts."
        ),
        id="NW501 an unknown part",
    ),
    pytest.param(
        {"sources": [("    title: The guide\n", "")]},
        "/pages/guide",
        (
            "sources/pets.yaml:2: NW501 The page 'guide' needs an id in kebab-case and a title. Fix: "
            "Write pages -> id -> operations -> id -> part -> field -> facts."
        ),
        id="NW501 a page without a title",
    ),
    pytest.param(
        {
            "sources": [
                (
                    "    operations:\n",
                    """\
    operations:
      feed_pet: {}
""",
                )
            ]
        },
        "/pages/guide/operations/feed_pet",
        (
            "sources/pets.yaml:5: NW502 The page guide states the operation feed_pet, which the document "
            "lacks. Fix: Add it to pets.yaml, or name it there under `omits` "
            "of an x-disagreement that says why it is left out."
            " Or delete it here: these notes were made by hand."
        ),
        id="NW502 a lost operation",
    ),
    pytest.param(
        {
            "sources": [
                ("    title: The guide\n", "    title: The guide\n    layout: stacked\n"),
                ("    operations:\n", "    operations:\n      feed_pet: {}\n"),
            ]
        },
        "/pages/guide/operations/feed_pet",
        (
            "sources/pets.yaml:6: NW502 The page guide states the operation feed_pet, which the document "
            "lacks. Fix: Add it to pets.yaml, or name it there under `omits` "
            "of an x-disagreement that says why it is left out."
        ),
        id="NW502 a lost operation of a page that was read",
    ),
    pytest.param(
        {"sources": [("          id: {type: string}", "          id: {type: string}\n          tag: {}")]},
        "/pages/guide/operations/update_pet/path/tag",
        (
            "sources/pets.yaml:8: NW502 The page guide states the path field tag of update_pet, which the"
            " document lacks. Fix: Add it to pets.yaml, or name it there under `omits` "
            "of an x-disagreement that says why it is left out."
            " Or delete it here: these notes were made by hand."
        ),
        id="NW502 a lost parameter",
    ),
    pytest.param(
        {
            "sources": [
                ("          name: {type: string}", "          name: {type: string}\n          name.first: {}")
            ]
        },
        "/pages/guide/operations/update_pet/request/name.first",
        (
            "sources/pets.yaml:10: NW502 The page guide states the request field name.first of "
            "update_pet, which the document lacks. Fix: Add it to pets.yaml, or name it there under `omits` "
            "of an x-disagreement that says why it is left out."
            " Or delete it here: these notes were made by hand."
        ),
        id="NW502 a lost property",
    ),
    pytest.param(
        {"sources": [("[cat, big-dog]", "[cat, big-dog, fish]")]},
        "/pages/guide/operations/update_pet/response/kind",
        (
            "sources/pets.yaml:11: NW502 The page guide states the value fish of the response field kind "
            "of update_pet, which the document lacks. Fix: Add it to pets.yaml, or name it there under `omits`"
            " of an x-disagreement that says why it is left out."
            " Or delete it here: these notes were made by hand."
        ),
        id="NW502 a lost value",
    ),
    pytest.param(
        {"sources": [("'404']", "'404', '500']")]},
        "/pages/guide/operations/update_pet/statuses/2",
        (
            "sources/pets.yaml:12: NW502 The page guide states the status 500 of update_pet, which the "
            "document lacks. Fix: Add it to pets.yaml, or name it there under `omits` "
            "of an x-disagreement that says why it is left out."
            " Or delete it here: these notes were made by hand."
        ),
        id="NW502 a lost status",
    ),
    pytest.param(
        {
            "sources": [
                (
                    "    operations:",
                    """\
    errors:
      '404':
        error: {}
    operations:""",
                )
            ]
        },
        "/pages/guide/errors/404/error",
        (
            "sources/pets.yaml:6: NW502 The page guide states the error field error of status 404, which "
            "the document lacks. Fix: Add it to pets.yaml, or name it there under `omits` "
            "of an x-disagreement that says why it is left out."
            " Or delete it here: these notes were made by hand."
        ),
        id="NW502 a lost field of an error",
    ),
    pytest.param(
        {"sources": [("        request:\n          name: {type: string}\n", "        request: {}\n")]},
        "/components/schemas/PetUpdate/properties/name/x-sources",
        (
            "pets.yaml:41: NW503 The page guide is listed and doesn't state this. Fix: Take its id out, "
            "or add the fact to sources/pets.yaml."
        ),
        id="NW503 a page that says nothing of it",
    ),
    pytest.param(
        {
            "pets": [
                (
                    "      x-sources: [guide]\n      parameters",
                    "      x-sources: [guide, blog]\n      parameters",
                ),
            ],
            "sources": [
                (
                    "pages:\n",
                    """\
pages:
  blog:
    title: The blog
    operations:
      update_pet:
        request:
          name: {}
""",
                )
            ],
        },
        "/components/schemas/PetUpdate/properties/name/x-sources",
        "pets.yaml:41: NW503 The page blog states this and isn't listed. Fix: Add its id.",
        id="NW503 a page left out",
    ),
    pytest.param(
        {"sources": [("[cat, big-dog]", "[cat]")]},
        "/components/schemas/Kind/x-values/big-dog/sources",
        (
            "pets.yaml:58: NW504 The page guide is listed and doesn't state this. Fix: Take its id out, "
            "or add the fact to sources/pets.yaml."
        ),
        id="NW504 a page that says nothing of it",
    ),
    pytest.param(
        {
            "pets": [
                (
                    "      x-sources: [guide]\n      parameters",
                    "      x-sources: [guide, blog]\n      parameters",
                ),
                ("          x-sources: [guide]\n    Kind", "          x-sources: [guide, blog]\n    Kind"),
            ],
            "sources": [
                (
                    "pages:\n",
                    """\
pages:
  blog:
    title: The blog
    operations:
      update_pet:
        response:
          kind: {enum: [cat]}
""",
                )
            ],
        },
        "/components/schemas/Kind/x-values/cat/sources",
        "pets.yaml:57: NW504 The page blog states this and isn't listed. Fix: Add its id.",
        id="NW504 a page left out",
    ),
]


@pytest.mark.parametrize(("changes", "pointer", "finding"), CASES)
def test_a_breach_is_found_alone(changes, pointer, finding, find_breaches):
    """A change that breaks one rule gives that rule's finding, with its line and mend, and no other."""
    assert find_breaches(**changes) == [(pointer, finding)]


FINE = [
    pytest.param(
        {
            "sources": [
                (
                    "    title: The guide\n",
                    """\
    title: The guide
    url: null
    date: '2025-01-15'
    layout: glued
    digest: '0000000000000000000000000000000000000000000000000000000000000000'
    etag: '"1"'
""",
                ),
                ("        path:\n", "        method: PUT\n        route: /pets/{id}\n        path:\n"),
                (
                    "{type: string}",
                    "{type: string, format: uuid, required: false, usedWith: {k: [v]}, unread: [0a1b2c3d]}",
                ),
            ]
        },
        id="a page as it is recorded",
    ),
    pytest.param(
        {
            "pets": [
                (
                    "      description: A pet.\n",
                    """\
      description: A pet.
      x-disagreement: {about: [presence, required, excludes], pages: {guide: so}, resolution: Yes., why: So.}
""",
                )
            ],
            "sources": [("{required: true, enum", "{enum")],
        },
        id="a disagreement about facts",
    ),
    pytest.param(
        {
            "sources": [
                ("{required: true, enum", "{required: false, enum"),
                (
                    "pages:\n",
                    """\
open:
  - page: guide
    kind: required
    operation: update_pet
    part: response
    field: kind
    fact: required
    was: true
    now: false
pages:
""",
                ),
            ]
        },
        id="a required field that was left open",
    ),
    pytest.param(
        {
            "sources": [
                ("{required: true, enum: [cat, big-dog]}", "{required: true, enum: [cat], example: big-dog}")
            ]
        },
        id="a value that is shown",
    ),
    pytest.param(
        {
            "sources": [
                ("{required: true, enum: [cat, big-dog]}", "{required: true, example: [cat, big-dog]}")
            ]
        },
        id="values that are shown in a list",
    ),
    pytest.param(
        {
            "pets": [
                (
                    "big-dog: {description: A dog., sources: [guide]}",
                    "big-dog: {description: A dog., assumed: true}",
                )
            ],
            "sources": [
                ("{required: true, enum: [cat, big-dog]}", "{required: true, enum: [cat], example: big-dog}")
            ],
        },
        id="a page that shows a value need not be listed",
    ),
]


@pytest.mark.parametrize("changes", FINE)
def test_what_is_told_in_its_form_is_fine(changes, find_breaches):
    """What a page states, and what is said of it, breaks no rule where it has its form."""
    assert find_breaches(**changes) == []
