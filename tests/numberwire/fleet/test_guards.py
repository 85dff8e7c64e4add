"""What a plan may not do without a word: each limit, and the flag that lifts it."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from numberwire.fleet._change_status import ChangeStatus, StatusKind
from numberwire.fleet._document import Limits, Prices, count_allowed_updates
from numberwire.fleet._guards import Allowances, Refusal, find_refusals, find_young
from numberwire.fleet._plan import Change, Plan
from numberwire.signalwire._fleet import SignalWireApi

API = SignalWireApi()
NOW = datetime(2026, 3, 1, tzinfo=UTC)
OLD = NOW - timedelta(days=400)


def number(index):
    """A number of its own for each change."""
    return f"+1503555{index:04}"


def updates(count):
    """Updates of so many numbers."""
    return [Change(op="update", number=number(index), id=str(index)) for index in range(count)]


def buys(count, kind="longcode"):
    """Purchases of so many numbers."""
    return [Change(op="buy", number=number(index), type=kind) for index in range(count)]


def release(created_at=OLD, **said):
    """A release."""
    return Change(op="release", number=number(0), id="0", created_at=created_at, **said)


def refusals(changes, *, account=100, kind=StatusKind.TO_DO, allowed=None, **said):
    """Why a plan of changes isn't carried out on an account of so many numbers: message and flag."""
    plan = Plan(
        tool="1",
        api="signalwire",
        account={},
        created_at=NOW,
        numbers=account,
        changes=tuple(changes),
        **said,
    )
    statuses = [ChangeStatus(change, kind) for change in changes]
    allowed = allowed or Allowances()
    return find_refusals(plan, statuses, account, allowed=allowed, api=API, now=NOW)


@pytest.mark.parametrize(
    ("limit", "numbers", "count"),
    [
        ("40", 1000, 40),
        ("45%", 200, 90),
        ("0", 5, 0),
        ("30 %", 10, 3),
        ("33%", 10, 3),
        ("12.5%", 80, 10),
        (" 7 ", 9, 7),
    ],
)
def test_limit(limit, numbers, count):
    """A limit is a count, or a percentage of the account's numbers, rounded down."""
    assert count_allowed_updates(limit, numbers) == count


@pytest.mark.parametrize("limit", ["", "%", "many", "-1", "-5%", "1.5", "nan", "inf", "NaN%"])
def test_no_limit(limit):
    """What is neither is refused, and the error shows both forms."""
    with pytest.raises(ValueError, match="a count such as 40, or a percentage such as 45%"):
        count_allowed_updates(limit, 100)


def test_updates():
    """Too many updates name the percentage that would be enough; an account of few numbers has no limit."""
    assert refusals(updates(30)) == []
    assert refusals(updates(31)) == [
        Refusal("31 updates are 31 % of the account's 100 numbers; 30% are allowed", "--max-updates 31%")
    ]
    assert refusals(updates(9), account=9) == []
    assert [found.flag for found in refusals(updates(10), account=29)] == ["--max-updates 35%"]
    assert refusals(updates(10), account=29, allowed=Allowances(updates="35%")) == []


def test_what_is_done_is_not_counted():
    """A change that is done needs nobody's leave; one in doubt does."""
    assert refusals(updates(31), kind=StatusKind.DONE) == []
    assert len(refusals(buys(1), kind=StatusKind.IN_DOUBT)) == 1


def test_buys():
    """A purchase needs a limit in the file or on the command line."""
    assert refusals(buys(1)) == [Refusal("1 number would be bought; 0 are allowed", "--max-buys 1")]
    assert refusals(buys(2), allowed=Allowances(buys=2)) == []
    assert refusals(buys(2), limits=Limits(buys=2)) == []
    assert len(refusals(buys(2), limits=Limits(buys=2), allowed=Allowances(buys=0))) == 1


def test_spending():
    """What the purchases cost a month is bounded, and a price that is missing stops them."""
    prices = Prices("USD", {"longcode": Decimal("1.15")})
    limits = Limits(buys=9, monthly=Decimal("2.30"))
    assert refusals(buys(2), limits=limits, prices=prices) == []
    assert refusals(buys(3), limits=limits, prices=prices) == [
        Refusal("the purchases cost 3.45 USD a month; 2.30 more are allowed", "--max-monthly 3.45")
    ]
    assert refusals(buys(3), limits=limits, prices=prices, allowed=Allowances(monthly=Decimal(4))) == []
    (missing,) = refusals(buys(1, "toll-free"), limits=limits, prices=prices)
    assert ("toll-free" in missing.message, missing.flag) == (True, "")


def test_releases():
    """A release needs its exact count on the command line, and the file's limit can't be lifted there."""
    assert [found.flag for found in refusals([release()])] == ["--allow-release 1"]
    assert [found.flag for found in refusals([release()], allowed=Allowances(releases=2))] == [
        "--allow-release 1"
    ]
    assert refusals([release()], allowed=Allowances(releases=1)) == []
    (refusal,) = refusals([release()], allowed=Allowances(releases=1), limits=Limits(releases=0))
    assert ("limits in the file" in refusal.message, refusal.flag) == (True, "")


def test_protected():
    """A number that its file protects isn't released, whatever the command line says."""
    change = release(is_protected=True, place="fleet.yaml:7")
    (refusal,) = refusals([change], allowed=Allowances(releases=1))
    assert refusal == Refusal(
        f"{change.number} is protected and would be released: take protect out of fleet.yaml:7"
    )


def test_young():
    """A release that the API would refuse says from when on it is possible; a trial account waits longer."""
    change = release(NOW - timedelta(days=20))
    assert find_young([change, *updates(1)], API, NOW, trial=False) == []
    assert find_young([change], API, NOW, trial=True) == [(change, NOW + timedelta(days=10))]
    (refusal,) = refusals([change], allowed=Allowances(releases=1), is_trial=True)
    assert (refusal.flag, "before 2026-03-11" in refusal.message) == ("--skip-young", True)
