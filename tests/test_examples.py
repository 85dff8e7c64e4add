"""The scripts of the documentation do what they say, against a sandbox; and so do the calls that a page names."""

import csv
import json
import logging
import re
import runpy
from datetime import timedelta
from pathlib import Path

import pytest

from numberwire import CLEAR
from numberwire.sandbox import Fault, Sandbox
from numberwire.signalwire import handlers

DOCS = Path(__file__).parents[1] / "docs"
OLD, NEW = "https://old.example.com", "https://new.example.com"


@pytest.fixture
def sandbox(monkeypatch, tmp_path):
    """A sandbox that the environment leads to, and an empty working directory."""
    sandbox = Sandbox()
    monkeypatch.chdir(tmp_path)
    with sandbox.serve() as url:
        monkeypatch.setenv("SIGNALWIRE_PROJECT_ID", sandbox.project)
        monkeypatch.setenv("SIGNALWIRE_API_TOKEN", sandbox.token)
        monkeypatch.setenv("SIGNALWIRE_SPACE", url.removeprefix("http://"))
        yield sandbox


def run(name):
    """Run a script of the documentation."""
    runpy.run_path(str(DOCS / "examples" / f"{name}.py"), run_name="__main__")


def owned(sandbox):
    """All numbers of a sandbox by their ids."""
    return {number.id: number for number in sandbox.client().phone_numbers.list()}


def export_csv(sandbox):
    """Each number is a row."""
    sandbox.add_numbers(3, name="Desk")
    run("export_csv")
    with Path("numbers.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [(row["number"], row["name"]) for row in rows] == [
        (number.number, "Desk") for number in owned(sandbox).values()
    ]


