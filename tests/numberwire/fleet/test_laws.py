"""Laws of plans, on a sandbox in process: whatever a file asks for is reached, and what was done is taken back."""

import asyncio
import os
from datetime import UTC, datetime, timedelta
from itertools import count

import msgspec
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from numberwire.cli._account import Account
from numberwire.cli._export import format_fleet, format_fleet_csv
from numberwire.cli._profiles import Profile
from numberwire.fleet._change_status import StatusKind, find_statuses
from numberwire.fleet._difference import make_plan
from numberwire.fleet._document import Fleet, NumberConfig, Source
from numberwire.fleet._executor import PlanExecutor
from numberwire.fleet._formatting import format_text
from numberwire.fleet._journal import Journal, read_journal
from numberwire.fleet._plan import read_plan, write_plan
from numberwire.fleet._protocols import OwnedNumber
from numberwire.fleet._reading import read_fleet
from numberwire.fleet._undo_plan import make_undo
from numberwire.sandbox import Sandbox, Settings
from numberwire.signalwire import AsyncRestClient
from numberwire.signalwire._fleet import HANDLER_CLASSES, SignalWireAccount, SignalWireApi, owned_of

API = SignalWireApi()
ACCOUNT = {"space": "sandbox.signalwire.com", "project": "sandbox-project"}
NOW = datetime(2026, 1, 1, tzinfo=UTC)
EXAMPLES = 200 if "NUMBERWIRE_ALL_STEPS" in os.environ else 8
"""How many examples: many in `nox -s fleet`."""
FEW = settings(
    max_examples=EXAMPLES,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
IDS = ["11111111-2222-4333-8444-555555555555", "66666666-7777-4888-9999-aaaaaaaaaaaa"]
SETTABLE = {kind: [*classes.values()] for kind, classes in HANDLER_CLASSES.items()}
urls = st.sampled_from(["https://a.example/x", "https://b.example/{}?token=s3cret", "http://c.example"])
texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12).filter(str.strip)


def parameter_value(name):
    """A value that a parameter may have."""
    if name.endswith("_url"):
        return urls
    return st.sampled_from(["GET", "POST"]) if name.endswith("_method") else st.sampled_from(IDS)


@st.composite
def settable_handlers(draw, kind):
    """A handler that can be set, as a file says it; None for none."""
    cls = draw(st.sampled_from([None, *SETTABLE[kind]]))
    if cls is None:
        return None
    required = cls.__struct_fields__[0]
    rest = draw(st.sets(st.sampled_from(cls.__struct_fields__)))
    names = [required, *sorted(rest - {required})]
    value = {"handler": cls.handler, **{name: draw(parameter_value(name)) for name in names}}
    return API.normal(kind, value)


@st.composite
def configs(draw):
    """What a file says of a number."""
    fields = {
        "name": st.none() | texts,
        "receive_mode": st.sampled_from(["voice", "fax"]),
        "call": settable_handlers("call"),
        "message": settable_handlers("message"),
    }
    chosen = draw(st.sets(st.sampled_from(sorted(fields))))
    return {name: draw(fields[name]) for name in fields if name in chosen}


@st.composite
def live_numbers(draw, *, is_sound=True):
    """The fields of a number as answers show them: any handler, known or not, with leftovers of others.

    A sound one has what its handlers need, without which the API changes nothing of it.
    """
    call = draw(
        st.sampled_from([None, "", "call_flow", "from_2031", *(cls.handler for cls in SETTABLE["call"])])
    )
    message = draw(st.sampled_from([None, "", "from_2031", *(cls.handler for cls in SETTABLE["message"])]))
    names = {name for kind in SETTABLE.values() for cls in kind for name in cls.parameters}
    chosen = draw(st.sets(st.sampled_from(sorted(names)), max_size=6))
    needed = [
        cls.parameters[0] for kind in SETTABLE.values() for cls in kind if cls.handler in (call, message)
    ]
    return {
        "name": draw(st.none() | texts),
        "call_handler": call,
        "message_handler": message,
        "call_receive_mode": draw(st.sampled_from(["voice", "fax", None])),
        **{name: draw(st.none() | parameter_value(name)) for name in sorted(chosen)},
        **{name: draw(parameter_value(name)) for name in needed if is_sound},
    }


class Rehearsal:
    """An account in a sandbox, and what a command does with it."""

    def __init__(self, folder, numbers):
        self.sandbox = Sandbox(settings=Settings(number_limit=99))
        for fields in numbers:
            self.sandbox.add_numbers(1, age=timedelta(days=20), **fields)
        self.owned = self.list()
        self.journals = (folder / f"{index}.jsonl" for index in count())
        self.journal = None

    def run(self, work):
        """Do something with the account's numbers."""

        async def run():
            sandbox = self.sandbox
            async with AsyncRestClient(
                sandbox.project, sandbox.token, ACCOUNT["space"], transport=sandbox
            ) as client:
                return await work(SignalWireAccount(client))

        return asyncio.run(run())

    def list(self):
        """The account's numbers."""
        return self.run(lambda account: account.list_numbers())

    def plan(self, fleet):
        """The plan for a fleet, through its file."""
        return read_plan(
            write_plan(make_plan(fleet, self.list(), API, account=ACCOUNT, now=NOW, tool="test"))
        )

    def apply(self, plan):
        """Carry a plan out; its journal is the one that `undo` reads."""
        self.journal = next(self.journals)
        self.journal.unlink(missing_ok=True)
        statuses = find_statuses(plan.changes, {one.number: one for one in self.list()}, [], API)
        assert {status.kind for status in statuses} <= {StatusKind.TO_DO}
        with Journal(self.journal) as journal:
            report = self.run(lambda account: PlanExecutor(account, journal).carry_out(statuses))
        assert [outcome for outcome in report.outcomes if outcome.kind != "done"] == []
        return report

    def undo(self, plan):
        """The plan that takes a run back, and what it leaves out."""
        owned = {one.number: one for one in self.list()}
        events = read_journal(self.journal)
        return make_undo(plan, events, owned, API, run="r", now=NOW, moment=datetime.now(UTC))


