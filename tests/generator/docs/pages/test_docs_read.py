"""The verb `docs read`: what a page states, for a person and for a program."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from generator.cli import main
from tests.generator.docs.pages.page_server import answer_bytes, serve_pages

ROOT = Path(__file__).parents[4]
PAGE = """\
Skip to main content
Buy a thing
Buys a thing.
Permissions
The API token must include the following scopes: Things.
Request Body REQUIRED
kind string REQUIRED
The kind. Possible values are: a or b. It must be there by noon.
size integer
The size. Upper limit of 9.
Responses
200
OK
Schema OPTIONAL
id uuid OPTIONAL DEPRECATED
Its id.
422
Refused
Schema OPTIONAL
error string
What went wrong.
"""
TABLE = """\
page.txt: Buy a thing
layout inline; URL not stated; changed not stated; scheme not stated; scope Things

Buy a thing: method not stated, path not stated; statuses 200, 422
  request, required
    kind  string   required, not deprecated  one of a or b; a rule in words 2fc0b20e
    size  integer  not deprecated            at most 9
  response
    id  string uuid  optional, deprecated

the body of 422
    error  string  not deprecated

sentences that sound like a rule and fit none that is known
  2fc0b20e  It must be there by noon

"""


@pytest.fixture
def here(tmp_path, monkeypatch):
    """A folder with a page, as the current one."""
    monkeypatch.chdir(tmp_path)
    Path("page.txt").write_text(PAGE, encoding="utf-8")
    return tmp_path


def test_a_page_is_shown_as_tables(here, capsys):
    """Operations, parts and fields stand in the page's order; what isn't stated is called so."""
    assert main(["docs", "read", "page.txt"]) == 0
    assert capsys.readouterr() == (TABLE, "")


def test_a_page_is_given_as_data(here, capsys):
    """`--json` gives the facts, null for what the page doesn't give, and the sentences beside them."""
    assert main(["docs", "read", "--json", "page.txt"]) == 0
    (page,) = json.loads(capsys.readouterr().out)["pages"]
    assert len(page.pop("digest")) == 64
    assert page == {
        "source": "page.txt",
        "title": "Buy a thing",
        "url": None,
        "date": None,
        "etag": None,
        "layout": "inline",
        "security": {"scheme": None, "scope": "Things"},
        "errors": {"422": {"error": {"type": "string", "deprecated": False}}},
        "operations": {
            "Buy a thing": {
                "method": None,
                "route": None,
                "bodyRequired": True,
                "request": {
                    "kind": {
                        "type": "string",
                        "required": True,
                        "deprecated": False,
                        "enum": ["a", "b"],
                        "unread": ["2fc0b20e"],
                    },
                    "size": {"type": "integer", "deprecated": False, "maximum": 9},
                },
                "response": {
                    "id": {"type": "string", "format": "uuid", "required": False, "deprecated": True}
                },
                "statuses": ["200", "422"],
            }
        },
        "sentences": {"2fc0b20e": "It must be there by noon"},
        "gaps": [],
    }


def test_a_page_that_cannot_be_read_ends_with_2(here, capsys):
    """The others are shown all the same; the error says how far the reading came, for people and for programs."""
    Path("cut.txt").write_text(PAGE.replace("size integer", "size intger REQUIRED"), encoding="utf-8")
    told = "unexpected 'size intger REQUIRED': expected a field's name and type"
    message = (
        f"{told}; save the page's .md version or its OpenAPI document instead, or add the line to its layout."
    )
    read = "1 field of the request of 'Buy a thing'"
    assert main(["docs", "read", "none.txt", "page.txt", "cut.txt"]) == 2
    assert capsys.readouterr().out == (
        f"none.txt: not read: the file does not exist.\n\n{TABLE}"
        f"cut.txt: not read: line 9: {message} Read before it: {read}.\n\n"
    )
    assert main(["docs", "read", "--json", "none.txt", "cut.txt"]) == 2
    assert json.loads(capsys.readouterr().out) == {
        "pages": [],
        "unreadable": [
            {"source": "none.txt", "message": "the file does not exist.", "line": None, "read": ""},
            {"source": "cut.txt", "message": message, "line": 9, "read": read},
        ],
    }


def test_a_url_is_fetched_and_told(capsys):
    """Progress goes to stderr, without what may be secret in the URL."""
    with serve_pages(lambda _: answer_bytes(PAGE.encode(), Content_Type="text/plain")) as server:
        at = f"http://127.0.0.1:{server.port}/docs"
        assert main(["docs", "read", "--allow-private", f"{at}?key=secret"]) == 0
        captured = capsys.readouterr()
        assert captured.err == f"fetching {at}\n"
        assert captured.out.startswith(f"{at}: Buy a thing\nlayout inline; URL {at}?key=secret; ")
        assert main(["docs", "read", f"{at}?key=secret"]) == 2
        out = capsys.readouterr().out
        assert (f"{at}: only https URLs are fetched" in out, "secret" in out) == (True, False)


def test_what_a_page_says_steers_no_terminal(here, capsys):
    """Characters that a terminal would obey are shown as escapes."""
    Path("page.txt").write_text(
        PAGE.replace("Buy a thing", "Buy \U000e0001 thing").replace("a or b", "a\u00a0or b"), encoding="utf-8"
    )
    assert main(["docs", "read", "page.txt"]) == 0
    out = capsys.readouterr().out
    assert r"page.txt: Buy \U000e0001 thing" in out
    assert [line for line in out.splitlines() if line and not line.isprintable()] == []


def test_help_needs_none_of_the_readers():
    """The command line answers at once: parsers and HTTP are loaded when a page is read."""
    script = "import sys, generator.cli; print(*{name.partition('.')[0] for name in sys.modules})"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60
    )
    assert set(done.stdout.split()) & {"lxml", "markdown_it", "httpx2", "httpcore2"} == set()
