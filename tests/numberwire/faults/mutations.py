"""The mutation session: makes each mistake in a copy of the client, and fails where the battery does not notice.

python tests/numberwire/faults/mutations.py [WORD ...]     only the mutants whose name has all the words
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
sys.path.insert(0, str(ROOT))

from tests.numberwire.faults.mutants import MUTANTS, Mutant  # noqa: E402 the project's root comes first

ROOMS = ("overrides", "generated")
PYTEST = ("-m", "pytest", "-q", "-x", "--no-header", "--tb=line", "-p", "no:cacheprovider", "-p", "no:xdist")
LONGEST = 300
NOTICED = 1
"""What pytest exits with where tests fail; whatever else it exits with, it noticed nothing."""


def faults_of(mutant: Mutant) -> list[str]:
    """Why a mutant can't be made: a text that it edits is not there exactly once."""
    texts = [(edit, (ROOT / edit.path).read_text(encoding="utf-8")) for edit in mutant.edits]
    return [
        f"{edit.path} has {edit.old!r} {text.count(edit.old)} times"
        for edit, text in texts
        if text.count(edit.old) != 1
    ]


def make(mutant: Mutant | None, place: Path) -> None:
    """Copy the client, and make the mistake."""
    for room in ROOMS:
        shutil.copytree(ROOT / room, place / room, ignore=shutil.ignore_patterns("__pycache__"))
    for edit in mutant.edits if mutant else ():
        path = place / edit.path
        path.write_text(path.read_text(encoding="utf-8").replace(edit.old, edit.new), encoding="utf-8")


def run(place: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run Python with the copy in place of the installed client."""
    paths = os.pathsep.join(str(place / room) for room in ROOMS)
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": paths, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        timeout=LONGEST,
        check=False,
    )


def verdict(mutant: Mutant | None, chosen: list[Mutant]) -> str | None:
    """What is wrong with a mutant; or, where there is none, with the tests themselves; None where nothing is."""
    judges = [mutant] if mutant else chosen
    modules = sorted({str(HERE / judge.tests) for judge in judges})
    cases = " or ".join(f"({judge.cases})" for judge in judges)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder).resolve()
        make(mutant, place)
        found = run(
            place,
            "-c",
            "import numberwire, numberwire_api; print(numberwire.__file__, numberwire_api.__file__)",
        )
        if found.stdout.count(str(place)) != len(ROOMS):
            return f"the copy is not what is tested: {found.stdout}{found.stderr}"
        try:
            ended = run(place, *PYTEST, *modules, "-k", cases)
        except subprocess.TimeoutExpired:
            return f"pytest did not end in {LONGEST} s"
    wanted = NOTICED if mutant else 0
    if ended.returncode == wanted:
        return None
    return f"pytest ended with {ended.returncode}, not {wanted}: {ended.stdout[-2000:]}{ended.stderr[-500:]}"


def judge(mutant: Mutant | None, chosen: list[Mutant]) -> bool:
    """Make a mutant, and tell whether it was noticed; where there is none, whether nothing was noticed."""
    began = time.monotonic()
    why = ("; ".join(faults_of(mutant)) if mutant else "") or verdict(mutant, chosen)
    says = ("noticed", "SURVIVED") if mutant else ("calm", "ALARMED")
    name = mutant.name if mutant else "no mistake"
    sys.stdout.write(f"{says[why is not None]:9} {time.monotonic() - began:5.1f} s  {name}\n")
    if why:
        sys.stdout.write(f"    {why}\n")
    sys.stdout.flush()
    return why is None


def main(words: list[str]) -> int:
    """Judge a client without a mistake and all mutants, as many at once as there are processors."""
    chosen = [mutant for mutant in MUTANTS if all(word in mutant.name for word in words)]
    if not chosen:
        sys.stderr.write(f"no mutant's name has all of {', '.join(words)}\n")
        return 2
    with ThreadPoolExecutor(os.cpu_count() or 1) as threads:
        calm, *noticed = threads.map(lambda mutant: judge(mutant, chosen), [None, *chosen])
    sys.stdout.write(f"{sum(noticed)} of {len(chosen)} mutants noticed\n")
    return 0 if calm and all(noticed) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
