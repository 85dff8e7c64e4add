"""`numberwire undo` and `runs`: what was carried out, and the plan that takes it back."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import click

from numberwire.cli._account import suggest
from numberwire.cli._exit_codes import ExitCode
from numberwire.cli._failures import Failure
from numberwire.cli._groups import OrderedGroup
from numberwire.cli._options import account_option, command, format_options, state_option
from numberwire.cli._plan_text import format_plan_text, plan_record
from numberwire.cli._planning import account_time, refusals_of, save_plan
from numberwire.cli._state import Run, find_run, list_runs
from numberwire.cli._streams import Listing, count_of, format_json, say, write, write_listing
from numberwire.cli._target import target_of_plan
from numberwire.fleet._change_status import StatusKind, find_statuses
from numberwire.fleet._plan import Tally
from numberwire.fleet._undo_plan import SkippedChange, make_undo

__all__ = ["runs", "undo"]


@command(
    ExitCode.FAILED,
    ExitCode.REFUSED,
    ExitCode.CREDENTIALS,
    ExitCode.INTERRUPTED,
    examples=[
        ("numberwire undo 1128-9f3c", "What would undo this run, and what can't be undone"),
        ("numberwire undo 1128-9f3c -o back.json", "The same, saved as a plan for numberwire apply"),
    ],
)
@click.argument("run", required=False, metavar="RUN")
@click.option("-o", "--output", metavar="FILE", help="Save the plan for apply; its URLs are not masked.")
@click.option("--all", "show_all", is_flag=True, help="Show every change, not only the first 50.")
@format_options("json")
@state_option
@account_option
def undo(
    run: str | None,
    output: str | None,
    output_format: str,
    state_dir: str | None,
    profile: str | None,
    *,
    show_all: bool,
) -> None:
    """Make a plan that undoes a run.

    Nothing is changed: the plan is shown, and saved with -o, to be applied like any other. It touches only what the run
    changed and what still is as the run left it. What can't be taken back is named: a release, a purchase before it can
    be released, with the date, and what somebody else changed since. A run that was killed needs no resume first.
    """
    if run is None:
        newest = max(
            (kept for _, kept in list_runs(state_dir)), key=lambda kept: kept.plan.created_at, default=None
        )
        hint = f"The newest: {suggest('undo', newest.name)}. All of them" if newest else "See what there is"
        raise Failure(f"Name the run to take back. {hint}: {suggest('runs', 'list')}", ExitCode.USAGE)
    state, kept = find_run(run, state_dir)
    target = target_of_plan(kept.plan, profile, state_dir)
    with state.lock():  # a run that is under way is not taken back
        owned = target.list_numbers()
        made, remainders = make_undo(
            kept.plan,
            kept.events,
            {number.number: number for number in owned},
            target.api,
            run=kept.name,
            moment=account_time(owned),
            now=datetime.now(UTC),
        )
    refusals = refusals_of(made, target, owned)
    if output_format == "json":
        left = [{"number": remainder.number, "reason": remainder.reason} for remainder in remainders]
        write(format_json("undo", {**plan_record(made, refusals), "not_undone": left}))
    else:
        write(format_plan_text(made, target.title, target.api, most=None if show_all else 50))
        write("".join(f"{line}\n" for line in _describe_remainders(remainders)))
    if output:
        save_plan(made, output, refusals)
    elif made.changes:
        say(f"Nothing was changed. To take it back: {suggest('undo', kept.name, '-o', 'back.json')}")


def _describe_remainders(remainders: Sequence[SkippedChange]) -> list[str]:
    if not remainders:
        return []
    by_reason: dict[str, list[str]] = {}
    for remainder in remainders:
        by_reason.setdefault(remainder.reason, []).append(remainder.number)
    return [
        "  Not taken back:",
        *(f"    {', '.join(numbers)}: {reason}" for reason, numbers in by_reason.items()),
    ]


@click.group(cls=OrderedGroup)
def runs() -> None:
    """List and show what was carried out."""


@command(
    ExitCode.FAILED,
    examples=[("numberwire runs list", "Every run kept on this machine, the newest first")],
    name="list",
)
@format_options()
@state_option
def list_kept(output_format: str, state_dir: str | None) -> None:
    """List the runs kept on this machine, the newest first."""
    kept = sorted((run for _, run in list_runs(state_dir)), key=lambda run: run.plan.created_at, reverse=True)
    write_listing(
        Listing(
            key="runs",
            records=[_run_record(run) for run in kept],
            fields=("run", "account", "created_at", "buys", "updates", "releases", "state", "undo_of"),
            columns={
                "RUN": lambda record: str(record["run"]),
                "ACCOUNT": lambda record: str(record["account"]),
                "BEGUN": lambda record: f"{record['created_at'][:10]} {record['created_at'][11:16]} UTC",
                "BUYS": lambda record: str(record["buys"]),
                "UPDATES": lambda record: str(record["updates"]),
                "RELEASES": lambda record: str(record["releases"]),
                "STATE": lambda record: str(record["state"]),
            },
        ),
        output_format,
    )
    if not kept:
        say("No runs.")


def _run_record(run: Run) -> dict[str, Any]:
    tally = run.plan.tally
    return {
        "run": run.name,
        "account": ", ".join(run.plan.account.values()),
        "created_at": f"{run.plan.created_at:%Y-%m-%dT%H:%M:%SZ}",
        "buys": tally.buy,
        "updates": tally.update,
        "releases": tally.release,
        "state": run.state,
        "undo_of": run.plan.undo_of or None,
    }


@command(
    ExitCode.FAILED,
    ExitCode.CREDENTIALS,
    ExitCode.INTERRUPTED,
    examples=[
        ("numberwire runs show 1128-9f3c", "What of it is done according to the account, and what is left")
    ],
)
@click.argument("run")
@format_options("json")
@state_option
@account_option
def show(run: str, output_format: str, state_dir: str | None, profile: str | None) -> None:
    """Show what a run has done, and what is left.

    The account is asked: a change counts as done if the number is as the run wanted it.
    """
    _, kept = find_run(run, state_dir)
    target = target_of_plan(kept.plan, profile, state_dir)
    owned = {number.number: number for number in target.list_numbers()}
    statuses = find_statuses(kept.plan.changes, owned, kept.events, target.api)
    counts = {
        kind: Tally.of([status.change for status in statuses if status.kind is kind]) for kind in StatusKind
    }
    record = {
        **_run_record(kept),
        "status": {
            kind.name.lower(): {"buys": tally.buy, "updates": tally.update, "releases": tally.release}
            for kind, tally in counts.items()
        },
        "folder": str(kept.folder),
    }
    if output_format:
        write(format_json("run", record))
        return
    lines = [("run", f"{kept.name}, {record['state']}"), ("account", str(record["account"]))]
    for kind, tally in counts.items():
        total = tally.buy + tally.update + tally.release
        if total:
            parts = [
                count_of(count, noun)
                for count, noun in (
                    (tally.buy, "purchase"),
                    (tally.update, "update"),
                    (tally.release, "release"),
                )
                if count
            ]
            lines.append((f"{kind.value}:", ", ".join(parts)))
    lines.append(("kept in", str(kept.folder)))
    width = max(len(title) for title, _ in lines)
    write("".join(f"{title:<{width}}  {text}\n" for title, text in lines))
    if not kept.is_complete:
        say(f"Continue: {suggest('resume', kept.name)}. Take back: {suggest('undo', kept.name)}")


for _command in (list_kept, show):
    runs.add_command(_command)
