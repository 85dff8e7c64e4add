"""Loopback: a package index of this machine alone, which knows no other index and is gone afterwards."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from generator.release.failure import ReleaseError
from generator.release.program import require_installed

_SCRIPT = Path(__file__).parent / "loopback_run.py"


@contextmanager
def served(folder: Path) -> Generator[str]:
    """Serve a folder as a package index, on a free port; gives its URL.

    Args:
        folder: Where the files stand; it takes uploads without credentials, and no file twice.

    Raises:
        ReleaseError: The server isn't installed, or doesn't start.
    """
    require_installed("pypiserver")
    command = [sys.executable, "-I", str(_SCRIPT), str(folder)]
    # Leaving the block closes its stdin, which ends it; so does any other end of this process.
    with subprocess.Popen(  # noqa: S603 - our own script
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as server:
        url = server.stdout.readline().strip() if server.stdout else ""
        if not url:
            said: list[str] = server.stderr.read().strip().splitlines() if server.stderr else []
            raise ReleaseError(
                f"The index on loopback doesn't start: {said[-1] if said else 'it is silent'}."
            )
        yield url
