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


def any_api_row(check, **about):
    """A row of a rule that any API may have."""
    return CheckRow(check=check, operation="paint_door", rule="so it is", page="Doors", **about)


HINGED = {"hinge": ("left", "right")}
COATS = {"coats": ("minimum 1", "maximum 2.5")}
ANY_API_CASES = [
    (
        any_api_row("used-with", fields=("knob",), values=HINGED),
        {"knob": 1, "hinge": "none"},
        "knob would be ignored",
    ),
    (
        any_api_row("used-with", fields=("knob",), values=HINGED),
        {"knob": False, "hinge": "none"},
        "knob would be",
    ),
    (any_api_row("used-with", fields=("knob",), values=HINGED), {"knob": 1, "hinge": "left"}, None),
    (any_api_row("used-with", fields=("knob",), values=HINGED), {"knob": "", "hinge": "none"}, None),
    (any_api_row("required-with", fields=("knob",), values=HINGED), {"hinge": "left"}, "knob is missing"),
    (any_api_row("required-with", fields=("knob",), values=HINGED), {"hinge": "left", "knob": 0}, None),
    (any_api_row("required-with", fields=("knob",), values=HINGED), {"hinge": "none"}, None),
    (any_api_row("needs", fields=("knob", "lock", "key")), {"knob": 1, "lock": 2}, "knob needs key"),
    (any_api_row("needs", fields=("knob", "lock")), {"knob": 1, "lock": False}, None),
    (any_api_row("needs", fields=("knob", "lock")), {"lock": 1}, None),
    (
        any_api_row("excludes", fields=("knob", "bar")),
        {"knob": 1, "bar": 2},
        "knob and bar can't be combined",
    ),
    (any_api_row("excludes", fields=("knob", "bar")), {"bar": 2}, None),
    (any_api_row("aliases", fields=("bar", "rod")), {"bar": 1, "rod": 2}, "bar and rod name the same thing"),
    (any_api_row("aliases", fields=("bar", "rod")), {"bar": 1, "rod": ""}, None),
    (any_api_row("prefix", values={"sign": ("no-", "to-")}), {"sign": "exit"}, "sign is 'exit'"),
    (any_api_row("prefix", values={"sign": ("no-", "to-")}), {"sign": "to-exit"}, None),
    (any_api_row("enum", values=HINGED), {"hinge": "Left"}, "hinge is 'Left': it must be left or right"),
    (any_api_row("enum", values=HINGED), {"hinge": "right"}, None),
    (any_api_row("enum", values=HINGED), {"hinge": ""}, None),
    (
        any_api_row("enum", values={"sign": ("in", "out", "off")}),
        {"sign": "on"},
        "sign is 'on': it must be in, out or off",
    ),
    (any_api_row("enum", values={"sign": ("in",)}), {"sign": "on"}, "sign is 'on': it must be in ("),
    (any_api_row("uuid", fields=("room",)), {"room": "kitchen"}, "room is 'kitchen': so it is"),
    (any_api_row("uuid", fields=("room",)), {"room": "6f1c2a548d3b4e0f9a770b5a1c9e4d21"}, "room is '6f1c"),
    (any_api_row("uuid", fields=("room",)), {"room": "6F1C2A54-8d3b-4e0f-9a77-0b5a1c9e4d21"}, None),
    (any_api_row("uuid", fields=("room",)), {"room": ""}, None),
    (any_api_row("limits", values=COATS), {"coats": 0}, "coats is 0: so it is"),
    (any_api_row("limits", values=COATS), {"coats": 3}, "coats is 3: so it is"),
    (any_api_row("limits", values=COATS), {"coats": 2.5}, None),
    (any_api_row("limits", values=COATS), {"coats": "3"}, None),
    (any_api_row("limits", values=COATS), {}, None),
    (any_api_row("limits", values={"sign": ("minLength 2",)}), {"sign": "x"}, "sign is 'x': so it is"),
    (any_api_row("limits", values={"sign": ("maxLength 2",)}), {"sign": "xyz"}, "sign is 'xyz': so it is"),
    (any_api_row("limits", values={"sign": ("minLength 2", "maxLength 2")}), {"sign": "xy"}, None),
    (any_api_row("limits", values={"sign": ("minLength 2",)}), {"sign": ""}, None),
    (any_api_row("clearable", fields=("sign",)), {"sign": ""}, "sign can't be cleared"),
    (any_api_row("clearable", fields=("sign",)), {"sign": "x"}, None),
]


@pytest.mark.parametrize(("row", "sent", "words"), ANY_API_CASES)
def test_rules_that_any_api_may_have(row, sent, words):
    """A row of a usual rule needs no function of the API's own; False and 0 are values, the empty text is none."""
    [check] = checks([row], {})["paint_door"]
    refusal = check.refusal(sent)
    assert refusal is None if words is None else refusal.startswith(words)


@pytest.mark.parametrize(
    ("instead", "words"),
    [((), "knob is deprecated (page 'Doors')."), (("bar",), "knob is deprecated: use bar (page 'Doors').")],
)
def test_deprecations_are_warned_of(instead, words):
    """What is deprecated is sent, with a warning that names what replaces it, where something does."""
    [check] = checks([any_api_row("deprecated", fields=("knob",), instead=instead)], {})["paint_door"]
    assert (check.refusal({"knob": False}), check.advice({"knob": False})) == (None, (words,))
