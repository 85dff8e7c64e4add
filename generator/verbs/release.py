"""The verb `release`: writes the next version, its notes and its archives; committing and tagging is a person's."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import UTC, datetime

from generator.diff import StateError
from generator.files import OutputError
from generator.journal import edit_files
from generator.release.archives import DIST, pack, placed_files
from generator.release.git import Repository
from generator.release.plan import Plan, plan
from generator.release.programs import ReleaseError
from generator.verbs.verb import BAD, FINE, ROOT, Outcome, Report, Verb


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--dry-run", action="store_true", help="tell the version and the notes; change nothing"
    )
    parser.add_argument(
        "--version", metavar="X.Y.Z", help="release as this version, no smaller than the changes ask for"
    )


def _run(arguments: Namespace, report: Report) -> Outcome:
    repository = Repository(ROOT)
    try:
        repository.require_whole()
        if not arguments.dry_run:
            repository.require_clean("A release")
        elif dirty := repository.dirty():
            report(f"not committed, and taken in all the same by this dry run: {', '.join(dirty)}")
        planned = plan(repository, arguments.version, datetime.now(UTC).date(), report)
        if planned is None:
            return _nothing(repository)
        return _told(planned) if arguments.dry_run else _written(repository, planned, report)
    except (OutputError, ReleaseError, StateError) as error:
        return Outcome(BAD, [str(error)], {"error": str(error)})


def _nothing(repository: Repository) -> Outcome:
    current = repository.last_release()
    lines = [
        f"Nothing to release: nothing that users get changed since v{current}.",
        f"The version is {current}.",
    ]
    return Outcome(FINE, lines, {"version": current, "released": False})


def _told(planned: Plan) -> Outcome:
    lines = [f"The next release is {'; '.join(planned.reasons)}.", "", *planned.notes.splitlines()]
    return Outcome(FINE, lines, _data(planned, released=False))


def _written(repository: Repository, planned: Plan, report: Report) -> Outcome:
    """Write the release and build it; a build that fails takes all of it back."""
    with edit_files(planned.files) as edit:
        made = pack(repository, report)
        edit.write(placed_files(made, ROOT / DIST))
    version, branch = planned.version, repository.branch()
    lines = [
        f"{'; '.join(planned.reasons)}.",
        "Written: CHANGELOG.md and pyproject.toml; the fragments are taken in. Built:",
        *(f"  {DIST}/{name}  sha256 {digest}" for name, digest in made.hashes.items()),
        "Read `git diff`. Then it is yours to commit, to tag and to push:",
        f'  git commit --all --message "Release {version}"',
        f'  git tag --annotate v{version} --message "Release {version}"',
        f"  git push --atomic origin {branch} v{version}",
        "To take it back: git restore .",
    ]
    return Outcome(FINE, lines, _data(planned, released=True) | {"files": made.hashes})


def _data(planned: Plan, *, released: bool) -> dict[str, object]:
    return {
        "version": planned.version,
        "last": planned.last,
        "reasons": list(planned.reasons),
        "notes": planned.notes,
        "released": released,
    }


VERB = Verb(
    description=(
        "Finds the next version from the changelog fragments and from what changed in the specs and the interface"
        " since the last release, whichever asks for more. It writes CHANGELOG.md and pyproject.toml, removes the"
        " fragments and builds sdist and wheel into dist/; where anything fails, everything is as it was. To commit"
        " and to tag is left to you, and the commands are printed."
    ),
    examples=(
        ("python -m generator release --dry-run", "tells the version and the notes"),
        ("python -m generator release", "writes the release"),
        ("python -m generator release --version 1.0.0", "asks for a larger version"),
    ),
    add_arguments=_add_arguments,
    run=_run,
)
