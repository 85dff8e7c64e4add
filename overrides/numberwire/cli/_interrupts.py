"""Ctrl-C while a request is under way that must not be cut off: the first waits for its answer, the second does not."""

import signal
import threading
from collections.abc import Generator
from contextlib import contextmanager
from types import FrameType

from numberwire.cli._exit_codes import ExitCode
from numberwire.cli._failures import Failure
from numberwire.cli._streams import say

__all__ = ["Interruption", "hold_interrupt"]


class Interruption:
    """Whether Ctrl-C was pressed."""

    def __init__(self) -> None:
        self.happened = False

    def end_command(self) -> None:
        """End the command if Ctrl-C was pressed; what was under way is done and reported by now.

        Raises:
            Failure: It was.
        """
        if self.happened:
            raise Failure("Interrupted after the request in progress was answered.", ExitCode.INTERRUPTED)


@contextmanager
def hold_interrupt(request: str) -> Generator[Interruption]:
    """Hold Ctrl-C back until the block ends.

    Args:
        request: What is under way, such as "the purchase of +15035551763".
    """
    interruption = Interruption()
    if threading.current_thread() is not threading.main_thread():
        yield interruption  # only the main thread has signals
        return

    def note_interrupt(_number: int, _frame: FrameType | None) -> None:
        if interruption.happened:
            raise KeyboardInterrupt
        interruption.happened = True
        say(f"Waiting for the answer to {request}; press Ctrl-C again to leave without it.")

    earlier = signal.signal(signal.SIGINT, note_interrupt)
    try:
        yield interruption
    finally:
        signal.signal(signal.SIGINT, earlier)
