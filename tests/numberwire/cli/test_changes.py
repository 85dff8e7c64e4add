"""What changes something: bought, updated and released only when it is confirmed, and never in doubt without a word."""

import json
import re
import time
from datetime import timedelta

import pytest

from numberwire.sandbox import Fault
from tests.numberwire.cli.conftest import NOW, owned

NUMBER = "+15035551763"
BUY = "purchase_phone_number"


def without_run(text):
    """A text with RUN where a run is named."""
    return re.sub(r"undo [0-9]{4}-[0-9a-f]{4}\b", "undo RUN", text)


# Buying


def test_buy(run, sandbox):
    """A number is bought, and the answer says what and how to go on."""
    result = run("numbers", "buy", "+1 (503) 555-1763", "--yes")
    (number,) = sandbox.client().phone_numbers.list()
    assert (result.exit_code, result.stdout, without_run(result.stderr)) == (
        0,
        f"Bought {NUMBER}, id {number.id}.\n",
        (
            f"Buy {NUMBER}: it costs money from now on, and can be released after 14 days at the earliest.\n"
            "Take it back: numberwire undo RUN\n"
            f"Nothing answers it yet. Next: numberwire numbers update {NUMBER} --help\n"
        ),
    )


def test_buy_in_json(run, sandbox):
    """With --json the bought number is the document."""
    document = json.loads(run("numbers", "buy", NUMBER, "--yes", "--json").stdout)
    assert (document["schema"], document["phone_number"]["number"]) == ("numberwire/phone_number/1", NUMBER)


@pytest.mark.parametrize(
    "text",
    [
        "5035551763",
        "15035551763",
        "Front",
        "+1503",
        "",
        "+1503555176a",
        "+1 503 555 1763 (2)",
        "+44 (0)20 7946 0000",
        "+0123456789",
        "+1234567890123456",
    ],
)
def test_buy_takes_e164_alone(run, sandbox, text):
    """What is to be bought is given in full: nothing is guessed."""
    result = run("numbers", "buy", text, "--yes")
    assert (result.exit_code, owned(sandbox)) == (2, {})
    assert "Nothing was bought" in result.stderr


def test_nothing_is_changed_without_a_terminal(run, sandbox, add):
    """Without a terminal and --yes nothing is sent, and the command that would is named."""
    number = add(name="Desk", age=30)
    buy = run("numbers", "buy", "+15035551236")
    release = run("numbers", "release", "Desk")
    update = run("numbers", "update", "Desk", "--name", "Other")
    assert [result.exit_code for result in (buy, release, update)] == [4, 4, 4]
    assert buy.stderr.endswith("To confirm it: numberwire numbers buy +15035551236 --yes\n")
    assert release.stderr.endswith(f"To confirm it: numberwire numbers release {number} --yes\n")
    assert update.stderr.endswith("To confirm it: add --yes.\n")
    assert owned(sandbox) == {number: "Desk"}


def test_buy_what_is_owned(run, sandbox, add):
    """A number that is yours is not bought: the API is not even asked."""
    number = add()
    sandbox.faults.add(Fault(kind="status", status=503, operation=BUY, times=9))
    result = run("numbers", "buy", number, "--yes")
    assert (result.exit_code, result.stderr) == (
        4,
        f"numberwire: {number} is already yours; nothing was bought. See it: numberwire numbers show {number}\n",
    )


def test_buy_what_is_gone(run):
    """A number that nobody sells is refused in the API's words."""
    result = run("numbers", "buy", "+15035550000", "--yes")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.splitlines()[-1].startswith("numberwire: ")


@pytest.fixture
def moving(sandbox, monkeypatch):
    """The sandbox's time passes, as settling a purchase needs it; retries and look-ups don't wait."""
    sandbox.clock.advance(timedelta(seconds=time.time() - NOW))
    monkeypatch.setattr("numberwire.signalwire._settling._waits", lambda _seconds: (0.0,))
    monkeypatch.setattr("numberwire._retry._FIRST_WAIT", 0.0)
    monkeypatch.setattr("numberwire.cli._purchase._LOOK_SECONDS", 0.01)


