"""`numberwire apply` and `resume`: a plan is carried out, or what is left of one; each refusal comes before sending."""

import asyncio
import sys
import time
import warnings
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from pathlib import Path
from signal import SIGINT
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
    require_consent,
    state_option,
)
from numberwire.cli._plan_text import format_plan_text
from numberwire.cli._planning import account_time, plan_fleet
from numberwire.cli._progress import Bars
from numberwire.cli._project import FLEET_SUFFIXES, read_project
from numberwire.cli._run_report import (
    describe_conflict,
    describe_outcome,
    exit_code_of,
    report_record,
    write_report,
)
from numberwire.cli._state import Run, find_run, list_runs
from numberwire.cli._streams import count_of, format_json, say, write
from numberwire.cli._target import Target, target_of_plan
from numberwire.fleet._change_status import ChangeStatus, Event, StatusKind, find_statuses
from numberwire.fleet._difference import changed_fields
from numberwire.fleet._document import count_allowed_updates, is_amount
from numberwire.fleet._executor import Outcome, PlanExecutor, Report
from numberwire.fleet._guards import Allowances, find_refusals, find_young
from numberwire.fleet._journal import Journal
from numberwire.fleet._plan import Plan, PlanError, Tally, read_plan
from numberwire.fleet._protocols import Connection, OwnedNumber

__all__ = ["Consent", "RunOptions", "apply", "carry_out_plan", "read_saved_plan", "resume"]

_MOST_CONFLICTS = 20
_IN_FLIGHT, _SETTLE, _PACE = 50, 30.0, 200.0
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


@dataclass(frozen=True)
class Consent:
    """What the command line allows, and how it is confirmed.

    Attributes:
        allowed: The limits that it lifts.
        is_given: Whether ``--yes`` was.
        is_silent: Whether ``--no-input`` was: nothing is ever asked.
        is_earlier: Whether an earlier command was confirmed for the same plan.
        skips_stale: Whether changes in conflict are left out.
        skips_young: Whether releases that are too early are left out.
    """

    allowed: Allowances = field(default_factory=Allowances)
    is_given: bool = False
    is_silent: bool = False
    is_earlier: bool = False
    skips_stale: bool = False
    skips_young: bool = False


@dataclass(frozen=True)
class RunOptions:
    """How a plan is carried out.

    Attributes:
        in_flight: Changes under way at once.
        settle: Seconds after which a purchase that is not to be seen did not happen.
        rechecks: Whether each number is read once more just before it is updated or released.
        output_format: ``json``, or empty for words.
        is_quiet: Whether nothing is said of how it is taken back.
    """

    in_flight: int = _IN_FLIGHT
    settle: float = _SETTLE
    rechecks: bool = False
    output_format: str = ""
    is_quiet: bool = False


