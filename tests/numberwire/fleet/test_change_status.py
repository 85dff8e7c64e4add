"""Where a change stands: by what the account says now, and by what a journal has of it."""

from datetime import UTC, datetime, timedelta

from numberwire.fleet._change_status import Event, StatusKind, find_statuses
from numberwire.fleet._plan import Change
from numberwire.fleet._protocols import OwnedNumber
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
    return OwnedNumber(NUMBER, number_id, {**API.fields, **fields})


def status(change, current, *kinds):
    """Where a change stands: with these kinds of events of it, one a second."""
    events = [
        Event(time=second, kind=kind, op=change.op, number=NUMBER) for second, kind in enumerate(kinds, 1)
    ]
    (result,) = find_statuses([change], {NUMBER: current} if current else {}, events, API)
    return result


def test_updates():
    """An update is done where all is as wanted, to do where all is as expected, and in conflict otherwise."""
    assert status(UPDATE, owned()).kind is StatusKind.TO_DO
    assert status(UPDATE, owned(name="A")).kind is StatusKind.DONE
    assert status(UPDATE, owned(receive_mode="fax")).kind is StatusKind.TO_DO
    (conflict,) = status(UPDATE, owned(name="B")).conflicts
    assert (conflict.field, conflict.expected, conflict.current) == ("name", None, "B")
    assert status(UPDATE, None).kind is StatusKind.CONFLICT
    assert status(UPDATE, owned("2")).kind is StatusKind.CONFLICT


def test_purchases_of_a_number_that_is_not_there():
    """A purchase is in doubt from its intent to an answer; what was bought and is gone is never bought again."""
    assert status(BUY, None).kind is StatusKind.TO_DO
    doubt = status(BUY, None, "intent")
    assert (doubt.kind, doubt.since) == (StatusKind.IN_DOUBT, 1)
    assert status(BUY, None, "intent", "unknown").kind is StatusKind.IN_DOUBT
    assert status(BUY, None, "intent", "failed").kind is StatusKind.TO_DO
    assert status(BUY, None, "intent", "failed", "intent").kind is StatusKind.IN_DOUBT
    assert status(BUY, None, "intent", "bought").kind is StatusKind.CONFLICT
    assert status(BUY, None, "intent", "bought", "failed").kind is StatusKind.CONFLICT


def test_a_clock_that_is_set_back():
    """What came last in the journal counts, whatever the clock said: what was bought stays bought."""
    kinds = ("intent", "bought")
    events = [Event(time=-second, kind=kind, op="buy", number=NUMBER) for second, kind in enumerate(kinds)]
    assert find_statuses([BUY], {}, events, API)[0].kind is StatusKind.CONFLICT
    events.append(Event(time=-9, kind="intent", op="buy", number=NUMBER))
    assert find_statuses([BUY], {}, events, API)[0].kind is StatusKind.IN_DOUBT


def test_purchases_of_a_number_that_is_there():
    """A number that is there is ours with an intent, and somebody else's without one, unless all is as wanted."""
    assert status(BUY, owned(), "intent").kind is StatusKind.BOUGHT
    assert status(BUY, owned(), "intent", "bought").kind is StatusKind.BOUGHT
    assert status(BUY, owned(name="A")).kind is StatusKind.DONE
    assert status(BUY, owned()).kind is StatusKind.CONFLICT
    assert status(BUY, owned(name="B"), "intent", "bought").kind is StatusKind.CONFLICT


def test_new_numbers_may_have_a_name():
    """What nobody touched since its purchase is routed, whatever the API gave it; what somebody changed is not."""
    now = datetime(2026, 1, 1, tzinfo=UTC)
    new = OwnedNumber(NUMBER, "1", {**API.fields, "name": NUMBER}, now, now)
    assert status(BUY, new, "intent").kind is StatusKind.BOUGHT
    changed = OwnedNumber(NUMBER, "1", {**API.fields, "name": NUMBER}, now, now + timedelta(seconds=1))
    assert status(BUY, changed, "intent").kind is StatusKind.CONFLICT


def test_releases():
    """A release is done where the number is gone, and in conflict where somebody uses it now."""
    assert status(RELEASE, None).kind is StatusKind.DONE
    assert status(RELEASE, owned("2")).kind is StatusKind.DONE
    assert status(RELEASE, owned()).kind is StatusKind.TO_DO
    assert status(RELEASE, owned(), "intent").kind is StatusKind.TO_DO
    assert status(RELEASE, owned(name="B")).kind is StatusKind.CONFLICT
