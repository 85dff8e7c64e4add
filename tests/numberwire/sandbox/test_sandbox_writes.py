"""The log of what was asked that changes something, and of what came of it."""

import pytest

from numberwire import errors
from numberwire.sandbox import Fault, Sandbox


def test_writes():
    """Each write is noted with the number it is about, its status, and whether it had an effect."""
    sandbox = Sandbox()
    phone_numbers = sandbox.client().phone_numbers
    offer = phone_numbers.search()[0]
    sandbox.faults.add(Fault(kind="lose_answer", operation="purchase_phone_number"))
    number = phone_numbers.purchase(offer)
    sandbox.faults.add(Fault(kind="status", status=503, operation="update_phone_number"))
    phone_numbers.update(number, name="Desk")
    with pytest.raises(errors.UnprocessableEntityError):
        phone_numbers.release(number)
    assert [
        (write.operation, write.number, write.id, write.status, write.took_effect) for write in sandbox.writes
    ] == [
        ("purchase_phone_number", offer.number, None, None, True),
        ("update_phone_number", offer.number, number.id, 503, False),
        ("update_phone_number", offer.number, number.id, 200, True),
        ("release_phone_number", offer.number, number.id, 422, False),
    ]
    sandbox.reset()
    assert sandbox.writes == ()


def test_writes_nowhere(caller):
    """A write to a path without an operation is noted too, and so is one whose body can't be read."""
    sandbox = Sandbox()
    with pytest.raises(errors.UnprocessableEntityError):
        sandbox.client().phone_numbers.purchase("+19999999999")
    assert [(write.number, write.took_effect) for write in sandbox.writes] == [("+19999999999", False)]


def test_over_http(caller):
    """Over HTTP the log is read, and emptied."""
    caller.ask("POST", body={"number": "+19999999999"})
    status, body = caller.control("GET", "writes")
    assert (status, [write["number"] for write in body["writes"]]) == (200, ["+19999999999"])
    assert set(body["writes"][0]) == {"time", "api", "operation", "number", "id", "status", "took_effect"}
    assert caller.control("DELETE", "writes") == (200, {"writes": []})
