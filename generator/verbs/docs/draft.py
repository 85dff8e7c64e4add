"""The verb `docs draft`: writes a first spec of a new API, and its sources, from pages."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import cast

from generator.docs.accept.accept_pages import AcceptError
from generator.docs.accept.new_api import draft_api
from generator.docs.compare.page_checks import UnreadablePage
from generator.docs.pages.capture import Capture, PageError
from generator.docs.pages.fetch import source_name
from generator.docs.pages.page_reader import Reading, read_page
from generator.docs.reports import accept_report
from generator.docs.reports import draft_report as reports
from generator.verbs.docs import inputs
from generator.verbs.verb import BAD, FINE, ROOT, UNREADABLE, Outcome, Report, Verb, display_path


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "pages", nargs="+", metavar="PAGE", help="a file or https URL; an OpenAPI document, too"
    )
    parser.add_argument("--api", metavar="NAME", required=True, help="name of the API, such as toll")
    inputs.add_private(parser)
    parser.add_argument(
        "--dry-run", action="store_true", help="show what would be written, and write nothing"
    )


def _run(arguments: Namespace, report: Report) -> Outcome:
    fetch = inputs.fetcher(arguments, report)
    readings: list[Reading] = []
    unreadable: list[UnreadablePage] = []
    for source in arguments.pages:
        try:
            # Without an ETag there is no page that didn't change.
            readings.append(read_page(cast("Capture", fetch(source, None))))
        except PageError as error:
            unreadable.append(UnreadablePage(source_name(source), str(error)))
    width = inputs.columns()
    if unreadable:
        lines = accept_report.unread_lines(unreadable, width)
        return Outcome(UNREADABLE, lines, accept_report.unread_as_data(unreadable))
    report(f"drafting {arguments.api}")
    try:
        draft = draft_api(arguments.api, readings, display_path(ROOT / "spec"))
        if not arguments.dry_run:
            draft.write()
    except AcceptError as error:
        return Outcome(BAD, accept_report.refused_lines(error), accept_report.refused_as_data(error))
    lines = reports.as_lines(draft, width, is_dry=arguments.dry_run)
    return Outcome(BAD if draft.findings or draft.left else FINE, lines, reports.as_data(draft))


VERB = Verb(
    description=(
        "Writes a first spec/NAME.yaml and spec/sources/NAME.yaml from pages or from an OpenAPI document: each"
        " operation whose method and path are stated, with its parameters, bodies, statuses and sources. What it"
        " adds is described as still to be described; what it can't draft is kept open, and `check` lists both."
        " Neither file may be there already. Exits with 0 if nothing is left to decide, 1 if something is, 2 if a"
        " page can't be fetched or read."
    ),
    examples=(
        ("nox -s docs -- draft --api toll page.html", "drafts an API from a page"),
        ("nox -s docs -- draft --api toll openapi.yaml", "drafts it from its OpenAPI document"),
        ("nox -s docs -- draft --api toll page.html --dry-run", "shows what would be written"),
        (
            "nox -s docs -- draft --api toll page.html --json",
            "prints one JSON document, for programs",
        ),
    ),
    add_arguments=_add_arguments,
    run=_run,
)
