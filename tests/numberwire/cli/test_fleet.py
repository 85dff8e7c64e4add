"""Numbers as code, over HTTP: files are checked, planned, applied and taken back, and what is refused sends nothing."""

import errno
import json
import os
import re
import shlex
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from numberwire.cli._failures import Failure
from numberwire.cli._project import hold_files, read_sources, write_source
from numberwire.fleet._editing import add_numbers
from numberwire.fleet._plan import read_plan, write_plan
from numberwire.sandbox import Fault
from numberwire.signalwire import handlers

from .conftest import WatchedSandbox, owned

SECRET = "s3cret-t0ken-of-a-webhook"
URL = f"https://a.example/voice?token={SECRET}"


@pytest.fixture
def sandbox():
    """A sandbox in real time, with twelve numbers that are old enough to be released."""
    sandbox = WatchedSandbox()
    sandbox.add_numbers(12, age=timedelta(days=20))
    return sandbox


@pytest.fixture
def writes(sandbox):
    """The writes that reach the sandbox, as method and path."""
    writes = []

    def watch(request):
        if request.method != "GET":
            writes.append((request.method, request.target))

    sandbox.on_request = watch
    return writes


@pytest.fixture
def fleet(run, tmp_path, monkeypatch):
    """The account exported to fleet.yaml; replaces text in it and plans."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "fleet.yaml"
    assert run("export", "-o", "fleet.yaml").exit_code == 0

    class Fleet:
        def text(self):
            return path.read_text()

        def write(self, text):
            path.write_text(text)

        def say(self, number, entry):
            """Say something of a number."""
            pattern = re.compile(rf"^  '{re.escape(number)}'.*$", re.MULTILINE)
            line = f"  '{number}': {entry}"
            text = self.text()
            self.write(pattern.sub(lambda _: line, text) if pattern.search(text) else f"{text}{line}\n")

        def limits(self, limits):
            self.write(f"{self.text()}limits: {limits}\n")

        def files(self):
            """All that was written beside the file, as one text; plans are kept apart, which hold URLs whole."""
            return "".join(
                file.read_text()
                for file in tmp_path.rglob("*")
                if file.is_file() and file.name not in ("fleet.yaml", "plan.json", "back.json")
            )

    return Fleet()


def numbers_of(sandbox):
    """The account's numbers, the newest first."""
    return [number.number for number in sandbox.client().phone_numbers.list()]


def for_sale(sandbox):
    """A number that can be bought."""
    return sandbox.client().phone_numbers.search(max_results=1)[0].number


def calls(sandbox, number):
    """What answers a number's calls."""
    return handlers.call_of(
        next(one for one in sandbox.client().phone_numbers.list() if one.number == number)
    )


ROUTED = f"{{call: {{handler: laml_webhooks, request_url: '{URL}'}}}}"


def test_export_is_the_account(run, fleet):
    """What was exported gives an empty plan, and drift finds nothing."""
    result = run("plan", "--check")
    assert (result.exit_code, result.stdout.splitlines()[-1]) == (0, "  no changes")
    assert run("drift").exit_code == 0


def test_plan_shows_what_would_change(run, fleet, sandbox, writes):
    """A plan names each change with its place; nothing is sent; secrets are masked."""
    one, two = numbers_of(sandbox)[:2]
    fleet.say(one, ROUTED)
    fleet.say(two, "{release: true}")
    new = for_sale(sandbox)
    fleet.say(new, "{name: New}")
    fleet.write(f"{fleet.text()}prices: {{currency: USD, longcode: 0.50}}\n")
    result = run("plan", "--check", "-o", "plan.json")
    lines = [re.sub("  +", "  ", line) for line in result.stdout.splitlines()]
    assert result.exit_code == 3
    assert lines[0].endswith("project sandbox-project: 12 numbers, 3 changes")
    assert f"  ~ {one}  fleet.yaml:6" in lines
    assert "  call  (empty) -> laml_webhooks https://a.example/voice?token=***" in lines
    assert any(
        re.fullmatch(rf"  - {re.escape(two)}  release for good; yours since .* fleet.yaml:7", line)
        for line in lines
    )
    assert f"  + {new}  buy, then: fleet.yaml:18" in [line.replace(":  f", ": f") for line in lines]
    assert "  name  New" in lines
    assert lines[-1] == (
        "  1 to update (8.3 %), 1 to buy (about 0.50 USD a month more, by your price list), 1 to release for good"
    )
    assert (
        result.stderr == "plan.json saved. Next: numberwire apply plan.json --max-buys 1 --allow-release 1\n"
    )
    assert writes == []
    for arguments in (("--json",), ("--markdown",), ("--all",)):
        assert SECRET not in run("plan", *arguments).output


def test_apply_undo(run, fleet, sandbox):
    """What a file asks for is done, a second plan is empty, and undo restores what can be; no secret is written."""
    one, two = numbers_of(sandbox)[:2]
    before = owned(sandbox)
    fleet.say(one, ROUTED)
    fleet.say(two, "{release: true}")
    new = for_sale(sandbox)
    fleet.say(new, "{name: New}")
    assert run("plan", "-o", "plan.json").exit_code == 0
    result = run("apply", "plan.json", "--yes", "--max-buys", "1", "--allow-release", "1")
    assert (result.exit_code, result.stdout[:39]) == (0, "done: 1 bought, 1 updated, 1 released i")
    assert calls(sandbox, one).request_url == URL
    assert owned(sandbox) == {
        **{number: name for number, name in before.items() if number != two},
        new: "New",
    }
    assert run("plan", "--check").exit_code == 0
    again = run("apply", "plan.json", "--yes", "--max-buys", "1", "--allow-release", "1")
    assert (again.exit_code, again.stdout) == (0, "Nothing to do: the account is as the plan wants it.\n")
    name = re.search(r"numberwire undo (\S+)", result.stdout)[1]
    undone = run("undo", name, "-o", "back.json")
    assert undone.exit_code == 0
    assert f"{two}: it was released for good" in undone.stdout
    assert re.search(rf"{re.escape(new)}: it was bought, and can be released from 20..-..-..", undone.stdout)
    assert run("apply", "back.json", "--yes").exit_code == 0
    assert calls(sandbox, one) is handlers.NONE
    shown = run("runs", "show", name, "--json")
    assert json.loads(shown.stdout)["run"]["state"] == "ended"
    assert len(json.loads(run("runs", "list", "--json").stdout)["runs"]) == 2
    assert SECRET not in fleet.files() + result.output + again.output + undone.output + shown.output


