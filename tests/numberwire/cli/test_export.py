"""The export: a file that says what every number does."""

import csv
import io
from datetime import timedelta

import pytest
import yaml

from numberwire.cli._records import handler_name, parameters
from numberwire.sandbox import Fault
from numberwire.signalwire import handlers

ROUTED = {"call_handler": "laml_webhooks", "call_request_url": "https://example.com/voice?token=abc"}


@pytest.fixture
def fleet(add):
    """Four numbers: two that do the same, one of its own, and one whose call handler can't be set."""
    return [
        add(name="One", **ROUTED),
        add(name="Two", **ROUTED),
        add(name='No, "really": #3', message_handler="relay_topic", message_relay_topic="yes"),
        add(call_handler="call_flow", call_receive_mode="fax"),
    ]


def test_yaml(run, environment, fleet, tmp_path):
    """Numbers that do the same share a profile; what can't be set is left out, and said."""
    one, two, three, four = fleet
    path = tmp_path / "fleet.yaml"
    topic = "{handler: relay_topic, relay_topic: 'yes'}"
    result = run("export", "-o", str(path))
    assert (result.exit_code, result.stdout, result.stderr.splitlines()) == (
        0,
        "",
        [
            f"Wrote {path}: 4 numbers.",
            "Left out, because the API can't set them: 1 handler, call_flow (1).",
            "A webhook URL of 2 numbers has a password or token in it: keep the file to yourself.",
        ],
    )
    assert (
        path.read_text()
        == f"""\
version: 1
account: {{api: signalwire, space: '{environment["SIGNALWIRE_SPACE"]}', project: sandbox-project}}
profiles:
  laml_webhooks:
    receive_mode: voice
    call: {{handler: laml_webhooks, request_url: 'https://example.com/voice?token=abc'}}
    message: null
numbers:
  '{four}': {{name: null, receive_mode: fax, message: null}}
  '{three}': {{name: 'No, "really": #3', receive_mode: voice, call: null, message: {topic}}}
  '{two}': {{name: Two, profile: laml_webhooks}}
  '{one}': {{name: One, profile: laml_webhooks}}
"""
    )
    assert path.stat().st_mode & 0o777 == 0o600
    assert run("fleet", "fmt", "--check", "--fleet", str(path)).exit_code == 0


def test_yaml_says_what_each_number_does(run, sandbox, fleet, add):
    """What is read back from the file is what each number does, whatever its handlers are."""
    for _ in range(3):
        add(
            call_handler="relay_topic",
            call_relay_topic="a",
            message_handler="laml_webhooks",
            message_request_url="https://m.example/x",
            message_request_method="GET",
        )
    document = yaml.safe_load(run("export", "-o", "-").stdout)
    written = {
        number: {**document["profiles"].get(entry.get("profile"), {}), **entry}
        for number, entry in document["numbers"].items()
    }
    for number in sandbox.client().phone_numbers.list():
        entry = written[number.number]
        for kind, handler in (("call", handlers.call_of(number)), ("message", handlers.message_of(number))):
            if isinstance(handler, handlers.Other):
                assert kind not in entry
            else:
                expected = {"handler": handler_name(handler), **parameters(handler)} if handler else None
                assert entry[kind] == expected
    assert len(written) == 7


@pytest.mark.parametrize("mark", ["\n", "\x85", "\u2028", "\u2029", "\x07", "\u200b", "\ufeff"])
@pytest.mark.parametrize("form", ["{}a", "a{}b", " {} ", "{0}{0}", "\U0001f600{}", "{}\U0001f600"])
def test_name_that_cannot_be_printed(run, add, mark, form):
    """A name with a line break or an invisible character is read back as it is, beside an emoji as well."""
    number = add(name=form.format(mark))
    document = yaml.safe_load(run("export", "-o", "-").stdout)
    assert document["numbers"][number]["name"] == form.format(mark)


def test_csv(run, fleet):
    """In CSV each parameter has its column."""
    text = run("export", "-o", "-", "--format", "csv").stdout
    rows = list(csv.DictReader(io.StringIO(text)))
    assert list(rows[0]) == [
        "number",
        "name",
        "call.handler",
        "call.request_url",
        "message.handler",
        "message.relay_topic",
        "receive_mode",
    ]
    assert rows[-1] == {
        "number": fleet[0],
        "name": "One",
        "call.handler": "laml_webhooks",
        "call.request_url": "https://example.com/voice?token=abc",
        "message.handler": "none",
        "message.relay_topic": "",
        "receive_mode": "voice",
    }


def test_empty_account(run, tmp_path):
    """An account without numbers gives a file without numbers."""
    assert run("export", "-o", str(tmp_path / "a.yml")).exit_code == 0
    assert yaml.safe_load((tmp_path / "a.yml").read_text())["numbers"] == {}
    assert run("export", "-o", "-", "--format", "csv").stdout == "number,name\n"


def test_file_that_exists(run, tmp_path):
    """A file is replaced only when that is asked for."""
    path = tmp_path / "fleet.csv"
    path.write_text("mine")
    refused = run("export", "-o", str(path))
    assert (refused.exit_code, refused.stderr, path.read_text()) == (
        4,
        f"numberwire: {path} exists and was left as it is. Replace it with --overwrite.\n",
        "mine",
    )
    assert run("export", "-o", str(path), "--overwrite").exit_code == 0
    assert path.read_text() == "number,name\n"


def test_file_that_says_no_format(run, tmp_path):
    """A name without a known ending needs the format; nothing is written."""
    result = run("export", "-o", str(tmp_path / "fleet"))
    assert (result.exit_code, list(tmp_path.iterdir())) == (2, [])


def test_folder_that_is_not_there(run, tmp_path):
    """A file that can't be written is named, with the reason."""
    path = tmp_path / "none" / "fleet.yaml"
    result = run("export", "-o", str(path))
    assert (result.exit_code, result.stderr) == (
        1,
        f"numberwire: {path} can't be written: No such file or directory. Nothing was changed.\n",
    )


def test_export_that_fails_leaves_no_file(run, sandbox, tmp_path):
    """A listing that breaks off leaves the earlier file as it was."""
    sandbox.add_numbers(3, age=timedelta(days=1))
    path = tmp_path / "fleet.yaml"
    path.write_text("earlier")
    sandbox.faults.add(Fault(kind="status", status=400, operation="list_phone_numbers"))
    assert run("export", "-o", str(path), "--overwrite").exit_code == 1
    assert ([entry.name for entry in tmp_path.iterdir()], path.read_text()) == (["fleet.yaml"], "earlier")
