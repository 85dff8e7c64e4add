"""The verb `check`: checks documents against the house rules."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from contextlib import suppress
from functools import cache
from pathlib import Path

from generator.docs.compare.remaining import Task, tasks
from generator.docs.reports.tasks import task_as_data, task_line
from generator.findings import count_words
from generator.openapi.document import DocumentError, read_document
from generator.openapi.view import Subject
from generator.rules import RULES, Read, check_files
from generator.verbs.verb import BAD, FINE, Outcome, Report, Verb, spec_paths


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "files", nargs="*", metavar="FILE", type=Path, help="a document; every spec/*.yaml by default"
    )
    parser.add_argument("--rules", action="store_true", help="list the rules instead")


def _run(arguments: Namespace, report: Report) -> Outcome:
    if arguments.rules:
        return _list_rules()
    files: list[Path] = arguments.files or spec_paths()
    read = cache(read_document)  # for the rules, and for what is still to be done
    findings = check_files(files, report, read)
    open_ = remaining_tasks(files, read)
    results = [
        *([count_words(len(findings), "finding")] if findings else []),
        *([f"{count_words(len(open_), 'thing')} still to be done"] if open_ else []),
    ]
    summary = f"{count_words(len(files), 'document')} checked: {', '.join(results) or 'fine'}."
    data = {
        "checked": [path.as_posix() for path in files],
        "findings": [finding.as_json() for finding in findings],
        "to_do": [task_as_data(task) for task in open_],
    }
    lines = [*map(str, findings), *map(task_line, open_), summary]
    return Outcome(BAD if findings or open_ else FINE, lines, data)


def remaining_tasks(files: list[Path], read: Read) -> list[Task]:
    """Return what is still to be done about documents; about one that can't be read nothing is known.

    Args:
        files: The documents.
        read: Reads one.
    """
    found: list[Task] = []
    for path in files:
        with suppress(DocumentError):
            found += tasks(Subject(read(path)))
    return found


def _list_rules() -> Outcome:
    lines = [f"{rule.id}  {rule.statement}" for rule in RULES]
    return Outcome(FINE, lines, {"rules": [{"id": rule.id, "statement": rule.statement} for rule in RULES]})


VERB = Verb(
    description=(
        "Checks each document against OpenAPI 3.1 and the house rules, and prints every finding with its file,"
        " line and suggested fix; then what is still to be done: what pages left open, where the document says"
        " otherwise than a recorded page, what is still to be described, and operations that the sandbox has no answer"
        " for. The facts of its documentation pages are in the folder"
        " sources beside it. Exits with 0 if there is nothing of either, else with 1."
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
