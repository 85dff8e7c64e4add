"""The reports of a check: what each says of the same findings, and that a page's words steer none of them."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from generator.docs.compare.changes import Change, ChangeKind
from generator.docs.compare.compare import Difference, Drift, PageValue, Side
from generator.docs.compare.page_checks import CheckedPage, CheckResult, UncheckedPage, UnreadablePage
from generator.docs.compare.remaining import Task
from generator.docs.compare.spec_facts import Check
from generator.docs.reports.drift_report import as_data, as_lines
from generator.docs.reports.html_report import as_html
from generator.docs.reports.markdown_report import as_markdown
from generator.docs.reports.words import next_step, page_values, what
from generator.facts import Operation, Page
from generator.openapi.extension_rows import CheckRow
from generator.rules.check_rules import Guard

PAGE = Page("Pets", {"get_pet": Operation("get_pet", parts={"query": {"kind": {}}})}, layout="stacked")
GONE = Difference(
    Change(ChangeKind.VALUE_REMOVED, "get_pet", "query", "kind", "enum", was="dog"),
    (Side.RECORDED,),
    breaking="the value is refused",
    is_mechanical=False,
    path="spec/pets.yaml",
    line=7,
    pointer="/components/schemas/Kind/x-values/dog",
    page_values=(
        PageValue("guide", "get_pet", "query", value=True),
        PageValue("blog", "get_pet", "query", value=False),
        PageValue("spec", "get_pet", "query", value=True),
    ),
    checks=(
        Check(
            "known-kind", "get_pet", "spec/pets.yaml", 3, Guard(CheckRow("known-kind", "get_pet", "", ""), ())
        ),
    ),
)
ADDED = Difference(
    Change(ChangeKind.FIELD_ADDED, "get_pet", "query", "age", now={"type": "integer", "maximum": 30}),
    (Side.RECORDED, Side.SPEC),
    breaking=None,
    is_mechanical=True,
    path="spec/pets.yaml",
    line=4,
    pointer="/paths/~1pets/get",
)


def review(*differences, page=PAGE, known=None, name="guide"):
    """A review of one page."""
    drift = Drift("pets", name, page, name, page, PAGE, differences)
    return CheckResult((CheckedPage("page.txt", drift, known or {"guide": PAGE}),))


KNOWN = replace(ADDED, is_recorded_only=True)
CALL = {"method": "POST", "route": "/feed"}
NEW = replace(ADDED, change=Change(ChangeKind.OPERATION_ADDED, "feed_pet", now=CALL), is_mechanical=False)


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (review(ADDED), "nox -s docs -- accept PAGE applies the changes that are safe to automate."),
        (
            review(GONE, ADDED),
            (
                "nox -s docs -- accept PAGE applies the changes that are safe to automate, and keeps the others open"
                " until you decide."
            ),
        ),
        (
            review(
                replace(NEW, change=Change(ChangeKind.OPERATION_ADDED, "feed_pet", now={"route": "/feed"}))
            ),
            (
                "You have to decide each difference: nox -s docs -- accept PAGE records the page, and keeps open what"
                " is left to you."
            ),
        ),
        (
            review(GONE, NEW),
            "nox -s docs -- accept PAGE --operation ID drafts a new operation, and keeps open what you have to decide.",
        ),
        (
            review(GONE),
            (
                "You have to decide each difference: nox -s docs -- accept PAGE records the page, and keeps open what"
                " is left to you."
            ),
        ),
        (
            review(GONE, replace(NEW, is_mechanical=True, is_recorded_only=True)),
            (
                "You have to decide 1 difference: nox -s docs -- accept PAGE records the page, and keeps open what"
                " is left to you."
            ),
        ),
        (
            review(GONE, page=replace(PAGE, digest="1")),
            "The page is accepted, and the spec doesn't follow it: nox -s spec lists what you have to decide.",
        ),
        (
            review(KNOWN),
            ("nox -s docs -- accept PAGE records what changed; the spec holds it already, or says why not."),
        ),
        (review(), ""),
    ],
    ids=[
        "all is applied",
        "something is applied",
        "an operation without a method",
        "a new operation",
        "all is left",
        "an operation is only recorded",
        "accepted already",
        "all is only recorded",
        "no drift",
    ],
)
def test_the_next_step_is_one_that_does_something(found, words):
    """What a check ends with is what comes next: nothing promises that accept applies what it can't."""
    assert next_step(found) == words