def test_undo_leaves_what_the_run_did_not_do(run, fleet, sandbox):
    """A change that was left out, or was there already, is not taken back, though the number is as the plan wanted."""
    skipped, there, done, in_part = numbers_of(sandbox)[:4]
    for number in (skipped, there, done):
        fleet.say(number, "{name: Wanted}")
    fleet.say(in_part, "{name: Wanted, call: {handler: laml_webhooks, request_url: https://a.example}}")
    run("plan", "-o", "plan.json")
    client = sandbox.client()
    ids = {number.number: number.id for number in client.phone_numbers.list()}
    client.phone_numbers.update(ids[skipped], name="Theirs")
    for number in (there, in_part):
        client.phone_numbers.update(ids[number], name="Wanted")
    applied = run("apply", "plan.json", "--yes", "--skip-stale")
    client.phone_numbers.update(ids[skipped], name="Wanted")
    undone = run("undo", re.search(r"numberwire undo (\S+)", applied.stdout)[1], "--json")
    changes = {change["number"]: change["set"] for change in json.loads(undone.stdout)["undo"]["changes"]}
    assert changes == {done: {"name": None}, in_part: {"call": None}}


def test_undo_releases_what_is_old_enough(run, fleet, sandbox):
    """15 days later an undo gives back what was bought, if it is allowed so many releases."""
    new = for_sale(sandbox)
    fleet.say(new, "{name: New}")
    applied = run("apply", "--yes", "--max-buys", "1")
    name = re.search(r"numberwire undo (\S+)", applied.stdout)[1]
    sandbox.clock.advance(timedelta(days=15))
    sandbox.client().phone_numbers.update(next(iter(sandbox.client().phone_numbers.list())).id, name="New")
    assert "1 to release for good" in run("undo", name, "-o", "back.json").stdout
    refused = run("apply", "back.json", "--yes")
    assert (refused.exit_code, "--allow-release 1" in refused.stderr) == (4, True)
    assert run("apply", "back.json", "--yes", "--allow-release", "1").exit_code == 0
    assert new not in owned(sandbox)


def test_stale_plan_sends_nothing(run, fleet, sandbox, writes):
    """One number that somebody changed stops the whole plan; a field that the plan does not touch doesn't."""
    one, two, three = numbers_of(sandbox)[:3]
    for number in (one, two):
        fleet.say(number, "{name: Mine}")
    run("plan", "-o", "plan.json")
    client = sandbox.client()
    by_number = {number.number: number.id for number in client.phone_numbers.list()}
    client.phone_numbers.update(by_number[one], name="Theirs")
    writes.clear()
    result = run("apply", "plan.json", "--yes")
    assert (result.exit_code, writes) == (5, [])
    assert f"{one}  name is Theirs, and the plan expects (empty)" in result.stderr
    assert run("apply", "plan.json", "--yes", "--skip-stale").exit_code == 0
    assert owned(sandbox)[two] == "Mine"
    fleet.say(three, "{name: Mine}")
    fleet.say(one, "{}")
    run("plan", "-o", "plan.json")
    client.phone_numbers.update(by_number[three], call_handler="relay_topic", call_relay_topic="office")
    assert run("apply", "plan.json", "--yes").exit_code == 0


def test_limits(run, fleet, sandbox, writes):
    """What goes beyond a limit is refused, each with the flag that lifts it, and nothing is sent."""
    numbers = numbers_of(sandbox)
    for number in numbers[:5]:
        fleet.say(number, "{name: Mine}")
    fleet.say(numbers[6], "{release: true}")
    fleet.say(for_sale(sandbox), "{}")
    result = run("apply", "--yes")
    assert (result.exit_code, writes) == (4, [])
    assert result.stderr.splitlines()[-4:] == [
        "numberwire: Refused; nothing was sent.",
        "  5 updates are 42 % of the account's 12 numbers; 30% are allowed. To allow it: --max-updates 42%",
        "  1 number would be bought; 0 are allowed. To allow it: --max-buys 1",
        "  1 number would be released for good, which is not allowed. To allow it: --allow-release 1",
    ]
    flags = ("--max-updates", "42%", "--max-buys", "1")
    wrong = run("apply", "--yes", *flags, "--allow-release", "2")
    assert (wrong.exit_code, "which is not the 2 you allowed" in wrong.stderr, writes) == (4, True, [])
    assert run("apply", "--yes", *flags, "--allow-release", "1").exit_code == 0


def test_limits_of_the_file(run, fleet, sandbox, writes):
    """The file's own limits hold: of purchases, of money and of releases, which no flag lifts."""
    fleet.say(numbers_of(sandbox)[0], "{release: true}")
    fleet.say(for_sale(sandbox), "{}")
    fleet.write(f"{fleet.text()}limits: {{buys: 1, releases: 0, monthly: 0.30}}\n")
    flags = ("apply", "--yes", "--allow-release", "1")
    assert "the file has no price for longcode" in run(*flags).stderr
    fleet.write(f"{fleet.text()}prices: {{currency: USD, longcode: 0.50}}\n")
    result = run(*flags)
    assert result.exit_code == 4
    assert (
        "the purchases cost 0.50 USD a month; 0.30 more are allowed. To allow it: --max-monthly 0.50"
        in result.stderr
    )
    assert "limits in the file allow 0: raise them there and plan again" in result.stderr
    assert writes == []


def test_too_young_to_release(run, fleet, sandbox, add, writes):
    """A number that is too young is refused with its date, or left out where that is asked for."""
    young = add()
    fleet.say(young, "{release: true}")
    flags = ("apply", "--yes", "--allow-release", "1")
    result = run(*flags)
    assert result.exit_code == 4
    assert re.search(
        rf"{re.escape(young)} can't be released before 20..-..-... To leave it out: --skip-young",
        result.stderr,
    )
    assert (run(*flags, "--skip-young").exit_code, writes) == (0, [])


def test_another_account(run, fleet, environment, writes):
    """A file is for the account that it names: other credentials are refused before anything is asked."""
    fleet.write(fleet.text().replace("project: sandbox-project", "project: another"))
    for command in (("plan",), ("apply", "--yes"), ("drift",)):
        result = run(*command)
        assert (result.exit_code, result.stdout, writes) == (4, "", [])
        assert result.stderr.startswith(
            "numberwire: The file is for project another, and the credentials (environment)"
        )


