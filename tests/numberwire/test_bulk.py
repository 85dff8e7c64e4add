"""Many calls at a time: their outcomes, how they are bounded, and how a run ends."""

import asyncio
import threading
from contextlib import suppress
from datetime import timedelta
from uuid import UUID

import pytest

from numberwire import errors
from numberwire._response import Response
from numberwire.client import BulkOutcome, Hooks
from numberwire.errors import InvalidRequestError, NumberwireWarning
from numberwire.sandbox import Fault, Rate, Sandbox
from tests.numberwire.servers import Script, said
from tests.numberwire.subjects import ASYNC, ID, NUMBER, RECORD, SYNC


@pytest.fixture
def owned(sandbox):
    """The ids of twelve numbers that can be released."""
    return sandbox.add_numbers(12, age=timedelta(days=20))


def client_of(kind, sandbox, **options):
    """A client of a sandbox in process."""
    return kind.rest_class(
        sandbox.project, sandbox.token, "example.signalwire.com", transport=sandbox, **options
    )


def outcomes(kind, client, call):
    """All outcomes of a run."""
    return kind.gather(call(client.phone_numbers))


async def note(run, seen):
    """Note each outcome of a run as it comes."""
    async for outcome in run:
        seen.append(outcome)


def test_each_outcome(kind, sandbox, owned):
    """Each change has its outcome, with what was given for it; the counts go up to the total."""
    changes = [(number_id, {"name": f"Desk {place}"}) for place, number_id in enumerate(owned)]
    run = outcomes(kind, client_of(kind, sandbox), lambda numbers: numbers.update_many(changes, in_flight=5))
    assert {one.item: one.value.name for one in run} == {key: fields["name"] for key, fields in changes}
    assert [(one.done, one.total, one.ok) for one in run] == [(place, 12, True) for place in range(1, 13)]


def test_failures(kind, sandbox, owned):
    """All calls are made, and those that failed are kept."""
    changes = [(owned[0], {"name": "A"}), (owned[1], {"nme": "B"}), (owned[2], {"name": "C"})]
    run = client_of(kind, sandbox).phone_numbers.update_many(changes)
    failed = kind.drive(run, lambda one: one.failures())
    assert [(one.item, one.done <= 3, one.ok) for one in failed] == [(owned[1], True, False)]
    assert len(sandbox.writes) == 2


def test_no_failure_ends_a_run(kind, sandbox, owned):
    """A change that fails, or can't be sent, is an outcome with its error; the others are made."""
    number = sandbox.client().phone_numbers.get(owned[0])
    changes = [
        (owned[0], {"name": "A"}),
        (UUID(owned[0]), {"name": "B"}),
        (number.number, {"name": "C"}),
        (owned[1], {"nme": "D"}),
        (owned[2], {7: "E"}),
        (str(UUID(int=0)), {"name": "F"}),
        "not a pair",
        (sandbox.client().phone_numbers.get(owned[3]), {"name": "G"}),
    ]
    run = outcomes(kind, client_of(kind, sandbox), lambda numbers: numbers.update_many(iter(changes)))
    failed = {str(one.item): type(one.error) for one in run if not one.ok}
    assert sorted(one.value.name for one in run if one.ok) == ["A", "G"]
    assert failed == {
        owned[0]: InvalidRequestError,
        number.number: InvalidRequestError,
        owned[1]: InvalidRequestError,
        owned[2]: InvalidRequestError,
        str(UUID(int=0)): errors.NotFoundError,
        "not a pair": InvalidRequestError,
    }
    assert {one.total for one in run} == {None}


def test_a_mapping_of_changes(kind, sandbox, owned):
    """Changes may be a mapping, by ids or by records: these can be keys."""
    numbers = [sandbox.client().phone_numbers.get(number_id) for number_id in owned[:2]]
    run = outcomes(
        kind,
        client_of(kind, sandbox),
        lambda one: one.update_many({number: {"name": "Desk"} for number in numbers}),
    )
    assert {one.item for one in run} == set(numbers)
    assert [(one.value.name, one.total) for one in run] == [("Desk", 2)] * 2


def test_get_release_and_purchase(kind, sandbox, owned):
    """Numbers are retrieved, released and bought in the same way; a number given twice is bought once."""
    client = client_of(kind, sandbox)
    run = outcomes(kind, client, lambda numbers: numbers.get_many([*owned, owned[0]]))
    assert sorted(one.value.id for one in run) == sorted([*owned, owned[0]])
    run = outcomes(kind, client, lambda numbers: numbers.release_many(owned))
    assert [(one.value, one.error) for one in run] == [(None, None)] * 12
    found = kind.drive(client, lambda one: one.phone_numbers.search(max_results=5))
    offers = [*found, found[0].number]
    run = outcomes(kind, client, lambda numbers: numbers.purchase_many(offers))
    assert sorted(one.value.number for one in run if one.ok) == sorted(offer.number for offer in found)
    assert [str(one.error) for one in run if not one.ok] == [
        f"{found[0].number} appears more than once in this run; only the first call is made."
    ]


