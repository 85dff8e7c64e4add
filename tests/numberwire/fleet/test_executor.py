"""How changes are carried out: a purchase in doubt, releases last, and what is stopped."""

import asyncio
import os
import time

import msgspec
import pytest

from numberwire import errors
from numberwire.fleet._change_status import ChangeStatus, Event, StatusKind
from numberwire.fleet._executor import PlanExecutor, StaleChangeError
from numberwire.fleet._journal import Journal, read_journal
from numberwire.fleet._plan import Change
from numberwire.fleet._protocols import OwnedNumber
from numberwire.signalwire._fleet import SignalWireApi

NUMBER = "+15035551763"
BUY = Change(op="buy", number=NUMBER, set={"name": "A"})


class Books:
    """An account in memory; `buy` is what its shop does.

    Args:
        buy: Called for each purchase.
    """

    def __init__(self, buy=None):
        self.owned, self.log = {}, []
        self.shop = buy or (lambda books: books.add(NUMBER))

    def add(self, number):
        """Add a number."""
        self.owned[number] = OwnedNumber(number, f"id of {number}", {"name": None})
        return self.owned[number]

    async def list_numbers(self):
        """All numbers."""
        return list(self.owned.values())

    async def find_number(self, number):
        """One number."""
        self.log.append("find")
        return self.owned.get(number)

    async def buy(self, number):
        """Buy a number."""
        self.log.append("buy" if number == NUMBER else f"buy {number}")
        return self.shop(self)

    async def change(self, number_id, fields):
        """Change a number."""
        self.log.append("change")
        return OwnedNumber(NUMBER, number_id, fields)

    async def release(self, number_id):
        """Release a number."""
        self.log.append(f"release {number_id}")


@pytest.fixture
def carry(tmp_path):
    """Carries changes out on an account; gives the report and the kinds of the journal's events."""

    def carry(books, *statuses, settle=0.0, stop=False, recheck=None):
        path = tmp_path / "journal.jsonl"

        async def run():
            with Journal(path) as journal:
                executor = PlanExecutor(books, journal, settle=settle, recheck=recheck)
                if stop:
                    executor.stop()
                return await executor.carry_out(statuses)

        report = asyncio.run(run())
        return report, [event.kind for event in read_journal(path)]

    return carry


def refuse(_books):
    """A shop that says that the number is not available."""
    raise errors.UnprocessableEntityError("not available")


def lose(books):
    """A shop that sells, and whose answer is lost."""
    books.add(NUMBER)
    raise errors.APIConnectionError("lost")


def fail(_books):
    """A shop whose answer is lost, and that does not sell."""
    raise errors.APIConnectionError("lost")


def test_purchase_with_its_routing(carry):
    """A number is bought once its intent is written, and routed at once."""
    books = Books()
    report, kinds = carry(books, ChangeStatus(BUY, StatusKind.TO_DO))
    assert [outcome.kind for outcome in report.outcomes] == ["done"]
    assert (books.log, kinds) == (["buy", "change"], ["intent", "bought", "done"])


@pytest.mark.parametrize("times", [5, 6])
def test_limit_that_names_no_time(carry, monkeypatch, times):
    """What the API refuses as one too many is sent again a few times, each call by itself; nothing is bought twice."""
    monkeypatch.setattr("numberwire.fleet._executor._LIMITED_WAITS", (0.0,) * 5)
    waiting = {"buy": times, "change": times}

    class Limited(Books):
        async def buy(self, number):
            return self.refuse_or("buy", await super().buy(number))

        async def change(self, number_id, fields):
            return self.refuse_or("change", await super().change(number_id, fields))

        def refuse_or(self, call, answer):
            waiting[call] -= 1
            if waiting[call] >= 0:
                raise errors.RateLimitError("429")
            return answer

    books = Limited()
    report, kinds = carry(books, ChangeStatus(BUY, StatusKind.TO_DO))
    if times == 5:
        assert ([outcome.kind for outcome in report.outcomes], kinds) == (
            ["done"],
            ["intent", "bought", "done"],
        )
        assert books.log == ["buy"] * 6 + ["change"] * 6
    else:
        assert ([outcome.kind for outcome in report.outcomes], kinds) == (["failed"], ["intent", "failed"])
        assert books.log == ["buy"] * 6


def test_limit_does_not_hold_what_is_stopped(tmp_path):
    """Ctrl-C ends the waiting for a limit."""

    async def limited(number_id, fields):
        executor.stop()
        raise errors.RateLimitError("429")

    class Limited(Books):
        change = staticmethod(limited)

    update = Change(op="update", number=NUMBER, id="1", set={"name": "A"})
    begin = time.monotonic()

    async def run():
        nonlocal executor
        executor = PlanExecutor(Limited(), journal)
        return await executor.carry_out([ChangeStatus(update, StatusKind.TO_DO)])

    executor = None
    with Journal(tmp_path / "journal.jsonl") as journal:
        report = asyncio.run(run())
    assert (report.of_kind("failed")[0].change, report.is_interrupted) == (update, True)
    assert time.monotonic() - begin < 1


