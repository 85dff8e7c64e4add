"""What takes judgement is recorded, listed and left: the spec stays as it is, and nothing is forgotten."""

from __future__ import annotations

import pytest

from generator.docs.accept.accept_pages import AcceptError, judge_page
from generator.docs.compare.compare import find_drift
from generator.docs.compare.remaining import open_tasks, tasks
from generator.docs.pages.page_reader import Reading
from generator.docs.pages.sentences import sentence_digest
from generator.facts import Operation
from generator.openapi.document import read_document
from generator.openapi.view import Subject
from generator.rules import check_file
from tests.generator.docs.accept.pets import PARTS, SPEC, page, with_field, with_operation, without

UPDATE = page().operations["update_pet"]
FEED = Operation("feed_pet", "POST", "/feed")
FOLLOW = "Change the spec, or say there under x-disagreement (about: [{}]) what holds and why.".format
DELETE = (
    "Delete it from the spec, or say there under x-disagreement (about: [{}]) what the page says now and why it stays."
).format
GONE = (
    "No page states it any more, and the spec still has it: delete it, or say under x-disagreement what the page"
    " says now and why it stays."
)
CHECKED = """\
      x-checks:
        - check: fed
          rule: no name without food
          page: guide
          fields: [name, food]
          facts: [needs]
"""

# Each kind of change: the page, what is left, and the advice.
JUDGED = {
    "required now": (with_field("request", "name", required=True), "required", FOLLOW("required")),
    "a new required field": (
        with_field("request", "age", type="integer", required=True),
        "field-added",
        "Not applied: it is required, so calls without it would fail: decide how they change.",
    ),
    "a new field without a type": (
        page({"request": {**PARTS["request"], "age": {}}}),
        "field-added",
        "Not applied: no page says its type: say which one it has.",
    ),
    "a new field of unknown values": (
        with_field("request", "size", type="enum"),
        "field-added",
        "Not applied: no page shows its values: say which ones it has.",
    ),
    "a new object": (
        with_field("response", "owner", type="object"),
        "field-added",
        "Not applied: it needs a schema of its own: describe its fields under a name.",
    ),
    "a new list of unknown items": (
        with_field("response", "toys", type="array"),
        "field-added",
        "Not applied: no page says what its items are: say what they are.",
    ),
    "a new field of an unknown object": (
        with_field("response", "owner.name", type="string"),
        "field-added",
        "Not applied: the spec has no one object that it belongs to: say where it belongs.",
    ),
    "a new field that no Python name can be": (
        with_field("request", "max-age", type="integer"),
        "field-added",
        "Not applied: its name can't be one in Python: choose what it is called there.",
    ),
    "a new part of the path": (
        with_field("path", "shop", type="string"),
        "field-added",
        "Not applied: it is part of the path: write the new path.",
    ),
    "a new field whose values have a taken name": (
        with_field("request", "pet", type="string", enum=["his", "hers"]),
        "field-added",
        "Not applied: the name Pet of its values is taken: choose another.",
    ),
    "a value that is no name of its own": (
        with_field("request", "kind", enum=["cat", "big-dog", "big_dog"]),
        "value-added",
        "Not applied: it can't be a name of its own in Python: extend generator/names.py to distinguish it.",
    ),
    "a parameter that may be null": (
        with_field("query", "dry", nullable=True),
        "nullable",
        FOLLOW("nullable"),
    ),
    "another type": (with_field("request", "name", type="integer"), "type", FOLLOW("type")),
    "another format": (with_field("request", "name", format="uuid"), "format", FOLLOW("format")),
    "a limit": (with_field("request", "name", maxLength=5), "limit", FOLLOW("maxLength")),
    "a default": (with_field("request", "name", default="Rex"), "default", FOLLOW("default")),
    "a text that is one of some now": (with_field("request", "name", enum=["Rex"]), "type", FOLLOW("enum")),
    "a field that is gone": (without("response", "age"), "field-removed", DELETE("presence")),
    "a value that is gone": (with_field("request", "kind", enum=["cat"]), "value-removed", DELETE("enum")),
    "a rule about an unknown field": (
        with_field("request", "name", needs=["colour"]),
        "rule-added",
        "Not applied: it names colour, which update_pet doesn't have.",
    ),
    "a new operation": (
        page(operations={"update_pet": UPDATE, "feed_pet": FEED}),
        "operation-added",
        (
            "`nox -s docs -- accept PAGE --operation feed_pet` drafts it; to leave it out, name it under `omits` of"
            " the document's x-disagreement."
        ),
    ),
    "a new operation that has no path": (
        page(operations={"update_pet": UPDATE, "feed_pet": Operation("feed_pet", "POST")}),
        "operation-added",
        (
            "The page doesn't say its method and path: take the page that does; to leave it out, name it under"
            " `omits` of the document's x-disagreement."
        ),
    ),
    "another method": (with_operation(method="PATCH"), "method", FOLLOW("method")),
    "a body that must be there": (with_operation(body_required=True), "body", FOLLOW("body")),
    "another path": (with_operation(path="/animals/{id}"), "path", FOLLOW("path")),
    "a new status": (
        with_operation(statuses=("200", "500")),
        "status-added",
        "Describe the answer in the spec, or name the status under `omits` of the operation's x-disagreement.",
    ),
}


