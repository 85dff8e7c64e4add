"""Trial: a finished package is imported by another interpreter before anyone else sees it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

_SCRIPT = Path(__file__).parent / "trial_run.py"


class TrialError(Exception):
    """The package can't be used; the message says which part and why."""


def try_package(folder: Path, package: str, decoded: list[str]) -> None:
    """Import every module of a package, resolve all annotations and build a decoder for whatever is received.

    Args:
        folder: The folder the package stands in.
        package: The package's name.
        decoded: The models that are received.

    Raises:
        TrialError: Something fails, or more than msgspec and the standard library was loaded.
    """
    command = [sys.executable, "-I", "-B", "-X", "utf8", str(_SCRIPT), str(folder), package]
    told = json.dumps(decoded)
    done = subprocess.run(command, input=told, capture_output=True, text=True, encoding="utf-8", check=False)  # noqa: S603
    if done.returncode or done.stderr:
        said = done.stderr.strip().splitlines()
        raise TrialError(said[-1] if said else f"the trial ended with {done.returncode}")
    wrong: list[str] = json.loads(done.stdout)
    if wrong:
        raise TrialError("; ".join(wrong[:5]))
