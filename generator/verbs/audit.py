"""The verb `audit`: asks what is known against the locked packages."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from generator.findings import counted, several
from generator.release.audit import Audit, audit
from generator.release.programs import ReleaseError
from generator.verbs.verb import BAD, FINE, ROOT, UNREADABLE, Outcome, Report, Verb

_LOCKED = ".ci/constraints.txt"


def _add_arguments(_: ArgumentParser) -> None:
    pass


def _run(_: Namespace, report: Report) -> Outcome:
    report(f"asking what is known against the packages of {_LOCKED}")
    try:
        found = audit((ROOT / _LOCKED).read_text(encoding="utf-8"))
    except ReleaseError as error:
        return Outcome(UNREADABLE, [str(error)], {"error": str(error)})
    return outcome(found)


def outcome(found: Audit) -> Outcome:
    """Return how an audit ends."""
    data = {"packages": found.packages, "vulnerable": found.vulnerable, "unanswered": found.unanswered}
    lines = list(found.vulnerable)
    if found.unanswered:
        lines.append(
            f"{counted(len(found.unanswered), 'package')} of {len(found.packages)} could not be audited: the service"
            f" said nothing of {several(found.unanswered)}."
        )
    if found.vulnerable:
        lines.append("Raise what is vulnerable: nox -s lock.")
        return Outcome(BAD, lines, data)
    if found.unanswered:
        lines.append(
            "This is no clean result. Ask again from where the vulnerability service can be reached."
        )
        return Outcome(UNREADABLE, lines, data)
    return Outcome(FINE, [f"{len(found.packages)} packages audited: nothing is known against them."], data)


VERB = Verb(
    description=(
        "Asks pip-audit about every package of .ci/constraints.txt. It ends with 0 where nothing is known against"
        " any, with 1 where something is, and with 2 where the service didn't answer for all of them."
    ),
    examples=(
        ("python -m generator audit", "audits the lock file"),
        ("python -m generator audit --json", "prints one JSON document, for programs"),
    ),
    add_arguments=_add_arguments,
    run=_run,
)