def add_run_options(function: Any) -> Any:
    """Add the options that say how a plan is carried out."""
    for option in reversed(
        (
            click.option(
                "--in-flight",
                type=click.IntRange(1, 500),
                metavar="N",
                help=f"How many changes to send at a time (default: {_IN_FLIGHT}).",
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
                default=_SETTLE,
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
    run_options = RunOptions(in_flight or project.in_flight or _IN_FLIGHT, settle, recheck, output_format)
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
        consent = _consent_of(starts[-1])
    except (ValueError, ArithmeticError) as error:
        raise Failure(f"The journal of run {kept.name} was edited: what it allows can't be read.") from error
    run_options = RunOptions(in_flight or project.in_flight or _IN_FLIGHT, settle, recheck, output_format)
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


def carry_out_plan(plan: Plan, target: Target, consent: Consent, run_options: RunOptions) -> ExitCode:
    """Carry out what is left of a plan.

    Raises:
        Failure: It is refused; nothing was sent.
    """
    if run_options.rechecks and not target.api.can_list:
        raise Failure(
            f"--recheck reads numbers, which the API {target.api.name} can't; nothing was sent.",
            ExitCode.USAGE,
        )
    with target.state.lock():
        run = target.state.run_of(plan)
        owned = target.list_numbers()
        events = [*target.state.find_doubts(run), *run.events]
        statuses = find_statuses(
            plan.changes, {number.number: number for number in owned}, events, target.api
        )
        rest = (
            f": {suggest('apply', str(run.folder / 'plan.json'), '--skip-stale')}"  # resume has no such flag
        )
        statuses = _leave_out_conflicts(
            statuses,
            skips_stale=consent.skips_stale,
            rest=rest if consent.is_earlier else ", add --skip-stale.",
        )
        statuses = _leave_out_young(statuses, plan, target, owned, skips_young=consent.skips_young)
        _refuse(plan, statuses, owned, target, consent)
        left = [status for status in statuses if status.kind is not StatusKind.DONE]
        sent = {status.change.number for status in left}
        skipped = tuple(change.number for change in plan.changes if change.number not in sent)
        if not left:
            return _end_without_change(run, run_options)
        _ask(left, target, consent)
        run.keep()
        with run.open_journal() as journal:
            allowed = _allowed_record(consent)
            unchanged = tuple(_find_unchanged(left))
            start = Event(
                time=time.time(), kind="start", allowed=allowed, skipped=skipped, unchanged=unchanged
            )
            journal.write(start)
            begin = time.monotonic()
            report = _carry(target, journal, left, run_options)
            seconds = time.monotonic() - begin
            code = exit_code_of(report)
            if code is ExitCode.DONE:
                report.broken = journal.record("end") or report.broken
        try:
            write_report(
                run,
                report,
                code,
                seconds,
                output_format=run_options.output_format,
                is_quiet=run_options.is_quiet,
            )
        except OSError as error:
            words = f"The run ended; only the output could not be written: {error.strerror}. See it"
            raise Failure(f"{words}: {suggest('runs', 'show', run.name)}", ExitCode.IN_PART) from error
        return code


def _find_unchanged(statuses: Sequence[ChangeStatus]) -> Iterator[tuple[str, str]]:
    """The fields that have the value already that an update is about to set, each after its number."""
    for status in statuses:
        if status.change.op == "update" and status.owned is not None:
            different = changed_fields(status.owned.fields, status.change.set)
            yield from (
                (status.change.number, field) for field in status.change.set if field not in different
            )


def _leave_out_conflicts(
    statuses: Sequence[ChangeStatus], *, skips_stale: bool, rest: str
) -> list[ChangeStatus]:
    """Refuse a plan of which something is not as it expects, or leave that out.

    Args:
        statuses: Where its changes stand.
        skips_stale: Whether to leave them out.
        rest: How else the others are applied, as the end of a sentence.

    Raises:
        Failure: It is refused.
    """
    stale = [status for status in statuses if status.kind is StatusKind.CONFLICT]
    if not stale:
        return list(statuses)
    lines: list[str] = []
    for status in stale[:_MOST_CONFLICTS]:
        lines += [f"  {status.change.number}  {describe_conflict(conflict)}" for conflict in status.conflicts]
    if len(stale) > _MOST_CONFLICTS:
        lines.append(f"  and {len(stale) - _MOST_CONFLICTS:,} more")
    if skips_stale:
        for line in (
            f"Left out because they are not as the plan expects: {count_of(len(stale), 'change')}.",
            *lines,
        ):
            say(line)
        return [status for status in statuses if status.kind is not StatusKind.CONFLICT]
    raise Failure(
        "The account is not as the plan expects; nothing was sent. "
        f"Plan again: {suggest('plan')}. To apply the rest{rest}",
        ExitCode.STALE,
        lines,
    )


def _leave_out_young(
    statuses: Sequence[ChangeStatus],
    plan: Plan,
    target: Target,
    owned: Sequence[OwnedNumber],
    *,
    skips_young: bool,
) -> list[ChangeStatus]:
    if not skips_young:
        return list(statuses)
    left = [status.change for status in statuses if status.kind is StatusKind.TO_DO]
    young = {
        change.number: start
        for change, start in find_young(left, target.api, account_time(owned), trial=plan.is_trial)
    }
    for number, start in young.items():
        say(f"Left out: {number} can't be released before {start:%Y-%m-%d}.")
    return [
        status for status in statuses if not (status.change.op == "release" and status.change.number in young)
    ]


def _refuse(
    plan: Plan,
    statuses: Sequence[ChangeStatus],
    owned: Sequence[OwnedNumber],
    target: Target,
    consent: Consent,
) -> None:
    """Refuse what goes beyond the limits.

    Raises:
        Failure: It does.
    """
    refusals = find_refusals(
        plan, statuses, len(owned), allowed=consent.allowed, api=target.api, now=account_time(owned)
    )
    if refusals:
        lines = [
            f"  {refusal.message}{f'. To {refusal.effect}: {refusal.flag}' if refusal.flag else ''}"
            for refusal in refusals
        ]
        raise Failure("Refused; nothing was sent.", ExitCode.REFUSED, lines)


def _end_without_change(run: Run, run_options: RunOptions) -> ExitCode:
    if run.exists:
        with run.open_journal() as journal:
            journal.record("end")
    if run_options.output_format:
        write(format_json("report", report_record(run, Report(), ExitCode.DONE, 0.0)))
    else:
        write("Nothing to do: the account is as the plan wants it.\n")
    return ExitCode.DONE


def _ask(left: Sequence[ChangeStatus], target: Target, consent: Consent) -> None:
    """Ask before anything is sent, for releases by digits of a number.

    Raises:
        Failure: It was not confirmed.
    """
    if consent.is_earlier:
        return
    tally = Tally.of([status.change for status in left])
    releases = [status.change for status in left if status.change.op == "release"]
    question = f"{target.title}: {describe_tally(tally)}."
    if consent.is_silent and not consent.is_given:
        raise Failure(
            f"Nothing was changed, because --no-input never asks: {question} Add --yes.", ExitCode.REFUSED
        )
    if releases:
        question += f" Released for good: {', '.join(change.number for change in releases[:10])}"
        question += f" and {len(releases) - 10} more." if len(releases) > 10 else "."  # noqa: PLR2004 as shown
    require_consent(
        question=question,
        answer=releases[-1].number[-4:] if releases else None,
        is_given=consent.is_given,
        command="add --yes.",
    )


def describe_tally(tally: Tally) -> str:
    """How many changes there are, in words."""
    parts = (
        (tally.buy, "to buy"),
        (tally.update, "to update"),
        (tally.release, "to release for good"),
    )
    return ", ".join(f"{count:,} {words}" for count, words in parts if count)


def _allowed_record(consent: Consent) -> dict[str, str | bool]:
    """What was allowed, as a journal keeps it for those who go on."""
    values = {name: str(value) for name, value in asdict(consent.allowed).items() if value is not None}
    return {**values, "skips_stale": consent.skips_stale, "skips_young": consent.skips_young}


def _consent_of(start: Event) -> Consent:
    allowed = start.allowed
    return Consent(
        Allowances(
            updates=str(allowed["updates"]) if "updates" in allowed else None,
            buys=int(allowed["buys"]) if "buys" in allowed else None,
            monthly=Decimal(str(allowed["monthly"])) if "monthly" in allowed else None,
            releases=int(allowed["releases"]) if "releases" in allowed else None,
        ),
        is_earlier=True,
        skips_stale=bool(allowed.get("skips_stale")),
        skips_young=bool(allowed.get("skips_young")),
    )


def _carry(
    target: Target, journal: Journal, statuses: Sequence[ChangeStatus], run_options: RunOptions
) -> Report:
    """Carry changes out; the first Ctrl-C begins nothing new, the second leaves at once."""
    tally = Tally.of([status.change for status in statuses])
    with Bars({"buying": tally.buy, "updating": tally.update, "releasing": tally.release}) as bars:

        def tell(outcome: Outcome) -> None:
            bars.advance(_PHASES[outcome.change.op])
            if outcome.error is not None:
                bars.say(describe_outcome(outcome))

        async def carry(connection: Connection) -> Report:
            executor = PlanExecutor(
                connection,
                journal,
                in_flight=run_options.in_flight,
                settle=run_options.settle,
                recheck=target.api if run_options.rechecks else None,
                on_outcome=tell,
            )
            loop = asyncio.get_running_loop()
            work = asyncio.ensure_future(executor.carry_out(statuses))

            def interrupt() -> None:
                if executor.report.is_interrupted:
                    work.cancel()
                else:
                    executor.stop()
                    bars.say("Finishing the requests in progress; press Ctrl-C again to stop at once.")

            with suppress(
                NotImplementedError, ValueError, RuntimeError
            ):  # no signals there, or no main thread
                loop.add_signal_handler(SIGINT, interrupt)
            try:
                return await work
            except asyncio.CancelledError:
                raise Failure(
                    f"Stopped at once. See what was done: {suggest('runs', 'list')}. Continue: {suggest('resume')}",
                    ExitCode.INTERRUPTED,
                ) from None

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what is deprecated is an audit's business, not a line a number
            return target.run(carry)


_PHASES = {"buy": "buying", "update": "updating", "release": "releasing"}