@pytest.mark.parametrize(("said", "kind", "advice"), JUDGED.values(), ids=JUDGED)
def test_a_change_is_left_to_a_person(said, kind, advice, shop):
    """The spec stays byte for byte, the advice says what to do, and the same page goes on to show the drift."""
    made = shop.accept(said)
    assert made.spec.text == SPEC
    assert [(left.difference.change.kind, left.advice) for left in made.left] == [(kind, advice)]
    shop.write(made)
    assert [change.kind for change in drift(shop, said)] == [kind]


def drift(shop, said):
    """What `docs check` shows of a page."""
    differences = find_drift(Reading(said, {}), Subject(read_document(shop.spec))).differences
    return [difference.change for difference in differences]


def test_what_only_the_page_backed_stays_listed(shop):
    """A field that no page states any more keeps its source while it is open, and the rules are kept."""
    shop.write(shop.accept(without("response", "age")))
    assert check_file(shop.spec) == []
    (task,) = open_tasks(Subject(read_document(shop.spec)))
    assert (task.change.kind, task.change.field, task.words) == (
        "field-removed",
        "age",
        DELETE("presence"),
    )


STAYS = """\
          x-disagreement:
            about: [presence]
            pages:
              guide: {}
              notes: never had it
            resolution: It stays.
            why: Servers send it.
"""
AGE = "          examples: [3]\n          x-sources: [guide]\n"


def test_what_a_page_said_before_settles_nothing_now(shop):
    """A field that its page drops is open, although a disagreement names that page; what it said is deleted."""
    text = shop.spec.read_text(encoding="utf-8")
    shop.spec.write_text(text.replace(AGE, AGE + STAYS.format("has it")), encoding="utf-8")
    made = shop.accept(without("response", "age"))
    assert [work.difference.change.kind for work in made.left] == ["field-removed"]
    assert "age: the statement of guide under x-disagreement is deleted" in [done.words for done in made.done]
    assert "guide: has it" not in made.spec.text
    shop.write(made)
    assert check_file(shop.spec) == []
    assert [task.change.kind for task in tasks(Subject(read_document(shop.spec)))] == ["field-removed"]


def test_what_no_page_states_may_stay_with_a_reason(shop):
    """A field that no page states any more is settled by a disagreement that says so, and breaks no rule then."""
    shop.write(shop.accept(without("response", "age")))
    text = shop.spec.read_text(encoding="utf-8")
    shop.spec.write_text(text.replace(AGE, AGE + STAYS.format("no longer has it")), encoding="utf-8")
    made = shop.accept(without("response", "age"))
    assert made.left == ()
    shop.write(made)
    assert check_file(shop.spec) == []
    assert tasks(Subject(read_document(shop.spec))) == []


