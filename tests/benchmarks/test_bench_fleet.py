"""The fleets that are planned and applied say something of every number, and change the first ones."""

import pytest

from tests.benchmarks import fleet


def test_fleet_text(monkeypatch):
    """Each number of an export is in the fleet, and so many of them have the profile that changes them."""
    monkeypatch.setattr(fleet, "CHANGES", 1)
    text = fleet.fleet_text("numbers:\n  '+15035551763': {}\n  +15035551236: {name: '+1 503'}\n", "host", "p")
    assert text.endswith("numbers:\n  '+15035551763': {profile: routed}\n  '+15035551236': {}\n")
    assert "account: {api: signalwire, space: 'host', project: p}" in text


@pytest.mark.parametrize("said", ["ready: http://127.0.0.1:1\n", ""])
def test_sandbox_that_says_nothing(tmp_path, said):
    """A sandbox that names no credentials ends the run, and nothing is left running."""
    python = tmp_path / "python"
    python.write_text(f"#!/bin/sh\nprintf '{said}'\n", encoding="utf-8")
    python.chmod(0o700)
    with pytest.raises(AssertionError), fleet.account(python, tmp_path, {}):
        pass
