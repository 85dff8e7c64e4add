"""Many calls at a time: a bounded number of them under way, each one's outcome given to the caller as it comes.

A run never ends because of one call. Where it is interrupted, nothing more is begun, what is under way ends, and its
outcomes are still given; a second interruption leaves at once.
"""

from __future__ import annotations

import math
import threading
from collections.abc import (
    AsyncGenerator,
    AsyncIterator,
    Awaitable,
    Callable,
    Generator,
    Iterable,
    Iterator,
    Sized,
)
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

import msgspec

from numberwire._concurrency import loading
from numberwire._messages import warn_caller
from numberwire.errors import InvalidRequestError

if TYPE_CHECKING:
    from asyncio import Event, Task
    from queue import SimpleQueue

__all__ = [
    "AsyncBulk",
    "Bulk",
    "BulkCalls",
    "BulkOutcome",
    "CallCancelled",
    "Job",
    "WorkerTasks",
    "WorkerThreads",
]

K = TypeVar("K")
T = TypeVar("T")

_MOST_IN_FLIGHT = 1000
_SECONDS_OF_PACE = 2
"""How far ahead of its pace a run may be, in calls that wait for their turn: an interruption waits for them."""


class CallCancelled(BaseException):
    """A call was given up before it sent anything, because its run was interrupted."""


class Job(msgspec.Struct, Generic[K], frozen=True):
    """One call of a run, which has not begun.

    Attributes:
        item: What the caller gave for it.
        arguments: What the call is made with.
        about: What it changes: an id or a number.
        error: Why it can't be made.
    """

    item: K
    arguments: Any = None
    about: str = ""
    error: Exception | None = None


class BulkOutcome(msgspec.Struct, Generic[K, T], frozen=True):
    """What became of one call of many.

    Attributes:
        item: What was given for it: the id, the number object or the E.164 number.
        value: What the call returned; None where it failed, and of a release.
        error: What it raised; None where it succeeded.
        done: How many calls of the run are over, this one included.
        total: How many there are; None where that can't be told in advance.
    """

    item: K
    value: T | None
    error: Exception | None
    done: int
    total: int | None

    @property
    def ok(self) -> bool:
        """Whether the call succeeded."""
        return self.error is None

    def unwrap(self) -> T:
        """What the call returned.

        Raises:
            Exception: What it raised.
        """
        if self.error is not None:
            raise self.error
        return cast("T", self.value)


def _distinct_jobs(jobs: Iterator[Job[K]]) -> Iterator[Job[K]]:
    """The jobs, of which those that are about the same thing as an earlier one fail: their order would be chance."""
    seen: set[str] = set()
    for job in jobs:
        if job.about and job.about in seen:
            message = f"{job.about} appears more than once in this run; only the first call is made."
            yield Job(job.item, error=InvalidRequestError(message))
            continue
        seen.add(job.about)
        yield job


class BulkCalls(Generic[K]):
    """The calls that a run is to make.

    Attributes:
        name: The method that makes them, as its caller knows it.
        jobs: The calls.
        total: How many there are; None where that can't be told in advance.
    """

    def __init__(
        self,
        name: str,
        items: object,
        make_job: Callable[[Any], Job[K]],
        in_flight: int,
        *,
        distinct: bool = True,
    ) -> None:
        """Take the caller's items; each is looked at when its turn comes.

        Args:
            name: The method.
            items: What the caller gave.
            make_job: Makes the call of an item.
            in_flight: How many calls may be under way at a time.
            distinct: Whether two calls about the same thing are one too many.

        Raises:
            InvalidRequestError: The items can't be iterated.
        """
        if isinstance(items, str | bytes) or not isinstance(items, Iterable):
            hint = " Make a list of it: [one async for one in ...]." if hasattr(items, "__aiter__") else ""
            raise InvalidRequestError(
                f"{name} takes an iterable, such as a list, not {type(items).__name__}.{hint}"
            )
        self.name = name
        given: Iterable[Any] = items  # pyright: ignore[reportUnknownVariableType] anything that can be iterated
        self.total = _count(given)
        jobs = map(make_job, given)
        self.jobs: Iterator[Job[K]] = _distinct_jobs(jobs) if distinct else jobs
        self._in_flight: Any = in_flight

    def checked_in_flight(self, pace: float) -> int:
        """How many calls may be under way at a time.

        Args:
            pace: Writes a second; more calls than it lets through would only wait for their turn.

        Raises:
            InvalidRequestError: The caller asked for no such number.
        """
        wanted = self._in_flight
        if not isinstance(wanted, int) or isinstance(wanted, bool) or not 1 <= wanted <= _MOST_IN_FLIGHT:
            raise InvalidRequestError(f"in_flight must be a whole number from 1 to {_MOST_IN_FLIGHT}.")
        return min(wanted, 1 + math.ceil(pace * _SECONDS_OF_PACE)) if pace else wanted


