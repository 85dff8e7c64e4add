"""What is written: each format whole, secrets masked, and nothing that steers a terminal or a spreadsheet."""

import csv
import io
import json
import os
import subprocess
import sys

import pytest

from numberwire.cli._masking import mask_url, spell_out
from numberwire.cli._progress import Progress
from numberwire.cli._streams import format_csv, write_file
from numberwire.cli._table import format_markdown, format_plain
from numberwire.signalwire import PhoneNumber

URL = "https://user:pw@example.com/voice?token=abc&line=2"
MASKED = "https://***@example.com/voice?token=***&line=2"


@pytest.fixture
def numbers(add):
    """Two numbers: one with a secret in its webhook, one with a name that would do harm."""
    add(name="Front", call_handler="laml_webhooks", call_request_url=URL)
    add(
        name="=1+1\x1b[2J", call_handler="call_flow", message_handler="relay_topic", message_relay_topic="a|b"
    )


def test_table(run, numbers):
    """In a pipe a table is plain: columns aligned, nothing cut."""
    result = run("numbers", "list")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == (
        "NUMBER        NAME         TYPE      CALLS                                                         MESSAGES\n"
        "+12065557234  =1+1\\x1b[2J  longcode  call_flow"
        "                                                     relay_topic a|b\n"
        f"+15035551763  Front        longcode  laml_webhooks {MASKED}\n"
    )


def test_markdown(run, numbers):
    """A Markdown table escapes what would end a cell or mark it up."""
    assert run("numbers", "list", "--markdown").stdout == (
        "| NUMBER | NAME | TYPE | CALLS | MESSAGES |\n"
        "| --- | --- | --- | --- | --- |\n"
        "| +12065557234 | =1+1\\\\x1b\\[2J | longcode | call\\_flow | relay\\_topic a\\|b |\n"
        "| +15035551763 | Front | longcode | laml\\_webhooks"
        " https://\\*\\*\\*@example.com/voice?token=\\*\\*\\*&line=2 |  |\n"
    )


def test_json(run, numbers):
    """JSON is one document with its schema and every field, the same as a line each with --jsonl."""
    result = run("numbers", "list", "--json")
    document = json.loads(result.stdout)
    assert (list(document), document["schema"]) == (["schema", "phone_numbers"], "numberwire/phone_numbers/1")
    harmful, front = document["phone_numbers"]
    assert list(front) == list(PhoneNumber.__struct_fields__)
    assert {name: value for name, value in front.items() if value is not None} == {
        "id": "19aa2caa-4192-4888-8f6f-9f18b57aa229",
        "number": "+15035551763",
        "name": "Front",
        "country_code": "US",
        "capabilities": ["voice", "sms", "mms", "fax"],
        "number_type": "longcode",
        "created_at": "2025-01-15T09:30:00Z",
        "updated_at": "2025-01-15T09:30:00Z",
        "next_billed_at": "2025-02-14T09:30:00Z",
        "call_handler": "laml_webhooks",
        "calling_handler_resource_id": front["calling_handler_resource_id"],
        "call_receive_mode": "voice",
        "call_request_url": MASKED,
    }
    assert harmful["name"] == "=1+1\x1b[2J"
    assert "\x1b" not in result.stdout
    assert list(map(json.loads, run("numbers", "list", "--jsonl").stdout.splitlines())) == [harmful, front]


def test_csv(run, numbers):
    """CSV has every field; a cell that a spreadsheet would take for a formula is marked as text."""
    rows = list(csv.DictReader(io.StringIO(run("numbers", "list", "--csv").stdout)))
    assert list(rows[0]) == list(PhoneNumber.__struct_fields__)
    assert [(row["number"], row["name"], row["capabilities"], row["call_request_url"]) for row in rows] == [
        ("+12065557234", "'=1+1\\x1b[2J", "voice sms mms fax", ""),
        ("+15035551763", "Front", "voice sms mms fax", MASKED),
    ]


def test_secrets_are_shown_when_asked_for(run, numbers):
    """--reveal writes webhook URLs whole, in the table as in JSON."""
    assert f"laml_webhooks {URL}" in run("numbers", "list", "--reveal").stdout
    assert (
        json.loads(run("numbers", "show", "Front", "--json", "--reveal").stdout)["phone_number"][
            "call_request_url"
        ]
        == URL
    )