def fleet_of(wanted):
    """A fleet that says this of each number."""
    return Fleet(
        "signalwire",
        ACCOUNT,
        {number: NumberConfig(number, "f:1", fields) for number, fields in wanted.items()},
    )


def effects(owned):
    """What each number does, by number."""
    return {one.number: one.fields for one in owned}


@FEW
@given(
    st.lists(st.tuples(live_numbers(), configs()), min_size=1, max_size=5), st.lists(configs(), max_size=2)
)
def test_apply_reaches_the_file_and_undo_restores(tmp_path, pairs, bought):
    """After a plan each number does what the file says, a second plan is empty, and its undo restores the rest."""
    account = Rehearsal(tmp_path, [fields for fields, _ in pairs])
    before = effects(account.owned)
    offers = account.sandbox.client().phone_numbers.search(max_results=10)
    wanted = dict(zip(before, (fields for _, fields in reversed(pairs)), strict=True))
    wanted |= {offer.number: fields for offer, fields in zip(offers, bought, strict=False)}
    fleet = fleet_of(wanted)
    plan = account.plan(fleet)
    account.apply(plan)
    after = effects(account.list())
    for number, fields in wanted.items():
        assert after[number] == {**before.get(number, API.fields), **fields}
    assert account.plan(fleet).changes == ()
    back, remainders = account.undo(plan)
    lost = {remainder.number for remainder in remainders}
    account.apply(back)
    restored = effects(account.list())
    for number, fields in before.items():
        if number in lost:  # a handler that the API can't set
            assert any(not API.is_settable(kind, fields[kind]) for kind in ("call", "message"))
        else:
            assert restored[number] == fields
    assert set(restored) == set(wanted)
    assert {one.number for one in offers[: len(bought)]} <= lost


@FEW
@given(st.lists(live_numbers(is_sound=False), max_size=6))
def test_export_gives_an_empty_plan(numbers):
    """What is exported is what the account is, whatever its numbers' handlers, leftovers and nulls are."""
    sandbox = Sandbox()
    for fields in numbers:
        sandbox.add_numbers(1, **fields)
    owned = [owned_of(number) for number in sandbox.client().phone_numbers.list()]
    profile = Profile(ACCOUNT["space"], ACCOUNT["project"])
    text = format_fleet(owned, Account("test", "test", profile))
    fleet = read_fleet([Source("fleet.yaml", text)], {"signalwire": API})
    assert list(fleet.configs) == [number.number for number in owned]
    if all((number.fields["name"] or "").isprintable() for number in owned):
        assert format_text(text) == text
    assert make_plan(fleet, owned, API, account=ACCOUNT, now=NOW, tool="test").changes == ()


@FEW
@given(st.lists(live_numbers(is_sound=False), min_size=1, max_size=6))
def test_csv_gives_an_empty_plan(numbers):
    """The same holds for CSV, whatever a spreadsheet would take for a formula, but for what can't be printed."""
    sandbox = Sandbox()
    for fields in numbers:
        sandbox.add_numbers(1, **fields)
    owned = [
        number
        for number in map(owned_of, sandbox.client().phone_numbers.list())
        if (number.fields["name"] or "").isprintable()
    ]
    fleet = read_fleet([Source("fleet.csv", format_fleet_csv(owned))], {"signalwire": API})
    assert make_plan(fleet, owned, API, account=ACCOUNT, now=NOW, tool="test").changes == ()


@FEW
@given(live_numbers(is_sound=False), configs())
def test_export_sees_what_is_changed_later(fields, changed):
    """Whatever somebody changes of a number that was exported is found, and put back by the plan, in YAML and CSV."""
    sandbox = Sandbox()
    sandbox.add_numbers(1, **fields)
    (exported,) = [owned_of(number) for number in sandbox.client().phone_numbers.list()]
    kept = {kind: exported.fields[kind] for kind in changed if API.is_settable(kind, exported.fields[kind])}
    current = msgspec.structs.replace(exported, fields={**exported.fields, **changed})
    expected = {name: value for name, value in kept.items() if value != changed[name]}
    account = Account("test", "test", Profile(ACCOUNT["space"], ACCOUNT["project"]))
    sources = [Source("fleet.yaml", format_fleet([exported], account))]
    if (exported.fields["name"] or "").isprintable():  # a cell shows such a character by its code
        sources.append(Source("fleet.csv", format_fleet_csv([exported])))
    for source in sources:
        fleet = read_fleet([source], {"signalwire": API})
        changes = make_plan(fleet, [current], API, account=ACCOUNT, now=NOW, tool="test").changes
        assert [change.set for change in changes] == ([expected] if expected else [])


@pytest.mark.parametrize(
    "name", ["=1+1", "'=1", "''-x", "'", "none", "{none}", None, " a ", "{last4}", "@x", 'a,"b"', "+1"]
)
def test_csv_keeps_a_name(name):
    """A name that a spreadsheet, or a placeholder, would change is what it was."""
    owned = [OwnedNumber("+15035551763", "1", {**API.fields, "name": name})]
    fleet = read_fleet([Source("fleet.csv", format_fleet_csv(owned))], {"signalwire": API})
    assert fleet.configs["+15035551763"].fields["name"] == name
