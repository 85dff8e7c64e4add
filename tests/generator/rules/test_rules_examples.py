"""The rules on examples, lines, full stops and tags, each by a small change that breaks it alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.rules import check_file

SHOWN = "examples: {cat: {value: {kind: cat}}}"
CAT = "        cat: {description: A cat., sources: [guide]}\n"
NAME = "examples: [Rex]"

CASES = [
    pytest.param(
        [(NAME, "examples: [5]")],
        "/components/schemas/PetUpdate/properties/name/examples/0",
        "pets.yaml:41: NW701 The example doesn't fit its schema: $: 5 is not of type 'string'."
        " Fix: Correct the example, or the schema if that is wrong.",
        id="NW701 a field's example",
    ),
    pytest.param(
        [(SHOWN, "examples: {one: {value: {kind: dog}}}")],
        "/paths/~1pets~1{id}/put/responses/200/content/application~1json/examples/one/value",
        "pets.yaml:25: NW701 The example doesn't fit its schema: $.kind: 'dog' is not one of ['cat', 'big-dog']."
        " Fix: Correct the example, or the schema if that is wrong.",
        id="NW701 an answer's example",
    ),
    pytest.param(
        [(SHOWN, "examples: {one: {value: {kind: cat, age: 3}}}")],
        "/paths/~1pets~1{id}/put/responses/200/content/application~1json/examples/one/value/age",
        "pets.yaml:25: NW702 The example has the field 'age', which its schema hasn't."
        " Fix: Correct its name, delete it, or add the property.",
        id="NW702 a field that the schema hasn't",
    ),
    pytest.param(
        [(NAME, "examples: ['+1 (212) 736-5000']")],
        "/components/schemas/PetUpdate/properties/name/examples/0",
        "pets.yaml:41: NW703 The example has the number +1 (212) 736-5000, which somebody may own."
        " Fix: Use one kept for fiction, such as +15035550123.",
        id="NW703 somebody's number",
    ),
    pytest.param(
        [(NAME, "examples: ['https://pets.shop/']")],
        "/components/schemas/PetUpdate/properties/name/examples/0",
        "pets.yaml:41: NW703 The example has the address of pets.shop, which somebody may own."
        " Fix: Use one kept for examples, such as https://example.com.",
        id="NW703 somebody's address",
    ),
    pytest.param(
        [("            examples: {renamed: {value: {name: Rex}}}\n", "")],
        "/paths/~1pets~1{id}/put/requestBody/content/application~1json",
        "pets.yaml:16: NW704 The request of update_pet has no example."
        " Fix: Add `examples` with a name and a likely `value` of the whole.",
        id="NW704 a request without",
    ),
    pytest.param(
        [(SHOWN, "examples: {cat: {summary: A cat.}}")],
        "/paths/~1pets~1{id}/put/responses/200/content/application~1json",
        "pets.yaml:23: NW704 The answer 200 of update_pet has no example."
        " Fix: Add `examples` with a name and a likely `value` of the whole.",
        id="NW704 an answer without a value",
    ),
    pytest.param(
        [("  - {name: pets, description: The pets of a shop.}\n", "  - {name: pets}\n  - {name: cages}\n")],
        "/tags/1",
        "pets.yaml:5: NW209 No operation has the tag 'cages'. Fix: Use it or delete it.",
        id="NW209 a tag that nothing has",
    ),
    pytest.param(
        [("description: What it is.", "description: What it is")],
        "/components/schemas/Pet/properties/kind/description",
        "pets.yaml:48: NW408 The description of the property kind doesn't end with a full stop."
        " Fix: Write whole sentences.",
        id="NW408 a property's",
    ),
    pytest.param(
        [("{description: No such pet.}", "{description: No such pet}")],
        "/paths/~1pets~1{id}/put/responses/404/description",
        "pets.yaml:26: NW408 The description of the answer 404 of update_pet doesn't end with a full stop."
        " Fix: Write whole sentences.",
        id="NW408 an answer's",
    ),
    pytest.param(
        [("description: A dog.,", "description: A dog,")],
        "/components/schemas/Kind/x-values/big-dog/description",
        "pets.yaml:58: NW408 The description of the value 'big-dog' doesn't end with a full stop."
        " Fix: Write whole sentences.",
        id="NW408 a value's",
    ),
    pytest.param(
        [("paths:\n", f"# {'word ' * 25}word\npaths:\n")],
        "",
        "pets.yaml:5: NW109 The line has 131 characters, more than 110. Fix: Break it.",
        id="NW109 a long line",
    ),
    pytest.param(
        [("paths:\n", "# What it does. \npaths:\n")],
        "",
        "pets.yaml:5: NW109 The line has a tab, or a blank at its end. Fix: Use spaces, and none at the end.",
        id="NW109 a blank at a line's end",
    ),
    pytest.param(
        [("  title: The guide\n", "  title: &title The guide\n")],
        "",
        "sources/pets.yaml:3: NW109 The line has the anchor or alias 'title', which accepting a page can't edit."
        " Fix: Write the value out.",
        id="NW109 an anchor",
    ),
    pytest.param(
        [
            (
                "name: {type: string, description: Its name.,",
                "name: {default: Rex, type: string, description: Its name.,",
            )
        ],
        "/components/schemas/PetUpdate/properties/name/default",
        "pets.yaml:41: NW506 No page states the default of name."
        " Fix: Delete it, or say under x-disagreement why it holds.",
        id="NW506 a default of nowhere",
    ),
    pytest.param(
        [
            (f"x-values:\n{CAT}", "x-values:\n"),
            (
                "A dog., sources: [guide]}\n",
                f"A dog., sources: [guide]}}\n{CAT}",
            ),
        ],
        "/components/schemas/Kind/x-values",
        "pets.yaml:56: NW406 x-values is not in the order of the enum. Fix: Put it in that order.",
        id="NW406 another order",
    ),
    pytest.param(
        [("A dog., sources", "A dog., replacement: [cat], sources")],
        "/components/schemas/Kind/x-values/big-dog",
        "pets.yaml:58: NW406 The enum's value 'big-dog' names a replacement and is not deprecated."
        " Fix: Add `deprecated: true`, or delete the replacement.",
        id="NW406 a replacement of what is not deprecated",
    ),
]


@pytest.mark.parametrize(("changes", "pointer", "finding"), CASES)
def test_a_breach_is_found_alone(changes, pointer, finding, find_breaches):
    """A change that breaks one rule gives that rule's finding, with its line and mend, and no other."""
    place = "sources" if finding.startswith("sources") else "pets"
    assert find_breaches(**{place: changes}) == [(pointer, finding)]


