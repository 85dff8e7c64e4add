"""The verb `check`: holds documents against the house rules."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from generator.findings import Finding, counted
from generator.rules import RULES, check_file
from generator.verbs.verb import BAD, FINE, Outcome, Report, Verb, specs

_LARGE = 500_000


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "files", nargs="*", metavar="FILE", type=Path, help="a document; every spec/*.yaml by default"
    )
    parser.add_argument("--rules", action="store_true", help="list the rules instead")


def _run(arguments: Namespace, report: Report) -> Outcome:
    if arguments.rules:
        return _rules()
    files: list[Path] = arguments.files or specs()
    findings = check_files(files, report)
    found = counted(len(findings), "finding") if findings else "fine"
    summary = f"{counted(len(files), 'document')} checked: {found}."
    data = {
        "checked": [path.as_posix() for path in files],
        "findings": [finding.as_json() for finding in findings],
    }
    return Outcome(BAD if findings else FINE, [*map(str, findings), summary], data)


def check_files(files: list[Path], report: Report) -> list[Finding]:
    """Return what files break of the house rules.

    Args:
        files: The documents.
        report: Where to tell of a slow one.
    """
    findings: list[Finding] = []
    for path in files:
        if path.is_file() and path.stat().st_size > _LARGE:
            report(f"checking {path.as_posix()}")
        findings += check_file(path)
    return findings


def _rules() -> Outcome:
    lines = [f"{rule.id}  {rule.statement}" for rule in RULES]
    return Outcome(FINE, lines, {"rules": [{"id": rule.id, "statement": rule.statement} for rule in RULES]})


VERB = Verb(
    description=(
        "Holds each document against OpenAPI 3.1 and the house rules, and prints every finding with its file,"
        " line and mend. The facts of the documentation pages are looked for in the folder sources beside it."
    ),
    examples=(
        ("python -m generator check", "checks every document of spec/"),
        ("python -m generator check spec/routing.yaml", "checks one"),
        ("python -m generator check --json", "prints one JSON document, for programs"),
        ("python -m generator check --rules", "lists the rules by id"),
    ),
    add_arguments=_add_arguments,
    run=_run,
)