def test_a_disagreement_about_sentences_settles_no_removal(shop):
    """An operation that its page drops is open, whatever is said of the sentences about it."""
    feed = page(operations={"update_pet": UPDATE, "feed_pet": FEED})
    shop.write(shop.accept(feed, operations=("feed_pet",)))
    text = shop.spec.read_text(encoding="utf-8")
    reason = (
        "x-disagreement: {about: [unread], pages: {guide: fed twice}, resolution: No check., why: Unclear.}"
    )
    assert "      operationId: feed_pet\n" in text
    text = text.replace("      operationId: feed_pet\n", f"      operationId: feed_pet\n      {reason}\n")
    shop.spec.write_text(text, encoding="utf-8")
    made = shop.accept(page(digest="2" * 64))
    assert [(work.difference.change.kind, work.difference.change.operation) for work in made.left] == [
        ("operation-removed", "feed_pet")
    ]


FEED_WHOLE = Operation(
    "feed_pet",
    "POST",
    "/pets/{id}/feed",
    {
        "path": {"id": {"type": "string", "format": "uuid", "required": True, "deprecated": False}},
        "request": {"grams": {"type": "integer", "required": False, "deprecated": False}},
        "response": {
            "portion": {"type": "string", "required": False, "deprecated": False, "enum": ["one", "two"]}
        },
    },
    ("200", "404"),
)
FEEDING = "      operationId: feed_pet\n"
KEPT = """\
      x-disagreement:
        about: [presence]
        pages: {guide: no longer has it}
        resolution: It stays.
        why: It works.
"""


def without_feeding(shop):
    """Accept a page with one more operation, note a status of it by hand, and accept the page without it."""
    made = shop.accept(
        page(operations={"update_pet": UPDATE, "feed_pet": FEED_WHOLE}), operations=("feed_pet",)
    )
    shop.write(made)
    spec, noted = made.spec.text, f"{made.sources.text}      feed_pet:\n        statuses: ['404']\n"
    before, listed, after = spec.partition(FEEDING)
    shop.spec.write_text(
        before + listed + after.replace("x-sources: [guide]", "x-sources: [guide, notes]", 1), "utf-8"
    )
    shop.sources.write_text(noted, encoding="utf-8")
    assert check_file(shop.spec) == []
    made = shop.accept(page(digest="2" * 64), allows_loss=True)
    shop.write(made)
    return made


def test_a_note_of_statuses_backs_no_operation(shop):
    """An operation that its page drops is left to a person, although a status of it was noted by hand."""
    made = without_feeding(shop)
    assert [work.difference.change.kind for work in made.left] == ["operation-removed"]
    assert check_file(shop.spec) == []
    (task,) = [task for task in tasks(Subject(read_document(shop.spec))) if task.change]
    assert task.change.operation == "feed_pet"


def test_an_operation_that_stays_with_a_reason_keeps_all_its_sources(shop):
    """The fields, values and answers of an operation that no page has any more stay listed, and break no rule."""
    text = without_feeding(shop).spec.text
    shop.spec.write_text(text.replace(FEEDING, FEEDING + KEPT), encoding="utf-8")
    shop.write(shop.accept(page(digest="2" * 64)))
    assert "open" not in read_document(shop.sources).data
    assert check_file(shop.spec) == []
    assert [task for task in tasks(Subject(read_document(shop.spec))) if task.change] == []


def test_what_a_page_has_again_is_no_longer_disputed(shop):
    """A page that has a field and an operation again loses the statements that it lacks them."""
    without_feeding(shop)
    made = shop.accept(without("response", "age"))
    shop.write(made)
    text = made.spec.text.replace(FEEDING, FEEDING + KEPT)
    shop.spec.write_text(text.replace(AGE, AGE + STAYS.format("no longer has it")), encoding="utf-8")
    whole = page(operations={"update_pet": UPDATE, "feed_pet": FEED_WHOLE}, digest="3" * 64)
    made = shop.accept(whole)
    assert made.left == ()
    assert [done.words for done in made.done if "x-disagreement" in done.words] == [
        "age: the statement of guide under x-disagreement is deleted",
        "feed_pet: the statement of guide under x-disagreement is deleted",
    ]
    assert "no longer has it" not in made.spec.text
    shop.write(made)
    assert check_file(shop.spec) == []
    assert drift(shop, whole) == []