@pytest.mark.parametrize("field", ["", "age"])
def test_each_sentence_of_a_field_is_told(field):
    """Two sentences that fit no rule are two things, although the words for both are the same."""
    place = Change(ChangeKind.RULE_ADDED, "get_pet", "query" if field else "", field, "unread")
    two = [
        replace(ADDED, change=replace(place, now=mark), sentence=f"It must be {mark}", is_mechanical=False)
        for mark in ("0dd", "e7e")
    ]
    found = review(*two)
    for report in (as_lines(found, 200), as_markdown(found), [as_html(found)]):
        assert all("\n".join(report).count(f"It must be {mark}") == 1 for mark in ("0dd", "e7e"))


def test_a_terminal_gets_a_table():
    """One row a difference under a heading of its weight: where, what, and what is to be known of it."""
    assert as_lines(review(GONE, ADDED), 90) == [
        "page.txt: Pets (pets/guide):",
        "2 differences: 1 breaking, 1 with checks at stake, 1 that docs accept applies.",
        "",
        "BREAKS CALLERS",
        "get_pet query  value removed: dog",
        "  kind         breaks callers: the value is refused",
        "               guide, spec: lists it; blog: doesn't list it",
        "               check known-kind: spec/pets.yaml:3",
        "               spec/pets.yaml:7, decide it by hand",
        "",
        "ADDED",
        "get_pet query  field added: integer, at most 30",
        "  age          spec/pets.yaml:4, docs accept applies it",
        "",
        "1 page checked, 1 with drift. nox -s docs -- accept PAGE applies the changes that are safe",
        "to automate, and keeps the others open until you decide.",
    ]


def test_what_is_only_recorded_is_told_apart():
    """What the spec holds already is not said to be applied to it, in the lines and in the data."""
    found = review(ADDED, KNOWN)
    lines = as_lines(found, 90)
    assert lines[1] == "2 differences: 1 that docs accept applies, 1 that docs accept only records."
    assert [line.split(", ")[-1] for line in lines if "spec/pets.yaml:4" in line] == [
        "docs accept applies it",
        "docs accept only records it",
    ]
    told = as_data(found)["checked"][0]["differences"]
    assert [one["recorded_only"] for one in told] == [False, True]


@pytest.mark.parametrize("width", [0, 40, 60, 200])
def test_a_terminal_of_any_width_holds_the_table(width):
    """No line is wider than the terminal, down to forty columns."""
    assert max(map(len, as_lines(review(GONE, ADDED), width))) <= max(width, 40)


def test_a_check_without_drift_is_a_line_a_page():
    """A page without drift takes one line, and a new one says how it is recorded."""
    assert as_lines(review(), 100) == ["page.txt: Pets (pets/guide): no drift.", "1 page checked, no drift."]
    assert as_lines(review(name=None), 200) == [
        "page.txt: Pets (new to pets): no drift, but not recorded: nox -s docs -- accept PAGE records it.",
        "1 page checked, no drift.",
    ]


def test_pages_that_were_not_checked_are_named():
    """What can't be read and what has no URL is listed, and where nothing was checked, what to do."""
    unread = CheckResult(
        (),
        (UnreadablePage("x.txt", "the file does not exist."),),
        (UncheckedPage("pets", "guide", "no URL recorded"),),
    )
    assert as_lines(unread, 100) == [
        "x.txt: not read: the file does not exist.",
        "pets/guide: not checked: no URL recorded",
        "0 pages checked, 1 not read.",
    ]
    assert as_lines(replace(unread, unreadable=()), 120)[-1] == (
        "Nothing was checked: no recorded page could be fetched. Name a page: nox -s docs -- check PAGE."
    )


def test_a_program_gets_plain_data():
    """Every key that the module documents is there, in types that JSON has."""
    data = as_data(review(GONE))
    assert json.loads(json.dumps(data)) == data
    assert data == {
        "drift": True,
        "looked": True,
        "checked": [
            {
                "source": "page.txt",
                "api": "pets",
                "page": "guide",
                "title": "Pets",
                "url": None,
                "layout": "stacked",
                "held_against": "guide",
                "gaps": [],
                "other_operations": 0,
                "loss": None,
                "differences": [
                    {
                        "kind": "value-removed",
                        "operation": "get_pet",
                        "part": "query",
                        "field": "kind",
                        "fact": "enum",
                        "was": "dog",
                        "now": None,
                        "against": ["recorded"],
                        "breaking": "the value is refused",
                        "mechanical": False,
                        "recorded_only": False,
                        "spec": {
                            "path": "spec/pets.yaml",
                            "line": 7,
                            "pointer": "/components/schemas/Kind/x-values/dog",
                        },
                        "says": [
                            {"page": "guide", "operation": "get_pet", "part": "query", "value": True},
                            {"page": "blog", "operation": "get_pet", "part": "query", "value": False},
                            {"page": "spec", "operation": "get_pet", "part": "query", "value": True},
                        ],
                        "checks": [
                            {
                                "check": "known-kind",
                                "operation": "get_pet",
                                "path": "spec/pets.yaml",
                                "line": 3,
                            }
                        ],
                        "sentence": "",
                        "advice": "",
                    }
                ],
            }
        ],
        "unreadable": [],
        "unchecked": [],
        "open": [],
    }


