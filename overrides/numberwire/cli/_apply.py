"""`numberwire apply` and `resume`: a plan is carried out, or what is left of one."""

import sys
from collections.abc import Sequence
from contextlib import suppress
from decimal import Decimal
from pathlib import Path
from typing import Any

import click

from numberwire.cli._account import suggest
from numberwire.cli._exit_codes import ExitCode
from numberwire.cli._failures import Failure
from numberwire.cli._options import (
    account_option,
    command,
    fleet_options,
    format_options,
    state_option,
)
from numberwire.cli._plan_run import (
    DEFAULT_IN_FLIGHT,
    DEFAULT_SETTLE,
    Consent,
    RunOptions,
    carry_out_plan,
    consent_of,
)
from numberwire.cli._plan_text import format_plan_text
from numberwire.cli._planning import plan_fleet
from numberwire.cli._project import FLEET_SUFFIXES, read_project
from numberwire.cli._state import Run, find_run, list_runs
from numberwire.cli._streams import format_json, say, write
from numberwire.cli._target import target_of_plan
from numberwire.fleet._document import count_allowed_updates, is_amount
from numberwire.fleet._guards import Allowances
from numberwire.fleet._plan import Plan, PlanError, read_plan

__all__ = ["apply", "read_saved_plan", "resume"]

_PACE = 200.0
"""Writes a second."""
_RUN_EXIT_CODES = (
    ExitCode.FAILED,
    ExitCode.REFUSED,
    ExitCode.STALE,
    ExitCode.IN_PART,
    ExitCode.UNKNOWN,
    ExitCode.CREDENTIALS,
    ExitCode.INTERRUPTED,
)
"""What a command that carries out a plan may end with."""


def add_run_options(function: Any) -> Any:
    """Add the options that say how a plan is carried out."""
    for option in reversed(
        (
            click.option(
                "--in-flight",
                type=click.IntRange(1, 500),
                metavar="N",
                help=f"How many changes to send at a time (default: {DEFAULT_IN_FLIGHT}).",
            ),
            click.option(
                "--pace",
                type=click.FloatRange(0, 1_000_000, min_open=True),
                metavar="N",
                help=f"The most writes per second (default: {_PACE:.0f}).",
            ),
            click.option(
                "--settle",
                type=click.FloatRange(0, 3600),
                default=DEFAULT_SETTLE,
                show_default=True,
                metavar="SECONDS",
                help="How long to look for a purchase before it counts as not made.",
            ),
            click.option(
                "--recheck",
                is_flag=True,
                help="Read each number once more just before it is changed; twice the requests.",
            ),
        )
    ):
        function = option(function)
    return function


def _check_limit(_ctx: click.Context, _option: click.Parameter, value: str | None) -> str | None:
    """A count, or a percentage with its sign."""
    try:
        if value is not None:
            count_allowed_updates(value, 1)
    except ValueError as error:
        raise click.BadParameter(str(error)) from error
    return value


def _parse_amount(_ctx: click.Context, _option: click.Parameter, value: str | None) -> Decimal | None:
    """An amount of money."""
    if value is None:
        return None
    with suppress(ArithmeticError):
        amount = Decimal(value)
        if is_amount(amount):
            return amount
    raise click.BadParameter(f"{value} is not an amount such as 12.50")


@command(
    *_RUN_EXIT_CODES,
    examples=[
        ("numberwire apply plan.json", "Carry out a saved plan; asks first"),
        (
            "numberwire apply plan.json --max-buys 2 --allow-release 1 --yes",
            "With purchases and a release, in a script",
        ),
        ("numberwire apply --yes", "Plan from fleet.yaml and carry it out at once"),
    ],
)
@click.argument("plan", required=False, metavar="[PLAN]")
@click.option("--yes", is_flag=True, help="Apply it without asking.")
@click.option("--no-input", is_flag=True, help="Never ask; without --yes the command is refused.")
@click.option(
    "--max-updates",
    callback=_check_limit,
    metavar="N",
    help="Allow so many updates at most: 40, or 45%.",
)
@click.option("--max-buys", type=click.IntRange(0), metavar="N", help="Allow up to this many purchases.")
@click.option(
    "--max-monthly",
    callback=_parse_amount,
    metavar="AMOUNT",
    help="The most the monthly cost may rise.",
)
@click.option(
    "--allow-release",
    type=click.IntRange(0),
    metavar="N",
    help="Allow the plan's releases: exactly this many.",
)
@click.option("--skip-stale", is_flag=True, help="Leave out numbers that are not as the plan expects.")
@click.option("--skip-young", is_flag=True, help="Leave out numbers that are too new to be released.")
@add_run_options
@format_options("json")
@fleet_options
@account_option
def apply(
    plan: str | None,
    *,
    yes: bool,
    no_input: bool,
    max_updates: str | None,
    max_buys: int | None,
    max_monthly: Decimal | None,
    allow_release: int | None,
    skip_stale: bool,
    skip_young: bool,
    in_flight: int | None,
    pace: float | None,
    settle: float,
    recheck: bool,
    output_format: str,
    fleet: Sequence[str],
    state_dir: str | None,
    profile: str | None,
) -> None:
    """Carry out a saved plan, or what fleet.yaml asks for now.

    The account is read first. If one number is not as the plan expects, nothing is sent, and the difference is shown.
    The limits are checked next, and then you are asked. Purchases come first, each followed by its routing, then
    updates, and last the releases, which are made only if everything else succeeded. If the command is killed at any
    moment, numberwire resume continues; nothing is bought or released twice.
    """
    consent = Consent(
        Allowances(max_updates, max_buys, max_monthly, allow_release),
        is_given=yes,
        is_silent=no_input,
        skips_stale=skip_stale,
        skips_young=skip_young,
    )
    project = read_project()
    run_options = RunOptions(
        in_flight or project.in_flight or DEFAULT_IN_FLIGHT, settle, recheck, output_format
    )
    pace = pace or project.pace or _PACE
    if plan is None:
        made, target, _, _ = plan_fleet(fleet, profile, state_dir, pace=pace)
        if not yes:
            rest = f"{suggest('plan', '--all')} shows them"
            sys.stderr.write(format_plan_text(made, target.title, target.api, most=50, rest=rest))
    else:
        made = read_saved_plan(plan)
        target = target_of_plan(made, profile, state_dir, pace)
    raise click.exceptions.Exit(int(carry_out_plan(made, target, consent, run_options)))


