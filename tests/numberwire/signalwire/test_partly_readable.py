"""Answers that settle the question and hold a field that can't be read."""

import pytest

from numberwire.errors import APIResponseValidationError, PurchaseOutcomeUnknownError
from tests.numberwire.listings import PATH
from tests.numberwire.servers import Script, said
from tests.numberwire.subjects import ID, NUMBER, RECORD

pytestmark = pytest.mark.usefixtures("at_once")
ODD = {
    "a date of another form": {"created_at": "Wed, 07 Feb 2024 10:21:01 +0000"},
    "capabilities as flags": {"capabilities": {"voice": True}},
    "a name that is a number": {"name": 5},
}
CALLS = {
    "the number was bought": ("POST", PATH, lambda client: client.phone_numbers.purchase(NUMBER)),
    "the number was changed": (
        "PUT",
        f"{PATH}/{ID}",
        lambda client: client.phone_numbers.update(ID, name="Desk"),
    ),
}


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
@pytest.mark.parametrize("effect", CALLS)
def test_took_effect(kind, effect, odd):
    """A purchase or an update is told as done, with the number's id, and nothing is looked up or sent again."""
    method, path, call = CALLS[effect]
    server = Script(said(RECORD | odd))
    with pytest.raises(APIResponseValidationError) as caught:
        kind.drive(kind.rest(server), call)
    error = caught.value
    assert str(error).startswith(
        f"{method} {path}: {effect}, but its record in the answer (200) can't be read: "
    )
    assert f" Its id is '{ID}'. " in str(error)
    assert (error.record_id, error.status_code, server.calls) == (ID, 200, [f"{method} {path}"])


@pytest.mark.parametrize(
    "odd", [{"number": "+12065550199"}, {"number": None}, {"id": None}, {"id": 7}], ids=str
)
def test_not_settled(kind, odd):
    """An answer that does not name the number, or gives it no id, settles nothing: the number is looked up."""
    server = Script(said(RECORD | {"name": 5} | odd), said({"data": [], "links": {}}))
    with pytest.raises(PurchaseOutcomeUnknownError):
        kind.drive(kind.rest(server), lambda client: client.phone_numbers.purchase(NUMBER))


def test_get(kind):
    """A number that was asked for has its id though the rest of it can't be read."""
    with pytest.raises(APIResponseValidationError) as caught:
        kind.drive(kind.rest(Script(said(RECORD | {"name": 5}))), lambda client: client.phone_numbers.get(ID))
    assert caught.value.record_id == ID
    assert "the answer (200) can't be read: Expected `str | null`, got `int` - at `$.name`." in str(
        caught.value
    )


def test_release(kind):
    """A release that is answered with the number it released is done."""
    server = Script(said(RECORD | {"name": 5}))
    assert kind.drive(kind.rest(server), lambda client: client.phone_numbers.release(ID)) is None
    assert server.calls == [f"DELETE {PATH}/{ID}"]
