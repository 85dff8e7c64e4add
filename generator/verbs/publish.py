"""The verb `publish`: takes the archives to an index; by default to one of its own, on loopback."""

from __future__ import annotations

import os
from argparse import ArgumentParser, Namespace

from generator.files import OutputError
from generator.release.git import Repository
from generator.release.programs import ReleaseError
from generator.release.publish import Publication, publish
from generator.verbs.verb import BAD, FINE, ROOT, Outcome, Report, Verb


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--check", action="store_true", help="check all that a publication needs, and upload nothing"
    )


def _run(arguments: Namespace, report: Report) -> Outcome:
    repository = Repository(ROOT)
    try:
        repository.require_whole()
        done = publish(repository, os.environ, report, is_check=arguments.check)
    except (OutputError, ReleaseError) as error:
        return Outcome(BAD, [str(error)], {"error": str(error)})
    data = {
        "version": done.made.version,
        "index": done.url,
        "uploaded": [] if arguments.check else list(done.files),
        "files": done.made.hashes,
        "call": dict(done.call),
    }
    return Outcome(FINE, _checked(done) if arguments.check else _published(done), data)


def _checked(done: Publication) -> list[str]:
    names = " and ".join(done.files)
    return [f"{done.made.version} can be published: {done.url} lacks {names}. Nothing was uploaded."]


def _published(done: Publication) -> list[str]:
    lines = [f"{done.made.version} is on {done.url}:"]
    lines += [f"  {name}  sha256 {digest}" for name, digest in done.made.hashes.items()]
    if done.call:
        python, number = done.call["python"], done.call["number"]
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
        ("python -m generator publish", "goes all the way, on loopback"),
        ("python -m generator publish --check", "checks everything, and uploads nothing"),
    ),
    add_arguments=_add_arguments,
    run=_run,
)
