"""The documentation pages as a history: read in the order they were written, each reports what it says anew.

The reports under `expected` are written by hand from the pages.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from ruamel.yaml import YAML

from generator.docs.drift.changes import ChangeKind

EXPECTED = Path(__file__).parent / "expected"
PAGES = {
    "003": "purchase-rest",
    "002": "phone-numbers-rest",
    "000": "update-reference",
    "001": "update-outline",
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


@pytest.mark.parametrize(("before", "now"), [("003", "002"), ("003 002", "000"), ("003 002 000", "001")])
def test_each_page_reports_what_it_says_anew(before, now, house, seed, reading):
    """A page that is new to us reports exactly what the pages before it did not say."""
    house.forget()
    for number in before.split():
        house.record(PAGES[number], reading(number))
    (checked,) = house.review(seed(now)).checked
    expected = YAML(typ="safe").load(EXPECTED / f"{now}-after-{before[-3:]}.yaml")
    assert (checked.drift.api, checked.drift.id, told(checked.drift)) == ("signalwire", None, expected)


def test_recorded_pages_report_nothing(house, seed):
    """A page that has not changed since it was recorded has no drift, against its record or the spec."""
    review = house.review(*map(seed, ("000", "001", "002", "003", "004")))
    assert [(one.drift.id, one.drift.differences) for one in review.checked] == [
        ("update-reference", ()),
        ("update-outline", ()),
        ("phone-numbers-rest", ()),
        ("purchase-rest", ()),
        ("routing-update", ()),
    ]
    assert not review.has_drift


@pytest.mark.parametrize(("number", "name"), [(number, PAGES[number]) for number in PAGES])
def test_a_page_read_anew_reports_nothing(number, name, house, seed, reading):
    """A page of other blanks, which has another digest where they stand in its text, says the same."""
    text = seed(number).read_text(encoding="utf-8")
    page = house.folder / "page.txt"
    page.write_text(text.replace("\n\n", "\n\n\n") + "\n \n", encoding="utf-8")
    (checked,) = house.review(page).checked
    assert (checked.drift.id, checked.drift.differences) == (name, ())
