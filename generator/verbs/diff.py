"""The verb `diff`: lists what changed between two states for users of the client."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from generator.diff import (
    Comparison,
    Level,
    as_data,
    as_lines,
    as_markdown,
    compare_states,
    last_release,
    read_state,
)
from generator.diff.kinds import KINDS
from generator.findings import CommandError
from generator.verbs.verb import BAD, FINE, ROOT, UNREADABLE, Outcome, Report, UsageError, Verb

_NO_RELEASE = "no release yet: nothing to compare with; name a revision."


def _add_arguments(parser: ArgumentParser) -> None:
    state = "a git revision, a folder or a wheel"
    parser.add_argument("old", nargs="?", metavar="OLD", help=f"{state}; the last release by default")
    parser.add_argument("new", nargs="?", metavar="NEW", help=f"{state}; the working tree by default")
    parser.add_argument("--no-types", action="store_true", help="leave the typing tests out")
    parser.add_argument("--exit-code", action="store_true", help="exit with 1 if something breaks")
    parser.add_argument("--markdown", action="store_true", help="print Markdown, as a changelog has it")
    parser.add_argument("--kinds", action="store_true", help="list the kinds of change instead")


def _run(arguments: Namespace, report: Report) -> Outcome:
    if arguments.kinds:
        return _list_kinds()
    if arguments.markdown and arguments.json:
        raise UsageError("--markdown and --json exclude each other")
    try:
        old = arguments.old or last_release(ROOT)
        if old is None:
            return Outcome(FINE, [_NO_RELEASE], {"old": None, "level": "none", "changes": []})
        comparison = _compare(old, arguments, report)
    except CommandError as error:
        report(str(error))
        return Outcome(UNREADABLE, [], {"error": str(error)})
    lines = as_markdown(comparison).splitlines() if arguments.markdown else as_lines(comparison)
    return Outcome(_exit_code(comparison, arguments), lines, as_data(comparison))


def _compare(old: str, arguments: Namespace, report: Report) -> Comparison:
    with read_state(old, ROOT) as before, read_state(arguments.new, ROOT) as after:
        return compare_states(before, after, types=not arguments.no_types, report=report)


def _exit_code(comparison: Comparison, arguments: Namespace) -> int:
    return BAD if arguments.exit_code and comparison.level is Level.BREAKING else FINE


def _list_kinds() -> Outcome:
    kinds = sorted(KINDS.values(), key=lambda kind: -kind.level)
    lines = [
        f"{kind.level.name.lower():8}  {kind.id:34}  {kind.statement} {kind.why}".rstrip() for kind in kinds
    ]
    listed = [
        {"id": kind.id, "level": kind.level.name.lower(), "statement": kind.statement, "why": kind.why}
        for kind in kinds
    ]
    return Outcome(FINE, lines, {"kinds": listed})


VERB = Verb(
    description=(
        "Compares two states of the project: the documents under spec/, the Python interface of both packages, and"
        " whether the earlier state's typing tests still hold. Each change has its level, and the last line names"
        " the next version. A state's code is read and never run."
    ),
    examples=(
        ("python -m generator diff", "compares the working tree with the last release"),
        ("python -m generator diff HEAD~5", "compares it with an earlier revision"),
        ("python -m generator diff v0.1.0 dist/numberwire-0.2.0-py3-none-any.whl", "compares a wheel"),
        ("python -m generator diff --markdown", "prints the changes for a changelog"),
        ("python -m generator diff --exit-code", "fails if something breaks"),
        ("python -m generator diff --kinds", "lists the kinds of change with their levels"),
        ("python -m generator diff --json", "prints one JSON document, for programs"),
    ),
    add_arguments=_add_arguments,
    run=_run,
)