@pytest.mark.parametrize(
    "change",
    [
        {"api": "acme"},
        {"account": {}},
        {"account": {"space": "SPACE"}},
        {"account": {"project": "sandbox-project", "base_url": "x"}},
    ],
)
def test_plan_of_no_known_account(run, fleet, sandbox, writes, change):
    """A plan says the whole of its account, in an API that there is: credentials never make up for it."""
    fleet.say(numbers_of(sandbox)[0], "{name: New}")
    run("plan", "-o", "plan.json")
    path = Path("plan.json")
    made = msgspec.structs.replace(read_plan(path.read_bytes()), **change)
    if "space" in made.account:
        made.account["space"] = os.environ["SIGNALWIRE_SPACE"]
    path.write_text(write_plan(made.with_seal()))
    result = run("apply", "plan.json", "--yes")
    assert (result.exit_code, "Plan again: numberwire plan" in result.stderr, writes) == (2, True, [])


def test_account_in_other_letters(run, fleet, sandbox, monkeypatch):
    """An account has one folder of runs, with one lock, however its host is spelt."""
    named = os.environ["SIGNALWIRE_SPACE"]
    for case in (str.lower, str.upper):
        space = case(named.replace("127.0.0.1", "localhost"))
        monkeypatch.setenv("SIGNALWIRE_SPACE", space)
        fleet.write(re.sub(r"space: '[^']*'", f"space: '{space}'", fleet.text()))
        fleet.say(numbers_of(sandbox)[0], f"{{name: {case('Name')}}}")
        assert run("apply", "--yes", "--state-dir", "runs").exit_code == 0
    assert len(list(Path("runs").iterdir())) == 1


def test_leaving_out_never_releases(run, fleet, sandbox, writes):
    """A number that is not in the file is reported, refused or ignored, and never touched."""
    one = numbers_of(sandbox)[0]
    fleet.write("".join(line for line in fleet.text().splitlines(True) if one not in line))
    assert "not in the file: 1 number (numberwire plan --unlisted)" in run("plan").stdout
    assert f"  ? {one}" in run("plan", "--unlisted").stdout
    assert run("apply", "--yes").exit_code == 0
    fleet.write(f"{fleet.text()}unlisted: refuse\n")
    refused = run("apply", "--yes")
    assert (refused.exit_code, one in refused.stderr, writes) == (4, True, [])


def test_without_consent(run, fleet, sandbox, writes):
    """Without a terminal and without --yes nothing is sent."""
    fleet.say(numbers_of(sandbox)[0], "{name: Mine}")
    for flags in ((), ("--no-input",)):
        result = run("apply", *flags)
        assert (result.exit_code, writes) == (4, [])


def test_two_at_once(run, fleet, sandbox, writes):
    """While one command changes the account, another is told so and sends nothing."""
    fleet.say(numbers_of(sandbox)[0], "{name: Mine}")
    run("plan", "-o", "plan.json")
    results = []

    def apply_as_well(request):
        if request.method == "PUT":
            results.append(run("apply", "plan.json", "--yes"))

    sandbox.on_request = apply_as_well
    assert run("apply", "plan.json", "--yes").exit_code == 0
    ((second),) = results
    assert second.exit_code == 5
    assert second.stderr.endswith("nothing was sent. Run it again when that one has ended.\n")


def test_failures_keep_the_releases_back(run, fleet, sandbox):
    """One failure does not stop the others, and keeps the releases back; the same command goes on."""
    one, two, three = numbers_of(sandbox)[:3]
    for number in (one, two):
        fleet.say(number, "{name: Mine}")
    fleet.say(three, "{release: true}")
    run("plan", "-o", "plan.json")
    sandbox.faults.add(Fault(kind="status", status=422, operation="update_phone_number"))
    flags = ("apply", "plan.json", "--yes", "--allow-release", "1")
    result = run(*flags)
    assert (result.exit_code, three in owned(sandbox)) == (6, True)
    assert "1 updated, 1 failed, 1 not begun" in result.stderr
    resumed = run("resume")
    assert resumed.exit_code == 0
    assert three not in owned(sandbox)
    assert list(owned(sandbox).values()).count("Mine") == 2
    assert run("resume").stderr == "Nothing to resume: the account's last run ended, or none is kept here.\n"
    assert json.loads(run("resume", "--json").stdout) == {"schema": "numberwire/report/1", "report": None}


@pytest.mark.parametrize(
    ("fault", "code"), [({"kind": "disconnect"}, 6), ({"kind": "status", "status": 422}, 1)]
)
def test_update_that_fails_alone(run, fleet, sandbox, fault, code):
    """What the API refused changed nothing; what it did not answer may have changed something."""
    fleet.say(numbers_of(sandbox)[0], "{name: New}")
    sandbox.faults.add(Fault(**fault, operation="update_phone_number", times=None))
    assert run("apply", "--yes").exit_code == code
    sandbox.faults.clear()
    assert run("resume").exit_code == 0


def test_number_that_is_sold_to_somebody_else(run, fleet, sandbox):
    """A purchase that the API refuses is not to be tried for ever: how the number is replaced is said, and works."""
    number = for_sale(sandbox)
    fleet.say(number, "{name: New}")
    sandbox.faults.add(Fault(kind="status", status=422, operation="purchase_phone_number"))
    result = run("apply", "--yes", "--max-buys", "1", "--fleet", "fleet.yaml")
    assert result.exit_code == 1
    *_, command = result.stderr.splitlines()
    assert command.startswith(f"To put another number in the place of {number} in the file: numberwire ")
    replaced = run(*shlex.split(command.partition(": numberwire ")[2]))
    assert (replaced.exit_code, number in fleet.text(), "name: New" in fleet.text()) == (0, False, True)


def test_what_failed_is_said_as_it_is(run, fleet, sandbox):
    """A number that was bought and not set up costs money, and an update without an answer may have happened."""
    new, (one, *_) = for_sale(sandbox), numbers_of(sandbox)
    fleet.say(new, "{name: New}")
    fleet.say(one, "{name: One}")
    sandbox.faults.add(Fault(kind="status", status=422, operation="update_phone_number"))
    sandbox.faults.add(Fault(kind="disconnect", operation="update_phone_number", times=None))
    result = run("apply", "--yes", "--max-buys", "1", "--json")
    report = json.loads(result.stdout)["report"]
    assert (result.exit_code, [failed["bought"] for failed in report["failed"]]) == (6, [True, False])
    assert f"{new}: it was bought, and what it is to do could not be set: " in result.stderr
    assert f"{one}: its update may or may not have happened: " in result.stderr
    assert "1 bought, but not set up, 1 failed in " in result.stderr
    sandbox.faults.clear()
    assert run("resume").exit_code == 0