def test_show(run, add):
    """A number is shown with what it does, and with what it carries but does not use."""
    add(
        name="Desk",
        call_handler="laml_webhooks",
        call_request_url=URL,
        call_request_method="GET",
        call_fallback_method="POST",
        call_relay_topic="office",
    )
    result = run("numbers", "show", "Desk")
    assert (result.exit_code, result.stdout) == (
        0,
        f"""\
number              +15035551763
name                Desk
id                  19aa2caa-4192-4888-8f6f-9f18b57aa229
type                longcode
country             US
can do              voice sms mms fax
E911 address        -
E911 status         -
added               2025-01-15T09:30:00Z
changed             2025-01-15T09:30:00Z
billed next         2025-02-14T09:30:00Z
receive mode        voice
calls               laml_webhooks
  request_url       {MASKED}
  request_method    GET
messages            nothing answers them
not in use          set, but belongs to a handler that is not in use
  call_relay_topic  office
""",
    )


def test_show_of_an_address_and_a_resource(run, sandbox, add):
    """The state of an emergency address is shown, and where a handler leads that has no parameters."""
    number = add(call_handler="call_flow", e911_address_id="1f", e911_status="pending")
    owned = sandbox.client().phone_numbers.find(number)
    lines = run("numbers", "show", number).stdout.splitlines()
    shown = {line[:16].strip(): line[16:].strip() for line in lines}
    assert (shown["E911 address"], shown["E911 status"]) == ("1f", "pending")
    assert (shown["calls"], shown["resource"]) == ("call_flow", owned.calling_handler_resource_id)


def test_search(run):
    """A search shows what can be bought, and how; in JSON with every field."""
    result = run("numbers", "search", "--areacode", "503", "--max-results", "2")
    assert (result.stdout, result.stderr) == (
        (
            "NUMBER        CITY      REGION  CAN DO\n"
            "+15035551763  Portland  OR      fax mms sms voice\n"
            "+15035551236  Salem     OR      fax mms sms voice\n"
        ),
        "Buy one: numberwire numbers buy +15035551763\n",
    )
    (found,) = json.loads(
        run("numbers", "search", "--areacode", "503", "--max-results", "1", "--json").stdout
    )["available_phone_numbers"]
    assert found == {
        "number": "+15035551763",
        "capabilities": ["fax", "mms", "sms", "voice"],
        "region": "OR",
        "city": "Portland",
        "rate_center": "PORTLAND",
        "lata": "672",
        "country_code": None,
        "national_format": None,
        "international_format": None,
    }


def test_search_that_is_refused(run):
    """A search that the documentation rules out is refused before it is sent."""
    result = run("numbers", "search", "--city", "Austin")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("numberwire: city needs region")


def test_check_that_is_skipped(run):
    """A refusal names the command's own option that skips its check; with it, the server decides."""
    refused = run("numbers", "search", "--city", "Tulsa")
    assert refused.exit_code == 2
    assert refused.stderr.endswith("Nothing was sent. To skip this check: --skip-check search-city\n")
    assert "client." not in refused.stderr
    asked = run("numbers", "search", "--city", "Tulsa", "--skip-check", "search-city")
    assert (asked.exit_code, "city" in asked.stderr) == (1, True)
    misspelt = run("numbers", "search", "--skip-check", "searchcity")
    assert (misspelt.exit_code, "Did you mean search-city?" in misspelt.stderr) == (2, True)


def test_empty_lists(run):
    """Nothing is an answer: a table without rows, an empty list in JSON, and a word about it."""
    result = run("numbers", "list")
    assert (result.exit_code, result.stdout, result.stderr) == (
        0,
        "NUMBER  NAME  TYPE  CALLS  MESSAGES\n",
        "No numbers.\n",
    )
    filtered = run("numbers", "list", "--name", "x", "--json")
    assert json.loads(filtered.stdout)["phone_numbers"] == []
    assert filtered.stderr == "No number matches the filters.\n"
    assert run("numbers", "list", "--csv").stdout.count("\n") == 1


def test_error_in_json(run):
    """With --json an error is a document too, with the sentence and the exit code."""
    result = run("numbers", "show", "nobody", "--json")
    message = "None of your numbers is nobody, and none has that name. See them: numberwire numbers list"
    assert (result.exit_code, result.stderr) == (1, f"numberwire: {message}\n")
    assert json.loads(result.stdout) == {
        "schema": "numberwire/error/1",
        "error": {"message": message, "exit_code": 1},
    }


