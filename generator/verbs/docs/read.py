"""The verb `docs read`: shows what documentation pages state, as facts."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import Any, cast

from generator.docs.pages.capture import Capture, PageError
from generator.docs.pages.fetch import source_name
from generator.docs.pages.page_reader import read_page
from generator.docs.reports.read_report import as_json, as_lines
from generator.findings import visible
from generator.verbs.docs import inputs
from generator.verbs.verb import FINE, UNREADABLE, Outcome, Report, Verb


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("pages", nargs="+", metavar="PAGE", help="a file or an https URL")
    inputs.add_private(parser)


def _run(arguments: Namespace, report: Report) -> Outcome:
    fetch = inputs.fetcher(arguments, report)
    lines: list[str] = []
    read: list[dict[str, Any]] = []
    unread: list[dict[str, Any]] = []
    for source in arguments.pages:
        name = source_name(source)
        try:
            # Without an ETag there is no page that didn't change.
            reading = read_page(cast("Capture", fetch(source, None)))
        except PageError as error:
            lines += [f"{visible(name)}: not read: {error}", ""]
            unread.append({"source": name, "message": error.message, "line": error.line, "read": error.read})
        else:
            lines += as_lines(name, reading)
            read.append(as_json(name, reading))
    return Outcome(UNREADABLE if unread else FINE, lines, {"pages": read, "unreadable": unread})


VERB = Verb(
    description=(
        "Reads pages (text, HTML, Markdown or an OpenAPI document) and shows what each states of its operations"
        " and their fields. What it doesn't state is left out or called not stated. Exits with 0, or with 2 if"
        " a page can't be fetched or read completely."
    ),
    examples=(
        ("nox -s docs -- read page.txt", "shows what a page states"),
        ("nox -s docs -- read https://example.com/page", "fetches the page first"),
        ("nox -s docs -- read openapi.yaml --json", "prints one JSON document, for programs"),
    ),
    add_arguments=_add_arguments,
    run=_run,
)
