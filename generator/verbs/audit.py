"""The verb `audit`: checks locked packages for known vulnerabilities."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from generator.findings import CommandError, count_words, several
from generator.release.vulnerabilities import Audit, audit_packages
from generator.verbs.verb import BAD, FINE, ROOT, UNREADABLE, Outcome, Report, Verb

_LOCKED = ".ci/constraints.txt"


def _add_arguments(_: ArgumentParser) -> None:
    pass


def _run(_: Namespace, report: Report) -> Outcome:
    report(f"asking the vulnerability service about the packages of {_LOCKED}")
    try:
        audit = audit_packages((ROOT / _LOCKED).read_text(encoding="utf-8"))
    except CommandError as error:
        return Outcome(UNREADABLE, [str(error)], {"error": str(error)})
    return audit_outcome(audit)


def audit_outcome(audit: Audit) -> Outcome:
    """Return how an audit ends."""
    data = {"packages": audit.packages, "vulnerable": audit.vulnerable, "unanswered": audit.unanswered}
    lines = list(audit.vulnerable)
    if audit.unanswered:
        lines.append(
            f"{count_words(len(audit.unanswered), 'package')} of {len(audit.packages)} could not be audited: the"
            f" service gave no answer for {several(audit.unanswered)}."
        )
    if audit.vulnerable:
        lines.append("Raise the vulnerable packages: nox -s lock.")
        return Outcome(BAD, lines, data)
    if audit.unanswered:
        lines.append(
            "This is not a clean result. Ask again from where the vulnerability service can be reached."
        )
        return Outcome(UNREADABLE, lines, data)
    return Outcome(FINE, [f"{len(audit.packages)} packages audited: no known vulnerability."], data)


VERB = Verb(
    description=(
        "Asks pip-audit about every package of .ci/constraints.txt. Exits with 0 if none has a known"
        " vulnerability, with 1 if one has, and with 2 if the service didn't answer for all of them."
    ),
    examples=(
        ("python -m generator audit", "audits the lock file"),
        ("python -m generator audit --json", "prints one JSON document, for programs"),
    ),
    add_arguments=_add_arguments,
    run=_run,
)
