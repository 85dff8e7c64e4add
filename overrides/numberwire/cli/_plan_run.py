"""A plan is carried out: compared with the account, held to its limits, confirmed, sent and reported.

Each refusal comes before sending.
"""

import asyncio
import time
import warnings
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from signal import SIGINT

from numberwire.cli._account import suggest
from numberwire.cli._exit_codes import ExitCode
from numberwire.cli._failures import Failure
from numberwire.cli._options import require_consent
from numberwire.cli._planning import account_time
from numberwire.cli._progress import Bars
from numberwire.cli._run_report import (
    describe_conflict,
    describe_outcome,
    exit_code_of,
    report_record,
    write_report,
)
from numberwire.cli._state import Run
from numberwire.cli._streams import count_of, format_json, say, write
from numberwire.cli._target import Target
from numberwire.fleet._change_status import ChangeStatus, Event, StatusKind, find_statuses
from numberwire.fleet._difference import changed_fields
from numberwire.fleet._executor import Outcome, PlanExecutor, Report
from numberwire.fleet._guards import Allowances, find_refusals, find_young
from numberwire.fleet._journal import Journal
from numberwire.fleet._plan import Plan, Tally
from numberwire.fleet._protocols import Connection, OwnedNumber

__all__ = ["DEFAULT_IN_FLIGHT", "DEFAULT_SETTLE", "Consent", "RunOptions", "carry_out_plan", "consent_of"]

_MOST_CONFLICTS = 20
DEFAULT_IN_FLIGHT = 50
DEFAULT_SETTLE = 30.0
"""Seconds."""


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

    in_flight: int = DEFAULT_IN_FLIGHT
    settle: float = DEFAULT_SETTLE
    rechecks: bool = False
    output_format: str = ""
    is_quiet: bool = False


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
    question = f"{target.title}: {_describe_tally(tally)}."
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


def _describe_tally(tally: Tally) -> str:
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


def consent_of(start: Event) -> Consent:
    """What was allowed when a run was started; it was confirmed then.

    Raises:
        ValueError: The event was edited.
        ArithmeticError: An amount of it was.
    """
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
