"""Runs works in turns, A B A B, each in a process of its own, and reads what it cost from the operating system.

A tool that runs all of one command before the next (hyperfine, pyperf) lets a drift of the machine into every
comparison; here whoever is compared runs seconds apart, and only ratios within one round are looked at.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile

from tests.benchmarks.stage import Stage
from tests.benchmarks.works import Entry, Work

__all__ = ["Cost", "ScriptError", "run", "spend"]

SCRIPTS = Path(__file__).parent / "scripts"
_LAUNCHER = Path(__file__).with_name("launch.py")
_LONGEST = 600
_KILOBYTE = 1024


class ScriptError(Exception):
    """A process failed, or can't be believed; the message says which one and why."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a process cost.

    Attributes:
        cpu: Processor seconds, of its children, too.
        wall: Seconds from its start to its end.
        memory: Bytes of memory at its peak.
    """

    cpu: float
    wall: float
    memory: float

    def less(self, other: "Cost", share: float) -> "Cost":
        """A share of what is left of it without another."""
        return Cost(
            (self.cpu - other.cpu) * share,
            (self.wall - other.wall) * share,
            (self.memory - other.memory) * share,
        )


_NOTHING = Cost(0, 0, 0)


def run(
    work: Work, pythons: Mapping[str, Path], stage: Stage, rounds: int, report: Callable[[str], None]
) -> dict[str, list[Cost]]:
    """Do a work in rounds.

    Args:
        work: What to do.
        pythons: The interpreter of each peer; who has none is left out.
        stage: What to do it to.
        rounds: How often.
        report: Where to tell how far it is.

    Returns:
        What it cost each entry, round by round.

    Raises:
        ScriptError: A process failed.
    """
    present = [entry for entry in work.entries if entry.peer in pythons]
    costs: dict[str, list[Cost]] = {entry.name: [] for entry in present}
    if isinstance(work.less, int):
        for entry in present:
            _once(
                work, entry, pythons, stage, work.less
            )  # not counted: it fills the caches of disk and server
    for number in range(1, rounds + 1):
        report(f"{work.name}: round {number} of {rounds}")
        for entry in present:
            costs[entry.name].append(_cost(work, entry, pythons, stage))
    return costs


def _cost(work: Work, entry: Entry, pythons: Mapping[str, Path], stage: Stage) -> Cost:
    if work.less == "nothing":
        return _once(work, entry, pythons, stage, entry.count)
    if work.less == "interpreter":
        bare = spend([str(pythons[entry.peer]), "-I", "-c", "pass"], stage.variables)
        return _once(work, entry, pythons, stage, entry.count).less(bare, 1)
    idle = _once(work, entry, pythons, stage, work.less)
    busy = _once(work, entry, pythons, stage, work.less + entry.count)
    return busy.less(idle, work.per / entry.count)


def _once(work: Work, entry: Entry, pythons: Mapping[str, Path], stage: Stage, count: int) -> Cost:
    script = SCRIPTS / work.scripts / f"{entry.script}.py"
    target = stage.resources[entry.resource or work.resource]
    command = [str(pythons[entry.peer]), "-I", str(script), str(count), target]
    return spend(command, stage.variables, tells=work.tells)


def spend(command: list[str], variables: Mapping[str, str], *, tells: bool = False) -> Cost:
    """Run a command, and say what it cost.

    Args:
        command: The command.
        variables: Its environment.
        tells: Whether it prints the bytes of memory that it holds.

    Raises:
        ScriptError: It failed, or took too long.
    """
    with TemporaryFile() as said, TemporaryFile() as cost:
        launch = [sys.executable, "-I", "-S", str(_LAUNCHER), str(cost.fileno()), *command]
        process = subprocess.Popen(
            launch,
            env=variables,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            pass_fds=[cost.fileno()],
            start_new_session=True,
        )
        try:
            process.wait(_LONGEST)
        except BaseException as error:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            if isinstance(error, subprocess.TimeoutExpired):
                raise ScriptError(f"{' '.join(command)} took more than {_LONGEST} s") from None
            raise
        cost.seek(0)
        written = cost.read().split()
        code = int(written[0]) if written else process.returncode
        if code:
            said.seek(0)
            words = said.read().decode(errors="replace").strip()[-1000:]
            raise ScriptError(f"{' '.join(command)} ended with {code}: {words}")
        cpu, wall, peak = map(float, written[1:])
        memory = peak * _KILOBYTE
        if tells:
            said.seek(0)
            memory = int(said.read())
    return Cost(cpu, wall, memory)
