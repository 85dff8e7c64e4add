"""What takes its time to make and is only read afterwards is made once in a run, by the worker that needs it first."""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock


def make_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """Return the folder that `make` has filled, in this worker or in another one; no test may change it."""
    own = factory.getbasetemp()
    run = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    folder = run / f"shared-{name}"
    with FileLock(f"{folder}.lock"):
        if not folder.exists():
            draft = Path(tempfile.mkdtemp(dir=own))
            make(draft)
            draft.rename(folder)
    return folder
