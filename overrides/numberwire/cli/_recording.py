"""A single write as a small plan: it has a run with a journal, and can be taken back as any other."""

import asyncio
import time
from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime

from numberwire import __version__
from numberwire.cli._account import find_account, suggest
from numberwire.cli._exit_codes import ExitCode
from numberwire.cli._failures import Failure
from numberwire.cli._state import Run, open_state
from numberwire.cli._streams import say
from numberwire.fleet._change_status import Event
from numberwire.fleet._difference import changed_fields, make_release, make_update
from numberwire.fleet._journal import Journal
from numberwire.fleet._plan import Change, Plan
from numberwire.fleet._protocols import Fields
from numberwire.signalwire import PhoneNumber
from numberwire.signalwire._fleet import owned_of

__all__ = ["SingleRun", "purchase_change", "record_change", "release_change", "update_change"]


_LOCK_SECONDS = 30.0
"""How long a single write waits for another: a shell may begin several at once."""


class SingleRun:
    """The run of a single write.

    Args:
        run: The run.
        journal: Its journal.
    """

    def __init__(self, run: Run, journal: Journal) -> None:
        self._run = run
        self._journal = journal

    def note_bought(self, number: PhoneNumber) -> None:
        """Keep the id of what was bought."""
        self._journal.record("bought", "buy", number.number, number.id)

    def say_undo(self) -> None:
        """Say how it is taken back."""
        say(f"Take it back: {suggest('undo', self._run.name)}")


def update_change(number: PhoneNumber, fields: Fields) -> Change:
    """An update as a change of a plan.

    Args:
        number: The number as it is.
        fields: What is set.
    """
    owned = owned_of(number)
    return make_update(owned, changed_fields(owned.fields, fields))


def purchase_change(number: str) -> Change:
    """A purchase as a change of a plan."""
    return Change(op="buy", number=number)


def release_change(number: PhoneNumber) -> Change:
    """A release as a change of a plan."""
    return make_release(owned_of(number))


@contextmanager
def record_change(profile: str | None, change: Change) -> Generator[SingleRun]:
    """Hold the account and keep a change in a journal while it is carried out.

    What can't be taken back is on the disk before it is sent. An outcome that is unknown leaves the run unended, so
    that `numberwire resume` looks what became of it.

    Args:
        profile: The profile that the command line names.
        change: The change.

    Raises:
        Failure: Another command holds the account, or the journal can't be written; nothing was sent.
    """
    account = find_account(profile)
    names = {"space": account.space, "project": account.project}
    state = open_state(names, None)
    plan = Plan(
        tool=__version__,
        api="signalwire",
        account=names,
        created_at=datetime.now(UTC),
        numbers=1,
        changes=(change,),
    ).with_seal()
    with state.lock(_LOCK_SECONDS):
        run = state.run_of(plan)
        run.keep()
        with run.open_journal() as journal:
            allowed: dict[str, str | bool] = {"buys": "1", "releases": "1"}
            journal.write(Event(time=time.time(), kind="start", allowed=allowed))
            if change.op != "update":
                intent = Event(
                    time=time.time(), kind="intent", op=change.op, number=change.number, id=change.id
                )
                asyncio.run(journal.write_surely(intent))
            try:
                yield SingleRun(run, journal)
            except BaseException as error:
                is_unknown = isinstance(error, KeyboardInterrupt) or (
                    isinstance(error, Failure)
                    and error.exit_code in (ExitCode.UNKNOWN, ExitCode.INTERRUPTED, ExitCode.IN_PART)
                )
                journal.record("unknown" if is_unknown else "failed", change.op, change.number, change.id)
                if not is_unknown:
                    journal.record("end")
                raise
            problem = journal.record("done", change.op, change.number, change.id) or journal.record("end")
            if problem is not None:
                say(f"{problem}. The change was made.")
