"""What one API does its own way."""

import pytest

from numberwire.checks import Check
from numberwire.definition import Complaint, Definition, read_complaint
from numberwire.errors import FieldError, InvalidRequestError
from numberwire.retry import ONCE, REPEAT, Policy
from numberwire_api import Operation

OPERATION = Operation(id="paint_door", method="POST", path="/doors", answer=None)


@pytest.mark.parametrize(
    ("content", "errors"),
    [
        (b'{"error": "no such door"}', [FieldError(None, "no such door")]),
        (
            b'{"error": {"code": "closed", "message": "it is closed"}}',
            [FieldError("closed", "it is closed")],
        ),
        (
            b'{"errors": [{"detail": "too short", "status": "422", "title": "Invalid", "code": "invalid"}]}',
            [FieldError("invalid", "too short")],
        ),
        (
            b'{"errors": [{"type": "t", "code": "c", "message": "m", "attribute": "width", "url": "u"}]}',
            [FieldError("c", "m", "width")],
        ),
        (
            b'{"errors": [{"title": "Too long", "field": "height"}, "no paint", {"code": "c"}]}',
            [FieldError(None, "Too long", "height"), FieldError(None, "no paint"), FieldError("c", "c")],
        ),
        (b'{"errors": {"code": "c", "message": "m"}}', [FieldError("c", "m")]),
        (b'{"errors": "all wrong"}', [FieldError(None, "all wrong")]),
        (b'{"error": "no", "errors": []}', [FieldError(None, "no")]),
        (b'{"error": {"reason": 17}}', []),
        (b'{"error": true}', []),
        (b'{"errors": [{"reason": 17}, 17]}', []),
    ],
)
def test_complaint(content, errors):
    """The shapes in which most APIs complain are read, entry by entry."""
    assert read_complaint(content) == Complaint(tuple(errors))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html>no</html>",
        b"[]",
        b'"error"',
        b"\xff",
        b'{"error": null}',
        b'{"error": ""}',
        b'{"errors": []}',
        b'{"errors": null}',
        b'{"id": 7}',
        b'{"error":' + b"[" * 100_000,
    ],
)
def test_no_complaint(content):
    """Where no complaint is, none is read."""
    assert read_complaint(content) is None


def test_policy():
    """An operation follows its own policy, any other its HTTP method."""
    own = Policy(uncertain=False, fresh=True)
    definition = Definition(name="doors", policies={"paint_door": own})
    assert definition.policy(OPERATION) is own
    assert Definition(name="doors").policy(OPERATION) is ONCE
    put = Operation(id="close_door", method="PUT", path="/doors", answer=None)
    assert definition.policy(put) is REPEAT


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
        DOORS.refuse(OPERATION, {})
    assert str(caught.value) == (
        "Doors are red. (Nothing was sent. To send it all the same: checks={'colour': False}.)"
    )
    assert caught.value.check == "colour"


def test_switches():
    """A check that is switched off lets everything through; the others hold."""
    with pytest.raises(InvalidRequestError) as caught:
        DOORS.refuse(OPERATION, {"colour": False})
    assert caught.value.check == "height"
    DOORS.refuse(OPERATION, {"colour": False, "height": False})


def test_check_names():
    """A definition tells the names of its checks."""
    assert DOORS.check_names == {"colour", "width", "height", "depth"}


def test_plain():
    """A definition that says nothing has no checks, no envelope, and no page."""
    plain, answer = Definition(name="doors"), object()
    assert (plain.check_names, plain.echoes, plain.pages, plain.unwrap(answer)) == (set(), {}, set(), answer)
