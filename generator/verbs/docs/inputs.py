"""Inputs: what the verbs of pages have in common: the documents they may mean, and how a page comes in."""

from __future__ import annotations

import shutil
from argparse import ArgumentParser, Namespace
from pathlib import Path

from generator.docs.compare.page_checks import Fetch
from generator.docs.pages.capture import Capture, capture_file
from generator.docs.pages.fetch import capture_url, safe_url
from generator.openapi.document import DocumentError, read_document
from generator.openapi.view import Subject
from generator.verbs.verb import ROOT, Report, UsageError, spec_paths

_COLUMNS = 100


def add_arguments(parser: ArgumentParser) -> None:
    """Add the arguments that say what a page is and how it may be fetched.

    Args:
        parser: The verb's parser.
    """
    add_api(parser)
    parser.add_argument("--page", metavar="ID", help="the recorded page that this page is")
    parser.add_argument(
        "--operation",
        action="append",
        default=[],
        metavar="ID",
        help="an operation of the page: one that the spec has, or a new one for docs accept to draft",
    )
    add_private(parser)


def add_private(parser: ArgumentParser) -> None:
    """Add the argument that lets pages be fetched from where they aren't public.

    Args:
        parser: The verb's parser.
    """
    parser.add_argument(
        "--allow-private",
        action="store_true",
        help="also fetch from private addresses, and over http from this machine",
    )


def add_api(parser: ArgumentParser) -> None:
    """Add the argument that names an API.

    Args:
        parser: The verb's parser.
    """
    parser.add_argument("--api", metavar="NAME", help="the API, such as signalwire")


def columns() -> int:
    """Return how wide a report may be: as the terminal, or as read well in a file."""
    return shutil.get_terminal_size((_COLUMNS, 0)).columns


def subjects(api: str | None) -> list[Subject]:
    """Return the curated documents, or the one of an API, each with its sources.

    Args:
        api: The API's name, or None for all.

    Raises:
        UsageError: There is no such API, or a file can't be read.
    """
    paths = {path.stem: path for path in spec_paths(ROOT)}
    if api is not None and api not in paths:
        raise UsageError(f"--api {api}: no such API; choose {' or '.join(paths)}")
    try:
        documents = [Subject(read_document(path)) for name, path in paths.items() if api in (None, name)]
    except DocumentError as error:
        raise UsageError(str(error)) from None
    for subject in documents:
        if isinstance(subject.sources, DocumentError):
            raise UsageError(str(subject.sources))
    return documents


def with_page(documents: list[Subject], page: str) -> list[Subject]:
    """Return those of the documents whose sources have a page.

    Args:
        documents: The documents.
        page: The page's id.

    Raises:
        UsageError: More than one has it.
    """
    holders = [subject for subject in documents if page in (subject.pages or {})]
    if len(holders) > 1:
        apis = " or ".join(subject.document.path.stem for subject in holders)
        raise UsageError(f"--page {page} is recorded for more than one API; give --api {apis}")
    return holders


def fetcher(arguments: Namespace, report: Report) -> Fetch:
    """Return what gets the page of a file or URL.

    Args:
        arguments: What was typed.
        report: Receives a line for each URL.
    """

    def fetch(source: str, etag: str | None) -> Capture | None:
        if not source.startswith(("https://", "http://")):
            return capture_file(Path(source))
        report(f"fetching {safe_url(source)}")
        return capture_url(source, etag=etag, allow_private=arguments.allow_private)

    return fetch
