"""Works are done in turns, in processes of their own, and what they cost is read from the operating system."""

import os
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from tests.benchmarks import runner
from tests.benchmarks.runner import Cost, ScriptError, run, spend
from tests.benchmarks.stage import Stage
from tests.benchmarks.works import Entry, Work

BURN = "import sys, time\nwhile time.process_time() < 0.1 * (1 + int(sys.argv[1])): pass\n"
NOTE = "import sys\nopen(sys.argv[2], 'a').write(sys.argv[0][-4] + sys.argv[1] + ' ')\n"
PYTHONS = {"here": Path(sys.executable)}


def quiet(_message):
    """Nobody is told."""


@pytest.fixture
def work(tmp_path, monkeypatch):
    """A work of two entries, a and b, who do what a script says; and where they note what they did."""
    monkeypatch.setattr(runner, "SCRIPTS", tmp_path)

    def made(script, less=1, **fields):
        (tmp_path / "demo").mkdir(exist_ok=True)
        for name in ("a", "b"):
            (tmp_path / "demo" / f"{name}.py").write_text(script, encoding="utf-8")
        entries = (Entry("first", "here", "a", 3), Entry("second", "here", "b", 3))
        return Work("demo", "demo", "notes", less, 2, entries, **fields)

    return made


@pytest.fixture
def stage(tmp_path):
    """A stage whose one resource is a file for notes."""
    return Stage({"notes": str(tmp_path / "notes")}, {"PATH": os.environ["PATH"]})


def test_spend(tmp_path):
    """A process's own processor time, its seconds and the peak of its memory."""
    script = tmp_path / "burn.py"
    script.write_text(BURN + "held = bytearray(200_000_000)\n", encoding="utf-8")
    cost = spend([sys.executable, "-I", str(script), "0"], {})
    assert 0.1 <= cost.cpu < 5
    assert cost.cpu / 4 < cost.wall
    assert 200e6 < cost.memory < 400e6


def test_failure():
    """A process that fails is named, with what it said."""
    with pytest.raises(ScriptError, match=r"-c .* ended with 3: no page"):
        spend([sys.executable, "-c", "import sys; print('no page'); sys.exit(3)"], {})


def test_turns(work, stage, tmp_path):
    """First everybody once for the caches, then in each round everybody in turn: idle, and at work."""
    costs = run(work(NOTE), PYTHONS, stage, 2, quiet)
    assert (tmp_path / "notes").read_text() == "a1 b1 " + "a1 a4 b1 b4 " * 2
    assert {name: len(rounds) for name, rounds in costs.items()} == {"first": 2, "second": 2}


def test_nothing_is_subtracted(work, stage, tmp_path):
    """A work of which nothing is subtracted is a whole process."""
    run(work(NOTE, "nothing"), PYTHONS, stage, 1, quiet)
    assert (tmp_path / "notes").read_text() == "a3 b3 "


def test_interpreter_is_subtracted(work, stage):
    """A process that does nothing costs about nothing without its interpreter."""
    costs = run(work("", "interpreter"), PYTHONS, stage, 1, quiet)
    assert abs(costs["first"][0].cpu) < 0.1


def test_cost_of_one(work, stage):
    """A cost is that of one: what an idle process costs is subtracted, and the rest divided."""
    cost = run(work(BURN, 0), PYTHONS, stage, 1, quiet)["first"][0]
    assert 0.08 < cost.cpu < 0.2


def test_told_per(work, stage):
    """What is told of a hundred is a hundred times that of one."""
    cost = run(work(BURN, 0, per=100), PYTHONS, stage, 1, quiet)["first"][0]
    assert 8 < cost.cpu < 20


def test_left_out(work, stage):
    """Who has no interpreter is left out."""
    demo = work(NOTE)
    demo = replace(demo, entries=(demo.entries[0], replace(demo.entries[1], peer="elsewhere")))
    assert list(run(demo, PYTHONS, stage, 1, quiet)) == ["first"]


def test_small_process():
    """The memory of a process is its own, however large the one that measures it is."""
    held = bytearray(b"x") * 100_000_000
    assert spend([sys.executable, "-I", "-c", "pass"], {}).memory < 50e6
    assert held


def test_timeout(monkeypatch):
    """A process that takes too long is ended, with what it started."""
    monkeypatch.setattr(runner, "_LONGEST", 0.5)
    with pytest.raises(ScriptError, match=r"took more than 0\.5 s"):
        spend([sys.executable, "-I", "-c", "import threading; threading.Event().wait()"], {})


def test_difference():
    """Costs are subtracted clock by clock."""
    assert Cost(3, 5, 7).less(Cost(1, 1, 1), 0.5) == Cost(1, 2, 3)
