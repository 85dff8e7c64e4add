"""The verb `docs check`: what it prints and writes, and how it ends."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from generator.cli import main
from generator.docs.compare.compare import recorded_pages
from generator.openapi.document import read_document
from generator.openapi.view import Subject
from tests.generator.docs.page_projection import projected
from tests.generator.docs.pages.page_server import answer_bytes, serve_pages
from tests.generator.docs.render_pages import render

ROOT = Path(__file__).parents[1] / "documents" / "phone_numbers"


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    """The work is done in an empty folder, on a wide terminal, on documents of the tests' own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("generator.verbs.docs.inputs.ROOT", ROOT)
    monkeypatch.setenv("COLUMNS", "200")


@pytest.fixture
def known(capsys):
    """A page as it was recorded, printed in its own layout: page.txt."""
    subject = Subject(read_document(ROOT / "spec" / "signalwire.yaml"))
    page = projected(recorded_pages(subject)["purchase-rest"], "inline")
    path = Path("page.txt")
    path.write_text(render(page, "inline"), encoding="utf-8")
    return path


@pytest.fixture
def changed(known):
    """The same page with another value of an enum."""
    text = known.read_text(encoding="utf-8")
    assert "toll-free or longcode" in text
    known.write_text(
        text.replace("toll-free or longcode", "toll-free, shortcode or longcode"), encoding="utf-8"
    )
    return known


def run(*words):
    """The exit code of a check."""
    return main(["docs", "check", *words])


def test_a_page_without_drift(known, capsys):
    """A page that says what is recorded of it and held ends with 0."""
    assert run("page.txt") == 0
    assert capsys.readouterr().out == (
        "page.txt: Purchase a Phone Number (signalwire/purchase-rest): no drift.\n1 page checked, no drift.\n"
    )


def test_a_page_with_drift(changed, capsys):
    """A page that says something else ends with 1, and the report says what."""
    assert run("page.txt") == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[:2] == [
        "page.txt: Purchase a Phone Number (signalwire/purchase-rest):",
        "1 difference: 1 that docs accept applies.",
    ]
    assert "value added: shortcode" in lines[4]


def test_a_page_that_cannot_be_read(changed, capsys):
    """A page that can't be read ends with 2, and the others are reported all the same."""
    Path("odd.txt").write_text("Nothing of the kind.\n", encoding="utf-8")
    assert run("gone.txt", "page.txt", "odd.txt") == 2
    lines = capsys.readouterr().out.splitlines()
    assert lines[-3] == "gone.txt: not read: the file does not exist."
    assert lines[-2].startswith("odd.txt: not read: ")
    assert lines[-1] == (
        "1 page checked, 1 with drift, 2 not read."
        " nox -s docs -- accept PAGE applies the changes that are safe to automate."
    )


def test_a_program_gets_json(changed, capsys):
    """The report is one JSON document, too."""
    assert run("page.txt", "--json") == 1
    data = json.loads(capsys.readouterr().out)
    (checked,) = data["checked"]
    told = [(one["kind"], one["now"], one["spec"]["path"]) for one in checked["differences"]]
    assert (data["drift"], checked["page"]) == (True, "purchase-rest")
    assert told == [("value-added", "shortcode", (ROOT / "spec" / "signalwire.yaml").as_posix())]


def test_a_pull_request_gets_its_text(changed, capsys):
    """Markdown is printed in place of the table, or written to a file beside it."""
    assert run("page.txt", "--markdown") == 1
    printed = capsys.readouterr().out
    assert printed.startswith("# Documentation check\n")
    assert run("page.txt", "--markdown", "report.md", "--json") == 1
    assert Path("report.md").read_text(encoding="utf-8") == printed
    assert json.loads(capsys.readouterr().out)["drift"]


