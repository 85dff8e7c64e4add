"""`numberwire plan` and `drift`: how the account differs from the file, read alone; nothing is sent but questions."""

import gc
import re
import time
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import click

from numberwire import __version__
from numberwire.cli._account import suggest
from numberwire.cli._exit_codes import ExitCode
from numberwire.cli._failures import Failure
from numberwire.cli._options import account_option, command, fleet_options, format_options
from numberwire.cli._plan_text import format_plan_markdown, format_plan_text, plan_record
from numberwire.cli._project import FLEET_SUFFIXES, load_fleet
from numberwire.cli._streams import count_of, format_json, say, write, write_file
from numberwire.cli._target import Target, find_target, probe_numbers
from numberwire.errors import APIConnectionError, InternalServerError, RateLimitError
from numberwire.fleet._change_status import ChangeStatus, StatusKind
from numberwire.fleet._difference import find_gone, find_unlisted, find_unsold, make_plan
from numberwire.fleet._document import Fleet, NumberConfig
from numberwire.fleet._guards import Allowances, Refusal, find_refusals, find_young
from numberwire.fleet._plan import Plan, write_plan
from numberwire.fleet._protocols import OwnedNumber

__all__ = ["account_time", "drift", "plan", "plan_fleet", "refusals_of", "save_plan"]

_MOST_SHOWN, _MOST_NAMED, _MOST_MISSING = 50, 5, 20
_PLAN, _BEGINNING = re.compile(rb'\s*\{\s*("format": *[0-9]+,\s*)?"tool": *"'), 200
"""How the file of a plan begins."""
_DURATION = re.compile(r"([0-9]+)(s|m|h)")
_SECONDS = {"s": 1, "m": 60, "h": 3600}


def plan_fleet(
    files: Sequence[str],
    profile: str | None,
    state_dir: str | None,
    *,
    probe: bool = False,
    pace: float | None = None,
) -> tuple[Plan, Target, list[OwnedNumber], Fleet]:
    """Read the files and the account, and make the plan.

    Raises:
        Failure: Files or credentials can't be used.
    """
    with _without_collection():
        return _plan_fleet(files, profile, state_dir, probe=probe, pace=pace)


