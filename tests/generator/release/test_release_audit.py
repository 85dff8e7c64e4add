"""The audit: an answer that is missing is never a good one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator.cli import main
from generator.findings import CommandError
from generator.release.vulnerabilities import Audit, audit_packages, read_answer, read_pins
from generator.verbs import audit as verb

ROOT = Path(__file__).parents[3]
LOCKED = ["colorama==0.4.6", "Ruamel.yaml==0.19.1"]
FLAW = {"id": "PYSEC-2026-1", "fix_versions": ["0.19.2", "0.20.0"]}


@pytest.fixture
def answer(tmp_path):
    """Return a writer of pip-audit's answer."""

    def write(*dependencies):
        path = tmp_path / "audit.json"
        path.write_text(json.dumps({"dependencies": dependencies}), encoding="utf-8")
        return path

    return write


def test_every_pin_is_audited_on_every_machine():
    """A package is audited though it is locked for another machine than this one."""
    text = "# a comment\ncolorama==0.4.6 ; sys_platform == 'win32'\n\nRuamel.yaml==0.19.1 \\\n    --hash=sha256:ab\n"
    assert read_pins(text) == LOCKED


def test_the_lock_file_is_all_pins():
    """Each line of the lock file is a package with its version."""
    locked = read_pins((ROOT / ".ci" / "constraints.txt").read_text(encoding="utf-8"))
    assert [pin for pin in locked if len(pin.split("==")) != 2] == []


def test_an_answer_to_all_is_clean(answer):
    """Where each package is answered for, and nothing is known against it, nothing is listed."""
    answer_text = answer(
        {"name": "colorama", "version": "0.4.6", "vulns": []},
        {"name": "ruamel-yaml", "version": "0.19.1", "vulns": []},
    )
    assert read_answer(LOCKED, answer_text) == Audit(LOCKED, [], [])


def test_a_vulnerability_is_a_line(answer):
    """Each flaw has a line with the package, its id and what mends it."""
    answer_text = answer(
        {"name": "colorama", "version": "0.4.6", "vulns": [FLAW | {"fix_versions": []}]},
        {"name": "ruamel.yaml", "version": "0.19.1", "vulns": [FLAW]},
    )
    assert read_answer(LOCKED, answer_text) == Audit(
        LOCKED,
        [
            "colorama 0.4.6: PYSEC-2026-1, not fixed yet",
            "ruamel.yaml 0.19.1: PYSEC-2026-1, fixed in 0.19.2, 0.20.0",
        ],
        [],
    )


def test_no_answer_is_no_clean_one(answer):
    """A package that was skipped, and one that isn't mentioned, are unanswered."""
    answer_text = answer({"name": "colorama", "skip_reason": "Dependency not found on PyPI"})
    assert read_answer(LOCKED, answer_text) == Audit(LOCKED, [], LOCKED)


@pytest.mark.parametrize(
    ("audit", "code", "lines"),
    [
        (Audit(LOCKED, [], []), 0, ["2 packages audited: no known vulnerability."]),
        (Audit(LOCKED, ["a flaw"], []), 1, ["a flaw", "Raise the vulnerable packages: nox -s lock."]),
        (
            Audit(LOCKED, [], LOCKED),
            2,
            [
                f"2 packages of 2 could not be audited: the service gave no answer for {LOCKED[0]} and 1 more.",
                "This is not a clean result. Ask again from where the vulnerability service can be reached.",
            ],
        ),
        (
            Audit(LOCKED, ["a flaw"], LOCKED[:1]),
            1,
            [
                "a flaw",
                "1 package of 2 could not be audited: the service gave no answer for colorama==0.4.6.",
                "Raise the vulnerable packages: nox -s lock.",
            ],
        ),
    ],
    ids=["clean", "vulnerable", "unanswered", "both"],
)
def test_the_verb_ends_differently_for_each(audit, code, lines):
    """Nothing known, something known and nothing answered end with 0, 1 and 2."""
    audit_outcome = verb.audit_outcome(audit)
    assert (audit_outcome.code, audit_outcome.lines) == (code, lines)


def test_a_missing_pip_audit_is_told(monkeypatch, capsys):
    """Without the tool the audit ends with 2 and says how to get it."""
    monkeypatch.setattr("generator.programs.find_spec", lambda _: None)
    assert main(["audit"]) == 2
    assert capsys.readouterr().out == (
        "pip_audit is not installed: use the nox sessions release, build, publish and audit,"
        " or install the dependency groups release and audit.\n"
    )


def test_a_failure_is_no_answer(monkeypatch):
    """A pip-audit that ends without an answer is reported with its last words."""
    monkeypatch.setattr(
        "generator.release.vulnerabilities.module_command", lambda _: ["git", "no-such-command"]
    )
    with pytest.raises(CommandError) as refused:
        audit_packages("colorama==0.4.6\n")
    assert str(refused.value).startswith("Nothing was audited: ")
