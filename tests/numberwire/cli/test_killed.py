"""A command that is killed at any step ends right when it goes on: nothing is bought, released or lost twice."""

import os
from collections import Counter
from datetime import timedelta

import pytest

from numberwire.sandbox import Fault, Sandbox
from tests.numberwire.fleet.crashes import run_killed

from .conftest import owned

ALL_STEPS = "NUMBERWIRE_ALL_STEPS" in os.environ
"""Whether every step is tried, as `nox -s fleet` does; otherwise every fifth is."""

APPLY = ("apply", "plan.json", "--yes", "--max-buys", "2", "--allow-release", "1", "--in-flight", "1")
RESUME = ("resume", "--settle", "0")
pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")


class CountingSandbox(Sandbox):
    """A sandbox that counts what really happened: each number that was sold, and each that was released."""

    def __init__(self):
        super().__init__()
        self.add_numbers(4, age=timedelta(days=20))
        self.sold, self.released = Counter(), Counter()
        add, release = self.store.add, self.store.release

        def count_sale(record):
            is_new = add(record)
            self.sold[record.number] += is_new
            return is_new

        def count_release(record):
            self.released[record.number] += 1
            release(record)

        self.store.add, self.store.release = count_sale, count_release


@pytest.fixture
def sandbox():
    """A sandbox with four numbers that are old enough to be released."""
    return CountingSandbox()


@pytest.fixture
def planned(run, sandbox, tmp_path, monkeypatch):
    """A saved plan of two purchases, two updates and a release; gives the numbers bought and released."""
    monkeypatch.chdir(tmp_path)
    assert run("export", "-o", "fleet.yaml").exit_code == 0
    first, second, third, _ = owned(sandbox)
    bought = [offer.number for offer in sandbox.client().phone_numbers.search(max_results=2)]
    lines = [
        line
        for line in (tmp_path / "fleet.yaml").read_text().splitlines()
        if not any(number in line for number in (first, second, third))
    ]
    lines += [f"  {number}: {{name: 'Desk {{last4}}'}}" for number in (first, second, *bought)]
    lines.append(f"  {third}: {{release: true}}")
    (tmp_path / "fleet.yaml").write_text("\n".join([*lines, "limits: {updates: 50}", ""]))
    assert run("plan", "-o", "plan.json").exit_code == 0
    return bought, third


def steps():
    """The steps to be killed at; those behind the last one end by themselves."""
    return range(1, 40) if ALL_STEPS else range(2, 40, 5)


def assert_right(run, sandbox, planned):
    """The account is as the file says, and nothing happened twice."""
    bought, released = planned
    assert run("plan", "--check").exit_code == 0
    assert (dict(sandbox.sold), dict(sandbox.released)) == (dict.fromkeys(bought, 1), {released: 1})
    assert run("resume").stderr == "Nothing to resume: the account's last run ended, or none is kept here.\n"


@pytest.mark.parametrize("step", steps())
def test_killed_at_a_step(step, run, sandbox, planned):
    """Killed at a step, it goes on by itself to the same end; the last steps are behind the end of the run."""
    code = run_killed(APPLY, step)
    assert code in (None, 0)
    if code is None:
        resumed = run(*RESUME)
        assert resumed.exit_code == 0
        if resumed.stderr.startswith("Nothing to resume"):  # it was killed before it began
            assert run(*APPLY).exit_code == 0
    assert_right(run, sandbox, planned)


def test_killed_again_and_again(run, sandbox, planned):
    """Killed early each time it goes on, it still ends right, also where answers to purchases are lost."""
    for operation in ("purchase_phone_number", "release_phone_number"):
        sandbox.faults.add(Fault(kind="lose_answer", operation=operation))
    codes = [run_killed(APPLY, 5)]
    while codes[-1] is None and len(codes) < 20:
        codes.append(run_killed(RESUME, 5 + len(codes)))
    assert codes[-1] == 0
    assert_right(run, sandbox, planned)


def test_undone_in_place_of_resumed(run, sandbox, planned):
    """A run that was killed is taken back without going on first."""
    before = owned(sandbox)
    assert run_killed(APPLY, 18) is None
    assert owned(sandbox) != before
    (name,) = [line.split()[0] for line in run("runs", "list").stdout.splitlines()[1:]]
    assert run("undo", name, "-o", "back.json").exit_code == 0
    assert run("apply", "back.json", "--yes").exit_code == 0
    bought, _ = planned
    assert {number: text for number, text in owned(sandbox).items() if number not in bought} == before