@contextmanager
def _without_collection() -> Generator[None]:
    """Look for no garbage meanwhile: what is read is kept, and looking costs a tenth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _plan_fleet(
    files: Sequence[str], profile: str | None, state_dir: str | None, *, probe: bool, pace: float | None
) -> tuple[Plan, Target, list[OwnedNumber], Fleet]:
    fleet, sources = load_fleet(files)
    ids = {config.id: config.number for config in fleet.configs.values() if config.id}
    target = find_target(fleet.api, fleet.account, profile=profile, state_dir=state_dir, ids=ids, pace=pace)
    if probe:
        _probe(target)
    owned = target.list_numbers()
    made = make_plan(
        fleet,
        owned,
        target.api,
        account=target.account,
        now=datetime.now(UTC),
        tool=__version__,
        sources=sources,
    )
    if fleet.unlisted == "refuse" and made.unlisted:
        names = ", ".join(
            number.number for number, _ in zip(find_unlisted(fleet, owned), range(5), strict=False)
        )
        raise Failure(
            f"{count_of(made.unlisted, 'number')} of the account {'is' if made.unlisted == 1 else 'are'} not in "
            f"the file: {names}. The file has the setting `unlisted: refuse`, so nothing is planned. To see all "
            f"of them, set it to report: {suggest('plan', '--unlisted')}",
            ExitCode.REFUSED,
        )
    return made, target, owned, fleet


def _probe(target: Target) -> None:
    if target.api.can_list:
        raise Failure(f"--probe is for an API that can't list; {target.api.name} can.", ExitCode.USAGE)
    for problem in probe_numbers(target):
        say(f"Not read: {problem}")


def account_time(owned: Sequence[OwnedNumber]) -> datetime:
    """The time by which ages are judged: this machine's, or the account's latest where that is later."""
    times = [number.updated_at for number in owned if number.updated_at is not None]
    return max([datetime.now(UTC), *(moment for moment in times if moment.tzinfo is not None)])


def refusals_of(made: Plan, target: Target, owned: Sequence[OwnedNumber]) -> list[Refusal]:
    """Why a plan would be refused without a word on the command line."""
    statuses = [ChangeStatus(change, StatusKind.TO_DO) for change in made.changes]
    return find_refusals(
        made, statuses, len(owned), allowed=Allowances(), api=target.api, now=account_time(owned)
    )


def _require_no_other_file(path: Path) -> None:
    """Refuse to write a plan over a file that is none, such as a fleet's own.

    Raises:
        Failure: There is such a file.
    """
    if not path.is_file():
        return
    with path.open("rb") as file:
        beginning = file.read(_BEGINNING)
    is_plan = _PLAN.match(beginning) is not None or not beginning.strip()
    if not is_plan or path.suffix.lower() in FLEET_SUFFIXES:
        words = f"{path} exists, is no plan, and was left as it is. Name another file, such as -o plan.json."
        raise Failure(words, ExitCode.REFUSED)


def save_plan(made: Plan, output: str, refusals: Sequence[Refusal]) -> None:
    """Save a plan for its owner alone, and say how it goes on.

    Raises:
        Failure: It can't be written.
    """
    if output == "-":
        raise Failure("A plan is saved to a file, such as -o plan.json; none was saved.", ExitCode.USAGE)
    try:
        _require_no_other_file(Path(output))
        write_file(Path(output), write_plan(made))
    except OSError as error:
        raise Failure(f"{output} can't be written: {error.strerror}. Nothing was changed.") from error
    if made.changes:
        flags = [word for refusal in refusals for word in refusal.flag.split()]
        say(f"{output} saved. Next: {suggest('apply', output, *flags)}")
    else:
        say(f"{output} saved; it changes nothing.")


@command(
    ExitCode.FAILED,
    ExitCode.FINDINGS,
    ExitCode.REFUSED,
    ExitCode.CREDENTIALS,
    ExitCode.INTERRUPTED,
    examples=[
        ("numberwire plan", "What would change to make the account match fleet.yaml"),
        ("numberwire plan -o plan.json", "The same, saved for review and apply"),
        ("numberwire plan --check --markdown > comment.md", "In CI: exit code 3 if anything would change"),
        ("numberwire plan --unlisted", "Also list the numbers that no file names"),
    ],
)
@click.option("-o", "--output", metavar="FILE", help="Save the plan for apply; its URLs are not masked.")
@click.option("--check", is_flag=True, help="Exit with code 3 if anything would change.")
@click.option("--unlisted", is_flag=True, help="List the numbers that no file names.")
@click.option("--all", "show_all", is_flag=True, help="Show every change, not only the first 50.")
@click.option("--probe", is_flag=True, help="Read a routing account by updates that change nothing.")
@format_options("json", "markdown")
@fleet_options
@account_option
def plan(
    output: str | None,
    output_format: str,
    fleet: Sequence[str],
    state_dir: str | None,
    profile: str | None,
    *,
    check: bool,
    unlisted: bool,
    show_all: bool,
    probe: bool,
) -> None:
    """Show what would change to make the account match the file.

    Nothing is changed. What the file does not name is never touched, and a number is released only where the file says
    release: true. A saved plan is refused when it is applied and the account is not as the plan expects.
    """
    made, target, owned, document = plan_fleet(fleet, profile, state_dir, probe=probe)
    refusals = refusals_of(made, target, owned)
    if output_format == "json":
        write(format_json("plan", plan_record(made, refusals)))
    elif output_format == "markdown":
        write(format_plan_markdown(made, target.title, target.api, refusals))
    else:
        most = None if show_all else _MOST_SHOWN
        write(format_plan_text(made, target.title, target.api, most=most))
        if unlisted:
            lines = (
                f"  ? {number.number}  {number.fields.get('name') or ''}".rstrip()
                for number in find_unlisted(document, owned)
            )
            write("".join(f"{line}\n" for line in lines))
    _say_young(made, target, owned)
    _say_gone(list(find_gone(document, owned)))
    if output:
        save_plan(made, output, refusals)
    if check and made.changes:
        raise click.exceptions.Exit(int(ExitCode.FINDINGS))


def _say_young(made: Plan, target: Target, owned: Sequence[OwnedNumber]) -> None:
    young = find_young(made.changes, target.api, account_time(owned), trial=made.is_trial)
    for change, start in young[:_MOST_NAMED]:
        say(f"{change.number} can't be released before {start:%Y-%m-%d}.")
    if len(young) > _MOST_NAMED:
        say(f"{len(young) - _MOST_NAMED:,} more are too new to be released.")


def _say_gone(gone: Sequence[NumberConfig]) -> None:
    """Say which lines of the file have nothing left to release."""
    for config in gone[:_MOST_NAMED]:
        say(f"{config.number} is not in the account: nothing is left to release, delete {config.place}.")
    if len(gone) > _MOST_NAMED:
        say(f"{len(gone) - _MOST_NAMED:,} more numbers with release: true are not in the account.")


@command(
    ExitCode.FAILED,
    ExitCode.FINDINGS,
    ExitCode.CREDENTIALS,
    ExitCode.INTERRUPTED,
    examples=[
        ("numberwire drift", "Exit code 3 and the differences if the account does not match fleet.yaml"),
        ("numberwire drift --watch 5m", "Check every five minutes, and report what changed"),
    ],
)
@click.option("--watch", metavar="TIME", help="Check repeatedly, such as every 30s, 5m or 1h.")
@click.option("--probe", is_flag=True, help="Read a routing account by updates that change nothing.")
@format_options("json", "markdown")
@fleet_options
@account_option
def drift(
    watch: str | None,
    output_format: str,
    fleet: Sequence[str],
    state_dir: str | None,
    profile: str | None,
    *,
    probe: bool,
) -> None:
    """Show how the account differs from the file.

    The exit code is 3 if there is a difference. With --watch it checks until Ctrl-C and reports what changed; a check
    that fails is reported and tried again.
    """
    if watch is None:
        text, made, gone = _find_drift(fleet, profile, state_dir, output_format, probe=probe)
        write(text)
        _say_gone(gone)
        if made.changes:
            plan_command = suggest("plan", "-o", "plan.json")
            say(f"To change the account back: {plan_command}. To keep what it says, write it into the file.")
            raise click.exceptions.Exit(int(ExitCode.FINDINGS))
        return
    seconds = _parse_duration(watch)
    shown = ""
    while True:
        try:
            text, _, gone = _find_drift(fleet, profile, state_dir, output_format, probe=probe)
        except (APIConnectionError, InternalServerError, RateLimitError, Failure) as error:
            if isinstance(error, Failure) and not shown:
                raise
            # Somebody may be in the middle of an edit of the file.
            details = error.details if isinstance(error, Failure) else ()
            for line in (f"{datetime.now().astimezone():%H:%M:%S} {error}", *details):
                say(line)
        else:
            if text != shown:
                if not write(text):  # nobody reads it any more
                    return
                _say_gone(gone)
                shown = text
        time.sleep(seconds)


def _parse_duration(text: str) -> int:
    match = _DURATION.fullmatch(text)
    if match is None or not int(match[1]):
        raise Failure(f"--watch is {text}: give a time such as 30s, 5m or 1h.", ExitCode.USAGE)
    return int(match[1]) * _SECONDS[match[2]]


def _find_drift(
    files: Sequence[str], profile: str | None, state_dir: str | None, output_format: str, *, probe: bool
) -> tuple[str, Plan, list[NumberConfig]]:
    """How the account differs.

    Returns:
        What there is to show, the plan that would change the account back, and what has nothing left to release.
    """
    made, target, owned, fleet = plan_fleet(files, profile, state_dir, probe=probe)
    refusals = refusals_of(made, target, owned)
    if output_format == "json":
        text = format_json("drift", {**plan_record(made, refusals), "created_at": None})
    elif output_format == "markdown":
        text = format_plan_markdown(made, target.title, target.api, refusals)
    else:
        text = format_plan_text(made, target.title, target.api, most=None)
        missing = [config.number for config in find_unsold(fleet, owned)]
        if missing:
            more = f" and {len(missing) - _MOST_MISSING:,} more" if len(missing) > _MOST_MISSING else ""
            text += f"  not in the account: {', '.join(missing[:_MOST_MISSING])}{more}\n"
    return text, made, list(find_gone(fleet, owned))
