"""Measures everything in turns, says how it compares with the bars, and ends with 1 where one is missed.

nox -s bench                     all of it
nox -s bench -- --quick          one round of all but the longest, as a check that it runs; no bar is judged
nox -s bench -- --only get list  some of it
nox -s bench -- --write          all of it, and writes results.json, results.svg and the page on performance
"""

import argparse
import datetime as dt
import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.benchmarks.environments import Environments, make_environments
from tests.benchmarks.fleet import FLEETS
from tests.benchmarks.machine import machine
from tests.benchmarks.peers import PEERS
from tests.benchmarks.plot import SVG, plot
from tests.benchmarks.results import RESULTS, Results, encoded, has_surplus, rounded, write
from tests.benchmarks.runner import ScriptError, run
from tests.benchmarks.stage import Stage, stage
from tests.benchmarks.table import PAGE, page_with, summary
from tests.benchmarks.works import COMMAND, WORKS, Work

__all__ = ["main"]

ROOT = Path(__file__).parents[2]
_OUR_OWN = ("numberwire", "generator")
_INTERRUPTED = 130


def _arguments(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="nox -s bench --", description="Measures the client beside its peers."
    )
    parser.add_argument("--quick", action="store_true", help="one round of each; no bar is judged")
    parser.add_argument(
        "--only", nargs="+", metavar="WORK", choices=[work.name for work in WORKS], help="some works"
    )
    parser.add_argument(
        "--write",
        action="store_true",
        help="write results.json, results.svg and the table of docs/explanation/performance.md",
    )
    parser.add_argument("--json", action="store_true", help="print the results as JSON")
    parser.add_argument("--folder", type=Path, default=Path(".nox/bench"), help="where the environments go")
    given = parser.parse_args(words)
    if given.write and (given.quick or given.only):
        parser.error("--write wants a full run: leave out --quick and --only")
    return given


def main(words: Sequence[str] | None = None) -> int:
    """Run the benchmarks.

    Returns:
        0 where every bar is met or none was judged, 1 where one is missed or something failed, 130 after Ctrl-C.
    """
    given = _arguments(words)
    try:
        results = _measured(given)
        sys.stdout.write(encoded(results) if given.json else summary(results))
        if given.write:
            _write(results)
    except ScriptError as error:
        _report(f"stopped: {error}")
        return 1
    except KeyboardInterrupt:
        _report("stopped.")
        return _INTERRUPTED
    return 0 if given.quick or has_surplus(results) else 1


def _measured(given: argparse.Namespace) -> Results:
    works = [
        work
        for work in WORKS
        if (not given.only or work.name in given.only) and not (given.quick and work.slow)
    ]
    environments = make_environments(given.folder.resolve(), _peers(works), _report)
    for name in _OUR_OWN:
        if name in environments.left_out:
            raise ScriptError(f"there is nothing to compare: {name} can't be installed")
    needs_fleet = any(work.resource in FLEETS for work in works)
    fleet = environments.pythons.get(COMMAND) if needs_fleet else None
    if needs_fleet and fleet is None:
        raise ScriptError(f"there is no account to plan for: {COMMAND} can't be installed")
    with stage(documents=any(work.slow for work in works), fleet=fleet) as resources:
        server = _capacity(resources)
        costs = {}
        for work in works:
            rounds = 1 if given.quick else work.rounds
            costs[work.name] = rounded(run(work, environments.pythons, resources, rounds, _report))
    return Results(
        date=dt.datetime.now(dt.UTC).date().isoformat(),
        machine=machine(),
        server=server,
        versions=_versions(environments),
        left_out=environments.left_out,
        costs=costs,
    )


def _peers(works: Sequence[Work]) -> set[str]:
    return {entry.peer for work in works for entry in work.entries}


def _capacity(resources: Stage) -> dict[str, float]:
    command = [sys.executable, "-m", "tests.benchmarks.capacity", resources.resources["plain"]]
    said: dict[str, float] = json.loads(
        subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True).stdout
    )
    return said


def _versions(environments: Environments) -> dict[str, str]:
    made = [peer for peer in PEERS if peer.name in environments.pythons]
    return {name: environments.versions[peer.name][name] for peer in made for name in peer.told}


def _write(results: Results) -> None:
    page = page_with(results, PAGE.read_text(encoding="utf-8"))
    for path, text in ((RESULTS, encoded(results)), (SVG, plot(results)), (PAGE, page)):
        write(path, text)


def _report(message: str) -> None:
    sys.stderr.write(f"{message}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main())
