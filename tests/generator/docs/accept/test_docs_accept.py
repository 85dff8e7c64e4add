"""The verb `docs accept`: what it prints and writes, and how it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator.cli import main
from tests.generator.docs.accept.pets import PARTS, page, with_field, with_operation
from tests.generator.docs.page_openapi import as_openapi, stated_by_openapi
from tests.generator.docs.page_projection import projected
from tests.generator.docs.render_pages import render

FOOD = with_field("request", "food", type="string")


@pytest.fixture(autouse=True)
def here(shop, tmp_path, monkeypatch):
    """The small API is the project's, and the terminal is wide."""
    monkeypatch.setattr("generator.verbs.docs.inputs.ROOT", tmp_path)
    monkeypatch.setenv("COLUMNS", "200")


def printed(said, name="page.txt"):
    """A page as a file."""
    Path(name).write_text(render(projected(said, "stacked"), "stacked"), encoding="utf-8")
    return name


def run(*words):
    """The exit code of `docs accept`."""
    return main(["docs", "accept", *words])


@pytest.fixture
def recorded(shop, capsys):
    """The page as it is printed is the one that is recorded."""
    assert run(printed(page())) == 0
    capsys.readouterr()


def read(shop):
    """What both files say."""
    return shop.spec.read_text(encoding="utf-8"), shop.sources.read_text(encoding="utf-8")


def test_a_page_is_taken_over(recorded, shop, capsys):
    """What was written is printed with its place, then what comes next; it ends with 0."""
    assert run(printed(with_field("request", "age", type="integer", example=3))) == 0
    line = 1 + read(shop)[0].splitlines().index("        age:")
    told = capsys.readouterr()
    assert told.out == (
        "page.txt: Update a pet (shop/guide)\n"
        "  written:\n"
        "    spec/sources/shop.yaml:3: its record\n"
        f"    spec/shop.yaml:{line}: new field age\n"
        "\n"
        'Written: spec/shop.yaml, spec/sources/shop.yaml. Search the spec for "still to be described": 1 place.'
        " Next: `nox -s generate tests`.\n"
    )
    assert told.err == "accepting page.txt\n"


def test_a_page_taken_over_is_not_written_again(recorded, shop, capsys):
    """The same page once more changes nothing, and ends with 0."""
    before = read(shop)
    assert run("page.txt") == 0
    assert capsys.readouterr().out == "page.txt: Update a pet (shop/guide)\n\nNothing changed.\n"
    assert read(shop) == before


def test_what_is_left_is_listed(recorded, shop, capsys):
    """What takes judgement is printed with its place and what to do; it ends with 1, and the spec stays."""
    before = read(shop)
    assert run(printed(with_field("request", "name", type="integer", example=1))) == 1
    line = (
        1 + before[0].splitlines().index("          description: Its name, which nobody else need have.") - 1
    )
    assert capsys.readouterr().out == (
        "page.txt: Update a pet (shop/guide)\n"
        "  written:\n"
        "    spec/sources/shop.yaml:3: its record\n"
        "  left to you:\n"
        "    update_pet request name: type: string -> integer\n"
        "      breaks callers: what is sent has another type\n"
        "      spec: string\n"
        f"      spec/shop.yaml:{line}: Change the spec, or say there under x-disagreement"
        " (about: [type]) what holds and why.\n"
        "\n"
        "Written: spec/sources/shop.yaml. 1 difference left to you, open until settled: see `nox -s spec`."
        " The spec is as it was. Next: decide what is left, then `nox -s generate tests`.\n"
    )
    assert read(shop)[0] == before[0]


def test_what_cannot_be_read_is_left_until_somebody_says_what_holds(shop, capsys):
    """An answer of no one status is left with what to do; once a disagreement settles it, it is only told."""
    document = as_openapi(stated_by_openapi(page()), "3.1.0", {}, inline=True)
    document["paths"]["/pets/{id}"]["put"]["responses"]["default"] = {"description": "Any other."}
    Path("api.json").write_text(json.dumps(document), encoding="utf-8")
    part = "the answer default of update_pet: it is of no one status"
    assert main(["docs", "check", "api.json", "--page", "guide"]) == 1
    told = capsys.readouterr().out
    assert (told.count("a part that can't be read"), told.count(part)) == (1, 1)
    assert run("api.json", "--page", "guide") == 1
    told = capsys.readouterr().out
    assert "update_pet: a part that can't be read\n" in told
    assert f"Not read: {part}. Compare it by hand" in told
    for words in (["check", "spec/shop.yaml"], ["docs", "check", "api.json", "--page", "guide"]):
        assert main(words) == 1
        assert part in capsys.readouterr().out
    update = "      operationId: update_pet\n"
    holds = "{about: [unread], pages: {guide: answers of any status}, resolution: They are errors., why: It says so.}"
    text = shop.spec.read_text(encoding="utf-8").replace(update, f"{update}      x-disagreement: {holds}\n")
    shop.spec.write_text(text, encoding="utf-8")
    assert main(["docs", "check", "api.json", "--page", "guide"]) == 0
    assert f"not read: {part}\n" in capsys.readouterr().out


