"""Plans as values and as files: their counts, their cost, and the seal that a change of the file breaks."""

from datetime import UTC, datetime
from decimal import Decimal

import msgspec
import pytest

from numberwire.fleet._document import Limits, Prices
from numberwire.fleet._plan import Change, Plan, PlanError, Tally, read_plan, write_plan

NOW = datetime(2026, 3, 1, tzinfo=UTC)
BUY = Change(
    op="buy", number="+15035551763", type="longcode", set={"call": {"handler": "ai_agent"}, "name": None}
)
UPDATE = Change(op="update", number="+12065557234", id="1", expect={"name": "A"}, set={"name": "B"})


def plan(*changes, **said):
    """A sealed plan of changes."""
    return Plan(
        tool="1.0",
        api="signalwire",
        account={"space": "acme"},
        created_at=NOW,
        numbers=2,
        changes=changes,
        **said,
    ).with_seal()


def test_read_what_was_written():
    """A plan that is written and read is the same plan."""
    made = plan(BUY, UPDATE, prices=Prices("USD", {"longcode": Decimal("1.15")}))
    assert read_plan(write_plan(made)) == made


@pytest.mark.parametrize(
    ("before", "after"),
    [('"name": "B"', '"name": "C"'), ('"numbers": 2', '"numbers": 3'), ("+12065557234", "+12065557235")],
)
def test_edited(before, after):
    """A plan whose file was changed is refused."""
    text = write_plan(plan(BUY, UPDATE))
    assert before in text
    with pytest.raises(PlanError, match="edited after it was saved"):
        read_plan(text.replace(before, after))


@pytest.mark.parametrize("text", ["", "{}", "[]", "no plan", b"\xff", '{"format": 1, "new": 1}'])
def test_what_is_no_plan(text):
    """A file that is no plan is refused with a sentence."""
    with pytest.raises(PlanError, match="not a plan of this version"):
        read_plan(text)


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"limits": Limits(updates="lots")}, "limits.updates: 'lots' is not a limit"),
        ({"limits": Limits(updates="1e999999999")}, "limits.updates: '1e999999999' is not a limit"),
        ({"limits": Limits(buys=-1)}, "limits.buys: -1 is no amount"),
        ({"limits": Limits(releases=-1)}, "limits.releases: -1 is no amount"),
        ({"limits": Limits(monthly=Decimal("NaN"))}, "limits.monthly: NaN is no amount"),
        (
            {"prices": Prices("USD", {"longcode": Decimal("Infinity")})},
            "prices.longcode: Infinity is no amount",
        ),
    ],
)
def test_nonsense_under_a_right_seal(said, message):
    """A limit or a price that no file can have is refused, although the plan's seal is right."""
    with pytest.raises(PlanError, match=f"^{message}"):
        read_plan(write_plan(plan(BUY, **said)))


def test_another_format():
    """A plan of a later format is refused by its format, not by its seal."""
    with pytest.raises(PlanError, match="format 2"):
        read_plan(write_plan(msgspec.structs.replace(plan(), format=2).with_seal()))


def test_tally():
    """Changes are counted by their kind."""
    assert plan(BUY, UPDATE, UPDATE).tally == Tally(buy=1, update=2, release=0)


def test_monthly():
    """What purchases cost is known where each has a price."""
    prices = Prices("USD", {"longcode": Decimal("1.15")})
    assert plan(UPDATE).monthly == 0
    assert plan(BUY, BUY, prices=prices).monthly == Decimal("2.30")
    assert plan(BUY).monthly is None
