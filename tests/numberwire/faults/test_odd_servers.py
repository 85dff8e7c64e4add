"""Servers that don't wait for their turn, and servers that don't listen."""

import gc

import pytest

from numberwire import errors
from tests.numberwire.faults.answers import said
from tests.numberwire.faults.apis import APIS, ID, KINDS, OTHER_ID, SIGNALWIRE, number
from tests.numberwire.faults.case import QUICK
from tests.numberwire.faults.peer import LONGEST, Peer, Turn
from tests.numberwire.faults.server import FaultServer
from tests.numberwire.faults.table import CASES
from tests.numberwire.faults.trial import client_of, run, tried
from tests.numberwire.faults.turns import says, speaks_first

pytestmark = pytest.mark.usefixtures("swift")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("api", APIS, ids=lambda api: api.name)
def test_speaks_first(api, kind):
    """What a server says before it was asked is never taken for an answer about something else."""
    server = FaultServer([speaks_first(said(api.wrapped({**api.record, "id": OTHER_ID})))])
    [ended] = run(kind, client_of(kind, server.host, api), api.call)
    server.close()
    assert type(ended.error) in {errors.APIConnectionError, errors.APIResponseValidationError}


@pytest.mark.parametrize("kind", KINDS)
def test_reads_slowly(kind):
    """A request that is taken slowly ends at the deadline, however much of it is still to be sent."""

    def reads_slowly(peer: Peer) -> None:
        for _ in range(int(LONGEST / 0.02)):
            if not (peer.socket.recv(200_000) and peer.pause(0.02)):
                break
        peer.hang_up()

    server = FaultServer([Turn(reads_slowly, "head")])
    client = client_of(kind, server.host, timeout=0.4, deadline=0.9)
    [ended] = run(kind, client, lambda client: client.phone_numbers.update(ID, name="x" * 40_000_000))
    server.close()
    assert type(ended.error) is errors.APITimeoutError
    assert ended.seconds < 3


@pytest.mark.parametrize("kind", KINDS)
def test_answers_early(kind):
    """An answer that comes before the request was read is heard, though the rest can't be sent."""

    def refuses(peer: Peer) -> None:
        peer.say(said({"error": "too large"}, 413, "Connection: close"))
        while peer.read():
            pass

    server = FaultServer([Turn(refuses, "head")])
    [ended] = run(
        kind,
        client_of(kind, server.host),
        lambda client: client.phone_numbers.update(ID, name="x" * 3_000_000),
    )
    server.close()
    assert type(ended.error) is errors.APIStatusError
    assert ended.error.status_code == 413


@pytest.mark.parametrize("kind", KINDS)
def test_client_works_on(kind):
    """A client that met every kind of failure still works, on new connections."""
    turns = [
        says(said({"error": "x"}, 401)),
        says(b"nonsense\r\n\r\n", then=Peer.hang_up),
        says(said([])),
        says(said(number())),
    ]
    server = FaultServer(turns)
    first, second, third = run(kind, client_of(kind, server.host, max_retries=0), *[SIGNALWIRE.call] * 3)
    fourth = run(kind, client_of(kind, server.host), SIGNALWIRE.call)[0]
    server.close()
    assert [type(one.error) for one in (first, second, third, fourth)] == [
        errors.AuthenticationError,
        errors.APIConnectionError,
        errors.APIResponseValidationError,
        type(None),
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_left_open(kind):
    """A client that is closed leaves no connection open, however its calls ended."""
    cases = [case for case in CASES if case.api is SIGNALWIRE and case.options is QUICK]
    trials = [tried(case, kind) for case in cases[::4]]
    assert len(trials) > 3
    assert all(ended.error is not None for trial in trials for ended in trial.ended)
    gc.collect()