def test_what_was_wrong_before_comes_next(recorded, shop, capsys):
    """Where the spec breaks a rule already, nothing is generated, and what comes next is to fix that."""
    text = shop.spec.read_text(encoding="utf-8")
    wrong = text.replace("\n      x-sources: [notes]\n", "\n      x-sources: [guide]\n")
    shop.spec.write_text(wrong, encoding="utf-8")
    assert main(["check", "spec/shop.yaml"]) == 1
    capsys.readouterr()
    assert run(printed(with_field("request", "age", type="integer", example=3))) == 0
    told = capsys.readouterr().out
    assert "now says" not in told
    assert told.endswith(
        "Next: fix what `nox -s spec` finds, as it did before: nothing is generated until then.\n"
    )


def test_what_is_left_stays_open(recorded, shop, capsys):
    """A field that the spec has to get by hand is told by every check from now on, until the spec leaves it out."""
    assert run(printed(with_field("response", "owner", type="object"))) == 1
    capsys.readouterr()
    for words in (
        ["check", "spec/shop.yaml"],
        ["docs", "check", printed(page(), "old.txt")],
        ["docs", "check"],
    ):
        assert main(words) in (1, 2)
        told = capsys.readouterr().out
        assert "guide, update_pet response owner: field added: object, required" in told or "owner" in told
    text = shop.spec.read_text(encoding="utf-8")
    old = "      description: A pet.\n      required: [name]\n"
    assert old in text
    reason = (
        "      x-disagreement:\n        omits: [owner]\n        pages: {guide: has owner}\n"
        "        resolution: Without owner.\n        why: Nobody needs it.\n"
    )
    shop.spec.write_text(text.replace(old, old + reason), encoding="utf-8")
    assert main(["check", "spec/shop.yaml"]) == 0
    capsys.readouterr()
    assert run("page.txt") == 0
    assert "open:" not in shop.sources.read_text(encoding="utf-8")


def test_a_dry_run_writes_nothing(recorded, shop, capsys):
    """The diff of both files is printed in front of what would be done."""
    before = read(shop)
    assert run(printed(FOOD), "--dry-run") == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[:2] == ["--- a/spec/shop.yaml", "+++ b/spec/shop.yaml"]
    assert [line for line in lines if line.startswith(("+ ", "- ")) and "digest" not in line] == [
        "-          x-sources: [notes]",
        "+          x-sources: [guide, notes]",
        "+          food: {type: string, required: false, deprecated: false}",
    ]
    assert "  would be written:" in lines
    assert lines[-1] == "Nothing was written: spec/shop.yaml, spec/sources/shop.yaml would change."
    assert read(shop) == before


def test_json_is_one_document(recorded, capsys):
    """`--json` says where what was done stands, what is left, and which files changed."""
    assert run(printed(with_field("request", "name", type="integer", example=1)), "--json") == 1
    told = json.loads(capsys.readouterr().out)
    (one,) = told.pop("pages")
    (left,) = one.pop("left")
    assert told == {
        "written": True,
        "files": ["spec/sources/shop.yaml"],
        "diff": None,
        "findings": [],
        "unreadable": [],
        "error": None,
    }
    assert one == {
        "source": "page.txt",
        "api": "shop",
        "page": "guide",
        "new": False,
        "gaps": [],
        "other_operations": 0,
        "done": [{"path": "spec/sources/shop.yaml", "line": 3, "words": "its record"}],
        "open": [],
    }
    assert (left["kind"], left["field"], left["was"], left["now"]) == ("type", "name", "string", "integer")
    assert (
        left["advice"]
        == "Change the spec, or say there under x-disagreement (about: [type]) what holds and why."
    )


