"""Pages go one after another into the files of their API, and all of these files are written or none."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from generator.docs.accept.accept_pages import AcceptError, ReadPage, accept_pages, judge_page
from generator.docs.pages.page_reader import Reading
from generator.openapi.document import read_document
from generator.openapi.view import Subject
from tests.generator.docs.accept.pets import SOURCES, SPEC, page, with_field, with_operation

FOOD = with_field("request", "food", type="string")


def over(shop, *pages, named=None):
    """What comes of pages."""
    subject = Subject(read_document(shop.spec))
    return accept_pages([ReadPage("page.txt", Reading(said, {}), subject) for said in pages], named)


def texts(shop):
    """What the files say, and which files there are."""
    files = sorted(path.name for path in Path("spec").rglob("*") if path.is_file())
    return shop.spec.read_text(encoding="utf-8"), shop.sources.read_text(encoding="utf-8"), files


def test_both_files_are_written(shop):
    """What the page states is recorded, the spec follows, and nothing else stays behind."""
    made = over(shop, FOOD)
    made.write()
    assert texts(shop) == (made.after[shop.spec], made.after[shop.sources], ["shop.yaml", "shop.yaml"])
    assert made.has_remaining_work is False


def test_nothing_new_writes_nothing(shop):
    """A page that says what is recorded of it changes no file."""
    made = over(shop, page(digest="0" * 64))
    assert (dict(made.after), list(made.diff()), made.taken[0].accepted.done) == ({}, [], ())


def test_a_page_builds_on_the_one_before_it(shop):
    """The second of two pages finds what the first one left, and the second recorded page too."""
    leaflet = page(layout="inline", title="A leaflet", operations=FOOD.operations, digest="2" * 64)
    made = over(shop, FOOD, leaflet)
    assert "          x-sources: [guide, notes, a-leaflet]\n" in made.after[shop.spec]
    assert [one.accepted.page for one in made.taken] == ["guide", "a-leaflet"]


def test_the_diff_shows_both_files(shop):
    """The unified diff names each file that changes and has nothing but the lines that do."""
    lines = list(over(shop, FOOD).diff())
    assert [line for line in lines if line.startswith(("---", "+++"))] == [
        "--- a/spec/shop.yaml",
        "+++ b/spec/shop.yaml",
        "--- a/spec/sources/shop.yaml",
        "+++ b/spec/sources/shop.yaml",
    ]
    assert "-          x-sources: [notes]" in lines
    assert "+          food: {type: string, required: false, deprecated: false}" in lines


@pytest.mark.parametrize("name", ["spec", "sources"])
def test_a_file_that_changed_meanwhile_is_not_overwritten(name, shop):
    """What somebody wrote since the file was read stays, and so does the other file."""
    made = over(shop, FOOD)
    path = getattr(shop, name)
    path.write_text(f"{path.read_text(encoding='utf-8')}# mine\n", encoding="utf-8")
    before = texts(shop)
    with pytest.raises(AcceptError, match=f"{path} was changed in the meantime: accept the page again"):
        made.write()
    assert texts(shop) == before


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_a_failure_half_way_leaves_both_files(error, shop, monkeypatch):
    """Where the second file can't be put in its place, or Ctrl-C comes between, the first one is put back."""
    made = over(shop, FOOD)
    puts: list[str] = []
    replace = os.replace

    def failing(path, target):
        puts.append(Path(target).name)
        if len(puts) == 2:
            raise error
        return replace(path, target)

    monkeypatch.setattr(os, "replace", failing)
    with pytest.raises((AcceptError, KeyboardInterrupt)):
        made.write()
    assert texts(shop) == (SPEC, SOURCES, ["shop.yaml", "shop.yaml"])


def test_what_is_left_breaks_no_rule(shop):
    """What a page has and the spec lacks is left and kept open, so that the rules find nothing new."""
    known = "          examples: [Rex]\n          x-sources: [guide]\n"
    assert SPEC.count(known) == 1
    shop.spec.write_text(SPEC.replace(known, known.replace("[guide]", "[guide, notes]")), encoding="utf-8")
    made = over(shop, with_operation(statuses=("200", "500")))
    assert made.findings == ()
    assert made.has_remaining_work is True


@pytest.mark.parametrize(
    ("said", "is_recorded_only"),
    [
        (with_field("request", "toy", type="string"), False),
        (with_field("query", "dry", deprecated=True), False),
        (with_field("request", "food", type="string"), True),
        (with_field("request", "kind", enum=["cat", "big-dog", "cow"]), False),
        (with_field("response", "kind", enum=["cat", "big-dog", "ghost"]), True),
    ],
    ids=[
        "a field",
        "a mark",
        "a field of another page",
        "a value",
        "a value of another page",
    ],
)
def test_a_check_says_what_accept_only_records(said, is_recorded_only, shop):
    """What the spec holds already, and what another page still states, changes nothing but the record."""
    drift = judge_page(Reading(said, {}), Subject(read_document(shop.spec)), "guide")
    (found,) = drift.differences
    assert (found.is_mechanical, found.is_recorded_only) == (True, is_recorded_only)
