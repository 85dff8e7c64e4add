"""The loopback server: a number, the pages of a listing, and an end with who started it."""

import json
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.benchmarks.capacity import rate
from tests.benchmarks.data import record
from tests.benchmarks.server import LISTING, NUMBER

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def url():
    """A server with 120 numbers."""
    command = [sys.executable, "-m", "tests.benchmarks.server", "--numbers", "120"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True) as process:
        yield f"http://127.0.0.1:{process.stdout.readline().strip()}"
        process.stdin.close()
        assert process.wait(10) == 0


def got(url, target):
    """What the server answers."""
    with urllib.request.urlopen(url + target, timeout=10) as answer:  # noqa: S310 it is http
        return json.load(answer)


def test_number(url):
    """It knows one number by its id."""
    assert got(url, NUMBER) == record(0)


def test_pages(url):
    """A listing is all its pages, each linked to the next, and no two hold the same numbers."""
    target, pages = f"{LISTING}?page_size=50", []
    while target:
        pages.append(got(url, target))
        target = pages[-1]["links"].get("next")
    assert [page["data"][0]["number"] for page in pages] == ["+15035550000", "+15035550050", "+15035550000"]
    assert [len(page["data"]) for page in pages] == [50, 50, 50]
    assert len({page["data"][0]["id"] for page in pages}) == 3
    assert pages[1]["links"] == {
        "self": f"{LISTING}?page_number=1&page_size=50&page_token=PA00000001",
        "first": f"{LISTING}?page_number=0&page_size=50",
        "next": f"{LISTING}?page_number=2&page_size=50&page_token=PA00000002",
    }


def test_missing(url):
    """Anything else is not there."""
    with pytest.raises(urllib.error.HTTPError, match="404"):
        got(url, "/else")


def test_capacity(url):
    """Its capacity is counted in whole answers."""
    assert rate(url, NUMBER, 2, seconds=0.05) > 20
    assert rate(url, f"{LISTING}?page_size=50", 1, seconds=0.05) > 5