def test_buy_with_a_lost_answer(moving, run, sandbox):
    """A purchase whose answer is lost is looked up, and is a purchase."""
    sandbox.faults.add(Fault(kind="lose_answer", operation=BUY))
    result = run("numbers", "buy", NUMBER, "--yes")
    assert (result.exit_code, result.stdout.partition(",")[0], list(owned(sandbox))) == (
        0,
        f"Bought {NUMBER}",
        [NUMBER],
    )


def test_buy_settled_later(moving, run, sandbox):
    """Where the client can't tell, the command looks on until --settle is over."""

    def fail_listings(request):
        if request.method == "POST":
            sandbox.faults.add(Fault(kind="status", status=400, operation="list_phone_numbers", times=3))

    sandbox.on_request = fail_listings
    sandbox.faults.add(Fault(kind="lose_answer", operation=BUY))
    result = run("numbers", "buy", NUMBER, "--yes", "--settle", "20")
    assert (result.exit_code, result.stdout.partition(",")[0]) == (0, f"Bought {NUMBER}")
    assert f"The purchase of {NUMBER} was sent, and its answer was lost." in result.stderr
    assert result.stderr.count(f"Looking for {NUMBER} failed") == 2


def test_buy_that_stays_unknown(moving, run, sandbox):
    """What can't be settled ends with a code of its own and says how to look; it was sent once."""
    requests = []
    sandbox.on_request = lambda request: requests.append(request.method)
    sandbox.faults.add(Fault(kind="disconnect", operation=BUY))
    result = run("numbers", "buy", NUMBER, "--yes", "--settle", "0.1")
    assert (result.exit_code, requests.count("POST"), owned(sandbox)) == (7, 1, {})
    assert result.stderr.splitlines()[-1] == (
        f"numberwire: {NUMBER}: its purchase was sent. Whether it was bought is unknown. "
        f"Look before you buy again: numberwire numbers show {NUMBER}"
    )


@pytest.mark.parametrize("kind", ["garbage", "truncate", "disconnect", "lose_answer", "status"])
def test_purchase_that_fails_in_some_way(moving, run, sandbox, kind):
    """Whatever happens to a purchase, it is sent once, and what is bought is never called a failure."""
    requests = []
    sandbox.on_request = lambda request: requests.append(request.method)
    sandbox.faults.add(Fault(kind=kind, status=500, effect=kind == "status", operation=BUY))
    result = run("numbers", "buy", NUMBER, "--yes", "--settle", "0.1")
    is_bought = NUMBER in owned(sandbox)
    assert (requests.count("POST"), result.exit_code in ((0, 6, 7) if is_bought else (1, 7))) == (1, True)
    assert (result.exit_code, NUMBER in result.output) in [(0, True), (6, True), (7, True)]


# Updating


def test_update(run, sandbox, add):
    """What changes is shown before and after, secrets masked, and the rest stays."""
    number = add(name="Desk", message_handler="relay_topic", message_relay_topic="office")
    result = run(
        "numbers",
        "update",
        "Desk",
        "--name=Support",
        "--call=laml_webhooks",
        "--request-url=https://example.com/voice?token=abc",
        "--fallback-url=https://example.com/again",
        "--yes",
    )
    (changed,) = sandbox.client().phone_numbers.list()
    assert (result.exit_code, result.stdout, without_run(result.stderr).splitlines()) == (
        0,
        f"Changed {number} (Support).\n",
        [
            "  name: Desk -> Support",
            "  call: (empty) -> laml_webhooks https://example.com/voice?token=*** fallback_url=https://example.com/again",
            f"Change {number} (Desk), id {changed.id}.",
            "Take it back: numberwire undo RUN",
        ],
    )
    assert (changed.call_handler, changed.call_request_url, changed.call_fallback_url) == (
        "laml_webhooks",
        "https://example.com/voice?token=abc",
        "https://example.com/again",
    )
    assert (changed.message_handler, changed.message_relay_topic) == ("relay_topic", "office")


def test_update_of_a_name(run, sandbox, add):
    """A name is taken away by an empty one; a mode is set by its word."""
    number = add(name="Desk")
    assert (
        run("numbers", "update", "Desk", "--name=", "--receive-mode=fax", "--yes").stdout
        == f"Changed {number}.\n"
    )
    (changed,) = sandbox.client().phone_numbers.list()
    assert (changed.name or None, changed.call_receive_mode) == (None, "fax")