@pytest.mark.parametrize(
    ("url", "masked"),
    [
        ("https://example.com/voice", "https://example.com/voice"),
        ("https://u:p@example.com", "https://***@example.com"),
        ("http://token@example.com/a@b", "http://***@example.com/a@b"),
        ("https://e.com/?a=1&api_key=x#auth=y", "https://e.com/?a=1&api_key=***#auth=***"),
        ("https://e.com/?x=0123456789abcdef0", "https://e.com/?x=***"),
        ("https://e.com/?token=", "https://e.com/?token="),
        ("https://e.com/?Signature=q;SECRET=r", "https://e.com/?Signature=***;SECRET=***"),
        ("no url", "no url"),
        ("ftp://u:p@e.com/?token=x is wrong", "ftp://***@e.com/?token=*** is wrong"),
        ("'https://u:p@e.com/?key=x' and more; a=b", "'https://***@e.com/?key=***' and more; a=b"),
    ],
)
def test_masking(url, masked):
    """Users with their passwords, and query values that look like secrets by name or form, are masked anywhere."""
    assert mask_url(url) == masked


def test_control_characters_are_spelled_out():
    """A character that steers a terminal or turns the direction of a text is shown by its code."""
    assert spell_out("a\x1b[0m\u202e\x85é電") == "a\\x1b[0m\\u202e\\x85é電"


def test_wide_characters_are_aligned():
    """A wide character takes two columns, a combining one none."""
    assert format_plain(("A", "B"), [("電話", "1"), ("e\u0301a", "2"), ("abcd", "3")]) == (
        "A     B\n電話  1\ne\u0301a    2\nabcd  3\n"
    )


def test_markdown_of_no_rows():
    """A Markdown table without rows still has its titles."""
    assert format_markdown(("A", "B"), []) == "| A | B |\n| --- | --- |\n"


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@x", "\tx"])
def test_formulas_are_marked(cell):
    """Whatever begins a formula is marked as text, but for a number's own plus sign."""
    text = format_csv(("number", "name"), [{"number": "+1503", "name": cell}])
    assert list(csv.reader(io.StringIO(text)))[1] == [
        "+1503",
        f"'{spell_out(cell)}" if cell != "\tx" else "\\tx",
    ]


class Terminal(io.StringIO):
    """A stream that is a terminal."""

    def isatty(self):
        """It is."""
        return True


def test_progress(monkeypatch):
    """What takes longer than a second is counted on a terminal, and the count is gone at the end."""
    monkeypatch.setattr("sys.stderr", Terminal())
    monkeypatch.setenv("TERM", "xterm")
    with Progress("number") as progress:
        progress.show(1000)
        assert sys.stderr.getvalue() == ""
        monkeypatch.setattr("numberwire.cli._progress._PATIENCE", -1)
        progress.show(2000)
    assert sys.stderr.getvalue() == "\r\x1b[K2,000 numbers read\r\x1b[K"


@pytest.mark.parametrize(("stream", "terminal"), [(io.StringIO, "xterm"), (Terminal, "dumb")])
def test_no_progress(monkeypatch, stream, terminal):
    """In a pipe, or on a terminal that can't clear a line, nothing is counted."""
    monkeypatch.setattr("sys.stderr", stream())
    monkeypatch.setenv("TERM", terminal)
    monkeypatch.setattr("numberwire.cli._progress._PATIENCE", -1)
    with Progress("number") as progress:
        progress.show(1000)
    assert sys.stderr.getvalue() == ""


def test_link_stays_a_link(tmp_path):
    """The file that a link leads to is written, and the link stays."""
    (tmp_path / "there").mkdir()
    target, link = tmp_path / "there" / "fleet.yaml", tmp_path / "fleet.yaml"
    target.write_text("earlier")
    link.symlink_to(target)
    write_file(link, "later")
    assert (link.is_symlink(), target.read_text(), list(target.parent.iterdir())) == (
        True,
        "later",
        [target],
    )


def test_pipe_is_written_to(tmp_path):
    """What is no file is written to, and not replaced by a file."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        write_file(pipe, "a plan")
        assert (os.read(reader, 100), pipe.is_fifo()) == (b"a plan", True)
    finally:
        os.close(reader)


def test_folder_is_no_file(tmp_path):
    """A folder is not written to, and the words say why."""
    with pytest.raises(IsADirectoryError, match="it is a folder"):
        write_file(tmp_path, "a plan")


def test_closed_streams():
    """Streams that the caller closed are no error."""
    words = ["sh", "-c", '"$0" -m numberwire profiles <&- >&- 2>&-', sys.executable]
    assert subprocess.run(words, check=False).returncode == 0


def test_file_is_written_whole_or_not_at_all(tmp_path):
    """A file that can't be written to its end leaves the earlier one, and no remains."""
    path = tmp_path / "file"
    path.write_text("earlier")
    with pytest.raises(UnicodeEncodeError):
        write_file(path, "a" * 100_000 + "\ud800")
    assert ([entry.name for entry in tmp_path.iterdir()], path.read_text()) == (["file"], "earlier")
    write_file(path, "later\n")
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (b"later\n", 0o600)
