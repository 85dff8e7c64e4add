"""The verb `docs check`: what it prints and writes, and how it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator.cli import main
from generator.docs.compare.compare import recorded_pages
from generator.openapi.document import read_document
from generator.openapi.view import Subject
from tests.generator.docs.page_projection import projected
from tests.generator.docs.render_pages import render

ROOT = Path(__file__).parents[4]


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    """The work is done in an empty folder, on a wide terminal."""
    monkeypatch.chdir(tmp_path)
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
    assert lines[-3] == "gone.txt: not read: there is no such file."
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


def test_without_pages_the_recorded_urls_are_asked(capsys):
    """No page has a URL, so that nothing is fetched; each is named, with what to do, and that is no failure."""
    assert run() == 0
    lines = capsys.readouterr().out.splitlines()
    assert "signalwire/purchase-rest: not checked: no URL recorded" in lines
    assert "signalwire/service-facts: not checked: noted by hand, no page of its own" in lines
    assert lines[-1] == (
        "Nothing was checked: no recorded page could be fetched. Name a page: nox -s docs -- check PAGE."
    )


def test_one_recorded_page_alone(capsys):
    """A recorded page may be named without a file."""
    assert run("--page", "routing-update") == 0
    assert capsys.readouterr().out.splitlines()[0] == "routing/routing-update: not checked: no URL recorded"


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
        (["a.txt", "--api", "nix"], "--api nix: there is no such API; choose routing or signalwire"),
    ],
)
def test_words_that_do_not_go_together(words, message, capsys):
    """Arguments that don't go together end with 2, and say what would."""
    with pytest.raises(SystemExit) as ended:
        run(*words)
    assert ended.value.code == 2
    assert message in capsys.readouterr().err