def test_recheck(run, fleet, sandbox, writes):
    """With --recheck a number that somebody changes during the run is left alone, and no release is sent."""
    numbers = numbers_of(sandbox)
    for number in numbers[:2]:
        fleet.say(number, "{name: Desk}")
    fleet.say(numbers[2], "{release: true}")
    run("plan", "-o", "plan.json")
    ids = {number.number: number.id for number in sandbox.client().phone_numbers.list()}
    watch = sandbox.on_request

    def interfere(request):
        watch(request)
        if len(writes) == 1:
            sandbox.on_request = watch
            sandbox.client().phone_numbers.update(ids[numbers[1]], name="Theirs")

    sandbox.on_request = interfere
    words = ("apply", "plan.json", "--yes", "--recheck", "--in-flight", "1", "--allow-release", "1")
    result = run(*words)
    assert result.exit_code == 6
    assert f"{numbers[1]}: its update failed: it was changed after the account was read" in result.stderr
    assert "name is Theirs, and the plan expects (empty)" in result.stderr
    paths = [f"/api/relay/rest/phone_numbers/{ids[number]}" for number in numbers[:2]]
    assert writes == [("PUT", path) for path in paths], "the second is theirs"
    assert (owned(sandbox)[numbers[1]], numbers[2] in owned(sandbox)) == ("Theirs", True)


def test_edited_plan(run, fleet, tmp_path, sandbox, writes):
    """A plan that was edited is no plan any more."""
    fleet.say(numbers_of(sandbox)[0], "{name: Mine}")
    run("plan", "-o", "plan.json")
    plan = tmp_path / "plan.json"
    assert plan.stat().st_mode & 0o777 == 0o600
    plan.write_text(plan.read_text().replace("Mine", "Other"))
    result = run("apply", "plan.json", "--yes")
    assert (result.exit_code, "its checksum does not match" in result.stderr, writes) == (2, True, [])


def test_markdown_fits_a_comment(run, fleet, sandbox):
    """A plan as Markdown is never longer than a comment may be, and says what it leaves out."""
    entry = f"{{name: {'x' * 6000}}}"
    for number in numbers_of(sandbox):
        fleet.say(number, entry)
    text = run("plan", "--markdown").stdout
    assert len(text) <= 65_536
    assert re.search(r"^and \d+ more, in the saved plan$", text, re.MULTILINE)


def test_no_release_is_hidden(run, fleet, sandbox, monkeypatch):
    """Where not all changes fit the screen, updates are left out, never a purchase or a release."""
    monkeypatch.setattr("numberwire.cli._planning._MOST_SHOWN", 3)
    owned_numbers, bought = numbers_of(sandbox), for_sale(sandbox)
    for number in owned_numbers[:-1]:
        fleet.say(number, "{name: New}")
    fleet.say(owned_numbers[-1], "{release: true}")
    fleet.say(bought, "{name: New}")
    shown = run("plan").stdout
    assert f"  - {owned_numbers[-1]}" in shown
    assert f"  + {bought}" in shown
    assert "... and 10 more (--all shows them)" in shown
    assert run("plan", "--markdown").stdout.index(bought) < run("plan", "--markdown").stdout.index("! ")


def test_undo_names_the_newest_run(run, fleet, sandbox):
    """Without a run's name the command says which there is."""
    assert "numberwire runs list" in run("undo").stderr
    fleet.say(numbers_of(sandbox)[0], "{name: New}")
    done = run("apply", "--yes").stdout
    result = run("undo")
    assert (result.exit_code, re.search(r"undo [0-9a-f-]+", done)[0] in result.stderr) == (2, True)


@pytest.mark.parametrize("is_torn", [True, False])
def test_full_disk(run, fleet, sandbox, writes, monkeypatch, *, is_torn):
    """Where the journal can't be written nothing is sent; where that happens in the middle, it goes on later."""
    write = os.write
    for number in numbers_of(sandbox):
        fleet.say(number, "{name: New}")
    left = [2]

    def fill(file, content):
        if not content.startswith(b'{"time"'):
            return write(file, content)
        left[0] -= 1
        if left[0] < 0 and is_torn:
            return write(file, content[:4])
        if left[0] < 0:
            raise OSError(errno.ENOSPC, "No space left on device")
        return write(file, content)

    words = ("apply", "--yes", "--max-updates", "100%", "--in-flight", "1")
    with monkeypatch.context() as patch:
        patch.setattr(os, "write", fill)
        result = run(*words)
    assert (result.exit_code, len(writes)) == (6, 2)
    assert "journal.jsonl can't be written: No space left on device. Nothing more was begun." in result.stderr
    left[0] = 0
    with monkeypatch.context() as patch:
        patch.setattr(os, "write", fill)
        result = run("resume")
    assert (result.exit_code, len(writes)) == (1, 2)
    assert "No space left on device. Nothing was sent." in result.stderr
    assert (run("resume").exit_code, len(writes)) == (0, 12)


def test_fleet_is_no_plan(run, fleet, sandbox, writes, tmp_path):
    """A fleet's file is not taken for a plan, and no plan is written over it, or over anything that is none."""
    text = fleet.text()
    result = run("apply", "fleet.yaml", "--yes")
    assert (result.exit_code, result.stderr) == (
        2,
        (
            "numberwire: fleet.yaml is no plan. To apply what a fleet's file says: "
            "numberwire apply --fleet fleet.yaml\n"
        ),
    )
    (tmp_path / "notes").write_text("mine")
    (tmp_path / "flow.yaml").write_text("{version: 1}")
    (tmp_path / "package.json").write_text('{"name": "mine"}')
    for name in ("fleet.yaml", "notes", "flow.yaml", "package.json"):
        refused = run("plan", "-o", name)
        assert (refused.exit_code, f"{name} exists, is no plan" in refused.stderr) == (4, True)
    assert (fleet.text(), (tmp_path / "notes").read_text(), writes) == (text, "mine", [])
    assert [run("plan", "-o", "plan.json").exit_code for _ in range(2)] == [0, 0]
    assert (run("plan", "-o", "-").exit_code, (tmp_path / "-").exists()) == (2, False)


