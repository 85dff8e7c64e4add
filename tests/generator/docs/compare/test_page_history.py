"""The documentation pages as a history: read in the order they were written, each reports what it says anew.

The reports under `expected` are written by hand from the pages.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.docs.compare.changes import ChangeKind
from tests.yaml_files import load_yaml

EXPECTED = Path(__file__).parent / "expected"
PAGES = {
    "inline": "purchase-rest",
    "stacked": "phone-numbers-rest",
    "glued": "update-reference",
    "outline": "update-outline",
}


def told(drift):
    """A report in the words of the expected ones: what has its usual value is left out."""
    found = []
    for one in drift.differences:
        change = one.change
        told = {"kind": change.kind.value}
        for key in ("operation", "part", "field", "fact", "was", "now"):
            if value := getattr(change, key):
                told[key] = value
        if change.kind is ChangeKind.OPERATION_ADDED:
            told["now"] = operation(change.now)
        if change.fact == "unread":
            del told["now"]  # a digest
            assert one.sentence
        told |= {} if one.is_mechanical else {"mechanical": False}
        told |= {"breaking": one.breaking} if one.breaking else {}
        told |= {"checks": [check.name for check in one.checks]} if one.checks else {}
        found.append(told)
    return {"held_against": drift.recorded_id, "differences": found}


def operation(data):
    """An operation as its call, the number of fields of each part, and what is deprecated."""
    parts = {part: fields for part, fields in data.items() if isinstance(fields, dict)}
    old = [name for fields in parts.values() for name, facts in fields.items() if facts.get("deprecated")]
    sizes = {part: len(fields) for part, fields in parts.items()}
    return {"call": f"{data['method']} {data['route']}"} | sizes | ({"deprecated": old} if old else {})


@pytest.mark.parametrize(
    ("before", "now"),
    [(["inline"], "stacked"), (["inline", "stacked"], "glued"), (["inline", "stacked", "glued"], "outline")],
)
def test_each_page_reports_what_it_says_anew(before, now, house, lookalike, reading):
    """A page that is new to us reports exactly what the pages before it did not say."""
    house.forget()
    for layout in before:
        house.record(PAGES[layout], reading(layout))
    (checked,) = house.review(lookalike(now)).checked
    expected = load_yaml(EXPECTED / f"{now}-after-{before[-1]}.yaml")
    assert (checked.drift.api, checked.drift.id, told(checked.drift)) == ("signalwire", None, expected)


def test_recorded_pages_report_nothing(house, lookalike, reading):
    """A page that has not changed since it was recorded has no drift, against its record or the spec."""
    house.forget()
    house.forget("routing")
    for layout, name in PAGES.items():
        house.record(name, reading(layout))
    house.record("routing-update", reading("samples"), "routing")
    review = house.review(*map(lookalike, (*PAGES, "samples")))
    assert [(page.drift.id, page.drift.differences) for page in review.checked] == [
        ("purchase-rest", ()),
        ("phone-numbers-rest", ()),
        ("update-reference", ()),
        ("update-outline", ()),
        ("routing-update", ()),
    ]
    assert not review.has_drift


@pytest.mark.parametrize(("layout", "name"), PAGES.items())
def test_a_page_read_anew_reports_nothing(layout, name, house, lookalike, reading):
    """A page of other blanks, which has another digest where they stand in its text, says the same."""
    house.record(name, reading(layout))
    text = lookalike(layout).read_text(encoding="utf-8")
    page = house.folder / "page.txt"
    page.write_text(text.replace("\n\n", "\n\n\n") + "\n \n", encoding="utf-8")
    (checked,) = house.review(page).checked
    assert (checked.drift.id, checked.drift.differences) == (name, ())
