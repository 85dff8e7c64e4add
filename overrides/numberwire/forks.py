"""What a fork must not leave behind in a child: a lock that nobody will free, an import that nobody will finish.

A child has one thread, the one that forked. What another thread of its parent held at that moment stays held.
"""

import contextlib
import os
import threading
from typing import Protocol
from weakref import WeakSet

__all__ = ["loading", "renew_in_children"]

_LONGEST_WAIT = 5.0
"""Seconds that a fork waits for an import: one that itself waits for the forking thread would never end."""


class _Renewable(Protocol):
    def renew(self) -> None: ...


_renewables: WeakSet[_Renewable] = WeakSet()
_loading = threading.RLock()


def loading() -> threading.RLock:
    """The lock under which modules are loaded during a call: a fork waits until it is free."""
    return _loading


def renew_in_children(thing: _Renewable) -> None:
    """Have ``renew`` called on a thing in each child that is forked while the thing lives."""
    _renewables.add(thing)


def _wait_for_loading() -> None:
    _loading.acquire(timeout=_LONGEST_WAIT)


def _go_on() -> None:
    with contextlib.suppress(RuntimeError):  # it was not free in time
        _loading.release()


def _renew_all() -> None:
    global _loading  # noqa: PLW0603 the parent's lock may be held by a thread that the child has not
    _loading = threading.RLock()
    for thing in list(_renewables):
        thing.renew()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(before=_wait_for_loading, after_in_parent=_go_on, after_in_child=_renew_all)