def test_a_pull_request_gets_markdown():
    """A summary, a table in which breaking changes come first, the checks at stake, and what to do next."""
    step = (
        "`nox -s docs -- accept PAGE` applies the changes that are safe to automate, and keeps the others open until"
        " you decide."
    )
    assert as_markdown(review(GONE, ADDED)) == [
        "# Documentation check",
        "",
        f"1 page checked, 1 with drift. {step}",
        "",
        "## `page.txt: Pets (pets/guide)`",
        "",
        "2 differences: 1 breaking, 1 with checks at stake, 1 that docs accept applies.",
        "",
        "### Differences",
        "",
        "| where | what | others say | spec | who applies it |",
        "|---|---|---|---|---|",
        (
            "| `get_pet query` `kind` | **breaking**, `the value is refused`: `value removed: dog` |"
            " `guide, spec: lists it; blog: doesn't list it` | spec/pets.yaml:7 | decide it by hand |"
        ),
        (
            "| `get_pet query` `age` | `field added: integer, at most 30` |"
            "  | spec/pets.yaml:4 | docs accept applies it |"
        ),
        "",
        "### Checks at stake",
        "",
        "- `get_pet query` `kind`: `known-kind` (spec/pets.yaml:3)",
        "",
        "## Next",
        "",
        f"1. {step}",
        "2. Judge the rest by hand in `spec/`; where pages disagree, say so under `x-disagreement`.",
        "3. Look through the checks at stake: their rows in `x-checks`, their functions in `overrides/`.",
        "4. `nox -s spec generate tests`",
    ]


HOSTILE = "<img src=x>|`[x](http://evil.example)`\n# Owned \x1b[31m@everyone"


def test_the_words_of_a_page_are_words():
    """What a page says neither forges a line, nor steers a terminal, nor is markup."""
    change = replace(GONE.change, field=HOSTILE, was=HOSTILE)
    page = replace(PAGE, title=HOSTILE)
    found = review(replace(GONE, change=change, sentence=HOSTILE), page=page)
    assert [line for line in as_lines(found, 100) if line.startswith("#") or not line.isprintable()] == []
    lines = as_markdown(found)
    assert [line for line in lines if line.startswith("#")] == [
        "# Documentation check",
        next(line for line in lines if line.startswith("## ``")),
        "### Differences",
        "### Checks at stake",
        "## Next",
    ]
    (row,) = [line for line in lines if line.startswith("| `get_pet")]
    spelled = "``<img src=x>\\|`[x](http://evil.example)`\\n# Owned \\x1b[31m@everyone``"
    assert row.startswith(f"| `get_pet query` {spelled} | **breaking**, ")
    assert row.count("|") - row.count("\\|") == 6


WORDS = [
    (ChangeKind.REQUIRED, "required", False, True, "optional -> required"),
    (ChangeKind.NULLABLE, "nullable", True, False, "may be null -> never null"),
    (ChangeKind.TYPE, "type", "string", "integer", "type: string -> integer"),
    (ChangeKind.TYPE, "enum", None, ["a", "b"], "values: none -> one of a or b"),
    (ChangeKind.LIMIT, "maximum", 100, None, "limit: at most 100 -> none"),
    (ChangeKind.DEFAULT, "default", None, True, "default: none -> default true"),
    (ChangeKind.RULE_ADDED, "excludes", None, ["a", "b", "c"], "rule added: excludes a, b or c"),
    (ChangeKind.RULE_REMOVED, "usedWith", {"k": ["a"]}, None, "rule gone: used only with k a"),
    (
        ChangeKind.RULE_CHANGED,
        "prefix",
        "http",
        "https",
        "rule changed: starts with http -> starts with https",
    ),
    (ChangeKind.RULE_ADDED, "unread", None, "0a1b2c3d", "rule added: a sentence that fits no rule"),
    (ChangeKind.RULE_REMOVED, "unread", "0a1b2c3d", None, "rule gone: the sentence 0a1b2c3d"),
    (ChangeKind.STATUS_ADDED, "", None, "409", "status added: 409"),
    (ChangeKind.RULE_ADDED, "unread", None, "part-0a1b2c3d", "a part that can't be read"),
    (ChangeKind.RULE_REMOVED, "unread", "part-0a1b2c3d", None, "a part that can't be read is gone"),
    (ChangeKind.BODY, "", True, False, "the body: required -> optional"),
    (ChangeKind.FIELD_REMOVED, "", {}, None, "field removed: nothing but its name"),
    (
        ChangeKind.OPERATION_ADDED,
        "",
        None,
        {"method": "PUT", "route": "/a", "query": {"q": {"deprecated": True}}},
        "operation added: PUT /a; fields: 1 in its query; deprecated: q",
    ),
    (ChangeKind.OPERATION_REMOVED, "", {}, None, "operation removed: no further details"),
]


