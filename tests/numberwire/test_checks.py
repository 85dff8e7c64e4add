"""Checks made of a table of rules: a row says what it is about, a function how a request breaks it."""

import msgspec
import pytest

from numberwire._checks import checks, sent_fields
from numberwire_api import CheckRow, Operation


class DoorPaint(msgspec.Struct):
    """A small request."""

    colour: str | msgspec.UnsetType | None = msgspec.UNSET
    gloss: str | msgspec.UnsetType | None = msgspec.UNSET


ROW = CheckRow(check="colour", operation="paint_door", rule="doors are red", page="Doors", fields=("colour",))


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
    assert sent_fields(operation) == sent


def test_refusal():
    """A refusal ends with the page that its rule is taken from."""
    [check] = checks([ROW], {"colour": lambda row, sent: f"{sent['colour']}: {row.rule}"})["paint_door"]
    assert check.refusal({"colour": "blue"}) == "blue: doors are red (page 'Doors')."
    assert check.name == "colour"


def test_every_row():
    """Each row is a check of its operation, in the order of the table; two rows may share a function."""
    names = [("a", "paint_door"), ("b", "close_door"), ("c", "paint_door"), ("a", "paint_door")]
    rows = [msgspec.structs.replace(ROW, check=name, operation=operation) for name, operation in names]
    made = checks(rows, dict.fromkeys("abc", lambda *_: None))
    assert {operation: [check.name for check in row] for operation, row in made.items()} == {
        "paint_door": ["a", "c", "a"],
        "close_door": ["b"],
    }


@pytest.mark.parametrize(
    ("functions", "message"),
    [
        ("ab", "x-checks of the spec names colour, and no function checks it."),
        (["colour", "gloss"], "There is a function for gloss, and x-checks of the spec has no such check."),
    ],
)
def test_rows_and_functions(functions, message):
    """A row without a function would check nothing, and a function without a row would never be called."""
    with pytest.raises(LookupError) as caught:
        checks([ROW], dict.fromkeys(functions, lambda *_: None))
    assert caught.value.args == (message,)
