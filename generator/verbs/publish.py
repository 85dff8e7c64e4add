"""The verb `publish`: uploads the archives to a package index; by default to its own, on loopback."""

from __future__ import annotations

import os
from argparse import ArgumentParser, Namespace

from generator.files import OutputError
from generator.findings import CommandError
from generator.git import Repository
from generator.release.publishing import Publication, publish
from generator.verbs.verb import BAD, FINE, ROOT, Outcome, Report, Verb


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--check", action="store_true", help="check all that a publication needs, and upload nothing"
    )


def _run(arguments: Namespace, report: Report) -> Outcome:
    repository = Repository(ROOT)
    try:
        repository.require_whole()
        publication = publish(repository, os.environ, report, is_check=arguments.check)
    except (OutputError, CommandError) as error:
        return Outcome(BAD, [str(error)], {"error": str(error)})
    data = {
        "version": publication.archives.version,
        "index": publication.url,
        "uploaded": [] if arguments.check else list(publication.files),
        "files": publication.archives.hashes,
        "call": dict(publication.call),
    }
    return Outcome(
        FINE, _checked_lines(publication) if arguments.check else _published_lines(publication), data
    )


def _checked_lines(publication: Publication) -> list[str]:
    names = " and ".join(publication.files)
    return [
        f"{publication.archives.version} can be published: {publication.url} lacks {names}. Nothing was uploaded."
    ]


def _published_lines(publication: Publication) -> list[str]:
    lines = [f"{publication.archives.version} is on {publication.url}:"]
    lines += [f"  {name}  sha256 {digest}" for name, digest in publication.archives.hashes.items()]
    if publication.call:
        python, number = publication.call["python"], publication.call["number"]
        lines.append(
            f"Installed from there into a clean environment (Python {python}), it bought {number} on its sandbox."
        )
    return lines


VERB = Verb(
    description=(
        "Uploads the sdist and the wheel to the index that NUMBERWIRE_INDEX_URL names, with twine and the"
        " credentials of its environment variables. A real index takes only a clean commit that carries the"
        " version's tag, and only what `nox -s build` made of it. Without the variable an index is started on"
        " loopback, which needs no tag; there the version is installed into a clean environment, and makes a call."
    ),
    examples=(
        ("python -m generator publish", "uploads to an index on loopback, and installs from it"),
        ("python -m generator publish --check", "checks everything and uploads nothing"),
    ),
    add_arguments=_add_arguments,
    run=_run,
)
