"""The fixtures that come with the package."""

import os
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
TESTS = """
import asyncio

def test_sync(numberwire_sandbox, numberwire_client):
    numberwire_client.phone_numbers.purchase("+15035551763")
    assert [write.number for write in numberwire_sandbox.writes] == ["+15035551763"]

def test_async(numberwire_async_client):
    number = asyncio.run(numberwire_async_client.phone_numbers.purchase("+15035551763"))
    assert number.number == "+15035551763"
"""


def test_fixtures(tmp_path):
    """A test that asks for a client gets one, with a sandbox of its own behind it."""
    (tmp_path / "test_job.py").write_text(TESTS, encoding="utf-8")
    ran = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-p",
            "numberwire.pytest_plugin",
            "-p",
            "no:cacheprovider",
            tmp_path,
        ],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env=os.environ | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
    )
    assert "2 passed" in ran.stdout, ran.stdout + ran.stderr


def test_entry_point():
    """Pytest finds the fixtures by itself."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["entry-points"]["pytest11"] == {"numberwire": "numberwire.pytest_plugin"}


def test_it_loads_next_to_nothing():
    """Every run of pytest loads it: no client and no sandbox before a test asks for one."""
    heavy = ("numberwire.client", "numberwire.sandbox", "sqlite3")
    code = f"import sys, numberwire.pytest_plugin; print([name for name in {heavy} if name in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert ran.stdout == "[]\n"
