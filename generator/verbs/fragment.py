"""The verb `fragment`: fails where a change has no changelog fragment."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from generator.findings import counted
from generator.release.git import Repository, short
from generator.release.plan import require_fragment
from generator.release.programs import ReleaseError
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
        if arguments.base and not repository.revision(arguments.base):
            raise UsageError(f"--base: git knows no revision {arguments.base}")
        base: str | None = arguments.base or repository.base()
        seen, noted = require_fragment(repository, base)
    except ReleaseError as error:
        return Outcome(BAD, [str(error)], {"error": str(error)})
    since = short(base)
    what = f"{counted(len(seen), 'file')} of what users get" if seen else "Nothing that users get"
    lines = [f"{what} changed since {since}.", *(f"noted: {one.path}" for one in noted)]
    return Outcome(FINE, lines, {"base": base, "changed": seen, "fragments": [one.path for one in noted]})


VERB = Verb(
    description=(
        "Fails if spec/, overrides/numberwire/ or generated/ changed and no fragment in .changes/ says what that"
        " means for users. What is not committed counts, too. Compared is with the point where the work left the"
        " main branch; on that branch itself, with the last release."
    ),
    examples=(
        ("python -m generator fragment", "checks the work on this branch"),
        ("python -m generator fragment --base v0.1.0", "checks all since a release"),
    ),
    add_arguments=_add_arguments,
    run=_run,
)
