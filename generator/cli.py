"""The command line: reads arguments, runs one verb of the table and prints how it ended.

Findings go to stdout, progress to stderr. It ends with 0 fine, 1 findings or a failure, 2 usage, 130 Ctrl-C.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import textwrap
from collections.abc import Sequence

from generator.verbs import VERBS
from generator.verbs.verb import BAD, Group, Outcome, UsageError, Verb

INTERRUPTED = 130
_PROGRAM = "python -m generator"
_WIDTH = 80


def main(arguments: Sequence[str] | None = None, verbs: Sequence[Verb | Group] = VERBS) -> int:
    """Run one verb.

    Args:
        arguments: The words after the program's name; those of the process by default.
        verbs: The verbs to choose from.

    Returns:
        The exit code.
    """
    chosen = _parser(verbs).parse_args(arguments)
    verb: Verb = chosen.verb
    parser: argparse.ArgumentParser = chosen.parser
    try:
        outcome = verb.run(chosen, _report)
        _print(outcome, as_json=chosen.json)
    except UsageError as error:
        parser.error(str(error))
    except ModuleNotFoundError as error:
        # One of our own that is missing is a bug, and shows.
        if not error.name or error.name.partition(".")[0] == "generator":
            raise
        _report(
            f"{error.name.partition('.')[0]} is not installed:"
            " run `nox -s generate` (or install the dependency group generate)."
        )
        return BAD
    except KeyboardInterrupt:
        _report("stopped.")
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read has enough; Python's own flush at exit would complain again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BAD
    return outcome.code


def _parser(verbs: Sequence[Verb | Group]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=_PROGRAM,
        description="Checks the curated API documents under spec/ and builds the typed clients from them.",
        epilog=f"`{_PROGRAM} VERB --help` tells of a verb, with examples.",
    )
    _add_rows(parser, verbs)
    return parser


def _add_rows(parser: argparse.ArgumentParser, verbs: Sequence[Verb | Group]) -> None:
    rows = parser.add_subparsers(metavar="VERB", required=True)
    for verb in verbs:
        row = rows.add_parser(
            verb.name,
            help=verb.summary,
            description=textwrap.fill(verb.description, _WIDTH),
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        if isinstance(verb, Group):
            row.epilog = f"`{row.prog} VERB --help` tells of a verb, with examples."
            _add_rows(row, verb.verbs)
            continue
        examples = "\n".join(f"  {command}\n      {what}" for command, what in verb.examples)
        row.epilog = f"examples:\n{examples}"
        verb.add_arguments(row)
        row.add_argument("--json", action="store_true", help="print one JSON document")
        row.set_defaults(verb=verb, parser=row)


def _report(message: str) -> None:
    sys.stderr.write(f"{message}\n")
    sys.stderr.flush()


def _print(outcome: Outcome, *, as_json: bool) -> None:
    lines = [json.dumps(outcome.data, indent=2)] if as_json else outcome.lines
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    sys.stdout.flush()
