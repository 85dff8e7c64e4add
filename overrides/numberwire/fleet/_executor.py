"""Carries out what is left of a plan: purchases with their routing, updates, then releases; many at once."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from time import time
from typing import TypeVar

from numberwire import errors
from numberwire.fleet._change_status import ChangeStatus, Conflict, Event, StatusKind, find_statuses
from numberwire.fleet._difference import changed_fields
from numberwire.fleet._journal import Journal, JournalError
from numberwire.fleet._plan import Change
from numberwire.fleet._protocols import Api, Connection, Fields, OwnedNumber

T = TypeVar("T")
__all__ = ["Outcome", "PlanExecutor", "Report", "StaleChangeError"]

PHASES = ("buy", "update", "release")
_LOOK_SECONDS = 1.0
_MOST_LOST = 100
"""After so many failures to connect in a row nothing more is begun: nobody wants them five thousand times."""
_LIMITED_WAITS = (1.0, 2.0, 4.0, 8.0, 16.0)
"""Seconds before a call is made again that the API refused again and again as one too many."""
UNCERTAIN = (
    errors.PurchaseOutcomeUnknownError,
    errors.APIConnectionError,
    errors.InternalServerError,
    errors.APIResponseValidationError,
)
"""What leaves open whether a change happened."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a change.

    Attributes:
        change: The change.
        kind: ``done``, ``failed`` or ``unknown``.
        error: Why it failed.
        is_bought: Whether it is a purchase that happened, and what the number is to do could not be set.
    """

    change: Change
    kind: str
    error: Exception | None = None
    is_bought: bool = False

    @property
    def is_uncertain(self) -> bool:
        """Whether it may have happened all the same."""
        return self.kind == "unknown" or isinstance(self.error, UNCERTAIN)


@dataclass
class Report:
    """What became of a plan's changes.

    Attributes:
        outcomes: The outcomes, as they came.
        left: The changes that were not begun.
        is_interrupted: Whether Ctrl-C ended it.
        refused: The error by which the API refused the credentials, which ends everything.
        broken: Why the journal can't be written any more, which ends everything as well.
    """

    outcomes: list[Outcome] = field(default_factory=list[Outcome])
    left: list[Change] = field(default_factory=list[Change])
    is_interrupted: bool = False
    refused: Exception | None = None
    broken: JournalError | None = None

    def of_kind(self, kind: str) -> list[Outcome]:
        """The outcomes of a kind."""
        return [outcome for outcome in self.outcomes if outcome.kind == kind]


class StaleChangeError(errors.NumberwireError):
    """A number is not as the plan expects just before its change would be sent.

    Attributes:
        conflicts: What is not as it expects.
    """

    def __init__(self, conflicts: Sequence[Conflict]) -> None:
        super().__init__("it was changed after the account was read, and is not as the plan expects")
        self.conflicts = tuple(conflicts)


class PlanExecutor:
    """Carries changes out.

    Args:
        connection: The account.
        journal: The run's journal.
        in_flight: How many changes are under way at once.
        settle: Seconds after which a purchase that is not to be seen did not happen.
        recheck: What the API's numbers have, where each number is read once more just before it is updated or
            released; None for the reading before the run alone.
        on_outcome: Told of each outcome as it comes.
    """

    def __init__(
        self,
        connection: Connection,
        journal: Journal,
        *,
        in_flight: int = 50,
        settle: float = 30.0,
        recheck: Api | None = None,
        on_outcome: Callable[[Outcome], None] = lambda _: None,
    ) -> None:
        self._connection = connection
        self._journal = journal
        self._in_flight = in_flight
        self._settle = settle
        self._recheck = recheck
        self._on_outcome = on_outcome
        self._lost = 0
        self._stopped = asyncio.Event()
        self.report = Report()

    def stop(self) -> None:
        """Begin nothing new; what is under way ends."""
        self.report.is_interrupted = True
        self._stopped.set()

    async def carry_out(self, statuses: Sequence[ChangeStatus]) -> Report:
        """Carry out what is left; releases come last, and only where everything else succeeded.

        Where the journal can't be written, nothing more is begun, and no purchase or release is sent that it lacks.
        """
        acts: dict[str, Callable[[ChangeStatus], Awaitable[bool]]] = {
            "buy": self._buy,
            "update": self._update,
            "release": self._release,
        }
        for phase in PHASES:
            left = [
                status
                for status in statuses
                if status.change.op == phase and status.kind not in (StatusKind.DONE, StatusKind.CONFLICT)
            ]
            if phase == "release" and any(outcome.kind != "done" for outcome in self.report.outcomes):
                self.report.left += [status.change for status in left]
            else:
                await self._run_phase(left, acts[phase])
        if self.report.left:
            skipped = tuple(change.number for change in self.report.left)
            self.report.broken = self._journal.record("skipped", skipped=skipped) or self.report.broken
        return self.report

    async def _run_phase(
        self, statuses: Sequence[ChangeStatus], act: Callable[[ChangeStatus], Awaitable[bool]]
    ) -> None:
        waiting = iter(statuses)

        async def work() -> None:
            for status in waiting:
                if self._is_ending():
                    self.report.left.append(status.change)
                else:
                    await self._execute_change(status, act)

        workers = [asyncio.create_task(work()) for _ in range(min(self._in_flight, len(statuses)))]
        try:
            await asyncio.gather(*workers)
        finally:
            for worker in workers:
                worker.cancel()

    def _is_ending(self) -> bool:
        report = self.report
        is_hopeless = report.refused is not None or report.broken is not None or self._lost >= _MOST_LOST
        return report.is_interrupted or is_hopeless

    def _record(self, kind: str, change: Change, number_id: str) -> None:
        """Keep what happened; a journal that can't be written ends the run."""
        # The words of an error may repeat what was sent: the report has them masked, the journal not at all.
        self.report.broken = (
            self._journal.record(kind, change.op, change.number, number_id) or self.report.broken
        )

    async def _execute_change(
        self, status: ChangeStatus, act: Callable[[ChangeStatus], Awaitable[bool]]
    ) -> None:
        change = status.change
        try:
            is_sent = await act(status)
        except JournalError as error:  # what was about to be sent was not sent
            self.report.broken = error
            self.report.left.append(change)
            return
        except (errors.NumberwireError, _PurchaseError) as error:
            kind = "unknown" if isinstance(error, _UnknownOutcomeError) else "failed"
            cause = error if isinstance(error, errors.NumberwireError) else error.cause
            if isinstance(cause, (errors.AuthenticationError, errors.PermissionDeniedError)):
                self.report.refused = cause
            outcome = Outcome(change, kind, cause, isinstance(error, _UnroutedError))
            is_unknown = change.op != "buy" and outcome.is_uncertain
            event = "unknown" if is_unknown else kind
        else:
            outcome = Outcome(change, "done")
            event = "done" if is_sent else "skipped"
        self._lost = self._lost + 1 if isinstance(outcome.error, errors.APIConnectionError) else 0
        self._record(event, change, change.id)
        self.report.outcomes.append(outcome)
        self._on_outcome(outcome)

    async def _update(self, status: ChangeStatus) -> bool:
        """Update a number; False where there was nothing to send."""
        change = status.change
        if is_needed := await self._must_send(change):
            await self._wait_out_limit(lambda: self._connection.change(change.id, change.set))
        return is_needed

    async def _release(self, status: ChangeStatus) -> bool:
        """Release a number; False where there was nothing to send."""
        change = status.change
        if is_needed := await self._must_send(change):
            await self._intend(change)
            await self._wait_out_limit(lambda: self._connection.release(change.id))
        return is_needed

    async def _wait_out_limit(self, call: Callable[[], Awaitable[T]]) -> T:
        """Make a call, and make it again while the API's limit is reached: then it did nothing.

        The client waits as long as the API asks; here it is waited for an API that names no time.
        """
        for seconds in _LIMITED_WAITS:
            try:
                return await call()
            except errors.RateLimitError:
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._stopped.wait(), seconds)
                if self._is_ending():
                    raise
        return await call()

    async def _must_send(self, change: Change) -> bool:
        """Whether a change is still to be sent, by another look at its number if that is wanted.

        Raises:
            NumberwireError: The number can't be read.
            StaleChangeError: It is not as the plan expects.
        """
        if self._recheck is None:
            return True
        owned = await self._connection.find_number(change.number)
        (status,) = find_statuses([change], {owned.number: owned} if owned else {}, (), self._recheck)
        if status.kind is StatusKind.CONFLICT:
            raise StaleChangeError(status.conflicts)
        return status.kind is not StatusKind.DONE

    async def _intend(self, change: Change) -> None:
        await self._journal.write_surely(
            Event(time=time(), kind="intent", op=change.op, number=change.number, id=change.id)
        )

    async def _buy(self, status: ChangeStatus) -> bool:
        """Buy a number and route it."""
        change, owned = status.change, status.owned
        is_in_doubt = status.kind is StatusKind.IN_DOUBT
        if is_in_doubt:
            since = min(status.since, time())  # a clock that was set back would be waited for
            owned = await self._look(change.number, since + self._settle)
        if owned is None:
            owned = await self._purchase(change, is_in_doubt=is_in_doubt)
        self._record("bought", change, owned.id)
        missing: Fields = changed_fields(owned.fields, change.set)
        if missing:
            bought = owned.id
            try:
                await self._wait_out_limit(lambda: self._connection.change(bought, missing))
            except errors.NumberwireError as error:
                raise _UnroutedError(error) from error
        return True

    async def _purchase(self, change: Change, *, is_in_doubt: bool) -> OwnedNumber:
        """Buy a number that the account lacks; the intent is on the disk first.

        Raises:
            NumberwireError: It was not bought.
            _UnknownOutcomeError: Nobody can tell.
        """
        await self._intend(change)
        begin = time()
        try:
            return await self._wait_out_limit(lambda: self._connection.buy(change.number))
        except UNCERTAIN as error:
            owned = await self._look(change.number, begin + self._settle)
            if owned is None:
                raise _UnknownOutcomeError(error) from error
            return owned
        except errors.NumberwireError:
            # "Not available" may mean that the earlier request, of which nothing was heard, has bought it meanwhile.
            owned = await self._look(change.number, 0) if is_in_doubt else None
            if owned is None:
                raise
            return owned

    async def _look(self, number: str, until: float) -> OwnedNumber | None:
        """Look for a number, until a time at least once.

        Raises:
            _UnknownOutcomeError: It could not be looked for.
        """
        problem: Exception | None = None
        while True:
            try:
                owned = await self._connection.find_number(number)
                problem = None
            except errors.NumberwireError as error:
                owned, problem = None, error
            left = until - time()
            if owned is not None or left <= 0 or self.report.is_interrupted:
                break
            await asyncio.sleep(min(_LOOK_SECONDS, left))
        if problem is not None:
            raise _UnknownOutcomeError(problem)
        if owned is None and until > time() and self.report.is_interrupted:
            raise _UnknownOutcomeError(errors.NumberwireError("it was looked for until Ctrl-C was pressed"))
        return owned


class _PurchaseError(Exception):
    """What became of a purchase that was not simply refused."""

    def __init__(self, cause: Exception) -> None:
        super().__init__(str(cause))
        self.cause = cause


class _UnknownOutcomeError(_PurchaseError):
    """Nobody can tell whether a purchase happened."""


class _UnroutedError(_PurchaseError):
    """A number was bought, and what it is to do could not be set."""
