"""The difference between a fleet and an account: what a plan buys, changes and releases, and what it leaves alone."""

from datetime import UTC, datetime

from numberwire.fleet._difference import changed_fields, digest_of, find_unlisted, find_unsold, make_plan
from numberwire.fleet._document import Fleet, NumberConfig, Source
from numberwire.fleet._plan import Change
from numberwire.fleet._protocols import OwnedNumber
from numberwire.signalwire._fleet import SignalWireApi

API = SignalWireApi()
NOW = datetime(2026, 3, 1, tzinfo=UTC)
ONE, TWO, THREE = "+15035551763", "+18005557234", "+12065557234"


def fleet(*configs, **said):
    """A fleet of these configs."""
    return Fleet("signalwire", configs={config.number: config for config in configs}, **said)


def owned(number=ONE, **fields):
    """A number of the account."""
    return OwnedNumber(number, f"id of {number}", {**API.fields, **fields}, created_at=NOW)


def plan(fleet, *numbers):
    """The plan for a fleet and an account with these numbers."""
    return make_plan(fleet, numbers, API, account={"space": "acme"}, now=NOW, tool="1.0")


def test_an_update_changes_what_differs():
    """An update sets the fields that differ, expects what they are now, and keeps all that the number did."""
    number = owned(name="A", call={"handler": "relay_script", "call_relay_script_url": "https://a.example"})
    made = plan(
        fleet(NumberConfig(ONE, "fleet.yaml:3", {"name": "B", "message": None}, is_protected=True)), number
    )
    assert made.changes == (
        Change(
            op="update",
            number=ONE,
            id=number.id,
            place="fleet.yaml:3",
            name="A",
            expect={"name": "A"},
            set={"name": "B"},
            before=number.fields,
            created_at=NOW,
            is_protected=True,
        ),
    )


def test_nothing_differs():
    """A number that does what its file says, and one that no file names, are left alone."""
    made = plan(fleet(NumberConfig(ONE, "", {"name": "A"})), owned(name="A"), owned(TWO, name="Mine"))
    assert (made.changes, made.unlisted, made.numbers) == ((), 1, 2)


def test_a_field_that_is_not_known_is_set():
    """A field that was never seen is set, and nothing is expected of it."""
    made = plan(fleet(NumberConfig(ONE, "", {"name": None})), OwnedNumber(ONE, "1", {}))
    assert (made.changes[0].set, made.changes[0].expect) == ({"name": None}, {})


def test_a_number_that_is_not_there_is_bought():
    """A purchase sets what differs from a new number, and has the type that a price list names."""
    made = plan(fleet(NumberConfig(TWO, "fleet.yaml:9", {"name": "B", "receive_mode": "voice"})))
    assert made.changes == (
        Change(op="buy", number=TWO, place="fleet.yaml:9", type="toll-free", set={"name": "B"}),
    )


def test_releases():
    """A number is released where the file says so, and one that is gone needs nothing."""
    configs = [NumberConfig(number, "", {}, is_release=True) for number in (ONE, TWO)]
    made = plan(fleet(*configs), owned(name="A"))
    assert [(change.op, change.number, change.name, change.expect) for change in made.changes] == [
        ("release", ONE, "A", owned(name="A").fields)
    ]


def test_unlisted_and_unsold():
    """What no file names is counted unless it is to be ignored; what is to be released isn't missed."""
    configs = fleet(NumberConfig(ONE, "", {}), NumberConfig(TWO, "", {}, is_release=True), unlisted="ignore")
    account = [owned(THREE)]
    assert [number.number for number in find_unlisted(configs, account)] == [THREE]
    assert [config.number for config in find_unsold(configs, account)] == [ONE]
    assert plan(configs, *account).unlisted == 0


def test_digests_tell_files_and_accounts_apart():
    """A plan's digests are those of its files and of its account, and its seal fits."""
    sources = [Source("fleet.yaml", "numbers: {}")]
    made = make_plan(fleet(), [owned()], API, account={}, now=NOW, tool="1.0", sources=sources)
    assert made.files_digest == digest_of([["fleet.yaml", "numbers: {}"]])
    assert made.listing_digest != plan(fleet(), owned(name="B")).listing_digest
    assert made == made.with_seal()


def test_changed_fields():
    """Only what differs, or isn't known, is changed; None is a value."""
    assert changed_fields({"a": "1", "b": None}, {"a": "1", "b": "2", "c": None}) == {"b": "2", "c": None}