def test_file_that_is_named_twice(run, fleet):
    """A file that is named twice, or by its folder as well, is read once."""
    result = run("fleet", "check", "--fleet", "fleet.yaml", "--fleet", "./fleet.yaml", "--fleet", ".")
    assert (result.exit_code, result.stdout) == (0, "fleet.yaml: 12 numbers, 1 profile, no mistakes\n")


def test_resume_in_conflict(run, fleet, sandbox):
    """Where a run that is resumed meets a conflict, the command that leaves it out is named whole, and works."""
    for number in numbers_of(sandbox)[:2]:
        fleet.say(number, "{name: New}")
    sandbox.faults.add(Fault(kind="status", status=400, operation="update_phone_number", times=9))
    assert run("apply", "--yes").exit_code == 1
    sandbox.faults.clear()
    client = sandbox.client()
    client.phone_numbers.update(next(iter(client.phone_numbers.list())).id, name="Theirs")
    result = run("resume")
    command = re.search(r"To apply the rest: numberwire (apply \S+ --skip-stale)\n", result.stderr)[1]
    assert (result.exit_code, run(*command.split(), "--yes").exit_code) == (5, 0)
    assert sorted(str(name) for name in owned(sandbox).values() if name) == ["New", "Theirs"]


def test_next_command_names_the_runs_folder(run, fleet, sandbox, tmp_path):
    """Where runs are kept elsewhere, each command that is to follow says so, and works as it is typed."""
    fleet.say(numbers_of(sandbox)[0], "{name: New}")
    folder = ("--state-dir", str(tmp_path / "runs of mine"))
    done = run("apply", "--yes", *folder).stdout
    undo = shlex.split(done.partition("Undo: numberwire ")[2])
    planned = run(*undo, "-o", "back.json").stderr
    apply = shlex.split(planned.partition("Next: numberwire ")[2])
    assert (undo[2:], run(*apply, "--yes").exit_code) == (list(folder), 0)
    assert len(json.loads(run("runs", "list", "--json", *folder).stdout)["runs"]) == 2


def test_next_command_names_the_files(run, fleet, sandbox, tmp_path):
    """Where the fleet's file is named, each command that is to follow names it, and no profile of the file."""
    (tmp_path / "fleet.yaml").rename(tmp_path / "my fleet.yaml")
    named = ("--fleet", "my fleet.yaml")
    added = run("fleet", "add", "--areacode", "503", "--profile", "no-handler", *named)
    assert shlex.split(added.stderr.partition("Next: ")[2]) == ["numberwire", "plan", *named]
    sandbox.add_numbers(1)
    unlisted = re.search(r"\(numberwire (.*)\)", run("plan", *named).stdout)[1]
    assert shlex.split(unlisted) == ["plan", "--unlisted", *named]
    assert run(*shlex.split(unlisted)).exit_code == 0


def test_edits_keep_the_form_of_a_file(run, fleet, sandbox, tmp_path):
    """The mark at the beginning of a file and its line ends stay; what can't be formatted is left as it was."""
    path = tmp_path / "windows.yaml"
    text = "\ufeff" + fleet.text().partition("numbers:")[0] + "numbers: {'+15035551763': {}, # why\n  }\n"
    path.write_bytes(text.replace("\n", "\r\n").encode())
    assert run("fleet", "add", "+15035551764", "--fleet", "windows.yaml").exit_code == 0
    edited = text.replace("}, # why\n  }", '}, # why\n   "+15035551764": {}}')
    assert path.read_bytes() == edited.replace("\n", "\r\n").encode()
    refused = run("fleet", "fmt", "--fleet", "windows.yaml")
    assert (refused.exit_code, path.read_bytes()) == (1, edited.replace("\n", "\r\n").encode())
    assert "windows.yaml was left unchanged: the comment in line" in refused.stderr


def test_replace_in_csv(run, fleet, sandbox, tmp_path):
    """The number is replaced where it stands as a number, not in a name that has it too."""
    old, new = "+15035552222", "+15035553333"
    (tmp_path / "more.csv").write_bytes(f'name,number\r\n"was {old},\r\n2",{old}\r\n'.encode())
    named = ("--fleet", "fleet.yaml", "--fleet", "more.csv")
    assert run("fleet", "add", new, "--replace", old, *named).exit_code == 0
    assert (tmp_path / "more.csv").read_bytes() == f'name,number\r\n"was {old},\r\n2",{new}\r\n'.encode()


def test_replace_in_yaml(run, fleet, sandbox):
    """The number is replaced where it is a key, not in the note of another."""
    old, new = "+15035552222", "+15035553333"
    fleet.say("+15035551111", f"{{note: 'was {old}'}}")
    fleet.say(old, "{name: x}")
    before = fleet.text()
    assert run("fleet", "add", new, "--replace", old).exit_code == 0
    assert fleet.text() == before.replace(f"'{old}':", f"'{new}':")


def test_edits_at_the_same_time(run, fleet, sandbox, tmp_path):
    """A second edit waits for the first, and a file that somebody else saves meanwhile is left as it is."""
    with ThreadPoolExecutor() as pool, hold_files(["fleet.yaml"]):
        waiting = pool.submit(edit_when_free, "fleet.yaml", add="+15035551764")
        source = read_sources(["fleet.yaml"])[0]
        write_source(source, source.text + "  '+15035551763': {}\n")
    waiting.result()
    assert "+15035551763" in fleet.text()
    assert "+15035551764" in fleet.text()
    source = read_sources(["fleet.yaml"])[0]
    fleet.write(fleet.text() + "# saved by an editor\n")
    with pytest.raises(Failure, match="was changed while the command ran"):
        write_source(source, source.text)
    assert fleet.text().endswith("# saved by an editor\n")


def edit_when_free(name, add):
    """Add a number once no other command holds the file."""
    with hold_files([name]):
        (source,) = read_sources([name])
        write_source(source, add_numbers(source.text, {add: {}}))


@pytest.mark.parametrize(
    "arguments",
    [("numbers", "update", "+15035551763", "--name", "a\udcff"), ("plan", "--fleet", "b\udcff.yaml")],
)
def test_arguments_that_are_no_text(run, arguments):
    """Bytes that are no text are refused before anything is done with them."""
    result = run(*arguments)
    assert (result.exit_code, "is not text in this system's encoding" in result.stderr) == (2, True)


