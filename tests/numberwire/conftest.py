"""Fixtures of the client's tests: each kind of client, each API, waits that take no time, a sandbox."""

import pytest
from hypothesis import settings

from numberwire.sandbox import Sandbox
from tests.numberwire.subjects import ASYNC, SYNC, Kind, Subject, subjects

# The same examples in every run, on a machine however busy.
settings.register_profile("steady", derandomize=True, deadline=None, database=None)
settings.load_profile("steady")


@pytest.fixture(params=[SYNC, ASYNC], ids=lambda kind: kind.name)
def kind(request) -> Kind:
    """Each kind of client in turn."""
    return request.param


@pytest.fixture(params=subjects(), ids=lambda subject: f"{subject.api}-{subject.kind.name}")
def subject(request) -> Subject:
    """Each API in each kind in turn."""
    return request.param


@pytest.fixture
def at_once(monkeypatch) -> None:
    """Retries and look-ups that don't wait."""
    monkeypatch.setattr("numberwire._retry._FIRST_WAIT", 0.0)
    monkeypatch.setattr("numberwire.signalwire._settling._waits", lambda _seconds: (0.0, 0.0))


@pytest.fixture
def sandbox() -> Sandbox:
    """A new sandbox."""
    return Sandbox()