def test_update_of_one_parameter(run, sandbox, add):
    """Without --call a parameter changes alone; an empty one is emptied."""
    add(name="Desk")
    client = sandbox.client()
    run(
        "numbers",
        "update",
        "Desk",
        "--call=laml_webhooks",
        "--request-url=https://a.example/x",
        "--request-method=GET",
        "--yes",
    )
    assert run("numbers", "update", "Desk", "--fallback-url=https://b.example/y", "--yes").exit_code == 0
    (number,) = client.phone_numbers.list()
    assert (number.call_request_url, number.call_request_method, number.call_fallback_url) == (
        "https://a.example/x",
        "GET",
        "https://b.example/y",
    )
    assert run("numbers", "update", "Desk", "--fallback-url=", "--yes").exit_code == 0
    (number,) = client.phone_numbers.list()
    assert (number.call_request_method, number.call_fallback_url or None) == ("GET", None)


def test_update_sets_a_handler_as_a_whole(run, sandbox, add):
    """A handler's parameters that are not named are emptied, and the client's warnings are said in a line."""
    add(
        name="Desk",
        call_handler="laml_webhooks",
        call_request_url="https://a.example/x",
        call_fallback_url="https://b.example/y",
    )
    result = run(
        "numbers", "update", "Desk", "--call=laml_webhooks", "--request-url=https://c.example/z", "--yes"
    )
    (number,) = sandbox.client().phone_numbers.list()
    assert (result.exit_code, number.call_request_url, number.call_fallback_url or None) == (
        0,
        "https://c.example/z",
        None,
    )


def test_update_to_none(run, sandbox, add):
    """A handler is taken away by the word none; one that the API can't set is named before."""
    add(name="Desk", call_handler="call_flow")
    result = run("numbers", "update", "Desk", "--call=none", "--yes")
    assert result.exit_code == 0
    assert "  call_flow can't be set through the API: this change can't be undone.\n" in result.stderr
    assert not next(iter(sandbox.client().phone_numbers.list())).call_handler


def test_update_with_a_deprecated_handler(run, sandbox, add):
    """The client's warnings are said in a line each, without source lines."""
    add(name="Desk")
    result = run("numbers", "update", "Desk", "--call=relay_context", "--relay-context=office", "--yes")
    warnings = [line for line in result.stderr.splitlines() if line.startswith("Warning: ")]
    assert (result.exit_code, len(warnings)) == (0, len(set(warnings)))
    assert sum(line.startswith("Warning: call_relay_context is deprecated: use ") for line in warnings) == 1


def test_update_that_changes_nothing(run, sandbox, add):
    """What is so already is not sent."""
    number = add(name="Desk", call_handler="relay_topic", call_relay_topic="office")
    sandbox.faults.add(Fault(kind="status", status=503, operation="update_phone_number", times=9))
    result = run("numbers", "update", "Desk", "--name=Desk", "--call=relay_topic", "--relay-topic=office")
    assert (result.exit_code, result.stdout) == (
        0,
        f"Nothing to change: {number} (Desk) does that already.\n",
    )


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--call=laml_webhooks"], "laml_webhooks needs --request-url. Nothing was changed."),
        (
            ["--call=laml_webhooks", "--request-url="],
            "laml_webhooks needs --request-url. Nothing was changed.",
        ),
        (
            ["--request-url=https://a.example"],
            "--request-url needs --call: the number has no handler that could take it.",
        ),
        (
            ["--message=relay_topic", "--message-relay-application=x"],
            "--message-relay-application belongs to --message relay_application, not relay_topic. Nothing was changed.",
        ),
        (
            ["--call=none", "--relay-topic=x"],
            "--relay-topic belongs to --call relay_topic, not none. Nothing was changed.",
        ),
    ],
)
def test_update_that_does_not_fit(run, sandbox, add, options, sentence):
    """Options that don't go together are refused, in words of the command line."""
    add(name="Desk")
    result = run("numbers", "update", "Desk", *options, "--yes")
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", f"numberwire: {sentence}\n")


