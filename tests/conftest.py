"""How the suite runs: compiled code is kept outside the tree, and more workers than cores share the waiting."""

import contextlib
import gc
import importlib
import os
import shutil
import sys
import tempfile
from collections.abc import Generator
from pathlib import Path

import pytest

WORKERS_OF_A_CORE = 2
# So many objects are made before garbage is looked for: by default that takes a fifteenth of the suite's time.
OBJECTS_BEFORE_GARBAGE = 20_000


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
def pytest_collection(session: pytest.Session) -> Generator[None, object, object]:
    """Look for no garbage among the tests while they are collected, nor later: they stay until the end."""
    gc.disable()
    try:
        _import_modules(session.config)
        return (yield)
    finally:
        gc.freeze()
        gc.set_threshold(OBJECTS_BEFORE_GARBAGE)
        gc.enable()


def _import_modules(config: pytest.Config) -> None:
    """Import all modules of tests, each worker from another one on: what it compiles, the others only have to read."""
    worker = getattr(config, "workerinput", None)
    if worker is None or config.args_source is not pytest.Config.ArgsSource.TESTPATHS:
        return
    files = sorted(config.rootpath.glob("tests/**/test_*.py"))
    first = len(files) * int(worker["workerid"].removeprefix("gw")) // worker["workercount"]
    for file in [*files[first:], *files[:first]]:
        with contextlib.suppress(Exception, pytest.skip.Exception):  # that is told when it is collected
            importlib.import_module(".".join(file.relative_to(config.rootpath).with_suffix("").parts))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Return how many workers `--numprocesses=auto` starts: a third of the suite's time is spent waiting."""
    return WORKERS_OF_A_CORE * (os.cpu_count() or 1)
