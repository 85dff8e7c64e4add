"""Checks made of a table of rules: a row says what it is about, a function how a request breaks it."""

import msgspec
import pytest

from numberwire.checks import checks
from numberwire_api import Operation


class DoorPaint(msgspec.Struct):
    """A small request."""

    colour: str | msgspec.UnsetType | None = msgspec.UNSET
    gloss: str | msgspec.UnsetType | None = msgspec.UNSET


ROW = {
    "check": "colour",
    "operation": "paint_door",
    "rule": "doors are red",
    "page": "Doors",
    "fields": ("colour",),
}


def seen_by(operation):
    """What the function of a check is given of an operation."""
    seen = []
    [check] = checks([ROW], {"colour": lambda row, sent: seen.append((row, dict(sent)))})
    assert check.refusal(operation) is None
    return seen


@pytest.mark.parametrize(
    ("query", "body", "sent"),
    [
        ((), DoorPaint(colour="red"), {"colour": "red"}),
        ((), DoorPaint(colour="", gloss=None), {"colour": ""}),
        ((), DoorPaint(), {}),
        ((), msgspec.UNSET, {}),
        ((), {"colour": "red"}, {}),
        ((("coats", 2), ("primer", None)), msgspec.UNSET, {"coats": 2}),
        ((("coats", 2),), DoorPaint(gloss="high"), {"coats": 2, "gloss": "high"}),
    ],
)
def test_sent(query, body, sent):
    """A check sees what will be sent: parameters and fields, and nothing that is not set."""
    operation = Operation(id="paint_door", method="PUT", path="/doors", answer=None, query=query, body=body)
    assert seen_by(operation) == [(ROW, sent)]


def test_refusal():
    """A refusal ends with the page on which its rule stands."""
    [check] = checks([ROW], {"colour": lambda row, _: f"no: {row['rule']}"})
    operation = Operation(id="paint_door", method="PUT", path="/doors", answer=None)
    assert check.refusal(operation) == "no: doors are red (page 'Doors')."
    assert (check.name, check.operation) == ("colour", "paint_door")


def test_every_row():
    """Each row is a check, in the order of the table; two rows may share a function."""
    rows = [{**ROW, "check": name} for name in ("a", "b", "a")]
    made = checks(rows, {"a": lambda *_: "A", "b": lambda *_: "B"})
    assert [check.name for check in made] == ["a", "b", "a"]
    with pytest.raises(KeyError):
        checks([{**ROW, "check": "c"}], {})