def test_an_operation_that_the_spec_never_had_can_go(shop):
    """An operation that was left open and that its page drops is closed again."""
    shop.write(shop.accept(page(operations={"update_pet": UPDATE, "feed_pet": FEED})))
    made = shop.accept(page(digest="2" * 64), allows_loss=True)
    assert made.left == ()
    assert "open" not in made.sources.document.data


def test_what_another_page_backs_loses_its_source(shop):
    """A field that another page states goes on without this one; that the page lacks it is left to a person."""
    made = shop.accept(without("request", "name"))
    assert shop.changes(made)[0] == [
        "-          x-sources: [guide, notes]",
        "+          x-sources: [notes]",
    ]
    assert [left.advice for left in made.left] == [DELETE("presence")]


def test_a_sentence_stays_open(shop):
    """A sentence that no pattern reads is left to a person with its words, and stays open under its digest."""
    said = with_field("request", "name", unread=["12345678"])
    (left,) = shop.accept(said, {"12345678": "It must be good."}).left
    assert left.difference.sentence == "It must be good."
    assert left.advice == (
        "Read the sentence on the page: put the rule into x-checks, in a row that rests on `unread`, or say under"
        " x-disagreement (about: [unread]) what holds."
    )
    shop.write(shop.accept(said))
    assert drift(shop, said) == []
    (task,) = open_tasks(Subject(read_document(shop.spec)))
    assert (task.change.fact, task.change.now) == ("unread", "12345678")
    row = CHECKED.replace("needs", "unread")
    text = shop.spec.read_text(encoding="utf-8").replace("      responses:\n", f"{row}      responses:\n")
    shop.spec.write_text(text, encoding="utf-8")
    assert open_tasks(Subject(read_document(shop.spec))) == []


def test_a_checked_sentence_that_goes_stays_open(shop):
    """A sentence that a check rests on and no page has any more is open until the check goes, too."""
    text = shop.spec.read_text(encoding="utf-8")
    row = CHECKED.replace("needs", "unread")
    shop.spec.write_text(text.replace("      responses:\n", f"{row}      responses:\n"), encoding="utf-8")
    made = shop.accept(with_field("request", "name", unread=["12345678"]))
    assert made.left == ()
    shop.write(made)
    made = shop.accept(page(digest="2" * 64))
    assert [(work.difference.change.kind, work.advice) for work in made.left] == [("rule-removed", GONE)]
    shop.write(made)
    (task,) = open_tasks(Subject(read_document(shop.spec)))
    assert (task.change.field, task.words) == ("name", GONE)
    shop.spec.write_text(text, encoding="utf-8")
    assert open_tasks(Subject(read_document(shop.spec))) == []


def test_a_deprecation_names_what_replaces_it(shop):
    """The description begins with it, and a check warns of the field; nothing is left."""
    made = shop.accept(with_field("request", "name", deprecated=True, replacedBy=["food"]))
    assert shop.changes(made)[0] == [
        "+      x-checks:",
        "+        - check: deprecated",
        "+          rule: it is deprecated",
        "+          page: guide",
        "+          fields: [name]",
        "+          instead: [food]",
        "+          facts: [deprecated, replacedBy]",
        "-          description: Its name, which nobody else need have.",
        "+          description: 'Deprecated: use food. Its name, which nobody else need have.'",
        "+          deprecated: true",
    ]
    assert made.left == ()


def test_a_recorded_disagreement_is_not_overruled(shop):
    """Where the spec says already that pages disagree, a page's new mark changes nothing, and nothing is left."""
    made = shop.accept(with_field("response", "kind", deprecated=True))
    assert made.spec.text == SPEC
    assert made.left == ()


