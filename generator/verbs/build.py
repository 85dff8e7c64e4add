"""The verb `build`: builds the sdist and the wheel into dist/."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from generator.files import OutputError
from generator.findings import CommandError
from generator.git import Repository
from generator.release.archives import DIST, build_archives, place_archives
from generator.verbs.verb import BAD, FINE, ROOT, Outcome, Report, Verb


def _add_arguments(_: ArgumentParser) -> None:
    pass


def _run(_: Namespace, report: Report) -> Outcome:
    repository = Repository(ROOT)
    try:
        repository.require_whole()
        archives = build_archives(repository, report)
        place_archives(archives, ROOT / DIST)
    except (OutputError, CommandError) as error:
        return Outcome(BAD, [str(error)], {"error": str(error)})
    lines = [f"{DIST}/{name}  sha256 {digest}" for name, digest in archives.hashes.items()]
    lines.append(
        "Built twice, from two directories: byte-identical, with the packages as they are in the tree."
    )
    return Outcome(FINE, lines, {"version": archives.version, "files": archives.hashes})


VERB = Verb(
    description=(
        "Builds both archives twice, the wheel once from the sdist and once from the tree, and fails unless the"
        " bytes are the same, the contents are the two packages as they are in the tree, and the description"
        " renders. If anything fails, dist/ stays as it was."
    ),
    examples=(
        ("python -m generator build", "builds into dist/"),
        ("python -m generator build --json", "prints the hashes as JSON, for programs"),
    ),
    add_arguments=_add_arguments,
    run=_run,
)