def export_json(sandbox):
    """Each number is a line, with every member."""
    sandbox.add_numbers(2)
    run("export_json")
    lines = Path("numbers.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line) for line in lines] == [number.to_dict() for number in owned(sandbox).values()]


def route_a_number(sandbox):
    """The number is found by its digits, and routed."""
    with pytest.raises(SystemExit):
        run("route_a_number")
    number = sandbox.client().phone_numbers.purchase("+15035551763")
    run("route_a_number")
    assert owned(sandbox)[number.id].call_request_url == "https://example.com"


def repoint_webhooks(sandbox):
    """The webhooks of the old host are moved, and no other."""
    client = sandbox.client()
    ids = sandbox.add_numbers(3)
    client.phone_numbers.update(
        ids[0], call=handlers.call.LamlWebhooks(f"{OLD}/a", request_method="GET", fallback_url=f"{OLD}/f")
    )
    client.phone_numbers.update(ids[1], call=handlers.call.LamlWebhooks("https://else.example.com"))
    run("repoint_webhooks")
    after = {number_id: handlers.call_of(number) for number_id, number in owned(sandbox).items()}
    assert after == {
        ids[0]: handlers.call.LamlWebhooks(f"{NEW}/a", request_method="GET", fallback_url=f"{NEW}/f"),
        ids[1]: handlers.call.LamlWebhooks("https://else.example.com"),
        ids[2]: handlers.NONE,
    }


def undo(sandbox, capsys):
    """What the numbers did is what they do again."""
    client = sandbox.client()
    ids = sandbox.add_numbers(2, name="Support")
    client.phone_numbers.update(ids[0], call=handlers.call.LamlWebhooks(f"{OLD}/a", fallback_url=f"{OLD}/f"))
    client.phone_numbers.update(ids[1], call=handlers.call.RelayTopic("office"))
    run("undo")
    assert capsys.readouterr().out == "True\n"


def unroute(sandbox, capsys):
    """Nothing answers the calls of the old lines."""
    [number_id] = sandbox.add_numbers(1, name="Old line 7")
    sandbox.client().phone_numbers.update(number_id, call=handlers.call.RelayTopic("office"))
    run("unroute")
    assert handlers.call_of(owned(sandbox)[number_id]) is handlers.NONE
    assert capsys.readouterr().out == "0 failed\n"


def buy_several(sandbox, capsys):
    """Five numbers are bought, each once, though an answer is lost."""
    sandbox.faults.add(Fault(kind="lose_answer", operation="purchase_phone_number"))
    run("buy_several")
    assert capsys.readouterr().out.count(" bought\n") == len(owned(sandbox)) == 5
    bought = [write.number for write in sandbox.writes if write.took_effect]
    assert len(bought) == len(set(bought)) == 5


def release_unused(sandbox):
    """Only what is old enough and has no handler is released."""
    [unused] = sandbox.add_numbers(1, age=timedelta(days=20))
    [used] = sandbox.add_numbers(1, age=timedelta(days=20), call_handler="ai_agent")
    [young] = sandbox.add_numbers(1)
    run("release_unused")
    assert (unused in owned(sandbox), set(owned(sandbox))) == (False, {used, young})


def clear_leftovers(sandbox, capsys):
    """What earlier handlers left is gone; what the number does stays."""
    client = sandbox.client()
    [number_id] = sandbox.add_numbers(1)
    client.phone_numbers.update(number_id, call=handlers.call.LamlWebhooks(OLD))
    before = client.phone_numbers.update(number_id, call=handlers.call.RelayTopic("office"))
    run("clear_leftovers")
    after = owned(sandbox)[number_id]
    assert (handlers.leftovers(after), handlers.effective(after)) == ({}, handlers.effective(before))
    assert capsys.readouterr().out == "1 numbers cleared\n"


def check_before_sending(sandbox, capsys):
    """Both mistakes are told, and nothing is sent."""
    run("check_before_sending")
    lines = capsys.readouterr().out.splitlines()
    assert [line.partition(" ")[0] for line in lines] == ["update", "call_request_url"]
    assert sandbox.writes == ()


def audit_trail(sandbox):
    """The change is a line of the log."""
    [number_id] = sandbox.add_numbers(1)
    try:
        run("audit_trail")
        assert (
            f"the number was changed: number {owned(sandbox)[number_id].number}"
            in Path("numbers.log").read_text()
        )
    finally:
        for handler in logging.root.handlers[:]:
            if isinstance(handler, logging.FileHandler):
                logging.root.removeHandler(handler)
                handler.close()


def rename_async(sandbox, capsys):
    """Each number is named by its last digits."""
    sandbox.add_numbers(3)
    run("rename_async")
    assert all(number.name == f"Line {number.number[-4:]}" for number in owned(sandbox).values())
    assert capsys.readouterr().out.count("Line ") == 3


CASES = {
    case.__name__: case
    for case in (
        *(export_csv, export_json, route_a_number, repoint_webhooks, undo, unroute, buy_several),
        *(release_unused, clear_leftovers, check_before_sending, audit_trail, rename_async),
    )
}


@pytest.mark.parametrize("name", sorted(path.stem for path in (DOCS / "examples").glob("*.py")))
def test_example(name, sandbox, capsys):
    """Each script does what its first line says."""
    case = CASES[name]
    case(sandbox, capsys) if "capsys" in case.__code__.co_varnames else case(sandbox)


MIGRATIONS = {
    path.stem: re.findall(r"^\| [^|]+ \| `([^`]+)` \| .+\|$", path.read_text(encoding="utf-8"), re.MULTILINE)
    for path in (DOCS / "how-to").glob("migrating*.md")
}
"""The second column of each table that has the calls of another client in its first."""


@pytest.mark.parametrize("page", sorted(MIGRATIONS))
def test_migration_table(sandbox, page):
    """Each call of the tables for those who come from another client runs, one after the other."""
    names = {
        "client": sandbox.client(),
        "sandbox": sandbox,
        "handlers": handlers,
        "CLEAR": CLEAR,
        "json": json,
    }
    assert len(MIGRATIONS[page]) >= 15
    for line in MIGRATIONS[page]:
        if "release(" in line:
            sandbox.clock.advance(timedelta(days=15))
        exec(line, names)  # noqa: S102 the page is ours
