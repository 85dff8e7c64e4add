"""The battery of faults: every case of the table, sync and async."""

import os
import re
from dataclasses import replace

import pytest

from numberwire.errors import NumberwireError
from tests.numberwire.faults.apis import KINDS
from tests.numberwire.faults.case import Case, Right, Wrong
from tests.numberwire.faults.exposure import exposures
from tests.numberwire.faults.table import CASES, HTTPX2_CASES
from tests.numberwire.faults.trial import Ended, Trial, tried

EVERYTHING_OVER_HTTPX2 = tuple(replace(case, over="httpx2") for case in CASES)
OVER_HTTPX2 = EVERYTHING_OVER_HTTPX2 if "NUMBERWIRE_ALL_FAULTS" in os.environ else HTTPX2_CASES
EVERY_CASE = CASES + OVER_HTTPX2
"""Each case over the client's own connections, and over httpx2's those that tell something new, or all of them."""

_MARGIN = 1.5
"""Seconds that a busy machine may take on top of a deadline."""


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("case", EVERY_CASE, ids=str)
def test_fault(case: Case, kind, caplog, swift):
    """Whatever the network and the server do, a call ends in its right value or in one typed error, in time."""
    caplog.set_level("DEBUG")
    trial = tried(case, kind)
    *before, last = trial.ended
    for ended in before:
        assert type(ended.error) is (case.before or type(None)), ended.error
    _assert_ends(case.ends, last)
    _assert_asked(case, trial)
    limit = case.within or case.options["deadline"] + _MARGIN
    assert case.least <= last.seconds < limit
    log = [record.getMessage() for record in caplog.records if record.name.startswith("numberwire")]
    _assert_unexposed(trial, "\n".join(log))


def _assert_ends(ends: Right | Wrong, ended: Ended) -> None:
    if isinstance(ends, Right):
        if ended.error is not None:
            raise ended.error
        assert ended.value == ends.value
        return
    assert type(ended.error) is ends.error, repr(ended.error or ended.value)
    assert ends.says in str(ended.error)
    assert ends.after is None or tuple(ended.records) == ends.after
    for name, expected in ends.known.items():
        found = getattr(ended.error, name)
        assert expected(found) if callable(expected) else found == expected, f"{name}: {found!r}"


def _assert_asked(case: Case, trial: Trial) -> None:
    """The server saw what it should, each repetition the same, and nobody else saw anything."""
    assert case.asked is None or re.fullmatch(case.asked, trial.server.asked.strip()), trial.server.asked
    assert case.connections in (None, len(trial.server.peers)), f"{len(trial.server.peers)} connections"
    assert trial.elsewhere.peers == []
    assert trial.connected <= {trial.server.address}
    assert not any(name == "cookie" for seen in trial.server.seen for name, _ in seen.headers)


def _assert_unexposed(trial: Trial, log: str) -> None:
    """No secret shows, anywhere, and no error is another library's."""
    assert trial.case.api is not None
    secrets = trial.case.api.secrets
    assert not any(secret in log for secret in secrets)
    for ended in trial.ended:
        if ended.error is not None:
            assert isinstance(ended.error, NumberwireError)
            assert exposures(ended.error, secrets) == []
