"""The verb `docs check`: holds documentation pages against what is recorded of them, and against the spec."""

from __future__ import annotations

import shutil
from argparse import ArgumentParser, Namespace
from functools import partial
from pathlib import Path

from generator.docs.accept.accept_pages import judge_page
from generator.docs.compare.page_checks import CheckResult, check_pages, check_recorded_pages
from generator.docs.reports.drift_report import as_data, as_lines
from generator.docs.reports.html_report import as_html
from generator.docs.reports.markdown_report import as_markdown
from generator.files import OutputError, write_file
from generator.verbs.docs import inputs
from generator.verbs.verb import BAD, FINE, UNREADABLE, Outcome, Report, UsageError, Verb

_STDOUT = Path("-")
_COLUMNS = 100
"""How wide a report is that no terminal shows."""


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "pages",
        nargs="*",
        metavar="PAGE",
        help="a file or https URL; default: fetch the recorded URLs",
    )
    inputs.add_arguments(parser)
    parser.add_argument(
        "--markdown",
        nargs="?",
        const=_STDOUT,
        type=Path,
        metavar="FILE",
        help="print the report as Markdown, or write it to a file",
    )
    parser.add_argument("--html", type=Path, metavar="FILE", help="write the report as one HTML page")


def _run(arguments: Namespace, report: Report) -> Outcome:
    if arguments.json and arguments.markdown == _STDOUT:
        raise UsageError("--json and --markdown both print: give --markdown a FILE")
    review = _check_pages(arguments, report)
    lines = as_lines(review, shutil.get_terminal_size((_COLUMNS, 0)).columns)
    try:
        lines = _write_reports(arguments, review) or lines
    except OutputError as error:
        raise UsageError(str(error)) from None
    if review.unreadable or not review.has_checked_pages:
        return Outcome(UNREADABLE, lines, as_data(review))
    return Outcome(BAD if review.has_drift or review.open else FINE, lines, as_data(review))


def _check_pages(arguments: Namespace, report: Report) -> CheckResult:
    if arguments.page and len(arguments.pages) > 1:
        raise UsageError("--page names one recorded page: give exactly one PAGE with it")
    subjects = inputs.subjects(arguments.api)
    if arguments.page:
        pages = ", ".join(name for subject in subjects for name in subject.pages or {})
        subjects = inputs.with_page(subjects, arguments.page)
        if not subjects:
            raise UsageError(f"--page {arguments.page}: no such page is recorded; choose one of {pages}")
    fetch = inputs.fetcher(arguments, report)
    judge = partial(judge_page, operations=arguments.operation)
    if not arguments.pages:
        return check_recorded_pages(subjects, fetch, arguments.page, judge)
    return check_pages(arguments.pages, subjects, fetch, arguments.page, judge)


def _write_reports(arguments: Namespace, review: CheckResult) -> list[str] | None:
    """Write the reports that go to files; return the lines to print, where these are asked for."""
    if arguments.html:
        write_file(arguments.html, as_html(review))
    if arguments.markdown is None:
        return None
    lines = as_markdown(review)
    if arguments.markdown == _STDOUT:
        return lines
    write_file(arguments.markdown, "".join(f"{line}\n" for line in lines))
    return None


VERB = Verb(
    description=(
        "Reads pages as facts and reports, by what matters to users, where they differ from what spec/sources"
        " records of them, and from the spec and the checks of overrides/. What pages are known to disagree about"
        " is not drift. Exits with 0 without drift and with nothing left open, 1 with either, 2 if a page can't be"
        " fetched or read, or there is none to look at."
    ),
    examples=(
        ("nox -s docs -- check page.html", "checks one page"),
        ("nox -s docs -- check page.txt --page purchase-rest", "checks it as this page, later"),
        (
            "nox -s docs -- check page.txt --html report.html",
            "writes the matrix of fields and pages, too",
        ),
        ("nox -s docs -- check page.txt --markdown", "prints the text of a pull request"),
        ("nox -s docs -- check", "fetches the recorded URLs and checks their pages"),
        ("nox -s docs -- check --json", "prints one JSON document, for programs"),
    ),
    add_arguments=_add_arguments,
    run=_run,
)