def test_a_browser_gets_a_page(changed, capsys):
    """The matrix is written as one file, and nothing is left beside it."""
    assert run("page.txt", "--html", "report.html") == 1
    assert Path("report.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    assert sorted(path.name for path in Path().iterdir()) == ["page.txt", "report.html"]


def test_a_report_that_cannot_be_written(changed, capsys):
    """A place that can't be written to is said, and what stood there stands there still."""
    Path("taken").mkdir()
    with pytest.raises(SystemExit) as ended:
        run("page.txt", "--html", "taken")
    assert (ended.value.code, "taken can't be written" in capsys.readouterr().err) == (2, True)
    assert sorted(path.name for path in Path().iterdir()) == ["page.txt", "taken"]


def test_a_page_of_a_named_id(changed, capsys):
    """A page may be said to be a recorded one: what it lacks of that is gone."""
    assert run("page.txt", "--page", "phone-numbers-rest", "--json") == 1
    (checked,) = json.loads(capsys.readouterr().out)["checked"]
    kinds = [one["operation"] for one in checked["differences"] if one["kind"] == "operation-removed"]
    assert (checked["page"], len(kinds)) == ("phone-numbers-rest", 5)


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project of two APIs no page of which has an address; records an address for a page."""
    shutil.copytree(ROOT / "spec", tmp_path / "spec")
    monkeypatch.setattr("generator.verbs.docs.inputs.ROOT", tmp_path)
    sources = {
        path: _without_urls(path.read_text("utf-8")) for path in (tmp_path / "spec/sources").glob("*.yaml")
    }
    for path, text in sources.items():
        path.write_text(text, encoding="utf-8")

    def record(page: str, url: str) -> None:
        path = tmp_path / "spec/sources/signalwire.yaml"
        text = path.read_text("utf-8")
        at = text.index("    url: null", text.index(f"  {page}:"))
        path.write_text(f"{text[:at]}    url: {url}{text[at + len('    url: null') :]}", encoding="utf-8")

    return record


def _without_urls(text: str) -> str:
    return re.sub(
        r"^    url: .*$",
        "    url: null",
        re.sub(r"^    etag: .*\n", "", text, flags=re.MULTILINE),
        flags=re.MULTILINE,
    )


def test_with_nothing_to_look_at_the_check_fails(project, capsys):
    """A check that looked at no page is none: each page is named, with what to do."""
    assert run() == 2
    lines = capsys.readouterr().out.splitlines()
    assert "signalwire/purchase-rest: not checked: no URL recorded" in lines
    assert "signalwire/service-facts: not checked: noted by hand, no page of its own" in lines
    assert lines[-1] == (
        "Nothing was checked: no recorded page could be fetched. Name a page: nox -s docs -- check PAGE."
    )


def test_one_recorded_page_alone(project, capsys):
    """A recorded page may be named without a file."""
    assert run("--page", "routing-update") == 2
    assert capsys.readouterr().out.splitlines()[0] == "routing/routing-update: not checked: no URL recorded"


def test_one_dead_page_hides_no_drift(project, changed, capsys):
    """Recorded addresses are fetched; of two, one is gone, and the drift of the other is told all the same."""
    body = changed.read_bytes()

    def answer(request: str) -> list[bytes]:
        return answer_bytes(body) if "/here" in request else answer_bytes(b"", "404 Not Found")

    with serve_pages(answer) as server:
        project("update-reference", f"http://127.0.0.1:{server.port}/gone")
        project("purchase-rest", f"http://127.0.0.1:{server.port}/here")
        assert run("--allow-private", "--json") == 2
    data = json.loads(capsys.readouterr().out)
    assert (data["drift"], data["looked"], [page["page"] for page in data["checked"]]) == (
        True,
        True,
        ["purchase-rest"],
    )
    assert ["this URL has no page" in page["message"] for page in data["unreadable"]] == [True]


def test_a_page_that_is_the_same_was_looked_at(project, known):
    """Where a server says that a page is the recorded one, the check went well."""
    with serve_pages(lambda _: answer_bytes(b"", "304 Not Modified")) as server:
        project("purchase-rest", f"http://127.0.0.1:{server.port}/here\n    etag: '\"one\"'")
        assert run("--allow-private") == 0


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["a.txt", "--json", "--markdown"], "--json and --markdown both print: give --markdown a FILE"),
        (
            ["a.txt", "b.txt", "--page", "purchase-rest"],
            "--page names one recorded page: give exactly one PAGE with it",
        ),
        (["a.txt", "--page", "nix"], "--page nix: no such page is recorded; choose one of routing-update, "),
        (
            ["a.txt", "--page", "service-facts"],
            "--page service-facts is recorded for more than one API; give --api",
        ),
        (["a.txt", "--api", "nix"], "--api nix: no such API; choose routing or signalwire"),
    ],
)
def test_words_that_do_not_go_together(words, message, capsys):
    """Arguments that don't go together end with 2, and say what would."""
    with pytest.raises(SystemExit) as ended:
        run(*words)
    assert ended.value.code == 2
    assert message in capsys.readouterr().err