def _count(items: Iterable[Any]) -> int | None:
    try:
        return len(items) if isinstance(items, Sized) else None
    except TypeError:  # a listing says that it is no list
        return None


class _Run(Generic[K, T]):
    """What a sync and an async run share."""

    def __init__(self, calls: BulkCalls[K], in_flight: int) -> None:
        self._name = calls.name
        self._total = calls.total
        self._jobs = calls.jobs
        self._in_flight = in_flight
        self._done = 0
        self._is_begun = False

    def _begin(self) -> None:
        if self._is_begun:
            raise InvalidRequestError(f"{self._name} was already iterated: its calls are made only once.")
        self._is_begun = True

    def _outcome(self, item: K, value: T | None, error: Exception | None) -> BulkOutcome[K, T]:
        self._done += 1
        return BulkOutcome(item, value, error, self._done, self._total)

    def __del__(self) -> None:
        if not getattr(self, "_is_begun", True):
            warn_caller(f"{self._name} was never iterated, so that nothing was sent: iterate its outcomes.")


class Bulk(_Run[K, T]):
    """The outcomes of many calls, as they come. Nothing is sent before it is iterated.

    for outcome in client.phone_numbers.update_many(changes):
        print(f"{outcome.done}/{outcome.total}", outcome.item, outcome.error or "changed")
    """

    def __init__(self, calls: BulkCalls[K], in_flight: int, workers: WorkerThreads[K, T]) -> None:
        super().__init__(calls, in_flight)
        self._workers = workers

    def __iter__(self) -> Iterator[BulkOutcome[K, T]]:
        """Make the calls, and give their outcomes.

        Raises:
            KeyboardInterrupt: After what was under way has ended, and its outcomes were given; so for what the
                caller's items raise.
        """
        self._begin()
        return self._iterate()

    def failures(self) -> list[BulkOutcome[K, T]]:
        """Make the calls, and give the outcomes of those that failed; none where all went well."""
        return [outcome for outcome in self if outcome.error]

    def _iterate(self) -> Generator[BulkOutcome[K, T], None, None]:
        workers, is_left = self._workers, False
        try:
            try:
                yield from self._outcomes()
            except (Exception, KeyboardInterrupt):
                is_left = True  # a second interruption, while the rest ends
                workers.stop()
                yield from (self._outcome(*ended) for ended in workers.rest())
                is_left = False
                raise
        finally:
            workers.stop()
            if not is_left:
                workers.join()

    def _outcomes(self) -> Generator[BulkOutcome[K, T], None, None]:
        workers, under_way, more = self._workers, 0, True
        while more or under_way:
            while more and under_way < self._in_flight:
                job = next(self._jobs, None)
                if job is None:
                    more = False
                elif job.error is not None:
                    yield self._outcome(job.item, None, job.error)
                else:
                    workers.begin(job)
                    under_way += 1
            if under_way:
                ended = workers.next()
                under_way -= 1
                yield self._outcome(*ended)


class WorkerThreads(Generic[K, T]):
    """The threads that make the calls of a sync run.

    Args:
        call: Makes the call of a job.
        interruption: Set when the run is interrupted: what waits before it sends something is given up.
    """

    def __init__(self, call: Callable[[Any], T], interruption: threading.Event) -> None:
        self._call = call
        self._interruption = interruption
        with loading():
            from queue import SimpleQueue  # noqa: PLC0415 most clients make one call at a time
        self._waiting: SimpleQueue[Job[K] | None] = SimpleQueue()
        self._ended: SimpleQueue[tuple[K, T | None, Exception | None]] = SimpleQueue()
        self._threads: list[threading.Thread] = []
        self._begun = 0
        self._taken = 0

    def begin(self, job: Job[K]) -> None:
        """Make a call, in a thread that is free or in a new one."""
        self._waiting.put(job)
        self._begun += 1
        if self._begun - self._taken > len(self._threads):
            # Not of `concurrent.futures`: at the end of the program its threads are waited for.
            thread = threading.Thread(target=self._work, name="numberwire-bulk", daemon=True)
            self._threads.append(thread)
            try:
                thread.start()
            except RuntimeError:  # the system has no more of them: those that there are make the call
                self._threads.remove(thread)
                if not self._threads:
                    raise

    def next(self) -> tuple[K, T | None, Exception | None]:
        """What became of the call that ends next."""
        ended = self._ended.get()
        self._taken += 1
        return ended

    def stop(self) -> None:
        """Begin nothing more."""
        self._interruption.set()
        for _ in self._threads:
            self._waiting.put(None)

    def join(self) -> None:
        """Wait until every call that is under way has ended."""
        for thread in self._threads:
            if thread.ident is not None:  # an interruption may come before it is started
                thread.join()

    def rest(self) -> Iterator[tuple[K, T | None, Exception | None]]:
        """What became of the calls that were under way; to be asked for after `stop`."""
        self.join()
        while not self._ended.empty():
            yield self._ended.get()

    def _work(self) -> None:
        while (job := self._waiting.get()) is not None:
            if self._interruption.is_set():
                continue
            try:
                self._ended.put((job.item, self._call(job.arguments), None))
            except CallCancelled:
                continue
            except Exception as error:  # noqa: BLE001 it is the outcome of this call alone
                self._ended.put((job.item, None, error))


