"""The verb `release`: writes the next version, its notes and its archives; you commit and tag."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from contextlib import suppress
from datetime import UTC, datetime

from generator.docs.compare.remaining import Task, unsettled_tasks
from generator.docs.reports.tasks import task_as_data, task_line
from generator.files import OutputError
from generator.findings import CommandError, count_words
from generator.git import Repository
from generator.journal import edit_files
from generator.openapi.document import DocumentError, read_document
from generator.openapi.view import Subject
from generator.release.archives import DIST, build_archives, dist_files
from generator.release.plan import Plan, plan_release
from generator.verbs.verb import BAD, FINE, ROOT, Outcome, Report, Verb, spec_paths


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--dry-run", action="store_true", help="show the version and the notes; change nothing"
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
        elif dirty_files := repository.dirty_files():
            report(f"this dry run includes uncommitted changes: {', '.join(dirty_files)}")
        if unsettled := _unsettled_tasks():
            return _unsettled_outcome(unsettled)
        release = plan_release(repository, arguments.version, datetime.now(UTC).date(), report)
        if release is None:
            return _nothing_outcome(repository)
        return _planned_outcome(release) if arguments.dry_run else _write_release(repository, release, report)
    except (OutputError, CommandError) as error:
        return Outcome(BAD, [str(error)], {"error": str(error)})


def _unsettled_tasks() -> list[Task]:
    """Return what pages left open and what is still to be described: neither is for users."""
    found: list[Task] = []
    for path in spec_paths(ROOT):
        with suppress(DocumentError):  # the build says what is wrong with it
            found += unsettled_tasks(Subject(read_document(path)))
    return found


def _unsettled_outcome(unsettled: list[Task]) -> Outcome:
    lines = [
        *map(task_line, unsettled),
        f"Nothing is released: {count_words(len(unsettled), 'thing')} to settle first.",
    ]
    return Outcome(BAD, lines, {"released": False, "to_do": [task_as_data(task) for task in unsettled]})


def _nothing_outcome(repository: Repository) -> Outcome:
    current = repository.last_release()
    lines = [
        f"Nothing to release: nothing that users get changed since v{current}.",
        f"The version is {current}.",
    ]
    return Outcome(FINE, lines, {"version": current, "released": False})


def _planned_outcome(release: Plan) -> Outcome:
    lines = [f"The next release is {'; '.join(release.reasons)}.", "", *release.notes.splitlines()]
    return Outcome(FINE, lines, _plan_as_data(release, released=False))


def _write_release(repository: Repository, release: Plan, report: Report) -> Outcome:
    """Write the release and build it; a build that fails takes all of it back."""
    with edit_files(release.files) as edit:
        archives = build_archives(repository, report)
        edit.write(dist_files(archives, ROOT / DIST))
    version, branch = release.version, repository.branch_name()
    lines = [
        f"{'; '.join(release.reasons)}.",
        "Written: CHANGELOG.md and pyproject.toml; the fragments are removed. Built:",
        *(f"  {DIST}/{name}  sha256 {digest}" for name, digest in archives.hashes.items()),
        "Read `git diff`. Then commit, tag and push:",
        f'  git commit --all --message "Release {version}"',
        f'  git tag --annotate v{version} --message "Release {version}"',
        f"  git push --atomic origin {branch} v{version}",
        "To take it back: git restore .",
    ]
    return Outcome(FINE, lines, _plan_as_data(release, released=True) | {"files": archives.hashes})


def _plan_as_data(release: Plan, *, released: bool) -> dict[str, object]:
    return {
        "version": release.version,
        "last": release.last,
        "reasons": list(release.reasons),
        "notes": release.notes,
        "released": released,
    }


VERB = Verb(
    description=(
        "Finds the next version from the changelog fragments and from what changed in the specs and the interface"
        " since the last release, whichever asks for more. It writes CHANGELOG.md and pyproject.toml, removes the"
        " fragments and builds sdist and wheel into dist/; if anything fails, every file is as it was. Nothing is"
        " released while a page left something open, or something is still to be described. You commit and tag: the"
        " commands are printed."
    ),
    examples=(
        ("python -m generator release --dry-run", "shows the version and the notes"),
        ("python -m generator release", "writes the release"),
        ("python -m generator release --version 1.0.0", "asks for a larger version"),
    ),
    add_arguments=_add_arguments,
    run=_run,
)
