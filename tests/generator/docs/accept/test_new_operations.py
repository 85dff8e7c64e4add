"""An operation that the spec lacks is drafted from what a page states of it, and says that it is to be described."""

from __future__ import annotations

from dataclasses import replace

import pytest

from generator.docs.accept.accept_pages import AcceptError, judge_page
from generator.docs.accept.new_operations import spec_path
from generator.docs.compare.page_checks import untold_tasks
from generator.docs.compare.remaining import open_tasks, tasks
from generator.docs.pages.page_reader import Reading
from generator.facts import UNREAD_PART, Operation
from generator.openapi.document import read_document
from generator.openapi.view import Subject
from generator.rules import check_file
from tests.generator.docs.accept.pets import PARTS, UNMARKED, page

UPDATE = page().operations["update_pet"]
FEED = Operation(
    "feed_pet",
    "POST",
    "/pets/{id}/meals",
    {
        "path": {"id": PARTS["path"]["id"]},
        "query": {"dry": PARTS["query"]["dry"], "hurry": {"type": "boolean", **UNMARKED}},
        "request": {
            "food": {"type": "string", "required": True, "deprecated": False},
            "grams": {"type": "integer", "minimum": 1, **UNMARKED},
            "times": {"type": "array", "items": "string", **UNMARKED},
            "extras": {"type": "array", **UNMARKED},
            "extras.name": {"type": "string", **UNMARKED},
        },
        "response": PARTS["response"],
    },
    ("200", "404"),
)


def with_feeding(**others):
    """The page with a further operation."""
    feed = Operation(**{**vars(FEED), **others})
    return page(operations={"update_pet": UPDATE, feed.name: feed})


def accept(shop, said, *operations):
    """Accept a page, and write what comes of it."""
    made = shop.accept(said, operations=operations)
    shop.write(made)
    return made


def drafted(shop):
    """The operation that was drafted, by its path and method."""
    return read_document(shop.spec).data["paths"]["/pets/{id}/meals"]["post"]


def test_an_operation_is_drafted_whole(shop):
    """Method, path, parameters, bodies, answers, tag and sources are written, and the rules of the house are kept."""
    made = accept(shop, with_feeding(), "feed_pet")
    assert made.left == ()
    node = drafted(shop)
    assert (node["operationId"], node["tags"], node["x-sources"]) == ("feed_pet", ["pets"], ["guide"])
    assert [one["$ref"].rpartition("/")[2] for one in node["parameters"]] == ["PetId", "Dry", "Hurry"]
    assert node["requestBody"]["required"] is True
    content = node["requestBody"]["content"]["application/json"]
    assert content["schema"] == {"$ref": "#/components/schemas/FeedPetRequest"}
    assert content["examples"]["example"]["value"] == {
        "food": "example",
        "grams": 1,
        "times": ["example"],
        "extras": [{"name": "example"}],
    }
    answer = node["responses"]["200"]["content"]["application/json"]
    assert answer["schema"] == {"$ref": "#/components/schemas/Pet"}
    assert answer["examples"]["example"]["value"] == {"name": "Rex", "age": 3, "kind": "cat"}
    assert node["responses"]["404"] == {"$ref": "#/components/responses/NotFound"}
    schemas = read_document(shop.spec).data["components"]["schemas"]
    assert schemas["FeedPetRequest"]["required"] == ["food"]
    assert schemas["FeedPetRequest"]["properties"]["grams"]["minimum"] == 1
    assert list(schemas["FeedPetRequestExtras"]["properties"]) == ["name"]
    assert check_file(shop.spec) == []


@pytest.mark.parametrize("is_required", [False, True])
def test_a_body_is_required_as_the_page_says(is_required, shop):
    """Where a page says whether a call must have a body, the draft says the same, whatever its fields are."""
    accept(shop, with_feeding(body_required=is_required), "feed_pet")
    assert drafted(shop)["requestBody"]["required"] is is_required


def test_a_status_of_every_operation_is_one_of_the_new_one(shop):
    """A status that another page states of every operation, and this page of none, is drafted and told."""
    made = accept(shop, with_feeding(statuses=("200", "422")), "feed_pet")
    assert list(drafted(shop)["responses"]) == ["200", "404", "422"]
    assert drafted(shop)["responses"]["404"] == {"$ref": "#/components/responses/NotFound"}
    assert "feed_pet answers 404, too, as every operation does" in [done.words for done in made.done]
    assert check_file(shop.spec) == []


