"""Limits the processor time of work on untrusted data."""

from __future__ import annotations

import signal
import sys
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn


class TimeUpError(Exception):
    """The work took longer than it may."""


@contextmanager
def limit_time(seconds: float) -> Generator[None]:
    """End a block that computes for too long; a regular expression that backtracks without end is interrupted, too.

    Only the time of the processor counts. Windows has no such clock, and other threads than the main one hear no
    signals; there the block isn't ended.

    Args:
        seconds: How long it may take; within another limit, no longer than that one leaves.

    Raises:
        TimeUpError: It took longer.
    """
    if sys.platform == "win32" or threading.current_thread() is not threading.main_thread():
        yield
        return

    is_over = False

    def end(_number: int, _frame: FrameType | None) -> NoReturn:
        nonlocal is_over
        is_over = True
        raise TimeUpError

    earlier_limit, _ = signal.getitimer(signal.ITIMER_VIRTUAL)
    start = time.process_time()
    handler = signal.signal(signal.SIGVTALRM, end)
    try:
        # Once the time is up it rings again and again: what swallows the first error is ended by the next.
        signal.setitimer(signal.ITIMER_VIRTUAL, min(seconds, earlier_limit or seconds), _AGAIN)
        yield
    except SystemError:
        # The parser of Python says so where it is interrupted.
        if is_over:
            raise TimeUpError from None
        raise
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, handler)
        if earlier_limit:
            rest = max(earlier_limit - (time.process_time() - start), _AGAIN)
            signal.setitimer(signal.ITIMER_VIRTUAL, rest, _AGAIN)


_AGAIN = 1.0
"""Seconds after which an end that went unnoticed is raised again."""
