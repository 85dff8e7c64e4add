"""What the tests against faults share."""

import gc

import pytest

import numberwire._http  # noqa: F401 the first call would load the HTTP library, and take longer than the others


@pytest.fixture
def swift(monkeypatch):
    """Short waits between attempts: what is waited for is tested where it matters."""
    monkeypatch.setattr("numberwire._retry._FIRST_WAIT", 0.02)
    monkeypatch.setattr("numberwire._retry._LONGEST_WAIT", 0.04)
    monkeypatch.setattr("numberwire.signalwire._settling._waits", lambda _seconds: (0.0, 0.02))


@pytest.fixture(scope="module")
def tidy():
    """Fails a module that leaves a connection open: what nobody closed warns when it is collected."""
    gc.collect()
    yield
    gc.collect()
