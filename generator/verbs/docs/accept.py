"""The verb `docs accept`: takes pages over into spec/ and its sources."""

from __future__ import annotations

import re
from argparse import ArgumentParser, Namespace

from generator.docs.accept.accept import AcceptanceError, read_pages, take_over
from generator.docs.reports import accept as reports
from generator.openapi.view import Subject
from generator.verbs.docs import inputs
from generator.verbs.verb import BAD, FINE, UNREADABLE, Outcome, Report, UsageError, Verb

_PAGE_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("pages", nargs="+", metavar="PAGE", help="a file or https URL")
    inputs.add_arguments(parser)
    parser.add_argument("--dry-run", action="store_true", help="show what would change, and write nothing")


def _run(arguments: Namespace, report: Report) -> Outcome:
    known = _subjects(arguments)
    pages, unreadable = read_pages(arguments.pages, known, inputs.fetcher(arguments, report))
    width = inputs.columns()
    if unreadable:
        return Outcome(
            UNREADABLE, reports.unread_lines(unreadable, width), reports.unread_as_data(unreadable)
        )
    report(f"taking over {', '.join(arguments.pages)}")
    try:
        takeover = take_over(pages, arguments.page)
        if not arguments.dry_run:
            takeover.write()
    except AcceptanceError as error:
        return Outcome(BAD, reports.refused_lines(error), reports.refused_as_data(error))
    lines = reports.as_lines(takeover, width, is_dry=arguments.dry_run)
    data = reports.as_data(takeover, is_dry=arguments.dry_run)
    return Outcome(BAD if takeover.is_unfinished else FINE, lines, data)


def _subjects(arguments: Namespace) -> list[Subject]:
    known = inputs.subjects(arguments.api)
    if arguments.page is None:
        return known
    if len(arguments.pages) > 1:
        raise UsageError("--page says what one page is: name one PAGE with it")
    if not _PAGE_ID.fullmatch(arguments.page):
        raise UsageError(f"--page {arguments.page}: an id is in kebab-case, such as purchase-rest")
    # An id that no API has yet is the one that a new page shall have.
    return inputs.with_page(known, arguments.page) or known


VERB = Verb(
    description=(
        "Records what pages state in spec/sources, and changes the spec where that takes no judgement: new optional"
        " fields, new enum values, what is deprecated or may be null now, and which pages state what. All else is"
        " listed and left as it is. All files are written, or none. Ends with 0 if nothing is left to you, 1 if"
        " something is, 2 where a page can't be fetched or read."
    ),
    examples=(
        ("python -m generator docs accept page.html", "takes one page over"),
        ("python -m generator docs accept page.html --dry-run", "shows what would change"),
        ("python -m generator docs accept page.txt --page purchase-rest", "takes it over as this page"),
        ("python -m generator docs accept page.txt --json", "prints one JSON document, for programs"),
    ),
    add_arguments=_add_arguments,
    run=_run,
)