def test_unwrap():
    """What a call returned, or what it raised."""
    assert BulkOutcome("a", 7, None, 1, 1).unwrap() == 7
    with pytest.raises(errors.NotFoundError):
        BulkOutcome("a", None, errors.NotFoundError("no"), 1, 1).unwrap()


def test_calls_under_way_are_bounded(kind):
    """No more calls than that are under way at a time."""
    count, most, lock = 0, 0, threading.Lock()

    def note(step):
        nonlocal count, most
        with lock:
            count += step
            most = max(most, count)

    hooks = Hooks(on_request=lambda *_: note(1), on_response=lambda *_: note(-1))
    client = kind.rest(Script(said(RECORD)), hooks=hooks)
    run = outcomes(kind, client, lambda numbers: numbers.get_many([ID] * 30, in_flight=3))
    assert (len(run), count) == (30, 0)
    assert most <= 3


@pytest.mark.parametrize("in_flight", [0, -1, 1001, 2.5, True, "5"])
def test_no_such_bound(kind, in_flight):
    """How many calls may be under way is a whole number."""
    with pytest.raises(InvalidRequestError, match="in_flight must be a whole number from 1 to 1000"):
        kind.rest(Script(said(RECORD))).phone_numbers.get_many([ID], in_flight=in_flight)


@pytest.mark.parametrize("items", [ID, b"x", 7, None])
def test_nothing_to_iterate(kind, items):
    """A text is not taken for a list of its letters."""
    with pytest.raises(InvalidRequestError, match="release_many takes an iterable"):
        kind.rest(Script(said(RECORD))).phone_numbers.release_many(items)


def test_a_run_that_is_not_iterated(kind):
    """A run that nobody iterates sent nothing, and says so; one that was iterated is not run again."""
    server = Script(said(RECORD))
    client = kind.rest(server)
    with pytest.warns(NumberwireWarning, match="get_many was never iterated, so that nothing was sent"):
        client.phone_numbers.get_many([ID])
    run = client.phone_numbers.get_many([ID])
    kind.gather(run)
    with pytest.raises(InvalidRequestError, match="get_many was already iterated"):
        kind.gather(run)
    assert len(server.asked) == 1


def test_items_that_raise(kind, sandbox, owned):
    """What the caller's own items raise comes after the outcomes of what was begun."""

    def items():
        yield owned[0]
        yield owned[1]
        raise LookupError("no more")

    run, seen = client_of(kind, sandbox).phone_numbers.get_many(items()), []
    with pytest.raises(LookupError):
        asyncio.run(note(run, seen)) if kind.name == "async" else seen.extend(run)
    assert sorted(outcome.item for outcome in seen) == sorted(owned[:2])


class Gate:
    """A server that answers once it is opened."""

    def __init__(self):
        self.asked = 0
        self.opened = threading.Event()
        self.reached = threading.Semaphore(0)

    def __call__(self, _request):
        """Answer a request."""
        self.asked += 1
        self.reached.release()
        assert self.opened.wait(10)
        return said(RECORD)


def interrupting(run, gate, monkeypatch, in_flight):
    """A run whose first wait for an outcome is interrupted, once so many calls are under way; then the gate opens."""
    wait, is_first = run._workers.next, True

    def interrupt():
        nonlocal is_first
        if not is_first:
            return wait()
        is_first = False
        for _ in range(in_flight):
            assert gate.reached.acquire(timeout=10)
        gate.opened.set()
        raise KeyboardInterrupt

    monkeypatch.setattr(run._workers, "next", interrupt)


def test_ctrl_c(monkeypatch):
    """Ctrl-C begins nothing more; what is under way ends, its outcomes come, and then it is raised."""
    gate, seen = Gate(), []
    run = SYNC.rest(gate).phone_numbers.get_many([ID] * 20, in_flight=4)
    interrupting(run, gate, monkeypatch, 4)
    with pytest.raises(KeyboardInterrupt):
        seen.extend(run)
    assert gate.asked == 4
    # `extend` keeps what came before the interruption.
    assert [outcome.value.id for outcome in seen] == [ID] * 4


def test_leaving_a_loop(sandbox, owned):
    """Who leaves the loop waits for what is under way: nothing is sent afterwards."""
    client = sandbox.client()
    for _ in client.phone_numbers.update_many([(one, {"name": "x"}) for one in owned], in_flight=2):
        break
    sent = len(sandbox.writes)
    assert 1 <= sent <= 3
    assert not [thread for thread in threading.enumerate() if thread.name == "numberwire-bulk"]


