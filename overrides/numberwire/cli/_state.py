"""Where runs are kept: a folder an account, with its lock, and in it a folder a run: plan, journal and report."""

import os
import re
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from time import time

import msgspec
from filelock import FileLock, Timeout
from platformdirs import user_state_path

from numberwire.cli._account import suggest
from numberwire.cli._exit_codes import ExitCode
from numberwire.cli._failures import Failure
from numberwire.cli._project import read_project
from numberwire.cli._streams import say, write_file
from numberwire.fleet._change_status import Event, find_unanswered
from numberwire.fleet._journal import Journal, JournalError, read_journal
from numberwire.fleet._plan import Plan, PlanError, read_plan, write_plan
from numberwire.fleet._protocols import OwnedNumber

__all__ = ["Run", "State", "find_run", "list_runs", "open_state"]

STATE_VARIABLE = "NUMBERWIRE_STATE_DIR"
_NAME_LENGTHS = (4, 8, 64)
_DOUBTFUL = 3600.0
"""Seconds after which a purchase that was under way is no longer."""


@dataclass(frozen=True)
class Run:
    """A plan that was begun to be carried out.

    Attributes:
        folder: Where it is kept.
        plan: The plan.
    """

    folder: Path
    plan: Plan

    @property
    def name(self) -> str:
        """Its name: the day of its plan and the beginning of the plan's seal."""
        return self.folder.name

    @property
    def events(self) -> list[Event]:
        """Its journal.

        Raises:
            Failure: It can't be read.
        """
        path = self.folder / "journal.jsonl"
        try:
            return read_journal(path)
        except (OSError, ValueError) as error:
            raise Failure(
                f"The journal {path} can't be read: {error}. What is left is known without it: "
                f"{suggest('plan')}. To have this run out of the way, move {self.folder} elsewhere."
            ) from error

    @property
    def is_complete(self) -> bool:
        """Whether everything was done."""
        kinds = [event.kind for event in self.events if event.kind in ("start", "end")]
        return bool(kinds) and kinds[-1] == "end"

    @property
    def state(self) -> str:
        """Whether it ended, as a word."""
        try:
            return "ended" if self.is_complete else "not ended"
        except Failure:
            return "unreadable"

    @property
    def exists(self) -> bool:
        """Whether it was begun."""
        return (self.folder / "plan.json").exists()

    def keep(self) -> None:
        """Write its plan, and have it on the disk.

        Raises:
            Failure: It can't be written.
        """
        if self.exists:
            return
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_file(self.folder / "plan.json", write_plan(self.plan))
            _sync_folder(self.folder)
            _sync_folder(self.folder.parent)
        except OSError as error:
            raise Failure(f"{self.folder} can't be written: {error.strerror}. Nothing was sent.") from error

    @contextmanager
    def open_journal(self) -> Generator[Journal]:
        """Open its journal to write on, and close it.

        Raises:
            Failure: What has to be in it before anything is sent can't be written.
        """
        try:
            with Journal(self.folder / "journal.jsonl") as journal:
                yield journal
        except JournalError as error:
            raise Failure(f"{error}. Nothing was sent.") from error

    def write_report(self, text: str) -> None:
        """Keep what became of its changes."""
        write_file(self.folder / "report.json", text)


