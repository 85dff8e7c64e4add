"""The verb `fragment`: fails if a change has no changelog fragment."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from generator.findings import CommandError, count_words
from generator.git import Repository, short_revision
from generator.release.plan import require_fragment
from generator.verbs.verb import BAD, FINE, ROOT, Outcome, Report, UsageError, Verb


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--base",
        metavar="REV",
        help="compare with this revision; where the work left the main branch by default",
    )


def _run(arguments: Namespace, _: Report) -> Outcome:
    repository = Repository(ROOT)
    try:
        repository.require_whole()
        if arguments.base and not repository.find_commit(arguments.base):
            raise UsageError(f"--base: git has no revision {arguments.base}")
        base: str | None = arguments.base or repository.work_base()
        changed, fragments = require_fragment(repository, base)
    except CommandError as error:
        return Outcome(BAD, [str(error)], {"error": str(error)})
    since = short_revision(base)
    what = f"{count_words(len(changed), 'file')} of what users get" if changed else "Nothing that users get"
    lines = [f"{what} changed since {since}.", *(f"fragment: {fragment.path}" for fragment in fragments)]
    return Outcome(
        FINE,
        lines,
        {"base": base, "changed": changed, "fragments": [fragment.path for fragment in fragments]},
    )


VERB = Verb(
    description=(
        "Fails if spec/, overrides/numberwire/ or generated/ changed and no fragment in .changes/ says what that"
        " means for users. Uncommitted changes count. The comparison starts where the work left the"
        " main branch; on that branch itself, at the last release."
    ),
    examples=(
        ("python -m generator fragment", "checks the work on this branch"),
        ("python -m generator fragment --base v0.1.0", "checks all since a release"),
    ),
    add_arguments=_add_arguments,
    run=_run,
)