def test_a_status_that_the_page_knows_is_left_out_where_it_is_not_named(shop):
    """A page that names a status of another operation says by its silence that the new one hasn't it."""
    feed = Operation(**{**vars(FEED), "statuses": ("200", "422")})
    update = Operation(**{**vars(UPDATE), "statuses": ("200", "404")})
    accept(shop, page(operations={"update_pet": update, "feed_pet": feed}), "feed_pet")
    assert list(drafted(shop)["responses"]) == ["200", "422"]


def test_a_status_that_means_something_else_everywhere_is_to_be_described(shop):
    """An answer that no component describes for all operations has the body of its neighbour, and no words."""
    content = (
        "{application/json: {schema: {$ref: '#/components/schemas/Failure'}, examples: {one: {value: {}}}}}"
    )
    text = shop.spec.read_text(encoding="utf-8")
    refused = f"        '422':\n          description: The name is taken.\n          content: {content}\n"
    shop.spec.write_text(text.replace("        '404':\n", f"{refused}        '404':\n"), encoding="utf-8")
    accept(shop, with_feeding(statuses=("200", "404", "422")), "feed_pet")
    answer = drafted(shop)["responses"]["422"]
    assert answer["description"] == "The status 422; new in the documentation, and still to be described."
    assert answer["content"]["application/json"]["schema"] == {"$ref": "#/components/schemas/Failure"}
    assert (
        "/pets/{id}/meals/post/responses/422 is still to be described: say in your own words what it is."
        in [task.words for task in tasks(Subject(read_document(shop.spec)))]
    )


def test_what_another_operation_is_sent_gets_no_new_field(shop):
    """A body that has a field more than one that the spec describes is described on its own."""
    request = {**PARTS["request"], "food": {"type": "string"}, "age": {"type": "integer", **UNMARKED}}
    request |= {name: {"type": "string", **UNMARKED} for name in ("size", "color", "owner", "tag")}
    text = shop.spec.read_text(encoding="utf-8")
    fields = "".join(
        f"        {name}: {{description: Its {name}., type: string, examples: [one], x-sources: [guide]}}\n"
        for name in ("size", "color", "owner", "tag")
    )
    shop.spec.write_text(text.replace("        food:\n", f"{fields}        food:\n"), encoding="utf-8")
    accept(shop, with_feeding(parts={**FEED.parts, "request": request}), "feed_pet")
    known = read_document(shop.spec).data["components"]["schemas"]["PetUpdate"]["properties"]
    assert "age" not in known
    schema = drafted(shop)["requestBody"]["content"]["application/json"]["schema"]
    assert schema == {"$ref": "#/components/schemas/FeedPetRequest"}


def test_the_body_of_a_new_error_is_drafted_with_its_operation(shop):
    """A status that no operation has comes with the body that the page shows; nothing of it is left."""
    body = {"reason": {"type": "string"}, "wait": {"type": "integer"}}
    said = replace(with_feeding(statuses=("200", "404", "409")), errors={"409": body})
    made = accept(shop, said, "feed_pet")
    assert made.left == ()
    assert drafted(shop)["responses"]["409"] == {"$ref": "#/components/responses/Conflict"}
    assert list(read_document(shop.spec).data["components"]["schemas"]["ConflictAnswer"]["properties"]) == [
        "reason",
        "wait",
    ]
    assert check_file(shop.spec) == []


def test_the_body_of_an_error_waits_for_its_operation(shop):
    """As long as the operation is open, the rules miss nothing of what only it answers."""
    said = replace(
        with_feeding(statuses=("200", "404", "409")), errors={"409": {"reason": {"type": "string"}}}
    )
    accept(shop, said)
    assert check_file(shop.spec) == []


def test_an_open_operation_is_told_once(shop):
    """A check of the page that has it lists it as a difference, and not as open besides."""
    said = with_feeding()
    accept(shop, said)
    subject = Subject(read_document(shop.spec))
    drift = judge_page(Reading(said, {}), subject)
    assert [one.change.kind for one in drift.differences] == ["operation-added"]
    assert untold_tasks([drift], [subject], {}) == ()


def test_a_sentence_of_a_new_operation_has_its_place(shop):
    """What a page says of a drafted operation and fits no rule is listed with the line of the draft."""
    made = accept(shop, with_feeding(unread=("0badcafe",)), "feed_pet")
    (work,) = made.left
    assert work.difference.line == read_document(shop.spec).line("/paths/~1pets~1{id}~1meals/post")


def test_what_is_to_be_described_is_listed(shop):
    """Each description that a person still owes is a thing to do, with its line."""
    accept(shop, with_feeding(), "feed_pet")
    todo = tasks(Subject(read_document(shop.spec)))
    lines = shop.spec.read_text(encoding="utf-8").splitlines()
    assert "/pets/{id}/meals/post is still to be described: say in your own words what it is." in [
        task.words for task in todo
    ]
    assert all("is still to be described" in task.words and lines[task.line - 1].strip() for task in todo)


