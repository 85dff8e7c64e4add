"""Where a change stands: by what the account says now, and by what a journal has of it."""

from datetime import UTC, datetime, timedelta

from numberwire.fleet._change_status import Event, Standing, find_standings
from numberwire.fleet._plan import Change
from numberwire.fleet._protocols import Owned
from numberwire.signalwire._fleet import SignalWireApi

API = SignalWireApi()
NUMBER = "+15035551763"
BUY = Change(op="buy", number=NUMBER, set={"name": "A"})
UPDATE = Change(
    op="update", number=NUMBER, id="1", expect={"name": None}, set={"name": "A"}, before=API.fields
)
RELEASE = Change(op="release", number=NUMBER, id="1", expect=API.fields, before=API.fields)


def owned(number_id="1", **fields):
    """The number in the account."""
    return Owned(NUMBER, number_id, {**API.fields, **fields})


def stand(change, current, *kinds):
    """Where a change stands: with these kinds of events of it, one a second."""
    events = [
        Event(time=second, kind=kind, op=change.op, number=NUMBER) for second, kind in enumerate(kinds, 1)
    ]
    (result,) = find_standings([change], {NUMBER: current} if current else {}, events, API)
    return result


def test_updates():
    """An update is done where all is as wanted, to do where all is as expected, and in conflict otherwise."""
    assert stand(UPDATE, owned()).standing is Standing.TO_DO
    assert stand(UPDATE, owned(name="A")).standing is Standing.DONE
    assert stand(UPDATE, owned(receive_mode="fax")).standing is Standing.TO_DO
    (conflict,) = stand(UPDATE, owned(name="B")).conflicts
    assert (conflict.field, conflict.expected, conflict.current) == ("name", None, "B")
    assert stand(UPDATE, None).standing is Standing.CONFLICT
    assert stand(UPDATE, owned("2")).standing is Standing.CONFLICT


def test_purchases_of_a_number_that_is_not_there():
    """A purchase is in doubt from its intent to an answer; what was bought and is gone is never bought again."""
    assert stand(BUY, None).standing is Standing.TO_DO
    doubt = stand(BUY, None, "intent")
    assert (doubt.standing, doubt.since) == (Standing.IN_DOUBT, 1)
    assert stand(BUY, None, "intent", "unknown").standing is Standing.IN_DOUBT
    assert stand(BUY, None, "intent", "failed").standing is Standing.TO_DO
    assert stand(BUY, None, "intent", "failed", "intent").standing is Standing.IN_DOUBT
    assert stand(BUY, None, "intent", "bought").standing is Standing.CONFLICT
    assert stand(BUY, None, "intent", "bought", "failed").standing is Standing.CONFLICT


def test_purchases_of_a_number_that_is_there():
    """A number that is there is ours with an intent, and somebody else's without one, unless all is as wanted."""
    assert stand(BUY, owned(), "intent").standing is Standing.BOUGHT
    assert stand(BUY, owned(), "intent", "bought").standing is Standing.BOUGHT
    assert stand(BUY, owned(name="A")).standing is Standing.DONE
    assert stand(BUY, owned()).standing is Standing.CONFLICT
    assert stand(BUY, owned(name="B"), "intent", "bought").standing is Standing.CONFLICT


def test_new_numbers_may_have_a_name():
    """What nobody touched since its purchase is routed, whatever the API gave it; what somebody changed is not."""
    now = datetime(2026, 1, 1, tzinfo=UTC)
    new = Owned(NUMBER, "1", {**API.fields, "name": NUMBER}, now, now)
    assert stand(BUY, new, "intent").standing is Standing.BOUGHT
    changed = Owned(NUMBER, "1", {**API.fields, "name": NUMBER}, now, now + timedelta(seconds=1))
    assert stand(BUY, changed, "intent").standing is Standing.CONFLICT


def test_releases():
    """A release is done where the number is gone, and in conflict where somebody uses it now."""
    assert stand(RELEASE, None).standing is Standing.DONE
    assert stand(RELEASE, owned("2")).standing is Standing.DONE
    assert stand(RELEASE, owned()).standing is Standing.TO_DO
    assert stand(RELEASE, owned(), "intent").standing is Standing.TO_DO
    assert stand(RELEASE, owned(name="B")).standing is Standing.CONFLICT