def test_update_refused_by_a_check(run, sandbox, add):
    """What the client's checks refuse is wrong usage; nothing is sent."""
    add(name="Desk")
    url = "ftp://example.com/voice?token=abc"
    result = run(
        "numbers", "update", "Desk", "--call=laml_webhooks", f"--request-url={url}", "--yes", "--json"
    )
    assert (result.exit_code, "abc" in result.output) == (2, False)
    assert "call_request_url is 'ftp://example.com/voice?token=***'" in result.stderr


def test_update_with_a_lost_answer(moving, run, sandbox, add):
    """An update whose outcome is unknown says so, and that it may be repeated."""
    add(name="Desk")
    sandbox.faults.add(Fault(kind="status", status=503, operation="update_phone_number", times=9))
    result = run("numbers", "update", "Desk", "--name=Other", "--yes")
    assert result.exit_code == 7
    assert result.stderr.splitlines()[-1].endswith("or run it again, which is safe.")


# Releasing


def test_release(run, sandbox, add):
    """A number that is old enough is released."""
    number = add(name="Desk", age=15)
    (record,) = sandbox.client().phone_numbers.list()
    result = run("numbers", "release", number, "--yes", "--json")
    assert (result.exit_code, json.loads(result.stdout), owned(sandbox)) == (
        0,
        {
            "schema": "numberwire/released_phone_number/1",
            "released_phone_number": {"id": record.id, "number": number, "name": "Desk"},
        },
        {},
    )


def test_release_too_early(run, sandbox, add):
    """A number that is too young stays, and the date that counts is named."""
    number = add(name="Desk")
    result = run("numbers", "release", number, "--yes")
    assert (result.exit_code, result.stdout, result.stderr.splitlines()[-1]) == (
        1,
        "",
        (
            f"numberwire: {number} (Desk) was not released: The number was purchased less than 14 days ago."
            f" It was added on 2025-01-15. See it: numberwire numbers show {number}"
        ),
    )


def test_release_by_name_needs_a_question(run, sandbox, add):
    """With --yes nobody reads which number a name means: it has to be given in full."""
    number = add(name="Desk", age=15)
    result = run("numbers", "release", "Desk", "--yes")
    assert (result.exit_code, owned(sandbox)) == (2, {number: "Desk"})


def test_release_with_an_unknown_outcome(moving, run, sandbox, add):
    """A release that is never answered is reported as unknown."""
    number = add(age=15)
    sandbox.faults.add(Fault(kind="status", status=503, operation="release_phone_number", times=9))
    result = run("numbers", "release", number, "--yes")
    assert result.exit_code == 7
    assert result.stderr.splitlines()[-1].startswith(
        f"numberwire: Whether {number} was released is unknown: "
    )


# Single writes as small plans


def test_update_is_taken_back(run, sandbox, add, tmp_path, monkeypatch):
    """An update has a run, which undo takes back."""
    monkeypatch.chdir(tmp_path)
    number = add(name="Desk", call_handler="relay_topic", call_relay_topic="office")
    updated = run("numbers", "update", number, "--name", "Other", "--call", "none", "--yes")
    name = re.search(r"numberwire undo (\S+)", updated.stderr)[1]
    undone = run("undo", name, "-o", "back.json")
    assert "name  Other -> Desk" in undone.stdout
    assert run("apply", "back.json", "--yes").exit_code == 0
    (restored,) = sandbox.client().phone_numbers.list()
    assert (restored.name, restored.call_handler, restored.call_relay_topic) == (
        "Desk",
        "relay_topic",
        "office",
    )
    assert "ended" in run("runs", "show", name).stdout


def test_unknown_purchase_is_resumed(run, sandbox):
    """A purchase of which nobody heard the end is looked for by resume, and not sent again."""
    sandbox.faults.add(Fault(kind="lose_answer", operation=BUY))
    sandbox.faults.add(Fault(kind="status", status=500, operation="list_phone_numbers", times=None, skip=1))
    bought = run("numbers", "buy", NUMBER, "--yes", "--settle", "0")
    assert bought.exit_code == 7
    sandbox.faults.clear()
    sandbox.clear_writes()
    assert run("resume").exit_code == 0
    assert sandbox.writes == ()
    assert list(owned(sandbox)) == [NUMBER]
    assert run("resume").stderr == "Nothing to resume: the account's last run ended, or none is kept here.\n"