def test_an_operation_that_is_not_asked_for_stays_open(shop):
    """It is recorded and open until somebody asks for it or leaves it out; the rules are kept meanwhile."""
    accept(shop, with_feeding())
    assert check_file(shop.spec) == []
    (task,) = tasks(Subject(read_document(shop.spec)))
    assert task.change.kind == "operation-added"
    text = shop.spec.read_text(encoding="utf-8")
    reason = "x-disagreement: {omits: [feed_pet], pages: {guide: it has feed_pet}, resolution: No., why: Unused.}\n"
    shop.spec.write_text(text.replace("info: ", f"{reason}info: "), encoding="utf-8")
    assert tasks(Subject(read_document(shop.spec))) == []
    assert check_file(shop.spec) == []


@pytest.mark.parametrize(
    ("others", "reason"),
    [
        ({"path": None}, "the page doesn't say its method and path: take the page that does"),
        ({"method": None}, "the page doesn't say its method and path: take the page that does"),
        ({"name": "feed"}, "feed is not a verb and a noun in snake case: name it with --operation"),
    ],
)
def test_what_is_not_stated_is_not_invented(others, reason, shop):
    """Where the page says too little, nothing is drafted, and the reason says what is missing."""
    said = with_feeding(**others)
    made = accept(shop, said, others.get("name", "feed_pet"))
    assert [work.advice for work in made.left] == [f"Not applied: {reason}."]


def test_a_new_operation_gets_the_id_it_is_given(shop):
    """The one operation of a page that the spec lacks is called as the caller says."""
    accept(shop, with_feeding(name="give food"), "serve_meal")
    assert drafted(shop)["operationId"] == "serve_meal"


def test_an_operation_that_no_page_has_is_told(shop):
    """An id that can't be told among a page's operations is an error that names them."""
    with pytest.raises(
        AcceptError, match="can't tell which operation of this page is walk_pet: it has update_pet"
    ):
        shop.accept(page(operations={"update_pet": UPDATE, "a": FEED, "b": FEED}), operations=["walk_pet"])


def test_a_path_without_its_mount_point_gets_it(shop):
    """A page may leave out where the API stands on its host."""
    text = shop.spec.read_text(encoding="utf-8").replace("  /pets/{id}:", "  /api/v2/pets/{id}:")
    shop.spec.write_text(text, encoding="utf-8")
    subject = Subject(read_document(shop.spec))
    assert spec_path(subject, "/pets/{pet}/meals") == "/api/v2/pets/{pet}/meals"
    assert spec_path(subject, "/owners/{id}") == "/owners/{id}"


@pytest.mark.parametrize(
    ("operation", "method"),
    [("feed_pet", "feed"), ("update_pet_food", "update_pet_food"), ("add_tag", "add_tag")],
)
def test_a_method_is_called_by_the_verb_alone_where_that_says_all(shop, operation, method):
    """An operation on a part of the records is called by its whole id: `add` alone would add a record."""
    text = shop.spec.read_text(encoding="utf-8")
    named = text.replace("operationId: update_pet\n", "operationId: update_pet\n      x-method: update\n")
    shop.spec.write_text(named, encoding="utf-8")
    accept(shop, with_feeding(name=operation), operation)
    assert drafted(shop)["x-method"] == method


def test_ids_of_examples_are_made_up(shop):
    """The id that a page shows is its own, and another one is as good an example."""
    shown = "a3bb189e-8bf9-3888-9912-ace4e6543002"
    parts = {**FEED.parts, "request": {"bowl": {"type": "string", "format": "uuid", "example": shown}}}
    accept(shop, with_feeding(parts=parts), "feed_pet")
    assert shown not in shop.spec.read_text(encoding="utf-8")


@pytest.mark.parametrize("part", ["0a1b2c3d", f"{UNREAD_PART}0a1b2c3d"], ids=["a sentence", "a part"])
def test_what_is_not_read_is_left_for_each_operation(part, shop):
    """The same words above another operation are about that one: what was left of the first says nothing of it."""
    update = replace(UPDATE, unread=(part,))
    shop.write(shop.accept(page(operations={"update_pet": update})))
    feed = replace(FEED, unread=(part,))
    made = accept(
        shop, page(operations={"update_pet": update, "feed_pet": feed}, digest="2" * 64), "feed_pet"
    )
    assert [(left.difference.change.operation, left.difference.change.now) for left in made.left] == [
        ("feed_pet", part)
    ]
    kept = [task.change for task in open_tasks(Subject(read_document(shop.spec))) if task.change]
    assert [(change.operation, change.now) for change in kept] == [("update_pet", part), ("feed_pet", part)]