class AsyncBulk(_Run[K, T]):
    """The outcomes of many calls, as they come. Nothing is sent before it is iterated.

    async for outcome in client.phone_numbers.update_many(changes):
        print(f"{outcome.done}/{outcome.total}", outcome.item, outcome.error or "changed")
    """

    def __init__(self, calls: BulkCalls[K], in_flight: int, workers: WorkerTasks[K, T]) -> None:
        super().__init__(calls, in_flight)
        self._workers = workers

    def __aiter__(self) -> AsyncIterator[BulkOutcome[K, T]]:
        """Make the calls, and give their outcomes.

        Raises:
            CancelledError: After what was under way has ended, and its outcomes were given.
        """
        self._begin()
        return self._iterate()

    async def failures(self) -> list[BulkOutcome[K, T]]:
        """Make the calls, and give the outcomes of those that failed; none where all went well."""
        return [outcome async for outcome in self if outcome.error]

    async def _iterate(self) -> AsyncGenerator[BulkOutcome[K, T], None]:
        from asyncio import CancelledError  # noqa: PLC0415 sync clients need no event loop

        workers, more, is_left = self._workers, True, False
        try:
            try:
                while more or workers.under_way:
                    while more and workers.under_way < self._in_flight:
                        job = next(self._jobs, None)
                        if job is None:
                            more = False
                        elif job.error is not None:
                            yield self._outcome(job.item, None, job.error)
                        else:
                            workers.begin(job)
                    for ended in await workers.next():
                        yield self._outcome(*ended)
            except (Exception, CancelledError):
                is_left = True  # a second interruption, while the rest ends
                workers.stop()
                for ended in await workers.rest():
                    yield self._outcome(*ended)
                is_left = False
                raise
        finally:
            workers.stop()
            if is_left:
                workers.leave()
            else:
                await workers.rest()


class WorkerTasks(Generic[K, T]):
    """The tasks that make the calls of an async run.

    Args:
        call: Makes the call of a job.
        interruption: Set when the run is interrupted: what waits before it sends something is given up.
        under_way: The tasks of the client, which its `close` waits for: a loop over this run that is left can't.
    """

    def __init__(
        self, call: Callable[[Any], Awaitable[T]], interruption: Event, under_way: set[Task[Any]]
    ) -> None:
        self._call = call
        self._interruption = interruption
        self._of_client = under_way
        self._tasks: set[Task[tuple[K, T | None, Exception | None] | None]] = set()

    @property
    def under_way(self) -> int:
        """How many calls have not ended."""
        return len(self._tasks)

    def begin(self, job: Job[K]) -> None:
        """Make a call, in a task."""
        from asyncio import create_task  # noqa: PLC0415 sync clients need no event loop

        task = create_task(self._work(job))
        self._tasks.add(task)
        self._of_client.add(task)
        task.add_done_callback(self._of_client.discard)

    async def next(self) -> list[tuple[K, T | None, Exception | None]]:
        """What became of the calls that end next; of none where none is under way."""
        from asyncio import FIRST_COMPLETED, wait  # noqa: PLC0415 as above

        if not self._tasks:
            return []
        ended, _ = await wait(self._tasks, return_when=FIRST_COMPLETED)
        self._tasks -= ended
        return [result for task in ended if (result := task.result()) is not None]

    def stop(self) -> None:
        """Begin nothing more."""
        self._interruption.set()

    async def rest(self) -> list[tuple[K, T | None, Exception | None]]:
        """What became of the calls that were under way, once all have ended; to be asked for after `stop`."""
        from asyncio import wait  # noqa: PLC0415 as above

        if not self._tasks:
            return []
        ended, _ = await wait(self._tasks)
        self._tasks.clear()
        return [result for task in ended if (result := task.result()) is not None]

    def leave(self) -> None:
        """Give up the calls that are under way."""
        for task in self._tasks:
            task.cancel()
        self._tasks.clear()

    async def _work(self, job: Job[K]) -> tuple[K, T | None, Exception | None] | None:
        try:
            return job.item, await self._call(job.arguments), None
        except CallCancelled:
            return None
        except Exception as error:  # noqa: BLE001 it is the outcome of this call alone
            return job.item, None, error