TAIL = (
    "        tail: {type: [string, 'null'], description: Its tail., examples: [long], x-sources: [guide]}\n"
)


@pytest.mark.parametrize(("value", "is_found"), [("{kind: cat}", True), ("{kind: cat, tail: null}", False)])
def test_a_field_of_an_answer_is_shown(value, is_found, find_breaches):
    """A field that no example of an answer shows breaks NW705; null shows it as well."""
    found = find_breaches(
        pets=[("    Kind:\n", f"{TAIL}    Kind:\n"), (SHOWN, f"examples: {{cat: {{value: {value}}}}}")],
        sources=[("        statuses:", "          tail: {type: string}\n        statuses:")],
    )
    finding = (
        "pets.yaml:52: "
        "NW705 No example of an answer shows the field tail of Pet."
        " Fix: Add it to the examples of answers that have this object."
    )
    assert [line for _, line in found] == ([finding] if is_found else [])


MARKED = (
    "NW505 The value 'big-dog' is marked as one of answers only, and a page says that it can be sent."
    " Fix: Delete `answers-only`."
)
SENT = "        name: {type: string, description: Its name., examples: [Rex], x-sources: [guide]}\n"
KIND = (
    SENT + "        kind:\n          description: Its kind.\n          $ref: '#/components/schemas/Kind'\n"
    "          examples: [cat]\n          x-sources: [guide]\n"
)


@pytest.mark.parametrize(
    ("values", "mark", "finding"),
    [
        (
            "[cat]",
            "",
            "NW505 No page says that the value 'big-dog' can be sent. Fix: Add `answers-only: true`.",
        ),
        ("[cat, big-dog]", "answers-only: true, ", MARKED),
        ("[cat]", "answers-only: true, ", None),
        ("[cat, big-dog]", "", None),
    ],
)
def test_values_of_answers_only_are_marked(values, mark, finding, find_breaches):
    """Of a field that is sent, a value that only answers list is marked, and no other one is."""
    found = find_breaches(
        pets=[(SENT, KIND), ("A dog., sources", f"A dog., {mark}sources")],
        sources=[("name: {type: string}\n", f"name: {{type: string}}\n          kind: {{enum: {values}}}\n")],
    )
    assert [line.partition(": ")[2] for _, line in found] == ([finding] if finding else [])


def test_sources_of_no_document_are_found(find_breaches, tmp_path):
    """The pages of an API that has no document are a finding."""
    assert find_breaches() == []
    Path("sources/ghosts.yaml").write_text("pages: {}\n", encoding="utf-8")
    (finding,) = map(str, check_file(Path("pets.yaml")))
    assert finding.partition(": ")[2].startswith(
        "NW507 sources/ghosts.yaml has the pages of an API that has no"
    )


def test_an_operation_lists_the_pages_that_describe_it(find_breaches):
    """An operation that leaves out a page that describes it breaks NW503, as a field does."""
    second = "pages:\n  other:\n    title: Another\n    operations:\n      update_pet: {}\n"
    assert [line for _, line in find_breaches(sources=[("pages:\n", second)])] == [
        "pets.yaml:11: NW503 The page other states this and isn't listed. Fix: Add its id."
    ]
