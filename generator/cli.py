"""The command line: reads arguments, runs one verb of the table and prints how it ended.

Findings go to stdout, progress to stderr. It ends with 0 fine, 1 findings or a failure, 2 usage,
130 Ctrl-C, 128 and its number any other signal that asks it to end.
"""

from __future__ import annotations

import argparse
import errno
import gc
import json
import os
import shlex
import signal
import sys
import textwrap
import threading
from collections.abc import Generator, Sequence
from contextlib import contextmanager, suppress
from types import FrameType

from generator.journal import STOPPING, recover_files
from generator.verbs import VERBS
from generator.verbs.verb import BAD, ROOT, Group, Outcome, Row, UsageError, Verb

INTERRUPTED = 130
_SIGNALLED = 128
"""What is added to a signal's number where it ends the run."""
_SURROUNDINGS = frozenset(
    {errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC, errno.EDQUOT, errno.EMFILE, errno.ENFILE}
)
"""What the machine refuses and no code can mend."""
_PROGRAM = "python -m generator"
_WIDTH = 80


def main(arguments: Sequence[str] | None = None, verbs: Sequence[Row | Group] = VERBS) -> int:
    """Run one verb.

    Args:
        arguments: The words after the program's name; those of the process by default.
        verbs: The verbs to choose from.

    Returns:
        The exit code.
    """
    words = sys.argv[1:] if arguments is None else arguments
    try:
        with _stop_on_signals(), _without_garbage_collection():
            parser = _parser(verbs, words)
            _require_words(parser, words)
            chosen, unknown = parser.parse_known_args(words)
            if unknown:
                chosen.parser.error(f"unrecognized arguments: {' '.join(unknown)}")
            return _run(chosen)
    except ModuleNotFoundError as error:
        # One of our own that is missing is a bug, and shows.
        if not error.name or error.name.partition(".")[0] == "generator":
            raise
        _report(f"{error.name.partition('.')[0]} is not installed here: {_installing_command(verbs, words)}.")
        return BAD
    except _StoppedError as error:
        _report("stopped.")
        return _SIGNALLED + error.number
    except KeyboardInterrupt:
        _report("stopped.")
        return INTERRUPTED
    except BrokenPipeError:
        # The reader has closed the pipe; Python's own flush at exit would complain again.
        for stream in (sys.stdout, sys.stderr):
            with suppress(BrokenPipeError):
                stream.flush()
                continue
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        return BAD


def _run(chosen: argparse.Namespace) -> int:
    verb: Verb = chosen.verb
    parser: argparse.ArgumentParser = chosen.parser
    try:
        recover_files(ROOT, ROOT / "generated" / "numberwire_api", report=_report)
        outcome = verb.run(chosen, _report)
        _print(outcome, as_json=chosen.json)
    except UsageError as error:
        parser.error(str(error))
    except OSError as error:
        if error.errno not in _SURROUNDINGS:
            raise
        _report(f"{error.filename or 'a file'} can't be written or read: {error.strerror}.")
        return BAD
    return outcome.code


def _installing_command(verbs: Sequence[Row | Group], words: Sequence[str]) -> str:
    """Return how the same command runs where all that it needs is installed."""
    session = next((entry.session for entry in verbs if words and entry.name == words[0]), "")
    if not session:
        return "install the dependency groups generate and release"
    command = shlex.join(["nox", "-s", session, *(["--", *words[1:]] if words[1:] else [])])
    return f"run `{command}`, which installs it"


def _require_words(parser: argparse.ArgumentParser, arguments: Sequence[str]) -> None:
    """Refuse an argument without a word in it: a variable that isn't set looks so."""
    for word in arguments:
        name, equals, value = word.partition("=")
        if not word.strip() or (name.startswith("--") and equals and not value.strip()):
            parser.error(f"{name if equals else 'an argument'} is empty: is a variable unset?")


class _StoppedError(KeyboardInterrupt):
    """The run was asked to end by another signal than Ctrl-C's.

    Attributes:
        number: The signal.
    """

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number


@contextmanager
def _stop_on_signals() -> Generator[None]:
    """Let every signal that asks a run to end do what Ctrl-C does: what is half done is taken back first."""

    def stop(number: int, _frame: FrameType | None) -> None:
        raise _StoppedError(number)

    # One that is ignored, as nohup has it, stays so; Ctrl-C has its own error, and tests have no main thread.
    numbers = [number for number in STOPPING if signal.getsignal(number) == signal.SIG_DFL]
    if threading.current_thread() is not threading.main_thread():
        numbers = []
    handlers = {number: signal.signal(number, stop) for number in numbers}
    try:
        yield
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)


@contextmanager
def _without_garbage_collection() -> Generator[None]:
    """Collect no garbage while a verb runs: it ends soon, leaves little, and looking takes a quarter of the time."""
    is_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if is_enabled:
            gc.enable()


def _parser(verbs: Sequence[Row | Group], words: Sequence[str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=_PROGRAM,
        description="Checks the curated API documents under spec/ and generates the typed clients from them.",
        epilog=f"`{_PROGRAM} VERB --help` describes a command, with examples.",
    )
    _add_rows(parser, verbs, words)
    return parser


def _add_rows(parser: argparse.ArgumentParser, verbs: Sequence[Row | Group], words: Sequence[str]) -> None:
    """Add a parser for each verb; only the chosen one is loaded, the others have their line of help."""
    rows = parser.add_subparsers(metavar="VERB", required=True)
    place, chosen = next(((at, word) for at, word in enumerate(words) if not word.startswith("-")), (0, None))
    for entry in verbs:
        row = rows.add_parser(
            entry.name, help=entry.summary, formatter_class=argparse.RawDescriptionHelpFormatter
        )
        if entry.name != chosen:
            continue
        verb = entry if isinstance(entry, Group) else entry.load()
        row.description = textwrap.fill(verb.description, _WIDTH)
        if isinstance(verb, Group):
            row.epilog = f"`{row.prog} VERB --help` describes a command, with examples."
            _add_rows(row, verb.verbs, words[place + 1 :])
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
