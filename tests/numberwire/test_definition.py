"""What one API does its own way."""

import pytest

from numberwire._checks import Check
from numberwire._retry import ONCE, REPEAT, Policy
from numberwire.definition import Definition
from numberwire.errors import InvalidRequestError
from numberwire_api import Operation

OPERATION = Operation(id="paint_door", method="POST", path="/doors", answer=None)


def test_policy():
    """An operation follows its own policy, any other its HTTP method."""
    own = Policy(uncertain=False, fresh=True)
    definition = Definition(name="doors", policies={"paint_door": own})
    assert definition.policy(OPERATION) is own
    assert Definition(name="doors").policy(OPERATION) is ONCE
    for method in ("GET", "PUT", "DELETE"):
        assert (
            definition.policy(Operation(id="close_door", method=method, path="/doors", answer=None)) is REPEAT
        )
    patch = Operation(id="close_door", method="PATCH", path="/doors", answer=None)
    assert definition.policy(patch) is ONCE


DOORS = Definition(
    name="doors",
    checks={
        "paint_door": (
            Check("colour", lambda _: "Doors are red."),
            Check("height", lambda _: "Doors are high."),
            Check("depth", lambda _: None),
        ),
        "widen_door": (Check("width", lambda _: "Doors are narrow."),),
    },
)


def test_refuse():
    """The first check of the operation that refuses is told, and how to overrule it."""
    with pytest.raises(InvalidRequestError) as caught:
        DOORS.check_operation(OPERATION, {})
    assert str(caught.value) == (
        "Doors are red. (Nothing was sent. To skip this check: client.with_options(checks={'colour': False}).)"
    )
    assert caught.value.check == "colour"


def test_masked_refusal():
    """What a check says of a value is freed of secrets."""
    with pytest.raises(InvalidRequestError) as caught:
        DOORS.check_operation(OPERATION, {}, lambda text: text.replace("red", "***"))
    assert "Doors are ***." in str(caught.value)
    assert caught.value.errors[0].message == "Doors are ***."


def test_switches():
    """A check that is switched off lets everything through; the others hold."""
    with pytest.raises(InvalidRequestError) as caught:
        DOORS.check_operation(OPERATION, {"colour": False})
    assert caught.value.check == "height"
    DOORS.check_operation(OPERATION, {"colour": False, "height": False})


def test_check_names():
    """A definition tells the names of its checks."""
    assert DOORS.check_names == {"colour", "width", "height", "depth"}


def test_plain():
    """A definition that says nothing has no checks, no envelope, and no page."""
    plain, answer = Definition(name="doors"), object()
    assert (plain.check_names, plain.echoes, plain.pages, plain.unwrap(answer)) == (set(), {}, set(), answer)
    assert (plain.effects, plain.searches, plain.leads_on(())) == ({}, set(), False)