def test_file_whose_name_is_no_text(run, fleet, tmp_path):
    """A file of a folder whose name is no text is refused."""
    (tmp_path / "numbers").mkdir()
    (tmp_path / "numbers" / "b\udcff.yaml").write_text(fleet.text())
    result = run("plan", "--fleet", "numbers")
    assert (result.exit_code, "is not text: give the file another." in result.stderr) == (2, True)


def test_usage_error_as_json(run):
    """A mistake in the arguments is told as JSON as well, where JSON was asked for."""
    for arguments in (("plan", "--json", "--no-such"), ("resume", "--in-flight", "0", "--json")):
        result = run(*arguments)
        error = json.loads(result.stdout)["error"]
        assert (result.exit_code, error["exit_code"], error["message"] in result.stderr) == (2, 2, True)


@pytest.mark.parametrize("command", [("resume",), ("undo",), ("runs", "show")])
def test_run_without_a_name(run, fleet, sandbox, command):
    """An empty name, as of a variable that a script did not set, is not the beginning of every run's."""
    fleet.say(numbers_of(sandbox)[0], "{name: New}")
    run("apply", "--yes")
    result = run(*command, "")
    assert (result.exit_code, "The run's name is empty." in result.stderr) == (2, True)


def test_report_has_the_same_fields(run, fleet, sandbox):
    """The JSON of a run that did nothing has the fields of one that did something."""
    fleet.say(numbers_of(sandbox)[0], "{name: New}")
    run("plan", "-o", "plan.json")
    done, nothing = (
        json.loads(run("apply", "plan.json", "--yes", "--json").stdout)["report"] for _ in range(2)
    )
    assert {name: type(value) for name, value in done.items()} == {
        name: type(value) for name, value in nothing.items()
    }
    assert (done["done"]["updates"], nothing["done"]["updates"], nothing["undo"]) == (1, 0, done["undo"])


@pytest.mark.parametrize("words", [(), ("--json",)])
def test_output_that_is_full(run, fleet, sandbox, monkeypatch, words):
    """Where only the report can't be written, it is not said that nothing was changed."""
    number = numbers_of(sandbox)[0]
    fleet.say(number, "{name: New}")

    def fail(_text):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("numberwire.cli._run_report.write", fail)
        patch.setattr("numberwire.cli._endings.write", lambda _text: True)
        result = run("apply", "--yes", *words)
    assert (result.exit_code, owned(sandbox)[number]) == (6, "New")
    assert "only the output could not be written: No space left on device" in result.stderr


def test_network_that_goes_down(run, fleet, sandbox, monkeypatch):
    """Where the API can't be reached any more, the rest is left, and that is said in a sentence."""
    monkeypatch.setattr("numberwire.fleet._executor._MOST_LOST", 2)
    monkeypatch.setattr("numberwire._retry._FIRST_WAIT", 0.0)
    for number in numbers_of(sandbox):
        fleet.say(number, "{name: New}")
    sandbox.faults.add(Fault(kind="disconnect", operation="update_phone_number", times=None, skip=3))
    result = run("apply", "--yes", "--max-updates", "100%", "--in-flight", "1")
    assert (result.exit_code, result.stderr.splitlines()[-2]) == (
        6,
        "The API can't be reached; nothing more was begun.",
    )
    assert result.stderr.splitlines()[-1].startswith("3 updated, 2 failed, 7 not begun in ")


def test_damaged_runs(run, fleet, sandbox, tmp_path):
    """A run that can't be read is named, with what to do, and is in the way of no other."""
    number = numbers_of(sandbox)[0]
    for name in ("One", "Two", "Three"):
        fleet.say(number, f"{{name: {name}}}")
        assert run("apply", "--yes").exit_code == 0
    first, second, _ = sorted(tmp_path.glob("state/*/*/*-*"), key=lambda path: path.stat().st_mtime_ns)
    journal = second / "journal.jsonl"
    journal.write_bytes(b"\x00" + journal.read_bytes())
    (first / "plan.json").write_text("{")
    listed = run("runs", "list")
    assert (listed.exit_code, listed.stdout.count("ended"), listed.stdout.count("unreadable")) == (0, 1, 1)
    assert f"Move {first} elsewhere" in listed.stderr
    undone = run("undo", second.name)
    assert (undone.exit_code, "line 1 is not an event" in undone.stderr) == (1, True)
    assert run("resume").exit_code == 0


@pytest.mark.parametrize("encoding", ["utf-16", "latin-1"])
def test_file_in_another_encoding(run, fleet, tmp_path, encoding):
    """A file that is not in UTF-8 is refused in words."""
    (tmp_path / "fleet.yaml").write_bytes(f"{fleet.text()}# Zo\xeb".encode(encoding))
    result = run("plan")
    assert (result.exit_code, "fleet.yaml is not a text in UTF-8" in result.stderr) == (2, True)


def test_drift(run, fleet, sandbox):
    """What somebody changed by hand is found, and ends with 3."""
    number = numbers_of(sandbox)[0]
    client = sandbox.client()
    client.phone_numbers.update(
        next(iter(client.phone_numbers.list())).id, call_handler="relay_topic", call_relay_topic="x"
    )
    result = run("drift")
    assert result.exit_code == 3
    assert number in result.stdout
    assert "call  relay_topic x -> (empty)" in result.stdout
    assert "To change the account back: numberwire plan -o plan.json." in result.stderr
    assert run("drift", "--watch", "soon").exit_code == 2


@pytest.mark.parametrize("form", ["yaml", "csv"])
def test_drift_sees_a_name_that_is_added(run, fleet, sandbox, tmp_path, form):
    """A number that had no name when it was exported is found when somebody names it, or takes its calls as fax."""
    space = sandbox.client().phone_numbers
    one, two = numbers_of(sandbox)[:2]
    (tmp_path / "numbers").mkdir()
    run("export", "-o", f"numbers/fleet.{form}")
    space.update(space.find(one).id, name="Theirs")
    space.update(space.find(two).id, call_receive_mode="fax")
    result = run("drift", "--fleet", "numbers")
    assert (result.exit_code, "name  Theirs -> (empty)" in result.stdout) == (3, True)
    assert "receive_mode  fax -> voice" in result.stdout