def test_one_page_that_cannot_be_read_stops_all(recorded, shop, capsys):
    """A page that can't be read ends it with 2, and the readable one beside it is not taken over either."""
    Path("odd.txt").write_text("Hello.\n", encoding="utf-8")
    before = read(shop)
    assert run(printed(FOOD), "odd.txt") == 2
    told = capsys.readouterr().out
    assert told.startswith("odd.txt: not read: ")
    assert told.endswith("\nNothing was written.\n")
    assert read(shop) == before
    assert run("odd.txt", "--json") == 2
    told = json.loads(capsys.readouterr().out)
    assert (told["written"], [one["source"] for one in told["unreadable"]]) == (False, ["odd.txt"])


def test_a_text_that_cannot_be_changed_is_told(recorded, shop, capsys):
    """Where a file has a form that can't be changed in place, it says so and ends with 1."""
    text = read(shop)[0]
    old = "          x-sources: [notes]\n\n    Pet:"
    assert old in text
    text = text.replace(old, "          x-sources: [\n            notes  # by hand\n          ]\n\n    Pet:")
    shop.spec.write_text(text, encoding="utf-8")
    message = (
        "spec/shop.yaml can't be edited: line 92 is not as ruamel.yaml's round trip writes it (rule NW108)."
        " `python -m generator check` says how to write it"
    )
    assert run(printed(FOOD)) == 1
    assert capsys.readouterr().out == f"{message}.\nNothing was written.\n"
    assert run("page.txt", "--json") == 1
    assert json.loads(capsys.readouterr().out)["error"] == message


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ([], "the following arguments are required: PAGE"),
        (
            ["a.txt", "b.txt", "--page", "guide"],
            "--page names one recorded page: give exactly one PAGE with it",
        ),
        (["a.txt", "--page", "The Guide"], "--page The Guide: an id is in kebab-case, such as purchase-rest"),
        (["a.txt", "--api", "zoo"], "--api zoo: no such API; choose shop"),
    ],
)
def test_wrong_usage_ends_with_2(words, message, capsys):
    """What can't be meant is told with the usage."""
    with pytest.raises(SystemExit) as ended:
        run(*words)
    assert ended.value.code == 2
    assert message in capsys.readouterr().err


def test_a_page_gets_the_id_it_is_given(shop, capsys):
    """`--page` with an id that no page has records a new page under it."""
    assert run(printed(page()), "--page", "leaflet") == 0
    assert "page.txt: Update a pet (shop/leaflet, new)\n" in capsys.readouterr().out
    assert "\n\n  leaflet:\n    title: Update a pet\n    url: null\n" in read(shop)[1]


def test_a_page_that_states_much_less_is_refused(recorded, shop, capsys):
    """A page with less than half of the recorded fields is refused, says what is left, and changes nothing."""
    before = read(shop)
    halved = printed(
        with_operation(parts={"path": PARTS["path"], "response": {"name": PARTS["response"]["name"]}})
    )
    assert run(halved) == 1
    assert capsys.readouterr().out == (
        "the page states much less than what is recorded as guide: 2 of 7 fields and 1 of 1 operation are left."
        " Save all of it again; if it really states no more than this, give --allow-loss.\nNothing was written.\n"
    )
    assert read(shop) == before
    assert run(halved, "--allow-loss") in (0, 1)
    assert (
        "its record, which no longer has the query of update_pet (1 field), the request of update_pet (2 fields)\n"
    ) in capsys.readouterr().out
    assert read(shop) != before


def test_what_a_page_lost_is_told_where_it_is_accepted(recorded, shop, capsys):
    """A page that lost one part of several is accepted, and what its record loses is told."""
    parts = {part: fields for part, fields in PARTS.items() if part != "query"}
    assert run(printed(with_operation(parts=parts))) in (0, 1)
    assert "its record, which no longer has the query of update_pet (1 field)\n" in capsys.readouterr().out


def test_what_a_page_does_not_show_is_told(shop, capsys):
    """What accepting can't take over because the page doesn't show it is told as a check tells it."""
    fields = {**PARTS["request"], "size": {"type": "enum", "required": False, "deprecated": False}}
    text = render(projected(page({"request": fields}), "stacked"), "stacked")
    Path("page.txt").write_text(text, encoding="utf-8")
    assert run("page.txt", "--json") == 1
    (accepted,) = json.loads(capsys.readouterr().out)["pages"]
    main(["docs", "check", "page.txt", "--json"])
    (checked,) = json.loads(capsys.readouterr().out)["checked"]
    assert accepted["gaps"] == checked["gaps"] == ["the values of size: the page shows none"]
    run("page.txt", "--dry-run")
    assert "  not read: the values of size: the page shows none\n" in capsys.readouterr().out
