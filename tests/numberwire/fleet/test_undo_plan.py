"""Undo: what a run changed is taken back where the number still is as the run left it, and the rest is said."""

from datetime import UTC, datetime, timedelta

import pytest

from numberwire.fleet._change_status import Event
from numberwire.fleet._document import Limits
from numberwire.fleet._plan import Change, Plan
from numberwire.fleet._protocols import OwnedNumber
from numberwire.fleet._undo_plan import SkippedChange, make_undo
from numberwire.signalwire._fleet import SignalWireApi

API = SignalWireApi()
NOW = datetime(2026, 3, 1, tzinfo=UTC)
NUMBER = "+15035551763"
UPDATE = Change(op="update", number=NUMBER, id="1", set={"name": "B"}, before={**API.fields, "name": "A"})
BUY = Change(op="buy", number=NUMBER, type="longcode", set={"name": "B"})
RELEASE = Change(op="release", number=NUMBER, id="1", before=API.fields)


def owned(number_id="1", **fields):
    """The number in the account, bought long ago."""
    return OwnedNumber(NUMBER, number_id, {**API.fields, **fields}, created_at=NOW - timedelta(days=90))


def undo(change, number, *kinds, **said):
    """The changes that take a run of one change back, and the reasons why it can't be."""
    plan = Plan(tool="1", api="signalwire", account={}, created_at=NOW, numbers=1, changes=(change,), **said)
    events = [Event(index, kind, change.op, NUMBER) for index, kind in enumerate(kinds)]
    account = {} if number is None else {NUMBER: number}
    back, remainders = make_undo(plan, events, account, API, run="r1", now=NOW, moment=NOW)
    assert back == back.with_seal()
    assert back.undo_of == "r1"
    assert {remainder.number for remainder in remainders} <= {NUMBER}
    return list(back.changes), [remainder.reason for remainder in remainders]


def test_an_update_is_taken_back():
    """A field gets the value that it had, if it still has what the run set."""
    number = owned(name="B", call={"handler": "relay_script", "call_relay_script_url": "https://a.example"})
    ((back,), reasons) = undo(UPDATE, number)
    assert (back.op, back.id, back.expect, back.set, reasons) == (
        "update",
        "1",
        {"name": "B"},
        {"name": "A"},
        [],
    )
    assert back.before == number.fields


def test_an_update_that_had_no_effect():
    """A number that is as it was needs nothing."""
    assert undo(UPDATE, owned(name="A")) == ([], [])


LEFT = [
    (UPDATE, None, "it is no longer in the account"),
    (UPDATE, owned("2", name="B"), "it is no longer in the account"),
    (UPDATE, owned(name="C"), "somebody changed its name since"),
    (
        Change(op="update", number=NUMBER, id="1", set={"name": "B"}),
        owned(name="B"),
        "the earlier value of its name is not known",
    ),
    (
        Change(
            op="update",
            number=NUMBER,
            id="1",
            set={"call": None},
            before={**API.fields, "call": {"handler": "hologram"}},
        ),
        owned(),
        "the API can't set the earlier value of its call",
    ),
    (RELEASE, None, "it was released for good"),
    (RELEASE, owned("2"), "it was released for good"),
]


@pytest.mark.parametrize(("change", "number", "reason"), LEFT, ids=[f"{row[0].op}: {row[2]}" for row in LEFT])
def test_what_cant_be_taken_back(change, number, reason):
    """What can't be taken back is left out, with its reason."""
    assert undo(change, number) == ([], [reason])


def test_a_purchase_in_doubt():
    """A purchase of which nobody knows whether it happened is named; one that failed needs nothing."""
    assert undo(BUY, None, "intent") == ([], ["whether it was bought is unknown: look for it later"])
    assert undo(BUY, None, "intent", "failed") == undo(BUY, None) == ([], [])


def test_a_release_that_did_not_happen():
    """A number that is still there was not released."""
    assert undo(RELEASE, owned()) == ([], [])


def test_a_purchase_is_given_back():
    """A number that the run bought, routed or not yet, is released."""
    for number in (owned(name="B"), owned()):
        ((back,), reasons) = undo(BUY, number, "intent")
        assert (back.op, back.id, back.expect, reasons) == ("release", "1", number.fields, [])


def test_a_purchase_that_is_not_the_runs():
    """A number that the run did not set out to buy stays, and one that it was refused."""
    assert undo(BUY, owned()) == ([], [])
    _, (reason,) = undo(BUY, owned(), "intent", "failed")
    assert reason == "its purchase failed, and it is in the account all the same: whoever bought it keeps it"
    for kinds in (("intent", "bought", "failed"), ("intent", "failed", "intent")):
        ((back,), _) = undo(BUY, owned(), *kinds)
        assert back.op == "release"


@pytest.mark.parametrize(
    ("starts", "is_touched"),
    [
        ((["left out"],), False),
        ((["failed"],), False),
        ((["skipped"],), False),
        ((["not begun"],), False),
        ((["left out"], ["left out"]), False),
        ((["left out"], ["not begun"], ["failed"]), False),
        (([],), True),
        ((["done"],), True),
        ((["unknown"],), True),
        (([], ["left out"]), True),
        ((["left out"], []), True),
        ((["left out"], ["done"]), True),
        ((["failed"], ["unknown"]), True),
        ((["done"], ["left out"]), True),
    ],
)
def test_what_the_run_did_not_do(starts, is_touched):
    """A change that was certainly not made by any start of the run is not taken back, whoever made it since."""
    events = []
    for said in starts:
        events.append(Event(0, "start", skipped=(NUMBER,) if "left out" in said else ()))
        events += [
            Event(0, kind, "update", NUMBER)
            for kind in said
            if kind in ("done", "failed", "unknown", "skipped")
        ]
        events += [Event(0, "skipped", skipped=(NUMBER,))] if "not begun" in said else []
    plan = Plan(tool="1", api="signalwire", account={}, created_at=NOW, numbers=1, changes=(UPDATE,))
    back, remainders = make_undo(plan, events, {NUMBER: owned(name="B")}, API, run="r1", now=NOW, moment=NOW)
    assert (len(back.changes), remainders) == (is_touched, [])


def test_a_purchase_that_stays():
    """A number stays that is protected, was changed since, or is too young to be released."""
    young = OwnedNumber(NUMBER, "1", API.fields, created_at=NOW - timedelta(days=4))
    protected = Change(op="buy", number=NUMBER, is_protected=True)
    assert undo(protected, owned(), "intent") == ([], ["it was bought, and the file protects it"])
    assert undo(BUY, owned(name="C"), "intent") == ([], ["it was bought, and somebody changed it since"])
    assert undo(BUY, young, "intent") == ([], ["it was bought, and can be released from 2026-03-11"])


def test_limits():
    """As many updates as the run was allowed may change back; nothing else is allowed by the file."""
    plan = Plan(
        tool="1", api="signalwire", account={}, created_at=NOW, numbers=1, limits=Limits("50%", buys=3)
    )
    for events, updates in (([], "50%"), ([Event(0, "start", allowed={"updates": "80%"})], "80%")):
        back, remainders = make_undo(plan, events, {}, API, run="r1", now=NOW, moment=NOW)
        assert (back.limits, remainders) == (Limits(updates), [])


def test_remainders_have_their_number():
    """Each remainder names the number that it is about."""
    plan = Plan(tool="1", api="signalwire", account={}, created_at=NOW, numbers=1, changes=(RELEASE,))
    _, remainders = make_undo(plan, [], {}, API, run="r1", now=NOW, moment=NOW)
    assert remainders == [SkippedChange(NUMBER, "it was released for good")]
