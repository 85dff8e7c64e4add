"""Numbers as code on the API that can only update: what it last answered is what is known."""

import re

import pytest

from numberwire.sandbox import API_KEY, Sandbox

CAMPAIGN = "6d8f3a52-1c59-4f0e-8a30-4f0a2f6f7d10"


@pytest.fixture
def sandbox():
    """A sandbox with the three numbers of the routing API."""
    return Sandbox()


@pytest.fixture
def write(sandbox, environment, monkeypatch, tmp_path):
    """Writes a file that says something of the first number; gives that number."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NUMBERWIRE_ROUTING_API_KEY", API_KEY)
    number_id = sandbox.routing_ids[0]
    number = sandbox.routing_client().phone_numbers.update(number_id, label="A").number
    sandbox.clear_writes()

    def write(entry, number=number):
        (tmp_path / "fleet.yaml").write_text(
            f"version: 1\naccount: {{api: routing, base_url: 'http://{environment['SIGNALWIRE_SPACE']}'}}\n"
            f"numbers:\n  {number}: {{id: {number_id}, {entry}}}\n"
        )
        return number

    return write


def sent(sandbox):
    """How many updates reached the sandbox."""
    return sum(write.took_effect for write in sandbox.writes)


def test_apply_and_undo(run, write, sandbox):
    """A campaign is attached; from then on the account is known, drifts from the file, and is taken back."""
    number = write(f"label: Portland, campaign_id: {CAMPAIGN}")
    planned = run("plan", "-o", "plan.json")
    assert "label        (not known) -> Portland" in planned.stdout
    assert run("apply", "plan.json", "--yes").exit_code == 0
    assert sent(sandbox) == 1
    assert run("plan", "--check").exit_code == 0
    write("label: Seattle")
    changed = run("plan", "--check")
    assert changed.exit_code == 3
    assert re.search(rf"~ {re.escape(number)}  Portland  \(last seen 20..-..-..\)", changed.stdout)
    applied = run("apply", "--yes")
    name = re.search(r"numberwire undo (\S+)", applied.stdout)[1]
    assert run("undo", name, "-o", "back.json").exit_code == 0
    assert run("apply", "back.json", "--yes").exit_code == 0
    owned = sandbox.routing_client().phone_numbers.update(sandbox.routing_ids[0], label="Portland")
    assert (owned.label, owned.campaign_id) == ("Portland", CAMPAIGN)


def test_what_was_not_known_is_not_taken_back(run, write):
    """The first update of a number can't be taken back: nobody knows what was there."""
    write("label: Portland")
    applied = run("apply", "--yes")
    name = re.search(r"numberwire undo (\S+)", applied.stdout)[1]
    assert "the earlier value of its label is not known" in run("undo", name).stdout


def test_probe(run, write, sandbox):
    """A number is read by an update that changes nothing, where that is asked for."""
    write("label: A")
    assert run("plan", "--check").exit_code == 3
    assert sandbox.writes == ()
    assert run("plan", "--check", "--probe").exit_code == 0
    assert len(sandbox.writes) == 1


def test_id_of_another_number(run, write, sandbox):
    """An id that is another number's is refused once that is known, and nothing is sent."""
    write("label: A", number="+15035550000")
    probed = run("plan", "--probe")
    assert "belongs to" in probed.stderr
    sandbox.clear_writes()
    assert run("apply", "--yes").exit_code == 2
    assert sandbox.writes == ()


def test_without_key(run, write, monkeypatch):
    """Without its key it says which variable to set; what the API can't do is refused in the file."""
    write("label: A")
    monkeypatch.delenv("NUMBERWIRE_ROUTING_API_KEY")
    result = run("plan")
    assert (result.exit_code, "set NUMBERWIRE_ROUTING_API_KEY" in result.stderr) == (8, True)
    assert run("plan", "--probe", "--json").exit_code == 8