@pytest.mark.parametrize(
    ("said", "owner", "name"),
    [
        (with_field("request", "toy", type="string"), "description: What to change.\n", "toy"),
        (with_field("response", "toy", type="string"), "description: A pet.\n", "toy"),
        (
            with_field("request", "kind", enum=["cat", "big-dog", "cow"]),
            "description: A kind of animal.\n",
            "cow",
        ),
    ],
    ids=["a field to send", "a field of an answer", "a value"],
)
def test_what_the_spec_leaves_out_stays_out(said, owner, name, shop):
    """A field or a value that the spec leaves out on purpose is recorded, and not added again by the next page."""
    reason = KEPT.replace("no longer has it", "has it") + f"        omits: [{name}]\n"
    text = shop.spec.read_text(encoding="utf-8")
    assert text.count(owner) == 1
    text = text.replace(owner, owner + reason)
    shop.spec.write_text(text, encoding="utf-8")
    made = shop.accept(said)
    assert (made.spec.text, made.left) == (text, ())
    shop.write(made)
    assert check_file(shop.spec) == []
    assert drift(shop, said) == []


def test_a_value_that_a_page_takes_back_is_not_settled_by_an_older_reason(shop):
    """What an x-disagreement said of the page is deleted, and the value stays open until somebody says more."""
    shop.write(shop.accept(with_field("response", "kind", enum=["cat"])))
    (task,) = open_tasks(Subject(read_document(shop.spec)))
    assert (task.change.kind, task.change.was) == ("value-removed", "big-dog")
    text = shop.spec.read_text(encoding="utf-8")
    assert "guide: two kinds" not in text
    settled = text.replace("notes: ghosts, too", "guide: one kind\n              notes: ghosts, too")
    shop.spec.write_text(settled, encoding="utf-8")
    assert open_tasks(Subject(read_document(shop.spec))) == []


def test_the_mark_of_an_operation_is_followed_by_a_mark(shop):
    """That an operation is deprecated stays open until the spec marks it, too."""
    shop.write(shop.accept(with_operation(unread=(sentence_digest("The operation is deprecated"),))))
    (task,) = open_tasks(Subject(read_document(shop.spec)))
    assert task.words.startswith("Mark the operation with `deprecated: true`")
    text = shop.spec.read_text(encoding="utf-8")
    marked = text.replace("operationId: update_pet\n", "operationId: update_pet\n      deprecated: true\n")
    shop.spec.write_text(marked, encoding="utf-8")
    assert open_tasks(Subject(read_document(shop.spec))) == []


def test_a_list_of_simple_items_is_taken_over(shop):
    """What a page says of a list's items is enough for a field; other items later are a change that is told."""
    said = with_field("request", "toys", type="array", items="integer")
    made = shop.accept(said)
    assert made.left == ()
    shop.write(made)
    known = read_document(shop.spec).data["components"]["schemas"]["PetUpdate"]["properties"]["toys"]
    assert (known["type"], known["items"], known["examples"]) == ("array", {"type": "integer"}, [[1]])
    later = with_field("request", "toys", type="array", items="string")
    drift = find_drift(Reading(later, {}), Subject(read_document(shop.spec)))
    assert [(one.change.fact, one.change.was, one.change.now) for one in drift.differences] == [
        ("items", "integer", "string")
    ]


def test_a_page_that_is_accepted_twice_changes_nothing_the_second_time(shop):
    """What the first time left is told again, and nothing is written."""
    words = {"0badcafe": "Must be odd"}
    said = with_field("request", "name", type="integer", unread=["0badcafe"])
    first = shop.accept(said, words)
    shop.write(first)
    again = shop.accept(said, words)
    assert (again.done, again.sources.text, again.spec.text) == ((), first.sources.text, first.spec.text)
    assert [task.words.partition(". ")[0] for task in again.open] == ['It says: "Must be odd"']
    told = [work.difference.change.kind for work in again.left] + [task.change.kind for task in again.open]
    assert (
        sorted(told) == sorted(work.difference.change.kind for work in first.left) == ["rule-added", "type"]
    )


