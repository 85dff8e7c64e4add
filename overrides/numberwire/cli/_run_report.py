"""What became of a run's changes: a line for each failure, the report that is kept and shown, and the exit code."""

import json
from collections.abc import Sequence
from typing import Any

from numberwire.cli._account import suggest
from numberwire.cli._exit_codes import ExitCode
from numberwire.cli._masking import mask_url
from numberwire.cli._plan_text import show_value
from numberwire.cli._state import Run
from numberwire.cli._streams import format_json, say, write
from numberwire.errors import APIConnectionError, UnprocessableEntityError
from numberwire.fleet._change_status import Conflict
from numberwire.fleet._executor import Outcome, Report, StaleChangeError
from numberwire.fleet._plan import Tally

__all__ = ["describe_conflict", "describe_outcome", "exit_code_of", "report_record", "write_report"]


def describe_outcome(outcome: Outcome) -> str:
    """What became of a change, with its number and the API's words."""
    request = getattr(outcome.error, "request_id", None)
    suffix = f" (request {request})" if request else ""
    verb = {"buy": "purchase", "update": "update", "release": "release"}[outcome.change.op]
    if outcome.is_bought:
        words = "it was bought, and what it is to do could not be set"
    else:
        words = f"its {verb} {'may or may not have happened' if outcome.is_uncertain else 'failed'}"
    return f"{outcome.change.number}: {words}: {_describe_error(outcome)}{suffix}"


def describe_conflict(conflict: Conflict) -> str:
    """What is not as a plan expects it."""
    return conflict.words or (
        f"{conflict.field} is {show_value(conflict.current)}, "
        f"and the plan expects {show_value(conflict.expected)}"
    )


def _describe_error(outcome: Outcome) -> str:
    if isinstance(outcome.error, StaleChangeError):
        conflicts = "; ".join(map(describe_conflict, outcome.error.conflicts))
        return f"{outcome.error}: {conflicts}"
    return mask_url(str(outcome.error))


def exit_code_of(report: Report) -> ExitCode:
    """How a run ends."""
    if report.of_kind("unknown"):
        return ExitCode.UNKNOWN
    if report.is_interrupted:
        return ExitCode.INTERRUPTED
    if report.refused is not None:
        return ExitCode.CREDENTIALS
    if report.of_kind("failed") or report.left:
        may_have_changed = any(
            outcome.kind == "done" or outcome.is_bought or outcome.is_uncertain for outcome in report.outcomes
        )
        return ExitCode.IN_PART if may_have_changed else ExitCode.FAILED
    return ExitCode.DONE


def write_report(
    run: Run, report: Report, code: ExitCode, seconds: float, *, output_format: str, is_quiet: bool
) -> None:
    """Keep and show what became of the changes.

    Args:
        run: The run.
        report: What became of them.
        code: How the command ends.
        seconds: How long it took.
        output_format: ``json``, or empty for words.
        is_quiet: Whether nothing is said of how it is taken back.

    Raises:
        OSError: It can't be shown.
    """
    done = Tally.of([outcome.change for outcome in report.of_kind("done")])
    record = report_record(run, report, code, seconds)
    if report.broken is not None:
        say(f"{report.broken}. {'Nothing more was begun.' if report.left else 'All was done.'}")
    elif report.left and report.outcomes and isinstance(report.outcomes[-1].error, APIConnectionError):
        say("The API can't be reached; nothing more was begun.")
    try:
        run.write_report(json.dumps(record, indent=1) + "\n")
    except OSError as error:  # what was done is said all the same
        say(f"The report of {run.folder} can't be written: {error.strerror}")
    if output_format:
        write(format_json("report", record))
    failed = report.of_kind("failed")
    unrouted = sum(outcome.is_bought for outcome in failed)
    counts = (
        (done.buy, "bought"),
        (unrouted, "bought, but not set up"),
        (done.update, "updated"),
        (done.release, "released"),
        (len(failed) - unrouted, "failed"),
        (len(report.of_kind("unknown")), "unknown"),
        (len(report.left), "not begun"),
    )
    words = ", ".join(f"{count:,} {word}" for count, word in counts if count)
    undo = suggest("undo", run.name)
    if is_quiet:
        say(f"{words or 'nothing'} in {seconds:.1f} s")
    elif code is ExitCode.DONE:
        (say if output_format else _write_line)(f"done: {words} in {seconds:.1f} s. Undo: {undo}")
    else:
        say(f"{words} in {seconds:.1f} s. Continue: {suggest('resume', run.name)}. Take back: {undo}")
        _say_unsold(failed)


def _say_unsold(failed: Sequence[Outcome]) -> None:
    """Say how a number is replaced that the API does not sell: going on would fail again."""
    unsold = [
        outcome.change.number
        for outcome in failed
        if isinstance(outcome.error, UnprocessableEntityError) and not outcome.is_bought
        if outcome.change.op == "buy"
    ]
    if unsold:
        more = f" (and {len(unsold) - 1:,} more)" if len(unsold) > 1 else ""
        say(
            f"To put another number in the place of {unsold[0]}{more} in the file: "
            f"{suggest('fleet', 'add', '--replace', unsold[0])}"
        )


def report_record(run: Run, report: Report, code: ExitCode, seconds: float) -> dict[str, Any]:
    """What became of the changes, as JSON values."""
    done = Tally.of([outcome.change for outcome in report.of_kind("done")])
    return {
        "run": run.name,
        "exit_code": int(code),
        "done": {"buys": done.buy, "updates": done.update, "releases": done.release},
        "failed": [_outcome_record(outcome) for outcome in report.of_kind("failed")],
        "unknown": [_outcome_record(outcome) for outcome in report.of_kind("unknown")],
        "left": [{"op": change.op, "number": change.number} for change in report.left],
        "seconds": round(seconds, 1),
        "undo": suggest("undo", run.name) if run.exists else None,
    }


def _write_line(text: str) -> None:
    write(f"{text}\n")


def _outcome_record(outcome: Outcome) -> dict[str, Any]:
    return {
        "op": outcome.change.op,
        "number": outcome.change.number,
        "bought": outcome.is_bought,
        "error": _describe_error(outcome),
        "request_id": getattr(outcome.error, "request_id", None),
    }