def test_purchase_whose_routing_fails(carry):
    """A number that was bought, and could not be set up, is not said to have failed to be bought."""

    class Unroutable(Books):
        async def change(self, number_id, fields):
            await super().change(number_id, fields)
            raise errors.UnprocessableEntityError("no such topic")

    report, kinds = carry(Unroutable(), ChangeStatus(BUY, StatusKind.TO_DO))
    (outcome,) = report.outcomes
    assert (outcome.kind, outcome.is_bought, str(outcome.error)) == ("failed", True, "no such topic")
    assert kinds == ["intent", "bought", "failed"]
    report, _ = carry(Books(refuse), ChangeStatus(BUY, StatusKind.TO_DO))
    assert (report.outcomes[0].kind, report.outcomes[0].is_bought) == ("failed", False)


def test_lost_answer_is_looked_up(carry):
    """A purchase whose answer is lost is looked for, not sent again; what stays unknown is said."""
    books = Books(lose)
    report, kinds = carry(books, ChangeStatus(BUY, StatusKind.TO_DO))
    assert (report.outcomes[0].kind, books.log.count("buy"), kinds[-1]) == ("done", 1, "done")
    books = Books(fail)
    report, kinds = carry(books, ChangeStatus(BUY, StatusKind.TO_DO))
    assert (report.outcomes[0].kind, books.log.count("buy"), kinds[-1]) == ("unknown", 1, "unknown")


def test_in_doubt_since_tomorrow(carry):
    """A purchase whose intent is younger than the clock, which was set back, is looked for no longer than any other."""
    books = Books()
    begin = time.monotonic()
    carry(books, ChangeStatus(BUY, StatusKind.IN_DOUBT, since=time.time() + 86_400))
    assert (books.log[:2], time.monotonic() - begin < 5) == (["find", "buy"], True)


def test_in_doubt_and_there(carry):
    """A purchase in doubt whose number is there is not sent again."""
    books = Books()
    books.add(NUMBER)
    report, _ = carry(books, ChangeStatus(BUY, StatusKind.IN_DOUBT, since=0))
    assert (report.outcomes[0].kind, "buy" in books.log) == ("done", False)


def test_in_doubt_and_not_there(carry):
    """A purchase in doubt is sent again once its time is over, and not before."""
    books = Books()
    begin = time.time()
    report, _ = carry(books, ChangeStatus(BUY, StatusKind.IN_DOUBT, since=begin), settle=0.2)
    assert (report.outcomes[0].kind, books.log.count("buy")) == ("done", 1)
    assert time.time() - begin >= 0.2


def test_in_doubt_and_refused(carry):
    """Refused after a doubt, it is looked for once more: the first request may have bought it meanwhile."""

    def sell_late(books):
        books.add(NUMBER)
        return refuse(books)

    report, _ = carry(Books(sell_late), ChangeStatus(BUY, StatusKind.IN_DOUBT, since=0))
    assert report.outcomes[0].kind == "done"
    report, _ = carry(Books(refuse), ChangeStatus(BUY, StatusKind.IN_DOUBT, since=0))
    assert report.outcomes[0].kind == "failed"


def release():
    """A release that is to do."""
    return ChangeStatus(Change(op="release", number="+12065557234", id="2"), StatusKind.TO_DO)


def test_releases_come_last_and_only_after_success(carry):
    """A failure, or an outcome that is unknown, keeps every release back."""
    for shop in (refuse, fail):
        books = Books(shop)
        report, _ = carry(books, release(), ChangeStatus(BUY, StatusKind.TO_DO))
        assert ("release 2" in books.log, len(report.left)) == (False, 1)
    books = Books()
    carry(books, release(), ChangeStatus(BUY, StatusKind.TO_DO))
    assert books.log[-1] == "release 2"


def test_stopped(carry):
    """Once it is stopped nothing new is begun, which the journal has."""
    books = Books()
    report, kinds = carry(books, ChangeStatus(BUY, StatusKind.TO_DO), release(), stop=True)
    assert (books.log, kinds, len(report.left)) == ([], ["skipped"], 2)


def test_refused_credentials_end_all(carry):
    """Credentials that are refused end everything: no second number is tried."""

    def lock_out(_books):
        raise errors.AuthenticationError("no")

    statuses = [
        ChangeStatus(Change(op="buy", number=f"+1503555000{digit}"), StatusKind.TO_DO) for digit in range(9)
    ]
    books = Books(lock_out)
    path_report, _ = carry(books, *statuses)
    assert isinstance(path_report.refused, errors.AuthenticationError)


def test_network_that_is_down_ends_all(carry):
    """Once a hundred requests in a row found no connection, the rest is left."""

    class Offline(Books):
        async def change(self, number_id, fields):
            raise errors.APIConnectionError(f"{number_id} can't be given {fields}: down")

    updates = [
        Change(op="update", number=f"+1503555{digits:04}", id=str(digits), set={"name": "A"})
        for digits in range(300)
    ]
    report, _ = carry(Offline(), *(ChangeStatus(change, StatusKind.TO_DO) for change in updates))
    assert 100 <= len(report.of_kind("failed")) < 160
    assert len(report.left) == 300 - len(report.outcomes)


