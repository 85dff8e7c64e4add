"""How the suite runs: compiled code is kept outside the tree, and more workers than cores share the waiting."""

import gc
import os
import shutil
import sys
import tempfile
from collections.abc import Generator
from pathlib import Path

import pytest

WORKERS_OF_A_CORE = 2


def pytest_configure(config: pytest.Config) -> None:
    """Keep compiled code in pytest's cache, for the hundreds of processes that tests start and for the workers.

    Where PYTHONDONTWRITEBYTECODE is set, each of them would compile all that it imports anew.
    """
    if not hasattr(config, "cache"):
        return
    folder = config.cache.mkdir("bytecode")
    if not hasattr(config, "workerinput"):  # modules that earlier runs made are gone
        shutil.rmtree(folder / Path(tempfile.gettempdir()).relative_to("/"), ignore_errors=True)
    os.environ["PYTHONPYCACHEPREFIX"] = sys.pycache_prefix = str(folder)
    os.environ["PYTHONDONTWRITEBYTECODE"] = ""
    sys.dont_write_bytecode = False


@pytest.hookimpl(tryfirst=True)
def pytest_cmdline_main(config: pytest.Config) -> None:
    """Let an idle worker take over tests of a busy one; neighbours stay together, with what their module prepared."""
    if getattr(config.option, "numprocesses", None) and config.option.dist == "no":
        config.option.dist = "worksteal"


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Look for no garbage among the tests while they are collected, nor later: they stay until the end."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Return how many workers `--numprocesses=auto` starts: a third of the suite's time is spent waiting."""
    return WORKERS_OF_A_CORE * (os.cpu_count() or 1)
