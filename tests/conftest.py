"""How the suite runs: compiled code is kept outside the tree, and more workers than cores share the waiting."""

import contextlib
import gc
import importlib
import inspect
import os
import shutil
import sys
import tempfile
from collections.abc import Generator
from pathlib import Path

import pytest
from _pytest.runner import runtestprotocol

WORKERS_OF_A_CORE = 2
# So many objects are made before garbage is looked for: by default that takes a fifteenth of the suite's time.
OBJECTS_BEFORE_GARBAGE = 20_000
# pytest-recording gives each test these fixtures, for a quarter of the time that pytest spends on a small test.
RECORDING = {"block_network", "vcr", "vcr_markers", "vcr_cassette_dir", "record_mode", "disable_recording"}


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


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep the fixtures of pytest-recording for the tests that play a recording or block the network."""
    if config.getoption("--block-network", default=False):
        return
    for item in items:
        # Tests of one function share this list, so that most of them find it short.
        names = item.fixturenames if isinstance(item, pytest.Function) else []
        if "vcr" in names and not any(item.get_closest_marker(name) for name in ("vcr", "block_network")):
            asked = inspect.signature(item.function).parameters
            names[:] = [name for name in names if name in asked or name not in RECORDING]


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool | None:
    """Let a worker report of a test what it found, and its setup and teardown only where they failed or were skipped.

    Most reports say that nothing was wrong with a setup; to send and read them took a tenth of a small test's time.
    """
    if not hasattr(item.config, "workerinput"):
        return None
    item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
    for report in runtestprotocol(item, nextitem=nextitem, log=False):
        if report.when == "call" or not report.passed:
            item.ihook.pytest_runtest_logreport(report=report)
    item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
    return True


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