@pytest.mark.parametrize("command", ["plan", "drift"])
def test_tombstones_that_are_done(run, fleet, sandbox, command):
    """A number that is to be released, and is gone, is named with its line, which can go; many are counted."""
    numbers = [f"+1503555{last:04}" for last in range(7)]
    for number in numbers:
        fleet.say(number, "{release: true}")
    first = fleet.text().splitlines().index(f"  '{numbers[0]}': {{release: true}}") + 1
    result = run(command)
    assert (result.exit_code, "no changes" in result.stdout) == (0, True)
    assert result.stderr.splitlines()[0] == (
        f"{numbers[0]} is not in the account: nothing is left to release, delete fleet.yaml:{first}."
    )
    assert result.stderr.splitlines()[-1] == "2 more numbers with release: true are not in the account."


def test_drift_is_watched(run, fleet, sandbox, monkeypatch):
    """--watch looks again after each wait, writes when what it sees changes, and outlasts a look that fails."""
    number = next(iter(sandbox.client().phone_numbers.list()))
    waits = []

    def wait(seconds):
        waits.append(seconds)
        if len(waits) == 2:  # the second look saw what the first one did
            sandbox.client().phone_numbers.update(number.id, call=handlers.call.RelayTopic(relay_topic="x"))
        elif len(waits) == 3:
            sandbox.faults.add(Fault(kind="status", status=500, operation="list_phone_numbers", times=9))
        elif len(waits) == 4:
            sandbox.faults.clear()
        elif len(waits) == 5:
            raise KeyboardInterrupt

    monkeypatch.setattr("numberwire._retry._FIRST_WAIT", 0.0)
    monkeypatch.setattr("numberwire.cli._planning.time.sleep", wait)
    result = run("drift", "--watch", "5m")
    assert waits == [300] * 5
    assert result.exit_code == 130
    assert result.stdout.count("12 numbers, ") == 2
    assert result.stdout.count("call  relay_topic x -> (empty)") == 1
    assert len(re.findall(r"^\d\d:\d\d:\d\d .*500", result.stderr, re.MULTILINE)) == 1


def test_watch_outlasts_an_edit(run, fleet, monkeypatch):
    """A file that is half edited is reported, and read again; one that is wrong from the beginning ends the watch."""
    right, waits = fleet.text(), []

    def wait(_seconds):
        waits.append(1)
        if len(waits) == 1:
            fleet.write(f"{right}numbres: {{}}\n")
        elif len(waits) == 2:
            fleet.write(right)
        else:
            raise KeyboardInterrupt

    monkeypatch.setattr("numberwire.cli._planning.time.sleep", wait)
    result = run("drift", "--watch", "5m")
    assert (result.exit_code, len(waits)) == (130, 3)
    assert "1 mistake in the fleet; nothing was sent." in result.stderr
    assert "numbres is not a section" in result.stderr
    fleet.write("version: 2\n")
    assert run("drift", "--watch", "5m").exit_code == 2


def test_fleet_file(run, fleet, sandbox):
    """The file is checked, brought into form and extended; comments stay."""
    fleet.write(f"{fleet.text()}  # the desk\n  +15035551234:   # soon\n    name: Desk\n")
    checked = run("fleet", "check")
    assert (checked.exit_code, checked.stdout) == (0, "fleet.yaml: 13 numbers, 1 profile, no mistakes\n")
    assert run("fleet", "fmt", "--check").exit_code == 3
    assert run("fleet", "fmt").exit_code == 0
    assert run("fleet", "fmt", "--check").exit_code == 0
    assert "  # the desk\n" in fleet.text()
    added = run(
        "fleet", "add", "--areacode", "503", "--count", "2", "--profile", "no-handler", "--name", "A {last4}"
    )
    assert (added.exit_code, added.stdout.endswith(" under profile no-handler (fleet.yaml:20)\n")) == (
        0,
        True,
    )
    assert run("fleet", "check").stdout.startswith("fleet.yaml: 15 numbers")
    assert "{name: A {last4}" not in fleet.text()
    assert "  # the desk\n" in fleet.text()
    assert len(owned(sandbox)) == 12
    number = numbers_of(sandbox)[0]
    refused = run("fleet", "add", number)
    assert (refused.exit_code, "already" in refused.stderr) == (2, True)
    fleet.write("version: 1\nnumbers: {1: {}}\n")
    assert run("fleet", "check").exit_code == 2


def test_replace_in_the_file(run, fleet, sandbox, writes):
    """A number that is not for sale is replaced in its place, by one of its area code; all else stays as it was."""
    gone, other = "+15035550000", "+15125550000"
    fleet.write(
        f"{fleet.text()}  # the desk\n  {gone}:   # soon\n    name: 'Desk {{last4}}'\n  '{other}': {{}}\n"
    )
    before = fleet.text()
    result = run("fleet", "add", "--replace", gone, "--replace", other)
    assert result.exit_code == 0
    first, second = re.findall(r"replaced \S+ by (\S+) \(fleet.yaml:\d+\)\n", result.stdout)
    assert (first[:5], second[:5]) == ("+1503", "+1512")
    assert fleet.text() == before.replace(gone, first).replace(other, second)
    given = run("fleet", "add", gone, "--replace", first)
    assert (given.exit_code, fleet.text()) == (0, before.replace(other, second))
    assert writes == []


@pytest.mark.parametrize(
    ("words", "code", "reason"),
    [
        (("--replace", "+15035550000", "--name", "A"), 2, "leave out --name, --profile and --count"),
        (("--replace", "+15035550000"), 2, "+15035550000 is not in the file"),
        (("--replace", "5035"), 2, "5035 is not a number in E.164 format"),
        (("+15035550001", "+15035550002", "--replace", "+15035550000"), 2, "give as many"),
        (("--replace", "{owned}"), 4, "is yours: it is not replaced"),
        (("--replace", "{released}"), 2, "is to be released"),
    ],
)
def test_what_is_not_replaced(run, fleet, sandbox, *, words, code, reason):
    """A number that is yours stays in the file, or nobody would see it any more."""
    numbers = numbers_of(sandbox)
    fleet.say(numbers[1], "{release: true}")
    before = fleet.text()
    names = {"owned": numbers[0], "released": numbers[1]}
    result = run("fleet", "add", *(word.format(**names) for word in words))
    assert (result.exit_code, fleet.text()) == (code, before)
    assert reason in result.stderr