@pytest.mark.parametrize("full_after", [1, 2, 3])
def test_journal_that_is_full(tmp_path, monkeypatch, full_after):
    """Where the journal can't be written any more, nothing more is begun, and no release is sent that it lacks."""
    write, lines = os.write, []

    def fill(file, content):
        if not content.startswith(b"{"):
            return write(file, content)
        lines.append(content)
        if len(lines) > full_after:
            return write(file, content[:5])  # what still fits
        return write(file, content)

    monkeypatch.setattr(os, "write", fill)
    books, path = Books(), tmp_path / "journal.jsonl"
    numbers = [f"+1503555{index:04}" for index in range(3)]
    for number in numbers:
        books.add(number)
    changes = [Change(op="release", number=number, id=f"id of {number}") for number in numbers]

    async def run():
        with Journal(path) as journal:
            executor = PlanExecutor(books, journal, in_flight=1)
            return await executor.carry_out([ChangeStatus(change, StatusKind.TO_DO) for change in changes])

    report = asyncio.run(run())
    intents = [event.number for event in read_journal(path) if event.kind == "intent"]
    assert [f"release id of {number}" for number in intents] == books.log
    assert len(report.outcomes) + len(report.left) == 3
    assert str(report.broken) == f"The journal {path} can't be written: No space left on device"


def test_journal_with_a_damaged_line(tmp_path):
    """A damaged line is named, since what it said is lost."""
    path = tmp_path / "journal.jsonl"
    path.write_bytes(b'{"time":1.0,"kind":"start"}\n\x00\x00\n{"time":1.0,"kind":"end"}\n')
    with pytest.raises(ValueError, match="line 2 is not an event"):
        read_journal(path)


def test_journal_cuts_a_torn_line(tmp_path):
    """What a kill left of a line is cut off, and read as nothing."""
    path = tmp_path / "journal.jsonl"
    with Journal(path) as journal:
        journal.write(Event(time=1, kind="start"))
    whole = path.read_bytes()
    path.write_bytes(whole + whole[:7])
    assert [event.kind for event in read_journal(path)] == ["start"]
    with Journal(path) as journal:
        journal.record("end")
    assert [event.kind for event in read_journal(path)] == ["start", "end"]
    path.write_bytes(b"no event\n")
    with pytest.raises(ValueError, match="not an event"):
        read_journal(path)
    assert read_journal(tmp_path / "none") == []
    assert path.stat().st_mode & 0o777 == 0o600


def test_intents_share_a_sync(tmp_path, monkeypatch):
    """Those who wait for the disk together wait for one sync, or two."""
    syncs = []
    monkeypatch.setattr("numberwire.fleet._journal._sync_file", syncs.append)

    async def write(journal):
        event = Event(time=1, kind="intent")
        await asyncio.gather(*(journal.write_surely(event) for _ in range(50)))

    with Journal(tmp_path / "journal.jsonl") as journal:
        asyncio.run(write(journal))
    assert 1 <= len(syncs) <= 2


@pytest.mark.parametrize(
    ("error", "kind"),
    [(errors.APIConnectionError("lost"), "unknown"), (errors.UnprocessableEntityError("wrong"), "failed")],
)
def test_update_that_fails(carry, monkeypatch, error, kind):
    """The journal tells an update that was refused from one that may have happened."""

    async def fail(_books, _number_id, _fields):
        raise error

    monkeypatch.setattr(Books, "change", fail)
    change = Change(op="update", number=NUMBER, id="1", set={"name": "A"})
    report, kinds = carry(Books(), ChangeStatus(change, StatusKind.TO_DO))
    assert ([outcome.kind for outcome in report.outcomes], kinds) == (["failed"], [kind])


@pytest.mark.parametrize("op", ["update", "release"])
def test_recheck(carry, op):
    """A number that is read once more is changed if it is as expected, not if it differs or is done already."""
    change = Change(op=op, number=NUMBER, id=f"id of {NUMBER}", expect={"name": None}, set={"name": "A"})
    change = msgspec.structs.replace(change, set={} if op == "release" else change.set)
    sent = {"update": "change", "release": f"release {change.id}"}[op]
    for name, log, kind, event in (
        (None, ["find", sent], "done", "done"),
        ("B", ["find"], "failed", "failed"),
        ("A", ["find"], *(("done", "skipped") if op == "update" else ("failed", "failed"))),
    ):
        books = Books()
        books.owned[NUMBER] = OwnedNumber(NUMBER, change.id, {"name": name})
        report, events = carry(books, ChangeStatus(change, StatusKind.TO_DO), recheck=SignalWireApi())
        assert ([outcome.kind for outcome in report.outcomes], books.log) == ([kind], log)
        assert events[-1] == event
        if kind == "failed":
            assert isinstance(report.outcomes[0].error, StaleChangeError)
    books = Books()
    report, _ = carry(books, ChangeStatus(change, StatusKind.TO_DO), recheck=SignalWireApi())
    assert (report.outcomes[0].kind, books.log) == ("failed" if op == "update" else "done", ["find"])