class State:
    """The runs of one account.

    Args:
        folder: Their folder.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @contextmanager
    def lock(self, wait: float = 0) -> Generator[None]:
        """Hold the account: the lock is the kernel's, so that it is free again when its holder is killed.

        Args:
            wait: Seconds to wait for another command.

        Raises:
            Failure: Another command holds it, or the folder can't be used.
        """
        path = self.folder / "lock"
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            held = FileLock(path, timeout=wait).acquire()
        except Timeout as error:
            raise Failure(
                "Another numberwire command is changing this account; nothing was sent. "
                "Run it again when that one has ended.",
                ExitCode.STALE,
            ) from error
        except OSError as error:
            raise Failure(
                f"{path} can't be written: {error.strerror}. Name another folder by {STATE_VARIABLE}."
            ) from error
        with held:
            yield

    def run_of(self, plan: Plan) -> Run:
        """The run of a plan: that of an earlier time, which goes on, or one that isn't kept yet.

        Raises:
            Failure: What is there can't be read.
        """
        for length in _NAME_LENGTHS:
            folder = self.folder / f"{plan.created_at:%m%d}-{plan.seal[:length]}"
            kept = _read_kept_plan(folder)
            if kept is None or kept.seal == plan.seal:
                return Run(folder, plan)
        raise Failure(f"The folder {self.folder} has another plan with the same checksum.")

    def runs(self, on_problem: Callable[[Failure], None] | None = None) -> list[Run]:
        """The runs, the newest last.

        Args:
            on_problem: Told of a run whose plan can't be read; None ends with the first of them.

        Raises:
            Failure: A run's plan can't be read.
        """
        runs: list[Run] = []
        for folder in self.folder.glob("*-*"):
            try:
                plan = _read_kept_plan(folder) if folder.is_dir() else None
            except Failure as failure:
                if on_problem is None:
                    raise
                on_problem(failure)
            else:
                runs += [Run(folder, plan)] if plan is not None else []
        return sorted(runs, key=lambda run: run.plan.created_at)

    def find_doubts(self, run: Run) -> list[Event]:
        """The intents of purchases that were under way when another run was killed, shortly before this one.

        Who plans again in place of resuming would otherwise send such a purchase a second time, while the first is
        still at work.
        """
        own = {change.number for change in run.plan.changes if change.op == "buy"}
        if run.exists or not own:
            return []
        doubts: list[Event] = []
        for path in self.folder.glob("*-*/journal.jsonl"):
            with suppress(OSError, ValueError):  # one that can't be read is named by `runs list`
                doubts += find_unanswered(read_journal(path))
        oldest = time() - _DOUBTFUL
        return [intent for intent in doubts if intent.number in own and intent.time > oldest]

    def read_answers(self) -> dict[str, OwnedNumber]:
        """The last answers of an API that can't be asked for its numbers, by id."""
        try:
            lines = (self.folder / "answers.jsonl").read_bytes().splitlines()
        except FileNotFoundError:
            return {}
        answers: dict[str, OwnedNumber] = {}
        for line in lines:
            with suppress(msgspec.MsgspecError):  # a line that a kill has torn
                owned = msgspec.json.decode(line, type=OwnedNumber)
                answers[owned.id] = owned
        return answers

    def keep_answer(self, owned: OwnedNumber) -> None:
        """Keep an answer."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = os.open(self.folder / "answers.jsonl", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            os.write(file, msgspec.json.encode(owned) + b"\n")
        finally:
            os.close(file)


def _sync_folder(folder: Path) -> None:
    """Have a folder's entries on the disk, where the system can."""
    with suppress(OSError):
        file = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(file)
        finally:
            os.close(file)


def _read_kept_plan(folder: Path) -> Plan | None:
    try:
        return read_plan((folder / "plan.json").read_bytes())
    except FileNotFoundError:
        return None
    except PlanError as error:
        raise Failure(f"{folder / 'plan.json'} can't be used: {error}. Move {folder} elsewhere.") from error
    except OSError as error:
        raise Failure(f"{folder / 'plan.json'} can't be read: {error.strerror}") from error


def _state_root(state_dir: str | None) -> Path:
    """The folder of all accounts: of the command line, the variable, numberwire.toml, or the system's own."""
    named = state_dir or os.environ.get(STATE_VARIABLE) or read_project().state_dir
    return Path(named) if named else user_state_path("numberwire")


def open_state(account: Mapping[str, str], state_dir: str | None) -> State:
    """The runs of an account.

    Args:
        account: What names it.
        state_dir: The folder of all accounts, where the command line names one.
    """
    # An account is the same however it is spelt, and has one lock.
    name = re.sub(r"[^a-z0-9.-]+", "_", "-".join(account.values()).lower())
    return State(_state_root(state_dir) / name)


def list_runs(state_dir: str | None) -> Iterator[tuple[State, Run]]:
    """All runs of all accounts, the newest last of each; one that can't be read is named and passed over."""
    root = _state_root(state_dir)
    for folder in sorted(root.iterdir()) if root.is_dir() else ():
        if folder.is_dir():
            state = State(folder)
            yield from ((state, run) for run in state.runs(lambda failure: say(failure.message)))


def find_run(name: str, state_dir: str | None) -> tuple[State, Run]:
    """The run of a name, or of the beginning of one.

    Raises:
        Failure: There is none, or there are several.
    """
    if not name:  # a variable of a script that is not set names no run
        raise Failure(f"The run's name is empty. See them: {suggest('runs', 'list')}", ExitCode.USAGE)
    found = [(state, run) for state, run in list_runs(state_dir) if run.name.startswith(name)]
    exact = [pair for pair in found if pair[1].name == name]
    if len(exact or found) == 1:
        return (exact or found)[0]
    words = f"{len(found)} runs begin with {name}" if found else f"No run is named {name}"
    raise Failure(f"{words}. See them: {suggest('runs', 'list')}", ExitCode.USAGE)