def test_the_check_tells_what_accept_leaves_of_a_new_field(shop):
    """A rule of a new field that can't be applied shows before the page is accepted, and breaks nobody."""
    said = with_field("request", "toy", type="string", needs=["leash"])
    made = shop.accept(said)
    drift = judge_page(Reading(said, {}), Subject(read_document(shop.spec)))
    advice = {one.change.kind: one.advice for one in drift.differences}
    assert advice == {"field-added": "", "rule-added": made.left[0].advice}
    assert [one.is_mechanical for one in drift.differences] == [True, False]
    assert [one.breaking for one in drift.differences] == [None, None]


def test_an_operation_that_another_page_has_is_not_forgotten(shop):
    """That a page no longer has an operation stays open, as for a field, although another page has it."""
    made = shop.accept(page(operations={"feed_pet": FEED}), named="guide", allows_loss=True)
    kinds = [left.difference.change.kind for left in made.left]
    assert kinds == ["operation-removed", "operation-added"]
    assert list(made.sources.document.data["pages"]["guide"]["operations"]) == ["feed_pet"]


def test_what_we_hold_on_to_stays_open(shop):
    """A rule that a check rests on and no page states any more stays open until somebody decides."""
    unchecked = shop.spec.read_text(encoding="utf-8")
    shop.spec.write_text(
        unchecked.replace("      responses:\n", f"{CHECKED}      responses:\n"), encoding="utf-8"
    )
    row = shop.spec.read_text(encoding="utf-8").splitlines().index("        - check: fed") + 1
    shop.write(shop.accept(with_field("request", "name", needs=["food"])))
    later = page(digest="2" * 64)
    made = shop.accept(later)
    (left,) = made.left
    assert (left.difference.change.kind, left.difference.checks[0].line) == ("rule-removed", row)
    assert left.advice == GONE
    shop.write(made)
    assert drift(shop, later) == []
    (task,) = open_tasks(Subject(read_document(shop.spec)))
    assert task.change.kind == "rule-removed"
    shop.spec.write_text(shop.spec.read_text(encoding="utf-8").replace(CHECKED, ""), encoding="utf-8")
    made = shop.accept(later)
    assert made.left == ()
    shop.write(made)
    assert drift(shop, later) == []
    kept = read_document(shop.sources).data["pages"]["guide"]
    assert kept["digest"] == "2" * 64
    assert "needs" not in kept["operations"]["update_pet"]["request"]["name"]


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("method", with_operation(method="PATCH")),
        ("path", with_operation(path="/animals/{id}")),
        ("body", with_operation(body_required=True)),
    ],
)
def test_what_holds_of_a_call_can_be_said(kind, said, shop):
    """That the spec holds on to the method, the path or the body of a call is settled by a disagreement about it."""
    made = shop.accept(said)
    shop.write(made)
    (task,) = open_tasks(Subject(read_document(shop.spec)))
    assert (task.change.kind, task.change.operation) == (kind, "update_pet")
    update = "      operationId: update_pet\n"
    reason = KEPT.replace("presence", kind)
    shop.spec.write_text(made.spec.text.replace(update, update + reason), encoding="utf-8")
    assert check_file(shop.spec) == []
    assert tasks(Subject(read_document(shop.spec))) == []


def test_a_status_we_hold_on_to_stays_open(shop):
    """So does a status that only this page named."""
    made = shop.accept(with_operation(statuses=("404",)))
    kept = made.sources.document.data["pages"]["guide"]
    assert (kept["operations"]["update_pet"]["statuses"], kept["digest"]) == (["404"], "1" * 64)
    assert [left.difference.change.kind for left in made.left] == ["status-removed"]


