"""The verb `docs accept`: accepts pages into spec/ and its sources."""

from __future__ import annotations

import re
from argparse import ArgumentParser, Namespace

from generator.docs.accept.accept_pages import AcceptError, accept_pages, read_pages
from generator.docs.reports import accept_report as reports
from generator.openapi.view import Subject
from generator.verbs.docs import inputs
from generator.verbs.verb import BAD, FINE, UNREADABLE, Outcome, Report, UsageError, Verb

_PAGE_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("pages", nargs="+", metavar="PAGE", help="a file or https URL")
    inputs.add_arguments(parser)
    parser.add_argument(
        "--allow-loss",
        action="store_true",
        help="also accept a page that states less than half of what is recorded of it",
    )
    parser.add_argument("--dry-run", action="store_true", help="show what would change, and write nothing")


def _run(arguments: Namespace, report: Report) -> Outcome:
    subjects = _subjects(arguments)
    pages, unreadable = read_pages(arguments.pages, subjects, inputs.fetcher(arguments, report))
    width = inputs.columns()
    if unreadable:
        return Outcome(
            UNREADABLE, reports.unread_lines(unreadable, width), reports.unread_as_data(unreadable)
        )
    report(f"accepting {', '.join(arguments.pages)}")
    try:
        accepted = accept_pages(pages, arguments.page, arguments.operation, allows_loss=arguments.allow_loss)
        if not arguments.dry_run:
            accepted.write()
    except AcceptError as error:
        return Outcome(BAD, reports.refused_lines(error), reports.refused_as_data(error))
    lines = reports.as_lines(accepted, width, is_dry=arguments.dry_run)
    data = reports.as_data(accepted, is_dry=arguments.dry_run)
    return Outcome(BAD if accepted.has_remaining_work else FINE, lines, data)


def _subjects(arguments: Namespace) -> list[Subject]:
    subjects = inputs.subjects(arguments.api)
    if arguments.page is None:
        return subjects
    if len(arguments.pages) > 1:
        raise UsageError("--page names one recorded page: give exactly one PAGE with it")
    if not _PAGE_ID.fullmatch(arguments.page):
        raise UsageError(f"--page {arguments.page}: an id is in kebab-case, such as purchase-rest")
    # An id that no API has yet is the one that a new page shall have.
    return inputs.with_page(subjects, arguments.page) or subjects


VERB = Verb(
    description=(
        "Records what pages state in spec/sources, and applies the changes that are safe to automate to the"
        " spec: new optional fields, new enum values, fields newly deprecated or nullable, and which pages"
        " state what. Everything else is listed for you to decide. A page that states less than half of what is"
        " recorded of it is refused without --allow-loss. Either all files are written or none."
        " Exits with 0 if nothing is left to decide, 1 if something is, 2 if a page can't be fetched or"
        " read."
    ),
    examples=(
        ("nox -s docs -- accept page.html", "accepts one page"),
        ("nox -s docs -- accept page.html --dry-run", "shows what would change"),
        ("nox -s docs -- accept page.txt --page purchase-rest", "accepts it as this page"),
        ("nox -s docs -- accept page.txt --json", "prints one JSON document, for programs"),
    ),
    add_arguments=_add_arguments,
    run=_run,
)
