"""The audit: each rule finds what it is for, and nothing else."""

import json

import pytest

from numberwire.cli._audit_rules import DEPRECATED, RULES, find_all
from numberwire.cli._reach import REACH_RULES
from numberwire.signalwire import PhoneNumber
from numberwire_api.signalwire.checks import CHECKS

CLEAN = {
    "name": "Front",
    "e911_address_id": "7a0b0a1e-0000-4000-8000-000000000000",
    "capabilities": ("voice",),
    "call_handler": "laml_webhooks",
    "call_request_url": "https://example.com/voice",
    "call_fallback_url": "https://example.com/again",
}


def find(*numbers):
    """The rules that find something, and their messages."""
    records = [
        PhoneNumber(id=str(index), number=f"+1503555{index:04}", **number)
        for index, number in enumerate(numbers)
    ]
    return [(finding.rule, finding.message) for finding in find_all(records, RULES)]


def test_nothing_to_find():
    """A number that is set up well has no findings."""
    assert find(CLEAN) == []


@pytest.mark.parametrize(
    ("changes", "finding"),
    [
        (
            {"call_request_url": None, "call_fallback_url": "https://example.com"},
            ("handler-parameter-missing", "the call handler laml_webhooks lacks its request_url"),
        ),
        (
            {"call_handler": None, "call_request_url": None, "call_fallback_url": None},
            ("no-call-handler", "nothing answers its calls"),
        ),
        (
            {"message_handler": "relay_context", "message_relay_context": "office"},
            (
                "deprecated-handler",
                "the message handler relay_context is deprecated: use relay_topic or relay_application",
            ),
        ),
        (
            {"call_request_url": "http://example.com/v?token=x"},
            ("plain-http", "call request_url http://example.com/v?token=*** is not encrypted: use https"),
        ),
        (
            {"call_fallback_url": "https://abc.ngrok.io/v"},
            (
                "tunnel-host",
                (
                    "call fallback_url https://abc.ngrok.io/v leads to a developer's tunnel, "
                    "which closes with its terminal"
                ),
            ),
        ),
        (
            {"call_request_url": "http://127.0.0.1/v"},
            (
                "loopback-host",
                (
                    "call request_url http://127.0.0.1/v is not reachable from outside: "
                    "its host is private or this machine"
                ),
            ),
        ),
        (
            {"call_fallback_url": None},
            ("no-fallback", "no fallback URL: if the webhook fails, the call does"),
        ),
        (
            {"call_relay_topic": "x"},
            ("leftover-parameters", "set, but belongs to a handler that is not in use: call_relay_topic"),
        ),
        (
            {"capabilities": ("voice", "sms")},
            ("no-message-handler", "it can receive messages, but nothing handles them"),
        ),
        ({"name": None}, ("no-name", "it has no name")),
        ({"name": ""}, ("no-name", "it has no name")),
        ({"e911_address_id": None}, ("no-e911", "it has no emergency (E911) address")),
        (
            {"e911_status": "failed"},
            ("no-e911", "its emergency (E911) address is not in force: failed"),
        ),
        (
            {"message_handler": "newer"},
            (
                "unsettable-handler",
                "the message handler newer can't be set through the API: once replaced, it can't be restored",
            ),
        ),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else "",
)
def test_rule(changes, finding):
    """A number that breaks one rule is found by that rule alone."""
    assert find({**CLEAN, **changes}) == [finding]


@pytest.mark.parametrize("status", [None, "pending", "active", "newer"])
def test_address_that_may_be_in_force(status):
    """An emergency address is in force unless its status says that it is not."""
    assert find({**CLEAN, "e911_status": status}) == []


@pytest.mark.parametrize(
    "host", ["localhost", "10.0.0.1", "[::1]", "192.168.1.9:8000", "dev.localhost", "printer.local"]
)
def test_private_hosts(host):
    """Hosts that no service outside reaches are found in every spelling."""
    assert [rule for rule, _ in find({**CLEAN, "call_request_url": f"https://{host}/v"})] == ["loopback-host"]


@pytest.mark.parametrize("host", ["ngrok.io.example.com", "notngrok.io", "8.8.8.8", "localhost.example.com"])
def test_public_hosts(host):
    """Hosts that only look like a tunnel or this machine are not found."""
    assert find({**CLEAN, "call_request_url": f"https://{host}/v"}) == []


def test_url_that_is_none():
    """A URL that can't be taken apart does not end the audit."""
    assert find({**CLEAN, "call_request_url": "https://[x/"}) == []


def test_same_name():
    """A name that several numbers have is found at each of them."""
    assert find(CLEAN, CLEAN, CLEAN, {**CLEAN, "name": "Other"}) == [
        ("same-name", f"{other} and 1 more has the same name, so the name can't identify it")
        for other in ("+15035550001", "+15035550000", "+15035550000")
    ]


def test_unused_urls_are_not_judged():
    """A URL of a handler that is not in force is left over, and nothing else."""
    number = {
        **CLEAN,
        "call_handler": "relay_topic",
        "call_relay_topic": "x",
        "call_request_url": "http://localhost/",
    }
    assert [rule for rule, _ in find(number)] == ["leftover-parameters"]


def test_deprecated_handlers_are_those_of_the_documentation():
    """The rule knows the handlers that the documentation deprecates, and what it names instead."""
    rows = [row for row in CHECKS if row.check == "deprecated"]
    assert {value for row in rows for values in row.values.values() for value in values} == set(DEPRECATED)


def test_audit(run, add):
    """Findings are a table, the worst first, with a count on stderr and an exit code of their own."""
    number = add(
        **{
            **CLEAN,
            "call_request_url": "http://localhost/v",
            "call_fallback_url": None,
            "capabilities": ["voice"],
        }
    )
    result = run("audit")
    assert (result.exit_code, result.stderr) == (3, "1 number audited: 1 error, 1 note.\n")
    assert result.stdout == (
        "SEVERITY  RULE           NUMBER        NAME   FINDING\n"
        f"error     loopback-host  {number}  Front  call request_url http://localhost/v is not reachable from outside: "
        "its host is private or this machine\n"
        f"note      no-fallback    {number}  Front  no fallback URL: if the webhook fails, the call does\n"
    )
    assert json.loads(run("audit", "--rule", "no-fallback", "--json").stdout) == {
        "schema": "numberwire/findings/1",
        "findings": [
            {
                "severity": "note",
                "rule": "no-fallback",
                "number": number,
                "name": "Front",
                "id": "19aa2caa-4192-4888-8f6f-9f18b57aa229",
                "message": "no fallback URL: if the webhook fails, the call does",
            }
        ],
    }


def test_exit_codes_of_the_audit(run, add):
    """Notes alone end with 0; what is ignored or below the severity asked for is not counted."""
    add(
        **{
            **CLEAN,
            "call_handler": None,
            "call_request_url": None,
            "call_fallback_url": None,
            "capabilities": ["voice"],
            "name": None,
        }
    )
    assert [
        run("audit", *arguments).exit_code
        for arguments in ([], ["--ignore", "no-call-handler"], ["--severity", "error"])
    ] == [
        3,
        0,
        0,
    ]
    assert run("audit", "--severity", "error").stderr == "1 number audited: nothing found.\n"
    assert run("audit", "--rule", "no-such-rule").exit_code == 2


def test_rules_are_listed(run):
    """--rules lists each rule with its severity, and asks the API for nothing."""
    lines = run("audit", "--rules").stdout.splitlines()
    assert [line.split()[:2] for line in lines[1:]] == [
        [rule.name, rule.severity] for rule in (*RULES, *REACH_RULES)
    ]


@pytest.mark.filterwarnings("ignore:.*relay_context")
def test_findings_are_mended_by_a_plan(run, add, sandbox, tmp_path):
    """--fix saves a plan of what can be mended without a guess; once it is applied, that is found no more."""
    plain = add(**{**CLEAN, "call_request_url": "http://example.com/v?token=x"})
    ported = add(**{**CLEAN, "call_request_url": "http://example.com:8080/v", "name": "Ported"})
    add(**{**CLEAN, "name": "Context", "message_handler": "relay_context", "message_relay_context": "office"})
    path = tmp_path / "mend.json"
    rules = ("--rule", "plain-http", "--rule", "deprecated-handler")
    found = run("audit", *rules, "--fix", str(path))
    assert found.exit_code == 3
    assert f"~ {plain}" in found.stderr
    assert f"~ {ported}" not in found.stderr
    assert "token=x" not in found.output
    assert run("apply", str(path), "--yes").exit_code == 0
    left = json.loads(run("audit", *rules, "--json").stdout)["findings"]
    assert [(finding["number"], finding["rule"]) for finding in left] == [(ported, "plain-http")]
    numbers = {number.name: number for number in sandbox.client().phone_numbers.list()}
    assert numbers["Context"].message_relay_topic == "office"
    assert numbers["Front"].call_request_url == "https://example.com/v?token=x"
    path.unlink()
    again = run("audit", *rules, "--fix", str(path))
    assert "None of the findings can be fixed by a plan; none was saved." in again.stderr
    assert not path.exists()


def test_reach_is_asked_for(run, add):
    """Hosts are connected to with --reach alone, and those of this machine not even then."""
    add(**{**CLEAN, "call_request_url": "http://127.0.0.1:9/v", "call_fallback_url": None})
    refused = run("audit", "--rule", "host-unreachable")
    assert (refused.exit_code, "add --reach" in refused.stderr) == (2, True)
    assert run("audit", "--reach", "--rule", "host-unreachable").exit_code == 0
