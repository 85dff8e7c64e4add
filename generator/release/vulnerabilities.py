"""Checks locked packages for known vulnerabilities; a package without an answer is never counted as fine."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.files import workshop
from generator.findings import CommandError
from generator.programs import ProgramError, module_command, run

_FLAGS = ("--no-deps", "--disable-pip", "--progress-spinner=off", "--format=json", "--desc=off")


@dataclass(frozen=True)
class Audit:
    """The result of an audit.

    Attributes:
        packages: The packages that were to be audited, as `name==version`.
        vulnerable: Their known vulnerabilities, a line each.
        unanswered: The packages that the service gave no answer for.
    """

    packages: Sequence[str]
    vulnerable: Sequence[str]
    unanswered: Sequence[str]


def read_pins(constraints: str) -> list[str]:
    """Return the packages of a lock file, without the machines they are for: all of them are audited everywhere.

    Args:
        constraints: The text.
    """
    whole = constraints.replace("\\\n", "")  # a package's hashes are on lines of their own
    lines = (
        line.partition("#")[0].partition(";")[0].partition("--hash")[0].strip() for line in whole.splitlines()
    )
    return [line for line in lines if line]


def audit_packages(constraints: str) -> Audit:
    """Ask pip-audit's service about every package of a lock file.

    Args:
        constraints: The text of the lock file.

    Raises:
        CommandError: pip-audit isn't installed, or its service can't be reached at all.
    """
    packages = read_pins(constraints)
    with workshop() as folder:
        locked, answer = folder / "locked.txt", folder / "audit.json"
        locked.write_text("\n".join(packages) + "\n", encoding="utf-8")
        command = [*module_command("pip_audit"), *_FLAGS, f"--output={answer}", f"--requirement={locked}"]
        try:
            run(command, folder)
        except ProgramError as error:
            # It ends with 1 for a finding and for a failure alike; only the former leaves an answer.
            if not answer.is_file():
                last = str(error).splitlines()[-1].strip()
                raise CommandError(f"Nothing was audited: {last}") from None
        return read_answer(packages, answer)


def read_answer(packages: Sequence[str], answer: Path) -> Audit:
    """Return what pip-audit's JSON says.

    Args:
        packages: The packages that it was asked for.
        answer: Its file.
    """
    reports: list[dict[str, Any]] = json.loads(answer.read_text(encoding="utf-8"))["dependencies"]
    answered = {_package_key(report["name"], report["version"]) for report in reports if "vulns" in report}
    vulnerable = [
        f"{report['name']} {report['version']}: {flaw['id']}{_fix_in_words(flaw['fix_versions'])}"
        for report in reports
        for flaw in report.get("vulns", ())
    ]
    return Audit(
        packages, vulnerable, [pin for pin in packages if _package_key(*pin.split("==")) not in answered]
    )


def _package_key(name: str, version: str) -> tuple[str, str]:
    return name.lower().replace("_", "-").replace(".", "-"), version


def _fix_in_words(versions: Sequence[str]) -> str:
    return f", fixed in {', '.join(versions)}" if versions else ", not fixed yet"