def test_purchase_in_doubt_is_not_replaced(run, fleet, sandbox):
    """A number of which nobody knows whether it was bought is not replaced until that is known."""
    number = for_sale(sandbox)
    fleet.say(number, "{}")
    sandbox.faults.add(Fault(kind="disconnect", operation="purchase_phone_number", times=None))
    failed = run("apply", "--yes", "--max-buys", "1", "--settle", "0")
    assert failed.exit_code == 7
    refused = run("fleet", "add", "--replace", number)
    assert (refused.exit_code, "may have bought" in refused.stderr) == (4, True)
    assert "numberwire resume " in refused.stderr


def test_purchase_in_doubt_of_another_plan(run, fleet, sandbox, writes, monkeypatch):
    """Who plans again in place of resuming sends no purchase that may be under way: it is looked for first."""
    number = for_sale(sandbox)
    fleet.say(number, "{}")
    sandbox.faults.add(Fault(kind="disconnect", operation="purchase_phone_number", times=None))
    assert run("apply", "--yes", "--max-buys", "1", "--settle", "0").exit_code == 7
    (name,) = [line.split()[0] for line in run("runs", "list").stdout.splitlines()[1:]]
    assert f"{number}: whether it was bought is unknown" in run("undo", name).stdout
    sandbox.faults.clear()
    fleet.say(number, "{name: New}")
    writes.clear()
    monkeypatch.setattr("numberwire.fleet._executor._LOOK_SECONDS", 0.01)
    seen = sandbox.on_request

    def arrive(request):
        seen(request)
        if "filter_number" in request.target and number not in owned(sandbox):
            sandbox.load([{"id": "11111111-2222-4333-8444-555555555555", "number": number}])

    sandbox.on_request = arrive
    assert run("apply", "--yes", "--max-buys", "1", "--settle", "60").exit_code == 0
    assert ([method for method, _ in writes], owned(sandbox)[number]) == (["PUT"], "New")


def test_spreadsheet(run, fleet, sandbox, tmp_path):
    """A CSV that was exported gives an empty plan, also when a spreadsheet took the plus signs away."""
    (tmp_path / "fleet.yaml").unlink()
    assert run("export", "-o", "fleet.csv").exit_code == 0
    assert run("plan", "--fleet", "fleet.csv", "--check").exit_code == 0
    path = tmp_path / "fleet.csv"
    path.write_text(path.read_text().replace("+1", "1"))
    assert run("plan", "--fleet", "fleet.csv", "--check").exit_code == 0
    path.write_text(path.read_text().replace(numbers_of(sandbox)[0][1:], "1.70256E+10"))
    result = run("plan", "--fleet", "fleet.csv", "--check")
    assert (result.exit_code, "a spreadsheet has rounded this number" in result.stderr) == (2, True)


def test_project_file(run, fleet, tmp_path, monkeypatch):
    """numberwire.toml, found upwards, names the files of the fleet."""
    (tmp_path / "numbers").mkdir()
    (tmp_path / "fleet.yaml").rename(tmp_path / "numbers" / "all.yaml")
    (tmp_path / "numberwire.toml").write_text('fleet = "numbers"\npace = 90\nin_flight = 5\n')
    monkeypatch.chdir(tmp_path / "numbers")
    assert run("plan", "--check").exit_code == 0
    for text in (
        "flet = 1",
        "fleet = [1]",
        "in_flight = 0",
        "in_flight = -3",
        "pace = -1",
        "pace = nan",
        f"fleet = {'[' * 9000}",
    ):
        (tmp_path / "numberwire.toml").write_text(f"{text}\n")
        result = run("apply", "--yes")
        assert (result.exit_code, "numberwire.toml can't be used: " in result.stderr) == (2, True), text


def test_rehearse(run, fleet, sandbox, writes):
    """A plan is carried out on a copy: the account is only read, and what would be refused is refused."""
    one, two = numbers_of(sandbox)[:2]
    fleet.say(one, ROUTED)
    fleet.say(two, "{release: true}")
    new = for_sale(sandbox)
    fleet.say(new, "{name: New}")
    run("plan", "-o", "plan.json")
    result = run("rehearse", "plan.json")
    assert (result.exit_code, writes) == (0, [])
    assert result.stdout.splitlines() == [
        f"{one}  receive_mode voice, call laml_webhooks https://a.example/voice?token=***",
        f"{two}  not in the account",
        f"{new}  name New, receive_mode voice",
    ]
    assert run("runs", "list").stderr == "No runs.\n"


def test_reports(run, fleet, tmp_path):
    """Numbers are counted by what they are, and cost what the file says."""
    records = json.loads(run("report", "inventory", "--json").stdout)["inventory"]
    assert {"by": "type", "value": "longcode", "numbers": 12} in records
    assert {"by": "profile", "value": "no-handler", "numbers": 12} in records
    assert run("report", "cost").exit_code == 2
    fleet.write(f"{fleet.text()}prices: {{currency: USD, longcode: 0.50}}\n")
    assert run("report", "cost").stderr == "6.00 USD a month for 12 numbers.\n"
    (tmp_path / "fleet.yaml").write_bytes(b"\xff")
    assert run("report", "inventory").exit_code == 2
    (tmp_path / "fleet.yaml").unlink()
    records = json.loads(run("report", "inventory", "--json").stdout)["inventory"]
    assert {record["by"] for record in records} == {"type", "area code", "call handler", "message handler"}


def test_resume_leaves_superseded_runs_alone(run, fleet, sandbox):
    """A run that failed, and after which another ended, is only resumed by its name."""
    one = numbers_of(sandbox)[0]
    fleet.say(one, "{name: First}")
    sandbox.faults.add(Fault(kind="status", status=422, operation="update_phone_number"))
    failed = run("apply", "--yes")
    name = re.search(r"numberwire resume (\S+)\.", failed.stderr)[1]
    assert failed.exit_code == 1
    fleet.say(one, "{name: Second}")
    assert run("apply", "--yes").exit_code == 0
    result = run("resume")
    assert result.stderr.startswith(
        f"An earlier run did not end, and a later one did. If you mean it: numberwire resume {name}"
    )
    assert owned(sandbox)[one] == "Second"
    assert run("resume", name).exit_code == 5


def test_form_shows_no_secret(run, fleet, sandbox):
    """What the form would change is shown without the secrets of URLs."""
    fleet.say(numbers_of(sandbox)[0], ROUTED.replace("{call", "{  call"))
    shown = run("fleet", "fmt", "--check")
    assert (shown.exit_code, SECRET in shown.output, "token=***" in shown.output) == (3, False, True)