@pytest.mark.parametrize(("kind", "fact", "was", "now", "words"), WORDS)
def test_a_change_has_words(kind, fact, was, now, words):
    """Each kind of change reads as a person would say it."""
    assert what(Change(kind, "get_pet", "query", "q", fact, was, now)) == words


def test_markdown_fits_into_a_pull_request():
    """A report of many entries is cut between two of them, says how many are left out, and what to do next."""
    number = 1_000
    fields = [replace(ADDED, change=replace(ADDED.change, field=f"field_{one}")) for one in range(number)]
    lines = as_markdown(review(*fields))
    rows = [line for line in lines if "`field_" in line]
    (hint,) = (line for line in lines if "left out" in line)
    assert len("\n".join(lines)) < 65_536
    assert all(row.endswith(" |") for row in rows)
    assert hint.startswith(f"**{number - len(rows)} entries are left out**")
    assert "nox -s docs -- check PAGE" in hint
    assert lines[-1].endswith("`nox -s spec generate tests`")
    assert sum("`field_" in line for line in as_markdown(review(*fields[:3]))) == 3


def test_a_shared_schema_is_reported_once():
    """The same place of the spec that differs in several operations is one row, with the others named in it."""
    (checked,) = review(ADDED).checked
    twin = replace(ADDED, change=replace(ADDED.change, operation="list_pets"))
    rows = [line for line in as_markdown(review(ADDED, twin)) if line.startswith("| `get_pet")]
    assert rows == [
        (
            "| `get_pet query` `age`, `list_pets query age` | `field added: integer, at most 30` |"
            "  | spec/pets.yaml:4 | docs accept applies it |"
        )
    ]
    assert checked.drift.differences == (ADDED,)


def test_a_part_that_cannot_be_read_is_no_quotation():
    """Our words about a part that can't be read stand in the advice, and only a page's own are quoted."""
    change = Change(ChangeKind.RULE_ADDED, "get_pet", fact="unread", now="part-0a1b2c3d")
    part = replace(ADDED, change=change, is_mechanical=False, sentence="a list", advice="Not read: a list.")
    assert [line for line in as_lines(review(part), 200) if "a list" in line] == [f"{'':9}Not read: a list."]
    html = as_html(review(part))
    assert (html.count("a list"), "“" in html) == (1, False)
    sentence = replace(part, change=replace(change, now="0a1b2c3d"), advice="Read it.")
    assert [line.strip() for line in as_lines(review(sentence), 200) if "a list" in line] == [
        'it says: "a list"'
    ]
    assert "“a list”" in as_html(review(sentence))


def test_what_is_open_is_in_every_report():
    """What an earlier page left open is in the lines, the data, the Markdown and the HTML of each check."""
    change = replace(GONE.change, field="size")
    task = Task("pets", "spec/pets.yaml", 9, change, "guide", "Delete it.")
    found = replace(review(), open=(task,))
    words = "guide, get_pet query size: value removed: dog. Delete it."
    assert f"spec/pets.yaml:9: {words}" in as_lines(found, 200)
    assert f"- spec/pets.yaml:9: `{words}`" in as_markdown(found)
    assert as_data(found)["open"][0]["change"]["field"] == "size"
    assert words in as_html(found)


def test_a_page_that_says_two_things_is_named_with_their_places():
    """Where a page lists a value in one operation and not in another, each word says of which it is."""
    values = (
        PageValue("guide", "get_pet", "query", value=True),
        PageValue("guide", "list_pets", "query", value=False),
        PageValue("spec", "get_pet", "query", value=True),
    )
    assert page_values(replace(GONE, page_values=values)) == (
        "guide (get_pet query), spec: lists it; guide (list_pets query): doesn't list it"
    )
