"""Pages one after another: from where they stand to what differs, and one that fails stops no other."""

from __future__ import annotations

import pytest
from ruamel.yaml import YAML

from generator.docs.compare.page_checks import (
    UncheckedPage,
    UnreadablePage,
    check_pages,
    check_recorded_pages,
)
from generator.docs.pages.capture import PageError
from generator.openapi.document import read_document
from generator.openapi.view import Subject
from tests.generator.docs.compare.test_page_kinds import PARTS, SPEC, changed, page
from tests.generator.docs.page_projection import projected
from tests.generator.docs.render_pages import captured, render

URL, OTHER = "https://docs.example/pets", "https://docs.example/other"


def printed(told):
    """A page as it comes from its server."""
    return captured(render(projected(told, "stacked"), "stacked"))


@pytest.fixture
def subject(tmp_path):
    """A document with one page that has a URL, one that has none, and one that was noted by hand."""
    (tmp_path / "spec" / "sources").mkdir(parents=True)
    guide = {
        "title": "Guide",
        "url": URL,
        "layout": "stacked",
        "etag": '"1"',
        "operations": {"update_pet": {}},
    }
    pages = {
        "guide": guide,
        "blog": {"title": "Blog", "url": None, "layout": "inline", "operations": {}},
        "known": {"title": "What is known", "operations": {}},
    }
    YAML(typ="safe", pure=True).dump(SPEC, tmp_path / "spec" / "pets.yaml")
    YAML(typ="safe", pure=True).dump({"pages": pages}, tmp_path / "spec" / "sources" / "pets.yaml")
    return Subject(read_document(tmp_path / "spec" / "pets.yaml"))


PASSED = (
    UncheckedPage("pets", "blog", "no URL recorded"),
    UncheckedPage("pets", "known", "noted by hand, no page of its own"),
)


def test_recorded_pages_are_fetched_where_they_stand(subject):
    """A recorded page is asked for by its URL and its ETag, and is that page whatever it says."""
    asked = []

    def server(source, etag):
        asked.append((source, etag))
        return printed(page(PARTS, heading="Update", path="/animals/{id}"))

    review = check_recorded_pages([subject], server)
    assert asked == [(URL, '"1"')]
    assert [(one.source, one.drift.id) for one in review.checked] == [(URL, "guide")]
    assert review.passed == PASSED


def test_a_page_that_was_not_modified_is_passed_over(subject):
    """Where the server still has the version that is known, there is nothing to check."""
    review = check_recorded_pages([subject], lambda *_: None)
    assert review.checked == ()
    assert review.passed == (PASSED[0], UncheckedPage("pets", "guide", "not modified"), PASSED[1])


def test_a_page_that_cannot_be_fetched_is_named(subject):
    """A page that can't be fetched is unreadable, and says why."""

    def server(*_):
        raise PageError("there is nobody.")

    assert check_recorded_pages([subject], server).unreadable == (UnreadablePage(URL, "there is nobody."),)


def test_one_recorded_page_may_be_named(subject):
    """A named page is checked alone."""
    assert check_recorded_pages([subject], lambda *_: None, "blog").passed == PASSED[:1]


def test_each_page_is_matched_on_its_own(subject):
    """Several pages are read one by one: each has its own report, and one that fails stops no other."""
    told = {"a": printed(page(PARTS)), "c": printed(changed("request", "town", type="integer"))}

    def shelf(source, etag):
        assert etag is None
        if source not in told:
            raise PageError("the file does not exist.")
        return told[source]

    review = check_pages(["a", "b", "c"], [subject], shelf)
    assert [one.source for one in review.checked] == ["a", "c"]
    assert review.unreadable == (UnreadablePage("b", "the file does not exist."),)
    assert review.has_drift


def test_a_page_of_no_known_api_is_unreadable(subject):
    """Where a page could be of several APIs, or of none, nobody guesses."""
    fax = page(
        PARTS | {"request": {"to": {"type": "string"}}}, heading="Send a Fax", method="POST", path="/faxes"
    )
    review = check_pages(["x"], [subject, subject], lambda *_: printed(fax))
    assert review.unreadable == (
        UnreadablePage("x", "can't tell which API this page describes: give --api pets or pets."),
    )


def test_a_page_of_endless_fields_is_no_page(subject, monkeypatch):
    """A page of more fields than anyone would document is refused before anything is compared."""
    parts = PARTS | {"request": {f"field_{number}": {"type": "string"} for number in range(50)}}
    capture = printed(page(parts))
    monkeypatch.setattr("generator.docs.compare.page_checks._MOST_FIELDS", 53)
    assert check_pages(["x"], [subject], lambda *_: capture).unreadable == ()
    monkeypatch.setattr("generator.docs.compare.page_checks._MOST_FIELDS", 52)
    monkeypatch.setattr("generator.docs.compare.page_checks.find_drift", None)
    assert check_pages(["x"], [subject], lambda *_: capture).unreadable == (
        UnreadablePage("x", "53 fields are more than any documentation page has; name another page."),
    )