def test_cancelled(sandbox):
    """A task that is cancelled begins nothing more: what is under way ends and its outcomes come."""
    ids = sandbox.add_numbers(30)
    sandbox.faults.add(Fault(kind="delay", seconds=0.05, times=None))
    seen = []

    async def main():
        def cancel(request, _attempt):
            if ids[5] in request.target:
                task.cancel()

        client = ASYNC.rest_class(
            sandbox.project, sandbox.token, "a.example.com", transport=sandbox, hooks=Hooks(on_request=cancel)
        )
        task = asyncio.create_task(note(client.phone_numbers.get_many(ids, in_flight=6), seen))
        with suppress(asyncio.CancelledError):
            await task
        return task.cancelled()

    assert asyncio.run(main())
    assert [outcome.ok for outcome in seen] == [True] * 6


def test_an_interruption_ends_waits(kind, monkeypatch):
    """A call that waits before it is tried again is given up where its run is interrupted, with its last error."""
    client = kind.rest(Script(Response(429, (("retry-after", "20"),))))
    twin = client.interruptible()

    def stop(_error, _seconds):
        twin.interruption.set()

    twin._hooks = Hooks(on_retry=stop)
    with pytest.raises(errors.RateLimitError):
        kind.drive(twin, lambda one: one.phone_numbers.get(ID))


def interrupted(kind, server, call):
    """Make a call of a run that is interrupted once something was sent."""
    twin = kind.rest(server).interruptible()
    twin._hooks = Hooks(on_response=lambda *_: twin.interruption.set())
    return kind.drive(twin, lambda one: call(one.phone_numbers))


@pytest.mark.usefixtures("at_once")
def test_a_purchase_is_looked_up_in_an_interrupted_run(kind):
    """What was sent is asked about to the end: the outcome is that of the purchase, not that of a look-up."""
    bought = said({"data": [{**RECORD, "created_at": "2999-01-01T00:00:00Z"}]})
    limit = Response(429, (("retry-after", "0.01"),))
    server = Script(said({"error": "busy"}, 503), limit, said({"error": "busy"}, 503), bought)
    number = interrupted(kind, server, lambda numbers: numbers.purchase(NUMBER))
    assert (number.number, len(server.asked)) == (NUMBER, 4)


@pytest.mark.usefixtures("at_once")
def test_an_update_that_may_have_happened_is_told_in_an_interrupted_run(kind):
    """A call that is given up after an attempt that may have happened ends with the error of that attempt."""
    server = Script(ConnectionResetError("reset"), Response(429, (("retry-after", "9"),)))
    with pytest.raises(errors.APIConnectionError):
        interrupted(kind, server, lambda numbers: numbers.update(ID, name="A"))


@pytest.mark.parametrize("most", [0, 2])
def test_threads_that_cannot_be_started(sandbox, owned, monkeypatch, most):
    """Where the system has no more threads, those that there are make the calls; without any it is an error."""
    start, started = threading.Thread.start, []

    def limit(thread):
        if thread.name == "numberwire-bulk":
            if len(started) == most:
                raise RuntimeError("can't start new thread")
            started.append(thread)
        start(thread)

    monkeypatch.setattr(threading.Thread, "start", limit)
    run = sandbox.client().phone_numbers.update_many([(one, {"name": "x"}) for one in owned])
    if most:
        assert [outcome.ok for outcome in run] == [True] * 12
    else:
        with pytest.raises(RuntimeError, match="can't start new thread"):
            list(run)


def test_leaving_an_async_loop(sandbox, owned):
    """The end of the client's block waits for the calls under way: each that was sent is answered."""
    sandbox.faults.add(Fault(kind="delay", seconds=0.02, times=None))
    sent, answered = [], []

    async def main():
        hooks = Hooks(
            on_request=lambda request, _attempt: sent.append(request),
            on_response=lambda request, *_: answered.append(request),
        )
        async with ASYNC.rest_class(
            sandbox.project, sandbox.token, "a.example.com", transport=sandbox, hooks=hooks
        ) as client:
            async for _ in client.phone_numbers.update_many(
                [(one, {"name": "x"}) for one in owned], in_flight=6
            ):
                break

    asyncio.run(main())
    assert 6 <= len(sent) == len(answered) <= 12


def test_a_limit_loses_nothing(kind):
    """A limit holds all calls of a client: each is done in the end, and none is lost to it."""
    sandbox = Sandbox(rate=Rate(30, 0.3))
    ids = sandbox.add_numbers(60)
    client = client_of(kind, sandbox)
    run = outcomes(kind, client, lambda numbers: numbers.update_many([(one, {"name": "x"}) for one in ids]))
    assert [str(one.error) for one in run if not one.ok] == []