@command(
    *_RUN_EXIT_CODES,
    examples=[
        ("numberwire resume", "Resume the last unfinished run"),
        ("numberwire resume 1128-9f3c", "Resume this one"),
    ],
)
@click.argument("run", required=False, metavar="[RUN]")
@add_run_options
@format_options("json")
@state_option
@account_option
def resume(
    run: str | None,
    *,
    in_flight: int | None,
    pace: float | None,
    settle: float,
    recheck: bool,
    output_format: str,
    state_dir: str | None,
    profile: str | None,
) -> None:
    """Continue a run that was killed, interrupted, or failed in part.

    The account is read first, so what is done is not done again. A purchase whose outcome is unknown is looked
    for, and sent again only if the number is not there after --settle seconds. It carries out what was confirmed when
    the run started, and does not ask again.
    """
    kept = _find_unfinished(state_dir, profile) if run is None else find_run(run, state_dir)[1]
    if kept is None:
        say("Nothing to resume: the account's last run ended, or none is kept here.")
        if output_format:
            write(format_json("report", None))
        return
    project = read_project()
    target = target_of_plan(kept.plan, profile, state_dir, pace or project.pace or _PACE)
    starts = [event for event in kept.events if event.kind == "start"]
    if not starts:
        raise Failure(
            f"Run {kept.name} was never started: {suggest('apply', str(kept.folder / 'plan.json'))}",
            ExitCode.USAGE,
        )
    try:
        consent = consent_of(starts[-1])
    except (ValueError, ArithmeticError) as error:
        raise Failure(f"The journal of run {kept.name} was edited: what it allows can't be read.") from error
    run_options = RunOptions(
        in_flight or project.in_flight or DEFAULT_IN_FLIGHT, settle, recheck, output_format
    )
    say(f"Resuming run {kept.name}.")
    raise click.exceptions.Exit(int(carry_out_plan(kept.plan, target, consent, run_options)))


def _find_unfinished(state_dir: str | None, profile: str | None) -> Run | None:
    """The newest run of the account, if it did not end; an earlier one that did not is named, and left alone.

    A later run may have changed what an earlier one was about.
    """
    has_later = False
    for _, kept in sorted(list_runs(state_dir), key=lambda pair: pair[1].plan.created_at, reverse=True):
        try:
            target_of_plan(kept.plan, profile, state_dir, None)
        except Failure as failure:
            if failure.exit_code is not ExitCode.REFUSED:
                raise
            continue
        if has_later and kept.state == "unreadable":
            continue  # `runs list` names it
        if not any(event.kind == "start" for event in kept.events):
            continue
        if kept.is_complete:
            has_later = True
        elif has_later:
            say(
                f"An earlier run did not end, and a later one did. If you mean it: {suggest('resume', kept.name)}"
            )
            return None
        else:
            return kept
    return None


def read_saved_plan(name: str) -> Plan:
    """Read a plan's file.

    Raises:
        Failure: It can't be used.
    """
    try:
        return read_plan(Path(name).read_bytes())
    except OSError as error:
        raise Failure(f"{name} can't be read: {error.strerror}", ExitCode.USAGE) from error
    except PlanError as error:
        if Path(name).suffix.lower() in FLEET_SUFFIXES:
            # Planning into it would replace the file that somebody wrote.
            words = (
                f"{name} is no plan. To apply what a fleet's file says: {suggest('apply', '--fleet', name)}"
            )
            raise Failure(words, ExitCode.USAGE) from error
        raise Failure(
            f"{name} can't be used: {error}. Plan again: {suggest('plan', '-o', name)}", ExitCode.USAGE
        ) from error