def test_a_new_page_gets_an_id_of_its_title(shop):
    """A page like none that is recorded is added below them, and its id is its title in kebab-case."""
    said = page(title="Feed a Pet, daily", layout="inline", operations={"update_pet": UPDATE})
    made = shop.accept(said)
    assert (made.page, made.is_new) == ("feed-a-pet-daily", True)
    assert made.sources.text.startswith(shop.sources.read_text(encoding="utf-8"))
    assert list(made.sources.document.data["pages"]) == ["guide", "notes", "feed-a-pet-daily"]


def test_a_new_page_can_be_given_an_id(shop):
    """An id that no page has is the one that a new page gets."""
    assert shop.accept(page(layout="inline"), named="leaflet").page == "leaflet"


def test_an_id_belongs_to_one_page(shop):
    """A new page whose title gives the id of another is refused, with what to do."""
    with pytest.raises(
        AcceptError, match=r"another page is recorded as guide: give this one an id with --page"
    ):
        shop.accept(page(title="Guide", layout="inline"))


def test_what_was_noted_by_hand_is_not_overwritten(shop):
    """An id under which somebody keeps notes of their own is none for a page."""
    with pytest.raises(AcceptError, match=r"what is recorded as notes was noted by hand"):
        shop.accept(page(), named="notes")


def test_a_page_that_breaks_callers_says_so_where_it_is_taken_over(shop):
    """An answer's field that may be null now is marked so, with what that means for callers."""
    made = shop.accept(with_field("response", "name", nullable=True))
    assert [done.words for done in made.done] == [
        "its record",
        "name may be null, which breaks callers: what was always there may be None",
    ]


def test_no_words_of_a_page_reach_the_spec(shop):
    """Only what is a name, a value, a format or a limit is taken from a page; words and stray marks are not."""
    made = shop.accept(
        with_field(
            "request",
            "toy",
            type="string",
            format="A form, in words",
            example="one of the toys that stand in the shop",
            default="\x1b[2J",
            deprecated=True,
            replacedBy=["food", "all other toys"],
        )
    )
    assert [line for line in shop.changes(made)[0] if not line.startswith(("+      x-", "+        -"))][
        5:
    ] == [
        "+        toy:",
        "+          description: >-",
        "+            Deprecated: use food. New in the documentation; what it means is still to be described.",
        "+          type: string",
        "+          deprecated: true",
        "+          examples: [example]",
        "+          x-sources: [guide]",
    ]


def test_the_recorded_title_and_url_stay(shop):
    """A file doesn't say where its page stands, and people know the page by its recorded title."""
    said = with_field("request", "food", type="string")
    kept = shop.accept(page(title="Pets, edition two", operations=said.operations)).sources
    told = kept.document.data["pages"]["guide"]
    assert (told["title"], told["url"]) == ("Update a pet", "https://example.com/pets")


def test_a_date_goes_with_the_text_that_it_is_of(shop):
    """The date that a record has stays while the text is the same; that it goes with another text is told."""
    text = shop.sources.read_text(encoding="utf-8").replace("    date: null\n", "    date: '2025-03-04'\n")
    shop.sources.write_text(text, encoding="utf-8")
    same = shop.accept(page(digest="0" * 64))
    assert same.sources.document.data["pages"]["guide"]["date"] == "2025-03-04"
    later = shop.accept(page())
    assert later.sources.document.data["pages"]["guide"]["date"] is None
    assert later.done[0].words == "its record, which no longer has the date 2025-03-04"


def test_a_text_that_cannot_be_changed_in_place_is_told(shop):
    """A comment where it would be lost stops the page, and the message says where and why."""
    text = shop.spec.read_text(encoding="utf-8")
    old = "          x-sources: [notes]\n\n    Pet:"
    assert old in text
    shop.spec.write_text(
        text.replace(old, "          x-sources: [\n            notes  # by hand\n          ]\n\n    Pet:"),
        encoding="utf-8",
    )
    with pytest.raises(
        AcceptError,
        match=r"spec/shop.yaml can't be edited: line 92 is not as ruamel.yaml's round trip writes it",
    ):
        shop.accept(with_field("request", "food", type="string"))
