"""What a page no longer states of its record: told first, and never as no drift."""

from __future__ import annotations

from dataclasses import replace

import pytest

from generator.docs.compare.compare import find_drift
from generator.docs.compare.loss import find_loss
from generator.docs.compare.page_checks import CheckedPage, CheckResult
from generator.docs.pages.page_reader import Reading
from generator.docs.reports.drift_report import as_data, as_lines
from generator.docs.reports.html_report import as_html
from generator.docs.reports.markdown_report import as_markdown
from generator.facts import Operation, Page

FIELDS = {name: {"type": "string"} for name in ("color", "shine", "size")}
PAINT = Operation(
    "paint_truck",
    "PUT",
    "/trucks/{id}",
    {"path": {"id": {}}, "request": FIELDS},
    ("200", "404"),
    body_required=True,
)
LIST = Operation("list_trucks", "GET", "/trucks", {"query": {"size": {}}, "response": {"data": {}}}, ("200",))
ERRORS = {"404": {"error": {}}}


def page(*operations: Operation, errors=ERRORS) -> Page:
    """A page of these operations."""
    known = {one.name: one for one in operations}
    return Page("Trucks", known, "stacked", errors=errors, security={"scheme": "bearer"})


WHOLE = page(PAINT, LIST)


def without(operation: Operation, *parts: str) -> Operation:
    """An operation that lacks some of its parts."""
    return replace(operation, parts={part: f for part, f in operation.parts.items() if part not in parts})


def test_a_page_that_states_what_it_stated_lost_nothing():
    """The same page, or one that states more, has lost nothing."""
    assert not find_loss(WHOLE, WHOLE)
    assert not find_loss(page(PAINT), WHOLE)


@pytest.mark.parametrize(
    ("now", "gone", "is_large"),
    [
        (page(PAINT), ("the operation list_trucks",), False),
        (page(PAINT, without(LIST, "query")), ("the query of list_trucks (1 field)",), False),
        (page(replace(PAINT, method=None), LIST), ("the method of paint_truck (PUT)",), False),
        (
            page(replace(PAINT, body_required=None), LIST),
            ("whether a call of paint_truck must have a body",),
            False,
        ),
        (page(replace(PAINT, path=None), LIST), ("the path of paint_truck (/trucks/{id})",), False),
        (replace(WHOLE, security={}), ("the scheme of the credentials (bearer)",), False),
        (page(PAINT, LIST, errors={}), ("the body of error 404 (1 field)",), False),
        (
            page(replace(PAINT, statuses=()), LIST),
            ("the statuses of paint_truck (200, 404)",),
            False,
        ),
        (
            page(without(PAINT, "request"), without(LIST, "query")),
            ("the request of paint_truck (3 fields)", "the query of list_trucks (1 field)"),
            True,
        ),
        (page(LIST, errors={}), ("the operation paint_truck", "the body of error 404 (1 field)"), True),
    ],
)
def test_what_a_page_lost_is_named(now, gone, is_large):
    """Whole operations, parts, bodies and lists of statuses are named; more than half of the fields is much."""
    loss = find_loss(WHOLE, now)
    assert (loss.lost_parts, loss.is_large, bool(loss)) == (gone, is_large, True)


def test_single_fields_are_differences_and_no_loss():
    """A field that is gone from a part that is there is told as a difference; most of them are a loss, too."""
    shorter = replace(PAINT, parts={**PAINT.parts, "request": {"color": {}}})
    assert not find_loss(WHOLE, page(shorter, LIST))
    assert find_loss(
        page(PAINT, errors={}), page(replace(PAINT, parts={"request": {"color": {}}}), errors={})
    )


@pytest.fixture
def review(house, reading):
    """A check of a recorded page that has lost most of it."""
    whole = reading("stacked")
    house.forget()
    house.record("trucks", whole)
    name, kept = next(iter(whole.page.operations.items()))
    left = replace(whole.page, operations={name: kept}, digest="0" * 64)
    subject = house.subject()
    drift = find_drift(Reading(left, {}), subject, "trucks")
    return CheckResult((CheckedPage("page.txt", drift, {}),))


def test_every_report_says_first_that_a_page_states_much_less(review):
    """The report for a terminal, of a pull request, for a browser and for a program tell it before anything else."""
    assert review.has_drift
    lines = as_lines(review, 200)
    assert lines[1].startswith("THE PAGE STATES MUCH LESS THAN ITS RECORD: ")
    assert "`docs accept` refuses it without --allow-loss." in lines[1]
    assert "applies the changes that are safe" not in lines[-1]
    assert lines[-1].endswith("Save all of the page that states much less again, and check it.")
    texts = [line for line in as_markdown(review) if line]
    assert texts[3].startswith("**")
    assert "MUCH LESS" in texts[3]
    html = as_html(review)
    assert html.index("MUCH LESS") < html.index("operation removed")
    (checked,) = as_data(review)["checked"]
    assert checked["loss"]["large"]
    assert checked["loss"]["gone"]
