"""Threads, forks and event loops: work in a thread, locks that survive a fork, and the event loop that is required.

A forked child has one thread, the one that forked. A lock that another thread of its parent held at that moment stays
held, and an import that one had begun is never finished.
"""

import os
import sys
import threading
import time
from _weakrefset import WeakSet  # of which `weakref` has it, too, and takes longer to load
from collections.abc import Callable
from typing import Any, Generic, Protocol, TypeVar

from numberwire.errors import InvalidRequestError

__all__ = ["Job", "check_event_loop", "hold_during_forks", "loading", "renew_in_children"]

T = TypeVar("T")
_LONGEST_WAIT = 5.0
"""Seconds that a fork waits for the locks: one that itself waits for the forking thread is never free."""


class Job(Generic[T]):
    """A call to run in a thread: the thread calls `run`, once, and somebody calls `result`, once.

    The threads of `concurrent.futures` are joined at exit, so that one that waits for the network holds the program;
    and its locks are written in Python, so that Ctrl-C at the wrong moment leaves one held. A queue written in C has
    neither fault.
    """

    def __init__(self, function: Callable[..., T], *arguments: Any) -> None:
        """Keep what is to be called."""
        self._function = function
        self._arguments = arguments
        with loading():
            from queue import SimpleQueue  # noqa: PLC0415 nothing needs it before the first call
        self._outcome: SimpleQueue[Callable[[], T]] = SimpleQueue()

    def run(self) -> None:
        """Call the function; what it raises is raised by `result`."""
        try:
            value = self._function(*self._arguments)
        except BaseException as error:  # noqa: BLE001 it belongs to who asks for the result
            self._outcome.put(_raiser(error))
        else:
            self._outcome.put(lambda: value)

    def result(self, seconds: float | None = None) -> T:
        """What the function returned.

        Args:
            seconds: How long to wait for it; None for as long as it takes.

        Raises:
            queue.Empty: It has not ended in time.
        """
        return self._outcome.get(timeout=seconds)()


def _raiser(error: BaseException) -> Callable[[], Any]:
    def fail() -> Any:
        raise error

    return fail


class _Renewable(Protocol):
    def renew(self) -> None: ...


_renewables: WeakSet[_Renewable] = WeakSet()
_held_during_forks: WeakSet[threading.RLock] = WeakSet()
_held: list[threading.RLock] = []
_loading = threading.RLock()


def loading() -> threading.RLock:
    """The lock under which modules are loaded during a call: a fork waits until it is free."""
    return _loading


def renew_in_children(thing: _Renewable) -> None:
    """Have ``renew`` called on a thing in each child that is forked while the thing lives."""
    _renewables.add(thing)


def hold_during_forks(lock: threading.RLock) -> None:
    """Let a fork wait until a lock is free, so that a child gets what it guards whole, and can take it."""
    _held_during_forks.add(lock)


def _take_locks() -> None:
    until = time.monotonic() + _LONGEST_WAIT
    locks = (_loading, *_held_during_forks)
    _held.extend(lock for lock in locks if lock.acquire(timeout=max(0.0, until - time.monotonic())))


def _release_locks() -> None:
    while _held:
        _held.pop().release()


def _go_on_in_child() -> None:
    global _loading  # noqa: PLW0603 the parent's lock may be held by a thread that the child has not
    _release_locks()
    _loading = threading.RLock()
    for thing in list(_renewables):
        thing.renew()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(before=_take_locks, after_in_parent=_release_locks, after_in_child=_go_on_in_child)


def check_event_loop() -> None:
    """Refuse to go on outside a task of asyncio, the event loop that async clients need.

    Raises:
        InvalidRequestError: No task of asyncio is running: another library runs the coroutine, or none does.
    """
    asyncio: Any = sys.modules.get("asyncio")  # where nobody loaded it, none of its tasks is running
    try:
        task = asyncio and asyncio.current_task()
    except RuntimeError:
        task = None
    if task is None:
        raise InvalidRequestError(
            "async clients work with asyncio only, and no task of asyncio is running; nothing was sent. Under trio or "
            "another library, call the sync client in a thread (trio.to_thread.run_sync)."
        )
